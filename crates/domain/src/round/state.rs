//! The states of a round and the moves between them.

crate::state::state_machine! {
    /// Where a round stands. Between `Published` and `Closed` the clock decides, whatever is
    /// stored: see [`super::Round::phase`].
    status Status {
        /// Being set up.
        Draft = "draft",
        /// Complete; waits for the lead and the chief finance officer.
        InReview = "in_review",
        /// Approved; not yet announced.
        Approved = "approved",
        /// Announced; opens by itself.
        Published = "published",
        /// Takes applications.
        Open = "open",
        /// Stopped for an outage; the lost time is given back.
        Paused = "paused",
        /// The deadline has passed. One-way.
        Closed = "closed",
        /// Bids are being checked for eligibility.
        Screening = "screening",
        /// Bids are being marked.
        Assessing = "assessing",
        /// The panel moderates.
        Moderating = "moderating",
        /// The panel has recommended.
        Recommended = "recommended",
        /// The approver has signed the decision.
        Decided = "decided",
        /// Every applicant has been told.
        Announced = "announced",
        /// At least one award is under way.
        Delivering = "delivering",
        /// Everything is finished and evaluated.
        ClosedOut = "closed_out",
        /// Called off before a decision.
        Cancelled = "cancelled",
    }
    /// What can happen to a round.
    moves Move {
        /// The officer hands it over for review.
        AskForReview: Draft => InReview,
        /// The lead or the chief finance officer sends it back with a reason.
        SendBack: InReview => Draft,
        /// The director or the Commissioner approves it.
        Approve: InReview => Approved,
        /// It is announced.
        Publish: Approved => Published,
        /// Its opening time has come.
        Open: Published => Open,
        /// The deadline is moved later for everybody.
        Extend: Open => Open,
        /// An outage stops it.
        Pause: Open => Paused,
        /// It goes on, with the lost time added.
        Resume: Paused => Open,
        /// Its deadline has come.
        Close: Open => Closed,
        /// Screening starts.
        StartScreening: Closed => Screening,
        /// Marking starts.
        StartAssessing: Screening => Assessing,
        /// Moderation starts.
        StartModerating: Assessing => Moderating,
        /// The panel's recommendation is complete.
        Recommend: Moderating => Recommended,
        /// The approver sends it back to the panel with a reason.
        ReturnToPanel: Recommended => Moderating,
        /// The approver signs.
        Decide: Recommended => Decided,
        /// Every notice has been queued.
        Announce: Decided => Announced,
        /// The first award is under way.
        StartDelivery: Announced => Delivering,
        /// Every award is finished.
        CloseOut: Delivering => ClosedOut,
        /// Called off, with a public reason.
        Cancel: Draft | InReview | Approved | Published | Open | Paused | Closed | Screening
            | Assessing | Moderating | Recommended => Cancelled,
    }
}
