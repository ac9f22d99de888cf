//! Generic types with arguments: which of them are written resolved, and under which name.
//!
//! An instance is written resolved if anything in it is, however deep. Types refer to each other in circles, so that
//! this is known for all of a circle at once: when the instance ends that was the first of it to begin (as Tarjan's
//! algorithm finds strongly connected components). Until then, what refers to one of the circle refers to its name.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::list::List;
use crate::ops;
use crate::types::{Declared, Rest, SymbolId, Type, TypeParameter};

use super::parts;
use super::shape::is_shared;
use super::{Evaluator, MAX_OPEN, MAX_SIZE, is_annotation, is_operator};

/// What became of a generic type with certain arguments.
#[derive(Clone)]
pub(crate) enum Verdict {
    /// It stays as it is written.
    Written,
    Replaced(Type),
}

/// The same, where it may still be open.
#[derive(Clone)]
pub(super) enum State {
    /// It waits for the instance at this place of those that are open.
    Open(usize),
    Done(Verdict),
}

/// An instance that has begun, and not ended.
pub(super) struct Open {
    /// The outermost of the open instances that it leads back to.
    low: usize,
    /// Whether it leads back to itself.
    is_circular: bool,
    /// How many instances waited when it began.
    waiting: usize,
}

/// An instance that has ended, and waits for what is to become of its circle.
pub(super) struct Waiting {
    symbol: SymbolId,
    arguments: List,
    body: Type,
}

impl Evaluator<'_, '_> {
    /// A generic type with its arguments; `None` where it stays as it is written.
    pub(super) fn instance(&mut self, symbol: SymbolId, written: &List) -> Option<Type> {
        if self.context.is_instance(symbol) {
            return None;
        }
        let is_plain = self.is_plain(symbol);
        if is_plain && !written.iter().any(|argument| self.may_be_hole(argument)) {
            return None;
        }
        let arguments = self.reduced(written);
        if is_plain && !arguments.iter().any(is_hole) {
            return None;
        }
        if let Some((within, own)) = &self.within {
            let (within, is_itself) = (*within, *within == symbol && *own == arguments);
            if !is_itself && self.goes_around(within, symbol) {
                return None;
            }
        }
        let verdict = match self.state(symbol, &arguments) {
            Some(State::Done(verdict)) => verdict,
            Some(State::Open(place)) => {
                self.lead_back(place);
                return Some(self.named(symbol, &arguments));
            }
            None => {
                if self.is_spent() {
                    return None;
                }
                let body = self.body(symbol, &arguments)?;
                if matches!(body, Type::Enum(_)) {
                    return None;
                }
                let body = self.ended_body(symbol, &arguments).unwrap_or(body);
                let outer = self.within.replace((symbol, arguments.clone()));
                let verdict = self.resolve(symbol, &arguments, &body);
                self.within = outer;
                match verdict {
                    Some(verdict) => verdict,
                    None => return Some(self.named(symbol, &arguments)),
                }
            }
        };
        match verdict {
            Verdict::Replaced(result) => {
                self.replaced += 1;
                Some(result)
            }
            // As keys of a type they would bring its modifiers along.
            Verdict::Written if self.takes_keys(symbol, written) => {
                self.replaced += 1;
                Some(Type::Named(symbol, arguments))
            }
            Verdict::Written => None,
        }
    }

    /// Whether an argument may come to what the machine takes for one that is not given.
    fn may_be_hole(&mut self, argument: &Type) -> bool {
        match argument {
            Type::Named(symbol, _) => self.context.declared_of(*symbol).is_some_and(|declared| {
                matches!(
                    declared.ty,
                    Type::Keyword(_) | Type::Variable(_) | Type::Named(..) | Type::Intersection(_)
                ) || is_operator(&declared.ty)
            }),
            argument => is_operator(argument) || is_hole(argument),
        }
    }

    /// Whether a generic type is given, or takes by itself, what the machine takes for an argument that is not given.
    fn has_hole(&mut self, symbol: SymbolId, arguments: &List) -> bool {
        arguments.iter().any(is_hole)
            || self.context.declared_of(symbol).is_some_and(|declared| {
                declared.parameters.iter().skip(arguments.len()).any(TypeParameter::is_hole_by_default)
            })
    }

    /// Resolves the body of an instance. `None` while its circle is open.
    pub(super) fn resolve(&mut self, symbol: SymbolId, arguments: &List, body: &Type) -> Option<Verdict> {
        let instances = &mut self.context.instances;
        let place = instances.open.len();
        instances.set_state(symbol, arguments, State::Open(place));
        let waiting = instances.waiting.len();
        instances.open.push(Open { low: place, is_circular: false, waiting });
        let started = self.begin();
        let before = (self.replaced, self.tentative);
        let body = self.settled(body).unwrap_or_else(|| body.clone());
        // Small in memory, where equal parts are one, it may be endless when it is written.
        let is_changed = self.replaced > before.0 || self.has_hole(symbol, arguments) || self.is_part(symbol);
        let is_replaced = is_changed && body.facts().size <= MAX_SIZE;
        let open = self.context.instances.open.pop()?;
        if open.low < place {
            self.finish(started, false);
            self.context.instances.set_state(symbol, arguments, State::Open(open.low));
            self.lead_back(open.low);
            self.context.instances.waiting.push(Waiting { symbol, arguments: arguments.clone(), body });
            return None;
        }
        // All that is tentative within it is settled by its verdict.
        (self.replaced, self.tentative) = before;
        let mut circle = self.context.instances.waiting.split_off(open.waiting);
        let is_nameless = circle.is_empty() && !open.is_circular && !has_name(&body);
        circle.push(Waiting { symbol, arguments: arguments.clone(), body });
        let mut found = Vec::with_capacity(circle.len());
        if is_replaced {
            self.unwrap_names(&mut circle);
        }
        for Waiting { symbol, arguments, body } in circle {
            let verdict = match is_replaced {
                false => Verdict::Written,
                true if is_nameless => Verdict::Replaced(body),
                true => {
                    let result = self.named(symbol, &arguments);
                    self.declare_instance(&result, symbol, &arguments, body);
                    Verdict::Replaced(result)
                }
            };
            found.push((symbol, arguments, verdict));
        }
        let verdict = found.last().map(|(.., verdict)| verdict.clone());
        match self.finish(started, is_shared(symbol, arguments)) {
            Some(entry) => {
                for (symbol, arguments, verdict) in found {
                    self.context.instances.forget(symbol, &arguments);
                    self.context.share_instance(symbol, arguments, entry, verdict);
                }
            }
            None => {
                for (symbol, arguments, verdict) in found {
                    self.context.instances.set_state(symbol, &arguments, State::Done(verdict));
                }
            }
        }
        verdict
    }

    /// Gives instances that stand for another one of their circle the body of that one: while the machine runs the program
    /// of a name, it has nothing yet that the name could stand for.
    fn unwrap_names(&mut self, circle: &mut [Waiting]) {
        for position in 0..circle.len() {
            for _ in 0..circle.len() {
                let Type::Named(instance, _) = &circle[position].body else { break };
                let Some((of, arguments)) = self.context.instance_of(*instance) else { break };
                let is_inner = |(at, inner): &(usize, &Waiting)| {
                    *at != position && inner.symbol == of && inner.arguments == arguments
                };
                let Some((_, inner)) = circle.iter().enumerate().find(is_inner) else { break };
                circle[position].body = inner.body.clone();
            }
        }
    }

    /// An instance that is not settled yet was met: so is what it is met in.
    pub(super) fn lead_back(&mut self, place: usize) {
        self.tentative += 1;
        let open = &mut self.context.instances.open;
        let last = open.len().saturating_sub(1);
        if let Some(innermost) = open.last_mut() {
            innermost.is_circular |= place == last;
            innermost.low = innermost.low.min(place);
        }
    }

    pub(super) fn state(&mut self, symbol: SymbolId, arguments: &List) -> Option<State> {
        if let Some(state) = self.context.instances.state(symbol, arguments) {
            // One that is open is a part of what is being found.
            if let State::Done(_) = state {
                self.context.mark_private();
            }
            return Some(state);
        }
        if !is_shared(symbol, arguments) {
            return None;
        }
        let (entry, verdict) =
            self.context.universe.evaluated.instances.get(&symbol)?.get(arguments)?.clone();
        self.adopt(entry).then_some(State::Done(verdict))
    }

    /// Whether no more instances may be resolved.
    pub(super) fn is_spent(&mut self) -> bool {
        let instances = &mut self.context.instances;
        if instances.open.len() >= MAX_OPEN {
            instances.budget.exceed();
        }
        instances.budget.is_impatient() || instances.budget.is_exceeded()
    }

    pub(super) fn named(&mut self, symbol: SymbolId, arguments: &List) -> Type {
        let is_shared = is_shared(symbol, arguments);
        if !is_shared {
            self.context.mark_private();
        }
        Type::Named(self.context.instance_symbol(symbol, arguments, is_shared), arguments.clone())
    }

    /// Gives an instance its resolved body.
    fn declare_instance(&mut self, named: &Type, symbol: SymbolId, arguments: &List, body: Type) {
        let (Type::Named(instance, _), Some(declared)) = (named, self.context.declared_of(symbol)) else {
            return;
        };
        let parameters = declared.parameters.iter().take(arguments.len());
        let parameters = parameters
            .map(|parameter| TypeParameter { name: parameter.name.clone(), default: None })
            .collect();
        let is_circular = self.is_circular(symbol);
        let name = declared.name.clone().filter(|_| !self.is_part(symbol));
        let resolved = Declared { parameters, ty: body, is_circular, name, ..(*declared).clone() };
        self.context.set_declared(*instance, resolved);
    }

    /// Whether a type is `keyof`, or a name of that.
    fn leads_to_keys(&mut self, ty: &Type) -> bool {
        let mut ty = ty.clone();
        for _ in 0..MAX_OPEN {
            match &ty {
                Type::KeyOf(_) => return true,
                Type::Named(symbol, arguments) if arguments.is_empty() => {
                    let Some(declared) = self.context.declared_of(*symbol) else { return false };
                    ty = declared.ty.clone();
                }
                _ => return false,
            }
        }
        false
    }

    fn takes_keys(&mut self, symbol: SymbolId, written: &[Type]) -> bool {
        written.iter().any(|argument| self.leads_to_keys(argument))
            && self.context.declared_of(symbol).is_some_and(
                |declared| matches!(&declared.ty, Type::Mapped(mapped) if mapped.source.is_none()),
            )
    }

    /// Whether anything in a type needs an evaluator.
    pub(super) fn needs_evaluation(&mut self, ty: &Type) -> bool {
        let mut generics = Vec::new();
        has_operator(ty, &mut generics) || generics.into_iter().any(|symbol| !self.is_plain(symbol))
    }

    /// Whether nothing in a declared type needs an evaluator, whatever its arguments are.
    pub(super) fn is_plain(&mut self, symbol: SymbolId) -> bool {
        if self.context.is_instance(symbol) {
            return true;
        }
        self.known(symbol, |traits| &mut traits.plain, |own| own.leads_to_plain(symbol))
    }

    /// The same for a type and all the generic types that it leads to.
    fn leads_to_plain(&mut self, symbol: SymbolId) -> bool {
        let mut seen = FxHashSet::from_iter([symbol]);
        let mut open = VecDeque::from([symbol]);
        while let Some(symbol) = open.pop_front() {
            let Some(declared) = self.context.declared_of(symbol) else { continue };
            let mut leads_to = Vec::new();
            if declared.parameters.iter().any(TypeParameter::is_hole_by_default)
                || has_operator(&declared.ty, &mut leads_to)
                || self.has_early_base(symbol, &declared.ty)
            {
                return false;
            }
            open.extend(leads_to.into_iter().filter(|symbol| seen.insert(*symbol)));
        }
        true
    }
}

/// Whether a type needs an evaluator by itself. `generics` are the generic types that it refers to, as far as that is
/// of interest then.
fn has_operator(ty: &Type, generics: &mut Vec<SymbolId>) -> bool {
    match ty {
        _ if is_annotation(ty) => return false,
        Type::Conditional(_)
        | Type::Mapped(_)
        | Type::KeyOf(_)
        | Type::IndexAccess(..)
        | Type::Template(_)
        | Type::Intrinsic(..)
        | Type::Intersection(_) => return true,
        Type::Tuple(elements) if elements.iter().any(|element| element.rest == Rest::Spread) => return true,
        Type::Named(_, arguments) if arguments.iter().any(is_hole) => return true,
        Type::Named(symbol, arguments) if !arguments.is_empty() => generics.push(*symbol),
        _ => {}
    }
    let mut found = false;
    parts::children(ty, &mut |child| found = found || has_operator(child, generics));
    found
}

/// Whether the machine takes an argument for one that is not given: then it takes one of those that the type around it was
/// given.
pub(super) fn is_hole(argument: &Type) -> bool {
    matches!(argument, Type::Keyword(ops::NEVER | ops::UNKNOWN))
}

impl TypeParameter {
    fn is_hole_by_default(&self) -> bool {
        self.default.as_ref().is_some_and(is_hole)
    }
}

/// Whether the machine keeps a name for a type, so that an instance has a use beside its body.
fn has_name(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::ClassReference(..) | Type::ValueOf(_) | Type::FunctionReference(_) | Type::AnyNamed(_)
    )
}

impl super::Instances {
    fn state(&self, symbol: SymbolId, arguments: &List) -> Option<State> {
        self.known.get(&symbol)?.get(arguments).cloned()
    }

    fn set_state(&mut self, symbol: SymbolId, arguments: &List, state: State) {
        self.known.entry(symbol).or_default().insert(arguments.clone(), state);
    }

    fn forget(&mut self, symbol: SymbolId, arguments: &List) {
        if let Some(known) = self.known.get_mut(&symbol) {
            known.remove(arguments);
        }
    }
}
