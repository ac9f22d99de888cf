//! The meaning of a piece of JavaScript as bytes: two texts give the same bytes if, and only if, they differ
//! in nothing but white space, comments, types, quotes, semicolons, trailing commas, needless parentheses and
//! the way a literal or a property name is written.
//!
//! Each node is a tag, then its parts in their order; lists carry their length and texts theirs, so that no two
//! trees run together. Types and empty statements are left away.

use swc_core::ecma::ast::*;

use crate::function::is_type_only;

#[derive(Default)]
pub(crate) struct Canonical {
    out: Vec<u8>,
}

impl Canonical {
    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.out.extend_from_slice(bytes);
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.out.extend_from_slice(&(count as u32).to_le_bytes());
    }

    /// The statements of a function.
    pub(crate) fn body(&mut self, statements: &[Stmt]) {
        let directives = statements.iter().take_while(|statement| directive(statement).is_some()).count();
        self.count(directives);
        for raw in statements[..directives].iter().filter_map(directive) {
            self.text(raw);
        }
        self.statements(&statements[directives..]);
    }

    /// The body of an arrow function that gives `value`: the same as `{ return value; }`.
    pub(crate) fn returned(&mut self, value: &Expr) {
        self.count(0);
        self.count(1);
        self.tag("return");
        self.flag(true);
        self.expr(value);
    }

    fn tag(&mut self, tag: &str) {
        self.out.extend_from_slice(tag.as_bytes());
        self.out.push(0);
    }

    fn flag(&mut self, flag: bool) {
        self.out.push(u8::from(flag));
    }

    fn some<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn statements(&mut self, statements: &[Stmt]) {
        let kept = |statement: &&Stmt| match statement {
            Stmt::Empty(_) => false,
            Stmt::Decl(declaration) => !is_type_only(declaration),
            _ => true,
        };
        self.count(statements.iter().filter(kept).count());
        for statement in statements.iter().filter(kept) {
            self.stmt(statement);
        }
    }

    fn stmt(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Block(block) => {
                self.tag("block");
                self.statements(&block.stmts);
            }
            Stmt::Empty(_) => self.tag("empty"),
            Stmt::Debugger(_) => self.tag("debugger"),
            Stmt::With(with) => {
                self.tag("with");
                self.expr(&with.obj);
                self.stmt(&with.body);
            }
            Stmt::Return(give) => {
                self.tag("return");
                self.some(give.arg.as_deref(), Self::expr);
            }
            Stmt::Labeled(labeled) => {
                self.tag("label");
                self.text(&labeled.label.sym);
                self.stmt(&labeled.body);
            }
            Stmt::Break(jump) => {
                self.tag("break");
                self.text(jump.label.as_ref().map_or("", |label| &label.sym));
            }
            Stmt::Continue(jump) => {
                self.tag("continue");
                self.text(jump.label.as_ref().map_or("", |label| &label.sym));
            }
            Stmt::If(choice) => {
                self.tag("if");
                self.expr(&choice.test);
                self.stmt(&choice.cons);
                self.some(choice.alt.as_deref(), Self::stmt);
            }
            Stmt::Switch(switch) => {
                self.tag("switch");
                self.expr(&switch.discriminant);
                self.count(switch.cases.len());
                for case in &switch.cases {
                    self.some(case.test.as_deref(), Self::expr);
                    self.statements(&case.cons);
                }
            }
            Stmt::Throw(throw) => {
                self.tag("throw");
                self.expr(&throw.arg);
            }
            Stmt::Try(guarded) => {
                self.tag("try");
                self.statements(&guarded.block.stmts);
                self.some(guarded.handler.as_ref(), |this, handler| {
                    this.some(handler.param.as_ref(), Self::pat);
                    this.statements(&handler.body.stmts);
                });
                self.some(guarded.finalizer.as_ref(), |this, block| this.statements(&block.stmts));
            }
            Stmt::While(repeat) => {
                self.tag("while");
                self.expr(&repeat.test);
                self.stmt(&repeat.body);
            }
            Stmt::DoWhile(repeat) => {
                self.tag("do");
                self.stmt(&repeat.body);
                self.expr(&repeat.test);
            }
            Stmt::For(repeat) => {
                self.tag("for");
                self.some(repeat.init.as_ref(), |this, init| match init {
                    VarDeclOrExpr::VarDecl(declaration) => this.variables(declaration),
                    VarDeclOrExpr::Expr(value) => this.expr(value),
                });
                self.some(repeat.test.as_deref(), Self::expr);
                self.some(repeat.update.as_deref(), Self::expr);
                self.stmt(&repeat.body);
            }
            Stmt::ForIn(repeat) => {
                self.tag("for in");
                self.head(&repeat.left);
                self.expr(&repeat.right);
                self.stmt(&repeat.body);
            }
            Stmt::ForOf(repeat) => {
                self.tag(if repeat.is_await { "for await" } else { "for of" });
                self.head(&repeat.left);
                self.expr(&repeat.right);
                self.stmt(&repeat.body);
            }
            Stmt::Decl(declaration) => self.declaration(declaration),
            Stmt::Expr(statement) => {
                self.tag("expression");
                self.expr(&statement.expr);
            }
        }
    }

    fn head(&mut self, head: &ForHead) {
        match head {
            ForHead::VarDecl(declaration) => self.variables(declaration),
            ForHead::UsingDecl(declaration) => self.using(declaration),
            ForHead::Pat(pattern) => self.pat(pattern),
        }
    }

    fn declaration(&mut self, declaration: &Decl) {
        match declaration {
            Decl::Var(variables) => self.variables(variables),
            Decl::Using(using) => self.using(using),
            Decl::Fn(function) => {
                self.tag("function declaration");
                self.text(&function.ident.sym);
                self.function(&function.function);
            }
            Decl::Class(class) => {
                self.tag("class declaration");
                self.text(&class.ident.sym);
                self.class(&class.class);
            }
            Decl::TsInterface(_) | Decl::TsTypeAlias(_) | Decl::TsEnum(_) | Decl::TsModule(_) => {
                self.tag("empty");
            }
        }
    }

    fn variables(&mut self, declaration: &VarDecl) {
        self.tag(declaration.kind.as_str());
        self.declarators(&declaration.decls);
    }

    fn using(&mut self, declaration: &UsingDecl) {
        self.tag(if declaration.is_await { "await using" } else { "using" });
        self.declarators(&declaration.decls);
    }

    fn declarators(&mut self, declarators: &[VarDeclarator]) {
        self.count(declarators.len());
        for declarator in declarators {
            self.pat(&declarator.name);
            self.some(declarator.init.as_deref(), Self::expr);
        }
    }

    fn pat(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Ident(name) => self.ident(&name.sym),
            Pat::Array(array) => self.array_pat(array),
            Pat::Object(object) => self.object_pat(object),
            Pat::Rest(rest) => {
                self.tag("...");
                self.pat(&rest.arg);
            }
            Pat::Assign(assign) => {
                self.tag("default");
                self.pat(&assign.left);
                self.expr(&assign.right);
            }
            Pat::Expr(target) => self.expr(target),
            Pat::Invalid(_) => self.tag("invalid"),
        }
    }

    fn array_pat(&mut self, array: &ArrayPat) {
        self.tag("array pattern");
        self.count(array.elems.len());
        for element in &array.elems {
            self.some(element.as_ref(), Self::pat);
        }
    }

    fn object_pat(&mut self, object: &ObjectPat) {
        self.tag("object pattern");
        self.count(object.props.len());
        for property in &object.props {
            match property {
                ObjectPatProp::KeyValue(pair) => {
                    self.tag("pair");
                    self.key(&pair.key);
                    self.pat(&pair.value);
                }
                ObjectPatProp::Assign(short) => {
                    self.tag("short");
                    self.text(&short.key.sym);
                    self.some(short.value.as_deref(), Self::expr);
                }
                ObjectPatProp::Rest(rest) => {
                    self.tag("...");
                    self.pat(&rest.arg);
                }
            }
        }
    }

    fn ident(&mut self, name: &str) {
        self.tag("name");
        self.text(name);
    }

    fn expr(&mut self, expression: &Expr) {
        self.chain(expression);
    }

    /// Writes an expression and tells whether it is an optional chain that a `.` after it would continue.
    fn chain(&mut self, expression: &Expr) -> bool {
        match expression {
            // `a?.b!.c` is one chain, as without the `!`.
            Expr::TsNonNull(inner) => return self.chain(&inner.expr),
            Expr::TsAs(inner) => self.expr(&inner.expr),
            Expr::TsSatisfies(inner) => self.expr(&inner.expr),
            Expr::TsConstAssertion(inner) => self.expr(&inner.expr),
            Expr::TsTypeAssertion(inner) => self.expr(&inner.expr),
            Expr::TsInstantiation(inner) => self.expr(&inner.expr),
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Member(member) => return self.member(member, false),
            Expr::Call(call) => {
                self.tag("call");
                let continued = match &call.callee {
                    Callee::Super(_) => {
                        self.tag("super");
                        false
                    }
                    Callee::Import(_) => {
                        self.tag("import");
                        false
                    }
                    Callee::Expr(callee) => self.chain(callee),
                };
                self.flag(false);
                self.flag(continued);
                self.arguments(&call.args);
                return continued;
            }
            Expr::OptChain(chain) => match chain.base.as_ref() {
                OptChainBase::Member(member) => {
                    self.member(member, chain.optional);
                    return true;
                }
                OptChainBase::Call(call) => {
                    self.tag("call");
                    self.chain(&call.callee);
                    self.flag(chain.optional);
                    self.flag(true);
                    self.arguments(&call.args);
                    return true;
                }
            },
            other => self.simple_expr(other),
        }
        false
    }

    fn member(&mut self, member: &MemberExpr, optional: bool) -> bool {
        self.tag("member");
        let chain = self.chain(&member.obj) || optional;
        self.flag(optional);
        self.flag(chain);
        match &member.prop {
            MemberProp::Ident(name) => self.ident(&name.sym),
            MemberProp::PrivateName(name) => self.private(name),
            MemberProp::Computed(computed) => {
                self.tag("computed");
                self.expr(&computed.expr);
            }
        }
        chain
    }

    fn private(&mut self, name: &PrivateName) {
        self.tag("#");
        self.text(&name.name);
    }

    fn arguments(&mut self, arguments: &[ExprOrSpread]) {
        self.count(arguments.len());
        for argument in arguments {
            self.flag(argument.spread.is_some());
            self.expr(&argument.expr);
        }
    }

    fn simple_expr(&mut self, expression: &Expr) {
        match expression {
            Expr::This(_) => self.tag("this"),
            Expr::Array(array) => {
                self.tag("array");
                self.count(array.elems.len());
                for element in &array.elems {
                    self.some(element.as_ref(), |this, element| {
                        this.flag(element.spread.is_some());
                        this.expr(&element.expr);
                    });
                }
            }
            Expr::Object(object) => self.object(object),
            Expr::Fn(function) => {
                self.tag("function");
                self.text(function.ident.as_ref().map_or("", |name| &name.sym));
                self.function(&function.function);
            }
            Expr::Unary(unary) => {
                self.tag(unary.op.as_str());
                self.expr(&unary.arg);
            }
            Expr::Update(update) => {
                self.tag(update.op.as_str());
                self.flag(update.prefix);
                self.expr(&update.arg);
            }
            Expr::Bin(binary) => {
                self.tag("binary");
                self.tag(binary.op.as_str());
                self.expr(&binary.left);
                self.expr(&binary.right);
            }
            Expr::Assign(assign) => {
                self.tag("assign");
                self.tag(assign.op.as_str());
                self.target(&assign.left);
                self.expr(&assign.right);
            }
            Expr::SuperProp(property) => {
                self.tag("super");
                match &property.prop {
                    SuperProp::Ident(name) => self.ident(&name.sym),
                    SuperProp::Computed(computed) => {
                        self.tag("computed");
                        self.expr(&computed.expr);
                    }
                }
            }
            Expr::Cond(choice) => {
                self.tag("?");
                self.expr(&choice.test);
                self.expr(&choice.cons);
                self.expr(&choice.alt);
            }
            Expr::New(new) => {
                self.tag("new");
                self.expr(&new.callee);
                self.arguments(new.args.as_deref().unwrap_or_default());
            }
            Expr::Seq(sequence) => {
                self.tag(",");
                self.count(sequence.exprs.len());
                for part in &sequence.exprs {
                    self.expr(part);
                }
            }
            Expr::Ident(name) => self.ident(&name.sym),
            Expr::Lit(literal) => self.literal(literal),
            Expr::Tpl(template) => {
                self.tag("template");
                self.template(template, false);
            }
            Expr::TaggedTpl(tagged) => {
                self.tag("tagged");
                self.expr(&tagged.tag);
                self.template(&tagged.tpl, true);
            }
            Expr::Arrow(arrow) => {
                self.tag("=>");
                self.flag(arrow.is_async);
                self.count(arrow.params.len());
                for parameter in &arrow.params {
                    self.pat(parameter);
                }
                match arrow.body.as_ref() {
                    ArrowFunctionBody::FunctionBody(body) => self.body(&body.stmts),
                    ArrowFunctionBody::Expr(value) => self.returned(value),
                }
            }
            Expr::Class(class) => {
                self.tag("class");
                self.text(class.ident.as_ref().map_or("", |name| &name.sym));
                self.class(&class.class);
            }
            Expr::Yield(give) => {
                self.tag(if give.delegate { "yield*" } else { "yield" });
                self.some(give.arg.as_deref(), Self::expr);
            }
            Expr::MetaProp(meta) => self.tag(match meta.kind {
                MetaPropKind::NewTarget => "new.target",
                MetaPropKind::ImportMeta => "import.meta",
            }),
            Expr::Await(wait) => {
                self.tag("await");
                self.expr(&wait.arg);
            }
            Expr::PrivateName(name) => self.private(name),
            // JSX is refused before a function is hashed; what is left is written by `chain`.
            _ => self.tag("invalid"),
        }
    }

    fn target(&mut self, target: &AssignTarget) {
        match target {
            AssignTarget::Simple(simple) => match simple {
                SimpleAssignTarget::Ident(name) => self.ident(&name.sym),
                SimpleAssignTarget::Member(member) => {
                    self.member(member, false);
                }
                SimpleAssignTarget::SuperProp(property) => {
                    self.simple_expr(&Expr::SuperProp(property.clone()));
                }
                // `(f) = () => {}` does not name the function, `f = () => {}` does.
                SimpleAssignTarget::Paren(inner) => {
                    self.tag("(");
                    self.expr(&inner.expr);
                }
                SimpleAssignTarget::OptChain(chain) => {
                    self.chain(&Expr::OptChain(chain.clone()));
                }
                SimpleAssignTarget::TsAs(inner) => self.expr(&inner.expr),
                SimpleAssignTarget::TsSatisfies(inner) => self.expr(&inner.expr),
                SimpleAssignTarget::TsNonNull(inner) => self.expr(&inner.expr),
                SimpleAssignTarget::TsTypeAssertion(inner) => self.expr(&inner.expr),
                SimpleAssignTarget::TsInstantiation(inner) => self.expr(&inner.expr),
                SimpleAssignTarget::Invalid(_) => self.tag("invalid"),
            },
            AssignTarget::Pat(AssignTargetPat::Array(array)) => self.array_pat(array),
            AssignTarget::Pat(AssignTargetPat::Object(object)) => self.object_pat(object),
            AssignTarget::Pat(AssignTargetPat::Invalid(_)) => self.tag("invalid"),
        }
    }

    fn literal(&mut self, literal: &Lit) {
        match literal {
            Lit::Str(text) => {
                self.tag("string");
                self.bytes(text.value.as_bytes());
            }
            Lit::Bool(value) => self.tag(if value.value { "true" } else { "false" }),
            Lit::Null(_) => self.tag("null"),
            Lit::Num(number) => {
                self.tag("number");
                self.out.extend_from_slice(&number.value.to_bits().to_le_bytes());
            }
            Lit::BigInt(number) => {
                self.tag("bigint");
                self.text(&number.value.to_string());
            }
            Lit::Regex(regex) => {
                self.tag("regex");
                self.text(&regex.exp);
                self.text(&regex.flags);
            }
            Lit::JSXText(_) => self.tag("invalid"),
        }
    }

    /// A tag sees how a template is written, nothing else does. Line ends are `\n` in either.
    fn template(&mut self, template: &Tpl, is_tagged: bool) {
        self.count(template.quasis.len());
        for quasi in &template.quasis {
            match &quasi.cooked {
                Some(cooked) if !is_tagged => self.bytes(cooked.as_bytes()),
                _ => self.text(&quasi.raw.replace("\r\n", "\n").replace('\r', "\n")),
            }
        }
        for part in &template.exprs {
            self.expr(part);
        }
    }

    fn object(&mut self, object: &ObjectLit) {
        self.tag("object");
        self.count(object.props.len());
        for property in &object.props {
            let property = match property {
                PropOrSpread::Spread(spread) => {
                    self.tag("...");
                    self.expr(&spread.expr);
                    continue;
                }
                PropOrSpread::Prop(property) => property.as_ref(),
            };
            match property {
                Prop::Shorthand(name) => {
                    self.tag("short");
                    self.text(&name.sym);
                }
                Prop::KeyValue(pair) => {
                    self.tag("pair");
                    self.key(&pair.key);
                    self.expr(&pair.value);
                }
                Prop::Assign(_) => self.tag("invalid"),
                Prop::Getter(getter) => {
                    self.tag("get");
                    self.key(&getter.key);
                    self.function(&getter.function);
                }
                Prop::Setter(setter) => {
                    self.tag("set");
                    self.key(&setter.key);
                    self.function(&setter.function);
                }
                Prop::Method(method) => {
                    self.tag("method");
                    self.key(&method.key);
                    self.function(&method.function);
                }
            }
        }
    }

    /// `a`, `'a'` and `"a"` are one key, and so are `1` and `'1'`.
    fn key(&mut self, key: &PropName) {
        match key {
            PropName::Ident(name) => self.ident(&name.sym),
            PropName::Str(text) => {
                self.tag("name");
                self.bytes(text.value.as_bytes());
            }
            PropName::Num(number)
                if number.value >= 0.0 && number.value.fract() == 0.0 && number.value < 1e15 =>
            {
                self.ident(&number.value.to_string());
            }
            PropName::Num(number) => {
                self.tag("number");
                self.out.extend_from_slice(&number.value.to_bits().to_le_bytes());
            }
            PropName::BigInt(number) => self.ident(&number.value.to_string()),
            PropName::Computed(computed) => {
                self.tag("computed");
                self.expr(&computed.expr);
            }
        }
    }

    fn function(&mut self, function: &Function) {
        self.flag(function.is_async);
        self.flag(function.is_generator);
        self.count(function.params.len());
        for parameter in &function.params {
            self.pat(&parameter.pat);
        }
        self.some(function.body.as_ref(), |this, body| this.body(&body.stmts));
    }

    fn class(&mut self, class: &Class) {
        self.some(class.super_class.as_deref(), Self::expr);
        for member in &class.body {
            self.class_member(member);
        }
        self.tag("end");
    }

    fn class_member(&mut self, member: &ClassMember) {
        match member {
            ClassMember::Constructor(constructor) => {
                let Some(body) = &constructor.body else { return };
                self.tag("constructor");
                self.count(constructor.params.len());
                for parameter in &constructor.params {
                    match parameter {
                        ParamOrTsParamProp::Param(parameter) => self.pat(&parameter.pat),
                        ParamOrTsParamProp::TsParamProp(_) => self.tag("invalid"),
                    }
                }
                self.body(&body.stmts);
            }
            ClassMember::Method(method) => {
                if method.function.body.is_none() {
                    return;
                }
                self.tag(method_tag(method.kind));
                self.flag(method.is_static);
                self.key(&method.key);
                self.function(&method.function);
            }
            ClassMember::PrivateMethod(method) => {
                if method.function.body.is_none() {
                    return;
                }
                self.tag(method_tag(method.kind));
                self.flag(method.is_static);
                self.private(&method.key);
                self.function(&method.function);
            }
            ClassMember::ClassProp(field) => {
                if field.declare || field.is_abstract {
                    return;
                }
                self.tag("field");
                self.flag(field.is_static);
                self.key(&field.key);
                self.some(field.value.as_deref(), Self::expr);
            }
            ClassMember::PrivateProp(field) => {
                self.tag("field");
                self.flag(field.is_static);
                self.private(&field.key);
                self.some(field.value.as_deref(), Self::expr);
            }
            ClassMember::AutoAccessor(accessor) => {
                if accessor.is_abstract {
                    return;
                }
                self.tag("accessor");
                self.flag(accessor.is_static);
                match &accessor.key {
                    Key::Private(name) => self.private(name),
                    Key::Public(key) => self.key(key),
                }
                self.some(accessor.value.as_deref(), Self::expr);
            }
            ClassMember::StaticBlock(block) => {
                self.tag("static block");
                self.statements(&block.body.stmts);
            }
            ClassMember::TsIndexSignature(_) | ClassMember::Empty(_) => {}
        }
    }
}

fn method_tag(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Method => "method",
        MethodKind::Getter => "get",
        MethodKind::Setter => "set",
    }
}

/// The text between the quotes of a directive; a text in parentheses is none.
fn directive(statement: &Stmt) -> Option<&str> {
    let Stmt::Expr(statement) = statement else { return None };
    let Expr::Lit(Lit::Str(text)) = statement.expr.as_ref() else { return None };
    let raw = text.raw.as_ref()?;
    raw.get(1..raw.len().saturating_sub(1))
}
