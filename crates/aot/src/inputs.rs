//! What a result depends on, and whether it still is what it was.
//!
//! - [`stamp`]: the shortcut for files that have not changed.
//! - [`glob`]: which files match.
//! - [`place`]: paths, seen from the root.

mod glob;
mod place;
mod stamp;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::SystemTime,
};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use self::stamp::{Stamp, nanoseconds};
pub(crate) use self::{
    glob::matching,
    place::{relative, resolve},
    stamp::Stamps,
};
use crate::Options;

pub(crate) type Hash = [u8; 32];

/// Something that a result depends on. Paths are absolute, or, in an entry, relative to the root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// What a file holds, or that there is none.
    File(String),
    /// Where a path leads when its links are followed: a package of a workspace, or of pnpm.
    Link(String),
    /// Which files match the patterns of an `import.meta.glob`; they are relative to the folder.
    Glob { folder: String, patterns: Vec<String> },
    /// An environment variable.
    Env(String),
    /// A constant of the Vite config's `define`.
    Define(String),
}

/// A subject and what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    pub(crate) subject: Subject,
    /// `None`: there was no such thing.
    pub(crate) hash: Option<Hash>,
    /// What was hashed, where a person is helped by it and it is short and no secret.
    pub(crate) text: Option<String>,
}

/// What a child named.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// Absolute, and whether each existed when it was named: creating one is a change too.
    pub(crate) files: BTreeMap<PathBuf, bool>,
    /// All but files.
    pub(crate) others: BTreeSet<Subject>,
}

impl Named {
    pub(crate) fn file(&mut self, path: PathBuf) {
        let exists = path.is_file();
        *self.files.entry(path).or_default() |= exists;
    }

    /// A file that was written, added or removed after `since`.
    pub(crate) fn changed_since(&self, since: SystemTime) -> Option<PathBuf> {
        let since = nanoseconds(since);
        let changed = |(file, existed): &(&PathBuf, &bool)| match Stamp::of(file) {
            Some(stamp) => stamp.is_newer(file, since),
            None => **existed,
        };
        self.files.iter().find(changed).map(|(file, _)| file.clone())
    }

    pub(crate) fn watch(&self) -> Watch {
        let mut watch = Watch::new(Path::new(""), self.others.iter());
        watch.files.extend(self.files.keys().cloned());
        watch
    }
}

/// Where subjects are looked at.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Absolute, its links resolved.
    pub(crate) root: PathBuf,
    /// What the child's environment has over this process's own.
    env: BTreeMap<String, String>,
    defines: BTreeMap<String, String>,
}

impl World {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            root: options.root.canonicalize().unwrap_or_else(|_| options.root.clone()),
            env: options.env.iter().cloned().collect(),
            defines: options.defines.clone(),
        }
    }

    #[cfg(test)]
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned(), env: BTreeMap::new(), defines: BTreeMap::new() }
    }

    /// What a subject that is no file is now; its paths are relative.
    fn text(&self, subject: &Subject) -> Option<String> {
        match subject {
            Subject::File(_) => None,
            Subject::Link(path) => {
                resolve(&self.root, path).canonicalize().ok().map(|target| relative(&self.root, &target))
            }
            Subject::Glob { folder, patterns } => Some(glob::matches(&resolve(&self.root, folder), patterns)),
            Subject::Env(name) => {
                let own = || env::var_os(name).map(|value| value.to_string_lossy().into_owned());
                self.env.get(name).cloned().or_else(own)
            }
            Subject::Define(name) => self.defines.get(name).cloned(),
        }
    }

    fn look(&self, subject: &Subject) -> Input {
        let text = self.text(subject);
        let hash = text.as_ref().map(|text| *blake3::hash(text.as_bytes()).as_bytes());
        // The environment holds secrets.
        Input { subject: subject.clone(), hash, text: text.filter(|_| !matches!(subject, Subject::Env(_))) }
    }
}

impl Subject {
    fn relative_to(self, root: &Path) -> Self {
        let place = |path: String| relative(root, Path::new(&path));
        match self {
            Self::File(path) => Self::File(place(path)),
            Self::Link(path) => Self::Link(place(path)),
            Self::Glob { folder, patterns } => Self::Glob { folder: place(folder), patterns },
            other => other,
        }
    }
}

/// The inputs as they are now, sorted, with their stamps.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) inputs: Vec<Input>,
    pub(crate) stamps: Stamps,
    /// Files that changed after `since`, or are gone although they were there: what was made of them is not known.
    pub(crate) changed: Vec<PathBuf>,
}

/// Hashes what was named. `since` is when the child was started.
pub(crate) fn take(world: &World, named: &Named, since: SystemTime) -> Taken {
    let now = SystemTime::now();
    // Stamps are of the last clock tick, up to 10 ms ago: a change so soon after `since` looks older, and is: Node needs
    // longer than that to start, so the child has read what the file holds now.
    let since = nanoseconds(since);
    let taken: Vec<_> = named
        .files
        .par_iter()
        .map(|(file, existed)| {
            let stamp = Stamp::of(file);
            let hash = stamp.and_then(|_| hash(file));
            let changed = match stamp {
                // Of two looks with a reading between them, the second tells whether what was read is one state.
                Some(before) => before.is_newer(file, since) || hash.is_none() || Stamp::of(file) != stamp,
                None => *existed,
            };
            let subject = Subject::File(relative(&world.root, file));
            let input = Input { subject, hash, text: None };
            (input, stamp.filter(|stamp| stamp.is_settled(now)), changed.then(|| file.clone()))
        })
        .collect();
    let mut result = Taken { inputs: Vec::new(), stamps: Vec::new(), changed: Vec::new() };
    for (input, stamp, changed) in taken {
        result.inputs.push(input);
        result.stamps.push(stamp);
        result.changed.extend(changed);
    }
    for subject in &named.others {
        result.inputs.push(world.look(&subject.clone().relative_to(&world.root)));
        result.stamps.push(None);
    }
    result
}

/// What was looked at while looking for an entry: entries share most of their inputs.
pub(crate) type Hashes = FxHashMap<Subject, Option<Hash>>;

/// Compares `inputs` with what is now. The stamps of now, if all are as they were; else nothing.
///
/// `known` are the stamps taken when the inputs were last seen to be so; empty if there are none.
pub(crate) fn compare(
    world: &World,
    inputs: &[Input],
    known: &[Option<Stamp>],
    hashes: &mut Hashes,
) -> Option<Stamps> {
    let seen: &Hashes = hashes;
    if !seen.is_empty()
        && inputs.iter().any(|input| seen.get(&input.subject).is_some_and(|found| *found != input.hash))
    {
        return None;
    }
    let now = SystemTime::now();
    let differs = AtomicBool::new(false);
    let compared: Vec<Compared> = inputs
        .par_iter()
        .with_min_len(64)
        .enumerate()
        .filter(|_| !differs.load(Ordering::Relaxed))
        .map(|(index, input)| {
            let known = known.get(index).copied().flatten();
            let compared = Compared::of(world, input, known, seen.contains_key(&input.subject), now);
            if !compared.same {
                differs.store(true, Ordering::Relaxed);
            }
            compared
        })
        .collect();
    let mut stamps = Vec::with_capacity(inputs.len());
    for Compared { stamp, read, .. } in compared {
        stamps.push(stamp);
        hashes.extend(read);
    }
    (!differs.into_inner()).then_some(stamps)
}

/// Which changes of files can change a result: for who watches them.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    files: FxHashSet<PathBuf>,
    /// Folders and patterns.
    globs: Vec<(PathBuf, Vec<String>)>,
}

impl Watch {
    /// `subjects` as an entry has them, seen from `root`, or as a child named them.
    pub(crate) fn new<'a>(root: &Path, subjects: impl Iterator<Item = &'a Subject>) -> Self {
        let mut watch = Self::default();
        for subject in subjects {
            match subject {
                Subject::File(path) => _ = watch.files.insert(resolve(root, path)),
                Subject::Glob { folder, patterns } => {
                    watch.globs.push((resolve(root, folder), patterns.clone()));
                }
                Subject::Link(_) | Subject::Env(_) | Subject::Define(_) => {}
            }
        }
        watch
    }

    /// Whether writing, adding or removing a file can change the result.
    #[must_use]
    pub fn affects(&self, file: &Path) -> bool {
        self.files.contains(file)
            || self.globs.iter().any(|(folder, patterns)| {
                file.strip_prefix(folder)
                    .is_ok_and(|path| glob::matches_one(&path.to_string_lossy().replace('\\', "/"), patterns))
            })
    }
}

/// An input that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub subject: Subject,
    /// What it was, for people; none if it was not there.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// All that differs.
pub(crate) fn changes(world: &World, inputs: &[Input]) -> Vec<Change> {
    inputs
        .par_iter()
        .filter_map(|input| {
            let now = match &input.subject {
                Subject::File(path) => {
                    Input { hash: hash(&resolve(&world.root, path)), text: None, ..input.clone() }
                }
                subject => world.look(subject),
            };
            (now.hash != input.hash).then(|| Change {
                subject: input.subject.clone(),
                from: input.shown(),
                to: now.shown(),
            })
        })
        .collect()
}

impl Input {
    fn shown(&self) -> Option<String> {
        let hash = self.hash?;
        Some(self.text.clone().unwrap_or_else(|| blake3::Hash::from(hash).to_hex()[..12].to_owned()))
    }
}

/// One input beside what is now.
struct Compared {
    same: bool,
    stamp: Option<Stamp>,
    /// What was found, if it had to be looked at.
    read: Option<(Subject, Option<Hash>)>,
}

impl Compared {
    /// `seen`: it was looked at before, and is the same.
    fn of(world: &World, input: &Input, known: Option<Stamp>, seen: bool, now: SystemTime) -> Self {
        let Subject::File(path) = &input.subject else {
            if seen {
                return Self { same: true, stamp: None, read: None };
            }
            let found = world.look(&input.subject).hash;
            return Self {
                same: found == input.hash,
                stamp: None,
                read: Some((input.subject.clone(), found)),
            };
        };
        let file = resolve(&world.root, path);
        let stamp = Stamp::of(&file);
        if stamp.is_some() && stamp == known {
            return Self { same: true, stamp, read: None };
        }
        let settled = stamp.filter(|stamp| stamp.is_settled(now));
        if seen {
            return Self { same: true, stamp: settled, read: None };
        }
        let found = stamp.and_then(|_| hash(&file));
        Self { same: found == input.hash, stamp: settled, read: Some((input.subject.clone(), found)) }
    }
}

fn hash(file: &Path) -> Option<Hash> {
    fs::read(file).ok().map(|bytes| *blake3::hash(&bytes).as_bytes())
}

#[cfg(test)]
mod tests;
