//! Runs the start script in a child and takes what its router sends.
//!
//! - [`child`]: the process, with all that it starts.
//! - [`channel`]: the local socket between the two.
//! - [`message`]: what is said over it.
//! - [`output`]: what the child prints.
//! - [`place`]: where it failed.
//!
//! The child's side is in `runner/`.

mod channel;
mod child;
mod message;
mod output;
mod place;

use std::{
    collections::BTreeSet,
    future::pending,
    path::{Path, PathBuf},
    process::ExitStatus,
    time::Instant,
};

use mion_source::Place;
use tokio_util::sync::CancellationToken;

pub use self::output::Output;
use self::{
    channel::{Connection, Lines, Server},
    child::Child,
    message::{Failure, Glob, Message},
};
use crate::{
    AotError, Finding, Options,
    emit::Sent,
    include::{self, Included},
    inputs::{Named, Subject, Watch},
    package,
    report::{Times, ms},
};

/// What a start script gave.
#[derive(Debug)]
pub(crate) struct Collected {
    pub(crate) sent: Sent,
    /// What it depends on.
    pub(crate) named: Named,
    /// What is to be warned of in the sources.
    pub(crate) findings: BTreeSet<Finding>,
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

/// Runs the start script to its end, or until it has sent the caches and gone quiet. No process is left behind,
/// whatever the outcome, and if the future is dropped.
///
/// `watch` becomes what the script depended on, as far as it came, if it was not done.
///
/// # Errors
/// All but `StartScriptNotFound`, `RunnerNotFound` and `Incomplete`.
pub(crate) async fn collect(
    options: &Options,
    package: &Path,
    cancel: &CancellationToken,
    times: &mut Times,
    watch: &mut Watch,
) -> Result<Collected, AotError> {
    let server = Server::listen().map_err(AotError::Channel)?;
    // As Vite names modules: their links resolved.
    let root = options.root.canonicalize().unwrap_or_else(|_| options.root.clone());
    let included = include::included(&root, &options.include);
    let child = Child::start(options, package, &included.modules, &server.address)?;
    let mut run = Run::new(options, child, included, times);
    let outcome = tokio::select! {
        () = cancel.cancelled() => Err(AotError::Cancelled),
        () = tokio::time::sleep(options.timeout) => Err(run.timed_out()),
        outcome = run.until_done(server) => outcome,
    };
    run.child.end().await;
    if let Err(error) = outcome {
        run.named.file(options.start_script.clone());
        *watch = run.named.watch();
        return Err(error);
    }
    let Some(sent) = run.sent else { return Err(AotError::Internal("done without caches".to_owned())) };
    let mut findings = run.findings;
    findings.extend(run.unloaded_routes.into_iter().map(Finding::routes_not_loaded));
    findings.extend(run.included.unmatched.iter().map(|pattern| Finding::include_unmatched(pattern)));
    let mut named = run.named;
    named.others.extend(run.included.subject);
    Ok(Collected { sent, named, findings })
}

/// One run of a start script, and what it has said so far.
struct Run<'a> {
    options: &'a Options,
    child: Child,
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
    failure: Option<Failure>,
}

impl<'a> Run<'a> {
    fn new(options: &'a Options, child: Child, included: Included, times: &'a mut Times) -> Self {
        Self {
            options,
            child,
            started: Instant::now(),
            times,
            sent: None,
            named: Named::default(),
            findings: BTreeSet::new(),
            included,
            unloaded_routes: BTreeSet::new(),
            including: false,
            evaluated: false,
            quiet: false,
            failure: None,
        }
    }

    /// Returns when `self.sent` is final.
    async fn until_done(&mut self, server: Server) -> Result<(), AotError> {
        let mut server = Some(server);
        let mut channel: Option<Lines> = None;
        let mut watchdog: Option<Lines> = None;
        loop {
            tokio::select! {
                // What was said before the end counts.
                biased;
                line = next_line(channel.as_mut()) => match line? {
                    Some(line) => {
                        self.hear(Message::parse(line)?);
                        if self.quiet {
                            self.times.settle = self.since_evaluated();
                            return Ok(());
                        }
                    }
                    // The process follows, or has closed its channel for good: either way it will end.
                    None => channel = None,
                },
                connection = accept(server.as_mut()) => match connection.map_err(AotError::Channel)? {
                    Connection::Channel(lines) => {
                        self.times.start = ms(self.started.elapsed());
                        channel = Some(lines);
                    }
                    Connection::Watchdog(lines) => watchdog = Some(lines),
                },
                status = self.child.ended() => {
                    let status = status.map_err(|source| AotError::Spawn { program: self.options.node.clone(), source })?;
                    if let Some(lines) = &mut channel {
                        while let Some(line) = lines.next().await? {
                            self.hear(Message::parse(line)?);
                        }
                    }
                    return self.judge(status);
                },
            }
            if channel.is_some() && watchdog.is_some() {
                // Both ends are there: the name is not needed any more, and would be left behind by a SIGKILL.
                server = None;
            }
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Caches(sent) => {
                self.sent = Some(sent);
                self.quiet = false;
            }
            Message::Modules(modules) => {
                modules.modules.into_iter().for_each(|path| self.named.file(path));
                let globs = modules.globs.into_iter();
                let globs = globs.map(|Glob { folder, patterns }| Subject::Glob { folder, patterns });
                self.named.others.extend(globs);
                self.named.others.extend(modules.links.into_iter().map(Subject::Link));
                self.named.others.extend(modules.env.into_iter().map(Subject::Env));
                self.named.others.extend(modules.defines.into_iter().map(Subject::Define));
            }
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
            Message::Other => {}
        }
    }

    /// What the end of the process means.
    fn judge(&mut self, status: ExitStatus) -> Result<(), AotError> {
        self.times.settle = self.since_evaluated();
        if !status.success() {
            let output = self.child.output();
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
        Err(AotError::NoRouter { script, output: self.child.output() })
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
            output: self.child.output(),
        }
    }

    fn since_evaluated(&self) -> f64 {
        (ms(self.started.elapsed()) - self.times.start - self.times.evaluate).max(0.0)
    }
}

async fn next_line(channel: Option<&mut Lines>) -> Result<Option<&[u8]>, AotError> {
    match channel {
        Some(lines) => lines.next().await,
        None => pending().await,
    }
}

async fn accept(server: Option<&mut Server>) -> std::io::Result<Connection> {
    match server {
        Some(server) => server.accept().await,
        None => pending().await,
    }
}

impl Failure {
    fn sentence(&self) -> String {
        match &self.name {
            Some(name) if !self.message.starts_with(name.as_str()) => format!("{name}: {}", self.message),
            _ => self.message.clone(),
        }
    }
}

fn describe(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("it was ended by signal {signal}");
    }
    match status.code() {
        Some(code) => format!("it ended with exit code {code}"),
        None => "it was ended from outside".to_owned(),
    }
}
