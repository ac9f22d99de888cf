//! The pipeline as a whole.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use crate::{
    AotError, Finding, Options, Purpose,
    collect::{self, Collected, Prepared, Serving},
    emit::{self, Caches, Emitted, LeaveOut},
    error::Warning,
    inputs::{self, Named, Subject, Watch, World},
    key,
    recent::Recent,
    report::{Report, Times, ms},
    serve::{Api, ApiEvent},
    store::{Entry, Store, lock},
    type_calls::ModuleCalls,
};

/// The stack that syntax trees are walked on: their depth is the child's choice.
const EMIT_STACK: usize = 64 * 1024 * 1024;
/// A clock that moved by more than this while the child ran cannot tell what changed meanwhile.
const CLOCK_DRIFT: Duration = Duration::from_secs(1);

/// What [`generate`] gives.
#[derive(Clone, Debug)]
pub struct Generated {
    pub caches: Caches,
    /// What became of the calls that need the functions of a type; modules by their absolute ids.
    pub type_calls: Vec<ModuleCalls>,
    /// The router was initialised with `aot: true`, and the caches hold all that it will ask for.
    pub strict: bool,
    pub source: Source,
    /// The files that the caches depend on, absolute and sorted; some may not exist yet.
    pub inputs: Vec<PathBuf>,
    /// Which changes of files can change the caches.
    pub watch: Watch,
    pub report: Report,
    pub warnings: Vec<Warning>,
    /// What is to be warned of in the sources, in the order of files and places.
    pub findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An entry whose inputs are all as they were; no child was started.
    Cached,
    /// The start script was run.
    Collected,
}

/// The caches of a start script: from disk if nothing that they depend on has changed, else by running it.
///
/// Needs a tokio runtime with IO and time. Dropping the future ends the child.
///
/// # Errors
/// See [`AotError`]. What is wrong with the entries on disk is never an error.
pub async fn generate(options: &Options, cancel: CancellationToken) -> Result<Generated, AotError> {
    generate_in(options, cancel, &mut Session::default()).await
}

/// What a dev server keeps from one generation to the next. Dropping it ends all processes.
#[derive(Debug, Default)]
pub struct Session {
    /// What the last run of the start script depended on, as far as it came: a change there may mend it.
    pub watch: Watch,
    /// For the next run.
    prepared: Option<Prepared>,
    api: Option<Api>,
    /// What the last run left to take its place: a child that stays, or one that has ended.
    successor: Option<Option<Serving>>,
    /// What the last run gave, if nothing is kept on disk.
    recent: Option<Recent>,
    /// Where to tell of the API.
    events: Option<UnboundedSender<ApiEvent>>,
}

impl Session {
    #[must_use]
    pub fn new(events: UnboundedSender<ApiEvent>) -> Self {
        Self { events: Some(events), ..Self::default() }
    }

    /// Starts a child for the next run, unless there is one. It waits; nothing is given if it cannot be prepared: the
    /// next run says why.
    pub async fn prepare(&mut self, options: &Options, cancel: CancellationToken) {
        if self.prepared.is_none()
            && let Ok(package) = collect::runner_package(options)
        {
            self.prepared = Prepared::new(options, &package, &cancel).await.ok().flatten();
        }
    }

    /// Drops the child for the next run: it may have read what has changed.
    pub fn forget_prepared(&mut self) {
        self.prepared = None;
    }

    /// The child for a run of now.
    fn take_prepared(&mut self, options: &Options) -> Option<Prepared> {
        self.prepared.take().filter(|prepared| prepared.is_current(options))
    }

    /// Puts the API of the last generation in the place of the one that is served, if it was made to serve. One that is not
    /// accepted ends with the next generation.
    pub async fn accept(&mut self, options: &Options) {
        let (Some(events), Some(serving)) = (self.events.clone(), self.successor.take()) else { return };
        if let Some(old) = self.api.take() {
            old.release().await;
        }
        match serving {
            Some(serving) => self.api = Some(Api::start(serving, options, events).await),
            None => {
                // Nobody listens any more when the dev server ends.
                let _ = events.send(ApiEvent::Missed(Warning::not_serving(&options.start_script)));
            }
        }
    }
}

/// As [`generate`], with what `session` keeps from one generation to the next.
///
/// # Errors
/// See [`AotError`].
pub async fn generate_in(
    options: &Options,
    cancel: CancellationToken,
    session: &mut Session,
) -> Result<Generated, AotError> {
    let begun = Instant::now();
    session.successor = None;
    if !options.start_script.is_file() {
        return Err(AotError::StartScriptNotFound { path: options.start_script.clone() });
    }
    let package = collect::runner_package(options)?;
    let store = store_of(options, &package).filter(|_| options.purpose == Purpose::Compile);
    let mut work = Work { options, package, store, cancel, times: Times::default(), session };

    let mut generated = work.run().await?;
    generated.report.times = Times { total: ms(begun.elapsed()), ..work.times };
    work.session.watch = generated.watch.clone();
    Ok(generated)
}

/// Where the results of `options` are kept, if they are. `package` is the folder of the runner's npm package.
pub(crate) fn store_of(options: &Options, package: &Path) -> Option<Store> {
    let world = World::new(options);
    let settings = key::settings(options, &world.root, package);
    Some(Store::new(options.cache_dir.as_deref()?, world, settings))
}

struct Work<'a> {
    options: &'a Options,
    package: PathBuf,
    store: Option<Store>,
    cancel: CancellationToken,
    times: Times,
    session: &'a mut Session,
}

impl Work<'_> {
    async fn run(&mut self) -> Result<Generated, AotError> {
        let Options { force, same_build, .. } = *self.options;
        if same_build
            && let Some(generated) = self.session.recent.as_ref().and_then(|it| it.find(self.options))
        {
            return Ok(generated);
        }
        let Some(store) = self.store.clone().filter(|_| !force || same_build) else {
            return self.collect().await;
        };
        if let Some(generated) = self.find(&store).await? {
            return Ok(generated);
        }
        let missed = store.clone();
        blocking(move || missed.note_miss()).await?;
        let waiting = Instant::now();
        let lock = lock::acquire(store.folder(), self.options.timeout, &self.cancel).await;
        if lock.waited {
            self.times.wait = ms(waiting.elapsed());
            if let Some(generated) = self.find(&store).await? {
                return Ok(generated);
            }
        }
        let generated = self.collect().await;
        // Only now is the entry written.
        drop(lock);
        generated
    }

    async fn find(&mut self, store: &Store) -> Result<Option<Generated>, AotError> {
        let looking = Instant::now();
        let store = store.clone();
        let store_root = &store.world.root.clone();
        let found = blocking(move || store.find()).await?;
        self.times.lookup += ms(looking.elapsed());
        Ok(found.map(|entry| generated_from(store_root, entry)))
    }

    async fn collect(&mut self) -> Result<Generated, AotError> {
        if self.cancel.is_cancelled() {
            return Err(AotError::Cancelled);
        }
        let start = Start::now();
        self.session.recent = None;
        let prepared = self.session.take_prepared(self.options);
        let Collected { sent, named, findings, serving } = collect::collect(
            self.options,
            &self.package,
            prepared,
            &mut self.session.api,
            &self.cancel,
            &mut self.times,
            &mut self.session.watch,
        )
        .await?;

        let emitting = Instant::now();
        let strict = sent.strict;
        let leave_out = LeaveOut {
            fns: self.options.excluded_fns.clone(),
            pure_fns: self.options.excluded_pure_fns.clone(),
            client_fns: !self.options.client_fns,
            for_clients: self.options.for_clients,
        };
        let emitted = on_large_stack(move || emit::emit(&sent, &leave_out)).await??;
        let Emitted { caches, counts, type_calls, unknown_excluded } = emitted;
        self.times.emit = ms(emitting.elapsed());
        if self.options.purpose == Purpose::Serve {
            self.session.successor = Some(serving);
        }

        let mut generated = Generated {
            caches: caches.clone(),
            type_calls: type_calls.clone(),
            strict,
            source: Source::Collected,
            inputs: named.files.keys().cloned().collect(),
            watch: named.watch(),
            report: Report { counts, times: Times::default() },
            warnings: unknown_excluded.iter().cloned().map(Warning::unknown_excluded).collect(),
            findings: findings.iter().cloned().collect(),
        };
        if let Some(store) = self.store.clone() {
            let storing = Instant::now();
            let entry = Entry {
                settings: String::new(),
                inputs: Vec::new(),
                caches,
                type_calls: type_calls
                    .iter()
                    .map(|module| module.renamed(|file| inputs::relative(&store.world.root, Path::new(file))))
                    .collect(),
                strict,
                counts,
                unknown_excluded,
                findings: findings
                    .iter()
                    .map(|finding| {
                        finding.renamed(|file| inputs::relative(&store.world.root, Path::new(file)))
                    })
                    .collect(),
            };
            generated.warnings.extend(blocking(move || keep(&store, entry, &named, start)).await?);
            self.times.store = ms(storing.elapsed());
        } else if self.options.purpose == Purpose::Compile && !start.clock_moved() {
            let (made, options) = (generated.clone(), self.options.clone());
            let recent = blocking(move || Recent::new(made, &named, &options, start.clock)).await?;
            self.session.recent = recent;
        }
        Ok(generated)
    }
}

fn generated_from(root: &Path, entry: Entry) -> Generated {
    let file = |subject: &Subject| match subject {
        Subject::File(path) => Some(inputs::resolve(root, path)),
        _ => None,
    };
    Generated {
        caches: entry.caches,
        type_calls: entry
            .type_calls
            .iter()
            .map(|module| module.renamed(|file| inputs::resolve(root, file).display().to_string()))
            .collect(),
        strict: entry.strict,
        source: Source::Cached,
        inputs: entry.inputs.iter().filter_map(|input| file(&input.subject)).collect(),
        watch: Watch::new(root, entry.inputs.iter().map(|input| &input.subject)),
        report: Report { counts: entry.counts, times: Times::default() },
        warnings: entry.unknown_excluded.into_iter().map(Warning::unknown_excluded).collect(),
        findings: entry
            .findings
            .iter()
            .map(|finding| finding.renamed(|file| inputs::resolve(root, file).display().to_string()))
            .collect(),
    }
}

/// Keeps a result, unless an input changed while it was made: nobody knows which content it is of.
fn keep(store: &Store, entry: Entry, named: &Named, start: Start) -> Option<Warning> {
    if start.clock_moved() {
        return None;
    }
    let mut taken = inputs::take(&store.world, named, start.clock);
    if let Some(file) = taken.changed.pop() {
        return Some(Warning::input_changed(file));
    }
    let folder = store.folder().to_owned();
    store.keep(entry, taken).err().map(|error| Warning::cache_unwritable(folder, &error))
}

/// When the child was started, by two clocks.
#[derive(Clone, Copy)]
struct Start {
    clock: SystemTime,
    steady: Instant,
}

impl Start {
    fn now() -> Self {
        Self { clock: SystemTime::now(), steady: Instant::now() }
    }

    /// Files are stamped by a clock that can be set.
    fn clock_moved(self) -> bool {
        let by_clock = SystemTime::now().duration_since(self.clock).unwrap_or_default();
        by_clock.abs_diff(self.steady.elapsed()) > CLOCK_DRIFT
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AotError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AotError::Internal(error.to_string()))
}

async fn on_large_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AotError> {
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("mion-aot-emit".to_owned())
        .stack_size(EMIT_STACK)
        .spawn(move || {
            // Nobody waits any more when the generation was dropped.
            let _ = done.send(work());
        })
        .map_err(|error| AotError::Internal(error.to_string()))?;
    result.await.map_err(|_| AotError::Internal("the emission panicked".to_owned()))
}
