//! The napi boundary: what the Vite plugin in `index.js` calls. It converts, and holds the state of one plugin
//! instance; what is done to source text and to caches is in the crates below.
//!
//! - [`devtools`]: the object that an instance of the plugin owns.
//! - [`api`]: what is told of an API that is served.
//! - [`inspection`]: what the command line shows of the cache.
//! - [`options`]: the plugin's options, and [`derived`]: those of the crates below.
//! - [`scope`]: which modules get type metadata; [`type_calls`]: what their calls are given instead.
//! - [`error`]: the shape in which problems cross.
//! - [`pool`]: the threads that work on source text; [`queue`]: in which order.

pub mod api;
mod derived;
pub mod devtools;
pub mod error;
pub mod inspection;
pub mod options;
pub mod outcome;
pub mod pool;
pub mod queue;
pub mod scope;
mod type_calls;

/// Syntax trees are many small allocations: with the system's allocator they take a quarter of a transform.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
