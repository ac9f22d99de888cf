//! Which files are there at run time wherever the module is: those that it imports, and those that they import in turn.

use rustc_hash::FxHashSet;

use crate::context::{Context, FileId, OWN};
use crate::records::Taken;
use crate::types::SymbolId;

/// The files that are known to be there.
#[derive(Debug, Default)]
pub(crate) struct LoadedFiles {
    known: FxHashSet<FileId>,
    /// How many lookups this module had made when they were looked for.
    lookups: Option<usize>,
}

impl Context<'_> {
    /// Whether a type may be imported from its module at run time. An `import type` promises that the module is
    /// not loaded (a client that names a server's type): then it may only if that module does nothing when it is
    /// loaded, or is loaded anyway. Otherwise the type is embedded, and so is what it refers to in turn.
    pub(crate) fn may_load(&mut self, file: FileId, symbol: SymbolId) -> bool {
        self.loaded.contains(&symbol) || self.file(file).index().types_only || self.is_loaded(file)
    }

    /// Whether imports and exports lead to a file without a `type` on the way, as far as this module followed them.
    pub(crate) fn is_loaded(&mut self, file: FileId) -> bool {
        let lookups = Some(self.universe.taken.len());
        if self.loaded_files.lookups != lookups {
            self.loaded_files.lookups = lookups;
            self.find_loaded();
        }
        self.loaded_files.known.contains(&file)
    }

    fn find_loaded(&mut self) {
        let own = self.file(OWN);
        let mut open: Vec<FileId> =
            own.index().loads().filter_map(|specifier| self.specifier(OWN, specifier)).collect();
        let mut known = FxHashSet::from_iter(open.iter().copied());
        while let Some(file) = open.pop() {
            if file == OWN {
                continue;
            }
            let parsed = &self.universe.file(file).parsed;
            for specifier in parsed.index.loads() {
                let lookup = self.universe.specifiers.get(&(file, specifier.clone()));
                if let Some(Taken::Found(Some(next))) =
                    lookup.and_then(|lookup| self.universe.taken.get(*lookup))
                    && known.insert(next)
                {
                    open.push(next);
                }
            }
        }
        self.loaded_files.known = known;
    }
}
