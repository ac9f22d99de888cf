//! Type metadata: TypeScript source in, the same source plus the metadata of `@deepkit/type` out.
//!
//! The input is a module that was parsed once ([`mion_source::Module`]); the output is a list of insertions
//! ([`mion_source::Edits`]). What is inserted is JavaScript, and the types around it are removed later by whoever
//! removes types (Vite), file by file. No TypeScript is needed, and nothing is type-checked: the metadata is a
//! program for `@deepkit/type`'s machine, which evaluates generics, mapped and conditional types at run time.
//!
//! The order of reading:
//!
//! - [`reflector`]: the entry, and the order of the work of one transform.
//! - [`insert`] and [`walk`]: the walk over a module; what is inserted where. [`functions`], [`local_types`],
//!   [`calls`] (that hand over a type), [`handlers`] (functions that a router reflects). [`written`]: the result.
//! - [`type_calls`] and [`wanted`]: the calls whose types AOT compiles.
//! - [`types`], [`list`]: a type with its names resolved; [`facts`], [`derived`]: what is known of all its parts.
//!   [`lower`], [`reference`], [`members`], [`signature`], [`class`], [`enums`], [`values`], [`inference`], [`methods`],
//!   [`declare`], [`scope`]: from syntax to it. [`strings`], [`words`], [`globals`], [`library`]: what the language and
//!   its standard library define. [`ambient`]: what a project declares for all of its modules.
//! - [`evaluate`]: what the machine would get wrong, resolved as TypeScript does. [`budget`]: what that may take.
//! - [`write`](mod@write), [`program`], [`ops`], [`template`]: from it to the machine's program.
//! - [`index`], [`files`], [`resolve`], [`lookup`], [`symbols`], [`context`]: what modules declare, and how one refers to
//!   what another declares. [`reach`], [`loaded`]: what of it is there at run time.
//! - [`warnings`]: what a module's author is told.
//! - [`universe`], [`records`]: what one transform found out, and others take over.
//! - [`options`], [`tsconfig`], [`jsdoc`]: what switches reflection on and off. [`aliases`]: what stands in for `paths`.

mod aliases;
mod ambient;
mod budget;
mod calls;
mod class;
mod context;
mod declare;
mod derived;
mod enums;
mod evaluate;
mod facts;
mod files;
mod functions;
mod globals;
mod handlers;
mod index;
mod inference;
mod insert;
mod jsdoc;
mod library;
mod list;
mod loaded;
mod local_types;
mod lookup;
mod lower;
mod marks;
mod members;
mod methods;
mod ops;
mod options;
mod program;
mod reach;
mod records;
mod reference;
mod reflector;
mod resolve;
mod scope;
mod signature;
mod strings;
mod symbols;
mod template;
mod tsconfig;
mod type_calls;
mod types;
mod universe;
mod values;
mod walk;
mod wanted;
mod warnings;
mod words;
mod write;
mod written;

pub use aliases::Aliases;
pub use options::{Mode, Options, PathFilter};
pub use reflector::{Reflection, Reflector};
pub use type_calls::{CompiledCall, CompiledCalls, TypeCalls, may_have_type_calls};
