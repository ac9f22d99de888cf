//! Pure functions: those that a client defines and the server runs its own copy of, and those that compiled
//! code calls. This crate finds them in source text, checks them, hashes them, and prints them as JavaScript.
//!
//! The order of reading:
//!
//! - [`calls`]: the three calls that name a pure function, and what is added to them ([`rewrite`]).
//! - [`function`]: one function found: its parts, its hash, its text.
//! - [`extract()`](extract::extract): all functions of a folder, in parallel; [`blocks`] finds the scripts of
//!   Vue, Svelte and Astro files.
//! - [`server_module`](server_module::server_module): the text of `virtual:mion-server-pure-fns`.
//!
//! Below these: `definition` (what the arguments of a call say), `scopes` (what a name means), `lookup` and `statics` (values that stand in the text), `purity`
//! and `globals` (the rules), `dependencies` (what a factory uses), `changed_at` (how old it is), `strip` (types away), `canonical` (what a
//! hash covers).
//!
//! # What a hash covers
//!
//! The namespace, for a factory the name, the names of the parameters, and the meaning of the body. White space,
//! line ends, comments, types, quotes, semicolons, trailing commas, needless parentheses, and whether a function
//! is an arrow function with or without a block make no difference; anything else does.

pub mod blocks;
pub mod calls;
pub mod extract;
pub mod function;
pub mod server_module;

mod canonical;
mod changed_at;
mod definition;
mod dependencies;
mod globals;
mod lookup;
mod purity;
mod scopes;
mod statics;
mod strip;

pub use calls::{DEFAULT_NAMESPACE, Found, Kind, Options, may_have_calls, rewrite};
pub use extract::{ExtractOptions, Extracted, extract, functions_of};
pub use function::PureFn;
pub use server_module::server_module;
