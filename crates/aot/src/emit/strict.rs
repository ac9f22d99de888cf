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
/// tells for a key (`te_abc`, `namespace::name`) whether an option left it out: that is the user's choice where only
/// clients need it, and where parameters can still be read in another form.
pub(super) fn missing(
    jit_fns: &Table<'_>,
    pure_fns: &Table<'_>,
    router: &Table<'_>,
    callers: Callers<'_>,
    was_excluded: impl Fn(&str) -> bool,
) -> Vec<Missing> {
    let absent = |callers: Callers<'_>| {
        let mut reach = Reach::new(jit_fns, pure_fns);
        router.entries.iter().for_each(|route| reach.route(route, callers));
        reach.absent
    };
    let of_server = match callers {
        Callers::Server { serializer, .. } => absent(Callers::Server { serializer, clients: false }),
        Callers::Anyone | Callers::Client { .. } => absent(callers),
    };
    let can_be_read = |function: &str| {
        let other = match function.split_once('_') {
            Some(("fBi", hash)) => format!("fj_{hash}"),
            Some(("fj", hash)) => format!("fBi_{hash}"),
            _ => return false,
        };
        callers != Callers::Anyone && jit_fns.get("", &other).is_some()
    };
    let is_needed = |absent: &Absent| was_excluded(&absent.function) && !can_be_read(&absent.function);
    let excluded = of_server.into_iter().filter(is_needed).map(|absent| (absent, true));
    let lost = absent(callers).into_iter().filter(|absent| !was_excluded(&absent.function));
    let missing = lost.map(|absent| (absent, false)).chain(excluded);
    missing
        .map(|(Absent { route, function, needed_for }, excluded)| Missing {
            route,
            function,
            needed_for,
            excluded,
        })
        .collect()
}
