//! Which globals a pure function may use.

/// Of a name that is declared nowhere in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Global {
    /// The same wherever JavaScript runs.
    Allowed,
    /// Reaches outside of the function, or makes code from text; with what to do instead.
    Refused(&'static str),
    Unknown,
}

pub(crate) fn global(name: &str) -> Global {
    if ALLOWED.contains(&name) {
        return Global::Allowed;
    }
    REFUSED
        .iter()
        .find(|(names, _)| names.contains(&name))
        .map_or(Global::Unknown, |(_, hint)| Global::Refused(hint))
}

/// The value globals, the constructors, the namespaces and the functions of ECMAScript, and `console`.
const ALLOWED: &[&str] = &[
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "Atomics",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "FinalizationRegistry",
    "Float32Array",
    "Float64Array",
    "Infinity",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "SharedArrayBuffer",
    "String",
    "Symbol",
    "SyntaxError",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakRef",
    "WeakSet",
    "console",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "escape",
    "globalThis",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "undefined",
    "unescape",
];

const REFUSED: &[(&[&str], &str)] = &[
    (&["eval", "Function"], "Write the code out: code from text is refused where pure functions run."),
    (
        &["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "navigator"],
        "Do the request before, and pass what came as a parameter.",
    ),
    (
        &[
            "setTimeout",
            "setInterval",
            "setImmediate",
            "clearTimeout",
            "clearInterval",
            "clearImmediate",
            "queueMicrotask",
            "requestAnimationFrame",
            "cancelAnimationFrame",
            "requestIdleCallback",
        ],
        "A pure function gives its result at once: call the timer where its result is used.",
    ),
    (
        &["localStorage", "sessionStorage", "indexedDB", "caches"],
        "Read the value before, and pass it as a parameter.",
    ),
    (
        &[
            "process",
            "require",
            "module",
            "exports",
            "global",
            "Buffer",
            "__dirname",
            "__filename",
            "Deno",
            "Bun",
        ],
        "The function also runs where this does not exist: pass what you need of it as a parameter.",
    ),
    (
        &["window", "document", "self", "location", "history", "alert", "confirm", "prompt", "postMessage"],
        "The function also runs on the server: pass what you need of the page as a parameter.",
    ),
    (
        &[
            "crypto",
            "performance",
            "structuredClone",
            "URL",
            "URLSearchParams",
            "TextEncoder",
            "TextDecoder",
            "atob",
            "btoa",
            "Blob",
            "File",
            "FormData",
            "Headers",
            "Request",
            "Response",
            "AbortController",
            "WebAssembly",
            "Worker",
            "MessageChannel",
            "BroadcastChannel",
            "ReadableStream",
        ],
        "Only what ECMAScript itself defines is there wherever the function may run: pass the value as a parameter.",
    ),
];
