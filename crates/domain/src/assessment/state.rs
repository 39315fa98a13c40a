//! The states of an assessment and the moves between them.

crate::state::state_machine! {
    /// Where one assessor's assessment of one bid stands.
    status Status {
        /// Given to an assessor who has not begun.
        Assigned = "assigned",
        /// Being written.
        InProgress = "in_progress",
        /// Handed in; waits for the others of the bid.
        Submitted = "submitted",
        /// Revealed together with the others: never changed again.
        Locked = "locked",
        /// The panel has agreed marks beside it.
        Moderated = "moderated",
        /// The assessor has a conflict of interest.
        Recused = "recused",
        /// The assessor gave it back for another reason.
        HandedBack = "handed_back",
        /// The lead does without it, with a reason.
        Waived = "waived",
        /// Not handed in in time.
        Expired = "expired",
    }
    /// What can happen to an assessment.
    moves Move {
        /// The assessor begins.
        Start: Assigned => InProgress,
        /// The assessor saves a draft.
        Save: InProgress => InProgress,
        /// The assessor hands it in.
        Submit: InProgress => Submitted,
        /// The lead gives it back to its assessor, before the reveal.
        Unlock: Submitted => InProgress,
        /// Every required one is in: all lock together.
        Lock: Submitted => Locked,
        /// The panel agrees marks beside it.
        Moderate: Locked | Moderated => Moderated,
        /// The assessor turns out to have a conflict.
        Recuse: Assigned | InProgress => Recused,
        /// The assessor gives it back.
        HandBack: Assigned | InProgress => HandedBack,
        /// The lead does without it.
        Waive: Assigned | InProgress | Recused | HandedBack | Expired => Waived,
        /// Its time ran out.
        Expire: Assigned | InProgress => Expired,
    }
}

impl Status {
    /// Whether its assessor still has work on it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Assigned | Self::InProgress)
    }

    /// Whether its marks are revealed.
    #[must_use]
    pub const fn is_revealed(self) -> bool {
        matches!(self, Self::Locked | Self::Moderated)
    }

    /// Whether it holds marks that count.
    #[must_use]
    pub const fn is_in(self) -> bool {
        matches!(self, Self::Submitted | Self::Locked | Self::Moderated)
    }

    /// Whether its assessor is out of it: another may take the place.
    #[must_use]
    pub const fn is_given_up(self) -> bool {
        matches!(self, Self::Recused | Self::HandedBack | Self::Expired)
    }
}
