//! How a module reaches the values of other files: by a name that it imports itself, or by an import that is added.

use std::{path::Path, sync::Arc};

use mion_source::Language;
use rustc_hash::FxHashSet;
use swc_core::atoms::Atom;

use crate::context::{Context, FileId, OWN, Place, Source};
use crate::index::DeclId;
use crate::lower::Env;
use crate::ops;
use crate::resolve::Target;
use crate::types::Value;

/// From where a value is asked for.
pub(crate) enum Reach {
    /// From the module itself, by a name that it has the value by, or that it knows from an import.
    Own { local: Option<String>, specifier: Option<Atom> },
    /// From a declaration of another file. How the value is reached is asked when it is written.
    Embedded,
}

impl Reach {
    /// That of what stands at a place under a name. `local` is the expression by which this module has the value.
    pub(crate) fn of(env: &Env<'_, '_>, name: &str, local: Option<String>) -> Self {
        if env.file != OWN {
            return Self::Embedded;
        }
        let first: Atom = name.split('.').next().unwrap_or(name).into();
        let specifier = env.handle.index().imports.get(&first).map(|import| import.from.clone());
        Self::Own { local, specifier }
    }
}

impl Context<'_> {
    /// The value (a class, a function, a constant) of a declaration. `None` when nothing of this module can reach it.
    pub(crate) fn value(&mut self, file: FileId, id: DeclId, reach: &Reach) -> Option<Arc<Value>> {
        let declaration = Some((file, id));
        if file == OWN {
            let expression = Some(self.own_expression(id).into());
            return Some(Arc::new(Value { expression, declaration }));
        }
        if !self.may_be_imported(file, id) {
            return None;
        }
        if let Reach::Own { local, specifier } = reach {
            match local {
                Some(local) => {
                    self.values.entry((file, id)).or_insert_with(|| Some(local.clone()));
                }
                None => {
                    self.expression_of(file, id, specifier.as_ref())?;
                }
            }
        }
        Some(Arc::new(Value { expression: None, declaration }))
    }

    /// The JavaScript expression that gives a value where the current declaration is written. The module that it is
    /// imported from is imported.
    pub(crate) fn written_value(&mut self, value: &Value) -> Option<String> {
        let expression = match (&value.expression, value.declaration) {
            (Some(expression), _) => expression.to_string(),
            (None, Some((file, id))) => {
                let from = match &self.place {
                    Some(Place { from: Source::Module(specifier), .. }) => Some(specifier.clone()),
                    _ => None,
                };
                self.expression_of(file, id, from.as_ref())?
            }
            (None, None) => return None,
        };
        self.use_expression(&expression);
        Some(expression)
    }

    /// Sees to it that the module behind an expression's first name is imported.
    pub(crate) fn use_expression(&mut self, expression: &str) {
        let name = expression.split(['.', '[']).next().unwrap_or(expression);
        if let Some(specifier) = self.unused_namespaces.remove(name) {
            self.imports.push(format!("import * as {name} from {};", ops::quote(&specifier)));
        }
    }

    /// How this module names another source file.
    pub(crate) fn relative(&self, file: FileId) -> String {
        let folder = self.own_path.parent().unwrap_or(Path::new("/"));
        relative(folder, Path::new(&self.file(file).module().path))
    }

    fn own_expression(&self, id: DeclId) -> String {
        let handle = self.file(OWN);
        let declarations = &handle.index().declarations;
        let mut at = &declarations[id];
        let mut expression = at.name.to_string();
        while let Some(parent) = at.parent.filter(|_| at.exported) {
            at = &declarations[parent];
            expression = format!("{}.{expression}", at.name);
        }
        expression
    }

    /// Whether any module may import a value. What describes Node or a host must not be: it would tie the module to
    /// that host.
    fn may_be_imported(&self, file: FileId, id: DeclId) -> bool {
        let foreign = self.universe.file(file);
        let is_of_types =
            || foreign.path.to_string_lossy().replace('\\', "/").contains("/node_modules/@types/");
        foreign.is_file && foreign.parsed.index.path_of(id).is_some() && !is_of_types()
    }

    /// Whether a file's imports lead back to this module, and one of values is among them: those of types as well, for such
    /// a file may be given an import of its own for them. Classes that only types lead to wait for each other no longer than
    /// until they are asked for.
    fn leads_back(&mut self, file: FileId) -> bool {
        let mut open = vec![(file, false)];
        let mut seen = FxHashSet::from_iter(open.iter().copied());
        while let Some((file, has_value)) = open.pop() {
            let foreign = self.universe.file(file);
            // A package does not know who uses it.
            if foreign.path.components().any(|part| part.as_os_str() == "node_modules") {
                continue;
            }
            let parsed = Arc::clone(&foreign.parsed);
            let values = FxHashSet::from_iter(parsed.index.loads());
            for specifier in parsed.index.specifiers() {
                let Some(next) = self.specifier(file, specifier) else { continue };
                let next = (next, has_value || values.contains(specifier));
                if next == (OWN, true) {
                    return true;
                }
                if next.0 != OWN && seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    /// `specifier` is one of this module's that may lead there.
    fn expression_of(&mut self, file: FileId, id: DeclId, specifier: Option<&Atom>) -> Option<String> {
        if let Some(known) = self.values.get(&(file, id)) {
            return known.clone();
        }
        let expression = self.import_value(file, id, specifier);
        self.values.insert((file, id), expression.clone());
        expression
    }

    fn import_value(&mut self, file: FileId, id: DeclId, specifier: Option<&Atom>) -> Option<String> {
        let handle = self.file(file);
        let (first, path) = handle.index().path_of(id)?;
        let name = &first;
        let reached = specifier.filter(|specifier| {
            let imported = self.specifier(OWN, specifier);
            let found = imported.and_then(|imported| self.find_export(imported, name));
            let outermost = handle.index().outermost(id);
            found
                .is_some_and(|found| found.target == Target::Declaration(file, outermost) && !found.type_only)
        });
        // One more import in a circle, and a class may be asked for before it is there.
        if !self.is_loaded(file) && self.leads_back(file) {
            return None;
        }
        let specifier = match reached {
            Some(specifier) => specifier.to_string(),
            None => {
                let module = handle.module();
                let is_source =
                    module.language != Language::Declarations && !module.path.contains("node_modules");
                let found = self.find_export(file, name)?;
                if !is_source || found.type_only {
                    return None;
                }
                self.relative(file)
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
        Some(format!("{namespace}.{name}{path}"))
    }
}

fn relative(from: &Path, to: &Path) -> String {
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let mut path = if from.peek().is_some() { "../".repeat(from.count()) } else { "./".to_owned() };
    for (position, part) in to.enumerate() {
        if position > 0 {
            path.push('/');
        }
        path.push_str(&part.as_os_str().to_string_lossy());
    }
    path
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
