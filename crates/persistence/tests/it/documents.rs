use crate::applications::{add as add_bid, draft, with_groups};
use crate::on_both;
use crate::world::{World, moment, person};
use almoner_domain::application::{Application, Status as BidStatus};
use almoner_domain::document::{
    Destination, Document, DocumentKind, FileKind, Finding, Limits, Received, erase, judge,
    receive, scan_failed,
};
use almoner_domain::form::QuestionId;
use almoner_domain::id::DocumentId;
use almoner_domain::value::Instant;
use almoner_ports::{StoreError, Taken, Unjudged};
use uuid::Uuid;

/// A draft of group 1 that is in the database.
fn bid(world: &World) -> Application {
    with_groups(world);
    let bid = draft(10, 1);
    add_bid(world, &bid, 1).unwrap();
    bid
}

fn document(number: u8, of: &Application, beside: &[Document]) -> Document {
    let question = QuestionId::parse("E2").unwrap();
    let file = Received {
        name: format!("rules {number}.pdf"),
        kind: FileKind::Pdf,
        size: 1_000,
        digest: "00".repeat(32),
        key: format!("{number:032x}"),
        valid_until: None,
    };
    let to = Destination {
        id: DocumentId(Uuid::from_u128(number.into())),
        application: of.id,
        question: &question,
        most: 5,
        kinds: &[],
        asked_as: DocumentKind::GoverningDocument,
        beside,
        by: person(1).id,
        at: moment(i64::from(number)),
    };
    receive(&to, &file, &Limits::default()).unwrap()
}

fn add(world: &World, document: &Document) {
    let adding = document.clone();
    world.write(move |tx| tx.add_document(&adding)).unwrap();
}

fn save(world: &World, document: &Document) -> Result<(), StoreError> {
    let saving = document.clone();
    world.write(move |tx| tx.save_document(&saving))
}

on_both! {
    fn documents_are_found_as_they_came(world) {
        let bid = bid(world);
        let first = document(1, &bid, &[]);
        let second = document(2, &bid, std::slice::from_ref(&first));
        add(world, &second);
        add(world, &first);
        assert_eq!(world.read(|tx| tx.document(first.id)), Some(first.clone()));
        assert_eq!(world.read(|tx| tx.documents_of(bid.id)), vec![first, second]);
    }

    fn two_documents_do_not_have_one_place(world) {
        let bid = bid(world);
        add(world, &document(1, &bid, &[]));
        let same_place = document(2, &bid, &[]);
        let refused = world.write(move |tx| tx.add_document(&same_place)).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::DocumentPlace, _)), "{refused}");
    }

    fn a_place_is_free_again_when_its_document_is_gone(world) {
        let bid = bid(world);
        let first = document(1, &bid, &[]);
        add(world, &first);
        save(world, &erase(&first).unwrap()).unwrap();
        add(world, &document(2, &bid, &[]));
        assert_eq!(world.read(|tx| tx.documents_of(bid.id)).len(), 2);
    }

    fn a_changed_document_cannot_be_saved_over(world) {
        let bid = bid(world);
        let first = document(1, &bid, &[]);
        add(world, &first);
        let clean = judge(&first, &Finding::Clean, moment(9)).unwrap();
        save(world, &clean).unwrap();
        let stored = world.read(|tx| tx.document(first.id)).unwrap();
        assert_eq!(stored, Document { version: 2, ..clean });
        assert!(matches!(save(world, &erase(&first).unwrap()), Err(StoreError::Stale)));
    }

    fn the_scanner_is_given_what_is_due_the_longest_waiting_first(world) {
        let bid = bid(world);
        let first = document(1, &bid, &[]);
        let second = document(2, &bid, std::slice::from_ref(&first));
        let third = document(3, &bid, &[first.clone(), second.clone()]);
        for one in [&third, &second, &first] {
            add(world, one);
        }
        let due = |at: i64| -> Vec<DocumentId> {
            let found = world.read(|tx| tx.documents_to_scan(moment(at), 2));
            found.into_iter().map(|one| one.id).collect()
        };
        assert_eq!(due(0), []);
        assert_eq!(due(9), [first.id, second.id]);
        save(world, &judge(&first, &Finding::Clean, moment(9)).unwrap()).unwrap();
        save(world, &scan_failed(&second, moment(9))).unwrap();
        assert_eq!(due(9), [third.id]);
        assert_eq!(due(100), [third.id, second.id]);
        let unjudged = Unjudged { pending: 2, unscanned: 0 };
        assert_eq!(world.read(|tx| tx.unjudged()), unjudged);
    }

    fn only_the_bytes_of_kept_documents_are_in_use(world) {
        let bid = bid(world);
        let first = document(1, &bid, &[]);
        let second = document(2, &bid, std::slice::from_ref(&first));
        add(world, &first);
        add(world, &second);
        save(world, &erase(&second).unwrap()).unwrap();
        let keys = vec![first.key.clone(), second.key, "somebody else's".to_owned()];
        assert_eq!(world.read(|tx| tx.keys_in_use(&keys)), vec![first.key]);
    }

    fn documents_of_given_up_bids_are_erased_once_their_round_is_long_over(world) {
        let round = crate::rounds::round(1);
        let closes = round.deadline.at;
        let adding = round.clone();
        world.write(move |tx| tx.add_round(&adding)).unwrap();
        with_groups(world);
        let mut bid = Application { round: round.id, ..draft(10, 1) };
        add_bid(world, &bid, 1).unwrap();
        let first = document(1, &bid, &[]);
        add(world, &first);
        let after = Instant::from_microsecond(closes.as_microsecond() + 1).unwrap();
        assert_eq!(world.read(|tx| tx.documents_to_erase(after, 10)), []);
        bid.status = BidStatus::Abandoned;
        let saving = bid.clone();
        world.write(move |tx| tx.save_application(&saving)).unwrap();
        assert_eq!(world.read(|tx| tx.documents_to_erase(closes, 10)), []);
        assert_eq!(world.read(|tx| tx.documents_to_erase(after, 10)), vec![first]);
    }
}
