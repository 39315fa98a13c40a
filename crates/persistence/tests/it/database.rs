use crate::on_both;
use crate::world::{World, moment, person, tuning};
use almoner_persistence::{Database, OfficeMark, OpenError, UrlFault};
use almoner_ports::{StoreError, Verdict};

on_both! {
    fn migrations_go_up_down_and_up_again(world) {
        let mut runs = 0;
        while world.database().revert_last_migration().is_ok() {
            runs += 1;
        }
        assert!(runs >= 1);
        let pending = world.database().pending_migrations().unwrap();
        assert_eq!(pending.len(), runs);
        assert_eq!(world.database().migrate().unwrap().len(), runs);
        assert_eq!(world.database().pending_migrations().unwrap(), Vec::<String>::new());
        assert_eq!(world.database().migrate().unwrap(), Vec::<String>::new());
        assert!(world.database().is_empty().unwrap());
    }

    fn a_store_needs_all_migrations(world) {
        world.database().revert_last_migration().unwrap();
        world.close();
        let database = Database::open_for_tests(&world.url, tuning()).unwrap();
        let refused = database.store().err();
        assert!(matches!(refused, Some(OpenError::NotMigrated(_))), "{refused:?}");
    }

    fn a_mark_is_written_once(world) {
        let mark = OfficeMark {
            office: "fictional-office".to_owned(), demonstration: false, created_at: moment(0)
        };
        assert_eq!(world.database().mark().unwrap(), Some(mark));
        let refused = world.database().mark_new("another", true, moment(1));
        assert!(matches!(refused, Err(OpenError::Store(StoreError::Taken(..)))), "{refused:?}");
        assert!(!world.database().is_demonstration().unwrap());
        world.add_person(1);
    }

    fn a_demonstration_stays_one(world) {
        while world.database().revert_last_migration().is_ok() {}
        world.database().migrate().unwrap();
        world.database().mark_new("fictional-office", true, moment(0)).unwrap();
        assert!(world.database().is_demonstration().unwrap());
        for sql in [
            "UPDATE office_mark SET demonstration = (1 = 0)",
            "UPDATE office_mark SET office = 'another'",
            "DELETE FROM office_mark",
        ] {
            let refused = world.try_sql(sql).unwrap_err();
            assert!(refused.to_string().contains("fixed"), "{refused}");
        }
        assert!(world.database().is_demonstration().unwrap());
    }

    fn a_public_change_needs_the_mark(world) {
        while world.database().revert_last_migration().is_ok() {}
        world.database().migrate().unwrap();
        let refused = world.write(|tx| tx.touch_public()).unwrap_err();
        assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
    }

    fn a_database_with_a_mark_or_a_person_is_not_empty(world) {
        assert!(!world.database().is_empty().unwrap());
        while world.database().revert_last_migration().is_ok() {}
        world.database().migrate().unwrap();
        assert!(world.database().is_empty().unwrap());
        world.add_person(1);
        assert!(!world.database().is_empty().unwrap());
    }

    fn a_database_can_be_read_beside_its_writer(world) {
        let ada = world.add_person(1);
        let beside = Database::open_to_read_for_tests(&world.url, tuning()).unwrap();
        let store = beside.store().unwrap();
        let mut found = None;
        store.read(&mut |tx| found = Some(tx.person(ada.id).unwrap())).unwrap();
        assert_eq!(found, Some(Some(ada)));
        let refused = store.write(Box::new(|_| Verdict::Commit)).unwrap_err();
        assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
        let before = store.public_version().unwrap();
        world.write(|tx| tx.touch_public()).unwrap();
        assert!(store.public_version().unwrap() > before);
    }

    fn the_store_is_one_however_often_it_is_asked_for(world) {
        let (one, two) = (world.database().store().unwrap(), world.database().store().unwrap());
        assert!(std::sync::Arc::ptr_eq(&one, &two));
    }
}

#[test]
fn a_second_writer_is_refused_until_the_first_has_ended() {
    let mut world = World::sqlite();
    let refused = Database::open_for_tests(&world.url, tuning()).err();
    assert!(matches!(refused, Some(OpenError::InUse(_))), "{refused:?}");
    world.close();
    let second = Database::open_for_tests(&world.url, tuning()).unwrap();
    second.store().unwrap().read(&mut |tx| assert!(tx.person(person(1).id).is_ok())).unwrap();
}

#[test]
fn the_lock_is_held_as_long_as_the_store_is() {
    let mut world = World::sqlite();
    let store = world.store();
    world.close();
    let refused = Database::open_for_tests(&world.url, tuning()).err();
    assert!(matches!(refused, Some(OpenError::InUse(_))), "{refused:?}");
    drop(store);
    Database::open_for_tests(&world.url, tuning()).unwrap();
}

#[test]
fn a_durable_sqlite_database_is_opened_and_written() {
    let mut world = World::sqlite();
    world.close();
    let database = Database::open(&world.url, tuning()).unwrap();
    let store = database.store().unwrap();
    let write = |tx: &mut dyn almoner_ports::Tx| tx.add_person(&person(1));
    crate::world::write(store.as_ref(), write).unwrap();
    let mut there = None;
    store.read(&mut |tx| there = tx.person(person(1).id).unwrap()).unwrap();
    assert!(there.is_some());
}

#[test]
fn what_is_not_there_is_not_made_by_reading() {
    let missing = std::env::temp_dir().join("almoner-it-missing").join("none.sqlite3");
    let url = format!("sqlite://{}", missing.display());
    let refused = Database::open_to_read(&url, tuning()).err();
    assert!(matches!(refused, Some(OpenError::Away(_))), "{refused:?}");
    assert!(!missing.exists());
}

#[test]
fn an_address_of_another_kind_is_refused() {
    let refused = Database::open("mysql://localhost/almoner", tuning()).err();
    assert!(matches!(refused, Some(OpenError::Url(UrlFault::UnknownScheme))), "{refused:?}");
}

#[test]
fn a_server_that_is_not_there_is_away() {
    let refused = Database::open("postgres://nobody@127.0.0.1:1/none", tuning()).err();
    assert!(matches!(refused, Some(OpenError::Away(_))), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mut world = World::sqlite();
    let path = world.close().unwrap();
    std::fs::remove_file(&path).unwrap();
    let database = Database::open_for_tests(&world.url, tuning()).unwrap();
    database.migrate().unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
