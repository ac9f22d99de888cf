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
pub(crate) enum Message {
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
    /// It has done all but evaluate the script, and waits for the word, by the runner.
    Prepared,
    /// A server of the script is about to listen, and waits for the word, by the preload.
    Listens,
    /// It waits for that before it makes its router, by the preload.
    ListensEarly,
    /// It has stopped listening, by the preload.
    Released,
    /// The API can be called, by the runtime's adapter.
    Ready(Platform),
    /// The error that is about to end the process, by the runner.
    Failed(Failure),
    /// The script may use its channel for its own ends.
    Other,
}

/// An error, as far as the child knows about it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Failure {
    pub(crate) name: Option<String>,
    pub(crate) message: String,
    pub(crate) stack: Option<String>,
    /// The module that Vite was working on.
    pub(crate) id: Option<String>,
    pub(crate) loc: Option<Loc>,
    pub(crate) frame: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Loc {
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
}

/// What the adapter tells of itself; other runtimes may tell less.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Platform {
    pub(crate) protocol: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) port: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadyMessage {
    #[serde(default)]
    platform_config: Platform,
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
pub(crate) struct Modules {
    /// Files; those that do not exist count too.
    pub(crate) modules: Vec<PathBuf>,
    pub(crate) links: Vec<String>,
    pub(crate) globs: Vec<Glob>,
    /// Names of environment variables.
    pub(crate) env: Vec<String>,
    /// Names of the config's `define`.
    pub(crate) defines: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Glob {
    pub(crate) folder: String,
    pub(crate) patterns: Vec<String>,
}

impl Message {
    /// # Errors
    /// `BadMessage` for what is not JSON, and for a known type with other fields than it must have.
    pub(crate) fn parse(line: &[u8]) -> Result<Self, AotError> {
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
            "mion-aot-prepared" => Self::Prepared,
            "mion-aot-listens" => Self::Listens,
            "mion-aot-listens-early" => Self::ListensEarly,
            "mion-aot-released" => Self::Released,
            "mion-platform-ready" => {
                // What it tells beside that it is ready is for people.
                Self::Ready(
                    ReadyMessage::deserialize(&value).map(|it| it.platform_config).unwrap_or_default(),
                )
            }
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
