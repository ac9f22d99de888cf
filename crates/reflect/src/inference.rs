//! The types of expressions: initial values without an annotation, what a function without a return type returns.
//!
//! As far as syntax tells. `None` where it does not.
//!
//! - [`operators`]. [`objects`]: arrays, objects and collections.
//! - [`functions`], [`body`], [`statements`], [`calls`], [`library`]: what functions return. [`members`]: those of classes.
//! - [`patterns`]: the names of destructuring. [`narrowing`]: what conditions tell.

mod body;
mod calls;
mod functions;
mod library;
mod members;
mod narrowing;
mod objects;
mod operators;
mod patterns;
mod statements;

pub(crate) use calls::given;
pub(crate) use members::{MemberId, Told};

use std::sync::Arc;

use rustc_hash::FxHashMap;
use swc_core::{
    atoms::Atom,
    common::{Span, Spanned},
    ecma::ast::{
        AssignOp, CallExpr, Expr, Lit, MemberExpr, MemberProp, NewExpr, OptChainBase, Tpl, TsEntityName,
        VarDeclKind,
    },
};

use crate::context::{Context, FileId};
use crate::evaluate::Evaluator;
use crate::globals;
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::members::entity;
use crate::ops;
use crate::reach::Reach;
use crate::resolve::Target;
use crate::types::{Literal, Type};

use functions::LookedInto;

/// How deep constants that name each other are followed.
const MAX_DEPTH: usize = 32;

/// What is being found out about values, and what was.
#[derive(Debug, Default)]
pub(crate) struct Inference {
    /// The declarations whose values' types are being found out, innermost last.
    within: Vec<(FileId, DeclId)>,
    /// The types of functions whose bodies tell what they return. `None` while that is being found out.
    pub(crate) functions: FxHashMap<(FileId, DeclId), Option<Type>>,
    /// Members of classes that do not say their types.
    unwritten: FxHashMap<MemberId, Told>,
    /// The `typeof` that a type's declaration consists of.
    pub(crate) named: Option<(FileId, Span)>,
    /// How many `typeof` are being resolved within each other.
    pub(crate) queries: usize,
    /// The expressions around that are looked at twice, innermost last.
    looked_into: Vec<LookedInto>,
}

/// How much of a value's type is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// `let`, properties of objects: `'a'` is a string.
    Widened,
    /// `const`: `'a'` is `'a'`, but what lies inside of an object is widened.
    Literal,
    /// `as const`: literals throughout, readonly properties, tuples.
    Const,
}

impl<'m> Context<'m> {
    /// The type of a variable, from its annotation or its initial value.
    pub(crate) fn constant(&mut self, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        if depth == MAX_DEPTH {
            return None;
        }
        self.unless_within((file, id), |context| context.variable(file, id, depth))
    }

    /// What is found out about a declaration's value, unless that is asked while it is being found: a function's parameter may
    /// have the type of the function, or of what a call of it is assigned to.
    pub(crate) fn unless_within<T>(
        &mut self,
        declaration: (FileId, DeclId),
        find: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.inference.within.contains(&declaration) {
            self.mark_private();
            return None;
        }
        self.inference.within.push(declaration);
        let found = find(self);
        self.inference.within.pop();
        found
    }

    fn variable(&mut self, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        let handle = self.file(file);
        let index = handle.index();
        let parent = index.declarations[id].parent;
        let mut env = self.env(file, parent, &[]);
        let (declarator, kind) = match index.nodes(handle.module(), id).first().copied()? {
            Node::Variable(declarator, kind) => (declarator, kind),
            Node::Destructured(declarator, kind) => {
                let name = index.declarations[id].name.clone();
                return self.destructured(&mut env, declarator, kind, &name, depth + 1);
            }
            Node::Value(value) => return self.infer(&mut env, value, Keep::Literal, depth + 1),
            _ => return None,
        };
        if let Some(annotation) = declarator.name.as_ident().and_then(|name| name.type_ann.as_ref()) {
            return Some(self.ty(&mut env, &annotation.type_ann));
        }
        let value = declarator.init.as_deref()?;
        if is_empty_array(value) {
            return Some(Type::Array(Arc::new(Type::Keyword(ops::ANY))));
        }
        let keep = if kind == VarDeclKind::Const { Keep::Literal } else { Keep::Widened };
        self.infer(&mut env, value, keep, depth + 1)
    }

    /// The type of an initial value that may be replaced: literals widened.
    pub(crate) fn infer_widened(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<Type> {
        if is_empty_array(value) {
            return Some(Type::Array(Arc::new(Type::Keyword(ops::ANY))));
        }
        self.infer(env, value, Keep::Widened, 0)
    }

    /// The type of an initial value that stays.
    pub(crate) fn infer_literal(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<Type> {
        self.infer(env, value, Keep::Literal, 0)
    }

    fn infer(&mut self, env: &mut Env<'_, 'm>, value: &Expr, keep: Keep, depth: usize) -> Option<Type> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let depth = depth + 1;
        let expected = env.expected.take();
        match value {
            Expr::Paren(paren) if expected.is_some() => {
                env.expected = expected;
                self.infer(env, &paren.expr, keep, depth)
            }
            Expr::Object(object) if expected.is_some() => {
                self.expected_object(env, object, keep, depth, expected.as_ref())
            }
            Expr::Array(array) if expected.is_some() => {
                self.expected_array(env, array, keep, depth, &expected?)
            }
            Expr::Lit(_) | Expr::Unary(_) | Expr::Tpl(_)
                if keep == Keep::Widened
                    && expected.as_ref().is_some_and(|expected| self.asks_for_literals(expected)) =>
            {
                self.infer(env, value, Keep::Literal, depth)
            }
            Expr::Paren(paren) => self.infer(env, &paren.expr, keep, depth),
            Expr::TsConstAssertion(assertion) => self.infer(env, &assertion.expr, Keep::Const, depth),
            Expr::TsAs(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsTypeAssertion(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsSatisfies(satisfies) => {
                let expected = self.ty(env, &satisfies.type_ann);
                env.expected = Some(expected).filter(|_| keep != Keep::Const);
                self.infer(env, &satisfies.expr, keep, depth)
            }
            Expr::TsNonNull(non_null) => {
                let ty = self.infer(env, &non_null.expr, keep, depth)?;
                Evaluator::new(self).without_nullish(&ty)
            }
            Expr::Lit(literal) => literal_type(literal, keep),
            Expr::Tpl(template) => self.template_value(env, template, keep, depth),
            Expr::Unary(unary) => self.unary_value(env, unary, keep, depth),
            Expr::Bin(binary) => self.binary_value(env, binary, keep, depth),
            Expr::Cond(conditional) => self.conditional_value(env, conditional, keep, depth),
            Expr::Update(_) => Some(Type::Keyword(ops::NUMBER)),
            Expr::Ident(ident) => match &*ident.sym {
                "undefined" => Some(Type::Keyword(ops::UNDEFINED)),
                "NaN" | "Infinity" => Some(Type::Keyword(ops::NUMBER)),
                _ => self.named_value(env, &ident.sym, value, keep, depth),
            },
            Expr::Member(member) => self.member_value(env, member, keep, depth),
            Expr::OptChain(_) => {
                let (ty, may_end) = self.chain(env, value, keep, depth)?;
                if may_end { self.either(ty, Type::Keyword(ops::UNDEFINED)) } else { Some(ty) }
            }
            Expr::Assign(assign) if assign.op == AssignOp::Assign => {
                self.infer(env, &assign.right, keep, depth)
            }
            Expr::Seq(sequence) => self.infer(env, sequence.exprs.last()?, keep, depth),
            Expr::This(_) => env.this.clone(),
            Expr::Await(awaited) => {
                let ty = self.infer(env, &awaited.arg, keep, depth)?;
                Evaluator::new(self).awaited(&ty)
            }
            Expr::New(construct) => self.instance(env, construct, depth),
            Expr::Call(call) => self.call_value(env, call, depth),
            Expr::Arrow(arrow) => Some(self.arrow_type(env, arrow)),
            Expr::Fn(function) => Some(self.function_value(env, &function.function)),
            Expr::Array(array) => self.array_value(env, array, keep, depth),
            Expr::Object(object) => self.object_value(env, object, keep, depth),
            _ => None,
        }
    }

    fn either(&mut self, one: Type, other: Type) -> Option<Type> {
        Evaluator::new(self).simplified(vec![one, other])
    }

    fn template_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        template: &Tpl,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        if keep == Keep::Widened {
            return Some(Type::Keyword(ops::STRING));
        }
        let mut parts = Vec::new();
        for (position, quasi) in template.quasis.iter().enumerate() {
            let text = quasi.cooked.as_ref()?.to_string_lossy().into_owned();
            if !text.is_empty() {
                parts.push(Type::Literal(Literal::String(text.into())));
            }
            if let Some(expression) = template.exprs.get(position) {
                match self.infer(env, expression, Keep::Literal, depth) {
                    Some(ty @ Type::Literal(_)) => parts.push(ty),
                    Some(ty) if keep == Keep::Const => parts.push(ty),
                    _ => return Some(Type::Keyword(ops::STRING)),
                }
            }
        }
        if parts.is_empty() {
            return Some(Type::Literal(Literal::String(String::new().into())));
        }
        Evaluator::new(self).simplified(vec![Type::Template(parts.into())])
    }

    /// A variable, a parameter, a function or a class by its name.
    fn named_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &Atom,
        value: &Expr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        if let Some(seen) = env.values.iter().rev().find(|seen| seen.name == *name) {
            let ty = seen.ty.clone().filter(|_| seen.fillings == 0)?;
            let ty = if keep == Keep::Widened && seen.is_fresh { widen(ty) } else { ty };
            return self.undoubted(env, name, ty);
        }
        if env.scopes.iter().any(|scope| scope.values.contains(name)) {
            return None;
        }
        let entity = entity(value)?;
        let (found, local) = self.find_value(env, &entity)?;
        let Target::Declaration(file, id) = found.target else { return None };
        let handle = self.file(file);
        if handle.index().declarations[id].kind != Kind::Variable {
            return self.type_of_value(file, id, &Reach::of(env, name, local));
        }
        let ty = self.constant(file, id, depth)?;
        let nodes = handle.index().nodes(handle.module(), id);
        // A literal widens if it was never said to be one.
        let is_fresh = matches!(nodes.first(), Some(Node::Variable(declarator, _))
            if declarator.name.as_ident().is_some_and(|name| name.type_ann.is_none())
                && declarator.init.as_deref().is_some_and(body::is_fresh));
        let ty = if keep == Keep::Widened && is_fresh { widen(ty) } else { ty };
        self.undoubted(env, name, ty)
    }

    /// A type that a name leads to, unless it may be less where a condition asked something of that name.
    fn undoubted(&mut self, env: &Env<'_, 'm>, name: &Atom, ty: Type) -> Option<Type> {
        if !env.doubted.contains(name) {
            return Some(ty);
        }
        let may_be_less = match &Evaluator::new(self).all_of(&ty)?[..] {
            [Type::Keyword(op)] => matches!(*op, ops::UNKNOWN | ops::ANY | ops::BOOLEAN),
            units => units.len() > 1,
        };
        (!may_be_less).then_some(ty)
    }

    /// `object.name`, `object['name']`, `list[0]`.
    fn member_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        member: &MemberExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        if let Some(entity) = entity(value_of(&member.obj))
            && let Some((found, _)) = self.find_value(env, &entity)
            && let Target::Declaration(file, id) = found.target
            && self.file(file).index().declarations[id].kind == Kind::Enum
            && let MemberProp::Ident(name) = &member.prop
        {
            return if keep == Keep::Widened {
                self.symbol(file, id, found).map(|symbol| Type::Named(symbol, Vec::new().into()))
            } else {
                self.enum_member(file, id, &name.sym)
            };
        }
        if let Some(name) = member.obj.as_ident()
            && name.sym == "Math"
            && self.is_global(env, &name.sym)
        {
            return Some(Type::Keyword(ops::NUMBER));
        }
        let object = self.infer(env, &member.obj, Keep::Literal, depth)?;
        self.member_of(env, member, object, depth)
    }

    /// What a member access gives, of an object whose type is known.
    fn member_of(
        &mut self,
        env: &mut Env<'_, 'm>,
        member: &MemberExpr,
        object: Type,
        depth: usize,
    ) -> Option<Type> {
        let key = match &member.prop {
            MemberProp::Ident(name) => Type::Literal(Literal::String(name.sym.clone())),
            MemberProp::Computed(computed) => match self.infer(env, &computed.expr, Keep::Literal, depth)? {
                key @ (Type::Literal(_) | Type::Keyword(ops::NUMBER | ops::STRING)) => key,
                _ => return None,
            },
            MemberProp::PrivateName(name) => return self.private_member(&object, &name.name),
        };
        let ty = Evaluator::new(self).simplified(vec![Type::IndexAccess(Arc::new(object), Arc::new(key))])?;
        match root_of(&member.obj) {
            Some(root) => self.undoubted(env, root, ty),
            None => Some(ty),
        }
    }

    /// `a?.b`, `a?.b.c`, `a?.()`: its type if it is not ended by `?.`, and whether it may be.
    fn chain(
        &mut self,
        env: &mut Env<'_, 'm>,
        value: &Expr,
        keep: Keep,
        depth: usize,
    ) -> Option<(Type, bool)> {
        let Expr::OptChain(chain) = value else { return Some((self.infer(env, value, keep, depth)?, false)) };
        let depth = depth + 1;
        let inner = match &*chain.base {
            OptChainBase::Member(member) => &member.obj,
            OptChainBase::Call(call) => &call.callee,
        };
        let (mut ty, mut may_end) = self.chain(env, inner, Keep::Literal, depth)?;
        if chain.optional {
            let given = Evaluator::new(self).without_nullish(&ty)?;
            may_end |= Evaluator::new(self).all_of(&ty)?.len() != Evaluator::new(self).all_of(&given)?.len();
            ty = given;
        }
        let ty = match &*chain.base {
            OptChainBase::Member(member) => self.member_of(env, member, ty, depth)?,
            OptChainBase::Call(_) => Evaluator::new(self).returned(&ty)?,
        };
        Some((ty, may_end))
    }

    /// Whether nothing in sight declares a name, so that it is the language's.
    fn is_global(&mut self, env: &Env<'_, 'm>, name: &Atom) -> bool {
        !env.values.iter().any(|seen| seen.name == *name)
            && !env.scopes.iter().any(|scope| scope.values.contains(name))
            && env.handle.index().find_value(env.namespace, name).is_none()
            && self.find_import(env.file, name).is_none()
    }

    fn call_value(&mut self, env: &mut Env<'_, 'm>, call: &CallExpr, depth: usize) -> Option<Type> {
        let callee = call.callee.as_expr()?;
        if let Expr::Ident(name) = &**callee
            && self.is_global(env, &name.sym)
            && let Some(known) = self.global_call(&name.sym)
        {
            return Some(known);
        }
        if let Expr::Member(member) = &**callee {
            if let (Some(object), Some(method)) = (member.obj.as_ident(), member.prop.as_ident())
                && self.is_global(env, &object.sym)
            {
                return self.static_call(env, (&object.sym, &method.sym), call, depth);
            }
            // Once: a chain of calls is as deep as it is long.
            let object = self.infer(env, &member.obj, Keep::Literal, depth)?;
            if let Some(method) = member.prop.as_ident()
                && let Some(known) = self.list_call(env, &object, &method.sym, &call.args, depth)
            {
                return Some(known);
            }
            if let Some(method) = member.prop.as_ident()
                && let Some(known) = self.promise_call(env, &object, &method.sym, &call.args, depth)
            {
                return Some(known);
            }
            let function = self.member_of(env, member, object, depth)?;
            return self.result(env, &function, call, depth);
        }
        if let Some(declared) = entity(callee).and_then(|name| self.declared_function(env, &name)) {
            if let Some(arguments) = &call.type_args
                && let Some(known) = self.returned_for(env, declared, arguments)
            {
                return Some(known);
            }
            if self.takes_constants(declared) {
                return None;
            }
        }
        let function = self.infer(env, callee, Keep::Literal, depth)?;
        self.result(env, &function, call, depth)
    }

    /// The type of `new Name<...>(...)`.
    fn instance(&mut self, env: &mut Env<'_, 'm>, construct: &NewExpr, depth: usize) -> Option<Type> {
        let name = construct.callee.as_ident()?;
        if construct.type_args.is_none() && self.find_type(env, &name.sym).is_none() {
            let collection = self.collection(env, &name.sym, construct.args.as_deref(), depth);
            // Of what it is filled with, too little is known.
            let is_filled = construct.args.as_ref().is_some_and(|arguments| !arguments.is_empty());
            if collection.is_some() || (is_filled && matches!(&*name.sym, "Map" | "Set")) {
                return collection;
            }
        }
        let known = self.is_global(env, &name.sym) && globals::is_built_in(&name.sym);
        let declared = self.find_type(env, &name.sym).is_some_and(|found| match found.target {
            Target::Declaration(file, id) => {
                let handle = self.file(file);
                handle.index().declarations[id].kind == Kind::Class
            }
            Target::Module(_) => false,
        });
        if !known && !declared {
            return None;
        }
        let entity = TsEntityName::Ident(name.clone());
        let class = self.reference(env, &entity, construct.type_args.as_deref(), construct.callee.span());
        self.constructed(env, class, construct, depth)
    }
}

fn value_of(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => value_of(&paren.expr),
        expression => expression,
    }
}

/// `[]`, which may be filled with anything.
fn is_empty_array(value: &Expr) -> bool {
    matches!(value_of(value), Expr::Array(array) if array.elems.is_empty())
}

/// The name that a chain of members begins with.
fn root_of(expression: &Expr) -> Option<&Atom> {
    match value_of(expression) {
        Expr::Ident(name) => Some(&name.sym),
        Expr::Member(member) => root_of(&member.obj),
        Expr::Call(call) => root_of(call.callee.as_expr()?),
        Expr::TsNonNull(inner) => root_of(&inner.expr),
        Expr::OptChain(chain) => match &*chain.base {
            OptChainBase::Member(member) => root_of(&member.obj),
            OptChainBase::Call(call) => root_of(&call.callee),
        },
        _ => None,
    }
}

fn literal_type(literal: &Lit, keep: Keep) -> Option<Type> {
    Some(match literal {
        Lit::Str(text) => kept(Literal::String(text.value.to_string_lossy().into_owned().into()), keep),
        Lit::Num(number) => kept(Literal::Number(ops::number(number.value).into()), keep),
        Lit::BigInt(number) => kept(Literal::BigInt(format!("{}n", number.value).into()), keep),
        Lit::Bool(value) => kept(Literal::Boolean(value.value), keep),
        Lit::Null(_) => Type::Keyword(ops::NULL),
        Lit::Regex(_) => Type::Keyword(ops::REGEXP),
        Lit::JSXText(_) => return None,
    })
}

fn kept(literal: Literal, keep: Keep) -> Type {
    let literal = Type::Literal(literal);
    if keep == Keep::Widened { widen(literal) } else { literal }
}

fn widen(ty: Type) -> Type {
    match ty {
        Type::Literal(Literal::String(_)) => Type::Keyword(ops::STRING),
        Type::Literal(Literal::Number(_)) => Type::Keyword(ops::NUMBER),
        Type::Literal(Literal::BigInt(_)) => Type::Keyword(ops::BIGINT),
        Type::Literal(Literal::Boolean(_)) => Type::Keyword(ops::BOOLEAN),
        ty => ty,
    }
}
