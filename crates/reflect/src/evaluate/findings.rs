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

/// The questions that are being answered, innermost last. One that leads back to itself has no answer there, so that it
/// comes to one.
#[derive(Default)]
pub(super) struct Asked {
    open: Vec<(Question, u64, Type)>,
    /// The outermost of them that was asked again since the innermost began.
    again: Option<usize>,
}

/// What is asked of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
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

impl Asked {
    /// Whether a question is being answered already.
    fn is_open(&mut self, question: Question, hash: u64, ty: &Type) -> bool {
        let is_it = |open: &(Question, u64, Type)| (open.0, open.1) == (question, hash) && open.2 == *ty;
        let Some(position) = self.open.iter().position(is_it) else { return false };
        self.again = Some(self.again.map_or(position, |again| again.min(position)));
        true
    }

    /// Begins to answer a question. Gives what [`Asked::end`] takes.
    fn begin(&mut self, question: Question, hash: u64, ty: &Type) -> Option<usize> {
        self.open.push((question, hash, ty.clone()));
        self.again.take()
    }

    /// Ends that. Gives whether the answer is one that depends on no other question's lack of one.
    fn end(&mut self, before: Option<usize>) -> bool {
        self.open.pop();
        let outer = self.again.filter(|again| *again < self.open.len());
        self.again = [before, outer].into_iter().flatten().min();
        outer.is_none()
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
        if self.context.instances.asked.is_open(question, facts.hash, ty) {
            return None;
        }
        let outer = std::mem::replace(&mut self.differs, false);
        let assumptions = self.assumptions;
        let started = self.begin();
        let again = self.context.instances.asked.begin(question, facts.hash, ty);
        let found = find(self);
        let is_whole = self.context.instances.asked.end(again);
        let is_kept = is_whole && self.assumptions == assumptions && found.is_some();
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
