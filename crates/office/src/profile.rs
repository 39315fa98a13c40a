//! Who the office is: `office.toml`.

use std::collections::BTreeMap;

use almoner_domain::access::Role;
use almoner_domain::office::{Identity, Titles};
use almoner_domain::value::{EmailAddress, PhoneNumber};
use serde::Deserialize;
use toml::Spanned;

use crate::document::Document;
use crate::error::{Fault, PackError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    name: Spanned<String>,
    short_name: Spanned<String>,
    area_name: Spanned<String>,
    commissioner_title: Spanned<String>,
    deputy_title: Spanned<String>,
    service_name: Spanned<String>,
    #[expect(dead_code, reason = "read only so that any other zone is refused")]
    time_zone: TimeZone,
    contact: ContactTable,
    titles: Spanned<BTreeMap<Role, String>>,
}

/// The one time zone of the offices of England and Wales.
#[derive(Deserialize)]
enum TimeZone {
    #[serde(rename = "Europe/London")]
    EuropeLondon,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactTable {
    fictional: bool,
    name: Spanned<String>,
    mailbox: Spanned<String>,
    phone: Spanned<String>,
    accessibility_mailbox: Spanned<String>,
    accessibility_phone: Spanned<String>,
}

pub(crate) fn read(document: Document<'_>) -> Result<(Identity, Titles), PackError> {
    let file: OfficeFile = document.toml()?;
    let contact = &file.contact;
    let identity = Identity {
        name: document.filled("name", &file.name)?,
        short_name: document.filled("short_name", &file.short_name)?,
        area_name: document.filled("area_name", &file.area_name)?,
        service_name: document.filled("service_name", &file.service_name)?,
        commissioner_title: document.filled("commissioner_title", &file.commissioner_title)?,
        deputy_title: document.filled("deputy_title", &file.deputy_title)?,
        contact_name: document.filled("contact name", &contact.name)?,
        contact_email: mailbox(document, &contact.mailbox)?,
        contact_phone: phone(document, &contact.phone)?,
        accessibility_email: mailbox(document, &contact.accessibility_mailbox)?,
        accessibility_phone: phone(document, &contact.accessibility_phone)?,
        contact_is_fictional: contact.fictional,
    };
    let titles = Titles::new(file.titles.get_ref().clone())
        .map_err(|untitled| document.complain(&file.titles, untitled.into()))?;
    Ok((identity, titles))
}

/// A mailbox, kept as written.
fn mailbox(document: Document<'_>, text: &Spanned<String>) -> Result<String, PackError> {
    match EmailAddress::parse(text.get_ref()) {
        Ok(_) => Ok(text.get_ref().clone()),
        Err(_) => Err(document.complain(text, Fault::Mailbox(text.get_ref().clone()))),
    }
}

/// A telephone number, kept as written: that is how people read it out.
fn phone(document: Document<'_>, text: &Spanned<String>) -> Result<String, PackError> {
    match PhoneNumber::parse(text.get_ref()) {
        Ok(_) => Ok(text.get_ref().clone()),
        Err(_) => Err(document.complain(text, Fault::Phone(text.get_ref().clone()))),
    }
}
