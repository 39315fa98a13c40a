//! What a document must be, whatever was typed into it. That it is tagged as it should be is
//! checked while it is written: a document that is not PDF/UA-1 is refused.

use super::*;

fn sheet(text: &str) -> Sheet {
    Sheet {
        title: "Your application OPN-2324-R1-001-X".to_owned(),
        foot: "OPN-2324-R1-001-X".to_owned(),
        author: "Fictional office".to_owned(),
        blocks: vec![
            Block::Section("About the project".to_owned()),
            Block::Question("What will you do?".to_owned()),
            Block::Text(text.to_owned()),
        ],
    }
}

#[test]
fn a_document_is_tagged_has_a_title_a_language_and_an_outline() {
    let made = pdf(&sheet("Two coaches run a session each week.")).unwrap();
    assert!(made.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&made);
    for part in ["/StructTreeRoot", "/Marked true", "en-GB", "/Outlines", "pdfuaid"] {
        assert!(text.contains(part), "{part} is missing");
    }
}

#[test]
fn a_long_answer_goes_on_over_the_pages() {
    let short = pdf(&sheet("One line.")).unwrap();
    let long = pdf(&sheet(&"word after word ".repeat(3_000))).unwrap();
    let count = |made: &[u8]| String::from_utf8_lossy(made).matches("/MediaBox").count();
    assert_eq!(count(&short), 1);
    assert!(count(&long) > 8, "{}", count(&long));
}

#[test]
fn no_text_that_anybody_types_stops_a_document() {
    for text in [
        "",
        "   \n\n \n",
        "Tea \u{1f375}, noughts \u{0}\u{1}\u{feff}, a tab\tand a soft\u{ad}hyphen",
        "e\u{301}clair, naïve, Łódź, Αθήνα, שלום, مرحبا, 你好, \u{e000}",
        "\u{202e}turned round\u{202c}",
        &"x".repeat(5_000),
        &"\n".repeat(5_000),
        "(brackets) \\backslash\\ <<dictionary>> %comment",
    ] {
        let made = pdf(&sheet(text));
        assert!(made.is_ok(), "{text:?}: {made:?}");
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    assert_eq!(pdf(&sheet("Soup")).unwrap(), pdf(&sheet("Soup")).unwrap());
}
