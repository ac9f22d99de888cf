//! Expressions, and the literals and keys in them.

use swc_core::ecma::ast::*;

use super::Canonical;

impl Canonical {
    pub(super) fn expr(&mut self, expression: &Expr) {
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

    pub(super) fn private(&mut self, name: &PrivateName) {
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
    pub(super) fn key(&mut self, key: &PropName) {
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
}
