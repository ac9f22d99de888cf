//! Lowers what has parts: signatures, the members of interfaces and object types, classes.

use mion_source::Module;
use swc_core::{
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::{
            Accessibility, ArrayPat, ArrowExpr, AssignPat, BindingIdent, Class as ClassSyntax, ClassMember,
            Expr, Function, Key as KeySyntax, Lit, MethodKind, ObjectPat, ParamOrTsParamProp, Pat, PropName,
            RestPat, TsEntityName, TsExprWithTypeArgs, TsFnParam, TsParamPropParam, TsQualifiedName, TsType,
            TsTypeAnn, TsTypeElement, TsTypeParamDecl,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::{Context, OWN};
use crate::jsdoc;
use crate::lower::{Binding, Env};
use crate::ops;
use crate::types::{Class, Flags, Key, Member, MemberKind, Parameter, Signature, Type};

/// A parameter as its different syntax trees hold it.
#[derive(Clone, Copy)]
pub(crate) enum Param<'a> {
    Ident(&'a BindingIdent),
    Array(&'a ArrayPat),
    Object(&'a ObjectPat),
    Rest(&'a RestPat),
    Assign(&'a AssignPat),
    Other,
}

impl<'a> From<&'a Pat> for Param<'a> {
    fn from(pat: &'a Pat) -> Self {
        match pat {
            Pat::Ident(ident) => Self::Ident(ident),
            Pat::Array(array) => Self::Array(array),
            Pat::Object(object) => Self::Object(object),
            Pat::Rest(rest) => Self::Rest(rest),
            Pat::Assign(assign) => Self::Assign(assign),
            Pat::Invalid(_) | Pat::Expr(_) => Self::Other,
        }
    }
}

impl<'a> From<&'a TsFnParam> for Param<'a> {
    fn from(param: &'a TsFnParam) -> Self {
        match param {
            TsFnParam::Ident(ident) => Self::Ident(ident),
            TsFnParam::Array(array) => Self::Array(array),
            TsFnParam::Object(object) => Self::Object(object),
            TsFnParam::Rest(rest) => Self::Rest(rest),
        }
    }
}

impl<'a> Param<'a> {
    pub(crate) fn annotation(self) -> Option<&'a TsType> {
        let annotation = match self {
            Self::Ident(ident) => &ident.type_ann,
            Self::Array(array) => &array.type_ann,
            Self::Object(object) => &object.type_ann,
            Self::Rest(rest) => {
                return rest
                    .type_ann
                    .as_ref()
                    .map(|ann| &*ann.type_ann)
                    .or_else(|| Param::from(&*rest.arg).annotation());
            }
            Self::Assign(assign) => return Param::from(&*assign.left).annotation(),
            Self::Other => &None,
        };
        annotation.as_ref().map(|annotation| &*annotation.type_ann)
    }

    pub(crate) fn name(self) -> Option<&'a str> {
        match self {
            Self::Ident(ident) => Some(&ident.id.sym),
            Self::Rest(rest) => Param::from(&*rest.arg).name(),
            Self::Assign(assign) => Param::from(&*assign.left).name(),
            _ => None,
        }
    }

    fn optional(self) -> bool {
        match self {
            Self::Ident(ident) => ident.id.optional,
            Self::Array(array) => array.optional,
            Self::Object(object) => object.optional,
            Self::Assign(assign) => Param::from(&*assign.left).optional(),
            _ => false,
        }
    }

    fn start(self) -> BytePos {
        match self {
            Self::Ident(ident) => ident.id.span.lo,
            Self::Array(array) => array.span.lo,
            Self::Object(object) => object.span.lo,
            Self::Rest(rest) => rest.span.lo,
            Self::Assign(assign) => assign.span.lo,
            Self::Other => BytePos(0),
        }
    }
}

/// The parts of a function, whatever its syntax.
#[derive(Clone, Copy)]
pub(crate) struct FunctionSyntax<'a> {
    pub(crate) type_parameters: Option<&'a TsTypeParamDecl>,
    pub(crate) parameters: &'a [Param<'a>],
    pub(crate) returns: Option<&'a TsTypeAnn>,
}

pub(crate) fn parameters_of(function: &Function) -> Vec<Param<'_>> {
    function.params.iter().map(|param| Param::from(&param.pat)).collect()
}

pub(crate) fn parameters_of_arrow(arrow: &ArrowExpr) -> Vec<Param<'_>> {
    arrow.params.iter().map(Param::from).collect()
}

impl<'m> Context<'m> {
    pub(crate) fn signature(
        &mut self,
        env: &mut Env<'_, 'm>,
        op: ops::Op,
        key: Key,
        function: FunctionSyntax<'_>,
    ) -> Signature {
        let bound = env.bound.len();
        if let Some(list) = function.type_parameters {
            env.bound
                .extend(list.params.iter().map(|parameter| (parameter.name.sym.clone(), Binding::Opaque)));
        }
        let parameters = self.parameters(env, function.parameters);
        let returns =
            function.returns.map_or(Type::Keyword(ops::ANY), |returns| self.ty(env, &returns.type_ann));
        env.bound.truncate(bound);
        Signature { op, key, parameters, returns, description: None }
    }

    pub(crate) fn type_parameters(
        &mut self,
        env: &mut Env<'_, 'm>,
        parameters: &[TsFnParam],
    ) -> Vec<Parameter> {
        let parameters: Vec<Param<'_>> = parameters.iter().map(Param::from).collect();
        self.parameters(env, &parameters)
    }

    fn parameters(&mut self, env: &mut Env<'_, 'm>, parameters: &[Param<'_>]) -> Vec<Parameter> {
        let real = parameters.iter().filter(|parameter| parameter.name() != Some("this"));
        real.enumerate().map(|(position, parameter)| self.parameter(env, position, *parameter)).collect()
    }

    fn parameter(&mut self, env: &mut Env<'_, 'm>, position: usize, parameter: Param<'_>) -> Parameter {
        let rest = matches!(parameter, Param::Rest(_));
        let initial = if let Param::Assign(assign) = parameter { Some(&*assign.right) } else { None };
        let annotation = parameter.annotation();
        let ty = match annotation {
            Some(annotation) if rest => self.rest(env, annotation),
            Some(annotation) => self.ty(env, annotation),
            None => initial
                .and_then(|initial| self.infer_widened(env, initial))
                .unwrap_or(Type::Keyword(ops::ANY)),
        };
        let received = annotation.is_some_and(|annotation| received_type(annotation).is_some());
        let handle = env.handle.clone();
        let module = handle.module();
        let default = initial.filter(|_| !received).and_then(|initial| default_value(module, initial));
        Parameter {
            name: parameter.name().map_or_else(|| format!("param{position}"), str::to_owned),
            ty,
            rest,
            flags: Flags { optional: parameter.optional(), ..Flags::default() },
            default: default.map(|text| format!("() => ({text})")),
            description: jsdoc::description(module, parameter.start()),
        }
    }

    /// The members of an interface or an object type.
    pub(crate) fn members(&mut self, env: &mut Env<'_, 'm>, elements: &[TsTypeElement]) -> Vec<Member> {
        let mut members = Vec::with_capacity(elements.len());
        for element in elements {
            let member = match element {
                TsTypeElement::TsPropertySignature(property) => {
                    let ty = self.annotated(env, property.type_ann.as_deref());
                    self.key_of(env, &property.key, property.computed).map(|key| {
                        let flags = Flags {
                            optional: property.optional,
                            readonly: property.readonly,
                            ..Flags::default()
                        };
                        Member::property(key, ty, false, flags)
                    })
                }
                TsTypeElement::TsMethodSignature(method) => {
                    self.key_of(env, &method.key, method.computed).map(|key| {
                        let signature = self.type_signature(
                            env,
                            ops::METHOD_SIGNATURE,
                            key,
                            method.type_params.as_deref(),
                            &method.params,
                            method.type_ann.as_deref(),
                        );
                        Member::method(signature, Flags { optional: method.optional, ..Flags::default() })
                    })
                }
                TsTypeElement::TsCallSignatureDecl(call) => Some(Member::method(
                    self.type_signature(
                        env,
                        ops::CALL_SIGNATURE,
                        Key::Name(String::new()),
                        call.type_params.as_deref(),
                        &call.params,
                        call.type_ann.as_deref(),
                    ),
                    Flags::default(),
                )),
                TsTypeElement::TsConstructSignatureDecl(construct) => Some(Member::method(
                    self.type_signature(
                        env,
                        ops::METHOD_SIGNATURE,
                        Key::Name("new".into()),
                        construct.type_params.as_deref(),
                        &construct.params,
                        construct.type_ann.as_deref(),
                    ),
                    Flags::default(),
                )),
                TsTypeElement::TsIndexSignature(index) => Some(self.index_signature(env, index)),
                TsTypeElement::TsGetterSignature(getter) => {
                    let ty = self.annotated(env, getter.type_ann.as_deref());
                    let name = getter.key.as_ident().map(|ident| &ident.sym);
                    let readonly = !elements.iter().any(|other| {
                        matches!(other, TsTypeElement::TsSetterSignature(setter)
                            if setter.key.as_ident().map(|ident| &ident.sym) == name)
                    });
                    self.key_of(env, &getter.key, getter.computed)
                        .map(|key| Member::property(key, ty, false, Flags { readonly, ..Flags::default() }))
                }
                TsTypeElement::TsSetterSignature(setter) => {
                    let name = setter.key.as_ident().map(|ident| &ident.sym);
                    let has_getter = elements.iter().any(|other| {
                        matches!(other, TsTypeElement::TsGetterSignature(getter)
                            if getter.key.as_ident().map(|ident| &ident.sym) == name)
                    });
                    if has_getter {
                        continue;
                    }
                    let annotation = Param::from(&setter.param).annotation();
                    let ty = annotation.map_or(Type::Keyword(ops::ANY), |ty| self.ty(env, ty));
                    self.key_of(env, &setter.key, setter.computed)
                        .map(|key| Member::property(key, ty, false, Flags::default()))
                }
            };
            if let Some(mut member) = member {
                let handle = env.handle.clone();
                member.description = jsdoc::description(handle.module(), element.span().lo);
                members.push(member);
            }
        }
        members
    }

    fn index_signature(
        &mut self,
        env: &mut Env<'_, 'm>,
        index: &swc_core::ecma::ast::TsIndexSignature,
    ) -> Member {
        let key = index.params.first().and_then(|parameter| Param::from(parameter).annotation());
        let key = key.map_or(Type::Keyword(ops::STRING), |key| self.ty(env, key));
        let value = self.annotated(env, index.type_ann.as_deref());
        Member {
            kind: MemberKind::Index { key, value },
            flags: Flags::default(),
            default: None,
            description: None,
        }
    }

    fn annotated(&mut self, env: &mut Env<'_, 'm>, annotation: Option<&TsTypeAnn>) -> Type {
        annotation.map_or(Type::Keyword(ops::ANY), |annotation| self.ty(env, &annotation.type_ann))
    }

    /// The name of a property in an interface. `None` for a computed one that this module cannot compute.
    fn key_of(&mut self, env: &Env<'_, 'm>, key: &Expr, computed: bool) -> Option<Key> {
        match key {
            Expr::Ident(ident) if !computed => Some(Key::Name(ident.sym.to_string())),
            Expr::Lit(Lit::Str(value)) => Some(Key::Name(value.value.to_string_lossy().into_owned())),
            Expr::Lit(Lit::Num(value)) => Some(Key::Number(ops::number(value.value))),
            key => self.computed_key(env, key),
        }
    }

    fn computed_key(&mut self, env: &Env<'_, 'm>, key: &Expr) -> Option<Key> {
        let handle = env.handle.clone();
        let text = handle.module().slice(key.span());
        // What another file computes a name from is not in sight here, but for the well-known symbols.
        (env.file == OWN || text.starts_with("Symbol.")).then(|| Key::Computed(text.to_owned()))
    }

    fn property_name(&mut self, env: &Env<'_, 'm>, name: &PropName) -> Option<Key> {
        match name {
            PropName::Ident(ident) => Some(Key::Name(ident.sym.to_string())),
            PropName::Str(value) => Some(Key::Name(value.value.to_string_lossy().into_owned())),
            PropName::Num(value) => Some(Key::Number(ops::number(value.value))),
            PropName::BigInt(value) => Some(Key::Name(value.value.to_string())),
            PropName::Computed(computed) => match &*computed.expr {
                Expr::Lit(Lit::Str(value)) => Some(Key::Name(value.value.to_string_lossy().into_owned())),
                Expr::Lit(Lit::Num(value)) => Some(Key::Number(ops::number(value.value))),
                key => self.computed_key(env, key),
            },
        }
    }

    /// A class's own members and what it extends. `name` is the binding of a class that has one.
    pub(crate) fn class(&mut self, env: &mut Env<'_, 'm>, class: &ClassSyntax, name: Option<&str>) -> Class {
        let handle = env.handle.clone();
        let module = handle.module();
        let extends = class.super_class.as_deref().and_then(|base| {
            let expression = match base {
                Expr::Ident(_) | Expr::Member(_) => module.slice(base.span()).to_owned(),
                // Not evaluated again: a mixin would make another class.
                _ => format!("Object.getPrototypeOf({})", name?),
            };
            Some((expression, self.arguments(env, class.super_type_params.as_deref())))
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
                    self.method(env, class, method)
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
                    self.property_name(env, &property.key).map(|key| {
                        let flags = Flags {
                            optional: property.is_optional,
                            readonly: property.readonly,
                            visibility: visibility(property.accessibility),
                            is_abstract: property.is_abstract,
                            is_static: property.is_static,
                        };
                        let default =
                            property.value.as_deref().and_then(|value| default_value(module, value));
                        Member {
                            default: default.map(|text| format!("function () {{ return {text}; }}")),
                            ..Member::property(key, ty, true, flags)
                        }
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
                    self.property_name(env, key).map(|key| {
                        let flags = Flags {
                            visibility: visibility(accessor.accessibility),
                            is_abstract: accessor.is_abstract,
                            is_static: accessor.is_static,
                            ..Flags::default()
                        };
                        Member::property(key, ty, true, flags)
                    })
                }
                ClassMember::TsIndexSignature(index) => Some(self.index_signature(env, index)),
                // `#private` names are no part of the type.
                ClassMember::PrivateMethod(_)
                | ClassMember::PrivateProp(_)
                | ClassMember::Empty(_)
                | ClassMember::StaticBlock(_) => None,
            };
            let Some(mut lowered) = lowered else { continue };
            // Of overloads the first one stands for the method.
            if let MemberKind::Method(signature) = &lowered.kind
                && members.iter().any(
                    |known| matches!(&known.kind, MemberKind::Method(known) if known.key == signature.key),
                )
            {
                continue;
            }
            lowered.description = jsdoc::description(module, member.span().lo);
            members.push(lowered);
        }
        Class { extends, implements, members, name: name.map(str::to_owned), description: None }
    }

    fn method(
        &mut self,
        env: &mut Env<'_, 'm>,
        class: &ClassSyntax,
        method: &swc_core::ecma::ast::ClassMethod,
    ) -> Option<Member> {
        let key = self.property_name(env, &method.key)?;
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
                    },
                );
                Some(Member::method(signature, flags))
            }
            MethodKind::Getter => {
                let ty = self.annotated(env, method.function.return_type.as_deref());
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

    fn constructor(
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
                parameters: lowered,
                returns: Type::Keyword(ops::ANY),
                description: None,
            },
            Flags::default(),
        )
    }

    /// A type after `extends` or `implements`.
    pub(crate) fn heritage(&mut self, env: &mut Env<'_, 'm>, heritage: &TsExprWithTypeArgs) -> Type {
        match entity(&heritage.expr) {
            Some(name) => self.reference(env, &name, heritage.type_args.as_deref(), heritage.span),
            None => self.unresolved(env, heritage.span, "extends"),
        }
    }
}

impl Member {
    pub(crate) fn property(key: Key, ty: Type, class: bool, flags: Flags) -> Self {
        Self { kind: MemberKind::Property { key, ty, class }, flags, default: None, description: None }
    }

    fn method(signature: Signature, flags: Flags) -> Self {
        Self { kind: MemberKind::Method(signature), flags, default: None, description: None }
    }
}

/// The `T` of a parameter of type `ReceiveType<T>`, alone or in a union.
pub(crate) fn received_type(annotation: &TsType) -> Option<&TsType> {
    match annotation {
        TsType::TsTypeRef(reference) => match (&reference.type_name, &reference.type_params) {
            (TsEntityName::Ident(name), Some(arguments)) if name.sym == "ReceiveType" => {
                arguments.params.first().map(|argument| &**argument)
            }
            _ => None,
        },
        TsType::TsUnionOrIntersectionType(swc_core::ecma::ast::TsUnionOrIntersectionType::TsUnionType(
            union,
        )) => union.types.iter().find_map(|member| received_type(member)),
        TsType::TsParenthesizedType(inner) => received_type(&inner.type_ann),
        _ => None,
    }
}

fn entity(expression: &Expr) -> Option<TsEntityName> {
    match expression {
        Expr::Ident(ident) => Some(TsEntityName::Ident(ident.clone())),
        Expr::Member(member) => Some(TsEntityName::TsQualifiedName(Box::new(TsQualifiedName {
            span: member.span,
            left: entity(&member.obj)?,
            right: member.prop.as_ident()?.clone(),
        }))),
        _ => None,
    }
}

fn visibility(accessibility: Option<Accessibility>) -> Option<ops::Op> {
    match accessibility {
        Some(Accessibility::Private) => Some(ops::PRIVATE),
        Some(Accessibility::Protected) => Some(ops::PROTECTED),
        Some(Accessibility::Public) | None => None,
    }
}

fn same_name(a: &PropName, b: &PropName) -> bool {
    match (a, b) {
        (PropName::Ident(a), PropName::Ident(b)) => a.sym == b.sym,
        (PropName::Str(a), PropName::Str(b)) => a.value == b.value,
        _ => false,
    }
}

/// The text of an initial value, if it means the same in a function of its own.
fn default_value(module: &Module, value: &Expr) -> Option<String> {
    let mut bound = BoundToItsFunction::default();
    value.visit_with(&mut bound);
    (!bound.found).then(|| module.slice(value.span()).to_owned())
}

/// Finds what cannot be moved into another function: `await`, `yield`, `super`, `arguments`, `new.target`.
#[derive(Default)]
struct BoundToItsFunction {
    found: bool,
}

impl Visit for BoundToItsFunction {
    fn visit_await_expr(&mut self, _: &swc_core::ecma::ast::AwaitExpr) {
        self.found = true;
    }
    fn visit_yield_expr(&mut self, _: &swc_core::ecma::ast::YieldExpr) {
        self.found = true;
    }
    fn visit_super(&mut self, _: &swc_core::ecma::ast::Super) {
        self.found = true;
    }
    fn visit_meta_prop_expr(&mut self, _: &swc_core::ecma::ast::MetaPropExpr) {
        self.found = true;
    }
    fn visit_ident(&mut self, ident: &swc_core::ecma::ast::Ident) {
        self.found |= ident.sym == "arguments";
    }
    fn visit_function(&mut self, _: &Function) {}
    fn visit_class(&mut self, class: &ClassSyntax) {
        class.super_class.visit_with(self);
    }
}

/// Where a parameter's name ends: for the warning about a missing annotation.
pub(crate) fn parameter_span(parameter: Param<'_>) -> Span {
    match parameter {
        Param::Ident(ident) => ident.id.span,
        Param::Array(array) => array.span,
        Param::Object(object) => object.span,
        Param::Rest(rest) => rest.span,
        Param::Assign(assign) => assign.span,
        Param::Other => Span::default(),
    }
}
