//! What transforms found out about other files, kept for the next one that asks.
//!
//! A declaration of another file means the same to each module that refers to it. So it is lowered once, and what
//! generic types stand for with certain arguments is worked out once. Each finding is an *entry*, which knows what it
//! was found from ([`Use`]): a module that takes it over comes to depend on the same files, and to have spent as much of
//! its budget, as if it had found it out itself. Whoever was first, a module's result is the same.
//!
//! What depends on the module (its own types, the way in which it reaches a class) is no entry, and stays with its
//! [`Context`](crate::context::Context).

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::{self, ThreadId},
};

use rustc_hash::FxHashMap;
use swc_core::atoms::Atom;

use crate::ambient::Ambient;
use crate::context::{FileId, GLOBALS, Standing};
use crate::evaluate::{ClassShape, Findings, Traits, Verdict};
use crate::files::Parsed;
use crate::globals;
use crate::index::DeclId;
use crate::list::List;
use crate::marks::Marks;
use crate::records::Taken;
use crate::types::{ByArguments, Declared, SymbolId};
use crate::write::Settled;

/// How many bytes of text the files of one universe may have, and how many entries it keeps: then it makes room.
const MAX_BYTES: usize = 2 << 20;
const MAX_ENTRIES: usize = 50_000;

pub(crate) type EntryId = usize;
pub(crate) type LookupId = usize;

/// A finding, with its entry.
pub(crate) type Kept<T> = (EntryId, T);

/// What a finding was found from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    Entry(EntryId),
    Lookup(LookupId),
}

/// What it takes to find something out, without what its entries took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Steps of the evaluation around it, and of those within it.
    pub(crate) steps: u32,
    pub(crate) inner_steps: u32,
    /// Parts of types that were looked at.
    pub(crate) parts: u32,
    /// Parts of generic types that were taken in.
    pub(crate) taken_in: u32,
}

impl Cost {
    fn is_nothing(self) -> bool {
        self.steps == 0 && self.inner_steps == 0 && self.parts == 0 && self.taken_in == 0
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    first_use: usize,
    last_use: usize,
    pub(crate) cost: Cost,
    /// How much deeper than its start it went.
    pub(crate) depth: u32,
    /// Whether it is what stands behind a declaration's name.
    pub(crate) is_declaration: bool,
    /// Whether nothing was evaluated for it.
    pub(crate) is_free: bool,
}

impl Entry {
    pub(crate) fn uses(&self) -> std::ops::Range<usize> {
        self.first_use..self.last_use
    }
}

/// Where a specifier, or the name of a global type, led.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    pub(crate) found: Option<FileId>,
    pub(crate) dependencies: Vec<PathBuf>,
    pub(crate) missing: Vec<PathBuf>,
    /// Where the name was looked for that no other file has.
    pub(crate) searched: Option<Arc<Ambient>>,
}

/// What is in sight of a module without an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Where the declaration files are of the TypeScript that is installed for it.
    pub(crate) library: Option<PathBuf>,
    /// The tsconfig.json that says which declaration files are taken in.
    pub(crate) project: Option<PathBuf>,
}

/// A file, as it was when it was read.
#[derive(Debug)]
pub(crate) struct Foreign {
    pub(crate) path: PathBuf,
    pub(crate) parsed: Arc<Parsed>,
    pub(crate) standing: Standing,
    /// Whether it is a file of its own, which may change; and no part of the library.
    pub(crate) is_file: bool,
}

impl Foreign {
    pub(crate) fn new(path: PathBuf, parsed: Arc<Parsed>, standing: Standing) -> Self {
        Self { path, parsed, standing, is_file: true }
    }

    /// A part of the library.
    pub(crate) fn of_library(path: PathBuf, parsed: Arc<Parsed>) -> Self {
        Self { path, parsed, standing: Standing::LIBRARY, is_file: false }
    }
}

/// Findings about other files. One module at a time has it.
pub(crate) struct Universe {
    /// What is in sight of the modules that have it.
    pub(crate) sight: Sight,
    generation: u64,
    /// The one that has it, or had it last.
    thread: ThreadId,
    files: Vec<Foreign>,
    pub(crate) paths: FxHashMap<PathBuf, FileId>,
    symbols: Vec<Meaning>,
    declarations: FxHashMap<(FileId, DeclId), SymbolId>,
    instance_symbols: ByArguments<SymbolId>,
    lookups: Vec<Lookup>,
    pub(crate) specifiers: FxHashMap<(FileId, Atom), LookupId>,
    pub(crate) globals: FxHashMap<Atom, Option<LookupId>>,
    /// Where the project's own global names led: to each file that declares a part, or to none.
    pub(crate) ambient: FxHashMap<Atom, Arc<[LookupId]>>,
    entries: Vec<Entry>,
    uses: Vec<Use>,
    /// What stands behind declarations.
    pub(crate) declared: FxHashMap<SymbolId, Kept<Option<Arc<Declared>>>>,
    /// What was evaluated.
    pub(crate) evaluated: Evaluated,
    /// The entries that the module asked for, with whether they hold for it.
    pub(crate) adopted: Marks<bool>,
    /// The lookups that it took over.
    pub(crate) taken: Marks<Taken>,
    /// The files that had a say in it, and are what they were when they were read.
    pub(crate) touched: Marks<()>,
    bytes: usize,
}

/// What was evaluated of other files' types.
#[derive(Default)]
pub(crate) struct Evaluated {
    /// What stands behind instances.
    pub(crate) declared: FxHashMap<SymbolId, Kept<Option<Arc<Declared>>>>,
    /// What stands behind symbols, with all that is resolved in it that the machine would get wrong.
    pub(crate) settled: FxHashMap<SymbolId, Kept<Arc<Settled>>>,
    pub(crate) findings: Findings,
    /// Classes as they are declared.
    pub(crate) classes: FxHashMap<(FileId, DeclId), Kept<Option<Arc<ClassShape>>>>,
    /// What became of generic types with certain arguments.
    pub(crate) instances: ByArguments<Kept<Verdict>>,
    pub(crate) traits: Traits,
}

/// What a symbol stands for.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    Declaration(FileId, DeclId),
    /// A generic type with certain arguments, resolved.
    Instance(SymbolId, List),
}

impl Universe {
    fn new(sight: Sight, generation: u64) -> Self {
        let mut universe = Self {
            sight,
            generation,
            thread: thread::current().id(),
            files: Vec::new(),
            paths: FxHashMap::default(),
            symbols: Vec::new(),
            declarations: FxHashMap::default(),
            instance_symbols: FxHashMap::default(),
            lookups: Vec::new(),
            specifiers: FxHashMap::default(),
            globals: FxHashMap::default(),
            ambient: FxHashMap::default(),
            entries: Vec::new(),
            uses: Vec::new(),
            declared: FxHashMap::default(),
            evaluated: Evaluated::default(),
            adopted: Marks::default(),
            taken: Marks::default(),
            touched: Marks::default(),
            bytes: 0,
        };
        let globals = globals::declarations();
        let path = PathBuf::from(&globals.module.path);
        universe.add_file(Foreign::of_library(path, globals));
        universe
    }

    /// Begins with the next module.
    pub(crate) fn begin(&mut self) {
        self.adopted.renew();
        self.taken.renew();
        self.touched.renew();
    }

    pub(crate) fn file(&self, id: FileId) -> &Foreign {
        &self.files[id - GLOBALS]
    }

    /// Adds a file, in place of what was known of its path.
    pub(crate) fn add_file(&mut self, file: Foreign) -> FileId {
        let id = self.files.len() + GLOBALS;
        self.bytes += file.parsed.module.text.len();
        self.paths.insert(file.path.clone(), id);
        self.files.push(file);
        id
    }

    /// The symbol of a declaration, whether or not anything refers to it.
    pub(crate) fn symbol(&mut self, file: FileId, declaration: DeclId) -> SymbolId {
        let next = self.symbols.len();
        let id = *self.declarations.entry((file, declaration)).or_insert(next);
        if id == next {
            self.symbols.push(Meaning::Declaration(file, declaration));
        }
        id
    }

    /// The symbol of an instance.
    pub(crate) fn instance_symbol(&mut self, symbol: SymbolId, arguments: &List) -> SymbolId {
        let next = self.symbols.len();
        let of = self.instance_symbols.entry(symbol).or_default();
        let id = *of.entry(arguments.clone()).or_insert(next);
        if id == next {
            self.symbols.push(Meaning::Instance(symbol, arguments.clone()));
        }
        id
    }

    pub(crate) fn meaning(&self, symbol: SymbolId) -> &Meaning {
        &self.symbols[symbol]
    }

    pub(crate) fn lookup(&self, id: LookupId) -> &Lookup {
        &self.lookups[id]
    }

    pub(crate) fn add_lookup(&mut self, lookup: Lookup) -> LookupId {
        self.lookups.push(lookup);
        self.lookups.len() - 1
    }

    pub(crate) fn entry(&self, id: EntryId) -> Entry {
        self.entries[id]
    }

    pub(crate) fn use_at(&self, position: usize) -> Use {
        self.uses[position]
    }

    pub(crate) fn add_entry(
        &mut self,
        uses: impl IntoIterator<Item = Use>,
        cost: Cost,
        depth: u32,
        is_declaration: bool,
    ) -> EntryId {
        let first_use = self.uses.len();
        self.uses.extend(uses);
        let last_use = self.uses.len();
        let is_free = cost.is_nothing()
            && self.uses[first_use..].iter().all(|used| match used {
                Use::Entry(id) => self.entries[*id].is_free,
                Use::Lookup(_) => true,
            });
        self.entries.push(Entry { first_use, last_use, cost, depth, is_declaration, is_free });
        self.entries.len() - 1
    }

    fn is_full(&self) -> bool {
        self.bytes > MAX_BYTES || self.entries.len() > MAX_ENTRIES
    }
}

/// The universes that no module has at the moment.
#[derive(Default)]
pub(crate) struct Universes {
    idle: Mutex<Vec<Universe>>,
    generation: AtomicU64,
}

impl Universes {
    /// One for a module that sees the same: with what others found out, if there is one. That which this
    /// thread had last comes first: its processor's cache has it still, and frees on the thread that allocated cost less.
    pub(crate) fn take(&self, sight: Sight) -> Universe {
        let thread = thread::current().id();
        if let Ok(mut idle) = self.idle.lock() {
            let fits = |universe: &Universe| universe.sight == sight;
            let own = idle.iter().rposition(|universe| fits(universe) && universe.thread == thread);
            if let Some(position) = own.or_else(|| idle.iter().rposition(fits)) {
                return Universe { thread, ..idle.swap_remove(position) };
            }
        }
        self.empty(sight)
    }

    /// One that nobody had.
    pub(crate) fn empty(&self, sight: Sight) -> Universe {
        Universe::new(sight, self.generation.load(Relaxed))
    }

    /// Keeps one for the next module, unless it is outdated, or has grown too large.
    pub(crate) fn give(&self, universe: Universe) {
        if universe.generation == self.generation.load(Relaxed)
            && !universe.is_full()
            && let Ok(mut idle) = self.idle.lock()
        {
            idle.push(universe);
        }
    }

    pub(crate) fn clear(&self) {
        self.generation.fetch_add(1, Relaxed);
        if let Ok(mut idle) = self.idle.lock() {
            idle.clear();
        }
    }
}
