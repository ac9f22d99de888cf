//! A child and its channel: what it says, and its end, in one order.

use std::{future::pending, path::Path, path::PathBuf, process::ExitStatus};

use tokio::sync::mpsc::UnboundedSender;

use super::{
    channel::{Connection, Lines, Server},
    child::Child,
    message::Message,
    output::{Line, Output},
};
use crate::{AotError, Options};

/// Dropping it kills the child with all its children.
pub(crate) struct Link {
    child: Child,
    /// Until both connections are there.
    server: Option<Server>,
    channel: Option<Lines>,
    /// Its end tells the child that this process is gone.
    watchdog: Option<Lines>,
    /// The child's end; there may be more to read.
    status: Option<ExitStatus>,
    program: PathBuf,
}

pub(crate) enum Event {
    /// The child is there.
    Connected,
    Said(Message),
    /// It has ended, and this is the last event.
    Ended(ExitStatus),
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Link {
    /// Starts a child; see [`Child::start`].
    ///
    /// # Errors
    /// `Channel`, `Spawn`.
    pub(super) fn open(
        options: &Options,
        package: &Path,
        include: &[PathBuf],
        waits: bool,
    ) -> Result<Self, AotError> {
        let server = Server::listen().map_err(AotError::Channel)?;
        let child = Child::start(options, package, include, &server.address, waits)?;
        let program = options.node.clone();
        Ok(Self { child, server: Some(server), channel: None, watchdog: None, status: None, program })
    }

    /// What happens next. Can be dropped and called again without losing anything.
    ///
    /// # Errors
    /// `Channel`, `BadMessage`, `Spawn`.
    pub(crate) async fn next(&mut self) -> Result<Event, AotError> {
        loop {
            if self.channel.is_some() && self.watchdog.is_some() {
                // Both ends are there: the name is not needed any more, and would be left behind by a SIGKILL.
                self.server = None;
            }
            if let Some(status) = self.status {
                // What was said before the end counts.
                if let Some(line) = next_line(self.channel.as_mut()).await? {
                    return Ok(Event::Said(Message::parse(line)?));
                }
                return Ok(Event::Ended(status));
            }
            tokio::select! {
                biased;
                line = next_line(self.channel.as_mut()), if self.channel.is_some() => match line? {
                    Some(line) => return Ok(Event::Said(Message::parse(line)?)),
                    // The process follows, or has closed its channel for good: either way it will end.
                    None => self.channel = None,
                },
                connection = accept(self.server.as_mut()) => match connection.map_err(AotError::Channel)? {
                    Connection::Channel(lines) => {
                        self.channel = Some(lines);
                        return Ok(Event::Connected);
                    }
                    Connection::Watchdog(lines) => self.watchdog = Some(lines),
                },
                status = self.child.ended() => {
                    let program = || self.program.clone();
                    let status = status.map_err(|source| AotError::Spawn { program: program(), source })?;
                    self.status = Some(status);
                }
            }
        }
    }

    /// Says something to the child: the type of a message. Of a child that is gone, the end is the next event.
    pub(crate) async fn say(&mut self, kind: &str) {
        if let Some(channel) = &mut self.channel {
            let _ = channel.say(kind).await;
        }
    }

    pub(crate) fn output(&self) -> Output {
        self.child.output()
    }

    /// Sends each line that the child has printed, and is going to, to `lines`.
    pub(crate) fn follow(&self, lines: &UnboundedSender<Line>) {
        self.child.follow(lines);
    }

    /// Ends the child with all its children, and waits until they are gone.
    pub(crate) async fn end(self) {
        self.child.end().await;
    }
}

/// Nothing at the end of the channel, or where there is none.
async fn next_line(channel: Option<&mut Lines>) -> Result<Option<&[u8]>, AotError> {
    match channel {
        Some(lines) => lines.next().await,
        None => Ok(None),
    }
}

async fn accept(server: Option<&mut Server>) -> std::io::Result<Connection> {
    match server {
        Some(server) => server.accept().await,
        None => pending().await,
    }
}
