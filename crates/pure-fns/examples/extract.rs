//! How long a folder of 2,000 files takes, of which 100 have pure functions:
//! `cargo run --release -p mion-pure-fns --example extract [folder]`. Without a folder, one is made.

use std::{fmt::Write, fs, io, path::Path, time::Instant};

use mion_pure_fns::{ExtractOptions, extract, server_module};

const FILES: usize = 2_000;
const EVERY: usize = 20;
const RUNS: usize = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let made = tempfile::tempdir()?;
    let root = match std::env::args().nth(1) {
        Some(folder) => folder.into(),
        None => {
            make(made.path())?;
            made.path().to_owned()
        }
    };
    let options = ExtractOptions { root, ..ExtractOptions::default() };
    let mut times = Vec::new();
    let mut report = String::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let extracted = extract(&options).map_err(|error| error.message)?;
        let text = server_module(&extracted.functions).map_err(|errors| format!("{errors:?}"))?;
        times.push(start.elapsed());
        report = format!(
            "{} files, {} functions, {} errors, {} bytes of module",
            extracted.files.len(),
            extracted.functions.len(),
            extracted.errors.len(),
            text.len()
        );
    }
    times.sort();
    let mut out = String::new();
    writeln!(
        out,
        "{report}: median {:?}, least {:?}, most {:?}",
        times[RUNS / 2],
        times[0],
        times[RUNS - 1]
    )?;
    io::Write::write_all(&mut io::stdout(), out.as_bytes())?;
    Ok(())
}

/// Files of some 150 lines, as components and services are.
fn make(root: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for index in 0..FILES {
        let mut text = String::from("import {shared} from './shared.ts';\n");
        if index % EVERY == 0 {
            text += "import {pureServerFn, mapFrom} from '@mionkit/client';\n";
        }
        for item in 0..25 {
            writeln!(
                text,
                "/** Item {item}. */\nexport interface Item{item} {{ id: number; name: string; tags?: string[] }}\n\
                 export function find{item}(items: Item{item}[], id: number): Item{item} | undefined {{\n  \
                 return items.find((each) => each.id === id && each.name !== `none ${{shared}}`);\n}}\n"
            )?;
        }
        if index % EVERY == 0 {
            writeln!(
                text,
                "export const total = pureServerFn((items: {{price: number}}[], rate: number): number => {{\n  \
                 let sum = {index};\n  for (const {{price}} of items) sum += price * rate;\n  return Math.round(sum);\n}});"
            )?;
        }
        let folder = root.join(format!("part{}", index % 40));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("file{index}.ts")), text)?;
    }
    Ok(())
}
