//! The scopes of functions and blocks: the types that are declared there, and written there.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    common::{BytePos, Spanned},
    ecma::ast::{Decl, Pat, Stmt, TsEnumDecl, TsInterfaceDecl, TsType, TsTypeAliasDecl, TsTypeParamDecl},
};

use crate::context::metadata_name;
use crate::enums::local_enum_members;
use crate::insert::Inserter;
use crate::lower::Binding;
use crate::program::SymbolNames;
use crate::reflector::type_function;
use crate::scope::{Local, Scope};
use crate::signature::{Param, received_type};
use crate::symbols::Origin;
use crate::type_calls::TypeCalls;
use crate::types::{Declared, Object, SymbolId, Type};

/// A declaration of a type in a function's scope.
pub(crate) enum LocalType<'a> {
    Interface(&'a TsInterfaceDecl),
    Alias(&'a TsTypeAliasDecl),
    Enum(&'a TsEnumDecl),
}

impl<'m> Inserter<'_, 'm> {
    /// Opens the scope of a list of statements and gives the types that it declares.
    pub(crate) fn enter<'a>(&mut self, statements: &'a [Stmt]) -> Vec<(SymbolId, LocalType<'a>, BytePos)> {
        let mut scope = Scope::default();
        let mut locals = Vec::new();
        for statement in statements {
            let Stmt::Decl(declaration) = statement else { continue };
            let (name, local) = match declaration {
                Decl::TsInterface(interface) => (&interface.id.sym, LocalType::Interface(interface)),
                Decl::TsTypeAlias(alias) => (&alias.id.sym, LocalType::Alias(alias)),
                Decl::TsEnum(decl) => (&decl.id.sym, LocalType::Enum(decl)),
                Decl::Class(class) => {
                    scope.types.insert(class.ident.sym.clone(), Local::Class);
                    scope.values.insert(class.ident.sym.clone());
                    continue;
                }
                Decl::Var(variables) if self.has_typeof => {
                    for declarator in &variables.decls {
                        bindings(&declarator.name, &mut scope);
                    }
                    continue;
                }
                Decl::Fn(function) if self.has_typeof => {
                    scope.values.insert(function.ident.sym.clone());
                    continue;
                }
                _ => continue,
            };
            let unique = self.context.symbols.unique(&metadata_name(name));
            let symbol = self.context.symbols.add(None, unique, Origin::Local);
            scope.types.insert(name.clone(), Local::Symbol(symbol));
            locals.push((symbol, local, statement.span().lo));
        }
        self.scopes.push(scope);
        for (symbol, local, _) in &locals {
            // Its warnings come when it is written, if it is.
            let declared = self.quietly(|this| this.local_type(*symbol, local));
            self.context.set_declared(*symbol, declared);
        }
        locals
    }

    fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.context.quiet, true);
        let result = work(self);
        self.context.quiet = outer;
        result
    }

    /// Writes the types of a scope that something refers to, before their declarations.
    pub(crate) fn leave(&mut self, mut locals: Vec<(SymbolId, LocalType<'_>, BytePos)>) {
        loop {
            let used = std::mem::take(&mut self.context.used_locals);
            let (now, later): (Vec<_>, Vec<_>) =
                locals.into_iter().partition(|(symbol, ..)| used.contains(symbol));
            // What belongs to an outer scope is written when that one is left.
            let outer = used.into_iter().filter(|symbol| !now.iter().any(|(local, ..)| local == symbol));
            self.context.used_locals.extend(outer);
            locals = later;
            if now.is_empty() {
                break;
            }
            for (symbol, local, at) in now {
                let declared = self.local_type(symbol, &local);
                let program = self.context.declared_program(&declared, Some(symbol));
                let text = type_function("", &self.context.symbols.name(symbol), &program);
                self.insert(at, format!("{text} "));
                // The runtime asks for the types of calls whether their function runs or not.
                if matches!(self.type_calls, TypeCalls::Registered) {
                    self.written.trailer.push(text);
                }
            }
        }
        self.scopes.pop();
    }

    pub(crate) fn local_type(&mut self, symbol: SymbolId, local: &LocalType<'_>) -> Declared {
        self.lower(|context, env| match local {
            LocalType::Interface(interface) => {
                let parameters = context.bind_parameters(env, interface.type_params.as_deref());
                env.this = Some(Type::Named(symbol, Vec::new().into()));
                let extends = interface.extends.iter().map(|base| context.heritage(env, base)).collect();
                let members = context.members(env, &interface.body.body);
                let ty = Type::Object(Arc::new(Object { extends, members, ..Object::default() }));
                Declared::named(interface.id.sym.to_string(), parameters, ty)
            }
            LocalType::Alias(alias) => {
                let parameters = context.bind_parameters(env, alias.type_params.as_deref());
                let ty = context.ty(env, &alias.type_ann);
                Declared::named(alias.id.sym.to_string(), parameters, ty)
            }
            LocalType::Enum(syntax) => {
                let ty = Type::Enum(local_enum_members(syntax).into());
                let name = syntax.id.sym.to_string();
                Declared { nominal: false, ..Declared::named(name, Vec::new(), ty) }
            }
        })
    }

    /// The scope of a function's type parameters and parameters.
    pub(crate) fn function_scope(&mut self, type_parameters: &[Atom], parameters: &[Param<'_>]) {
        let mut scope = Scope::default();
        for name in type_parameters {
            let received = parameters.iter().find_map(|parameter| {
                let TsType::TsTypeRef(reference) = received_type(parameter.annotation()?)? else {
                    return None;
                };
                (reference.type_name.as_ident()?.sym == *name).then(|| parameter.name())?
            });
            let binding =
                received.map_or(Binding::Opaque(None), |received| Binding::Received(received.to_owned()));
            scope.types.insert(name.clone(), Local::Parameter(binding));
        }
        if self.has_typeof {
            scope.values.extend(parameters.iter().filter_map(|parameter| parameter.name()).map(Atom::from));
        }
        self.scopes.push(scope);
    }
}

pub(crate) fn parameter_names(list: Option<&TsTypeParamDecl>) -> Vec<Atom> {
    list.into_iter().flat_map(|list| &list.params).map(|parameter| parameter.name.sym.clone()).collect()
}

pub(crate) fn bindings(pat: &Pat, scope: &mut Scope) {
    match pat {
        Pat::Ident(ident) => {
            scope.values.insert(ident.id.sym.clone());
        }
        Pat::Array(array) => array.elems.iter().flatten().for_each(|pat| bindings(pat, scope)),
        Pat::Object(object) => {
            for property in &object.props {
                match property {
                    swc_core::ecma::ast::ObjectPatProp::KeyValue(pair) => bindings(&pair.value, scope),
                    swc_core::ecma::ast::ObjectPatProp::Assign(assign) => {
                        scope.values.insert(assign.key.id.sym.clone());
                    }
                    swc_core::ecma::ast::ObjectPatProp::Rest(rest) => bindings(&rest.arg, scope),
                }
            }
        }
        Pat::Assign(assign) => bindings(&assign.left, scope),
        Pat::Rest(rest) => bindings(&rest.arg, scope),
        Pat::Invalid(_) | Pat::Expr(_) => {}
    }
}
