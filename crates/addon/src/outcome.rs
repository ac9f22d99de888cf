//! What calls of the addon give back: a value, or what went wrong, as data.

use std::path::Path;

use mion_aot::{Caches, Counts, Report, Source, Times, VirtualModule};
use mion_source::Edited;
use napi::bindgen_prelude::Utf16String;
use napi_derive::napi;

use crate::error::PluginError;

/// Declares what a call gives: a value, or all that went wrong; neither where there was nothing to do.
macro_rules! outcome {
    ($(#[$doc:meta])* $name:ident, $value:ty) => {
        $(#[$doc])*
        #[napi(object)]
        #[derive(Debug, Default)]
        pub struct $name {
            pub value: Option<$value>,
            pub errors: Option<Vec<PluginError>>,
        }

        impl From<Result<Option<$value>, Vec<PluginError>>> for $name {
            fn from(result: Result<Option<$value>, Vec<PluginError>>) -> Self {
                match result {
                    Ok(value) => Self { value, errors: None },
                    Err(errors) => Self { value: None, errors: Some(errors) },
                }
            }
        }
    };
}

pub(crate) use outcome;

outcome!(
    /// What Vite's config is to the options.
    ConfiguredOutcome,
    bool
);
outcome!(
    /// Nothing is given when AOT is off.
    GeneratedOutcome,
    Generated
);
outcome!(
    /// Absolute paths of the files that were read.
    ExtractedOutcome,
    Vec<String>
);
outcome!(
    /// Nothing is given when the module stays as it is.
    TransformedOutcome,
    Transformed
);

/// A transformed module.
#[napi(object)]
#[derive(Debug, Default)]
pub struct Transformed {
    /// Absent when nothing was inserted.
    pub code: Option<Utf16String>,
    /// A source map as JSON; absent when nothing was inserted.
    pub map: Option<String>,
    pub warnings: Vec<PluginError>,
    /// Absolute paths of the files read for this result, besides the module itself.
    pub dependencies: Vec<String>,
    /// Absolute paths of files that would change the result if they were created.
    pub missing: Vec<String>,
    /// Absolute paths of folders in which a new declaration file may change the result.
    pub searched: Vec<String>,
    /// Whether the result depends on what the AOT pipeline compiled.
    pub has_type_calls: bool,
    /// Whether the module declares handlers of a router.
    pub has_handlers: bool,
}

impl Transformed {
    pub(crate) fn set(&mut self, edited: Edited) {
        self.code = Some(utf16(&edited.code));
        self.map = edited.map;
    }
}

/// A text that is not Latin-1 alone, in the form that V8 keeps it in: Node's own thread then copies it, where it would take
/// several times as long to decode it.
fn utf16(text: &str) -> Utf16String {
    let mut units = vec![0; text.len()];
    let length = encoding_rs::mem::convert_str_to_utf16(text, &mut units);
    units.truncate(length);
    units.into()
}

/// A generation of the AOT caches. The texts stay in the addon; see `virtualModule`.
#[napi(object)]
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// One line for the user: what was compiled, and how long it took.
    pub summary: String,
    /// The counts, bytes and times, as a table for the user.
    pub table: String,
    /// Whether the caches came from disk.
    pub cached: bool,
    pub routes: u32,
    pub functions: u32,
    pub pure_functions: u32,
    /// Milliseconds from the call to the caches.
    pub milliseconds: f64,
    /// Absolute paths of the files that the caches were made from.
    pub inputs: Vec<String>,
    /// Ids of the virtual modules whose text differs from that of the generation before.
    pub changed: Vec<String>,
    /// Ids of modules whose calls get other functions than before.
    pub changed_modules: Vec<String>,
    pub warnings: Vec<PluginError>,
}

impl Generated {
    /// `before`: the caches of the generation before, if there was one.
    pub(crate) fn new(generated: &mion_aot::Generated, before: Option<&Caches>) -> Self {
        let Counts { routes, middle_fns, jit_fns, pure_fns, .. } = generated.report.counts;
        let milliseconds = generated.report.times.total;
        let cached = generated.source == Source::Cached;
        let findings = generated.findings.iter().cloned().map(PluginError::from);
        let doubts = match generated.findings.len() {
            0 => String::new(),
            1 => ", 1 type reflected as `any`".to_owned(),
            count => format!(", {count} types reflected as `any`"),
        };
        let warnings = generated.warnings.iter().cloned().map(PluginError::from);
        let how = if cached { "from the cache" } else { "compiled" };
        Self {
            summary: format!(
                "mion: {routes} routes, {middle_fns} middleFns and {jit_fns} functions {how} in {}{doubts}",
                time(milliseconds)
            ),
            table: table(&generated.report),
            cached,
            routes,
            functions: jit_fns,
            pure_functions: pure_fns,
            milliseconds,
            inputs: generated.inputs.iter().map(|path| path_text(path)).collect(),
            changed: changed(&generated.caches, before),
            changed_modules: Vec::new(),
            warnings: findings.chain(warnings).collect(),
        }
    }
}

pub(crate) fn changed(caches: &Caches, before: Option<&Caches>) -> Vec<String> {
    let before = before.map(texts);
    let differs = |index: usize, text: &str| before.is_none_or(|before| before[index].1 != text);
    let now = texts(caches).into_iter().enumerate();
    now.filter(|(index, (_, text))| differs(*index, text))
        .map(|(_, (module, _))| module.id().to_owned())
        .collect()
}

/// The modules whose text the caches make; that of all three only imports the others.
fn texts(caches: &Caches) -> [(VirtualModule, &str); 3] {
    [
        (VirtualModule::JitFns, &caches.jit_fns),
        (VirtualModule::PureFns, &caches.pure_fns),
        (VirtualModule::RouterCache, &caches.router_cache),
    ]
}

/// What was compiled, what it weighs, and what took how long.
fn table(report: &Report) -> String {
    let Counts { routes, middle_fns, jit_fns, pure_fns, .. } = report.counts;
    let Counts { jit_fns_bytes, pure_fns_bytes, router_cache_bytes, .. } = report.counts;
    let Times { lookup, wait, start, evaluate, settle, emit, store, .. } = report.times;
    let rows = [
        ("routes, middleFns", format!("{routes} + {middle_fns}"), router_cache_bytes),
        ("functions", jit_fns.to_string(), jit_fns_bytes),
        ("pure functions", pure_fns.to_string(), pure_fns_bytes),
    ];
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|(name, count, bytes)| format!("  {name:<18}{count:>9}{:>10.1} kB", f64::from(bytes) / 1_000.0))
        .collect();
    let phases = [
        ("look-up", lookup),
        ("waiting for another build", wait),
        ("Node", start),
        ("start script", evaluate),
        ("until quiet", settle),
        ("emission", emit),
        ("storing", store),
    ];
    let phases = phases.iter().filter(|(_, milliseconds)| *milliseconds >= 0.5);
    let phases: Vec<String> =
        phases.map(|(name, milliseconds)| format!("{name} {}", time(*milliseconds))).collect();
    lines.push(format!("  {}", phases.join(", ")));
    lines.join("\n")
}

fn time(milliseconds: f64) -> String {
    if milliseconds < 1_000.0 {
        format!("{milliseconds:.0} ms")
    } else {
        format!("{:.2} s", milliseconds / 1_000.0)
    }
}

/// A path as Vite writes it.
pub(crate) fn path_text(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
