//! The names of patterns: what destructuring puts in sight, and what a parameter's pattern tells of its type.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    ecma::ast::{Expr, ObjectPatProp, Pat},
};

use crate::context::Context;
use crate::evaluate::Evaluator;
use crate::lower::{Env, Seen};
use crate::ops;
use crate::signature::Param;
use crate::types::{Flags, Key, Literal, Member, Object, Type};

use super::Keep;

impl<'m> Context<'m> {
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
                    let key = Type::Literal(Literal::Number(position.to_string().into()));
                    let ty = ty.clone().filter(|_| !element.is_rest()).and_then(|ty| self.part(ty, key));
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
                        ObjectPatProp::Rest(rest) => self.bind(env, &rest.arg, None),
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
    pub(super) fn part(&mut self, whole: Type, key: Type) -> Option<Type> {
        Evaluator::new(self).simplified(vec![Type::IndexAccess(whole.into(), key.into())])
    }
}

fn key_of(name: &Atom) -> Type {
    Type::Literal(Literal::String(name.clone()))
}
