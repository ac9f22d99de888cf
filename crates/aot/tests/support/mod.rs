//! A project in a folder of its own, with the repository's node_modules, to run the pipeline on.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use mion_aot::{AotError, CancellationToken, Generated, Options, Runner, generate};

/// Sends three small caches that fit together.
pub const SEND: &str = r"
const entry = (id: string, hash: string) =>
  `${id}_${hash}: {typeName: 'string', fnID: '${id}', jitFnHash: '${id}_${hash}', args: {vλl: 'v'}, defaultParamValues: {}, isNoop: false, code: 'return v', jitDependencies: [], pureFnDependencies: [], createJitFn: function (utl) {'use strict'; return function ${id}_${hash}(v) {return typeof v === 'string'}}, fn: undefined}`;
const ids = ['is', 'te', 'tj', 'fj', 'sj', 'tBi', 'fBi'];
export const message = {
  type: 'mion-aot-caches',
  jitFnsCode: `{${ids.map((id) => entry(id, 'abc')).join(', ')}}`,
  pureFnsCode: `{mion: {asJSON: {namespace: 'mion', fnName: 'asJSON', paramNames: [], code: '', bodyHash: '', pureFnDependencies: [], createPureFn: function (utl) {return JSON.stringify}, fn: undefined}}}`,
  routerCacheCode: `{hello: {type: 1, id: 'hello', isAsync: false, hasReturnData: true, paramNames: ['name'], paramsJitHash: 'abc', returnJitHash: 'abc', pointer: ['hello'], nestLevel: 0, options: {}}}`,
};
";

/// Imports the message and sends it.
pub const START: &str = "import {message} from './send.ts';\nprocess.send!(message);\n";

pub struct Project {
    pub folder: tempfile::TempDir,
    pub options: Options,
}

impl Project {
    /// A project whose start script is `start`; `send.ts` lies beside it.
    pub fn new(start: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("mion-aot-test-").tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("project");
        fs::create_dir_all(root.join("src")).unwrap();
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(repository.join("node_modules"), root.join("node_modules")).unwrap();
        fs::write(root.join("package.json"), r#"{"name": "project", "type": "module"}"#).unwrap();
        fs::write(root.join("src/send.ts"), SEND).unwrap();
        fs::write(root.join("src/start.ts"), start).unwrap();
        let options = Options {
            start_script: root.join("src/start.ts"),
            config: None,
            mode: "production".to_owned(),
            cache_dir: Some(root.join("cache")),
            excluded_fns: Vec::new(),
            excluded_pure_fns: Vec::new(),
            timeout: Duration::from_secs(30),
            force: false,
            runner: Runner::ViteNode,
            node: PathBuf::from("node"),
            node_version: "v20".to_owned(),
            runner_dir: repository.join("runner"),
            env: Vec::new(),
            devtools_version: "0.1.0".to_owned(),
            key_extra: String::new(),
            root,
        };
        Self { folder, options }
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.options.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub async fn generate(&self) -> Result<Generated, AotError> {
        generate(&self.options, CancellationToken::new()).await
    }

    /// The processes that were started for this project and are still there.
    #[cfg(target_os = "linux")]
    pub fn processes(&self) -> Vec<String> {
        processes_naming(self.options.root.to_str().unwrap())
    }
}

/// The command lines of the living processes that name `text`, but for this one.
#[cfg(target_os = "linux")]
pub fn processes_naming(text: &str) -> Vec<String> {
    let own = std::process::id().to_string();
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_str() != Some(&own))
        .filter_map(|entry| fs::read(entry.path().join("cmdline")).ok())
        .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
        .filter(|line| line.contains(text))
        .collect()
}
