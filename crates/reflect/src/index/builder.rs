//! The walk over a module's statements.

use mion_source::{Language, Module};
use swc_core::{
    atoms::Atom,
    common::{BytePos, Spanned},
    ecma::{
        ast::{
            BindingIdent, Decl, DefaultDecl, ExportSpecifier, Expr, ImportSpecifier, ModuleDecl,
            ModuleExportName, ModuleItem, Pat, Stmt, Str, TsEntityName, TsModuleDecl, TsModuleName,
            TsModuleRef, TsNamespaceBody,
        },
        visit::{Visit, VisitWith},
    },
};

use super::node::Place;
use super::{DeclId, Declaration, Export, Import, ImportedName, Index, Kind, Names};

impl Index {
    pub(crate) fn of(module: &Module) -> Self {
        let ambient = module.language == Language::Declarations;
        let mut builder = Builder {
            index: Self { types_only: true, ..Self::default() },
            ambient,
            global: ambient && !module.ast.body.iter().any(ModuleItem::is_module_decl),
        };
        builder.items(&module.ast.body, &mut Vec::new(), None);
        builder.mark_local_exports();
        builder.index
    }
}

struct Builder {
    index: Index,
    ambient: bool,
    global: bool,
}

impl Builder {
    fn items(&mut self, items: &[ModuleItem], path: &mut Vec<u32>, parent: Option<DeclId>) {
        for (position, item) in items.iter().enumerate() {
            path.push(position as u32);
            match item {
                ModuleItem::Stmt(Stmt::Decl(decl)) => {
                    // In a declaration file's namespace everything is exported, marked or not.
                    let exported = parent.is_some() && self.ambient;
                    self.declaration(decl, path, parent, exported, item.span().lo);
                }
                ModuleItem::Stmt(Stmt::Empty(_)) => {}
                ModuleItem::Stmt(_) => self.index.types_only = false,
                ModuleItem::ModuleDecl(decl) => self.module_declaration(decl, path, parent),
            }
            path.pop();
        }
    }

    fn module_declaration(&mut self, decl: &ModuleDecl, path: &mut Vec<u32>, parent: Option<DeclId>) {
        match decl {
            ModuleDecl::Import(import) => {
                let from = text(&import.src);
                if import.specifiers.is_empty() && !import.type_only {
                    self.index.types_only = false;
                }
                for specifier in &import.specifiers {
                    let name = match specifier {
                        ImportSpecifier::Named(named) => ImportedName::Named(
                            named
                                .imported
                                .as_ref()
                                .map_or_else(|| named.local.sym.clone(), |name| name.atom().into_owned()),
                        ),
                        ImportSpecifier::Default(_) => ImportedName::Named("default".into()),
                        ImportSpecifier::Namespace(_) => ImportedName::Namespace,
                    };
                    let type_only = import.type_only || specifier.is_type_only();
                    self.index.imports.insert(
                        specifier.local().sym.clone(),
                        Import { from: from.clone(), name, type_only },
                    );
                }
            }
            ModuleDecl::ExportDecl(export) => {
                self.declaration(&export.decl, path, parent, true, export.span.lo);
            }
            ModuleDecl::ExportNamed(export) => {
                let from = export.src.as_deref().map(text);
                if from.is_some() && !export.type_only {
                    self.index.types_only = false;
                }
                for specifier in &export.specifiers {
                    let (name, export) = match (specifier, &from) {
                        (ExportSpecifier::Named(named), from) => {
                            let local = named.orig.atom().into_owned();
                            let name = named
                                .exported
                                .as_ref()
                                .map_or_else(|| local.clone(), |name| name.atom().into_owned());
                            let type_only = export.type_only || named.is_type_only;
                            let export = match from {
                                Some(from) => Export::From(from.clone(), local, type_only),
                                None => Export::Local(local, type_only),
                            };
                            (name, export)
                        }
                        (ExportSpecifier::Namespace(namespace), Some(from)) => {
                            (export_name(&namespace.name), Export::Namespace(from.clone(), export.type_only))
                        }
                        _ => continue,
                    };
                    self.index.exports.insert(name, export);
                }
            }
            ModuleDecl::ExportAll(all) => {
                if !all.type_only {
                    self.index.types_only = false;
                }
                self.index.stars.push((text(&all.src), all.type_only));
            }
            ModuleDecl::ExportDefaultDecl(export) => self.default_declaration(export, path, parent),
            ModuleDecl::ExportDefaultExpr(export) => {
                let name: Atom = "default".into();
                match &*export.expr {
                    Expr::Ident(ident) => {
                        self.index.exports.insert(name, Export::Local(ident.sym.clone(), false));
                    }
                    _ => {
                        self.index.exports.insert(name.clone(), Export::Local(name.clone(), false));
                        self.add(name, Kind::Variable, path, 0, parent, true, false, export.span.lo);
                    }
                }
                self.index.types_only = false;
            }
            ModuleDecl::TsExportAssignment(assignment) => {
                if let Expr::Ident(ident) = &*assignment.expr {
                    self.index.export_assignment = Some(ident.sym.clone());
                }
                self.index.types_only = false;
            }
            ModuleDecl::TsImportEquals(import) => {
                if let TsModuleRef::TsEntityName(name) = &import.module_ref {
                    let mut path = Vec::new();
                    names_of(name, &mut path);
                    self.names(parent).aliases.insert(import.id.sym.clone(), path);
                }
                if let TsModuleRef::TsExternalModuleRef(reference) = &import.module_ref {
                    // The module itself: its `export =`, or all of its exports.
                    self.index.imports.insert(
                        import.id.sym.clone(),
                        Import {
                            from: text(&reference.expr),
                            name: ImportedName::Named("export=".into()),
                            type_only: import.is_type_only,
                        },
                    );
                }
            }
            ModuleDecl::TsNamespaceExport(_) => {}
        }
    }

    fn default_declaration(
        &mut self,
        export: &swc_core::ecma::ast::ExportDefaultDecl,
        path: &[u32],
        parent: Option<DeclId>,
    ) {
        let (ident, kind) = match &export.decl {
            DefaultDecl::Class(class) => (class.ident.as_ref(), Kind::Class),
            DefaultDecl::Fn(function) => (function.ident.as_ref(), Kind::Function),
            DefaultDecl::TsInterfaceDecl(interface) => (Some(&interface.id), Kind::Interface),
        };
        if kind != Kind::Interface {
            self.index.types_only = false;
        }
        let local = ident.map_or_else(|| "default".into(), |ident| ident.sym.clone());
        self.index.exports.insert("default".into(), Export::Local(local.clone(), false));
        self.add(local, kind, path, 0, parent, true, false, export.span.lo);
    }

    fn declaration(
        &mut self,
        decl: &Decl,
        path: &mut Vec<u32>,
        parent: Option<DeclId>,
        exported: bool,
        start: BytePos,
    ) {
        let value = match decl {
            Decl::TsInterface(interface) => {
                self.add(interface.id.sym.clone(), Kind::Interface, path, 0, parent, exported, true, start);
                false
            }
            Decl::TsTypeAlias(alias) => {
                self.add(alias.id.sym.clone(), Kind::Alias, path, 0, parent, exported, true, start);
                false
            }
            Decl::TsEnum(decl) => {
                self.add(decl.id.sym.clone(), Kind::Enum, path, 0, parent, exported, decl.declare, start);
                !decl.declare
            }
            Decl::Class(class) => {
                self.add(
                    class.ident.sym.clone(),
                    Kind::Class,
                    path,
                    0,
                    parent,
                    exported,
                    class.declare,
                    start,
                );
                !class.declare
            }
            Decl::Fn(function) => {
                let name = function.ident.sym.clone();
                self.add(name, Kind::Function, path, 0, parent, exported, function.declare, start);
                !function.declare && function.function.body.is_some()
            }
            Decl::Var(variables) => {
                for (position, declarator) in variables.decls.iter().enumerate() {
                    for name in bound_by(&declarator.name) {
                        let position = position as u32;
                        self.add(
                            name,
                            Kind::Variable,
                            path,
                            position,
                            parent,
                            exported,
                            variables.declare,
                            start,
                        );
                    }
                }
                !variables.declare
            }
            Decl::Using(_) => true,
            Decl::TsModule(module) => self.namespace(module, path, parent, exported, start),
        };
        if value && parent.is_none() {
            self.index.types_only = false;
        }
    }

    /// Gives whether the namespace has a value at run time (as far as that is cheap to tell).
    fn namespace(
        &mut self,
        module: &TsModuleDecl,
        path: &mut Vec<u32>,
        parent: Option<DeclId>,
        exported: bool,
        start: BytePos,
    ) -> bool {
        let outer = (self.ambient, self.global);
        self.ambient |= module.declare;
        match &module.id {
            // `declare global`: its names are known everywhere, so they count as the module's own.
            _ if module.global => {
                self.global = true;
                self.namespace_body(module.body.as_ref(), path, None);
            }
            TsModuleName::Str(name) => {
                self.global = false;
                let name = text(name);
                let id = self.add(name.clone(), Kind::Namespace, path, 0, None, false, module.declare, start);
                self.index.names.types.remove(&name);
                self.index.ambient_modules.insert(name, id);
                self.namespace_body(module.body.as_ref(), path, Some(id));
            }
            TsModuleName::Ident(name) => {
                let id = self.add(
                    name.sym.clone(),
                    Kind::Namespace,
                    path,
                    0,
                    parent,
                    exported,
                    module.declare,
                    start,
                );
                self.namespace_body(module.body.as_ref(), path, Some(id));
            }
        }
        (self.ambient, self.global) = outer;
        !module.declare
    }

    fn namespace_body(
        &mut self,
        body: Option<&TsNamespaceBody>,
        path: &mut Vec<u32>,
        parent: Option<DeclId>,
    ) {
        match body {
            Some(TsNamespaceBody::TsModuleBlock(block)) => self.items(&block.body, path, parent),
            Some(TsNamespaceBody::TsNamespaceDecl(inner)) => {
                // `namespace A.B {}`: the inner name has no statement of its own, its place is the body's.
                let id = self.add(
                    inner.id.sym.clone(),
                    Kind::Namespace,
                    path,
                    0,
                    parent,
                    true,
                    true,
                    inner.span.lo,
                );
                self.namespace_body(Some(&inner.body), path, Some(id));
            }
            None => {}
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a declaration, each of them needed")]
    fn add(
        &mut self,
        name: Atom,
        kind: Kind,
        path: &[u32],
        declarator: u32,
        parent: Option<DeclId>,
        exported: bool,
        ambient: bool,
        start: BytePos,
    ) -> DeclId {
        let place = Place { path: path.to_vec(), declarator };
        let ambient = ambient || self.ambient;
        let in_types = !matches!(kind, Kind::Function | Kind::Variable);
        let in_values = !matches!(kind, Kind::Interface | Kind::Alias | Kind::Namespace);
        let names = self.names(parent);
        let known_type = names.types.get(&name).copied().filter(|_| in_types);
        let known_value = names.values.get(&name).copied();
        if let Some(known) = known_type.or(known_value.filter(|_| in_values || kind == Kind::Namespace)) {
            let found = &mut self.index.declarations[known];
            let merges = matches!(kind, Kind::Interface | Kind::Namespace | Kind::Enum | Kind::Function);
            if found.kind == kind && merges {
                found.places.push(place);
                found.exported |= exported;
                return known;
            }
            // A type takes the place of an earlier namespace of its name, members and all.
            if found.kind == Kind::Namespace && matches!(kind, Kind::Alias | Kind::Interface) {
                found.kind = kind;
                found.places = vec![place];
                found.exported |= exported;
                found.start = start;
                return known;
            }
            // A namespace beside a class, a function or a type only adds members to that name.
            if kind == Kind::Namespace {
                return known;
            }
            // An interface beside a class adds members to its instances.
            if kind == Kind::Interface && found.kind == Kind::Class {
                found.places.push(place);
                return known;
            }
            if kind == Kind::Class && found.kind == Kind::Interface {
                found.kind = kind;
                found.places.insert(0, place);
                found.exported |= exported;
                found.ambient = ambient;
                found.start = start;
                self.names(parent).values.insert(name, known);
                return known;
            }
        }
        let qualified = match parent.map(|parent| &self.index.declarations[parent]) {
            Some(parent) if !parent.is_ambient_module() => format!("{}_{name}", parent.qualified),
            _ => name.to_string(),
        };
        let id = self.index.declarations.len();
        self.index.declarations.push(Declaration {
            name: name.clone(),
            qualified,
            kind,
            places: vec![place],
            exported,
            ambient,
            is_global: self.global,
            parent,
            members: Names::default(),
            start,
        });
        let names = self.names(parent);
        if in_types {
            names.types.insert(name.clone(), id);
        }
        if in_values {
            names.values.insert(name, id);
        }
        id
    }

    fn names(&mut self, parent: Option<DeclId>) -> &mut Names {
        match parent {
            Some(parent) => &mut self.index.declarations[parent].members,
            None => &mut self.index.names,
        }
    }

    fn mark_local_exports(&mut self) {
        let mut exported: Vec<Atom> = self
            .index
            .exports
            .values()
            .filter_map(|export| if let Export::Local(name, _) = export { Some(name.clone()) } else { None })
            .collect();
        exported.extend(self.index.export_assignment.clone());
        for name in exported {
            let names = &self.index.names;
            for id in [names.types.get(&name), names.values.get(&name)].into_iter().flatten() {
                self.index.declarations[*id].exported = true;
            }
        }
    }
}

/// The names of `A.B.C`, in their order.
fn names_of(name: &TsEntityName, names: &mut Vec<Atom>) {
    match name {
        TsEntityName::Ident(name) => names.push(name.sym.clone()),
        TsEntityName::TsQualifiedName(qualified) => {
            names_of(&qualified.left, names);
            names.push(qualified.right.sym.clone());
        }
    }
}

/// The names that a pattern sets.
fn bound_by(pattern: &Pat) -> Vec<Atom> {
    #[derive(Default)]
    struct Bound(Vec<Atom>);
    impl Visit for Bound {
        fn visit_binding_ident(&mut self, name: &BindingIdent) {
            self.0.push(name.id.sym.clone());
        }
        fn visit_expr(&mut self, _: &Expr) {}
    }
    match pattern {
        Pat::Ident(name) => vec![name.id.sym.clone()],
        pattern => {
            let mut bound = Bound::default();
            pattern.visit_with(&mut bound);
            bound.0
        }
    }
}

fn text(value: &Str) -> Atom {
    value.value.to_string_lossy().as_ref().into()
}

fn export_name(name: &ModuleExportName) -> Atom {
    name.atom().into_owned()
}
