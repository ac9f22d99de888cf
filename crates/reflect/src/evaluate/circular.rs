//! Operators that lead back to themselves: in `interface Api {pet: {children: Api['pet'][]}}` what `Api['pet']` comes to
//! holds `Api['pet']`. Written out it would have no end. So it is given a name: that of an instance of the generic type
//! that is its argument.

use swc_core::atoms::Atom;

use crate::context::GLOBALS;
use crate::list::List;
use crate::types::{SymbolId, Type};

use super::instance::{State, Verdict};
use super::{Evaluator, Outcome, is_operator};

/// `type Ωpart<T> = T`, as the built-in declarations have it.
const PART: &str = "Ωpart";

impl Evaluator<'_, '_> {
    /// What an operator, or a type that has a normal form, comes to.
    pub(super) fn resolved(&mut self, ty: &Type) -> Outcome {
        if self.context.instances.circular.contains(ty) {
            return self.part(ty);
        }
        if self.resolving.contains(ty) {
            // As it is written it leads back; an operator asks for what is not there yet.
            if is_operator(ty) {
                self.context.instances.circular.push(ty.clone());
            }
            return Outcome::Same;
        }
        let before = (self.replaced, self.tentative);
        self.resolving.push(ty.clone());
        let outcome = self.resolved_once(ty);
        self.resolving.pop();
        if is_operator(ty) && self.context.instances.circular.contains(ty) {
            (self.replaced, self.tentative) = before;
            return self.part(ty);
        }
        outcome
    }

    /// What an operator comes to, by a name of its own.
    fn part(&mut self, ty: &Type) -> Outcome {
        let Some(symbol) = self.part_symbol() else { return Outcome::Unknown };
        let arguments = List::from(vec![ty.clone()]);
        let verdict = match self.state(symbol, &arguments) {
            Some(State::Done(verdict)) => verdict,
            Some(State::Open(place)) => {
                self.lead_back(place);
                return Outcome::Replaced(self.named(symbol, &arguments));
            }
            None => {
                if self.is_spent() {
                    return Outcome::Unknown;
                }
                let outer = (self.steps, self.depth);
                (self.steps, self.depth) = (0, 0);
                let body = self.reduce(ty);
                self.context.instances.budget.take(self.steps);
                (self.steps, self.depth) = outer;
                let Some(body) = body else { return Outcome::Unknown };
                match self.resolve(symbol, &arguments, &body) {
                    Some(verdict) => verdict,
                    None => return Outcome::Replaced(self.named(symbol, &arguments)),
                }
            }
        };
        match verdict {
            Verdict::Replaced(result) => {
                self.replaced += 1;
                Outcome::Replaced(result)
            }
            Verdict::Written => Outcome::Same,
        }
    }

    fn part_symbol(&mut self) -> Option<SymbolId> {
        let id = *self.context.file(GLOBALS).index().names.types.get(&Atom::from(PART))?;
        Some(self.context.universe.symbol(GLOBALS, id))
    }

    /// Whether a generic type is the one whose instances are parts.
    pub(super) fn is_part(&mut self, symbol: SymbolId) -> bool {
        self.part_symbol() == Some(symbol)
    }
}
