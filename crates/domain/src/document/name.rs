//! The name that a file is shown and downloaded under. It never becomes a path: files are kept
//! under random names.

use super::kind::FileKind;
use serde::{Deserialize, Serialize};

/// The most characters of a shown name, its ending included.
pub const LONGEST_NAME: usize = 100;

/// A name that can be shown and sent in a header: one line, no path, no invisible characters, the
/// ending of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

/// The name's ending says that it is another kind of file than it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherEnding {
    /// The ending, in small letters.
    pub ending: String,
}

impl FileName {
    /// The name of a file of this kind as a browser sent it.
    ///
    /// # Errors
    /// [`OtherEnding`] when its ending belongs to another kind of file.
    pub fn of(sent: &str, kind: FileKind) -> Result<Self, OtherEnding> {
        let name = plain(sent);
        let (stem, ending) = split(&name);
        let stem = match ending {
            Some(ending) if kind.extensions().contains(&ending.as_str()) => stem,
            Some(ending) => return Err(OtherEnding { ending }),
            None => name.as_str(),
        };
        Ok(Self(format!("{}.{}", cut(stem, kind), kind.extension())))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in letters, figures and a few marks of ASCII, for programs that know no other.
    #[must_use]
    pub fn ascii(&self) -> String {
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_');
        self.0.chars().map(|c| if fine(c) { c } else { '_' }).collect()
    }
}

impl std::fmt::Display for FileName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was sent, without folders before it and without what cannot be seen.
fn plain(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String =
        last.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(visible).collect();
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_matches(['.', ' ']).to_owned()
}

/// Neither a control character, nor one that hides or turns around what follows it, nor one that
/// means something to a file system.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "a filter passes a reference")]
fn visible(c: &char) -> bool {
    let hidden = matches!(
        *c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    );
    !c.is_control() && !hidden && !matches!(*c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

/// The name and its ending: up to five letters and figures after the last full stop, one letter at
/// least. "Minutes v1.2" has none.
fn split(name: &str) -> (&str, Option<String>) {
    let Some((stem, ending)) = name.rsplit_once('.') else { return (name, None) };
    let is_ending = (1..=5).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    if is_ending { (stem, Some(ending.to_ascii_lowercase())) } else { (name, None) }
}

/// The name without its ending, not longer than fits, and not one that Windows keeps for devices.
fn cut(stem: &str, kind: FileKind) -> String {
    let room = LONGEST_NAME - 1 - kind.extension().len();
    let short: String = stem.chars().take(room).collect();
    let short = short.trim_matches(['.', ' ']);
    let devices = ["con", "prn", "aux", "nul"];
    let first = short.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|name| {
        first.strip_prefix(name).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
    });
    match short {
        "" => "document".to_owned(),
        short if numbered || devices.contains(&first.as_str()) => {
            format!("document {}", short.chars().take(room - 9).collect::<String>())
        }
        short => short.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(sent: &str) -> String {
        FileName::of(sent, FileKind::Pdf).unwrap().to_string()
    }

    #[test]
    fn a_plain_name_stays() {
        assert_eq!(named("Our constitution 2024.PDF"), "Our constitution 2024.pdf");
    }

    #[test]
    fn folders_before_a_name_are_dropped() {
        assert_eq!(named("../../etc/passwd.pdf"), "passwd.pdf");
        assert_eq!(named(r"C:\Users\Asha\rules.pdf"), "rules.pdf");
        assert_eq!(named("/"), "document.pdf");
    }

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        assert_eq!(named("rules\u{202e}fdp.pdf"), "rulesfdp.pdf");
        assert_eq!(named("a\r\nSet-Cookie: b=c\u{0}.pdf"), "a Set-Cookie b=c.pdf");
    }

    #[test]
    fn a_name_without_an_ending_gets_that_of_its_kind() {
        assert_eq!(named("Minutes v1.2"), "Minutes v1.2.pdf");
        assert_eq!(named(""), "document.pdf");
        assert_eq!(named("image"), "image.pdf");
    }

    #[test]
    fn an_ending_of_another_kind_is_said() {
        let other = FileName::of("accounts.pdf.exe", FileKind::Pdf).unwrap_err();
        assert_eq!(other.ending, "exe");
        assert_eq!(FileName::of("photo.PNG", FileKind::Jpeg).unwrap_err().ending, "png");
    }

    #[test]
    fn a_name_of_a_device_is_not_kept() {
        assert_eq!(named("CON.pdf"), "document CON.pdf");
        assert_eq!(named("lpt1.pdf"), "document lpt1.pdf");
        assert_eq!(named("company.pdf"), "company.pdf");
    }

    #[test]
    fn a_name_in_other_letters_has_a_twin_in_ascii() {
        let name = FileName::of("Café “rules”; ไทย.pdf", FileKind::Pdf).unwrap();
        assert_eq!(name.as_str(), "Café “rules”; ไทย.pdf");
        assert_eq!(name.ascii(), "Caf_ _rules__ ___.pdf");
    }

    proptest! {
        #[test]
        fn whatever_is_sent_the_name_is_short_visible_and_of_its_kind(sent in any::<String>()) {
            let Ok(name) = FileName::of(&sent, FileKind::Pdf) else { return Ok(()) };
            prop_assert!(name.as_str().chars().count() <= LONGEST_NAME);
            prop_assert!(name.as_str().ends_with(".pdf"));
            prop_assert!(!name.as_str().contains(['/', '\\', '\r', '\n', '\0', '"']));
            prop_assert!(name.ascii().is_ascii());
            // Cleaning what is clean changes nothing.
            prop_assert_eq!(FileName::of(name.as_str(), FileKind::Pdf).unwrap(), name);
        }
    }
}
