//! Letters about the second person of a bid. They link, and copy no answers.

use crate::Content;
use almoner_domain::value::{CivilDate, Deadline, show_long_date};

/// What all of them name.
pub(super) struct About<'a> {
    pub(super) reference: &'a str,
    pub(super) round: &'a str,
    pub(super) path: &'a str,
}

fn day(until: CivilDate) -> String {
    format!("the end of {}", show_long_date(until))
}

/// Who sent a bid, and for whom.
pub(super) struct Sent<'a> {
    pub(super) organisation: &'a str,
    pub(super) by: &'a str,
    /// Whether that is an officer who entered it for the group.
    pub(super) entered: bool,
}

pub(super) fn entered(
    round: &str,
    organisation: &str,
    by: &str,
    deadline: Deadline,
    [contact, phone]: [&str; 2],
    path: &str,
) -> Content {
    Content::new(format!("We are entering your application to {round}"))
        .say(format!(
            "{by} of our office is entering an application for {organisation}, which you gave us \
             by telephone or on paper. You are named as its contact."
        ))
        .fact("Fund", round)
        .fact("Deadline", deadline.to_string())
        .link("See what has been entered so far", path)
        .say(
            "When it is sent we email you a link. You then read the whole application and confirm \
             it, or say what is wrong.",
        )
        .say(format!("If you did not ask us for this, tell us at once: {contact}, {phone}."))
}

pub(super) fn asked(
    about: &About<'_>,
    Sent { organisation, by, entered }: &Sent<'_>,
    until: CivilDate,
    again: bool,
) -> Content {
    let subject = if again {
        format!("Reminder: application {} waits for you to confirm it", about.reference)
    } else {
        format!("Please confirm application {}", about.reference)
    };
    let opening = if *entered {
        format!(
            "{by} of our office has entered and sent the application of {organisation}, which you \
             gave us by telephone or on paper. Please read what was entered, and confirm it."
        )
    } else {
        format!(
            "{by} has sent an application for {organisation}. It asks for an amount that needs \
             the word of a second person of the organisation, and you are named as that person."
        )
    };
    Content::new(subject)
        .say(opening)
        .fact("Reference", about.reference)
        .fact("Fund", about.round)
        .fact("Confirm by", day(until))
        .link("Read the application and answer", about.path)
        .say(
            "Sign in with this email address. You will see the whole application as it was sent, \
             and can confirm it or say no. The application keeps the time at which it was sent.",
        )
        .say(
            "If other people read this mailbox, do not confirm. Ask a lead of your organisation \
             to name somebody with an address of their own.",
        )
}

pub(super) fn needed(
    about: &About<'_>,
    who: Option<&str>,
    until: CivilDate,
    again: bool,
) -> Content {
    let subject = if again {
        format!("Reminder: application {} is not confirmed yet", about.reference)
    } else {
        format!("A second person must confirm application {}", about.reference)
    };
    let content = Content::new(subject)
        .say(
            "Your application is received. It asks for an amount that needs the word of a second \
             person of your organisation.",
        )
        .fact("Reference", about.reference)
        .fact("Fund", about.round)
        .fact("Still to confirm", who.unwrap_or("nobody is named yet"))
        .fact("By", day(until));
    let content = match who {
        Some(who) => content
            .say(format!("We have emailed {who} a link."))
            .link("See where it stands, or name another person", about.path),
        None => content.link("Name the second person", about.path),
    };
    content.say(
        "If nobody confirms it in time, your application is not lost: we will ask you about it \
         when we check it.",
    )
}

pub(super) fn answered(about: &About<'_>, who: &str, confirmed: bool) -> Content {
    if confirmed {
        Content::new(format!("Application {} is confirmed", about.reference))
            .say(format!("{who} has confirmed your application to {}.", about.round))
            .say("There is nothing more to do for this.")
            .link("See where it stands", about.path)
    } else {
        Content::new(format!("Application {} was not confirmed", about.reference))
            .say(format!("{who} has not confirmed your application to {}.", about.round))
            .link("Read why, and what you can do", about.path)
            .say(
                "Your application is not lost. Until the deadline you can open it again and \
                 change it, and a lead of your organisation can name another second person.",
            )
    }
}
