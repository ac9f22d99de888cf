//! Where specifiers and the names of global types lead, and whether the files that they led to are still the same.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use mion_source::Language;
use swc_core::atoms::Atom;

use crate::context::{Context, FileId, OWN, Standing, file_path};
use crate::files::Parsed;
use crate::index::{DeclId, Kind};
use crate::records::Taken;
use crate::resolve::{Found, Target};
use crate::universe::{Foreign, Lookup, LookupId, Use};

impl Context<'_> {
    /// The file that a specifier names, seen from another.
    pub(crate) fn specifier(&mut self, from: FileId, specifier: &Atom) -> Option<FileId> {
        let key = (from, specifier.clone());
        if let Some(&known) = self.specifiers.get(&key) {
            if from != OWN {
                self.mark_private();
            }
            return known;
        }
        if from != OWN
            && let Some(&id) = self.universe.specifiers.get(&key)
        {
            match self.take(id) {
                Taken::Found(found) => {
                    self.note(Use::Lookup(id));
                    return found;
                }
                Taken::Own => {
                    self.mark_private();
                    self.specifiers.insert(key, Some(OWN));
                    return Some(OWN);
                }
                Taken::Outdated => {}
            }
        }
        self.look_up(key)
    }

    fn look_up(&mut self, key: (FileId, Atom)) -> Option<FileId> {
        let handle = self.file(key.0);
        let path = file_path(handle.module());
        let resolved = self.shared.specifiers.resolve(&path, &key.1);
        let typed = resolved.filter(|resolved| is_typed(resolved));
        let missing = self.shared.specifiers.tried_before(typed.as_deref(), &path, &key.1);
        let is_own = typed.as_deref().is_some_and(|typed| self.is_own_path(typed));
        let found = typed.as_deref().filter(|_| !is_own).and_then(|typed| self.open(typed));
        let dependencies = if is_own { Vec::new() } else { Vec::from_iter(typed) };
        if key.0 == OWN || is_own {
            if key.0 != OWN {
                self.mark_private();
            }
            self.missing.extend(missing);
            self.dependencies.extend(dependencies);
            let found = if is_own { Some(OWN) } else { found };
            self.specifiers.insert(key, found);
            return found;
        }
        let id = self.universe.add_lookup(Lookup { found, dependencies, missing, ..Lookup::default() });
        self.universe.specifiers.insert(key, id);
        self.take(id);
        self.note(Use::Lookup(id));
        found
    }

    /// The file at a path, as it is now.
    fn open(&mut self, path: &Path) -> Option<FileId> {
        let parsed = self.shared.files.get(path)?;
        let known = self.universe.paths.get(path).copied();
        let known = known.filter(|&file| is_same(&self.universe.file(file).parsed, &parsed));
        let file = match known {
            Some(file) => file,
            None => {
                let standing = Standing::of(self.shared, &self.own_path, path);
                self.universe.add_file(Foreign::new(path.to_owned(), parsed, standing))
            }
        };
        self.universe.touched.set(file, ());
        Some(file)
    }

    /// Whether a file is still as it was when it was read. Then it has a say from now on.
    pub(crate) fn touch(&mut self, file: FileId) -> bool {
        if self.universe.touched.get(file).is_some() {
            return true;
        }
        let foreign = self.universe.file(file);
        let is_current = !foreign.is_file
            || self.shared.files.get(&foreign.path).is_some_and(|parsed| is_same(&foreign.parsed, &parsed));
        if is_current {
            self.universe.touched.set(file, ());
        }
        is_current
    }

    /// What a global name that is not built in stands for in the declaration files of the TypeScript that is installed.
    pub(crate) fn library_type(&mut self, name: &Atom) -> Option<Found> {
        let lookup = match self.universe.globals.get(name) {
            Some(known) => (*known)?,
            None => {
                let found = self.library_file(name);
                self.universe.globals.insert(name.clone(), found);
                found?
            }
        };
        let Taken::Found(Some(file)) = self.take(lookup) else { return None };
        self.note(Use::Lookup(lookup));
        let id = *self.file(file).index().names.types.get(name)?;
        Some(Found { target: Target::Declaration(file, id), type_only: true })
    }

    fn library_file(&mut self, name: &Atom) -> Option<LookupId> {
        let found = self.shared.libraries.declared(self.universe.sight.library.as_deref()?, name)?;
        let path = PathBuf::from(&found.parsed.module.path);
        let file = match self.universe.paths.get(&path) {
            Some(&known) => known,
            None => self.universe.add_file(Foreign::of_library(path, found.parsed)),
        };
        let (found, dependencies) = (Some(file), found.files);
        Some(self.universe.add_lookup(Lookup { found, dependencies, ..Lookup::default() }))
    }
}

impl Context<'_> {
    /// What a name stands for that the project's own declaration files, or packages in `@types`, declare for all modules.
    pub(crate) fn ambient_type(&mut self, name: &Atom) -> Option<Found> {
        let &(file, id) = self.ambient_parts(name).first()?;
        Some(Found { target: Target::Declaration(file, id), type_only: true })
    }

    /// All parts of a declaration: in its own file, and those of a global one in other files.
    pub(crate) fn parts(&mut self, file: FileId, id: DeclId) -> Vec<(FileId, DeclId)> {
        let handle = self.file(file);
        let declaration = &handle.index().declarations[id];
        let own = (file, id);
        let merges = matches!(declaration.kind, Kind::Interface | Kind::Namespace);
        if !declaration.is_global || !merges || (file != OWN && !self.universe.file(file).is_file) {
            return vec![own];
        }
        let mut parts: Vec<_> = match declaration.parent {
            None => {
                let library = match self.library_type(&declaration.name).map(|found| found.target) {
                    Some(Target::Declaration(file, id)) => Some((file, id)),
                    _ => None,
                };
                library.into_iter().chain(self.ambient_parts(&declaration.name)).collect()
            }
            Some(parent) => {
                let around = self.parts(file, parent);
                let named = around.into_iter().filter_map(|(file, parent)| {
                    Some((file, self.file(file).index().member(Some(parent), &declaration.name)?))
                });
                named.collect()
            }
        };
        parts.retain(|&(file, id)| self.file(file).index().declarations[id].kind == declaration.kind);
        if !parts.contains(&own) {
            parts.insert(0, own);
        }
        parts
    }

    fn ambient_parts(&mut self, name: &Atom) -> Vec<(FileId, DeclId)> {
        let lookups = match self.universe.ambient.get(name) {
            Some(known) => Arc::clone(known),
            None => {
                let found = self.ambient_files(name);
                self.universe.ambient.insert(name.clone(), Arc::clone(&found));
                found
            }
        };
        let mut parts = Vec::new();
        for &lookup in &*lookups {
            let taken = self.take(lookup);
            self.note(Use::Lookup(lookup));
            if let Taken::Found(Some(file)) = taken
                && let Some(id) = self.file(file).index().global_type(name)
            {
                parts.push((file, id));
            }
        }
        parts
    }

    /// The files that declare a global name, or what was searched in vain.
    fn ambient_files(&mut self, name: &Atom) -> Arc<[LookupId]> {
        let Some(config) = &self.universe.sight.project else { return Arc::default() };
        let Some(ambient) = self.shared.ambients.of(config, &self.shared.specifiers) else {
            return Arc::default();
        };
        let declaring = ambient.declaring(name, &self.shared.files);
        if declaring.is_empty() {
            let searched = Lookup { searched: Some(ambient), ..Lookup::default() };
            return Arc::new([self.universe.add_lookup(searched)]);
        }
        let open = |(path, _): (PathBuf, Arc<Parsed>)| {
            let found = self.open(&path);
            let searched = Some(Arc::clone(&ambient));
            self.universe.add_lookup(Lookup {
                found,
                dependencies: vec![path],
                searched,
                ..Lookup::default()
            })
        };
        declaring.into_iter().map(open).collect()
    }
}

/// Whether two readings of a file gave the same text.
fn is_same(one: &Arc<Parsed>, other: &Arc<Parsed>) -> bool {
    Arc::ptr_eq(one, other) || one.module.text == other.module.text
}

fn is_typed(path: &Path) -> bool {
    Language::of(&path.to_string_lossy()).is_some_and(Language::is_typescript)
}
