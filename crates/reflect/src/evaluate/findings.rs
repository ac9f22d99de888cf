//! What types come to, found out once for all who ask: by this module, or, where nothing in it depends on one, by any.

use hashbrown::HashTable;

use crate::types::Type;
use crate::universe::EntryId;

use super::Evaluator;

/// What was found of types.
#[derive(Default)]
pub(crate) struct Findings {
    /// What declared types stand for with their arguments.
    bodies: Table,
    /// The structure of declared types with their arguments, and what operators come to.
    shapes: Table,
}

/// By type, each with its hash: that of a type is not at hand, and is asked for once.
type Table = HashTable<(u64, Type, Finding)>;

#[derive(Clone)]
struct Finding {
    ty: Type,
    /// Whether a step to it was one that the machine would not take.
    differs: bool,
    /// `None` for what depends on the module.
    entry: Option<EntryId>,
}

/// What is asked of a type.
#[derive(Clone, Copy)]
pub(super) enum Question {
    Body,
    Shape,
}

impl Findings {
    fn get(&self, question: Question, hash: u64, ty: &Type) -> Option<&Finding> {
        let table = match question {
            Question::Body => &self.bodies,
            Question::Shape => &self.shapes,
        };
        table.find(hash, |(_, known, _)| known == ty).map(|(.., finding)| finding)
    }

    /// Adds what was found, in the place of what was known.
    fn add(&mut self, question: Question, hash: u64, ty: &Type, finding: Finding) {
        let table = match question {
            Question::Body => &mut self.bodies,
            Question::Shape => &mut self.shapes,
        };
        match table.find_mut(hash, |(_, known, _)| known == ty) {
            Some((.., known)) => *known = finding,
            None => {
                table.insert_unique(hash, (hash, ty.clone(), finding), |(hash, ..)| *hash);
            }
        }
    }
}

impl Evaluator<'_, '_> {
    /// What is known of a type, or what `find` finds.
    pub(super) fn remembered(
        &mut self,
        question: Question,
        ty: &Type,
        find: impl FnOnce(&mut Self) -> Option<Type>,
    ) -> Option<Type> {
        let facts = ty.facts();
        let is_shared = !facts.is_private;
        if is_shared
            && let Some(known) = self.context.universe.evaluated.findings.get(question, facts.hash, ty)
            && let Some(entry) = known.entry
        {
            let known = known.clone();
            if self.adopt(entry) {
                self.differs |= known.differs;
                return Some(known.ty);
            }
        }
        if let Some(known) = self.context.instances.findings.get(question, facts.hash, ty).cloned() {
            self.context.mark_private();
            self.differs |= known.differs;
            return Some(known.ty);
        }
        let outer = std::mem::replace(&mut self.differs, false);
        let assumptions = self.assumptions;
        let started = self.begin();
        let found = find(self);
        let is_kept = self.assumptions == assumptions && found.is_some();
        let entry = self.finish(started, is_kept && is_shared);
        if is_kept && let Some(found) = &found {
            let finding = Finding { ty: found.clone(), differs: self.differs, entry };
            let findings = match entry {
                Some(_) => &mut self.context.universe.evaluated.findings,
                None => &mut self.context.instances.findings,
            };
            findings.add(question, facts.hash, ty, finding);
        }
        self.differs |= outer;
        found
    }
}
