//! A form of this topic: facts, fields and one button.

use super::Again;
use crate::chrome::Chrome;
use crate::components::{
    ErrorItem, ErrorSummary, Field, Radios, Select, SummaryList, TextInput, Textarea,
};
use crate::page::{FrameData, SiteData, chrome, render};
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
    let found = again?.against.iter().find(|(field, _)| *field == name && !name.is_empty());
    found.map(|(_, words)| words.clone())
}

/// The form as an answer.
pub(super) fn answer(
    parts: Parts,
    again: Option<&Again>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> HttpResponse {
    let general = again.into_iter().flat_map(|again| &again.against);
    let errors: ErrorSummary = general
        .filter(|(field, _)| field.is_empty())
        .map(|(_, words)| Some(ErrorItem::general(words.clone())))
        .chain(parts.fields.iter().map(FormField::error_item))
        .collect();
    let mut chrome = chrome(site, frame, visitor, &parts.heading);
    chrome.error = !errors.is_empty();
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
