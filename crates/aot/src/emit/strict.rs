//! Does strict AOT have all that it will ask for?
//!
//! In strict mode nothing is compiled at run time, so a function that is missing from the caches fails a request in
//! production. It has to fail the build.

use super::{
    reach::{Absent, Callers, Reach},
    table::Table,
};
use crate::error::Missing;

/// Everything that `callers` need of `router`, through all dependencies, and that is in neither cache. `was_excluded`
/// tells for a key (`te_abc`, `namespace::name`) whether an option left it out.
pub(super) fn missing(
    jit_fns: &Table<'_>,
    pure_fns: &Table<'_>,
    router: &Table<'_>,
    callers: Callers<'_>,
    was_excluded: impl Fn(&str) -> bool,
) -> Vec<Missing> {
    let mut reach = Reach::new(jit_fns, pure_fns);
    for route in &router.entries {
        reach.route(route, callers);
    }
    let missing = reach.absent.into_iter().map(|Absent { route, function, needed_for }| {
        let excluded = was_excluded(&function);
        Missing { route, function, needed_for, excluded }
    });
    missing.collect()
}
