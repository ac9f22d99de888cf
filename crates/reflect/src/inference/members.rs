//! The types of members of classes that do not say them: what a method returns, what a getter or a property holds.
//!
//! They are found when something asks for them: a class's own metadata tells what is written.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    ecma::ast::{Class, ClassMember, Expr, Function, MethodKind, TsTypeAnn},
};

use crate::context::{Context, FileId};
use crate::evaluate::Evaluator;
use crate::index::{DeclId, Node};
use crate::lower::Env;
use crate::ops;
use crate::reach::Reach;
use crate::types::Type;
use crate::walk::property_text;

use super::Keep;

/// A member of a class: of its instances, or of itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MemberId {
    pub(crate) class: (FileId, DeclId),
    /// `#name` for a private one.
    pub(crate) name: Atom,
    pub(crate) is_static: bool,
}

/// What a class itself has to say about a member.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// It does not declare it.
    Nothing,
    /// It says the type, or syntax does not tell it.
    Unknown,
    /// In its own type parameters.
    Type(Type),
}

impl<'m> Context<'m> {
    /// The type of a member that its class does not write.
    pub(crate) fn unwritten_member(&mut self, member: &MemberId) -> Told {
        if let Some(known) = self.inference.unwritten.get(member).cloned() {
            self.mark_private();
            return known;
        }
        // Members that return what each other return have no end.
        self.inference.unwritten.insert(member.clone(), Told::Unknown);
        let told = self.quietly(|context| context.read_member(member));
        self.inference.unwritten.insert(member.clone(), told.clone());
        told
    }

    fn read_member(&mut self, member: &MemberId) -> Told {
        let (file, id) = member.class;
        let handle = self.file(file);
        let index = handle.index();
        let nodes = index.nodes(handle.module(), id);
        let Some(Node::Class(class)) = nodes.first().copied() else { return Told::Nothing };
        let Some(syntax) = MemberSyntax::of(class, member) else { return Told::Nothing };
        let mut env = self.env(file, index.declarations[id].parent, &[]);
        self.bind_opaque(&mut env, class.type_params.as_deref());
        let parameters = env.bound.iter().map(|(name, binding)| binding.clone().into_type(name));
        let parameters: Vec<Type> = parameters.collect();
        let value = self.value(file, id, &Reach::Embedded);
        env.this = value.map(|value| match member.is_static {
            true => Type::ValueOf(value),
            false => Type::ClassReference(value, parameters.into()),
        });
        match self.type_of_member(&mut env, syntax, member.name.starts_with('#')) {
            Some(ty) => Told::Type(ty),
            None => Told::Unknown,
        }
    }

    /// What is written counts for private members alone: others have it from the class's shape.
    fn type_of_member(
        &mut self,
        env: &mut Env<'_, 'm>,
        syntax: MemberSyntax<'_>,
        is_private: bool,
    ) -> Option<Type> {
        match syntax {
            MemberSyntax::Property(Some(annotation), _) if is_private => {
                Some(self.ty(env, &annotation.type_ann))
            }
            MemberSyntax::Property(Some(_), _) => None,
            MemberSyntax::Property(None, value) => self.infer(env, value?, Keep::Widened, 0),
            MemberSyntax::Method(function) if is_private || function.return_type.is_none() => {
                let signature = self.function_signature(env, function);
                (signature.returns != Type::Keyword(ops::ANY)).then(|| Type::Function(Arc::new(signature)))
            }
            MemberSyntax::Getter(function) => match function.return_type.as_deref() {
                Some(annotation) if is_private => Some(self.ty(env, &annotation.type_ann)),
                Some(_) => None,
                None => self.returned_by(env, &function.body.as_ref()?.stmts),
            },
            MemberSyntax::Method(_) | MemberSyntax::Overloads => None,
        }
    }

    /// `this.#name`.
    pub(super) fn private_member(&mut self, object: &Type, name: &Atom) -> Option<Type> {
        Evaluator::new(self).unwritten(object, &format!("#{name}"))
    }
}

/// The syntax of a member.
#[derive(Clone, Copy)]
enum MemberSyntax<'a> {
    Property(Option<&'a TsTypeAnn>, Option<&'a Expr>),
    Method(&'a Function),
    Getter(&'a Function),
    Overloads,
}

impl<'a> MemberSyntax<'a> {
    fn of(class: &'a Class, wanted: &MemberId) -> Option<Self> {
        let mut found = class.body.iter().filter_map(|member| {
            let (name, is_static, syntax) = Self::named(member)?;
            (name == *wanted.name && is_static == wanted.is_static).then_some(syntax)
        });
        let first = found.next()?;
        match (first, found.next()) {
            (Self::Method(_), Some(Self::Method(_))) => Some(Self::Overloads),
            (first, _) => Some(first),
        }
    }

    fn named(member: &'a ClassMember) -> Option<(String, bool, Self)> {
        let of_kind = |kind: MethodKind, function: &'a Function| match kind {
            MethodKind::Method => Some(Self::Method(function)),
            MethodKind::Getter => Some(Self::Getter(function)),
            MethodKind::Setter => None,
        };
        Some(match member {
            ClassMember::Method(method) => {
                (property_text(&method.key)?, method.is_static, of_kind(method.kind, &method.function)?)
            }
            ClassMember::PrivateMethod(method) => {
                let name = format!("#{}", method.key.name);
                (name, method.is_static, of_kind(method.kind, &method.function)?)
            }
            ClassMember::ClassProp(property) => {
                let syntax = Self::Property(property.type_ann.as_deref(), property.value.as_deref());
                (property_text(&property.key)?, property.is_static, syntax)
            }
            ClassMember::PrivateProp(property) => {
                let syntax = Self::Property(property.type_ann.as_deref(), property.value.as_deref());
                (format!("#{}", property.key.name), property.is_static, syntax)
            }
            _ => return None,
        })
    }
}
