//! The types of expressions: initial values without an annotation, what a function without a return type returns.
//!
//! As far as syntax tells. `None` where it does not.
//!
//! - [`objects`]: arrays, objects and collections. [`functions`]: what functions return.

mod functions;
mod objects;

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    common::Spanned,
    ecma::ast::{
        BinaryOp, CallExpr, Expr, Lit, MemberExpr, MemberProp, NewExpr, Tpl, TsEntityName, UnaryExpr,
        UnaryOp, VarDeclKind,
    },
};

use crate::context::{Context, FileId};
use crate::evaluate::Evaluator;
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::members::entity;
use crate::ops;
use crate::reach::Reach;
use crate::resolve::Target;
use crate::types::{Literal, Type};

/// How deep constants that name each other are followed.
const MAX_DEPTH: usize = 32;

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
        // A function's parameter may have the type of what a call of the function is assigned to.
        if self.inferring.contains(&(file, id)) {
            self.mark_private();
            return None;
        }
        self.inferring.push((file, id));
        let ty = self.variable(file, id, depth);
        self.inferring.pop();
        ty
    }

    fn variable(&mut self, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        let handle = self.file(file);
        let index = handle.index();
        let parent = index.declarations[id].parent;
        let Some(Node::Variable(declarator, kind)) = index.nodes(handle.module(), id).first().copied() else {
            return None;
        };
        let mut env = self.env(file, parent, &[]);
        if let Some(annotation) = declarator.name.as_ident().and_then(|name| name.type_ann.as_ref()) {
            return Some(self.ty(&mut env, &annotation.type_ann));
        }
        let keep = if kind == VarDeclKind::Const { Keep::Literal } else { Keep::Widened };
        self.infer(&mut env, declarator.init.as_deref()?, keep, depth + 1)
    }

    /// The type of an initial value that may be replaced: literals widened.
    pub(crate) fn infer_widened(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<Type> {
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
        match value {
            Expr::Paren(paren) => self.infer(env, &paren.expr, keep, depth),
            Expr::TsConstAssertion(assertion) => self.infer(env, &assertion.expr, Keep::Const, depth),
            Expr::TsAs(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsTypeAssertion(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsSatisfies(satisfies) => self.infer(env, &satisfies.expr, keep, depth),
            Expr::TsNonNull(non_null) => {
                let ty = self.infer(env, &non_null.expr, keep, depth)?;
                Evaluator::new(self).without_nullish(&ty)
            }
            Expr::Lit(literal) => literal_type(literal, keep),
            Expr::Tpl(template) => self.template_value(env, template, keep, depth),
            Expr::Unary(unary) => self.unary_value(env, unary, keep, depth),
            Expr::Bin(binary) => self.binary_value(env, binary, keep, depth),
            Expr::Cond(conditional) => {
                let then = self.infer(env, &conditional.cons, keep, depth)?;
                let otherwise = self.infer(env, &conditional.alt, keep, depth)?;
                self.either(then, otherwise)
            }
            Expr::Update(_) => Some(Type::Keyword(ops::NUMBER)),
            Expr::Ident(ident) => match &*ident.sym {
                "undefined" => Some(Type::Keyword(ops::UNDEFINED)),
                "NaN" | "Infinity" => Some(Type::Keyword(ops::NUMBER)),
                _ => self.named_value(env, &ident.sym, value, keep, depth),
            },
            Expr::Member(member) => self.member_value(env, member, keep, depth),
            Expr::Await(awaited) => {
                let ty = self.infer(env, &awaited.arg, keep, depth)?;
                Evaluator::new(self).awaited(&ty)
            }
            Expr::New(construct) => self.instance(env, construct, depth),
            Expr::Call(call) => self.call_value(env, call, depth),
            Expr::Arrow(arrow) => Some(self.arrow_type(env, arrow)),
            Expr::Fn(function) => {
                Some(Type::Function(Arc::new(self.function_signature(env, &function.function))))
            }
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

    fn unary_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        unary: &UnaryExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        match (unary.op, &*unary.arg) {
            (UnaryOp::Minus, Expr::Lit(Lit::Num(number))) => {
                Some(kept(Literal::Number(ops::number(-number.value).into()), keep))
            }
            (UnaryOp::Minus, Expr::Lit(Lit::BigInt(number))) => {
                Some(kept(Literal::BigInt(format!("-{}n", number.value).into()), keep))
            }
            (UnaryOp::Plus, _) => Some(Type::Keyword(ops::NUMBER)),
            (UnaryOp::Minus | UnaryOp::Tilde, operand) => {
                let ty = self.infer(env, operand, Keep::Widened, depth)?;
                (ty == Type::Keyword(ops::NUMBER) || ty == Type::Keyword(ops::BIGINT)).then_some(ty)
            }
            (UnaryOp::Bang, operand) => Some(match self.infer(env, operand, Keep::Literal, depth) {
                Some(Type::Literal(Literal::Boolean(value))) if keep != Keep::Widened => {
                    Type::Literal(Literal::Boolean(!value))
                }
                _ => Type::Keyword(ops::BOOLEAN),
            }),
            (UnaryOp::Delete, _) => Some(Type::Keyword(ops::BOOLEAN)),
            (UnaryOp::TypeOf, _) => Some(Type::Union(
                ["string", "number", "bigint", "boolean", "symbol", "undefined", "object", "function"]
                    .map(|kind| Type::Literal(Literal::String(kind.into())))
                    .to_vec()
                    .into(),
            ))
            .map(|kinds| if keep == Keep::Widened { Type::Keyword(ops::STRING) } else { kinds }),
            (UnaryOp::Void, _) => Some(Type::Keyword(ops::UNDEFINED)),
        }
    }

    fn binary_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        binary: &swc_core::ecma::ast::BinExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        match binary.op {
            BinaryOp::EqEq
            | BinaryOp::NotEq
            | BinaryOp::EqEqEq
            | BinaryOp::NotEqEq
            | BinaryOp::Lt
            | BinaryOp::LtEq
            | BinaryOp::Gt
            | BinaryOp::GtEq
            | BinaryOp::In
            | BinaryOp::InstanceOf => Some(Type::Keyword(ops::BOOLEAN)),
            BinaryOp::Add => {
                let left = self.infer(env, &binary.left, Keep::Widened, depth);
                let right = self.infer(env, &binary.right, Keep::Widened, depth);
                let is = |ty: &Option<Type>, op: ops::Op| *ty == Some(Type::Keyword(op));
                if is(&left, ops::STRING) || is(&right, ops::STRING) {
                    return Some(Type::Keyword(ops::STRING));
                }
                left.filter(|left| {
                    Some(left) == right.as_ref() && matches!(left, Type::Keyword(ops::NUMBER | ops::BIGINT))
                })
            }
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod | BinaryOp::Exp => {
                let left = self.infer(env, &binary.left, Keep::Widened, depth)?;
                matches!(left, Type::Keyword(ops::NUMBER | ops::BIGINT)).then_some(left)
            }
            BinaryOp::NullishCoalescing => {
                let left = self.infer(env, &binary.left, keep, depth)?;
                let left = Evaluator::new(self).without_nullish(&left)?;
                let right = self.infer(env, &binary.right, keep, depth)?;
                self.either(left, right)
            }
            _ => None,
        }
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
        if let Some((_, known)) = env.values.iter().rev().find(|(known, _)| known == name) {
            return known.clone();
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
                && matches!(declarator.init.as_deref(), Some(Expr::Lit(_) | Expr::Tpl(_) | Expr::Unary(_))));
        Some(if keep == Keep::Widened && is_fresh { widen(ty) } else { ty })
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
        let object = self.infer(env, &member.obj, Keep::Literal, depth)?;
        let key = match &member.prop {
            MemberProp::Ident(name) => Type::Literal(Literal::String(name.sym.clone())),
            MemberProp::Computed(computed) => match self.infer(env, &computed.expr, Keep::Literal, depth)? {
                key @ (Type::Literal(_) | Type::Keyword(ops::NUMBER | ops::STRING)) => key,
                _ => return None,
            },
            MemberProp::PrivateName(_) => return None,
        };
        Evaluator::new(self).simplified(vec![Type::IndexAccess(Arc::new(object), Arc::new(key))])
    }

    fn call_value(&mut self, env: &mut Env<'_, 'm>, call: &CallExpr, depth: usize) -> Option<Type> {
        let callee = call.callee.as_expr()?;
        if let Expr::Ident(name) = &**callee
            && !env.values.iter().any(|(known, _)| *known == name.sym)
            && env.handle.index().find_value(env.namespace, &name.sym).is_none()
        {
            let op = match &*name.sym {
                "Symbol" => ops::SYMBOL,
                "BigInt" => ops::BIGINT,
                "String" => ops::STRING,
                "Number" => ops::NUMBER,
                "Boolean" => ops::BOOLEAN,
                _ => 0,
            };
            if op != 0 {
                return Some(Type::Keyword(op));
            }
        }
        if let Expr::Member(member) = &**callee
            && let (Some(object), Some(method)) = (member.obj.as_ident(), member.prop.as_ident())
            && (&*object.sym, &*method.sym) == ("Promise", "resolve")
            && self.find_type(env, &object.sym).is_none()
        {
            let ty = match call.args.first() {
                Some(argument) => self.infer(env, &argument.expr, Keep::Widened, depth)?,
                None => Type::Keyword(ops::VOID),
            };
            let inner = Evaluator::new(self).awaited(&ty)?;
            return Some(Type::Promise(Arc::new(inner)));
        }
        let function = self.infer(env, callee, Keep::Literal, depth)?;
        Evaluator::new(self).returned(&function)
    }

    /// The type of `new Name<...>(...)`.
    fn instance(&mut self, env: &mut Env<'_, 'm>, construct: &NewExpr, depth: usize) -> Option<Type> {
        let name = construct.callee.as_ident()?;
        if construct.type_args.is_none()
            && self.find_type(env, &name.sym).is_none()
            && let Some(ty) = self.collection(env, &name.sym, construct.args.as_deref(), depth)
        {
            return Some(ty);
        }
        let known = matches!(
            &*name.sym,
            "Date" | "RegExp" | "ArrayBuffer" | "Map" | "Set" | "Array" | "Promise" | "Error" | "URL"
        ) || name.sym.ends_with("Array");
        let declared = self.find_type(env, &name.sym).is_some_and(|found| match found.target {
            Target::Declaration(file, id) => {
                let handle = self.file(file);
                handle.index().declarations[id].kind == Kind::Class
            }
            Target::Module(_) => false,
        });
        (known || declared).then(|| {
            let entity = TsEntityName::Ident(name.clone());
            self.reference(env, &entity, construct.type_args.as_deref(), construct.callee.span())
        })
    }
}

fn value_of(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => value_of(&paren.expr),
        expression => expression,
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
