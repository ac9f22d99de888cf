//! What every crate that reads or edits source text shares.
//!
//! The order of reading:
//!
//! - [`module`]: a file's text and its syntax tree, from one parse.
//! - [`reading`]: one run of the parser, and the ends of statements that it misses.
//! - [`language`]: which dialect a file name asks for.
//! - [`edits`]: insertions and replacements over a text, applied with a source map.
//! - [`source_map`]: the map from the result to the original.
//! - [`diagnostic`]: what is wrong with a text, where, and what to do about it.
//! - [`lines`]: byte offsets to lines and columns.
//!
//! Nothing here prints, reads files or knows what the edits are for.

pub mod diagnostic;
pub mod edits;
pub mod language;
pub mod lines;
pub mod module;
mod reading;
mod source_map;

pub use diagnostic::{Diagnostic, Place, Severity};
pub use edits::{Edited, Edits};
pub use language::Language;
pub use lines::Lines;
pub use module::Module;
