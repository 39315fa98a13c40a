//! Words about bids that an officer enters for a group.

use almoner_domain::application::{EnterRefused, EnteredHow};
use almoner_domain::value::show_moment;

/// How a group gave its bid.
#[must_use]
pub const fn how(how: EnteredHow) -> &'static str {
    match how {
        EnteredHow::Phone => "By telephone or face to face",
        EnteredHow::Paper => "On paper",
    }
}

/// Why an officer does not enter a bid.
#[must_use]
pub fn refused(refused: &EnterRefused) -> (String, Vec<String>) {
    use EnterRefused as R;
    let (heading, text) = match refused {
        R::NoCheck => (
            "Applications cannot be entered in this round",
            "The round has no check of eligibility on whether somebody of the group confirmed the \
             application."
                .to_owned(),
        ),
        R::BeforeOpening(opens) => (
            "It was received before the round opened",
            format!("The round opened at {}.", show_moment(*opens)),
        ),
        R::AfterDeadline(deadline) => {
            ("It was received after the deadline", format!("The deadline was {deadline}."))
        }
        R::NotYet => {
            ("The time at which it was received has not come yet", "Check the date.".to_owned())
        }
        R::OwnGroup => (
            "You belong to this organisation",
            "Apply as its member, with an account that holds no role of the office.".to_owned(),
        ),
        R::OwnMailbox => (
            "This address reaches your own mailbox",
            "The contact confirms what you enter, and must be somebody else.".to_owned(),
        ),
        R::SharedAddress => (
            "This address looks like one that several people read",
            "The contact needs an email address of their own, which nobody else reads.".to_owned(),
        ),
        R::Staff => (
            "This person works for the office",
            "The contact must be somebody of the group who holds no role of the office.".to_owned(),
        ),
    };
    (heading.to_owned(), vec![text, "Nothing was changed.".to_owned()])
}
