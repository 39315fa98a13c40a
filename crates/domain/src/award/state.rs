//! The states of an award and the moves between them, to the end of its life.

crate::state::state_machine! {
    /// Where an award stands.
    status Status {
        /// Made from the signed decision; the group has not been told.
        Drafted = "drafted",
        /// The group has the offer.
        Offered = "offered",
        /// The group has accepted; the office has yet to sign.
        Accepted = "accepted",
        /// The group did not want it.
        DeclinedByOrg = "declined_by_org",
        /// The group did not accept in time.
        Lapsed = "lapsed",
        /// Both sides have signed.
        Executed = "executed",
        /// The project is under way.
        Active = "active",
        /// Stopped for the time being.
        Suspended = "suspended",
        /// A change of the agreement is being considered.
        VariationPending = "variation_pending",
        /// The project is over; its last report is not in.
        FinalReportDue = "final_report_due",
        /// The last report is accepted.
        Completed = "completed",
        /// Nothing is owed on either side.
        Closed = "closed",
        /// Ended early.
        Terminated = "terminated",
        /// Money is asked back.
        Clawback = "clawback",
    }
    /// What can happen to an award.
    moves Move {
        /// The group is told.
        Offer: Drafted => Offered,
        /// The group signs.
        Accept: Offered => Accepted,
        /// The group does not want it.
        DeclineOffer: Offered => DeclinedByOrg,
        /// Nobody accepted in time.
        Lapse: Offered => Lapsed,
        /// The office signs.
        Execute: Accepted => Executed,
        /// The project starts.
        Start: Executed => Active,
        /// It is stopped for the time being.
        Suspend: Active => Suspended,
        /// It goes on.
        Resume: Suspended => Active,
        /// A change is asked for.
        AskForVariation: Active => VariationPending,
        /// The change is decided.
        DecideVariation: VariationPending => Active,
        /// The project is over.
        End: Active => FinalReportDue,
        /// The last report is accepted.
        AcceptFinalReport: FinalReportDue => Completed,
        /// Nothing is owed.
        Close: Completed | Clawback => Closed,
        /// It is ended early.
        Terminate: Active | Suspended => Terminated,
        /// Money is asked back.
        AskMoneyBack: Terminated | Completed => Clawback,
    }
}
