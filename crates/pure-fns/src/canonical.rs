//! The meaning of a piece of JavaScript as bytes: two texts give the same bytes if, and only if, they differ
//! in nothing but white space, comments, types, quotes, semicolons, trailing commas, needless parentheses and
//! the way a literal or a property name is written.
//!
//! Each node is a tag, then its parts in their order; lists carry their length and texts theirs, so that no two
//! trees run together. Types and empty statements are left away.

mod classes;
mod expressions;

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
}

/// The text between the quotes of a directive; a text in parentheses is none.
fn directive(statement: &Stmt) -> Option<&str> {
    let Stmt::Expr(statement) = statement else { return None };
    let Expr::Lit(Lit::Str(text)) = statement.expr.as_ref() else { return None };
    let raw = text.raw.as_ref()?;
    raw.get(1..raw.len().saturating_sub(1))
}
