//! Plays a replay file on a stage: every role over HTTP, through the pages, as people would.

mod bids;
mod people;
mod round;

use crate::browser::{Browser, Failure, Page};
use crate::file::ReplayFile;
use crate::stage::Stage;
use almoner_domain::value::{Instant, london};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::collections::HashMap;
use thiserror::Error;

/// Why a replay stopped.
#[derive(Debug, Error)]
#[error("{step}: {what}")]
pub struct PlayError {
    /// Which step.
    pub step: String,
    /// What went wrong, with what the page said.
    pub what: String,
}

/// The result of a step.
pub type Played<T> = Result<T, PlayError>;

/// A replay under way.
pub struct Play<'a> {
    stage: &'a dyn Stage,
    file: &'a ReplayFile,
    /// Secrets of second factors, by address.
    secrets: HashMap<String, String>,
    /// Browsers that are signed in, with the instant of signing in.
    browsers: HashMap<String, (Browser, Instant)>,
    /// The address of the round's staff page, once it exists.
    round_path: String,
    /// The addresses of bids' pages, by key.
    bid_paths: HashMap<String, String>,
}

/// How long a staff session is used before signing in again: shorter than it lives when idle.
const SESSION: SignedDuration = SignedDuration::from_mins(20);

impl<'a> Play<'a> {
    /// A replay of `file` on `stage`.
    #[must_use]
    pub fn new(stage: &'a dyn Stage, file: &'a ReplayFile) -> Self {
        Self {
            stage,
            file,
            secrets: HashMap::new(),
            browsers: HashMap::new(),
            round_path: String::new(),
            bid_paths: HashMap::new(),
        }
    }

    /// Plays as far as the close of the round: the office is set up, the round announced, the
    /// groups' bids are in.
    ///
    /// # Errors
    /// [`PlayError`] with the step and what the page said.
    pub fn until_closed(&mut self) -> Played<()> {
        self.set_up_office()?;
        self.publish_round()?;
        self.receive_bids()
    }

    /// Moves the clock to a civil time in London, but never back.
    fn at(&self, time: DateTime) -> Played<()> {
        let at = london::instant(time.date(), time.time())
            .map_err(|fault| wrong("the timetable", format!("{time}: {fault}")))?;
        if at > self.stage.now() {
            self.stage.set_clock(at);
        }
        self.stage.tick();
        Ok(())
    }

    /// Lets some seconds pass.
    fn pass(&self, seconds: i64) {
        if let Some(later) = self.stage.now().checked_add(SignedDuration::from_secs(seconds)) {
            self.stage.set_clock(later);
        }
    }
}

/// An error of a step.
fn wrong(step: &str, what: impl Into<String>) -> PlayError {
    PlayError { step: step.to_owned(), what: what.into() }
}

/// Names the step in which a browser failed.
trait Step<T> {
    fn step(self, step: &str) -> Played<T>;
}

impl<T> Step<T> for Result<T, Failure> {
    fn step(self, step: &str) -> Played<T> {
        self.map_err(|failure| wrong(step, failure.to_string()))
    }
}

/// The last part of a path that is an id.
fn id_in(path: &str) -> Option<&str> {
    path.split(['/', '?']).find(|part| part.len() == 36 && part.matches('-').count() == 4)
}

/// Where a page is, without the site.
fn path_of(page: &Page) -> String {
    let url = &page.url;
    url.split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
        .unwrap_or_else(|| url.clone())
}
