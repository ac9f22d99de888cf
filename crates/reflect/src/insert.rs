//! Walks over a module and decides what is inserted where.

use mion_source::{Edits, Module};
use swc_core::{
    atoms::Atom,
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::{
            ArrowExpr, ArrowFunctionBody, AssignExpr, AssignOp, AssignPat, AssignPatProp, BlockStmt,
            CallExpr, Class, ClassDecl, ClassExpr, ClassMember, ClassMethod, ClassProp, Constructor, Decl,
            DefaultDecl, ExportDefaultDecl, ExportDefaultExpr, Expr, ExprOrSpread, FnDecl, FnExpr, Function,
            FunctionBody, KeyValueProp, MethodKind, MethodProp, ModuleDecl, ModuleItem, NewExpr, OptCall,
            ParamOrTsParamProp, Pat, PropName, Stmt, SwitchCase, TsEnumDecl, TsInterfaceDecl, TsModuleDecl,
            TsModuleName, TsNamespaceBody, TsType, TsTypeAliasDecl, TsTypeParamDecl, VarDeclarator,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::calls::Receivers;
use crate::context::{Context, OWN, metadata_name};
use crate::index::{DeclId, Index};
use crate::jsdoc;
use crate::lower::{Binding, Env};
use crate::members::{FunctionSyntax, Param, parameters_of, parameters_of_arrow, received_type};
use crate::ops;
use crate::options::Mode;
use crate::program::{SymbolNames, assemble, assemble_declared};
use crate::reflector::type_function;
use crate::scope::{Local, Scope};
use crate::symbols::Origin;
use crate::types::{Declared, Key, Object, Signature, SymbolId, Type};

/// The variable that holds the object of a method call while its type arguments are set.
pub(crate) const TEMPORARY: &str = "__Ωr";

/// The constructor inside of itself; `this` is not there yet when a derived class's parameters are read.
const NEW_TARGET: &str = "new.target";

const ASSIGN_TYPE: &str = "function __assignType(fn, type, name) { fn.__type = type; \
    if (name !== undefined) Object.defineProperty(fn, 'name', { value: name, configurable: true }); return fn; }";

const ASSIGN_METHOD: &str = "function __assignMethodType(object, type) { \
    object[Reflect.ownKeys(object)[0]].__type = type; return object; }";

/// Everything that goes into a module.
#[derive(Default)]
pub(crate) struct Written {
    insertions: Vec<Insertion>,
    /// Statements after the module's last one, where they move no line of the user's.
    pub(crate) trailer: Vec<String>,
}

struct Insertion {
    offset: u32,
    /// At the start of a list of statements, before what belongs to the first of them.
    leads: bool,
    text: String,
}

impl Written {
    pub(crate) fn apply(mut self, module: &Module, edits: &mut Edits) {
        self.insertions.sort_by_key(|insertion| (insertion.offset, !insertion.leads));
        for insertion in self.insertions {
            edits.insert(insertion.offset, insertion.text);
        }
        if !self.trailer.is_empty() {
            // The last line may be a comment, or a statement that leaves out its semicolon.
            edits.insert(module.text.len() as u32, format!("\n;{}\n", self.trailer.join("\n")));
        }
    }
}

pub(crate) struct Inserter<'c, 'm> {
    pub(crate) context: &'c mut Context<'m>,
    pub(crate) module: &'m Module,
    index: &'m Index,
    pub(crate) scopes: Vec<Scope>,
    namespace: Option<DeclId>,
    written: Written,
    /// Where the statements of the innermost list start.
    list_start: u32,
    /// The first token of the statement being walked, if it is an expression: what is put before it must not
    /// be read as a continuation of the line above.
    statement: Option<BytePos>,
    /// The name that the language gives to the anonymous function at a place.
    named: Option<(BytePos, String)>,
    /// Where the documentation of the declaration being walked stands, when that is not at its own first token:
    /// before `export`.
    documented: Option<(BytePos, BytePos)>,
    /// The function at this place is handed to a router, which reflects it.
    pub(crate) handler: Option<BytePos>,
    /// The name path of the value being walked: `['routes', 'users', 'get']`.
    path: Vec<String>,
    /// The classes around, innermost last: how `this.method<T>()` is understood.
    pub(crate) classes: Vec<Receivers>,
    enabled: bool,
    has_tags: bool,
    has_typeof: bool,
    assigns_type: bool,
    assigns_method: bool,
    pub(crate) uses_temporary: bool,
}

/// A declaration of a type in a function's scope.
enum LocalType<'a> {
    Interface(&'a TsInterfaceDecl),
    Alias(&'a TsTypeAliasDecl),
    Enum(&'a TsEnumDecl),
}

impl<'c, 'm> Inserter<'c, 'm> {
    pub(crate) fn new(
        context: &'c mut Context<'m>,
        module: &'m Module,
        index: &'m Index,
        mode: Mode,
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
            documented: None,
            handler: None,
            path: Vec::new(),
            classes: Vec::new(),
            enabled: mode == Mode::Default,
            has_tags: module.text.contains("@reflection"),
            has_typeof: module.text.contains("typeof"),
            assigns_type: false,
            assigns_method: false,
            uses_temporary: false,
        }
    }

    pub(crate) fn module(&mut self) {
        let module = self.module;
        let items = &module.ast.body;
        let directives = items.iter().take_while(|item| is_directive(item)).count();
        if let Some(first) = items.get(directives) {
            self.list_start = module.offset(first.span().lo);
        }
        for item in items {
            self.item(item);
        }
    }

    pub(crate) fn finish(mut self) -> Written {
        if self.assigns_type {
            self.written.trailer.push(ASSIGN_TYPE.into());
        }
        if self.assigns_method {
            self.written.trailer.push(ASSIGN_METHOD.into());
        }
        if self.uses_temporary {
            self.written.trailer.push(format!("var {TEMPORARY};"));
        }
        self.written
    }

    pub(crate) fn insert(&mut self, at: BytePos, text: String) {
        let offset = self.module.offset(at);
        self.written.insertions.push(Insertion { offset, leads: false, text });
    }

    fn lead(&mut self, text: String) {
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

    pub(crate) fn program(&self, ty: &Type) -> String {
        assemble(ty, &self.context.symbols)
    }

    /// Walks with reflection switched as the JSDoc of the node at `at` says.
    fn tagged(&mut self, at: BytePos, walk: impl FnOnce(&mut Self)) {
        let outer = self.enabled;
        if self.has_tags
            && let Some(enabled) = jsdoc::reflection(self.module, at)
        {
            self.enabled = enabled;
        }
        walk(self);
        self.enabled = outer;
    }

    fn item(&mut self, item: &ModuleItem) {
        match item {
            ModuleItem::Stmt(statement) => self.listed(statement),
            ModuleItem::ModuleDecl(declaration) => {
                if let ModuleDecl::ExportDecl(export) = declaration {
                    self.documented = Some((export.decl.span().lo, export.span.lo));
                }
                self.tagged(declaration.span().lo, |this| declaration.visit_with(this));
            }
        }
    }

    /// A statement of a list.
    fn listed(&mut self, statement: &Stmt) {
        self.statement = if let Stmt::Expr(expression) = statement { Some(expression.span.lo) } else { None };
        self.tagged(statement.span().lo, |this| statement.visit_with(this));
    }

    /// The statements of a body or a block. `start` is the byte where they may begin.
    fn list(&mut self, statements: &[Stmt], start: u32) {
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

    /// Opens the scope of a list of statements and gives the types that it declares.
    fn enter<'a>(&mut self, statements: &'a [Stmt]) -> Vec<(SymbolId, LocalType<'a>, BytePos)> {
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
            let symbol = self.context.symbols.add(OWN, None, unique, Origin::Local);
            scope.types.insert(name.clone(), Local::Symbol(symbol));
            locals.push((symbol, local, statement.span().lo));
        }
        self.scopes.push(scope);
        locals
    }

    /// Writes the types of a scope that something refers to, before their declarations.
    fn leave(&mut self, mut locals: Vec<(SymbolId, LocalType<'_>, BytePos)>) {
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
                let program = assemble_declared(&declared, Some(symbol), &self.context.symbols);
                let text = type_function(self.context.symbols.name(symbol), &program);
                self.insert(at, format!("{text} "));
            }
        }
        self.scopes.pop();
    }

    fn local_type(&mut self, symbol: SymbolId, local: &LocalType<'_>) -> Declared {
        self.lower(|context, env| match local {
            LocalType::Interface(interface) => {
                let parameters = context.bind_parameters(env, interface.type_params.as_deref());
                env.this = Some(Type::Named(symbol, Vec::new()));
                let extends = interface.extends.iter().map(|base| context.heritage(env, base)).collect();
                let members = context.members(env, &interface.body.body);
                let ty = Type::Object(Box::new(Object { extends, members, description: None }));
                let name = Some(interface.id.sym.to_string());
                Declared { parameters, ty, name, description: None, nominal: true }
            }
            LocalType::Alias(alias) => {
                let parameters = context.bind_parameters(env, alias.type_params.as_deref());
                let ty = context.ty(env, &alias.type_ann);
                let name = Some(alias.id.sym.to_string());
                Declared { parameters, ty, name, description: None, nominal: true }
            }
            LocalType::Enum(syntax) => {
                let ty = Type::Enum(crate::values::local_enum_members(syntax));
                let name = Some(syntax.id.sym.to_string());
                Declared { parameters: Vec::new(), ty, name, description: None, nominal: false }
            }
        })
    }

    /// The scope of a function's type parameters and parameters.
    fn function_scope(&mut self, type_parameters: Option<&TsTypeParamDecl>, parameters: &[Param<'_>]) {
        let mut scope = Scope::default();
        for parameter in type_parameters.map_or(&[][..], |list| &list.params) {
            let name = &parameter.name.sym;
            let received = parameters.iter().find_map(|parameter| {
                let TsType::TsTypeRef(reference) = received_type(parameter.annotation()?)? else {
                    return None;
                };
                (reference.type_name.as_ident()?.sym == *name).then(|| parameter.name())?
            });
            let binding = received.map_or(Binding::Opaque, |received| Binding::Received(received.to_owned()));
            scope.types.insert(name.clone(), Local::Parameter(binding));
        }
        if self.has_typeof {
            scope.values.extend(parameters.iter().filter_map(|parameter| parameter.name()).map(Atom::from));
        }
        self.scopes.push(scope);
    }

    fn description(&self, at: BytePos) -> Option<String> {
        let exported = self.documented.filter(|(declaration, _)| *declaration == at);
        jsdoc::description(self.module, exported.map_or(at, |(_, export)| export))
    }

    /// The metadata of a function, or `None` for one that has nothing to tell: without parameters, return type
    /// and description, the machine knows it from the function itself.
    fn function_program(
        &mut self,
        at: Span,
        name: &str,
        function: FunctionSyntax<'_>,
        body: Option<Body<'_>>,
    ) -> Option<String> {
        let description = self.description(at.lo);
        let handler = self.handler == Some(at.lo);
        if function.parameters.is_empty() && function.returns.is_none() && description.is_none() && !handler {
            return None;
        }
        let key = Key::Name(name.to_owned());
        let mut signature: Signature =
            self.lower(|context, env| context.signature(env, ops::FUNCTION, key, function));
        signature.description = description;
        if handler {
            self.check_handler(at, function, body, &mut signature);
        }
        Some(self.program(&Type::Function(Box::new(signature))))
    }

    /// Puts `__assignType(...)` around a function expression.
    fn assign_type(&mut self, span: Span, program: &str) -> String {
        self.assigns_type = true;
        self.insert(span.lo, "/*@__PURE__*/__assignType(".into());
        match &self.named {
            // Inside of a call the function is no longer the value of what it is named after.
            Some((at, name)) if *at == span.lo => format!(", {program}, {})", ops::quote(name)),
            _ => format!(", {program})"),
        }
    }

    /// The value of something that gives its name to an anonymous function.
    fn named_value(&mut self, value: &Expr, name: String) {
        let mut inner = value;
        loop {
            inner = match inner {
                Expr::Paren(paren) => &paren.expr,
                Expr::TsAs(cast) => &cast.expr,
                Expr::TsSatisfies(satisfies) => &satisfies.expr,
                Expr::TsConstAssertion(assertion) => &assertion.expr,
                Expr::TsNonNull(non_null) => &non_null.expr,
                Expr::TsTypeAssertion(cast) => &cast.expr,
                _ => break,
            };
        }
        if matches!(inner, Expr::Arrow(_)) || matches!(inner, Expr::Fn(function) if function.ident.is_none())
        {
            self.named = Some((inner.span().lo, name));
        }
        value.visit_with(self);
    }

    fn body(&mut self, body: &FunctionBody) {
        self.list(&body.stmts, self.module.offset(body.span.lo) + 1);
    }

    /// Walks over a function's own scope. `container` is the expression that gives the function inside of itself.
    fn inside(
        &mut self,
        type_parameters: Option<&TsTypeParamDecl>,
        parameters: &[Param<'_>],
        container: Option<&str>,
        walk_parameters: impl FnOnce(&mut Self),
        body: Option<Body<'_>>,
    ) {
        let path = std::mem::take(&mut self.path);
        self.function_scope(type_parameters, parameters);
        walk_parameters(self);
        let names: Vec<Atom> = match type_parameters {
            Some(list) => list.params.iter().map(|parameter| parameter.name.sym.clone()).collect(),
            // A constructor receives its class's types.
            None if container == Some(NEW_TARGET) => {
                self.classes.last().map_or_else(Vec::new, |class| class.parameters.clone())
            }
            None => Vec::new(),
        };
        let receives = container
            .filter(|_| self.enabled && !names.is_empty())
            .filter(|container| self.receive(&names, parameters, container));
        match body {
            Some(Body::Block(block)) => {
                if let Some(container) = receives {
                    let outer = self.list_start;
                    self.list_start = self.module.offset(block.span.lo) + 1;
                    self.lead(format!("{container}.Ω = undefined;"));
                    self.list_start = outer;
                }
                self.body(block);
            }
            Some(Body::Expression(expression)) => {
                if let Some(container) = receives {
                    self.insert(expression.span().lo, format!("({container}.Ω = undefined, "));
                }
                expression.visit_with(self);
                if receives.is_some() {
                    self.insert(expression.span().hi, ")".into());
                }
            }
            None => {}
        }
        self.scopes.pop();
        self.path = path;
    }

    /// Gives each parameter of type `ReceiveType<T>` the default that takes the type a caller has left.
    fn receive(&mut self, names: &[Atom], parameters: &[Param<'_>], container: &str) -> bool {
        let mut receives = false;
        for parameter in parameters {
            let Param::Ident(ident) = parameter else { continue };
            let Some(annotation) = &ident.type_ann else { continue };
            let Some(TsType::TsTypeRef(received)) = received_type(&annotation.type_ann) else { continue };
            let name = received.type_name.as_ident().map(|name| &name.sym);
            let position = names.iter().position(|parameter| Some(parameter) == name);
            let Some(position) = position else { continue };
            receives = true;
            if ident.id.optional {
                // A parameter cannot be marked optional and have a default.
                let mark = self.module.text[self.module.offset(ident.id.span.lo) as usize..].find('?');
                if let Some(mark) = mark {
                    let at = BytePos(ident.id.span.lo.0 + mark as u32);
                    self.insert(at, "/*".into());
                    self.insert(BytePos(at.0 + 1), "*/".into());
                }
            }
            self.insert(annotation.span.hi, format!(" = {container}.Ω?.[{position}]"));
        }
        receives
    }

    fn class(&mut self, class: &Class, name: Option<&str>) {
        if self.enabled {
            let program = self.lower(|context, env| {
                let parameters = context.bind_parameters(env, class.type_params.as_deref());
                env.this = name.map(|name| Type::ClassReference(name.to_owned(), Vec::new()));
                let lowered = context.class(env, class, name);
                Declared {
                    parameters,
                    ty: Type::Class(Box::new(lowered)),
                    name: None,
                    description: None,
                    nominal: false,
                }
            });
            let mut program = program;
            if let Type::Class(lowered) = &mut program.ty {
                lowered.description = self.description(class.span.lo);
            }
            let program = assemble_declared(&program, None, &self.context.symbols);
            self.insert(BytePos(class.span.hi.0 - 1), format!(";static __type = {program};"));
        }
        self.classes.push(Receivers::of(class));
        self.function_scope(class.type_params.as_deref(), &[]);
        class.decorators.visit_with(self);
        class.super_class.visit_with(self);
        for member in &class.body {
            self.tagged(member.span().lo, |this| member.visit_with(this));
        }
        self.scopes.pop();
        self.classes.pop();
    }

    fn namespace_items(&mut self, body: &TsNamespaceBody, name: &Atom, parent: Option<DeclId>) {
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

/// A function's body.
#[derive(Clone, Copy)]
pub(crate) enum Body<'a> {
    Block(&'a FunctionBody),
    Expression(&'a Expr),
}

pub(crate) fn arrow_body(arrow: &ArrowExpr) -> Body<'_> {
    match &*arrow.body {
        ArrowFunctionBody::FunctionBody(body) => Body::Block(body),
        ArrowFunctionBody::Expr(expression) => Body::Expression(expression),
    }
}

fn is_directive(item: &ModuleItem) -> bool {
    matches!(item, ModuleItem::Stmt(statement) if is_directive_statement(statement))
}

fn is_directive_statement(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(expression) if matches!(&*expression.expr, Expr::Lit(swc_core::ecma::ast::Lit::Str(_))))
}

fn bindings(pat: &Pat, scope: &mut Scope) {
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

/// The name of a property as its function has it; `None` for a computed one.
fn property_text(name: &PropName) -> Option<String> {
    Some(match name {
        PropName::Ident(ident) => ident.sym.to_string(),
        PropName::Str(text) => text.value.to_string_lossy().into_owned(),
        PropName::Num(number) => ops::number(number.value),
        PropName::BigInt(number) => number.value.to_string(),
        PropName::Computed(_) => return None,
    })
}

/// Where a function's name would stand: after `function` and `*`.
fn anonymous_name_place(module: &Module, function: &Function) -> Option<BytePos> {
    let text = module.slice(function.span);
    let keyword = text.find("function")? + "function".len();
    let rest = &text[keyword..];
    let star = if function.is_generator { rest.find('*')? + 1 } else { 0 };
    Some(BytePos(function.span.lo.0 + (keyword + star) as u32))
}

/// Whether a method's body uses `super`, which is bound to the object that it is written in.
fn uses_super(function: &Function) -> bool {
    #[derive(Default)]
    struct Finder(bool);
    impl Visit for Finder {
        fn visit_super(&mut self, _: &swc_core::ecma::ast::Super) {
            self.0 = true;
        }
        fn visit_super_prop_expr(&mut self, _: &swc_core::ecma::ast::SuperPropExpr) {
            self.0 = true;
        }
        fn visit_class(&mut self, class: &Class) {
            class.super_class.visit_with(self);
        }
        fn visit_ts_type(&mut self, _: &TsType) {}
    }
    let mut finder = Finder::default();
    function.params.visit_with(&mut finder);
    function.body.visit_with(&mut finder);
    finder.0
}

/// Callbacks of the language's own methods, which reflect nothing: without annotations their metadata would cost
/// an array for each time they are created, and tell nothing.
fn is_builtin_callback(method: &str) -> bool {
    matches!(
        method,
        "map"
            | "filter"
            | "forEach"
            | "reduce"
            | "reduceRight"
            | "find"
            | "findIndex"
            | "findLast"
            | "findLastIndex"
            | "some"
            | "every"
            | "sort"
            | "toSorted"
            | "flatMap"
            | "then"
            | "catch"
            | "finally"
            | "replace"
            | "replaceAll"
    )
}

impl<'m> Inserter<'_, 'm> {
    fn arguments(&mut self, callee: &Expr, arguments: &[ExprOrSpread]) {
        let method = callee.as_member().and_then(|member| member.prop.as_ident()).map(|name| &*name.sym);
        let quiet = method.is_some_and(is_builtin_callback);
        for argument in arguments {
            if quiet && let Expr::Arrow(arrow) = &*argument.expr {
                let annotated = arrow.return_type.is_some()
                    || parameters_of_arrow(arrow).iter().any(|parameter| parameter.annotation().is_some());
                if !annotated {
                    self.arrow_inside(arrow);
                    continue;
                }
            }
            argument.expr.visit_with(self);
        }
    }

    fn arrow_inside(&mut self, arrow: &ArrowExpr) {
        let parameters = parameters_of_arrow(arrow);
        let container = if self.path.is_empty() { None } else { Some(self.path.join(".")) };
        self.inside(
            arrow.type_params.as_deref(),
            &parameters,
            container.as_deref(),
            |this| arrow.params.visit_with(this),
            Some(arrow_body(arrow)),
        );
    }

    fn function_inside(&mut self, function: &Function, container: Option<&str>) {
        let parameters = parameters_of(function);
        function.decorators.visit_with(self);
        self.inside(
            function.type_params.as_deref(),
            &parameters,
            container,
            |this| function.params.visit_with(this),
            function.body.as_ref().map(Body::Block),
        );
    }

    fn function_metadata(&mut self, function: &Function, span: Span, name: &str) -> Option<String> {
        if !self.enabled {
            return None;
        }
        let parameters = parameters_of(function);
        let syntax = FunctionSyntax {
            type_parameters: function.type_params.as_deref(),
            parameters: &parameters,
            returns: function.return_type.as_deref(),
        };
        self.function_program(span, name, syntax, function.body.as_ref().map(Body::Block))
    }
}

impl Visit for Inserter<'_, '_> {
    fn visit_ts_type(&mut self, _: &TsType) {}
    fn visit_ts_interface_decl(&mut self, _: &TsInterfaceDecl) {}
    fn visit_ts_type_alias_decl(&mut self, _: &TsTypeAliasDecl) {}

    fn visit_ts_module_decl(&mut self, module: &TsModuleDecl) {
        let (TsModuleName::Ident(name), Some(body), false) = (&module.id, &module.body, module.declare)
        else {
            return;
        };
        self.namespace_items(body, &name.sym, self.namespace);
    }

    fn visit_block_stmt(&mut self, block: &BlockStmt) {
        self.list(&block.stmts, self.module.offset(block.span.lo) + 1);
    }

    fn visit_switch_case(&mut self, case: &SwitchCase) {
        case.test.visit_with(self);
        if let Some(first) = case.cons.first() {
            self.list(&case.cons, self.module.offset(first.span().lo));
        }
    }

    fn visit_fn_decl(&mut self, declaration: &FnDecl) {
        let function = &declaration.function;
        if declaration.declare || function.body.is_none() {
            return;
        }
        let name = &declaration.ident.sym;
        if let Some(program) = self.function_metadata(function, function.span, name) {
            self.lead(format!("{name}.__type = {program};"));
        }
        self.function_inside(function, Some(name));
    }

    fn visit_export_default_decl(&mut self, export: &ExportDefaultDecl) {
        match &export.decl {
            DefaultDecl::Class(class) => {
                self.class(&class.class, class.ident.as_ref().map(|ident| &*ident.sym));
            }
            DefaultDecl::Fn(function) if function.function.body.is_some() => {
                let (name, place) = match &function.ident {
                    Some(ident) => (ident.sym.to_string(), None),
                    None => ("__Ωdefault".to_owned(), anonymous_name_place(self.module, &function.function)),
                };
                let shown = function.ident.as_ref().map_or("", |ident| &*ident.sym);
                let program = self.function_metadata(&function.function, export.span, shown);
                match (program, place, &function.ident) {
                    (Some(program), _, Some(_)) => self.lead(format!("{name}.__type = {program};")),
                    (Some(program), Some(place), None) => {
                        // A declaration is there before the module's body runs; an expression would not be.
                        self.insert(place, format!(" {name} "));
                        self.lead(format!(
                            "Object.defineProperty({name}, 'name', {{ value: 'default', configurable: true }}); \
                             {name}.__type = {program};"
                        ));
                    }
                    _ => {}
                }
                let container = function.ident.as_ref().map(|_| name.as_str());
                self.function_inside(&function.function, container);
            }
            DefaultDecl::Fn(_) | DefaultDecl::TsInterfaceDecl(_) => {}
        }
    }

    fn visit_export_default_expr(&mut self, export: &ExportDefaultExpr) {
        self.named_value(&export.expr, "default".into());
    }

    fn visit_class_decl(&mut self, declaration: &ClassDecl) {
        if !declaration.declare {
            self.class(&declaration.class, Some(&declaration.ident.sym));
        }
    }

    fn visit_class_expr(&mut self, expression: &ClassExpr) {
        let path = std::mem::take(&mut self.path);
        self.class(&expression.class, expression.ident.as_ref().map(|ident| &*ident.sym));
        self.path = path;
    }

    fn visit_class_prop(&mut self, property: &ClassProp) {
        property.decorators.visit_with(self);
        property.key.visit_with(self);
        if let Some(value) = &property.value {
            match property_text(&property.key) {
                Some(name) => self.named_value(value, name),
                None => value.visit_with(self),
            }
        }
    }

    fn visit_class_method(&mut self, method: &ClassMethod) {
        method.key.visit_with(self);
        if method.function.body.is_some() {
            let container = match (&method.key, method.kind) {
                (PropName::Ident(name), MethodKind::Method) => Some(format!("this.{}", name.sym)),
                _ => None,
            };
            self.function_inside(&method.function, container.as_deref());
        }
    }

    fn visit_constructor(&mut self, constructor: &Constructor) {
        let Some(body) = &constructor.body else { return };
        let parameters: Vec<Param<'_>> = constructor
            .params
            .iter()
            .filter_map(|parameter| match parameter {
                ParamOrTsParamProp::Param(parameter) => Some(Param::from(&parameter.pat)),
                ParamOrTsParamProp::TsParamProp(_) => None,
            })
            .collect();
        self.inside(
            None,
            &parameters,
            Some(NEW_TARGET),
            |this| constructor.params.visit_with(this),
            Some(Body::Block(body)),
        );
    }

    fn visit_arrow_expr(&mut self, arrow: &ArrowExpr) {
        let mut close = None;
        if self.enabled {
            let parameters = parameters_of_arrow(arrow);
            let syntax = FunctionSyntax {
                type_parameters: arrow.type_params.as_deref(),
                parameters: &parameters,
                returns: arrow.return_type.as_deref(),
            };
            let program = self.function_program(arrow.span, "", syntax, Some(arrow_body(arrow)));
            close = program.map(|program| self.assign_type(arrow.span, &program));
        }
        self.arrow_inside(arrow);
        if let Some(close) = close {
            self.insert(arrow.span.hi, close);
        }
    }

    fn visit_fn_expr(&mut self, expression: &FnExpr) {
        let name = expression.ident.as_ref().map(|ident| &*ident.sym);
        let span = expression.function.span;
        let program = self.function_metadata(&expression.function, span, name.unwrap_or(""));
        let close = program.map(|program| self.assign_type(span, &program));
        self.function_inside(&expression.function, name);
        if let Some(close) = close {
            self.insert(span.hi, close);
        }
    }

    fn visit_method_prop(&mut self, method: &MethodProp) {
        method.key.visit_with(self);
        let span = method.function.span;
        let name = property_text(&method.key);
        let shown = name.clone().unwrap_or_default();
        let mut close = None;
        if self.enabled
            && !uses_super(&method.function)
            && let Some(program) = self.function_metadata(&method.function, span, &shown)
        {
            // The method goes through an object of its own, so that it stays a method, with its name, and
            // without that name in its scope.
            close = Some(match &method.key {
                PropName::Ident(key) if key.sym != "__proto__" => {
                    self.assigns_type = true;
                    self.insert(span.lo, format!("{}: /*@__PURE__*/__assignType({{ ", key.sym));
                    format!(" }}.{}, {program})", key.sym)
                }
                _ => {
                    self.assigns_method = true;
                    self.insert(span.lo, ".../*@__PURE__*/__assignMethodType({ ".into());
                    format!(" }}, {program})")
                }
            });
        }
        let container =
            name.filter(|_| matches!(method.key, PropName::Ident(_))).map(|name| format!("this.{name}"));
        self.function_inside(&method.function, container.as_deref());
        if let Some(close) = close {
            self.insert(span.hi, close);
        }
    }

    fn visit_var_declarator(&mut self, declarator: &VarDeclarator) {
        declarator.name.visit_with(self);
        let Some(value) = &declarator.init else { return };
        match &declarator.name {
            Pat::Ident(name) => {
                let path = std::mem::replace(&mut self.path, vec![name.id.sym.to_string()]);
                self.named_value(value, name.id.sym.to_string());
                self.path = path;
            }
            _ => value.visit_with(self),
        }
    }

    fn visit_key_value_prop(&mut self, property: &KeyValueProp) {
        property.key.visit_with(self);
        match property_text(&property.key) {
            Some(name) => {
                let inside = !self.path.is_empty() && matches!(property.key, PropName::Ident(_));
                if inside {
                    self.path.push(name.clone());
                }
                self.named_value(&property.value, name);
                if inside {
                    self.path.pop();
                }
            }
            None => property.value.visit_with(self),
        }
    }

    fn visit_assign_expr(&mut self, assign: &AssignExpr) {
        assign.left.visit_with(self);
        let name = assign.left.as_ident().map(|name| name.id.sym.to_string());
        match name {
            Some(name)
                if matches!(
                    assign.op,
                    AssignOp::Assign | AssignOp::NullishAssign | AssignOp::OrAssign | AssignOp::AndAssign
                ) =>
            {
                self.named_value(&assign.right, name);
            }
            _ => assign.right.visit_with(self),
        }
    }

    fn visit_assign_pat(&mut self, assign: &AssignPat) {
        assign.left.visit_with(self);
        match &*assign.left {
            Pat::Ident(name) => self.named_value(&assign.right, name.id.sym.to_string()),
            _ => assign.right.visit_with(self),
        }
    }

    fn visit_assign_pat_prop(&mut self, property: &AssignPatProp) {
        if let Some(value) = &property.value {
            self.named_value(value, property.key.id.sym.to_string());
        }
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        let path = std::mem::take(&mut self.path);
        let injection = call.callee.as_expr().and_then(|callee| self.call_types(call, callee));
        self.open_injection(injection.as_ref(), call.span);
        match &call.callee {
            swc_core::ecma::ast::Callee::Expr(callee) => {
                self.callee(callee, injection.as_ref());
                self.note_handler(callee, &call.args);
                self.arguments(callee, &call.args);
            }
            _ => call.args.visit_with(self),
        }
        self.close_injection(injection, call.span);
        self.path = path;
    }

    fn visit_new_expr(&mut self, construct: &NewExpr) {
        let path = std::mem::take(&mut self.path);
        let injection = self.construct_types(construct);
        self.open_injection(injection.as_ref(), construct.span);
        construct.callee.visit_with(self);
        construct.args.visit_with(self);
        self.close_injection(injection, construct.span);
        self.path = path;
    }

    fn visit_opt_call(&mut self, call: &OptCall) {
        let path = std::mem::take(&mut self.path);
        call.callee.visit_with(self);
        self.arguments(&call.callee, &call.args);
        self.path = path;
    }

    fn visit_array_lit(&mut self, array: &swc_core::ecma::ast::ArrayLit) {
        let path = std::mem::take(&mut self.path);
        array.visit_children_with(self);
        self.path = path;
    }

    fn visit_class_member(&mut self, member: &ClassMember) {
        let path = std::mem::take(&mut self.path);
        member.visit_children_with(self);
        self.path = path;
    }
}
