//! Enums: their members, and the values of those that are constant.

use swc_core::{
    atoms::Atom,
    ecma::ast::{BinaryOp, Expr, Lit, TsEnumDecl, TsEnumMemberId, UnaryOp},
};

use crate::context::{Context, FileId};
use crate::index::{DeclId, Node};
use crate::ops;
use crate::reach::Reach;
use crate::types::{Constant, EnumMember, Type};

impl<'m> Context<'m> {
    /// The type of one member of an enum.
    pub(crate) fn enum_member(&mut self, file: FileId, id: DeclId, name: &Atom) -> Option<Type> {
        self.enum_members(file, id).into_iter().find(|member| member.name == **name)?.ty()
    }

    /// The members of an enum with their values, where they are constant.
    pub(crate) fn enum_members(&mut self, file: FileId, id: DeclId) -> Vec<EnumMember> {
        let handle = self.file(file);
        let index = handle.index();
        let module = handle.module();
        let mut known: Vec<EnumMember> = Vec::new();
        for node in index.nodes(module, id) {
            let Node::Enum(syntax) = node else { continue };
            let ambient = index.declarations[id].ambient || syntax.is_const;
            let object = || {
                let value = if ambient { None } else { self.value(file, id, &Reach::Embedded) }?;
                self.mark_private();
                self.written_value(&value)
            };
            add_members(syntax, &mut known, object);
        }
        known
    }
}

/// The members of an enum in a function's scope.
pub(crate) fn local_enum_members(syntax: &TsEnumDecl) -> Vec<EnumMember> {
    let mut known = Vec::new();
    add_members(syntax, &mut known, || Some(syntax.id.sym.to_string()));
    known
}

/// Adds the members of one declaration of an enum. `object` tells the expression that gives the enum, if any does.
pub(crate) fn add_members(
    syntax: &TsEnumDecl,
    known: &mut Vec<EnumMember>,
    mut object: impl FnMut() -> Option<String>,
) {
    let mut next = Some(0.0);
    for member in &syntax.members {
        let name = match &member.id {
            TsEnumMemberId::Ident(ident) => ident.sym.to_string(),
            TsEnumMemberId::Str(text) => text.value.to_string_lossy().into_owned(),
        };
        let constant = match &member.init {
            Some(value) => evaluate(value, known),
            None => next.map(Constant::Number),
        };
        next = match constant {
            Some(Constant::Number(number)) => Some(number + 1.0),
            _ => None,
        };
        let value = match &constant {
            Some(Constant::Number(number)) => Some(ops::number(*number)),
            Some(Constant::Text(text)) => Some(ops::quote(text)),
            None => object().map(|object| format!("{object}[{}]", ops::quote(&name))),
        };
        // A plain run of numbers from zero needs no values.
        let implied = member.init.is_none() && known.iter().all(|known| known.value.is_none());
        known.push(EnumMember { name, value: value.filter(|_| !implied), constant });
    }
}

/// The value of a constant enum expression, as TypeScript defines them.
pub(crate) fn evaluate(value: &Expr, members: &[EnumMember]) -> Option<Constant> {
    let member = |name: &str| {
        members.iter().find(|member| member.name == name).and_then(|member| member.constant.clone())
    };
    Some(match value {
        Expr::Paren(paren) => return evaluate(&paren.expr, members),
        Expr::Lit(Lit::Num(number)) => Constant::Number(number.value),
        Expr::Lit(Lit::Str(text)) => Constant::Text(text.value.to_string_lossy().into_owned()),
        Expr::Tpl(template) => {
            let mut text = String::new();
            for (position, quasi) in template.quasis.iter().enumerate() {
                text.push_str(&quasi.cooked.as_ref()?.to_string_lossy());
                if let Some(part) = template.exprs.get(position) {
                    match evaluate(part, members)? {
                        Constant::Number(number) => text.push_str(&ops::number(number)),
                        Constant::Text(part) => text.push_str(&part),
                    }
                }
            }
            Constant::Text(text)
        }
        Expr::Ident(ident) => return member(&ident.sym),
        Expr::Member(access) => return member(&access.prop.as_ident()?.sym),
        Expr::Unary(unary) => {
            let Constant::Number(number) = evaluate(&unary.arg, members)? else { return None };
            Constant::Number(match unary.op {
                UnaryOp::Minus => -number,
                UnaryOp::Plus => number,
                UnaryOp::Tilde => f64::from(!to_int32(number)),
                _ => return None,
            })
        }
        Expr::Bin(binary) => match (evaluate(&binary.left, members)?, evaluate(&binary.right, members)?) {
            (Constant::Number(left), Constant::Number(right)) => {
                Constant::Number(arithmetic(binary.op, left, right)?)
            }
            (Constant::Text(left), Constant::Text(right)) if binary.op == BinaryOp::Add => {
                Constant::Text(left + &right)
            }
            (Constant::Text(left), Constant::Number(right)) if binary.op == BinaryOp::Add => {
                Constant::Text(left + &ops::number(right))
            }
            (Constant::Number(left), Constant::Text(right)) if binary.op == BinaryOp::Add => {
                Constant::Text(ops::number(left) + &right)
            }
            _ => return None,
        },
        _ => return None,
    })
}

pub(crate) fn arithmetic(op: BinaryOp, left: f64, right: f64) -> Option<f64> {
    let (a, b) = (to_int32(left), to_int32(right));
    let shift = (b as u32) & 31;
    Some(match op {
        BinaryOp::Add => left + right,
        BinaryOp::Sub => left - right,
        BinaryOp::Mul => left * right,
        BinaryOp::Div => left / right,
        BinaryOp::Mod => left % right,
        BinaryOp::Exp => left.powf(right),
        BinaryOp::BitOr => f64::from(a | b),
        BinaryOp::BitAnd => f64::from(a & b),
        BinaryOp::BitXor => f64::from(a ^ b),
        BinaryOp::LShift => f64::from(a.wrapping_shl(shift)),
        BinaryOp::RShift => f64::from(a >> shift),
        BinaryOp::ZeroFillRShift => f64::from((a as u32) >> shift),
        _ => return None,
    })
}

/// JavaScript's `ToInt32`.
pub(crate) fn to_int32(value: f64) -> i32 {
    if value.is_finite() { (value.trunc().rem_euclid(4_294_967_296.0)) as u32 as i32 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    pub(crate) fn bits_are_those_of_javascript() {
        assert_eq!(to_int32(4_294_967_295.0), -1);
        assert_eq!(to_int32(-1.0), -1);
        assert_eq!(to_int32(2_147_483_648.0), i32::MIN);
        assert_eq!(arithmetic(BinaryOp::LShift, 1.0, 31.0), Some(f64::from(i32::MIN)));
        assert_eq!(arithmetic(BinaryOp::ZeroFillRShift, -1.0, 0.0), Some(4_294_967_295.0));
    }
}
