//! Times the transform by phase: `cargo run --release --example speed -- <folder or file>...`.
//!
//! Each round transforms every `.ts` and `.tsx` file (declaration files left out) below the arguments with a reflector of
//! its own, as a build does; the best of the rounds counts. Phases are summed over threads; the total is the time on the
//! clock.

use std::{
    error::Error,
    io::Write,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use mion_reflect::{Options, Reflector, TypeCalls};
use mion_source::Edits;
use rayon::prelude::*;

/// That of the addon.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 10;

#[derive(Default)]
struct Phases {
    read: AtomicU64,
    parse: AtomicU64,
    reflect: AtomicU64,
    print: AtomicU64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for root in std::env::args_os().skip(1) {
        files.extend(sources(Path::new(&root)));
    }
    files.sort();
    let bytes: u64 =
        files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum();
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build()?;
    let mut out = std::io::stdout();
    writeln!(out, "{} files, {} KB, {} threads", files.len(), bytes / 1024, pool.current_num_threads())?;
    let mut best = Duration::MAX;
    for round in 0..ROUNDS {
        let reflector =
            Reflector::new(Options { is_transformed: Some(Box::new(|_| true)), ..Options::default() });
        let phases = Phases::default();
        let start = Instant::now();
        let inserted: usize =
            pool.install(|| files.par_iter().map(|file| transform(&reflector, &phases, file)).sum());
        let total = start.elapsed();
        best = best.min(total);
        let shown = |phase: &AtomicU64| Duration::from_nanos(phase.load(Relaxed));
        writeln!(
            out,
            "round {round}: {total:.1?} (read {:.1?}, parse {:.1?}, analyse {:.1?}, print {:.1?}), {} KB inserted",
            shown(&phases.read),
            shown(&phases.parse),
            shown(&phases.reflect),
            shown(&phases.print),
            inserted / 1024,
        )?;
    }
    writeln!(out, "best: {best:.1?}")?;
    Ok(())
}

fn transform(reflector: &Reflector, phases: &Phases, file: &Path) -> usize {
    let timed = |phase: &AtomicU64, start: Instant| {
        phase.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Relaxed);
    };
    let start = Instant::now();
    let path = &*file.to_string_lossy();
    let Ok(text) = std::fs::read_to_string(file) else { return 0 };
    timed(&phases.read, start);
    let start = Instant::now();
    let Ok(module) = reflector.parse(path, &text) else { return 0 };
    timed(&phases.parse, start);
    let start = Instant::now();
    let mut edits = Edits::default();
    reflector.transform(&module, TypeCalls::AtRunTime, &mut edits);
    timed(&phases.reflect, start);
    let start = Instant::now();
    let edited = edits.apply_to(&module, true);
    timed(&phases.print, start);
    edited.map_or(0, |edited| edited.code.len() - text.len())
}

fn sources(root: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(root).standard_filters(false).build();
    walk.filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            (name.ends_with(".ts") || name.ends_with(".tsx")) && !name.contains(".d.") && path.is_file()
        })
        .collect()
}
