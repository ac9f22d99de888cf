//! A child that has done all but evaluate the start script, and waits for its turn: most of the time that a start script
//! takes goes before its first line.

use std::{path::Path, time::SystemTime};

use tokio_util::sync::CancellationToken;

use super::{
    included,
    link::{Event, Link},
    message::Message,
};
use crate::{AotError, Options, include::Included, inputs::Named};

/// Dropping it kills the child.
#[derive(Debug)]
pub(crate) struct Prepared {
    link: Link,
    /// What was read already: the configuration.
    named: Named,
    /// What it was told to load after the start script.
    included: Included,
    since: SystemTime,
}

impl Prepared {
    /// Starts a child and waits until it is prepared. Nothing is given for one that cannot be: the next run of the start
    /// script meets the same and says so.
    ///
    /// # Errors
    /// `Cancelled`, and what keeps a child from being started.
    pub(crate) async fn new(
        options: &Options,
        package: &Path,
        cancel: &CancellationToken,
    ) -> Result<Option<Self>, AotError> {
        let since = SystemTime::now();
        let included = included(options);
        let mut link = Link::open(options, package, &included.modules, true)?;
        let mut named = Named::default();
        let prepared = async {
            loop {
                match link.next().await? {
                    Event::Said(Message::Modules(modules)) => named.add(modules),
                    Event::Said(Message::Prepared) => return Ok(true),
                    Event::Ended(_) => return Ok(false),
                    Event::Said(_) | Event::Connected => {}
                }
            }
        };
        let is_prepared = tokio::select! {
            () = cancel.cancelled() => Err(AotError::Cancelled),
            () = tokio::time::sleep(options.timeout) => Ok(false),
            outcome = prepared => outcome,
        };
        match is_prepared {
            Ok(true) => Ok(Some(Self { link, named, included, since })),
            Ok(false) => {
                link.end().await;
                Ok(None)
            }
            Err(error) => {
                link.end().await;
                Err(error)
            }
        }
    }

    /// Whether what it has read, and was told, still is so.
    pub(crate) fn is_current(&self, options: &Options) -> bool {
        self.named.changed_since(self.since).is_none() && included(options).modules == self.included.modules
    }

    /// Lets it evaluate the start script.
    pub(super) async fn go(mut self) -> (Link, Named, Included) {
        self.link.say("mion-aot-start").await;
        (self.link, self.named, self.included)
    }
}
