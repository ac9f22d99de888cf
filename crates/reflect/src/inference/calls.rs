//! What calls give of functions and classes with type parameters: these are what the arguments show them to be, or what
//! the call says.

use swc_core::{
    atoms::Atom,
    ecma::ast::{
        CallExpr, Expr, ExprOrSpread, NewExpr, TsEntityName, TsTypeParamDecl, TsTypeParamInstantiation,
    },
};

use crate::context::{Context, FileId};
use crate::evaluate::{Evaluator, changed, children, mentions};
use crate::index::{DeclId, Node};
use crate::lower::Env;
use crate::methods::is_local;
use crate::ops;
use crate::resolve::Target;
use crate::signature::{Param, parameters_of, parameters_of_arrow};
use crate::types::{Element, Inferred, Parameter, Rest, Signature, Type};

use super::{Keep, value_of};

impl<'m> Context<'m> {
    /// What a call of a function returns.
    pub(super) fn result(
        &mut self,
        env: &mut Env<'_, 'm>,
        function: &Type,
        call: &CallExpr,
        depth: usize,
    ) -> Option<Type> {
        if let Some(known) = Evaluator::new(self).returned(function) {
            return Some(known);
        }
        // What the call says of its type parameters, the arguments do not.
        if call.type_args.is_some() {
            return None;
        }
        let signature = Evaluator::new(self).only_signature(function)?;
        self.returned_to(env, &signature, &call.args, depth)
    }

    /// What a signature with type parameters gives for arguments.
    pub(super) fn returned_to(
        &mut self,
        env: &mut Env<'_, 'm>,
        signature: &Signature,
        arguments: &[ExprOrSpread],
        depth: usize,
    ) -> Option<Type> {
        let mut names: Vec<Inferred> = Vec::new();
        for parameter in &*signature.parameters {
            collect_opaque(&parameter.ty, &mut names);
        }
        let open: Vec<(&Atom, Type)> =
            names.iter().map(|one| (&one.name, Type::Infer(one.name.clone()))).collect();
        let (mut sources, mut patterns) = (Vec::new(), Vec::new());
        for (parameter, given_to_it) in matched(&signature.parameters, arguments)? {
            let Some(pattern) = given(&parameter.ty, &open) else { continue };
            let mut types = Vec::with_capacity(given_to_it.len());
            for argument in given_to_it {
                types.push(self.argument(env, parameter, &signature.returns, argument, depth)?);
            }
            match parameter.rest {
                Rest::Spread => {
                    sources.push(Type::Tuple(types.into_iter().map(Element::of).collect()));
                    patterns.push(pattern);
                }
                _ => {
                    patterns.extend(std::iter::repeat_n(pattern, types.len()));
                    sources.append(&mut types);
                }
            }
        }
        // What no argument shows, a default may tell, or the place of the call.
        names.retain(|one| {
            let is_it = |part: &Type| matches!(part, Type::Infer(name) if *name == one.name);
            patterns.iter().any(|pattern| mentions(pattern, &is_it))
        });
        let bindings = Evaluator::new(self).inferred_from(sources, patterns, &names)?;
        let bindings: Vec<(&Atom, Type)> = bindings.iter().map(|(name, ty)| (name, ty.clone())).collect();
        let returns = given(&signature.returns, &bindings).unwrap_or_else(|| signature.returns.clone());
        let is_told = bindings.iter().all(|(_, ty)| !matches!(ty, Type::Keyword(ops::ANY | ops::UNKNOWN)));
        let returns = Evaluator::new(self).simplified(vec![returns]).filter(|_| is_told)?;
        let is_open = mentions(&returns, &|part| {
            matches!(part, Type::Opaque(name, _)
            if !env.bound.iter().any(|(bound, _)| bound == name))
        });
        (!is_open && returns != Type::Keyword(ops::ANY)).then_some(returns)
    }

    /// The type of an argument, as a parameter with type parameters in its type takes it.
    fn argument(
        &mut self,
        env: &mut Env<'_, 'm>,
        parameter: &Parameter,
        returns: &Type,
        argument: &Expr,
        depth: usize,
    ) -> Option<Type> {
        let is_contextual = |parameters: Vec<Param<'_>>| {
            parameters.into_iter().any(|parameter| parameter.annotation().is_none())
        };
        let takes_its_types_from_here = match value_of(argument) {
            Expr::Arrow(arrow) => is_contextual(parameters_of_arrow(arrow)),
            Expr::Fn(function) => is_contextual(parameters_of(&function.function)),
            _ => false,
        };
        if takes_its_types_from_here {
            return None;
        }
        let (keep, expected) = match &parameter.ty {
            ty @ Type::Opaque(name, constraint) => {
                let keeps_literals = self.asks_for_literals(ty) || returns_it(returns, name);
                let keep = if keeps_literals { Keep::Literal } else { Keep::Widened };
                (keep, constraint.as_ref().map(|constraint| (**constraint).clone()))
            }
            ty => (Keep::Literal, Some(ty.clone())),
        };
        env.expected = expected.filter(|_| matches!(value_of(argument), Expr::Object(_) | Expr::Array(_)));
        let found = self.infer(env, argument, keep, depth);
        env.expected = None;
        match found? {
            Type::Function(signature) if signature.returns.is_any() => None,
            found => Some(found),
        }
    }

    /// What a declared function returns that is called with type arguments.
    pub(super) fn returned_for(
        &mut self,
        env: &mut Env<'_, 'm>,
        (file, id): (FileId, DeclId),
        arguments: &TsTypeParamInstantiation,
    ) -> Option<Type> {
        let Type::Function(signature) = self.instantiated(env, (file, id), arguments)? else { return None };
        Evaluator::new(self).simplified(vec![signature.returns.clone()]).filter(|ty| !ty.is_any())
    }

    /// `typeof make<string>`.
    pub(crate) fn instantiation(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &TsEntityName,
        arguments: &TsTypeParamInstantiation,
    ) -> Option<Type> {
        let function = self.declared_function(env, name)?;
        self.instantiated(env, function, arguments)
    }

    /// The declaration that a function's name leads to, if it is no local one.
    pub(super) fn declared_function(
        &mut self,
        env: &Env<'_, 'm>,
        name: &TsEntityName,
    ) -> Option<(FileId, DeclId)> {
        let first = first_of(name);
        if is_local(env, name) || env.values.iter().any(|seen| seen.name == *first) {
            return None;
        }
        match self.find_value(env, name)?.0.target {
            Target::Declaration(file, id) => Some((file, id)),
            Target::Module(_) => None,
        }
    }

    /// A declared function with its type parameters chosen.
    fn instantiated(
        &mut self,
        env: &mut Env<'_, 'm>,
        (file, id): (FileId, DeclId),
        arguments: &TsTypeParamInstantiation,
    ) -> Option<Type> {
        let handle = self.file(file);
        let nodes = handle.index().nodes(handle.module(), id);
        let names: Vec<&Atom> =
            type_parameters(&nodes)?.params.iter().map(|parameter| &parameter.name.sym).collect();
        if names.len() != arguments.params.len() {
            return None;
        }
        let known = match nodes[..] {
            [Node::Function(_)] => self.function_type(file, id)?,
            _ => self.constant(file, id, 0)?,
        };
        let lowered: Vec<Type> = arguments.params.iter().map(|argument| self.ty(env, argument)).collect();
        let bindings: Vec<(&Atom, Type)> = names.into_iter().zip(lowered).collect();
        Some(given(&known, &bindings).unwrap_or(known))
    }

    /// The type of an instance whose class does not say what its type parameters are.
    pub(super) fn constructed(
        &mut self,
        env: &mut Env<'_, 'm>,
        class: Type,
        construct: &NewExpr,
        depth: usize,
    ) -> Option<Type> {
        match &class {
            Type::ClassReference(value, chosen) if chosen.is_empty() => {
                let Some(signature) = Evaluator::new(self).generic_constructor(value) else {
                    return Some(class);
                };
                let arguments = construct.args.as_deref().unwrap_or_default();
                self.returned_to(env, &signature, arguments, depth)
            }
            _ => Some(class),
        }
    }

    /// Whether a function's type parameters take what they are given as it is: `<const T>`.
    pub(super) fn takes_constants(&mut self, (file, id): (FileId, DeclId)) -> bool {
        let handle = self.file(file);
        let nodes = handle.index().nodes(handle.module(), id);
        type_parameters(&nodes).is_some_and(|list| list.params.iter().any(|parameter| parameter.is_const))
    }
}

fn first_of(name: &TsEntityName) -> &Atom {
    match name {
        TsEntityName::Ident(name) => &name.sym,
        TsEntityName::TsQualifiedName(qualified) => first_of(&qualified.left),
    }
}

/// The type parameters of a declared function with one signature, or of a variable that holds a function.
fn type_parameters<'a>(nodes: &[Node<'a>]) -> Option<&'a TsTypeParamDecl> {
    match nodes[..] {
        [Node::Function(function)] => function.type_params.as_deref(),
        [Node::Variable(variable, _)] => function_parameters(variable.init.as_deref()?),
        [Node::Value(value)] => function_parameters(value),
        _ => None,
    }
}

fn function_parameters(value: &Expr) -> Option<&TsTypeParamDecl> {
    match value_of(value) {
        Expr::Arrow(arrow) => arrow.type_params.as_deref(),
        Expr::Fn(function) => function.function.type_params.as_deref(),
        _ => None,
    }
}

/// The arguments that each parameter takes. `None` where `...` hides which.
fn matched<'p, 'a>(
    parameters: &'p [Parameter],
    arguments: &'a [ExprOrSpread],
) -> Option<Vec<(&'p Parameter, Vec<&'a Expr>)>> {
    if arguments.iter().any(|argument| argument.spread.is_some()) {
        return None;
    }
    let mut rest = arguments.iter().map(|argument| &*argument.expr);
    let taken = parameters.iter().map(|parameter| match parameter.rest {
        Rest::No => (parameter, rest.next().into_iter().collect()),
        Rest::Of | Rest::Spread => (parameter, rest.by_ref().collect()),
    });
    Some(taken.collect())
}

/// Whether a type parameter is what is returned, alone or in a union.
fn returns_it(returns: &Type, name: &Atom) -> bool {
    match returns {
        Type::Opaque(own, _) => own == name,
        Type::Union(members) => members.iter().any(|member| returns_it(member, name)),
        _ => false,
    }
}

/// The type parameters in a type, in their order.
fn collect_opaque(ty: &Type, found: &mut Vec<Inferred>) {
    match ty {
        // What its constraint asks for, a program that is right gives.
        Type::Opaque(name, _) if !found.iter().any(|known| known.name == *name) => {
            found.push(Inferred { name: name.clone(), constraint: None });
        }
        ty => children(ty, &mut |child| collect_opaque(child, found)),
    }
}

/// A type with what a caller gives for the type parameters of a function or a class.
pub(crate) fn given(ty: &Type, bindings: &[(&Atom, Type)]) -> Option<Type> {
    match ty {
        Type::Opaque(name, _) => {
            bindings.iter().find(|(bound, _)| *bound == name).map(|(_, argument)| argument.clone())
        }
        ty => changed(ty, &mut |part| given(part, bindings)),
    }
}
