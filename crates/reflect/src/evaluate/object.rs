//! What has members: objects, the instances and the static sides of classes, functions.

use std::sync::Arc;

use swc_core::atoms::Atom;

use crate::context::{FileId, GLOBALS, OWN};
use crate::derived::Derived;
use crate::index::{DeclId, Node};
use crate::inference::given;
use crate::list::List;
use crate::ops;
use crate::reach::Reach;
use crate::types::{
    Class, Element, Flags, Key, Literal, Member, MemberKind, Object, Parameter, Rest, Signature, Type,
    TypeParameter, Value,
};

use super::Evaluator;
use super::parts::{self, Bindings, mentions};

/// A class as it is declared.
pub(crate) struct ClassShape {
    parameters: Vec<TypeParameter>,
    /// What each parameter is to someone who does not choose it.
    constraints: Vec<Type>,
    class: Class,
    /// The signatures of its own constructor, as its callers see them.
    constructors: Vec<Arc<Signature>>,
}

impl<'m> Evaluator<'_, 'm> {
    /// The members of an object, an instance of a class, or a function; those that only a class sees among them.
    pub(super) fn members_of(&mut self, ty: &Type) -> Option<Arc<Object>> {
        match self.shape(ty)? {
            Type::Object(object) => Some(object),
            shape @ Type::ClassReference(..) => self.instance_shape(&shape).map(Arc::new),
            Type::Function(signature) => {
                let op = if is_construct(&signature) { ops::METHOD_SIGNATURE } else { ops::CALL_SIGNATURE };
                let member = Member::method(Signature { op, ..(*signature).clone() }, Flags::default());
                Some(Arc::new(Object { members: vec![member], ..Object::default() }))
            }
            Type::ValueOf(value) => self.static_shape(value).map(Arc::new),
            _ => None,
        }
    }

    /// An object with the members of what it extends.
    pub(super) fn merged(&mut self, object: &Object) -> Option<Arc<Object>> {
        let mut members: Vec<Member> = Vec::new();
        for base in &object.extends {
            inherit(&mut members, self.members_of(base)?.members.iter().cloned());
        }
        inherit(&mut members, object.members.iter().cloned());
        let Object { description, is_interface, .. } = object;
        let description = description.clone();
        Some(Arc::new(Object { members, description, is_interface: *is_interface, ..Object::default() }))
    }

    /// The members of a class's instances, those of its bases first.
    pub(super) fn instance_shape(&mut self, reference: &Type) -> Option<Object> {
        let Type::ClassReference(class, arguments) = reference else { return None };
        let Some((file, id)) = class.declaration else {
            let base = library_class(class.expression.as_deref()?, arguments)?;
            let members = self.library_members(&base).map(Arc::unwrap_or_clone);
            return members.or_else(|| self.array_members(&base));
        };
        if file == GLOBALS {
            // One of the language's own, such as an error: an interface declares it.
            let symbol = self.context.universe.symbol(file, id);
            return match self.shape(&Type::Named(symbol, arguments.clone()))? {
                Type::Object(object) => Some((*object).clone()),
                _ => None,
            };
        }
        let shape = self.class_shape(file, id)?;
        let bindings = self.class_bindings(&shape, arguments, &Type::Keyword(ops::ANY));
        let mut members = Vec::new();
        if let Some((base, arguments)) = &shape.class.extends {
            let arguments = arguments.iter().map(|argument| self.substitute(argument, &bindings)).collect();
            let base = Type::ClassReference(base.clone(), arguments);
            members = self.of_base((file, id), |own| own.instance_shape(&base))?.members;
        }
        let own = Object { members: shape.class.members.clone(), ..Object::default() };
        let Type::Object(own) = self.substitute(&Type::Object(Arc::new(own)), &bindings) else { return None };
        let own = own.members.iter().filter(|member| !member.flags.is_static);
        let own = own.flat_map(|member| match member.is_constructor() {
            true => member.parameter_properties(),
            false => vec![member.clone()],
        });
        inherit(&mut members, own.map(instance_member));
        Some(Object { members, ..Object::default() })
    }

    /// What a class is an heir of, if that is one of the library's that has an op of its own.
    pub(super) fn library_base(&mut self, class: &Type) -> Option<Type> {
        let mut base = class.clone();
        loop {
            let Type::ClassReference(value, arguments) = &base else { return None };
            if value.declaration.is_none() {
                return library_class(value.expression.as_deref()?, arguments);
            }
            base = self.base_class(&base)?;
        }
    }

    /// What is asked of the base of a class. `None` where that leads back to the class.
    fn of_base<T>(&mut self, class: (FileId, DeclId), ask: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.heirs.contains(&class) {
            return None;
        }
        self.heirs.push(class);
        let found = ask(self);
        self.heirs.pop();
        found
    }

    /// The members of a class as a value, those of its bases first.
    fn static_shape(&mut self, class: Arc<Value>) -> Option<Object> {
        let (file, id) = class.declaration?;
        let shape = self.class_shape(file, id)?;
        let mut members = match &shape.class.extends {
            Some((base, _)) if base.declaration.is_some() => {
                self.of_base((file, id), |own| own.static_shape(Arc::clone(base)))?.members
            }
            _ => Vec::new(),
        };
        let arguments = shape.parameters.iter().map(|_| Type::Keyword(ops::ANY)).collect();
        let instance = Type::ClassReference(class, arguments);
        let prototype = Member::property(Key::Name("prototype".into()), instance, false, Flags::default());
        let statics = shape.class.members.iter().filter(|member| member.flags.is_static).cloned();
        let statics = statics.map(|mut member| {
            member.flags.is_static = false;
            instance_member(member)
        });
        inherit(&mut members, std::iter::once(prototype).chain(statics));
        Some(Object { members, ..Object::default() })
    }

    /// The class that a class extends, with its arguments.
    pub(super) fn base_class(&mut self, reference: &Type) -> Option<Type> {
        let Type::ClassReference(class, arguments) = reference else { return None };
        // Classes that extend each other have bases without end.
        if self.is_exhausted() {
            return None;
        }
        self.steps += 1;
        let (file, id) = class.declaration?;
        let shape = self.class_shape(file, id)?;
        let bindings = self.class_bindings(&shape, arguments, &Type::Keyword(ops::ANY));
        let (base, arguments) = shape.class.extends.as_ref()?;
        let arguments = arguments.iter().map(|argument| self.substitute(argument, &bindings)).collect();
        Some(Type::ClassReference(base.clone(), arguments))
    }

    /// A type in the type parameters of a class, as an instance has it.
    pub(super) fn of_class(
        &mut self,
        reference: &Type,
        (file, id): (FileId, DeclId),
        ty: &Type,
    ) -> Option<Type> {
        let Type::ClassReference(_, arguments) = reference else { return Some(ty.clone()) };
        let shape = self.class_shape(file, id)?;
        let bindings = self.class_bindings(&shape, arguments, &Type::Keyword(ops::ANY));
        let bindings: Vec<(&Atom, Type)> = bindings.iter().map(|(name, ty)| (name, ty.clone())).collect();
        Some(given(ty, &bindings).unwrap_or_else(|| ty.clone()))
    }

    fn class_shape(&mut self, file: FileId, id: DeclId) -> Option<Arc<ClassShape>> {
        if let Some(known) = self.context.instances.classes.get(&(file, id)) {
            let known = known.clone();
            self.context.mark_private();
            return known;
        }
        if file != OWN
            && let Some((entry, known)) = self.context.universe.evaluated.classes.get(&(file, id)).cloned()
            && self.adopt(entry)
        {
            return known;
        }
        // A member that asks for another one (`typeof Class.member`) finds nothing while they are being read.
        self.context.instances.classes.insert((file, id), None);
        let started = self.begin();
        let shape = self.declared_class(file, id).map(Arc::new);
        match self.finish(started, file != OWN) {
            Some(entry) => {
                self.context.instances.classes.remove(&(file, id));
                self.context.universe.evaluated.classes.insert((file, id), (entry, shape.clone()));
            }
            None => {
                self.context.instances.classes.insert((file, id), shape.clone());
            }
        }
        shape
    }

    fn declared_class(&mut self, file: FileId, id: DeclId) -> Option<ClassShape> {
        let handle = self.context.file(file);
        let index = handle.index();
        let nodes = index.nodes(handle.module(), id);
        let Some(Node::Class(class)) = nodes.first().copied() else { return None };
        let mut env = self.context.env(file, index.declarations[id].parent, &[]);
        let value = self.context.value(file, id, &Reach::Embedded);
        self.context.quietly(|context| {
            let parameters = context.bind_parameters(&mut env, class.type_params.as_deref());
            let variables: Vec<Type> =
                parameters.iter().map(|parameter| Type::Variable(parameter.name.clone())).collect();
            env.this = value.map(|value| Type::ClassReference(value, variables.into()));
            let list = class.type_params.iter().flat_map(|list| &list.params);
            let constraints = list
                .map(|parameter| match &parameter.constraint {
                    Some(constraint) => context.ty(&mut env, constraint),
                    None => Type::Keyword(ops::UNKNOWN),
                })
                .collect();
            let syntax = class.body.iter().filter_map(|member| member.as_constructor());
            let bodies: Vec<bool> = syntax.map(|constructor| constructor.body.is_some()).collect();
            let name = &index.declarations[id].name;
            let class = context.class(&mut env, class, Some(name));
            let constructors = class.members.iter().filter(|member| member.is_constructor());
            let is_overloaded = bodies.contains(&false);
            let constructors = constructors.zip(bodies).filter(|(_, has_body)| !(is_overloaded && *has_body));
            let constructors = constructors.filter_map(|(member, _)| member.signature().cloned()).collect();
            Some(ClassShape { parameters, constraints, class, constructors })
        })
    }

    /// The signatures that a type can be called with; of a class, those it is constructed with.
    pub(super) fn signatures(&mut self, ty: &Type, construct: bool) -> Option<Vec<Arc<Signature>>> {
        Some(match self.shape(ty)? {
            Type::Function(signature) if is_construct(&signature) == construct => {
                vec![signature]
            }
            Type::Object(object) => object
                .members
                .iter()
                .filter_map(|member| match &member.kind {
                    MemberKind::Method(signature)
                        if (construct && is_construct(signature))
                            || (!construct && signature.op == ops::CALL_SIGNATURE) =>
                    {
                        Some(Arc::clone(signature))
                    }
                    _ => None,
                })
                .collect(),
            Type::ValueOf(class) if construct && class.declaration.is_some() => {
                self.constructors_of(class)?
            }
            _ => Vec::new(),
        })
    }

    fn constructors_of(&mut self, class: Arc<Value>) -> Option<Vec<Arc<Signature>>> {
        let (file, id) = class.declaration?;
        let shape = self.class_shape(file, id)?;
        let bindings = self.class_bindings(&shape, &[], &Type::Keyword(ops::UNKNOWN));
        let arguments = bindings.iter().map(|(_, ty)| ty.clone()).collect();
        let returns = Type::ClassReference(class, arguments);
        let constructors = match &shape.class.extends {
            Some((base, _)) if shape.constructors.is_empty() => {
                self.of_base((file, id), |own| own.constructors_of(Arc::clone(base)))?
            }
            _ => shape.constructors.clone(),
        };
        let mut parameters: Vec<Arc<[Parameter]>> =
            constructors.iter().map(|signature| Arc::clone(&signature.parameters)).collect();
        if parameters.is_empty() {
            parameters.push(Arc::default());
        }
        let signatures = parameters.into_iter().map(|parameters| {
            let signature = Signature {
                op: ops::FUNCTION,
                key: Key::Name("new".into()),
                parameters,
                returns: returns.clone(),
                description: None,
                facts: Derived::default(),
            };
            match self.substitute(&Type::Function(Arc::new(signature)), &bindings) {
                Type::Function(signature) => Some(signature),
                _ => None,
            }
        });
        signatures.collect()
    }

    /// What constructs a class that has type parameters, which are the signature's. Those that no argument can show are what
    /// their defaults say.
    pub(crate) fn generic_constructor(&mut self, class: &Arc<Value>) -> Option<Signature> {
        let (file, id) = class.declaration.filter(|(file, _)| *file != GLOBALS)?;
        let shape = self.class_shape(file, id)?;
        if shape.parameters.is_empty() {
            return None;
        }
        let parameters = match &shape.constructors[..] {
            [only] => Arc::clone(&only.parameters),
            [] if shape.class.extends.is_none() => Arc::default(),
            _ => return None,
        };
        let mut bindings: Bindings = Vec::with_capacity(shape.parameters.len());
        for (parameter, constraint) in shape.parameters.iter().zip(&shape.constraints) {
            let name = &parameter.name;
            let is_it = |part: &Type| matches!(part, Type::Variable(own) if own == name);
            let argument = if parameters.iter().any(|parameter| mentions(&parameter.ty, &is_it)) {
                let constraint =
                    Some(constraint).filter(|constraint| **constraint != Type::Keyword(ops::UNKNOWN));
                Type::Opaque(name.clone(), constraint.cloned().map(Arc::new))
            } else {
                self.substitute(parameter.default.as_ref().unwrap_or(constraint), &bindings)
            };
            bindings.push((name.clone(), argument));
        }
        let arguments = bindings.iter().map(|(_, ty)| ty.clone()).collect();
        let signature = Signature {
            op: ops::FUNCTION,
            key: Key::Name("new".into()),
            parameters,
            returns: Type::ClassReference(Arc::clone(class), arguments),
            description: None,
            facts: Derived::default(),
        };
        match self.substitute(&Type::Function(Arc::new(signature)), &bindings) {
            Type::Function(signature) => Some(Arc::unwrap_or_clone(signature)),
            _ => None,
        }
    }

    /// The members of a value that has an op of its own: a text, a date, a map.
    pub(super) fn library_members(&mut self, shape: &Type) -> Option<Arc<Object>> {
        let (name, arguments) = match shape {
            Type::Keyword(ops::STRING) | Type::Literal(Literal::String(_)) | Type::Template(_) => {
                ("ΩString", Vec::new())
            }
            Type::Keyword(ops::NUMBER) | Type::Literal(Literal::Number(_)) => ("ΩNumber", Vec::new()),
            Type::Keyword(ops::DATE) => ("ΩDate", Vec::new()),
            Type::Keyword(ops::REGEXP) => ("ΩRegExp", Vec::new()),
            Type::Map(key, value) => ("ΩMap", vec![(**key).clone(), (**value).clone()]),
            Type::Set(element) => ("ΩSet", vec![(**element).clone()]),
            Type::Keyword(ops::INT8_ARRAY..=ops::FLOAT64_ARRAY) => {
                ("ΩNumbers", vec![Type::Keyword(ops::NUMBER)])
            }
            Type::Keyword(ops::BIG_INT64_ARRAY) => ("ΩNumbers", vec![Type::Keyword(ops::BIGINT)]),
            _ => return None,
        };
        self.library_object(name, arguments)
    }

    /// An interface of the built-in declarations.
    fn library_object(&mut self, name: &str, arguments: Vec<Type>) -> Option<Arc<Object>> {
        let id = *self.context.file(GLOBALS).index().names.types.get(&Atom::from(name))?;
        let symbol = self.context.universe.symbol(GLOBALS, id);
        match self.shape(&Type::Named(symbol, arguments.into()))? {
            Type::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The members of an array or a tuple that count as members of an object: its length and its elements' type.
    pub(super) fn array_members(&mut self, shape: &Type) -> Option<Object> {
        let flags = Flags::default();
        let (length, element) = match shape {
            Type::Readonly(inner) => {
                let mut object = self.array_members(inner)?;
                object.members.iter_mut().for_each(|member| member.flags.readonly = true);
                return Some(object);
            }
            Type::Array(element) => (Type::Keyword(ops::NUMBER), (**element).clone()),
            Type::Tuple(elements) => (tuple_length(elements), self.element_type(elements)?),
            _ => return None,
        };
        let mut members = vec![
            Member::property(Key::Name("length".into()), length, false, flags),
            Member {
                kind: MemberKind::Index { key: Type::Keyword(ops::NUMBER), value: element },
                flags: Flags::default(),
                default: None,
                description: None,
            },
        ];
        if let Type::Tuple(elements) = shape {
            for (position, element) in elements.iter().enumerate() {
                if element.rest != Rest::No {
                    break;
                }
                let flags = Flags { optional: element.optional, ..Flags::default() };
                let key = Key::Name(position.to_string().into());
                members.push(Member::property(key, element.ty.clone(), false, flags));
            }
        }
        Some(Object { members, ..Object::default() })
    }

    /// The same, and that it can be iterated over.
    pub(super) fn iterable_members(&mut self, shape: &Type) -> Option<Object> {
        let mut object = self.array_members(shape)?;
        let element = object.members.iter().find_map(|member| match &member.kind {
            MemberKind::Index { value, .. } => Some(value.clone()),
            _ => None,
        })?;
        object.members.extend(self.library_object("ΩArray", vec![element])?.members.iter().cloned());
        Some(object)
    }

    fn class_bindings(&mut self, shape: &ClassShape, arguments: &[Type], missing: &Type) -> Bindings {
        let mut bindings: Bindings = Vec::new();
        for (position, parameter) in shape.parameters.iter().enumerate() {
            let argument = match (arguments.get(position), &parameter.default) {
                (Some(argument), _) => argument.clone(),
                (None, _) if *missing == Type::Keyword(ops::UNKNOWN) => {
                    let constraint = shape.constraints.get(position).unwrap_or(missing);
                    let unknown: Bindings = shape
                        .parameters
                        .iter()
                        .map(|parameter| (parameter.name.clone(), missing.clone()))
                        .collect();
                    self.substitute(constraint, &unknown)
                }
                (None, Some(default)) => self.substitute(default, &bindings),
                (None, None) => missing.clone(),
            };
            bindings.push((parameter.name.clone(), argument));
        }
        bindings
    }
}

/// A class of the library's that has an op of its own.
fn library_class(name: &str, arguments: &List) -> Option<Type> {
    let mut arguments = arguments.iter().cloned();
    let mut next = || Arc::new(arguments.next().unwrap_or(Type::Keyword(ops::ANY)));
    Some(match name {
        "Array" => Type::Array(next()),
        "Map" => Type::Map(next(), next()),
        "Set" => Type::Set(next()),
        "Promise" => Type::Promise(next()),
        "Date" => Type::Keyword(ops::DATE),
        "RegExp" => Type::Keyword(ops::REGEXP),
        _ => return None,
    })
}

/// The length of a tuple: a number, or a union of those it may have.
pub(super) fn tuple_length(elements: &[Element]) -> Type {
    if elements.iter().any(|element| element.rest != Rest::No) {
        return Type::Keyword(ops::NUMBER);
    }
    let required = elements.iter().filter(|element| !element.optional).count();
    let mut lengths: Vec<Type> = (required..=elements.len())
        .map(|length| Type::Literal(Literal::Number(length.to_string().into())))
        .collect();
    match lengths.len() {
        1 => lengths.swap_remove(0),
        _ => Type::Union(lengths.into()),
    }
}

pub(super) fn is_construct(signature: &Signature) -> bool {
    signature.op != ops::CALL_SIGNATURE && signature.key == Key::Name("new".into())
}

/// A member of a class as one of an object type.
fn instance_member(mut member: Member) -> Member {
    member.default = None;
    if member.flags.visibility == Some(ops::PUBLIC) {
        member.flags.visibility = None;
    }
    member.flags.is_abstract = false;
    match &mut member.kind {
        MemberKind::Property { class, .. } => *class = false,
        MemberKind::Method(signature) => Arc::make_mut(signature).op = ops::METHOD_SIGNATURE,
        MemberKind::Index { .. } => {}
    }
    member
}

/// Adds the members of a declaration to those that it inherits, in the place of what they override. Those by one name
/// are all kept: they are overloads.
pub(super) fn inherit(members: &mut Vec<Member>, own: impl Iterator<Item = Member>) {
    let inherited = members.len();
    if inherited == 0 {
        members.extend(own);
        return;
    }
    let mut is_overridden = vec![false; inherited];
    let mut is_gone = is_overridden.clone();
    for member in own {
        let mut known = (0..inherited).filter(|&at| same_member(&members[at], &member));
        match known.next() {
            Some(at) if !is_overridden[at] => {
                known.for_each(|other| is_gone[other] = true);
                is_overridden[at] = true;
                members[at] = member;
            }
            _ => members.push(member),
        }
    }
    let mut position = 0..;
    members.retain(|_| position.next().is_none_or(|at| !is_gone.get(at).copied().unwrap_or(false)));
}

fn same_member(a: &Member, b: &Member) -> bool {
    match (&a.kind, &b.kind) {
        (MemberKind::Index { key: a, .. }, MemberKind::Index { key: b, .. }) => a == b,
        _ => member_key(a).is_some_and(|a| member_key(b).is_some_and(|b| key_text(a) == key_text(b))),
    }
}

/// The key of a property or a method. `None` for what is called, constructed or indexed.
pub(super) fn member_key(member: &Member) -> Option<&Key> {
    match &member.kind {
        MemberKind::Property { key, .. } => Some(key),
        MemberKind::Method(signature) if signature.op != ops::CALL_SIGNATURE && !is_construct(signature) => {
            Some(&signature.key)
        }
        _ => None,
    }
}

pub(super) fn key_text(key: &Key) -> &str {
    match key {
        Key::Name(text) | Key::Number(text) | Key::Computed(text) | Key::Unseen(text) => text,
    }
}

/// The type of a property or a method.
pub(super) fn member_type(member: &Member) -> Option<Type> {
    match &member.kind {
        MemberKind::Property { ty, .. } => Some(ty.clone()),
        MemberKind::Method(signature) => Some(Type::Function(Arc::new(Signature {
            op: ops::FUNCTION,
            key: Key::Name(Atom::default()),
            description: None,
            ..(**signature).clone()
        }))),
        MemberKind::Index { .. } => None,
    }
}

/// The types of all members of one name: a method may have several signatures.
pub(super) fn property_type(object: &Object, name: &str) -> Option<(Type, Flags)> {
    let mut found: Option<(Type, Flags)> = None;
    let mut overloads: Vec<Signature> = Vec::new();
    for member in &object.members {
        if member_key(member).is_none_or(|key| key_text(key) != name) {
            continue;
        }
        if let MemberKind::Method(signature) = &member.kind {
            overloads.push((**signature).clone());
        }
        found = Some((member_type(member)?, member.flags));
    }
    if overloads.len() > 1 {
        let flags = found.as_ref().map_or_else(Flags::default, |(_, flags)| *flags);
        return Some((overloaded(overloads), flags));
    }
    found
}

/// A function with several signatures.
pub(crate) fn overloaded(signatures: Vec<Signature>) -> Type {
    let members = signatures.into_iter().map(|signature| {
        let signature = Signature { op: ops::CALL_SIGNATURE, key: Key::Name(Atom::default()), ..signature };
        Member::method(signature, Flags::default())
    });
    Type::Object(Arc::new(Object { members: members.collect(), ..Object::default() }))
}

/// A signature that someone else's type arguments have been taken out of.
pub(super) fn erased(signature: &Signature) -> Signature {
    match parts::erased(&Type::Function(Arc::new(signature.clone()))) {
        Some(Type::Function(signature)) => Arc::unwrap_or_clone(signature),
        _ => signature.clone(),
    }
}

/// The parameters of a function as a tuple.
pub(super) fn parameters_tuple(parameters: &[Parameter]) -> Vec<Element> {
    parameters
        .iter()
        .map(|parameter| Element {
            ty: parameter.ty.clone(),
            name: Some(parameter.name.to_string()),
            optional: is_optional(parameter),
            rest: parameter.rest,
        })
        .collect()
}

pub(super) fn is_optional(parameter: &Parameter) -> bool {
    parameter.flags.optional || parameter.default.is_some()
}

/// Whether objects have a member without declaring it.
pub(super) fn is_of_every_object(name: &str) -> bool {
    matches!(
        name,
        "constructor"
            | "toString"
            | "toLocaleString"
            | "valueOf"
            | "hasOwnProperty"
            | "isPrototypeOf"
            | "propertyIsEnumerable"
    )
}
