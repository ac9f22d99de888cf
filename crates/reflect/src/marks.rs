//! What one module after the other finds out about things that are numbered.

/// A map from small numbers, which costs nothing to empty: what was marked in an earlier turn counts no more.
#[derive(Debug)]
pub(crate) struct Marks<T> {
    turn: u32,
    marks: Vec<(u32, T)>,
    count: usize,
}

impl<T: Copy> Marks<T> {
    /// Begins the next turn, without marks.
    pub(crate) fn renew(&mut self) {
        self.turn += 1;
        self.count = 0;
    }

    pub(crate) fn get(&self, id: usize) -> Option<T> {
        self.marks.get(id).filter(|(turn, _)| *turn == self.turn).map(|(_, value)| *value)
    }

    pub(crate) fn set(&mut self, id: usize, value: T) {
        if id >= self.marks.len() {
            self.marks.resize(id + 1, (0, value));
        }
        self.count += usize::from(self.marks[id].0 != self.turn);
        self.marks[id] = (self.turn, value);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }
}

impl<T> Default for Marks<T> {
    fn default() -> Self {
        // No mark is of turn 0.
        Self { turn: 1, marks: Vec::new(), count: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_hold_for_their_turn() {
        let mut marks = Marks::default();
        marks.set(5, 'a');
        marks.set(5, 'b');
        assert_eq!((marks.get(5), marks.get(4), marks.get(9), marks.len()), (Some('b'), None, None, 1));
        marks.renew();
        marks.set(4, 'c');
        assert_eq!((marks.get(5), marks.get(4), marks.len()), (None, Some('c'), 1));
    }
}
