//! The child and all that it starts: one process group (Unix) or job (Windows), ended as one.

use std::{
    io,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};

use tokio::sync::mpsc::UnboundedSender;

use super::output::{Line, Output, Tail};
use crate::{AotError, Options, Purpose, package};

/// How long to read on, after the child has ended, what a process that it left behind may still print.
const DRAIN: Duration = Duration::from_millis(500);

/// A running child. Dropping it kills it with all its children.
pub(super) struct Child {
    process: Box<dyn ChildWrapper>,
    stdout: Tail,
    stderr: Tail,
    /// It was killed after its end was seen: its group's number may be another's by now.
    gone: bool,
}

impl Child {
    /// Starts the start script under its runner, which loads `include` after it, and, if it `waits`, asks before it
    /// evaluates it. `package` is the folder of the runner's npm package.
    ///
    /// # Errors
    /// `Spawn`.
    pub(super) fn start(
        options: &Options,
        package: &Path,
        include: &[PathBuf],
        socket: &str,
        waits: bool,
    ) -> Result<Self, AotError> {
        let failed = |source| AotError::Spawn { program: options.node.clone(), source };
        let mut command = CommandWrap::with_new(&options.node, |command| {
            command
                .arg("--import")
                .arg(file_url(&options.runner_dir.join("preload.mjs")))
                .arg(options.runner_dir.join(options.runner.script()))
                .arg("--root")
                .arg(&options.root)
                .arg("--package")
                .arg(package)
                .arg("--mode")
                .arg(&options.mode);
            if let Some(config) = &options.config {
                command.arg("--config").arg(config);
            }
            if let Some(loader) = &options.config_loader {
                command.arg("--config-loader").arg(loader);
            }
            for module in include {
                command.arg("--include").arg(module);
            }
            if waits {
                command.arg("--wait");
            }
            command
                .arg("--")
                .arg(&options.start_script)
                .args(&options.args)
                .current_dir(options.start_script.parent().unwrap_or(&options.root))
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                // The channel of whoever started this process is not the child's.
                .env_remove("NODE_CHANNEL_FD")
                .env_remove("NODE_CHANNEL_SERIALIZATION_MODE")
                .env("MION_COMPILE", compile_mode(options))
                .envs(options.env.iter().map(|(name, value)| (name, value)))
                .env("MION_AOT_SOCKET", socket);
        });
        command.wrap(KillOnDrop);
        #[cfg(unix)]
        command.wrap(process_wrap::tokio::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::tokio::JobObject);
        let mut process = command.spawn().map_err(failed)?;
        let missing = || failed(io::Error::other("it has no standard streams"));
        let stdout = Tail::read(process.stdout().take().ok_or_else(missing)?);
        let stderr = Tail::read(process.stderr().take().ok_or_else(missing)?);
        Ok(Self { process, stdout, stderr, gone: false })
    }

    /// Waits until it ends by itself. What it leaves behind is killed.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        let status = self.process.inner_mut().wait().await?;
        self.kill();
        self.gone = true;
        let both = async {
            self.stdout.ended().await;
            self.stderr.ended().await;
        };
        // A process that left the group holds the streams open for as long as it likes.
        let _ = tokio::time::timeout(DRAIN, both).await;
        Ok(status)
    }

    /// Kills it with all its children and waits until the system has none of them any more.
    pub(super) async fn end(mut self) {
        self.kill();
        // The error is that there is nothing to wait for.
        let _ = self.process.inner_mut().wait().await;
        self.gone = true;
    }

    /// Sends each line that it has printed, and is going to, to `lines`.
    pub(super) fn follow(&self, lines: &UnboundedSender<Line>) {
        self.stdout.follow(lines.clone(), false);
        self.stderr.follow(lines.clone(), true);
    }

    pub(super) fn output(&self) -> Output {
        Output { stdout: self.stdout.text(), stderr: self.stderr.text() }
    }

    fn kill(&mut self) {
        if !self.gone {
            // The error is that all of them have ended.
            let _ = self.process.start_kill();
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// `--import` takes a specifier: a path of Windows is none.
fn file_url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut url = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'%' | b'?' | b'#' | 0..=0x20 | 0x7f.. => url.push_str(&format!("%{byte:02X}")),
            _ => url.push(byte as char),
        }
    }
    url
}

/// What mion's runtime reads from `MION_COMPILE`: the packages of the newer scope tell several ways to compile apart.
fn compile_mode(options: &Options) -> &'static str {
    if options.purpose == Purpose::Serve {
        return "childProcess";
    }
    let installed = |name| package::find(name, &[&options.start_script, &options.root]).is_some();
    if installed("@mionjs/router") && !installed("@mionkit/router") { "buildOnly" } else { "true" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_any_character_is_a_file_url() {
        assert_eq!(file_url(Path::new("/a b/é#?%.mjs")), "file:///a%20b/%C3%A9%23%3F%25.mjs");
        assert_eq!(file_url(Path::new(r"C:\a\b.mjs")), "file:///C:/a/b.mjs");
    }
}
