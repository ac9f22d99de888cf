//! From a specifier to a file, and from an exported name to its declaration, through every re-export.

use std::path::{Path, PathBuf};

use oxc_resolver::{ResolveOptions, Resolver, TsconfigDiscovery, TsconfigOptions, TsconfigReferences};
use rustc_hash::FxHashSet;
use swc_core::atoms::Atom;

use crate::context::{Context, FileId};
use crate::index::{DeclId, Export, ImportedName};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Declaration(FileId, DeclId),
    /// A module as a whole: `import * as name`.
    Module(FileId),
}

/// A target and how it was reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) target: Target,
    /// A `type` stands somewhere along the way: there is no value behind the name.
    pub(crate) type_only: bool,
}

/// Module resolution as TypeScript does it with `moduleResolution: "bundler"`.
pub(crate) struct Specifiers {
    resolver: Resolver,
    /// Whether one tsconfig.json holds for all files. Otherwise each file's nearest one gives its `paths`.
    fixed_config: bool,
}

impl Specifiers {
    pub(crate) fn new(tsconfig: Option<&Path>) -> Self {
        let discovery = match tsconfig {
            Some(path) => TsconfigDiscovery::Manual(TsconfigOptions {
                config_file: path.to_owned(),
                references: TsconfigReferences::Auto,
            }),
            None => TsconfigDiscovery::Auto,
        };
        let resolver = Resolver::new(ResolveOptions {
            tsconfig: Some(discovery),
            condition_names: ["types", "import", "module", "node", "default"].map(Into::into).to_vec(),
            ..ResolveOptions::default()
        });
        Self { resolver, fixed_config: tsconfig.is_some() }
    }

    /// The file that holds the types of `specifier`, seen from the file `from`.
    pub(crate) fn resolve(&self, from: &Path, specifier: &str) -> Option<PathBuf> {
        let resolve = |specifier: &str| {
            self.resolver.resolve_dts(from, specifier).ok().map(|found| found.into_path_buf())
        };
        if !self.fixed_config
            && !specifier.starts_with(['.', '/'])
            && let Ok(Some(config)) = self.resolver.find_tsconfig(from)
        {
            for path in config.resolve_path_alias_or_base_url(specifier) {
                if let Some(found) = resolve(&path.to_string_lossy()) {
                    return Some(found);
                }
            }
        }
        resolve(specifier)
    }

    pub(crate) fn clear(&self) {
        self.resolver.clear_cache();
    }
}

impl Context<'_> {
    /// The declaration behind a name that a module exports.
    pub(crate) fn find_export(&mut self, file: FileId, name: &Atom) -> Option<Found> {
        self.export(file, name, &mut FxHashSet::default())
    }

    fn export(
        &mut self,
        file: FileId,
        name: &Atom,
        visited: &mut FxHashSet<(FileId, Atom)>,
    ) -> Option<Found> {
        if !visited.insert((file, name.clone())) {
            return None;
        }
        let handle = self.file(file);
        let index = handle.index();
        match index.exports.get(name) {
            Some(Export::Local(local, type_only)) => {
                let found = self.local(file, local, visited)?;
                return Some(Found { type_only: found.type_only || *type_only, ..found });
            }
            Some(Export::From(from, imported, type_only)) => {
                let from = self.specifier(file, from)?;
                let found = self.export(from, imported, visited)?;
                return Some(Found { type_only: found.type_only || *type_only, ..found });
            }
            Some(Export::Namespace(from, type_only)) => {
                let target = Target::Module(self.specifier(file, from)?);
                return Some(Found { target, type_only: *type_only });
            }
            Some(Export::Anonymous) => return None,
            None => {}
        }
        let declared = index.member(None, name).filter(|&id| index.declarations[id].exported);
        if let Some(id) = declared {
            return Some(Found { target: Target::Declaration(file, id), type_only: false });
        }
        if let Some(assigned) = &index.export_assignment {
            let found = self.local(file, assigned, visited)?;
            // `import X from` and `import {X} from` a module with `export =`.
            return match found.target {
                _ if name == "default" || name == "export=" => Some(found),
                Target::Declaration(file, id) => {
                    let handle = self.file(file);
                    let member = handle.index().member(Some(id), name)?;
                    Some(Found { target: Target::Declaration(file, member), ..found })
                }
                Target::Module(file) => self.export(file, name, visited),
            };
        }
        if name == "export=" {
            return Some(Found { target: Target::Module(file), type_only: false });
        }
        for (from, type_only) in &index.stars {
            if let Some(from) = self.specifier(file, from)
                && name != "default"
                && let Some(found) = self.export(from, name, visited)
            {
                return Some(Found { type_only: found.type_only || *type_only, ..found });
            }
        }
        None
    }

    /// What a name of a module's own scope stands for: a declaration of it, or what it imports.
    fn local(&mut self, file: FileId, name: &Atom, visited: &mut FxHashSet<(FileId, Atom)>) -> Option<Found> {
        let handle = self.file(file);
        if let Some(id) = handle.index().member(None, name) {
            return Some(Found { target: Target::Declaration(file, id), type_only: false });
        }
        let import = handle.index().imports.get(name)?;
        let from = self.specifier(file, &import.from)?;
        match &import.name {
            ImportedName::Namespace => {
                Some(Found { target: Target::Module(from), type_only: import.type_only })
            }
            ImportedName::Named(imported) => {
                let found = self.export(from, imported, visited)?;
                Some(Found { type_only: found.type_only || import.type_only, ..found })
            }
        }
    }

    /// What a name that a module imports stands for.
    pub(crate) fn find_import(&mut self, file: FileId, name: &Atom) -> Option<Found> {
        let handle = self.file(file);
        let import = handle.index().imports.get(name)?;
        let from = self.specifier(file, &import.from)?;
        let found = match &import.name {
            ImportedName::Namespace => Found { target: Target::Module(from), type_only: false },
            ImportedName::Named(imported) => self.find_export(from, imported)?,
        };
        Some(Found { type_only: found.type_only || import.type_only, ..found })
    }

    /// A member of a namespace or of a module.
    pub(crate) fn find_member(&mut self, target: Target, name: &Atom) -> Option<Found> {
        match target {
            Target::Module(file) => self.find_export(file, name),
            Target::Declaration(file, id) => {
                let handle = self.file(file);
                let member = handle.index().member(Some(id), name)?;
                Some(Found { target: Target::Declaration(file, member), type_only: false })
            }
        }
    }
}
