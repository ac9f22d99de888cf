//! A type as it was written, with every name resolved: what lowering gives and the assembler takes.
//!
//! It knows no file, so that an evaluator can rewrite it before it is assembled. Its parts are shared: a type is copied
//! by counting a reference, and what a rewrite leaves as it is stays the same part.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use rustc_hash::FxHashMap;
use swc_core::atoms::Atom;

use crate::context::FileId;
use crate::derived::Derived;
use crate::evaluate::{Flow, Generic};
use crate::facts::Facts;
use crate::index::DeclId;
use crate::list::List;
use crate::ops::Op;
use crate::strings::Case;

/// A declared type of this module's metadata: an index into [`crate::symbols::Symbols`].
pub(crate) type SymbolId = usize;

/// What is known of generic types with certain arguments.
pub(crate) type ByArguments<T> = FxHashMap<SymbolId, FxHashMap<List, T>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// An op without parameters: `string`, `Date`, `any`, ...
    Keyword(Op),
    /// A number of a certain range: `integer`, `int8`, ... (`TypeNumberBrand`).
    Brand(u32),
    /// What stays opaque, with the name it was written as.
    AnyNamed(Arc<str>),
    Literal(Literal),
    Template(List),
    Array(Arc<Type>),
    Readonly(Arc<Type>),
    Promise(Arc<Type>),
    Set(Arc<Type>),
    Map(Arc<Type>, Arc<Type>),
    Tuple(Arc<[Element]>),
    Union(List),
    Intersection(List),
    Object(Arc<Object>),
    Function(Arc<Signature>),
    Class(Arc<Class>),
    Enum(Arc<[EnumMember]>),
    /// A declared type with its arguments.
    Named(SymbolId, List),
    /// A class by the JavaScript expression that gives it, with its arguments.
    ClassReference(Arc<Value>, List),
    FunctionReference(Arc<str>),
    /// The type of a value, inferred at run time from the JavaScript expression that gives it.
    ValueOf(Arc<Value>),
    /// A type that arrives at run time in a variable (the parameter of type `ReceiveType<T>`).
    Received(Arc<str>),
    /// A type parameter, the variable of a mapped type or of an `infer`.
    Variable(Atom),
    /// A type parameter of a function, which its caller alone knows: `any` at run time. With its constraint.
    Opaque(Atom, Option<Arc<Type>>),
    Conditional(Arc<Conditional>),
    Infer(Atom),
    Mapped(Arc<Mapped>),
    KeyOf(Arc<Type>),
    IndexAccess(Arc<Type>, Arc<Type>),
    /// `Uppercase<...>` and its like, for which the machine has no op.
    Intrinsic(Case, Arc<Type>),
}

/// Types lie in lists and members side by side, and are moved a lot.
const _: () = assert!(size_of::<Type>() <= 24 && size_of::<Member>() <= 104);

/// A value of the program.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// The JavaScript expression that gives it. `None` for one of another file, which each module reaches in its own way.
    pub(crate) expression: Option<Arc<str>>,
    /// Where it is declared, if that is known.
    pub(crate) declaration: Option<(FileId, DeclId)>,
}

impl Value {
    /// What tells it from others.
    fn identity(&self) -> Result<(FileId, DeclId), &Option<Arc<str>>> {
        self.declaration.ok_or(&self.expression)
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

/// A literal as JavaScript writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Literal {
    String(Atom),
    /// Digits as written by [`crate::ops::number`].
    Number(Atom),
    /// Digits with a trailing `n`.
    BigInt(Atom),
    Boolean(bool),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) ty: Type,
    pub(crate) name: Option<String>,
    pub(crate) optional: bool,
    pub(crate) rest: Rest,
}

/// Whether an element of a tuple or a parameter stands for several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Rest {
    #[default]
    No,
    /// `...T[]`: its type is that of each.
    Of,
    /// `...T`: its type is that of all of them, an array or a tuple.
    Spread,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) extends: Vec<Type>,
    pub(crate) members: Vec<Member>,
    pub(crate) description: Option<Arc<str>>,
    /// Others may add members to it: it has no index by what its members are.
    pub(crate) is_interface: bool,
    pub(crate) facts: Derived<Facts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    /// The super class and its type arguments.
    pub(crate) extends: Option<(Arc<Value>, List)>,
    pub(crate) implements: Vec<Type>,
    pub(crate) members: Vec<Member>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnumMember {
    pub(crate) name: String,
    /// The JavaScript expression of an explicit value.
    pub(crate) value: Option<String>,
    /// Its value, where that is constant.
    pub(crate) constant: Option<Constant>,
}

/// A constant value of an enum's member.
#[derive(Clone, Debug)]
pub(crate) enum Constant {
    Number(f64),
    Text(String),
}

impl PartialEq for Constant {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(own), Self::Number(other)) => own.to_bits() == other.to_bits(),
            (Self::Text(own), Self::Text(other)) => own == other,
            _ => false,
        }
    }
}

impl Eq for Constant {}

impl EnumMember {
    /// The member as a type of its own.
    pub(crate) fn ty(&self) -> Option<Type> {
        Some(match &self.constant {
            Some(Constant::Number(value)) => {
                Type::Literal(Literal::Number(crate::ops::number(*value).into()))
            }
            Some(Constant::Text(value)) => Type::Literal(Literal::String(value.clone().into())),
            None => Type::ValueOf(Value::new(self.value.clone()?)),
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Name(Atom),
    /// A numeric property name, as JavaScript writes the number.
    Number(Atom),
    /// The expression of a computed name.
    Computed(Atom),
    /// The text of a symbol's name in another file, which this module cannot have: the member counts where types are
    /// compared, and is left out of programs.
    Unseen(Atom),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) kind: MemberKind,
    pub(crate) flags: Flags,
    /// A JavaScript function that gives the initial value.
    pub(crate) default: Option<Arc<str>>,
    pub(crate) description: Option<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MemberKind {
    Property {
        key: Key,
        ty: Type,
        /// Whether it is a member of a class (and has a visibility).
        class: bool,
    },
    Method(Arc<Signature>),
    Index {
        key: Type,
        value: Type,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) optional: bool,
    pub(crate) readonly: bool,
    /// `PUBLIC` is never set on a member: the machine's default.
    pub(crate) visibility: Option<Op>,
    pub(crate) is_abstract: bool,
    pub(crate) is_static: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    /// `FUNCTION`, `METHOD`, `METHOD_SIGNATURE` or `CALL_SIGNATURE`.
    pub(crate) op: Op,
    pub(crate) key: Key,
    pub(crate) parameters: Arc<[Parameter]>,
    pub(crate) returns: Type,
    pub(crate) description: Option<Arc<str>>,
    pub(crate) facts: Derived<Facts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: Atom,
    pub(crate) ty: Type,
    pub(crate) rest: Rest,
    /// `visibility` and `readonly` of a constructor's parameter property.
    pub(crate) flags: Flags,
    pub(crate) default: Option<Arc<str>>,
    pub(crate) description: Option<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conditional {
    pub(crate) check: Type,
    /// The variable that a union is distributed over.
    pub(crate) distributes: Option<Atom>,
    pub(crate) extends: Type,
    /// What the variable stands for, once it is known: the evaluator distributes over it.
    pub(crate) over: Option<Type>,
    /// What `infer` introduces in `extends`, in order of appearance.
    pub(crate) infers: Vec<Inferred>,
    pub(crate) then: Type,
    pub(crate) otherwise: Type,
    pub(crate) facts: Derived<Facts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inferred {
    pub(crate) name: Atom,
    /// `infer T extends ...`.
    pub(crate) constraint: Option<Type>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub(crate) variable: Atom,
    pub(crate) constraint: Type,
    /// The type whose members' modifiers carry over: `T` of `keyof T`, directly or as the constraint of `K`.
    pub(crate) source: Option<Type>,
    /// Whether the source is a type parameter, so that arrays, tuples and unions are mapped part by part.
    pub(crate) over_parameter: bool,
    pub(crate) name: Option<Type>,
    pub(crate) ty: Type,
    /// `MAPPED_*` bits.
    pub(crate) modifier: u32,
    pub(crate) facts: Derived<Facts>,
}

/// What stands behind the name of a declaration: a program of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) parameters: Vec<TypeParameter>,
    pub(crate) ty: Type,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<Arc<str>>,
    pub(crate) nominal: bool,
    /// Whether it leads back to itself.
    pub(crate) is_circular: bool,
    /// The names in it that mean nothing in sight, where that is another file's fault: they count as `any`.
    pub(crate) unresolved: Vec<Arc<str>>,
    pub(crate) flows: Derived<Vec<Flow>>,
    /// What it refers to.
    pub(crate) references: Derived<Vec<Generic>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeParameter {
    pub(crate) name: Atom,
    pub(crate) default: Option<Type>,
}

impl Declared {
    /// That of an interface or an alias; without a name, of a class.
    pub(crate) fn named(name: impl Into<Option<String>>, parameters: Vec<TypeParameter>, ty: Type) -> Self {
        Self {
            parameters,
            ty,
            name: name.into(),
            description: None,
            nominal: true,
            is_circular: false,
            unresolved: Vec::new(),
            flows: Derived::default(),
            references: Derived::default(),
        }
    }
}

impl Value {
    pub(crate) fn new(expression: impl Into<Arc<str>>) -> Arc<Self> {
        Arc::new(Self { expression: Some(expression.into()), declaration: None })
    }

    /// The same by an expression that gives it.
    pub(crate) fn at(&self, expression: impl Into<Arc<str>>) -> Arc<Self> {
        Arc::new(Self { expression: Some(expression.into()), declaration: self.declaration })
    }
}

impl Element {
    pub(crate) fn of(ty: Type) -> Self {
        Self { ty, name: None, optional: false, rest: Rest::No }
    }
}

impl Hash for Type {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.facts().hash);
    }
}

impl Type {
    pub(crate) fn is_any(&self) -> bool {
        matches!(self, Self::Keyword(crate::ops::ANY) | Self::Opaque(..))
    }
}
