//! What [`generate`](crate::generate) is told.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

/// One start script, and how to run it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Vite's root, absolute. Inputs are remembered relative to it.
    pub root: PathBuf,
    /// The script that initialises the router, absolute. It runs in its own folder.
    pub start_script: PathBuf,
    /// The Vite config that the script runs under, absolute; `None`: what Vite finds in `root`.
    pub config: Option<PathBuf>,
    /// How Vite loads it: `bundle`, `runner` or `native`; `None`: as that Vite does by itself.
    pub config_loader: Option<String>,
    /// Vite's mode: `production`, `development`, ...
    pub mode: String,
    /// Where `mion-aot/` is made, absolute; Vite's `cacheDir` as a rule. `None`: nothing is read or kept.
    pub cache_dir: Option<PathBuf>,
    /// Globs of modules, relative to `root`, that are loaded after the start script: the types of their calls are
    /// compiled too.
    pub include: Vec<String>,
    /// Functions to leave out: a `jitFnHash`, a `jitHash`, a function id (`te`), its name (`typeErrors`), or a glob of
    /// the ids of routes, of which goes what no other needs.
    pub excluded_fns: Vec<String>,
    /// Pure functions to leave out: the name alone, a glob of `namespace::name`, or of the ids of routes.
    pub excluded_pure_fns: Vec<String>,
    /// Whether the functions that only clients call are kept: a server sends them to clients that ask.
    pub client_fns: bool,
    /// Whether clients get functions of their own, without what only servers need.
    pub for_clients: bool,
    /// How long the start script may take, from its start to its going quiet.
    pub timeout: Duration,
    /// Generate whatever the cache holds. The result is kept.
    pub force: bool,
    /// Another environment of a build asks, which had its caches already: what was made for it holds as long as its inputs
    /// are as they were, whatever `cache_dir` and `force` say.
    pub same_build: bool,
    pub runner: Runner,
    /// What the start script is run for.
    pub purpose: Purpose,
    /// The start script's own arguments: `process.argv.slice(2)`.
    pub args: Vec<String>,
    /// How long an API that is served may take to say that it is ready.
    pub wait_timeout: Duration,
    /// Node's executable: `process.execPath`.
    pub node: PathBuf,
    /// Node's version: `process.version`. The caches may depend on it.
    pub node_version: String,
    /// The folder that holds `preload.mjs` and the runners.
    pub runner_dir: PathBuf,
    /// Added to the environment of the start script, over what it inherits from this process.
    pub env: Vec<(String, String)>,
    /// The `define` of the Vite config: name to text. Those that a loaded module mentions are inputs.
    pub defines: BTreeMap<String, String>,
    /// The version of devtools, and of its build: another one finds no entry of this one.
    pub devtools_version: String,
    /// Whatever else changes the result, in a canonical form. Part of the key as it stands.
    pub key_extra: String,
}

/// What a start script is run for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// The caches: no server listens, and the child is ended when it has sent them.
    #[default]
    Compile,
    /// The caches and the API: the child stays and serves. Its caches are those of the process that answers, so nothing is
    /// read from disk or kept there.
    Serve,
}

/// What runs the start script through Vite.
///
/// Each is a script in `runner_dir` that evaluates the start script and says over the channel when it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runner {
    /// The package `vite-node`, 1 and later, on the Vite that it depends on.
    #[default]
    ViteNode,
    /// The module runner of Vite 6 and later.
    ModuleRunner,
    /// The runtime of Vite 5.1 to 5.4, which the module runner replaced.
    ViteRuntime,
}

impl Runner {
    /// The npm package that must be installed beside the project.
    #[must_use]
    pub fn package(self) -> &'static str {
        match self {
            Self::ViteNode => "vite-node",
            Self::ModuleRunner | Self::ViteRuntime => "vite",
        }
    }

    /// The file in `runner_dir`.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Self::ViteNode => "vite-node.mjs",
            Self::ModuleRunner => "module-runner.mjs",
            Self::ViteRuntime => "vite-runtime.mjs",
        }
    }
}
