//! Where the work on source text is done: off Node's thread, on deep stacks, with panics turned into errors.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::LazyLock,
};

use crate::queue::Queue;

use napi::bindgen_prelude::{Env, Object, ToNapiValue};
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;

use crate::error::PluginError;

/// Parsers and visitors recurse as deep as the text nests. Stacks are reserved, not committed: what a file does
/// not need costs nothing.
const STACK: usize = 256 << 20;

static POOL: LazyLock<Result<ThreadPool, String>> = LazyLock::new(|| {
    ThreadPoolBuilder::new()
        .stack_size(STACK)
        .thread_name(|index| format!("mion-{index}"))
        .build()
        .map_err(|error| error.to_string())
});

static QUEUE: LazyLock<Queue> = LazyLock::new(Queue::default);

/// Runs `work` on the pool. `about` names what is worked on, for the error that a panic becomes.
///
/// # Errors
/// Those of `work`; `MION_INTERNAL` when it panics or no thread can be started.
pub async fn run<T: Send + 'static>(
    about: String,
    work: impl FnOnce() -> Result<T, Vec<PluginError>> + Send + 'static,
) -> Result<T, Vec<PluginError>> {
    let (send, receive) = oneshot::channel();
    start(about.clone(), work, move |result| {
        // The receiver is gone only when Node is: nobody is left to tell.
        let _ = send.send(result);
    });
    receive.await.unwrap_or_else(|_| Err(internal(&about, "the worker ended early")))
}

/// The same as a promise of Node's, which the pool's thread itself resolves: for what is called so often that a third
/// thread between the two counts.
///
/// # Errors
/// When Node cannot make a promise.
pub fn promise<'env, T, Outcome>(
    env: &'env Env,
    about: String,
    work: impl FnOnce() -> Result<T, Vec<PluginError>> + Send + 'static,
) -> napi::Result<Object<'env>>
where
    T: 'static,
    Outcome: ToNapiValue + From<Result<T, Vec<PluginError>>> + Send + 'static,
{
    let (deferred, promise) = env.create_deferred()?;
    start(about, work, move |result| {
        let outcome = Outcome::from(result);
        deferred.resolve(move |_| Ok(outcome));
    });
    Ok(promise)
}

fn start<T: 'static>(
    about: String,
    work: impl FnOnce() -> Result<T, Vec<PluginError>> + Send + 'static,
    done: impl FnOnce(Result<T, Vec<PluginError>>) + Send + 'static,
) {
    match POOL.as_ref() {
        Ok(pool) => {
            QUEUE.add(about.clone(), Box::new(move || done(caught(&about, work))));
            pool.spawn(|| QUEUE.run_next());
        }
        Err(error) => done(Err(internal(&about, error))),
    }
}

fn caught<T>(about: &str, work: impl FnOnce() -> Result<T, Vec<PluginError>>) -> Result<T, Vec<PluginError>> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(internal(about, &text))
    })
}

fn internal(about: &str, what: &str) -> Vec<PluginError> {
    let error = PluginError::new("MION_INTERNAL", format!("{about}: a fault in @mionkit/devtools: {what}"))
        .with_hint("Please report it with this file.");
    vec![error]
}
