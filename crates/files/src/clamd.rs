//! ClamAV's daemon, by its `INSTREAM` command: pieces with their length before them, a piece of
//! length 0 at the end, and one line as answer.

use almoner_domain::document::Finding;
use almoner_ports::{FileError, Scanner};
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A host and a port.
    Tcp(String),
    /// A socket of this machine.
    Socket(PathBuf),
}

impl ScannerAddress {
    /// Reads `tcp://host:port` or `unix:///path`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(address) = text.strip_prefix("tcp://") {
            let (host, port) = address.rsplit_once(':')?;
            let fine = !host.is_empty() && port.parse::<u16>().is_ok();
            return fine.then(|| Self::Tcp(address.to_owned()));
        }
        let path = text.strip_prefix("unix://")?;
        path.starts_with('/').then(|| Self::Socket(PathBuf::from(path)))
    }
}

/// ClamAV's daemon.
#[derive(Clone, Debug)]
pub struct Clamd {
    address: ScannerAddress,
    patience: Duration,
}

/// How much is sent at once.
const PIECE: usize = 64 * 1024;
/// The longest answer that is read.
const ANSWER: u64 = 4_096;

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl Clamd {
    /// The daemon at this address; each step may take `patience`.
    #[must_use]
    pub const fn new(address: ScannerAddress, patience: Duration) -> Self {
        Self { address, patience }
    }

    /// Whether the daemon answers.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub fn ping(&self) -> Result<(), FileError> {
        let mut line = self.connect().map_err(|why| self.away(&why))?;
        line.write_all(b"zPING\0").map_err(|why| self.away(&why))?;
        match answer(&mut *line).map_err(|why| self.away(&why))?.as_str() {
            "PONG" => Ok(()),
            other => Err(FileError::Failed(format!("the scanner answered {other:?}"))),
        }
    }

    fn away(&self, why: &std::io::Error) -> FileError {
        let at = match &self.address {
            ScannerAddress::Tcp(address) => address.clone(),
            ScannerAddress::Socket(path) => path.display().to_string(),
        };
        FileError::Failed(format!("the scanner at {at}: {why}"))
    }

    fn connect(&self) -> std::io::Result<Box<dyn Line>> {
        match &self.address {
            ScannerAddress::Tcp(address) => {
                let mut last = std::io::Error::other("the name of the host leads nowhere");
                for address in address.to_socket_addrs()? {
                    match TcpStream::connect_timeout(&address, self.patience) {
                        Ok(line) => {
                            line.set_read_timeout(Some(self.patience))?;
                            line.set_write_timeout(Some(self.patience))?;
                            return Ok(Box::new(line));
                        }
                        Err(error) => last = error,
                    }
                }
                Err(last)
            }
            #[cfg(unix)]
            ScannerAddress::Socket(path) => {
                let line = std::os::unix::net::UnixStream::connect(path)?;
                line.set_read_timeout(Some(self.patience))?;
                line.set_write_timeout(Some(self.patience))?;
                Ok(Box::new(line))
            }
            #[cfg(not(unix))]
            ScannerAddress::Socket(_) => {
                Err(std::io::Error::other("this system has no sockets of this kind"))
            }
        }
    }

    fn send(&self, bytes: &mut dyn Read) -> std::io::Result<String> {
        let mut line = self.connect()?;
        line.write_all(b"zINSTREAM\0")?;
        let mut piece = vec![0; PIECE];
        loop {
            let read = bytes.read(&mut piece)?;
            let length = u32::try_from(read).unwrap_or(u32::MAX).to_be_bytes();
            let sent = line
                .write_all(&length)
                .and_then(|()| line.write_all(piece.get(..read).unwrap_or_default()));
            // The daemon hangs up on what is too large for it, and says so first.
            if sent.is_err() || read == 0 {
                return answer(&mut *line);
            }
        }
    }
}

fn answer(line: &mut dyn Line) -> std::io::Result<String> {
    let mut answer = Vec::new();
    line.take(ANSWER).read_to_end(&mut answer)?;
    let text = String::from_utf8_lossy(&answer);
    Ok(text.trim_end_matches(['\0', '\n']).to_owned())
}

impl Scanner for Clamd {
    fn scan(&self, bytes: &mut dyn Read) -> Result<Finding, FileError> {
        let answer = self.send(bytes).map_err(|why| self.away(&why))?;
        finding(&answer)
            .ok_or_else(|| FileError::Failed(format!("the scanner answered {answer:?}")))
    }
}

/// What an answer says; none if it says that nothing could be said.
fn finding(answer: &str) -> Option<Finding> {
    let said = answer.strip_prefix("stream: ")?;
    if said == "OK" {
        return Some(Finding::Clean);
    }
    let name = said.strip_suffix(" FOUND")?;
    Some(Finding::Infected(name.chars().filter(|c| !c.is_control()).take(200).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        assert_eq!(finding("stream: OK"), Some(Finding::Clean));
        let infected = Finding::Infected("Eicar-Test-Signature".to_owned());
        assert_eq!(finding("stream: Eicar-Test-Signature FOUND"), Some(infected));
    }

    #[test]
    fn what_is_no_verdict_is_never_taken_for_one() {
        for answer in ["", "OK", "INSTREAM size limit exceeded. ERROR", "stream: OK ERROR"] {
            assert_eq!(finding(answer), None, "{answer}");
        }
    }

    #[test]
    fn an_address_is_read() {
        let tcp = ScannerAddress::Tcp("clamav:3310".to_owned());
        assert_eq!(ScannerAddress::parse("tcp://clamav:3310"), Some(tcp));
        let socket = ScannerAddress::Socket(PathBuf::from("/run/clamav/clamd.ctl"));
        assert_eq!(ScannerAddress::parse("unix:///run/clamav/clamd.ctl"), Some(socket));
        for text in ["clamav:3310", "tcp://clamav", "tcp://:1", "unix://relative", "tcp://h:x"] {
            assert_eq!(ScannerAddress::parse(text), None, "{text}");
        }
    }
}
