//! The file from which a round is set up: its settings, its form, and its posts by address.
//! TOML, so that an officer can read and write it.

use super::{DateOf, Post, Posts, Settings};
use crate::form::Form;
use crate::id::PersonId;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 256 * 1024;

/// A round file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundFile {
    /// The settings.
    pub round: Settings,
    /// Who does what, by the address of their account.
    pub posts: PostsByEmail,
    /// The form.
    pub form: Form,
}

/// A post by the addresses of its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostByEmail {
    /// Who has it.
    pub holder: String,
    /// Who takes it when the holder may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<String>,
}

/// The people of a round by the addresses of their accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostsByEmail {
    /// The grants officer who runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<String>,
    /// The grants lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<PostByEmail>,
    /// The chair of moderation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chair: Option<PostByEmail>,
    /// The finance officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finance: Option<PostByEmail>,
    /// The approver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<PostByEmail>,
}

/// Why a round file is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoundFileFault {
    /// Larger than any round needs.
    #[error("larger than {LARGEST_FILE} bytes")]
    TooLarge,
    /// Not TOML, or not the shape of a round.
    #[error("line {line}, {field}: {found}")]
    Malformed {
        /// The line, from 1; 0 if the fault has no place, such as a missing table.
        line: usize,
        /// The path of the setting, such as `round.money.budget`; empty if there is none.
        field: String,
        /// What the reader found there, in the reader's words.
        found: String,
    },
    /// Nobody has an account with this address.
    #[error("{field}: nobody has the address")]
    UnknownPerson {
        /// The path of the setting, such as `posts.lead.substitute`.
        field: String,
        /// The address.
        email: String,
    },
    /// A time that a clock in London does not show, or shows twice.
    #[error("{}: {fault}", .which.code())]
    NoSuchTime {
        /// Which date.
        which: DateOf,
        /// Why.
        fault: crate::value::WallTimeFault,
    },
    /// Another round has this reference.
    #[error("the reference {0} is taken")]
    ReferenceTaken(String),
}

impl RoundFileFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "round_file_too_large",
            Self::Malformed { .. } => "round_file_malformed",
            Self::UnknownPerson { .. } => "round_file_unknown_person",
            Self::NoSuchTime { .. } => "round_file_no_such_time",
            Self::ReferenceTaken(_) => "round_file_reference_taken",
        }
    }
}

impl RoundFile {
    /// Reads a round file.
    ///
    /// # Errors
    /// [`RoundFileFault`] with the line and the setting.
    pub fn parse(text: &str) -> Result<Self, RoundFileFault> {
        if text.len() > LARGEST_FILE {
            return Err(RoundFileFault::TooLarge);
        }
        toml::from_str(text).map_err(|error| {
            let (line, field) = error.span().map_or((0, String::new()), |span| {
                let before = text.get(..span.start).unwrap_or(text);
                (before.matches('\n').count() + 1, setting_at(text, span.start))
            });
            RoundFileFault::Malformed { line, field, found: error.message().to_owned() }
        })
    }
}

/// The path of the setting that is written at a place: the table above it and the key before it.
fn setting_at(text: &str, place: usize) -> String {
    let end =
        text.get(place..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| place + at);
    let mut table = "";
    let mut key = "";
    for line in text.get(..end).unwrap_or(text).lines() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            // A header is a bare path; the start of a list inside a value is not.
            let header = header.trim_start_matches('[').trim();
            if !header.is_empty()
                && header.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
            {
                (table, key) = (header, "");
                continue;
            }
        }
        if let Some((name, _)) = line.split_once('=') {
            let name = name.trim();
            if !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
            {
                key = name;
            }
        }
    }
    match (table, key) {
        ("", key) => key.to_owned(),
        (table, "") => table.to_owned(),
        (table, key) => format!("{table}.{key}"),
    }
}

impl PostsByEmail {
    /// Every address with the path of its setting.
    #[must_use]
    pub fn addresses(&self) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        if let Some(officer) = &self.officer {
            found.push(("posts.officer".to_owned(), officer.as_str()));
        }
        let posts = [
            ("lead", &self.lead),
            ("chair", &self.chair),
            ("finance", &self.finance),
            ("approver", &self.approver),
        ];
        for (name, post) in posts {
            let Some(post) = post else { continue };
            found.push((format!("posts.{name}.holder"), post.holder.as_str()));
            if let Some(substitute) = &post.substitute {
                found.push((format!("posts.{name}.substitute"), substitute.as_str()));
            }
        }
        found
    }

    /// The posts, with each address looked up by `person`.
    ///
    /// # Errors
    /// [`RoundFileFault::UnknownPerson`] for the first address that nobody has.
    pub fn resolve(
        &self,
        person: impl Fn(&str) -> Option<PersonId>,
    ) -> Result<Posts, RoundFileFault> {
        if let Some((field, email)) =
            self.addresses().into_iter().find(|(_, e)| person(e).is_none())
        {
            return Err(RoundFileFault::UnknownPerson { field, email: email.to_owned() });
        }
        let post = |by_email: &Option<PostByEmail>| {
            let by_email = by_email.as_ref()?;
            let substitute = by_email.substitute.as_deref().and_then(&person);
            Some(Post { holder: person(&by_email.holder)?, substitute })
        };
        Ok(Posts {
            officer: self.officer.as_deref().and_then(&person),
            lead: post(&self.lead),
            chair: post(&self.chair),
            finance: post(&self.finance),
            approver: post(&self.approver),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_whole_file_is_read() {
        let file = sample::file();
        assert_eq!(file.round.reference, "TST-2627-R1");
        assert_eq!(file.posts.addresses().len(), 9);
    }

    #[test]
    fn a_fault_names_its_line_and_its_setting() {
        let spoiled = sample::FILE.replace("minimum = 25_000", "minimum = \"plenty\"");
        let wanted = spoiled.lines().position(|line| line.contains("plenty")).unwrap() + 1;
        match RoundFile::parse(&spoiled) {
            Err(RoundFileFault::Malformed { line, field, .. }) => {
                assert_eq!((line, field.as_str()), (wanted, "round.money.minimum"));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_misspelt_setting_is_told() {
        let spoiled = sample::FILE.replace("reserve_list = true", "reserve_lst = true");
        match RoundFile::parse(&spoiled) {
            Err(RoundFileFault::Malformed { found, .. }) => {
                assert!(found.contains("reserve_lst"), "{found}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_address_that_nobody_has_is_told_with_its_post() {
        let mut posts = sample::file().posts;
        posts.chair = Some(PostByEmail {
            holder: "chair@example.org".into(),
            substitute: Some("x@y.z".into()),
        });
        assert_eq!(
            posts.resolve(sample::somebody),
            Err(RoundFileFault::UnknownPerson {
                field: "posts.chair.substitute".into(),
                email: "x@y.z".into()
            })
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_stumble(text in "\\PC{0,200}") {
            let _ = RoundFile::parse(&text);
        }

        #[test]
        fn a_file_that_breaks_off_anywhere_is_refused_or_read(at in 0..sample::FILE.len()) {
            let cut = sample::FILE.get(..at).unwrap_or_default();
            if let Err(RoundFileFault::Malformed { line, .. }) = RoundFile::parse(cut) {
                prop_assert!(line <= sample::FILE.lines().count() + 1);
            }
        }
    }
}
