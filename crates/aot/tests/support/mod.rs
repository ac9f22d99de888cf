//! A project in a folder of its own, with the repository's node_modules, to run the pipeline on.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "clippy takes only what is marked as a test for one")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use mion_aot::{AotError, CancellationToken, Generated, Options, Purpose, Runner, generate};

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

/// The options for a project that lies at `root`.
pub fn options_for(root: PathBuf) -> Options {
    Options {
        start_script: root.join("src/start.ts"),
        config: None,
        config_loader: None,
        mode: "production".to_owned(),
        cache_dir: Some(root.join("cache")),
        excluded_fns: Vec::new(),
        excluded_pure_fns: Vec::new(),
        client_fns: true,
        include: Vec::new(),
        timeout: Duration::from_secs(30),
        force: false,
        same_build: false,
        runner: Runner::ViteNode,
        purpose: Purpose::Compile,
        for_clients: false,
        args: Vec::new(),
        wait_timeout: Duration::from_secs(30),
        node: PathBuf::from("node"),
        node_version: "v20".to_owned(),
        runner_dir: repository().join("runner"),
        env: Vec::new(),
        defines: BTreeMap::new(),
        devtools_version: "0.1.0".to_owned(),
        key_extra: String::new(),
        root,
    }
}

impl Project {
    /// A project whose start script is `start`; `send.ts` lies beside it.
    pub fn new(start: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("mion-aot-test-").tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("project");
        fs::create_dir_all(root.join("src")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(repository().join("node_modules"), root.join("node_modules")).unwrap();
        fs::write(root.join("package.json"), r#"{"name": "project", "type": "module"}"#).unwrap();
        fs::write(root.join("src/send.ts"), SEND).unwrap();
        fs::write(root.join("src/start.ts"), start).unwrap();
        let options = options_for(root);
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

    /// Waits until its child runs.
    pub async fn wait_for_process(&self) {
        let root = self.options.root.to_str().unwrap();
        let begun = Instant::now();
        while processes_naming(root).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(20), "no child was started");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Long enough to be in its script as a rule; the test holds for any moment.
        tokio::time::sleep(Duration::from_millis(500)).await;
    }

    /// None that was started for this project is there, or only for as long as the system takes to end it.
    pub fn assert_no_process(&self) {
        let root = self.options.root.to_str().unwrap();
        let begun = Instant::now();
        while !processes_naming(root).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(5), "left behind: {:?}", processes_naming(root));
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// The living processes whose command lines name `text`, but for this one.
pub fn processes_naming(text: &str) -> Vec<String> {
    let listed = std::process::Command::new("ps").args(["-axww", "-o", "pid=,stat=,args="]).output().unwrap();
    let own = std::process::id().to_string();
    String::from_utf8_lossy(&listed.stdout)
        .lines()
        .map(str::trim)
        .filter(|line| line.contains(text) && line.split_whitespace().next() != Some(&own))
        // What has ended and waits for its parent to be told.
        .filter(|line| !line.split_whitespace().nth(1).is_some_and(|state| state.starts_with('Z')))
        .map(str::to_owned)
        .collect()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}
