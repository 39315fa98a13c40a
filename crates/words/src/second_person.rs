//! Words about the second person of a bid.

use almoner_domain::application::{ConfirmationRefused, LONGEST_REASON, Seconded};
use almoner_domain::value::{CivilDate, show_long_date};

/// The last day, as the group reads it.
#[must_use]
pub fn until(day: CivilDate) -> String {
    format!("the end of {}", show_long_date(day))
}

/// Where a bid stands with its second person, for its group. `who` is who is named.
#[must_use]
pub fn stands(stands: Seconded, who: Option<&str>) -> String {
    match (stands, who) {
        (Seconded::NotNeeded, _) => "Not needed for this amount".to_owned(),
        (Seconded::Waiting { until: day }, Some(who)) => {
            format!("{who} must still confirm, by {}", until(day))
        }
        (Seconded::Waiting { until: day }, None) => {
            format!("Nobody is named yet. Somebody must confirm by {}", until(day))
        }
        (Seconded::Confirmed, Some(who)) => format!("Confirmed by {who}"),
        (Seconded::Confirmed, None) => "Confirmed".to_owned(),
        (Seconded::SaidNo, Some(who)) => format!("{who} did not confirm it"),
        (Seconded::SaidNo, None) => "Not confirmed".to_owned(),
        (Seconded::Missed { until: day }, _) => format!(
            "Not confirmed by {}. Your application is not lost: we will ask you about this when \
             we check it",
            until(day)
        ),
    }
}

/// Where it stands, as a stable code.
#[must_use]
pub const fn code(stands: Seconded) -> &'static str {
    match stands {
        Seconded::NotNeeded => "not_needed",
        Seconded::Waiting { .. } => "waiting",
        Seconded::Confirmed => "confirmed",
        Seconded::SaidNo => "said_no",
        Seconded::Missed { .. } => "missed",
    }
}

/// Why somebody is not named, or does not confirm.
#[must_use]
pub fn refused(refused: &ConfirmationRefused) -> (String, Vec<String>) {
    use ConfirmationRefused as R;
    let (heading, text) = match refused {
        R::NotFromHere(_) => (
            "This has been answered already",
            "The second person has answered. Look at where it stands now.".to_owned(),
        ),
        R::NotAsked => (
            "This round asks for no second person",
            "Applications of every amount count without one.".to_owned(),
        ),
        R::NotYours => (
            "Somebody else must do this",
            "A lead of your organisation, or the person who sent the application, names the \
             second person."
                .to_owned(),
        ),
        R::NotMember => (
            "This person does not belong to your organisation here",
            "A lead can invite them first.".to_owned(),
        ),
        R::FirstPerson => (
            "Somebody else must confirm this application",
            "You sent it. The second person must be another person.".to_owned(),
        ),
        R::SharedAddress => (
            "This address looks like one that several people read",
            "The second person needs an email address of their own, which nobody else reads."
                .to_owned(),
        ),
        R::SameMailbox => (
            "This address reaches the mailbox of the person who sent the application",
            "The second person needs an email address of their own, which nobody else reads."
                .to_owned(),
        ),
        R::NotNamed => (
            "Somebody else is named as the second person",
            "A lead of your organisation can name you instead.".to_owned(),
        ),
        R::NothingWaits => (
            "There is nothing to confirm",
            "The application has not been sent, was taken back, or needs no second person."
                .to_owned(),
        ),
        R::TooLate(day) => (
            "The time to confirm is over",
            format!(
                "It was possible until {}. The application is not lost: we will ask the \
                 organisation about it when we check it.",
                until(*day)
            ),
        ),
        R::ReasonMissing => ("Say why not", "Your organisation reads the reason.".to_owned()),
        R::ReasonTooLong => {
            ("The reason is too long", format!("It can have {LONGEST_REASON} characters at most."))
        }
        R::NotOwnAddress => (
            "Say that this email address is your own",
            "If other people read this mailbox, you cannot confirm with it.".to_owned(),
        ),
    };
    (heading.to_owned(), vec![text, "Nothing was changed.".to_owned()])
}
