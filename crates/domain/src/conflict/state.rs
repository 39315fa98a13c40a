//! The states of a declaration.

crate::state::state_machine! {
    /// Where a declaration stands.
    status Status {
        /// Not made yet.
        Pending = "pending",
        /// No interest.
        None = "none",
        /// An interest; somebody else has yet to decide about it.
        Declared = "declared",
        /// An interest that does not keep the person away; the note says why.
        ClearedWithNote = "cleared_with_note",
        /// Kept away from the application altogether. Final for the round.
        Recused = "recused",
    }
    /// What can happen to it.
    moves Move {
        /// The person says that they have no interest.
        DeclareNone: Pending => None,
        /// The person declares an interest, or remembers one later.
        DeclareInterest: Pending | None | ClearedWithNote => Declared,
        /// Another person finds that it does not stand in the way.
        Clear: Declared => ClearedWithNote,
        /// Another person, or the rule, keeps them away.
        Recuse: Declared => Recused,
    }
}
