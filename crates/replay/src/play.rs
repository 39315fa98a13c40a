//! Plays replay files on a stage: every role over HTTP, through the pages, as people would.

mod assessment;
mod bids;
mod cast;
mod counts;
mod decision;
mod interests;
mod panel;
mod round;
mod screening;
mod story;

pub use counts::{Counts, Difference};

use crate::browser::{Failure, Page};
use crate::file::ReplayFile;
use crate::stage::Stage;
use cast::Cast;
use jiff::civil::DateTime;
use story::{Scene, Story};
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

/// How far a file is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// To the letters with the result.
    Told,
    /// What groups do up to now, and nothing that lies in the future: for a round that is open.
    Now,
    /// To the start of screening: interests are declared, and every bid waits for its checks.
    Screening,
    /// To the assignment: every bid waits for its assessors.
    Marking,
}

/// Plays files side by side on one stage, each step at its time, and gives back what each
/// round's report says at the end.
///
/// # Errors
/// [`PlayError`] with the step and what the page said.
pub fn play(stage: &dyn Stage, files: &[(&ReplayFile, Until)]) -> Played<Vec<Counts>> {
    let mut cast = Cast::new(stage);
    let mut stories: Vec<Story<'_>> = files.iter().map(|(file, _)| Story::new(file)).collect();
    let mut scenes: Vec<(DateTime, usize, Scene<'_>)> = Vec::new();
    for (at, (file, until)) in files.iter().enumerate() {
        scenes
            .extend(story::scenes(file, *until).into_iter().map(|(time, scene)| (time, at, scene)));
    }
    // Stable: what a file tells in one order stays in that order.
    scenes.sort_by_key(|(time, ..)| *time);
    for (time, at, scene) in scenes {
        if let Some(story) = stories.get_mut(at) {
            story.play(&mut cast, time, scene)?;
        }
    }
    stage.deliver();
    stories.iter().map(|story| story.count(&mut cast)).collect()
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

/// The part of a path that is an id.
fn id_in(path: &str) -> Option<&str> {
    path.split(['/', '?', '#']).find(|part| part.len() == 36 && part.matches('-').count() == 4)
}

/// Where a page is, without the site and the query.
fn path_of(page: &Page) -> String {
    let url = &page.url;
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => url,
    };
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}
