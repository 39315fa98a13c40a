//! Typed text: cleaned, and its words counted.

/// A character that no keyboard types: it cannot be kept or shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("control character U+{code:04X} at character {place}")]
pub struct ControlCharacter {
    /// How many characters stand before it.
    pub place: usize,
    /// Its Unicode number.
    pub code: u32,
}

/// Typed text with every line break as a line feed. Tabs stay; any other control character is
/// refused, as the databases and spreadsheets that text goes to cannot hold all of them.
pub fn clean_text(text: &str) -> Result<String, ControlCharacter> {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((place, c)) = chars.next() {
        match c {
            '\r' => {
                if chars.peek().is_none_or(|&(_, next)| next != '\n') {
                    clean.push('\n');
                }
            }
            '\n' | '\t' => clean.push(c),
            c if c.is_control() => return Err(ControlCharacter { place, code: u32::from(c) }),
            c => clean.push(c),
        }
    }
    Ok(clean)
}

/// How many words `text` has, by the published rule: what stands between spaces or line breaks is
/// one word, and a hyphenated word is one.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_what_stands_between_spaces() {
        assert_eq!(words(""), 0);
        assert_eq!(words(" \n\t\u{a0} "), 0);
        assert_eq!(words("well-run youth\u{2003}club"), 3);
        assert_eq!(words("and / or"), 3);
    }

    #[test]
    fn every_line_break_becomes_a_line_feed() {
        assert_eq!(clean_text("a\r\nb\rc\nd\te\r\r\n").unwrap(), "a\nb\nc\nd\te\n\n");
    }

    #[test]
    fn control_characters_are_refused_where_they_stand() {
        assert_eq!(clean_text("é\0"), Err(ControlCharacter { place: 1, code: 0 }));
        assert_eq!(clean_text("\u{1b}[31m"), Err(ControlCharacter { place: 0, code: 0x1b }));
        assert_eq!(clean_text("a\u{85}"), Err(ControlCharacter { place: 1, code: 0x85 }));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_and_keeps_the_words(text in "(.|\\r|\\n)*") {
            if let Ok(clean) = clean_text(&text) {
                prop_assert!(!clean.contains('\r'));
                prop_assert_eq!(words(&clean), words(&text));
                prop_assert_eq!(clean_text(&clean), Ok(clean.clone()));
            }
        }

        #[test]
        fn two_texts_have_the_words_of_both(a in ".*", b in ".*") {
            prop_assert_eq!(words(&format!("{a} {b}")), words(&a) + words(&b));
        }
    }
}
