//! What groups are told about the decision.

use crate::Content;
use almoner_domain::decision::{NotFunded, Offer};
use almoner_domain::value::{CivilDate, show_long_date};

pub(super) fn offered(offer: &Offer) -> Content {
    let letter = Content::new(format!("We offer you a grant: {}", offer.round))
        .say(format!("We are pleased to offer a grant to {}.", offer.recipient))
        .fact("Reference", offer.reference.as_str())
        .fact("Amount", offer.amount.to_string())
        .fact("For", offer.purpose.as_str())
        .fact("Accept by", format!("the end of {}", show_long_date(offer.accept_by)));
    let letter = if offer.amount < offer.requested {
        letter.say(format!(
            "You asked for {}. We can offer a part of it. If you cannot run the project with this \
             amount, tell us before you accept.",
            offer.requested
        ))
    } else {
        letter
    };
    let letter = letter.heading("Why we decided so").quote(offer.reason.as_str());
    let letter = if offer.conditions.is_empty() {
        letter
    } else {
        letter.heading("Conditions").list(offer.conditions.clone())
    };
    let (name, address) = &offer.contact;
    letter
        .heading("What happens next")
        .say(
            "Please do not spend any of the money yet. Before the grant begins, we will ask for \
             your bank details, your insurance and your signature. No money is paid before that.",
        )
        .link("See the decision", offer.path.as_str())
        .say(format!("Questions? Write to {name}, {address}."))
}

pub(super) fn declined(result: &NotFunded) -> Content {
    let letter = Content::new(format!("Our decision on your application: {}", result.round))
        .say(format!(
            "Thank you for the work that {} has put into its application. We are sorry that we \
             cannot fund it.",
            result.recipient
        ))
        .fact("Reference", result.reference.as_str());
    with_feedback(letter, result)
}

pub(super) fn on_reserve(result: &NotFunded, until: CivilDate) -> Content {
    let letter = Content::new(format!("You are on the reserve list: {}", result.round))
        .say(format!(
            "The application of {} was good enough to be funded, and our money has gone to others. \
             It is on our reserve list.",
            result.recipient
        ))
        .fact("Reference", result.reference.as_str())
        .say(format!(
            "If money becomes free by the end of {}, we may offer you a grant. This is not a \
             promise: please do not count on it.",
            show_long_date(until)
        ));
    with_feedback(letter, result)
}

/// Reason, marks by criterion, feedback, and how to ask for a review.
fn with_feedback(letter: Content, result: &NotFunded) -> Content {
    let letter = letter
        .heading("Why we decided so")
        .quote(result.reason.as_str())
        .heading("How your application was marked");
    let letter = result
        .marks
        .iter()
        .fold(letter, |letter, (title, mark)| letter.fact(title, format!("{mark} out of 5")));
    let (name, address) = &result.contact;
    letter
        .heading("What may help next time")
        .quote(result.feedback.as_str())
        .heading("If you think that we did not follow our own process")
        .say(format!(
            "You can ask for a review of how we handled your application by the end of {}. A \
             review looks at whether we did what we said we would do. It does not mark the \
             application again. Write to {name}, {address}.",
            show_long_date(result.review_by)
        ))
        .link("See the decision", result.path.as_str())
}
