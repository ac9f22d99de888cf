//! The names of patterns: what destructuring puts in sight, and what a parameter's pattern tells of its type.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    ecma::ast::{Expr, ObjectPat, ObjectPatProp, Pat, VarDeclKind, VarDeclarator},
};

use crate::context::Context;
use crate::evaluate::Evaluator;
use crate::lower::{Env, Seen};
use crate::ops;
use crate::signature::Param;
use crate::types::{Flags, Key, Literal, Member, Object, Type};

use super::Keep;
use super::objects::static_key;

impl<'m> Context<'m> {
    /// The type of a variable that is set by destructuring.
    pub(super) fn destructured(
        &mut self,
        env: &mut Env<'_, 'm>,
        declarator: &VarDeclarator,
        kind: VarDeclKind,
        name: &Atom,
        depth: usize,
    ) -> Option<Type> {
        let keep = if kind == VarDeclKind::Const { Keep::Literal } else { Keep::Widened };
        let ty = match Param::from(&declarator.name).annotation() {
            Some(annotation) => self.ty(env, annotation),
            None => self.taken_apart(env, &declarator.name, declarator.init.as_deref()?, keep, depth)?,
        };
        let mark = env.sight();
        self.bind(env, &declarator.name, Some(ty));
        let found = env.values.iter().rev().find(|seen| seen.name == *name).and_then(|seen| seen.ty.clone());
        env.see_again(mark);
        found
    }

    /// The type of a value that a pattern takes apart: an array that is written out is a tuple to `[a, b]`.
    pub(super) fn taken_apart(
        &mut self,
        env: &mut Env<'_, 'm>,
        pattern: &Pat,
        value: &Expr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        match (pattern, value) {
            (Pat::Array(_), Expr::Array(array)) => {
                Some(Type::Tuple(self.elements(env, array, keep, depth)?.into()))
            }
            _ => self.infer(env, value, keep, depth),
        }
    }

    /// Puts the names of a pattern in sight.
    pub(super) fn bind(&mut self, env: &mut Env<'_, 'm>, pattern: &Pat, ty: Option<Type>) {
        match pattern {
            Pat::Ident(name) => env.values.push(Seen::new(name.id.sym.clone(), ty)),
            Pat::Assign(assigned) => {
                let ty = ty.and_then(|ty| self.or_default(env, ty, &assigned.right));
                self.bind(env, &assigned.left, ty);
            }
            Pat::Array(list) => {
                for (position, element) in list.elems.iter().enumerate() {
                    let Some(element) = element else { continue };
                    if let Pat::Rest(rest) = element {
                        let ty = ty.as_ref().and_then(|ty| Evaluator::new(self).rest_of_list(ty, position));
                        self.bind(env, &rest.arg, ty);
                        continue;
                    }
                    let key = Type::Literal(Literal::Number(position.to_string().into()));
                    let ty = ty.clone().and_then(|ty| self.part(ty, key));
                    self.bind(env, element, ty);
                }
            }
            Pat::Object(object) => {
                for property in &object.props {
                    match property {
                        ObjectPatProp::KeyValue(pair) => {
                            let key = pair.key.as_ident().map(|name| key_of(&name.sym));
                            let ty = ty.clone().zip(key).and_then(|(ty, key)| self.part(ty, key));
                            self.bind(env, &pair.value, ty);
                        }
                        ObjectPatProp::Assign(short) => {
                            let key = key_of(&short.key.sym);
                            let mut ty = ty.clone().and_then(|ty| self.part(ty, key));
                            if let Some(default) = &short.value {
                                ty = ty.and_then(|ty| self.or_default(env, ty, default));
                            }
                            env.values.push(Seen::new(short.key.sym.clone(), ty));
                        }
                        ObjectPatProp::Rest(rest) => {
                            let ty = ty.as_ref().and_then(|ty| self.rest_of_object(ty, object));
                            self.bind(env, &rest.arg, ty);
                        }
                    }
                }
            }
            Pat::Rest(rest) => self.bind(env, &rest.arg, None),
            Pat::Invalid(_) | Pat::Expr(_) => {}
        }
    }

    /// A type, with a value in place of `undefined`.
    fn or_default(&mut self, env: &mut Env<'_, 'm>, ty: Type, default: &Expr) -> Option<Type> {
        let given = Evaluator::new(self).without(&ty, &[ops::UNDEFINED])?;
        let default = self.infer(env, default, Keep::Widened, 0)?;
        self.either(given, default)
    }

    pub(super) fn bind_parameter(&mut self, env: &mut Env<'_, 'm>, syntax: Param<'_>, ty: Option<Type>) {
        match syntax {
            Param::Ident(name) => env.values.push(Seen::new(name.id.sym.clone(), ty)),
            Param::Rest(rest) => self.bind(env, &rest.arg, ty),
            Param::Assign(assign) => self.bind_parameter(env, Param::from(&*assign.left), ty),
            Param::Array(list) => self.bind(env, &list.clone().into(), ty),
            Param::Object(object) => self.bind(env, &object.clone().into(), ty),
            Param::Other => {}
        }
    }

    /// The type of a parameter by its initial value, with what its pattern names beside that: `({a = 1} = {})`.
    pub(crate) fn with_pattern(
        &mut self,
        env: &mut Env<'_, 'm>,
        pattern: &Pat,
        initial: Option<Type>,
    ) -> Option<Type> {
        let (Pat::Object(pattern), Some(Type::Object(object))) = (pattern, &initial) else { return initial };
        let mut object = (**object).clone();
        for property in &pattern.props {
            let (name, default) = match property {
                ObjectPatProp::Assign(short) => (&short.key.sym, short.value.as_deref()),
                ObjectPatProp::KeyValue(pair) => match (pair.key.as_ident(), &*pair.value) {
                    (Some(name), Pat::Assign(assign)) => (&name.sym, Some(&*assign.right)),
                    (Some(name), _) => (&name.sym, None),
                    (None, _) => continue,
                },
                ObjectPatProp::Rest(_) => continue,
            };
            let ty = default.and_then(|default| self.infer_widened(env, default));
            let flags = Flags { optional: default.is_some(), ..Flags::default() };
            let ty = ty.unwrap_or(Type::Keyword(ops::ANY));
            let member = Member::property(Key::Name(name.clone()), ty, false, flags);
            if !object.members.iter().any(|known| known.has_key_of(&member)) {
                object.members.push(member);
            }
        }
        Some(Type::Object(Arc::new(Object { members: object.members, ..Object::default() })))
    }

    /// The type of a part of what has a type.
    /// What `...` leaves of an object that others are taken from.
    fn rest_of_object(&mut self, ty: &Type, pattern: &ObjectPat) -> Option<Type> {
        let mut members = Evaluator::new(self).spread(ty)?;
        for property in &pattern.props {
            let taken = match property {
                ObjectPatProp::KeyValue(pair) => static_key(&pair.key)?,
                ObjectPatProp::Assign(short) => Key::Name(short.key.id.sym.clone()),
                ObjectPatProp::Rest(_) => continue,
            };
            let taken = Member::property(taken, Type::Keyword(ops::ANY), false, Flags::default());
            members.retain(|member| !member.has_key_of(&taken));
        }
        Some(Type::Object(Arc::new(Object { members, ..Object::default() })))
    }

    pub(super) fn part(&mut self, whole: Type, key: Type) -> Option<Type> {
        Evaluator::new(self).simplified(vec![Type::IndexAccess(whole.into(), key.into())])
    }
}

fn key_of(name: &Atom) -> Type {
    Type::Literal(Literal::String(name.clone()))
}
