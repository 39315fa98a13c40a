//! The frame of every letter: greeting, who writes, whom to ask, and the demonstration's warning.

use crate::content::{Block, Content};
use crate::letters;
use almoner_domain::letter::Letter;
use almoner_ports::{LetterWords, Secrets, Written};
use askama::Template;
use std::sync::Arc;

/// The warning that stands in every letter of a demonstration.
const DEMONSTRATION: &str = "Demonstration: invented groups, not decisions of any Commissioner";

/// Who writes.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The office.
    pub office: String,
    /// Whom to ask.
    pub contact: String,
    /// Their telephone number; empty for none.
    pub phone: String,
    /// Their mailbox.
    pub email: String,
    /// The address of the site, without a slash at the end.
    pub public_url: String,
    /// Whether the office is a demonstration.
    pub demonstration: bool,
}

/// Puts letters into words for one office.
#[derive(Clone)]
pub struct Writer {
    sender: Sender,
    secrets: Arc<dyn Secrets>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    subject: &'a str,
    greeting: &'a str,
    blocks: &'a [Block],
    sender: &'a Sender,
    warning: &'a str,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct Text<'a> {
    greeting: &'a str,
    blocks: &'a [Block],
    sender: &'a Sender,
    warning: &'a str,
}

impl Writer {
    /// A writer for this office. Secrets open what was sealed for the person who gets a letter.
    #[must_use]
    pub fn new(sender: Sender, secrets: Arc<dyn Secrets>) -> Self {
        Self { sender, secrets }
    }
}

impl LetterWords for Writer {
    fn write(&self, letter: &Letter) -> Written {
        let Content { subject, blocks } = letters::words(&letter.body, &*self.secrets);
        let subject =
            if self.sender.demonstration { format!("[Demonstration] {subject}") } else { subject };
        let name = letter.to.name.trim();
        let greeting = if name.is_empty() { "Hello".to_owned() } else { format!("Dear {name}") };
        let warning = if self.sender.demonstration { DEMONSTRATION } else { "" };
        let text =
            Text { greeting: &greeting, blocks: &blocks, sender: &self.sender, warning }.render();
        let html = Html {
            subject: &subject,
            greeting: &greeting,
            blocks: &blocks,
            sender: &self.sender,
            warning,
        }
        .render();
        // Writing into a string cannot fail.
        Written { subject, text: text.unwrap_or_default(), html: html.unwrap_or_default() }
    }
}
