//! The programs of types and symbols, as a module writes them: resolved where the machine would get them wrong, and with
//! all that they refer to taken in.

use std::sync::Arc;

use crate::context::{Context, OWN};
use crate::evaluate::{Evaluator, MAX_SIZE, changed, list};
use crate::index::DeclId;
use crate::list::List;
use crate::ops;
use crate::program::{assemble, assemble_declared};
use crate::resolve::{Found, Target};
use crate::symbols::is_own;
use crate::template::{Marked, Template, is_portable};
use crate::types::{Declared, SymbolId, Type, TypeParameter, Value};

/// What stands behind a symbol, with all resolved in it that the machine would get wrong.
#[derive(Debug)]
pub(crate) struct Settled {
    declared: Declared,
    /// Its text, if nothing but names in it depends on the module.
    template: Option<Template>,
}

impl<'m> Context<'m> {
    /// The program of a type.
    pub(crate) fn program(&mut self, ty: &Type) -> String {
        let ty = self.ready(ty);
        assemble(&ty, &self.symbols)
    }

    /// The program of a declaration. `own` is its symbol.
    pub(crate) fn declared_program(&mut self, declared: &Declared, own: Option<SymbolId>) -> String {
        let settled = self.settled_declared(declared, own);
        self.written_declared(&settled, own)
    }

    /// The program of a class of this module; `id` is its declaration, if it is one of the module's.
    pub(crate) fn class_program(&mut self, declared: &Declared, id: Option<DeclId>) -> String {
        let symbol = id.and_then(|id| {
            self.symbol(OWN, id, Found { target: Target::Declaration(OWN, id), type_only: true })
        });
        let settled = self.settled_declared(declared, symbol);
        self.written_declared(&settled, None)
    }

    /// The program of what stands behind a symbol. `None` for what is no type.
    pub(crate) fn symbol_program(&mut self, symbol: SymbolId) -> Option<String> {
        self.instances.budget.renew();
        if let Some((entry, settled)) = self.universe.evaluated.settled.get(&symbol).cloned()
            && self.adopt(entry).is_some()
        {
            return Some(self.written(&settled, symbol));
        }
        self.begin(0);
        let settled = self.declared_of(symbol).map(|declared| match self.is_instance(symbol) {
            // It has been settled where it was found, and refers to no more than it did there.
            true => (*declared).clone(),
            false => self.settled_declared(&declared, Some(symbol)),
        });
        let entry = self.finish(settled.is_some() && !is_own(symbol), 0, 0, true);
        let declared = settled?;
        let Some(entry) = entry else { return Some(self.written_declared(&declared, Some(symbol))) };
        let template = is_portable(&declared)
            .then(|| Template::of(&assemble_declared(&declared, Some(symbol), &Marked)));
        let settled = Arc::new(Settled { declared, template });
        self.universe.evaluated.settled.insert(symbol, (entry, Arc::clone(&settled)));
        Some(self.written(&settled, symbol))
    }

    fn written(&mut self, settled: &Settled, symbol: SymbolId) -> String {
        if let Some(template) = &settled.template {
            let mut has_room = true;
            for symbol in template.symbols() {
                has_room &= self.use_symbol(symbol);
            }
            if has_room {
                return template.named(&self.symbols);
            }
        }
        self.written_declared(&settled.declared, Some(symbol))
    }

    fn settled_declared(&mut self, declared: &Declared, own: Option<SymbolId>) -> Declared {
        let ended = own.and_then(|own| Evaluator::new(self).ended(own, declared));
        let outer = std::mem::replace(&mut self.program, own);
        let is_circular = own.is_some_and(|own| Evaluator::new(self).is_circular(own));
        let settled = self.settled_parts(declared, ended.as_ref().unwrap_or(&declared.ty));
        self.program = outer;
        Declared { is_circular, ..settled }
    }

    fn settled_parts(&mut self, declared: &Declared, ty: &Type) -> Declared {
        let mut settled = |ty: &Type| self.settled(ty).unwrap_or_else(|| ty.clone());
        let parameters = declared.parameters.iter().map(|parameter| TypeParameter {
            name: parameter.name.clone(),
            default: parameter.default.as_ref().map(&mut settled),
        });
        let parameters = parameters.collect();
        Declared { parameters, ty: settled(ty), ..declared.clone() }
    }

    fn written_declared(&mut self, settled: &Declared, own: Option<SymbolId>) -> String {
        let mut taken_in = |ty: &Type| self.taken_in(ty).unwrap_or_else(|| ty.clone());
        let parameters = settled.parameters.iter().map(|parameter| TypeParameter {
            name: parameter.name.clone(),
            default: parameter.default.as_ref().map(&mut taken_in),
        });
        let ready =
            Declared { parameters: parameters.collect(), ty: taken_in(&settled.ty), ..settled.clone() };
        assemble_declared(&ready, own, &self.symbols)
    }

    /// A type as it can be written: settled, and all that it refers to there at run time.
    fn ready(&mut self, ty: &Type) -> Type {
        let settled = self.settled(ty);
        let ty = settled.as_ref().unwrap_or(ty);
        self.taken_in(ty).unwrap_or_else(|| ty.clone())
    }

    /// The same for a part of what is being written.
    fn ready_within(&mut self, ty: &Type) -> Type {
        let outer = std::mem::replace(&mut self.is_taking_in, true);
        let ready = self.ready(ty);
        self.is_taking_in = outer;
        ready
    }

    fn settled(&mut self, ty: &Type) -> Option<Type> {
        Evaluator::new(self).settled(ty).filter(|settled| settled.facts().size <= MAX_SIZE)
    }

    /// Sees to it that all that a type refers to is there at run time; what cannot be is opaque.
    fn taken_in(&mut self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Named(symbol, _) if !self.use_symbol(*symbol) => {
                let name = self.declared_of(*symbol).and_then(|declared| declared.name.clone());
                return Some(Type::AnyNamed(name.unwrap_or_default().into()));
            }
            Type::ClassReference(value, arguments) => {
                let Some(expression) = self.written_value(value) else {
                    let shape = self.class_out_of_reach(value, arguments);
                    return Some(self.ready_within(&shape));
                };
                if value.expression.is_none() {
                    let value = value.at(expression);
                    let taken_in = list(arguments, |argument| self.taken_in(argument));
                    let arguments = taken_in.map_or_else(|| arguments.clone(), List::from);
                    return Some(Type::ClassReference(value, arguments));
                }
            }
            Type::ValueOf(value) => {
                let Some(expression) = self.written_value(value) else {
                    let known = value.declaration.and_then(|(file, id)| self.function_type(file, id));
                    return Some(known.map_or(Type::Keyword(ops::ANY), |known| self.ready_within(&known)));
                };
                return Some(Type::ValueOf(value.at(expression)));
            }
            Type::Enum(members) => {
                for value in members.iter().filter_map(|member| member.value.as_deref()) {
                    self.use_expression(value);
                }
            }
            Type::Class(class) => {
                if let Some(base) = class.extends.as_ref().and_then(|(base, _)| base.expression.as_deref()) {
                    self.use_expression(base);
                }
            }
            _ => {}
        }
        changed(ty, &mut |child| self.taken_in(child))
    }

    /// What stands for a class that this module cannot reach: the public shape of its instances.
    fn class_out_of_reach(&mut self, value: &Value, arguments: &List) -> Type {
        let Some((file, id)) = value.declaration else { return Type::Keyword(ops::ANY) };
        let found = Found { target: Target::Declaration(file, id), type_only: true };
        match self.symbol(file, id, found) {
            Some(symbol) => Type::Named(symbol, arguments.clone()),
            None => Type::AnyNamed((&*self.file(file).index().declarations[id].name).into()),
        }
    }
}
