//! The types of expressions: initial values without an annotation, what a function without a return type returns.
//!
//! As far as syntax tells. `None` where it does not.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    common::Spanned,
    ecma::{
        ast::{
            ArrayLit, ArrowExpr, BinaryOp, CallExpr, Expr, ExprOrSpread, Function, Lit, MemberExpr,
            MemberProp, NewExpr, ObjectLit, Pat, Prop, PropName, PropOrSpread, ReturnStmt, Stmt, Tpl,
            TsEntityName, UnaryExpr, UnaryOp, VarDeclKind,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::class::same_name;
use crate::context::{Context, FileId};
use crate::derived::Derived;
use crate::evaluate::Evaluator;
use crate::functions::{Body, arrow_body};
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::members::entity;
use crate::ops;
use crate::reach::Reach;
use crate::resolve::Target;
use crate::signature::{FunctionSyntax, Param, parameters_of, parameters_of_arrow};
use crate::types::{
    Element, Flags, Key, Literal, Member, MemberKind, Object, Parameter, Rest, Signature, Type,
};

/// How deep constants that name each other are followed.
const MAX_DEPTH: usize = 32;

/// How much of a value's type is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// `let`, properties of objects: `'a'` is a string.
    Widened,
    /// `const`: `'a'` is `'a'`, but what lies inside of an object is widened.
    Literal,
    /// `as const`: literals throughout, readonly properties, tuples.
    Const,
}

impl<'m> Context<'m> {
    /// The type of a variable, from its annotation or its initial value.
    pub(crate) fn constant(&mut self, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        if depth == MAX_DEPTH {
            return None;
        }
        // A function's parameter may have the type of what a call of the function is assigned to.
        if self.inferring.contains(&(file, id)) {
            self.mark_private();
            return None;
        }
        self.inferring.push((file, id));
        let ty = self.variable(file, id, depth);
        self.inferring.pop();
        ty
    }

    fn variable(&mut self, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        let handle = self.file(file);
        let index = handle.index();
        let parent = index.declarations[id].parent;
        let Some(Node::Variable(declarator, kind)) = index.nodes(handle.module(), id).first().copied() else {
            return None;
        };
        let mut env = self.env(file, parent, &[]);
        if let Some(annotation) = declarator.name.as_ident().and_then(|name| name.type_ann.as_ref()) {
            return Some(self.ty(&mut env, &annotation.type_ann));
        }
        let keep = if kind == VarDeclKind::Const { Keep::Literal } else { Keep::Widened };
        self.infer(&mut env, declarator.init.as_deref()?, keep, depth + 1)
    }

    /// The type of an initial value that may be replaced: literals widened.
    pub(crate) fn infer_widened(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<Type> {
        self.infer(env, value, Keep::Widened, 0)
    }

    /// The type of an initial value that stays.
    pub(crate) fn infer_literal(&mut self, env: &mut Env<'_, 'm>, value: &Expr) -> Option<Type> {
        self.infer(env, value, Keep::Literal, 0)
    }

    fn infer(&mut self, env: &mut Env<'_, 'm>, value: &Expr, keep: Keep, depth: usize) -> Option<Type> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let depth = depth + 1;
        match value {
            Expr::Paren(paren) => self.infer(env, &paren.expr, keep, depth),
            Expr::TsConstAssertion(assertion) => self.infer(env, &assertion.expr, Keep::Const, depth),
            Expr::TsAs(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsTypeAssertion(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsSatisfies(satisfies) => self.infer(env, &satisfies.expr, keep, depth),
            Expr::TsNonNull(non_null) => {
                let ty = self.infer(env, &non_null.expr, keep, depth)?;
                Evaluator::new(self).without_nullish(&ty)
            }
            Expr::Lit(literal) => literal_type(literal, keep),
            Expr::Tpl(template) => self.template_value(env, template, keep, depth),
            Expr::Unary(unary) => self.unary_value(env, unary, keep, depth),
            Expr::Bin(binary) => self.binary_value(env, binary, keep, depth),
            Expr::Cond(conditional) => {
                let then = self.infer(env, &conditional.cons, keep, depth)?;
                let otherwise = self.infer(env, &conditional.alt, keep, depth)?;
                self.either(then, otherwise)
            }
            Expr::Update(_) => Some(Type::Keyword(ops::NUMBER)),
            Expr::Ident(ident) => match &*ident.sym {
                "undefined" => Some(Type::Keyword(ops::UNDEFINED)),
                "NaN" | "Infinity" => Some(Type::Keyword(ops::NUMBER)),
                _ => self.named_value(env, &ident.sym, value, keep, depth),
            },
            Expr::Member(member) => self.member_value(env, member, keep, depth),
            Expr::Await(awaited) => {
                let ty = self.infer(env, &awaited.arg, keep, depth)?;
                Evaluator::new(self).awaited(&ty)
            }
            Expr::New(construct) => self.instance(env, construct, depth),
            Expr::Call(call) => self.call_value(env, call, depth),
            Expr::Arrow(arrow) => Some(self.arrow_type(env, arrow)),
            Expr::Fn(function) => {
                Some(Type::Function(Arc::new(self.function_signature(env, &function.function))))
            }
            Expr::Array(array) => self.array_value(env, array, keep, depth),
            Expr::Object(object) => self.object_value(env, object, keep, depth),
            _ => None,
        }
    }

    fn either(&mut self, one: Type, other: Type) -> Option<Type> {
        Evaluator::new(self).simplified(vec![one, other])
    }

    fn template_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        template: &Tpl,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        if keep == Keep::Widened {
            return Some(Type::Keyword(ops::STRING));
        }
        let mut parts = Vec::new();
        for (position, quasi) in template.quasis.iter().enumerate() {
            let text = quasi.cooked.as_ref()?.to_string_lossy().into_owned();
            if !text.is_empty() {
                parts.push(Type::Literal(Literal::String(text.into())));
            }
            if let Some(expression) = template.exprs.get(position) {
                match self.infer(env, expression, Keep::Literal, depth) {
                    Some(ty @ Type::Literal(_)) => parts.push(ty),
                    Some(ty) if keep == Keep::Const => parts.push(ty),
                    _ => return Some(Type::Keyword(ops::STRING)),
                }
            }
        }
        if parts.is_empty() {
            return Some(Type::Literal(Literal::String(String::new().into())));
        }
        Evaluator::new(self).simplified(vec![Type::Template(parts.into())])
    }

    fn unary_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        unary: &UnaryExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        match (unary.op, &*unary.arg) {
            (UnaryOp::Minus, Expr::Lit(Lit::Num(number))) => {
                Some(kept(Literal::Number(ops::number(-number.value).into()), keep))
            }
            (UnaryOp::Minus, Expr::Lit(Lit::BigInt(number))) => {
                Some(kept(Literal::BigInt(format!("-{}n", number.value).into()), keep))
            }
            (UnaryOp::Plus, _) => Some(Type::Keyword(ops::NUMBER)),
            (UnaryOp::Minus | UnaryOp::Tilde, operand) => {
                let ty = self.infer(env, operand, Keep::Widened, depth)?;
                (ty == Type::Keyword(ops::NUMBER) || ty == Type::Keyword(ops::BIGINT)).then_some(ty)
            }
            (UnaryOp::Bang, operand) => Some(match self.infer(env, operand, Keep::Literal, depth) {
                Some(Type::Literal(Literal::Boolean(value))) if keep != Keep::Widened => {
                    Type::Literal(Literal::Boolean(!value))
                }
                _ => Type::Keyword(ops::BOOLEAN),
            }),
            (UnaryOp::Delete, _) => Some(Type::Keyword(ops::BOOLEAN)),
            (UnaryOp::TypeOf, _) => Some(Type::Union(
                ["string", "number", "bigint", "boolean", "symbol", "undefined", "object", "function"]
                    .map(|kind| Type::Literal(Literal::String(kind.into())))
                    .to_vec()
                    .into(),
            ))
            .map(|kinds| if keep == Keep::Widened { Type::Keyword(ops::STRING) } else { kinds }),
            (UnaryOp::Void, _) => Some(Type::Keyword(ops::UNDEFINED)),
        }
    }

    fn binary_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        binary: &swc_core::ecma::ast::BinExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        match binary.op {
            BinaryOp::EqEq
            | BinaryOp::NotEq
            | BinaryOp::EqEqEq
            | BinaryOp::NotEqEq
            | BinaryOp::Lt
            | BinaryOp::LtEq
            | BinaryOp::Gt
            | BinaryOp::GtEq
            | BinaryOp::In
            | BinaryOp::InstanceOf => Some(Type::Keyword(ops::BOOLEAN)),
            BinaryOp::Add => {
                let left = self.infer(env, &binary.left, Keep::Widened, depth);
                let right = self.infer(env, &binary.right, Keep::Widened, depth);
                let is = |ty: &Option<Type>, op: ops::Op| *ty == Some(Type::Keyword(op));
                if is(&left, ops::STRING) || is(&right, ops::STRING) {
                    return Some(Type::Keyword(ops::STRING));
                }
                left.filter(|left| {
                    Some(left) == right.as_ref() && matches!(left, Type::Keyword(ops::NUMBER | ops::BIGINT))
                })
            }
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod | BinaryOp::Exp => {
                let left = self.infer(env, &binary.left, Keep::Widened, depth)?;
                matches!(left, Type::Keyword(ops::NUMBER | ops::BIGINT)).then_some(left)
            }
            BinaryOp::NullishCoalescing => {
                let left = self.infer(env, &binary.left, keep, depth)?;
                let left = Evaluator::new(self).without_nullish(&left)?;
                let right = self.infer(env, &binary.right, keep, depth)?;
                self.either(left, right)
            }
            _ => None,
        }
    }

    /// A variable, a parameter, a function or a class by its name.
    fn named_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &Atom,
        value: &Expr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        if let Some((_, known)) = env.values.iter().rev().find(|(known, _)| known == name) {
            return known.clone();
        }
        if env.scopes.iter().any(|scope| scope.values.contains(name)) {
            return None;
        }
        let entity = entity(value)?;
        let (found, local) = self.find_value(env, &entity)?;
        let Target::Declaration(file, id) = found.target else { return None };
        let handle = self.file(file);
        if handle.index().declarations[id].kind != Kind::Variable {
            return self.type_of_value(file, id, &Reach::of(env, name, local));
        }
        let ty = self.constant(file, id, depth)?;
        let nodes = handle.index().nodes(handle.module(), id);
        // A literal widens if it was never said to be one.
        let is_fresh = matches!(nodes.first(), Some(Node::Variable(declarator, _))
            if declarator.name.as_ident().is_some_and(|name| name.type_ann.is_none())
                && matches!(declarator.init.as_deref(), Some(Expr::Lit(_) | Expr::Tpl(_) | Expr::Unary(_))));
        Some(if keep == Keep::Widened && is_fresh { widen(ty) } else { ty })
    }

    /// `object.name`, `object['name']`, `list[0]`.
    fn member_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        member: &MemberExpr,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        if let Some(entity) = entity(value_of(&member.obj))
            && let Some((found, _)) = self.find_value(env, &entity)
            && let Target::Declaration(file, id) = found.target
            && self.file(file).index().declarations[id].kind == Kind::Enum
            && let MemberProp::Ident(name) = &member.prop
        {
            return if keep == Keep::Widened {
                self.symbol(file, id, found).map(|symbol| Type::Named(symbol, Vec::new().into()))
            } else {
                self.enum_member(file, id, &name.sym)
            };
        }
        let object = self.infer(env, &member.obj, Keep::Literal, depth)?;
        let key = match &member.prop {
            MemberProp::Ident(name) => Type::Literal(Literal::String(name.sym.clone())),
            MemberProp::Computed(computed) => match self.infer(env, &computed.expr, Keep::Literal, depth)? {
                key @ (Type::Literal(_) | Type::Keyword(ops::NUMBER | ops::STRING)) => key,
                _ => return None,
            },
            MemberProp::PrivateName(_) => return None,
        };
        Evaluator::new(self).simplified(vec![Type::IndexAccess(Arc::new(object), Arc::new(key))])
    }

    fn call_value(&mut self, env: &mut Env<'_, 'm>, call: &CallExpr, depth: usize) -> Option<Type> {
        let callee = call.callee.as_expr()?;
        if let Expr::Ident(name) = &**callee
            && !env.values.iter().any(|(known, _)| *known == name.sym)
            && env.handle.index().find_value(env.namespace, &name.sym).is_none()
        {
            let op = match &*name.sym {
                "Symbol" => ops::SYMBOL,
                "BigInt" => ops::BIGINT,
                "String" => ops::STRING,
                "Number" => ops::NUMBER,
                "Boolean" => ops::BOOLEAN,
                _ => 0,
            };
            if op != 0 {
                return Some(Type::Keyword(op));
            }
        }
        if let Expr::Member(member) = &**callee
            && let (Some(object), Some(method)) = (member.obj.as_ident(), member.prop.as_ident())
            && (&*object.sym, &*method.sym) == ("Promise", "resolve")
            && self.find_type(env, &object.sym).is_none()
        {
            let ty = match call.args.first() {
                Some(argument) => self.infer(env, &argument.expr, Keep::Widened, depth)?,
                None => Type::Keyword(ops::VOID),
            };
            let inner = Evaluator::new(self).awaited(&ty)?;
            return Some(Type::Promise(Arc::new(inner)));
        }
        let function = self.infer(env, callee, Keep::Literal, depth)?;
        Evaluator::new(self).returned(&function)
    }

    fn array_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        array: &ArrayLit,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        let inner = inside(keep);
        let mut elements = Vec::with_capacity(array.elems.len());
        for element in &array.elems {
            let element = element.as_ref()?;
            let ty = self.infer(env, &element.expr, inner, depth)?;
            let rest = if element.spread.is_some() { Rest::Spread } else { Rest::No };
            elements.push(Element { rest, ..Element::of(ty) });
        }
        if keep == Keep::Const {
            let tuple = Evaluator::new(self).simplified(vec![Type::Tuple(elements.into())])?;
            return Some(Type::Readonly(Arc::new(tuple)));
        }
        if elements.is_empty() {
            return Some(Type::Array(Arc::new(Type::Keyword(ops::ANY))));
        }
        let mut types = Vec::with_capacity(elements.len());
        for element in elements {
            types.push(if element.rest == Rest::Spread {
                let index = Arc::new(Type::Keyword(ops::NUMBER));
                Type::IndexAccess(Arc::new(element.ty), index)
            } else {
                element.ty
            });
        }
        normalize_objects(&mut types);
        let element = Evaluator::new(self).simplified(types)?;
        Some(Type::Array(Arc::new(element)))
    }

    fn object_value(
        &mut self,
        env: &mut Env<'_, 'm>,
        object: &ObjectLit,
        keep: Keep,
        depth: usize,
    ) -> Option<Type> {
        let mut members: Vec<Member> = Vec::with_capacity(object.props.len());
        for property in &object.props {
            let added = match property {
                PropOrSpread::Prop(property) => {
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
                (self.value_key(env, &pair.key, depth)?, self.infer(env, &pair.value, keep, depth)?)
            }
            Prop::Shorthand(ident) => {
                (Key::Name(ident.sym.clone()), self.infer(env, &Expr::Ident(ident.clone()), keep, depth)?)
            }
            Prop::Method(method) => {
                let signature = self.function_signature(env, &method.function);
                (self.value_key(env, &method.key, depth)?, Type::Function(Arc::new(signature)))
            }
            Prop::Getter(getter) => {
                let key = self.value_key(env, &getter.key, depth)?;
                flags.readonly |= !object.props.iter().any(|other| {
                    matches!(other.as_prop().map(|other| &**other), Some(Prop::Setter(setter))
                        if same_name(&setter.key, &getter.key))
                });
                let ty = match getter.function.return_type.as_deref() {
                    Some(annotation) => self.ty(env, &annotation.type_ann),
                    None => self.returned_by(env, &getter.function.body.as_ref()?.stmts)?,
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

    pub(crate) fn arrow_type(&mut self, env: &mut Env<'_, 'm>, arrow: &ArrowExpr) -> Type {
        let parameters = parameters_of_arrow(arrow);
        let syntax = FunctionSyntax {
            type_parameters: arrow.type_params.as_deref(),
            parameters: &parameters,
            returns: arrow.return_type.as_deref(),
            is_async: arrow.is_async,
        };
        let mut signature = self.signature(env, ops::FUNCTION, Key::Name(String::new().into()), syntax);
        if arrow.return_type.is_none()
            && let Some(returns) =
                self.returned(env, &parameters, &signature, arrow_body(arrow), arrow.is_async)
        {
            signature.returns = returns;
        }
        Type::Function(Arc::new(signature))
    }

    /// The signature of a function, with what it returns where that is not written.
    pub(crate) fn function_signature(&mut self, env: &mut Env<'_, 'm>, function: &Function) -> Signature {
        let parameters = parameters_of(function);
        let syntax = FunctionSyntax {
            type_parameters: function.type_params.as_deref(),
            parameters: &parameters,
            returns: function.return_type.as_deref(),
            is_async: function.is_async,
        };
        let mut signature = self.signature(env, ops::FUNCTION, Key::Name(String::new().into()), syntax);
        if function.return_type.is_none()
            && !function.is_generator
            && let Some(body) = &function.body
            && let Some(returns) =
                self.returned(env, &parameters, &signature, Body::Block(body), function.is_async)
        {
            signature.returns = returns;
        }
        signature
    }

    /// The type of what a body returns.
    pub(crate) fn returned(
        &mut self,
        env: &mut Env<'_, 'm>,
        parameters: &[Param<'_>],
        signature: &Signature,
        body: Body<'_>,
        is_async: bool,
    ) -> Option<Type> {
        let known = env.values.len();
        for (syntax, parameter) in parameters.iter().zip(&*signature.parameters) {
            if let Some(name) = syntax.name() {
                let is_known = syntax.annotation().is_some() || !parameter.ty.is_any();
                let ty = is_known.then(|| seen_inside(parameter));
                env.values.push((name.into(), ty));
            }
        }
        let returned = match body {
            Body::Expression(expression) => self.infer_widened(env, expression),
            Body::Block(block) => self.returned_by(env, &block.stmts),
        };
        env.values.truncate(known);
        let ty = returned?;
        if !is_async {
            return Some(ty);
        }
        let inner = Evaluator::new(self).awaited(&ty)?;
        Some(Type::Promise(Arc::new(inner)))
    }

    fn returned_by(&mut self, env: &mut Env<'_, 'm>, statements: &[Stmt]) -> Option<Type> {
        let mut locals = Locals::default();
        statements.visit_with(&mut locals);
        for (name, value) in locals.constants {
            let ty = match value {
                Some(value) => self.infer(env, &value, Keep::Literal, 0),
                None => None,
            };
            env.values.push((name, ty));
        }
        let mut types: Vec<Type> = Vec::new();
        for value in locals.returns {
            let ty = match value {
                Some(value) => self.infer_widened(env, &value)?,
                None => Type::Keyword(ops::UNDEFINED),
            };
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.len() {
            0 => Some(Type::Keyword(ops::VOID)),
            1 => types.pop(),
            // A body that may also reach its end returns `undefined` there: only an annotation tells.
            _ => Evaluator::new(self).simplified(types),
        }
    }

    /// The type of `new Name<...>(...)`.
    fn instance(&mut self, env: &mut Env<'_, 'm>, construct: &NewExpr, depth: usize) -> Option<Type> {
        let name = construct.callee.as_ident()?;
        if construct.type_args.is_none()
            && self.find_type(env, &name.sym).is_none()
            && let Some(ty) = self.collection(env, &name.sym, construct.args.as_deref(), depth)
        {
            return Some(ty);
        }
        let known = matches!(
            &*name.sym,
            "Date" | "RegExp" | "ArrayBuffer" | "Map" | "Set" | "Array" | "Promise" | "Error" | "URL"
        ) || name.sym.ends_with("Array");
        let declared = self.find_type(env, &name.sym).is_some_and(|found| match found.target {
            Target::Declaration(file, id) => {
                let handle = self.file(file);
                handle.index().declarations[id].kind == Kind::Class
            }
            Target::Module(_) => false,
        });
        (known || declared).then(|| {
            let entity = TsEntityName::Ident(name.clone());
            self.reference(env, &entity, construct.type_args.as_deref(), construct.callee.span())
        })
    }

    /// The type of a new collection of the library's, by what it is filled with.
    fn collection(
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
            ("Set", Some(values)) => match self.infer(env, values, Keep::Widened, depth)? {
                Type::Array(element) => Some(Type::Set(element)),
                _ => None,
            },
            ("Map", Some(entries)) => {
                let (mut keys, mut values) = (Vec::new(), Vec::new());
                for entry in elements(entries)? {
                    let [key, value] = elements(entry)?[..] else { return None };
                    keys.push(self.infer(env, key, Keep::Widened, depth)?);
                    values.push(self.infer(env, value, Keep::Widened, depth)?);
                }
                let key = Evaluator::new(self).simplified(keys)?;
                let value = Evaluator::new(self).simplified(values)?;
                Some(Type::Map(Arc::new(key), Arc::new(value)))
            }
            _ => None,
        }
    }
}

/// The elements of an array that is written out, each without `...`.
fn elements(expression: &Expr) -> Option<Vec<&Expr>> {
    let array = value_of(expression).as_array()?;
    let plain = array.elems.iter().map(|element| element.as_ref().filter(|element| element.spread.is_none()));
    plain.map(|element| element.map(|element| &*element.expr)).collect()
}

/// What a parameter is to the body of its function.
fn seen_inside(parameter: &Parameter) -> Type {
    match parameter.rest {
        Rest::Of => Type::Array(Arc::new(parameter.ty.clone())),
        Rest::No if parameter.flags.optional => {
            Type::Union(vec![parameter.ty.clone(), Type::Keyword(ops::UNDEFINED)].into())
        }
        Rest::No | Rest::Spread => parameter.ty.clone(),
    }
}

/// What lies inside of an array or an object is widened, if it is not `as const`.
fn inside(keep: Keep) -> Keep {
    if keep == Keep::Const { Keep::Const } else { Keep::Widened }
}

fn value_of(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => value_of(&paren.expr),
        expression => expression,
    }
}

fn literal_type(literal: &Lit, keep: Keep) -> Option<Type> {
    Some(match literal {
        Lit::Str(text) => kept(Literal::String(text.value.to_string_lossy().into_owned().into()), keep),
        Lit::Num(number) => kept(Literal::Number(ops::number(number.value).into()), keep),
        Lit::BigInt(number) => kept(Literal::BigInt(format!("{}n", number.value).into()), keep),
        Lit::Bool(value) => kept(Literal::Boolean(value.value), keep),
        Lit::Null(_) => Type::Keyword(ops::NULL),
        Lit::Regex(_) => Type::Keyword(ops::REGEXP),
        Lit::JSXText(_) => return None,
    })
}

fn kept(literal: Literal, keep: Keep) -> Type {
    let literal = Type::Literal(literal);
    if keep == Keep::Widened { widen(literal) } else { literal }
}

fn widen(ty: Type) -> Type {
    match ty {
        Type::Literal(Literal::String(_)) => Type::Keyword(ops::STRING),
        Type::Literal(Literal::Number(_)) => Type::Keyword(ops::NUMBER),
        Type::Literal(Literal::BigInt(_)) => Type::Keyword(ops::BIGINT),
        Type::Literal(Literal::Boolean(_)) => Type::Keyword(ops::BOOLEAN),
        ty => ty,
    }
}

pub(crate) fn static_key(name: &PropName) -> Option<Key> {
    Some(match name {
        PropName::Ident(ident) => Key::Name(ident.sym.clone()),
        PropName::Str(text) => Key::Name(text.value.to_string_lossy().into_owned().into()),
        PropName::Num(number) => Key::Number(ops::number(number.value).into()),
        PropName::BigInt(number) => Key::Name(number.value.to_string().into()),
        PropName::Computed(_) => return None,
    })
}

/// Objects in one array know of each other's members: what one lacks, it has as `undefined`.
fn normalize_objects(types: &mut [Type]) {
    let mut keys: Vec<Key> = Vec::new();
    for ty in types.iter() {
        let Type::Object(object) = ty else { return };
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

/// What a body returns, and the constants that it may return.
#[derive(Default)]
struct Locals {
    returns: Vec<Option<Expr>>,
    /// `None` for what is no constant with a plain name, and hides one all the same.
    constants: Vec<(Atom, Option<Expr>)>,
}

impl Visit for Locals {
    fn visit_return_stmt(&mut self, statement: &ReturnStmt) {
        self.returns.push(statement.arg.as_deref().cloned());
    }
    fn visit_var_decl(&mut self, declaration: &swc_core::ecma::ast::VarDecl) {
        for declarator in &declaration.decls {
            if let Pat::Ident(name) = &declarator.name {
                let is_constant = declaration.kind == VarDeclKind::Const && name.type_ann.is_none();
                let value = declarator.init.as_deref().filter(|_| is_constant).cloned();
                self.constants.push((name.id.sym.clone(), value));
            }
        }
    }
    fn visit_function(&mut self, _: &Function) {}
    fn visit_arrow_expr(&mut self, _: &ArrowExpr) {}
    fn visit_class(&mut self, _: &swc_core::ecma::ast::Class) {}
    fn visit_expr(&mut self, _: &Expr) {}
}
