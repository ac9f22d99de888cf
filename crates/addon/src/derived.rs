//! The options of the crates below, from those of the plugin and Vite's config.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use mion_aot::Purpose;
use mion_reflect::{Aliases, Mode};

use crate::{
    devtools::Environment,
    error::PluginError,
    options::{AotCaches, CacheOption, CompilerOptions, Reflection, RunTypes, existing_path},
    outcome::path_text,
    scope::Scope,
};

/// What `runTypes` is to the reflector.
///
/// # Errors
/// `MION_OPTION_PATH`.
pub(crate) fn reflector_options(
    root: &Path,
    options: &RunTypes,
    scope: Arc<Scope>,
) -> Result<mion_reflect::Options, PluginError> {
    let tsconfig = options.ts_config.as_deref();
    Ok(mion_reflect::Options {
        tsconfig: tsconfig.map(|path| existing_path(root, "runTypes.tsConfig", path)).transpose()?,
        aliases: options.compiler_options.as_ref().and_then(|options| aliases(root, options)),
        mode: options.reflection.map(|reflection| match reflection {
            Reflection::Default => Mode::Default,
            Reflection::Explicit => Mode::Explicit,
            Reflection::Never => Mode::Never,
        }),
        is_transformed: Some(Box::new(move |path| scope.holds(&path_text(path)))),
    })
}

/// What of `runTypes.compilerOptions` stands in for tsconfig's.
fn aliases(root: &Path, options: &CompilerOptions) -> Option<Aliases> {
    let CompilerOptions { base_url, paths } = options;
    if base_url.is_none() && paths.is_none() {
        return None;
    }
    Some(Aliases {
        base: base_url.as_ref().map_or_else(|| root.to_owned(), |base| root.join(base)),
        is_base_url: base_url.is_some(),
        paths: paths.clone().unwrap_or_default().into_iter().collect(),
    })
}

/// What `aotCaches` is to the pipeline.
///
/// # Errors
/// `MION_OPTION_MISSING`, `MION_OPTION_PATH`.
pub(crate) fn aot_options(
    root: &Path,
    json: &str,
    options: &AotCaches,
    environment: &Environment,
) -> Result<mion_aot::Options, PluginError> {
    let start_script = match (&options.start_server_script, &environment.default_start_script) {
        (Some(path), _) => existing_path(root, "aotCaches.startServerScript", path)?,
        (None, Some(path)) => PathBuf::from(path),
        (None, None) => {
            let message =
                "option \"aotCaches.startServerScript\" is missing, and no router package is installed";
            return Err(PluginError::new("MION_OPTION_MISSING", message)
                .with_hint("Set it to the script that calls initMionRouter."));
        }
    };
    let config = match &options.server_vite_config {
        Some(path) => Some(existing_path(root, "aotCaches.serverViteConfig", path)?),
        None => environment.config_file.as_ref().map(PathBuf::from),
    };
    let runner_dir = PathBuf::from(&environment.runner_dir);
    // A build that a program started has no config file: the child gets one with this plugin alone.
    let mut env: Vec<(String, String)> =
        options.env.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let config = config.unwrap_or_else(|| {
        env.push(("MION_AOT_OPTIONS".to_owned(), json.to_owned()));
        runner_dir.join("inline.config.mjs")
    });
    Ok(mion_aot::Options {
        root: root.to_owned(),
        start_script,
        config: Some(config),
        purpose: Purpose::Compile,
        for_clients: options.is_client,
        args: options.args.clone(),
        wait_timeout: options.wait_timeout(),
        config_loader: environment.config_loader.clone(),
        mode: environment.mode.clone(),
        cache_dir: match &options.cache {
            None | Some(CacheOption::Enabled(true)) => Some(PathBuf::from(&environment.cache_dir)),
            Some(CacheOption::Enabled(false)) => None,
            Some(CacheOption::Folder(folder)) => Some(root.join(folder)),
        },
        excluded_fns: options.excluded_fns.clone(),
        excluded_pure_fns: options.excluded_pure_fns.clone(),
        client_fns: options.client_fns.unwrap_or(true),
        include: options.include.as_ref().map(|globs| globs.list().to_vec()).unwrap_or_default(),
        timeout: options.timeout(),
        force: std::env::var_os("MION_AOT_FORCE").is_some_and(|value| value == "true"),
        same_build: false,
        runner: options.runner.map(Into::into).unwrap_or_default(),
        node: PathBuf::from(&environment.node),
        node_version: environment.node_version.clone(),
        runner_dir,
        env,
        // An addon that was built from other sources may give other caches: while devtools is worked on, and where it is
        // installed from a repository.
        devtools_version: format!("{}+{}", environment.version, env!("MION_SOURCES")),
        key_extra: key_extra(root, json),
        defines: environment.defines.as_deref().map(defines).unwrap_or_default(),
    })
}

/// What of the options bears on the caches and is not in the key already. Paths are seen from the root: the key of a
/// project that was moved stays.
fn key_extra(root: &Path, json: &str) -> String {
    const ELSEWHERE: [&str; 15] = [
        "args",
        "cache",
        "clientFns",
        "customVirtualModuleId",
        "env",
        "excludeReflection",
        "excludedFns",
        "excludedPureFns",
        "include",
        "runMode",
        "runner",
        "serverViteConfig",
        "startServerScript",
        "timeout",
        "waitTimeout",
    ];
    let mut options: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    if let Some(aot) = options.get_mut("aotCaches").and_then(serde_json::Value::as_object_mut) {
        aot.retain(|name, _| !ELSEWHERE.contains(&name.as_str()));
    }
    options.to_string().replace(&format!("\"{}/", path_text(root)), "\"")
}

fn defines(json: &str) -> BTreeMap<String, String> {
    let values: BTreeMap<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    values.into_iter().map(|(name, value)| (name, value.to_string())).collect()
}
