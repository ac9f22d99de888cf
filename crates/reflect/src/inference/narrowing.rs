//! What conditions tell of names: what a union is narrowed to behind them, and which names are doubted, because a condition
//! asked something that is not followed here.

use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{ArrowExpr, BinExpr, BinaryOp, Class, Expr, Function, Ident, Lit, MemberExpr, UnaryOp},
        visit::{Visit, VisitWith},
    },
};

use crate::context::Context;
use crate::evaluate::{Evaluator, primitive_of};
use crate::lower::{Env, Seen};
use crate::ops::{self, Op};
use crate::types::{Literal, Type};

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
            Expr::Member(member) => match property_of(member) {
                Some((name, property)) => {
                    self.narrow_members(env, name, property, |ty| Some(truth_of(ty)? == is_true));
                }
                None => doubt(env, test),
            },
            _ => doubt(env, test),
        }
    }

    /// Narrows what is compared by `switch` where it equals one of some values.
    pub(super) fn narrow_case(&mut self, env: &mut Env<'_, 'm>, compared: &Expr, values: &[Type]) {
        let holds = |ty: &Type| matches!(ty, Type::Literal(_)).then(|| values.contains(ty));
        match value_of(compared) {
            Expr::Ident(name) => self.narrow_units(env, &name.sym, holds),
            Expr::Member(member) => match property_of(member) {
                Some((name, property)) => self.narrow_members(env, name, property, holds),
                None => doubt(env, compared),
            },
            compared => doubt(env, compared),
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
            (Expr::Member(member), None) if right.is_lit() => {
                let literal = self.infer(env, right, Keep::Literal, 0);
                match (property_of(member), literal) {
                    (Some((name, property)), Some(literal)) => {
                        self.narrow_members(env, name, property, |ty| {
                            matches!(ty, Type::Literal(_)).then_some((*ty == literal) == is_equal)
                        });
                    }
                    _ => doubt(env, left),
                }
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

    /// Keeps those of a union of which a property holds.
    fn narrow_members(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &Atom,
        property: &Atom,
        holds: impl Fn(&Type) -> Option<bool>,
    ) {
        let seen = env.values.iter().rev().find(|seen| seen.name == *name);
        let units = seen.and_then(|seen| seen.ty.clone()).and_then(|ty| Evaluator::new(self).all_of(&ty));
        if units.is_none_or(|units| units.len() < 2) {
            env.doubted.push(name.clone());
            return;
        }
        self.narrow_units_by(env, name, |context, unit| {
            let member = Evaluator::new(context).member(unit, property)?;
            holds(&member)
        });
    }

    /// Keeps those of a union that hold. Where one does not tell, nothing is known.
    fn narrow_units(&mut self, env: &mut Env<'_, 'm>, name: &Atom, holds: impl Fn(&Type) -> Option<bool>) {
        self.narrow_units_by(env, name, |_, unit| holds(unit));
    }

    fn narrow_units_by(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &Atom,
        holds: impl Fn(&mut Self, &Type) -> Option<bool>,
    ) {
        let Some(seen) = env.values.iter().rev().find(|seen| seen.name == *name).cloned() else {
            env.doubted.push(name.clone());
            return;
        };
        let ty = seen.ty.filter(|_| !env.doubted.contains(name));
        let ty = ty.and_then(|ty| {
            let units = Evaluator::new(self).all_of(&ty)?;
            let mut kept = Vec::with_capacity(units.len());
            for unit in units {
                if holds(self, &unit)? {
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

/// `name.property`.
fn property_of(member: &MemberExpr) -> Option<(&Atom, &Atom)> {
    Some((&value_of(&member.obj).as_ident()?.sym, &member.prop.as_ident()?.sym))
}

/// Whether values of a type are true to a condition, if that is known of all.
fn truth_of(ty: &Type) -> Option<bool> {
    match ty {
        Type::Literal(Literal::Boolean(value)) => Some(*value),
        Type::Keyword(ops::NULL | ops::UNDEFINED) => Some(false),
        ty => is_apart(ty).then_some(true),
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
