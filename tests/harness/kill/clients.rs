//! The groups: each sends its bid, and tries again until it is told that the bid was received.

use almoner_replay::browser::encode_pairs;
use almoner_replay::program::Program;
use almoner_server::rehearsal::ReadyBid;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a bid may take to get through, kills included.
const PATIENCE: Duration = Duration::from_secs(300);
/// One bid in so many is sent a second time after its receipt.
const PRESSED_TWICE: usize = 7;

/// What the groups were told.
#[derive(Default)]
pub(crate) struct Sent {
    /// Bids whose receipt came.
    pub(crate) acknowledged: Vec<ReadyBid>,
    /// How often no answer came, so that the group could not know.
    pub(crate) in_doubt: usize,
    /// Answers that no group should have got.
    pub(crate) refused: Vec<String>,
    /// Kills while groups were sending.
    pub(crate) kills: usize,
}

/// Sends every bid, with the program killed and started again so often, evenly over the bids.
pub(crate) fn send_all(
    program: &mut Program,
    bids: &[ReadyBid],
    clients: usize,
    kills: usize,
) -> Sent {
    let address = program.address();
    let (next, received, in_doubt) =
        (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let acknowledged = Mutex::new(Vec::new());
    let refused = Mutex::new(Vec::new());
    let mut killed = 0;
    std::thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(bid) = bids.get(number) else { return };
                    match until_received(address, bid, &in_doubt) {
                        Ok(()) => acknowledged.lock().unwrap().push(bid.clone()),
                        Err(answer) => refused.lock().unwrap().push(answer),
                    }
                    received.fetch_add(1, Ordering::Relaxed);
                    if number % PRESSED_TWICE == 0
                        && let Err(answer) = until_received(address, bid, &in_doubt)
                    {
                        refused.lock().unwrap().push(answer);
                    }
                }
            });
        }
        for kill in 1..=kills {
            let due = bids.len() * kill / (kills + 1);
            while received.load(Ordering::Relaxed) < due {
                std::thread::yield_now();
            }
            killed += usize::from(received.load(Ordering::Relaxed) < bids.len());
            program.kill().unwrap();
            program.start().unwrap();
        }
    });
    Sent {
        acknowledged: acknowledged.into_inner().unwrap(),
        in_doubt: in_doubt.into_inner(),
        refused: refused.into_inner().unwrap(),
        kills: killed,
    }
}

/// Presses the button until the receipt comes. Fails with an answer that is neither a receipt nor
/// a reason to try again.
fn until_received(
    address: SocketAddr,
    bid: &ReadyBid,
    in_doubt: &AtomicUsize,
) -> Result<(), String> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match press(address, bid) {
            Ok(answer)
                if answer.starts_with("HTTP/1.1 303 ") && answer.contains("/receipt\r\n") =>
            {
                return Ok(());
            }
            Ok(answer) if answer.starts_with("HTTP/1.1 503 ") => {}
            Ok(answer) if answer.is_empty() => {
                in_doubt.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer) => return Err(answer),
            // Nothing was sent.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {}
            Err(_) => {
                in_doubt.fetch_add(1, Ordering::Relaxed);
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Err(format!("no receipt for {} in time", bid.application))
}

fn press(address: SocketAddr, bid: &ReadyBid) -> io::Result<String> {
    let version = bid.version.to_string();
    let body = encode_pairs(&[
        ("csrf", bid.by.csrf.as_str()),
        ("version", version.as_str()),
        ("intent", bid.intent.as_str()),
    ]);
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let head = format!(
        "POST /applications/{}/submit HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Cookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        bid.application,
        bid.by.cookie,
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    // An answer that was cut off is none.
    Ok(if answer.contains("\r\n\r\n") { answer } else { String::new() })
}
