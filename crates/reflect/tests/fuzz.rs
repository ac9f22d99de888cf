//! Random programs: pieces of the corpus, cut at tokens, mixed with each other and with words of the language. Most of
//! them parse, because what is exchanged begins and ends alike.
//!
//! `MION_FUZZ_SECONDS` says how long (2), `MION_TEST_SEED` takes other random choices. What fails is made small and
//! shown; it belongs into `tests/corpus`, where it is tried first from then on.

mod support;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use mion_reflect::{Mode, Options, Reflector};
use mion_source::Module;

const WORDS: [&str; 72] = [
    "abstract",
    "as",
    "as const",
    "async",
    "await",
    "class",
    "const",
    "declare",
    "default",
    "enum",
    "export",
    "extends",
    "function",
    "get",
    "implements",
    "import",
    "in",
    "infer",
    "interface",
    "is",
    "keyof",
    "let",
    "module",
    "namespace",
    "new",
    "of",
    "override",
    "private",
    "readonly",
    "return",
    "satisfies",
    "set",
    "static",
    "super",
    "this",
    "type",
    "typeof",
    "unique symbol",
    "var",
    "yield",
    "?",
    "!",
    "?.",
    "...",
    "=>",
    "=",
    "|",
    "&",
    ":",
    ";",
    ",",
    "<T>",
    "<",
    ">",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "`${a}`",
    "'s'",
    "1n",
    "/** @description é */",
    "#p",
    "@d",
    "// x\n",
    "\n",
    "😀",
    "__proto__",
    "Ω",
    "/** @reflection never */",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// A text cut into words, signs, and the white space between.
fn tokens(text: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = |c: char| {
            if c.is_alphanumeric() || c == '_' || c == '$' { 1 } else { i32::from(c.is_whitespace()) * 2 }
        };
        let length = match kind(first) {
            0 => first.len_utf8(),
            word => rest.find(|c| kind(c) != word).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        list.push(token);
        rest = after;
    }
    list
}

/// A stretch of tokens in which brackets close, from `at` on.
fn balanced(tokens: &[&str], at: usize, length: usize) -> std::ops::Range<usize> {
    let mut depth = 0_i32;
    for (end, token) in tokens.iter().enumerate().skip(at) {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return at..end;
        }
        if depth == 0 && end + 1 - at >= length {
            return at..end + 1;
        }
    }
    at..tokens.len()
}

fn mutate(random: &mut Random, corpus: &[String]) -> String {
    let text = &corpus[random.below(corpus.len())];
    let other = &corpus[random.below(corpus.len())];
    let (mut list, donor) = (tokens(text), tokens(other));
    for _ in 0..=random.below(4) {
        let at = random.below(list.len());
        let length = 1 + random.below(24);
        let cut = balanced(&list, at, length);
        match random.below(6) {
            0 => drop(list.splice(cut, [])),
            1 => list.insert(at, WORDS[random.below(WORDS.len())]),
            2 => {
                let copy: Vec<&str> = list[cut.clone()].to_vec();
                drop(list.splice(cut.end..cut.end, copy));
            }
            3 | 4 => {
                // From a place of the other text that begins with the same token.
                let alike: Vec<usize> = donor
                    .iter()
                    .enumerate()
                    .filter(|(_, token)| list.get(at).is_some_and(|own| own == *token))
                    .map(|(place, _)| place)
                    .collect();
                if let Some(&from) = alike.get(random.below(alike.len())) {
                    let length = 1 + random.below(60);
                    let piece = donor[balanced(&donor, from, length)].to_vec();
                    drop(list.splice(cut, piece));
                }
            }
            _ => list.push(WORDS[random.below(WORDS.len())]),
        }
        if list.is_empty() {
            break;
        }
    }
    joined(&list)
}

/// The tokens as they stand, but words kept apart: `1` beside `namespace` is no program, and the parser takes it for one.
fn joined(tokens: &[&str]) -> String {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
    let mut text = String::new();
    for token in tokens {
        if is_word(text.chars().next_back()) && is_word(token.chars().next()) {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}

const PATHS: [&str; 2] = ["/fuzz/a.ts", "/fuzz/a.tsx"];

fn is_program(text: &str) -> bool {
    PATHS.into_iter().any(|path| support::is_program(path, text))
}

fn fault(reflector: &Reflector, text: &str) -> Option<String> {
    PATHS.into_iter().find_map(|path| {
        // The parser asserts things of its own where debug assertions are on; a release does without them.
        let parsed = catch_unwind(|| drop(Module::parse(path, text.into())));
        if cfg!(debug_assertions) && parsed.is_err() {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| support::fault(reflector, path, text)))
            .unwrap_or_else(|_| Some("it panicked".to_owned()))
    })
}

/// How long one program may take: thousands of times what each takes, so that only what has no end is stopped.
const MAX_TIME: Duration = Duration::from_secs(60);

/// The program that is being tried, and since when.
#[derive(Clone, Default)]
struct Trial(Arc<Mutex<Option<(Instant, String)>>>);

impl Trial {
    fn begin(&self, text: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), text.to_owned()));
    }

    /// The program, if it takes longer than one may.
    fn endless(&self) -> Option<String> {
        let current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().filter(|(since, _)| since.elapsed() > MAX_TIME).map(|(_, text)| text.clone())
    }
}

/// How long a program that fails is made smaller.
const SHRINK_TIME: Duration = Duration::from_secs(60);

/// Leaves out what it fails without.
fn smallest(reflector: &Reflector, trial: &Trial, text: &str) -> String {
    let mut best = text.to_owned();
    let mut size = tokens(&best).len() / 2;
    let started = Instant::now();
    while size > 0 {
        let mut at = 0;
        while at < tokens(&best).len() {
            if started.elapsed() > SHRINK_TIME {
                return best;
            }
            let list = tokens(&best);
            let less = joined(&[&list[..at], &list[(at + size).min(list.len())..]].concat());
            trial.begin(&less);
            if fault(reflector, &less).is_some() {
                best = less;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    best
}

#[test]
fn no_mixture_of_programs_breaks_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let corpus: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |value| value.parse().unwrap_or(default))
    };
    let seed = number("MION_TEST_SEED", 1);
    let time = Duration::from_secs(number("MION_FUZZ_SECONDS", 2));
    let trial = Trial::default();
    let watched = trial.clone();
    let worker = thread::Builder::new().stack_size(256 << 20).spawn(move || {
        let reflector = Reflector::new(Options { mode: Some(Mode::Default), ..Options::default() });
        for (file, text) in files.iter().zip(&corpus) {
            assert!(is_program(text), "{} is no program", file.display());
            let parsed = Module::parse(&file.to_string_lossy(), text.as_str().into());
            assert!(parsed.is_ok(), "{}: {parsed:?}", file.display());
            trial.begin(text);
            assert_eq!(fault(&reflector, text), None, "{}", file.display());
        }
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let started = Instant::now();
        let show = take_hook();
        set_hook(Box::new(|_| {}));
        let (mut count, mut whole) = (0_u64, 0_u64);
        while started.elapsed() < time {
            let text = mutate(&mut random, &corpus);
            trial.begin(&text);
            count += 1;
            whole += u64::from(count % 16 == 0 && is_program(&text)) * 16;
            if fault(&reflector, &text).is_some() {
                let small = smallest(&reflector, &trial, &text);
                let fault = fault(&reflector, &small).unwrap_or_default();
                set_hook(show);
                panic!("seed {seed}, program {count}:\n{small}\n---\n{fault}");
            }
        }
        set_hook(show);
        (count, whole)
    });
    let worker = worker.unwrap();
    while !worker.is_finished() {
        thread::sleep(Duration::from_millis(20));
        if let Some(text) = watched.endless() {
            // The worker has silenced panics.
            drop(take_hook());
            panic!("seed {seed}: no end in {MAX_TIME:?}:\n{text}");
        }
    }
    let (count, whole) = worker.join().unwrap();
    println!("{count} programs, of which about {whole} parse");
    assert!(whole * 10 > count, "{whole} of {count} parse");
}
