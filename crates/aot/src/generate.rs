//! The pipeline as a whole.

use std::{path::PathBuf, time::Instant};

use tokio_util::sync::CancellationToken;

use crate::{
    AotError, Options,
    collect::{self, Collected},
    emit::{self, Caches, Emitted},
    error::Warning,
    report::{Report, Times, ms},
};

/// The stack that syntax trees are walked on: their depth is the child's choice.
const EMIT_STACK: usize = 64 * 1024 * 1024;

/// What [`generate`] gives.
#[derive(Clone, Debug)]
pub struct Generated {
    pub caches: Caches,
    /// The router was initialised with `aot: true`, and the caches hold all that it will ask for.
    pub strict: bool,
    pub source: Source,
    /// The files that the caches depend on, absolute and sorted; some may not exist yet.
    pub inputs: Vec<PathBuf>,
    pub report: Report,
    pub warnings: Vec<Warning>,
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
    let begun = Instant::now();
    let mut times = Times::default();
    if !options.start_script.is_file() {
        return Err(AotError::StartScriptNotFound { path: options.start_script.clone() });
    }
    let package = collect::runner_package(options)?;
    let Collected { sent, inputs } = collect::collect(options, &package, &cancel, &mut times).await?;
    let strict = sent.strict;

    let emitting = Instant::now();
    let (excluded, excluded_pure) = (options.excluded_fns.clone(), options.excluded_pure_fns.clone());
    let Emitted { caches, counts, warnings } =
        on_large_stack(move || emit::emit(&sent, &excluded, &excluded_pure)).await??;
    times.emit = ms(emitting.elapsed());
    times.total = ms(begun.elapsed());
    Ok(Generated {
        caches,
        strict,
        source: Source::Collected,
        inputs: inputs.into_iter().collect(),
        report: Report { counts, times },
        warnings,
    })
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
