//! What is told of an API that is served, as data.

use mion_aot::ApiEvent;
use napi_derive::napi;

use crate::error::PluginError;

/// One of: a line that the API printed, that it is ready, that something is amiss, or that it has ended.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct ApiReport {
    /// `printed`, `ready`, `warning` or `ended`.
    pub kind: String,
    /// Of a line.
    pub text: Option<String>,
    /// Of a line: that it was printed to stderr.
    pub is_error: Option<bool>,
    /// Where a ready API listens, if it has told.
    pub url: Option<String>,
    /// Of a warning, and of an end.
    pub problem: Option<PluginError>,
}

impl From<ApiEvent> for ApiReport {
    fn from(event: ApiEvent) -> Self {
        let kind = |kind: &str| Self { kind: kind.to_owned(), ..Self::default() };
        match event {
            ApiEvent::Printed(line) => {
                Self { text: Some(line.text), is_error: Some(line.is_error), ..kind("printed") }
            }
            ApiEvent::Ready { url } => Self { url, ..kind("ready") },
            ApiEvent::Missed(warning) => Self { problem: Some(warning.into()), ..kind("warning") },
            ApiEvent::Ended(error) => Self { problem: Some(error.into()), ..kind("ended") },
        }
    }
}
