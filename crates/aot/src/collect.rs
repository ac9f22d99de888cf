//! Runs the start script in a child and takes what its router sends.
//!
//! - [`link`]: a child and its channel, as one.
//! - [`prepared`]: a child that waits for its turn.
//! - [`child`]: the process, with all that it starts.
//! - [`channel`]: the local socket between the two.
//! - [`message`]: what is said over it.
//! - [`output`]: what the child prints.
//! - [`place`]: where it failed.
//!
//! The child's side is in `runner/`.

mod channel;
mod child;
mod link;
mod message;
mod output;
mod place;
mod prepared;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::ExitStatus,
    time::Instant,
};

use mion_source::Place;
use tokio_util::sync::CancellationToken;

use self::message::{Glob, Modules};
pub use self::output::{Line, Output};
pub(crate) use self::{
    link::{Event, Link},
    message::{Failure, Message, Platform},
    place::{of_failure, of_text},
    prepared::Prepared,
};
use crate::{
    AotError, Finding, Options, Purpose,
    emit::Sent,
    include::{self, Included},
    inputs::{Named, Subject, Watch},
    package,
    report::{Times, ms},
    serve::Api,
};

/// What a start script gave.
#[derive(Debug)]
pub(crate) struct Collected {
    pub(crate) sent: Sent,
    /// What it depends on.
    pub(crate) named: Named,
    /// What is to be warned of in the sources.
    pub(crate) findings: BTreeSet<Finding>,
    /// The child, if it is to serve and has not ended.
    pub(crate) serving: Option<Serving>,
}

/// A child that has sent its caches and stays.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) link: Link,
    /// Whether a server is about to listen.
    pub(crate) listens: bool,
    /// What the adapter said, if it has spoken already.
    pub(crate) ready: Option<Platform>,
}

/// The folder of the runner's npm package, as the start script finds it.
///
/// # Errors
/// `RunnerNotFound`.
pub(crate) fn runner_package(options: &Options) -> Result<PathBuf, AotError> {
    let name = options.runner.package();
    package::find(name, &[&options.root, &options.start_script])
        .ok_or_else(|| AotError::RunnerNotFound { package: name, from: options.root.clone() })
}

/// The modules that the runner loads after the start script.
fn included(options: &Options) -> Included {
    // As Vite names modules: their links resolved.
    let root = options.root.canonicalize().unwrap_or_else(|_| options.root.clone());
    include::included(&root, &options.include)
}

/// Runs the start script to its end, or until it has sent the caches and gone quiet: in `prepared`, or in a child of its
/// own. No process is left behind, whatever the outcome, and if the future is dropped; but the child that serves, if that
/// is asked for.
///
/// `served` is the API whose place this one takes; it is let go when the script needs its port before the caches are there.
/// `watch` becomes what the script depended on, as far as it came, if it was not done.
///
/// # Errors
/// All but `StartScriptNotFound`, `RunnerNotFound` and `Incomplete`.
pub(crate) async fn collect(
    options: &Options,
    package: &Path,
    prepared: Option<Prepared>,
    served: &mut Option<Api>,
    cancel: &CancellationToken,
    times: &mut Times,
    watch: &mut Watch,
) -> Result<Collected, AotError> {
    let (link, named, included) = match prepared {
        Some(prepared) => prepared.go().await,
        None => {
            let included = included(options);
            (Link::open(options, package, &included.modules, false)?, Named::default(), included)
        }
    };
    let mut run = Run::new(options, link, named, included, times);
    let outcome = tokio::select! {
        () = cancel.cancelled() => Err(AotError::Cancelled),
        () = tokio::time::sleep(options.timeout) => Err(run.timed_out()),
        outcome = run.until_done(served) => outcome,
    };
    if let Err(error) = outcome {
        run.link.end().await;
        if !matches!(error, AotError::Cancelled) {
            run.named.file(options.start_script.clone());
            *watch = run.named.watch();
        }
        return Err(error);
    }
    let Run { link, sent, mut named, mut findings, quiet, listens, ready, included, unloaded_routes, .. } =
        run;
    let serving = if quiet && options.purpose == Purpose::Serve {
        Some(Serving { link, listens, ready })
    } else {
        link.end().await;
        None
    };
    let Some(sent) = sent else { return Err(AotError::Internal("done without caches".to_owned())) };
    findings.extend(unloaded_routes.into_iter().map(Finding::routes_not_loaded));
    findings.extend(included.unmatched.iter().map(|pattern| Finding::include_unmatched(pattern)));
    named.others.extend(included.subject);
    Ok(Collected { sent, named, findings, serving })
}

/// One run of a start script, and what it has said so far.
struct Run<'a> {
    options: &'a Options,
    link: Link,
    started: Instant,
    times: &'a mut Times,
    sent: Option<Sent>,
    named: Named,
    findings: BTreeSet<Finding>,
    /// What `aotCaches.include` names.
    included: Included,
    /// Those that declare handlers and were not loaded before their turn.
    unloaded_routes: BTreeSet<PathBuf>,
    including: bool,
    evaluated: bool,
    /// The runner's last word since the caches came.
    quiet: bool,
    listens: bool,
    ready: Option<Platform>,
    failure: Option<Failure>,
}

impl<'a> Run<'a> {
    fn new(options: &'a Options, link: Link, named: Named, included: Included, times: &'a mut Times) -> Self {
        Self {
            options,
            link,
            started: Instant::now(),
            times,
            sent: None,
            named,
            findings: BTreeSet::new(),
            included,
            unloaded_routes: BTreeSet::new(),
            including: false,
            evaluated: false,
            quiet: false,
            listens: false,
            ready: None,
            failure: None,
        }
    }

    /// Returns when `self.sent` is final.
    async fn until_done(&mut self, served: &mut Option<Api>) -> Result<(), AotError> {
        loop {
            match self.link.next().await? {
                Event::Connected => self.times.start = ms(self.started.elapsed()),
                Event::Said(Message::ListensEarly) => {
                    if self.sent.is_none() {
                        if let Some(old) = served.take() {
                            old.release().await;
                        }
                        self.link.say("mion-aot-listen").await;
                    }
                }
                Event::Said(message) => {
                    self.hear(message);
                    if self.quiet {
                        self.times.settle = self.since_evaluated();
                        return Ok(());
                    }
                }
                Event::Ended(status) => return self.judge(status),
            }
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Caches(sent) => {
                self.sent = Some(sent);
                self.quiet = false;
            }
            Message::Modules(modules) => self.named.add(modules),
            Message::Listens => self.listens = true,
            Message::Ready(platform) => self.ready = Some(platform),
            Message::Findings(findings) => self.findings.extend(findings),
            Message::RouteModule(module) => {
                if self.including && self.included.modules.contains(&module) {
                    self.unloaded_routes.insert(module);
                }
            }
            Message::Including => self.including = true,
            Message::Evaluated => {
                self.evaluated = true;
                self.times.evaluate = ms(self.started.elapsed()) - self.times.start;
            }
            Message::Quiet => self.quiet = self.sent.is_some(),
            Message::Failed(failure) => self.failure = Some(failure),
            Message::Prepared | Message::ListensEarly | Message::Released | Message::Other => {}
        }
    }

    /// What the end of the process means.
    fn judge(&mut self, status: ExitStatus) -> Result<(), AotError> {
        self.times.settle = self.since_evaluated();
        if !status.success() {
            let output = self.link.output();
            let (reason, place) = match &self.failure {
                Some(failure) => (failure.sentence(), place::of_failure(failure)),
                None => (describe(status), place::of_text(&output.stderr)),
            };
            return Err(self.failed(reason, place, output));
        }
        if self.sent.is_some() {
            return Ok(());
        }
        let script = self.options.start_script.clone();
        Err(AotError::NoRouter { script, output: self.link.output() })
    }

    fn failed(&self, reason: String, place: Option<Place>, output: Output) -> AotError {
        let script = self.options.start_script.clone();
        AotError::StartScriptFailed { script, reason, after_caches: self.sent.is_some(), place, output }
    }

    fn timed_out(&self) -> AotError {
        AotError::Timeout {
            script: self.options.start_script.clone(),
            after: self.options.timeout,
            evaluated: self.evaluated,
            output: self.link.output(),
        }
    }

    fn since_evaluated(&self) -> f64 {
        (ms(self.started.elapsed()) - self.times.start - self.times.evaluate).max(0.0)
    }
}

impl Named {
    fn add(&mut self, modules: Modules) {
        modules.modules.into_iter().for_each(|path| self.file(path));
        let globs = modules.globs.into_iter();
        self.others.extend(globs.map(|Glob { folder, patterns }| Subject::Glob { folder, patterns }));
        self.others.extend(modules.links.into_iter().map(Subject::Link));
        self.others.extend(modules.env.into_iter().map(Subject::Env));
        self.others.extend(modules.defines.into_iter().map(Subject::Define));
    }
}

impl Failure {
    pub(crate) fn sentence(&self) -> String {
        match &self.name {
            Some(name) if !self.message.starts_with(name.as_str()) => format!("{name}: {}", self.message),
            _ => self.message.clone(),
        }
    }
}

pub(crate) fn describe(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            9 => "it was killed (SIGKILL), as the system does when memory runs out".to_owned(),
            11 => "it crashed (SIGSEGV)".to_owned(),
            15 => "it was ended from outside (SIGTERM)".to_owned(),
            _ => format!("it was ended by signal {signal}"),
        };
    }
    match status.code() {
        Some(code) => format!("it ended with exit code {code}"),
        None => "it was ended from outside".to_owned(),
    }
}
