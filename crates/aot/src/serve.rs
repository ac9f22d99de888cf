//! The API while a dev server runs: the child that compiled it stays, until another takes its place.
//!
//! The new child is told to listen only when it has compiled, and when the old one has stopped listening: an edit that
//! breaks the start script leaves the API as it was, and a request that is being answered when the old child is replaced
//! is answered to its end.

use std::{path::PathBuf, time::Duration};

use tokio::{
    sync::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        oneshot,
    },
    time::{Instant, sleep_until, timeout},
};

use crate::{
    AotError, Options, Warning,
    collect::{self, Event, Failure, Line, Link, Message, Platform, Serving},
};

/// How long a child may take to stop listening.
const RELEASE: Duration = Duration::from_secs(1);
/// How long it may then take for the requests that it is answering.
const GRACE: Duration = Duration::from_secs(5);

/// What becomes of an API that is served.
#[derive(Debug)]
pub enum ApiEvent {
    /// It printed something.
    Printed(Line),
    /// It can be called, at this address if it has told one.
    Ready { url: Option<String> },
    /// It has not said in time that it can be called, or does not stay.
    Missed(Warning),
    /// It has ended by itself. The next edit starts it again.
    Ended(AotError),
}

/// An API that is served. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Api {
    commands: UnboundedSender<Command>,
}

#[derive(Debug)]
enum Command {
    /// Stop listening, and say when that is so.
    Release(oneshot::Sender<()>),
}

impl Api {
    /// Lets the servers of `serving` listen, and waits until its adapter is ready, if there is a server at all.
    pub(crate) async fn start(
        serving: Serving,
        options: &Options,
        events: UnboundedSender<ApiEvent>,
    ) -> Self {
        let Serving { mut link, listens, ready } = serving;
        let (lines, printed) = unbounded_channel();
        link.follow(&lines);
        link.say("mion-aot-listen").await;
        let (commands, received) = unbounded_channel();
        let (answered, answer) = oneshot::channel();
        let attendance = Attendance {
            link,
            commands: received,
            printed,
            events,
            script: options.start_script.clone(),
            failure: None,
            until: Until::Ready { by: Instant::now() + options.wait_timeout, answered: Some(answered) },
        };
        tokio::spawn(attendance.run(ready, options.wait_timeout));
        if listens {
            // Nobody answers any more when it has ended.
            let _ = answer.await;
        }
        Self { commands }
    }

    /// Makes way for another: resolves when it does not listen any more.
    pub(crate) async fn release(self) {
        let (done, released) = oneshot::channel();
        if self.commands.send(Command::Release(done)).is_ok() {
            let _ = timeout(RELEASE, released).await;
        }
    }
}

/// What is being waited for.
enum Until {
    /// The adapter's word.
    Ready { by: Instant, answered: Option<oneshot::Sender<()>> },
    /// Nothing in particular.
    Further,
    /// The end.
    Released { by: Instant, done: Option<oneshot::Sender<()>> },
}

struct Attendance {
    link: Link,
    commands: UnboundedReceiver<Command>,
    printed: UnboundedReceiver<Line>,
    events: UnboundedSender<ApiEvent>,
    script: PathBuf,
    failure: Option<Failure>,
    until: Until,
}

impl Attendance {
    async fn run(mut self, ready: Option<Platform>, patience: Duration) {
        if let Some(platform) = ready {
            self.is_ready(&platform);
        }
        loop {
            let by = match self.until {
                Until::Ready { by, .. } | Until::Released { by, .. } => Some(by),
                Until::Further => None,
            };
            let is_released = matches!(self.until, Until::Released { .. });
            tokio::select! {
                biased;
                Some(line) = self.printed.recv() => self.tell(ApiEvent::Printed(line)),
                command = self.commands.recv(), if !is_released => match command {
                    Some(Command::Release(done)) => {
                        self.link.say("mion-aot-release").await;
                        self.until = Until::Released { by: Instant::now() + RELEASE + GRACE, done: Some(done) };
                    }
                    None => return self.link.end().await,
                },
                event = self.link.next() => match event {
                    Ok(Event::Said(Message::Ready(platform))) => self.is_ready(&platform),
                    Ok(Event::Said(Message::Failed(failure))) => self.failure = Some(failure),
                    Ok(Event::Said(Message::Released)) => {
                        if let Until::Released { done: Some(done), .. } =
                            std::mem::replace(&mut self.until, Until::Released { by: Instant::now() + GRACE, done: None })
                        {
                            let _ = done.send(());
                        }
                    }
                    Ok(Event::Said(_) | Event::Connected) => {}
                    Ok(Event::Ended(status)) => {
                        if !is_released {
                            let error = self.ended(&collect::describe(status));
                            self.tell_rest();
                            self.tell(ApiEvent::Ended(error));
                        }
                        return;
                    }
                    Err(error) => {
                        if !is_released {
                            self.tell(ApiEvent::Ended(error));
                        }
                        return self.link.end().await;
                    }
                },
                () = sleep_until(by.unwrap_or_else(Instant::now)), if by.is_some() => {
                    if is_released {
                        return self.link.end().await;
                    }
                    self.until = Until::Further;
                    self.tell(ApiEvent::Missed(Warning::not_ready(&self.script, patience)));
                }
            }
        }
    }

    fn is_ready(&mut self, platform: &Platform) {
        if let Until::Ready { answered, .. } = std::mem::replace(&mut self.until, Until::Further) {
            self.tell(ApiEvent::Ready { url: platform.url() });
            if let Some(answered) = answered {
                let _ = answered.send(());
            }
        }
    }

    fn ended(&self, how: &str) -> AotError {
        let output = self.link.output();
        let (reason, place) = match &self.failure {
            Some(failure) => (failure.sentence(), collect::of_failure(failure)),
            None => (how.to_owned(), collect::of_text(&output.stderr)),
        };
        AotError::ApiEnded { script: self.script.clone(), reason, place }
    }

    /// What was printed before the end.
    fn tell_rest(&mut self) {
        while let Ok(line) = self.printed.try_recv() {
            self.tell(ApiEvent::Printed(line));
        }
    }

    fn tell(&self, event: ApiEvent) {
        // Nobody listens any more when the dev server ends.
        let _ = self.events.send(event);
    }
}

impl Platform {
    fn url(&self) -> Option<String> {
        let port = self.port?;
        let protocol = self.protocol.as_deref().unwrap_or("http");
        let host = match self.host.as_deref() {
            None | Some("" | "::" | "0.0.0.0") => "localhost".to_owned(),
            Some(host) if host.contains(':') => format!("[{host}]"),
            Some(host) => host.to_owned(),
        };
        Some(format!("{protocol}://{host}:{port}"))
    }
}
