//! What calls of the addon give back: a value, or what went wrong, as data.

use napi_derive::napi;

use crate::error::PluginError;

/// The outcome of a call without a value.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub error: Option<PluginError>,
}

impl From<Result<(), PluginError>> for Outcome {
    fn from(result: Result<(), PluginError>) -> Self {
        Self { error: result.err() }
    }
}

/// The outcome of a call that gives text.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct TextOutcome {
    pub value: Option<String>,
    pub error: Option<PluginError>,
}

/// The outcome of a transform; neither field is set when the module stays as it is.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct TransformedOutcome {
    pub value: Option<Transformed>,
    pub error: Option<PluginError>,
}

/// A transformed module.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Transformed {
    pub code: String,
    /// A source map as JSON; absent when nothing was inserted, and `code` is the text that came.
    pub map: Option<String>,
    pub warnings: Vec<PluginError>,
    /// Absolute paths of the files read for this result, besides the module itself.
    pub dependencies: Vec<String>,
}

/// The outcome of a generation of the AOT caches; neither field is set when AOT is off.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct GeneratedOutcome {
    pub value: Option<Generated>,
    pub error: Option<PluginError>,
}

/// A generation of the AOT caches. The texts stay in the addon; see `virtualModule`.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// One line for the user: what was compiled, and how long it took.
    pub summary: String,
    /// Whether the caches came from disk.
    pub cached: bool,
    pub routes: u32,
    pub functions: u32,
    pub pure_functions: u32,
    /// Milliseconds from the call to the caches.
    pub milliseconds: f64,
    /// Absolute paths of the files that the caches were made from.
    pub inputs: Vec<String>,
    /// Ids of the virtual modules whose text differs from that of the generation before.
    pub changed: Vec<String>,
    pub warnings: Vec<PluginError>,
}

/// `Result` to outcome, for those that have a value.
macro_rules! outcome_of {
    ($outcome:ident, $value:ty) => {
        impl From<Result<Option<$value>, PluginError>> for $outcome {
            fn from(result: Result<Option<$value>, PluginError>) -> Self {
                match result {
                    Ok(value) => Self { value, error: None },
                    Err(error) => Self { value: None, error: Some(error) },
                }
            }
        }
    };
}
outcome_of!(TextOutcome, String);
outcome_of!(TransformedOutcome, Transformed);
outcome_of!(GeneratedOutcome, Generated);
