use crate::on_both;
use crate::world::{append, moment, person};
use almoner_domain::access::Role;
use almoner_domain::audit::{By, Entry, Fact, Stream};
use almoner_domain::id::{ApplicationId, EntryId, RoundId};
use almoner_domain::value::Pence;
use uuid::Uuid;

fn round(number: u128) -> RoundId {
    RoundId(Uuid::from_u128(number))
}

fn application(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(number))
}

fn every_kind_of_fact() -> Entry {
    Entry::application(round(70), application(71), "application.submitted")
        .id("submission", Uuid::from_u128(99))
        .code("to", "submitted \"quoted\" Ö")
        .with("codes", Fact::Codes(vec!["a".to_owned(), "b".to_owned()]))
        .pence("asked", Pence::new(1_234_567))
        .number("version", -3)
        .with("closes", Fact::At(moment(4)))
        .with("late", Fact::Flag(true))
        .with("name", Fact::Digest("00ff".to_owned()))
}

on_both! {
    fn an_entry_is_read_as_it_was_written(world) {
        world.append(10, every_kind_of_fact());
        let stream = Stream::Application(application(71));
        let entries = world.read(|tx| tx.entries_of(stream));
        let [entry] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(entry.id, EntryId(Uuid::from_u128(10)));
        assert_eq!((entry.stream, entry.seq), (stream, 1));
        assert_eq!(entry.round, Some(round(70)));
        assert_eq!(entry.event, "application.submitted");
        assert_eq!(entry.facts, every_kind_of_fact().facts);
        assert_eq!(entry.by.person, Some(person(1).id));
        assert_eq!(entry.by.roles, [Role::GrantsOfficer, Role::Chair]);
        assert_eq!(entry.at, moment(10));
        assert_eq!(entry.request, Uuid::from_u128(11));
    }

    fn each_stream_has_places_of_its_own(world) {
        world.append(10, Entry::office("a"));
        world.append(11, Entry::round(round(70), "b"));
        world.append(12, Entry::office("c"));
        world.append(13, Entry::application(round(70), application(71), "d"));
        let places = |stream: Stream| -> Vec<(String, i64)> {
            world.read(|tx| tx.entries_of(stream))
                .into_iter().map(|entry| (entry.event, entry.seq)).collect()
        };
        assert_eq!(places(Stream::Office), [("a".to_owned(), 1), ("c".to_owned(), 2)]);
        assert_eq!(places(Stream::Round(round(70))), [("b".to_owned(), 1)]);
        assert_eq!(places(Stream::Application(application(71))), [("d".to_owned(), 1)]);
        assert_eq!(places(Stream::Application(application(72))), []);
        assert_eq!(world.read(|tx| tx.entry_count()), 4);
    }

    fn several_entries_of_one_transaction_are_chained(world) {
        world.write(|tx| {
            append(tx, 10, &Entry::office("a"))?;
            append(tx, 11, &Entry::office("b"))?;
            append(tx, 12, &Entry::round(round(70), "c"))
        }).unwrap();
        assert_eq!(world.read(|tx| tx.verify()), Ok(3));
    }

    fn entries_that_are_appended_together_are_chained_like_others(world) {
        world.append(10, Entry::application(round(70), application(71), "before"));
        world.append(11, Entry::application(round(70), application(71), "before again"));
        world.append(12, Entry::application(round(70), application(72), "before"));
        world.write(|tx| {
            let entries = [
                Entry::application(round(70), application(71), "together"),
                Entry::application(round(70), application(73), "together"),
                Entry::application(round(70), application(72), "together"),
                Entry::application(round(70), application(73), "once more"),
            ];
            let ids = (20_u128..).map(|number| EntryId(Uuid::from_u128(number)));
            let all: Vec<_> = ids.zip(&entries).collect();
            let by = By { person: None, roles: Vec::new() };
            tx.append_all(&all, &by, moment(20), Uuid::from_u128(1))?;
            tx.append_all(&[], &by, moment(20), Uuid::from_u128(1))
        }).unwrap();
        let events = |number: u128| -> Vec<(String, i64)> {
            world.read(|tx| tx.entries_of(Stream::Application(application(number))))
                .into_iter().map(|entry| (entry.event, entry.seq)).collect()
        };
        assert_eq!(events(71).last(), Some(&("together".to_owned(), 3)));
        assert_eq!(events(72).last(), Some(&("together".to_owned(), 2)));
        assert_eq!(events(73), [("together".to_owned(), 1), ("once more".to_owned(), 2)]);
        assert_eq!(world.read(|tx| tx.verify()), Ok(7));
    }

    fn the_entries_of_a_round_come_in_order_of_time_up_to_an_instant(world) {
        world.append(13, Entry::round(round(70), "third"));
        world.append(11, Entry::application(round(70), application(71), "first"));
        world.append(12, Entry::application(round(70), application(72), "second"));
        world.append(10, Entry::round(round(71), "another round"));
        world.append(9, Entry::office("no round"));
        let events = |until: i64| -> Vec<String> {
            world.read(|tx| tx.entries_of_round(round(70), moment(until)))
                .into_iter().map(|entry| entry.event).collect()
        };
        assert_eq!(events(13), ["first", "second", "third"]);
        assert_eq!(events(12), ["first", "second"]);
        assert_eq!(events(10), Vec::<String>::new());
    }

    fn an_untouched_trail_is_whole(world) {
        assert_eq!(world.read(|tx| tx.verify()), Ok(0));
        world.append(10, every_kind_of_fact());
        world.append(11, every_kind_of_fact());
        world.append(12, Entry::office("a"));
        assert_eq!(world.read(|tx| tx.verify()), Ok(3));
    }

    fn a_trail_longer_than_a_page_is_walked_to_its_end(world) {
        world.write(|tx| {
            for number in 0..1203 {
                append(tx, 10 + number, &Entry::office("many"))?;
            }
            Ok(())
        }).unwrap();
        world.write(|tx| tx.seal_heads(moment(1))).unwrap();
        assert_eq!(world.read(|tx| tx.verify()), Ok(1203));
    }

    fn an_anchor_seals_what_grew_since_the_last(world) {
        let seal = |at: i64| world.write(move |tx| tx.seal_heads(moment(at))).unwrap();
        assert_eq!(seal(1), 0);
        world.append(10, Entry::office("a"));
        world.append(11, Entry::round(round(70), "b"));
        assert_eq!(seal(2), 2);
        assert_eq!(seal(3), 0);
        world.append(12, Entry::office("c"));
        world.append(13, Entry::office("d"));
        assert_eq!(seal(4), 1);
        assert_eq!(world.read(|tx| tx.verify()), Ok(4));
    }

    fn an_anchor_over_many_chains_is_whole(world) {
        world.write(|tx| {
            for number in 0..701 {
                append(tx, 2 * number, &Entry::round(round(number), "opened"))?;
            }
            tx.seal_heads(moment(1))
        }).unwrap();
        assert_eq!(world.read(|tx| tx.verify()), Ok(701));
    }

    fn two_who_seal_at_once_make_one_chain_of_anchors(world) {
        for number in 0..8 {
            world.append(10 + 2 * number, Entry::round(round(number), "opened"));
        }
        let sealing: Vec<_> = (0..8).map(|_| {
            let store = world.store();
            std::thread::spawn(move || {
                crate::world::write(store.as_ref(), |tx| tx.seal_heads(moment(1))).unwrap()
            })
        }).collect();
        let sealed: usize = sealing.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(sealed, 8);
        assert_eq!(world.read(|tx| tx.verify()), Ok(8));
    }

    fn a_person_keeps_the_first_digest_key(world) {
        let ada = world.add_person(1).id;
        let first = world.write(move |tx| tx.digest_key(ada, &[1; 32])).unwrap();
        let second = world.write(move |tx| tx.digest_key(ada, &[2; 32])).unwrap();
        assert_eq!((first, second), (Some(vec![1; 32]), Some(vec![1; 32])));
    }

    fn a_destroyed_digest_key_is_not_made_again(world) {
        let ada = world.add_person(1).id;
        world.write(move |tx| tx.digest_key(ada, &[1; 32])).unwrap();
        world.sql("UPDATE digest_key SET secret = NULL");
        assert_eq!(world.write(move |tx| tx.digest_key(ada, &[2; 32])).unwrap(), None);
    }
}
