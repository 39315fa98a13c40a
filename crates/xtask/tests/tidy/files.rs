//! What no file may hold, and what some must.

use crate::{expect_none, repository};

/// Marks of unfinished work. They are written in two parts here, so that this file does not find
/// itself.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("unimplemented", "!"),
    concat!("to", "do!"),
];

/// Folders of one machine that mean nothing on another.
const MACHINE_PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/")];

/// Files taken whole from other projects, whose comments are theirs.
fn is_vendored(name: &str) -> bool {
    name.contains("/govuk-frontend/") || name.contains("/fixtures/") || name.contains("/vendor/")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first leftover in a line, if any. A mark must stand alone; a path must begin there (an
/// address like `example.org/…` may hold the same letters).
fn leftover(line: &str) -> Option<&'static str> {
    let stands = |mark: &str, at: usize, needs_end: bool| {
        let before = line.get(..at).and_then(|s| s.chars().next_back());
        let after = line.get(at + mark.len()..).and_then(|s| s.chars().next());
        let joined_before = before.is_some_and(|c| is_word(c) || (!needs_end && c == '.'));
        let joined_after = needs_end && after.is_some_and(is_word);
        !joined_before && !joined_after
    };
    let unfinished = UNFINISHED.iter().find(|mark| {
        line.match_indices(**mark).any(|(at, _)| stands(mark, at, !mark.ends_with('!')))
    });
    let path = || {
        MACHINE_PATHS
            .iter()
            .find(|mark| line.match_indices(**mark).any(|(at, _)| stands(mark, at, false)))
    };
    unfinished.or_else(path).copied()
}

#[test]
fn nothing_unfinished_or_of_one_machine_is_left_in_any_file() {
    let mut faults = Vec::new();
    for name in repository::files() {
        if is_vendored(&name) {
            continue;
        }
        let Some(text) = repository::text(&name) else { continue };
        for (number, line) in text.lines().enumerate() {
            if let Some(mark) = leftover(line) {
                faults.push(format!(
                    "{name}:{}: holds \"{mark}\": finish the work or file it where work is listed; \
                     name no folder of one machine",
                    number + 1
                ));
            }
        }
    }
    expect_none(&faults);
}

/// What is wrong with the opening of a crate's root file, if anything. A crate without code yet is
/// left alone.
fn opening_fault(text: &str) -> Option<&'static str> {
    let has_code = text.lines().any(|line| !line.trim().is_empty() && !line.starts_with("//"));
    let says = text.lines().next().and_then(|line| line.strip_prefix("//!")).unwrap_or_default();
    (has_code && says.trim().is_empty())
        .then_some("opens without a sentence: begin with `//! ` and the crate's duty in one line")
}

#[test]
fn every_crate_opens_by_saying_what_it_is_for() {
    let mut faults = Vec::new();
    for name in repository::files() {
        if name.ends_with("src/lib.rs") || name == "tests/lib.rs" {
            let text = repository::text(&name).unwrap_or_default();
            faults.extend(opening_fault(&text).map(|fault| format!("{name} {fault}")));
        }
    }
    expect_none(&faults);
}

mod the_checks_themselves {
    use super::{MACHINE_PATHS, UNFINISHED, leftover, opening_fault};

    #[test]
    fn each_mark_is_found_where_it_stands_alone() {
        for mark in UNFINISHED.iter().chain(MACHINE_PATHS) {
            assert_eq!(leftover(&format!("// {mark} later")), Some(*mark));
            assert_eq!(leftover(&format!("a{mark}")), None, "{mark} inside a word");
        }
    }

    #[test]
    fn a_page_of_a_site_is_no_folder_of_a_machine() {
        let address = format!("https://example.org{}plan", concat!("/wo", "rk/"));
        assert_eq!(leftover(&address), None);
    }

    #[test]
    fn code_without_an_opening_sentence_is_a_fault() {
        assert!(opening_fault("//! \npub mod money;\n").is_some());
        assert!(opening_fault("pub mod money;\n").is_some());
        assert!(opening_fault("//! Money, dates and states.\npub mod money;\n").is_none());
        assert!(opening_fault("//! \n").is_none());
    }
}
