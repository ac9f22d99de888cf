//! The state of one transform: the files it looked into, the symbols it refers to, what it will insert.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use mion_source::{Diagnostic, Language, Module, Severity};
use rustc_hash::{FxHashMap, FxHashSet};
use swc_core::{atoms::Atom, common::Span};

use crate::evaluate::Instances;
use crate::files::Parsed;
use crate::globals;
use crate::index::{DeclId, Index, Kind, Node};
use crate::library;
use crate::options::Mode;
use crate::reflector::Shared;
use crate::resolve::{Found, Target};
use crate::symbols::{Origin, Symbols};
use crate::types::{Declared, SymbolId, Type};
use crate::wanted::{Called, Fns};

/// A file of this transform: an index into [`Context`]'s list.
pub(crate) type FileId = usize;

/// The module that is transformed.
pub(crate) const OWN: FileId = 0;
/// The built-in declarations of the standard library's types.
pub(crate) const GLOBALS: FileId = 1;

/// How many declarations of other files one module takes in: a package's types may hang together as one web of
/// thousands, which no one means to ship.
const MAX_EMBEDDED: usize = 128;

/// A file with its index: the module that is transformed, or a shared one.
#[derive(Clone)]
pub(crate) enum File<'m> {
    Own(&'m Module, &'m Index),
    Shared(Arc<Parsed>),
}

impl File<'_> {
    pub(crate) fn module(&self) -> &Module {
        match self {
            Self::Own(module, _) => module,
            Self::Shared(parsed) => &parsed.module,
        }
    }

    pub(crate) fn index(&self) -> &Index {
        match self {
            Self::Own(_, index) => index,
            Self::Shared(parsed) => &parsed.index,
        }
    }
}

/// What the options and the configuration say about a file.
#[derive(Clone, Copy, Debug)]
struct Standing {
    /// Whether its own metadata can be imported from it.
    is_transformed: bool,
    mode: Mode,
}

impl Standing {
    /// That of a file, seen from the module that is transformed.
    fn of(shared: &Shared, module: &Path, path: &Path) -> Self {
        if shared.excludes(module, path) {
            return Self { is_transformed: false, mode: Mode::Never };
        }
        let is_transformed = shared.is_transformed(path);
        Self { is_transformed, mode: if is_transformed { shared.mode(path) } else { Mode::Default } }
    }
}

/// Where this module's own import led to the file whose declarations are being embedded: what is a value in that
/// file can be had from there.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) specifier: Atom,
    pub(crate) file: FileId,
    /// The reference in this module that led there.
    pub(crate) span: Span,
}

pub(crate) struct Context<'m> {
    pub(crate) shared: &'m Shared,
    pub(crate) symbols: Symbols,
    /// Declared types whose functions must still be written.
    pub(crate) pending: Vec<SymbolId>,
    /// What stands behind each symbol, as far as it was asked for. `None` for what is no type.
    pub(crate) declared: FxHashMap<SymbolId, Option<Rc<Declared>>>,
    /// What the evaluator made of generic types.
    pub(crate) instances: Instances,
    /// Whether warnings are held back: what is looked at is not what will be written.
    pub(crate) quiet: bool,
    /// Types of functions' scopes that something refers to.
    pub(crate) used_locals: Vec<SymbolId>,
    /// `import` statements to insert.
    pub(crate) imports: Vec<String>,
    pub(crate) warnings: Vec<Diagnostic>,
    pub(crate) dependencies: Vec<PathBuf>,
    /// The global name of the library that this module referred to last, and where.
    library_place: Option<(Atom, Span)>,
    /// Whether the declaration that is being written is another file's, and is embedded because that file need not be
    /// there at run time.
    pub(crate) embedding: bool,
    /// Files that do not exist, and that imports would lead to if they did.
    pub(crate) missing: Vec<PathBuf>,
    files: Vec<File<'m>>,
    /// What the options and the configuration say about each file.
    standings: Vec<Standing>,
    paths: FxHashMap<PathBuf, Option<FileId>>,
    specifiers: FxHashMap<(FileId, Atom), Option<FileId>>,
    /// The functions that calls of a function need of the types that it receives.
    pub(crate) wanted: FxHashMap<Called, Vec<Fns>>,
    values: FxHashMap<(FileId, DeclId), Option<String>>,
    /// The names of the modules that values come from, by specifier.
    namespaces: FxHashMap<String, String>,
    /// The specifiers of those that nothing written refers to yet, by name.
    unused_namespaces: FxHashMap<String, String>,
    /// The symbols that there was no room for.
    refused: FxHashSet<SymbolId>,
    warned: FxHashSet<(u32, u32)>,
    embedded: usize,
}

impl<'m> Context<'m> {
    pub(crate) fn new(shared: &'m Shared, module: &'m Module, index: &'m Index) -> Self {
        let own = file_path(module);
        let mut symbols = Symbols::default();
        for declaration in &index.declarations {
            symbols.reserve(metadata_name(&declaration.qualified));
        }
        Self {
            shared,
            symbols,
            pending: Vec::new(),
            declared: FxHashMap::default(),
            instances: Instances::default(),
            quiet: false,
            used_locals: Vec::new(),
            imports: Vec::new(),
            warnings: Vec::new(),
            dependencies: Vec::new(),
            library_place: None,
            embedding: false,
            missing: Vec::new(),
            files: vec![File::Own(module, index), File::Shared(globals::declarations())],
            standings: vec![
                Standing::of(shared, &own, &own),
                Standing { is_transformed: false, mode: Mode::Default },
            ],
            paths: FxHashMap::default(),
            specifiers: FxHashMap::default(),
            wanted: FxHashMap::default(),
            values: FxHashMap::default(),
            namespaces: FxHashMap::default(),
            unused_namespaces: FxHashMap::default(),
            refused: FxHashSet::default(),
            warned: FxHashSet::default(),
            embedded: 0,
        }
    }

    pub(crate) fn file(&self, id: FileId) -> File<'m> {
        self.files[id].clone()
    }

    /// The file that a specifier names, seen from another.
    pub(crate) fn specifier(&mut self, from: FileId, specifier: &Atom) -> Option<FileId> {
        if let Some(known) = self.specifiers.get(&(from, specifier.clone())) {
            return *known;
        }
        let handle = self.file(from);
        let path = file_path(handle.module());
        let resolved = self.shared.specifiers.resolve(&path, specifier);
        let typed = resolved.as_deref().filter(|resolved| is_typed(resolved));
        self.missing.extend(self.shared.specifiers.tried_before(typed, &path, specifier));
        let found = resolved.and_then(|path| self.open(&path));
        self.specifiers.insert((from, specifier.clone()), found);
        found
    }

    fn open(&mut self, path: &Path) -> Option<FileId> {
        if let Some(known) = self.paths.get(path) {
            return *known;
        }
        let id = if path == file_path(self.files[OWN].module()) {
            Some(OWN)
        } else {
            let typed = is_typed(path);
            let parsed = typed.then(|| self.shared.files.get(path)).flatten();
            if typed {
                self.dependencies.push(path.to_owned());
            }
            parsed.map(|parsed| {
                self.files.push(File::Shared(parsed));
                let own = file_path(self.files[OWN].module());
                self.standings.push(Standing::of(self.shared, &own, path));
                self.files.len() - 1
            })
        };
        self.paths.insert(path.to_owned(), id);
        id
    }

    /// What a global name that is not built in stands for in the declaration files of the TypeScript that is installed.
    /// `span` is the place in `from` that names it.
    pub(crate) fn library_type(&mut self, from: FileId, name: &Atom, span: Span) -> Option<Found> {
        let own = file_path(self.files[OWN].module());
        let library::Declared { parsed, files } = self.shared.libraries.declared(&own, name)?;
        let id = *parsed.index.names.types.get(name)?;
        let path = PathBuf::from(&parsed.module.path);
        let file = match self.paths.get(&path) {
            Some(known) => (*known)?,
            None => {
                self.dependencies.extend(files);
                self.files.push(File::Shared(parsed));
                self.standings.push(Standing::of(self.shared, &own, &path));
                self.paths.insert(path, Some(self.files.len() - 1));
                self.files.len() - 1
            }
        };
        if from == OWN {
            self.library_place = Some((name.clone(), span));
        }
        Some(Found { target: Target::Declaration(file, id), type_only: true })
    }

    /// The symbol of a declared type (an interface, an alias, an enum), in the way that suits its file: written
    /// here, imported, or embedded. `None` when the declaration is not to be reflected, or there is no room.
    pub(crate) fn symbol(
        &mut self,
        file: FileId,
        id: DeclId,
        found: Found,
        entry: Option<&Entry>,
    ) -> Option<SymbolId> {
        if let Some(known) = self.symbols.find(file, id) {
            return Some(known);
        }
        let handle = self.file(file);
        let declaration = &handle.index().declarations[id];
        if file != GLOBALS && !self.is_reflected(file, id) {
            return None;
        }
        let base = metadata_name(&declaration.qualified);
        if file == OWN {
            let origin = Origin::Written { file, declaration: id, entry: None };
            return Some(self.symbols.add(file, Some(id), base, origin));
        }
        if file != GLOBALS && self.has_metadata(file, id) && self.may_load(file, found) {
            let name = self.symbols.unique(&base);
            let from = self.relative(file);
            let origin = Origin::Imported { file, declaration: id, from, as_name: base };
            return Some(self.symbols.add(file, Some(id), name, origin));
        }
        let name = self.symbols.unique(&base);
        let origin = Origin::Written { file, declaration: id, entry: entry.cloned() };
        Some(self.symbols.add(file, Some(id), name, origin))
    }

    /// Sees to it that what a symbol's name stands for is there: written, or imported. Gives whether there was
    /// room for it.
    pub(crate) fn use_symbol(&mut self, symbol: SymbolId) -> bool {
        if matches!(self.symbols.get(symbol).origin, Origin::Local) {
            // Written in its scope, once for each.
            self.used_locals.push(symbol);
            return true;
        }
        if self.refused.contains(&symbol) {
            return false;
        }
        if !self.symbols.mark_used(symbol) {
            return true;
        }
        match self.symbols.get(symbol).origin.clone() {
            Origin::Written { file, entry, .. } => {
                if file != OWN && file != GLOBALS {
                    if self.embedded == MAX_EMBEDDED {
                        self.warn_too_many(entry.as_ref());
                        self.refused.insert(symbol);
                        return false;
                    }
                    self.embedded += 1;
                }
                self.pending.push(symbol);
            }
            Origin::Imported { from, as_name, .. } => {
                let name = &self.symbols.get(symbol).name;
                let binding = if *name == as_name { as_name } else { format!("{as_name} as {name}") };
                self.imports.push(format!("import {{{binding}}} from {};", crate::ops::quote(&from)));
            }
            Origin::Instance => self.pending.push(symbol),
            Origin::Local => {}
        }
        true
    }

    /// Sees to it that the module behind an expression's first name is imported.
    pub(crate) fn use_expression(&mut self, expression: &str) {
        let name = expression.split(['.', '[']).next().unwrap_or(expression);
        if let Some(specifier) = self.unused_namespaces.remove(name) {
            self.imports.push(format!("import * as {name} from {};", crate::ops::quote(&specifier)));
        }
    }

    /// What stands behind a symbol's name. `None` for what is no type.
    pub(crate) fn declared_of(&mut self, symbol: SymbolId) -> Option<Rc<Declared>> {
        if let Some(known) = self.declared.get(&symbol) {
            return known.clone();
        }
        let (file, declaration, entry) = match self.symbols.get(symbol).origin.clone() {
            Origin::Written { file, declaration, entry } => (file, declaration, entry),
            Origin::Imported { file, declaration, .. } => (file, declaration, None),
            Origin::Local | Origin::Instance => return None,
        };
        let outer = std::mem::replace(&mut self.embedding, file != OWN);
        let declared = self.declare(symbol, file, declaration, entry).map(Rc::new);
        self.embedding = outer;
        self.declared.insert(symbol, declared.clone());
        declared
    }

    /// Whether a declared type has type parameters.
    pub(crate) fn is_generic(&self, symbol: SymbolId) -> bool {
        let Some((file, id)) = self.symbols.get(symbol).origin.declaration() else { return false };
        let handle = self.file(file);
        handle.index().nodes(handle.module(), id).iter().any(|node| match node {
            Node::Interface(interface) => interface.type_params.is_some(),
            Node::Alias(alias) => alias.type_params.is_some(),
            _ => false,
        })
    }

    /// Whether a declared type is an enum.
    pub(crate) fn is_enum(&self, symbol: SymbolId) -> bool {
        match self.symbols.get(symbol).origin.declaration() {
            Some((file, id)) => self.file(file).index().declarations[id].kind == Kind::Enum,
            None => {
                let local = self.declared.get(&symbol).and_then(Option::as_ref);
                local.is_some_and(|declared| matches!(declared.ty, Type::Enum(_)))
            }
        }
    }

    /// Runs work whose findings are no reason to warn.
    pub(crate) fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.quiet, true);
        let result = work(self);
        self.quiet = outer;
        result
    }

    fn warn_too_many(&mut self, entry: Option<&Entry>) {
        let (of, span) = match (entry, &self.library_place) {
            (Some(Entry { specifier, span, .. }), _) => (format!("this type of '{specifier}'"), *span),
            (None, Some((name, span))) => (format!("`{name}`"), *span),
            (None, None) => return,
        };
        self.warn(
            OWN,
            span,
            format!(
                "more than {MAX_EMBEDDED} types of other files hang together with {of}, so that some of them are \
                 reflected as `any`"
            ),
            "Write out the part of the type that is meant, or mark what uses it with `@reflection never`.".into(),
        );
    }

    /// Whether a type may be imported from its module at run time. An `import type` promises that the module is
    /// not loaded (a client that names a server's type): then it may only if that module does nothing when it is
    /// loaded, or is loaded anyway. Otherwise the type is embedded, and so is what it refers to in turn.
    fn may_load(&mut self, file: FileId, found: Found) -> bool {
        if !(found.type_only || self.embedding) || self.files[file].index().types_only {
            return true;
        }
        let handle = self.file(OWN);
        let mut values = handle.index().imports.values().filter(|import| !import.type_only);
        values.any(|import| self.specifier(OWN, &import.from) == Some(file))
    }

    /// Whether the file's own transform exports the metadata of a declaration.
    fn has_metadata(&self, file: FileId, id: DeclId) -> bool {
        let handle = self.file(file);
        let module = handle.module();
        let declaration = &handle.index().declarations[id];
        module.language.is_typescript()
            && module.language != Language::Declarations
            && exports_metadata(handle.index(), id)
            && declaration.kind != Kind::Namespace
            && self.standings[file].is_transformed
    }

    /// Whether the configuration and the JSDoc tags of a declaration's file let it be reflected. Files that
    /// are not transformed themselves have no say: what is used of them is the user's choice.
    pub(crate) fn is_reflected(&self, file: FileId, id: DeclId) -> bool {
        let handle = self.file(file);
        let module = handle.module();
        let mode = self.standings[file].mode;
        let mut at = Some(id);
        while let Some(id) = at {
            let declaration = &handle.index().declarations[id];
            if let Some(tagged) = crate::jsdoc::reflection(module, declaration.start) {
                return tagged && mode != Mode::Never;
            }
            at = declaration.parent;
        }
        mode == Mode::Default
    }

    /// A JavaScript expression that gives the value (a class, a function, a constant) of a declaration, which is
    /// imported if that is needed. `None` when nothing of this module can reach it.
    pub(crate) fn value(
        &mut self,
        file: FileId,
        id: DeclId,
        local: Option<&str>,
        entry: Option<&Entry>,
    ) -> Option<String> {
        let handle = self.file(file);
        let index = handle.index();
        let declaration = &index.declarations[id];
        if file == OWN {
            let mut expression = declaration.name.to_string();
            let mut at = declaration;
            while let Some(parent) = at.parent.filter(|_| at.exported) {
                at = &index.declarations[parent];
                expression = format!("{}.{expression}", at.name);
            }
            return Some(expression);
        }
        if let Some(local) = local {
            return Some(local.to_owned());
        }
        if let Some(known) = self.values.get(&(file, id)) {
            return known.clone();
        }
        let expression = self.import_value(file, id, entry);
        self.values.insert((file, id), expression.clone());
        expression
    }

    fn import_value(&mut self, file: FileId, id: DeclId, entry: Option<&Entry>) -> Option<String> {
        let handle = self.file(file);
        let declaration = &handle.index().declarations[id];
        let path = handle.module().path.clone();
        // These describe what Node or a host provides; importing it would tie this module to that host.
        if path.replace('\\', "/").contains("/node_modules/@types/") || declaration.parent.is_some() {
            return None;
        }
        let reached = entry.and_then(|entry| {
            let found = self.find_export(entry.file, &declaration.name)?;
            (found.target == Target::Declaration(file, id) && !found.type_only)
                .then(|| (entry.specifier.to_string(), declaration.name.clone()))
        });
        let (specifier, name) = match reached {
            Some(reached) => reached,
            None => {
                let source =
                    handle.module().language != Language::Declarations && !path.contains("node_modules");
                let found = self.find_export(file, &declaration.name)?;
                if !source || found.type_only {
                    return None;
                }
                (self.relative(file), declaration.name.clone())
            }
        };
        // A namespace import, because a name that the module turns out not to have is then `undefined` and not
        // an error; and under a name of our own, because an `import type` of the user's is removed.
        let namespace = match self.namespaces.get(&specifier) {
            Some(known) => known.clone(),
            None => {
                let namespace = self.symbols.unique("__Ωmodule");
                self.unused_namespaces.insert(namespace.clone(), specifier.clone());
                self.namespaces.insert(specifier, namespace.clone());
                namespace
            }
        };
        Some(format!("{namespace}.{name}"))
    }

    /// How this module names another source file.
    fn relative(&self, file: FileId) -> String {
        let own = file_path(self.files[OWN].module());
        let handle = self.file(file);
        relative(own.parent().unwrap_or(Path::new("/")), Path::new(&handle.module().path))
    }

    /// Adds a warning about a place of the module that is transformed, once.
    pub(crate) fn warn(&mut self, file: FileId, span: Span, message: String, hint: String) {
        if file != OWN || self.quiet || !self.warned.insert((span.lo.0, span.hi.0)) {
            return;
        }
        let handle = self.file(OWN);
        let warning = handle.module().diagnostic("MION_REFLECT_UNRESOLVED", Severity::Warning, span, message);
        self.warnings.push(warning.with_hint(hint));
    }
}

fn is_typed(path: &Path) -> bool {
    Language::of(&path.to_string_lossy()).is_some_and(Language::is_typescript)
}

/// Whether a module's transform exports the metadata of a declaration: what the module exports, and what its
/// exported namespaces do.
pub(crate) fn exports_metadata(index: &Index, id: DeclId) -> bool {
    let mut at = Some(id);
    while let Some(id) = at {
        let declaration = &index.declarations[id];
        if !declaration.exported {
            return false;
        }
        at = declaration.parent;
    }
    true
}

pub(crate) fn metadata_name(qualified: &str) -> String {
    format!("__Ω{qualified}")
}

/// The path of a module's file: its id without the query of a framework's script block.
pub(crate) fn file_path(module: &Module) -> PathBuf {
    PathBuf::from(module.path.split('?').next().unwrap_or(&module.path))
}

fn relative(from: &Path, to: &Path) -> String {
    let from: Vec<_> = from.components().collect();
    let to: Vec<_> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts: Vec<String> = vec!["..".into(); from.len() - shared];
    parts.extend(to[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned()));
    let path = parts.join("/");
    if path.starts_with("..") { path } else { format!("./{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_specifier_leads_from_a_folder_to_a_file() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/b/c.ts")), "./c.ts");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/x/c.ts")), "../x/c.ts");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/c.ts")), "../../c.ts");
    }
}
