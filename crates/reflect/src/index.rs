//! What a module declares, imports and exports: found in one walk over its statements, without its bodies.
//!
//! - [`builder`]: the walk. [`node`]: the syntax of a declaration, by its place.

mod builder;
mod node;

use mion_source::Module;
use rustc_hash::FxHashMap;
use swc_core::{
    atoms::Atom,
    common::{BytePos, Span},
    ecma::ast::TsInterfaceDecl,
};

use node::Place;

pub(crate) use node::Node;

/// A declaration of a module: an index into [`Index::declarations`].
pub(crate) type DeclId = usize;

#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) declarations: Vec<Declaration>,
    /// The names of the module's own scope.
    pub(crate) names: Names,
    pub(crate) imports: FxHashMap<Atom, Import>,
    pub(crate) exports: FxHashMap<Atom, Export>,
    /// `export * from`, with whether it is `export type *`.
    pub(crate) stars: Vec<(Atom, bool)>,
    /// `export = name`.
    pub(crate) export_assignment: Option<Atom>,
    /// `declare module 'name' { ... }`: the namespace declarations that stand for whole modules.
    pub(crate) ambient_modules: FxHashMap<Atom, DeclId>,
    /// Whether running the module does nothing: it holds types, and imports that vanish with them.
    pub(crate) types_only: bool,
}

/// The names of one scope. A type and a value may share a name (`type User`, `const User`).
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) types: FxHashMap<Atom, DeclId>,
    pub(crate) values: FxHashMap<Atom, DeclId>,
    /// `import Name = Namespace.Other`.
    pub(crate) aliases: FxHashMap<Atom, Vec<Atom>>,
}

#[derive(Debug)]
pub(crate) struct Declaration {
    pub(crate) name: Atom,
    /// The name that its metadata goes by: with the names of its namespaces before it (`Shop_Order`).
    pub(crate) qualified: String,
    pub(crate) kind: Kind,
    /// One place, or several for an interface that is declared in parts.
    places: Vec<Place>,
    /// Marked with `export`, in its module or its namespace.
    pub(crate) exported: bool,
    /// Has no value at run time beside what someone else provides: `declare class`, or in a declaration file.
    pub(crate) ambient: bool,
    /// In sight of every module: in `declare global`, or in a declaration file that is no module.
    pub(crate) is_global: bool,
    /// The namespace that it lies in.
    pub(crate) parent: Option<DeclId>,
    /// What a namespace declares.
    pub(crate) members: Names,
    /// Where its documentation comment stands before.
    pub(crate) start: BytePos,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Interface,
    Alias,
    Enum,
    Class,
    Function,
    Variable,
    Namespace,
}

#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) from: Atom,
    pub(crate) name: ImportedName,
    pub(crate) type_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ImportedName {
    Named(Atom),
    Namespace,
}

#[derive(Debug)]
pub(crate) enum Export {
    /// `export {local as name}`.
    Local(Atom, bool),
    /// `export {name} from`.
    From(Atom, Atom, bool),
    /// `export * as name from`.
    Namespace(Atom, bool),
}

impl Declaration {
    /// `declare module 'name'`: no identifier is written with such characters.
    fn is_ambient_module(&self) -> bool {
        self.kind == Kind::Namespace
            && self.name.contains(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
    }
}

impl Index {
    /// The specifiers that the module imports values from, as far as `type` says.
    pub(crate) fn loads(&self) -> impl Iterator<Item = &Atom> {
        let imports = self.imports.values().filter(|import| !import.type_only).map(|import| &import.from);
        let exports = self.exports.values().filter_map(|export| match export {
            Export::From(from, _, false) | Export::Namespace(from, false) => Some(from),
            _ => None,
        });
        let stars = self.stars.iter().filter(|(_, type_only)| !type_only).map(|(from, _)| from);
        imports.chain(exports).chain(stars)
    }

    /// All that the module imports or exports from, for types or values.
    pub(crate) fn specifiers(&self) -> impl Iterator<Item = &Atom> {
        let imports = self.imports.values().map(|import| &import.from);
        let exports = self.exports.values().filter_map(|export| match export {
            Export::From(from, ..) | Export::Namespace(from, _) => Some(from),
            _ => None,
        });
        imports.chain(exports).chain(self.stars.iter().map(|(from, _)| from))
    }

    /// The declaration of the module's own scope that a declaration is, or lies in.
    pub(crate) fn outermost(&self, id: DeclId) -> DeclId {
        let mut at = id;
        while let Some(parent) = self.declarations[at].parent {
            at = parent;
        }
        at
    }

    /// The name that the module exports a value by, or the namespace around it; and the way from there: `.Inner.Name`.
    pub(crate) fn path_of(&self, id: DeclId) -> Option<(Atom, String)> {
        let mut path = String::new();
        let mut at = &self.declarations[id];
        while let Some(parent) = at.parent {
            if !at.exported {
                return None;
            }
            path = format!(".{}{path}", at.name);
            at = &self.declarations[parent];
        }
        if at.is_ambient_module() {
            return None;
        }
        let mut names = self.exports.iter().filter_map(|(name, export)| match export {
            Export::Local(local, false) if *local == at.name => Some(name),
            _ => None,
        });
        // By its own name, if it has several.
        let first =
            names.next().map(|first| names.chain([first]).min_by_key(|name| (**name != at.name, *name)));
        Some((first.flatten().unwrap_or(&at.name).clone(), path))
    }

    /// The syntax of every part of a declaration.
    pub(crate) fn nodes<'a>(&self, module: &'a Module, id: DeclId) -> Vec<Node<'a>> {
        self.declarations[id].places.iter().filter_map(|place| place.node(&module.ast.body)).collect()
    }

    /// The values that the module exports and declares itself, with the names that it exports them by. `None` where it
    /// exports what others declare, or a namespace that has values.
    pub(crate) fn exported_values(&self) -> Option<Vec<(DeclId, Atom)>> {
        if !self.stars.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for (name, export) in &self.exports {
            match export {
                Export::Local(_, true) => {}
                Export::Local(local, false) => match self.names.values.get(local) {
                    Some(&id) => found.push((id, name.clone())),
                    None if self.names.types.contains_key(local) => {}
                    None => return None,
                },
                Export::From(_, _, true) | Export::Namespace(_, true) => {}
                Export::From(..) | Export::Namespace(..) => return None,
            }
        }
        for (name, &id) in &self.names.values {
            if self.declarations[id].exported && !found.iter().any(|(known, _)| *known == id) {
                found.push((id, name.clone()));
            }
        }
        let has_values = |known: &Declaration| {
            known.kind == Kind::Namespace && known.exported && !known.members.values.is_empty()
        };
        if self.declarations.iter().any(has_values) {
            return None;
        }
        found.sort_unstable();
        Some(found)
    }

    /// The interfaces that add members to a class, by where that stands.
    pub(crate) fn interfaces_beside<'a>(&self, module: &'a Module, class: Span) -> Vec<&'a TsInterfaceDecl> {
        let merged =
            self.declarations.iter().filter(|known| known.kind == Kind::Class && known.places.len() > 1);
        let nodes = merged.map(|known| known.places.iter().filter_map(|place| place.node(&module.ast.body)));
        let mut nodes = nodes.map(Iterator::collect::<Vec<_>>);
        let found = nodes.find(|nodes| matches!(nodes[..], [Node::Class(own), ..] if own.span == class));
        let interfaces = found.into_iter().flatten().filter_map(|node| match node {
            Node::Interface(interface) => Some(interface),
            _ => None,
        });
        interfaces.collect()
    }

    /// What a type name means inside of a namespace, or of the module.
    pub(crate) fn find_type(&self, namespace: Option<DeclId>, name: &Atom) -> Option<DeclId> {
        self.find(namespace, |names| names.types.get(name).copied())
    }

    /// What the name of a value means inside of a namespace, or of the module.
    pub(crate) fn find_value(&self, namespace: Option<DeclId>, name: &Atom) -> Option<DeclId> {
        self.find(namespace, |names| names.values.get(name).copied())
    }

    fn find(&self, namespace: Option<DeclId>, in_scope: impl Fn(&Names) -> Option<DeclId>) -> Option<DeclId> {
        let mut scope = namespace;
        while let Some(id) = scope {
            if let Some(found) = in_scope(&self.declarations[id].members) {
                return Some(found);
            }
            scope = self.declarations[id].parent;
        }
        in_scope(&self.names)
    }

    /// The type or namespace of a name that is in sight of every module.
    pub(crate) fn global_type(&self, name: &Atom) -> Option<DeclId> {
        self.names.types.get(name).copied().filter(|&id| self.declarations[id].is_global)
    }

    /// What a name of a module or a namespace means to another: its type, or else its value.
    pub(crate) fn member(&self, namespace: Option<DeclId>, name: &Atom) -> Option<DeclId> {
        let names = namespace.map_or(&self.names, |id| &self.declarations[id].members);
        names.types.get(name).or_else(|| names.values.get(name)).copied()
    }
}
