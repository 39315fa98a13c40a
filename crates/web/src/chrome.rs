//! What stands around every page: `templates/layout.html` takes a [`Chrome`].

use std::sync::Arc;

use crate::assets::AssetPaths;
use crate::components::{Link, Words};

/// The frame of one page: who runs the service, who is signed in, where the links lead.
///
/// A page is an askama struct with a field `chrome: Chrome` and a template that begins with
/// `{% extends "layout.html" %}`.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// The page's own title; the service's and the office's names are added to it.
    pub title: Words,
    /// Whether something typed on the page is wrong: the title then begins with "Error: ".
    pub error: bool,
    /// Whether the page needs more width than text does: staff lists, the assessor's two columns.
    pub wide: bool,
    /// Whether the database is a demonstration: every page then says so.
    pub demonstration: bool,
    pub navigation: Vec<Link>,
    pub signed_in: Option<SignedIn>,
    pub office: Arc<Office>,
    pub assets: AssetPaths,
    /// What was typed and could not be taken, where no form on the page holds it.
    pub kept: Vec<(String, String)>,
    /// What was just done.
    pub done: Option<&'static str>,
}

/// The person whose session it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub name: String,
    /// The session's token that the sign-out button sends along.
    pub csrf: String,
}

/// The office, as every page shows it. Made once when the server starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Such as "Office of the Police and Crime Commissioner for ...".
    pub name: String,
    /// What the service is called, such as "Apply for community safety funding".
    pub service: String,
    /// Whom to ask: a named person or team.
    pub contact: String,
    /// As people write it, such as "0116 496 0000". Empty where there is none.
    pub phone: String,
    /// The links at the foot of each page.
    pub links: Vec<Link>,
}

impl Office {
    /// An office with the usual links at the foot of its pages.
    pub fn new(
        name: impl Into<String>,
        service: impl Into<String>,
        contact: impl Into<String>,
        phone: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            service: service.into(),
            contact: contact.into(),
            phone: phone.into(),
            links: vec![
                Link::new("Accessibility", "/accessibility"),
                Link::new("Privacy", "/privacy"),
                Link::new("Contact", "/contact"),
            ],
        }
    }

    /// The phone number as an address that a phone can dial.
    #[must_use]
    pub fn phone_link(&self) -> String {
        let dialled = |c: &char| c.is_ascii_digit() || *c == '+';
        format!("tel:{}", self.phone.chars().filter(dialled).collect::<String>())
    }
}

impl Chrome {
    /// The frame of a page for somebody who is not signed in.
    pub fn new(office: Arc<Office>, title: impl Into<Words>) -> Self {
        Self {
            title: title.into(),
            error: false,
            wide: false,
            demonstration: false,
            navigation: Vec::new(),
            signed_in: None,
            office,
            assets: AssetPaths::current(),
            kept: Vec::new(),
            done: None,
        }
    }
}
