//! What is known of a type with all its parts. It is kept where types are shared, so that no one walks over one to ask.

use std::{
    hash::{Hash, Hasher},
    mem::discriminant,
};

use rustc_hash::FxHasher;

use crate::evaluate::{children, has_computed_key};
use crate::symbols::is_own;
use crate::types::{Key, MemberKind, Object, Type};

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Equal types have the same, others hardly ever.
    pub(crate) hash: u64,
    /// How many parts it has, with itself; at most `u32::MAX`.
    pub(crate) size: u32,
    /// Whether anything in it stands for something else: a variable, bound in it or not, an `infer`, what arrives at run
    /// time.
    pub(crate) has_variables: bool,
    /// Whether anything in it is known to the caller of a generic function alone. What a function has of its own is not.
    pub(crate) has_opaque: bool,
    /// Whether anything in it means nothing to other modules.
    pub(crate) is_private: bool,
}

impl Facts {
    /// Those of types in a row.
    pub(crate) fn of_all<'a>(types: impl IntoIterator<Item = &'a Type>) -> Self {
        let mut all = Self::default();
        for ty in types {
            all.add(ty.facts());
        }
        all
    }

    fn add(&mut self, part: Self) {
        self.hash = mixed(self.hash, part.hash);
        self.size = self.size.saturating_add(part.size);
        self.has_variables |= part.has_variables;
        self.has_opaque |= part.has_opaque;
        self.is_private |= part.is_private;
    }

    /// Those of a type without its parts.
    fn of_head(ty: &Type) -> Self {
        Self {
            hash: head_hash(ty),
            size: 1,
            has_variables: match ty {
                Type::Variable(_) | Type::Infer(_) | Type::Received(_) => true,
                Type::Opaque(_, Some(constraint)) => constraint.facts().has_variables,
                _ => false,
            },
            has_opaque: matches!(ty, Type::Opaque(..)),
            is_private: match ty {
                Type::Named(symbol, _) => is_own(*symbol),
                // An expression may name what the module alone has.
                Type::ClassReference(value, _) | Type::ValueOf(value) => value.expression.is_some(),
                Type::FunctionReference(_) | Type::Received(_) | Type::Class(_) | Type::Enum(_) => true,
                Type::Object(object) => object.members.iter().any(has_computed_key),
                _ => false,
            },
        }
    }

    fn of(ty: &Type) -> Self {
        let mut facts = Self::of_head(ty);
        children(ty, &mut |child| facts.add(child.facts()));
        match ty {
            // Its own type parameters are among them.
            Type::Function(_) => facts.has_opaque = false,
            Type::Object(object) => {
                let members = object.members.iter().any(|member| match &member.kind {
                    MemberKind::Property { ty, .. } => ty.facts().has_opaque,
                    MemberKind::Index { key, value } => key.facts().has_opaque || value.facts().has_opaque,
                    MemberKind::Method(_) => false,
                });
                facts.has_opaque = members || object.extends.iter().any(|base| base.facts().has_opaque);
            }
            _ => {}
        }
        facts
    }
}

impl Type {
    pub(crate) fn facts(&self) -> Facts {
        match self {
            Self::Object(object) => *object.facts.get(|| Facts::of(self)),
            Self::Function(signature) => *signature.facts.get(|| Facts::of(self)),
            Self::Conditional(conditional) => *conditional.facts.get(|| Facts::of(self)),
            Self::Mapped(mapped) => *mapped.facts.get(|| Facts::of(self)),
            Self::Template(types)
            | Self::Union(types)
            | Self::Intersection(types)
            | Self::Named(_, types)
            | Self::ClassReference(_, types) => {
                let mut facts = Facts::of_head(self);
                facts.add(types.facts());
                facts
            }
            _ => Facts::of(self),
        }
    }
}

/// What tells types apart beside their parts.
fn head_hash(ty: &Type) -> u64 {
    let mut hasher = FxHasher::default();
    discriminant(ty).hash(&mut hasher);
    match ty {
        Type::Keyword(op) => op.hash(&mut hasher),
        Type::Literal(literal) => literal.hash(&mut hasher),
        Type::Variable(name) | Type::Infer(name) | Type::Opaque(name, _) => name.hash(&mut hasher),
        Type::Named(symbol, arguments) => (symbol, arguments.len()).hash(&mut hasher),
        Type::ClassReference(class, _) | Type::ValueOf(class) => class.hash(&mut hasher),
        Type::Object(object) => hash_keys(object, &mut hasher),
        _ => {}
    }
    hasher.finish()
}

fn hash_keys(object: &Object, hasher: &mut FxHasher) {
    object.members.len().hash(hasher);
    for member in &object.members {
        match &member.kind {
            MemberKind::Property { key: Key::Name(name) | Key::Number(name), .. } => name.hash(hasher),
            kind => discriminant(kind).hash(hasher),
        }
    }
}

/// A hash with another one after it.
fn mixed(hash: u64, next: u64) -> u64 {
    let mut hasher = FxHasher::default();
    (hash, next).hash(&mut hasher);
    hasher.finish()
}
