//! Email: from the facts of a letter to words, and from the outbox to a mail server.
//!
//! It knows the store only through its port, and no rule of the field.

mod content;
mod dispatcher;
mod letters;
mod transport;
mod writer;

pub use content::{Block, Content};
pub use dispatcher::{Dispatcher, Envelope};
pub use transport::{Encryption, Transport, TransportError};
pub use writer::{Sender, Writer};
