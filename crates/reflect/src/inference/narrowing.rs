//! What conditions tell of names: what a union is narrowed to behind them, and which names are doubted, because a condition
//! asked something that is not followed here.

use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{ArrowExpr, BinExpr, BinaryOp, Class, Expr, Function, Ident, Lit, UnaryOp},
        visit::{Visit, VisitWith},
    },
};

use crate::context::Context;
use crate::evaluate::{Evaluator, primitive_of};
use crate::lower::{Env, Seen};
use crate::ops::{self, Op};
use crate::types::Type;

use super::{Keep, value_of};

impl<'m> Context<'m> {
    /// Narrows what names stand for where an expression was true, or was false.
    pub(super) fn narrow(&mut self, env: &mut Env<'_, 'm>, test: &Expr, is_true: bool) {
        match test {
            Expr::Paren(paren) => self.narrow(env, &paren.expr, is_true),
            Expr::Unary(unary) if unary.op == UnaryOp::Bang => self.narrow(env, &unary.arg, !is_true),
            Expr::Bin(binary) => match (binary.op, is_true) {
                (BinaryOp::LogicalAnd, true) | (BinaryOp::LogicalOr, false) => {
                    self.narrow(env, &binary.left, is_true);
                    self.narrow(env, &binary.right, is_true);
                }
                (BinaryOp::EqEq | BinaryOp::EqEqEq, _) => self.narrow_equal(env, binary, is_true),
                (BinaryOp::NotEq | BinaryOp::NotEqEq, _) => self.narrow_equal(env, binary, !is_true),
                _ => doubt(env, test),
            },
            Expr::Ident(name) if is_true => self.narrow_name(env, &name.sym, &[ops::NULL, ops::UNDEFINED]),
            _ => doubt(env, test),
        }
    }

    /// The same where two sides were equal, or were not: a name and `null`, `undefined` or a literal, or `typeof` a name
    /// and the kind of a primitive.
    fn narrow_equal(&mut self, env: &mut Env<'_, 'm>, comparison: &BinExpr, is_equal: bool) {
        let BinExpr { left, right, op, .. } = comparison;
        let right = value_of(right);
        match (value_of(left), nothing(right)) {
            (Expr::Ident(name), Some(nothing)) if !is_equal => {
                let without: &[Op] = match (op, nothing) {
                    (BinaryOp::EqEq | BinaryOp::NotEq, _) => &[ops::NULL, ops::UNDEFINED],
                    (_, ops::NULL) => &[ops::NULL],
                    _ => &[ops::UNDEFINED],
                };
                self.narrow_name(env, &name.sym, without);
            }
            (Expr::Ident(name), None) if right.is_lit() => {
                let literal = self.infer(env, right, Keep::Literal, 0);
                let is_literal = |unit: &Type| matches!(unit, Type::Literal(_));
                self.narrow_units(env, &name.sym, |unit| {
                    // What is neither a literal nor told apart from one may be any of them.
                    let holds = literal.as_ref().map(|literal| literal == unit)?;
                    (is_literal(unit) || is_apart(unit)).then_some(holds == is_equal)
                });
            }
            (Expr::Unary(unary), None) if unary.op == UnaryOp::TypeOf => {
                match (value_of(&unary.arg), kind_of(right)) {
                    (Expr::Ident(name), Some(kind)) => self.narrow_units(env, &name.sym, |unit| {
                        let own = primitive_of(unit);
                        (own.is_some() || is_apart(unit)).then_some((own == Some(kind)) == is_equal)
                    }),
                    _ => doubt(env, left),
                }
            }
            _ => {
                doubt(env, left);
                doubt(env, right);
            }
        }
    }

    /// Keeps those of a union that hold. Where one does not tell, nothing is known.
    fn narrow_units(&mut self, env: &mut Env<'_, 'm>, name: &Atom, holds: impl Fn(&Type) -> Option<bool>) {
        let Some(seen) = env.values.iter().rev().find(|seen| seen.name == *name).cloned() else {
            env.doubted.push(name.clone());
            return;
        };
        let ty = seen.ty.filter(|_| !env.doubted.contains(name));
        let ty = ty.and_then(|ty| {
            let units = Evaluator::new(self).all_of(&ty)?;
            let mut kept = Vec::with_capacity(units.len());
            for unit in units {
                if holds(&unit)? {
                    kept.push(unit);
                }
            }
            Evaluator::new(self).simplified(kept)
        });
        env.values.push(Seen { ty, ..seen });
    }

    fn narrow_name(&mut self, env: &mut Env<'_, 'm>, name: &Atom, without: &[Op]) {
        let Some(seen) = env.values.iter().rev().find(|seen| seen.name == *name).cloned() else {
            env.doubted.push(name.clone());
            return;
        };
        let ty = seen.ty.filter(|_| !env.doubted.contains(name));
        let ty = ty.and_then(|ty| {
            let rest = Evaluator::new(self).without(&ty, without)?;
            // A truth may tell more of these.
            (!matches!(rest, Type::Keyword(ops::BOOLEAN | ops::UNKNOWN)) || without.len() < 2).then_some(rest)
        });
        env.values.push(Seen { ty, ..seen });
    }
}

/// Doubts the names of a condition.
pub(super) fn doubt(env: &mut Env<'_, '_>, condition: &Expr) {
    let mut names = Mentioned::default();
    condition.visit_with(&mut names);
    env.doubted.extend(names.names);
}

/// `null` or `undefined`, by its op.
fn nothing(value: &Expr) -> Option<Op> {
    match value_of(value) {
        Expr::Lit(Lit::Null(_)) => Some(ops::NULL),
        Expr::Ident(name) if name.sym == "undefined" => Some(ops::UNDEFINED),
        _ => None,
    }
}

/// The primitive that `typeof` tells by a text.
fn kind_of(text: &Expr) -> Option<Op> {
    let Expr::Lit(Lit::Str(text)) = text else { return None };
    Some(match &*text.value.to_string_lossy() {
        "string" => ops::STRING,
        "number" => ops::NUMBER,
        "boolean" => ops::BOOLEAN,
        "bigint" => ops::BIGINT,
        "symbol" => ops::SYMBOL,
        _ => return None,
    })
}

/// Whether a type is no primitive and none of its values is one.
fn is_apart(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Keyword(ops::NULL | ops::UNDEFINED | ops::DATE | ops::REGEXP)
            | Type::Object(_)
            | Type::Array(_)
            | Type::Tuple(_)
            | Type::Map(..)
            | Type::Set(_)
            | Type::Promise(_)
            | Type::ClassReference(..)
    )
}

/// The names of an expression, without those of functions in it.
#[derive(Default)]
pub(super) struct Mentioned {
    pub(super) names: Vec<Atom>,
}

impl Visit for Mentioned {
    fn visit_ident(&mut self, name: &Ident) {
        self.names.push(name.sym.clone());
    }
    fn visit_function(&mut self, _: &Function) {}
    fn visit_arrow_expr(&mut self, _: &ArrowExpr) {}
    fn visit_class(&mut self, _: &Class) {}
}
