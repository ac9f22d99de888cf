//! What types come to, found out once for all who ask: by this module, or, where nothing in it depends on one, by any.

use rustc_hash::FxHashMap;

use crate::types::Type;
use crate::universe::EntryId;

use super::Evaluator;

/// What was found of types.
#[derive(Default)]
pub(crate) struct Findings {
    /// What declared types stand for with their arguments.
    bodies: FxHashMap<Type, Finding>,
    /// The structure of declared types with their arguments, and what operators come to.
    shapes: FxHashMap<Type, Finding>,
}

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
    fn get(&self, question: Question, ty: &Type) -> Option<&Finding> {
        match question {
            Question::Body => self.bodies.get(ty),
            Question::Shape => self.shapes.get(ty),
        }
    }

    fn add(&mut self, question: Question, ty: Type, finding: Finding) {
        let known = match question {
            Question::Body => &mut self.bodies,
            Question::Shape => &mut self.shapes,
        };
        known.insert(ty, finding);
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
        let is_shared = !ty.facts().is_private;
        if is_shared
            && let Some(known) = self.context.universe.evaluated.findings.get(question, ty)
            && let Some(entry) = known.entry
        {
            let known = known.clone();
            if self.adopt(entry) {
                self.differs |= known.differs;
                return Some(known.ty);
            }
        }
        if let Some(known) = self.context.instances.findings.get(question, ty).cloned() {
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
            findings.add(question, ty.clone(), finding);
        }
        self.differs |= outer;
        found
    }
}
