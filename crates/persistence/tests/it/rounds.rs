use crate::on_both;
use crate::world::{moment, person, tuning};
use almoner_domain::id::RoundId;
use almoner_domain::round::{Posts, Round, RoundFile, Status};
use almoner_domain::value::Instant;
use almoner_persistence::Database;
use almoner_ports::{RoundKey, StoreError, Taken};
use uuid::Uuid;

/// A fictional round that opens on a day of June 2026.
pub(crate) fn round(number: u8) -> Round {
    let text = include_str!("../../../domain/src/round/sample.toml")
        .replace("TST-2627-R1", &format!("TST-2627-R{number}"))
        .replace("2026-06-01T09", &format!("2026-06-{number:02}T09"));
    let RoundFile { round, form, .. } = RoundFile::parse(&text).unwrap();
    let id = RoundId(Uuid::from_u128(u128::from(number)));
    Round::draft(id, round, form, Posts::default(), person(1).id, moment(0)).unwrap()
}

fn announced(number: u8) -> Round {
    Round { status: Status::Published, published_at: Some(moment(5)), ..round(number) }
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

on_both! {
    fn a_round_is_found_by_id_and_by_reference(world) {
        let first = round(1);
        let adding = first.clone();
        world.write(move |tx| tx.add_round(&adding)).unwrap();
        assert_eq!(world.read(|tx| tx.round(first.id)), Some(first.clone()));
        assert_eq!(world.read(|tx| tx.round_by_reference("tst-2627-r1")), Some(first));
        assert_eq!(world.read(|tx| tx.round_by_reference("TST-2627-R9")), None);
        assert_eq!(world.read(|tx| tx.round(round(9).id)), None);
    }

    fn a_reference_belongs_to_one_round(world) {
        let second = Round { settings: round(1).settings, ..round(2) };
        world.write(|tx| tx.add_round(&round(1))).unwrap();
        let refused = world.write(move |tx| tx.add_round(&second)).unwrap_err();
        assert!(matches!(refused, StoreError::Taken(Taken::RoundReference, _)), "{refused}");
    }

    fn saving_a_round_counts_its_version_up_and_an_old_version_is_stale(world) {
        let old = round(1);
        let (adding, changed) = (old.clone(), Round { status: Status::InReview, ..old.clone() });
        world.write(move |tx| tx.add_round(&adding)).unwrap();
        let saving = changed.clone();
        world.write(move |tx| tx.save_round(&saving)).unwrap();
        let read = world.read(|tx| tx.round(changed.id));
        assert_eq!(read, Some(Round { version: 2, ..changed }));
        let refused = world.write(move |tx| tx.save_round(&old)).unwrap_err();
        assert!(matches!(refused, StoreError::Stale), "{refused}");
    }

    fn a_version_that_was_not_kept_is_never_read(world) {
        let first = round(1);
        let adding = first.clone();
        world.write(move |tx| tx.add_round(&adding)).unwrap();
        let named = |status: Status| Round { status, ..first.clone() };
        let lost = named(Status::Published);
        let undone: Result<(), StoreError> = world.write(move |tx| {
            tx.save_round(&lost)?;
            assert_eq!(tx.round(lost.id)?.unwrap().status, Status::Published, "its own change");
            Err(StoreError::Stale)
        });
        assert!(undone.is_err());
        assert_eq!(world.read(|tx| tx.round(first.id)), Some(first.clone()));
        // Another text under the number that was given back.
        let other = named(Status::InReview);
        world.write(move |tx| tx.save_round(&other)).unwrap();
        for _ in 0..2 {
            let read = world.read(|tx| tx.round(first.id)).unwrap();
            assert_eq!((read.version, read.status), (2, Status::InReview));
            let read = world.read(|tx| tx.round_by_reference("TST-2627-R1")).unwrap();
            assert_eq!((read.version, read.status), (2, Status::InReview));
        }
    }

    fn a_change_by_another_process_is_read_at_once(world) {
        let first = round(1);
        let adding = first.clone();
        world.write(move |tx| tx.add_round(&adding)).unwrap();
        let beside = Database::open_to_read_for_tests(&world.url, tuning()).unwrap();
        let beside = beside.store().unwrap();
        let status = || {
            let mut seen = None;
            beside.read(&mut |tx| seen = tx.round(first.id).unwrap()).unwrap();
            seen.unwrap().status
        };
        assert_eq!((status(), status()), (Status::Draft, Status::Draft));
        let changed = Round { status: Status::InReview, ..first.clone() };
        world.write(move |tx| tx.save_round(&changed)).unwrap();
        assert_eq!(status(), Status::InReview);
    }

    fn lists_begin_with_the_round_that_opens_last_and_go_on_by_key(world) {
        world.write(|tx| {
            tx.add_round(&announced(1))?;
            tx.add_round(&round(2))?;
            tx.add_round(&announced(3))
        }).unwrap();
        let references = |rounds: Vec<Round>| -> Vec<String> {
            rounds.into_iter().map(|round| round.settings.reference).collect()
        };
        let all = references(world.read(|tx| tx.rounds(None, 10)));
        assert_eq!(all, ["TST-2627-R3", "TST-2627-R2", "TST-2627-R1"]);
        let public = references(world.read(|tx| tx.announced_rounds(None, 10)));
        assert_eq!(public, ["TST-2627-R3", "TST-2627-R1"]);
        let third = announced(3);
        let after = Some(RoundKey { opens_at: third.opens_at, id: third.id });
        let rest = references(world.read(|tx| tx.rounds(after, 1)));
        assert_eq!(rest, ["TST-2627-R2"]);
    }

    fn rounds_are_due_when_their_instant_has_come_and_not_before(world) {
        let open = Round { status: Status::Open, ..announced(2) };
        world.write(move |tx| {
            tx.add_round(&announced(1))?;
            tx.add_round(&open)?;
            tx.add_round(&round(3))
        }).unwrap();
        let due = |world: &mut crate::world::World, now: &str| -> Vec<String> {
            let now = at(now);
            let rounds = world.read(|tx| tx.rounds_due(now, 10));
            rounds.into_iter().map(|round| round.settings.reference).collect()
        };
        assert_eq!(due(world, "2026-06-01T07:59:59.999Z"), [""; 0]);
        assert_eq!(due(world, "2026-06-01T08:00:00Z"), ["TST-2627-R1"]);
        assert_eq!(due(world, "2026-06-29T16:00:00Z"), ["TST-2627-R1", "TST-2627-R2"]);
    }
}
