//! The ways in which a start script comes to its end, or does not, and still gives its caches.

#![cfg(unix)]
#![allow(clippy::panic, clippy::unwrap_used, reason = "clippy takes only what is marked as a test for one")]

mod support;

use std::{fs, time::Instant};

use mion_aot::{Runner, Source};
use support::{Project, START};

/// Generates, and checks that no process of the project is left.
async fn collected(start: &str) -> mion_aot::Generated {
    let project = Project::new(start);
    let generated = project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(generated.source, Source::Collected);
    project.assert_no_process();
    generated
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_script_gives_its_caches_and_its_inputs() {
    let project = Project::new(START);
    let generated = project.generate().await.unwrap();
    assert!(generated.caches.jit_fns.starts_with("{\n  fBi_abc: {"), "{}", generated.caches.jit_fns);
    assert_eq!(generated.report.counts.routes, 1);
    assert_eq!(generated.report.counts.jit_fns, 7);
    for file in ["src/start.ts", "src/send.ts", ".env.production", "vite.config.ts"] {
        assert!(generated.inputs.contains(&project.options.root.join(file)), "{:?}", generated.inputs);
    }
    project.assert_no_process();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_the_script_exits_right_after_it_sent() {
    // More than a socket's buffer holds.
    let generated = collected(
        "import {message} from './send.ts';
         const code = 'x'.repeat(20_000_000);
         process.send!({...message, jitFnsCode: `{is_abc: {code: '${code}'}}`});
         process.exit();",
    )
    .await;
    assert!(generated.caches.jit_fns.len() > 20_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_listens_and_stays_is_ended() {
    collected(&format!("{START}; import http from 'node:http'; http.createServer().listen(0);")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_top_level_await_that_never_ends_does_not_keep_the_caches() {
    collected(&format!("{START}; setInterval(() => {{}}, 1_000); await new Promise(() => {{}});")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_does_not_await_its_router_is_waited_for() {
    let generated = collected(
        "import {setTimeout as sleep} from 'node:timers/promises';
         sleep(150).then(async () => process.send!((await import('./send.ts')).message));",
    )
    .await;
    assert_eq!(generated.report.counts.routes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_of_several_registrations_counts() {
    let project = Project::new(
        "import {message} from './send.ts';
         const step = (n: number) => process.send!({...message, pureFnsCode: `{step: {n${n}: {}}}`});
         step(1);
         await new Promise(resolve => setTimeout(resolve, 200));
         step(2);
         // The module is computing for longer than the quiet time, in a promise that nobody awaits.
         Promise.resolve().then(async () => {
           const {heavy} = await import('./heavy.ts');
           heavy();
           step(3);
         });",
    );
    project.write(
        "src/heavy.ts",
        "export function heavy() { for (const end = Date.now() + 200; Date.now() < end; ); }",
    );
    let generated = project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(generated.caches.pure_fns, "{\n  step: {\n    n3: {},\n  },\n}");
}

#[tokio::test(flavor = "multi_thread")]
async fn megabytes_of_output_block_nothing() {
    collected(&format!(
        "for (let i = 0; i < 50; i++) {{ const text = 'x'.repeat(1_000_000); console.log(text); console.error(text); }}
         {START}"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_may_use_the_channel_for_itself() {
    collected(&format!(
        "process.send!('ready'); process.send!(null); process.send!([1]); process.send!({{type: 'ready'}});
         process.on('message', () => {{}});
         if (!process.connected) throw new Error('not connected');
         const loop: Record<string, unknown> = {{}}; loop.loop = loop;
         let refused = false;
         try {{ process.send!(loop); }} catch (error) {{ refused = error instanceof TypeError; }}
         if (!refused) throw new Error('a cyclic message was not refused');
         {START}
         await new Promise(resolve => process.send!({{type: 'last'}}, resolve));
         process.disconnect();
         if (process.connected) throw new Error('still connected');"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_script_starts_ends_with_it_and_has_its_own_channel() {
    let project = Project::new(&format!(
        "import {{fork, spawn}} from 'node:child_process';
         import {{Worker}} from 'node:worker_threads';
         import {{once}} from 'node:events';
         spawn('sleep', ['1000', ]).unref();
         const forked = fork(new URL('./forked.cjs', import.meta.url));
         const [heard] = await once(forked, 'message');
         if (heard.socket !== undefined || heard.execArgv.length > 0) throw new Error(JSON.stringify(heard));
         new Worker('setInterval(() => {{}}, 1000)', {{eval: true}});
         {START}"
    ));
    project.write(
        "src/forked.cjs",
        "process.send({socket: process.env.MION_AOT_SOCKET, execArgv: process.execArgv}); setInterval(() => {}, 1000);",
    );
    project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    project.assert_no_process();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_runs_in_its_folder_under_its_config_and_mode() {
    let mut project = Project::new(
        "import {message} from './send.ts';
         declare const FROM_CONFIG: string;
         const seen = [process.cwd(), import.meta.env.MODE, FROM_CONFIG, process.env.MION_COMPILE, process.env.ADDED,
           process.env.FROM_ENV_FILE, process.argv.length].join('|');
         process.send!({...message, pureFnsCode: `{seen: {it: {is: ${JSON.stringify(seen)}}}}`});",
    );
    project.write(
        "server.config.ts",
        "import {value} from './value.ts';\nexport default {define: {FROM_CONFIG: JSON.stringify(value)}};",
    );
    project.write("value.ts", "export const value: string = 'configured';");
    project.write(".env.staging", "FROM_ENV_FILE=yes");
    project.options.config = Some(project.options.root.join("server.config.ts"));
    project.options.mode = "staging".to_owned();
    project.options.env = vec![("ADDED".to_owned(), "1".to_owned())];
    let generated = project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    let folder = project.options.root.join("src");
    let expected = format!("{}|staging|configured|true|1|yes|2", folder.display());
    assert!(generated.caches.pure_fns.contains(&expected), "{}", generated.caches.pure_fns);
    for file in ["server.config.ts", "value.ts", ".env.staging"] {
        assert!(generated.inputs.contains(&project.options.root.join(file)), "{:?}", generated.inputs);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_at_a_path_with_blanks_and_other_alphabets_works() {
    let mut project = Project::new(START);
    let moved = project.folder.path().canonicalize().unwrap().join("my prøject 项目 (1)");
    fs::rename(&project.options.root, &moved).unwrap();
    project.options.start_script = moved.join("src/start.ts");
    project.options.cache_dir = Some(moved.join("cache"));
    project.options.root = moved;
    project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(project.generate().await.unwrap().source, Source::Cached);
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_is_told_without_waiting_for_the_time_limit() {
    let begun = Instant::now();
    collected(&format!("{START}; setInterval(() => {{}}, 1_000);")).await;
    // The limit is 30 s.
    assert!(begun.elapsed().as_secs() < 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn vites_own_module_runner_gives_the_same() {
    let mut project = Project::new(&format!("import 'magic-string';\n{START}"));
    let by_vite_node = project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    project.options.runner = Runner::ModuleRunner;
    let generated = project.generate().await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(generated.source, Source::Collected);
    assert_eq!(generated.caches, by_vite_node.caches);
    assert_eq!(generated.inputs, by_vite_node.inputs);
    let manifest = |path: &std::path::PathBuf| path.ends_with("node_modules/magic-string/package.json");
    assert!(generated.inputs.iter().any(manifest), "{:?}", generated.inputs);
    project.assert_no_process();
}
