//! Which entries may answer a request at all: those made under the same settings.
//!
//! What the inputs hold is compared entry by entry, in [`store`](crate::store): which files they are is not known before
//! the start script has run.

use std::{env, path::Path};

use serde::Serialize;

use crate::{Options, inputs, package};

/// Counted up whenever what an entry holds is laid out in another way.
const FORMAT: u32 = 3;

/// All that changes the result beside the contents of files. Paths are relative to the root, so that a project and its
/// cache can be moved together.
#[derive(Serialize)]
struct Settings<'a> {
    format: u32,
    devtools: &'a str,
    node: &'a str,
    runner: &'static str,
    runner_version: String,
    vite_version: String,
    start_script: String,
    config: Option<String>,
    mode: &'a str,
    /// Vite chooses between development and production code by it.
    node_env: Option<String>,
    /// Name and hash of the value: the environment holds secrets.
    env: Vec<(&'a str, String)>,
    args: &'a [String],
    excluded_fns: Vec<&'a str>,
    excluded_pure_fns: Vec<&'a str>,
    client_fns: bool,
    include: &'a [String],
    extra: &'a str,
}

/// The settings of `options` as canonical JSON. `package_folder` is that of the runner's npm package, `root` the vite
/// root with its links resolved.
pub(crate) fn settings(options: &Options, root: &Path, package_folder: &Path) -> String {
    let relative =
        |path: &Path| inputs::relative(root, &path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    let settings = Settings {
        format: FORMAT,
        devtools: &options.devtools_version,
        node: &options.node_version,
        runner: options.runner.script(),
        runner_version: package::version(package_folder),
        vite_version: package::find("vite", &[package_folder])
            .map(|vite| package::version(&vite))
            .unwrap_or_default(),
        start_script: relative(&options.start_script),
        config: options.config.as_deref().map(|config| match config.strip_prefix(&options.runner_dir) {
            // It stands for the options alone.
            Ok(own) => own.to_string_lossy().into_owned(),
            Err(_) => relative(config),
        }),
        mode: &options.mode,
        node_env: env::var("NODE_ENV").ok(),
        // The plugin's own: what they say is in `extra`.
        env: options
            .env
            .iter()
            .filter(|(name, _)| !name.starts_with("MION_AOT_"))
            .map(|(name, value)| (name.as_str(), blake3::hash(value.as_bytes()).to_hex()[..12].to_owned()))
            .collect(),
        args: &options.args,
        excluded_fns: sorted(&options.excluded_fns),
        excluded_pure_fns: sorted(&options.excluded_pure_fns),
        client_fns: options.client_fns,
        include: &options.include,
        extra: &options.key_extra,
    };
    // Strings and numbers only: it cannot fail.
    serde_json::to_string(&settings).unwrap_or_default()
}

fn sorted(names: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}
