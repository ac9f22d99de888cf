//! What the child printed: read always, so that it never blocks, and its end kept, for the error that may follow.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt},
    sync::mpsc::UnboundedSender,
    task::JoinHandle,
};

/// How much of each stream is kept, in bytes.
const KEPT: usize = 64 * 1024;

/// The ends of the child's standard streams, without colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
}

/// Shows both, each under its name; nothing for a child that printed nothing.
impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, text) in [("stderr", &self.stderr), ("stdout", &self.stdout)] {
            if !text.is_empty() {
                write!(f, "\n--- its {name}:\n{}", text.trim_end())?;
            }
        }
        Ok(())
    }
}

/// A line of what a child that serves prints, without its end and without colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub is_error: bool,
}

/// Reads one stream to its end in the background.
#[derive(Debug)]
pub(super) struct Tail {
    kept: Arc<Mutex<Kept>>,
    reading: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Kept {
    bytes: VecDeque<u8>,
    dropped: u64,
    follower: Option<Follower>,
}

#[derive(Debug)]
struct Follower {
    lines: UnboundedSender<Line>,
    is_error: bool,
    /// The begin of a line.
    rest: Vec<u8>,
}

impl Follower {
    fn hear(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let text = without_colours(String::from_utf8_lossy(&line).trim_end());
            // Nobody listens any more when the dev server ends.
            let _ = self.lines.send(Line { text, is_error: self.is_error });
        }
    }
}

impl Tail {
    pub(super) fn read(stream: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let reading = tokio::spawn(drain(stream, Arc::clone(&kept)));
        Self { kept, reading }
    }

    /// Waits for the end of the stream. Can be dropped and called again.
    pub(super) async fn ended(&mut self) {
        if !self.reading.is_finished() {
            // It neither panics nor is it cancelled before this.
            let _ = (&mut self.reading).await;
        }
    }

    /// Sends each line to `lines`, those that were read already first.
    pub(super) fn follow(&self, lines: UnboundedSender<Line>, is_error: bool) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut follower = Follower { lines, is_error, rest: Vec::new() };
        follower.hear(kept.bytes.make_contiguous());
        kept.follower = Some(follower);
    }

    /// What is kept by now.
    pub(super) fn text(&self) -> String {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (front, back) = kept.bytes.as_slices();
        let mut bytes = Vec::with_capacity(kept.bytes.len());
        bytes.extend_from_slice(front);
        bytes.extend_from_slice(back);
        let text = without_colours(&String::from_utf8_lossy(&bytes));
        match kept.dropped {
            0 => text,
            dropped => format!("[{dropped} bytes before this are not shown]\n{text}"),
        }
    }
}

impl Drop for Tail {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

async fn drain(mut stream: impl AsyncRead + Unpin, kept: Arc<Mutex<Kept>>) {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        match stream.read(&mut chunk).await {
            // A broken pipe is the end of a killed child, as the end itself is.
            Ok(0) | Err(_) => return,
            Ok(length) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(follower) = &mut kept.follower {
                    follower.hear(&chunk[..length]);
                }
                kept.bytes.extend(&chunk[..length]);
                let over = kept.bytes.len().saturating_sub(KEPT);
                kept.bytes.drain(..over);
                kept.dropped += over as u64;
            }
        }
    }
}

/// Drops the escape sequences that colour a terminal (CSI).
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..start]);
        rest = rest[start + 2..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ';' || c == '?');
        rest = rest.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_of_a_flood_is_kept() {
        let mut flood = vec![b'a'; 3 * KEPT];
        flood.extend_from_slice(b"\x1b[31mthe end\x1b[0m");
        let mut tail = Tail::read(std::io::Cursor::new(flood));
        tail.ended().await;
        let text = tail.text();
        assert!(text.ends_with("athe end"), "{}", &text[text.len() - 20..]);
        assert!(text.starts_with("[131088 bytes before this are not shown]\naaa"), "{}", &text[..60]);
    }
}
