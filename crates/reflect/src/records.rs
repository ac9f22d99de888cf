//! Findings about other files: how a module makes them, and how it takes over those that are known.

use crate::context::{Context, FileId};
use crate::universe::{Cost, EntryId, LookupId, Use};

/// A finding that is being made.
#[derive(Debug)]
pub(crate) struct Record {
    uses: Vec<Use>,
    /// Whether it depends on the module that makes it.
    is_private: bool,
    /// What was spent when it began, and what its own entries took.
    before: Cost,
    inner: Cost,
}

/// Whether a lookup of the universe holds for a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Found(Option<FileId>),
    /// It leads to the module itself.
    Own,
    /// The file is another one now.
    Outdated,
}

impl Context<'_> {
    /// Remembers what is used for the finding that is being made.
    pub(crate) fn note(&mut self, used: Use) {
        if let Some(record) = self.records.last_mut()
            && record.uses.last() != Some(&used)
        {
            record.uses.push(used);
        }
    }

    /// What is being found depends on this module.
    pub(crate) fn mark_private(&mut self) {
        if let Some(record) = self.records.last_mut() {
            record.is_private = true;
        }
    }

    /// Begins a finding. `steps` are those of the evaluation that it is a part of.
    pub(crate) fn begin(&mut self, steps: u32) {
        let before = self.instances.budget.spent(steps);
        self.records.push(Record { uses: Vec::new(), is_private: false, before, inner: Cost::default() });
    }

    /// Ends a finding. Gives its entry, if others can have it, which is not asked where it is not to be kept.
    pub(crate) fn finish(
        &mut self,
        is_kept: bool,
        steps: u32,
        depth: u32,
        is_declaration: bool,
    ) -> Option<EntryId> {
        let mut record = self.records.pop()?;
        if is_declaration {
            // A declaration is lowered by itself: what is evaluated for it is no part of the evaluation that asks.
            record.inner.steps = 0;
        }
        if !is_kept || record.is_private || self.instances.budget.is_lost() {
            let outer = self.records.last_mut()?;
            outer.uses.extend(record.uses);
            outer.is_private |= record.is_private;
            outer.inner.add(record.inner);
            return None;
        }
        let total = self.instances.budget.spent(steps).without(record.before);
        let uses = distinct(record.uses);
        let id = self.universe.add_entry(uses, total.without(record.inner), depth, is_declaration);
        self.universe.adopted.set(id, true);
        if let Some(outer) = self.records.last_mut() {
            outer.inner.add(total);
        }
        self.note(Use::Entry(id));
        Some(id)
    }

    /// Takes over a finding with all that it was found from. Gives the steps that it took, as part of the evaluation
    /// that asks for it; `None` if it does not hold for this module.
    pub(crate) fn adopt(&mut self, id: EntryId) -> Option<u32> {
        if let Some(holds) = self.universe.adopted.get(id) {
            return holds.then_some(0);
        }
        let entry = self.universe.entry(id);
        let mut steps = entry.cost.steps;
        let mut holds = true;
        for position in entry.uses() {
            holds = match self.universe.use_at(position) {
                Use::Entry(inner) => match self.adopt(inner) {
                    Some(inner) => {
                        steps += inner;
                        true
                    }
                    None => false,
                },
                Use::Lookup(lookup) => matches!(self.take(lookup), Taken::Found(_)),
            };
            if !holds {
                break;
            }
        }
        self.universe.adopted.set(id, holds);
        if !holds {
            return None;
        }
        self.instances.budget.spend(entry.cost);
        if let Some(record) = self.records.last_mut() {
            record.inner.add(entry.cost);
        }
        Some(if entry.is_declaration { 0 } else { steps })
    }

    /// Takes over where a specifier led.
    pub(crate) fn take(&mut self, id: LookupId) -> Taken {
        if let Some(known) = self.universe.taken.get(id) {
            return known;
        }
        let found = self.universe.lookup(id).found;
        let taken = match found {
            Some(file) if self.is_own_path(&self.universe.file(file).path) => Taken::Own,
            Some(file) if !self.touch(file) => Taken::Outdated,
            None if self.opens_by_now(id) => Taken::Outdated,
            found => Taken::Found(found),
        };
        let lookup = self.universe.lookup(id);
        if taken != Taken::Outdated {
            self.missing.extend_from_slice(&lookup.missing);
            if let Some(ambient) = &lookup.searched {
                self.dependencies.extend_from_slice(&ambient.own);
                self.searched.extend(ambient.folders.iter().cloned());
            }
        }
        if matches!(taken, Taken::Found(_)) {
            self.dependencies.extend_from_slice(&lookup.dependencies);
        }
        self.universe.taken.set(id, taken);
        taken
    }

    /// Whether a file that was there, and could not be read or parsed, can be.
    fn opens_by_now(&self, id: LookupId) -> bool {
        self.universe.lookup(id).dependencies.iter().any(|file| self.shared.files.get(file).is_some())
    }
}

/// Each of them once.
fn distinct(mut uses: Vec<Use>) -> Vec<Use> {
    if uses.len() < 2 {
        return uses;
    }
    uses.sort_unstable();
    uses.dedup();
    uses
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.inner_steps += other.inner_steps;
        self.parts += other.parts;
        self.taken_in += other.taken_in;
    }

    fn without(self, inner: Self) -> Self {
        Self {
            steps: self.steps.saturating_sub(inner.steps),
            inner_steps: self.inner_steps.saturating_sub(inner.inner_steps),
            parts: self.parts.saturating_sub(inner.parts),
            taken_in: self.taken_in.saturating_sub(inner.taken_in),
        }
    }
}
