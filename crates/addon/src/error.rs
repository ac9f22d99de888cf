//! The one shape in which an error or a warning crosses into JavaScript.

use mion_aot::{AotError, Finding, Warning as AotWarning};
use mion_source::Diagnostic;
use napi_derive::napi;

/// An error or a warning for the user: data from which the shell makes a `MionError`, or calls `this.warn`.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct PluginError {
    /// Stable: `MION_...`.
    pub code: String,
    pub message: String,
    /// Where, if a file is to blame.
    pub file: Option<String>,
    /// From 1.
    pub line: Option<u32>,
    /// From 0.
    pub column: Option<u32>,
    /// The lines around the place.
    pub frame: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl PluginError {
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), ..Self::default() }
    }

    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<Diagnostic> for PluginError {
    fn from(found: Diagnostic) -> Self {
        Self {
            code: found.code.to_owned(),
            message: found.message,
            file: Some(found.file),
            line: Some(found.line),
            column: Some(found.column),
            frame: Some(found.frame),
            hint: found.hint,
        }
    }
}

impl From<AotError> for PluginError {
    fn from(error: AotError) -> Self {
        let place = error.place();
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            file: place.map(|place| place.file.clone()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            frame: place.map(|place| place.frame.clone()).filter(|frame| !frame.is_empty()),
            hint: error.hint(),
        }
    }
}

impl From<AotWarning> for PluginError {
    fn from(warning: AotWarning) -> Self {
        Self {
            code: warning.code.to_owned(),
            message: warning.message,
            file: warning.file.map(|path| path.display().to_string()),
            hint: warning.hint,
            ..Self::default()
        }
    }
}

impl From<Finding> for PluginError {
    fn from(finding: Finding) -> Self {
        let Finding { file, line, column, code, message, frame, hint } = finding;
        Self { code, message, file, line, column, frame, hint }
    }
}
