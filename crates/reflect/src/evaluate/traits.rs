//! What is known of declared types, whatever their arguments: found out once, by this module or, where nothing in it
//! depends on one, by any.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::symbols::is_own;
use crate::types::SymbolId;
use crate::universe::EntryId;

use super::{Circle, Evaluator};

/// By the type's symbol, each with its entry. `None` for what depends on the module.
type BySymbol<T> = FxHashMap<SymbolId, (Option<EntryId>, T)>;

#[derive(Default)]
pub(crate) struct Traits {
    /// Whether nothing in it needs an evaluator.
    pub(super) plain: BySymbol<bool>,
    /// The growing circle that it is in.
    pub(super) circles: BySymbol<Arc<Circle>>,
    /// The declared types that it leads to.
    pub(super) reached: BySymbol<Arc<FxHashSet<SymbolId>>>,
}

impl Evaluator<'_, '_> {
    /// A trait of a declared type, which `find` finds out if nobody has.
    pub(super) fn known<T: Clone>(
        &mut self,
        symbol: SymbolId,
        of: fn(&mut Traits) -> &mut BySymbol<T>,
        find: impl FnOnce(&mut Self) -> T,
    ) -> T {
        if let Some((_, known)) = of(&mut self.context.instances.traits).get(&symbol) {
            let known = known.clone();
            self.context.mark_private();
            return known;
        }
        if let Some((Some(entry), known)) =
            of(&mut self.context.universe.evaluated.traits).get(&symbol).cloned()
            && self.adopt(entry)
        {
            return known;
        }
        let started = self.begin();
        let found = find(self);
        let entry = self.finish(started, !is_own(symbol));
        let traits = match entry {
            Some(_) => &mut self.context.universe.evaluated.traits,
            None => &mut self.context.instances.traits,
        };
        of(traits).insert(symbol, (entry, found.clone()));
        found
    }
}
