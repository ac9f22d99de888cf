//! The plugin's options: their shape, and what is wrong with those of a user.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::error::PluginError;

/// How many milliseconds the start script, and the API's readiness, may take when the option is left out.
const DEFAULT_TIMEOUT: u64 = 30_000;

/// What `mionPlugin` takes. Each group is optional, and off when it is left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct PluginOptions {
    /// The type metadata.
    pub run_types: Option<RunTypes>,
    /// Pure functions of the client that the server runs.
    pub server_pure_functions: Option<ServerPureFunctions>,
    /// Compilation ahead of time.
    pub aot_caches: Option<AotCaches>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct RunTypes {
    /// Path of the tsconfig.json, relative to Vite's root. Default: the nearest one above each file.
    pub ts_config: Option<String>,
    /// Globs of the modules that get metadata. Default: all TypeScript.
    pub include: Option<Globs>,
    /// Globs of the modules that get none. Default: `node_modules`.
    pub exclude: Option<Globs>,
    /// Overrides the `"reflection"` key of tsconfig.json.
    pub reflection: Option<Reflection>,
    /// Overrides of tsconfig's `compilerOptions` (`paths`, `baseUrl`).
    pub compiler_options: Option<CompilerOptions>,
    /// Whether a type that counts as `any` is an error.
    #[serde(default)]
    pub strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reflection {
    Default,
    Explicit,
    Never,
}

/// The compiler options that bear on what a type is. The others are Vite's business, and are accepted so that
/// a `compilerOptions` object can be passed as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub struct CompilerOptions {
    pub base_url: Option<String>,
    pub paths: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct ServerPureFunctions {
    /// The folder of the client's sources, relative to Vite's root.
    pub client_src_path: String,
    pub include: Option<Globs>,
    pub exclude: Option<Globs>,
    /// Clients are built without Vite: every pure function must have an explicit name.
    #[serde(default)]
    pub no_vite_client: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct AotCaches {
    /// The script that builds the router, relative to Vite's root.
    pub start_server_script: Option<String>,
    /// The Vite config that the start script runs with. Default: the one of this build.
    pub server_vite_config: Option<String>,
    /// Globs of modules that are loaded after the start script: the types of their calls are compiled too.
    pub include: Option<Globs>,
    /// Functions left out of the caches: a hash, a kind (`te`), or a glob of routes.
    #[serde(default)]
    pub excluded_fns: Vec<String>,
    /// Pure functions left out of the caches: `namespace::name`, or a glob of routes.
    #[serde(default)]
    pub excluded_pure_fns: Vec<String>,
    /// `false` leaves out the functions that only clients call.
    pub client_fns: Option<bool>,
    /// `true` (default): Vite's `cacheDir`; a folder; or `false`: none.
    pub cache: Option<CacheOption>,
    /// Whether the bundle goes without reflection. Default: when every router is strict (`aot: true`).
    pub exclude_reflection: Option<bool>,
    /// Milliseconds that the start script may take. Default 30,000.
    pub timeout: Option<u64>,
    /// What runs the start script. Default: vite-node.
    pub runner: Option<Runner>,
    /// What becomes of the API in a dev server. Default: nothing, it is compiled only.
    pub run_mode: Option<RunMode>,
    /// Environment variables of the start script, over those of this process.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Arguments of the start script.
    #[serde(default)]
    pub args: Vec<String>,
    /// Milliseconds that the API may take to say that it is ready. Default 30,000.
    pub wait_timeout: Option<u64>,
    /// Another name that the virtual modules go by: `virtual:<name>/caches`, ...
    pub custom_virtual_module_id: Option<String>,
    /// Client builds get caches without what only the server needs.
    #[serde(default)]
    pub is_client: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RunMode {
    BuildOnly,
    ChildProcess,
    Middleware,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runner {
    ViteNode,
    ModuleRunner,
    ViteRuntime,
}

impl From<Runner> for mion_aot::Runner {
    fn from(runner: Runner) -> Self {
        match runner {
            Runner::ViteNode => Self::ViteNode,
            Runner::ModuleRunner => Self::ModuleRunner,
            Runner::ViteRuntime => Self::ViteRuntime,
        }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged, expecting = "true, false or a folder")]
pub enum CacheOption {
    Enabled(bool),
    Folder(String),
}

/// A glob or a list of them.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged, expecting = "a glob or a list of globs")]
pub enum Globs {
    One(String),
    Many(Vec<String>),
}

impl Globs {
    #[must_use]
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(glob) => std::slice::from_ref(glob),
            Self::Many(globs) => globs,
        }
    }
}

impl AotCaches {
    #[must_use]
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout.unwrap_or(DEFAULT_TIMEOUT))
    }

    #[must_use]
    pub fn wait_timeout(&self) -> Duration {
        Duration::from_millis(self.wait_timeout.unwrap_or(DEFAULT_TIMEOUT))
    }

    /// What serde cannot see: values that have the right type and no meaning.
    fn check(&self) -> Result<(), PluginError> {
        let refuse = |name: &str, reason: &str| {
            Err(PluginError::new("MION_OPTION_VALUE", format!("option \"aotCaches.{name}\" {reason}")))
        };
        if let Some(name) =
            self.env.keys().find(|name| name.starts_with("MION_COMPILE") || name.starts_with("MION_AOT_"))
        {
            return refuse(&format!("env.{name}"), "cannot be set: the plugin sets this variable itself");
        }
        if let Some(name) = self.env.keys().find(|name| name.is_empty() || name.contains(['=', '\0'])) {
            return refuse(&format!("env.{name}"), "is not the name of an environment variable");
        }
        if self.wait_timeout.is_some() && self.run_mode != Some(RunMode::ChildProcess) {
            return refuse("waitTimeout", "has a meaning with runMode \"childProcess\" only");
        }
        if !self.args.is_empty() && self.run_mode == Some(RunMode::Middleware) {
            return refuse(
                "args",
                "cannot be given to a script that runs in Vite's process (runMode \"middleware\")",
            );
        }
        if let Some(id) = &self.custom_virtual_module_id {
            let plain = |character: char| character.is_ascii_alphanumeric() || "-_./@".contains(character);
            if id.is_empty() || !id.chars().all(plain) || id.starts_with('/') || id.ends_with('/') {
                return refuse(
                    "customVirtualModuleId",
                    "must be a name of letters, digits, and -_./@ inside: \"shop\" makes virtual:shop/caches",
                );
            }
            if id == "mion-aot" || id.starts_with("mion-") {
                return refuse(
                    "customVirtualModuleId",
                    "cannot begin with \"mion-\": these names are the plugin's own",
                );
            }
        }
        Ok(())
    }
}

impl PluginOptions {
    /// Reads the options from JSON.
    ///
    /// # Errors
    /// `MION_OPTION_UNKNOWN` and `MION_OPTION_TYPE`, naming the option, and the nearest valid one; `MION_OPTION_VALUE`.
    pub fn parse(json: &str) -> Result<Self, PluginError> {
        let deserializer = &mut serde_json::Deserializer::from_str(json);
        let options: Self = serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let path = error.path().to_string();
            describe(&path, &error.into_inner().to_string())
        })?;
        options.aot_caches.iter().try_for_each(AotCaches::check)?;
        Ok(options)
    }
}

/// Turns serde's sentence into ours. serde quotes names in backticks: the unknown one first, then the valid ones.
fn describe(path: &str, sentence: &str) -> PluginError {
    let sentence = sentence.rsplit_once(" at line ").map_or(sentence, |(text, _)| text);
    let mut names = sentence.split('`').skip(1).step_by(2);
    if sentence.starts_with("unknown field") || sentence.starts_with("unknown variant") {
        let unknown = names.next().unwrap_or_default();
        let valid: Vec<&str> = names.collect();
        let hint = nearest(unknown, &valid).map_or_else(
            || format!("Valid here: {}.", valid.join(", ")),
            |name| format!("Did you mean \"{name}\"? Valid here: {}.", valid.join(", ")),
        );
        return if sentence.starts_with("unknown field") {
            PluginError::new("MION_OPTION_UNKNOWN", format!("unknown option \"{path}\"")).with_hint(hint)
        } else {
            PluginError::new("MION_OPTION_TYPE", format!("option \"{path}\" cannot be \"{unknown}\""))
                .with_hint(hint)
        };
    }
    if let Some(missing) = sentence.strip_prefix("missing field ") {
        let name = missing.trim_matches('`');
        return PluginError::new("MION_OPTION_MISSING", format!("option \"{path}.{name}\" is missing"));
    }
    let name = if path == "." { "the options".to_owned() } else { format!("option \"{path}\"") };
    PluginError::new("MION_OPTION_TYPE", format!("{name} has the wrong type: {sentence}"))
}

/// Resolves a path option against `root` and checks that something is there.
///
/// # Errors
/// `MION_OPTION_PATH`, naming the option, the path looked for, and the nearest name that exists.
pub fn existing_path(root: &Path, option: &str, value: &str) -> Result<PathBuf, PluginError> {
    let path = root.join(value);
    if path.exists() {
        return Ok(path);
    }
    let mut folder = path.parent().unwrap_or(root);
    let mut wanted = path.file_name().unwrap_or_default();
    while !folder.is_dir() {
        let Some(parent) = folder.parent() else { break };
        wanted = folder.file_name().unwrap_or_default();
        folder = parent;
    }
    let present: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let names: Vec<&str> = present.iter().map(String::as_str).collect();
    let hint = nearest(&wanted.to_string_lossy(), &names).map_or_else(
        || format!("Paths are relative to Vite's root, {}.", root.display()),
        |name| format!("Did you mean \"{}\"?", folder.join(name).display()),
    );
    let message = format!("option \"{option}\": there is nothing at {}", path.display());
    Err(PluginError::new("MION_OPTION_PATH", message).with_hint(hint))
}

/// The candidate most like `name`, if one is alike enough to be meant: by common beginnings (`aot`, `aotCaches`)
/// or by a slip of the keys (`scr`, `src`).
fn nearest<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    const ALIKE: f64 = 0.66;
    let name = name.to_lowercase();
    let likeness = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        strsim::jaro_winkler(&name, &candidate).max(strsim::normalized_damerau_levenshtein(&name, &candidate))
    };
    candidates
        .iter()
        .map(|candidate| (likeness(candidate), *candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_a_meaning_is_named_with_the_reason() {
        for (aot, message) in [
            (
                r#"{"env": {"MION_COMPILE": "true"}}"#,
                "option \"aotCaches.env.MION_COMPILE\" cannot be set: the plugin sets this variable itself",
            ),
            (
                r#"{"env": {"A=B": ""}}"#,
                "option \"aotCaches.env.A=B\" is not the name of an environment variable",
            ),
            (
                r#"{"waitTimeout": 1}"#,
                "option \"aotCaches.waitTimeout\" has a meaning with runMode \"childProcess\" only",
            ),
            (
                r#"{"runMode": "middleware", "args": ["a"]}"#,
                "option \"aotCaches.args\" cannot be given to a script that runs in Vite's process (runMode \"middleware\")",
            ),
            (
                r#"{"customVirtualModuleId": "a b"}"#,
                "option \"aotCaches.customVirtualModuleId\" must be a name of letters, digits, and -_./@ inside: \"shop\" makes virtual:shop/caches",
            ),
            (
                r#"{"customVirtualModuleId": "mion-aot"}"#,
                "option \"aotCaches.customVirtualModuleId\" cannot begin with \"mion-\": these names are the plugin's own",
            ),
        ] {
            let found = error(&format!("{{\"aotCaches\": {aot}}}"));
            assert_eq!((found.code.as_str(), found.message.as_str()), ("MION_OPTION_VALUE", message));
        }
        let served = r#"{"aotCaches": {"runMode": "childProcess", "waitTimeout": 1, "args": ["a"], "env": {"A": "1"}}}"#;
        assert!(PluginOptions::parse(served).is_ok());
    }

    fn error(json: &str) -> PluginError {
        PluginOptions::parse(json).unwrap_err()
    }

    #[test]
    fn an_unknown_option_is_named_with_the_nearest_valid_one() {
        let found = error(r#"{"aotCaches": {"startServerScipt": "a.ts"}}"#);
        assert_eq!(found.code, "MION_OPTION_UNKNOWN");
        assert_eq!(found.message, "unknown option \"aotCaches.startServerScipt\"");
        assert!(found.hint.unwrap().starts_with("Did you mean \"startServerScript\"?"));
        let found = error(r#"{"aot": {}}"#);
        assert_eq!(found.message, "unknown option \"aot\"");
        assert!(found.hint.unwrap().contains("Did you mean \"aotCaches\"?"));
    }

    #[test]
    fn a_wrong_type_is_named_with_what_is_expected() {
        for (json, message) in [
            (
                r#"{"runTypes": 3}"#,
                "option \"runTypes\" has the wrong type: invalid type: integer `3`, expected an object",
            ),
            (
                r#"{"aotCaches": {"cache": 3}}"#,
                "option \"aotCaches.cache\" has the wrong type: true, false or a folder",
            ),
            (
                r#"{"runTypes": {"include": {}}}"#,
                "option \"runTypes.include\" has the wrong type: a glob or a list of globs",
            ),
            (r#"{"runTypes": {"reflection": "all"}}"#, "option \"runTypes.reflection\" cannot be \"all\""),
            (
                r#"{"aotCaches": {"timeout": -1}}"#,
                "option \"aotCaches.timeout\" has the wrong type: invalid value: integer `-1`, expected u64",
            ),
            (r#"{"serverPureFunctions": {}}"#, "option \"serverPureFunctions.clientSrcPath\" is missing"),
        ] {
            assert_eq!(error(json).message, message, "{json}");
        }
    }

    #[test]
    fn a_path_that_does_not_exist_is_named_with_the_nearest_that_does() {
        let folder = std::env::temp_dir().join(format!("mion-options-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::write(folder.join("src/server.ts"), "").unwrap();
        let found = existing_path(&folder, "aotCaches.startServerScript", "src/servr.ts").unwrap_err();
        assert_eq!(found.code, "MION_OPTION_PATH");
        assert!(found.message.contains("aotCaches.startServerScript"));
        assert!(found.hint.unwrap().contains("src/server.ts"));
        let found = existing_path(&folder, "x", "scr/server.ts").unwrap_err();
        assert!(found.hint.unwrap().ends_with("src\"?"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
