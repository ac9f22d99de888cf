//! Lowers signatures: parameters, their initial values, return types.

use mion_source::Module;
use swc_core::{
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::{
            ArrayPat, ArrowExpr, AssignPat, BindingIdent, Class as ClassSyntax, ClassMember, Expr, Function,
            ObjectPat, Pat, RestPat, TsEntityName, TsFnParam, TsType, TsTypeAnn, TsTypeParamDecl,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::Context;
use crate::derived::Derived;
use crate::jsdoc;
use crate::lower::Env;
use crate::ops;
use crate::types::{Flags, Key, Parameter, Rest, Signature, Type};

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

    pub(crate) fn optional(self) -> bool {
        match self {
            Self::Ident(ident) => ident.id.optional,
            Self::Array(array) => array.optional,
            Self::Object(object) => object.optional,
            Self::Assign(assign) => Param::from(&*assign.left).optional(),
            _ => false,
        }
    }

    pub(crate) fn start(self) -> BytePos {
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
    pub(crate) is_async: bool,
}

pub(crate) fn parameters_of(function: &Function) -> Vec<Param<'_>> {
    function.params.iter().map(|param| Param::from(&param.pat)).collect()
}

pub(crate) fn parameters_of_arrow(arrow: &ArrowExpr) -> Vec<Param<'_>> {
    arrow.params.iter().map(Param::from).collect()
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

/// The text of an initial value, if it means the same in a function of its own.
pub(crate) fn default_value(module: &Module, value: &Expr) -> Option<String> {
    let mut bound = BoundToItsFunction::default();
    value.visit_with(&mut bound);
    (!bound.found).then(|| module.slice(value.span()).to_owned())
}

/// Whether the expression of a computed name means something else in a function of its class.
pub(crate) fn is_bound_key(key: &Expr) -> bool {
    let mut bound = BoundToItsFunction { this: true, ..BoundToItsFunction::default() };
    key.visit_with(&mut bound);
    bound.found
}

/// Finds what cannot be moved into another function: `await`, `yield`, `super`, `arguments`, `new.target`.
#[derive(Default)]
struct BoundToItsFunction {
    found: bool,
    /// Whether `this` is such a thing, too.
    this: bool,
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
    fn visit_this_expr(&mut self, _: &swc_core::ecma::ast::ThisExpr) {
        self.found |= self.this;
    }
    fn visit_ident(&mut self, ident: &swc_core::ecma::ast::Ident) {
        self.found |= ident.sym == "arguments";
    }
    fn visit_function(&mut self, _: &Function) {}
    fn visit_class(&mut self, class: &ClassSyntax) {
        class.decorators.visit_with(self);
        class.super_class.visit_with(self);
        // Of its members, the names are no function's.
        for member in &class.body {
            match member {
                ClassMember::Method(method) => method.key.visit_with(self),
                ClassMember::ClassProp(property) => property.key.visit_with(self),
                ClassMember::AutoAccessor(accessor) => accessor.key.visit_with(self),
                _ => {}
            }
        }
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

impl<'m> Context<'m> {
    pub(crate) fn signature(
        &mut self,
        env: &mut Env<'_, 'm>,
        op: ops::Op,
        key: Key,
        function: FunctionSyntax<'_>,
    ) -> Signature {
        let bound = env.bound.len();
        self.bind_opaque(env, function.type_parameters);
        let parameters = self.parameters(env, function.parameters).into();
        let returns =
            function.returns.map_or(Type::Keyword(ops::ANY), |returns| self.ty(env, &returns.type_ann));
        env.bound.truncate(bound);
        Signature { op, key, parameters, returns, description: None, facts: Derived::default() }
    }

    pub(crate) fn type_parameters(
        &mut self,
        env: &mut Env<'_, 'm>,
        parameters: &[TsFnParam],
    ) -> Vec<Parameter> {
        let parameters: Vec<Param<'_>> = parameters.iter().map(Param::from).collect();
        self.parameters(env, &parameters)
    }

    pub(crate) fn parameters(&mut self, env: &mut Env<'_, 'm>, parameters: &[Param<'_>]) -> Vec<Parameter> {
        let real = parameters.iter().filter(|parameter| parameter.name() != Some("this"));
        real.enumerate().map(|(position, parameter)| self.parameter(env, position, *parameter)).collect()
    }

    pub(crate) fn parameter(
        &mut self,
        env: &mut Env<'_, 'm>,
        position: usize,
        parameter: Param<'_>,
    ) -> Parameter {
        let initial = if let Param::Assign(assign) = parameter { Some(&*assign.right) } else { None };
        let annotation = parameter.annotation();
        let (ty, rest) = match (annotation, parameter) {
            (Some(annotation), Param::Rest(_)) => self.rest(env, annotation),
            (None, Param::Rest(_)) => (Type::Keyword(ops::ANY), Rest::Of),
            (Some(annotation), _) => (self.ty(env, annotation), Rest::No),
            (None, _) => {
                let inferred = initial.and_then(|initial| self.infer_widened(env, initial));
                let inferred = match parameter {
                    Param::Assign(assign) => self.with_pattern(env, &assign.left, inferred),
                    _ => inferred,
                };
                (inferred.unwrap_or(Type::Keyword(ops::ANY)), Rest::No)
            }
        };
        let received = annotation.is_some_and(|annotation| received_type(annotation).is_some());
        let handle = env.handle.clone();
        let module = handle.module();
        let default = initial.filter(|_| !received).and_then(|initial| default_value(module, initial));
        Parameter {
            name: parameter.name().map_or_else(|| format!("param{position}"), str::to_owned).into(),
            ty,
            rest,
            flags: Flags { optional: parameter.optional(), ..Flags::default() },
            default: default.map(|text| format!("() => ({text})").into()),
            description: jsdoc::description(module, parameter.start()),
        }
    }
}
