//! The state of one transform: the files it looked into, the symbols it refers to, what it will insert.

use std::{
    fmt::{Display, Formatter},
    path::{Path, PathBuf},
    sync::Arc,
};

use mion_source::{Diagnostic, Language, Module};
use rustc_hash::{FxHashMap, FxHashSet};
use swc_core::{atoms::Atom, common::Span};

use crate::budget::Budget;
use crate::evaluate::{Instances, Verdict};
use crate::files::Parsed;
use crate::index::{DeclId, Index, Kind, Node};
use crate::inference::Inference;
use crate::list::List;
use crate::loaded::LoadedFiles;
use crate::options::Mode;
use crate::records::Record;
use crate::reflector::Shared;
use crate::resolve::Found;
use crate::symbols::{Origin, Symbols, is_own};
use crate::types::{Declared, SymbolId, Type};
use crate::universe::{EntryId, Meaning, Universe, Use};
use crate::wanted::{Called, Fns};

/// A file: the module that is transformed, or one of the universe's.
pub(crate) type FileId = usize;

/// The module that is transformed.
pub(crate) const OWN: FileId = 0;
/// The built-in declarations of the standard library's types.
pub(crate) const GLOBALS: FileId = 1;

/// How many declarations of other files one module takes in: a package's types may hang together as one web of
/// thousands, which no one means to ship.
pub(crate) const MAX_EMBEDDED: usize = 128;

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
pub(crate) struct Standing {
    /// Whether its own metadata can be imported from it.
    is_transformed: bool,
    mode: Mode,
}

impl Standing {
    /// That of the library's declarations.
    pub(crate) const LIBRARY: Self = Self { is_transformed: false, mode: Mode::Default };

    /// That of a file, seen from the module that is transformed.
    pub(crate) fn of(shared: &Shared, module: &Path, path: &Path) -> Self {
        if shared.excludes(module, path) {
            return Self { is_transformed: false, mode: Mode::Never };
        }
        let is_transformed = shared.is_transformed(path);
        Self { is_transformed, mode: if is_transformed { shared.mode(path) } else { Mode::Default } }
    }
}

/// Where this module refers to a type of another file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) from: Source,
    pub(crate) span: Span,
}

/// What a type comes from: a module by its specifier, or the library, by the type's name.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Module(Atom),
    Library(Atom),
}

impl Display for Source {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Module(specifier) => write!(formatter, "this type of '{specifier}'"),
            Self::Library(name) => write!(formatter, "`{name}`"),
        }
    }
}

/// How many programs of a module may take more than they may before its generic types are no longer looked into.
const PATIENCE: u32 = 4;

pub(crate) struct Context<'m> {
    pub(crate) shared: &'m Shared,
    pub(crate) symbols: Symbols,
    /// Declared types whose functions must still be written.
    pub(crate) pending: Vec<SymbolId>,
    /// What stands behind each symbol, as far as it was asked for.
    declared: FxHashMap<SymbolId, Known>,
    /// What the evaluator made of generic types.
    pub(crate) instances: Instances,
    /// The declared type whose program is being settled.
    pub(crate) program: Option<SymbolId>,
    /// Whether something is evaluated that a program takes in while it is written: it is a part of that program.
    pub(crate) is_taking_in: bool,
    /// Whether warnings are held back: what is looked at is not what will be written.
    pub(crate) quiet: bool,
    /// The names that mean nothing in sight in the declaration of another file that is being lowered.
    pub(crate) unresolved: Vec<Arc<str>>,
    /// Types of functions' scopes that something refers to.
    pub(crate) used_locals: Vec<SymbolId>,
    /// `import` statements to insert.
    pub(crate) imports: Vec<String>,
    pub(crate) warnings: Vec<Diagnostic>,
    pub(crate) dependencies: Vec<PathBuf>,
    /// Where this module refers to other files' types, and to what those refer to in turn.
    pub(crate) places: FxHashMap<SymbolId, Place>,
    /// The place that the declaration was reached from that is being written.
    pub(crate) place: Option<Place>,
    pub(crate) loaded_files: LoadedFiles,
    /// The types of other files that this module's own code refers to without a `type` on the way.
    pub(crate) loaded: FxHashSet<SymbolId>,
    /// Whether the declaration that is being written is another file's, and is embedded because that file need not be
    /// there at run time.
    pub(crate) embedding: bool,
    /// Files that do not exist, and that imports would lead to if they did.
    pub(crate) missing: Vec<PathBuf>,
    /// Folders in which a declaration file may come to declare a global name that was looked for.
    pub(crate) searched: FxHashSet<PathBuf>,
    own: File<'m>,
    pub(crate) own_path: PathBuf,
    own_standing: Standing,
    /// What is known of other files.
    pub(crate) universe: Universe,
    /// Whether everything is evaluated anew. Declarations that take no evaluation may be known all the same.
    is_alone: bool,
    /// What is being found out about values, and what was.
    pub(crate) inference: Inference,
    /// The findings that are being made, innermost last.
    pub(crate) records: Vec<Record>,
    /// Where specifiers lead that this module's own transform has to follow: its own, and those that lead to it.
    pub(crate) specifiers: FxHashMap<(FileId, Atom), Option<FileId>>,
    /// The functions that calls of a function need of the types that it receives.
    pub(crate) wanted: FxHashMap<Called, Vec<Fns>>,
    /// The JavaScript expressions by which this module has other files' values. `None` for what it cannot reach.
    pub(crate) values: FxHashMap<(FileId, DeclId), Option<String>>,
    /// The names of the modules that values come from, by specifier.
    pub(crate) namespaces: FxHashMap<String, String>,
    /// The specifiers of those that nothing written refers to yet, by name.
    pub(crate) unused_namespaces: FxHashMap<String, String>,
    /// The symbols that there was no room for.
    refused: FxHashSet<SymbolId>,
    /// The places that were warned of.
    pub(crate) warned: FxHashSet<(u32, u32)>,
    /// How many types of other files are embedded.
    embedded: usize,
}

/// What stands behind a symbol. `declared` is `None` for what is no type, `entry` for what this module alone found.
struct Known {
    entry: Option<EntryId>,
    declared: Option<Arc<Declared>>,
}

impl<'m> Context<'m> {
    pub(crate) fn new(
        shared: &'m Shared,
        module: &'m Module,
        index: &'m Index,
        mut universe: Universe,
        is_alone: bool,
    ) -> Self {
        universe.begin();
        let own_path = file_path(module);
        let mut symbols = Symbols::default();
        for declaration in &index.declarations {
            symbols.reserve(metadata_name(&declaration.qualified));
        }
        Self {
            shared,
            symbols,
            pending: Vec::new(),
            declared: FxHashMap::default(),
            instances: Instances::new(Budget::new(if is_alone { PATIENCE } else { 0 })),
            program: None,
            is_taking_in: false,
            quiet: false,
            unresolved: Vec::new(),
            used_locals: Vec::new(),
            imports: Vec::new(),
            warnings: Vec::new(),
            dependencies: Vec::new(),
            places: FxHashMap::default(),
            place: None,
            loaded_files: LoadedFiles::default(),
            loaded: FxHashSet::default(),
            embedding: false,
            missing: Vec::new(),
            searched: FxHashSet::default(),
            own: File::Own(module, index),
            own_standing: Standing::of(shared, &own_path, &own_path),
            own_path,
            universe,
            is_alone,
            inference: Inference::default(),
            records: Vec::new(),
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
        match id {
            OWN => self.own.clone(),
            id => File::Shared(Arc::clone(&self.universe.file(id).parsed)),
        }
    }

    fn standing(&self, file: FileId) -> Standing {
        if file == OWN { self.own_standing } else { self.universe.file(file).standing }
    }

    pub(crate) fn is_own_path(&self, path: &Path) -> bool {
        path.as_os_str() == self.own_path.as_os_str()
    }

    /// The symbol of a declared type (an interface, an alias, an enum). `None` when it is not to be reflected.
    pub(crate) fn symbol(&mut self, file: FileId, id: DeclId, found: Found) -> Option<SymbolId> {
        if file == OWN
            && let Some(known) = self.symbols.find(id)
        {
            return Some(known);
        }
        if file != GLOBALS && !self.is_reflected(file, id) {
            return None;
        }
        if file == OWN {
            let handle = self.file(OWN);
            let name = metadata_name(&handle.index().declarations[id].qualified);
            let origin = Origin::Written { file, declaration: id };
            return Some(self.symbols.add(Some(id), name, origin));
        }
        let symbol = self.universe.symbol(file, id);
        if !found.type_only && !self.embedding && self.records.is_empty() {
            self.loaded.insert(symbol);
        }
        Some(symbol)
    }

    /// Sees to it that what a symbol's name stands for is there: written, or imported. Gives whether there was
    /// room for it.
    pub(crate) fn use_symbol(&mut self, symbol: SymbolId) -> bool {
        if self.refused.contains(&symbol) {
            return false;
        }
        if !self.symbols.is_named(symbol) {
            return self.take_in(symbol);
        }
        if matches!(self.symbols.get(symbol).origin, Origin::Local) {
            // Written in its scope, once for each.
            self.used_locals.push(symbol);
        } else if self.symbols.mark_used(symbol) {
            self.pending.push(symbol);
        }
        true
    }

    /// Takes in an instance, or a type of another file in the way that suits that file: imported, or embedded.
    fn take_in(&mut self, symbol: SymbolId) -> bool {
        if let Some(place) = &self.place {
            self.places.entry(symbol).or_insert_with(|| place.clone());
        }
        let (file, declaration) = match self.instance_of(symbol) {
            Some((of, arguments)) => {
                let name = self.base_name(of);
                let name = self.symbols.unique(&name);
                self.symbols.introduce(symbol, name, Origin::Instance(of, arguments));
                self.pending.push(symbol);
                return true;
            }
            None => match self.declaration(symbol) {
                Some(place) => place,
                None => return false,
            },
        };
        let base = self.base_name(symbol);
        if file != GLOBALS && self.has_metadata(file, declaration) && self.may_load(file, symbol) {
            let name = self.symbols.unique(&base);
            let from = crate::ops::quote(&self.relative(file));
            let binding = if name == base { base } else { format!("{base} as {name}") };
            self.imports.push(format!("import {{{binding}}} from {from};"));
            self.symbols.introduce(symbol, name, Origin::Imported { file, declaration });
            return true;
        }
        if file != GLOBALS {
            if self.embedded == MAX_EMBEDDED {
                self.warn_too_many(symbol);
                self.refused.insert(symbol);
                return false;
            }
            self.embedded += 1;
        }
        let name = self.symbols.unique(&base);
        self.symbols.introduce(symbol, name, Origin::Written { file, declaration });
        self.pending.push(symbol);
        true
    }

    /// What stands behind a symbol's name. `None` for what is no type.
    pub(crate) fn declared_of(&mut self, symbol: SymbolId) -> Option<Arc<Declared>> {
        if let Some(known) = self.declared.get(&symbol) {
            let declared = known.declared.clone();
            match known.entry {
                Some(entry) => self.note(Use::Entry(entry)),
                None => self.mark_private(),
            }
            return declared;
        }
        let known =
            self.universe.declared.get(&symbol).or_else(|| self.universe.evaluated.declared.get(&symbol));
        if let Some((entry, declared)) = known.cloned()
            && (!self.is_alone || self.universe.entry(entry).is_free)
            && self.adopt(entry).is_some()
        {
            self.note(Use::Entry(entry));
            self.declared.insert(symbol, Known { entry: Some(entry), declared: declared.clone() });
            return declared;
        }
        let Some((file, declaration)) = self.declaration(symbol) else {
            self.mark_private();
            return None;
        };
        let outer = std::mem::replace(&mut self.embedding, file != OWN);
        let (declared, entry) = if file == OWN {
            self.mark_private();
            (self.declare(symbol, file, declaration).map(Arc::new), None)
        } else {
            self.begin(0);
            let outer = std::mem::take(&mut self.unresolved);
            let declared = self.declare(symbol, file, declaration);
            let unresolved = std::mem::replace(&mut self.unresolved, outer);
            let declared = declared.map(|declared| Arc::new(Declared { unresolved, ..declared }));
            (declared, self.finish(true, 0, 0, true))
        };
        self.embedding = outer;
        if let Some(entry) = entry {
            self.universe.declared.insert(symbol, (entry, declared.clone()));
        }
        self.declared.insert(symbol, Known { entry, declared: declared.clone() });
        declared
    }

    /// The declaration behind a symbol. `None` for what a scope declares, and for an instance.
    pub(crate) fn declaration(&self, symbol: SymbolId) -> Option<(FileId, DeclId)> {
        if is_own(symbol) {
            return self.symbols.get(symbol).origin.declaration();
        }
        match self.universe.meaning(symbol) {
            Meaning::Declaration(file, id) => Some((*file, *id)),
            Meaning::Instance(..) => None,
        }
    }

    /// The generic type that an instance is of, with its arguments.
    pub(crate) fn instance_of(&self, symbol: SymbolId) -> Option<(SymbolId, List)> {
        if is_own(symbol) {
            return match &self.symbols.get(symbol).origin {
                Origin::Instance(of, arguments) => Some((*of, arguments.clone())),
                _ => None,
            };
        }
        match self.universe.meaning(symbol) {
            Meaning::Instance(of, arguments) => Some((*of, arguments.clone())),
            Meaning::Declaration(..) => None,
        }
    }

    pub(crate) fn is_instance(&self, symbol: SymbolId) -> bool {
        if is_own(symbol) {
            matches!(self.symbols.get(symbol).origin, Origin::Instance(..))
        } else {
            matches!(self.universe.meaning(symbol), Meaning::Instance(..))
        }
    }

    /// The symbol of an instance. `is_shared`: whether it means the same to all modules.
    pub(crate) fn instance_symbol(
        &mut self,
        symbol: SymbolId,
        arguments: &List,
        is_shared: bool,
    ) -> SymbolId {
        if is_shared {
            return self.universe.instance_symbol(symbol, arguments);
        }
        let known = self.instances.symbols.entry(symbol).or_default();
        *known.entry(arguments.clone()).or_insert_with(|| {
            self.symbols.add(None, String::new(), Origin::Instance(symbol, arguments.clone()))
        })
    }

    /// Lets other modules have what became of an instance.
    pub(crate) fn share_instance(
        &mut self,
        symbol: SymbolId,
        arguments: List,
        entry: EntryId,
        verdict: Verdict,
    ) {
        let instance = self.universe.instance_symbol(symbol, &arguments);
        if let Some(Known { entry: known, declared }) = self.declared.get_mut(&instance) {
            *known = Some(entry);
            self.universe.evaluated.declared.insert(instance, (entry, declared.clone()));
        }
        self.universe.evaluated.instances.entry(symbol).or_default().insert(arguments, (entry, verdict));
    }

    /// The name that a type's metadata goes by where it is declared.
    fn base_name(&self, symbol: SymbolId) -> String {
        match self.declaration(symbol) {
            Some((file, id)) => metadata_name(&self.file(file).index().declarations[id].qualified),
            None => self.symbols.get(symbol).name.clone(),
        }
    }

    /// Says what stands behind a symbol of this module's own.
    pub(crate) fn set_declared(&mut self, symbol: SymbolId, declared: Declared) {
        self.declared.insert(symbol, Known { entry: None, declared: Some(Arc::new(declared)) });
    }

    /// Whether a declared type is one of the library's that are not built in.
    pub(crate) fn is_of_library(&self, symbol: SymbolId) -> bool {
        match self.declaration(symbol) {
            Some((OWN | GLOBALS, _)) | None => false,
            Some((file, _)) => !self.universe.file(file).is_file,
        }
    }

    /// Whether a declared type has type parameters.
    pub(crate) fn is_generic(&self, symbol: SymbolId) -> bool {
        let Some((file, id)) = self.declaration(symbol) else { return false };
        let handle = self.file(file);
        handle.index().nodes(handle.module(), id).iter().any(|node| match node {
            Node::Interface(interface) => interface.type_params.is_some(),
            Node::Alias(alias) => alias.type_params.is_some(),
            _ => false,
        })
    }

    /// Whether a declared type is an enum.
    pub(crate) fn is_enum(&self, symbol: SymbolId) -> bool {
        match self.declaration(symbol) {
            Some((file, id)) => self.file(file).index().declarations[id].kind == Kind::Enum,
            None => {
                let local = self.declared.get(&symbol).and_then(|known| known.declared.as_ref());
                local.is_some_and(|declared| matches!(declared.ty, Type::Enum(_)))
            }
        }
    }

    /// Whether the file's own transform exports the metadata of a declaration.
    fn has_metadata(&self, file: FileId, id: DeclId) -> bool {
        let handle = self.file(file);
        let module = handle.module();
        let declaration = &handle.index().declarations[id];
        module.language.is_typescript()
            && module.language != Language::Declarations
            && exports_metadata(handle.index(), id)
            && matches!(declaration.kind, Kind::Interface | Kind::Alias | Kind::Enum)
            && self.standing(file).is_transformed
    }

    /// Whether the configuration and the JSDoc tags of a declaration's file let it be reflected. Files that
    /// are not transformed themselves have no say: what is used of them is the user's choice.
    pub(crate) fn is_reflected(&self, file: FileId, id: DeclId) -> bool {
        let handle = self.file(file);
        let module = handle.module();
        let mode = self.standing(file).mode;
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
    ["__Ω", qualified].concat()
}

/// The path of a module's file: its id without the query of a framework's script block.
pub(crate) fn file_path(module: &Module) -> PathBuf {
    PathBuf::from(module.path.split('?').next().unwrap_or(&module.path))
}
