//! A form of this topic: facts, fields and one button.

use super::Again;
use crate::chrome::Chrome;
use crate::components::{
    ErrorItem, ErrorSummary, Field, Radios, Select, SummaryList, TextInput, Textarea,
};
use crate::page::{FrameData, SiteData, chrome, render};
use crate::typed::kept;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use almoner_http::{Visitor, csrf_token};
use askama::Template;

/// One field of a form.
pub(super) enum FormField {
    /// A heading between fields.
    Heading(String),
    /// A line.
    Line(TextInput),
    /// A text.
    Area(Textarea),
    /// One of a few.
    Radios(Radios),
    /// One of many.
    Select(Select),
}

impl FormField {
    fn error_item(&self) -> Option<ErrorItem> {
        match self {
            Self::Heading(_) => None,
            Self::Line(field) => field.error_item(),
            Self::Area(field) => field.error_item(),
            Self::Radios(field) => field.error_item(),
            Self::Select(field) => field.error_item(),
        }
    }
}

/// A form as a page.
#[derive(Template)]
#[template(path = "pages/decisions/form.html")]
pub(super) struct FormPage {
    chrome: Chrome,
    heading: String,
    caption: String,
    about: Vec<String>,
    facts: Option<SummaryList>,
    back: String,
    csrf: String,
    hidden: Vec<(&'static str, String)>,
    errors: ErrorSummary,
    fields: Vec<FormField>,
    button: Option<&'static str>,
}

/// What a form is made of.
pub(super) struct Parts {
    pub(super) heading: String,
    pub(super) caption: String,
    pub(super) about: Vec<String>,
    pub(super) facts: Option<SummaryList>,
    pub(super) back: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<FormField>,
    pub(super) button: Option<&'static str>,
}

/// The words that stand against a field.
pub(super) fn error(again: Option<&Again>, name: &str) -> Option<String> {
    let found = again?.against.iter().find(|(field, _)| field == name && !name.is_empty());
    found.map(|(_, words)| words.clone())
}

/// The form as an answer.
pub(super) fn answer(
    parts: Parts,
    again: Option<&Again>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> HttpResponse {
    let at: Vec<ErrorItem> = parts.fields.iter().filter_map(FormField::error_item).collect();
    // What stands against a field that the page does not have stands against the whole form.
    let against = again.into_iter().flat_map(|again| &again.against);
    let general = against.filter(|(_, words)| !at.iter().any(|item| item.text == words.as_str()));
    let general: Vec<ErrorItem> =
        general.map(|(_, words)| ErrorItem::general(words.clone())).collect();
    let errors: ErrorSummary = general.into_iter().chain(at).collect();
    let mut chrome = chrome(site, frame, visitor, &parts.heading);
    chrome.error = !errors.is_empty();
    if let Some(again) = again.filter(|_| parts.button.is_none()) {
        chrome.kept = kept(&again.typed);
    }
    let page = FormPage {
        chrome,
        heading: parts.heading,
        caption: parts.caption,
        about: parts.about,
        facts: parts.facts,
        back: parts.back,
        csrf: csrf_token(site, visitor.session_token()),
        hidden: parts.hidden,
        errors,
        fields: parts.fields,
        button: parts.button,
    };
    render(again.map_or(StatusCode::OK, |again| again.status), &page)
}
