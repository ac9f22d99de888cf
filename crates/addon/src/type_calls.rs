//! What became of the calls that need the functions of a type, as the transform asks for it: by module and key.

use std::collections::{BTreeSet, HashMap};

use mion_aot::{ModuleCalls, TypeCall};
use mion_reflect::{CompiledCall, CompiledCalls};

/// By the ids of modules.
pub(crate) type CallsOfModules = HashMap<String, CompiledCalls>;

pub(crate) fn calls_of_modules(modules: &[ModuleCalls]) -> CallsOfModules {
    let of_module = |calls: &[TypeCall]| {
        let calls = calls.iter().map(|call| {
            let compiled = match &call.result {
                Ok(value) => CompiledCall::Value(value.clone()),
                Err(message) => CompiledCall::Failed { message: message.clone() },
            };
            (call.key.clone(), compiled)
        });
        calls.collect()
    };
    modules.iter().map(|module| (module.module.replace('\\', "/"), of_module(&module.calls))).collect()
}

/// The ids of modules whose calls are given something else than before, sorted.
pub(crate) fn changed_modules(now: &CallsOfModules, before: &CallsOfModules) -> Vec<String> {
    let names: BTreeSet<&String> = now.keys().chain(before.keys()).collect();
    names.into_iter().filter(|name| now.get(*name) != before.get(*name)).cloned().collect()
}
