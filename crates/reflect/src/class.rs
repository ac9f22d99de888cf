//! Lowers classes: fields, accessors, methods, constructors and what they inherit.

use std::sync::Arc;

use mion_source::Module;
use swc_core::{
    common::Spanned,
    ecma::{
        ast::{
            Accessibility, Class as ClassSyntax, ClassMember, Expr, Function, Key as KeySyntax, MemberExpr,
            MethodKind, ParamOrTsParamProp, PropName, ThisExpr, TsParamPropParam,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::{Context, OWN};
use crate::derived::Derived;
use crate::evaluate::Evaluator;
use crate::jsdoc;
use crate::lower::Env;
use crate::members::entity;
use crate::ops;
use crate::signature::{FunctionSyntax, Param, default_value, parameters_of};
use crate::types::{Class, Flags, Key, Member, Object, Signature, Type, Value};

impl<'m> Context<'m> {
    /// A class's own members and what it extends. `name` is the binding of a class that has one.
    pub(crate) fn class(&mut self, env: &mut Env<'_, 'm>, class: &ClassSyntax, name: Option<&str>) -> Class {
        let handle = env.handle.clone();
        let module = handle.module();
        let extends = class.super_class.as_deref().and_then(|base| {
            let value = match base {
                Expr::Ident(_) | Expr::Member(_) => {
                    let declaration = entity(base).and_then(|base| self.declaration_of(env, &base));
                    let is_in_sight = env.file == OWN || declaration.is_none();
                    let expression = is_in_sight.then(|| module.slice(base.span()).into());
                    Arc::new(Value { expression, declaration })
                }
                // Not evaluated again: a mixin would make another class.
                _ => Value::new(format!("Object.getPrototypeOf({})", name?)),
            };
            Some((value, self.arguments(env, class.super_type_params.as_deref())))
        });
        let implements = class.implements.iter().map(|implemented| self.heritage(env, implemented)).collect();
        let mut members: Vec<Member> = Vec::new();
        for member in &class.body {
            let lowered = match member {
                ClassMember::Constructor(constructor) => {
                    Some(self.constructor(env, module, &constructor.params))
                }
                ClassMember::Method(method) => {
                    if jsdoc::reflection(module, method.span.lo) == Some(false) {
                        continue;
                    }
                    let outer = env.this.clone();
                    if method.kind == MethodKind::Getter {
                        // What it is made of stands before it.
                        let own = members.iter().flat_map(|member| match member.is_constructor() {
                            true => member.parameter_properties(),
                            false => vec![member.clone()],
                        });
                        let members: Vec<Member> = own.filter(|member| !member.flags.is_static).collect();
                        let is_all = reads_only(&method.function, &members);
                        let known = Type::Object(Arc::new(Object { members, ..Object::default() }));
                        env.this = Some(known).filter(|_| is_all);
                    }
                    let lowered = self.method(env, class, method);
                    env.this = outer;
                    lowered
                }
                ClassMember::ClassProp(property) => {
                    if jsdoc::reflection(module, property.span.lo) == Some(false) {
                        continue;
                    }
                    let ty = match (&property.type_ann, &property.value) {
                        (Some(annotation), _) => self.ty(env, &annotation.type_ann),
                        (None, Some(value)) if property.readonly => {
                            self.infer_literal(env, value).unwrap_or(Type::Keyword(ops::ANY))
                        }
                        (None, Some(value)) => {
                            self.infer_widened(env, value).unwrap_or(Type::Keyword(ops::ANY))
                        }
                        (None, None) => Type::Keyword(ops::ANY),
                    };
                    let key = self.property_name(env, &property.key);
                    let flags = Flags {
                        optional: property.is_optional,
                        readonly: property.readonly,
                        visibility: visibility(property.accessibility),
                        is_abstract: property.is_abstract,
                        is_static: property.is_static,
                    };
                    let default = property.value.as_deref().and_then(|value| default_value(module, value));
                    Some(Member {
                        default: default.map(|text| format!("function () {{ return {text}; }}").into()),
                        ..Member::property(key, ty, true, flags)
                    })
                }
                ClassMember::AutoAccessor(accessor) => {
                    let ty = match (&accessor.type_ann, &accessor.value) {
                        (Some(annotation), _) => self.ty(env, &annotation.type_ann),
                        (None, Some(value)) => {
                            self.infer_widened(env, value).unwrap_or(Type::Keyword(ops::ANY))
                        }
                        (None, None) => Type::Keyword(ops::ANY),
                    };
                    let KeySyntax::Public(key) = &accessor.key else { continue };
                    let key = self.property_name(env, key);
                    let flags = Flags {
                        visibility: visibility(accessor.accessibility),
                        is_abstract: accessor.is_abstract,
                        is_static: accessor.is_static,
                        ..Flags::default()
                    };
                    Some(Member::property(key, ty, true, flags))
                }
                ClassMember::TsIndexSignature(index) => Some(self.index_signature(env, index)),
                // `#private` names are no part of the type.
                ClassMember::PrivateMethod(_)
                | ClassMember::PrivateProp(_)
                | ClassMember::Empty(_)
                | ClassMember::StaticBlock(_) => None,
            };
            let Some(mut lowered) = lowered else { continue };
            // What carries out overloads is no signature of its own. A constructor may declare properties there.
            if let ClassMember::Method(method) = member
                && method.function.body.is_some()
                && members.iter().any(|known| known.is_overload_of(&lowered))
            {
                continue;
            }
            lowered.description = jsdoc::description(module, member.span().lo);
            members.push(lowered);
        }
        for interface in handle.index().interfaces_beside(module, class.span) {
            let mut added = self.members(env, &interface.body.body);
            for base in &interface.extends {
                let base = self.heritage(env, base);
                added.extend(Evaluator::new(self).spread(&base).unwrap_or_default());
            }
            for mut member in added {
                member.belong_to_class();
                if !members.iter().any(|known| known.has_key_of(&member)) {
                    members.push(member);
                }
            }
        }
        let extends = extends.map(|(base, arguments)| (base, arguments.into()));
        Class { extends, implements, members, name: name.map(str::to_owned), description: None }
    }

    pub(crate) fn method(
        &mut self,
        env: &mut Env<'_, 'm>,
        class: &ClassSyntax,
        method: &swc_core::ecma::ast::ClassMethod,
    ) -> Option<Member> {
        let key = self.property_name(env, &method.key);
        let flags = Flags {
            optional: method.is_optional,
            readonly: false,
            visibility: visibility(method.accessibility),
            is_abstract: method.is_abstract,
            is_static: method.is_static,
        };
        let other = |kind: MethodKind| {
            class.body.iter().any(|member| {
                matches!(member, ClassMember::Method(other) if other.kind == kind
                    && other.is_static == method.is_static
                    && same_name(&other.key, &method.key))
            })
        };
        match method.kind {
            MethodKind::Method => {
                let parameters = parameters_of(&method.function);
                let signature = self.signature(
                    env,
                    ops::METHOD,
                    key,
                    FunctionSyntax {
                        type_parameters: method.function.type_params.as_deref(),
                        parameters: &parameters,
                        returns: method.function.return_type.as_deref(),
                        is_async: method.function.is_async,
                    },
                );
                Some(Member::method(signature, flags))
            }
            MethodKind::Getter => {
                let ty = match (&method.function.return_type, &method.function.body) {
                    (None, Some(body)) => {
                        self.returned_by(env, &body.stmts).unwrap_or(Type::Keyword(ops::ANY))
                    }
                    (annotation, _) => self.annotated(env, annotation.as_deref()),
                };
                let readonly = !other(MethodKind::Setter);
                Some(Member::property(key, ty, true, Flags { readonly, ..flags }))
            }
            MethodKind::Setter if other(MethodKind::Getter) => None,
            MethodKind::Setter => {
                let parameter = method.function.params.first();
                let annotation = parameter.and_then(|parameter| Param::from(&parameter.pat).annotation());
                let ty = annotation.map_or(Type::Keyword(ops::ANY), |annotation| self.ty(env, annotation));
                Some(Member::property(key, ty, true, flags))
            }
        }
    }

    pub(crate) fn constructor(
        &mut self,
        env: &mut Env<'_, 'm>,
        module: &Module,
        parameters: &[ParamOrTsParamProp],
    ) -> Member {
        let mut lowered = Vec::with_capacity(parameters.len());
        for (position, parameter) in parameters.iter().enumerate() {
            lowered.push(match parameter {
                ParamOrTsParamProp::Param(parameter) => {
                    self.parameter(env, position, Param::from(&parameter.pat))
                }
                ParamOrTsParamProp::TsParamProp(property) => {
                    let syntax = match &property.param {
                        TsParamPropParam::Ident(ident) => Param::Ident(ident),
                        TsParamPropParam::Assign(assign) => Param::Assign(assign),
                    };
                    let mut lowered = self.parameter(env, position, syntax);
                    lowered.flags.readonly = property.readonly;
                    lowered.flags.visibility = match property.accessibility {
                        Some(Accessibility::Public) => Some(ops::PUBLIC),
                        other => visibility(other),
                    };
                    lowered.description = jsdoc::description(module, property.span.lo);
                    lowered
                }
            });
        }
        Member::method(
            Signature {
                op: ops::METHOD,
                key: Key::Name("constructor".into()),
                parameters: lowered.into(),
                returns: Type::Keyword(ops::ANY),
                description: None,
                facts: Derived::default(),
            },
            Flags::default(),
        )
    }
}

pub(crate) fn visibility(accessibility: Option<Accessibility>) -> Option<ops::Op> {
    match accessibility {
        Some(Accessibility::Private) => Some(ops::PRIVATE),
        Some(Accessibility::Protected) => Some(ops::PROTECTED),
        Some(Accessibility::Public) | None => None,
    }
}

pub(crate) fn same_name(a: &PropName, b: &PropName) -> bool {
    match (a, b) {
        (PropName::Ident(a), PropName::Ident(b)) => a.sym == b.sym,
        (PropName::Str(a), PropName::Str(b)) => a.value == b.value,
        _ => false,
    }
}

/// Whether a function takes nothing else of `this` than some members.
fn reads_only(function: &Function, members: &[Member]) -> bool {
    struct Reads<'a> {
        members: &'a [Member],
        others: bool,
    }
    impl Visit for Reads<'_> {
        fn visit_member_expr(&mut self, member: &MemberExpr) {
            let is_known = member.obj.is_this()
                && member.prop.as_ident().is_some_and(|name| {
                    let wanted = Key::Name(name.sym.clone());
                    self.members.iter().any(|member| member.key() == Some(&wanted))
                });
            if !is_known {
                member.visit_children_with(self);
            }
        }
        fn visit_this_expr(&mut self, _: &ThisExpr) {
            self.others = true;
        }
        fn visit_function(&mut self, _: &Function) {}
        fn visit_class(&mut self, _: &ClassSyntax) {}
    }
    let mut reads = Reads { members, others: false };
    function.body.visit_with(&mut reads);
    !reads.others
}
