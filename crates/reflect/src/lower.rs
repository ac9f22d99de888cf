//! Lowers a type's syntax to a [`Type`]: every name resolved, seen from where it is written.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{
            Pat, TruePlusMinus, TsConditionalType, TsEntityName, TsFnOrConstructorType, TsKeywordTypeKind,
            TsLit, TsMappedType, TsTupleElement, TsType, TsTypeOperatorOp, TsTypeParamDecl,
            TsTypeParamInstantiation, TsTypeQuery, TsTypeQueryExpr, TsUnionOrIntersectionType,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::{Context, File, FileId};
use crate::derived::Derived;
use crate::index::DeclId;
use crate::ops;
use crate::scope::Scope;
use crate::types::{Conditional, Element, Inferred, Key, Literal, Mapped, Object, Rest, Signature, Type};

/// How many values are asked for within each other at most.
const MAX_QUERIES: usize = 64;

/// From where a type is seen.
pub(crate) struct Env<'e, 'm> {
    pub(crate) file: FileId,
    pub(crate) handle: File<'m>,
    pub(crate) namespace: Option<DeclId>,
    /// The scopes of functions and blocks around it, innermost last. Only this module has them.
    pub(crate) scopes: &'e [Scope],
    /// Type parameters and the like that are in sight, innermost last.
    pub(crate) bound: Vec<(Atom, Binding)>,
    /// Type parameters whose constraint is `keyof` a type, with that type.
    pub(crate) key_sources: Vec<(Atom, Type)>,
    /// Parameters and variables of a body that is looked into, innermost last.
    pub(crate) values: Vec<Seen>,
    /// Names that a condition asked something of, or that are set: what is a union of them may be less at this place.
    pub(crate) doubted: Vec<Atom>,
    /// What `this` is.
    pub(crate) this: Option<Type>,
    /// What the expression must satisfy whose type is inferred: then its literals are kept where it asks for literals.
    pub(crate) expected: Option<Type>,
}

/// A parameter or variable of a body.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) name: Atom,
    /// `None` for what is not known.
    pub(crate) ty: Option<Type>,
    /// Whether it is a literal that was never said to be one: it widens where it may be replaced.
    pub(crate) is_fresh: bool,
    /// How many places are still to come that put something into it: an array that began empty.
    pub(crate) fillings: usize,
}

impl Seen {
    pub(crate) fn new(name: Atom, ty: Option<Type>) -> Self {
        Self { name, ty, is_fresh: false, fillings: 0 }
    }
}

/// How many values were in sight, and how many names were doubted.
pub(crate) type Sight = (usize, usize);

impl Env<'_, '_> {
    pub(crate) fn sight(&self) -> Sight {
        (self.values.len(), self.doubted.len())
    }

    /// Sees what was in sight before.
    pub(crate) fn see_again(&mut self, (values, doubted): Sight) {
        self.values.truncate(values);
        self.doubted.truncate(doubted);
    }

    /// Puts a name in sight whose value is not known.
    pub(crate) fn hide(&mut self, name: &Atom) {
        self.values.push(Seen::new(name.clone(), None));
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Binding {
    /// A variable of the program that is being written.
    Variable,
    /// A type parameter of a function: known to its caller only. With its constraint.
    Opaque(Option<Arc<Type>>),
    /// The same, received at run time in a parameter of this name.
    Received(String),
}

impl<'m> Context<'m> {
    pub(crate) fn env<'e>(
        &self,
        file: FileId,
        namespace: Option<DeclId>,
        scopes: &'e [Scope],
    ) -> Env<'e, 'm> {
        Env {
            file,
            handle: self.file(file),
            namespace,
            scopes,
            bound: Vec::new(),
            key_sources: Vec::new(),
            values: Vec::new(),
            doubted: Vec::new(),
            this: None,
            expected: None,
        }
    }

    pub(crate) fn ty(&mut self, env: &mut Env<'_, 'm>, ty: &TsType) -> Type {
        match ty {
            TsType::TsParenthesizedType(inner) => self.ty(env, &inner.type_ann),
            TsType::TsKeywordType(keyword) => Type::Keyword(match keyword.kind {
                TsKeywordTypeKind::TsAnyKeyword | TsKeywordTypeKind::TsIntrinsicKeyword => ops::ANY,
                TsKeywordTypeKind::TsUnknownKeyword => ops::UNKNOWN,
                TsKeywordTypeKind::TsNumberKeyword => ops::NUMBER,
                TsKeywordTypeKind::TsObjectKeyword => ops::OBJECT,
                TsKeywordTypeKind::TsBooleanKeyword => ops::BOOLEAN,
                TsKeywordTypeKind::TsBigIntKeyword => ops::BIGINT,
                TsKeywordTypeKind::TsStringKeyword => ops::STRING,
                TsKeywordTypeKind::TsSymbolKeyword => ops::SYMBOL,
                TsKeywordTypeKind::TsVoidKeyword => ops::VOID,
                TsKeywordTypeKind::TsUndefinedKeyword => ops::UNDEFINED,
                TsKeywordTypeKind::TsNullKeyword => ops::NULL,
                TsKeywordTypeKind::TsNeverKeyword => ops::NEVER,
            }),
            TsType::TsThisType(_) => env.this.clone().unwrap_or(Type::Keyword(ops::ANY)),
            TsType::TsFnOrConstructorType(function) => {
                let signature = match function {
                    TsFnOrConstructorType::TsFnType(function) => self.type_signature(
                        env,
                        ops::FUNCTION,
                        Key::Name(String::new().into()),
                        function.type_params.as_deref(),
                        &function.params,
                        Some(&function.type_ann),
                    ),
                    TsFnOrConstructorType::TsConstructorType(constructor) => self.type_signature(
                        env,
                        ops::FUNCTION,
                        Key::Name("new".into()),
                        constructor.type_params.as_deref(),
                        &constructor.params,
                        Some(&constructor.type_ann),
                    ),
                };
                Type::Function(Arc::new(signature))
            }
            TsType::TsTypeRef(reference) => {
                self.reference(env, &reference.type_name, reference.type_params.as_deref(), reference.span)
            }
            TsType::TsTypeQuery(query) => self.query(env, query),
            TsType::TsTypeLit(literal) => {
                let members = self.members(env, &literal.members);
                Type::Object(Arc::new(Object { members, ..Object::default() }))
            }
            TsType::TsArrayType(array) => Type::Array(Arc::new(self.ty(env, &array.elem_type))),
            TsType::TsTupleType(tuple) => {
                Type::Tuple(tuple.elem_types.iter().map(|element| self.element(env, element)).collect())
            }
            // Outside of a tuple neither has a meaning of its own.
            TsType::TsOptionalType(optional) => self.ty(env, &optional.type_ann),
            TsType::TsRestType(rest) => self.ty(env, &rest.type_ann),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                Type::Union(union.types.iter().map(|member| self.ty(env, member)).collect())
            }
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(
                intersection,
            )) => Type::Intersection(intersection.types.iter().map(|member| self.ty(env, member)).collect()),
            TsType::TsConditionalType(conditional) => self.conditional(env, conditional),
            TsType::TsInferType(infer) => Type::Infer(infer.type_param.name.sym.clone()),
            TsType::TsTypeOperator(operator) => match operator.op {
                TsTypeOperatorOp::KeyOf => Type::KeyOf(Arc::new(self.ty(env, &operator.type_ann))),
                TsTypeOperatorOp::ReadOnly => Type::Readonly(Arc::new(self.ty(env, &operator.type_ann))),
                TsTypeOperatorOp::Unique => Type::Keyword(ops::SYMBOL),
            },
            TsType::TsIndexedAccessType(access) => {
                let object = self.ty(env, &access.obj_type);
                let index = self.ty(env, &access.index_type);
                Type::IndexAccess(Arc::new(object), Arc::new(index))
            }
            TsType::TsMappedType(mapped) => self.mapped(env, mapped),
            TsType::TsLitType(literal) => self.literal(env, &literal.lit),
            TsType::TsTypePredicate(predicate) => {
                Type::Keyword(if predicate.asserts { ops::VOID } else { ops::BOOLEAN })
            }
            TsType::TsImportType(import) => self.import_type(env, import),
        }
    }

    /// `typeof value`. Values that are told by each other have an end somewhere.
    fn query(&mut self, env: &mut Env<'_, 'm>, query: &TsTypeQuery) -> Type {
        if self.inference.queries == MAX_QUERIES {
            self.mark_private();
            return Type::Keyword(ops::ANY);
        }
        self.inference.queries += 1;
        let ty = match &query.expr_name {
            TsTypeQueryExpr::TsEntityName(name) => {
                let chosen = query.type_args.as_ref();
                let chosen = chosen.and_then(|arguments| self.instantiation(env, name, arguments));
                chosen.unwrap_or_else(|| self.type_of(env, name, query.span))
            }
            TsTypeQueryExpr::Import(import) => self.type_of_import(env, import),
        };
        self.inference.queries -= 1;
        ty
    }

    pub(crate) fn arguments(
        &mut self,
        env: &mut Env<'_, 'm>,
        arguments: Option<&TsTypeParamInstantiation>,
    ) -> Vec<Type> {
        arguments
            .map_or_else(Vec::new, |list| list.params.iter().map(|argument| self.ty(env, argument)).collect())
    }

    fn element(&mut self, env: &mut Env<'_, 'm>, element: &TsTupleElement) -> Element {
        let (name, named_rest, named_optional) = match &element.label {
            Some(Pat::Ident(label)) => (Some(label.id.sym.to_string()), false, label.id.optional),
            Some(Pat::Rest(rest)) => match &*rest.arg {
                Pat::Ident(label) => (Some(label.id.sym.to_string()), true, false),
                _ => (None, true, false),
            },
            _ => (None, false, false),
        };
        match &*element.ty {
            TsType::TsOptionalType(optional) => {
                Element { ty: self.ty(env, &optional.type_ann), name, optional: true, rest: Rest::No }
            }
            TsType::TsRestType(rest) => {
                let (ty, rest) = self.rest(env, &rest.type_ann);
                Element { ty, name, optional: false, rest }
            }
            ty if named_rest => {
                let (ty, rest) = self.rest(env, ty);
                Element { ty, name, optional: false, rest }
            }
            ty => Element { ty: self.ty(env, ty), name, optional: named_optional, rest: Rest::No },
        }
    }

    /// The element of a rest's array; another type is what it is (a tuple, a type parameter).
    pub(crate) fn rest(&mut self, env: &mut Env<'_, 'm>, ty: &TsType) -> (Type, Rest) {
        let mut ty = self.ty(env, ty);
        loop {
            match ty {
                Type::Readonly(inner) => ty = Arc::unwrap_or_clone(inner),
                Type::Array(element) => return (Arc::unwrap_or_clone(element), Rest::Of),
                Type::Keyword(ops::ANY) => return (ty, Rest::Of),
                ty => return (ty, Rest::Spread),
            }
        }
    }

    fn conditional(&mut self, env: &mut Env<'_, 'm>, conditional: &TsConditionalType) -> Type {
        let distributes = match &*conditional.check_type {
            TsType::TsTypeRef(reference) if reference.type_params.is_none() => match &reference.type_name {
                TsEntityName::Ident(ident) => env
                    .bound
                    .iter()
                    .rev()
                    .find(|(name, _)| *name == ident.sym)
                    .filter(|(_, binding)| *binding == Binding::Variable)
                    .map(|(name, _)| name.clone()),
                TsEntityName::TsQualifiedName(_) => None,
            },
            _ => None,
        };
        let check = self.ty(env, &conditional.check_type);
        let mut infers = Infers::default();
        conditional.extends_type.visit_with(&mut infers);
        let bound = env.bound.len();
        env.bound.extend(infers.found.iter().map(|(name, _)| (name.clone(), Binding::Variable)));
        let infers = infers
            .found
            .into_iter()
            .map(|(name, constraint)| {
                let constraint = constraint.map(|constraint| self.ty(env, &constraint));
                Inferred { name, constraint }
            })
            .collect();
        let extends = self.ty(env, &conditional.extends_type);
        let then = self.ty(env, &conditional.true_type);
        env.bound.truncate(bound);
        let otherwise = self.ty(env, &conditional.false_type);
        Type::Conditional(Arc::new(Conditional {
            check,
            distributes,
            over: None,
            extends,
            infers,
            then,
            otherwise,
            facts: Derived::default(),
        }))
    }

    fn mapped(&mut self, env: &mut Env<'_, 'm>, mapped: &TsMappedType) -> Type {
        let variable = mapped.type_param.name.sym.clone();
        let constraint = match &mapped.type_param.constraint {
            Some(constraint) => self.ty(env, constraint),
            None => Type::Keyword(ops::NEVER),
        };
        let (source, over_parameter) = match (&constraint, mapped.type_param.constraint.as_deref()) {
            (Type::KeyOf(source), Some(TsType::TsTypeOperator(_))) => {
                let over_parameter = matches!(**source, Type::Variable(_));
                (Some((**source).clone()), over_parameter)
            }
            (Type::Variable(keys), _) => {
                let source = env.key_sources.iter().rev().find(|(name, _)| name == keys);
                (source.map(|(_, source)| source.clone()), false)
            }
            _ => (None, false),
        };
        env.bound.push((variable.clone(), Binding::Variable));
        let key_sources = env.key_sources.len();
        if let Type::KeyOf(source) = &constraint {
            env.key_sources.push((variable.clone(), (**source).clone()));
        }
        let ty = mapped.type_ann.as_ref().map_or(Type::Keyword(ops::ANY), |ty| self.ty(env, ty));
        let name = mapped.name_type.as_ref().map(|name| self.ty(env, name));
        env.key_sources.truncate(key_sources);
        env.bound.pop();
        let modifier = |given: Option<TruePlusMinus>, add: u32, remove: u32| match given {
            Some(TruePlusMinus::True | TruePlusMinus::Plus) => add,
            Some(TruePlusMinus::Minus) => remove,
            None => 0,
        };
        let modifier = modifier(mapped.optional, ops::MAPPED_OPTIONAL, ops::MAPPED_REMOVE_OPTIONAL)
            | modifier(mapped.readonly, ops::MAPPED_READONLY, ops::MAPPED_REMOVE_READONLY);
        Type::Mapped(Arc::new(Mapped {
            variable,
            constraint,
            source,
            over_parameter,
            name,
            ty,
            modifier,
            facts: Derived::default(),
        }))
    }

    fn literal(&mut self, env: &mut Env<'_, 'm>, literal: &TsLit) -> Type {
        Type::Literal(match literal {
            TsLit::Str(value) => Literal::String(value.value.to_string_lossy().into_owned().into()),
            TsLit::Number(value) => Literal::Number(ops::number(value.value).into()),
            TsLit::BigInt(value) => Literal::BigInt(format!("{}n", value.value).into()),
            TsLit::Bool(value) => Literal::Boolean(value.value),
            TsLit::Tpl(template) => {
                let mut parts = Vec::new();
                for (position, quasi) in template.quasis.iter().enumerate() {
                    let text = quasi.cooked.as_ref().map_or_else(
                        || quasi.raw.to_string(),
                        |cooked| cooked.to_string_lossy().into_owned(),
                    );
                    if !text.is_empty() {
                        parts.push(Type::Literal(Literal::String(text.into())));
                    }
                    if let Some(ty) = template.types.get(position) {
                        parts.push(self.ty(env, ty));
                    }
                }
                return match parts.as_slice() {
                    [] => Type::Literal(Literal::String(String::new().into())),
                    [literal @ Type::Literal(_)] if template.types.is_empty() => literal.clone(),
                    _ => Type::Template(parts.into()),
                };
            }
        })
    }

    /// Puts the type parameters of a function in sight, each with its constraint.
    pub(crate) fn bind_opaque(&mut self, env: &mut Env<'_, 'm>, parameters: Option<&TsTypeParamDecl>) {
        let Some(list) = parameters else { return };
        let first = env.bound.len();
        env.bound
            .extend(list.params.iter().map(|parameter| (parameter.name.sym.clone(), Binding::Opaque(None))));
        for (position, parameter) in list.params.iter().enumerate() {
            if let Some(constraint) = &parameter.constraint {
                let constraint = self.quietly(|context| context.ty(env, constraint));
                env.bound[first + position].1 = Binding::Opaque(Some(Arc::new(constraint)));
            }
        }
    }

    /// The signature of a function type.
    pub(crate) fn type_signature(
        &mut self,
        env: &mut Env<'_, 'm>,
        op: ops::Op,
        key: Key,
        type_parameters: Option<&TsTypeParamDecl>,
        parameters: &[swc_core::ecma::ast::TsFnParam],
        returns: Option<&swc_core::ecma::ast::TsTypeAnn>,
    ) -> Signature {
        let bound = env.bound.len();
        self.bind_opaque(env, type_parameters);
        let parameters = self.type_parameters(env, parameters).into();
        let returns = returns.map_or(Type::Keyword(ops::ANY), |returns| self.ty(env, &returns.type_ann));
        env.bound.truncate(bound);
        Signature { op, key, parameters, returns, description: None, facts: Derived::default() }
    }
}

impl Binding {
    /// The variable in which a type parameter was received.
    pub(crate) fn received(&self) -> Option<&str> {
        match self {
            Self::Received(variable) => Some(variable),
            Self::Variable | Self::Opaque(_) => None,
        }
    }

    pub(crate) fn into_type(self, name: &Atom) -> Type {
        match self {
            Self::Variable => Type::Variable(name.clone()),
            Self::Opaque(constraint) => Type::Opaque(name.clone(), constraint),
            Self::Received(parameter) => Type::Received(parameter.into()),
        }
    }
}

/// The names that `infer` introduces in the `extends` of one conditional type.
#[derive(Default)]
struct Infers {
    found: Vec<(Atom, Option<TsType>)>,
}

impl Visit for Infers {
    fn visit_ts_infer_type(&mut self, infer: &swc_core::ecma::ast::TsInferType) {
        let parameter = &infer.type_param;
        let constraint = parameter.constraint.as_deref().cloned();
        match self.found.iter_mut().find(|(name, _)| *name == parameter.name.sym) {
            Some((_, known)) => *known = known.take().or(constraint),
            None => self.found.push((parameter.name.sym.clone(), constraint)),
        }
    }

    fn visit_ts_conditional_type(&mut self, inner: &TsConditionalType) {
        // What its `extends` infers is its own.
        inner.check_type.visit_with(self);
        inner.true_type.visit_with(self);
        inner.false_type.visit_with(self);
    }
}
