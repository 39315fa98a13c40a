//! The same page as a file served by nginx: what a web server can do on this machine.

use crate::load::{self, Load, write_get};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian keeps it, and where others do.
const PLACES: &[&str] = &["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];
/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pages per second that nginx serves over so many connections, with as many workers as the
/// program has; none if it is not installed. `folder` is for its files.
///
/// # Errors
/// When it is there and does not start or answer.
pub fn static_pages_per_second(
    folder: &Path,
    page: &str,
    connections: usize,
    lasting: Duration,
) -> io::Result<Option<f64>> {
    let Some(nginx) = PLACES.iter().map(PathBuf::from).find(|place| place.is_file()) else {
        return Ok(None);
    };
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    std::fs::write(folder.join("page.html"), page)?;
    let file = folder.join("nginx.conf");
    std::fs::write(&file, settings(folder, address))?;
    let child = Command::new(nginx)
        .arg("-p")
        .arg(folder)
        .arg("-e")
        .arg(folder.join("nginx-error.log"))
        .arg("-c")
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    let mut running = Running(child);
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        if begun.elapsed() > PATIENCE || running.0.try_wait()?.is_some() {
            return Err(io::Error::other("nginx did not start"));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let host = address.to_string();
    let report = load::run(&Load::new(address, connections, lasting), |_, buffer| {
        write_get(buffer, &host, "/page.html", &[]);
    })?;
    if !report.is_clean() {
        return Err(io::Error::other("nginx did not serve the page"));
    }
    Ok(Some(report.rate()))
}

fn settings(folder: &Path, address: SocketAddr) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("  {name}_temp_path {folder}/{name};\n"))
        .collect();
    format!(
        "daemon off;\nworker_processes auto;\npid {folder}/nginx.pid;\n\
         events {{ worker_connections 1024; }}\n\
         http {{\n  access_log off;\n  types {{ text/html html; }}\n  sendfile on;\n\
         {temporary}  keepalive_requests 1000000000;\n  open_file_cache max=10;\n\
         \x20 server {{ listen {address}; root {folder}; }}\n}}\n"
    )
}

/// Asks it to stop, so that its workers stop too.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let stopped = Command::new("kill").arg(self.0.id().to_string()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            drop(self.0.kill());
        }
        drop(self.0.wait());
    }
}
