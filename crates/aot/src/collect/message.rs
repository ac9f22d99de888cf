//! What the child says over the channel: one JSON value a line.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    AotError, Finding,
    emit::Sent,
    type_calls::{ModuleCalls, TypeCall, module_of},
};

#[derive(Debug)]
pub(super) enum Message {
    /// The three caches, by `initMionRouter`.
    Caches(Sent),
    /// What the result depends on, by the plugin and the runner.
    Modules(Modules),
    /// What is to be warned of in the sources, by the plugin.
    Findings(Vec<Finding>),
    /// A module that declares handlers was transformed, by the plugin.
    RouteModule(PathBuf),
    /// The start script was evaluated, and the modules of `aotCaches.include` come next, by the runner.
    Including,
    /// The entry was evaluated, its top-level awaits included, by the runner.
    Evaluated,
    /// Nothing more is to be expected after the caches, by the runner.
    Quiet,
    /// The error that is about to end the process, by the runner.
    Failed(Failure),
    /// The script may use its channel for its own ends.
    Other,
}

/// An error, as far as the child knows about it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Failure {
    pub(super) name: Option<String>,
    pub(super) message: String,
    pub(super) stack: Option<String>,
    /// The module that Vite was working on.
    pub(super) id: Option<String>,
    pub(super) loc: Option<Loc>,
    pub(super) frame: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Loc {
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CachesMessage {
    jit_fns_code: String,
    pure_fns_code: String,
    router_cache_code: String,
    #[serde(default)]
    strict: bool,
    #[serde(default)]
    type_calls: Vec<ModuleCallsMessage>,
    serializer: Option<String>,
}

#[derive(Deserialize)]
struct ModuleCallsMessage {
    module: String,
    calls: Vec<CallMessage>,
}

#[derive(Deserialize)]
struct CallMessage {
    key: String,
    /// What stands in for the type.
    value: Option<Value>,
    /// Why there is none.
    error: Option<String>,
    #[serde(default)]
    functions: Vec<String>,
}

impl From<ModuleCallsMessage> for ModuleCalls {
    fn from(message: ModuleCallsMessage) -> Self {
        let calls = message.calls.into_iter().map(|CallMessage { key, value, error, functions }| {
            // JSON is JavaScript.
            let result = value.map(|value| value.to_string()).ok_or(error.unwrap_or_default());
            TypeCall { key, result, functions }
        });
        Self { module: module_of(&message.module).to_owned(), calls: calls.collect() }
    }
}

#[derive(Deserialize)]
struct FindingsMessage {
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct RouteModuleMessage {
    module: PathBuf,
}

/// Paths are absolute.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Modules {
    /// Files; those that do not exist count too.
    pub(super) modules: Vec<PathBuf>,
    pub(super) links: Vec<String>,
    pub(super) globs: Vec<Glob>,
    /// Names of environment variables.
    pub(super) env: Vec<String>,
    /// Names of the config's `define`.
    pub(super) defines: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Glob {
    pub(super) folder: String,
    pub(super) patterns: Vec<String>,
}

impl Message {
    /// # Errors
    /// `BadMessage` for what is not JSON, and for a known type with other fields than it must have.
    pub(super) fn parse(line: &[u8]) -> Result<Self, AotError> {
        let value: Value = serde_json::from_slice(line).map_err(|error| {
            let start: String = String::from_utf8_lossy(line).chars().take(60).collect();
            bad(format!("a line that is not JSON ({error}): {start}"))
        })?;
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
        let wrong = |error: serde_json::Error| bad(format!("a `{kind}` message of another form: {error}"));
        Ok(match kind {
            "mion-aot-caches" => {
                let message = CachesMessage::deserialize(&value).map_err(wrong)?;
                Self::Caches(Sent {
                    jit_fns: message.jit_fns_code,
                    pure_fns: message.pure_fns_code,
                    router_cache: message.router_cache_code,
                    strict: message.strict,
                    serializer: message.serializer,
                    type_calls: message.type_calls.into_iter().map(ModuleCalls::from).collect(),
                })
            }
            "mion-aot-modules" => Self::Modules(Modules::deserialize(&value).map_err(wrong)?),
            "mion-aot-findings" => {
                Self::Findings(FindingsMessage::deserialize(&value).map_err(wrong)?.findings)
            }
            "mion-aot-route-module" => {
                Self::RouteModule(RouteModuleMessage::deserialize(&value).map_err(wrong)?.module)
            }
            "mion-aot-including" => Self::Including,
            "mion-aot-evaluated" => Self::Evaluated,
            "mion-aot-quiet" => Self::Quiet,
            "mion-aot-failed" => Self::Failed(Failure::deserialize(&value).map_err(wrong)?),
            _ => Self::Other,
        })
    }
}

fn bad(reason: String) -> AotError {
    AotError::BadMessage { part: "the message", reason, place: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_script_itself_are_ignored() {
        for line in ["1", "null", "[]", "\"mion-aot-caches\"", "{}", "{\"type\":1}", "{\"type\":\"ready\"}"] {
            assert!(matches!(Message::parse(line.as_bytes()), Ok(Message::Other)), "{line}");
        }
    }

    #[test]
    fn what_is_not_json_is_named() {
        let error = Message::parse(b"\xffgarbage").unwrap_err();
        assert_eq!(error.code(), "MION_AOT_BAD_MESSAGE");
        assert!(error.to_string().contains("garbage"), "{error}");
    }

    #[test]
    fn a_message_of_another_form_is_named() {
        let error = Message::parse(br#"{"type":"mion-aot-caches","jitFnsCode":"{}"}"#).unwrap_err();
        assert_eq!(error.code(), "MION_AOT_BAD_MESSAGE");
        assert!(error.to_string().contains("pureFnsCode"), "{error}");
    }
}
