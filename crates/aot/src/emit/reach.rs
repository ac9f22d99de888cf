//! Which functions a route or a call comes to, through all dependencies.

use rustc_hash::FxHashSet;

use super::{
    literal::Value,
    table::{Entry, Table},
};

/// All that may be asked for, of each type that a handler takes or gives.
const ROUTE_FNS: [&str; 7] = ["is", "te", "tj", "fj", "sj", "tBi", "fBi"];
/// What clients ask for, of parameters. One of the serializer `json` writes the same with `sj` where there is no `tj`.
const CLIENT_PARAMS_FNS: [&str; 4] = ["is", "te", "sj", "tBi"];
/// Headers are strings: those of a request are validated, those of an answer need nothing.
const HEADERS_FNS: [&str; 2] = ["is", "te"];
/// Raw middleFns have no types.
const RAW_MIDDLE_FN: f64 = 4.0;

/// Who calls the functions that are emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callers<'a> {
    /// All that a route can be asked for.
    Anyone,
    /// The clients, whatever way they write, of a router that writes answers in this serializer; of other runtimes it is
    /// not known.
    Client { serializer: Option<&'a str> },
    /// The server, whose router writes answers in this serializer, and its clients if `clients`: they write in whichever
    /// form they like, and read what the server writes.
    Server { serializer: &'a str, clients: bool },
}

/// A function that is in no cache.
#[derive(Debug)]
pub(super) struct Absent {
    pub(super) route: String,
    pub(super) function: String,
    pub(super) needed_for: String,
}

pub(super) struct Reach<'a> {
    jit_fns: &'a Table<'a>,
    pure_fns: &'a Table<'a>,
    /// Keys, and `namespace::name` of pure functions. Also what makes cycles end.
    pub(super) seen: FxHashSet<String>,
    pub(super) absent: Vec<Absent>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(jit_fns: &'a Table<'a>, pure_fns: &'a Table<'a>) -> Self {
        Self { jit_fns, pure_fns, seen: FxHashSet::default(), absent: Vec::new() }
    }

    /// All that `callers` ask of a route.
    pub(super) fn route(&mut self, route: &Entry, callers: Callers<'_>) {
        if route.value.get("type").and_then(Value::as_number) == Some(RAW_MIDDLE_FN) {
            return;
        }
        let own = route.value.get("options").and_then(|options| options.get("serializer"));
        let (params, returns) = callers.ask(own.and_then(Value::as_str));
        let headers = route.value.get("headersParam").and_then(|headers| headers.get("jitHash"));
        for (hash, what, ids) in [
            (route.value.get("paramsJitHash"), "parameters", &*params),
            (route.value.get("returnJitHash"), "return value", &*returns),
            (headers, "header parameters", &HEADERS_FNS[..]),
        ] {
            // An empty hash: there is nothing to check or to serialize.
            let Some(hash) = hash.and_then(Value::as_str).filter(|hash| !hash.is_empty()) else { continue };
            for id in ids {
                self.jit_fn(&format!("{id}_{hash}"), &route.key, what);
            }
        }
    }

    pub(super) fn jit_fn(&mut self, key: &str, route: &str, needed_for: &str) {
        if !self.seen.insert(key.to_owned()) {
            return;
        }
        let Some(entry) = self.jit_fns.get("", key) else { return self.note(key, route, needed_for) };
        let by = format!("function {key}");
        for name in entry.get("jitDependencies").into_iter().flat_map(Value::strings) {
            self.jit_fn(name, route, &by);
        }
        for name in entry.get("pureFnDependencies").into_iter().flat_map(Value::strings) {
            self.pure_fn(name, route, &by);
        }
    }

    fn pure_fn(&mut self, name: &str, route: &str, needed_for: &str) {
        if !self.seen.insert(name.to_owned()) {
            return;
        }
        let (namespace, key) = name.split_once("::").unwrap_or(("", name));
        let Some(entry) = self.pure_fns.get(namespace, key) else {
            return self.note(name, route, needed_for);
        };
        let by = format!("pure function {name}");
        for other in entry.get("pureFnDependencies").into_iter().flat_map(Value::strings) {
            // Bare names of the same namespace.
            let other = if other.contains("::") { other.to_owned() } else { format!("{namespace}::{other}") };
            self.pure_fn(&other, route, &by);
        }
    }

    fn note(&mut self, function: &str, route: &str, needed_for: &str) {
        self.absent.push(Absent {
            route: route.to_owned(),
            function: function.to_owned(),
            needed_for: needed_for.to_owned(),
        });
    }
}

impl Callers<'_> {
    /// The ids of the functions of a route's parameters, and of its return value. `own` is the serializer of the route
    /// itself: it is then the only form that the route takes and gives.
    fn ask(self, own: Option<&str>) -> (Vec<&'static str>, Vec<&'static str>) {
        let (router, clients) = match self {
            Self::Anyone => return (ROUTE_FNS.to_vec(), ROUTE_FNS.to_vec()),
            Self::Client { serializer } => {
                let params = match own {
                    Some("binary") => vec!["is", "te", "tBi"],
                    Some("json") => vec!["is", "te", "tj"],
                    Some(_) => vec!["is", "te", "sj"],
                    None if serializer.is_some() => CLIENT_PARAMS_FNS.to_vec(),
                    None => vec!["is", "te", "tj", "sj", "tBi"],
                };
                let returns = match own.or(serializer) {
                    Some("binary") => vec!["fBi"],
                    Some(_) => vec!["fj"],
                    None => vec!["fj", "fBi"],
                };
                return (params, returns);
            }
            Self::Server { serializer, clients } => (serializer, clients),
        };
        let (write, read) = match own.unwrap_or(router) {
            "binary" => ("tBi", "fBi"),
            "stringifyJson" => ("sj", "fj"),
            _ => ("tj", "fj"),
        };
        let mut params = vec!["is", "te"];
        let mut returns = vec![write];
        // Without a serializer of its own, a route takes what a request says that it is.
        params.extend(if own.is_some() { vec![read] } else { vec!["fj", "fBi"] });
        if clients {
            let writers = if own.is_some() { &[write][..] } else { &CLIENT_PARAMS_FNS[2..] };
            params.extend(writers);
            returns.push(read);
        }
        (params, returns)
    }
}
