//! The declaration files of the TypeScript that is installed, for global names that are not built in: `RequestInit`,
//! `PropertyDescriptorMap`, `Intl.NumberFormatOptions`.
//!
//! They are megabytes, of which a program names a few lines. So they are not parsed but cut: what is declared at the
//! start of a line goes as far as the next such line. All parts of one name, from all files, make a module of their own.

use std::{
    iter::once,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use memchr::memchr_iter;
use mion_source::Module;
use rustc_hash::FxHashMap;
use swc_core::atoms::Atom;

use crate::files::Parsed;

/// What a declaration of a library file starts with.
const STARTS: [&str; 10] = [
    "interface ",
    "type ",
    "declare abstract class ",
    "declare class ",
    "declare const ",
    "declare function ",
    "declare let ",
    "declare namespace ",
    "declare type ",
    "declare var ",
];

/// The libraries that were looked for: their places by the folder of the module that asked, and what is declared there.
#[derive(Debug, Default)]
pub(crate) struct Libraries {
    places: RwLock<FxHashMap<PathBuf, Option<PathBuf>>>,
    read: RwLock<FxHashMap<PathBuf, Arc<Library>>>,
}

/// The declarations of one installed TypeScript.
#[derive(Debug)]
struct Library {
    files: Vec<(PathBuf, String)>,
    parts: FxHashMap<String, Vec<(usize, Range<usize>)>>,
    parsed: RwLock<FxHashMap<Atom, Option<Declared>>>,
}

/// A global name's declarations, and the files that they are from.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub(crate) parsed: Arc<Parsed>,
    pub(crate) files: Vec<PathBuf>,
}

impl Libraries {
    /// Where the declaration files are of the TypeScript that is installed for the modules of a folder.
    pub(crate) fn place(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.places.read().ok()?.get(folder) {
            return known.clone();
        }
        let place = folder.ancestors().find_map(installed);
        self.places.write().ok()?.insert(folder.to_owned(), place.clone());
        place
    }

    /// What the declaration files at a place say of a name.
    pub(crate) fn declared(&self, place: &Path, name: &Atom) -> Option<Declared> {
        self.at(place)?.declared(name)
    }

    fn at(&self, place: &Path) -> Option<Arc<Library>> {
        if let Some(known) = self.read.read().ok()?.get(place) {
            return Some(Arc::clone(known));
        }
        // Whoever asks meanwhile waits: to read it as well would take longer.
        let mut read = self.read.write().ok()?;
        if let Some(known) = read.get(place) {
            return Some(Arc::clone(known));
        }
        let library = Arc::new(Library::read(place)?);
        read.insert(place.to_owned(), Arc::clone(&library));
        Some(library)
    }

    pub(crate) fn clear(&self) {
        if let (Ok(mut places), Ok(mut read)) = (self.places.write(), self.read.write()) {
            places.clear();
            read.clear();
        }
    }
}

/// Where the declaration files of a TypeScript that is installed in `folder` are. From version 7 on they are in the
/// package of the platform, which a package manager may put beside `typescript` alone.
fn installed(folder: &Path) -> Option<PathBuf> {
    let package = folder.join("node_modules/typescript");
    let is_library = |place: &PathBuf| place.join("lib.es5.d.ts").is_file();
    let own = package.join("lib");
    if is_library(&own) {
        return Some(own);
    }
    let package = std::fs::canonicalize(package).ok()?;
    let scopes = [package.join("node_modules/@typescript"), package.parent()?.join("@typescript")];
    scopes.iter().find_map(|scope| {
        let entries = std::fs::read_dir(scope).ok()?;
        let mut places: Vec<PathBuf> = entries.flatten().map(|entry| entry.path().join("lib")).collect();
        places.sort();
        places.into_iter().find(is_library)
    })
}

impl Library {
    fn read(place: &Path) -> Option<Self> {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(place).ok()?.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // Those of a worker and of Windows Script Host declare the same names as those of a page.
            let other = ["lib.webworker", "lib.scripthost"].iter().any(|other| name.starts_with(other));
            name.starts_with("lib.") && name.ends_with(".d.ts") && !other
        });
        paths.sort();
        let files: Vec<(PathBuf, String)> = paths
            .into_iter()
            .filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text)))
            .collect();
        let mut parts: FxHashMap<String, Vec<(usize, Range<usize>)>> = FxHashMap::default();
        for (number, (_, text)) in files.iter().enumerate() {
            for (name, range) in cut(text) {
                parts.entry(name.to_owned()).or_default().push((number, range));
            }
        }
        Some(Self { files, parts, parsed: RwLock::default() })
    }

    fn declared(&self, name: &Atom) -> Option<Declared> {
        if let Some(known) = self.parsed.read().ok()?.get(name) {
            return known.clone();
        }
        let declared = self.parse(name);
        self.parsed.write().ok()?.insert(name.clone(), declared.clone());
        declared
    }

    fn parse(&self, name: &Atom) -> Option<Declared> {
        let parts = self.parts.get(&**name)?;
        let mut text = String::new();
        let mut files: Vec<PathBuf> = Vec::new();
        for (number, range) in parts {
            let (path, source) = &self.files[*number];
            text.push_str(source.get(range.clone())?);
            text.push('\n');
            if !files.contains(path) {
                files.push(path.clone());
            }
        }
        // A name of its own beside the files: no file has it.
        let path = files.first()?.with_file_name(format!("{name}.global.d.ts"));
        let module = Module::parse(&path.to_string_lossy(), text.into()).ok()?;
        Some(Declared { parsed: Parsed::new(module), files })
    }
}

/// The names that a library file declares, and how far each declaration goes.
fn cut(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut found: Vec<(&str, Range<usize>)> = Vec::new();
    let ends = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    for at in once(0).chain(ends) {
        // Most lines are indented, or comments: their first byte tells.
        let may_start = matches!(text.as_bytes().get(at), Some(b'd' | b'i' | b't'));
        if may_start
            && let Some(line) = text.get(at..)
            && let Some(rest) = STARTS.iter().find_map(|start| line.strip_prefix(start))
        {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
            if let Some((_, last)) = found.last_mut() {
                last.end = at;
            }
            found.push((&rest[..end], at..text.len()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_of_a_name_are_one_module() {
        let folder = tempfile::tempdir().unwrap();
        let lib = folder.path().join("node_modules/typescript/lib");
        std::fs::create_dir_all(&lib).unwrap();
        std::fs::create_dir_all(folder.path().join("src")).unwrap();
        std::fs::write(lib.join("lib.es5.d.ts"), "/** one */\ninterface One {\n  a: string;\n}\ndeclare var One: {\n  new (): One;\n};\ntype Two = One;\n").unwrap();
        std::fs::write(lib.join("lib.dom.d.ts"), "interface One {\r\n  b: Two;\r\n}\r\n").unwrap();
        let libraries = Libraries::default();
        let place = libraries.place(&folder.path().join("src")).unwrap();
        assert_eq!(place, lib);
        let one = libraries.declared(&place, &"One".into()).unwrap();
        assert_eq!(one.files, [lib.join("lib.dom.d.ts"), lib.join("lib.es5.d.ts")]);
        let id = one.parsed.index.names.types[&Atom::from("One")];
        assert_eq!(one.parsed.index.nodes(&one.parsed.module, id).len(), 2);
        assert!(libraries.declared(&place, &"Three".into()).is_none());
        assert!(libraries.place(Path::new("/nowhere")).is_none());
    }
}
