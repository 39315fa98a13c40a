//! The names of the events from which the report of a round is derived. Whoever writes such an
//! entry and whoever reads it use the same name.

/// The settings of a round as announced: budget, reported areas.
pub const ROUND_PUBLISHED: &str = "round.published";
/// The panel's recommendation of a round is complete.
pub const ROUND_RECOMMENDED: &str = "round.recommended";
/// The approver sent the recommendation back.
pub const ROUND_RETURNED: &str = "round.returned_to_panel";
/// Every group has been told.
pub const ROUND_ANNOUNCED: &str = "round.announced";

/// A bid was sent.
pub const APPLICATION_SUBMITTED: &str = "application.submitted";
/// A reopened bid was sent again.
pub const APPLICATION_SENT_AGAIN: &str = "application.sent_again";
/// A bid was taken back.
pub const APPLICATION_WITHDRAWN: &str = "application.withdrawn";
/// An attempt to send arrived late.
pub const APPLICATION_LATE: &str = "application.late";

/// A failed check was overridden.
pub const SCREENING_OVERRIDDEN: &str = "screening.overridden";
/// The marks of a bid were revealed, all together.
pub const ASSESSMENT_LOCKED: &str = "assessment.locked";
/// Agreed marks of a bid.
pub const MODERATION_AGREED: &str = "moderation.agreed";
/// What the panel recommends about a bid.
pub const PANEL_RECOMMENDED: &str = "panel.recommended";

/// The result of due diligence about a bid.
pub const DUE_DILIGENCE_RECORDED: &str = "due_diligence.recorded";
/// The decision went back to the panel, and due diligence about a bid is made anew.
pub const DUE_DILIGENCE_REOPENED: &str = "due_diligence.reopened";
/// The decision of a round was drafted.
pub const DECISION_PREPARED: &str = "decision.prepared";
/// An item or a text of it was changed.
pub const DECISION_REVISED: &str = "decision.revised";
/// The finance officer commented.
pub const DECISION_COMMENTED: &str = "decision.commented";
/// It was signed: one entry for the round, and one for each bid with its outcome.
pub const DECISION_SIGNED: &str = "decision.signed";
/// It was set aside because the recommendation went back to the panel.
pub const DECISION_SUPERSEDED: &str = "decision.superseded";
/// A bid was approved from the reserve list.
pub const RESERVE_PROMOTED: &str = "reserve.promoted";
/// An award was drafted.
pub const AWARD_DRAFTED: &str = "award.drafted";
/// An award was offered.
pub const AWARD_OFFERED: &str = "award.offered";
