//! Letters to a group about the check of its bid.

use crate::Content;
use almoner_domain::letter::FailedCheck;
use almoner_domain::value::{CivilDate, Instant, london, show_long_date, show_moment};

/// Which bid.
pub(super) struct About<'a> {
    pub(super) reference: &'a str,
    pub(super) round: &'a str,
    pub(super) path: &'a str,
}

fn begin(subject: &str, reference: &str, round: &str) -> Content {
    Content::new(format!("{subject}: {reference}")).fact("Reference", reference).fact("Fund", round)
}

pub(super) fn not_eligible(
    about: &About<'_>,
    reasons: &[FailedCheck],
    review_until: CivilDate,
    contact: [&str; 3],
) -> Content {
    let mut content = begin("Your application is not eligible", about.reference, about.round)
        .say(
            "We have checked your application against the published rules of this fund. Two \
             people have looked at it. It is not eligible, so it will not be marked.",
        )
        .heading("Why");
    for check in reasons {
        content = content.say(check.title.as_str()).list(check.reasons.clone());
        if !check.text.is_empty() {
            content = content.quote(check.text.as_str());
        }
    }
    let [name, email, phone] = contact;
    content
        .heading("If you think this is wrong")
        .say(format!(
            "You can ask for a review until the end of {}. Somebody who took no part in this \
             result will look at it. Asking costs nothing and does not count against you.",
            show_long_date(review_until)
        ))
        .link("See the result or ask for a review", about.path)
        .say(format!("To talk it through, contact {name}: {email} or {phone}."))
}

pub(super) fn goes_to_assessment(
    about: &About<'_>,
    conditions: &[String],
    decision_by: CivilDate,
) -> Content {
    let content = begin("Your application goes to assessment", about.reference, about.round).say(
        "We have checked your application against the published rules of this fund. It now goes \
         to our assessors. This is not a promise of money: not every application that is marked \
         can be funded.",
    );
    with_conditions(content, conditions)
        .fact("Decision expected by", show_long_date(decision_by))
        .link("See your application", about.path)
}

fn with_conditions(content: Content, conditions: &[String]) -> Content {
    if conditions.is_empty() {
        return content;
    }
    content
        .say("If you are offered a grant, you will have to do this before we can agree it:")
        .list(conditions.to_vec())
}

pub(super) fn information_needed(about: &About<'_>, items: &[String], until: CivilDate) -> Content {
    begin("We need something more for your application", about.reference, about.round)
        .say("While checking your application we found that we need:")
        .list(items.to_vec())
        .fact("Answer by the end of", show_long_date(until))
        .link("Answer now", about.path)
        .say(
            "You can change only the answers that we ask about. If we hear nothing by then, we \
             go on with what you have sent.",
        )
}

pub(super) fn information_received(reference: &str, round: &str, at: Instant) -> Content {
    begin("We have received your answers", reference, round)
        .fact("Received", moment(at))
        .say("We will look at your application again. You do not need to do anything now.")
}

pub(super) fn review_received(reference: &str, round: &str, at: Instant) -> Content {
    begin("We have received your request for a review", reference, round)
        .fact("Received", moment(at))
        .say(
            "Somebody who took no part in the result will look at it and write to you. You do \
             not need to do anything now.",
        )
}

pub(super) fn review_answered(about: &About<'_>, reinstated: bool, answer: &str) -> Content {
    let content = begin("The outcome of your review", about.reference, about.round);
    let content = if reinstated {
        content.say(
            "We have reviewed the result. It does not stand, and we are checking your \
             application again. We will write to you about the new result.",
        )
    } else {
        content.say("We have reviewed the result. It stands: your application is not eligible.")
    };
    content.heading("Why").quote(answer).link("See the result", about.path)
}

pub(super) fn result_set_aside(about: &About<'_>, conditions: &[String]) -> Content {
    let content = begin("We are checking your application again", about.reference, about.round)
        .say(
            "We told you that your application is not eligible. Those with the authority have \
             set that result aside, and we are checking your application again. We will write to \
             you about the new result.",
        );
    with_conditions(content, conditions).link("See your application", about.path)
}

/// A moment with its zone, so that nobody needs to guess.
fn moment(at: Instant) -> String {
    format!("{} ({})", show_moment(at), london::zone_name(at))
}
