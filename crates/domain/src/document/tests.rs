//! What happens to a document between its arrival and its end.

use super::*;
use crate::document::with_documents;
use crate::form::Fields;
use proptest::prelude::*;
use uuid::Uuid;

fn at(minutes: i64) -> Instant {
    "2024-01-15T17:00:00Z"
        .parse::<Instant>()
        .unwrap()
        .checked_add(SignedDuration::from_mins(minutes))
        .unwrap()
}

fn question() -> QuestionId {
    QuestionId::parse("E2").unwrap()
}

fn file(name: &str, size: u64) -> Received {
    Received {
        name: name.to_owned(),
        kind: FileKind::Pdf,
        size,
        digest: "00".repeat(32),
        key: "ab".repeat(16),
        valid_until: None,
    }
}

fn take(beside: &[Document], file: &Received) -> Result<Document, DocumentRefused> {
    let number = u128::try_from(beside.len()).unwrap();
    let question = question();
    let to = Destination {
        id: DocumentId(Uuid::from_u128(number + 1)),
        application: ApplicationId(Uuid::from_u128(90)),
        question: &question,
        most: 2,
        kinds: &[],
        asked_as: DocumentKind::GoverningDocument,
        beside,
        by: PersonId(Uuid::from_u128(80)),
        at: at(0),
    };
    receive(&to, file, &Limits::default())
}

fn rules() -> Document {
    take(&[], &file("rules.pdf", 1_000)).unwrap()
}

#[test]
fn a_file_is_closed_until_a_scanner_has_cleared_it() {
    let received = rules();
    assert_eq!(received.must_be_readable(), Err(DocumentRefused::NotReadable(Status::Pending)));
    let clean = judge(&received, &Finding::Clean, at(1)).unwrap();
    assert_eq!(clean.must_be_readable(), Ok(()));
    assert_eq!(clean.scan_at, None);
}

#[test]
fn an_infected_file_is_no_answer_and_stays_closed() {
    let found = Finding::Infected("Eicar-Test-Signature".to_owned());
    let infected = judge(&rules(), &found, at(1)).unwrap();
    assert!(!infected.is_part_of_answers());
    assert_eq!(infected.must_be_readable(), Err(DocumentRefused::NotReadable(Status::Infected)));
    assert_eq!(infected.finding.as_deref(), Some("Eicar-Test-Signature"));
    assert!(judge(&infected, &Finding::Clean, at(2)).is_err());
}

#[test]
fn without_a_scanner_it_opens_only_by_choice_and_is_scanned_once_there_is_one() {
    let accepted = accept(&rules()).unwrap();
    assert_eq!(accepted.must_be_readable(), Ok(()));
    let found = Finding::Infected("Worm".to_owned());
    assert_eq!(judge(&accepted, &found, at(9)).unwrap().status, Status::Infected);
}

#[test]
fn a_scan_that_fails_is_tried_again_later_and_later() {
    let mut document = rules();
    let mut waits = Vec::new();
    for _ in 0..7 {
        document = scan_failed(&document, at(0));
        waits.push(document.scan_at.unwrap().since(at(0)).as_mins());
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
    assert_eq!(document.status, Status::Pending);
}

#[test]
fn a_file_removed_before_sending_is_gone() {
    let removed = remove(&rules(), None, at(1)).unwrap();
    assert_eq!(removed.status, Status::Erased);
    assert_eq!(removed.place, None);
}

#[test]
fn a_file_of_a_sent_version_stays_for_its_readers_when_the_working_copy_loses_it() {
    let clean = judge(&rules(), &Finding::Clean, at(1)).unwrap();
    let removed = remove(&clean, Some(at(5)), at(10)).unwrap();
    assert_eq!(removed.status, Status::Clean);
    assert_eq!(removed.must_be_readable(), Ok(()));
    assert!(!removed.is_part_of_answers());
}

#[test]
fn a_file_added_after_the_last_sending_is_gone_when_it_is_removed() {
    let removed = remove(&rules(), Some(at(-5)), at(10)).unwrap();
    assert_eq!(removed.status, Status::Erased);
}

#[test]
fn a_question_takes_no_more_files_than_it_asks_for() {
    let first = rules();
    let second = take(std::slice::from_ref(&first), &file("more.pdf", 1)).unwrap();
    assert_eq!((first.place, second.place), (Some(1), Some(2)));
    let full = [first, second];
    assert_eq!(take(&full, &file("third.pdf", 1)), Err(DocumentRefused::TooMany { most: 2 }));
}

#[test]
fn size_is_limited_for_a_file_and_for_the_bid() {
    let limits = Limits::default();
    assert!(take(&[], &file("large.pdf", limits.file_bytes)).is_ok());
    assert_eq!(
        take(&[], &file("larger.pdf", limits.file_bytes + 1)),
        Err(DocumentRefused::TooLarge { limit: limits.file_bytes })
    );
    assert_eq!(take(&[], &file("none.pdf", 0)), Err(DocumentRefused::Empty));
    let other = QuestionId::parse("E5").unwrap();
    let large = Document { size: limits.bid_bytes - 10, question: other, ..rules() };
    assert_eq!(
        take(&[large], &file("eleven.pdf", 11)),
        Err(DocumentRefused::BidFull { limit: limits.bid_bytes, left: 10 })
    );
}

#[test]
fn a_certificate_of_a_criminal_record_check_is_not_kept() {
    let refused = take(&[], &file("DBS certificate Asha.pdf", 10));
    assert_eq!(refused, Err(DocumentRefused::Certificate));
}

#[test]
fn an_ending_that_says_something_else_is_refused() {
    let refused = take(&[], &file("rules.exe", 10)).unwrap_err();
    assert_eq!(
        refused,
        DocumentRefused::OtherEnding { ending: "exe".to_owned(), kind: FileKind::Pdf }
    );
}

#[test]
fn the_answers_name_the_documents_that_count_in_the_order_they_came() {
    let first = rules();
    let second = take(std::slice::from_ref(&first), &file("more.pdf", 1)).unwrap();
    let gone = remove(&take(&[], &file("gone.pdf", 1)).unwrap(), None, at(1)).unwrap();
    let answers = with_documents(Fields::new(), &[second.clone(), gone, first.clone()]);
    assert_eq!(answers.get("E2"), Some(&vec![first.id.to_string(), second.id.to_string()]));
}

proptest! {
    #[test]
    fn no_order_of_moves_opens_what_was_erased_or_condemned(moves in prop::collection::vec(0_usize..4, 0..12)) {
        let mut status = Status::Pending;
        let mut closed = false;
        for number in moves {
            let Some(mv) = Move::ALL.get(number) else { continue };
            if let Some(next) = status.after(*mv) {
                status = next;
            }
            closed |= matches!(status, Status::Infected | Status::Erased);
            prop_assert!(!(closed && status.is_readable()));
        }
    }
}
