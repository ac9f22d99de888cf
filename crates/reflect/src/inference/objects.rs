//! The types of arrays, objects and collections that are written out.

use std::sync::Arc;

use swc_core::ecma::ast::{ArrayLit, Expr, ExprOrSpread, ObjectLit, Prop, PropName, PropOrSpread};

use crate::class::same_name;
use crate::context::Context;
use crate::derived::Derived;
use crate::evaluate::{Evaluator, primitive_of};
use crate::functions::{Body, arrow_body};
use crate::lower::Env;
use crate::ops;
use crate::signature::Param;
use crate::types::{Element, Flags, Key, Literal, Member, MemberKind, Object, Rest, Type};

use super::{Keep, value_of};

impl<'m> Context<'m> {
    pub(super) fn array_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        array: &ArrayLit,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        let elements = self.elements(env, array, keep, depth)?;
        if keep == Keep::Const {
            let tuple = Evaluator::new(self).simplified(vec![Type::Tuple(elements.into())])?;
            return Some(Type::Readonly(Arc::new(tuple)));
        }
        self.array_of(array, elements)
    }

    /// The same, of an array that is given where a type is expected.
    pub(super) fn expected_array(
        &mut self,
        env: &mut Env<'_, 'm>,
        array: &ArrayLit,
        keep: Keep,
        depth: usize,
        expected: &Type,
    ) -> Option<Type> {
        let mut elements = Vec::with_capacity(array.elems.len());
        for (position, element) in array.elems.iter().enumerate() {
            let element = element.as_ref().filter(|element| element.spread.is_none())?;
            let key = Type::Literal(Literal::Number(position.to_string().into()));
            env.expected = self.part(expected.clone(), key);
            let ty = self.infer(env, &element.expr, inside(keep), depth);
            env.expected = None;
            elements.push(Element::of(ty?));
        }
        match Evaluator::new(self).is_tuple(expected)? {
            true => Some(Type::Tuple(elements.into())),
            false => self.array_of(array, elements),
        }
    }

    pub(super) fn elements(
        &mut self,
        env: &mut Env<'_, 'm>,
        array: &ArrayLit,
        keep: Keep,
        depth: usize,
    ) -> Option<Vec<Element>> {
        let inner = inside(keep);
        let mut elements = Vec::with_capacity(array.elems.len());
        for element in &array.elems {
            let element = element.as_ref()?;
            let ty = self.infer(env, &element.expr, inner, depth)?;
            let rest = if element.spread.is_some() { Rest::Spread } else { Rest::No };
            elements.push(Element { rest, ..Element::of(ty) });
        }
        Some(elements)
    }

    fn array_of(&mut self, array: &ArrayLit, elements: Vec<Element>) -> Option<Type> {
        let mut types = Vec::with_capacity(elements.len());
        for element in elements {
            types.push(match element.rest {
                Rest::Spread => Evaluator::new(self).iterated(&element.ty)?,
                _ => element.ty,
            });
        }
        let values = array.elems.iter().flatten().map(|element| &*element.expr);
        normalize_objects(&mut types, values);
        let element = Evaluator::new(self).simplified(types)?;
        Some(Type::Array(Arc::new(element)))
    }

    pub(super) fn object_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        object: &ObjectLit,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        self.expected_object(env, object, keep, depth, None)
    }

    /// The same, of an object that is given where a type is expected.
    pub(super) fn expected_object(
        &mut self,
        env: &mut Env<'_, 'm>,
        object: &ObjectLit,
        keep: Keep,
        depth: usize,
        expected: Option<&Type>,
    ) -> Option<Type> {
        let mut members: Vec<Member> = Vec::with_capacity(object.props.len());
        for property in &object.props {
            let added = match property {
                PropOrSpread::Prop(property) => {
                    env.expected = expected.and_then(|expected| self.expected_of(expected, property));
                    let Some(member) = self.property_value(env, object, property, inside(keep), depth)?
                    else {
                        continue;
                    };
                    vec![member]
                }
                PropOrSpread::Spread(spread) => {
                    let ty = self.infer(env, &spread.expr, keep, depth)?;
                    let mut spread = Evaluator::new(self).spread(&ty)?;
                    for member in &mut spread {
                        member.flags.readonly &= keep == Keep::Const;
                    }
                    spread
                }
            };
            for member in added {
                let known = members.iter().position(|known| known.has_key_of(&member));
                match known {
                    Some(position) if !member.flags.optional => members[position] = member,
                    // It may be either.
                    Some(_) => return None,
                    None => members.push(member),
                }
            }
        }
        Some(Type::Object(Arc::new(Object { members, ..Object::default() })))
    }

    /// What is expected of a property of an object.
    fn expected_of(&mut self, object: &Type, property: &Prop) -> Option<Type> {
        let name = match property {
            Prop::KeyValue(pair) => match static_key(&pair.key)? {
                Key::Name(name) | Key::Number(name) => name,
                _ => return None,
            },
            _ => return None,
        };
        self.part(object.clone(), Type::Literal(Literal::String(name)))
    }

    /// Whether literals are among what is expected, or a type parameter that stands for primitives.
    pub(super) fn asks_for_literals(&mut self, expected: &Type) -> bool {
        if let Type::Opaque(_, constraint) = expected {
            let Some(constraint) = constraint else { return false };
            let units = match &**constraint {
                Type::KeyOf(_) => return true,
                constraint => Evaluator::new(self).all_of(constraint).unwrap_or_default(),
            };
            return units.iter().any(|unit| primitive_of(unit).is_some());
        }
        let units = Evaluator::new(self).all_of(expected).unwrap_or_default();
        units.iter().any(|unit| matches!(unit, Type::Literal(_) | Type::Template(_)))
    }

    /// One property of an object. `Some(None)` for a part of one that another part stands for.
    fn property_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        object: &ObjectLit,
        property: &Prop,
        keep: Keep,
        depth: usize,
    ) -> Option<Option<Member>> {
        let mut flags = Flags { readonly: keep == Keep::Const, ..Flags::default() };
        let (key, ty) = match property {
            Prop::KeyValue(pair) => {
                let expected = env.expected.take();
                let key = self.value_key(env, &pair.key, depth)?;
                env.expected = expected;
                (key, self.infer(env, &pair.value, keep, depth)?)
            }
            Prop::Shorthand(ident) => {
                (Key::Name(ident.sym.clone()), self.infer(env, &Expr::Ident(ident.clone()), keep, depth)?)
            }
            Prop::Method(method) => {
                let function = self.function_value(env, &method.function);
                (self.value_key(env, &method.key, depth)?, function)
            }
            Prop::Getter(getter) => {
                let key = self.value_key(env, &getter.key, depth)?;
                flags.readonly |= !object.props.iter().any(|other| {
                    matches!(other.as_prop().map(|other| &**other), Some(Prop::Setter(setter))
                        if same_name(&setter.key, &getter.key))
                });
                let ty = match getter.function.return_type.as_deref() {
                    Some(annotation) => self.ty(env, &annotation.type_ann),
                    None => {
                        let outer = env.this.take();
                        let ty = self.returned_by(env, &getter.function.body.as_ref()?.stmts);
                        env.this = outer;
                        ty?
                    }
                };
                (key, ty)
            }
            Prop::Setter(setter) => {
                let is_read = object.props.iter().any(|other| {
                    matches!(other.as_prop().map(|other| &**other), Some(Prop::Getter(getter))
                        if same_name(&setter.key, &getter.key))
                });
                if is_read {
                    return Some(None);
                }
                let parameter = setter.function.params.first();
                let annotation = parameter.and_then(|parameter| Param::from(&parameter.pat).annotation());
                let ty = annotation.map_or(Type::Keyword(ops::ANY), |annotation| self.ty(env, annotation));
                (self.value_key(env, &setter.key, depth)?, ty)
            }
            Prop::Assign(_) => return None,
        };
        Some(Some(Member::property(key, ty, false, flags)))
    }

    fn value_key(&mut self, env: &mut Env<'_, 'm>, name: &PropName, depth: usize) -> Option<Key> {
        match name {
            PropName::Computed(computed) => match self.infer(env, &computed.expr, Keep::Literal, depth)? {
                Type::Literal(Literal::String(text)) => Some(Key::Name(text)),
                Type::Literal(Literal::Number(digits)) => Some(Key::Number(digits)),
                _ => None,
            },
            name => static_key(name),
        }
    }

    /// The type of a new collection of the library's, by what it is filled with.
    pub(super) fn collection(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &str,
        arguments: Option<&[ExprOrSpread]>,
        depth: usize,
    ) -> Option<Type> {
        let first = arguments.and_then(<[_]>::first).map(|argument| &*argument.expr);
        let unknown = || Arc::new(Type::Keyword(ops::UNKNOWN));
        match (name, first) {
            ("Promise", _) => Some(Type::Promise(unknown())),
            ("Set", None) => Some(Type::Set(unknown())),
            ("Set", Some(values)) => {
                let values = self.infer(env, values, Keep::Widened, depth)?;
                Some(Type::Set(Arc::new(Evaluator::new(self).iterated(&values)?)))
            }
            ("Map", Some(entries)) => {
                let (key, value) = self.entries(env, entries, depth)?;
                Some(Type::Map(Arc::new(key), Arc::new(value)))
            }
            _ => None,
        }
    }

    /// The keys and the values of a list of pairs: written out, made by `map`, or of a type that says so.
    pub(super) fn entries(
        &mut self,
        env: &mut Env<'_, 'm>,
        list: &Expr,
        depth: usize,
    ) -> Option<(Type, Type)> {
        if let Some(entries) = elements(list).filter(|entries| !entries.is_empty()) {
            let (mut keys, mut values) = (Vec::new(), Vec::new());
            for entry in entries {
                let (key, value) = self.pair(env, entry, depth)?;
                keys.push(key);
                values.push(value);
            }
            let key = Evaluator::new(self).simplified(keys)?;
            return Some((key, Evaluator::new(self).simplified(values)?));
        }
        if let Expr::Call(call) = value_of(list)
            && let Some(Expr::Member(member)) = call.callee.as_expr().map(|callee| &**callee)
            && member.prop.as_ident().is_some_and(|name| name.sym == "map")
            && let Some(Expr::Arrow(arrow)) = call.args.first().map(|argument| value_of(&argument.expr))
            && let Body::Expression(entry) = arrow_body(arrow)
            && let Some([_, _]) = elements(entry).as_deref()
        {
            let list = self.infer(env, &member.obj, Keep::Literal, depth)?;
            let element = Evaluator::new(self).iterated(&list)?;
            let mark = env.sight();
            if let Some(parameter) = arrow.params.first() {
                self.bind_parameter(env, Param::from(parameter), Some(element));
            }
            let pair = self.pair(env, entry, depth);
            env.see_again(mark);
            return pair;
        }
        let list = self.infer(env, list, Keep::Widened, depth)?;
        let entry = Evaluator::new(self).iterated(&list)?;
        let entry = match Evaluator::new(self).all_of(&entry)?.pop()? {
            Type::Readonly(inner) => (*inner).clone(),
            entry => entry,
        };
        match entry {
            Type::Tuple(pair) if pair.len() == 2 => Some((pair[0].ty.clone(), pair[1].ty.clone())),
            _ => None,
        }
    }

    /// `[key, value]`.
    fn pair(&mut self, env: &mut Env<'_, 'm>, entry: &Expr, depth: usize) -> Option<(Type, Type)> {
        let [key, value] = elements(entry)?[..] else { return None };
        Some((self.infer(env, key, Keep::Widened, depth)?, self.infer(env, value, Keep::Widened, depth)?))
    }
}

/// The elements of an array that is written out, each without `...`.
fn elements(expression: &Expr) -> Option<Vec<&Expr>> {
    let array = value_of(expression).as_array()?;
    let plain = array.elems.iter().map(|element| element.as_ref().filter(|element| element.spread.is_none()));
    plain.map(|element| element.map(|element| &*element.expr)).collect()
}

/// What lies inside of an array or an object is widened, if it is not `as const`.
fn inside(keep: Keep) -> Keep {
    if keep == Keep::Const { Keep::Const } else { Keep::Widened }
}

pub(super) fn static_key(name: &PropName) -> Option<Key> {
    Some(match name {
        PropName::Ident(ident) => Key::Name(ident.sym.clone()),
        PropName::Str(text) => Key::Name(text.value.to_string_lossy().into_owned().into()),
        PropName::Num(number) => Key::Number(ops::number(number.value).into()),
        PropName::BigInt(number) => Key::Name(number.value.to_string().into()),
        PropName::Computed(_) => return None,
    })
}

/// Objects in one array know of each other's members: what one lacks, it has as `undefined`. Those of an object with a
/// spread in it are its own alone.
pub(super) fn normalize_objects<'a>(types: &mut [Type], values: impl Iterator<Item = &'a Expr>) {
    let mut keys: Vec<Key> = Vec::new();
    for (ty, value) in types.iter().zip(values) {
        let Type::Object(object) = ty else { return };
        if has_spread(value) {
            continue;
        }
        for member in &object.members {
            if let MemberKind::Property { key, .. } = &member.kind
                && !keys.contains(key)
            {
                keys.push(key.clone());
            }
        }
    }
    for ty in types {
        let Type::Object(object) = ty else { continue };
        for key in &keys {
            let has = object
                .members
                .iter()
                .any(|member| matches!(&member.kind, MemberKind::Property { key: own, .. } if own == key));
            if !has {
                let flags = Flags { optional: true, ..Flags::default() };
                let missing = Type::Keyword(ops::UNDEFINED);
                let missing = Member::property(key.clone(), missing, false, flags);
                let object = Arc::make_mut(object);
                object.members.push(missing);
                object.facts = Derived::default();
            }
        }
    }
}

fn has_spread(value: &Expr) -> bool {
    let Expr::Object(object) = value_of(value) else { return false };
    object.props.iter().any(|property| matches!(property, PropOrSpread::Spread(_)))
}
