//! The text of a JavaScript literal, parsed and checked to be plain: data, and functions as values.
//!
//! What passes here can be put into a bundle: evaluating it runs nothing and reads nothing.

use std::ops::Range;

use mion_source::{Diagnostic, Severity};
use rustc_hash::FxHashSet;
use swc_core::{
    common::{BytePos, EqIgnoreSpan, Span, Spanned},
    ecma::{
        ast::{
            EsVersion, Expr, KeyValueProp, Lit, MethodProp, ModuleItem, ObjectLit, Prop, PropName,
            PropOrSpread, Stmt, UnaryExpr, UnaryOp,
        },
        parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax, lexer::Lexer},
    },
};

/// A checked value, with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// Bytes of the text.
    pub(super) range: Range<u32>,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// In the order of the text; no key stands twice.
    Object(Vec<(String, Value)>),
    Array(Vec<Value>),
    String(String),
    Number(f64),
    Boolean(bool),
    Function,
    /// `null`, `undefined`, a bigint, a regular expression: nothing here asks which.
    Other,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Value {
    /// The member of that name; `None` if this is no object or has none.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The members of an object; empty for anything else.
    pub(super) fn entries(&self) -> &[(String, Value)] {
        match &self.kind {
            Kind::Object(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        self.kind == Kind::Boolean(true)
    }

    /// The strings of an array; empty for anything else.
    pub(super) fn strings(&self) -> impl Iterator<Item = &str> {
        let items: &[Value] = match &self.kind {
            Kind::Array(items) => items,
            _ => &[],
        };
        items.iter().filter_map(Value::as_str)
    }
}

/// Parses `text` as one literal. `name` stands for a file in the diagnostics.
///
/// Recursion follows the depth of the text: call it where the stack is large.
///
/// # Errors
/// The place of what is not a plain literal, or that it reads differently as TypeScript.
pub(super) fn parse(name: &str, text: &str) -> Result<Value, Diagnostic> {
    let reader = Reader { name, text };
    let script = reader.expression(Syntax::Es(EsSyntax::default()))?;
    let checked = reader.value(&script)?;
    // The module's id ends with `.ts`, for Vite strips types from it: `f<a>(b)` must not become a call there.
    let typed = reader.expression(Syntax::Typescript(TsSyntax::default()))?;
    if !script.eq_ignore_span(&typed) {
        return Err(reader.refuse(script.span(), "reads differently as TypeScript than as JavaScript"));
    }
    Ok(checked)
}

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
}

/// The parentheses around the text make it an expression, and put its first byte at parser position 2.
const FIRST: u32 = 2;

impl Reader<'_> {
    fn expression(&self, syntax: Syntax) -> Result<Box<Expr>, Diagnostic> {
        // The line break ends a comment at the end of the text.
        let wrapped = format!("({}\n)", self.text);
        let end = BytePos(1 + wrapped.len() as u32);
        let input = StringInput::new(&wrapped, BytePos(1), end);
        let mut parser = Parser::new_from(Lexer::new(syntax, EsVersion::EsNext, input, None));
        let parsed = parser.parse_module();
        let error = match parsed {
            Ok(module) => match parser.take_errors().into_iter().next() {
                None => return self.only_expression(module.body),
                Some(error) => error,
            },
            Err(error) => error,
        };
        Err(self.refuse(error.span(), &error.kind().msg()))
    }

    fn only_expression(&self, body: Vec<ModuleItem>) -> Result<Box<Expr>, Diagnostic> {
        let mut body = body.into_iter();
        if let (Some(ModuleItem::Stmt(Stmt::Expr(statement))), None) = (body.next(), body.next())
            && let Expr::Paren(paren) = *statement.expr
        {
            return Ok(paren.expr);
        }
        Err(self.refuse(Span::new(BytePos(FIRST), BytePos(FIRST)), "is more than one expression"))
    }

    fn value(&self, expr: &Expr) -> Result<Value, Diagnostic> {
        let kind = match expr {
            Expr::Object(object) => self.object(object)?,
            Expr::Array(array) => {
                let mut items = Vec::with_capacity(array.elems.len());
                for item in &array.elems {
                    match item {
                        Some(item) if item.spread.is_none() => items.push(self.value(&item.expr)?),
                        Some(item) => return Err(self.refuse(item.span(), "holds a spread")),
                        None => return Err(self.refuse(array.span, "is an array with a hole")),
                    }
                }
                Kind::Array(items)
            }
            Expr::Lit(Lit::Str(text)) => Kind::String(text.value.to_string_lossy().into_owned()),
            Expr::Lit(Lit::Num(number)) => Kind::Number(number.value),
            Expr::Lit(Lit::Bool(boolean)) => Kind::Boolean(boolean.value),
            Expr::Lit(Lit::Null(_) | Lit::BigInt(_) | Lit::Regex(_)) => Kind::Other,
            Expr::Tpl(template) if template.exprs.is_empty() => match template.quasis.as_slice() {
                [only] => Kind::String(
                    only.cooked.as_ref().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default(),
                ),
                _ => return Err(self.refuse(template.span, "is not a plain template")),
            },
            Expr::Ident(name) if matches!(&*name.sym, "undefined" | "NaN" | "Infinity") => Kind::Other,
            Expr::Unary(unary) => self.unary(unary)?,
            Expr::Fn(_) | Expr::Arrow(_) => Kind::Function,
            Expr::Paren(paren) => return self.value(&paren.expr),
            Expr::Ident(name) => {
                return Err(self.refuse(name.span, &format!("names `{}`, which is not in scope", name.sym)));
            }
            Expr::Call(_) | Expr::New(_) | Expr::OptChain(_) | Expr::TaggedTpl(_) => {
                return Err(self.refuse(expr.span(), "calls a function"));
            }
            _ => return Err(self.refuse(expr.span(), "is not a plain literal")),
        };
        Ok(Value { range: self.range(expr.span()), kind })
    }

    fn unary(&self, unary: &UnaryExpr) -> Result<Kind, Diagnostic> {
        let operand = self.value(&unary.arg)?;
        match (unary.op, operand.kind) {
            (UnaryOp::Minus, Kind::Number(number)) => Ok(Kind::Number(-number)),
            // A negative bigint or `-Infinity`.
            (UnaryOp::Minus, Kind::Other)
                if !matches!(*unary.arg, Expr::Lit(Lit::Null(_) | Lit::Regex(_))) =>
            {
                Ok(Kind::Other)
            }
            // `void 0`, as minifiers write undefined.
            (UnaryOp::Void, Kind::Number(_)) => Ok(Kind::Other),
            _ => Err(self.refuse(unary.span, "is not a plain literal")),
        }
    }

    fn object(&self, object: &ObjectLit) -> Result<Kind, Diagnostic> {
        let mut entries = Vec::with_capacity(object.props.len());
        let mut seen = FxHashSet::default();
        for property in &object.props {
            let (name, value) = match property {
                PropOrSpread::Spread(spread) => return Err(self.refuse(spread.span(), "holds a spread")),
                PropOrSpread::Prop(property) => match &**property {
                    Prop::KeyValue(KeyValueProp { key, value }) => (key, self.value(value)?),
                    Prop::Method(MethodProp { key, .. }) => {
                        (key, Value { range: self.range(property.span()), kind: Kind::Function })
                    }
                    Prop::Shorthand(name) => {
                        let message = format!("names `{}`, which is not in scope", name.sym);
                        return Err(self.refuse(name.span, &message));
                    }
                    other => return Err(self.refuse(other.span(), "holds a getter or a setter")),
                },
            };
            let key = self.key(name)?;
            if !seen.insert(key.clone()) {
                return Err(self.refuse(name.span(), &format!("has the key `{key}` twice")));
            }
            entries.push((key, value));
        }
        Ok(Kind::Object(entries))
    }

    fn key(&self, name: &PropName) -> Result<String, Diagnostic> {
        let key = match name {
            PropName::Ident(name) => name.sym.to_string(),
            PropName::Str(text) => match text.value.as_str() {
                Some(text) => text.to_owned(),
                None => return Err(self.refuse(text.span, "has a key that is not valid Unicode")),
            },
            // Only those that print the same everywhere.
            PropName::Num(number) if number.value.fract() == 0.0 && (0.0..=1e15).contains(&number.value) => {
                format!("{}", number.value)
            }
            PropName::Computed(computed) => return Err(self.refuse(computed.span, "has a computed key")),
            PropName::Num(_) | PropName::BigInt(_) => {
                return Err(self.refuse(name.span(), "has a number for a key"));
            }
        };
        if key == "__proto__" {
            return Err(self.refuse(name.span(), "sets `__proto__`"));
        }
        Ok(key)
    }

    fn range(&self, span: Span) -> Range<u32> {
        let clamp = |position: BytePos| position.0.saturating_sub(FIRST).min(self.text.len() as u32);
        clamp(span.lo)..clamp(span.hi)
    }

    fn refuse(&self, span: Span, message: &str) -> Diagnostic {
        let range = self.range(span);
        Diagnostic::new("MION_AOT_BAD_MESSAGE", Severity::Error, self.name, self.text, range, message)
    }
}
