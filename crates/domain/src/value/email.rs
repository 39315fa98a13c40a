//! Email addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An email address that can be written to: of the usual shape, with its domain in small letters.
///
/// Only a message that arrives proves an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an email address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum EmailFault {
    /// Nothing but spaces was typed.
    #[error("empty")]
    Empty,
    /// Longer than mail systems carry: 254 characters, 64 of them before the `@`.
    #[error("too long")]
    TooLong,
    /// Not the shape of an address.
    #[error("not an email address")]
    NotEmail,
}

impl EmailAddress {
    /// Reads an address (RFC 5321, without quoted names and address literals); spaces at the ends
    /// are tolerated.
    pub fn parse(text: &str) -> Result<Self, EmailFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailFault::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailFault::NotEmail)?;
        if !is_local(local) || !is_domain(domain) {
            return Err(EmailFault::NotEmail);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(EmailFault::TooLong);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Whether both very probably reach one mailbox: equal but for capitals.
    pub fn same_mailbox(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

fn is_local(local: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
    local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(allowed))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, top)) = domain.rsplit_once('.') else { return false };
    let top_is_name = top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit());
    top_is_name && domain.split('.').all(is_label)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailFault;

    fn try_from(text: String) -> Result<Self, EmailFault> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_domain_is_put_in_small_letters() {
        let address = EmailAddress::parse(" Jo.Bloggs+csf@Example.ORG.uk ").unwrap();
        assert_eq!(address.as_str(), "Jo.Bloggs+csf@example.org.uk");
        assert_eq!(address.domain(), "example.org.uk");
    }

    #[test]
    fn capitals_do_not_make_another_mailbox() {
        let a = EmailAddress::parse("jo@example.org").unwrap();
        assert!(a.same_mailbox(&EmailAddress::parse("JO@example.org").unwrap()));
        assert!(!a.same_mailbox(&EmailAddress::parse("jo2@example.org").unwrap()));
    }

    #[test]
    fn what_cannot_be_written_to_is_refused() {
        assert_eq!(EmailAddress::parse(" "), Err(EmailFault::Empty));
        for text in [
            "jo",
            "jo@",
            "@example.org",
            "jo@example",
            "jo@@example.org",
            "jo b@example.org",
            "jo@exa mple.org",
            "jo@-example.org",
            "jo@example..org",
            ".jo@example.org",
            "jo.@example.org",
            "jo@example.org\r\nBcc: all@example.org",
            "jo@[127.0.0.1]",
            "jo@127.0.0.1",
            "jö@example.org",
            "jo\u{0}@example.org",
            "<jo@example.org>",
            "jo@example.org,al@example.org",
        ] {
            assert_eq!(EmailAddress::parse(text), Err(EmailFault::NotEmail), "{text:?}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        assert_eq!(EmailAddress::parse(&long), Err(EmailFault::TooLong));
        let long = format!("a@{}org", "example.".repeat(40));
        assert_eq!(EmailAddress::parse(&long), Err(EmailFault::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_plain_and_reads_back(text in ".{0,20}@?.{0,20}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn an_ordinary_address_is_accepted(text in "[a-zA-Z0-9_]{1,10}(\\.[a-z]{1,10})?@[a-z]{1,10}(-[a-z]{1,5})?\\.(org|co)(\\.uk)?") {
            prop_assert!(EmailAddress::parse(&text).is_ok());
        }
    }
}
