//! The states of an application and the moves between them.

crate::state::state_machine! {
    /// Where an application stands.
    status Status {
        /// Being written.
        Draft = "draft",
        /// Sent in time.
        Submitted = "submitted",
        /// Never sent; the round has closed.
        Abandoned = "abandoned",
        /// Taken back by the group.
        Withdrawn = "withdrawn",
        /// An attempt to send arrived after the deadline: kept as a late draft.
        Late = "late",
        /// Being checked for eligibility.
        Screening = "screening",
        /// The group has been asked for something.
        InfoRequested = "info_requested",
        /// One person says that it fails; another has yet to confirm.
        IneligibleProposed = "ineligible_proposed",
        /// Not eligible, confirmed by a second person; the group has been told why.
        Ineligible = "ineligible",
        /// Goes to assessment.
        Eligible = "eligible",
        /// Being marked.
        InAssessment = "in_assessment",
        /// Every required assessment is locked or waived.
        Assessed = "assessed",
        /// The panel has agreed marks.
        Moderated = "moderated",
        /// The panel recommends an award.
        Recommended = "recommended",
        /// On the reserve list.
        Reserve = "reserve",
        /// The panel does not recommend an award.
        NotRecommended = "not_recommended",
        /// Due diligence is clear, or clear with conditions.
        DdClear = "dd_clear",
        /// Due diligence failed.
        DdFailed = "dd_failed",
        /// The approver has approved an award.
        Approved = "approved",
        /// The approver has declined.
        Declined = "declined",
        /// The award exists.
        Converted = "converted",
    }
    /// What can happen to an application.
    moves Move {
        /// The group sends it.
        Submit: Draft => Submitted,
        /// The group sends a reopened one again, before the deadline.
        SendAgain: Submitted => Submitted,
        /// The group takes it back.
        Withdraw: Draft | Submitted | Screening | InfoRequested | IneligibleProposed | Ineligible
            | Eligible | InAssessment | Assessed | Moderated | Recommended | Reserve
            | NotRecommended | DdClear | DdFailed => Withdrawn,
        /// The round closed before it was sent.
        Abandon: Draft => Abandoned,
        /// An attempt to send arrived late.
        ArriveLate: Draft | Abandoned => Late,
        /// Screening of it starts.
        StartScreening: Submitted => Screening,
        /// The group is asked for something that can be cured.
        AskForInformation: Screening => InfoRequested,
        /// The group answered, or the time for it ran out.
        ReturnToScreening: InfoRequested => Screening,
        /// One person proposes that it is not eligible.
        ProposeIneligible: Screening => IneligibleProposed,
        /// Another person does not agree.
        RejectProposal: IneligibleProposed => Screening,
        /// Another person confirms.
        ConfirmIneligible: IneligibleProposed => Ineligible,
        /// A review or an override puts it back.
        Reinstate: Ineligible => Screening,
        /// Every check passes or is overridden.
        PassScreening: Screening => Eligible,
        /// The first assessor is assigned.
        StartAssessment: Eligible => InAssessment,
        /// The last required assessment is locked or waived.
        FinishAssessment: InAssessment => Assessed,
        /// The panel agrees marks.
        Moderate: Assessed | Moderated => Moderated,
        /// The panel recommends an award.
        Recommend: Moderated | Recommended | Reserve | NotRecommended => Recommended,
        /// The panel puts it on the reserve list.
        PutOnReserve: Moderated | Recommended | Reserve | NotRecommended => Reserve,
        /// The panel does not recommend it.
        NotRecommend: Moderated | Recommended | Reserve | NotRecommended => NotRecommended,
        /// Due diligence is clear.
        ClearDueDiligence: Recommended | Reserve => DdClear,
        /// Due diligence failed.
        FailDueDiligence: Recommended | Reserve => DdFailed,
        /// The decision goes back to the panel: due diligence about an award is made anew.
        ReopenRecommendation: DdClear | DdFailed => Recommended,
        /// The decision goes back to the panel: so is that about a bid on the reserve list.
        ReopenReserve: DdClear | DdFailed => Reserve,
        /// The approver approves.
        Approve: DdClear | Reserve | NotRecommended => Approved,
        /// The approver declines.
        Decline: DdClear | DdFailed | Reserve | NotRecommended => Declined,
        /// The award is made.
        Convert: Approved => Converted,
    }
}

impl Status {
    /// Whether it no longer counts as a bid of its group.
    #[must_use]
    pub const fn is_given_up(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Abandoned)
    }
}
