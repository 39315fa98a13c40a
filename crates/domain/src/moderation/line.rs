//! The quality line: set after moderation, with a reason.

use super::{PanelRefused, must_be_moderating};
use crate::id::PersonId;
use crate::round::{Line, Round};
use crate::value::Instant;

/// The longest reason, in bytes.
pub const LONGEST_LINE_REASON: usize = 4_000;

/// Sets the line, once every bid of the round has agreed marks: `without` counts those that have
/// none. May be set anew, with a new reason, until the round is recommended.
///
/// # Errors
/// [`PanelRefused`].
pub fn set_line(
    round: Round,
    percent: i64,
    reason: &str,
    without: u64,
    by: PersonId,
    at: Instant,
) -> Result<Round, PanelRefused> {
    must_be_moderating(round.status)?;
    if without > 0 {
        return Err(PanelRefused::NotModerated(without));
    }
    let whole = u8::try_from(percent).ok().filter(|percent| *percent <= 100);
    let percent = whole.ok_or(PanelRefused::NoPercentage(percent))?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(PanelRefused::NoReason);
    }
    if reason.len() > LONGEST_LINE_REASON {
        return Err(PanelRefused::TooLong { most: LONGEST_LINE_REASON });
    }
    let line = Line { percent, reason: reason.to_owned(), by, at };
    Ok(Round { line: Some(line), ..round })
}
