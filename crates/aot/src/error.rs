//! Why there are no caches, and what to do about it.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use mion_source::Place;

use crate::collect::Output;

/// Why [`generate`](crate::generate) has no caches to give.
#[derive(Debug, thiserror::Error)]
pub enum AotError {
    #[error("the start script {} does not exist", path.display())]
    StartScriptNotFound { path: PathBuf },

    #[error("{package} is not installed: looked in the node_modules of {} and of every folder above", from.display())]
    RunnerNotFound { package: &'static str, from: PathBuf },

    #[error("{} could not be started: {source}", program.display())]
    Spawn { program: PathBuf, source: io::Error },

    #[error("the channel to the start script could not be opened: {0}")]
    Channel(io::Error),

    /// It threw, or ended with another code than 0.
    #[error("the start script {} failed{}: {reason}{output}", script.display(), if *after_caches { " after it had initialised its router" } else { "" })]
    StartScriptFailed {
        script: PathBuf,
        /// The error's name and message, or the exit code or signal.
        reason: String,
        after_caches: bool,
        place: Option<Place>,
        output: Output,
    },

    #[error("the start script {} was not done after {:.1} s{}{output}", script.display(), after.as_secs_f64(), if *evaluated { "" } else { ": its top level had not finished" })]
    Timeout { script: PathBuf, after: Duration, evaluated: bool, output: Output },

    #[error("the start script {} ended without initialising a mion router{output}", script.display())]
    NoRouter { script: PathBuf, output: Output },

    /// Of a child that serves.
    #[error("the API ended: {reason} ({})", script.display())]
    ApiEnded { script: PathBuf, reason: String, place: Option<Place> },

    /// `part`: `jitFnsCode`, `pureFnsCode`, `routerCacheCode`, or the message as a whole.
    #[error("what the start script sent cannot be used: {part}: {reason}")]
    BadMessage { part: &'static str, reason: String, place: Option<Place> },

    #[error("strict AOT is incomplete: {}", list(missing))]
    Incomplete { missing: Vec<Missing> },

    #[error("the AOT cache could not be cleared: {source}")]
    CacheUnclearable { source: io::Error },

    #[error("the generation of the AOT caches was cancelled")]
    Cancelled,

    /// A mistake of this crate, contained.
    #[error("an internal error of the AOT pipeline: {0}")]
    Internal(String),
}

/// A function that strict mode will ask for and that was not compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The router entry that needs it: `users/getById`.
    pub route: String,
    /// `te_abc...` or `namespace::name`.
    pub function: String,
    /// `parameters`, `return value`, `header parameters`, `returned headers`, or the function that depends on it.
    pub needed_for: String,
    /// It was compiled, and an option left it out.
    pub excluded: bool,
}

impl AotError {
    /// Stable and searchable.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::StartScriptNotFound { .. } => "MION_AOT_START_SCRIPT_NOT_FOUND",
            Self::RunnerNotFound { .. } => "MION_AOT_RUNNER_NOT_FOUND",
            Self::Spawn { .. } => "MION_AOT_SPAWN",
            Self::Channel(_) => "MION_AOT_CHANNEL",
            Self::StartScriptFailed { .. } => "MION_AOT_START_SCRIPT_FAILED",
            Self::Timeout { .. } => "MION_AOT_TIMEOUT",
            Self::NoRouter { .. } => "MION_AOT_NO_ROUTER",
            Self::ApiEnded { .. } => "MION_AOT_API_ENDED",
            Self::BadMessage { .. } => "MION_AOT_BAD_MESSAGE",
            Self::Incomplete { .. } => "MION_AOT_INCOMPLETE",
            Self::CacheUnclearable { .. } => "MION_AOT_CACHE_UNCLEARABLE",
            Self::Cancelled => "MION_AOT_CANCELLED",
            Self::Internal(_) => "MION_AOT_INTERNAL",
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::StartScriptNotFound { .. } => {
                "set aotCaches.startServerScript to the file that calls initMionRouter".to_owned()
            }
            Self::RunnerNotFound { package, .. } => format!("install it: npm install --save-dev {package}"),
            Self::Spawn { .. } => "check that Node can be executed there".to_owned(),
            Self::Channel(_) => {
                "check that the folder for temporary files exists and can be written to".to_owned()
            }
            Self::StartScriptFailed { after_caches: true, .. } => {
                "guard what the build cannot do with: if (!process.env.MION_COMPILE) { ... }".to_owned()
            }
            Self::StartScriptFailed { .. } => {
                "the build runs this script to collect the routes; it must run without errors".to_owned()
            }
            Self::Timeout { .. } => {
                "raise aotCaches.timeout, or skip what is slow with: if (!process.env.MION_COMPILE) { ... }"
                    .to_owned()
            }
            Self::NoRouter { .. } => {
                "the script must call initMionRouter, and must not end before that is done: await it".to_owned()
            }
            Self::ApiEnded { .. } => "the next edit of a file that it loads starts it again".to_owned(),
            Self::BadMessage { .. } => {
                "the packages of mion and devtools may be of versions that do not fit".to_owned()
            }
            Self::Incomplete { missing } if missing.iter().any(|one| one.excluded) => {
                "take it out of aotCaches.excludedFns or excludedPureFns, or turn off the router's aot option"
                    .to_owned()
            }
            Self::Incomplete { .. } => {
                "the packages of mion and devtools may be of versions that do not fit; without the router's aot \
                 option the rest is compiled at run time"
                    .to_owned()
            }
            Self::CacheUnclearable { .. } => "check who owns the folder, and what is in use there".to_owned(),
            Self::Cancelled | Self::Internal(_) => return None,
        };
        Some(hint)
    }

    /// Where it is wrong, when that is known.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::StartScriptFailed { place, .. }
            | Self::ApiEnded { place, .. }
            | Self::BadMessage { place, .. } => place.as_ref(),
            _ => None,
        }
    }
}

fn list(missing: &[Missing]) -> String {
    const SHOWN: usize = 5;
    let mut lines: Vec<String> = missing.iter().take(SHOWN).map(Missing::sentence).collect();
    if missing.len() > SHOWN {
        lines.push(format!("and {} more", missing.len() - SHOWN));
    }
    lines.join("; ")
}

impl Missing {
    fn sentence(&self) -> String {
        let Self { route, function, needed_for, excluded } = self;
        let why = if *excluded { "is excluded" } else { "is missing" };
        format!("{function} {why}, which {route} needs for its {needed_for}")
    }
}

/// Something less than the user meant that does not keep the caches from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable and searchable: `MION_AOT_CACHE_UNWRITABLE`, ...
    pub code: &'static str,
    pub message: String,
    pub file: Option<PathBuf>,
    pub hint: Option<String>,
}

impl Warning {
    /// `sentence` names the option and the function.
    pub(crate) fn unknown_excluded(sentence: String) -> Self {
        let hint =
            "the option holds a function's hash, its kind (`te`), namespace::name for a pure function, or a glob of routes"
                .to_owned();
        Self { code: "MION_AOT_UNKNOWN_EXCLUDED", message: sentence, file: None, hint: Some(hint) }
    }

    /// `folder` cannot be written to.
    pub(crate) fn cache_unwritable(folder: PathBuf, error: &io::Error) -> Self {
        Self {
            code: "MION_AOT_CACHE_UNWRITABLE",
            message: format!("the AOT caches could not be kept in {}: {error}", folder.display()),
            file: Some(folder),
            hint: Some(
                "the next build runs the start script again; aotCaches.cache names another folder".to_owned(),
            ),
        }
    }

    /// The API of `script` has not said for `patience` that it can be called.
    pub(crate) fn not_ready(script: &Path, patience: Duration) -> Self {
        let seconds = patience.as_secs_f64();
        Self {
            code: "MION_AOT_NOT_READY",
            message: format!("the API did not say within {seconds:.1} s that it is ready"),
            file: Some(script.to_owned()),
            hint: Some(
                "the adapter says so once it listens: initHttp must be called when MION_COMPILE is childProcess; \
                 aotCaches.waitTimeout is the time that it may take"
                    .to_owned(),
            ),
        }
    }

    /// `script` ended when it had sent its caches, and was to serve.
    pub(crate) fn not_serving(script: &Path) -> Self {
        Self {
            code: "MION_AOT_NOT_SERVING",
            message: "the start script ended: nothing in it listens".to_owned(),
            file: Some(script.to_owned()),
            hint: Some("call initHttp in it, or use runMode: 'middleware'".to_owned()),
        }
    }

    /// `file` may have been read before or after it changed.
    pub(crate) fn input_changed(file: PathBuf) -> Self {
        Self {
            code: "MION_AOT_INPUT_CHANGED",
            message: format!("{} changed while the start script ran", file.display()),
            file: Some(file),
            hint: Some("the caches may be of before or after: they are used now and not kept".to_owned()),
        }
    }
}
