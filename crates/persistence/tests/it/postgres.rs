//! What happens on PostgreSQL alone: lost connections, locks, deadlocks, careless settings.

use crate::world::{World, admin, append, moment, person, run_on_server, tuning, write};
use almoner_domain::audit::Entry;
use almoner_domain::id::RoundId;
use almoner_domain::person::Person;
use almoner_persistence::{Database, OpenError, Tuning};
use almoner_ports::{StoreError, Verdict};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::sync::{Arc, Barrier};
use std::time::Duration;
use uuid::Uuid;

const KILL_ALL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[test]
fn a_connection_that_was_lost_while_idle_is_not_noticed() {
    let Some(world) = World::postgres() else { return };
    world.add_person(1);
    for number in 2..6 {
        world.sql(KILL_ALL);
        world.add_person(number);
        assert!(world.read(|tx| tx.person(person(number).id)).is_some());
        world.sql(KILL_ALL);
        world.store().public_version().unwrap();
    }
}

#[test]
fn a_connection_that_is_lost_during_work_fails_and_heals() {
    let Some(world) = World::postgres() else { return };
    let url = world.url.clone();
    let refused = world
        .store()
        .write(Box::new(move |tx| {
            tx.add_person(&person(1)).unwrap();
            PgConnection::establish(&url).unwrap().batch_execute(KILL_ALL).unwrap();
            let lost = tx.person(person(1).id).unwrap_err();
            assert!(matches!(lost, StoreError::Failed(_) | StoreError::Busy(_)), "{lost}");
            Verdict::Commit
        }))
        .unwrap_err();
    assert!(matches!(refused, StoreError::Failed(_) | StoreError::Busy(_)), "{refused}");
    assert_eq!(world.read(|tx| tx.person(person(1).id)), None);
    world.add_person(1);
}

#[test]
fn a_connection_that_is_lost_before_the_commit_fails_and_heals() {
    let Some(world) = World::postgres() else { return };
    let url = world.url.clone();
    let refused = world
        .store()
        .write(Box::new(move |tx| {
            tx.add_person(&person(1)).unwrap();
            PgConnection::establish(&url).unwrap().batch_execute(KILL_ALL).unwrap();
            Verdict::Commit
        }))
        .unwrap_err();
    assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
    assert_eq!(world.read(|tx| tx.person(person(1).id)), None);
    world.add_person(1);
}

#[test]
fn two_that_wait_for_each_other_both_succeed() {
    let Some(world) = World::postgres() else { return };
    let name = world.database_name();
    world.sql(&format!("ALTER DATABASE {name} SET deadlock_timeout = '50ms'"));
    let mut world = world;
    world.reopen();
    let both_have_one = Arc::new(Barrier::new(2));
    let threads: Vec<_> = [(1_u128, 2_u128), (2, 1)]
        .into_iter()
        .map(|(first, second)| {
            let store = world.store();
            let barrier = Arc::clone(&both_have_one);
            std::thread::spawn(move || {
                let mut runs = 0;
                let round = |number: u128| RoundId(Uuid::from_u128(number));
                write(store.as_ref(), move |tx| {
                    append(tx, 100 * first, &Entry::round(round(first), "first"))?;
                    runs += 1;
                    if runs == 1 {
                        barrier.wait();
                    }
                    append(tx, 100 * first + 1, &Entry::round(round(second), "second"))?;
                    Ok(runs)
                })
                .unwrap()
            })
        })
        .collect();
    let runs: u32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert!(runs > 2, "there was no deadlock to solve");
    assert_eq!(world.read(|tx| tx.verify()), Ok(4));
}

#[test]
fn a_record_that_somebody_else_holds_for_long_is_busy() {
    let Some(mut world) = World::postgres() else { return };
    let ada = world.add_person(1);
    world.reopen_with(Tuning { lock_timeout: Duration::from_millis(20), ..tuning() });
    let mut other = PgConnection::establish(&world.url).unwrap();
    other.batch_execute("BEGIN; SELECT * FROM person FOR UPDATE").unwrap();
    let changed = Person { name: "Ada".to_owned(), ..ada };
    let saving = changed.clone();
    let refused = world.write(move |tx| tx.save_person(&saving)).unwrap_err();
    assert!(matches!(refused, StoreError::Busy(_)), "{refused}");
    other.batch_execute("ROLLBACK").unwrap();
    world.write(move |tx| tx.save_person(&changed)).unwrap();
}

#[test]
fn a_statement_that_runs_for_long_fails() {
    let Some(mut world) = World::postgres() else { return };
    world.sql(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
           'BEGIN PERFORM pg_sleep(60); RETURN NULL; END'; \
         CREATE TRIGGER slow AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION slow()",
    );
    world.reopen_with(Tuning { statement_timeout: Duration::from_millis(50), ..tuning() });
    let refused = world.write(|tx| tx.add_person(&person(1))).unwrap_err();
    assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
    assert_eq!(world.read(|tx| tx.person(person(1).id)), None);
}

#[test]
fn a_pool_in_full_use_is_busy() {
    let Some(mut world) = World::postgres() else { return };
    world.reopen_with(Tuning { pool: 1, wait: Duration::from_millis(50), ..tuning() });
    // A new pool needs a moment to make its connection.
    while world.store().ping().is_err() {}
    let store = world.store();
    let mut refused = None;
    world.store().read(&mut |_| refused = store.ping().err()).unwrap();
    assert!(matches!(refused, Some(StoreError::Busy(_))), "{refused:?}");
}

#[test]
fn a_server_that_would_lose_commits_is_refused() {
    let Some(world) = World::postgres() else { return };
    let name = world.database_name();
    world.sql(&format!("ALTER DATABASE {name} SET synchronous_commit = off"));
    let refused = Database::open(&world.url, tuning()).err();
    let Some(OpenError::NotDurable { value, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(value, "off");
}

#[test]
fn several_processes_may_migrate_at_once() {
    let Some(world) = World::postgres() else { return };
    while world.database().revert_last_migration().is_ok() {}
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let url = world.url.clone();
            std::thread::spawn(move || {
                Database::open_for_tests(&url, tuning()).unwrap().migrate().unwrap().len()
            })
        })
        .collect();
    let ran: Vec<usize> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(ran.iter().filter(|count| **count > 0).count(), 1, "{ran:?}");
    world.add_person(1);
}

#[test]
fn two_stores_share_one_database() {
    let Some(world) = World::postgres() else { return };
    let second = Database::open_for_tests(&world.url, tuning()).unwrap();
    let store = second.store().unwrap();
    write(store.as_ref(), |tx| tx.add_person(&person(1))).unwrap();
    assert!(world.read(|tx| tx.person(person(1).id)).is_some());
    let before = world.store().public_version().unwrap();
    write(store.as_ref(), |tx| tx.touch_public()).unwrap();
    assert!(world.store().public_version().unwrap() > before);
    world.append(10, Entry::office("a"));
    write(store.as_ref(), |tx| append(tx, 12, &Entry::office("b"))).unwrap();
    write(store.as_ref(), |tx| tx.seal_heads(moment(1))).unwrap();
    assert_eq!(world.read(|tx| tx.verify()), Ok(2));
}

#[test]
fn a_database_that_is_gone_fails() {
    let Some(mut world) = World::postgres() else { return };
    world.reopen_with(Tuning { wait: Duration::from_millis(200), ..tuning() });
    world.add_person(1);
    let (Some(admin), name) = (admin(), world.database_name()) else { return };
    run_on_server(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    world.terminate_all(&admin);
    let refused = world.write(|tx| tx.add_person(&person(2))).unwrap_err();
    assert!(matches!(refused, StoreError::Failed(_) | StoreError::Busy(_)), "{refused}");
    run_on_server(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    // The pool tries again by itself.
    while world.store().ping().is_err() {}
    world.add_person(3);
}
