//! The order of the work on source text: each thread goes on where it is.
//!
//! What a thread finds out about the types of one module, it knows for the next. So it takes one of the same folder, or one
//! that is near, and leaves to other threads what is near to them.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
    thread::{self, ThreadId},
};

type Job = Box<dyn FnOnce() + Send>;

/// Work that waits, by the folder of what it works on.
#[derive(Default)]
pub struct Queue {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: BTreeMap<String, VecDeque<Job>>,
    /// Where each thread worked last.
    places: Vec<(ThreadId, String)>,
}

impl Queue {
    /// Adds work on a path.
    pub fn add(&self, path: String, job: Job) {
        let mut folder = path;
        folder.truncate(folder.rfind(['/', '\\']).unwrap_or(0));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.entry(folder).or_default().push_back(job);
    }

    /// Does the work that is nearest to what this thread did last. To be called once for each that was added.
    pub fn run_next(&self) {
        let job = self.state.lock().unwrap_or_else(PoisonError::into_inner).next(thread::current().id());
        if let Some(job) = job {
            job();
        }
    }
}

impl State {
    fn next(&mut self, thread: ThreadId) -> Option<Job> {
        let nearness = |folder: &str| {
            let mut sum = 0_isize;
            for (other, place) in &self.places {
                let shared = shared_length(folder, place) as isize;
                sum += if *other == thread { shared } else { -shared };
            }
            sum
        };
        let folder = self.waiting.keys().max_by_key(|folder| nearness(folder))?.clone();
        let jobs = self.waiting.get_mut(&folder)?;
        let job = jobs.pop_front();
        if jobs.is_empty() {
            self.waiting.remove(&folder);
        }
        match self.places.iter_mut().find(|(known, _)| *known == thread) {
            Some((_, place)) => *place = folder,
            None => self.places.push((thread, folder)),
        }
        job
    }
}

/// How many bytes two paths have in common at their start.
fn shared_length(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_thread_goes_on_where_it_is() {
        let queue = Queue::default();
        let done = Arc::new(Mutex::new(Vec::new()));
        for path in ["/a/x/1", "/b/y/1", "/a/z/1", "/a/x/2", "/b/y/2", "no path"] {
            let done = Arc::clone(&done);
            queue.add(path.to_owned(), Box::new(move || done.lock().unwrap().push(path)));
        }
        for _ in 0..6 {
            queue.run_next();
        }
        queue.run_next();
        let done = done.lock().unwrap();
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let mut folders: Vec<String> = done.iter().map(|path| folder(path)).collect();
        folders.dedup();
        assert_eq!(folders.len(), 4, "each folder is left once: {done:?}");
        let at = |wanted: &str| folders.iter().position(|folder| folder == wanted).unwrap();
        assert_eq!(at("/a/x").abs_diff(at("/a/z")), 1, "what is near comes next: {done:?}");
    }
}
