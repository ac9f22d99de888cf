//! A type as it was written, with every name resolved: what lowering gives and the assembler takes.
//!
//! It owns all it holds and knows no file, so that an evaluator can rewrite it before it is assembled.

use swc_core::atoms::Atom;

use crate::ops::Op;

/// A declared type of this module's metadata: an index into [`crate::symbols::Symbols`].
pub(crate) type SymbolId = usize;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// An op without parameters: `string`, `Date`, `any`, ...
    Keyword(Op),
    /// A number of a certain range: `integer`, `int8`, ... (`TypeNumberBrand`).
    Brand(u32),
    /// What stays opaque, with the name it was written as.
    AnyNamed(String),
    Literal(Literal),
    Template(Vec<Type>),
    Array(Box<Type>),
    Readonly(Box<Type>),
    Promise(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>, Box<Type>),
    Tuple(Vec<Element>),
    Union(Vec<Type>),
    Intersection(Vec<Type>),
    Object(Box<Object>),
    Function(Box<Signature>),
    Class(Box<Class>),
    Enum(Vec<EnumMember>),
    /// A declared type with its arguments.
    Named(SymbolId, Vec<Type>),
    /// A class by the JavaScript expression that gives it, with its arguments.
    ClassReference(String, Vec<Type>),
    FunctionReference(String),
    /// The type of a value, inferred at run time from the JavaScript expression that gives it.
    ValueOf(String),
    /// A type that arrives at run time in a variable (the parameter of type `ReceiveType<T>`).
    Received(String),
    /// A type parameter, the variable of a mapped type or of an `infer`.
    Variable(Atom),
    Conditional(Box<Conditional>),
    Infer(Atom),
    Mapped(Box<Mapped>),
    KeyOf(Box<Type>),
    IndexAccess(Box<Type>, Box<Type>),
}

/// A literal as JavaScript writes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    String(String),
    /// Digits as written by [`crate::ops::number`].
    Number(String),
    /// Digits with a trailing `n`.
    BigInt(String),
    Boolean(bool),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element {
    pub(crate) ty: Type,
    pub(crate) name: Option<String>,
    pub(crate) optional: bool,
    pub(crate) rest: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object {
    pub(crate) extends: Vec<Type>,
    pub(crate) members: Vec<Member>,
    pub(crate) description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Class {
    /// The super class: an expression and its type arguments.
    pub(crate) extends: Option<(String, Vec<Type>)>,
    pub(crate) implements: Vec<Type>,
    pub(crate) members: Vec<Member>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumMember {
    pub(crate) name: String,
    /// The JavaScript expression of an explicit value.
    pub(crate) value: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    Name(String),
    /// A numeric property name, as JavaScript writes the number.
    Number(String),
    /// The expression of a computed name.
    Computed(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) kind: MemberKind,
    pub(crate) flags: Flags,
    /// A JavaScript function that gives the initial value.
    pub(crate) default: Option<String>,
    pub(crate) description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MemberKind {
    Property {
        key: Key,
        ty: Type,
        /// Whether it is a member of a class (and has a visibility).
        class: bool,
    },
    Method(Signature),
    Index {
        key: Type,
        value: Type,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Flags {
    pub(crate) optional: bool,
    pub(crate) readonly: bool,
    /// `PUBLIC` is never set on a member: the machine's default.
    pub(crate) visibility: Option<Op>,
    pub(crate) is_abstract: bool,
    pub(crate) is_static: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Signature {
    /// `FUNCTION`, `METHOD`, `METHOD_SIGNATURE` or `CALL_SIGNATURE`.
    pub(crate) op: Op,
    pub(crate) key: Key,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returns: Type,
    pub(crate) description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) rest: bool,
    /// `visibility` and `readonly` of a constructor's parameter property.
    pub(crate) flags: Flags,
    pub(crate) default: Option<String>,
    pub(crate) description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conditional {
    pub(crate) check: Type,
    /// The variable that a union is distributed over.
    pub(crate) distributes: Option<Atom>,
    pub(crate) extends: Type,
    /// The names that `infer` introduces in `extends`, in order of appearance.
    pub(crate) infers: Vec<Atom>,
    pub(crate) then: Type,
    pub(crate) otherwise: Type,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mapped {
    pub(crate) variable: Atom,
    pub(crate) constraint: Type,
    pub(crate) name: Option<Type>,
    pub(crate) ty: Type,
    /// `MAPPED_*` bits.
    pub(crate) modifier: u32,
}

/// What stands behind the name of a declaration: a program of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Declared {
    pub(crate) parameters: Vec<TypeParameter>,
    pub(crate) ty: Type,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) nominal: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeParameter {
    pub(crate) name: Atom,
    pub(crate) default: Option<Type>,
}

impl Type {
    pub(crate) fn is_any(&self) -> bool {
        *self == Self::Keyword(crate::ops::ANY)
    }
}
