//! Lowers what has parts: signatures, the members of interfaces and object types, classes.

use std::sync::Arc;

use swc_core::{
    common::Spanned,
    ecma::ast::{
        Expr, Lit, PropName, TsEntityName, TsExprWithTypeArgs, TsQualifiedName, TsTypeAnn, TsTypeElement,
    },
};

use crate::context::{Context, OWN};
use crate::jsdoc;
use crate::lower::Env;
use crate::ops;
use crate::signature::{Param, is_bound_key};
use crate::types::{Flags, Key, Literal, Member, MemberKind, Parameter, Signature, Type};

impl<'m> Context<'m> {
    /// The members of an interface or an object type.
    pub(crate) fn members(&mut self, env: &mut Env<'_, 'm>, elements: &[TsTypeElement]) -> Vec<Member> {
        let mut members = Vec::with_capacity(elements.len());
        for element in elements {
            let mut member = match element {
                TsTypeElement::TsPropertySignature(property) => {
                    let ty = self.annotated(env, property.type_ann.as_deref());
                    let key = self.key_of(env, &property.key, property.computed);
                    let flags = Flags {
                        optional: property.optional,
                        readonly: property.readonly,
                        ..Flags::default()
                    };
                    Member::property(key, ty, false, flags)
                }
                TsTypeElement::TsMethodSignature(method) => {
                    let key = self.key_of(env, &method.key, method.computed);
                    let signature = self.type_signature(
                        env,
                        ops::METHOD_SIGNATURE,
                        key,
                        method.type_params.as_deref(),
                        &method.params,
                        method.type_ann.as_deref(),
                    );
                    Member::method(signature, Flags { optional: method.optional, ..Flags::default() })
                }
                TsTypeElement::TsCallSignatureDecl(call) => Member::method(
                    self.type_signature(
                        env,
                        ops::CALL_SIGNATURE,
                        Key::Name(String::new().into()),
                        call.type_params.as_deref(),
                        &call.params,
                        call.type_ann.as_deref(),
                    ),
                    Flags::default(),
                ),
                TsTypeElement::TsConstructSignatureDecl(construct) => Member::method(
                    self.type_signature(
                        env,
                        ops::METHOD_SIGNATURE,
                        Key::Name("new".into()),
                        construct.type_params.as_deref(),
                        &construct.params,
                        construct.type_ann.as_deref(),
                    ),
                    Flags::default(),
                ),
                TsTypeElement::TsIndexSignature(index) => self.index_signature(env, index),
                TsTypeElement::TsGetterSignature(getter) => {
                    let ty = self.annotated(env, getter.type_ann.as_deref());
                    let name = getter.key.as_ident().map(|ident| &ident.sym);
                    let readonly = !elements.iter().any(|other| {
                        matches!(other, TsTypeElement::TsSetterSignature(setter)
                            if setter.key.as_ident().map(|ident| &ident.sym) == name)
                    });
                    let key = self.key_of(env, &getter.key, getter.computed);
                    Member::property(key, ty, false, Flags { readonly, ..Flags::default() })
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
                    let key = self.key_of(env, &setter.key, setter.computed);
                    Member::property(key, ty, false, Flags::default())
                }
            };
            let handle = env.handle.clone();
            member.description = jsdoc::description(handle.module(), element.span().lo);
            members.push(member);
        }
        members
    }

    pub(crate) fn index_signature(
        &mut self,
        env: &mut Env<'_, 'm>,
        index: &swc_core::ecma::ast::TsIndexSignature,
    ) -> Member {
        let key = index.params.first().and_then(|parameter| Param::from(parameter).annotation());
        let key = key.map_or(Type::Keyword(ops::STRING), |key| self.ty(env, key));
        let value = self.annotated(env, index.type_ann.as_deref());
        Member {
            kind: MemberKind::Index { key, value },
            flags: Flags { readonly: index.readonly, ..Flags::default() },
            default: None,
            description: None,
        }
    }

    pub(crate) fn annotated(&mut self, env: &mut Env<'_, 'm>, annotation: Option<&TsTypeAnn>) -> Type {
        annotation.map_or(Type::Keyword(ops::ANY), |annotation| self.ty(env, &annotation.type_ann))
    }

    /// The name of a property in an interface.
    pub(crate) fn key_of(&mut self, env: &mut Env<'_, 'm>, key: &Expr, computed: bool) -> Key {
        match key {
            Expr::Ident(ident) if !computed => Key::Name(ident.sym.clone()),
            Expr::Lit(Lit::Str(value)) => Key::Name(value.value.to_string_lossy().into_owned().into()),
            Expr::Lit(Lit::Num(value)) => Key::Number(ops::number(value.value).into()),
            key => self.computed_key(env, key),
        }
    }

    pub(crate) fn computed_key(&mut self, env: &mut Env<'_, 'm>, key: &Expr) -> Key {
        match self.infer_literal(env, key) {
            Some(Type::Literal(Literal::String(text))) => return Key::Name(text),
            Some(Type::Literal(Literal::Number(digits))) => return Key::Number(digits),
            _ => {}
        }
        let handle = env.handle.clone();
        let text = handle.module().slice(key.span());
        // A symbol that is only declared marks a type, and no program has it.
        if let Some(name) = key.as_ident()
            && let Some(id) = handle.index().find_value(env.namespace, &name.sym)
            && handle.index().declarations[id].ambient
        {
            return Key::Unseen(text.into());
        }
        // What another file computes a name from is not in sight here, but for the well-known symbols.
        let is_seen = if env.file == OWN { !is_bound_key(key) } else { text.starts_with("Symbol.") };
        if !is_seen {
            self.warn(
                env.file,
                key.span(),
                "the name of this member depends on the function around its class, so that the member is left out of the \
                 metadata"
                    .into(),
                "Compute the name in a constant before the class.".into(),
            );
        }
        if is_seen { Key::Computed(text.into()) } else { Key::Unseen(text.into()) }
    }

    pub(crate) fn property_name(&mut self, env: &mut Env<'_, 'm>, name: &PropName) -> Key {
        match name {
            PropName::Ident(ident) => Key::Name(ident.sym.clone()),
            PropName::Str(value) => Key::Name(value.value.to_string_lossy().into_owned().into()),
            PropName::Num(value) => Key::Number(ops::number(value.value).into()),
            PropName::BigInt(value) => Key::Name(value.value.to_string().into()),
            PropName::Computed(computed) => self.key_of(env, &computed.expr, true),
        }
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

    pub(crate) fn method(signature: Signature, flags: Flags) -> Self {
        Self { kind: MemberKind::Method(Arc::new(signature)), flags, default: None, description: None }
    }

    /// That of a method.
    pub(crate) fn signature(&self) -> Option<&Arc<Signature>> {
        if let MemberKind::Method(signature) = &self.kind { Some(signature) } else { None }
    }

    /// The name of a property or a method.
    pub(crate) fn key(&self) -> Option<&Key> {
        match &self.kind {
            MemberKind::Property { key, .. } => Some(key),
            MemberKind::Method(signature) => Some(&signature.key),
            MemberKind::Index { .. } => None,
        }
    }

    pub(crate) fn is_constructor(&self) -> bool {
        let signature = self.signature().filter(|_| !self.flags.is_static);
        signature.is_some_and(|signature| signature.key == Key::Name("constructor".into()))
    }

    /// Whether both are methods of a class by the same name.
    pub(crate) fn is_overload_of(&self, other: &Self) -> bool {
        self.flags.is_static == other.flags.is_static
            && self.signature().zip(other.signature()).is_some_and(|(own, other)| own.key == other.key)
    }

    /// Makes a member of an object one of a class.
    pub(crate) fn belong_to_class(&mut self) {
        match &mut self.kind {
            MemberKind::Property { class, .. } => *class = true,
            MemberKind::Method(signature) => Arc::make_mut(signature).op = ops::METHOD,
            MemberKind::Index { .. } => {}
        }
    }

    /// The properties that the parameters of a constructor declare.
    pub(crate) fn parameter_properties(&self) -> Vec<Self> {
        let Some(signature) = self.signature() else { return Vec::new() };
        let declaring =
            |parameter: &&Parameter| parameter.flags.visibility.is_some() || parameter.flags.readonly;
        let properties = signature.parameters.iter().filter(declaring).map(|parameter| {
            let visibility = parameter.flags.visibility.filter(|visibility| *visibility != ops::PUBLIC);
            let flags = Flags { visibility, ..parameter.flags };
            Self::property(Key::Name(parameter.name.clone()), parameter.ty.clone(), true, flags)
        });
        properties.collect()
    }
}

pub(crate) fn entity(expression: &Expr) -> Option<TsEntityName> {
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
