//! Walks over a module and decides what is inserted where.

use std::sync::Arc;

use mion_source::Module;
use swc_core::{
    atoms::Atom,
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::{Class, Expr, FunctionBody, ModuleDecl, ModuleItem, Stmt, TsNamespaceBody},
        visit::VisitWith,
    },
};

use crate::calls::Receivers;
use crate::context::{Context, OWN};
use crate::index::{DeclId, Index, Kind, Node};
use crate::jsdoc;
use crate::local_types::parameter_names;
use crate::lower::Env;
use crate::options::Mode;
use crate::scope::Scope;
use crate::type_calls::{Found, TypeCalls};
use crate::types::{Declared, Type, Value};
use crate::written::{Insertion, Written};

/// The variable that holds the object of a method call while its type arguments are set.
pub(crate) const TEMPORARY: &str = "__Ωr";

const ASSIGN_TYPE: &str = "function __assignType(fn, type, name) { fn.__type = type; \
    if (name !== undefined) Object.defineProperty(fn, 'name', { value: name, configurable: true }); return fn; }";

const ASSIGN_METHOD: &str = "function __assignMethodType(object, type) { \
    object[Reflect.ownKeys(object)[0]].__type = type; return object; }";

pub(crate) struct Inserter<'c, 'm> {
    pub(crate) context: &'c mut Context<'m>,
    pub(crate) module: &'m Module,
    pub(crate) index: &'m Index,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) namespace: Option<DeclId>,
    pub(crate) written: Written,
    /// Where the statements of the innermost list start.
    pub(crate) list_start: u32,
    /// The first token of the statement being walked, if it is an expression: what is put before it must not
    /// be read as a continuation of the line above.
    pub(crate) statement: Option<BytePos>,
    /// The name that the language gives to the anonymous function at a place.
    pub(crate) named: Option<(BytePos, String)>,
    /// The item at this place stands behind a `<` and a comma: with a `>` and a parenthesis they are type arguments.
    pub(crate) after_less: Option<BytePos>,
    /// The function at this place is what `new` constructs.
    pub(crate) constructed: Option<BytePos>,
    /// Where the documentation of the declaration being walked stands, when that is not at its own first token:
    /// before `export`.
    pub(crate) documented: Option<(BytePos, BytePos)>,
    /// The function at this place is handed to a router, which reflects it.
    pub(crate) handler: Option<BytePos>,
    /// The name path of the value being walked: `['routes', 'users', 'get']`.
    pub(crate) path: Vec<String>,
    /// The classes around, innermost last: how `this.method<T>()` is understood.
    pub(crate) classes: Vec<Receivers>,
    pub(crate) enabled: bool,
    /// Whether types are written at all; without it only calls are given what was compiled for them.
    pub(crate) metadata: bool,
    pub(crate) type_calls: TypeCalls<'c>,
    pub(crate) found: Found,
    pub(crate) has_tags: bool,
    pub(crate) has_typeof: bool,
    pub(crate) assigns_type: bool,
    pub(crate) assigns_method: bool,
    pub(crate) uses_temporary: bool,
    pub(crate) has_handlers: bool,
}

impl<'c, 'm> Inserter<'c, 'm> {
    pub(crate) fn new(
        context: &'c mut Context<'m>,
        module: &'m Module,
        index: &'m Index,
        mode: Mode,
        type_calls: TypeCalls<'c>,
    ) -> Self {
        Self {
            context,
            module,
            index,
            scopes: Vec::new(),
            namespace: None,
            written: Written::default(),
            list_start: 0,
            statement: None,
            named: None,
            after_less: None,
            constructed: None,
            documented: None,
            handler: None,
            path: Vec::new(),
            classes: Vec::new(),
            enabled: mode == Mode::Default,
            metadata: !matches!(type_calls, TypeCalls::Compiled(_)),
            type_calls,
            found: Found::default(),
            has_tags: module.text.contains("@reflection"),
            has_typeof: module.text.contains("typeof"),
            assigns_type: false,
            assigns_method: false,
            uses_temporary: false,
            has_handlers: false,
        }
    }

    pub(crate) fn module(&mut self) {
        let module = self.module;
        let items = &module.ast.body;
        let directives = items.iter().take_while(|item| is_directive(item)).count();
        if let Some(first) = items.get(directives) {
            self.list_start = module.offset(start_of(first));
        }
        for item in items {
            if self.context.instances.budget.is_given_up() {
                break;
            }
            self.item(item);
        }
        // First of all, because the module's body may wait for the router that sends the caches.
        if let Some(registration) = self.found.registration(&module.path) {
            self.lead(registration);
        }
    }

    pub(crate) fn finish(mut self) -> (Written, Found) {
        if self.assigns_type {
            self.written.trailer.push(ASSIGN_TYPE.into());
        }
        if self.assigns_method {
            self.written.trailer.push(ASSIGN_METHOD.into());
        }
        if self.uses_temporary {
            self.written.trailer.push(format!("var {TEMPORARY};"));
        }
        (self.written, self.found)
    }

    pub(crate) fn insert(&mut self, at: BytePos, text: String) {
        let offset = self.module.offset(at);
        self.written.insertions.push(Insertion { offset, leads: false, text });
    }

    pub(crate) fn lead(&mut self, text: String) {
        self.written.insertions.push(Insertion { offset: self.list_start, leads: true, text });
    }

    /// Opens a parenthesis before an expression.
    pub(crate) fn open(&mut self, at: BytePos, text: &str) {
        let separator = if self.statement == Some(at) { ";" } else { "" };
        self.statement = self.statement.filter(|statement| *statement != at);
        self.insert(at, format!("{separator}({text}"));
    }

    pub(crate) fn is_enabled(&self) -> bool {
        self.enabled
    }

    pub(crate) fn index(&self) -> &'m Index {
        self.index
    }

    /// Runs a lowering with this place's view.
    pub(crate) fn lower<T>(&mut self, work: impl FnOnce(&mut Context<'m>, &mut Env<'_, 'm>) -> T) -> T {
        let mut env = self.context.env(OWN, self.namespace, &self.scopes);
        work(self.context, &mut env)
    }

    pub(crate) fn program(&mut self, ty: &Type) -> String {
        self.context.program(ty)
    }

    /// Walks with reflection switched as the JSDoc of the node at `at` says.
    pub(crate) fn tagged(&mut self, at: BytePos, walk: impl FnOnce(&mut Self)) {
        let outer = self.enabled;
        if self.has_tags
            && let Some(enabled) = jsdoc::reflection(self.module, at)
        {
            self.enabled = enabled;
        }
        walk(self);
        self.enabled = outer;
    }

    pub(crate) fn item(&mut self, item: &ModuleItem) {
        match item {
            ModuleItem::Stmt(statement) => self.listed(statement),
            ModuleItem::ModuleDecl(declaration) => {
                if let ModuleDecl::ExportDecl(export) = declaration {
                    self.documented = Some((export.decl.span().lo, export.span.lo));
                }
                let before = self.written.insertions.len();
                self.tagged(declaration.span().lo, |this| declaration.visit_with(this));
                self.end(declaration.span(), before);
            }
        }
    }

    /// A statement of a list.
    pub(crate) fn listed(&mut self, statement: &Stmt) {
        self.statement = if let Stmt::Expr(expression) = statement { Some(expression.span.lo) } else { None };
        let before = self.written.insertions.len();
        self.tagged(statement.span().lo, |this| statement.visit_with(this));
        self.end(statement.span(), before);
    }

    /// Ends a statement or a class's property at whose end something was inserted since there were `before` insertions. A
    /// function with a body ends it before a `(` or `[` of the next line; the call around it does not.
    pub(crate) fn end(&mut self, span: Span, before: usize) {
        let end = self.module.end_of(span);
        let last = self.written.insertions[before..].last();
        if last.is_some_and(|last| last.offset == self.module.offset(end) && !last.leads) {
            self.insert(end, ";".into());
        }
    }

    /// The statements of a body or a block. `start` is the byte where they may begin.
    pub(crate) fn list(&mut self, statements: &[Stmt], start: u32) {
        let outer = self.list_start;
        self.list_start = start;
        if let Some(last) = statements.iter().take_while(|statement| is_directive_statement(statement)).last()
        {
            self.list_start = self.module.offset(last.span().hi);
            // A directive without its semicolon.
            if !self.module.slice(last.span()).ends_with(';') {
                self.lead(";".into());
            }
        }
        let locals = self.enter(statements);
        for statement in statements {
            self.listed(statement);
        }
        self.leave(locals);
        self.list_start = outer;
    }

    pub(crate) fn body(&mut self, body: &FunctionBody) {
        self.list(&body.stmts, self.module.offset(body.span.lo) + 1);
    }

    /// The declaration that a class is, if it is one of the module's.
    fn declared_class(&self, class: &Class, name: &str) -> Option<DeclId> {
        (0..self.index.declarations.len()).find(|&id| {
            let is_it = |node: &Node<'_>| matches!(node, Node::Class(other) if std::ptr::eq(*other, class));
            let declaration = &self.index.declarations[id];
            declaration.kind == Kind::Class
                && declaration.name == name
                && self.index.nodes(self.module, id).iter().any(is_it)
        })
    }

    pub(crate) fn class(&mut self, class: &Class, name: Option<&str>) {
        let program = if self.enabled && self.metadata {
            let mut program = self.lower(|context, env| {
                let parameters = context.bind_parameters(env, class.type_params.as_deref());
                let variables =
                    parameters.iter().map(|parameter| Type::Variable(parameter.name.clone())).collect();
                env.this = name.map(|name| Type::ClassReference(Value::new(name), variables));
                let lowered = context.class(env, class, name);
                let ty = Type::Class(Arc::new(lowered));
                Declared { nominal: false, ..Declared::named(None, parameters, ty) }
            });
            if let Type::Class(lowered) = &mut program.ty {
                Arc::make_mut(lowered).description = self.description(class.span.lo);
            }
            let id = name.and_then(|name| self.declared_class(class, name));
            Some(self.context.class_program(&program, id))
        } else {
            None
        };
        self.classes.push(Receivers::of(class, name, self.scopes.len()));
        self.function_scope(&parameter_names(class.type_params.as_deref()), &[]);
        class.decorators.visit_with(self);
        class.super_class.visit_with(self);
        for member in &class.body {
            self.tagged(member.span().lo, |this| member.visit_with(this));
        }
        self.scopes.pop();
        self.classes.pop();
        // After what closes the last member, which may end where the class does: `class { f = () => 1}`.
        if let Some(program) = program {
            self.insert(BytePos(class.span.hi.0 - 1), format!(";static __type = {program};"));
        }
    }

    pub(crate) fn namespace_items(&mut self, body: &TsNamespaceBody, name: &Atom, parent: Option<DeclId>) {
        let outer = (self.namespace, self.list_start);
        self.namespace = self.index.member(parent, name);
        match body {
            TsNamespaceBody::TsModuleBlock(block) => {
                self.list_start = self.module.offset(block.span.lo) + 1;
                for item in &block.body {
                    self.item(item);
                }
            }
            TsNamespaceBody::TsNamespaceDecl(inner) => {
                self.namespace_items(&inner.body, &inner.id.sym, self.namespace);
            }
        }
        (self.namespace, self.list_start) = outer;
    }
}

/// Where an item begins: decorators may stand before `export`.
fn start_of(item: &ModuleItem) -> BytePos {
    let class = match item {
        ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
            export.decl.as_class().map(|class| &class.class)
        }
        ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultDecl(export)) => {
            export.decl.as_class().map(|class| &class.class)
        }
        _ => None,
    };
    let decorator = class.and_then(|class| class.decorators.first()).map(|decorator| decorator.span.lo);
    decorator.map_or(item.span().lo, |decorator| decorator.min(item.span().lo))
}

fn is_directive(item: &ModuleItem) -> bool {
    matches!(item, ModuleItem::Stmt(statement) if is_directive_statement(statement))
}

fn is_directive_statement(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(expression) if matches!(&*expression.expr, Expr::Lit(swc_core::ecma::ast::Lit::Str(_))))
}
