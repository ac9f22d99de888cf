//! What the names of types mean: declarations of this and of other files, the library's, and those of `import()`.

use std::sync::Arc;

use mion_source::Language;
use swc_core::{
    atoms::Atom,
    common::Span,
    ecma::ast::{Expr, TsEntityName, TsImportType, TsType, TsTypeParamInstantiation, TsTypeQueryExpr},
};

use crate::context::{Context, FileId, GLOBALS, OWN, Place, Source};
use crate::globals;
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::ops;
use crate::reach::Reach;
use crate::resolve::{Found, Target};
use crate::scope::Local;
use crate::strings::Case;
use crate::types::{SymbolId, Type, Value};

impl<'m> Context<'m> {
    /// A reference to a type by its name.
    pub(crate) fn reference(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &TsEntityName,
        arguments: Option<&TsTypeParamInstantiation>,
        span: Span,
    ) -> Type {
        let TsEntityName::Ident(ident) = name else {
            return match self.qualified(env, name) {
                Some(Meaning::Found(found)) => {
                    self.declared(env, found, None, arguments, span, &entity_text(name))
                }
                Some(Meaning::Type(ty)) => ty,
                None => self.unresolved(env, span, &entity_text(name)),
            };
        };
        let name = &ident.sym;
        if let Some((_, binding)) = env.bound.iter().rev().find(|(bound, _)| bound == name) {
            return binding.clone().into_type(name);
        }
        match env.scopes.iter().rev().find_map(|scope| scope.types.get(name)) {
            Some(Local::Symbol(symbol)) => {
                let symbol = *symbol;
                return Type::Named(symbol, self.arguments(env, arguments).into());
            }
            Some(Local::Class) => {
                return Type::ClassReference(Value::new(&**name), self.arguments(env, arguments).into());
            }
            Some(Local::Parameter(binding)) => return binding.clone().into_type(name),
            None => {}
        }
        match self.find_type(env, name) {
            Some(found) => {
                let local = self.value_binding(env, name);
                self.declared(env, found, local.as_deref(), arguments, span, name)
            }
            None => self.global(env, name, arguments, span),
        }
    }

    /// The declaration behind a type's name. The standard library's are declarations too.
    pub(crate) fn declaration_of(
        &mut self,
        env: &Env<'_, 'm>,
        name: &TsEntityName,
    ) -> Option<(FileId, DeclId)> {
        let found = match name {
            TsEntityName::Ident(ident) => self.find_type(env, &ident.sym),
            TsEntityName::TsQualifiedName(_) => match self.qualified(env, name) {
                Some(Meaning::Found(found)) => Some(found),
                _ => return None,
            },
        };
        match found.map(|found| found.target) {
            Some(Target::Declaration(file, id)) => Some((file, id)),
            Some(Target::Module(_)) => None,
            None => {
                let id = self.file(GLOBALS).index().names.types.get(&name.as_ident()?.sym).copied()?;
                Some((GLOBALS, id))
            }
        }
    }

    /// What a type name stands for in a module: its own declaration, or what it imports.
    pub(crate) fn find_type(&mut self, env: &Env<'_, 'm>, name: &Atom) -> Option<Found> {
        let index = env.handle.index();
        if let Some(id) = index.find_type(env.namespace, name)
            // What `declare global` adds to a type that is built in does not stand in for it.
            && !(index.declarations[id].is_global && globals::is_built_in(name))
        {
            return Some(Found { target: Target::Declaration(env.file, id), type_only: false });
        }
        self.find_beside(env, name)
            .or_else(|| self.find_import(env.file, name))
            .or_else(|| self.find_alias(env.file, env.namespace, name))
    }

    /// What `import Name = Namespace.Other` stands for, seen from inside of a namespace or the module.
    fn find_alias(&mut self, file: FileId, namespace: Option<DeclId>, name: &Atom) -> Option<Found> {
        let handle = self.file(file);
        let index = handle.index();
        let mut around = namespace;
        loop {
            let names = around.map_or(&index.names, |id| &index.declarations[id].members);
            if let Some(path) = names.aliases.get(name) {
                return self.find_path(file, around, name, path);
            }
            around = index.declarations[around?].parent;
        }
    }

    /// What a path of names leads to that an alias of the name `own` stands for.
    fn find_path(
        &mut self,
        file: FileId,
        namespace: Option<DeclId>,
        own: &Atom,
        path: &[Atom],
    ) -> Option<Found> {
        let (first, rest) = path.split_first()?;
        // `import A = A.B` means another `A`: one of an outer namespace, or nothing.
        if first == own {
            return None;
        }
        let env = self.env(file, namespace, &[]);
        let mut found = self.find_scope(&env, first)?;
        for name in rest {
            found = self.find_member(found.target, name)?;
        }
        Some(found)
    }

    /// What a name before a dot stands for: a type, or a value that has a namespace beside it.
    fn find_scope(&mut self, env: &Env<'_, 'm>, name: &Atom) -> Option<Found> {
        self.find_type(env, name).or_else(|| {
            let id = env.handle.index().find_value(env.namespace, name)?;
            Some(Found { target: Target::Declaration(env.file, id), type_only: false })
        })
    }

    /// What an alias in a namespace stands for, seen from outside.
    pub(crate) fn find_aliased_member(&mut self, file: FileId, id: DeclId, name: &Atom) -> Option<Found> {
        let handle = self.file(file);
        let path = handle.index().declarations[id].members.aliases.get(name)?;
        self.find_path(file, Some(id), name, path)
    }

    /// What the parts of a global namespace in other files declare, seen from inside of it.
    fn find_beside(&mut self, env: &Env<'_, 'm>, name: &Atom) -> Option<Found> {
        let mut around = env.namespace;
        while let Some(id) = around {
            let declaration = &env.handle.index().declarations[id];
            if declaration.is_global {
                for (file, id) in self.parts(env.file, id) {
                    if let Some(&id) = self.file(file).index().declarations[id].members.types.get(name) {
                        return Some(Found { target: Target::Declaration(file, id), type_only: false });
                    }
                }
            }
            around = declaration.parent;
        }
        None
    }

    /// The name itself, if this module imports it as a value: then it can be used as it is.
    fn value_binding(&self, env: &Env<'_, 'm>, name: &Atom) -> Option<String> {
        let import = env.handle.index().imports.get(name)?;
        (env.file == OWN && !import.type_only).then(|| name.to_string())
    }

    /// Remembers where this module refers to a type of another file.
    fn place(&mut self, env: &Env<'_, 'm>, symbol: SymbolId, name: &str, span: Span) {
        if env.file != OWN {
            return;
        }
        let first = name.split('.').next().unwrap_or(name);
        let import = env.handle.index().imports.get(&Atom::from(first));
        let from = import.map_or(Source::Library(name.into()), |import| Source::Module(import.from.clone()));
        self.places.entry(symbol).or_insert(Place { from, span });
    }

    /// A name that no one in sight declares: the library's, or unknown.
    fn global(
        &mut self,
        env: &mut Env<'_, 'm>,
        name: &Atom,
        arguments: Option<&TsTypeParamInstantiation>,
        span: Span,
    ) -> Type {
        if name == "ReturnType" && env.file == OWN {
            self.check_returned(env, arguments);
        }
        let globals = self.file(GLOBALS);
        if let Some(&id) = globals.index().names.types.get(name) {
            let found = Found { target: Target::Declaration(GLOBALS, id), type_only: false };
            if let Some(symbol) = self.symbol(GLOBALS, id, found) {
                return Type::Named(symbol, self.arguments(env, arguments).into());
            }
        }
        let mut lowered = self.arguments(env, arguments);
        if let (Some(case), [argument]) = (Case::of(name), lowered.as_mut_slice()) {
            return Type::Intrinsic(case, Arc::new(std::mem::replace(argument, Type::Keyword(ops::NEVER))));
        }
        if let Some(ty) = globals::builtin(name, &mut lowered) {
            return ty;
        }
        if globals::is_platform_class(name) {
            return Type::ClassReference(Value::new(&**name), Vec::new().into());
        }
        if let Some(brand) = globals::number_brand(name) {
            return Type::Brand(brand);
        }
        match self.library_type(name).or_else(|| self.ambient_type(name)) {
            Some(found) => self.declared(env, found, None, arguments, span, name),
            None => self.unresolved(env, span, name),
        }
    }

    /// Warns where it is asked what a function returns that does not say it, and whose body does not tell.
    fn check_returned(&mut self, env: &Env<'_, 'm>, arguments: Option<&TsTypeParamInstantiation>) {
        let argument = arguments.and_then(|arguments| arguments.params.first());
        let Some(TsType::TsTypeQuery(query)) = argument.map(|argument| &**argument) else { return };
        let TsTypeQueryExpr::TsEntityName(name) = &query.expr_name else { return };
        let Some((found, _)) = self.find_value(env, name) else { return };
        let Target::Declaration(file, id) = found.target else { return };
        let handle = self.file(file);
        let is_written = match handle.index().nodes(handle.module(), id).first() {
            Some(Node::Function(function)) => function.return_type.is_some(),
            Some(Node::Variable(variable, _)) => match variable.init.as_deref() {
                Some(Expr::Arrow(arrow)) => arrow.return_type.is_some(),
                Some(Expr::Fn(function)) => function.function.return_type.is_some(),
                _ => true,
            },
            _ => true,
        };
        let function = match is_written {
            true => None,
            false => self.constant(file, id, 0).or_else(|| self.function_type(file, id)),
        };
        if let Some(Type::Function(signature)) = function
            && signature.returns.is_any()
        {
            let name = entity_text(name);
            self.warn(
                env.file,
                query.span,
                format!("what `{name}` returns cannot be told without its return type, so that it is `any`"),
                format!("Write the return type of `{name}` after its parameters."),
            );
        }
    }

    /// The type of a declaration that was found.
    fn declared(
        &mut self,
        env: &mut Env<'_, 'm>,
        found: Found,
        local: Option<&str>,
        arguments: Option<&TsTypeParamInstantiation>,
        span: Span,
        name: &str,
    ) -> Type {
        let Target::Declaration(file, id) = found.target else {
            return self.unresolved(env, span, name);
        };
        // The parts of a global declaration are one type, by whichever it was found.
        let &(file, id) = self.parts(file, id).first().unwrap_or(&(file, id));
        let handle = self.file(file);
        let declaration = &handle.index().declarations[id];
        if let Some(ty) = self.known_package_type(file, &declaration.name) {
            return ty;
        }
        match declaration.kind {
            Kind::Interface | Kind::Alias | Kind::Enum => {
                let Some(symbol) = self.symbol(file, id, found) else {
                    // Switched off by its author, or one declaration too many: opaque, by its name.
                    return Type::AnyNamed((&*declaration.name).into());
                };
                self.place(env, symbol, name, span);
                Type::Named(symbol, self.arguments(env, arguments).into())
            }
            Kind::Class => {
                if file == OWN && !self.is_reflected(file, id) {
                    return Type::AnyNamed((&*declaration.name).into());
                }
                let local = local.filter(|_| !found.type_only).map(str::to_owned);
                // Of a class that is only declared, there is no value that this file's program has.
                let is_there = !declaration.ambient || handle.module().language == Language::Declarations;
                let value = is_there.then(|| self.value(file, id, &Reach::of(env, name, local))).flatten();
                match value {
                    Some(class) => Type::ClassReference(class, self.arguments(env, arguments).into()),
                    None => match self.symbol(file, id, Found { type_only: true, ..found }) {
                        // No value of the class can be had here: its instances' public shape is embedded.
                        Some(symbol) => {
                            self.place(env, symbol, name, span);
                            Type::Named(symbol, self.arguments(env, arguments).into())
                        }
                        None => self.unresolved(env, span, name),
                    },
                }
            }
            Kind::Function | Kind::Variable | Kind::Namespace => self.unresolved(env, span, name),
        }
    }

    /// The types of `@deepkit/type` that mean something to its machine.
    fn known_package_type(&self, file: FileId, name: &Atom) -> Option<Type> {
        if file == OWN || file == GLOBALS {
            return None;
        }
        let handle = self.file(file);
        let path = handle.module().path.replace('\\', "/");
        if !path.contains("/@deepkit/type/") && !path.contains("/@deepkit/core/") {
            return None;
        }
        if let Some(brand) = globals::number_brand(name) {
            return Some(Type::Brand(brand));
        }
        // It stands for the metadata itself, and for no data that a program passes on.
        (name == "ReceiveType").then_some(Type::Keyword(ops::ANY))
    }

    fn qualified(&mut self, env: &Env<'_, 'm>, name: &TsEntityName) -> Option<Meaning> {
        match name {
            TsEntityName::Ident(ident) => self.find_scope(env, &ident.sym).map(Meaning::Found),
            TsEntityName::TsQualifiedName(qualified) => {
                let left = match (self.qualified(env, &qualified.left), &qualified.left) {
                    (Some(Meaning::Found(left)), _) => left,
                    (None, TsEntityName::Ident(left)) => {
                        self.library_type(&left.sym).or_else(|| self.ambient_type(&left.sym))?
                    }
                    _ => return None,
                };
                let right = &qualified.right.sym;
                if let Target::Declaration(file, id) = left.target {
                    let handle = self.file(file);
                    if handle.index().declarations[id].kind == Kind::Enum
                        && let Some(member) = self.enum_member(file, id, right)
                    {
                        return Some(Meaning::Type(member));
                    }
                }
                let found = self.find_member(left.target, right)?;
                Some(Meaning::Found(Found { type_only: left.type_only || found.type_only, ..found }))
            }
        }
    }

    /// `import('module').Name`.
    pub(crate) fn import_type(&mut self, env: &mut Env<'_, 'm>, import: &TsImportType) -> Type {
        let specifier: Atom = import.arg.value.to_string_lossy().as_ref().into();
        let found = self.find_imported(env, import);
        match found {
            Some(found @ Found { target: Target::Declaration(..), .. }) => {
                self.declared(env, found, None, import.type_args.as_deref(), import.span, "import()")
            }
            _ => self.unresolved(env, import.span, &format!("import('{specifier}')")),
        }
    }

    fn find_imported(&mut self, env: &Env<'_, 'm>, import: &TsImportType) -> Option<Found> {
        let specifier: Atom = import.arg.value.to_string_lossy().as_ref().into();
        let file = self.specifier(env.file, &specifier)?;
        let mut names = Vec::new();
        let mut rest = import.qualifier.as_ref();
        while let Some(name) = rest {
            match name {
                TsEntityName::TsQualifiedName(qualified) => {
                    names.push(qualified.right.sym.clone());
                    rest = Some(&qualified.left);
                }
                TsEntityName::Ident(ident) => {
                    names.push(ident.sym.clone());
                    rest = None;
                }
            }
        }
        let mut found = Found { target: Target::Module(file), type_only: true };
        for name in names.iter().rev() {
            found = Found { type_only: true, ..self.find_member(found.target, name)? };
        }
        Some(found)
    }

    /// `typeof import('module').name`, and of the module as a whole.
    pub(crate) fn type_of_import(&mut self, env: &mut Env<'_, 'm>, import: &TsImportType) -> Type {
        let found = self.find_imported(env, import).map(|found| found.target);
        let known = match found {
            Some(Target::Declaration(file, id)) => self.type_of_value(file, id, &Reach::of(env, "", None)),
            Some(Target::Module(file)) => self.type_of_module(env, file),
            None => None,
        };
        match known {
            Some(ty) => ty,
            None => {
                let specifier = import.arg.value.to_string_lossy();
                self.unresolved(env, import.span, &format!("typeof import('{specifier}')"))
            }
        }
    }

    /// `any`, with a warning that names the place. That of another file is where this module refers to its declaration,
    /// when that is written.
    pub(crate) fn unresolved(&mut self, env: &Env<'_, 'm>, span: Span, name: &str) -> Type {
        if env.file != OWN && !self.quiet {
            self.unresolved.push(name.into());
        }
        self.warn(
            env.file,
            span,
            format!("the type `{name}` cannot be resolved, so that it is reflected as `any`"),
            format!("Import or declare `{name}`, or write the type out in its place."),
        );
        Type::Keyword(ops::ANY)
    }
}

/// What a qualified name led to.
enum Meaning {
    Found(Found),
    Type(Type),
}

pub(crate) fn entity_text(name: &TsEntityName) -> String {
    match name {
        TsEntityName::Ident(ident) => ident.sym.to_string(),
        TsEntityName::TsQualifiedName(qualified) => {
            format!("{}.{}", entity_text(&qualified.left), qualified.right.sym)
        }
    }
}
