//! An SMTP receiver on loopback that keeps what it was sent, and can misbehave on purpose.
//!
//! It stands where the office's mail relay stands. One thread accepts, one thread serves each
//! connection; dropping the [`PostBox`] closes them all.

mod dialogue;
mod message;
mod shelf;

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use message::Message;
pub use shelf::{Fault, Keep, Tally};

use shelf::Shelf;

/// The largest message taken, in bytes; announced as `SIZE` in the answer to `EHLO`.
pub const LARGEST_MESSAGE: usize = 25 * 1024 * 1024;

/// A running receiver. Dropping it stops it and closes its connections.
#[derive(Debug)]
pub struct PostBox {
    port: u16,
    shelf: Arc<Shelf>,
    closing: Arc<AtomicBool>,
    doorman: Option<JoinHandle<()>>,
}

impl PostBox {
    /// Starts a receiver on a free loopback port that keeps every message.
    ///
    /// # Errors
    /// When no port can be bound or no thread started.
    pub fn start() -> io::Result<Self> {
        Self::start_on(0, Keep::Everything)
    }

    /// Starts a receiver on a free loopback port with a bound on what it keeps.
    ///
    /// # Errors
    /// When no port can be bound or no thread started.
    pub fn start_keeping(keep: Keep) -> io::Result<Self> {
        Self::start_on(0, keep)
    }

    /// Starts a receiver on a given loopback port (0 for a free one): how a relay comes back
    /// after an outage at the address it had before.
    ///
    /// # Errors
    /// When the port cannot be bound or no thread started.
    pub fn start_on(port: u16, keep: Keep) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        let shelf = Arc::new(Shelf::new(keep));
        let closing = Arc::new(AtomicBool::new(false));
        let doorman = thread::Builder::new().name("post-box".to_owned()).spawn({
            let (shelf, closing) = (Arc::clone(&shelf), Arc::clone(&closing));
            move || welcome(&listener, &shelf, &closing)
        })?;
        Ok(Self { port, shelf, closing, doorman: Some(doorman) })
    }

    /// The port it listens on, at 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many messages have been taken in, kept or only counted.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.shelf.tally().accepted
    }

    /// What has happened so far, in numbers.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.shelf.tally()
    }

    /// The kept messages, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Arc<Message>> {
        self.shelf.messages()
    }

    /// Waits for the first kept message that fits, whether it is here already or comes within the
    /// time given. `None` when the time ran out.
    pub fn wait_for(
        &self,
        fits: impl Fn(&Message) -> bool,
        timeout: Duration,
    ) -> Option<Arc<Message>> {
        self.shelf.wait_for(fits, timeout)
    }

    /// Waits until at least this many messages have been taken in; says whether they were.
    #[must_use]
    pub fn wait_until_accepted(&self, count: u64, timeout: Duration) -> bool {
        self.shelf.wait_until_accepted(count, timeout)
    }

    /// The newest kept message whose envelope names this recipient (case is ignored).
    #[must_use]
    pub fn latest_to(&self, address: &str) -> Option<Arc<Message>> {
        self.shelf.latest_to(address)
    }

    /// Forgets the kept messages; the counters go on.
    pub fn clear(&self) {
        self.shelf.clear();
    }

    /// Makes the next `count` messages meet this fault, after any faults already lined up.
    pub fn inject(&self, fault: Fault, count: usize) {
        self.shelf.inject(fault, count);
    }

    /// Answers `550` to this recipient from now on (case is ignored).
    pub fn refuse_address(&self, address: &str) {
        self.shelf.refuse_address(address);
    }

    /// Ends all faults: queued ones, refused addresses and connections left hanging (which are
    /// closed without an answer).
    pub fn heal(&self) {
        self.shelf.heal();
    }
}

impl Drop for PostBox {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        self.shelf.close();
        // The doorman waits in accept(): a last visitor wakes it.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
        if let Some(doorman) = self.doorman.take() {
            drop(doorman.join());
        }
    }
}

/// Accepts connections until the box closes, then closes those still open.
fn welcome(listener: &TcpListener, shelf: &Arc<Shelf>, closing: &AtomicBool) {
    let mut guests: Vec<(TcpStream, JoinHandle<()>)> = Vec::new();
    for stream in listener.incoming() {
        if closing.load(Ordering::SeqCst) {
            break;
        }
        guests.retain(|(_, guest)| !guest.is_finished());
        let Ok(stream) = stream else { continue };
        let Ok(handle) = stream.try_clone() else { continue };
        let shelf = Arc::clone(shelf);
        let guest = thread::Builder::new()
            .name("post-box-guest".to_owned())
            .spawn(move || dialogue::serve(stream, &shelf));
        if let Ok(guest) = guest {
            guests.push((handle, guest));
        }
    }
    for (stream, guest) in guests {
        // A guest that has gone already leaves nothing to shut.
        drop(stream.shutdown(Shutdown::Both));
        drop(guest.join());
    }
}
