//! The walk over a module: which node gets which insertion.

use mion_source::Module;
use swc_core::{
    common::{BytePos, Spanned},
    ecma::{
        ast::{
            ArrowExpr, AssignExpr, AssignOp, AssignPat, AssignPatProp, AutoAccessor, BinExpr, BinaryOp,
            BlockStmt, CallExpr, Class, ClassDecl, ClassExpr, ClassMember, ClassMethod, ClassProp,
            Constructor, Decorator, DefaultDecl, ExportDefaultDecl, ExportDefaultExpr, Expr, FnDecl, FnExpr,
            Function, GetterProp, KeyValueProp, MethodKind, MethodProp, NewExpr, OptCall, ParamOrTsParamProp,
            Pat, PrivateProp, PropName, SeqExpr, SetterProp, SwitchCase, TsInterfaceDecl, TsModuleDecl,
            TsModuleName, TsType, TsTypeAliasDecl, VarDecl, VarDeclarator,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::functions::{Body, NEW_TARGET, arrow_body, ends_with_less};
use crate::insert::Inserter;
use crate::ops;
use crate::signature::{FunctionSyntax, Param, parameters_of_arrow};
use crate::words::is_reserved;

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
        if is_reserved(name) {
            return self.function_inside(function, None);
        }
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
                    Some(ident) if is_reserved(&ident.sym) => {
                        return self.function_inside(&function.function, None);
                    }
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

    /// A decorator that begins with a parenthesis ends with it: `@(...)` with more behind it is none.
    fn visit_decorator(&mut self, decorator: &Decorator) {
        let span = decorator.expr.span();
        let before = self.written.insertions.len();
        decorator.expr.visit_with(self);
        let (begin, end) = (self.module.offset(span.lo), self.module.offset(span.hi));
        let inserted = &self.written.insertions[before..];
        let begins = inserted.iter().any(|insertion| insertion.offset == begin && !insertion.leads);
        let ends = inserted.last().is_some_and(|last| last.offset == end);
        if begins && !ends {
            self.open(span.lo, "");
            self.written.insertions[before..].rotate_right(1);
            self.insert(span.hi, ")".into());
        }
    }

    fn visit_class_prop(&mut self, property: &ClassProp) {
        let before = self.written.insertions.len();
        property.decorators.visit_with(self);
        property.key.visit_with(self);
        if let Some(value) = &property.value {
            match property_text(&property.key) {
                Some(name) => self.named_value(value, name),
                None => value.visit_with(self),
            }
        }
        self.end(property.span, before);
    }

    fn visit_private_prop(&mut self, property: &PrivateProp) {
        let before = self.written.insertions.len();
        property.visit_children_with(self);
        self.end(property.span, before);
    }

    fn visit_auto_accessor(&mut self, accessor: &AutoAccessor) {
        let before = self.written.insertions.len();
        accessor.visit_children_with(self);
        self.end(accessor.span, before);
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
        if let Body::Expression(body) = arrow_body(arrow)
            && ends_in_doubt(self.module, body)
        {
            return;
        }
        let mut close = None;
        if self.enabled {
            let parameters = parameters_of_arrow(arrow);
            let syntax = FunctionSyntax {
                type_parameters: arrow.type_params.as_deref(),
                parameters: &parameters,
                returns: arrow.return_type.as_deref(),
                is_async: arrow.is_async,
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

    fn visit_getter_prop(&mut self, getter: &GetterProp) {
        getter.key.visit_with(self);
        self.function_inside(&getter.function, None);
    }

    fn visit_setter_prop(&mut self, setter: &SetterProp) {
        setter.key.visit_with(self);
        self.function_inside(&setter.function, None);
    }

    fn visit_var_decl(&mut self, declaration: &VarDecl) {
        if !declaration.declare && !is_cut(self.module, declaration) {
            declaration.visit_children_with(self);
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

    fn visit_seq_expr(&mut self, sequence: &SeqExpr) {
        let mut has_less = false;
        for item in &sequence.exprs {
            self.item_of_list(item, &mut has_less);
        }
    }

    fn visit_bin_expr(&mut self, binary: &BinExpr) {
        let after_less = self.after_less == Some(binary.span.lo);
        binary.left.visit_with(self);
        // `a < b > c()`, `a < b, c > d()`: a parenthesis behind the `>` would make type arguments of what is before it.
        // So would one behind the `>>` of `a < b < c >> d()`.
        let compared = match binary.op {
            BinaryOp::Gt => after_less || binary.left.as_bin().is_some_and(|left| left.op == BinaryOp::Lt),
            BinaryOp::RShift | BinaryOp::ZeroFillRShift => true,
            _ => false,
        };
        // Types are joined by `|` and `&`, too: `a < b | c > d()`.
        if matches!(binary.op, BinaryOp::BitOr | BinaryOp::BitAnd)
            && (after_less || ends_with_less(&binary.left))
        {
            self.after_less = Some(binary.right.span().lo);
        }
        let outer = self.enabled;
        self.enabled &= !compared;
        binary.right.visit_with(self);
        self.enabled = outer;
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        let path = std::mem::take(&mut self.path);
        self.narrow(call);
        let injection = call.callee.as_expr().and_then(|callee| self.call_types(call, callee));
        self.open_injection(injection.as_ref(), call.span);
        match &call.callee {
            swc_core::ecma::ast::Callee::Expr(callee) => {
                self.callee(callee, injection.as_ref());
                self.note_handler(callee, &call.args);
                self.arguments(callee, &call.args);
            }
            _ => {
                let mut has_less = false;
                for argument in &call.args {
                    self.item_of_list(&argument.expr, &mut has_less);
                }
            }
        }
        self.close_injection(injection, call.span);
        self.path = path;
    }

    fn visit_new_expr(&mut self, construct: &NewExpr) {
        let path = std::mem::take(&mut self.path);
        let injection = self.construct_types(construct);
        self.open_injection(injection.as_ref(), construct.span);
        self.constructed = leading_function(&construct.callee);
        construct.callee.visit_with(self);
        let mut has_less = false;
        for argument in construct.args.iter().flatten() {
            self.item_of_list(&argument.expr, &mut has_less);
        }
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
        let mut has_less = false;
        for element in array.elems.iter().flatten() {
            self.item_of_list(&element.expr, &mut has_less);
        }
        self.path = path;
    }

    fn visit_class_member(&mut self, member: &ClassMember) {
        let path = std::mem::take(&mut self.path);
        member.visit_children_with(self);
        self.path = path;
    }
}

/// The name of a property as its function has it; `None` for a computed one.
pub(crate) fn property_text(name: &PropName) -> Option<String> {
    Some(match name {
        PropName::Ident(ident) => ident.sym.to_string(),
        PropName::Str(text) => text.value.to_string_lossy().into_owned(),
        PropName::Num(number) => ops::number(number.value),
        PropName::BigInt(number) => number.value.to_string(),
        PropName::Computed(_) => return None,
    })
}

/// Where a function's name would stand: after `function` and `*`.
pub(crate) fn anonymous_name_place(module: &Module, function: &Function) -> Option<BytePos> {
    let text = module.slice(function.span);
    let keyword = text.find("function")? + "function".len();
    let rest = &text[keyword..];
    let star = if function.is_generator { rest.find('*')? + 1 } else { 0 };
    Some(BytePos(function.span.lo.0 + (keyword + star) as u32))
}

/// Whether the parser has passed over the end of a declaration to go on behind it: in `const f = () => a<b> {};` it misses
/// the comparison that other parsers see there. Then nobody knows where its parts end.
fn is_cut(module: &Module, declaration: &VarDecl) -> bool {
    let ends = declaration.decls.iter().map(|declarator| declarator.span.hi);
    let starts = declaration.decls.iter().skip(1).map(|declarator| declarator.span.lo);
    let behind = starts.map(Some).chain([None]);
    ends.zip(behind).any(|(end, next)| {
        let gap = declaration.span.with_lo(end).with_hi(next.unwrap_or(declaration.span.hi));
        let text = without_comments(module.slice(gap));
        match next {
            Some(_) => !text.starts_with(','),
            None => !(text.is_empty() || text.starts_with(';')),
        }
    })
}

/// Whether other parsers may see the end of an expression before its own: in `a < b >` and a new line they see type
/// arguments, where this one goes on with a comparison.
fn ends_in_doubt(module: &Module, expression: &Expr) -> bool {
    match expression {
        Expr::Bin(binary) => {
            let closes = matches!(binary.op, BinaryOp::Gt | BinaryOp::RShift | BinaryOp::ZeroFillRShift);
            let gap = binary.span.with_lo(binary.left.span().hi).with_hi(binary.right.span().lo);
            (closes && ends_with_less(&binary.left) && module.slice(gap).contains(is_line_end))
                || ends_in_doubt(module, &binary.right)
        }
        Expr::Arrow(arrow) => match arrow_body(arrow) {
            Body::Expression(body) => ends_in_doubt(module, body),
            Body::Block(_) => false,
        },
        Expr::Assign(assign) => ends_in_doubt(module, &assign.right),
        Expr::Cond(conditional) => ends_in_doubt(module, &conditional.alt),
        Expr::Unary(unary) => ends_in_doubt(module, &unary.arg),
        Expr::Await(awaited) => ends_in_doubt(module, &awaited.arg),
        Expr::Yield(yielded) => yielded.arg.as_deref().is_some_and(|value| ends_in_doubt(module, value)),
        _ => false,
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// A text behind the comments that it begins with.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some((_, behind)) = match rest.get(..2) {
        Some("/*") => rest.split_once("*/"),
        Some("//") => rest.split_once('\n'),
        _ => None,
    } {
        rest = behind.trim_start();
    }
    rest
}

/// The function that an expression begins with: `function () {}.a.b`.
fn leading_function(expression: &Expr) -> Option<BytePos> {
    match expression {
        Expr::Fn(function) => Some(function.function.span.lo),
        Expr::Member(member) => leading_function(&member.obj),
        Expr::TaggedTpl(template) => leading_function(&template.tag),
        Expr::TsNonNull(inner) => leading_function(&inner.expr),
        Expr::TsInstantiation(inner) => leading_function(&inner.expr),
        _ => None,
    }
}

/// Whether a method's body uses `super`, which is bound to the object that it is written in.
pub(crate) fn uses_super(function: &Function) -> bool {
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
