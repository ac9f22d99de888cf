//! The types of values by their names: `typeof` of a constant, a function, an enum, a property of one.
//!
//! As far as syntax tells. What it does not tell is left to the machine, which looks at the value itself.

use std::sync::Arc;

use swc_core::{atoms::Atom, common::Span, ecma::ast::TsEntityName};

use crate::context::{Context, FileId, OWN};
use crate::evaluate::{Evaluator, overloaded};
use crate::index::{DeclId, Kind, Node};
use crate::lower::Env;
use crate::ops;
use crate::reach::Reach;
use crate::reference::entity_text;
use crate::resolve::{Found, Target};
use crate::types::{Flags, Key, Member, Object, Type, Value};
use crate::words::is_reserved;

impl<'m> Context<'m> {
    /// `typeof name`, as a type.
    pub(crate) fn type_of(&mut self, env: &mut Env<'_, 'm>, name: &TsEntityName, span: Span) -> Type {
        let text = entity_text(name);
        let first: Atom = text.split('.').next().unwrap_or(&text).into();
        if text == "undefined" {
            return Type::Keyword(ops::UNDEFINED);
        }
        // No names to TypeScript; the parser takes them.
        if is_reserved(&first) {
            return self.unresolved(env, span, &format!("typeof {text}"));
        }
        if let Some(ty) = self.type_of_seen(env, name) {
            return ty;
        }
        if env.scopes.iter().any(|scope| scope.values.contains(&first)) {
            return Type::ValueOf(Value::new(text));
        }
        let Some((found, local)) = self.find_value(env, name) else {
            return match self.property_of(env, name) {
                Some(ty) => {
                    if let Type::ValueOf(_) = ty {
                        self.warn_of_value(env, &text, span);
                    }
                    ty
                }
                // A variable of a loop or a `catch`, which scopes do not list, or one that the platform provides.
                None if env.file == OWN
                    && (!env.scopes.is_empty() || crate::globals::is_global_value(&first)) =>
                {
                    Type::ValueOf(Value::new(text))
                }
                None => self.unresolved(env, span, &format!("typeof {text}")),
            };
        };
        let local = local.filter(|_| !found.type_only);
        let known = match found.target {
            Target::Declaration(file, id) => {
                let known = self.type_of_value(file, id, &Reach::of(env, &first, local));
                let is_variable = self.file(file).index().declarations[id].kind == Kind::Variable;
                if let (true, Some(Type::ValueOf(_))) = (is_variable, &known) {
                    self.warn_of_value(env, &text, span);
                }
                known
            }
            Target::Module(file) => {
                self.type_of_module(env, file).or_else(|| local.map(|local| Type::ValueOf(Value::new(local))))
            }
        };
        known.unwrap_or_else(|| self.unresolved(env, span, &format!("typeof {text}")))
    }

    /// The type of a name of the body that is looked into, or of a property of one.
    fn type_of_seen(&mut self, env: &Env<'_, 'm>, name: &TsEntityName) -> Option<Type> {
        match name {
            TsEntityName::Ident(name) => {
                env.values.iter().rev().find(|seen| seen.name == name.sym).and_then(|seen| seen.ty.clone())
            }
            TsEntityName::TsQualifiedName(qualified) => {
                let object = self.type_of_seen(env, &qualified.left)?;
                Evaluator::new(self).member(&object, &qualified.right.sym)
            }
        }
    }

    /// Warns that a type is what the value happens to be when the program runs.
    fn warn_of_value(&mut self, env: &Env<'_, 'm>, name: &str, span: Span) {
        if self.inference.named == Some((env.file, span)) {
            return;
        }
        self.warn(
            env.file,
            span,
            format!(
                "the type of `{name}` cannot be told from its initial value, so that it is reflected as the value that it \
                 has when the program runs"
            ),
            format!("Write the type of `{name}` where it is declared: `const {name}: ... = ...`."),
        );
    }

    /// The type of what a declaration gives a value to.
    pub(crate) fn type_of_value(&mut self, file: FileId, id: DeclId, reach: &Reach) -> Option<Type> {
        let kind = self.file(file).index().declarations[id].kind;
        let known = match kind {
            Kind::Enum => self.enum_object(file, id),
            Kind::Function => self.overloads(file, id),
            _ => self.constant(file, id, 0),
        };
        if known.is_some() {
            return known;
        }
        match self.value(file, id, reach) {
            Some(value) => Some(Type::ValueOf(value)),
            None if kind == Kind::Function => self.function_type(file, id),
            None => None,
        }
    }

    /// The values that a module exports, as an object; `None` where others have a say in what these are.
    pub(crate) fn type_of_module(&mut self, env: &Env<'_, 'm>, file: FileId) -> Option<Type> {
        let handle = self.file(file);
        let index = handle.index();
        let exported = index.exported_values()?;
        let mut members = Vec::with_capacity(exported.len());
        for (id, name) in exported {
            let ty = self.type_of_value(file, id, &Reach::of(env, "", None))?;
            members.push(Member::property(Key::Name(name), ty, false, Flags::default()));
        }
        Some(Type::Object(Arc::new(Object { members, ..Object::default() })))
    }

    /// A declared function's type: its signature, or all of its overloads.
    pub(crate) fn function_type(&mut self, file: FileId, id: DeclId) -> Option<Type> {
        if let Some(overloads) = self.overloads(file, id) {
            return Some(overloads);
        }
        let handle = self.file(file);
        let index = handle.index();
        let nodes = index.nodes(handle.module(), id);
        let Some(Node::Function(function)) = nodes.first() else { return None };
        if let Some(known) = self.inference.functions.get(&(file, id)).cloned() {
            self.mark_private();
            return known;
        }
        // Functions that return what each other return have no end; and each is asked for more than once.
        let is_inferred = function.return_type.is_none();
        if is_inferred {
            self.inference.functions.insert((file, id), None);
        }
        let mut env = self.env(file, index.declarations[id].parent, &[]);
        let ty = self.unless_within((file, id), |context| {
            Some(Type::Function(Arc::new(context.function_signature(&mut env, function))))
        });
        if is_inferred {
            self.inference.functions.insert((file, id), ty.clone());
        }
        ty
    }

    /// Whether a declared function says what it returns.
    pub(crate) fn writes_return_type(&self, file: FileId, id: DeclId) -> bool {
        let handle = self.file(file);
        let nodes = handle.index().nodes(handle.module(), id);
        matches!(nodes.first(), Some(Node::Function(function)) if function.return_type.is_some())
    }

    /// The object of an enum, without the names that its numbers lead back to: they are no keys to TypeScript.
    fn enum_object(&mut self, file: FileId, id: DeclId) -> Option<Type> {
        let mut members = Vec::new();
        for member in self.enum_members(file, id) {
            let value = member.constant.is_some().then(|| member.ty())??;
            let flags = Flags { readonly: true, ..Flags::default() };
            members.push(Member::property(Key::Name(member.name.into()), value, false, flags));
        }
        Some(Type::Object(Arc::new(Object { members, ..Object::default() })))
    }

    /// The signatures of a function that has several, or has no body: at run time no one may have it.
    fn overloads(&mut self, file: FileId, id: DeclId) -> Option<Type> {
        let handle = self.file(file);
        let index = handle.index();
        let nodes = index.nodes(handle.module(), id);
        let declared = nodes.iter().filter_map(|node| match node {
            Node::Function(function) if function.body.is_none() => Some(*function),
            _ => None,
        });
        let declared: Vec<_> = declared.collect();
        if declared.is_empty() {
            return None;
        }
        let mut env = self.env(file, index.declarations[id].parent, &[]);
        let signatures = self.unless_within((file, id), |context| {
            let lowered = declared.iter().map(|function| context.function_signature(&mut env, function));
            Some(lowered.collect::<Vec<_>>())
        });
        let mut signatures = signatures?;
        Some(match signatures.len() {
            1 => Type::Function(Arc::new(signatures.swap_remove(0))),
            _ => overloaded(signatures),
        })
    }

    /// `typeof object.property`, of an object whose type syntax tells, or that this module has.
    pub(crate) fn property_of(&mut self, env: &mut Env<'_, 'm>, name: &TsEntityName) -> Option<Type> {
        let TsEntityName::TsQualifiedName(qualified) = name else { return None };
        let object = match self.find_value(env, &qualified.left) {
            Some((found, local)) => {
                let Target::Declaration(file, id) = found.target else { return None };
                match self.constant(file, id, 0) {
                    Some(ty) => ty,
                    None => {
                        let first = entity_text(&qualified.left);
                        Type::ValueOf(self.value(file, id, &Reach::of(env, &first, local))?)
                    }
                }
            }
            None => self.property_of(env, &qualified.left)?,
        };
        if let Some(known) = Evaluator::new(self).member(&object, &qualified.right.sym) {
            return Some(known);
        }
        let Type::ValueOf(object) = object else { return None };
        self.mark_private();
        let object = self.written_value(&object)?;
        Some(Type::ValueOf(Value::new(format!("{object}.{}", qualified.right.sym))))
    }

    /// The value that a name stands for, and the expression by which this module has it, if it has.
    pub(crate) fn find_value(
        &mut self,
        env: &Env<'_, 'm>,
        name: &TsEntityName,
    ) -> Option<(Found, Option<String>)> {
        match name {
            TsEntityName::Ident(ident) => {
                if let Some(id) = env.handle.index().find_value(env.namespace, &ident.sym) {
                    return Some((
                        Found { target: Target::Declaration(env.file, id), type_only: false },
                        None,
                    ));
                }
                let namespace = env.handle.index().find_type(env.namespace, &ident.sym);
                if let Some(id) = namespace
                    && env.handle.index().declarations[id].kind == Kind::Namespace
                {
                    return Some((
                        Found { target: Target::Declaration(env.file, id), type_only: false },
                        None,
                    ));
                }
                let import = env.handle.index().imports.get(&ident.sym)?;
                let local = (env.file == OWN && !import.type_only).then(|| ident.sym.to_string());
                let found = self.find_import(env.file, &ident.sym)?;
                // The name may stand for a type and a value: here the value counts.
                let found = match found.target {
                    Target::Declaration(file, id) => {
                        let handle = self.file(file);
                        let index = handle.index();
                        let value =
                            index.find_value(index.declarations[id].parent, &index.declarations[id].name);
                        Found { target: Target::Declaration(file, value.unwrap_or(id)), ..found }
                    }
                    Target::Module(_) => found,
                };
                Some((found, local))
            }
            TsEntityName::TsQualifiedName(qualified) => {
                let (left, local) = self.find_value(env, &qualified.left)?;
                let right = &qualified.right.sym;
                let local = local.map(|local| format!("{local}.{right}"));
                if let Target::Declaration(file, id) = left.target {
                    let handle = self.file(file);
                    if handle.index().declarations[id].kind != Kind::Namespace {
                        // A property of a value: `typeof config.port`.
                        return None;
                    }
                }
                let found = self.find_member(left.target, right)?;
                Some((Found { type_only: left.type_only || found.type_only, ..found }, local))
            }
        }
    }
}
