//! The declared types that a module's metadata refers to, and the name that each of them has there.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Entry, FileId};
use crate::index::DeclId;
use crate::program::SymbolNames;
use crate::types::SymbolId;

#[derive(Debug)]
pub(crate) struct Symbol {
    /// The function that gives its program: `__ΩUser`.
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// Whether the metadata of this module refers to it: only then it is written or imported.
    used: bool,
}

/// Where a symbol's program stands.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// In this module, written from a declaration of this or another file.
    Written { file: FileId, declaration: DeclId, entry: Option<Entry> },
    /// In this module, inside of a function's or a block's scope.
    Local,
    /// In the module that declares it, and imported from there.
    Imported { file: FileId, declaration: DeclId, from: String, as_name: String },
    /// In this module: a generic type with certain arguments, resolved.
    Instance,
}

impl Origin {
    /// The declaration behind it. `None` for what a scope declares, and for an instance.
    pub(crate) fn declaration(&self) -> Option<(FileId, DeclId)> {
        match self {
            Self::Written { file, declaration, .. } | Self::Imported { file, declaration, .. } => {
                Some((*file, *declaration))
            }
            Self::Local | Self::Instance => None,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Symbols {
    list: Vec<Symbol>,
    by_declaration: FxHashMap<(FileId, DeclId), SymbolId>,
    taken: FxHashSet<String>,
}

impl SymbolNames for Symbols {
    fn name(&self, id: SymbolId) -> &str {
        &self.list[id].name
    }
}

impl Symbols {
    pub(crate) fn get(&self, id: SymbolId) -> &Symbol {
        &self.list[id]
    }

    pub(crate) fn find(&self, file: FileId, declaration: DeclId) -> Option<SymbolId> {
        self.by_declaration.get(&(file, declaration)).copied()
    }

    pub(crate) fn add(
        &mut self,
        file: FileId,
        declaration: Option<DeclId>,
        name: String,
        origin: Origin,
    ) -> SymbolId {
        let id = self.list.len();
        self.list.push(Symbol { name, origin, used: false });
        if let Some(declaration) = declaration {
            self.by_declaration.insert((file, declaration), id);
        }
        id
    }

    /// Marks a symbol as used. Gives whether it was not before.
    pub(crate) fn mark_used(&mut self, id: SymbolId) -> bool {
        !std::mem::replace(&mut self.list[id].used, true)
    }

    /// Keeps a name for the declaration that other modules look for under it.
    pub(crate) fn reserve(&mut self, name: String) {
        self.taken.insert(name);
    }

    /// `base`, or the first of `base_1`, `base_2`, ... that is free.
    pub(crate) fn unique(&mut self, base: &str) -> String {
        let mut name = base.to_owned();
        let mut count = 0;
        while !self.taken.insert(name.clone()) {
            count += 1;
            name = format!("{base}_{count}");
        }
        name
    }
}
