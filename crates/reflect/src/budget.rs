//! How much may be spent on evaluating types: some have no end.
//!
//! Each program has its own budget, so that one type that has no end takes nothing from the others. What is left then is
//! left to the machine. After such a type a module's generic types are no longer looked into.

use crate::universe::Cost;

/// How many steps one program may take.
const MAX_STEPS: u32 = 20_000;
/// How many parts of types may be looked at for one program, each time anew.
const MAX_PARTS: u32 = 50_000;
/// How many parts the generic types may have that one program takes in resolved. Those of well-known packages have up to
/// 3,000; more have types that wrap themselves in each other without end.
const MAX_TAKEN_IN: u32 = 5_000;

/// What a program without an end counts for, in programs that take more than they may.
const ENDLESS: u32 = 4;

#[derive(Debug)]
pub(crate) struct Budget {
    /// The steps that the evaluations of this program took which have ended.
    steps: u32,
    /// How many parts of types may still be looked at.
    pub(crate) parts: u32,
    /// How many parts of generic types may still be resolved.
    taken_in: u32,
    /// Whether something in this program took more than it may.
    is_exceeded: bool,
    /// What earlier programs took.
    before: Cost,
    /// Whether an earlier program took more than it may.
    was_exceeded: bool,
    /// How many programs took more than they may, one without an end for several, and how many may.
    endless: u32,
    patience: u32,
}

impl Budget {
    /// One for a module that is given up when `patience` of its programs have no end. With none, it is given up when any
    /// takes more than it may.
    pub(crate) fn new(patience: u32) -> Self {
        Self {
            steps: 0,
            parts: MAX_PARTS,
            taken_in: MAX_TAKEN_IN,
            is_exceeded: false,
            before: Cost::default(),
            was_exceeded: false,
            endless: 0,
            patience,
        }
    }

    /// Begins another program.
    pub(crate) fn renew(&mut self) {
        if self.is_exceeded() {
            if self.patience == 0 {
                return;
            }
            self.was_exceeded = true;
            self.endless += if self.taken_in == 0 { ENDLESS } else { 1 };
            self.is_exceeded = false;
        }
        self.before = self.spent(0);
        (self.steps, self.parts, self.taken_in) = (0, MAX_PARTS, MAX_TAKEN_IN);
    }

    /// What was spent so far, with the steps of an evaluation that has not ended.
    pub(crate) fn spent(&self, steps: u32) -> Cost {
        Cost {
            steps,
            inner_steps: self.before.inner_steps.saturating_add(self.steps),
            parts: self.before.parts.saturating_add(MAX_PARTS - self.parts),
            taken_in: self.before.taken_in.saturating_add(MAX_TAKEN_IN - self.taken_in),
        }
    }

    /// Counts what others spent for something that is taken over.
    pub(crate) fn spend(&mut self, cost: Cost) {
        self.steps = self.steps.saturating_add(cost.inner_steps);
        self.parts = self.parts.saturating_sub(cost.parts);
        self.taken_in = self.taken_in.saturating_sub(cost.taken_in);
    }

    /// Counts the steps of an evaluation that has ended.
    pub(crate) fn take(&mut self, steps: u32) {
        self.steps = self.steps.saturating_add(steps);
    }

    /// Whether an evaluation may go on that took so many steps.
    pub(crate) fn allows(&mut self, steps: u32) -> bool {
        let allows = self.parts > 0 && self.steps.saturating_add(steps) < MAX_STEPS;
        self.is_exceeded |= !allows;
        allows
    }

    /// Takes in a part of a generic type.
    pub(crate) fn take_in(&mut self) {
        self.taken_in = self.taken_in.saturating_sub(1);
    }

    /// Says that something has no end.
    pub(crate) fn exceed(&mut self) {
        self.is_exceeded = true;
    }

    /// Whether something in this program took more than it may, so that results depend on the order in which they came.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.is_exceeded || self.parts == 0 || self.taken_in == 0
    }

    /// Whether results are no longer those that anyone would come to.
    pub(crate) fn is_lost(&self) -> bool {
        self.is_exceeded() || self.is_impatient()
    }

    /// Whether the module is given up.
    pub(crate) fn is_given_up(&self) -> bool {
        self.patience == 0 && self.is_exceeded()
    }

    /// Whether anything in the module did.
    pub(crate) fn was_exceeded(&self) -> bool {
        self.was_exceeded || self.is_exceeded()
    }

    /// Whether no more generic types are to be looked into.
    pub(crate) fn is_impatient(&self) -> bool {
        self.patience > 0 && self.endless >= self.patience
    }
}
