//! What operators make of the types of their operands.

use swc_core::ecma::ast::{BinExpr, BinaryOp, CondExpr, Expr, Lit, UnaryExpr, UnaryOp};

use crate::context::Context;
use crate::evaluate::Evaluator;
use crate::lower::Env;
use crate::ops;
use crate::types::{Literal, Type};

use super::objects::normalize_objects;
use super::{Keep, kept, value_of};

impl<'m> Context<'m> {
    pub(super) fn unary_value(
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

    pub(super) fn binary_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        binary: &BinExpr,
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
            BinaryOp::Sub
            | BinaryOp::Mul
            | BinaryOp::Div
            | BinaryOp::Mod
            | BinaryOp::Exp
            | BinaryOp::BitAnd
            | BinaryOp::BitOr
            | BinaryOp::BitXor
            | BinaryOp::LShift
            | BinaryOp::RShift => {
                // Both sides are numbers, or both are bigints.
                let side = |context: &mut Self, env: &mut Env<'_, 'm>, side| {
                    let ty = context.infer(env, side, Keep::Widened, depth)?;
                    matches!(ty, Type::Keyword(ops::NUMBER | ops::BIGINT)).then_some(ty)
                };
                side(self, env, &binary.left).or_else(|| side(self, env, &binary.right))
            }
            BinaryOp::ZeroFillRShift => Some(Type::Keyword(ops::NUMBER)),
            BinaryOp::NullishCoalescing => {
                let left = self.infer(env, &binary.left, keep, depth)?;
                let left = Evaluator::new(self).without_nullish(&left)?;
                let right = self.infer(env, &binary.right, keep, depth)?;
                self.either(left, right)
            }
            BinaryOp::LogicalOr => {
                let left = self.infer(env, &binary.left, keep, depth)?;
                let left = self.part_that_is(&left, true)?;
                let right = self.after(env, &binary.left, false, &binary.right, keep, depth)?;
                self.either(left, right)
            }
            BinaryOp::LogicalAnd => {
                let left = self.infer(env, &binary.left, keep, depth)?;
                let left = self.part_that_is(&left, false)?;
                let right = self.after(env, &binary.left, true, &binary.right, keep, depth)?;
                self.either(left, right)
            }
        }
    }

    /// `test ? a : b`.
    pub(super) fn conditional_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        conditional: &CondExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        let CondExpr { test, cons, alt, .. } = conditional;
        let mut both = [
            self.after(env, test, true, cons, keep, depth)?,
            self.after(env, test, false, alt, keep, depth)?,
        ];
        if [cons, alt].into_iter().all(|value| value_of(value).is_object()) {
            normalize_objects(&mut both, [&**cons, &**alt].into_iter());
        }
        let [then, otherwise] = both;
        self.either(then, otherwise)
    }

    /// The type of an expression that is reached where another was true, or was false.
    fn after(
        &mut self,
        env: &mut Env<'_, 'm>,
        test: &Expr,
        is_true: bool,
        value: &Expr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        let mark = env.sight();
        self.narrow(env, test, is_true);
        let ty = self.infer(env, value, keep, depth);
        env.see_again(mark);
        ty
    }

    /// What of a type is true, or is false, where a condition is asked for.
    fn part_that_is(&mut self, ty: &Type, is_true: bool) -> Option<Type> {
        let literal = |text: &str| Type::Literal(Literal::String(text.into()));
        let mut parts = Vec::new();
        for unit in Evaluator::new(self).all_of(ty)? {
            match unit {
                Type::Keyword(ops::NULL | ops::UNDEFINED | ops::VOID) if is_true => {}
                Type::Keyword(ops::STRING) if !is_true => parts.push(literal("")),
                Type::Keyword(ops::NUMBER) if !is_true => {
                    parts.push(Type::Literal(Literal::Number("0".into())));
                }
                Type::Keyword(ops::BIGINT) if !is_true => {
                    parts.push(Type::Literal(Literal::BigInt("0n".into())));
                }
                Type::Keyword(ops::BOOLEAN) => parts.push(Type::Literal(Literal::Boolean(is_true))),
                Type::Keyword(ops::ANY | ops::UNKNOWN) => return None,
                Type::Literal(ref literal) => {
                    let holds = match literal {
                        Literal::String(text) => !text.is_empty(),
                        Literal::Number(digits) => &**digits != "0",
                        Literal::BigInt(digits) => &**digits != "0n",
                        Literal::Boolean(value) => *value,
                    };
                    if holds == is_true {
                        parts.push(unit);
                    }
                }
                Type::Keyword(
                    ops::STRING | ops::NUMBER | ops::BIGINT | ops::NULL | ops::UNDEFINED | ops::VOID,
                ) => parts.push(unit),
                // Objects are true.
                unit if is_true => parts.push(unit),
                Type::Enum(_) | Type::Template(_) | Type::Opaque(..) | Type::Variable(_) => return None,
                _ => {}
            }
        }
        Evaluator::new(self).simplified(parts)
    }
}
