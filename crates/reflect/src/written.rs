//! What goes into a module, and the order in which it does.

use mion_source::{Edits, Module};

/// Everything that goes into a module.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) insertions: Vec<Insertion>,
    /// Statements after the module's last one, where they move no line of the user's.
    pub(crate) trailer: Vec<String>,
}

pub(crate) struct Insertion {
    pub(crate) offset: u32,
    /// At the start of a list of statements, before what belongs to the first of them.
    pub(crate) leads: bool,
    pub(crate) text: String,
}

impl Written {
    pub(crate) fn apply(mut self, module: &Module, edits: &mut Edits) {
        self.insertions.sort_by_key(|insertion| (insertion.offset, !insertion.leads));
        for insertion in self.insertions {
            edits.insert(insertion.offset, insertion.text);
        }
        if !self.trailer.is_empty() {
            // The last line may be a comment, or a statement that leaves out its semicolon.
            let length = self.trailer.iter().map(|statement| statement.len() + 1).sum::<usize>() + 2;
            let mut text = String::with_capacity(length);
            text.push_str("\n;");
            for statement in &self.trailer {
                text.push_str(statement);
                text.push('\n');
            }
            edits.insert(module.text.len() as u32, text);
        }
    }
}
