//! Where the members of a type count: the keys of a mapped type, an index, a template literal, a union that is
//! taken apart.
//!
//! To TypeScript an enum is the union of its members, and what a class hides is no key of it. The machine keeps
//! enums whole, walks over unions only, and counts all members of a class: there the union is written out.

use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{
            Accessibility, ClassMember, ParamOrTsParamProp, TsConditionalType, TsEntityName,
            TsIndexedAccessType, TsMappedType, TsParamPropParam, TsTplLitType, TsType,
            TsTypeParamInstantiation, TsTypeRef, TsUnionOrIntersectionType,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::{Context, FileId};
use crate::declare::is_hidden;
use crate::enums::Constant;
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::ops;
use crate::resolve::{Found, Target};
use crate::scope::Local;
use crate::types::{EnumMember, Key, Literal, Type};
use crate::values::static_key;

/// How many aliases of aliases, or generics in generics, are followed.
const MAX_DEPTH: usize = 16;

impl<'m> Context<'m> {
    /// The type of a place that counts keys.
    pub(crate) fn keys(&mut self, env: &mut Env<'_, 'm>, ty: &TsType) -> Type {
        match self.enum_keys(env, ty, 0) {
            Some(keys) => keys,
            None => self.ty(env, ty),
        }
    }

    /// The arguments of a generic type, each as its parameter takes it.
    pub(crate) fn arguments_of(
        &mut self,
        env: &mut Env<'_, 'm>,
        file: FileId,
        id: DeclId,
        arguments: Option<&TsTypeParamInstantiation>,
    ) -> Vec<Type> {
        let arguments = arguments.map_or(&[][..], |list| &list.params);
        let mut lowered = Vec::with_capacity(arguments.len());
        for (position, argument) in arguments.iter().enumerate() {
            lowered.push(match self.enum_keys(env, argument, 0) {
                Some(keys) if self.takes_keys(file, id, position, 0) => keys,
                _ => self.ty(env, argument),
            });
        }
        lowered
    }

    /// A union with the members of the enums in it. `None` where no enum is in sight.
    fn enum_keys(&mut self, env: &mut Env<'_, 'm>, ty: &TsType, depth: usize) -> Option<Type> {
        if depth == MAX_DEPTH {
            return None;
        }
        match ty {
            TsType::TsParenthesizedType(inner) => self.enum_keys(env, &inner.type_ann, depth),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                let keys: Vec<_> = union.types.iter().map(|ty| self.enum_keys(env, ty, depth)).collect();
                if keys.iter().all(Option::is_none) {
                    return None;
                }
                let mut all = Vec::new();
                for (ty, keys) in union.types.iter().zip(keys) {
                    match keys {
                        Some(Type::Union(keys)) => all.extend(keys),
                        Some(key) => all.push(key),
                        None => all.push(self.ty(env, ty)),
                    }
                }
                Some(Type::Union(all))
            }
            TsType::TsTypeRef(reference) if reference.type_params.is_none() => {
                if let TsEntityName::Ident(ident) = &reference.type_name {
                    let name = &ident.sym;
                    if env.bound.iter().any(|(bound, _)| bound == name) {
                        return None;
                    }
                    match env.scopes.iter().rev().find_map(|scope| scope.types.get(name)) {
                        Some(Local::Enum(_, keys)) => return keys.clone(),
                        Some(_) => return None,
                        None => {}
                    }
                }
                let (file, id) = self.declaration_of(env, &reference.type_name)?;
                self.declared_keys(env, file, id, depth)
            }
            _ => None,
        }
    }

    /// `keyof` a class that hides some of its members: the machine counts those, and static ones, as keys. `None`
    /// where it counts as TypeScript does, or a base class is not in sight.
    pub(crate) fn class_keys(&mut self, env: &Env<'_, 'm>, ty: &TsType) -> Option<Type> {
        let name = match ty {
            TsType::TsTypeRef(reference) => reference.type_name.as_ident()?,
            _ => return None,
        };
        let local = env.scopes.iter().any(|scope| scope.types.contains_key(&name.sym));
        if local || env.bound.iter().any(|(bound, _)| *bound == name.sym) {
            return None;
        }
        let mut keys = Vec::new();
        let hides = self.public_names(env, &TsEntityName::Ident(name.clone()), &mut keys, 0)?;
        hides.then(|| Type::Union(keys))
    }

    /// Adds the names of a class's public members, those of its base classes first. Gives whether it has others.
    fn public_names(
        &mut self,
        env: &Env<'_, 'm>,
        name: &TsEntityName,
        keys: &mut Vec<Type>,
        depth: usize,
    ) -> Option<bool> {
        if depth == MAX_DEPTH {
            return None;
        }
        let (file, id) = self.declaration_of(env, name)?;
        let handle = self.file(file);
        let index = handle.index();
        let nodes = index.nodes(handle.module(), id);
        let Some(Node::Class(class)) = nodes.first() else { return None };
        let mut hides = false;
        if let Some(base) = &class.super_class {
            let inside = self.env(file, index.declarations[id].parent, &[]);
            let base = TsEntityName::Ident(base.as_ident()?.clone());
            hides = self.public_names(&inside, &base, keys, depth + 1)?;
        }
        let mut add = |key: Option<Key>| {
            let key = match key? {
                Key::Name(name) => Literal::String(name),
                Key::Number(number) => Literal::Number(number),
                Key::Computed(_) => return None,
            };
            if !keys.contains(&Type::Literal(key.clone())) {
                keys.push(Type::Literal(key));
            }
            Some(())
        };
        for member in &class.body {
            if is_hidden(member) {
                hides = true;
                continue;
            }
            match member {
                ClassMember::ClassProp(property) => add(static_key(&property.key))?,
                ClassMember::Method(method) => add(static_key(&method.key))?,
                ClassMember::Constructor(constructor) => {
                    for parameter in &constructor.params {
                        let ParamOrTsParamProp::TsParamProp(property) = parameter else { continue };
                        if matches!(
                            property.accessibility,
                            Some(Accessibility::Private | Accessibility::Protected)
                        ) {
                            hides = true;
                        } else if let TsParamPropParam::Ident(ident) = &property.param {
                            add(Some(Key::Name(ident.id.sym.to_string())))?;
                        }
                    }
                }
                ClassMember::AutoAccessor(_) | ClassMember::TsIndexSignature(_) => return None,
                ClassMember::PrivateMethod(_)
                | ClassMember::PrivateProp(_)
                | ClassMember::Empty(_)
                | ClassMember::StaticBlock(_) => {}
            }
        }
        Some(hides)
    }

    /// A type with the unions behind its aliases written out.
    pub(crate) fn spelled_out(&mut self, env: &mut Env<'_, 'm>, ty: &TsType, depth: usize) -> Type {
        match ty {
            TsType::TsParenthesizedType(inner) => return self.spelled_out(env, &inner.type_ann, depth),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                let mut all = Vec::new();
                for ty in &union.types {
                    match self.spelled_out(env, ty, depth) {
                        Type::Union(types) => all.extend(types),
                        ty => all.push(ty),
                    }
                }
                return Type::Union(all);
            }
            _ => {}
        }
        if let Some(keys) = self.enum_keys(env, ty, depth) {
            return keys;
        }
        let hidden = |name: &Atom| {
            env.bound.iter().any(|(bound, _)| bound == name)
                || env.scopes.iter().any(|scope| scope.types.contains_key(name))
        };
        if depth < MAX_DEPTH
            && let Some(name) = plain_name(ty).filter(|name| !hidden(name))
            && let Some(Found { target: Target::Declaration(file, id), .. }) = self.find_type(env, name)
            && let handle = self.file(file)
            && let nodes = handle.index().nodes(handle.module(), id)
            && let Some(Node::Alias(alias)) = nodes.first()
            && alias.type_params.is_none()
        {
            let mut inside = self.env(file, handle.index().declarations[id].parent, &[]);
            inside.entry.clone_from(&env.entry);
            return self.spelled_out(&mut inside, &alias.type_ann, depth + 1);
        }
        self.ty(env, ty)
    }

    fn declared_keys(&mut self, env: &Env<'_, 'm>, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        if !self.is_reflected(file, id) {
            return None;
        }
        let handle = self.file(file);
        let declaration = &handle.index().declarations[id];
        match declaration.kind {
            Kind::Enum => union_of(self.enum_members(file, id)),
            Kind::Alias => {
                let nodes = handle.index().nodes(handle.module(), id);
                let Some(Node::Alias(alias)) = nodes.first() else { return None };
                if alias.type_params.is_some() {
                    return None;
                }
                let mut inside = self.env(file, declaration.parent, &[]);
                inside.entry.clone_from(&env.entry);
                self.enum_keys(&mut inside, &alias.type_ann, depth + 1)
            }
            _ => None,
        }
    }

    /// Whether a generic type counts the keys of what it is given for a parameter.
    fn takes_keys(&mut self, file: FileId, id: DeclId, position: usize, depth: usize) -> bool {
        if depth == MAX_DEPTH {
            return false;
        }
        let handle = self.file(file);
        for node in handle.index().nodes(handle.module(), id) {
            let parameters = match node {
                Node::Alias(alias) => alias.type_params.as_deref(),
                Node::Interface(interface) => interface.type_params.as_deref(),
                _ => None,
            };
            let Some(parameter) = parameters.and_then(|list| list.params.get(position)) else { continue };
            let mut uses = Uses { name: &parameter.name.sym, counted: false, passed: Vec::new() };
            match node {
                Node::Alias(alias) => alias.type_ann.visit_with(&mut uses),
                Node::Interface(interface) => {
                    interface.extends.visit_with(&mut uses);
                    interface.body.visit_with(&mut uses);
                }
                _ => {}
            }
            if uses.counted {
                return true;
            }
            let env = self.env(file, handle.index().declarations[id].parent, &[]);
            for (generic, position) in uses.passed {
                if let Some((file, id)) = self.declaration_of(&env, &generic)
                    && self.takes_keys(file, id, position, depth + 1)
                {
                    return true;
                }
            }
        }
        false
    }
}

/// The union of an enum's members. `None` when a member has no value in sight.
pub(crate) fn union_of(members: Vec<(EnumMember, Option<Constant>)>) -> Option<Type> {
    let mut union = Vec::with_capacity(members.len());
    for (member, constant) in members {
        let ty = match constant {
            Some(Constant::Number(value)) => Type::Literal(Literal::Number(ops::number(value))),
            Some(Constant::Text(value)) => Type::Literal(Literal::String(value)),
            None => Type::ValueOf(member.value?),
        };
        if !union.contains(&ty) {
            union.push(ty);
        }
    }
    Some(Type::Union(union))
}

/// How a generic type uses one of its parameters.
struct Uses<'a> {
    name: &'a Atom,
    /// In a place of its own that counts keys.
    counted: bool,
    /// As an argument of another generic type: its name, and which argument.
    passed: Vec<(TsEntityName, usize)>,
}

impl<'a> Uses<'a> {
    /// Whether a type is the parameter, or a union or an intersection with it.
    fn is_it(&self, ty: &TsType) -> bool {
        match ty {
            TsType::TsParenthesizedType(inner) => self.is_it(&inner.type_ann),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                union.types.iter().any(|ty| self.is_it(ty))
            }
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(all)) => {
                all.types.iter().any(|ty| self.is_it(ty))
            }
            TsType::TsTypeRef(_) => plain_name(ty).is_some_and(|name| name == self.name),
            _ => false,
        }
    }
}

impl Visit for Uses<'_> {
    fn visit_ts_mapped_type(&mut self, mapped: &TsMappedType) {
        self.counted |= mapped.type_param.constraint.as_deref().is_some_and(|keys| self.is_it(keys));
        mapped.visit_children_with(self);
    }

    fn visit_ts_indexed_access_type(&mut self, access: &TsIndexedAccessType) {
        self.counted |= self.is_it(&access.index_type);
        access.visit_children_with(self);
    }

    fn visit_ts_tpl_lit_type(&mut self, template: &TsTplLitType) {
        self.counted |= template.types.iter().any(|ty| self.is_it(ty));
        template.visit_children_with(self);
    }

    fn visit_ts_conditional_type(&mut self, conditional: &TsConditionalType) {
        // `T extends U ? never : T`: a union is taken apart by another one, not by its kind.
        let by_name =
            plain_name(&conditional.check_type).is_some() && plain_name(&conditional.extends_type).is_some();
        self.counted |=
            by_name && (self.is_it(&conditional.check_type) || self.is_it(&conditional.extends_type));
        conditional.visit_children_with(self);
    }

    fn visit_ts_type_ref(&mut self, reference: &TsTypeRef) {
        for (position, argument) in reference.type_params.iter().flat_map(|list| &list.params).enumerate() {
            if self.is_it(argument) {
                self.passed.push((reference.type_name.clone(), position));
            }
        }
        reference.visit_children_with(self);
    }
}

/// The name that is all there is to a type.
fn plain_name(ty: &TsType) -> Option<&Atom> {
    match ty {
        TsType::TsTypeRef(reference) if reference.type_params.is_none() => {
            reference.type_name.as_ident().map(|ident| &ident.sym)
        }
        _ => None,
    }
}
