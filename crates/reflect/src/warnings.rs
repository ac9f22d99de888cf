//! What a module's author is told about its types.

use mion_source::Severity;
use swc_core::common::Span;

use crate::context::{Context, FileId, MAX_EMBEDDED, OWN, Place};
use crate::evaluate::Evaluator;
use crate::index::Node;
use crate::symbols::is_own;
use crate::types::SymbolId;

impl Context<'_> {
    /// Runs work whose findings are no reason to warn.
    pub(crate) fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.quiet, true);
        let result = work(self);
        self.quiet = outer;
        result
    }

    pub(crate) fn warn_too_many(&mut self, symbol: SymbolId) {
        let Some(Place { from, span }) = self.places.get(&symbol).cloned() else { return };
        self.warn(
            OWN,
            span,
            format!(
                "more than {MAX_EMBEDDED} types of other files hang together with {from}, so that some of them are \
                 reflected as `any`"
            ),
            "Write out the part of the type that is meant, or mark what uses it with `@reflection never`.".into(),
        );
    }

    /// Warns of what is `any` in another file's declaration that has been written, where this module refers to it.
    pub(crate) fn warn_of_embedded(&mut self, symbol: SymbolId) {
        let Some(Place { from, span }) = self.place.clone() else { return };
        let Some(declared) = self.declared_of(symbol) else { return };
        if let Some(name) = declared.unresolved.first() {
            self.warn(
                OWN,
                span,
                format!(
                    "the type `{name}` cannot be resolved, which {from} refers to, so that it is reflected as `any` there"
                ),
                format!("Install what declares `{name}`, or write out the part of the type that is meant."),
            );
        }
        let generic = self.instance_of(symbol).map_or(symbol, |(of, _)| of);
        if !is_own(generic) && Evaluator::new(self).is_endless(generic, &declared) {
            let name = declared.name.clone().unwrap_or_default();
            self.warn_of_endless(&name, span);
        }
    }

    /// Adds a warning about a place of the module that is transformed, once.
    pub(crate) fn warn(&mut self, file: FileId, span: Span, message: String, hint: String) {
        self.warn_of("MION_REFLECT_UNRESOLVED", file, span, message, hint);
    }

    /// Warns that a type leads back to itself with ever larger arguments.
    pub(crate) fn warn_endless(&mut self, symbol: SymbolId) {
        let Some((name, span)) = self.named_place(symbol) else { return };
        self.warn_of_endless(&name, span);
    }

    fn warn_of_endless(&mut self, name: &str, span: Span) {
        self.warn_of(
            "MION_REFLECT_ENDLESS",
            OWN,
            span,
            format!(
                "`{name}` leads back to itself with type arguments that grow each time, and so has no end: what it \
                 refers to in this way is reflected as `any`"
            ),
            "Refer to a type that does not grow there, or mark what uses it with `@reflection never`.".into(),
        );
    }

    /// Warns that a type took more than it may to be resolved.
    pub(crate) fn warn_too_large(&mut self, name: &str, span: Span) {
        self.warn_of(
            "MION_REFLECT_TOO_LARGE",
            OWN,
            span,
            format!(
                "`{name}` takes too much to be resolved: what is left of it is evaluated at run time, and may not be \
                 what TypeScript makes of it"
            ),
            "Write out the part of the type that is meant, or mark it with `@reflection never`.".into(),
        );
    }

    /// The name of a type of this module, and where it stands.
    pub(crate) fn named_place(&self, symbol: SymbolId) -> Option<(String, Span)> {
        let (file, id) = self.declaration(symbol).filter(|(file, _)| *file == OWN)?;
        let handle = self.file(file);
        let name = handle.index().declarations[id].name.to_string();
        let span = match handle.index().nodes(handle.module(), id).first()? {
            Node::Interface(interface) => interface.id.span,
            Node::Alias(alias) => alias.id.span,
            Node::Class(class) => class.span.with_hi(class.span.lo),
            _ => return None,
        };
        Some((name, span))
    }

    fn warn_of(&mut self, code: &'static str, file: FileId, span: Span, message: String, hint: String) {
        if file != OWN || self.quiet || !self.warned.insert((span.lo.0, span.hi.0)) {
            return;
        }
        let handle = self.file(OWN);
        let warning = handle.module().diagnostic(code, Severity::Warning, span, message);
        self.warnings.push(warning.with_hint(hint));
    }
}
