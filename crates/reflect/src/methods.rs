//! Which class declares a method: the one that a call names, or one that it extends, in this module or in others.

use swc_core::{
    atoms::Atom,
    ecma::ast::{Class, ClassMember, Expr, PropName, SuperProp, TsEntityName},
};

use crate::context::{Context, FileId};
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::members::entity;
use crate::resolve::Target;

/// A class that a module declares at its top level or in a namespace.
pub(crate) type ClassId = (FileId, DeclId);

/// What is found on the way up from a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Above {
    Class(ClassId),
    Nothing,
    /// A class that is made at run time, or that nothing can be read of.
    Unknown,
}

/// The method that a callee names of the class around: `this.method`, or `super.method`, which `true` tells.
pub(crate) fn own_method(callee: &Expr) -> Option<(&Atom, bool)> {
    match callee {
        Expr::Member(member) if member.obj.is_this() => Some((&member.prop.as_ident()?.sym, false)),
        Expr::SuperProp(member) => match &member.prop {
            SuperProp::Ident(name) => Some((&name.sym, true)),
            SuperProp::Computed(_) => None,
        },
        _ => None,
    }
}

fn declares(class: &Class, name: &Atom) -> bool {
    let is_named = |key: &PropName| matches!(key, PropName::Ident(key) if key.sym == *name);
    class.body.iter().any(|member| match member {
        ClassMember::Method(method) => is_named(&method.key),
        ClassMember::ClassProp(property) => is_named(&property.key),
        _ => false,
    })
}

impl<'m> Context<'m> {
    /// The class that an expression names, such as one of an `extends` clause.
    pub(crate) fn class_named(&mut self, env: &Env<'_, 'm>, name: &Expr) -> Above {
        let Some(name) = entity(name) else { return Above::Unknown };
        if is_local(env, &name) {
            return Above::Unknown;
        }
        match self.find_value(env, &name).map(|(found, _)| found.target) {
            Some(Target::Declaration(file, id))
                if self.file(file).index().declarations[id].kind == Kind::Class =>
            {
                Above::Class((file, id))
            }
            _ => Above::Unknown,
        }
    }

    /// What a class extends.
    pub(crate) fn above(&mut self, (file, id): ClassId) -> Above {
        let handle = self.file(file);
        let index = handle.index();
        let Some(Node::Class(class)) = index.nodes(handle.module(), id).into_iter().next() else {
            return Above::Unknown;
        };
        let Some(clause) = &class.super_class else { return Above::Nothing };
        let env = self.env(file, index.declarations[id].parent, &[]);
        self.class_named(&env, clause)
    }

    /// The nearest class that declares a method, from `class` upwards.
    pub(crate) fn declaring(&mut self, class: ClassId, method: &Atom) -> Above {
        // Of broken programs: a class may extend itself.
        let mut passed = Vec::new();
        let mut next = Above::Class(class);
        while let Above::Class((file, id)) = next {
            if passed.contains(&(file, id)) {
                return Above::Unknown;
            }
            passed.push((file, id));
            let handle = self.file(file);
            match handle.index().nodes(handle.module(), id).first() {
                Some(Node::Class(class)) if declares(class, method) => return next,
                _ => next = self.above((file, id)),
            }
        }
        next
    }
}

/// Whether a name is one of a function or a block around.
pub(crate) fn is_local(env: &Env<'_, '_>, name: &TsEntityName) -> bool {
    let first = match name {
        TsEntityName::Ident(name) => &name.sym,
        TsEntityName::TsQualifiedName(qualified) => return is_local(env, &qualified.left),
    };
    env.scopes.iter().any(|scope| scope.values.contains(first) || scope.types.contains_key(first))
}
