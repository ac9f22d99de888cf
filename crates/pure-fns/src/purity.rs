//! What makes a function impure: every violation, each at its own token.

use mion_source::{Diagnostic, Module, Severity};
use swc_core::{
    atoms::Atom,
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::*,
        visit::{Visit, VisitWith},
    },
};

use crate::{
    function::{self, is_type_only},
    globals::{Global, global},
    scopes::{Kind, Scopes, Target},
    statics::peel,
};

/// What is known of a function that is pure.
pub(crate) struct Pure {
    pub(crate) params: Vec<Atom>,
    /// The name by which it calls itself.
    pub(crate) self_name: Option<Atom>,
}

/// Checks a function of `module`.
///
/// # Errors
/// All violations, in the order of their places.
pub(crate) fn check(
    module: &Module,
    scopes: &Scopes,
    function: function::Function<'_>,
) -> Result<Pure, Vec<Diagnostic>> {
    let mut check = Check { module, scopes, inner_this: 0, errors: Vec::new() };
    if function.is_async_or_generator() {
        check.async_function(function.span());
    }
    let params = check.params(function);
    function.visit_body(&mut check);
    let self_name = check.references(function);
    let mut errors = check.errors;
    if errors.is_empty() {
        return Ok(Pure { params, self_name });
    }
    errors.sort_by_key(|error| (error.line, error.column, error.code));
    Err(errors)
}

struct Check<'a> {
    module: &'a Module,
    scopes: &'a Scopes,
    /// How many functions with a `this` of their own are around the node.
    inner_this: u32,
    errors: Vec<Diagnostic>,
}

impl Check<'_> {
    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, hint: &str) {
        let error = self.module.diagnostic(code, Severity::Error, span, message);
        self.errors.push(error.with_hint(hint));
    }

    fn async_function(&mut self, span: Span) {
        self.error(
            "MION_PURE_FN_ASYNC",
            Span::new(span.lo, span.lo + BytePos(1)),
            "a pure function, and each function in it, is neither async nor a generator",
            "Wait for the values before, and pass them as parameters.",
        );
    }

    fn suspended(&mut self, span: Span, word: &str) {
        self.error(
            "MION_PURE_FN_ASYNC",
            Span::new(span.lo, span.lo + BytePos(word.len() as u32)),
            format!("`{word}` in a pure function: it gives its result at once"),
            "Wait for the values before, and pass them as parameters.",
        );
    }

    fn outer_this(&mut self, span: Span, word: &str) {
        if self.inner_this == 0 {
            self.error(
                "MION_PURE_FN_THIS",
                span,
                format!("`{word}` in a pure function: there is nothing that it could mean on the server"),
                "Pass the object as a parameter.",
            );
        }
    }

    fn syntax(&mut self, span: Span, message: &str, hint: &str) {
        self.error("MION_PURE_FN_SYNTAX", span, message, hint);
    }

    fn params(&mut self, function: function::Function<'_>) -> Vec<Atom> {
        let mut names: Vec<Atom> = Vec::new();
        for pattern in function.params() {
            match pattern {
                Pat::Ident(name) if !names.contains(&name.sym) => names.push(name.sym.clone()),
                other => self.error(
                    "MION_PURE_FN_PARAMS",
                    parameter_span(other),
                    "a parameter of a pure function is a plain name, of its own",
                    "Take the parameter as a whole; destructure it, or set its default, in the first line of the body.",
                ),
            }
        }
        names
    }

    /// Checks every use of a name; gives the name by which the function calls itself.
    fn references(&mut self, function: function::Function<'_>) -> Option<Atom> {
        let span = function.span();
        let scopes = self.scopes;
        let mut self_name = None;
        for reference in scopes.references_in(span) {
            let name = reference.name.as_str();
            match reference.target {
                Target::Binding(index) => {
                    let binding = scopes.declared(index);
                    if binding.value == Some(span) && !binding.reassigned {
                        self_name = Some(binding.name.clone());
                    } else if binding.at < span.lo || binding.at >= span.hi {
                        self.outer(name, &binding.kind, reference.span);
                    }
                }
                Target::Arguments(owner) if span.contains(owner) => {}
                Target::Arguments(_) => self.error(
                    "MION_PURE_FN_CLOSURE",
                    reference.span,
                    "`arguments` belongs to the function around the pure function",
                    "Name the parameters.",
                ),
                Target::Undeclared => self.undeclared(name, reference.span, reference.is_write),
            }
        }
        self_name
    }

    fn outer(&mut self, name: &str, kind: &Kind, span: Span) {
        if let Kind::Import { source, .. } = kind {
            self.error(
                "MION_PURE_FN_IMPORT",
                span,
                format!("`{name}` is imported from \"{source}\": a pure function cannot use imports"),
                "Define it inside of the function, or register it with registerPureFnFactory and use it from a factory.",
            );
        } else {
            self.error(
                "MION_PURE_FN_CLOSURE",
                span,
                format!("`{name}` is declared outside of the pure function"),
                "Move the declaration into the function, or pass the value as a parameter.",
            );
        }
    }

    fn undeclared(&mut self, name: &str, span: Span, is_write: bool) {
        match global(name) {
            Global::Allowed if is_write => self.global_change(name, span),
            Global::Allowed => {}
            Global::Refused(hint) => self.refused_global(name, span, hint),
            Global::Unknown => self.error(
                "MION_PURE_FN_UNRESOLVED",
                span,
                format!(
                    "`{name}` is not declared in this file and is no built-in that a pure function may use"
                ),
                "Declare it inside of the function, or pass it as a parameter.",
            ),
        }
    }

    fn refused_global(&mut self, name: &str, span: Span, hint: &str) {
        self.error("MION_PURE_FN_GLOBAL", span, format!("`{name}` cannot be used in a pure function"), hint);
    }

    fn global_change(&mut self, name: &str, span: Span) {
        self.error(
            "MION_PURE_FN_GLOBAL",
            span,
            format!("a pure function changes `{name}`, which everything else shares"),
            "Give the new value as a result.",
        );
    }

    /// The built-in that an expression is a part of: `Object` of `Object.prototype.x`.
    fn built_in<'e>(&self, expression: &'e Expr) -> Option<&'e Ident> {
        match peel(expression) {
            Expr::Ident(name) if self.scopes.target(name.span.lo) == Some(Target::Undeclared) => Some(name),
            Expr::Member(member) => self.built_in(&member.obj),
            _ => None,
        }
    }

    fn changed(&mut self, target: &Expr) {
        if let Expr::Member(member) = peel(target)
            && let Some(root) = self.built_in(&member.obj)
            && global(&root.sym) == Global::Allowed
        {
            self.global_change(&root.sym, root.span);
        }
    }

    fn with_this(&mut self, visit: impl FnOnce(&mut Self)) {
        self.inner_this += 1;
        visit(self);
        self.inner_this -= 1;
    }
}

/// The span of a parameter, with the `...` that the parser leaves out of it in arrow functions.
fn parameter_span(pattern: &Pat) -> Span {
    match pattern {
        Pat::Rest(rest) => Span::new(rest.dot3_token.lo.min(rest.span.lo), rest.span.hi),
        other => other.span(),
    }
}

impl Visit for Check<'_> {
    fn visit_this_expr(&mut self, this: &ThisExpr) {
        self.outer_this(this.span, "this");
    }

    fn visit_super(&mut self, word: &Super) {
        self.outer_this(word.span, "super");
    }

    fn visit_meta_prop_expr(&mut self, meta: &MetaPropExpr) {
        match meta.kind {
            MetaPropKind::NewTarget => self.outer_this(meta.span, "new.target"),
            MetaPropKind::ImportMeta => self.error(
                "MION_PURE_FN_IMPORT",
                meta.span,
                "`import.meta` in a pure function: it belongs to the file",
                "Pass the value as a parameter.",
            ),
        }
    }

    fn visit_import(&mut self, import: &Import) {
        self.error(
            "MION_PURE_FN_IMPORT",
            import.span,
            "`import()` in a pure function",
            "Import before, and pass the values as parameters.",
        );
    }

    fn visit_await_expr(&mut self, wait: &AwaitExpr) {
        self.suspended(wait.span, "await");
        wait.visit_children_with(self);
    }

    fn visit_yield_expr(&mut self, give: &YieldExpr) {
        self.suspended(give.span, "yield");
        give.visit_children_with(self);
    }

    fn visit_for_of_stmt(&mut self, statement: &ForOfStmt) {
        if statement.is_await {
            self.suspended(statement.span, "for await");
        }
        statement.visit_children_with(self);
    }

    fn visit_using_decl(&mut self, declaration: &UsingDecl) {
        if declaration.is_await {
            self.suspended(declaration.span, "await using");
        }
        declaration.visit_children_with(self);
    }

    fn visit_arrow_expr(&mut self, arrow: &ArrowExpr) {
        if arrow.is_async {
            self.async_function(arrow.span);
        }
        arrow.visit_children_with(self);
    }

    fn visit_function(&mut self, function: &Function) {
        if function.is_async || function.is_generator {
            self.async_function(function.span);
        }
        self.with_this(|this| function.visit_children_with(this));
    }

    fn visit_constructor(&mut self, constructor: &Constructor) {
        self.with_this(|this| constructor.visit_children_with(this));
    }

    fn visit_class_prop(&mut self, field: &ClassProp) {
        field.decorators.visit_with(self);
        field.key.visit_with(self);
        self.with_this(|this| field.value.visit_with(this));
    }

    fn visit_private_prop(&mut self, field: &PrivateProp) {
        field.decorators.visit_with(self);
        self.with_this(|this| field.value.visit_with(this));
    }

    fn visit_auto_accessor(&mut self, accessor: &AutoAccessor) {
        self.syntax(
            accessor.span,
            "an `accessor` field in a pure function: engines do not read it yet",
            "Write a getter and a setter.",
        );
        self.with_this(|this| accessor.value.visit_with(this));
    }

    fn visit_static_block(&mut self, block: &StaticBlock) {
        self.with_this(|this| block.visit_children_with(this));
    }

    fn visit_assign_expr(&mut self, assign: &AssignExpr) {
        if let AssignTarget::Simple(SimpleAssignTarget::Member(member)) = &assign.left
            && let Some(root) = self.built_in(&member.obj)
            && global(&root.sym) == Global::Allowed
        {
            self.global_change(&root.sym, root.span);
        }
        assign.visit_children_with(self);
    }

    fn visit_update_expr(&mut self, update: &UpdateExpr) {
        self.changed(&update.arg);
        update.visit_children_with(self);
    }

    fn visit_unary_expr(&mut self, unary: &UnaryExpr) {
        if unary.op == UnaryOp::Delete {
            self.changed(&unary.arg);
        }
        unary.visit_children_with(self);
    }

    /// `globalThis.fetch` and `globalThis['fetch']` are `fetch`.
    fn visit_member_expr(&mut self, member: &MemberExpr) {
        if let Expr::Ident(object) = peel(&member.obj)
            && object.sym == "globalThis"
            && self.scopes.target(object.span.lo) == Some(Target::Undeclared)
        {
            let name = match &member.prop {
                MemberProp::Ident(name) => Some((name.sym.as_str(), name.span)),
                MemberProp::Computed(computed) => match peel(&computed.expr) {
                    Expr::Lit(Lit::Str(text)) => text.value.as_str().map(|name| (name, text.span)),
                    _ => None,
                },
                MemberProp::PrivateName(_) => None,
            };
            if let Some((name, span)) = name
                && let Global::Refused(hint) = global(name)
            {
                self.refused_global(name, span, hint);
            }
        }
        member.visit_children_with(self);
    }

    fn visit_with_stmt(&mut self, with: &WithStmt) {
        self.syntax(with.span, "`with` in a pure function", "Name the object.");
    }

    fn visit_jsx_element(&mut self, element: &JSXElement) {
        self.syntax(
            element.opening.span,
            "JSX in a pure function",
            "Give the data, and render it where it arrives.",
        );
    }

    fn visit_jsx_fragment(&mut self, fragment: &JSXFragment) {
        self.syntax(
            fragment.opening.span,
            "JSX in a pure function",
            "Give the data, and render it where it arrives.",
        );
    }

    fn visit_decorator(&mut self, decorator: &Decorator) {
        self.syntax(
            decorator.span,
            "a decorator in a pure function",
            "Call the function that it stands for.",
        );
    }

    fn visit_decl(&mut self, declaration: &Decl) {
        if is_type_only(declaration) {
            return;
        }
        match declaration {
            Decl::TsEnum(declaration) => self.syntax(
                declaration.id.span,
                "an enum in a pure function: it is not JavaScript",
                "Use a constant object, or a union of literals.",
            ),
            Decl::TsModule(declaration) => self.syntax(
                declaration.id.span(),
                "a namespace in a pure function: it is not JavaScript",
                "Use a constant object.",
            ),
            other => other.visit_children_with(self),
        }
    }

    fn visit_ts_param_prop(&mut self, property: &TsParamProp) {
        self.syntax(
            property.span,
            "a parameter property in a pure function: it is not JavaScript",
            "Declare the field, and assign it in the constructor.",
        );
    }

    fn visit_ts_type(&mut self, _: &TsType) {}
    fn visit_ts_type_ann(&mut self, _: &TsTypeAnn) {}
    fn visit_ts_type_param_decl(&mut self, _: &TsTypeParamDecl) {}
    fn visit_ts_type_param_instantiation(&mut self, _: &TsTypeParamInstantiation) {}
    fn visit_ts_expr_with_type_args(&mut self, _: &TsExprWithTypeArgs) {}
    fn visit_ts_index_signature(&mut self, _: &TsIndexSignature) {}
}
