use crate::on_both;
use crate::world::{append, moment, person};
use almoner_domain::audit::{Entry, Stream};
use almoner_domain::person::Person;
use almoner_ports::{StoreError, Taken, Verdict};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;

on_both! {
    fn work_that_is_rolled_back_leaves_nothing(world) {
        let ada = person(1);
        let id = ada.id;
        world.store().write(Box::new(move |tx| {
            tx.add_person(&ada).unwrap();
            Verdict::RollBack
        })).unwrap();
        assert_eq!(world.read(|tx| tx.person(id)), None);
    }

    fn work_that_panics_leaves_nothing_and_the_store_goes_on(world) {
        let ada = person(1);
        let id = ada.id;
        let refused = world.store().write(Box::new(move |tx| {
            tx.add_person(&ada).unwrap();
            panic!("on purpose");
        })).unwrap_err();
        assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
        assert_eq!(world.read(|tx| tx.person(id)), None);
        world.add_person(2);
    }

    fn work_that_asks_for_another_try_gets_four_more(world) {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let refused = world.store().write(Box::new(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            Verdict::Retry
        })).unwrap_err();
        assert!(matches!(refused, StoreError::Busy(_)), "{refused}");
        assert_eq!(runs.load(Ordering::SeqCst), 5);
    }

    fn a_try_that_is_repeated_starts_from_nothing(world) {
        let ada = person(1);
        let mut runs = 0;
        world.store().write(Box::new(move |tx| {
            tx.add_person(&ada).unwrap();
            runs += 1;
            if runs < 3 { Verdict::Retry } else { Verdict::Commit }
        })).unwrap();
        assert!(world.read(|tx| tx.person(person(1).id)).is_some());
    }

    fn after_a_failed_statement_nothing_is_committed(world) {
        let ada = world.add_person(1);
        let copy = Person { email: ada.email, ..person(2) };
        let refused = world.store().write(Box::new(move |tx| {
            tx.add_person(&person(3)).unwrap();
            assert!(matches!(tx.add_person(&copy), Err(StoreError::Taken(Taken::Email, _))));
            assert!(matches!(tx.person(copy.id), Err(StoreError::Failed(_))));
            Verdict::Commit
        })).unwrap_err();
        assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
        assert_eq!(world.read(|tx| tx.person(person(3).id)), None);
    }

    fn a_stale_record_does_not_spoil_the_transaction(world) {
        let ada = world.add_person(1);
        let old = Person { version: 9, ..ada };
        world.store().write(Box::new(move |tx| {
            assert!(matches!(tx.save_person(&old), Err(StoreError::Stale)));
            tx.add_person(&person(2)).unwrap();
            Verdict::Commit
        })).unwrap();
        assert!(world.read(|tx| tx.person(person(2).id)).is_some());
    }

    fn sql_that_does_not_fit_the_tables_fails(world) {
        let ada = world.add_person(1);
        world.sql("ALTER TABLE token RENAME TO token_away");
        let id = ada.id;
        let refused = world.write(move |tx| tx.tokens_of(id)).unwrap_err();
        assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
        let mut read = None;
        world.store().read(&mut |tx| read = Some(tx.tokens_of(id))).unwrap();
        assert!(matches!(read, Some(Err(StoreError::Failed(_)))));
        world.add_person(2);
    }

    fn a_row_that_makes_no_sense_is_named(world) {
        let ada = world.add_person(1);
        world.append(10, Entry::office("role.granted").id("person", ada.id.uuid()));
        world.sql(&format!(
            "INSERT INTO audit_entry (id, stream, seq, event, facts, roles, at, request, prev_hash, hash) \
             SELECT '{}', stream, 2, event, 'no facts', roles, at, request, prev_hash, hash \
             FROM audit_entry",
            uuid::Uuid::from_u128(11)
        ));
        let mut read = None;
        world.store().read(&mut |tx| read = Some(tx.entries_of(Stream::Office))).unwrap();
        assert!(
            matches!(&read, Some(Err(StoreError::Corrupt { table: "audit_entry", .. }))),
            "{read:?}"
        );
    }

    fn a_reader_changes_nothing(world) {
        let mut refused = None;
        world.store().read(&mut |tx| refused = Some(tx.add_person(&person(1)))).unwrap();
        assert!(matches!(refused, Some(Err(StoreError::Failed(_)))), "{refused:?}");
        assert_eq!(world.read(|tx| tx.person(person(1).id)), None);
    }

    fn a_reader_sees_one_state(world) {
        world.add_person(1);
        let (before, after) = world.read(|tx| {
            let before = tx.person(person(2).id)?;
            world.add_person(2);
            Ok((before, tx.person(person(2).id)?))
        });
        assert_eq!((before, after), (None, None));
        assert!(world.read(|tx| tx.person(person(2).id)).is_some());
    }

    fn a_reader_that_panics_does_not_stop_the_others(world) {
        for _ in 0..6 {
            let store = world.store();
            let reading = std::thread::spawn(move || {
                store.read(&mut |tx| {
                    tx.person(person(1).id).unwrap();
                    panic!("on purpose");
                })
            });
            assert!(reading.join().is_err());
        }
        assert_eq!(world.read(|tx| tx.person(person(1).id)), None);
    }

    fn many_writers_do_not_fork_a_chain(world) {
        let threads: Vec<_> = (0..64_u128).map(|number| {
            let store = world.store();
            std::thread::spawn(move || {
                crate::world::write(store.as_ref(), move |tx| {
                    append(tx, 100 + number, &Entry::office("test.written"))
                })
            })
        }).collect();
        for thread in threads {
            thread.join().unwrap().unwrap();
        }
        assert_eq!(world.read(|tx| tx.verify()), Ok(64));
        let places: Vec<i64> =
            world.read(|tx| tx.entries_of(Stream::Office)).iter().map(|entry| entry.seq).collect();
        assert_eq!(places, (1..=64).collect::<Vec<i64>>());
    }

    fn each_of_many_writers_gets_its_own_answer(world) {
        let threads: Vec<_> = (0..32_u128).map(|number| {
            let store = world.store();
            std::thread::spawn(move || {
                // Every second one takes the address of the one before.
                let new = Person { email: person(number / 2).email, ..person(number) };
                let answer = crate::world::write(store.as_ref(), move |tx| {
                    tx.add_person(&new).map(|()| number)
                });
                (number, answer)
            })
        }).collect();
        let mut kept = 0;
        for thread in threads {
            let (number, answer) = thread.join().unwrap();
            let stored = world.read(|tx| tx.person(person(number).id)).is_some();
            match answer {
                Ok(own) => {
                    assert_eq!(own, number);
                    assert!(stored);
                    kept += 1;
                }
                Err(error) => {
                    assert!(matches!(error, StoreError::Taken(Taken::Email, _)), "{error}");
                    assert!(!stored);
                }
            }
        }
        assert_eq!(kept, 16);
    }

    fn a_commit_that_fails_keeps_nothing_and_says_so(world) {
        world.sql(
            "CREATE TABLE bad (id INTEGER PRIMARY KEY, \
               other INTEGER REFERENCES bad (id) DEFERRABLE INITIALLY DEFERRED)",
        );
        if world.is_sqlite() {
            world.sql(
                "CREATE TRIGGER bad_person AFTER INSERT ON person WHEN NEW.name = 'bad' \
                 BEGIN INSERT INTO bad VALUES (1, 2); END",
            );
        } else {
            world.sql(
                "CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS \
                   'BEGIN INSERT INTO bad VALUES (1, 2); RETURN NULL; END'; \
                 CREATE TRIGGER bad_person AFTER INSERT ON person FOR EACH ROW \
                   WHEN (NEW.name = 'bad') EXECUTE FUNCTION bad()",
            );
        }
        let bad = Person { name: "bad".to_owned(), ..person(1) };
        let refused = world.write(move |tx| tx.add_person(&bad)).unwrap_err();
        assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
        assert_eq!(world.read(|tx| tx.person(person(1).id)), None);
        world.add_person(2);
    }

    fn the_public_counter_moves_with_public_changes_alone(world) {
        let store = world.store();
        let before = store.public_version().unwrap();
        world.add_person(1);
        assert_eq!(store.public_version().unwrap(), before);
        store.write(Box::new(|tx| {
            tx.touch_public().unwrap();
            Verdict::RollBack
        })).unwrap();
        assert_eq!(store.public_version().unwrap(), before);
        world.write(|tx| tx.touch_public()).unwrap();
        let after = store.public_version().unwrap();
        assert!(after > before);
        drop(store);
        world.reopen();
        assert_eq!(world.store().public_version().unwrap(), after);
    }

    fn a_restart_keeps_everything(world) {
        let ada = world.add_person(1);
        world.append(10, Entry::office("test.written"));
        world.write(|tx| tx.seal_heads(moment(5))).unwrap();
        world.reopen();
        assert_eq!(world.read(|tx| tx.person(ada.id)), Some(ada));
        assert_eq!(world.read(|tx| tx.verify()), Ok(1));
        world.append(11, Entry::office("test.written"));
        assert_eq!(world.read(|tx| tx.verify()), Ok(2));
    }

    fn a_caller_is_answered_after_the_commit(world) {
        let (sender, receiver) = channel();
        let store = world.store();
        let writing = std::thread::spawn(move || {
            crate::world::write(store.as_ref(), |tx| tx.add_person(&person(1))).unwrap();
            sender.send(()).unwrap();
        });
        receiver.recv().unwrap();
        assert!(world.read(|tx| tx.person(person(1).id)).is_some());
        writing.join().unwrap();
    }

    fn the_database_answers(world) {
        world.store().ping().unwrap();
    }
}
