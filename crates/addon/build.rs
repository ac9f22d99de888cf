use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    io,
    path::{Path, PathBuf},
};

/// The crates that decide what is compiled, this one among them.
const CRATES: [&str; 5] = ["addon", "aot", "pure-fns", "reflect", "source"];

fn main() -> io::Result<()> {
    napi_build::setup();
    let workspace = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let mut sources = vec![workspace.join("Cargo.lock"), workspace.join("Cargo.toml")];
    for name in CRATES {
        sources.push(workspace.join("crates").join(name).join("Cargo.toml"));
        sources.push(workspace.join("crates").join(name).join("src"));
    }
    for source in &sources {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    println!("cargo::rustc-env=MION_SOURCES={:016x}", hash(&sources)?);
    Ok(())
}

/// Of what the files hold, and what those in the folders do. It tells builds of one version apart; that another Rust may
/// give another hash costs a miss.
fn hash(sources: &[PathBuf]) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut left: Vec<PathBuf> = sources.iter().rev().cloned().collect();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries: io::Result<Vec<PathBuf>> =
                fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect();
            let mut entries = entries?;
            entries.sort_unstable();
            left.extend(entries);
        } else {
            let content = fs::read(&path)?;
            hasher.write_usize(content.len());
            hasher.write(&content);
        }
    }
    Ok(hasher.finish())
}
