//! One run of the parser over a text, and the ends of statements that it misses.

use swc_core::{
    common::{
        BytePos, Spanned,
        comments::{SingleThreadedComments, SingleThreadedCommentsMap},
    },
    ecma::{
        ast::{BinExpr, EsVersion, Expr, Module as Ast},
        parser::{
            Parser, StringInput,
            error::{Error, SyntaxError},
            lexer::Lexer,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::Language;
use crate::module::{CommentMap, FIRST, byte_range, offset};

/// How many times a text is parsed again at most. One more time finds all missed ends but those behind a line that
/// cannot be gone on with.
const MOST_READINGS: usize = 16;

pub(crate) struct Reading {
    pub(crate) ast: Result<Ast, Error>,
    /// Comments that stand before a token.
    pub(crate) leading: CommentMap,
    /// Comments that stand after a token, on its line.
    trailing: CommentMap,
    /// Where the parser misses a semicolon, and goes on.
    unended: Vec<BytePos>,
    /// Where semicolons are taken to be that are none: at a byte of white space or of a comment.
    pub(crate) ends: Vec<BytePos>,
}

impl Reading {
    /// Parses a text. Errors that the parser recovers from are the business of the parsers that follow: the tree is whole.
    pub(crate) fn of(text: &str, language: Language) -> Self {
        let first = Self::once(text, language);
        match first.with_ends(text, language) {
            Some(mut mended) => {
                for (place, comments) in first.leading {
                    mended.leading.entry(place).or_insert(comments);
                }
                mended
            }
            None => first,
        }
    }

    fn once(text: &str, language: Language) -> Self {
        let comments = SingleThreadedComments::default();
        let input = StringInput::new(text, FIRST, BytePos(FIRST.0 + text.len() as u32));
        let lexer = Lexer::new(language.syntax(), EsVersion::EsNext, input, Some(&comments));
        let mut parser = Parser::new_from(lexer);
        let ast = parser.parse_module();
        let errors = parser.take_errors();
        drop(parser);
        let missed = errors.iter().filter(|error| matches!(error.kind(), SyntaxError::TS1005));
        let mut unended: Vec<BytePos> = missed.map(|error| error.span().lo).collect();
        if let Ok(ast) = &ast
            && may_miss_ends(text)
        {
            unended.extend(untold(text, ast));
        }
        let (leading, trailing) = comments.take_all();
        Self { ast, leading: owned(leading), trailing: owned(trailing), unended, ends: Vec::new() }
    }

    /// The text read with the ends that the parser missed, if it missed any.
    ///
    /// The body of an arrow function ends its statement where the next line begins with an operator: `f = () => {}`, then
    /// `/a/.test(b)`. This parser takes the function for the operator's left side; with a semicolon it cannot.
    fn with_ends(&self, text: &str, language: Language) -> Option<Self> {
        if self.unended.is_empty() {
            return None;
        }
        let mut text = text.to_owned();
        let mut mended: Option<Self> = None;
        let mut ends = Vec::new();
        for _ in 0..MOST_READINGS {
            let last = mended.as_ref().unwrap_or(self);
            let Some(latest) = last.unended.iter().max() else { break };
            // A parser that cannot go on has not told its comments; where the text ends, it does.
            let before = last.ast.is_err().then(|| Self::once(&text[..offset(*latest) as usize], language));
            let comments = before.as_ref().unwrap_or(last);
            let gaps: Vec<_> =
                last.unended.iter().filter_map(|place| comments.gap_before(&text, *place)).collect();
            if gaps.is_empty() {
                break;
            }
            for gap in gaps {
                ends.push(BytePos(FIRST.0 + gap.start as u32));
                // Each byte keeps its place.
                let blank =
                    text[gap.clone()].bytes().skip(1).map(|byte| if byte == b'\n' { '\n' } else { ' ' });
                let ended: String = std::iter::once(';').chain(blank).collect();
                text.replace_range(gap, &ended);
            }
            mended = Some(Self::once(&text, language));
        }
        mended.filter(|mended| mended.ast.is_ok()).map(|mended| Self { ends, ..mended })
    }

    /// What stands between a body's end and the line that begins at `place`.
    fn gap_before(&self, text: &str, place: BytePos) -> Option<std::ops::Range<usize>> {
        let end = offset(place) as usize;
        let comments = || self.leading.values().chain(self.trailing.values()).flatten();
        let mut start = end;
        loop {
            start = text[..start].trim_end().len();
            let Some(comment) = comments().find(|comment| byte_range(comment.span).end as usize == start)
            else {
                break;
            };
            start = byte_range(comment.span).start as usize;
        }
        let is_end =
            text[..start].ends_with('}') && text[start..end].contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        is_end.then_some(start..end)
    }
}

/// Whether an operator stands behind a `}` somewhere. Braces in the comments between are passed over: of a block of them,
/// each would be looked behind of to its end.
fn may_miss_ends(text: &str) -> bool {
    let mut from = 0;
    while let Some(at) = text[from..].find('}') {
        let (place, is_operator) = behind_trivia(text, from + at + 1);
        if is_operator {
            return true;
        }
        from = place;
    }
    false
}

/// The same places where the parser does not tell them: inside of a function that it only tries to read as an arrow function
/// with type parameters.
fn untold(text: &str, ast: &Ast) -> Vec<BytePos> {
    struct Operands(Vec<BytePos>);
    impl Visit for Operands {
        fn visit_bin_expr(&mut self, binary: &BinExpr) {
            if let Expr::Arrow(function) = &*binary.left {
                self.0.push(function.span.hi);
            }
            binary.visit_children_with(self);
        }
    }
    let mut operands = Operands(Vec::new());
    ast.visit_with(&mut operands);
    let places = operands.0.into_iter().filter_map(|end| operator_behind(text, offset(end) as usize));
    places.map(|place| BytePos(FIRST.0 + place as u32)).collect()
}

/// Where an operator stands behind a place, with which a statement or a member of a class can begin.
fn operator_behind(text: &str, from: usize) -> Option<usize> {
    let (place, is_operator) = behind_trivia(text, from);
    is_operator.then_some(place)
}

/// What stands behind white space and comments, and whether it is such an operator.
fn behind_trivia(text: &str, from: usize) -> (usize, bool) {
    let mut rest = &text[from..];
    let is_operator = loop {
        rest = rest.trim_start();
        let behind = match rest.get(..2) {
            Some("/*") => rest[2..].split_once("*/"),
            Some("//") => rest.split_once('\n'),
            // A line of a comment.
            Some("* " | "*/" | "*\n") => break false,
            _ => break rest.starts_with(['+', '-', '/', '<', '*']),
        };
        match behind {
            Some((_, behind)) => rest = behind,
            // A comment to the end of the text, or none.
            None => break false,
        }
    };
    (text.len() - rest.len(), is_operator)
}

fn owned(comments: SingleThreadedCommentsMap) -> CommentMap {
    std::rc::Rc::try_unwrap(comments)
        .map_or_else(|shared| shared.borrow().clone(), std::cell::RefCell::into_inner)
}
