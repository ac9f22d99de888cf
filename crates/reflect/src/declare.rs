//! What stands behind the name of a declared type: lowered when something refers to it, or exports it.

use std::sync::Arc;

use swc_core::{
    common::Spanned,
    ecma::ast::{
        Accessibility, Class as ClassSyntax, ClassMember, TsType, TsTypeOperatorOp, TsTypeParamDecl,
    },
};

use crate::context::{Context, FileId};
use crate::index::{DeclId, Node};
use crate::jsdoc;
use crate::lower::{Binding, Env};
use crate::members::entity;
use crate::ops;
use crate::resolve::{Found, Target};
use crate::types::{
    Declared, Element, Flags, Key, Member, MemberKind, Object, SymbolId, Type, TypeParameter,
};

impl<'m> Context<'m> {
    /// The program of a declaration. `None` for what is no type.
    pub(crate) fn declare(&mut self, symbol: SymbolId, file: FileId, id: DeclId) -> Option<Declared> {
        let handle = self.file(file);
        let index = handle.index();
        let module = handle.module();
        let declaration = &index.declarations[id];
        let mut env = self.env(file, declaration.parent, &[]);
        let nodes = index.nodes(module, id);
        let name = declaration.name.to_string();
        let description = jsdoc::description(module, declaration.start);
        match nodes.first()? {
            Node::Interface(first) => {
                let parameters = self.bind_parameters(&mut env, first.type_params.as_deref());
                env.this = Some(Type::Named(symbol, variables(&parameters).into()));
                let mut object = Object { description, is_interface: true, ..Object::default() };
                self.take_in_interfaces(&mut env, &nodes, &mut object);
                for (other, id) in self.parts(file, id).into_iter().filter(|part| *part != (file, id)) {
                    let handle = self.file(other);
                    let nodes = handle.index().nodes(handle.module(), id);
                    let Some(Node::Interface(first)) = nodes.first() else { continue };
                    let mut env = self.env(other, handle.index().declarations[id].parent, &[]);
                    self.bind_parameters(&mut env, first.type_params.as_deref());
                    env.this = Some(Type::Named(symbol, variables(&parameters).into()));
                    self.take_in_interfaces(&mut env, &nodes, &mut object);
                }
                let ty = match &object.extends[..] {
                    // `interface JsonArray extends Array<Json> {}` is such an array.
                    [base] if object.members.is_empty() && is_library_type(base) => base.clone(),
                    _ => Type::Object(Arc::new(object)),
                };
                Some(Declared::named(name, parameters, ty))
            }
            Node::Alias(alias) => {
                let parameters = self.bind_parameters(&mut env, alias.type_params.as_deref());
                let intrinsic =
                    name == "TypeAnnotation" && jsdoc::has_tag(module, declaration.start, "intrinsic");
                // `type Api = typeof routes` names the type of that value, whatever it is.
                let named = alias.type_ann.as_ts_type_query().map(|query| (file, query.span));
                let outer = std::mem::replace(&mut self.inference.named, named);
                let mut ty =
                    if intrinsic { annotation(&parameters) } else { self.ty(&mut env, &alias.type_ann) };
                self.inference.named = outer;
                if let Type::Object(object) = &mut ty {
                    Arc::make_mut(object).description = description;
                }
                Some(Declared::named(name, parameters, ty))
            }
            Node::Enum(_) => {
                let ty = Type::Enum(self.enum_members(file, id).into());
                Some(Declared { description, nominal: false, ..Declared::named(name, Vec::new(), ty) })
            }
            Node::Class(class) => {
                let parameters = self.bind_parameters(&mut env, class.type_params.as_deref());
                env.this = Some(Type::Named(symbol, variables(&parameters).into()));
                let ty = self.shape(&mut env, class);
                Some(Declared::named(name, parameters, ty))
            }
            Node::Function(_)
            | Node::Variable(..)
            | Node::Destructured(..)
            | Node::Value(_)
            | Node::Namespace => None,
        }
    }

    /// Adds the bases and the members of the parts of an interface that are in one file.
    fn take_in_interfaces(&mut self, env: &mut Env<'_, 'm>, nodes: &[Node<'_>], object: &mut Object) {
        for node in nodes {
            let Node::Interface(part) = node else { continue };
            for base in &part.extends {
                object.extends.push(self.heritage(env, base));
            }
            object.members.extend(self.members(env, &part.body.body));
        }
    }

    /// Lowers the defaults of type parameters, and puts the parameters in sight.
    pub(crate) fn bind_parameters(
        &mut self,
        env: &mut Env<'_, 'm>,
        parameters: Option<&TsTypeParamDecl>,
    ) -> Vec<TypeParameter> {
        let mut bound = Vec::new();
        for parameter in parameters.map_or(&[][..], |list| &list.params) {
            let default = parameter.default.as_ref().map(|default| self.ty(env, default));
            let name = parameter.name.sym.clone();
            env.bound.push((name.clone(), Binding::Variable));
            if let Some(TsType::TsTypeOperator(operator)) = parameter.constraint.as_deref()
                && operator.op == TsTypeOperatorOp::KeyOf
            {
                let source = self.quietly(|context| context.ty(env, &operator.type_ann));
                if !source.is_any() {
                    env.key_sources.push((name.clone(), source));
                }
            }
            bound.push(TypeParameter { name, default });
        }
        bound
    }

    /// The public shape of a class whose value is out of reach.
    fn shape(&mut self, env: &mut Env<'_, 'm>, class: &ClassSyntax) -> Type {
        let mut object = Object::default();
        if let Some(base) = class.super_class.as_deref().and_then(entity)
            && let Some((file, id)) = self.declaration_of(env, &base)
            && let Some(symbol) =
                self.symbol(file, id, Found { target: Target::Declaration(file, id), type_only: true })
        {
            let arguments = self.arguments(env, class.super_type_params.as_deref());
            object.extends.push(Type::Named(symbol, arguments.into()));
        }
        let private: Vec<_> =
            class.body.iter().filter(|member| is_hidden(member)).map(Spanned::span).collect();
        let public = ClassSyntax {
            body: class.body.iter().filter(|member| !private.contains(&member.span())).cloned().collect(),
            super_class: None,
            implements: Vec::new(),
            ..class.clone()
        };
        let members = self.class(env, &public, None).members.into_iter();
        let members = members.flat_map(|member| match member.is_constructor() {
            true => member.parameter_properties(),
            false => vec![member],
        });
        for member in members.filter(|member| member.flags.visibility.is_none()) {
            let kind = match member.kind {
                MemberKind::Property { key, ty, .. } => MemberKind::Property { key, ty, class: false },
                MemberKind::Method(mut signature) => {
                    Arc::make_mut(&mut signature).op = ops::METHOD_SIGNATURE;
                    MemberKind::Method(signature)
                }
                kind @ MemberKind::Index { .. } => kind,
            };
            let flags = Flags { visibility: None, is_abstract: false, ..member.flags };
            object.members.push(Member { kind, flags, default: None, ..member });
        }
        Type::Object(Arc::new(object))
    }
}

/// Whether a type is one of the library's that are no objects to the machine.
fn is_library_type(ty: &Type) -> bool {
    match ty {
        Type::Readonly(inner) => is_library_type(inner),
        ty => matches!(ty, Type::Array(_) | Type::Promise(_) | Type::Set(_) | Type::Map(..)),
    }
}

fn variables(parameters: &[TypeParameter]) -> Vec<Type> {
    parameters.iter().map(|parameter| Type::Variable(parameter.name.clone())).collect()
}

/// `{__meta?: never & [T, Options]}`: what `TypeAnnotation` of `@deepkit/core` stands for at run time.
fn annotation(parameters: &[TypeParameter]) -> Type {
    let tuple = Type::Tuple(variables(parameters).into_iter().map(Element::of).collect());
    let meta = Type::Intersection(vec![Type::Keyword(ops::NEVER), tuple].into());
    let flags = Flags { optional: true, ..Flags::default() };
    let members = vec![Member::property(Key::Name("__meta".into()), meta, false, flags)];
    Type::Object(Arc::new(Object { members, ..Object::default() }))
}

pub(crate) fn is_hidden(member: &ClassMember) -> bool {
    let (accessibility, is_static) = match member {
        ClassMember::Method(method) => (method.accessibility, method.is_static),
        ClassMember::ClassProp(property) => (property.accessibility, property.is_static),
        ClassMember::AutoAccessor(accessor) => (accessor.accessibility, accessor.is_static),
        ClassMember::PrivateMethod(_) | ClassMember::PrivateProp(_) => return true,
        _ => (None, false),
    };
    is_static || matches!(accessibility, Some(Accessibility::Private | Accessibility::Protected))
}
