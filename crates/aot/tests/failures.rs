//! What goes wrong, and what the user is told: one error, in bounded time, and no process left behind.

#![cfg(unix)]
#![allow(clippy::panic, clippy::unwrap_used, reason = "clippy takes only what is marked as a test for one")]

mod support;

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use mion_aot::{AotError, CancellationToken, Runner, generate};
use support::{Project, START, options_for, processes_naming};

/// The error of a start script; no process of the project is left.
async fn error_of(start: &str) -> AotError {
    let mut project = Project::new(start);
    project.options.timeout = Duration::from_secs(20);
    let error = project.generate().await.unwrap_err();
    project.assert_no_process();
    error
}

fn line_of(error: &AotError) -> (String, u32) {
    let place = error.place().unwrap_or_else(|| panic!("no place in: {error:?}"));
    let file = Path::new(&place.file).file_name().unwrap().to_str().unwrap();
    assert!(!place.frame.is_empty(), "no frame: {place:?}");
    (file.to_owned(), place.line)
}

#[tokio::test]
async fn a_start_script_that_does_not_exist() {
    let mut project = Project::new(START);
    project.options.start_script = project.options.root.join("src/other.ts");
    let error = project.generate().await.unwrap_err();
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_NOT_FOUND");
    assert!(error.to_string().contains("src/other.ts"), "{error}");
    assert!(error.hint().unwrap().contains("startServerScript"));
}

#[tokio::test]
async fn vite_node_is_not_installed() {
    let project = Project::new(START);
    fs::remove_file(project.options.root.join("node_modules")).unwrap();
    let error = project.generate().await.unwrap_err();
    assert_eq!(error.code(), "MION_AOT_RUNNER_NOT_FOUND");
    assert!(error.hint().unwrap().contains("npm install --save-dev vite-node"));
}

#[tokio::test]
async fn a_runner_that_the_installed_vite_does_not_have() {
    let mut project = Project::new(START);
    project.options.runner = Runner::ViteRuntime;
    let error = project.generate().await.unwrap_err();
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("it needs Vite 5.1 to 5.4"), "{error}");
}

#[tokio::test]
async fn node_cannot_be_executed() {
    let mut project = Project::new(START);
    project.options.node = "/not/there/node".into();
    let error = project.generate().await.unwrap_err();
    assert_eq!(error.code(), "MION_AOT_SPAWN");
    assert!(error.to_string().contains("/not/there/node"), "{error}");
}

#[tokio::test]
async fn a_syntax_error_is_shown_where_it_is() {
    let error = error_of("const a = 1;\nconst b = = 2;\n").await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert_eq!(line_of(&error), ("start.ts".to_owned(), 2));
}

#[tokio::test]
async fn an_error_thrown_is_shown_where_it_was() {
    let error = error_of("interface A {a: string}\n\nconst fail = (a: A) => {\n  throw new RangeError(`no ${a.a}`);\n};\nfail({a: 'luck'});\n").await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("RangeError: no luck"), "{error}");
    assert_eq!(line_of(&error), ("start.ts".to_owned(), 4));
}

#[tokio::test]
async fn an_import_that_cannot_be_found() {
    let error = error_of("import './missing.ts';\n").await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("missing.ts"), "{error}");
}

#[tokio::test]
async fn an_unhandled_rejection() {
    let error =
        error_of("export {};\nsetTimeout(() => {\n  Promise.reject(new Error('late'));\n}, 50);\n").await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("late"), "{error}");
    assert_eq!(line_of(&error), ("start.ts".to_owned(), 3));
}

#[tokio::test]
async fn a_failure_after_the_caches_is_a_failure() {
    let error = error_of(&format!("{START}throw new Error('no database');")).await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("after it had initialised its router"), "{error}");
    assert!(error.hint().unwrap().contains("MION_COMPILE"));
}

#[tokio::test]
async fn a_broken_vite_config() {
    let project = Project::new(START);
    project.write(
        "vite.config.ts",
        "export default {plugins: [{name: 'x', configResolved() { throw new Error('bad plugin'); }}]};",
    );
    let error = project.generate().await.unwrap_err();
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("bad plugin"), "{error}");
}

#[tokio::test]
async fn a_script_that_initialises_no_router() {
    let error = error_of("console.log('nothing to see');").await;
    assert_eq!(error.code(), "MION_AOT_NO_ROUTER");
    assert!(error.to_string().contains("nothing to see"), "its output is shown: {error}");
}

#[tokio::test]
async fn a_script_that_exits_early() {
    let error = error_of(&format!("process.exit(0);\n{START}")).await;
    assert_eq!(error.code(), "MION_AOT_NO_ROUTER");
    let error = error_of("process.exit(3);").await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    assert!(error.to_string().contains("exit code 3"), "{error}");
    let error = error_of("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);").await;
    assert!(error.to_string().contains("SIGKILL"), "{error}");
}

#[tokio::test]
async fn a_flood_before_the_error_leaves_its_end() {
    let error = error_of(
        "const text = 'x'.repeat(1_000_000);\nfor (let i = 0; i < 50; i++) console.error(text);\nthrow new Error('at last');",
    )
    .await;
    assert_eq!(error.code(), "MION_AOT_START_SCRIPT_FAILED");
    let AotError::StartScriptFailed { output, .. } = &error else { panic!("{error}") };
    assert!(output.stderr.len() < 100_000 && output.stderr.contains("at last"), "{}", output.stderr.len());
}

#[tokio::test]
async fn a_script_that_hangs() {
    let mut project =
        Project::new("console.log('waiting');\nawait new Promise(resolve => setTimeout(resolve, 1e9));");
    project.options.timeout = Duration::from_millis(1_500);
    let error = project.generate().await.unwrap_err();
    assert_eq!(error.code(), "MION_AOT_TIMEOUT");
    assert!(error.to_string().contains("1.5 s") && error.to_string().contains("waiting"), "{error}");
    assert!(error.hint().unwrap().contains("timeout"));
    project.assert_no_process();
}

#[tokio::test]
async fn a_script_in_an_endless_loop() {
    let mut project = Project::new("for (;;) {}");
    project.options.timeout = Duration::from_millis(1_500);
    assert_eq!(project.generate().await.unwrap_err().code(), "MION_AOT_TIMEOUT");
    project.assert_no_process();
}

#[tokio::test]
async fn caches_that_are_not_plain_literals() {
    for (part, code, message) in [
        ("jitFnsCode", "{} ; fetch(1)", "xpected"),
        ("jitFnsCode", "{a: {}, b: evil()}", "calls a function"),
        ("pureFnsCode", "{mion: {a: {...globalThis}}}", "spread"),
        ("routerCacheCode", "{'users/get': {type: process.pid}}", "plain literal"),
    ] {
        let start =
            format!("import {{message}} from './send.ts';\nprocess.send!({{...message, {part}: {code:?}}});");
        let error = error_of(&start).await;
        assert_eq!(error.code(), "MION_AOT_BAD_MESSAGE");
        assert!(error.to_string().contains(part) && error.to_string().contains(message), "{error}");
        assert!(error.place().is_some());
    }
}

#[tokio::test]
async fn caches_of_another_form() {
    let error = error_of("process.send!({type: 'mion-aot-caches', jitFnsCode: 1});").await;
    assert_eq!(error.code(), "MION_AOT_BAD_MESSAGE");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn garbage_on_the_socket() {
    let error = error_of(
        "import fs from 'node:fs';
         for (const fd of fs.readdirSync('/proc/self/fd')) {
           try {
             if (fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:')) fs.writeSync(Number(fd), 'garbage\\n');
           } catch {}
         }
         setInterval(() => {}, 1000);",
    )
    .await;
    assert_eq!(error.code(), "MION_AOT_BAD_MESSAGE");
    assert!(error.to_string().contains("garbage"), "{error}");
}

#[tokio::test]
async fn a_strict_router_with_a_function_missing() {
    let error = error_of(
        "import {message} from './send.ts';
         process.send!({...message, strict: true, routerCacheCode: message.routerCacheCode.replace(\"returnJitHash: 'abc'\", \"returnJitHash: 'xyz'\")});",
    )
    .await;
    assert_eq!(error.code(), "MION_AOT_INCOMPLETE");
    let text = error.to_string();
    assert!(text.contains("is_xyz") && text.contains("hello") && text.contains("return value"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_generation_ends_its_child() {
    let project = Project::new("for (;;) {}");
    let cancel = CancellationToken::new();
    let (options, token) = (project.options.clone(), cancel.clone());
    let running = tokio::spawn(async move { generate(&options, token).await });
    project.wait_for_process().await;
    cancel.cancel();
    assert_eq!(running.await.unwrap().unwrap_err().code(), "MION_AOT_CANCELLED");
    project.assert_no_process();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_generation_ends_its_child() {
    let project = Project::new("for (;;) {}");
    let options = project.options.clone();
    let running = tokio::spawn(async move { generate(&options, CancellationToken::new()).await });
    project.wait_for_process().await;
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    project.assert_no_process();
}

/// Run by the next test in a process of its own, which it kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a helper"]
async fn helper_that_generates() {
    let root = std::env::var("MION_TEST_ROOT").unwrap();
    let _ = generate(&options_for(root.into()), CancellationToken::new()).await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_build_takes_its_child_with_it() {
    let project = Project::new(
        "import {spawn} from 'node:child_process';
         spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', import.meta.url]);
         console.log('busy');
         for (;;) {}",
    );
    let mut build = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "helper_that_generates", "--ignored"])
        .env("MION_TEST_ROOT", &project.options.root)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // The child, and the one that it starts itself, which names the script as a URL.
    let script = project.options.start_script.to_str().unwrap();
    let begun = Instant::now();
    while processes_naming(script).len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", processes_naming(script));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    build.kill().unwrap();
    build.wait().unwrap();
    project.assert_no_process();
}
