//! What holds for the transform of any text: its output parses, without the insertions it is the program that came in,
//! and its source map leads each token back to itself.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::sync::Arc;

use mion_reflect::{Reflector, TypeCalls};
use mion_source::{Edits, Module};
use oxc_allocator::Allocator;
use oxc_ast::ast::{JSDocNonNullableType, JSDocNullableType, JSDocUnknownType};
use oxc_ast_visit::Visit as _;
use oxc_parser::Parser;
use oxc_span::SourceType;
use swc_core::{
    common::{EqIgnoreSpan, Spanned},
    ecma::{
        ast::{
            ArrayLit, AssignExpr, AssignTarget, CallExpr, Callee, Class, ClassMember, Decl, Decorator,
            DefaultDecl, Expr, ExprOrSpread, Ident, ImportSpecifier, Lit, MemberExpr, MemberProp, ModuleDecl,
            ModuleItem, NewExpr, ObjectLit, Pat, Prop, PropOrSpread, SimpleAssignTarget, Stmt, TsType,
        },
        visit::{VisitMut, VisitMutWith},
    },
};

/// What is wrong with the transform of a text, if anything is. A text that does not parse is left alone.
pub(crate) fn fault(reflector: &Reflector, path: &str, text: &str) -> Option<String> {
    let text: Arc<str> = text.into();
    let module = Module::parse(path, Arc::clone(&text)).ok()?;
    let mut edits = Edits::default();
    reflector.transform(&module, TypeCalls::AtRunTime, &mut edits);
    if edits.is_empty() {
        return None;
    }
    let edited = match edits.apply_to(&module, true) {
        Ok(edited) => edited,
        Err(error) => return Some(error),
    };
    // A text that the parser has only mended is none of the user's programs: it must not panic, and that is all.
    if !is_program(path, &text) {
        return None;
    }
    if !is_program(path, &edited.code) {
        return Some(format!("no program any more:\n{}", edited.code));
    }
    let output = match Module::parse(path, edited.code.as_str().into()) {
        Ok(output) => output,
        Err(error) => return Some(format!("{} {}\n{}", error.code, error.message, error.frame)),
    };
    if let Some(difference) = difference(&module, &output) {
        return Some(difference);
    }
    lost_token(&module, &edited.code, &edited.map.unwrap())
}

/// Whether a text is a program to a second parser, which mends nothing.
pub(crate) fn is_program(path: &str, text: &str) -> bool {
    let allocator = Allocator::default();
    let Ok(kind) = SourceType::from_path(path) else { return false };
    let parsed = Parser::new(&allocator, text, kind).parse();
    let mut documentation = DocumentationTypes::default();
    documentation.visit_program(&parsed.program);
    parsed.diagnostics.is_empty() && !parsed.panicked && !documentation.found
}

/// The types of documentation comments, `string!` and `?string`, which that parser reads and TypeScript refuses elsewhere.
#[derive(Default)]
struct DocumentationTypes {
    found: bool,
}

impl<'a> oxc_ast_visit::Visit<'a> for DocumentationTypes {
    fn visit_js_doc_nullable_type(&mut self, _: &JSDocNullableType<'a>) {
        self.found = true;
    }

    fn visit_js_doc_non_nullable_type(&mut self, _: &JSDocNonNullableType<'a>) {
        self.found = true;
    }

    fn visit_js_doc_unknown_type(&mut self, _: &JSDocUnknownType) {
        self.found = true;
    }
}

/// The first statement that is another one in the output, but for what was inserted.
fn difference(input: &Module, output: &Module) -> Option<String> {
    let [mut before, mut after] = [input.ast.clone(), output.ast.clone()];
    // Both: what a user writes in the form of an insertion is taken out of both.
    before.visit_mut_with(&mut WithoutInsertions);
    after.visit_mut_with(&mut WithoutInsertions);
    let pair = before.body.iter().zip(&after.body).find(|(before, after)| !before.eq_ignore_span(after));
    match pair {
        Some((before, _)) => {
            let span = before.span();
            Some(format!("another program:\n{}\nin\n{}", input.slice(span), output.text))
        }
        None if before.body.len() != after.body.len() => {
            Some(format!("{} statements for {}:\n{}", after.body.len(), before.body.len(), output.text))
        }
        None => None,
    }
}

struct WithoutInsertions;

impl VisitMut for WithoutInsertions {
    fn visit_mut_module_items(&mut self, items: &mut Vec<ModuleItem>) {
        items.retain(|item| match item {
            ModuleItem::Stmt(statement) => !is_inserted(statement),
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => !declares_metadata(&export.decl),
            ModuleItem::ModuleDecl(ModuleDecl::Import(import)) => {
                import.specifiers.is_empty()
                    || !import.specifiers.iter().all(|specifier| match specifier {
                        ImportSpecifier::Named(named) => is_metadata(&named.local),
                        ImportSpecifier::Namespace(namespace) => is_metadata(&namespace.local),
                        ImportSpecifier::Default(_) => false,
                    })
            }
            ModuleItem::ModuleDecl(_) => true,
        });
        items.visit_mut_children_with(self);
    }

    fn visit_mut_module_decl(&mut self, declaration: &mut ModuleDecl) {
        if let ModuleDecl::ExportDefaultDecl(export) = declaration
            && let DefaultDecl::Fn(function) = &mut export.decl
            && function.ident.as_ref().is_some_and(is_metadata)
        {
            function.ident = None;
        }
        declaration.visit_mut_children_with(self);
    }

    fn visit_mut_stmts(&mut self, statements: &mut Vec<Stmt>) {
        statements.retain(|statement| !is_inserted(statement));
        statements.visit_mut_children_with(self);
    }

    fn visit_mut_class(&mut self, class: &mut Class) {
        class.body.retain(|member| match member {
            ClassMember::Empty(_) => false,
            ClassMember::ClassProp(property) => {
                !(property.is_static && property.key.as_ident().is_some_and(|key| key.sym == "__type"))
            }
            _ => true,
        });
        class.visit_mut_children_with(self);
    }

    fn visit_mut_prop_or_spread(&mut self, property: &mut PropOrSpread) {
        let inner = match property {
            PropOrSpread::Prop(inner) => match &**inner {
                Prop::KeyValue(pair) => pair
                    .value
                    .as_call()
                    .filter(|call| calls(call, "__assignType"))
                    .and_then(|call| call.args.first()?.expr.as_member())
                    .and_then(|member| member.obj.as_object()),
                _ => None,
            },
            PropOrSpread::Spread(spread) => spread
                .expr
                .as_call()
                .filter(|call| calls(call, "__assignMethodType"))
                .and_then(|call| call.args.first()?.expr.as_object()),
        };
        if let Some(ObjectLit { props, .. }) = inner
            && let [method] = props.as_slice()
        {
            *property = method.clone();
        }
        property.visit_mut_children_with(self);
    }

    fn visit_mut_expr(&mut self, expression: &mut Expr) {
        loop {
            let inner = match expression {
                Expr::Call(call) if calls(call, "__assignType") => {
                    call.args.first().map(|first| first.expr.clone())
                }
                Expr::Paren(paren) => match &*paren.expr {
                    Expr::Seq(sequence) => match sequence.exprs.as_slice() {
                        [first, .., last] if sets_metadata(first) => Some(last.clone()),
                        [first, ..] => object_in_temporary(first),
                        [] => None,
                    },
                    _ => None,
                },
                _ => None,
            };
            match inner {
                Some(inner) => *expression = *inner,
                None => break,
            }
        }
        expression.visit_mut_children_with(self);
    }

    fn visit_mut_decorator(&mut self, decorator: &mut Decorator) {
        // The parser leaves out the parentheses around it.
        if let Expr::Seq(sequence) = &*decorator.expr
            && let [first, .., last] = sequence.exprs.as_slice()
            && sets_metadata(first)
        {
            decorator.expr = last.clone();
        }
        decorator.visit_mut_children_with(self);
    }

    fn visit_mut_call_expr(&mut self, call: &mut CallExpr) {
        without_types(&mut call.args);
        call.visit_mut_children_with(self);
    }

    fn visit_mut_new_expr(&mut self, construct: &mut NewExpr) {
        construct.args.get_or_insert_default();
        construct.visit_mut_children_with(self);
        without_parentheses(&mut construct.callee);
    }

    fn visit_mut_pat(&mut self, pattern: &mut Pat) {
        if let Pat::Assign(assign) = pattern
            && assign.right.as_opt_chain().is_some_and(|chain| {
                chain
                    .base
                    .as_member()
                    .is_some_and(|member| member.obj.as_member().is_some_and(is_metadata_member))
            })
        {
            *pattern = *assign.left.clone();
        }
        if let Pat::Ident(name) = pattern
            && name.type_ann.as_ref().is_some_and(|annotation| receives(&annotation.type_ann))
        {
            name.id.optional = true;
        }
        pattern.visit_mut_children_with(self);
    }
}

/// Takes the parentheses away that a function is put into where `new` constructs it.
fn without_parentheses(expression: &mut Expr) {
    match expression {
        Expr::Member(member) => without_parentheses(&mut member.obj),
        Expr::TaggedTpl(template) => without_parentheses(&mut template.tag),
        Expr::TsNonNull(inner) => without_parentheses(&mut inner.expr),
        Expr::TsInstantiation(inner) => without_parentheses(&mut inner.expr),
        Expr::Paren(paren) if paren.expr.is_fn_expr() => *expression = *paren.expr.clone(),
        _ => {}
    }
}

fn is_metadata(name: &Ident) -> bool {
    name.sym.starts_with("__Ω") || name.sym == "__assignType" || name.sym == "__assignMethodType"
}

fn is_metadata_member(member: &MemberExpr) -> bool {
    matches!(&member.prop, MemberProp::Ident(name) if name.sym == "Ω" || name.sym == "__type")
}

fn is_inserted(statement: &Stmt) -> bool {
    match statement {
        Stmt::Empty(_) => true,
        Stmt::Expr(expression) => {
            sets_metadata(&expression.expr)
                || expression.expr.as_call().is_some_and(|call| {
                    let of = call.args.first().and_then(|first| first.expr.as_ident());
                    of.is_some_and(is_metadata)
                })
        }
        Stmt::Decl(declaration) => declares_metadata(declaration),
        _ => false,
    }
}

fn declares_metadata(declaration: &Decl) -> bool {
    match declaration {
        Decl::Fn(function) => is_metadata(&function.ident),
        Decl::Var(variables) => variables
            .decls
            .iter()
            .all(|variable| variable.name.as_ident().is_some_and(|name| is_metadata(name))),
        _ => false,
    }
}

fn sets_metadata(expression: &Expr) -> bool {
    let Expr::Assign(AssignExpr { left, .. }) = expression else { return false };
    matches!(left, AssignTarget::Simple(SimpleAssignTarget::Member(member)) if is_metadata_member(member))
}

/// The object of `__Ωr = object`.
fn object_in_temporary(expression: &Expr) -> Option<Box<Expr>> {
    let assign = expression.as_assign()?;
    assign.left.as_ident().filter(|name| is_metadata(name)).map(|_| assign.right.clone())
}

fn calls(call: &CallExpr, name: &str) -> bool {
    matches!(&call.callee, Callee::Expr(callee) if callee.as_ident().is_some_and(|callee| callee.sym == name))
}

/// Leaves out the arguments that hand a type over, and those that make room before it.
fn without_types(arguments: &mut Vec<ExprOrSpread>) {
    while let Some(ExprOrSpread { spread: None, expr }) = arguments.last()
        && match &**expr {
            Expr::Ident(name) => name.sym == "undefined",
            Expr::Array(ArrayLit { elems, .. }) => match elems.last() {
                None => true,
                Some(last) => last.as_ref().is_some_and(|last| matches!(&*last.expr, Expr::Lit(Lit::Str(_)))),
            },
            _ => false,
        }
    {
        arguments.pop();
    }
}

fn receives(ty: &TsType) -> bool {
    match ty {
        TsType::TsTypeRef(reference) => {
            reference.type_name.as_ident().is_some_and(|name| name.sym == "ReceiveType")
        }
        TsType::TsUnionOrIntersectionType(swc_core::ecma::ast::TsUnionOrIntersectionType::TsUnionType(
            union,
        )) => union.types.iter().any(|ty| receives(ty)),
        TsType::TsParenthesizedType(inner) => receives(&inner.type_ann),
        _ => false,
    }
}

/// The first token of the module that the map of its code does not lead back to itself.
fn lost_token(module: &Module, code: &str, map: &str) -> Option<String> {
    let lines = |text: &str| text.split('\n').map(|line| line.encode_utf16().collect()).collect();
    let [sources, results]: [Vec<Vec<u16>>; 2] = [lines(&module.text), lines(code)];
    let tokens: Vec<Vec<u16>> = lines(&without_comments(module));
    let mut mapped: Vec<Vec<bool>> = sources.iter().map(|line| vec![false; line.len()]).collect();
    let json: serde_json::Value = serde_json::from_str(map).unwrap();
    let mut last = [0_i64; 4];
    for (line, segments) in json["mappings"].as_str().unwrap().split(';').enumerate() {
        last[0] = 0;
        for segment in segments.split(',').filter(|segment| !segment.is_empty()) {
            for (field, value) in numbers(segment).into_iter().enumerate() {
                last[field] += value;
            }
            let [column, _, source_line, source_column] = last.map(|value| value as usize);
            let found = token(results.get(line)?, column);
            let meant = token(sources.get(source_line)?, source_column);
            if found != meant {
                let [found, meant] = [found, meant].map(String::from_utf16_lossy);
                return Some(format!("{}:{}: {found:?} is mapped to {meant:?}", line + 1, column + 1));
            }
            *mapped[source_line].get_mut(source_column)? = true;
        }
    }
    for (line, units) in tokens.iter().enumerate() {
        for column in 0..units.len() {
            let goes_on = column > 0 && is_word(units[column]) && is_word(units[column - 1]);
            if !is_space(units[column]) && !goes_on && !mapped[line][column] {
                let token = String::from_utf16_lossy(token(units, column));
                return Some(format!("{}:{}: {token:?} is not mapped", line + 1, column + 1));
            }
        }
    }
    None
}

/// The text with spaces in the place of the comments that stand before a token: no one sets a breakpoint in them.
fn without_comments(module: &Module) -> String {
    let mut text = String::new();
    let mut comments: Vec<_> =
        module.leading_comments.values().flatten().map(|comment| module.range(comment.span)).collect();
    comments.sort_by_key(|comment| comment.start);
    let mut at = 0;
    for comment in comments {
        let (start, end) = (comment.start as usize, comment.end as usize);
        // A parser that goes back reads it twice.
        if start < at {
            continue;
        }
        text.push_str(&module.text[at..start]);
        for c in module.text[start..end].chars() {
            text.push_str(if c == '\n' { "\n" } else { &"  "[..c.len_utf16()] });
        }
        at = end;
    }
    text + &module.text[at..]
}

/// A word, or one sign.
fn token(line: &[u16], at: usize) -> &[u16] {
    let rest = line.get(at..).unwrap_or(&[]);
    let length = rest.iter().take_while(|&&unit| is_word(unit)).count();
    &rest[..length.max(1).min(rest.len())]
}

fn is_word(unit: u16) -> bool {
    unit >= 0x80
        || u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$')
}

fn is_space(unit: u16) -> bool {
    unit <= 0x20
}

fn numbers(segment: &str) -> Vec<i64> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut numbers = Vec::new();
    let (mut value, mut shift) = (0_i64, 0);
    for c in segment.chars() {
        let digit = digits.find(c).unwrap() as i64;
        value |= (digit & 31) << shift;
        shift += 5;
        if digit < 32 {
            numbers.push(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
            (value, shift) = (0, 0);
        }
    }
    numbers
}
