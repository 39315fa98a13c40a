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

/// Text without the characters that no keyboard types and no page shows. They come along when text
/// is copied from other programs, whoever copied it cannot see them, and not every database keeps
/// them. A break of another kind becomes a line feed; carriage returns, line feeds and tabs stay.
#[must_use]
pub fn without_hidden(text: &str) -> String {
    let shown = |c: char| match c {
        '\u{b}' | '\u{c}' | '\u{85}' => Some('\n'),
        '\r' | '\n' | '\t' => Some(c),
        c => (!c.is_control()).then_some(c),
    };
    text.chars().filter_map(shown).collect()
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

    #[test]
    fn hidden_characters_are_left_out_and_breaks_of_other_kinds_kept_as_line_feeds() {
        assert_eq!(without_hidden("a\0b\u{b}c\u{1b}[d\r\n\te\u{85}"), "ab\nc[d\r\n\te\n");
    }

    proptest! {
        #[test]
        fn without_hidden_characters_any_text_can_be_cleaned(text in "(\\PC|\\pC)*") {
            prop_assert!(clean_text(&without_hidden(&text)).is_ok());
        }

        #[test]
        fn what_holds_nothing_hidden_stays_as_it_is(text in "\\PC*") {
            prop_assert_eq!(without_hidden(&text), text);
        }

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
