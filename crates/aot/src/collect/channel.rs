//! The plugin's end of the local socket: a Unix domain socket, or a named pipe of Windows.

use std::io;

use interprocess::local_socket::{
    GenericFilePath, ListenerOptions, ToFsName,
    tokio::{Listener, Stream, prelude::*},
};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use crate::AotError;

/// A message that is longer than this is not one.
const LONGEST_LINE: u64 = 256 * 1024 * 1024;
/// What a connection begins with: `channel` or `watchdog`.
const LONGEST_ROLE: u64 = 64;

/// Listens for the child.
pub(super) struct Server {
    /// What the child connects to; set as `MION_AOT_SOCKET`.
    pub(super) address: String,
    listener: Listener,
    /// Connected, and has not said yet what it is for.
    unknown: Option<Lines>,
    /// Only its owner can enter it. The socket goes with it.
    _folder: Option<TempDir>,
}

/// A connection of the child.
pub(super) enum Connection {
    /// Carries the messages.
    Channel(Lines),
    /// Says by its end that this process is gone. Kept open, and nothing is read from it.
    Watchdog(Lines),
}

pub(super) struct Lines {
    reader: BufReader<Stream>,
    line: Vec<u8>,
}

impl Server {
    /// # Errors
    /// What the system says when no socket can be made.
    pub(super) fn listen() -> io::Result<Self> {
        let (address, folder) = address()?;
        let name = address.as_str().to_fs_name::<GenericFilePath>()?;
        let listener = ListenerOptions::new().name(name).create_tokio()?;
        Ok(Self { address, listener, unknown: None, _folder: folder })
    }

    /// The next connection that says what it is for. Others are closed.
    ///
    /// Can be dropped and called again without losing a connection: the watchdog takes the end of its own for the end of
    /// this process.
    ///
    /// # Errors
    /// What the system says.
    pub(super) async fn accept(&mut self) -> io::Result<Connection> {
        loop {
            let unknown = match &mut self.unknown {
                Some(unknown) => unknown,
                none => {
                    let stream = self.listener.accept().await?;
                    none.insert(Lines {
                        reader: BufReader::with_capacity(64 * 1024, stream),
                        line: Vec::new(),
                    })
                }
            };
            let role = match unknown.read(LONGEST_ROLE).await {
                Ok(Some(b"channel")) => Some(Connection::Channel as fn(Lines) -> Connection),
                Ok(Some(b"watchdog")) => Some(Connection::Watchdog as fn(Lines) -> Connection),
                _ => None,
            };
            if let (Some(lines), Some(role)) = (self.unknown.take(), role) {
                return Ok(role(lines));
            }
        }
    }
}

impl Lines {
    /// The next line without its end; `None` at the end of the stream, which an unfinished line does not survive.
    ///
    /// # Errors
    /// `BadMessage` for a line that does not end. Can be dropped and called again without losing a byte.
    pub(super) async fn next(&mut self) -> Result<Option<&[u8]>, AotError> {
        match self.read(LONGEST_LINE).await {
            Ok(line) => Ok(line),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(AotError::BadMessage { part: "the message", reason: error.to_string(), place: None })
            }
            // A killed child resets the connection: that is its end.
            Err(_) => Ok(None),
        }
    }

    /// Says something to the child: the type of a message.
    ///
    /// # Errors
    /// What the system says when the child is gone.
    pub(super) async fn say(&mut self, kind: &str) -> io::Result<()> {
        let line = format!("{{\"type\":\"{kind}\"}}\n");
        self.reader.get_mut().write_all(line.as_bytes()).await
    }

    async fn read(&mut self, longest: u64) -> io::Result<Option<&[u8]>> {
        if self.line.last() == Some(&b'\n') {
            self.line.clear();
        }
        let left = longest.saturating_sub(self.line.len() as u64);
        // `read_until` keeps in `self.line` what it has read when it is dropped.
        (&mut self.reader).take(left).read_until(b'\n', &mut self.line).await?;
        match self.line.last() {
            Some(b'\n') => Ok(Some(&self.line[..self.line.len() - 1])),
            _ if self.line.len() as u64 >= longest => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a line of more than {longest} bytes"),
            )),
            _ => Ok(None),
        }
    }
}

#[cfg(unix)]
fn address() -> io::Result<(String, Option<TempDir>)> {
    // macOS allows 103 bytes for the path of a socket, Linux 107.
    const LONGEST_PATH: usize = 100;
    let mut folder = tempfile::Builder::new().prefix("mion-").tempdir()?;
    if folder.path().as_os_str().len() + "/s".len() > LONGEST_PATH {
        folder = tempfile::Builder::new().prefix("mion-").tempdir_in("/tmp")?;
    }
    let path = folder.path().join("s");
    let address = path
        .to_str()
        .ok_or_else(|| io::Error::other("the path of the folder for temporary files is not UTF-8"))?
        .to_owned();
    Ok((address, Some(folder)))
}

#[cfg(windows)]
fn address() -> io::Result<(String, Option<TempDir>)> {
    // A random name, from what makes one for files.
    let unique = tempfile::Builder::new().prefix("mion-").tempfile()?;
    let name = unique.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((format!(r"\\.\pipe\{name}"), None))
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn connect(server: &Server) -> io::Result<Stream> {
        Stream::connect(server.address.as_str().to_fs_name::<GenericFilePath>()?).await
    }

    #[tokio::test]
    async fn a_connection_survives_being_waited_for_in_pieces() {
        let mut server = Server::listen().unwrap();
        let mut client = connect(&server).await.unwrap();
        for piece in ["watch", "dog\n"] {
            let waited = tokio::time::timeout(Duration::from_millis(20), server.accept()).await;
            assert!(waited.is_err());
            client.write_all(piece.as_bytes()).await.unwrap();
        }
        assert!(matches!(server.accept().await.unwrap(), Connection::Watchdog(_)));
    }

    #[tokio::test]
    async fn a_line_survives_being_waited_for_in_pieces() {
        let mut server = Server::listen().unwrap();
        let mut client = connect(&server).await.unwrap();
        client.write_all(b"channel\n{\"a\":").await.unwrap();
        let Connection::Channel(mut lines) = server.accept().await.unwrap() else { panic!("no channel") };
        for _ in 0..3 {
            let waited = tokio::time::timeout(Duration::from_millis(5), lines.next()).await;
            assert!(waited.is_err());
        }
        client.write_all(b"1}\nrest").await.unwrap();
        assert_eq!(lines.next().await.unwrap(), Some(&b"{\"a\":1}"[..]));
        drop(client);
        assert_eq!(lines.next().await.unwrap(), None);
    }

    #[test]
    fn the_address_fits_where_the_folder_for_temporary_files_is_deep() {
        let (address, _folder) = address().unwrap();
        assert!(address.len() < 104, "{address}");
    }
}
