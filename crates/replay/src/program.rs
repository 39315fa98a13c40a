//! The program as a process of its own: started, measured, killed, started again.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait before knocking again.
const KNOCK_AGAIN: Duration = Duration::from_millis(1);
/// Linux counts processor time for users in hundredths of a second on every architecture.
const TICK: Duration = Duration::from_millis(10);

/// `almoner serve` on a loopback port that stays the same from start to start.
pub struct Program {
    executable: PathBuf,
    address: SocketAddr,
    settings: Vec<(String, String)>,
    child: Option<Child>,
}

impl Program {
    /// A program that will serve this database; it is not started yet.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn serving(
        executable: &Path,
        database: &str,
        secret: &str,
        mail_port: u16,
    ) -> io::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let program =
            Self { executable: executable.to_owned(), address, settings: Vec::new(), child: None };
        Ok(program
            .with("ALMONER_DATABASE__URL", database)
            .with("ALMONER_SERVER__BIND", &address.to_string())
            .with("ALMONER_SERVER__PUBLIC_URL", &format!("http://{address}"))
            .with("ALMONER_SECURITY__SECRET_KEY", secret)
            .with("ALMONER_MAIL__HOST", "127.0.0.1")
            .with("ALMONER_MAIL__PORT", &mail_port.to_string())
            .with("ALMONER_MAIL__TLS", "off")
            .with("ALMONER_MAIL__FROM", "Grants team <grants@example.org>")
            .with("ALMONER_LOG__FILTER", "error"))
    }

    /// With one more environment variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Starts it and waits until its first page is answered with 200; returns how long that took.
    ///
    /// # Errors
    /// When it cannot be started, ends, or does not answer within a minute.
    pub fn start(&mut self) -> io::Result<Duration> {
        let begun = Instant::now();
        let mut child = Command::new(&self.executable)
            .arg("serve")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        loop {
            if answers(self.address).unwrap_or(false) {
                self.child = Some(child);
                return Ok(begun.elapsed());
            }
            if let Some(status) = child.try_wait()? {
                return Err(io::Error::other(format!("the program ended: {status}")));
            }
            if begun.elapsed() > PATIENCE {
                child.kill()?;
                child.wait()?;
                return Err(io::Error::other("the program does not answer"));
            }
            std::thread::sleep(KNOCK_AGAIN);
        }
    }

    /// Kills it at once, as `kill -9` does.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kill(&mut self) -> io::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Processor time that it has used so far, as user and in the system. Linux only.
    ///
    /// # Errors
    /// When it is not running or the system does not tell.
    pub fn processor_time(&self) -> io::Result<Duration> {
        let stat = self.told("stat")?;
        // The name of the program, in brackets, may hold anything.
        let numbers = stat.rsplit(')').next().unwrap_or_default();
        let ticks = numbers.split_whitespace().skip(11).take(2).map(|field| field.parse::<u32>());
        let ticks = ticks.sum::<Result<u32, _>>().map_err(io::Error::other)?;
        Ok(TICK.saturating_mul(ticks))
    }

    /// Memory that is resident, in MiB. Linux only.
    ///
    /// # Errors
    /// As for [`Program::processor_time`].
    pub fn resident_mib(&self) -> io::Result<f64> {
        let status = self.told("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
        kib.map(|kib| kib / 1024.0).ok_or_else(|| io::Error::other("no VmRSS in status"))
    }

    fn told(&self, file: &str) -> io::Result<String> {
        let child = self.child.as_ref().ok_or_else(|| io::Error::other("it is not running"))?;
        std::fs::read_to_string(format!("/proc/{}/{file}", child.id()))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.kill());
    }
}

/// Whether the top page is answered with 200.
fn answers(address: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer.starts_with(b"HTTP/1.1 200 "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_ends_is_not_waited_for() {
        let mut program =
            Program::serving(Path::new("/bin/false"), "sqlite://none", "none", 9).unwrap();
        let error = program.start().unwrap_err();
        assert!(error.to_string().contains("ended"), "{error}");
    }
}
