//! The text of a function's body as plain JavaScript: types and comments are left away, white space is
//! collapsed, and all else is the author's own.
//!
//! What is removed is told by spans; what must stay as it is written (strings, templates, regular expressions)
//! too. Everything between is copied token by token, with a line end wherever one may end a statement.

use std::ops::Range;

use mion_source::Module;
use swc_core::{
    common::{Span, Spanned},
    ecma::{
        ast::*,
        visit::{Visit, VisitWith},
    },
};

use crate::function::is_type_only;

/// The text of `range` without its types; `visit` takes the visitor over the nodes in it.
pub(crate) fn plain_text(module: &Module, range: Range<u32>, visit: impl FnOnce(&mut Marks<'_>)) -> String {
    let mut marks = Marks { module, list: Vec::new() };
    visit(&mut marks);
    let mut list = marks.list;
    list.sort_by_key(|mark| (mark.range.start, mark.range.end));
    copy(&module.text, range, &list)
}

#[derive(Debug)]
struct Mark {
    range: Range<u32>,
    keep: Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    Nothing,
    /// A statement or member was removed, or one ended at a type.
    Semicolon,
    /// A literal.
    Everything,
}

/// Collects what is removed and what is kept as written.
pub(crate) struct Marks<'a> {
    module: &'a Module,
    list: Vec<Mark>,
}

impl Marks<'_> {
    fn mark(&mut self, range: Range<u32>, keep: Keep) {
        if range.start < range.end {
            self.list.push(Mark { range, keep });
        }
    }

    fn remove(&mut self, range: Range<u32>) {
        self.mark(range, Keep::Nothing);
    }

    fn keep(&mut self, span: Span) {
        self.mark(self.module.range(span), Keep::Everything);
    }

    fn start(&self, span: Span) -> u32 {
        self.module.range(span).start
    }

    fn end(&self, span: Span) -> u32 {
        self.module.range(span).end
    }

    /// The next offset that is neither white space nor a comment.
    fn skip(&self, offset: u32) -> u32 {
        skip_trivia(&self.module.text, offset as usize) as u32
    }

    /// `<...>` in front of something that a line end must not be put before.
    fn remove_with_space_after(&mut self, span: Span) {
        let Range { start, end } = self.module.range(span);
        self.remove(start..self.skip(end));
    }

    /// ` as T`: a statement that ended here would run on into a line that starts with a bracket.
    fn remove_tail(&mut self, inner: Span, outer: Span) {
        let range = self.end(inner)..self.end(outer);
        let next = self.skip(range.end);
        let gap = &self.module.text[range.end as usize..next as usize];
        let runs_on = self.module.text[next as usize..].starts_with(['(', '[', '`']);
        let keep = if runs_on && gap.contains(LINE_ENDS) { Keep::Semicolon } else { Keep::Nothing };
        self.mark(range, keep);
    }

    /// A `?` or `!` after the name of a parameter, a variable or a member.
    fn remove_sign_after(&mut self, name: Range<u32>, sign: char) {
        let at = self.skip(name.end) as usize;
        if self.module.text[at..].starts_with(sign) {
            self.remove(at as u32..at as u32 + 1);
        }
    }

    /// TypeScript's own modifiers between the start of a member and its name.
    fn remove_modifiers(&mut self, member: Span, key: Span) {
        let mut at = self.start(member);
        let end = self.start(key);
        while at < end {
            let rest = &self.module.text[at as usize..end as usize];
            let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            if let "public" | "private" | "protected" | "readonly" | "override" | "abstract" | "declare" =
                &rest[..length]
            {
                self.remove(at..at + length as u32);
            }
            let next = self.skip(at + length as u32);
            // `[`, `#`, `*`: no word starts here.
            at = if next == at { at + rest.chars().next().map_or(1, char::len_utf8) as u32 } else { next };
        }
    }

    fn name_range(&self, name: &Ident) -> Range<u32> {
        let start = self.start(name.span);
        start..start + name.sym.len() as u32
    }

    fn binding(&mut self, name: &BindingIdent) {
        if name.optional {
            self.remove_sign_after(self.name_range(name), '?');
        }
        name.type_ann.visit_with(self);
    }

    fn removed_member(&mut self, span: Span) {
        self.mark(self.module.range(span), Keep::Semicolon);
    }

    fn class_word(&mut self, class: &Class, from: u32) {
        if class.is_abstract {
            let at = self.skip(from) as usize;
            if self.module.text[at..].starts_with("abstract") {
                self.remove(at as u32..at as u32 + 8);
            }
        }
    }
}

impl Visit for Marks<'_> {
    fn visit_str(&mut self, text: &Str) {
        self.keep(text.span);
    }

    fn visit_regex(&mut self, regex: &Regex) {
        self.keep(regex.span);
    }

    fn visit_tpl_element(&mut self, element: &TplElement) {
        self.keep(element.span);
    }

    fn visit_ts_type_ann(&mut self, annotation: &TsTypeAnn) {
        self.remove(self.module.range(annotation.span));
    }

    fn visit_ts_type_param_decl(&mut self, parameters: &TsTypeParamDecl) {
        self.remove_with_space_after(parameters.span);
    }

    fn visit_ts_type_param_instantiation(&mut self, arguments: &TsTypeParamInstantiation) {
        self.remove(self.module.range(arguments.span));
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        call.callee.visit_with(self);
        if let Some(types) = &call.type_args {
            self.remove_with_space_after(types.span);
        }
        call.args.visit_with(self);
    }

    fn visit_opt_call(&mut self, call: &OptCall) {
        call.callee.visit_with(self);
        if let Some(types) = &call.type_args {
            self.remove_with_space_after(types.span);
        }
        call.args.visit_with(self);
    }

    fn visit_tagged_tpl(&mut self, tagged: &TaggedTpl) {
        tagged.tag.visit_with(self);
        if let Some(types) = &tagged.type_params {
            self.remove_with_space_after(types.span);
        }
        tagged.tpl.visit_with(self);
    }

    fn visit_ts_as_expr(&mut self, assertion: &TsAsExpr) {
        assertion.expr.visit_with(self);
        self.remove_tail(assertion.expr.span(), assertion.span);
    }

    fn visit_ts_satisfies_expr(&mut self, assertion: &TsSatisfiesExpr) {
        assertion.expr.visit_with(self);
        self.remove_tail(assertion.expr.span(), assertion.span);
    }

    fn visit_ts_const_assertion(&mut self, assertion: &TsConstAssertion) {
        assertion.expr.visit_with(self);
        if self.start(assertion.span) < self.start(assertion.expr.span()) {
            self.remove(self.start(assertion.span)..self.start(assertion.expr.span()));
        } else {
            self.remove_tail(assertion.expr.span(), assertion.span);
        }
    }

    fn visit_ts_type_assertion(&mut self, assertion: &TsTypeAssertion) {
        self.remove(self.start(assertion.span)..self.start(assertion.expr.span()));
        assertion.expr.visit_with(self);
    }

    fn visit_ts_non_null_expr(&mut self, assertion: &TsNonNullExpr) {
        assertion.expr.visit_with(self);
        self.remove(self.end(assertion.expr.span())..self.end(assertion.span));
    }

    fn visit_ts_instantiation(&mut self, instantiation: &TsInstantiation) {
        instantiation.expr.visit_with(self);
        self.remove_tail(instantiation.expr.span(), instantiation.span);
    }

    fn visit_binding_ident(&mut self, name: &BindingIdent) {
        self.binding(name);
    }

    fn visit_array_pat(&mut self, pattern: &ArrayPat) {
        pattern.visit_children_with(self);
        if let (true, Some(types)) = (pattern.optional, &pattern.type_ann) {
            self.remove(self.start(types.span) - 1..self.start(types.span));
        }
    }

    fn visit_object_pat(&mut self, pattern: &ObjectPat) {
        pattern.visit_children_with(self);
        if let (true, Some(types)) = (pattern.optional, &pattern.type_ann) {
            self.remove(self.start(types.span) - 1..self.start(types.span));
        }
    }

    fn visit_var_declarator(&mut self, declarator: &VarDeclarator) {
        if let (true, Pat::Ident(name)) = (declarator.definite, &declarator.name) {
            self.remove_sign_after(self.name_range(name), '!');
        }
        declarator.visit_children_with(self);
    }

    fn visit_decl(&mut self, declaration: &Decl) {
        if is_type_only(declaration) {
            self.removed_member(declaration.span());
        } else {
            declaration.visit_children_with(self);
        }
    }

    fn visit_function(&mut self, function: &Function) {
        if let Some(this) = &function.this_param {
            let start = self.start(this.span);
            let end = match function.params.first() {
                Some(first) => self.start(first.span),
                None => {
                    let next = self.skip(self.end(this.span));
                    next + u32::from(self.module.text[next as usize..].starts_with(','))
                }
            };
            self.remove(start..end);
        }
        function.type_params.visit_with(self);
        function.params.visit_with(self);
        function.return_type.visit_with(self);
        function.body.visit_with(self);
    }

    fn visit_class_decl(&mut self, declaration: &ClassDecl) {
        self.class_word(&declaration.class, self.start(declaration.span()));
        declaration.class.visit_with(self);
    }

    fn visit_class_expr(&mut self, expression: &ClassExpr) {
        self.class_word(&expression.class, self.start(expression.span()));
        expression.class.visit_with(self);
    }

    fn visit_class(&mut self, class: &Class) {
        class.type_params.visit_with(self);
        class.super_class.visit_with(self);
        class.super_type_params.visit_with(self);
        if let (Some(first), Some(last)) = (class.implements.first(), class.implements.last()) {
            let before = self.module.text[..self.start(first.span) as usize].trim_end();
            if let Some(before) = before.strip_suffix("implements") {
                self.remove(before.len() as u32..self.end(last.span));
            }
        }
        class.body.visit_with(self);
    }

    fn visit_class_member(&mut self, member: &ClassMember) {
        let span = member.span();
        let (key, optional, definite, is_type) = match member {
            ClassMember::Constructor(it) => (it.key.span(), it.is_optional, false, it.body.is_none()),
            ClassMember::Method(it) => (it.key.span(), it.is_optional, false, it.function.body.is_none()),
            ClassMember::PrivateMethod(it) => {
                (it.key.span, it.is_optional, false, it.function.body.is_none())
            }
            ClassMember::ClassProp(it) => {
                (it.key.span(), it.is_optional, it.definite, it.declare || it.is_abstract)
            }
            ClassMember::PrivateProp(it) => (it.key.span, it.is_optional, it.definite, false),
            ClassMember::AutoAccessor(it) => (it.key.span(), false, it.definite, it.is_abstract),
            ClassMember::TsIndexSignature(_) => (span, false, false, true),
            ClassMember::Empty(_) | ClassMember::StaticBlock(_) => {
                member.visit_children_with(self);
                return;
            }
        };
        if is_type {
            self.removed_member(span);
            return;
        }
        self.remove_modifiers(span, key);
        if optional {
            self.remove_sign_after(self.module.range(key), '?');
        }
        if definite {
            self.remove_sign_after(self.module.range(key), '!');
        }
        member.visit_children_with(self);
    }
}

const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The next offset in `text` that is neither white space nor a comment.
fn skip_trivia(text: &str, mut offset: usize) -> usize {
    loop {
        let rest = &text[offset..];
        let length = trivia_length(rest);
        if length == 0 {
            return offset;
        }
        offset += length;
    }
}

/// The length of the white space or of the comment that `rest` starts with.
fn trivia_length(rest: &str) -> usize {
    if rest.starts_with("//") {
        rest.find(LINE_ENDS).unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        rest.get(2..).and_then(|inner| inner.find("*/")).map_or(rest.len(), |end| end + 4)
    } else {
        rest.find(|c| !is_space(c)).unwrap_or(rest.len())
    }
}

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    LineEnd,
}

fn copy(text: &str, range: Range<u32>, marks: &[Mark]) -> String {
    let end = range.end as usize;
    let mut out = Output { text: String::new(), gap: Gap::None, after_literal: false };
    let mut at = range.start as usize;
    let mut marks = marks.iter().peekable();
    while at < end {
        // A mark inside of one that is behind us, which only a tree of a broken text may have.
        while marks.next_if(|mark| (mark.range.start as usize) < at).is_some() {}
        if let Some(mark) = marks.next_if(|mark| mark.range.start as usize == at) {
            let until = (mark.range.end as usize).min(end);
            match mark.keep {
                Keep::Everything => out.push(&text[at..until], true),
                Keep::Semicolon if out.needs_semicolon() => out.push(";", false),
                Keep::Semicolon => out.gap = out.gap.max(Gap::LineEnd),
                Keep::Nothing => out.gap = out.gap.max(Gap::Space),
            }
            at = until;
            continue;
        }
        let next = marks.peek().map_or(end, |mark| (mark.range.start as usize).min(end));
        let rest = &text[at..next];
        let trivia = trivia_length(rest);
        if trivia > 0 {
            let is_line_end = rest[..trivia].contains(LINE_ENDS);
            out.gap = out.gap.max(if is_line_end { Gap::LineEnd } else { Gap::Space });
            at += trivia;
        } else {
            let length = rest.find(|c| is_space(c) || c == '/').unwrap_or(rest.len()).max(1);
            let word = &rest[..length];
            out.push(word, false);
            at += length;
        }
    }
    out.text
}

struct Output {
    text: String,
    gap: Gap,
    after_literal: bool,
}

impl Output {
    fn push(&mut self, piece: &str, is_literal: bool) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        match gap {
            Gap::LineEnd if self.may_end_before(piece) => self.text.push('\n'),
            Gap::None => {}
            _ if self.runs_together_with(piece) => self.text.push(' '),
            _ => {}
        }
        self.text.push_str(piece);
        self.after_literal = is_literal;
    }

    fn needs_semicolon(&self) -> bool {
        self.after_literal || !(self.text.is_empty() || self.text.ends_with(['{', ';']))
    }

    /// Whether a line end before `next` may mean something.
    fn may_end_before(&self, next: &str) -> bool {
        let after_opening =
            self.text.is_empty() || !self.after_literal && self.text.ends_with(['{', '(', '[', ',', ';']);
        !after_opening && !next.starts_with(['}', ')', ']', ',', ';']) && !next.starts_with("=>")
    }

    /// Whether `next` right after the text would be read as one token with its end.
    fn runs_together_with(&self, next: &str) -> bool {
        let (Some(last), Some(first)) = (self.text.chars().next_back(), next.chars().next()) else {
            return false;
        };
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '\\') || !c.is_ascii();
        if self.after_literal && is_word(first) || is_word(last) && is_word(first) {
            return true;
        }
        matches!(
            (last, first),
            ('+', '+')
                | ('-', '-')
                | ('/', '/')
                | ('/', '*')
                | ('<', '!')
                | ('-', '>')
                | ('?', '.')
                | ('0'..='9', '.')
        )
    }
}
