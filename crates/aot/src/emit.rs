//! From the texts that the child sent to the texts of the virtual modules.
//!
//! - [`literal`]: one text, parsed and checked to be a plain literal.
//! - [`table`]: its entries, sorted and printed again.
//! - [`exclude`]: the functions that the options leave out.
//! - [`reach`]: which functions a route or a call comes to.
//! - [`strict`]: is everything there that strict AOT will ask for?
//!
//! The order of keys in what the child sends does not matter: the same entries give the same bytes.

mod exclude;
mod literal;
mod reach;
mod strict;
mod table;

use mion_source::Diagnostic;
use serde::{Deserialize, Serialize};

use self::{
    exclude::Roots,
    reach::Callers,
    table::{Entry, Table},
};
use crate::{error::AotError, report::Counts, type_calls::ModuleCalls};

/// The three caches, each as the text of one object literal: checked, sorted, valid JavaScript and TypeScript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caches {
    pub jit_fns: String,
    pub pure_fns: String,
    pub router_cache: String,
    /// The functions for clients, without what only servers need, if they were asked for.
    pub client: Option<ClientFns>,
}

/// Texts as those of [`Caches`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFns {
    pub jit_fns: String,
    pub pure_fns: String,
}

impl Caches {
    fn jit_fns(&self, for_client: bool) -> &str {
        self.client.as_ref().filter(|_| for_client).map_or(&self.jit_fns, |client| &client.jit_fns)
    }

    fn pure_fns(&self, for_client: bool) -> &str {
        self.client.as_ref().filter(|_| for_client).map_or(&self.pure_fns, |client| &client.pure_fns)
    }
}

/// Who imports a virtual module, and how.
#[derive(Clone, Copy, Debug)]
pub struct Importer<'a> {
    /// Where the registering functions come from: `@mionkit/core`.
    pub core_package: &'a str,
    /// What the modules' names begin with here: `virtual:mion-aot`.
    pub prefix: &'a str,
    /// It gets the functions for clients, if there are such.
    pub is_client: bool,
}

/// One of the virtual modules that AOT fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VirtualModule {
    JitFns,
    PureFns,
    RouterCache,
    /// All three, registered when it is imported.
    Caches,
}

impl VirtualModule {
    pub const ALL: [Self; 4] = [Self::JitFns, Self::PureFns, Self::RouterCache, Self::Caches];

    /// The id that programs import.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::JitFns => "virtual:mion-aot/jit-fns",
            Self::PureFns => "virtual:mion-aot/pure-fns",
            Self::RouterCache => "virtual:mion-aot/router-cache",
            Self::Caches => "virtual:mion-aot/caches",
        }
    }

    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|module| module.id() == id)
    }
}

/// The text of a virtual module. Without caches (AOT is off, or this is the child) it exports empty objects and
/// registers nothing.
#[must_use]
pub fn virtual_module(module: VirtualModule, caches: Option<&Caches>, importer: Importer<'_>) -> String {
    let Importer { core_package, prefix, is_client } = importer;
    let one = |name, text: Option<&str>| format!("export const {name} = {};\n", text.unwrap_or("{}"));
    match module {
        VirtualModule::JitFns => one("jitFnsCache", caches.map(|caches| caches.jit_fns(is_client))),
        VirtualModule::PureFns => one("pureFnsCache", caches.map(|caches| caches.pure_fns(is_client))),
        VirtualModule::RouterCache => one("routerCache", caches.map(|caches| caches.router_cache.as_str())),
        VirtualModule::Caches => {
            let imports = format!(
                "import {{jitFnsCache}} from '{prefix}/jit-fns';\n\
                 import {{pureFnsCache}} from '{prefix}/pure-fns';\n\
                 import {{routerCache}} from '{prefix}/router-cache';\n"
            );
            let exports = "export {jitFnsCache, pureFnsCache, routerCache};\n";
            if caches.is_none() {
                return format!("{imports}{exports}");
            }
            format!(
                "import {{addAOTCaches, addRoutesToCache}} from '{core_package}';\n{imports}\
                 addAOTCaches(jitFnsCache, pureFnsCache);\naddRoutesToCache(routerCache);\n{exports}"
            )
        }
    }
}

/// What the child sent, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) jit_fns: String,
    pub(crate) pure_fns: String,
    pub(crate) router_cache: String,
    /// The router was initialised with `aot: true`.
    pub(crate) strict: bool,
    pub(crate) type_calls: Vec<ModuleCalls>,
    /// How the router writes answers; `None` from a runtime that takes all functions for needed.
    pub(crate) serializer: Option<String>,
}

/// What the options leave out of the caches.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeaveOut {
    pub(crate) fns: Vec<String>,
    pub(crate) pure_fns: Vec<String>,
    /// All that only clients call.
    pub(crate) client_fns: bool,
    /// From the functions for clients, all that only the server calls; they are emitted beside the others.
    pub(crate) for_clients: bool,
}

#[derive(Debug)]
pub(crate) struct Emitted {
    pub(crate) caches: Caches,
    pub(crate) counts: Counts,
    pub(crate) type_calls: Vec<ModuleCalls>,
    /// Exclusions that named nothing, each a sentence.
    pub(crate) unknown_excluded: Vec<String>,
}

/// Parses, checks, filters, sorts and prints.
///
/// # Errors
/// `BadMessage` with the part and the place; `Incomplete` when `sent.strict`.
pub(crate) fn emit(sent: &Sent, leave_out: &LeaveOut) -> Result<Emitted, AotError> {
    let mut jit_fns = Table::parse("jitFnsCode", &sent.jit_fns, false).map_err(bad("jitFnsCode"))?;
    let mut pure_fns = Table::parse("pureFnsCode", &sent.pure_fns, true).map_err(bad("pureFnsCode"))?;
    let router =
        Table::parse("routerCacheCode", &sent.router_cache, false).map_err(bad("routerCacheCode"))?;

    let mut unknown = Vec::new();
    let roots = Roots { router: &router, type_calls: &sent.type_calls };
    let callers = match &sent.serializer {
        Some(serializer) => Callers::Server { serializer, clients: !leave_out.client_fns },
        None => Callers::Anyone,
    };
    let named = [&*leave_out.fns, &*leave_out.pure_fns];
    let dropped = exclude::excluded(&mut jit_fns, &mut pure_fns, &roots, named, &mut unknown);
    // What the server goes without may be the clients'.
    let client = leave_out.for_clients.then(|| {
        let (mut jit_fns, mut pure_fns) = (jit_fns.clone(), pure_fns.clone());
        exclude::unneeded(
            &mut jit_fns,
            &mut pure_fns,
            &roots,
            Callers::Client { serializer: sent.serializer.as_deref() },
        );
        ClientFns { jit_fns: jit_fns.print(), pure_fns: pure_fns.print() }
    });
    exclude::unneeded(&mut jit_fns, &mut pure_fns, &roots, callers);
    if sent.strict {
        let missing = strict::missing(&jit_fns, &pure_fns, &router, callers, |name| dropped.contains(name));
        if !missing.is_empty() {
            return Err(AotError::Incomplete { missing });
        }
    }

    let caches =
        Caches { jit_fns: jit_fns.print(), pure_fns: pure_fns.print(), router_cache: router.print(), client };
    let routes = router.entries.iter().filter(|entry| entry.is_route()).count() as u32;
    let counts = Counts {
        routes,
        middle_fns: router.entries.len() as u32 - routes,
        jit_fns: jit_fns.entries.len() as u32,
        pure_fns: pure_fns.entries.len() as u32,
        jit_fns_bytes: caches.jit_fns.len() as u32,
        pure_fns_bytes: caches.pure_fns.len() as u32,
        router_cache_bytes: caches.router_cache.len() as u32,
    };
    let mut type_calls = sent.type_calls.clone();
    for module in &mut type_calls {
        module.without_excluded(|hash| jit_fns.get("", hash).is_some());
    }
    Ok(Emitted { caches, counts, type_calls, unknown_excluded: unknown })
}

fn bad(part: &'static str) -> impl Fn(Diagnostic) -> AotError {
    move |found| AotError::BadMessage { part, reason: found.message.clone(), place: Some(found.into()) }
}

impl Entry {
    fn is_route(&self) -> bool {
        // What a core fills in, it does not send.
        self.value.get("type").is_none_or(|kind| kind.as_number() == Some(1.0))
    }

    /// As other entries name it: the key, after its namespace if it has one.
    fn name(&self) -> String {
        if self.namespace.is_empty() { self.key.clone() } else { format!("{}::{}", self.namespace, self.key) }
    }
}

#[cfg(test)]
mod tests;
