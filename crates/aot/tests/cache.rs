//! When a start script is run again, and when it is not.

#![cfg(unix)]
#![allow(clippy::panic, clippy::unwrap_used, reason = "clippy takes only what is marked as a test for one")]

mod support;

use std::fs;

use mion_aot::{CancellationToken, Session, Source, generate_in};
use support::{Project, START};

/// Counts its own runs in a file that is no input.
fn counting() -> String {
    format!(
        "import fs from 'node:fs';
         fs.appendFileSync(new URL('../runs', import.meta.url), 'x');
         {START}"
    )
}

impl Project {
    fn runs(&self) -> usize {
        fs::read_to_string(self.options.root.join("runs")).unwrap_or_default().len()
    }

    async fn source(&self) -> Source {
        let generated = self.generate().await.unwrap_or_else(|error| panic!("{error}"));
        assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
        generated.source
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_project_starts_no_child() {
    let project = Project::new(&counting());
    let first = project.generate().await.unwrap();
    let second = project.generate().await.unwrap();
    assert_eq!((first.source, second.source, project.runs()), (Source::Collected, Source::Cached, 1));
    assert_eq!(second.caches, first.caches);
    assert_eq!(second.inputs, first.inputs);
    assert_eq!(second.report.counts, first.report.counts);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_change_the_result_runs_the_script_again() {
    let mut project = Project::new(&counting());
    assert_eq!(project.source().await, Source::Collected);

    // A module that was loaded, a config that was not there, an env file.
    project.write("src/send.ts", &support::SEND.replace("'hello'", "'hi'"));
    assert_eq!(project.source().await, Source::Collected);
    project.write("vite.config.ts", "export default {};");
    assert_eq!(project.source().await, Source::Collected);
    project.write(".env", "A=1");
    assert_eq!(project.source().await, Source::Collected);
    // What was never loaded.
    project.write("src/other.ts", "export const other = 1;");
    assert_eq!(project.source().await, Source::Cached);
    // Back to an earlier content.
    project.write("src/send.ts", support::SEND);
    fs::remove_file(project.options.root.join("vite.config.ts")).unwrap();
    fs::remove_file(project.options.root.join(".env")).unwrap();
    assert_eq!(project.source().await, Source::Cached);

    // The settings.
    project.options.devtools_version = "0.2.0".to_owned();
    assert_eq!(project.source().await, Source::Collected);
    project.options.mode = "staging".to_owned();
    assert_eq!(project.source().await, Source::Collected);
    project.options.excluded_fns = vec!["te".to_owned()];
    assert_eq!(project.source().await, Source::Collected);
    project.options.key_extra = "{}".to_owned();
    assert_eq!(project.source().await, Source::Collected);
    assert_eq!(project.source().await, Source::Cached);
    project.options.force = true;
    assert_eq!(project.source().await, Source::Collected);
    assert_eq!(project.runs(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_cache_folder_nothing_is_kept() {
    let mut project = Project::new(&counting());
    let folder = project.options.cache_dir.take().unwrap();
    assert_eq!(project.source().await, Source::Collected);
    assert_eq!(project.source().await, Source::Collected);
    assert!(!folder.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn environments_of_one_build_share_a_run_that_is_not_kept_on_disk() {
    let mut project = Project::new(&counting());
    project.options.cache_dir = None;
    let mut session = Session::default();
    let mut source = async |project: &Project, same_build: bool| {
        let options = mion_aot::Options { same_build, ..project.options.clone() };
        generate_in(&options, CancellationToken::new(), &mut session).await.unwrap().source
    };
    assert_eq!(source(&project, false).await, Source::Collected);
    assert_eq!(source(&project, true).await, Source::Cached);
    project.write("src/send.ts", &support::SEND.replace("'hello'", "'hi'"));
    assert_eq!(source(&project, true).await, Source::Collected);
    assert_eq!(source(&project, true).await, Source::Cached);
    // Another build.
    assert_eq!(source(&project, false).await, Source::Collected);
    assert_eq!(project.runs(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_folder_that_cannot_be_written_is_a_warning() {
    let project = Project::new(START);
    // A file in its place: for the superuser, who runs tests in containers, no folder is read-only.
    project.write("cache", "not a folder");
    let generated = project.generate().await.unwrap();
    assert_eq!(generated.report.counts.routes, 1);
    let [warning] = generated.warnings.as_slice() else { panic!("{:?}", generated.warnings) };
    assert_eq!(warning.code, "MION_AOT_CACHE_UNWRITABLE");
    assert!(warning.message.contains("cache/mion-aot"), "{}", warning.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_while_the_script_runs_is_not_kept_for_its_new_content() {
    let project = Project::new(&format!(
        "import fs from 'node:fs';
         {START}
         fs.appendFileSync(new URL('./send.ts', import.meta.url), '// changed');"
    ));
    let generated = project.generate().await.unwrap();
    let [warning] = generated.warnings.as_slice() else { panic!("{:?}", generated.warnings) };
    assert_eq!(warning.code, "MION_AOT_INPUT_CHANGED");
    assert!(warning.message.contains("send.ts"), "{}", warning.message);
    assert_eq!(project.generate().await.unwrap().source, Source::Collected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_keeps_the_earlier_entries() {
    let project = Project::new(&counting());
    assert_eq!(project.source().await, Source::Collected);
    project.write("src/start.ts", "throw new Error('broken');");
    project.generate().await.unwrap_err();
    project.write("src/start.ts", &counting());
    assert_eq!(project.source().await, Source::Cached);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_builds_at_once_one_generates_and_the_others_read() {
    let project = Project::new(&counting());
    let builds: Vec<_> = (0..4)
        .map(|_| {
            let options = project.options.clone();
            tokio::spawn(
                async move { mion_aot::generate(&options, mion_aot::CancellationToken::new()).await },
            )
        })
        .collect();
    let mut caches = Vec::new();
    for build in builds {
        caches.push(build.await.unwrap().unwrap().caches);
    }
    assert_eq!(project.runs(), 1);
    assert!(caches.iter().all(|other| *other == caches[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_moved_with_its_cache_starts_no_child() {
    let mut project = Project::new(&counting());
    assert_eq!(project.source().await, Source::Collected);
    let moved = project.options.root.with_file_name("moved");
    fs::rename(&project.options.root, &moved).unwrap();
    project.options.start_script = moved.join("src/start.ts");
    project.options.cache_dir = Some(moved.join("cache"));
    project.options.root = moved;
    assert_eq!(project.source().await, Source::Cached);
}

#[tokio::test(flavor = "multi_thread")]
async fn excluded_functions_are_left_out_and_unknown_ones_warned_of_each_time() {
    let mut project = Project::new(START);
    project.options.excluded_fns = vec!["typeErrors".to_owned(), "is_abc".to_owned(), "zz".to_owned()];
    project.options.excluded_pure_fns = vec!["mion::asJSON".to_owned(), "mion::other".to_owned()];
    for source in [Source::Collected, Source::Cached] {
        let generated = project.generate().await.unwrap();
        assert_eq!(generated.source, source);
        assert_eq!((generated.report.counts.jit_fns, generated.report.counts.pure_fns), (5, 0));
        let messages: Vec<_> = generated.warnings.iter().map(|warning| warning.message.as_str()).collect();
        assert_eq!(generated.warnings.len(), 2, "{messages:?}");
        assert!(messages[0].contains("`zz`") && messages[1].contains("`mion::other`"), "{messages:?}");
    }
}
