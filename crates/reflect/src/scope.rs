//! The types that are declared inside of functions and blocks.

use rustc_hash::{FxHashMap, FxHashSet};
use swc_core::atoms::Atom;

use crate::lower::Binding;
use crate::types::SymbolId;

/// The names of one scope of a function or a block.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    pub(crate) types: FxHashMap<Atom, Local>,
    /// Its variables and parameters, which hide those of the module from `typeof`.
    pub(crate) values: FxHashSet<Atom>,
}

#[derive(Clone, Debug)]
pub(crate) enum Local {
    /// An interface, an alias or an enum, with a program of its own.
    Symbol(SymbolId),
    /// A class: reached by its name.
    Class,
    /// A type parameter of the function.
    Parameter(Binding),
}
