//! From a specifier to a file, and from an exported name to its declaration, through every re-export.

use std::path::{Path, PathBuf};

use oxc_resolver::{ResolveOptions, Resolver, TsconfigDiscovery, TsconfigOptions, TsconfigReferences};
use rustc_hash::FxHashSet;
use swc_core::atoms::Atom;

use crate::aliases::Aliases;
use crate::context::{Context, FileId};
use crate::index::{DeclId, Export, ImportedName};
use crate::tsconfig::clean;

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
    /// In place of those of tsconfig.json.
    aliases: Option<Aliases>,
}

impl Specifiers {
    pub(crate) fn new(tsconfig: Option<&Path>, aliases: Option<Aliases>) -> Self {
        let discovery = match tsconfig {
            _ if aliases.is_some() => None,
            Some(path) => Some(TsconfigDiscovery::Manual(TsconfigOptions {
                config_file: path.to_owned(),
                references: TsconfigReferences::Auto,
            })),
            None => Some(TsconfigDiscovery::Auto),
        };
        let resolver = Resolver::new(ResolveOptions {
            tsconfig: discovery,
            condition_names: ["types", "import", "module", "node", "default"].map(Into::into).to_vec(),
            ..ResolveOptions::default()
        });
        Self { resolver, fixed_config: tsconfig.is_some(), aliases }
    }

    /// The file that holds the types of `specifier`, seen from the file `from`.
    pub(crate) fn resolve(&self, from: &Path, specifier: &str) -> Option<PathBuf> {
        let resolve = |specifier: &str| {
            self.resolver.resolve_dts(from, specifier).ok().map(|found| found.into_path_buf())
        };
        // With one tsconfig.json for all files the resolver itself follows its `paths`.
        if !self.fixed_config || self.aliases.is_some() {
            for path in self.aliased(from, specifier) {
                if let Some(found) = resolve(&path.to_string_lossy()) {
                    return Some(found);
                }
            }
        }
        resolve(specifier).or_else(|| types_of_node(from, specifier))
    }

    /// What `paths` and `baseUrl` make of a specifier that is no path.
    fn aliased(&self, from: &Path, specifier: &str) -> Vec<PathBuf> {
        if specifier.starts_with(['.', '/']) {
            return Vec::new();
        }
        match &self.aliases {
            Some(aliases) => aliases.targets(specifier),
            None => self.resolver.find_tsconfig(from).ok().flatten().map_or_else(Vec::new, |config| {
                config.resolve_path_alias_or_base_url(specifier).into_iter().collect()
            }),
        }
    }

    /// The files that `specifier` would name, in place of `found`, if one of them were there: none for a package, which
    /// an edit does not bring.
    pub(crate) fn tried_before(&self, found: Option<&Path>, from: &Path, specifier: &str) -> Vec<PathBuf> {
        let folder = from.parent().unwrap_or(Path::new("/"));
        let stems = match specifier.starts_with(['.', '/']) {
            true => vec![folder.join(specifier)],
            false => self.aliased(from, specifier),
        };
        let tried = stems.iter().flat_map(|stem| candidates(&clean(stem)));
        tried.take_while(|file| Some(file.as_path()) != found).collect()
    }

    pub(crate) fn clear(&self) {
        self.resolver.clear_cache();
    }
}

/// The declarations of a module that Node itself provides, where `@types/node` is installed: `fs/promises.d.ts` has
/// `declare module "fs/promises"`, and `declare module "node:fs/promises"` that exports the same.
fn types_of_node(from: &Path, specifier: &str) -> Option<PathBuf> {
    let name = specifier.strip_prefix("node:").unwrap_or(specifier);
    if name.starts_with(['.', '/', '@', '#']) {
        return None;
    }
    let file = format!("node_modules/@types/node/{name}.d.ts");
    from.ancestors().skip(1).map(|folder| folder.join(&file)).find(|file| file.is_file())
}

/// What TypeScript looks for when an import names the path `stem`: the sources of a script, or of one without its
/// extension, or of a folder's index.
fn candidates(stem: &Path) -> Vec<PathBuf> {
    let named = |extensions: &[&str], stem: &Path| -> Vec<PathBuf> {
        let name = stem.file_name().unwrap_or_default().to_string_lossy().into_owned();
        extensions.iter().map(|extension| stem.with_file_name(format!("{name}{extension}"))).collect()
    };
    let without = stem.with_extension("");
    match stem.extension().and_then(|extension| extension.to_str()) {
        Some("ts" | "tsx" | "mts" | "cts") => vec![stem.to_owned()],
        Some("js" | "jsx") => named(&[".ts", ".tsx", ".d.ts"], &without),
        Some("mjs") => named(&[".mts", ".d.mts"], &without),
        Some("cjs") => named(&[".cts", ".d.cts"], &without),
        _ => {
            let mut files = named(&[".ts", ".tsx", ".d.ts"], stem);
            files.extend(named(&[".ts", ".tsx", ".d.ts"], &stem.join("index")));
            files
        }
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
            None => {}
        }
        let declared = index.member(None, name).filter(|&id| index.declarations[id].exported);
        if let Some(id) = declared {
            return Some(Found { target: Target::Declaration(file, id), type_only: false });
        }
        // A file that declares the module by its name exports what that declaration does.
        let ambient = index.ambient_modules.values().find_map(|&module| {
            let assigned = || index.member(Some(module), index.export_assignment.as_ref()?);
            index.member(Some(module), name).or_else(|| index.member(Some(assigned()?), name))
        });
        if let Some(id) = ambient {
            return Some(Found { target: Target::Declaration(file, id), type_only: true });
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
                let member = |file, id| self.file(file).index().member(Some(id), name);
                let (file, member) = match member(file, id) {
                    Some(member) => (file, member),
                    None => {
                        if let Some(found) = self.find_aliased_member(file, id, name) {
                            return Some(found);
                        }
                        let mut parts = self.parts(file, id).into_iter();
                        parts.find_map(|(file, id)| {
                            Some((file, self.file(file).index().member(Some(id), name)?))
                        })?
                    }
                };
                Some(Found { target: Target::Declaration(file, member), type_only: false })
            }
        }
    }
}
