//! Lists of types: the arguments of a generic type, the members of a union.

use std::{
    fmt::{Debug, Formatter},
    hash::{Hash, Hasher},
    ops::Deref,
};

use triomphe::ThinArc;

use crate::facts::Facts;
use crate::types::Type;

/// A shared list of types, which knows the [`Facts`] of them all. An empty one takes no memory.
#[derive(Clone, Default)]
pub(crate) struct List(Option<ThinArc<Facts, Type>>);

impl List {
    pub(crate) fn facts(&self) -> Facts {
        self.0.as_ref().map_or_else(Facts::default, |list| list.header.header)
    }
}

impl Deref for List {
    type Target = [Type];

    fn deref(&self) -> &[Type] {
        self.0.as_ref().map_or(&[], |list| &list.slice)
    }
}

impl From<Vec<Type>> for List {
    fn from(types: Vec<Type>) -> Self {
        if types.is_empty() {
            return Self::default();
        }
        Self(Some(ThinArc::from_header_and_iter(Facts::of_all(&types), types.into_iter())))
    }
}

impl FromIterator<Type> for List {
    fn from_iter<I: IntoIterator<Item = Type>>(types: I) -> Self {
        Vec::from_iter(types).into()
    }
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => {
                one.as_ptr() == other.as_ptr()
                    || (one.header.header.hash == other.header.header.hash && one.slice == other.slice)
            }
            (None, None) => true,
            _ => false,
        }
    }
}

impl Eq for List {}

impl Hash for List {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.facts().hash);
    }
}

impl Debug for List {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(formatter)
    }
}
