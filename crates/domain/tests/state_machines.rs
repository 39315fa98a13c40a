//! What holds for every state machine, and the document that shows them.

use almoner_domain::organisation::InvitationStatus;
use almoner_domain::screening::{CheckStatus, ReviewStatus};
use almoner_domain::{
    Machine, application, assessment, award, conflict, decision, document, round,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// What every machine must hold to.
fn is_sound<M: Machine>(first: M) {
    let codes: BTreeSet<&str> = M::STATUSES.iter().map(|status| status.status_code()).collect();
    assert_eq!(codes.len(), M::STATUSES.len(), "two states share a code");
    let mut reached = vec![first];
    let mut used = BTreeSet::new();
    let mut at = 0;
    while let Some(&from) = reached.get(at) {
        at += 1;
        for &mv in M::MOVES {
            if let Some(to) = from.next(mv) {
                used.insert(M::move_name(mv));
                assert!(M::STATUSES.contains(&to), "{from:?} leads to an undeclared state");
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
        }
    }
    for status in M::STATUSES {
        assert!(reached.contains(status), "{status:?} can never be reached");
        assert!(!status.about().is_empty(), "{status:?} does not say what it means");
    }
    for &mv in M::MOVES {
        assert!(used.contains(M::move_name(mv)), "{mv:?} can never happen");
        assert!(!M::about_move(mv).is_empty(), "{mv:?} does not say what it is");
    }
}

#[test]
fn every_state_is_reached_and_every_move_can_happen() {
    is_sound(round::Status::Draft);
    is_sound(application::Status::Draft);
    is_sound(decision::Status::Draft);
    is_sound(assessment::Status::Assigned);
    is_sound(award::Status::Drafted);
    is_sound(conflict::Status::Pending);
    is_sound(CheckStatus::Todo);
    is_sound(ReviewStatus::Asked);
    is_sound(document::Status::Pending);
    is_sound(application::ConfirmationStatus::Named);
    is_sound(InvitationStatus::Open);
}

proptest! {
    #[test]
    fn no_order_of_moves_leaves_a_terminal_state(moves in prop::collection::vec(0_usize..64, 0..80)) {
        let terminal = |status: round::Status| {
            round::Move::ALL.iter().all(|mv| status.after(*mv).is_none())
        };
        let mut status = round::Status::Draft;
        for number in moves {
            let Some(mv) = round::Move::ALL.get(number % round::Move::ALL.len()) else { continue };
            let before = status;
            if let Some(after) = status.after(*mv) {
                prop_assert!(!terminal(before));
                status = after;
            }
        }
        prop_assert!(terminal(round::Status::Cancelled) && terminal(round::Status::ClosedOut));
    }
}

fn chapter<M: Machine>(page: &mut String, title: &str, first: M) {
    let _ = write!(page, "\n## {title}\n\nIt begins as `{}`.\n\n", first.status_code());
    page.push_str("| state | meaning |\n| --- | --- |\n");
    for status in M::STATUSES {
        let _ = writeln!(page, "| `{}` | {} |", status.status_code(), status.about());
    }
    page.push_str("\n| move | from | to | what happens |\n| --- | --- | --- | --- |\n");
    for &mv in M::MOVES {
        let mut leads: Vec<(M, Vec<String>)> = Vec::new();
        for from in M::STATUSES {
            let Some(to) = from.next(mv) else { continue };
            let from = format!("`{}`", from.status_code());
            match leads.iter_mut().find(|(known, _)| *known == to) {
                Some((_, all)) => all.push(from),
                None => leads.push((to, vec![from])),
            }
        }
        for (to, from) in leads {
            let _ = writeln!(
                page,
                "| {} | {} | `{}` | {} |",
                M::move_name(mv),
                from.join(", "),
                to.status_code(),
                M::about_move(mv)
            );
        }
    }
}

fn page() -> String {
    let mut page = String::from(
        "# State machines\n\nWritten from the tables in `crates/domain` by the test \
         `state_machines`; after a change of a table, run\n`UPDATE_DOCS=1 cargo test -p \
         almoner-domain --test state_machines`. A move that is not in a table is refused;\none that \
         is has guards besides, in the functions of the same module.\n",
    );
    chapter(&mut page, "Round", round::Status::Draft);
    chapter(&mut page, "Application", application::Status::Draft);
    chapter(&mut page, "Declaration of interests", conflict::Status::Pending);
    chapter(&mut page, "Check of a screening", CheckStatus::Todo);
    chapter(&mut page, "Review of a screening", ReviewStatus::Asked);
    chapter(&mut page, "Assessment", assessment::Status::Assigned);
    chapter(&mut page, "Decision", decision::Status::Draft);
    chapter(&mut page, "Award", award::Status::Drafted);
    chapter(&mut page, "Document", document::Status::Pending);
    chapter(&mut page, "Confirmation by a second person", application::ConfirmationStatus::Named);
    chapter(&mut page, "Invitation to join a group", InvitationStatus::Open);
    page
}

#[test]
fn the_document_shows_the_tables_as_they_are() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/state-machines.md");
    let wanted = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, &wanted).unwrap();
    }
    let written = std::fs::read_to_string(&place).unwrap_or_default();
    assert!(
        written == wanted,
        "docs/state-machines.md differs from the tables: run UPDATE_DOCS=1 cargo test -p \
         almoner-domain --test state_machines"
    );
}

/// How many tables stand in the sources under `folder`.
fn tables_under(folder: &Path) -> usize {
    let inside = |entry: std::fs::DirEntry| {
        let path = entry.path();
        if path.is_dir() {
            return tables_under(&path);
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        text.lines().filter(|line| line.starts_with("crate::state::state_machine!")).count()
    };
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(inside).sum()
}

#[test]
fn the_document_leaves_no_machine_out() {
    let tables = tables_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert_eq!(page().matches("\n## ").count(), tables);
}
