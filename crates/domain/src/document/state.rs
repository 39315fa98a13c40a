//! The states of a document and the moves between them.

crate::state::state_machine! {
    /// Where a document stands.
    status Status {
        /// Received and kept; nobody can open it before a scanner has looked at it.
        Pending = "pending",
        /// A scanner found nothing.
        Clean = "clean",
        /// No scanner is set up and the office chose to accept documents without one.
        Unscanned = "unscanned",
        /// A scanner found something; its bytes are gone and it counts as no answer.
        Infected = "infected",
        /// Its bytes are gone: the group removed it, or its time was over.
        Erased = "erased",
    }
    /// What can happen to a document.
    moves Move {
        /// A scanner finds nothing.
        Clear: Pending | Unscanned => Clean,
        /// A scanner finds something.
        Condemn: Pending | Unscanned => Infected,
        /// The office takes it without a scanner.
        Accept: Pending => Unscanned,
        /// Its bytes are given up.
        Erase: Pending | Clean | Unscanned => Erased,
    }
}

impl Status {
    /// Whether its bytes are kept.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::Pending | Self::Clean | Self::Unscanned)
    }

    /// Whether those who may read it can open it.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        matches!(self, Self::Clean | Self::Unscanned)
    }
}
