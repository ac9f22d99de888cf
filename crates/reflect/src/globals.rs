//! The standard library's types, known without a TypeScript installed: those that have an op or a class of
//! their own, and those that are declared (`globals.d.ts`) and embedded where they are used.

use std::sync::{Arc, LazyLock};

use mion_source::Module;
use swc_core::atoms::Atom;

use crate::files::Parsed;
use crate::ops;
use crate::types::Type;

static DECLARATIONS: LazyLock<Arc<Parsed>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a text of this crate, parsed by every test of it")]
    let module =
        Module::parse("globals.d.ts", include_str!("globals.d.ts").into()).expect("globals.d.ts parses");
    Parsed::new(module)
});

pub(crate) fn declarations() -> Arc<Parsed> {
    Arc::clone(&DECLARATIONS)
}

/// The type of a global name that has an op of its own. `arguments` are its type arguments.
pub(crate) fn builtin(name: &str, arguments: &mut Vec<Type>) -> Option<Type> {
    let op = match name {
        "Date" => ops::DATE,
        "RegExp" => ops::REGEXP,
        "String" => ops::STRING,
        "Number" => ops::NUMBER,
        "BigInt" => ops::BIGINT,
        "Boolean" => ops::BOOLEAN,
        "Symbol" => ops::SYMBOL,
        "Object" => ops::OBJECT,
        "Int8Array" => ops::INT8_ARRAY,
        "Uint8Array" => ops::UINT8_ARRAY,
        "Uint8ClampedArray" => ops::UINT8_CLAMPED_ARRAY,
        "Int16Array" => ops::INT16_ARRAY,
        "Uint16Array" => ops::UINT16_ARRAY,
        "Int32Array" => ops::INT32_ARRAY,
        "Uint32Array" => ops::UINT32_ARRAY,
        "Float32Array" => ops::FLOAT32_ARRAY,
        "Float64Array" => ops::FLOAT64_ARRAY,
        "BigInt64Array" => ops::BIG_INT64_ARRAY,
        "ArrayBuffer" | "ArrayBufferLike" => ops::ARRAY_BUFFER,
        _ => return parameterized(name, arguments),
    };
    Some(Type::Keyword(op))
}

fn parameterized(name: &str, arguments: &mut Vec<Type>) -> Option<Type> {
    let mut next =
        || Arc::new(if arguments.is_empty() { Type::Keyword(ops::ANY) } else { arguments.remove(0) });
    Some(match name {
        "Promise" | "PromiseLike" => Type::Promise(next()),
        "Array" => Type::Array(next()),
        "ReadonlyArray" => Type::Readonly(Arc::new(Type::Array(next()))),
        "Set" | "ReadonlySet" => Type::Set(next()),
        "Map" | "ReadonlyMap" => Type::Map(next(), next()),
        "NoInfer" => Arc::unwrap_or_clone(next()),
        "Function" | "CallableFunction" | "NewableFunction" => Type::FunctionReference("Function".into()),
        _ => return None,
    })
}

/// Whether a global name means something without any declaration file.
pub(crate) fn is_built_in(name: &Atom) -> bool {
    DECLARATIONS.index.names.types.contains_key(name)
        || builtin(name, &mut Vec::new()).is_some()
        || is_platform_class(name)
}

/// Whether a global name is a class that exists at run time on the platforms that provide it, and whose
/// instances are opaque.
pub(crate) fn is_platform_class(name: &str) -> bool {
    matches!(
        name,
        "AbortController"
            | "AbortSignal"
            | "BigUint64Array"
            | "Blob"
            | "BroadcastChannel"
            | "Buffer"
            | "CompressionStream"
            | "CryptoKey"
            | "DataView"
            | "DecompressionStream"
            | "Event"
            | "EventTarget"
            | "File"
            | "FormData"
            | "Headers"
            | "MessageChannel"
            | "MessageEvent"
            | "MessagePort"
            | "ReadableStream"
            | "Request"
            | "Response"
            | "SharedArrayBuffer"
            | "TextDecoder"
            | "TextEncoder"
            | "TransformStream"
            | "URL"
            | "URLSearchParams"
            | "WeakMap"
            | "WeakRef"
            | "WeakSet"
            | "WebSocket"
            | "WritableStream"
    )
}

/// `TypeNumberBrand` of `@deepkit/type`: the number types with a range.
pub(crate) fn number_brand(name: &str) -> Option<u32> {
    const BRANDS: [&str; 10] =
        ["integer", "int8", "int16", "int32", "uint8", "uint16", "uint32", "float", "float32", "float64"];
    BRANDS.iter().position(|brand| *brand == name).map(|index| index as u32)
}

/// Whether a name is a value that every platform provides.
pub(crate) fn is_global_value(name: &str) -> bool {
    is_platform_class(name)
        || matches!(
            name,
            "globalThis"
                | "Math"
                | "JSON"
                | "Object"
                | "Array"
                | "Date"
                | "Number"
                | "String"
                | "Promise"
                | "Map"
                | "Set"
                | "console"
                | "process"
                | "fetch"
                | "setTimeout"
                | "Symbol"
                | "Error"
                | "RegExp"
                | "BigInt"
        )
}
