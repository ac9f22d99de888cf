//! Measures what the pipeline adds to a build: a look-up over 1,000 and 10,000 unchanged modules, and a start script
//! beside the same one under vite-node's command line.
//!
//! `cargo run --release -p mion-aot --example measure -- <node> <path of the repository>`

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for developers")]

use std::{fs, path::PathBuf, process::Command, time::Duration, time::Instant};

use mion_aot::{CancellationToken, Generated, Options, Purpose, Runner, generate};

/// Runs of each measurement; the median is printed.
const RUNS: usize = 11;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (node, repository) =
        (PathBuf::from(&arguments[1]), PathBuf::from(&arguments[2]).canonicalize().unwrap());
    let folder = tempfile::tempdir_in(repository.join("target")).unwrap();
    let root = folder.path().to_owned();
    let caches = "{type: 'mion-aot-caches', jitFnsCode: '{}', pureFnsCode: '{}', routerCacheCode: '{}'}";
    let mut options = Options {
        start_script: root.join("start.ts"),
        config: None,
        config_loader: None,
        mode: "production".to_owned(),
        cache_dir: Some(root.join("cache")),
        excluded_fns: Vec::new(),
        excluded_pure_fns: Vec::new(),
        client_fns: true,
        include: Vec::new(),
        timeout: Duration::from_secs(60),
        force: false,
        same_build: false,
        runner: Runner::ViteNode,
        purpose: Purpose::Compile,
        for_clients: false,
        args: Vec::new(),
        wait_timeout: Duration::from_secs(30),
        node: node.clone(),
        node_version: String::new(),
        runner_dir: repository.join("runner"),
        env: Vec::new(),
        defines: std::collections::BTreeMap::new(),
        devtools_version: String::new(),
        key_extra: String::new(),
        root: root.clone(),
    };

    for count in [1_000, 10_000] {
        let modules: Vec<PathBuf> = (0..count).map(|n| root.join(format!("m{}/f{n}.ts", n / 100))).collect();
        for path in &modules {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("export const value = {:?};", path).repeat(20)).unwrap();
        }
        let listed: Vec<_> = modules.iter().map(|path| path.to_str().unwrap()).collect();
        let start = format!(
            "process.send?.({{type: 'mion-aot-modules', modules: {listed:?}}}); process.send?.({caches});"
        );
        fs::write(&options.start_script, start).unwrap();
        // Younger stamps are not trusted.
        tokio::time::sleep(Duration::from_millis(2_100)).await;
        let cold = run(&options).await;
        let mut warm = Vec::new();
        for _ in 0..RUNS {
            let generated = run(&options).await;
            assert_eq!(generated.source, mion_aot::Source::Cached);
            warm.push(generated.report.times.total);
        }
        println!(
            "{count} modules: warm {:.2} ms; storing them {:.1} ms",
            median(warm),
            cold.report.times.store
        );
    }

    fs::write(&options.start_script, format!("import {{x}} from './other.ts'; process.send?.({caches}); x;"))
        .unwrap();
    fs::write(
        root.join("other.ts"),
        "export const x: number = 1; for (const end = Date.now() + 500; Date.now() < end; );",
    )
    .unwrap();
    options.force = true;
    options.cache_dir = None;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let begun = Instant::now();
        let generated = run(&options).await;
        ours.push(begun.elapsed().as_secs_f64() * 1_000.0);
        println!("  {:?}", generated.report.times);
        let begun = Instant::now();
        let cli = repository.join("node_modules/vite-node/dist/cli.mjs");
        let status = Command::new(&node).arg(cli).arg("start.ts").current_dir(&root).status().unwrap();
        assert!(status.success());
        theirs.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    println!(
        "a start script of 500 ms: {:.0} ms; under vite-node itself {:.0} ms",
        median(ours),
        median(theirs)
    );
}

async fn run(options: &Options) -> Generated {
    generate(options, CancellationToken::new()).await.unwrap()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
