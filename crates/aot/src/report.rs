//! What was generated, in numbers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Counts and times of one [`generate`](crate::generate).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    pub counts: Counts,
    pub times: Times,
}

/// What the caches hold. Bytes are of the emitted texts, UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Router entries of type 1.
    pub routes: u32,
    /// Router entries of the other types.
    pub middle_fns: u32,
    pub jit_fns: u32,
    pub pure_fns: u32,
    pub jit_fns_bytes: u32,
    pub pure_fns_bytes: u32,
    pub router_cache_bytes: u32,
}

/// Times in milliseconds; 0 for what was not done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Times {
    /// Comparing the inputs of the entries with the files.
    pub lookup: f64,
    /// Waiting for another build that was generating the same.
    pub wait: f64,
    /// From the start of the child to its connection.
    pub start: f64,
    /// From there until the start script was evaluated, or had sent what it had to.
    pub evaluate: f64,
    /// From there until it had gone quiet or ended.
    pub settle: f64,
    /// Parsing, checking and sorting.
    pub emit: f64,
    /// Hashing the inputs and writing the entry.
    pub store: f64,
    pub total: f64,
}

/// `duration` in milliseconds.
pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
