//! What the command line shows of the cache.

use std::time::{SystemTime, UNIX_EPOCH};

use mion_aot::{Miss, Reason, Subject, inspect::Kept};
use napi_derive::napi;

use crate::{
    error::PluginError,
    outcome::{outcome, path_text},
};

outcome!(
    /// The last used first.
    StatusOutcome,
    Vec<KeptEntry>
);
outcome!(
    /// Nothing is given when AOT is off.
    ExplainedOutcome,
    Explained
);
outcome!(
    /// Nothing is given when AOT is off.
    ClearedOutcome,
    bool
);

/// One result on disk.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct KeptEntry {
    pub path: String,
    pub bytes: f64,
    /// Milliseconds since 1970.
    pub used: f64,
    /// Whether it can be read.
    pub whole: bool,
    pub routes: u32,
    pub functions: u32,
    /// Whether it answers a build of now.
    pub current: bool,
}

impl From<&Kept> for KeptEntry {
    fn from(kept: &Kept) -> Self {
        let counts = kept.counts.unwrap_or_default();
        Self {
            path: path_text(&kept.path),
            bytes: kept.bytes as f64,
            used: milliseconds(kept.used),
            whole: kept.counts.is_some(),
            routes: counts.routes,
            functions: counts.jit_fns,
            current: kept.current,
        }
    }
}

/// Why the start script runs.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// Why a build of now would run it; nothing if it would not.
    pub now: Option<Cause>,
    /// Why the last build that ran it did.
    pub last: Option<Cause>,
    /// When that was, in milliseconds since 1970.
    pub last_when: Option<f64>,
}

impl Explained {
    pub(crate) fn new(now: Option<Reason>, last: Option<Miss>) -> Self {
        Self {
            now: now.map(Cause::from),
            last_when: last.as_ref().map(|miss| milliseconds(miss.when)),
            last: last.map(|miss| Cause::from(miss.reason)),
        }
    }
}

#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Cause {
    /// `empty`, `unreadable`, `settings` or `inputs`.
    pub kind: String,
    pub changes: Vec<Difference>,
}

/// One thing that is not what it was.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// `file`, `link`, `glob`, `env`, `define` or `setting`.
    pub kind: String,
    /// A path relative to the root, a name, or a folder with its patterns.
    pub name: String,
    /// Nothing if it was not there. A file's content and a variable's value are shown by the begin of their hash.
    pub from: Option<String>,
    pub to: Option<String>,
}

impl From<Reason> for Cause {
    fn from(reason: Reason) -> Self {
        let (kind, changes) = match reason {
            Reason::Empty => ("empty", Vec::new()),
            Reason::Unreadable => ("unreadable", Vec::new()),
            Reason::Settings(changes) => (
                "settings",
                changes
                    .into_iter()
                    .map(|change| Difference {
                        kind: "setting".to_owned(),
                        name: change.name,
                        from: Some(change.from),
                        to: Some(change.to),
                    })
                    .collect(),
            ),
            Reason::Inputs(changes) => (
                "inputs",
                changes
                    .into_iter()
                    .map(|change| {
                        let (kind, name) = named(change.subject);
                        Difference { kind: kind.to_owned(), name, from: change.from, to: change.to }
                    })
                    .collect(),
            ),
        };
        Self { kind: kind.to_owned(), changes }
    }
}

fn named(subject: Subject) -> (&'static str, String) {
    match subject {
        Subject::File(path) => ("file", path),
        Subject::Link(path) => ("link", path),
        Subject::Glob { folder, patterns } => ("glob", format!("{folder}: {}", patterns.join(", "))),
        Subject::Env(name) => ("env", name),
        Subject::Define(name) => ("define", name),
    }
}

fn milliseconds(time: SystemTime) -> f64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1_000.0
}
