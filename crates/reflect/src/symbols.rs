//! The declared types that a module's metadata refers to, and the name that each of them has there.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::context::FileId;
use crate::index::DeclId;
use crate::list::List;
use crate::program::SymbolNames;
use crate::types::SymbolId;

#[derive(Debug)]
pub(crate) struct Symbol {
    /// The function that gives its program: `__ΩUser`.
    pub(crate) name: String,
    pub(crate) origin: Origin,
    /// Whether the metadata of this module refers to it: only then it is written.
    used: bool,
}

/// Where a symbol's program stands.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// In this module, written from a declaration of this or another file.
    Written { file: FileId, declaration: DeclId },
    /// In this module, inside of a function's or a block's scope.
    Local,
    /// In the module that declares it, and imported from there.
    Imported { file: FileId, declaration: DeclId },
    /// In this module: a generic type with certain arguments, resolved.
    Instance(SymbolId, List),
}

impl Origin {
    /// The declaration behind it. `None` for what a scope declares, and for an instance.
    pub(crate) fn declaration(&self) -> Option<(FileId, DeclId)> {
        match self {
            Self::Written { file, declaration } | Self::Imported { file, declaration } => {
                Some((*file, *declaration))
            }
            Self::Local | Self::Instance(..) => None,
        }
    }
}

/// The ids from here on are the module's own; those below are of the universe.
const FIRST_OWN: SymbolId = 1 << 31;

#[derive(Debug, Default)]
pub(crate) struct Symbols {
    own: Vec<Symbol>,
    by_declaration: FxHashMap<DeclId, SymbolId>,
    others: FxHashMap<SymbolId, Symbol>,
    /// The names that are given, with the last number that was put behind each.
    taken: FxHashMap<String, usize>,
}

impl SymbolNames for Symbols {
    fn name(&self, id: SymbolId) -> Cow<'_, str> {
        Cow::Borrowed(&self.get(id).name)
    }
}

/// Whether a symbol is one that the module alone has: its own declarations, and instances.
pub(crate) fn is_own(id: SymbolId) -> bool {
    id >= FIRST_OWN
}

impl Symbols {
    pub(crate) fn get(&self, id: SymbolId) -> &Symbol {
        match id.checked_sub(FIRST_OWN) {
            Some(position) => &self.own[position],
            None => &self.others[&id],
        }
    }

    fn get_mut(&mut self, id: SymbolId) -> Option<&mut Symbol> {
        match id.checked_sub(FIRST_OWN) {
            Some(position) => self.own.get_mut(position),
            None => self.others.get_mut(&id),
        }
    }

    /// The symbol of one of the module's declarations.
    pub(crate) fn find(&self, declaration: DeclId) -> Option<SymbolId> {
        self.by_declaration.get(&declaration).copied()
    }

    /// Whether a symbol has a name here: one of the universe, and an instance, gets its name when it is first used.
    pub(crate) fn is_named(&self, id: SymbolId) -> bool {
        match id.checked_sub(FIRST_OWN) {
            Some(position) => !self.own[position].name.is_empty(),
            None => self.others.contains_key(&id),
        }
    }

    /// Adds a symbol of the module's own. `declaration` is the one in the module that it is for, if it is for one.
    pub(crate) fn add(&mut self, declaration: Option<DeclId>, name: String, origin: Origin) -> SymbolId {
        let id = FIRST_OWN + self.own.len();
        self.own.push(Symbol { name, origin, used: false });
        if let Some(declaration) = declaration {
            self.by_declaration.insert(declaration, id);
        }
        id
    }

    /// Gives a symbol its name here, for its first use.
    pub(crate) fn introduce(&mut self, id: SymbolId, name: String, origin: Origin) {
        let symbol = Symbol { name, origin, used: true };
        match id.checked_sub(FIRST_OWN) {
            Some(position) => self.own[position] = symbol,
            None => {
                self.others.insert(id, symbol);
            }
        }
    }

    /// Marks a symbol as used. Gives whether it was not before.
    pub(crate) fn mark_used(&mut self, id: SymbolId) -> bool {
        self.get_mut(id).is_some_and(|symbol| !std::mem::replace(&mut symbol.used, true))
    }

    /// Keeps a name for the declaration that other modules look for under it.
    pub(crate) fn reserve(&mut self, name: String) {
        self.taken.entry(name).or_default();
    }

    /// `base`, or the first of `base_1`, `base_2`, ... that is free.
    pub(crate) fn unique(&mut self, base: &str) -> String {
        let Some(&(mut count)) = self.taken.get(base) else {
            self.taken.insert(base.to_owned(), 0);
            return base.to_owned();
        };
        let name = loop {
            count += 1;
            let name = format!("{base}_{count}");
            if !self.taken.contains_key(&name) {
                break name;
            }
        };
        self.taken.insert(name.clone(), 0);
        if let Some(last) = self.taken.get_mut(base) {
            *last = count;
        }
        name
    }
}
