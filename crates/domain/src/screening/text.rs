//! What people write while they screen, and how long it may be.

use super::record::ScreeningRefused;

/// The most characters of a result, a reason or an answer (proposed default).
pub const LONGEST_TEXT: usize = 5_000;
/// The most characters of a group's grounds for a review (proposed default).
pub const LONGEST_GROUNDS: usize = 10_000;
/// The most characters of one condition, or of what a group is asked about one check (proposed
/// default).
pub const LONGEST_LINE: usize = 2_000;

/// A text of screening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// What was found about a check.
    Result(String),
    /// What the group must do before an agreement, for a check to pass.
    Condition(String),
    /// What the group is asked about a check.
    Asked(String),
    /// Why another person does not agree that a bid is not eligible.
    Rejection,
    /// Why a check is set aside.
    Reason,
    /// What the group must do, for a check to be set aside.
    Conditions,
    /// Why a group asks for a review.
    Grounds,
    /// The answer to a review.
    Answer,
}

impl Text {
    /// The most characters.
    #[must_use]
    pub const fn most(&self) -> usize {
        match self {
            Self::Condition(_) | Self::Asked(_) | Self::Conditions => LONGEST_LINE,
            Self::Result(_) | Self::Rejection | Self::Reason | Self::Answer => LONGEST_TEXT,
            Self::Grounds => LONGEST_GROUNDS,
        }
    }

    /// Holds what was written to its length.
    ///
    /// # Errors
    /// [`ScreeningRefused::TooLong`].
    pub(super) fn hold(self, written: &str) -> Result<(), ScreeningRefused> {
        let (count, most) = (written.chars().count(), self.most());
        if count > most {
            return Err(ScreeningRefused::TooLong { text: self, count, most });
        }
        Ok(())
    }
}
