//! The transform's entry: what is shared between calls, and the order of the work of one.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use mion_source::{Diagnostic, Edits, Language, Module};

use crate::ambient::Ambients;
use crate::context::{Context, File, FileId, GLOBALS, OWN, exports_metadata, file_path};
use crate::files::Files;
use crate::index::{Index, Kind};
use crate::insert::Inserter;
use crate::library::Libraries;
use crate::options::{Mode, Options};
use crate::program::SymbolNames;
use crate::resolve::{Found, Specifiers, Target};
use crate::symbols::Origin;
use crate::tsconfig::{ConfigFiles, Configs};
use crate::type_calls::TypeCalls;
use crate::universe::{Sight, Universe, Universes};
use crate::written::Written;

/// Adds type metadata to modules. One serves any number of calls, from any number of threads.
pub struct Reflector {
    shared: Shared,
}

/// What one transform found out beside its edits.
#[derive(Debug, Default)]
pub struct Reflection {
    pub warnings: Vec<Diagnostic>,
    /// Whether some call needs the functions of a type; with [`TypeCalls::AtRunTime`] it is not asked.
    pub has_type_calls: bool,
    /// Whether it declares handlers of a router.
    pub has_handlers: bool,
    /// The files that decided the result, besides the module itself: those that declare what it refers to, and
    /// each tsconfig.json with all that it extends. When one changes, the result may. Sorted.
    pub dependencies: Vec<PathBuf>,
    /// Files that do not exist, and would have a say if they did: what an import does not find, or would find before what
    /// it does, and a tsconfig.json that lies nearer. Sorted.
    pub missing: Vec<PathBuf>,
    /// Folders whose declaration files (`.d.ts`, `.d.mts`, `.d.cts`) were searched for global names: a new one may have a
    /// say. Sorted.
    pub searched: Vec<PathBuf>,
}

pub(crate) struct Shared {
    options: Options,
    pub(crate) files: Files,
    pub(crate) specifiers: Specifiers,
    pub(crate) libraries: Libraries,
    pub(crate) ambients: Ambients,
    universes: Universes,
    configs: Configs,
}

impl Reflector {
    #[must_use]
    pub fn new(mut options: Options) -> Self {
        let specifiers = Specifiers::new(options.tsconfig.as_deref(), options.aliases.take());
        Self {
            shared: Shared {
                options,
                files: Files::default(),
                specifiers,
                libraries: Libraries::default(),
                ambients: Ambients::default(),
                universes: Universes::default(),
                configs: Configs::default(),
            },
        }
    }

    /// A module to transform. A file is parsed once for its own transform and for those of its importers.
    ///
    /// # Errors
    /// Those of [`Module::parse`].
    pub fn parse(&self, path: &str, text: &str) -> Result<Arc<Module>, Diagnostic> {
        self.shared.files.parse(path, text)
    }

    /// Adds the insertions for a module's metadata to `edits`. They are insertions only, so that other edits of
    /// the same module go beside them; those that add to a call's arguments must come after these.
    ///
    /// Nothing is inserted into JavaScript, declaration files, and where reflection is off.
    ///
    /// Recursion follows the depth of types: call it on a thread whose stack is large.
    pub fn transform(&self, module: &Module, type_calls: TypeCalls<'_>, edits: &mut Edits) -> Reflection {
        if !matches!(module.language, Language::TypeScript | Language::TypeScriptJsx) {
            return Reflection::default();
        }
        let path = file_path(module);
        let mode = self.shared.mode(&path);
        if mode == Mode::Never {
            return self.shared.reflection(&path, Reflection::default());
        }
        let index = Index::of(module);
        let sight = self.shared.sight(&path);
        let universes = &self.shared.universes;
        // What its configuration keeps from it, others may have.
        let is_excluding = self.shared.has_exclusions(&path);
        let universe = if is_excluding { universes.empty(sight) } else { universes.take(sight) };
        let transform = |universe: Universe, is_alone: bool| {
            let context = Context::new(&self.shared, module, &index, universe, is_alone);
            Transform::of(context, module, &index, mode, type_calls)
        };
        let mut done = transform(universe, false);
        if done.is_exceeded {
            // How far it came depends on what was known. Where nothing is, it is the same each time.
            let evaluated = std::mem::take(&mut done.universe.evaluated);
            done = transform(done.universe, true);
            done.universe.evaluated = evaluated;
        }
        if !is_excluding {
            universes.give(done.universe);
        }
        done.written.apply(module, edits);
        self.shared.reflection(&path, done.found)
    }

    /// Forgets which files exist, what tsconfig.json says and which names are global: for when a file was added or
    /// removed, or a configuration or a declaration file of the project changed. The content of other known files is
    /// checked at every use anyway.
    pub fn clear(&self) {
        self.shared.specifiers.clear();
        self.shared.configs.clear();
        self.shared.files.clear();
        self.shared.libraries.clear();
        self.shared.ambients.clear();
        self.shared.universes.clear();
    }
}

impl Shared {
    /// Adds the configurations that hold for the files that were read.
    fn reflection(&self, path: &Path, mut found: Reflection) -> Reflection {
        let mut configs = ConfigFiles::default();
        let mut folders: Vec<&Path> = Vec::new();
        for file in std::iter::once(path).chain(found.dependencies.iter().map(PathBuf::as_path)) {
            let Some(folder) = file.parent() else { continue };
            if is_of_package(folder) || folders.contains(&folder) {
                continue;
            }
            folders.push(folder);
            let files = self.configs.files(self.options.tsconfig.as_deref(), file);
            configs.read.extend(files.read);
            configs.missing.extend(files.missing);
        }
        found.dependencies.append(&mut configs.read);
        found.missing.append(&mut configs.missing);
        for list in [&mut found.dependencies, &mut found.missing] {
            list.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
            list.dedup();
        }
        found
    }

    /// What is in sight of a module without an import.
    fn sight(&self, path: &Path) -> Sight {
        let library = path.parent().and_then(|folder| self.libraries.place(folder));
        let project = match is_of_package(path) {
            true => None,
            false => self.configs.path(self.options.tsconfig.as_deref(), path),
        };
        Sight { library, project }
    }

    /// The mode that options and tsconfig.json give a file.
    pub(crate) fn mode(&self, path: &Path) -> Mode {
        if let Some(mode) = self.options.mode {
            return mode;
        }
        let rule = self.configs.rule(self.options.tsconfig.as_deref(), path);
        rule.map_or(Mode::Default, |rule| rule.mode(path))
    }

    /// Whether the configuration of a module keeps any file's types out of its metadata.
    fn has_exclusions(&self, module: &Path) -> bool {
        let rule = self.configs.rule(self.options.tsconfig.as_deref(), module);
        rule.is_some_and(|rule| rule.has_exclusions())
    }

    /// Whether the configuration of a module keeps another file's types out of its metadata.
    pub(crate) fn excludes(&self, module: &Path, file: &Path) -> bool {
        let rule = self.configs.rule(self.options.tsconfig.as_deref(), module);
        rule.is_some_and(|rule| rule.excludes(file))
    }

    /// Whether a file's own metadata can be imported from it.
    pub(crate) fn is_transformed(&self, path: &Path) -> bool {
        let included = match &self.options.is_transformed {
            Some(decide) => decide(path),
            None => !is_of_package(path),
        };
        included && self.mode(path) != Mode::Never
    }
}

/// Whether a file is a package's: those are read as they are, whatever their tsconfig.json says.
fn is_of_package(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "node_modules")
}

/// What became of one module.
struct Transform {
    written: Written,
    found: Reflection,
    /// Whether something took more than it may.
    is_exceeded: bool,
    universe: Universe,
}

impl Transform {
    fn of<'m>(
        mut context: Context<'m>,
        module: &'m Module,
        index: &'m Index,
        mode: Mode,
        type_calls: TypeCalls<'_>,
    ) -> Self {
        for id in 0..index.declarations.len() {
            if matches!(index.declarations[id].kind, Kind::Interface | Kind::Alias | Kind::Enum)
                && exports_metadata(index, id)
            {
                let found = Found { target: Target::Declaration(OWN, id), type_only: false };
                if let Some(symbol) = context.symbol(OWN, id, found) {
                    context.use_symbol(symbol);
                }
            }
        }
        let mut inserter = Inserter::new(&mut context, module, index, mode, type_calls);
        inserter.module();
        let has_handlers = inserter.has_handlers;
        let (mut written, found) = inserter.finish();
        let mut warnings = Vec::new();
        if !matches!(type_calls, TypeCalls::Compiled(_)) {
            let types = write_types(&mut context);
            written.trailer.append(&mut context.imports);
            written.trailer.extend(types);
            warnings.append(&mut context.warnings);
        }
        let has_type_calls = !found.is_empty();
        warnings.extend(found.warnings);
        let is_exceeded = context.instances.budget.was_exceeded();
        let Context { dependencies, missing, searched, universe, .. } = context;
        let mut searched = Vec::from_iter(searched);
        searched.sort_unstable();
        let found = Reflection { warnings, dependencies, missing, searched, has_type_calls, has_handlers };
        Self { written, found, is_exceeded, universe }
    }
}

/// Writes each declared type that is exported or referred to as a function.
///
/// A function, and not a constant that holds the program: a module may be asked for a type before its body has
/// run (modules that import each other; a bundle in one file whose top-level `await` suspends it half way), and
/// then a `const` throws and a `var` is `undefined`, which the machine silently takes for `unknown`. A function
/// declaration is there from the start. It also vanishes from a bundle when nothing refers to it, with no
/// annotation needed. It must give the same array each time, because the machine keeps its result there.
fn write_types(context: &mut Context<'_>) -> Vec<String> {
    let mut written = Vec::new();
    let mut files: Vec<FileId> = vec![OWN, GLOBALS];
    while !context.instances.budget.is_given_up()
        && let Some(symbol) = context.pending.pop()
    {
        context.place = context.places.get(&symbol).cloned();
        let Some(program) = context.symbol_program(symbol) else { continue };
        context.warn_of_embedded(symbol);
        if context.instances.budget.is_exceeded()
            && let Some((name, span)) = context.named_place(symbol)
        {
            context.warn_too_large(&name, span);
        }
        let (place, exported) = match context.symbols.get(symbol).origin {
            Origin::Written { file, declaration } => {
                let exported = match context.file(file) {
                    File::Own(_, index) => exports_metadata(index, declaration),
                    File::Shared(_) => false,
                };
                let known = files.iter().position(|known| *known == file);
                let position = known.unwrap_or_else(|| {
                    files.push(file);
                    files.len() - 1
                });
                ((position, declaration), exported)
            }
            _ => ((usize::MAX, written.len()), false),
        };
        let export = if exported { "export " } else { "" };
        written.push((place, type_function(export, &context.symbols.name(symbol), &program)));
    }
    // In the order of their declarations: the same input gives the same text.
    written.sort_unstable_by_key(|(place, _)| *place);
    written.into_iter().map(|(_, text)| text).collect()
}

/// The function of a declared type. `export` stands before it.
pub(crate) fn type_function(export: &str, name: &str, program: &str) -> String {
    [export, "function ", name, "() { return ", name, ".Ω ??= ", program, "; }"].concat()
}
