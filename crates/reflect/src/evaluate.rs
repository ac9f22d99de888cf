//! The evaluator: what a type is to TypeScript, where the machine would come to something else.
//!
//! `@deepkit/type`'s machine evaluates conditional, mapped and indexed types at run time, as far as it can: it takes
//! no distribution over `boolean`, knows no `Capitalize`, counts a class's private members, and so on. Here each
//! such type is evaluated by TypeScript's rules, and every rule that the machine does not share marks the result
//! ([`Evaluator::differs`]). A marked type is emitted resolved, the others as they were written, so that the machine
//! still knows them by their names and arguments.
//!
//! A generic type with arguments becomes an *instance*: a program of its own with the same name and parameters,
//! whose body is resolved for those arguments. Recursive types refer to their instance.
//!
//! What depends on a caller's type argument stays as it is. `None` from a function of the evaluator means that: the
//! result cannot be told here.
//!
//! - [`parts`]: walks over a type's parts, substitution. [`shape`]: the structure behind a name or an operator.
//! - [`conditional`], [`infer`], [`assign`], [`identity`]: conditional types. [`mapped`], [`keys`], [`access`],
//!   [`object`]: mapped types, `keyof`, indexed access. [`union`], [`tuple`], [`template`]: normal forms.
//! - [`questions`]: what the inference from values asks.

mod access;
mod assign;
mod conditional;
mod identity;
mod infer;
mod keys;
mod mapped;
mod object;
mod parts;
mod questions;
mod shape;
mod template;
mod tuple;
mod union;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::context::Context;
use crate::ops;
use crate::program::{SymbolNames, assemble, assemble_declared};
use crate::symbols::Origin;
use crate::types::{Declared, Key, Member, MemberKind, SymbolId, Type, TypeParameter};

pub(crate) use object::overloaded;
use parts::{children_mut, is_closed};

/// How many instances may be open at once: a type that grows with each turn of its recursion has no end.
const MAX_OPEN: usize = 40;
/// How many steps one type may take: ten times what the types of an ordinary program do.
const MAX_STEPS: u32 = 2_000;
/// How many steps the types of one module may take together.
const MAX_MODULE_STEPS: u32 = 6_000;
/// How deep one evaluation may go: as deep as TypeScript follows tail recursion.
const MAX_DEPTH: u32 = 1000;

/// What became of generic types with certain arguments. One list a transform.
#[derive(Default)]
pub(crate) struct Instances {
    known: FxHashMap<SymbolId, Vec<Instance>>,
    /// Those that are being resolved, innermost last.
    open: Vec<(SymbolId, Vec<Type>)>,
    /// The steps taken for the whole module.
    steps: u32,
    /// Whether a declared type has nothing in it that needs an evaluator.
    plain: FxHashMap<SymbolId, bool>,
}

struct Instance {
    arguments: Vec<Type>,
    /// Its symbol, where something refers to it.
    symbol: Option<SymbolId>,
    /// What stands for it once it is resolved.
    result: Option<Type>,
}

impl<'m> Context<'m> {
    /// The program of a type.
    pub(crate) fn program(&mut self, ty: Type) -> String {
        let mut ty = self.settled(ty);
        self.take_in(&mut ty);
        assemble(&ty, &self.symbols)
    }

    /// The program of a declaration. `own` is its symbol.
    pub(crate) fn declared_program(&mut self, mut declared: Declared, own: Option<SymbolId>) -> String {
        for parameter in &mut declared.parameters {
            if let Some(default) = parameter.default.take() {
                parameter.default = Some(self.settled(default));
            }
        }
        declared.ty = self.settled(declared.ty);
        let parameters = declared.parameters.iter_mut().filter_map(|parameter| parameter.default.as_mut());
        parameters.chain([&mut declared.ty]).for_each(|ty| self.take_in(ty));
        assemble_declared(&declared, own, &self.symbols)
    }

    fn settled(&mut self, ty: Type) -> Type {
        Evaluator::new(self).settle(ty)
    }

    /// Sees to it that all that a type refers to is there at run time.
    fn take_in(&mut self, ty: &mut Type) {
        match ty {
            Type::Named(symbol, _) if !self.use_symbol(*symbol) => {
                let name = self.declared_of(*symbol).and_then(|declared| declared.name.clone());
                *ty = Type::AnyNamed(name.unwrap_or_else(|| self.symbols.name(*symbol).to_owned()));
            }
            Type::ClassReference(value, _) | Type::ValueOf(value) => self.use_expression(&value.expression),
            Type::Enum(members) => {
                for value in members.iter().filter_map(|member| member.value.as_deref()) {
                    self.use_expression(value);
                }
            }
            Type::Class(class) => {
                if let Some((base, _)) = &class.extends {
                    self.use_expression(&base.expression);
                }
            }
            _ => {}
        }
        children_mut(ty, &mut |child| self.take_in(child));
    }
}

pub(crate) struct Evaluator<'c, 'm> {
    context: &'c mut Context<'m>,
    /// Whether a step was taken that the machine would not take, or not in this way.
    differs: bool,
    /// How many types were replaced by what they resolve to.
    replaced: usize,
    steps: u32,
    depth: u32,
    /// What is being compared: a recursive type is assignable to another as long as nothing speaks against it.
    assumed: Vec<(Type, Type)>,
}

impl<'c, 'm> Evaluator<'c, 'm> {
    pub(crate) fn new(context: &'c mut Context<'m>) -> Self {
        Self { context, differs: false, replaced: 0, steps: 0, depth: 0, assumed: Vec::new() }
    }

    /// A type with all in it resolved that the machine would get wrong.
    pub(crate) fn settle(&mut self, mut ty: Type) -> Type {
        if is_annotation(&ty) {
            return ty;
        }
        let is_operator = matches!(
            ty,
            Type::Conditional(_)
                | Type::Mapped(_)
                | Type::KeyOf(_)
                | Type::IndexAccess(..)
                | Type::Intrinsic(..)
        );
        if is_operator && is_closed(&ty) {
            match self.resolved(&ty) {
                Outcome::Replaced(result) => return result,
                Outcome::Same => return ty,
                Outcome::Unknown => {}
            }
        }
        children_mut(&mut ty, &mut |child| {
            let taken = std::mem::replace(child, Type::Keyword(ops::NEVER));
            *child = self.settle(taken);
        });
        let closed = is_closed(&ty);
        match &mut ty {
            Type::Object(object) => {
                // The machine takes in object types only.
                let is_class = |base: &Type| matches!(base, Type::ClassReference(value, _) if value.declaration.is_some());
                if closed
                    && object.extends.iter().any(is_class)
                    && let Some(Type::Object(merged)) = self.merged(object)
                {
                    *object = merged;
                    self.replaced += 1;
                }
                object.members.iter_mut().for_each(settle_never);
            }
            Type::Class(class) => class.members.iter_mut().for_each(settle_never),
            Type::Named(symbol, arguments)
                if closed && (!arguments.is_empty() || self.context.is_generic(*symbol)) =>
            {
                return self.instance(*symbol, arguments);
            }
            // TypeScript reads `string | any` as `any`. That a union was written is left for those to see who refuse it.
            Type::Union(members)
                if members.iter().any(|ty| matches!(ty, Type::Keyword(ops::ANY | ops::UNKNOWN))) => {}
            Type::Union(_) | Type::Tuple(_) | Type::Intersection(_) | Type::Template(_) if closed => {
                if let Outcome::Replaced(result) = self.resolved(&ty) {
                    return result;
                }
            }
            _ => {}
        }
        ty
    }

    /// What an operator, or a type that has a normal form, comes to.
    fn resolved(&mut self, ty: &Type) -> Outcome {
        let outer = (self.differs, self.steps, self.depth, self.replaced);
        (self.differs, self.steps, self.depth) = (false, 0, 0);
        let result = self.reduce(ty);
        let differs = self.differs;
        self.context.instances.steps += self.steps;
        (self.differs, self.steps, self.depth) = (outer.0, outer.1, outer.2);
        let Some(result) = result else { return Outcome::Unknown };
        // The parts of these are settled already.
        let is_settled = matches!(ty, Type::Union(_) | Type::Tuple(_) | Type::Template(_));
        let result = if is_settled || result == *ty { result } else { self.settle(result) };
        if differs || self.replaced > outer.3 {
            self.replaced = outer.3 + 1;
            Outcome::Replaced(result)
        } else {
            Outcome::Same
        }
    }

    /// A generic type with its arguments.
    fn instance(&mut self, symbol: SymbolId, arguments: &[Type]) -> Type {
        let written = arguments;
        let named = || Type::Named(symbol, written.to_vec());
        if self.is_plain(symbol) {
            return named();
        }
        let arguments = &self.reduced(arguments);
        if let Some(instance) = self.context.instances.find(symbol, arguments) {
            if let Some(result) = &instance.result {
                let result = result.clone();
                self.replaced += usize::from(result != named());
                return result;
            }
            let own = self.context.instances.open.last();
            let is_own = own.is_some_and(|(open, known)| *open == symbol && known == arguments);
            // What refers to something around it that is not resolved yet must refer to what that becomes.
            self.replaced += usize::from(!is_own);
            return Type::Named(self.instance_symbol(symbol, arguments), arguments.to_vec());
        }
        let Some(declared) = self.context.declared_of(symbol) else { return named() };
        let instances = &self.context.instances;
        let is_exhausted = instances.open.len() >= MAX_OPEN || instances.steps >= MAX_MODULE_STEPS;
        if is_exhausted || matches!(declared.ty, Type::Enum(_)) {
            return named();
        }
        let Some(body) = self.body(symbol, arguments) else { return named() };
        self.context.instances.start(symbol, arguments);
        let before = self.replaced;
        let body = self.settle(body);
        let is_replaced = self.replaced > before;
        self.context.instances.open.pop();
        let handed_out = self.context.instances.find(symbol, arguments).and_then(|instance| instance.symbol);
        let takes_keys = matches!(&declared.ty, Type::Mapped(mapped) if mapped.source.is_none())
            && written.iter().any(|argument| matches!(argument, Type::KeyOf(_)));
        let result = if !is_replaced && takes_keys {
            // As keys of a type they would bring its modifiers along.
            self.replaced = before + 1;
            Type::Named(symbol, arguments.clone())
        } else if !is_replaced {
            self.replaced = before;
            named()
        } else if handed_out.is_none() && !has_name(&body) {
            body.clone()
        } else {
            Type::Named(self.instance_symbol(symbol, arguments), arguments.to_vec())
        };
        if let Some(instance) = self.context.instances.find(symbol, arguments).and_then(|known| known.symbol)
        {
            let parameters = declared.parameters.iter().take(arguments.len());
            let resolved = Declared {
                parameters: parameters
                    .map(|parameter| TypeParameter { name: parameter.name.clone(), default: None })
                    .collect(),
                ty: body,
                ..(*declared).clone()
            };
            self.context.declared.insert(instance, Some(Rc::new(resolved)));
        }
        self.context.instances.finish(symbol, arguments, result.clone());
        if is_replaced {
            self.replaced = before + 1;
        }
        result
    }

    /// Arguments in the form in which they are compared.
    fn reduced(&mut self, arguments: &[Type]) -> Vec<Type> {
        let outer = (self.differs, self.steps, self.depth);
        (self.steps, self.depth) = (0, 0);
        let reduced = arguments
            .iter()
            .map(|argument| self.reduce(argument).unwrap_or_else(|| argument.clone()))
            .collect();
        (self.differs, self.steps, self.depth) = outer;
        reduced
    }

    fn instance_symbol(&mut self, symbol: SymbolId, arguments: &[Type]) -> SymbolId {
        if let Some(known) =
            self.context.instances.find(symbol, arguments).and_then(|instance| instance.symbol)
        {
            return known;
        }
        let base = self.context.symbols.name(symbol).to_owned();
        let name = self.context.symbols.unique(&base);
        let instance = self.context.symbols.add(crate::context::OWN, None, name, Origin::Instance);
        self.context.instances.plain.insert(instance, true);
        self.context.instances.set_symbol(symbol, arguments, instance);
        instance
    }

    /// Whether nothing in a declared type needs an evaluator, whatever its arguments are.
    fn is_plain(&mut self, symbol: SymbolId) -> bool {
        if let Some(known) = self.context.instances.plain.get(&symbol) {
            return *known;
        }
        // A type that refers to itself is plain if all the rest is.
        self.context.instances.plain.insert(symbol, true);
        let plain = match self.context.declared_of(symbol) {
            Some(declared) => !self.needs_evaluation(&declared.ty),
            None => true,
        };
        self.context.instances.plain.insert(symbol, plain);
        plain
    }

    fn needs_evaluation(&mut self, ty: &Type) -> bool {
        match ty {
            _ if is_annotation(ty) => false,
            Type::Conditional(_)
            | Type::Mapped(_)
            | Type::KeyOf(_)
            | Type::IndexAccess(..)
            | Type::Template(_)
            | Type::Intrinsic(..)
            | Type::Intersection(_) => true,
            Type::Tuple(elements)
                if elements.iter().any(|element| element.rest == crate::types::Rest::Spread) =>
            {
                true
            }
            Type::Named(symbol, arguments) if !arguments.is_empty() && !self.is_plain(*symbol) => true,
            _ => {
                let mut found = false;
                parts::children(ty, &mut |child| found = found || self.needs_evaluation(child));
                found
            }
        }
    }
}

impl Instances {
    fn find(&self, symbol: SymbolId, arguments: &[Type]) -> Option<&Instance> {
        self.known.get(&symbol)?.iter().find(|instance| instance.arguments == arguments)
    }

    fn start(&mut self, symbol: SymbolId, arguments: &[Type]) {
        let instance = Instance { arguments: arguments.to_vec(), symbol: None, result: None };
        self.known.entry(symbol).or_default().push(instance);
        self.open.push((symbol, arguments.to_vec()));
    }

    fn set_symbol(&mut self, symbol: SymbolId, arguments: &[Type], name: SymbolId) {
        let known = self.known.get_mut(&symbol).into_iter().flatten();
        if let Some(instance) = known.into_iter().find(|instance| instance.arguments == arguments) {
            instance.symbol = Some(name);
        }
    }

    fn finish(&mut self, symbol: SymbolId, arguments: &[Type], result: Type) {
        let known = self.known.get_mut(&symbol).into_iter().flatten();
        if let Some(instance) = known.into_iter().find(|instance| instance.arguments == arguments) {
            instance.result = Some(result);
        }
    }
}

/// What evaluating a type came to.
enum Outcome {
    Replaced(Type),
    /// The machine comes to the same.
    Same,
    /// Only a caller knows.
    Unknown,
}

/// Whether the machine keeps a name for a type, so that an instance has a use beside its body.
fn has_name(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::ClassReference(..) | Type::ValueOf(_) | Type::FunctionReference(_) | Type::AnyNamed(_)
    )
}

/// `{__meta?: never & [...]}`: a mark that the machine reads as it is written.
fn is_annotation(ty: &Type) -> bool {
    let Type::Object(object) = ty else { return false };
    object.members.iter().any(
        |member| matches!(&member.kind, MemberKind::Property { key: Key::Name(name), .. } if name == "__meta"),
    )
}

/// The machine leaves out a member of type `never`. One that may be missing must be, so that it is `undefined`; no
/// value has one that must be there: that is a union of nothing, which the machine keeps.
fn settle_never(member: &mut Member) {
    if let MemberKind::Property { ty, .. } = &mut member.kind
        && *ty == Type::Keyword(ops::NEVER)
    {
        *ty = if member.flags.optional {
            Type::Keyword(ops::UNDEFINED)
        } else {
            Type::KeyOf(Box::new(Type::Object(Box::default())))
        };
    }
}
