//! Assembles a [`Type`] into a program: the ops, and the stack of JavaScript values that they point to.
//!
//! The machine keeps frames on one stack. What the assembler has to know is which frame each op opens or
//! closes, because a variable is addressed by how many frames out it lies and its place there.

use std::{borrow::Cow, sync::Arc};

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use swc_core::atoms::Atom;

use crate::ops::{self, Op};
use crate::types::{
    Class, Conditional, Declared, Element, Flags, Key, Literal, Mapped, Member, MemberKind, Object,
    Parameter, Rest, Signature, SymbolId, Type, Value,
};

/// How a symbol is reached in JavaScript: the name of the function that gives its program.
pub(crate) trait SymbolNames {
    fn name(&self, id: SymbolId) -> Cow<'_, str>;
}

/// The program of a type, as the text of a JavaScript array. `None` for a type that needs none.
pub(crate) fn assemble(ty: &Type, names: &dyn SymbolNames) -> String {
    let mut program = Program::new(names, None);
    program.ty(ty);
    program.finish()
}

/// The program of a declaration. `own` is its symbol: a reference to it is then the program itself.
pub(crate) fn assemble_declared(
    declared: &Declared,
    own: Option<SymbolId>,
    names: &dyn SymbolNames,
) -> String {
    let mut program = Program::new(names, own);
    for parameter in &declared.parameters {
        let op = match &parameter.default {
            Some(default) => {
                program.ty(default);
                ops::TYPE_PARAMETER_DEFAULT
            }
            None => ops::TYPE_PARAMETER,
        };
        let name = program.entry(ops::quote(&parameter.name));
        program.push(&[op, name]);
        program.declare(&parameter.name);
    }
    let name = match &declared.ty {
        Type::Class(class) => class.name.as_ref(),
        _ => declared.name.as_ref(),
    };
    if let Some(name) = name.filter(|_| declared.is_circular) {
        program.name_result(name);
    }
    program.ty(&declared.ty);
    program.description(declared.description.as_ref());
    if let Some(name) = &declared.name {
        let name = program.entry(ops::quote(name));
        program.push(&[ops::TYPE_NAME, name]);
    }
    if declared.nominal {
        program.push(&[ops::NOMINAL]);
    }
    program.finish()
}

struct Program<'n> {
    names: &'n dyn SymbolNames,
    own: Option<SymbolId>,
    /// The main program, then the co-routines that are being written, innermost last.
    open: Vec<Vec<Op>>,
    /// The co-routines that are complete; they stand before the main program.
    routines: Vec<Op>,
    /// JavaScript values, each once.
    stack: IndexSet<String, FxBuildHasher>,
    /// The variables of each frame, innermost last.
    frames: Vec<Vec<Atom>>,
}

impl<'n> Program<'n> {
    fn new(names: &'n dyn SymbolNames, own: Option<SymbolId>) -> Self {
        Self {
            names,
            own,
            open: vec![Vec::new()],
            routines: Vec::new(),
            stack: IndexSet::default(),
            frames: vec![Vec::new()],
        }
    }

    fn finish(mut self) -> String {
        let main = self.open.pop().unwrap_or_default();
        let mut code = Vec::with_capacity(self.routines.len() + main.len() + 2);
        if !self.routines.is_empty() {
            code.extend([ops::JUMP, self.routines.len() as u32 + 2]);
            code.append(&mut self.routines);
        }
        code.extend(main);
        let length: usize = self.stack.iter().map(|entry| entry.len() + 2).sum();
        let mut text = String::with_capacity(length + code.len() + 4);
        text.push('[');
        for entry in &self.stack {
            text.push_str(entry);
            text.push_str(", ");
        }
        ops::encode(&code, &mut text);
        text.push(']');
        text
    }

    /// Gives what the program will come to its name before it has come to it: members of a union that are not there yet are
    /// one and the same to the machine, unless their names differ. What this leaves behind lies below the result.
    fn name_result(&mut self, name: &str) {
        let itself = self.entry("0".to_owned());
        let name = self.entry(ops::quote(name));
        self.push(&[ops::INLINE, itself, ops::TYPE_NAME, name]);
    }

    fn push(&mut self, codes: &[Op]) {
        if let Some(open) = self.open.last_mut() {
            open.extend_from_slice(codes);
        }
    }

    /// The index of a JavaScript value on the stack; equal values share one.
    fn entry(&mut self, text: String) -> u32 {
        self.stack.insert_full(text).0 as u32
    }

    fn thunk(&mut self, expression: &str) -> u32 {
        self.entry(["() => ", expression].concat())
    }

    fn value(&mut self, value: &Value) -> u32 {
        self.thunk(value.expression.as_deref().unwrap_or("undefined"))
    }

    /// Opens a frame that the machine opens with an op of its own.
    fn frame(&mut self) {
        self.push(&[ops::FRAME]);
        self.frames.push(Vec::new());
    }

    /// The frame ends with the next op, which takes all types of it.
    fn end_frame(&mut self, codes: &[Op]) {
        self.push(codes);
        self.frames.pop();
    }

    fn declare(&mut self, name: &Atom) {
        if let Some(frame) = self.frames.last_mut() {
            frame.push(name.clone());
        }
    }

    /// Reserves a variable in the frame that has just been opened.
    fn variable(&mut self, name: &Atom) {
        self.push(&[ops::VAR]);
        self.declare(name);
    }

    fn find(&self, name: &Atom) -> Option<(u32, u32)> {
        self.frames.iter().rev().enumerate().find_map(|(offset, frame)| {
            let index = frame.iter().rposition(|variable| variable == name)?;
            Some((offset as u32, index as u32))
        })
    }

    /// Writes a co-routine and gives its address. The machine opens a frame for each call of one.
    fn routine(&mut self, write: impl FnOnce(&mut Self)) -> u32 {
        self.frames.push(Vec::new());
        self.open.push(Vec::new());
        write(self);
        self.push(&[ops::RETURN]);
        let code = self.open.pop().unwrap_or_default();
        self.frames.pop();
        let address = self.routines.len() as u32 + 2;
        self.routines.extend(code);
        address
    }

    fn description(&mut self, description: Option<&Arc<str>>) {
        if let Some(text) = description {
            let text = self.entry(ops::quote(text));
            self.push(&[ops::DESCRIPTION, text]);
        }
    }

    fn key(&mut self, key: &Key) -> u32 {
        match key {
            Key::Name(name) | Key::Unseen(name) => self.entry(ops::quote(name)),
            Key::Number(number) => self.entry(number.to_string()),
            Key::Computed(expression) => self.thunk(expression),
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Keyword(op) => self.push(&[*op]),
            Type::Brand(brand) => self.push(&[ops::NUMBER_BRAND, *brand]),
            Type::AnyNamed(name) => {
                let name = self.entry(ops::quote(name));
                self.push(&[ops::ANY, ops::TYPE_NAME, name]);
            }
            Type::Literal(literal) => self.literal(literal),
            Type::Template(parts) => {
                self.frame();
                parts.iter().for_each(|part| self.ty(part));
                self.end_frame(&[ops::TEMPLATE_LITERAL]);
            }
            Type::Array(element) => self.wrapped(element, ops::ARRAY),
            Type::Readonly(inner) => self.wrapped(inner, ops::READONLY),
            Type::Promise(inner) => self.wrapped(inner, ops::PROMISE),
            Type::Set(inner) => self.wrapped(inner, ops::SET),
            Type::KeyOf(inner) => self.wrapped(inner, ops::KEYOF),
            Type::Map(key, value) => {
                self.ty(key);
                self.wrapped(value, ops::MAP);
            }
            Type::IndexAccess(object, index) => {
                self.ty(object);
                self.wrapped(index, ops::INDEX_ACCESS);
            }
            Type::Tuple(elements) => {
                self.frame();
                elements.iter().for_each(|element| self.element(element));
                self.end_frame(&[ops::TUPLE]);
            }
            Type::Union(types) => {
                self.frame();
                types.iter().for_each(|member| self.ty(member));
                self.end_frame(&[ops::UNION]);
            }
            Type::Intersection(types) => {
                self.frame();
                types.iter().for_each(|member| self.ty(member));
                self.end_frame(&[ops::INTERSECTION]);
            }
            Type::Object(object) => self.object(object),
            Type::Function(signature) => self.signature(signature),
            Type::Class(class) => self.class(class),
            Type::Enum(members) => {
                self.frame();
                for member in members.iter() {
                    let name = self.entry(ops::quote(&member.name));
                    self.push(&[ops::ENUM_MEMBER, name]);
                    if let Some(value) = &member.value {
                        let value = self.thunk(value);
                        self.push(&[ops::DEFAULT_VALUE, value]);
                    }
                }
                self.end_frame(&[ops::ENUM]);
            }
            Type::Named(symbol, arguments) => self.named(*symbol, arguments),
            Type::ClassReference(class, arguments) => {
                self.frame();
                arguments.iter().for_each(|argument| self.ty(argument));
                let class = self.value(class);
                self.end_frame(&[ops::CLASS_REFERENCE, class]);
            }
            Type::FunctionReference(expression) => {
                self.frame();
                let function = self.thunk(expression);
                self.end_frame(&[ops::FUNCTION_REFERENCE, function]);
            }
            Type::ValueOf(value) => {
                let value = self.value(value);
                self.push(&[ops::TYPEOF, value]);
            }
            Type::Received(variable) => {
                let entry = self.entry(variable.to_string());
                self.push(&[ops::INLINE, entry]);
            }
            Type::Variable(name) => match self.find(name) {
                Some((offset, index)) => self.push(&[ops::LOADS, offset, index]),
                None => self.push(&[ops::ANY]),
            },
            Type::Opaque(..) => self.push(&[ops::ANY]),
            Type::Intrinsic(..) => self.push(&[ops::STRING]),
            Type::Conditional(conditional) => self.conditional(conditional),
            Type::Infer(name) => match self.find(name) {
                Some((offset, index)) => self.push(&[ops::INFER, offset, index]),
                None => self.push(&[ops::NEVER]),
            },
            Type::Mapped(mapped) => self.mapped(mapped),
        }
    }

    fn wrapped(&mut self, inner: &Type, op: Op) {
        self.ty(inner);
        self.push(&[op]);
    }

    fn literal(&mut self, literal: &Literal) {
        let entry = match literal {
            Literal::String(value) => self.entry(ops::quote(value)),
            Literal::Number(digits) | Literal::BigInt(digits) => self.entry(digits.to_string()),
            Literal::Boolean(value) => self.entry(value.to_string()),
        };
        self.push(&[ops::LITERAL, entry]);
    }

    fn element(&mut self, element: &Element) {
        self.ty(&element.ty);
        if element.rest != Rest::No {
            self.push(&[ops::REST]);
        }
        match &element.name {
            Some(name) => {
                let name = self.entry(ops::quote(name));
                self.push(&[ops::NAMED_TUPLE_MEMBER, name]);
            }
            None if element.optional => self.push(&[ops::TUPLE_MEMBER]),
            None => {}
        }
        if element.optional {
            self.push(&[ops::OPTIONAL]);
        }
    }

    fn object(&mut self, object: &Object) {
        self.frame();
        object.extends.iter().for_each(|base| self.ty(base));
        object.members.iter().for_each(|member| self.member(member));
        self.end_frame(&[ops::OBJECT_LITERAL]);
        self.description(object.description.as_ref());
    }

    /// A class has a program to itself, so its members lie in the outermost frame.
    fn class(&mut self, class: &Class) {
        if let Some((base, arguments)) = &class.extends {
            self.ty(&Type::ClassReference(base.clone(), arguments.clone()));
        }
        for (position, member) in class.members.iter().enumerate() {
            if stands_for_its_name(&class.members, position) {
                self.member(member);
            }
        }
        self.push(&[ops::CLASS]);
        if let Some((_, arguments)) = &class.extends
            && !arguments.is_empty()
        {
            arguments.iter().for_each(|argument| self.ty(argument));
            self.push(&[ops::CLASS_EXTENDS, arguments.len() as u32]);
        }
        if !class.implements.is_empty() {
            class.implements.iter().for_each(|implemented| self.ty(implemented));
            self.push(&[ops::IMPLEMENTS, class.implements.len() as u32]);
        }
        if let Some(name) = &class.name {
            let name = self.entry(ops::quote(name));
            self.push(&[ops::TYPE_NAME, name]);
        }
        self.description(class.description.as_ref());
    }

    fn member(&mut self, member: &Member) {
        match &member.kind {
            MemberKind::Property { key: Key::Unseen(_), .. } => return,
            MemberKind::Method(signature) if matches!(signature.key, Key::Unseen(_)) => return,
            MemberKind::Property { key, ty, class } => {
                self.ty(ty);
                let key = self.key(key);
                self.push(&[if *class { ops::PROPERTY } else { ops::PROPERTY_SIGNATURE }, key]);
            }
            MemberKind::Method(signature) => self.signature(signature),
            MemberKind::Index { key, value } => {
                self.ty(key);
                self.wrapped(value, ops::INDEX_SIGNATURE);
            }
        }
        self.flags(member.flags);
        if let Some(default) = &member.default {
            let default = self.entry(default.to_string());
            self.push(&[ops::DEFAULT_VALUE, default]);
        }
        self.description(member.description.as_ref());
    }

    fn flags(&mut self, flags: Flags) {
        if flags.optional {
            self.push(&[ops::OPTIONAL]);
        }
        if flags.readonly {
            self.push(&[ops::READONLY]);
        }
        if let Some(visibility) = flags.visibility {
            self.push(&[visibility]);
        }
        if flags.is_abstract {
            self.push(&[ops::ABSTRACT]);
        }
        if flags.is_static {
            self.push(&[ops::STATIC]);
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.frame();
        signature.parameters.iter().for_each(|parameter| self.parameter(parameter));
        self.ty(&signature.returns);
        let key = self.key(&signature.key);
        self.end_frame(&[signature.op, key]);
        self.description(signature.description.as_ref());
    }

    fn parameter(&mut self, parameter: &Parameter) {
        self.ty(&parameter.ty);
        if parameter.rest != Rest::No {
            self.push(&[ops::REST]);
        }
        let name = self.entry(ops::quote(&parameter.name));
        self.push(&[ops::PARAMETER, name]);
        self.flags(parameter.flags);
        self.description(parameter.description.as_ref());
        if let Some(default) = &parameter.default {
            let default = self.entry(default.to_string());
            self.push(&[ops::DEFAULT_VALUE, default]);
        }
    }

    fn named(&mut self, symbol: SymbolId, arguments: &[Type]) {
        let entry = if self.own == Some(symbol) {
            self.entry("0".into())
        } else {
            let names = self.names;
            self.entry(["() => ", &names.name(symbol), "()"].concat())
        };
        if arguments.is_empty() {
            self.push(&[ops::INLINE, entry]);
        } else {
            arguments.iter().for_each(|argument| self.ty(argument));
            self.push(&[ops::INLINE_CALL, entry, arguments.len() as u32]);
        }
    }

    fn conditional(&mut self, conditional: &Conditional) {
        let Some(variable) = &conditional.distributes else {
            return self.branches(conditional);
        };
        self.push(&[ops::FRAME]);
        // The loop's variable takes the place of the outer one of the same name, whose value it starts from:
        // the value is read before the variable has its name, but lies behind it in the frame.
        self.push(&[ops::VAR]);
        self.frames.push(Vec::new());
        self.ty(conditional.over.as_ref().unwrap_or(&conditional.check));
        self.declare(variable);
        let routine = self.routine(|program| program.branches(conditional));
        self.end_frame(&[ops::DISTRIBUTE, routine]);
    }

    fn branches(&mut self, conditional: &Conditional) {
        self.frame();
        for inferred in &conditional.infers {
            self.variable(&inferred.name);
        }
        self.ty(&conditional.check);
        self.ty(&conditional.extends);
        self.push(&[ops::EXTENDS]);
        let then = self.routine(|program| program.ty(&conditional.then));
        let otherwise = self.routine(|program| program.ty(&conditional.otherwise));
        self.push(&[ops::JUMP_CONDITION, then, otherwise]);
        self.end_frame(&[ops::MOVE_FRAME]);
    }

    fn mapped(&mut self, mapped: &Mapped) {
        self.frame();
        self.variable(&mapped.variable);
        self.ty(&mapped.constraint);
        let routine = self.routine(|program| match &mapped.name {
            Some(name) => {
                program.frame();
                program.ty(&mapped.ty);
                program.ty(name);
                program.end_frame(&[ops::TUPLE]);
            }
            None => program.ty(&mapped.ty),
        });
        let op = if mapped.name.is_some() { ops::MAPPED_TYPE2 } else { ops::MAPPED_TYPE };
        self.end_frame(&[op, routine, mapped.modifier]);
    }
}

/// Whether a member of a class is written. The machine keeps one of each name: the first of overloads, but of constructors
/// the one that carries them out; and the one that an instance has before a static one.
fn stands_for_its_name(members: &[Member], position: usize) -> bool {
    let member = &members[position];
    if member.is_constructor() {
        return !members[position + 1..].iter().any(Member::is_constructor);
    }
    if member.flags.is_static
        && members.iter().any(|other| !other.flags.is_static && other.key() == member.key())
    {
        return false;
    }
    !members[..position].iter().any(|known| known.is_overload_of(member))
}
