//! Letters to a group about its bid, until the office begins to check it.

use crate::Content;
use almoner_domain::value::{
    CivilDate, Deadline, Instant, Pence, london, show_long_date, show_moment,
};

/// A moment with its zone, so that nobody needs to guess.
fn moment(at: Instant) -> String {
    format!("{} ({})", show_moment(at), london::zone_name(at))
}

pub(super) fn started(round: &str, organisation: &str, deadline: Deadline, path: &str) -> Content {
    Content::new(format!("You started an application to {round}"))
        .say(format!("You have started an application for {organisation}."))
        .fact("Deadline", deadline.to_string())
        .say("You can stop at any time and come back to it. What you have saved is kept.")
        .link("Go to your application", path)
        .say(
            "It has not been sent yet. When you have answered everything, check your answers and \
             send it before the deadline.",
        )
}

/// The facts of a receipt.
pub(super) struct Receipt<'a> {
    pub(super) reference: &'a str,
    pub(super) round: &'a str,
    pub(super) organisation: &'a str,
    pub(super) sent_at: Instant,
    pub(super) requested: Option<Pence>,
    pub(super) again: bool,
    pub(super) deadline: Deadline,
    pub(super) decision_by: CivilDate,
    pub(super) path: &'a str,
}

pub(super) fn received(receipt: &Receipt<'_>) -> Content {
    let opening = if receipt.again {
        "We have received your changed application. It takes the place of the one that you sent \
         before."
    } else {
        "We have received your application. Thank you."
    };
    let content = Content::new(format!("We have received your application {}", receipt.reference))
        .say(opening)
        .fact("Reference", receipt.reference)
        .fact("Fund", receipt.round)
        .fact("For", receipt.organisation)
        .fact("Received", moment(receipt.sent_at));
    let content = match receipt.requested {
        Some(amount) => content.fact("Amount asked for", amount.to_string()),
        None => content,
    };
    content
        .link("See your receipt and your answers", receipt.path)
        .heading("What happens next")
        .list(vec![
            format!("Until {} you can open it again and change it.", receipt.deadline),
            "After the deadline we check that it can be considered, and tell you if it cannot."
                .to_owned(),
            format!("We plan to tell you the decision by {}.", show_long_date(receipt.decision_by)),
        ])
}

pub(super) fn reopened(reference: &str, round: &str, deadline: Deadline, path: &str) -> Content {
    Content::new(format!("You opened application {reference} again"))
        .say(format!("You opened your application to {round} again, to change it."))
        .say(format!(
            "The version that you sent still stands. If you do not send it again before \
             {deadline}, we will use that version."
        ))
        .link("Go to your application", path)
}

pub(super) fn withdrawn(reference: Option<&str>, round: &str, organisation: &str) -> Content {
    let content = Content::new(format!("Your application to {round} is withdrawn"))
        .say(format!("The application for {organisation} has been withdrawn."));
    let content = match reference {
        Some(reference) => content.fact("Reference", reference),
        None => content,
    };
    content.say("We will not consider it further. If this was a mistake, contact us at once.")
}

/// The facts of a late attempt.
pub(super) struct Late<'a> {
    pub(super) round: &'a str,
    pub(super) organisation: &'a str,
    pub(super) arrived: Instant,
    pub(super) deadline: Deadline,
    pub(super) stands: Option<&'a str>,
    pub(super) contact: &'a str,
    pub(super) contact_email: &'a str,
    pub(super) contact_phone: &'a str,
    pub(super) path: &'a str,
}

pub(super) fn late(late: &Late<'_>) -> Content {
    let content = Content::new(format!("Your application to {} arrived too late", late.round))
        .say(format!(
            "You tried to send the application for {}. We are sorry: it arrived after the \
             deadline.",
            late.organisation
        ))
        .fact("Deadline", late.deadline.to_string())
        .fact("Arrived", moment(late.arrived));
    let content = match late.stands {
        Some(reference) => content.say(format!(
            "The version that you sent in time, {reference}, still stands. We will use that one."
        )),
        None => content.say(
            "Everything that you wrote is kept as a late draft, with the time at which it \
             arrived.",
        ),
    };
    content.link("See what was kept", late.path).say(format!(
        "If something went wrong on our side, tell us now: {}, {}, {}.",
        late.contact, late.contact_phone, late.contact_email
    ))
}

pub(super) fn abandoned(round: &str, organisation: &str, deadline: Deadline) -> Content {
    Content::new(format!("Your application to {round} was not sent"))
        .say(format!(
            "You started an application for {organisation}, but it was not sent before the \
             deadline, {deadline}. We will not consider it."
        ))
        .say("What kept you from finishing? If you tell us, we can make it easier next time.")
}
