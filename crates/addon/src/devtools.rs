//! The state of one plugin instance, and the calls that Vite's hooks make on it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use mion_aot::{
    AotError, ApiEvent, Caches, Importer, Purpose, Session, VirtualModule, Watch, inspect, module_of,
    virtual_module,
};
use mion_pure_fns::{ExtractOptions, PureFn, blocks, may_have_calls};
use mion_reflect::{Reflector, TypeCalls, may_have_type_calls};
use mion_source::{Diagnostic, Edits, Language, Module, Severity};
use napi::bindgen_prelude::{Env, Object};
use napi_derive::napi;
use tokio::sync::{
    Mutex as AsyncMutex,
    mpsc::{UnboundedReceiver, unbounded_channel},
};
use tokio_util::sync::CancellationToken;

use crate::{
    api::ApiReport,
    derived::{aot_options, reflector_options},
    error::PluginError,
    inspection::{ClearedOutcome, Explained, ExplainedOutcome, KeptEntry, StatusOutcome},
    options::{PluginOptions, existing_path},
    outcome::{
        ConfiguredOutcome, ExtractedOutcome, Generated, GeneratedOutcome, Transformed, TransformedOutcome,
        changed, path_text,
    },
    pool,
    scope::Scope,
    type_calls::{CallsOfModules, calls_of_modules, changed_modules},
};

/// What Vite's resolved config tells the addon.
#[napi(object)]
#[derive(Clone, Debug)]
pub struct Environment {
    pub root: String,
    pub cache_dir: String,
    /// Absolute: the folders that the build writes into.
    pub out_dirs: Vec<String>,
    /// The config file that Vite read; none when the config was given by a program.
    pub config_file: Option<String>,
    /// How it was loaded: `bundle`, `runner` or `native`; none in a Vite that has one way.
    pub config_loader: Option<String>,
    pub mode: String,
    /// Whether this process is itself the child that runs the start script.
    pub is_child: bool,
    /// The Node program to start the child with, and its version.
    pub node: String,
    pub node_version: String,
    /// The folder of the scripts that the child is started with.
    pub runner_dir: String,
    /// The script for an API without a start script; none when no router package is installed.
    pub default_start_script: Option<String>,
    /// The config's `define`, as JSON of an object: name to value.
    pub defines: Option<String>,
    /// The version of `@mionkit/devtools`.
    pub version: String,
}

/// The ids of the virtual modules.
#[napi(object)]
pub struct VirtualModuleIds {
    pub jit_fns: String,
    pub pure_fns: String,
    pub router_cache: String,
    pub caches: String,
    pub server_pure_fns: String,
}

/// Not one of the AOT pipeline's: it is filled from the client's sources.
const SERVER_PURE_FNS: &str = "virtual:mion-server-pure-fns";

#[napi]
#[must_use]
pub fn virtual_module_ids() -> VirtualModuleIds {
    VirtualModuleIds {
        jit_fns: VirtualModule::JitFns.id().to_owned(),
        pure_fns: VirtualModule::PureFns.id().to_owned(),
        router_cache: VirtualModule::RouterCache.id().to_owned(),
        caches: VirtualModule::Caches.id().to_owned(),
        server_pure_fns: SERVER_PURE_FNS.to_owned(),
    }
}

/// What is wrong with a plugin's options (JSON), if anything is.
#[napi]
#[must_use]
pub fn check_options(options: String) -> Option<PluginError> {
    PluginOptions::parse(&options).err()
}

/// One instance of the plugin.
#[napi]
pub struct Devtools {
    shared: Arc<Shared>,
}

struct Shared {
    /// The options as they came.
    json: String,
    options: PluginOptions,
    /// Empty until Vite's config is resolved.
    setup: Mutex<Option<Arc<Setup>>>,
    /// The last good caches.
    caches: Mutex<Option<Arc<Caches>>>,
    /// What became of the calls that need the functions of a type, by module.
    type_calls: Mutex<Arc<CallsOfModules>>,
    /// What they depend on.
    watch: Mutex<Watch>,
    /// What is kept from one generation to the next; held while one runs.
    session: AsyncMutex<Session>,
    /// What is told of the API.
    events: AsyncMutex<UnboundedReceiver<ApiEvent>>,
    /// The module of pure functions, once they were extracted.
    server_pure_fns: Mutex<Option<ServerPureFns>>,
    /// Whether the bundle goes without reflection.
    excludes_reflection: AtomicBool,
    /// Ends the generation that is under way.
    cancel: Mutex<CancellationToken>,
    /// Ends the preparation of the next one.
    ended: Mutex<CancellationToken>,
}

/// `virtual:mion-server-pure-fns`, and what it was printed from.
struct ServerPureFns {
    functions: Arc<[PureFn]>,
    text: Arc<str>,
}

/// What follows from the options and Vite's config together.
struct Setup {
    /// `None`: AOT is off, or this is the child.
    aot: Option<mion_aot::Options>,
    reflection: Option<(Arc<Scope>, Reflector)>,
    /// Whether a type that counts as `any` is an error. In the child it never is: the parent has the user's terminal.
    strict: bool,
    calls: mion_pure_fns::Options,
    /// `None`: no folder of client sources is named, or this is the child.
    extraction: Option<ExtractOptions>,
    /// The user's word, over what the routers say.
    exclude_reflection: Option<bool>,
    is_child: bool,
}

#[napi]
impl Devtools {
    /// Takes options that `check_options` found nothing wrong with.
    #[napi(constructor)]
    pub fn new(json: String) -> napi::Result<Self> {
        let options = PluginOptions::parse(&json)
            .map_err(|error| napi::Error::from_reason(format!("{}: {}", error.code, error.message)))?;
        let (tell, events) = unbounded_channel();
        let shared = Shared {
            json,
            options,
            setup: Mutex::default(),
            caches: Mutex::default(),
            type_calls: Mutex::default(),
            watch: Mutex::default(),
            session: AsyncMutex::new(Session::new(tell)),
            events: AsyncMutex::new(events),
            server_pure_fns: Mutex::default(),
            excludes_reflection: AtomicBool::new(false),
            cancel: Mutex::default(),
            ended: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Tells what Vite's config says. Before this the other calls do nothing.
    #[napi]
    pub fn configure(&self, environment: Environment) -> ConfiguredOutcome {
        let setup = Setup::new(&self.shared.json, &self.shared.options, &environment);
        setup
            .map(|setup| {
                let excludes = setup.aot.is_some() && setup.exclude_reflection == Some(true);
                self.shared.excludes_reflection.store(excludes, Ordering::Relaxed);
                *lock(&self.shared.setup) = Some(Arc::new(setup));
                None
            })
            .map_err(|error| vec![error])
            .into()
    }

    /// Runs the AOT pipeline; if `serve`, the start script's process stays, in the place of the one before; if `same_build`,
    /// another environment of a build asks for the same. Nothing is given when AOT is off, or this is the child.
    #[napi]
    pub async fn generate(&self, serve: Option<bool>, same_build: Option<bool>) -> GeneratedOutcome {
        self.shared.generate(serve.unwrap_or(false), same_build.unwrap_or(false)).await.into()
    }

    /// Starts a process that waits for the next generation, to make that faster.
    #[napi]
    pub async fn prepare(&self, serve: bool) {
        self.shared.prepare(serve).await;
    }

    /// What happens next to the API that is served; nothing once it was ended by `end`.
    #[napi]
    pub async fn api_event(&self) -> Option<ApiReport> {
        let event = self.shared.events.lock().await.recv().await?;
        Some(event.into())
    }

    /// Ends the generation that is under way and all processes.
    #[napi]
    pub async fn end(&self) {
        self.cancel();
        self.shared.end().await;
    }

    /// Ends the generation that is under way, and its child.
    #[napi]
    pub fn cancel(&self) {
        lock(&self.shared.cancel).cancel();
    }

    /// Whether writing, adding or removing a file can change what the last generation gave, be it an error.
    #[napi]
    pub fn affects(&self, file: String) -> bool {
        lock(&self.shared.watch).affects(Path::new(&file))
    }

    /// Forgets what was learnt of files and configurations: some were added, removed, or changed.
    #[napi]
    pub fn forget(&self) {
        // While one runs, there is none.
        if let Ok(mut session) = self.shared.session.try_lock() {
            session.forget_prepared();
        }
        if let Some((_, reflector)) = self.shared.setup().as_ref().and_then(|setup| setup.reflection.as_ref())
        {
            reflector.clear();
        }
    }

    /// What is kept on disk.
    #[napi]
    pub async fn cache_status(&self) -> StatusOutcome {
        self.shared
            .inspect(|options| Ok(inspect::status(options)?.iter().map(KeptEntry::from).collect()))
            .await
            .into()
    }

    /// Why a build of now would run the start script, and why the last one did.
    #[napi]
    pub async fn cache_explain(&self) -> ExplainedOutcome {
        self.shared
            .inspect(|options| inspect::explain(options).map(|(now, last)| Explained::new(now, last)))
            .await
            .into()
    }

    /// Drops all that is kept on disk.
    #[napi]
    pub async fn cache_clear(&self) -> ClearedOutcome {
        self.shared
            .inspect(|options| {
                inspect::clear(options).map_err(|source| AotError::CacheUnclearable { source })?;
                Ok(true)
            })
            .await
            .into()
    }

    /// Runs the start script and compares the result with what is kept: the ids of the modules that differ; nothing
    /// when nothing is kept for the files as they are.
    #[napi]
    pub async fn cache_verify(&self) -> ExtractedOutcome {
        self.shared.verify().await.into()
    }

    /// Whether the bundle goes without reflection, and metadata is left out of it.
    #[napi]
    pub fn excludes_reflection(&self) -> bool {
        self.shared.excludes_reflection.load(Ordering::Relaxed)
    }

    /// Reads the pure functions out of the client's sources; gives the files that were read.
    #[napi]
    pub async fn extract_pure_fns(&self) -> ExtractedOutcome {
        self.shared.extract_pure_fns().await.map(Some).into()
    }

    /// Whether a module is one that `transform` may change.
    #[napi]
    pub fn accepts(&self, id: String) -> bool {
        self.shared.setup().is_some_and(|setup| setup.accepts(&id))
    }

    /// A promise of a [`TransformedOutcome`].
    #[napi]
    pub fn transform<'env>(&self, env: &'env Env, code: String, id: String) -> napi::Result<Object<'env>> {
        let setup = self.shared.setup();
        let compiled = self.excludes_reflection().then(|| lock(&self.shared.type_calls).clone());
        pool::promise::<_, TransformedOutcome>(env, id.clone(), move || match setup {
            Some(setup) => setup.transform(&code, &id, compiled.as_deref()),
            None => Ok(None),
        })
    }

    /// The text of a virtual module; nothing for another id. `core_package` is what its imports name, `prefix` what the
    /// modules are called by here (`virtual:mion-aot` if nothing is given); `is_client` gives that for clients.
    #[napi]
    pub fn virtual_module(
        &self,
        id: String,
        core_package: String,
        prefix: Option<String>,
        is_client: Option<bool>,
    ) -> Option<String> {
        if id == SERVER_PURE_FNS {
            let text = lock(&self.shared.server_pure_fns).as_ref().map(|made| made.text.clone());
            return Some(
                text.map_or_else(
                    || String::from("export const serverPureFnsCache = {};\n"),
                    |t| t.to_string(),
                ),
            );
        }
        let module = VirtualModule::from_id(&id)?;
        let caches = lock(&self.shared.caches).clone();
        let importer = Importer {
            core_package: &core_package,
            prefix: prefix.as_deref().unwrap_or("virtual:mion-aot"),
            is_client: is_client.unwrap_or(false),
        };
        Some(virtual_module(module, caches.as_deref(), importer))
    }
}

impl Shared {
    fn setup(&self) -> Option<Arc<Setup>> {
        lock(&self.setup).clone()
    }

    async fn generate(&self, serve: bool, same_build: bool) -> Result<Option<Generated>, Vec<PluginError>> {
        let Some(setup) = self.setup() else { return Ok(None) };
        let Some(mut options) = setup.aot_for(serve) else { return Ok(None) };
        options.same_build = same_build;
        let cancel = CancellationToken::new();
        *lock(&self.cancel) = cancel.clone();
        let mut session = self.session.lock().await;
        let generated = mion_aot::generate_in(&options, cancel, &mut session).await;
        *lock(&self.watch) = session.watch.clone();
        let generated = generated.map_err(|error| vec![error.into()])?;
        if setup.strict && !generated.findings.is_empty() {
            return Err(generated.findings.iter().cloned().map(PluginError::from).collect());
        }
        session.accept(&options).await;
        drop(session);
        let excludes = setup.exclude_reflection.unwrap_or(generated.strict);
        self.excludes_reflection.store(excludes, Ordering::Relaxed);
        let caches = Arc::new(generated.caches.clone());
        let before = lock(&self.caches).replace(caches.clone());
        let type_calls = Arc::new(calls_of_modules(&generated.type_calls));
        let calls_before = std::mem::replace(&mut *lock(&self.type_calls), type_calls.clone());
        let changed = changed_modules(&type_calls, &calls_before);
        Ok(Some(Generated { changed_modules: changed, ..Generated::new(&generated, before.as_deref()) }))
    }

    async fn prepare(&self, serve: bool) {
        let Some(options) = self.setup().and_then(|setup| setup.aot_for(serve)) else { return };
        let ended = lock(&self.ended).clone();
        self.session.lock().await.prepare(&options, ended).await;
    }

    async fn end(&self) {
        lock(&self.ended).cancel();
        let mut session = self.session.lock().await;
        // Who waits for an event learns of the end now.
        *session = Session::default();
        let mut events = self.events.lock().await;
        let (tell, told) = unbounded_channel();
        *events = told;
        *session = Session::new(tell);
        *lock(&self.ended) = CancellationToken::new();
    }

    /// `look` at the cache, off Node's thread; nothing is given when AOT is off.
    async fn inspect<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mion_aot::Options) -> Result<T, AotError> + Send + 'static,
    ) -> Result<Option<T>, Vec<PluginError>> {
        let Some(setup) = self.setup().filter(|setup| setup.aot.is_some()) else { return Ok(None) };
        pool::run("the AOT cache".to_owned(), move || {
            setup.aot.as_ref().map(look).transpose().map_err(|error| vec![error.into()])
        })
        .await
    }

    async fn verify(&self) -> Result<Option<Vec<String>>, Vec<PluginError>> {
        let Some(Some(cached)) = self.inspect(inspect::cached).await? else { return Ok(None) };
        let Some(options) = self.setup().and_then(|setup| setup.aot.clone()) else { return Ok(None) };
        let fresh = mion_aot::Options { force: true, cache_dir: None, ..options };
        let generated = mion_aot::generate(&fresh, CancellationToken::new());
        let generated = generated.await.map_err(|error| vec![error.into()])?;
        Ok(Some(changed(&generated.caches, Some(&cached))))
    }

    async fn extract_pure_fns(&self) -> Result<Vec<String>, Vec<PluginError>> {
        let Some(setup) = self.setup() else { return Ok(Vec::new()) };
        let Some(options) = setup.extraction.clone() else { return Ok(Vec::new()) };
        let about = options.root.display().to_string();
        let earlier =
            lock(&self.server_pure_fns).as_ref().map(|made| made.functions.clone()).unwrap_or_default();
        let (made, files) = pool::run(about, move || {
            let mut extracted = mion_pure_fns::extract(&options).map_err(|error| vec![error.into()])?;
            extracted.keep_times(&earlier);
            let text = if extracted.errors.is_empty() {
                mion_pure_fns::server_module(&extracted.functions)
            } else {
                Err(extracted.errors)
            };
            let errors = |list: Vec<Diagnostic>| list.into_iter().map(PluginError::from).collect::<Vec<_>>();
            let text = text.map_err(errors)?.into();
            Ok((ServerPureFns { functions: extracted.functions.into(), text }, extracted.files))
        })
        .await?;
        *lock(&self.server_pure_fns) = Some(made);
        Ok(files.iter().map(|path| path_text(path)).collect())
    }
}

impl Setup {
    fn new(json: &str, options: &PluginOptions, environment: &Environment) -> Result<Self, PluginError> {
        let root = PathBuf::from(&environment.root);
        let aot = options.aot_caches.as_ref().filter(|_| !environment.is_child);
        let pure_fns = options.server_pure_functions.as_ref().filter(|_| !environment.is_child);
        let calls = mion_pure_fns::Options {
            no_vite_client: options
                .server_pure_functions
                .as_ref()
                .is_some_and(|pure_fns| pure_fns.no_vite_client),
            ..mion_pure_fns::Options::default()
        };
        Ok(Self {
            aot: aot.map(|aot| aot_options(&root, json, aot, environment)).transpose()?,
            reflection: options
                .run_types
                .as_ref()
                .map(|run_types| {
                    let scope = Arc::new(Scope::new(&root, run_types)?);
                    let reflector = Reflector::new(reflector_options(&root, run_types, scope.clone())?);
                    Ok::<_, PluginError>((scope, reflector))
                })
                .transpose()?,
            strict: options.run_types.as_ref().is_some_and(|run_types| run_types.strict)
                && !environment.is_child,
            calls: calls.clone(),
            extraction: pure_fns
                .map(|options| {
                    Ok::<_, PluginError>(ExtractOptions {
                        root: existing_path(
                            &root,
                            "serverPureFunctions.clientSrcPath",
                            &options.client_src_path,
                        )?,
                        include: options
                            .include
                            .as_ref()
                            .map(|globs| globs.list().to_vec())
                            .unwrap_or_default(),
                        exclude: options
                            .exclude
                            .as_ref()
                            .map(|globs| globs.list().to_vec())
                            .unwrap_or_default(),
                        outputs: environment.out_dirs.iter().map(PathBuf::from).collect(),
                        calls,
                    })
                })
                .transpose()?,
            exclude_reflection: aot.and_then(|aot| aot.exclude_reflection),
            is_child: environment.is_child,
        })
    }

    fn aot_for(&self, serve: bool) -> Option<mion_aot::Options> {
        let purpose = if serve { Purpose::Serve } else { Purpose::Compile };
        self.aot.clone().map(|options| mion_aot::Options { purpose, ..options })
    }

    fn accepts(&self, id: &str) -> bool {
        let is_source = Language::of(id).is_some() || is_component(id);
        let own = !id.starts_with('\0') && !id.contains("/node_modules/") && is_source;
        own || self.reflection.as_ref().is_some_and(|(scope, _)| scope.holds(id))
    }

    /// One parse serves all: the metadata, the calls that get compiled functions, and the hashes of pure functions.
    /// `compiled` is there when the bundle goes without metadata.
    fn transform(
        &self,
        code: &str,
        id: &str,
        compiled: Option<&CallsOfModules>,
    ) -> Result<Option<Transformed>, Vec<PluginError>> {
        let type_calls = match compiled {
            Some(modules) => TypeCalls::Compiled(modules.get(module_of(id))),
            None if self.is_child => TypeCalls::Registered,
            None if self.aot.is_some() => TypeCalls::Checked,
            None => TypeCalls::AtRunTime,
        };
        let is_concerned = match type_calls {
            TypeCalls::Compiled(None) => may_have_type_calls(code),
            _ => true,
        };
        let reflector = self.reflection.as_ref().filter(|(scope, _)| is_concerned && scope.holds(id));
        let has_pure_fns = may_have_calls(code.as_bytes());
        if reflector.is_none() && !has_pure_fns {
            return Ok(None);
        }
        if is_component(id) {
            return self.transform_component(code, id);
        }
        let parsed = match &self.reflection {
            Some((_, reflector)) => reflector.parse(id, code),
            None => Module::parse(id, code.into()).map(Arc::new),
        };
        let module = match parsed {
            Ok(module) => module,
            Err(_) if Language::of(id).is_none() => return Ok(None),
            Err(fault) => return self.unread(fault),
        };
        let mut edits = Edits::default();
        let mut transformed = Transformed::default();
        if let Some((_, reflector)) = reflector {
            let reflection = reflector.transform(&module, type_calls, &mut edits);
            transformed.has_type_calls = reflection.has_type_calls;
            transformed.has_handlers = reflection.has_handlers;
            transformed.warnings = reflection.warnings.into_iter().map(PluginError::from).collect();
            if self.strict && !transformed.warnings.is_empty() {
                return Err(transformed.warnings);
            }
            transformed.dependencies = reflection.dependencies.iter().map(|path| path_text(path)).collect();
            transformed.missing = reflection.missing.iter().map(|path| path_text(path)).collect();
            transformed.searched = reflection.searched.iter().map(|path| path_text(path)).collect();
        }
        if has_pure_fns {
            let found = mion_pure_fns::rewrite(&module, &self.calls, &mut edits);
            if !found.errors.is_empty() {
                return Err(found.errors.into_iter().map(PluginError::from).collect());
            }
        }
        if !edits.is_empty() {
            let edited = edits
                .apply_to(&module, true)
                .map_err(|error| vec![PluginError::new("MION_INTERNAL", error)])?;
            transformed.set(edited);
        }
        Ok(Some(transformed))
    }

    /// A module that cannot be parsed. Vite's own parser comes next, and says so, or takes what this one does not: then
    /// the module is built as it is.
    fn unread(&self, fault: Diagnostic) -> Result<Option<Transformed>, Vec<PluginError>> {
        let warning = Diagnostic {
            code: "MION_UNREAD",
            severity: Severity::Warning,
            message: format!("this module cannot be read, and so is left as it is: {}", fault.message),
            hint: Some("If it is valid, write this place in another way, and please report it.".to_owned()),
            ..fault
        };
        let warnings = vec![warning.into()];
        if self.strict { Err(warnings) } else { Ok(Some(Transformed { warnings, ..Transformed::default() })) }
    }

    /// The text that an author wrote: its calls get their hashes before the framework's plugin takes it apart.
    fn transform_component(&self, code: &str, id: &str) -> Result<Option<Transformed>, Vec<PluginError>> {
        let modules = match blocks::modules(id, &code.into()) {
            Ok(modules) => modules,
            Err(fault) => return self.unread(fault),
        };
        let mut edits = Edits::default();
        let mut errors = Vec::new();
        for module in &modules {
            errors.extend(mion_pure_fns::rewrite(module, &self.calls, &mut edits).errors);
        }
        if !errors.is_empty() {
            return Err(errors.into_iter().map(PluginError::from).collect());
        }
        if edits.is_empty() {
            return Ok(None);
        }
        let edited =
            edits.apply(code, id, true).map_err(|error| vec![PluginError::new("MION_INTERNAL", error)])?;
        let mut transformed = Transformed::default();
        transformed.set(edited);
        Ok(Some(transformed))
    }
}

/// A Vue, Svelte or Astro file as a whole, not one of the parts that their plugins make of it.
fn is_component(id: &str) -> bool {
    !id.contains('?') && blocks::has_blocks(id)
}

/// A lock whose holder panicked still guards whole values: each is written by one assignment.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
