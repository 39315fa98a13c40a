//! The states of a decision.

crate::state::state_machine! {
    /// Where a decision stands.
    status Status {
        /// Drafted from the recommendation; being worked on.
        Draft = "draft",
        /// The finance officer has commented on it as it is.
        FinanceCommented = "finance_commented",
        /// Signed: it cannot be changed any more.
        Signed = "signed",
        /// Set aside before it was signed, or replaced by another one.
        Superseded = "superseded",
    }
    /// What can happen to a decision.
    moves Move {
        /// The officer changes it: a comment made before falls away.
        Revise: Draft | FinanceCommented => Draft,
        /// The finance officer comments on it.
        Comment: Draft | FinanceCommented => FinanceCommented,
        /// The approver signs it.
        Sign: FinanceCommented => Signed,
        /// It is set aside.
        Supersede: Draft | FinanceCommented | Signed => Superseded,
    }
}
