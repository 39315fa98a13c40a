//! A keep-alive load generator cheap enough to leave a small machine to the server under test.
//!
//! One thread drives one connection: it writes a request, waits for the whole answer and notes
//! how long that took. Requests are not pipelined. Answers are parsed for status and length only.

mod answer;
mod histogram;

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

pub use histogram::Histogram;

use answer::Answers;

/// An answer that takes longer counts as broken.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait before knocking again at a server that refuses connections.
const KNOCK_AGAIN: Duration = Duration::from_millis(10);

/// How much load to put on which server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// Where the server listens.
    pub server: SocketAddr,
    /// How many connections, and so threads, work side by side.
    pub connections: usize,
    /// For how long requests are begun and counted.
    pub lasting: Duration,
    /// For how long before that requests are made without being counted.
    pub warm_up: Duration,
    /// At most so many requests, those of the warm-up included.
    pub at_most: Option<u64>,
    /// Requests begun per second over all connections, on a fixed schedule. Latency then counts
    /// from the moment a request was due, so a stalled server cannot hide the requests it kept
    /// waiting. `None`: each connection asks again as soon as it is answered.
    pub per_second: Option<f64>,
}

impl Load {
    /// So many connections for so long, without warm-up, as fast as the server answers.
    #[must_use]
    pub fn new(server: SocketAddr, connections: usize, lasting: Duration) -> Self {
        Self {
            server,
            connections,
            lasting,
            warm_up: Duration::ZERO,
            at_most: None,
            per_second: None,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// From the end of the warm-up to the last answer.
    pub elapsed: Duration,
    /// Whole answers counted.
    pub answered: u64,
    /// Bytes of those answers, heads included.
    pub bytes: u64,
    /// Answers by the first digit of their status, from 1 to 5; at 0 those with another.
    pub by_class: [u64; 6],
    /// Requests that got no whole answer: refused, broken off, too slow or not HTTP.
    pub broken: u64,
    /// How long the answers took.
    pub latency: Histogram,
    /// The beginning of one answer whose status was 400 or more, to see what went wrong.
    pub first_refusal: Option<String>,
}

impl Report {
    /// Whole answers per second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        let answered = u32::try_from(self.answered).map_or(f64::INFINITY, f64::from);
        let seconds = self.elapsed.as_secs_f64();
        if seconds > 0.0 { answered / seconds } else { 0.0 }
    }

    /// Whether every request was answered with a status below 400.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let [other, informational, _, _, client, server] = self.by_class;
        self.answered > 0 && self.broken + other + informational + client + server == 0
    }

    fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.bytes += other.bytes;
        self.broken += other.broken;
        for (sum, count) in self.by_class.iter_mut().zip(other.by_class) {
            *sum += count;
        }
        self.latency.merge(&other.latency);
        self.first_refusal = self.first_refusal.take().or(other.first_refusal);
    }
}

/// Puts the load on the server. `write` is given the request's number, from 0, and an empty
/// buffer for its bytes: see [`write_get`] and [`write_form`]. `HEAD` is not understood.
///
/// # Errors
/// When a thread cannot be started. A server that does not answer shows in the report.
pub fn run(load: &Load, write: impl Fn(u64, &mut Vec<u8>) + Sync) -> io::Result<Report> {
    let begun = Instant::now();
    let course =
        Course { load, counted_from: begun + load.warm_up, begun, next: AtomicU64::new(0) };
    let mut report = thread::scope(|scope| {
        let workers: io::Result<Vec<_>> = (0..load.connections)
            .map(|_| {
                let (course, write) = (&course, &write);
                thread::Builder::new()
                    .name("load".to_owned())
                    .spawn_scoped(scope, move || course.work(write))
            })
            .collect();
        let mut report = Report::default();
        for worker in workers? {
            match worker.join() {
                Ok(part) => report.add(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        io::Result::Ok(report)
    })?;
    report.elapsed = course.counted_from.elapsed();
    Ok(report)
}

/// Writes a `GET` with these headers; the connection stays open.
pub fn write_get(buffer: &mut Vec<u8>, host: &str, path: &str, headers: &[(&str, &str)]) {
    write_head(buffer, "GET", host, path, headers);
    buffer.extend_from_slice(b"\r\n");
}

/// Writes a `POST` of an encoded form with these headers; the connection stays open.
pub fn write_form(
    buffer: &mut Vec<u8>,
    host: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) {
    write_head(buffer, "POST", host, path, headers);
    buffer.extend_from_slice(b"Content-Type: application/x-www-form-urlencoded\r\n");
    buffer.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    buffer.extend_from_slice(body);
}

fn write_head(
    buffer: &mut Vec<u8>,
    method: &str,
    host: &str,
    path: &str,
    headers: &[(&str, &str)],
) {
    let start = [method, " ", path, " HTTP/1.1\r\nHost: ", host, "\r\n"];
    let rest = headers.iter().flat_map(|(name, value)| [*name, ": ", *value, "\r\n"]);
    for piece in start.into_iter().chain(rest) {
        buffer.extend_from_slice(piece.as_bytes());
    }
}

/// What the connections of one run share.
struct Course<'a> {
    load: &'a Load,
    begun: Instant,
    counted_from: Instant,
    next: AtomicU64,
}

impl Course<'_> {
    /// One connection's part, from first to last request.
    fn work(&self, write: &(impl Fn(u64, &mut Vec<u8>) + Sync)) -> Report {
        let mut report = Report::default();
        let mut connection: Option<Answers<TcpStream>> = None;
        let mut request = Vec::new();
        while let Some((number, due)) = self.next_request() {
            request.clear();
            write(number, &mut request);
            let outcome = self.ask(&mut connection, &request);
            let counts = due >= self.counted_from;
            match outcome {
                Ok(answer) if counts => {
                    report.latency.record(due.elapsed());
                    report.answered += 1;
                    report.bytes += answer.bytes;
                    let class = usize::from(answer.status / 100);
                    let place = if class < report.by_class.len() { class } else { 0 };
                    if let Some(count) = report.by_class.get_mut(place) {
                        *count += 1;
                    }
                    if answer.status >= 400 && report.first_refusal.is_none() {
                        report.first_refusal =
                            connection.as_ref().map(Answers::beginning_of_refusal);
                    }
                    if answer.closes {
                        connection = None;
                    }
                }
                Ok(answer) => {
                    if answer.closes {
                        connection = None;
                    }
                }
                Err(_) => {
                    report.broken += u64::from(counts);
                    if connection.take().is_none() {
                        thread::sleep(KNOCK_AGAIN);
                    }
                }
            }
        }
        report
    }

    /// The next request's number and the moment it is due; waits for that moment. `None` when the
    /// run is over.
    fn next_request(&self) -> Option<(u64, Instant)> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if self.load.at_most.is_some_and(|most| number >= most) {
            return None;
        }
        let now = Instant::now();
        let due = match self.load.per_second {
            None => now,
            Some(per_second) => {
                let number = u32::try_from(number).map_or(f64::INFINITY, f64::from);
                let after = Duration::try_from_secs_f64(number / per_second).ok()?;
                self.begun.checked_add(after)?
            }
        };
        if due >= self.counted_from + self.load.lasting {
            return None;
        }
        if let Some(early) = due.checked_duration_since(now) {
            thread::sleep(early);
        }
        Some((number, due))
    }

    fn ask(
        &self,
        connection: &mut Option<Answers<TcpStream>>,
        request: &[u8],
    ) -> io::Result<answer::Outline> {
        let answers = match connection {
            Some(answers) => answers,
            None => connection.insert(Answers::new(self.connect()?)),
        };
        answers.stream().write_all(request)?;
        answers.read()
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.load.server, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(stream)
    }
}
