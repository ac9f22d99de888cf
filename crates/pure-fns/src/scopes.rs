//! Every name of a module: where it is declared, and what each use of it means.
//!
//! One walk declares names and notes their uses, each in its scope; the uses are resolved when all
//! declarations are known, so that hoisting needs no special care. Types are not looked at: a name in a
//! type is no reference.

use rustc_hash::FxHashMap;
use swc_core::{
    atoms::Atom,
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::*,
        visit::{Visit, VisitWith},
    },
};

use crate::statics::peel;

/// The names of a module.
#[derive(Debug)]
pub(crate) struct Scopes {
    bindings: Vec<Binding>,
    /// In the order of their positions.
    references: Vec<Reference>,
}

/// A declared name.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) name: Atom,
    pub(crate) kind: Kind,
    /// Of the first declaring identifier.
    pub(crate) at: BytePos,
    /// Of the function, or of the initialiser without its parentheses and types, if the name has one that is
    /// its value as a whole.
    pub(crate) value: Option<Span>,
    /// Whether the value may be another one at another time.
    pub(crate) reassigned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Import {
        source: Atom,
        imported: Imported,
    },
    Variable,
    Function,
    Class,
    Parameter,
    /// Enums, namespaces.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Imported {
    Name(Atom),
    Namespace,
}

/// A use of a name as a value.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) name: Atom,
    pub(crate) target: Target,
    /// Whether the name is assigned to.
    pub(crate) is_write: bool,
    scope: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Binding(usize),
    /// The `arguments` of the function (no arrow function) of this span.
    Arguments(Span),
    /// Declared nowhere in the file: a global, or a mistake.
    Undeclared,
}

impl Scopes {
    pub(crate) fn of(module: &Module) -> Self {
        let mut builder = Builder::default();
        builder.scopes.push(Scope::new(None, Extent::Module));
        module.visit_with(&mut builder);
        builder.finish()
    }

    /// What the identifier at `position` means, if it is a use of a name.
    pub(crate) fn target(&self, position: BytePos) -> Option<Target> {
        let index = self.references.binary_search_by_key(&position, |found| found.span.lo).ok()?;
        Some(self.references[index].target)
    }

    /// The declaration that the identifier at `position` uses.
    pub(crate) fn binding(&self, position: BytePos) -> Option<&Binding> {
        match self.target(position)? {
            Target::Binding(index) => Some(&self.bindings[index]),
            Target::Arguments(_) | Target::Undeclared => None,
        }
    }

    pub(crate) fn declared(&self, index: usize) -> &Binding {
        &self.bindings[index]
    }

    /// All uses of names inside of a span.
    pub(crate) fn references_in(&self, span: Span) -> &[Reference] {
        let from = self.references.partition_point(|found| found.span.lo < span.lo);
        let to = self.references.partition_point(|found| found.span.lo < span.hi);
        &self.references[from..to]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Module,
    /// Has its own `var`s and its own `arguments`.
    Function(Span),
    /// Has its own `var`s: arrow functions, static blocks, namespaces.
    VarScope,
    Block,
}

#[derive(Debug)]
struct Scope {
    parent: Option<usize>,
    extent: Extent,
    names: FxHashMap<Atom, usize>,
}

impl Scope {
    fn new(parent: Option<usize>, extent: Extent) -> Self {
        Self { parent, extent, names: FxHashMap::default() }
    }
}

#[derive(Default)]
struct Builder {
    scopes: Vec<Scope>,
    current: usize,
    bindings: Vec<Binding>,
    references: Vec<Reference>,
}

/// What the names of a pattern are.
#[derive(Clone, Copy)]
enum Role {
    Var,
    Lexical,
    Parameter,
    Assigned,
}

impl Builder {
    fn finish(mut self) -> Scopes {
        self.references.sort_by_key(|found| found.span.lo);
        for reference in &mut self.references {
            let mut scope = Some(reference.scope);
            let mut function = None;
            while let Some(index) = scope {
                let Scope { parent, extent, names } = &self.scopes[index];
                if let Some(&binding) = names.get(&reference.name) {
                    self.bindings[binding].reassigned |= reference.is_write;
                    reference.target = Target::Binding(binding);
                    break;
                }
                if let Extent::Function(span) = extent {
                    function = function.or(Some(*span));
                }
                scope = *parent;
            }
            if let (Target::Undeclared, "arguments", Some(span)) =
                (reference.target, reference.name.as_str(), function)
            {
                reference.target = Target::Arguments(span);
            }
        }
        Scopes { bindings: self.bindings, references: self.references }
    }

    fn inside(&mut self, extent: Extent, walk: impl FnOnce(&mut Self)) {
        let outer = self.current;
        self.current = self.scopes.len();
        self.scopes.push(Scope::new(Some(outer), extent));
        walk(self);
        self.current = outer;
    }

    fn declare(&mut self, scope: usize, name: &Ident, kind: Kind, value: Option<Span>) {
        if let Some(&known) = self.scopes[scope].names.get(&name.sym) {
            let known = &mut self.bindings[known];
            known.reassigned |= known.value.is_some() && value.is_some();
            known.value = known.value.or(value);
            return;
        }
        self.scopes[scope].names.insert(name.sym.clone(), self.bindings.len());
        self.bindings.push(Binding {
            name: name.sym.clone(),
            kind,
            at: name.span.lo,
            value,
            reassigned: false,
        });
    }

    fn var_scope(&self) -> usize {
        let mut scope = self.current;
        while let (Extent::Block, Some(parent)) = (self.scopes[scope].extent, self.scopes[scope].parent) {
            scope = parent;
        }
        scope
    }

    fn refer(&mut self, name: &Ident, is_write: bool) {
        self.references.push(Reference {
            span: Span::new(name.span.lo, name.span.lo + BytePos(name.sym.len() as u32)),
            name: name.sym.clone(),
            target: Target::Undeclared,
            is_write,
            scope: self.current,
        });
    }

    fn name(&mut self, name: &Ident, role: Role, value: Option<Span>) {
        match role {
            Role::Var => self.declare(self.var_scope(), name, Kind::Variable, value),
            Role::Lexical => self.declare(self.current, name, Kind::Variable, value),
            Role::Parameter => self.declare(self.current, name, Kind::Parameter, value),
            Role::Assigned => self.refer(name, true),
        }
    }

    fn pattern(&mut self, pattern: &Pat, role: Role) {
        match pattern {
            Pat::Ident(name) => self.name(name, role, None),
            Pat::Array(array) => self.array_pattern(array, role),
            Pat::Object(object) => self.object_pattern(object, role),
            Pat::Rest(rest) => self.pattern(&rest.arg, role),
            Pat::Assign(assign) => {
                self.pattern(&assign.left, role);
                assign.right.visit_with(self);
            }
            Pat::Expr(target) => self.assigned(target),
            Pat::Invalid(_) => {}
        }
    }

    fn array_pattern(&mut self, array: &ArrayPat, role: Role) {
        for element in array.elems.iter().flatten() {
            self.pattern(element, role);
        }
    }

    fn object_pattern(&mut self, object: &ObjectPat, role: Role) {
        for property in &object.props {
            match property {
                ObjectPatProp::KeyValue(pair) => {
                    pair.key.visit_with(self);
                    self.pattern(&pair.value, role);
                }
                ObjectPatProp::Assign(short) => {
                    self.name(&short.key, role, None);
                    short.value.visit_with(self);
                }
                ObjectPatProp::Rest(rest) => self.pattern(&rest.arg, role),
            }
        }
    }

    /// An expression that is written to.
    fn assigned(&mut self, target: &Expr) {
        match peel(target) {
            Expr::Ident(name) => self.refer(name, true),
            other => other.visit_with(self),
        }
    }

    fn declarators(&mut self, declarators: &[VarDeclarator], role: Role) {
        for VarDeclarator { name, init, .. } in declarators {
            match (name, init) {
                (Pat::Ident(name), Some(init)) => self.name(name, role, Some(peel(init).span())),
                _ => self.pattern(name, role),
            }
            init.visit_with(self);
        }
    }

    fn head(&mut self, head: &ForHead) {
        match head {
            ForHead::Pat(pattern) => self.pattern(pattern, Role::Assigned),
            ForHead::VarDecl(declaration) => declaration.visit_with(self),
            ForHead::UsingDecl(declaration) => declaration.visit_with(self),
        }
    }

    fn class_expression(&mut self, expression: &ClassExpr) {
        self.inside(Extent::Block, |this| {
            if let Some(name) = &expression.ident {
                this.declare(this.current, name, Kind::Class, None);
            }
            expression.class.visit_with(this);
        });
    }
}

impl Visit for Builder {
    fn visit_import_decl(&mut self, import: &ImportDecl) {
        if import.type_only {
            return;
        }
        let source = import.src.value.to_atom_lossy().into_owned();
        for specifier in &import.specifiers {
            let (local, imported) = match specifier {
                ImportSpecifier::Named(named) if named.is_type_only => continue,
                ImportSpecifier::Named(named) => {
                    let name = match &named.imported {
                        Some(ModuleExportName::Ident(name)) => name.sym.clone(),
                        Some(ModuleExportName::Str(name)) => name.value.to_atom_lossy().into_owned(),
                        None => named.local.sym.clone(),
                    };
                    (&named.local, Imported::Name(name))
                }
                ImportSpecifier::Default(default) => (&default.local, Imported::Name("default".into())),
                ImportSpecifier::Namespace(namespace) => (&namespace.local, Imported::Namespace),
            };
            self.declare(self.current, local, Kind::Import { source: source.clone(), imported }, None);
        }
    }

    fn visit_ts_import_equals_decl(&mut self, import: &TsImportEqualsDecl) {
        if import.is_type_only {
            return;
        }
        let source = match &import.module_ref {
            TsModuleRef::TsExternalModuleRef(external) => external.expr.value.to_atom_lossy().into_owned(),
            TsModuleRef::TsEntityName(_) => Atom::default(),
        };
        self.declare(self.current, &import.id, Kind::Import { source, imported: Imported::Namespace }, None);
    }

    fn visit_fn_decl(&mut self, declaration: &FnDecl) {
        let FnDecl { ident, declare, function } = declaration;
        if !declare {
            let value = function.body.as_ref().map(|_| function.span);
            self.declare(self.current, ident, Kind::Function, value);
            function.visit_with(self);
        }
    }

    fn visit_class_decl(&mut self, declaration: &ClassDecl) {
        if !declaration.declare {
            self.declare(self.current, &declaration.ident, Kind::Class, None);
            declaration.class.visit_with(self);
        }
    }

    fn visit_export_default_decl(&mut self, default: &ExportDefaultDecl) {
        match &default.decl {
            DefaultDecl::Class(class) => {
                if let Some(name) = &class.ident {
                    self.declare(self.current, name, Kind::Class, None);
                }
                class.class.visit_with(self);
            }
            DefaultDecl::Fn(function) => {
                if let Some(name) = &function.ident {
                    let value = function.function.body.as_ref().map(|_| function.function.span);
                    self.declare(self.current, name, Kind::Function, value);
                }
                function.function.visit_with(self);
            }
            DefaultDecl::TsInterfaceDecl(_) => {}
        }
    }

    fn visit_var_decl(&mut self, declaration: &VarDecl) {
        if !declaration.declare {
            let role = if declaration.kind == VarDeclKind::Var { Role::Var } else { Role::Lexical };
            self.declarators(&declaration.decls, role);
        }
    }

    fn visit_using_decl(&mut self, declaration: &UsingDecl) {
        self.declarators(&declaration.decls, Role::Lexical);
    }

    fn visit_ts_enum_decl(&mut self, declaration: &TsEnumDecl) {
        if !declaration.declare {
            self.declare(self.current, &declaration.id, Kind::Other, None);
            self.inside(Extent::Block, |this| declaration.members.visit_with(this));
        }
    }

    fn visit_ts_module_decl(&mut self, declaration: &TsModuleDecl) {
        if declaration.declare {
            return;
        }
        if let TsModuleName::Ident(name) = &declaration.id {
            self.declare(self.current, name, Kind::Other, None);
        }
        self.inside(Extent::VarScope, |this| declaration.body.visit_with(this));
    }

    fn visit_fn_expr(&mut self, expression: &FnExpr) {
        self.inside(Extent::Block, |this| {
            if let Some(name) = &expression.ident {
                this.declare(this.current, name, Kind::Function, Some(expression.function.span));
            }
            expression.function.visit_with(this);
        });
    }

    fn visit_class_expr(&mut self, expression: &ClassExpr) {
        self.class_expression(expression);
    }

    fn visit_function(&mut self, function: &Function) {
        self.inside(Extent::Function(function.span), |this| {
            function.decorators.visit_with(this);
            for parameter in &function.params {
                parameter.decorators.visit_with(this);
                this.pattern(&parameter.pat, Role::Parameter);
            }
            function.body.visit_with(this);
        });
    }

    fn visit_constructor(&mut self, constructor: &Constructor) {
        self.inside(Extent::Function(constructor.span), |this| {
            for parameter in &constructor.params {
                match parameter {
                    ParamOrTsParamProp::Param(parameter) => this.pattern(&parameter.pat, Role::Parameter),
                    ParamOrTsParamProp::TsParamProp(property) => match &property.param {
                        TsParamPropParam::Ident(name) => this.name(name, Role::Parameter, None),
                        TsParamPropParam::Assign(assign) => {
                            this.pattern(&assign.left, Role::Parameter);
                            assign.right.visit_with(this);
                        }
                    },
                }
            }
            constructor.body.visit_with(this);
        });
    }

    fn visit_arrow_expr(&mut self, arrow: &ArrowExpr) {
        self.inside(Extent::VarScope, |this| {
            for parameter in &arrow.params {
                this.pattern(parameter, Role::Parameter);
            }
            arrow.body.visit_with(this);
        });
    }

    fn visit_block_stmt(&mut self, block: &BlockStmt) {
        self.inside(Extent::Block, |this| block.stmts.visit_with(this));
    }

    fn visit_static_block(&mut self, block: &StaticBlock) {
        self.inside(Extent::VarScope, |this| block.body.stmts.visit_with(this));
    }

    fn visit_catch_clause(&mut self, clause: &CatchClause) {
        self.inside(Extent::Block, |this| {
            if let Some(parameter) = &clause.param {
                this.pattern(parameter, Role::Lexical);
            }
            clause.body.visit_with(this);
        });
    }

    fn visit_for_stmt(&mut self, statement: &ForStmt) {
        self.inside(Extent::Block, |this| statement.visit_children_with(this));
    }

    fn visit_for_in_stmt(&mut self, statement: &ForInStmt) {
        self.inside(Extent::Block, |this| {
            this.head(&statement.left);
            statement.right.visit_with(this);
            statement.body.visit_with(this);
        });
    }

    fn visit_for_of_stmt(&mut self, statement: &ForOfStmt) {
        self.inside(Extent::Block, |this| {
            this.head(&statement.left);
            statement.right.visit_with(this);
            statement.body.visit_with(this);
        });
    }

    fn visit_switch_stmt(&mut self, statement: &SwitchStmt) {
        statement.discriminant.visit_with(self);
        self.inside(Extent::Block, |this| statement.cases.visit_with(this));
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match expression {
            Expr::Ident(name) => self.refer(name, false),
            other => other.visit_children_with(self),
        }
    }

    fn visit_prop(&mut self, property: &Prop) {
        match property {
            Prop::Shorthand(name) => self.refer(name, false),
            Prop::Setter(setter) => {
                setter.key.visit_with(self);
                setter.function.visit_with(self);
            }
            other => other.visit_children_with(self),
        }
    }

    fn visit_assign_expr(&mut self, assign: &AssignExpr) {
        match &assign.left {
            AssignTarget::Simple(SimpleAssignTarget::Ident(name)) => self.refer(name, true),
            AssignTarget::Simple(SimpleAssignTarget::Paren(inner)) => self.assigned(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::TsAs(inner)) => self.assigned(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::TsSatisfies(inner)) => self.assigned(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::TsNonNull(inner)) => self.assigned(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::TsTypeAssertion(inner)) => self.assigned(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::TsInstantiation(inner)) => self.assigned(&inner.expr),
            AssignTarget::Simple(other) => other.visit_children_with(self),
            AssignTarget::Pat(AssignTargetPat::Array(array)) => self.array_pattern(array, Role::Assigned),
            AssignTarget::Pat(AssignTargetPat::Object(object)) => {
                self.object_pattern(object, Role::Assigned);
            }
            AssignTarget::Pat(AssignTargetPat::Invalid(_)) => {}
        }
        assign.right.visit_with(self);
    }

    fn visit_update_expr(&mut self, update: &UpdateExpr) {
        self.assigned(&update.arg);
    }

    fn visit_ts_type(&mut self, _: &TsType) {}
    fn visit_ts_type_ann(&mut self, _: &TsTypeAnn) {}
    fn visit_ts_type_param_decl(&mut self, _: &TsTypeParamDecl) {}
    fn visit_ts_type_param_instantiation(&mut self, _: &TsTypeParamInstantiation) {}
    fn visit_ts_expr_with_type_args(&mut self, _: &TsExprWithTypeArgs) {}
    fn visit_ts_interface_decl(&mut self, _: &TsInterfaceDecl) {}
    fn visit_ts_type_alias_decl(&mut self, _: &TsTypeAliasDecl) {}
    fn visit_ts_index_signature(&mut self, _: &TsIndexSignature) {}
}
