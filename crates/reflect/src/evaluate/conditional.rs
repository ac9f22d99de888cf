//! Conditional types: distribution, and the choice of a branch.

use crate::derived::Derived;
use crate::ops;
use crate::types::{Conditional, Literal, Rest, Type};

use super::Evaluator;
use super::parts::{Bindings, mentions};

impl Evaluator<'_, '_> {
    /// The branch of a conditional type that holds, or the union of those of each member of what it distributes
    /// over. Not evaluated further.
    pub(super) fn conditional(&mut self, conditional: &Conditional) -> Option<Type> {
        let (Some(variable), Some(over)) = (&conditional.distributes, &conditional.over) else {
            return self.choose(conditional);
        };
        let units = self.units(over)?;
        // The machine takes the first branch for `never`, and `boolean` and enums as wholes.
        self.differs |= units.is_empty() || !matches!(self.reduce(over)?, Type::Union(_)) && units.len() > 1;
        let has_flag = units.iter().any(|unit| matches!(unit, Type::Literal(Literal::Boolean(_))));
        self.differs |= has_flag && units.len() > 1;
        let reduced = self.reduce(over)?;
        self.differs |= self.holds_enum(&reduced);
        let mut chosen = Vec::with_capacity(units.len());
        for unit in units {
            let binding = [(variable.clone(), unit)];
            let one = Conditional {
                check: self.substitute(&conditional.check, &binding),
                distributes: None,
                over: None,
                extends: self.substitute(&conditional.extends, &binding),
                infers: conditional.infers.clone(),
                then: self.substitute(&conditional.then, &binding),
                otherwise: self.substitute(&conditional.otherwise, &binding),
                facts: Derived::default(),
            };
            chosen.push(self.choose(&one)?);
        }
        match chosen.len() {
            1 => chosen.pop(),
            _ => self.union(chosen),
        }
    }

    fn choose(&mut self, conditional: &Conditional) -> Option<Type> {
        let Conditional { check, extends, infers, then, otherwise, .. } = conditional;
        let reduced = self.reduce(check)?;
        if matches!(reduced, Type::Opaque(..)) {
            return None;
        }
        if !self.is_shared(&reduced, extends) {
            self.differs = true;
        }
        let bindings: Bindings =
            if infers.is_empty() { Vec::new() } else { self.inferred(&reduced, extends, infers)? };
        let extends = self.substitute(extends, &bindings);
        if matches!(reduced, Type::Keyword(ops::ANY) | Type::AnyNamed(_)) {
            let target = self.reduce(&extends)?;
            if !matches!(target, Type::Keyword(ops::ANY | ops::UNKNOWN)) {
                self.differs = true;
                let then = self.substitute(then, &bindings);
                return self.union(vec![then, otherwise.clone()]);
            }
        }
        Some(if self.assignable(&reduced, &extends)? {
            self.substitute(then, &bindings)
        } else {
            otherwise.clone()
        })
    }

    /// Whether the machine chooses for such types as TypeScript does.
    fn is_shared(&mut self, check: &Type, extends: &Type) -> bool {
        let infers = |ty: &Type| matches!(ty, Type::Infer(_));
        let shape = match check {
            Type::ValueOf(_) | Type::Named(..) => self.shape(check),
            _ => Some(check.clone()),
        };
        match (extends, shape) {
            (Type::Array(item) | Type::Promise(item), Some(check)) if infers(item) => {
                is_simple(&check) || matches!(check, Type::Array(_) | Type::Promise(_))
            }
            (Type::Function(pattern), Some(Type::Function(check))) => {
                let is_list = matches!(&*pattern.parameters,
                    [list] if list.rest != Rest::No && (infers(&list.ty) || list.ty.is_any()));
                let is_plain = |ty: &Type| !mentions(ty, &|part| matches!(part, Type::Opaque(..)));
                is_list
                    && pattern.key == check.key
                    && (infers(&pattern.returns) || pattern.returns.is_any())
                    && is_plain(&Type::Function(check.clone()))
                    && !check.parameters.is_empty()
                    && check.parameters.iter().all(|parameter| parameter.rest != Rest::Spread)
            }
            (_, Some(check)) => is_simple(&check) && is_simple(extends),
            (_, None) => false,
        }
    }
}

/// Whether the machine compares such types as TypeScript does.
fn is_simple(ty: &Type) -> bool {
    match ty {
        Type::Keyword(
            ops::STRING
            | ops::NUMBER
            | ops::BIGINT
            | ops::SYMBOL
            | ops::NULL
            | ops::UNDEFINED
            | ops::DATE
            | ops::REGEXP,
        )
        | Type::Literal(_) => true,
        Type::Union(types) => types.iter().all(is_simple),
        _ => false,
    }
}
