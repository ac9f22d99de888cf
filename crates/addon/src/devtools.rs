//! The state of one plugin instance, and the calls that Vite's hooks make on it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use mion_aot::{Generated as AotGenerated, emit};
use mion_reflect::Reflector;
use mion_source::{Edits, Module};
use napi_derive::napi;
use tokio::sync::Mutex as AsyncMutex;
use tokio_util::sync::CancellationToken;

use crate::{
    error::PluginError,
    options::{AotCaches, CacheOption, PluginOptions, existing_path},
    pool,
    scope::Scope,
};

/// What Vite's resolved config tells the addon.
#[napi(object)]
#[derive(Clone, Debug)]
pub struct Environment {
    pub root: String,
    pub cache_dir: String,
    /// The config file that Vite read; none when the config was given by a program.
    pub config_file: Option<String>,
    pub mode: String,
    /// Whether this process is itself the child that runs the start script.
    pub is_child: bool,
    /// The Node program to start the child with.
    pub node: String,
    /// The folder of the scripts that the child is started with.
    pub runner_dir: String,
    /// The version of `@mionkit/devtools`.
    pub version: String,
}
