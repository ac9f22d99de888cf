//! The AOT pipeline: from a start script to the texts of the virtual modules.
//!
//! A mion server compiles validators and serializers from its routes' types when it starts. Here that start happens at
//! build time, in a child process, and what was compiled is kept as static code.
//!
//! The order of reading is the order of the work:
//!
//! 1. [`options`]: what is asked for.
//! 2. [`generate`]: the pipeline as a whole.
//! 3. [`key`], [`inputs`], [`store`], [`recent`]: the result of an earlier build, if nothing has changed.
//! 4. [`collect`]: the child that runs the start script, and the channel that it answers over.
//! 5. [`emit`]: what it sent, parsed, checked, sorted, and printed as modules.
//!    [`include`]: more modules for it to load; [`type_calls`]: what became of the calls that need a type's functions.
//! 6. [`inspect`]: what is kept, and why a build had to generate.
//! 7. [`serve`]: the child that stays as the dev server's API.
//! 8. [`error`] and [`report`]: what comes out beside the caches.
//!
//! Words: a *cache* is one of mion's three tables (compiled functions, pure functions, routes); an *entry* is one result
//! kept on disk; an *input* is a file that the result depends on.
//!
//! Options in, result out: nothing is printed, and nothing here knows Vite's hooks.

pub mod collect;
pub mod emit;
pub mod error;
mod finding;
mod generate;
mod include;
mod inputs;
pub mod inspect;
mod key;
pub mod options;
mod package;
mod recent;
pub mod report;
pub mod serve;
mod store;
mod type_calls;

pub use collect::Line;
pub use emit::{Caches, ClientFns, Importer, VirtualModule, virtual_module};
pub use error::{AotError, Missing, Warning};
pub use finding::Finding;
pub use generate::{Generated, Session, Source, generate, generate_in};
pub use inputs::{Change, Subject, Watch};
pub use options::{Options, Purpose, Runner};
pub use report::{Counts, Report, Times};
pub use serve::ApiEvent;
pub use store::miss::{Miss, Reason, SettingChange};
pub use tokio_util::sync::CancellationToken;
pub use type_calls::{ModuleCalls, TypeCall, module_of};
