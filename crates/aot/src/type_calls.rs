//! Calls in the server's modules that need the functions of a type: `createIsTypeFn<User>()`. The runtime in the child
//! compiled their types; each call in the bundle is given what was made of it.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// The calls of one module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ModuleCalls {
    /// The module's id without a query: absolute; in an entry relative to the root.
    pub module: String,
    pub calls: Vec<TypeCall>,
}

/// What became of one call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TypeCall {
    /// As the transform knows it.
    pub key: String,
    /// A JavaScript literal that stands in for the type, or a sentence that says why it has no functions.
    pub result: Result<String, String>,
    /// `jitFnHash`es of the functions that the call needs.
    pub functions: Vec<String>,
}

impl ModuleCalls {
    /// The same under the module's name that `name` gives.
    pub(crate) fn renamed(&self, name: impl FnOnce(&str) -> String) -> Self {
        Self { module: name(&self.module), calls: self.calls.clone() }
    }

    /// Takes the functions away from calls of which nothing is left: `is_there` tells of a `jitFnHash`.
    pub(crate) fn without_excluded(&mut self, is_there: impl Fn(&str) -> bool) {
        for call in &mut self.calls {
            if call.result.is_ok()
                && !call.functions.is_empty()
                && !call.functions.iter().any(|hash| is_there(hash))
            {
                call.result = Err(format!(
                    "aotCaches.excludedFns leaves out what this call needs: {}",
                    call.functions.join(", ")
                ));
            }
        }
    }
}

/// A module's id without the query of a framework's script block, or of Vite's own.
#[must_use]
pub fn module_of(id: &str) -> &str {
    let path = id.split('?').next().unwrap_or(id);
    let is_script = Path::new(path).extension().is_some_and(|extension| {
        matches!(extension.to_str(), Some("ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs"))
    });
    if is_script { path } else { id }
}
