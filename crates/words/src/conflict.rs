//! Words about declarations of interest.

use almoner_domain::conflict::{ConflictRefused, Kind, Status};

/// What people read when a declaration is not taken.
#[must_use]
pub fn refused(refused: &ConflictRefused) -> (String, Vec<String>) {
    let (heading, text) = match refused {
        ConflictRefused::NotFromHere(_) => (
            "This declaration cannot be changed in that way",
            "It has been decided. Speak to the grants lead if something has changed.",
        ),
        ConflictRefused::NoteMissing => (
            "Say what the interest is",
            "An interest needs a few words, so that somebody else can judge it. Go back and add \
             them.",
        ),
        ConflictRefused::OwnInterest => {
            ("Somebody else must do this", "Nobody decides about an interest of their own.")
        }
        ConflictRefused::OwnGroup => (
            "You belong to a group on the list",
            "You are a member of one of these groups, or were while its application was written. \
             Go back and declare that as an interest: you are kept away from its application.",
        ),
        ConflictRefused::NotOfThisRound => (
            "The list of names has changed",
            "An application that you declared about is not on the list any more. Open the list \
             again.",
        ),
        ConflictRefused::RoundNotClosed => (
            "The list of names is not there yet",
            "You can declare your interests after the deadline, when it is known who has applied.",
        ),
    };
    (heading.to_owned(), vec![text.to_owned(), "Nothing was changed.".to_owned()])
}

/// What links a person to a group.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Personal => "I know somebody in it (friend, neighbour, colleague)",
        Kind::Pecuniary => "I could gain or lose money",
        Kind::CloseRelative => "A close relative or somebody I live with is part of it",
        Kind::EmploymentOrTrustee => "I work or volunteer for it, or am on its committee",
        Kind::ReceivedService => "I have had its help or used its service",
        Kind::Other => "Something else",
    }
}

/// The same in the register, about somebody else.
#[must_use]
pub const fn kind_of_other(kind: Kind) -> &'static str {
    match kind {
        Kind::Personal => "Knows somebody in it",
        Kind::Pecuniary => "Could gain or lose money",
        Kind::CloseRelative => "A close relative or household member is part of it",
        Kind::EmploymentOrTrustee => "Works or volunteers for it, or is on its committee",
        Kind::ReceivedService => "Has had its help or used its service",
        Kind::Other => "Something else",
    }
}

/// Where a declaration stands.
#[must_use]
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Pending => "Not declared",
        Status::None => "No interest",
        Status::Declared => "Waits for a decision",
        Status::ClearedWithNote => "Cleared, with a note",
        Status::Recused => "Stands aside",
    }
}
