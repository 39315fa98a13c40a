//! What people read when a use case did not happen, whoever called it.

use crate::refusals;
use almoner_domain::access::Denied;
use almoner_usecases::AppError;

/// A heading and paragraphs about what happened; none where the words depend on the place, as
/// where somebody must sign in, or what does not exist.
#[must_use]
pub fn words(error: &AppError) -> Option<(String, Vec<String>)> {
    let (heading, text) = match error {
        AppError::Refused(refusal) => return Some(refusals::words(refusal)),
        AppError::Declare => (
            "Declare your interests first",
            "You can open an application only after you have declared your interests on the list \
             of names of its round.",
        ),
        AppError::Forbidden(_, Denied::Role) => {
            ("You cannot do this", "None of your roles allows it. Nothing was changed.")
        }
        AppError::Forbidden(_, Denied::EarlierPart) => (
            "Somebody else must do this",
            "You took an earlier part in this application or round, and this step needs a \
             different person. Nothing was changed.",
        ),
        AppError::Stale => (
            "Somebody else changed this while you were working",
            "Your change was not saved, so that theirs is not lost.",
        ),
        AppError::Store(_) => {
            ("Sorry, there is a problem with the service", "Nothing was changed.")
        }
        AppError::NotFound
        | AppError::SignedOut
        | AppError::SecondFactor
        | AppError::Invalid(_) => return None,
    };
    Some((heading.to_owned(), vec![text.to_owned()]))
}
