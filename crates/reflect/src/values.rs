//! The types of values: `typeof` of a constant, initial values without an annotation, members of enums.
//!
//! As far as syntax tells. What it does not tell is left to the machine, which looks at the value itself.

use swc_core::{
    atoms::Atom,
    common::{Span, Spanned},
    ecma::ast::{
        ArrowExpr, BinaryOp, Expr, Lit, Prop, PropName, PropOrSpread, TsEntityName, UnaryOp, VarDeclKind,
    },
};

use crate::context::{Context, FileId, OWN};
use crate::enums::Constant;
use crate::index::{DeclId, Kind, Node};
use crate::lower::{Env, entity_text};
use crate::ops;
use crate::resolve::{Found, Target};
use crate::signature::{FunctionSyntax, parameters_of, parameters_of_arrow};
use crate::types::{Element, Flags, Key, Literal, Member, MemberKind, Object, Type};

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
    /// `typeof name`, as a type.
    pub(crate) fn type_of(&mut self, env: &mut Env<'_, 'm>, name: &TsEntityName, span: Span) -> Type {
        let text = entity_text(name);
        let first: Atom = text.split('.').next().unwrap_or(&text).into();
        if text == "undefined" {
            return Type::Keyword(ops::UNDEFINED);
        }
        if env.scopes.iter().any(|scope| scope.values.contains(&first)) {
            return Type::ValueOf(text);
        }
        let Some((found, local)) = self.find_value(env, name) else {
            return match self.property_of(env, name) {
                Some(ty) => ty,
                // A variable of a loop or a `catch`, which scopes do not list, or one that the platform provides.
                None if env.file == OWN
                    && (!env.scopes.is_empty() || crate::globals::is_global_value(&first)) =>
                {
                    Type::ValueOf(text)
                }
                None => self.unresolved(env, span, &format!("typeof {text}")),
            };
        };
        let Target::Declaration(file, id) = found.target else {
            return match local {
                Some(local) => Type::ValueOf(local),
                None => self.unresolved(env, span, &format!("typeof {text}")),
            };
        };
        let known = match self.file(file).index().declarations[id].kind {
            Kind::Enum => self.enum_object(file, id),
            Kind::Function => self.overload(file, id),
            _ => self.constant(file, id, 0),
        };
        if let Some(ty) = known {
            return ty;
        }
        let entry = env.entry.clone();
        let local = local.filter(|_| !found.type_only);
        match self.value(file, id, local.as_deref(), entry.as_ref()) {
            Some(expression) => Type::ValueOf(expression),
            None => self.unresolved(env, span, &format!("typeof {text}")),
        }
    }

    /// The object of an enum, without the names that its numbers lead back to: they are no keys to TypeScript.
    fn enum_object(&mut self, file: FileId, id: DeclId) -> Option<Type> {
        let mut members = Vec::new();
        for (member, constant) in self.enum_members(file, id) {
            let value = Type::Literal(match constant? {
                Constant::Number(value) => Literal::Number(ops::number(value)),
                Constant::Text(value) => Literal::String(value),
            });
            let flags = Flags { readonly: true, ..Flags::default() };
            members.push(Member::property(Key::Name(member.name), value, false, flags));
        }
        Some(Type::Object(Box::new(Object { members, ..Object::default() })))
    }

    /// The last overload of a function that has some: the one that stands for all of them where only one can.
    fn overload(&mut self, file: FileId, id: DeclId) -> Option<Type> {
        let handle = self.file(file);
        let index = handle.index();
        let nodes = index.nodes(handle.module(), id);
        let last = nodes.iter().rev().find_map(|node| match node {
            Node::Function(function) if function.body.is_none() => Some(*function),
            _ => None,
        });
        let function = last.filter(|_| nodes.len() > 1)?;
        let mut env = self.env(file, index.declarations[id].parent, &[]);
        let parameters = parameters_of(function);
        let syntax = FunctionSyntax {
            type_parameters: function.type_params.as_deref(),
            parameters: &parameters,
            returns: function.return_type.as_deref(),
        };
        let signature = self.signature(&mut env, ops::FUNCTION, Key::Name(String::new()), syntax);
        Some(Type::Function(Box::new(signature)))
    }

    /// `typeof object.property`, of an object whose type syntax tells, or that this module has.
    pub(crate) fn property_of(&mut self, env: &mut Env<'_, 'm>, name: &TsEntityName) -> Option<Type> {
        let TsEntityName::TsQualifiedName(qualified) = name else { return None };
        let key = Key::Name(qualified.right.sym.to_string());
        let object = match self.find_value(env, &qualified.left) {
            Some((found, local)) => {
                let Target::Declaration(file, id) = found.target else { return None };
                match self.constant(file, id, 0) {
                    Some(ty) => ty,
                    None => {
                        Type::ValueOf(self.value(file, id, local.as_deref(), env.entry.clone().as_ref())?)
                    }
                }
            }
            None => self.property_of(env, &qualified.left)?,
        };
        match object {
            Type::Object(object) => object.members.into_iter().find_map(|member| match member.kind {
                MemberKind::Property { key: known, ty, .. } if known == key => Some(ty),
                _ => None,
            }),
            Type::ValueOf(object) => Some(Type::ValueOf(format!("{object}.{}", qualified.right.sym))),
            _ => None,
        }
    }

    /// The value that a name stands for, and the expression by which this module has it, if it has.
    pub(crate) fn find_value(
        &mut self,
        env: &Env<'_, 'm>,
        name: &TsEntityName,
    ) -> Option<(Found, Option<String>)> {
        match name {
            TsEntityName::Ident(ident) => {
                if let Some(id) = env.handle.index().find_value(env.namespace, &ident.sym) {
                    return Some((
                        Found { target: Target::Declaration(env.file, id), type_only: false },
                        None,
                    ));
                }
                let import = env.handle.index().imports.get(&ident.sym)?;
                let local = (env.file == OWN && !import.type_only).then(|| ident.sym.to_string());
                let found = self.find_import(env.file, &ident.sym)?;
                // The name may stand for a type and a value: here the value counts.
                let found = match found.target {
                    Target::Declaration(file, id) => {
                        let handle = self.file(file);
                        let index = handle.index();
                        let value =
                            index.find_value(index.declarations[id].parent, &index.declarations[id].name);
                        Found { target: Target::Declaration(file, value.unwrap_or(id)), ..found }
                    }
                    Target::Module(_) => found,
                };
                Some((found, local))
            }
            TsEntityName::TsQualifiedName(qualified) => {
                let (left, local) = self.find_value(env, &qualified.left)?;
                let right = &qualified.right.sym;
                let local = local.map(|local| format!("{local}.{right}"));
                if let Target::Declaration(file, id) = left.target {
                    let handle = self.file(file);
                    if handle.index().declarations[id].kind != Kind::Namespace {
                        // A property of a value: `typeof config.port`.
                        return None;
                    }
                }
                let found = self.find_member(left.target, right)?;
                Some((Found { type_only: left.type_only || found.type_only, ..found }, local))
            }
        }
    }

    /// The type of a variable, from its annotation or its initial value. `None` where syntax does not tell.
    pub(crate) fn constant(&mut self, file: FileId, id: DeclId, depth: usize) -> Option<Type> {
        if depth == MAX_DEPTH {
            return None;
        }
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
        let inner = if keep == Keep::Const { Keep::Const } else { Keep::Widened };
        let literal = |literal: Literal, widened: ops::Op| {
            Some(if keep == Keep::Widened { Type::Keyword(widened) } else { Type::Literal(literal) })
        };
        match value {
            Expr::Paren(paren) => self.infer(env, &paren.expr, keep, depth),
            Expr::TsConstAssertion(assertion) => self.infer(env, &assertion.expr, Keep::Const, depth),
            Expr::TsAs(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsTypeAssertion(cast) => Some(self.ty(env, &cast.type_ann)),
            Expr::TsSatisfies(satisfies) => self.infer(env, &satisfies.expr, keep, depth),
            Expr::Lit(Lit::Str(text)) => {
                literal(Literal::String(text.value.to_string_lossy().into_owned()), ops::STRING)
            }
            Expr::Lit(Lit::Num(number)) => literal(Literal::Number(ops::number(number.value)), ops::NUMBER),
            Expr::Lit(Lit::BigInt(number)) => {
                literal(Literal::BigInt(format!("{}n", number.value)), ops::BIGINT)
            }
            Expr::Lit(Lit::Bool(value)) => literal(Literal::Boolean(value.value), ops::BOOLEAN),
            Expr::Lit(Lit::Null(_)) => Some(Type::Keyword(ops::NULL)),
            Expr::Lit(Lit::Regex(_)) => Some(Type::Keyword(ops::REGEXP)),
            Expr::Tpl(template) if template.exprs.is_empty() => {
                let text = template.quasis.first()?.cooked.as_ref()?.to_string_lossy().into_owned();
                literal(Literal::String(text), ops::STRING)
            }
            Expr::Tpl(_) => Some(Type::Keyword(ops::STRING)),
            Expr::Unary(unary) => match (unary.op, &*unary.arg) {
                (UnaryOp::Minus, Expr::Lit(Lit::Num(number))) => {
                    literal(Literal::Number(ops::number(-number.value)), ops::NUMBER)
                }
                (UnaryOp::Minus, Expr::Lit(Lit::BigInt(number))) => {
                    literal(Literal::BigInt(format!("-{}n", number.value)), ops::BIGINT)
                }
                (UnaryOp::Bang | UnaryOp::Delete, _) => Some(Type::Keyword(ops::BOOLEAN)),
                (UnaryOp::TypeOf, _) => Some(Type::Keyword(ops::STRING)),
                (UnaryOp::Void, _) => Some(Type::Keyword(ops::UNDEFINED)),
                _ => None,
            },
            Expr::Bin(binary) => match binary.op {
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
                        Some(Type::Keyword(ops::STRING))
                    } else {
                        left.filter(|left| {
                            Some(left) == right.as_ref() && *left == Type::Keyword(ops::NUMBER)
                        })
                    }
                }
                BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod | BinaryOp::Exp => {
                    let left = self.infer(env, &binary.left, Keep::Widened, depth)?;
                    (left == Type::Keyword(ops::NUMBER) || left == Type::Keyword(ops::BIGINT)).then_some(left)
                }
                _ => None,
            },
            Expr::Ident(ident) if ident.sym == "undefined" => Some(Type::Keyword(ops::UNDEFINED)),
            Expr::Ident(ident) if matches!(&*ident.sym, "NaN" | "Infinity") => {
                Some(Type::Keyword(ops::NUMBER))
            }
            Expr::Ident(ident) => {
                if env.scopes.iter().any(|scope| scope.values.contains(&ident.sym)) {
                    return None;
                }
                let name = TsEntityName::Ident(ident.clone());
                let (found, _) = self.find_value(env, &name)?;
                let Target::Declaration(file, id) = found.target else { return None };
                let ty = self.constant(file, id, depth + 1)?;
                Some(if keep == Keep::Widened { widen(ty) } else { ty })
            }
            Expr::New(construct) => self.instance(env, construct),
            Expr::Call(call) => match call.callee.as_expr().and_then(|callee| callee.as_ident()) {
                Some(name) if name.sym == "Symbol" => Some(Type::Keyword(ops::SYMBOL)),
                Some(name) if name.sym == "BigInt" => Some(Type::Keyword(ops::BIGINT)),
                Some(name) if name.sym == "String" => Some(Type::Keyword(ops::STRING)),
                Some(name) if name.sym == "Number" => Some(Type::Keyword(ops::NUMBER)),
                Some(name) if name.sym == "Boolean" => Some(Type::Keyword(ops::BOOLEAN)),
                _ => None,
            },
            Expr::Arrow(arrow) => Some(self.arrow_type(env, arrow)),
            Expr::Fn(function) => {
                let parameters = parameters_of(&function.function);
                let syntax = FunctionSyntax {
                    type_parameters: function.function.type_params.as_deref(),
                    parameters: &parameters,
                    returns: function.function.return_type.as_deref(),
                };
                let signature = self.signature(env, ops::FUNCTION, Key::Name(String::new()), syntax);
                Some(Type::Function(Box::new(signature)))
            }
            Expr::Array(array) => {
                let mut types = Vec::with_capacity(array.elems.len());
                for element in &array.elems {
                    let element = element.as_ref().filter(|element| element.spread.is_none())?;
                    types.push(self.infer(env, &element.expr, inner, depth)?);
                }
                Some(if keep == Keep::Const {
                    let element = |ty| Element { ty, name: None, optional: false, rest: false };
                    Type::Tuple(types.into_iter().map(element).collect())
                } else {
                    let mut distinct: Vec<Type> = Vec::new();
                    for ty in types {
                        if !distinct.contains(&ty) {
                            distinct.push(ty);
                        }
                    }
                    Type::Array(Box::new(match distinct.len() {
                        0 => Type::Keyword(ops::ANY),
                        1 => distinct.swap_remove(0),
                        _ => Type::Union(distinct),
                    }))
                })
            }
            Expr::Object(object) => {
                let mut members = Vec::with_capacity(object.props.len());
                for property in &object.props {
                    let PropOrSpread::Prop(property) = property else { return None };
                    members.push(self.property_type(env, property, inner, depth)?);
                }
                Some(Type::Object(Box::new(Object { members, ..Object::default() })))
            }
            _ => None,
        }
    }

    fn property_type(
        &mut self,
        env: &mut Env<'_, 'm>,
        property: &Prop,
        keep: Keep,
        depth: usize,
    ) -> Option<Member> {
        let (key, ty) = match property {
            Prop::KeyValue(pair) => (static_key(&pair.key)?, self.infer(env, &pair.value, keep, depth)?),
            Prop::Shorthand(ident) => {
                (Key::Name(ident.sym.to_string()), self.infer(env, &Expr::Ident(ident.clone()), keep, depth)?)
            }
            Prop::Method(method) => {
                let parameters = parameters_of(&method.function);
                let syntax = FunctionSyntax {
                    type_parameters: method.function.type_params.as_deref(),
                    parameters: &parameters,
                    returns: method.function.return_type.as_deref(),
                };
                let signature = self.signature(env, ops::FUNCTION, Key::Name(String::new()), syntax);
                (static_key(&method.key)?, Type::Function(Box::new(signature)))
            }
            Prop::Getter(_) | Prop::Setter(_) | Prop::Assign(_) => return None,
        };
        let flags = Flags { readonly: keep == Keep::Const, ..Flags::default() };
        Some(Member::property(key, ty, false, flags))
    }

    pub(crate) fn arrow_type(&mut self, env: &mut Env<'_, 'm>, arrow: &ArrowExpr) -> Type {
        let parameters = parameters_of_arrow(arrow);
        let syntax = FunctionSyntax {
            type_parameters: arrow.type_params.as_deref(),
            parameters: &parameters,
            returns: arrow.return_type.as_deref(),
        };
        Type::Function(Box::new(self.signature(env, ops::FUNCTION, Key::Name(String::new()), syntax)))
    }

    /// The type of `new Name<...>(...)`.
    pub(crate) fn instance(
        &mut self,
        env: &mut Env<'_, 'm>,
        construct: &swc_core::ecma::ast::NewExpr,
    ) -> Option<Type> {
        let name = construct.callee.as_ident()?;
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
}

pub(crate) fn static_key(name: &PropName) -> Option<Key> {
    Some(match name {
        PropName::Ident(ident) => Key::Name(ident.sym.to_string()),
        PropName::Str(text) => Key::Name(text.value.to_string_lossy().into_owned()),
        PropName::Num(number) => Key::Number(ops::number(number.value)),
        PropName::BigInt(number) => Key::Name(number.value.to_string()),
        PropName::Computed(_) => return None,
    })
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
