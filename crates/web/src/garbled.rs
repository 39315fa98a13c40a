//! A form with characters that cannot be read. It comes back with every word of it: the answers at
//! fault to be put right, the others kept as they are, and one press sends it again.

use crate::chrome::Chrome;
use crate::components::{ErrorSummary, Field, Textarea, Words};
use crate::page::{Frame, chrome};
use crate::typed::{NEVER_AGAIN, is_typed};
use almoner_http::{Garbled, Site, Visitor, csrf_token};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/garbled.html")]
pub(crate) struct GarbledPage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    action: String,
    /// In the order in which they were sent.
    fields: Vec<Sent>,
    /// What needs no change, to read and to copy.
    rest: Vec<(String, String)>,
}

enum Sent {
    Kept { name: String, text: String },
    AtFault(Box<Textarea>),
}

/// The page for a form that was posted to `action`.
pub(crate) fn page(
    site: &Site,
    frame: &Frame,
    visitor: &Visitor,
    action: &str,
    garbled: &Garbled,
) -> GarbledPage {
    let (mut fields, mut rest) = (Vec::new(), Vec::new());
    for (number, (name, text)) in garbled.fields.0.iter().enumerate() {
        if garbled.names.contains(name) {
            let label = name.replace(['_', '-', '.'], " ");
            let error = Words::from(format!("“{label}” contains characters we cannot read"));
            let text = if NEVER_AGAIN.contains(&name.as_str()) { "" } else { text.as_str() };
            fields.push(Sent::AtFault(Box::new(
                Textarea::new(name.clone(), format!("Your answer to “{label}”"))
                    .id(format!("answer-{number}"))
                    .value(text.to_owned())
                    .error(Some(error)),
            )));
        } else if !NEVER_AGAIN.contains(&name.as_str()) {
            if is_typed(name, text) {
                rest.push((name.clone(), text.clone()));
            }
            fields.push(Sent::Kept { name: name.clone(), text: text.clone() });
        }
    }
    let errors = fields.iter().filter_map(|one| match one {
        Sent::AtFault(answer) => answer.error_item(),
        Sent::Kept { .. } => None,
    });
    let mut chrome = chrome(site, frame, visitor, "Some characters could not be read");
    chrome.error = true;
    GarbledPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors: errors.collect(),
        action: action.to_owned(),
        fields,
        rest,
    }
}
