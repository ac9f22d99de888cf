//! What calls of the language's own functions and methods return, which are known without a declaration file.

use std::sync::Arc;

use swc_core::ecma::ast::{CallExpr, Expr, ExprOrSpread, Prop, PropOrSpread};

use crate::context::Context;
use crate::evaluate::Evaluator;
use crate::lower::Env;
use crate::ops;
use crate::signature::Param;
use crate::types::{Element, Flags, Member, MemberKind, Object, Type};

use super::body::is_fresh;
use super::{Keep, value_of};

const STRING: Type = Type::Keyword(ops::STRING);
const NUMBER: Type = Type::Keyword(ops::NUMBER);
const BOOLEAN: Type = Type::Keyword(ops::BOOLEAN);

impl<'m> Context<'m> {
    /// What a call of a global function returns. The name is one that nothing in sight declares.
    pub(super) fn global_call(&mut self, name: &str) -> Option<Type> {
        Some(match name {
            "Symbol" => Type::Keyword(ops::SYMBOL),
            "BigInt" => Type::Keyword(ops::BIGINT),
            "String" | "encodeURI" | "encodeURIComponent" | "decodeURI" | "decodeURIComponent" | "btoa"
            | "atob" => STRING,
            "Number" | "parseInt" | "parseFloat" => NUMBER,
            "Boolean" | "isNaN" | "isFinite" => BOOLEAN,
            _ => return None,
        })
    }

    /// What a call of a function of a global object returns: `Math.max(1, 2)`. The object's name is one that nothing in
    /// sight declares.
    pub(super) fn static_call(
        &mut self,
        env: &mut Env<'_, 'm>,
        (object, method): (&str, &str),
        call: &CallExpr,
        depth: usize,
    ) -> Option<Type> {
        let first = call.args.first();
        Some(match (object, method) {
            ("Math", _) | ("Date", "now" | "parse" | "UTC") | ("Number", "parseInt" | "parseFloat") => NUMBER,
            // Of `undefined` and of functions it makes `undefined`, which its declaration does not tell.
            ("JSON", "stringify") => STRING,
            ("Array", "isArray")
            | ("Number", "isInteger" | "isFinite" | "isNaN" | "isSafeInteger")
            | ("Object", "is" | "hasOwn" | "isFrozen") => BOOLEAN,
            ("String", "fromCharCode" | "fromCodePoint") => STRING,
            ("Object", "keys" | "getOwnPropertyNames") => Type::Array(Arc::new(STRING)),
            ("Promise", "resolve") => {
                let ty = match first {
                    Some(argument) => self.infer(env, &argument.expr, Keep::Widened, depth)?,
                    None => Type::Keyword(ops::VOID),
                };
                Type::Promise(Arc::new(Evaluator::new(self).awaited(&ty)?))
            }
            ("Object", "freeze") => match value_of(&first?.expr) {
                // Its literals are kept, and no more of it is known than that.
                Expr::Object(object) if object.props.iter().all(is_plain) => {
                    self.object_value(env, object, Keep::Const, depth)?
                }
                _ => return None,
            },
            ("Object", "values") => Type::Array(Arc::new(self.value_of_each(env, &first?.expr, depth)?)),
            ("Object", "entries") => {
                let value = self.value_of_each(env, &first?.expr, depth)?;
                Type::Array(Arc::new(Type::Tuple([STRING, value].map(Element::of).into())))
            }
            ("Object", "fromEntries") => {
                let (_, value) = self.entries(env, &first?.expr, depth)?;
                let kind = MemberKind::Index { key: STRING, value };
                let member = Member { kind, flags: Flags::default(), default: None, description: None };
                Type::Object(Arc::new(Object { members: vec![member], ..Object::default() }))
            }
            ("Object", "assign") => {
                let parts: Option<Vec<Type>> = call
                    .args
                    .iter()
                    .map(|argument| match argument.spread {
                        Some(_) => None,
                        None => self.infer(env, &argument.expr, Keep::Widened, depth),
                    })
                    .collect();
                Evaluator::new(self).simplified(vec![Type::Intersection(parts?.into())])?
            }
            ("Array", "from") => {
                let list = self.infer(env, &first?.expr, Keep::Widened, depth)?;
                let element = Evaluator::new(self).iterated(&list)?;
                let made = match call.args.get(1) {
                    Some(callback) => self.returned_of_each(env, &callback.expr, &element, depth)?,
                    None => element,
                };
                Type::Array(Arc::new(made))
            }
            ("Promise", "all") => Type::Promise(Arc::new(self.all_awaited(env, &first?.expr, depth)?)),
            _ => return None,
        })
    }

    /// What the values of an object's properties are, or an array's elements.
    fn value_of_each(&mut self, env: &mut Env<'_, 'm>, object: &Expr, depth: usize) -> Option<Type> {
        let object = self.infer(env, object, Keep::Widened, depth)?;
        if let Some(element) = self.element_of(&object) {
            return Some(element);
        }
        let values = Evaluator::new(self).values(&object)?;
        if values.is_empty() { None } else { Evaluator::new(self).simplified(values) }
    }

    /// What `Promise.all` makes of a list.
    fn all_awaited(&mut self, env: &mut Env<'_, 'm>, list: &Expr, depth: usize) -> Option<Type> {
        if let Expr::Array(array) = value_of(list) {
            let mut elements = Vec::with_capacity(array.elems.len());
            for element in &array.elems {
                let element = element.as_ref().filter(|element| element.spread.is_none())?;
                let ty = self.infer(env, &element.expr, Keep::Widened, depth)?;
                elements.push(Element::of(Evaluator::new(self).awaited(&ty)?));
            }
            return Some(Type::Tuple(elements.into()));
        }
        let list = self.infer(env, list, Keep::Literal, depth)?;
        let element = self.element_of(&list)?;
        Some(Type::Array(Arc::new(Evaluator::new(self).awaited(&element)?)))
    }

    /// What a call of a method of a promise returns, which depends on what it is given.
    pub(super) fn promise_call(
        &mut self,
        env: &mut Env<'_, 'm>,
        object: &Type,
        method: &str,
        arguments: &[ExprOrSpread],
        depth: usize,
    ) -> Option<Type> {
        let Type::Promise(_) = object else { return None };
        let value = Evaluator::new(self).awaited(object)?;
        let result = match (method, arguments) {
            ("finally", _) => value,
            ("then", [then]) => self.settled_by(env, &then.expr, &value, depth)?,
            ("catch", [caught]) => {
                let other = self.settled_by(env, &caught.expr, &Type::Keyword(ops::ANY), depth)?;
                self.either(value, other)?
            }
            _ => return None,
        };
        Some(Type::Promise(Arc::new(result)))
    }

    /// What a promise becomes by a callback.
    fn settled_by(
        &mut self,
        env: &mut Env<'_, 'm>,
        callback: &Expr,
        value: &Type,
        depth: usize,
    ) -> Option<Type> {
        let returned = self.returned_of_each(env, callback, value, depth)?;
        Evaluator::new(self).awaited(&returned).filter(|ty| !ty.is_any())
    }

    /// What a call of a method of an array returns, which depends on what it is given.
    pub(super) fn list_call(
        &mut self,
        env: &mut Env<'_, 'm>,
        object: &Type,
        method: &str,
        arguments: &[ExprOrSpread],
        depth: usize,
    ) -> Option<Type> {
        let [list] = &Evaluator::new(self).all_of(object)?[..] else { return None };
        let element = self.element_of(list)?;
        self.list_method(env, method, &element, arguments, depth)
    }

    /// The type of an array's elements. `None` for what is no array.
    fn element_of(&mut self, list: &Type) -> Option<Type> {
        match list {
            Type::Array(element) => Some((**element).clone()),
            Type::Readonly(inner) => self.element_of(inner),
            _ => None,
        }
    }

    /// What a list of lists has inside of these.
    fn flattened(&mut self, element: &Type) -> Option<Type> {
        let units = Evaluator::new(self).all_of(element)?;
        let inner = units.into_iter().map(|unit| match self.element_of(&unit) {
            Some(element) => element,
            None => unit,
        });
        let inner = inner.collect();
        Evaluator::new(self).simplified(inner)
    }

    fn list_method(
        &mut self,
        env: &mut Env<'_, 'm>,
        method: &str,
        element: &Type,
        arguments: &[ExprOrSpread],
        depth: usize,
    ) -> Option<Type> {
        let list = |element: &Type| Type::Array(Arc::new(element.clone()));
        let callback = arguments.first().map(|argument| &*argument.expr);
        match method {
            "flat" if arguments.is_empty() => {
                let inner = self.flattened(element)?;
                Some(list(&inner))
            }
            "flatMap" => {
                let returned = self.returned_of_each(env, callback?, element, depth)?;
                let inner = self.flattened(&returned)?;
                Some(list(&inner))
            }
            "join" | "toString" => Some(STRING),
            "includes" | "some" | "every" => Some(BOOLEAN),
            "indexOf" | "lastIndexOf" | "findIndex" | "findLastIndex" | "push" | "unshift" => Some(NUMBER),
            "slice" | "splice" | "reverse" | "sort" | "toSorted" | "toReversed" => Some(list(element)),
            "concat" if arguments.is_empty() => Some(list(element)),
            "pop" | "shift" | "at" => self.either(element.clone(), Type::Keyword(ops::UNDEFINED)),
            "map" => {
                let returned = self.returned_of_each(env, callback?, element, depth)?;
                Some(list(&returned))
            }
            // Of a union, the callback may tell members apart.
            "filter" | "find" | "findLast" => {
                let units = Evaluator::new(self).all_of(element)?;
                let is_told_apart = units.len() > 1 || tells_apart(callback?);
                match method {
                    _ if is_told_apart => None,
                    "filter" => Some(list(element)),
                    _ => self.either(element.clone(), Type::Keyword(ops::UNDEFINED)),
                }
            }
            "reduce" => {
                let initial = self.infer(env, &arguments.get(1)?.expr, Keep::Widened, depth)?;
                matches!(initial, Type::Keyword(ops::NUMBER | ops::STRING | ops::BOOLEAN)).then_some(initial)
            }
            _ => None,
        }
    }

    /// What a function returns that is called with each element of a list.
    fn returned_of_each(
        &mut self,
        env: &mut Env<'_, 'm>,
        callback: &Expr,
        element: &Type,
        depth: usize,
    ) -> Option<Type> {
        let Expr::Arrow(arrow) = value_of(callback) else {
            let function = self.infer(env, callback, Keep::Literal, depth)?;
            return Evaluator::new(self).returned(&function);
        };
        if let Some(annotation) = &arrow.return_type {
            return Some(self.ty(env, &annotation.type_ann));
        }
        let mark = env.sight();
        for (parameter, ty) in arrow.params.iter().zip([element, &NUMBER]) {
            let parameter = Param::from(parameter);
            let ty = match parameter.annotation() {
                Some(annotation) => self.ty(env, annotation),
                None => ty.clone(),
            };
            self.bind_parameter(env, parameter, Some(ty));
        }
        let returned = self.returned_by_body(env, crate::functions::arrow_body(arrow), arrow.is_async);
        env.see_again(mark);
        returned
    }
}

/// `name: literal`.
fn is_plain(property: &PropOrSpread) -> bool {
    matches!(property.as_prop().map(|property| &**property), Some(Prop::KeyValue(pair)) if is_fresh(&pair.value))
}

/// Whether a callback is, or may be, a type predicate.
fn tells_apart(callback: &Expr) -> bool {
    match value_of(callback) {
        Expr::Arrow(arrow) => arrow.return_type.is_some(),
        _ => true,
    }
}
