//! Somebody with the database in their hands changes the trail; the verification says where.

use crate::on_both;
use crate::world::{World, moment};
use almoner_domain::audit::Entry;
use almoner_domain::id::RoundId;
use almoner_ports::Broken;
use uuid::Uuid;

fn round(number: u128) -> RoundId {
    RoundId(Uuid::from_u128(number))
}

/// Two chains of five entries, sealed; the office's has a sixth that is not sealed.
fn prepared(world: &World) {
    for number in 0..5 {
        world.append(10 + 2 * number, Entry::office("office.changed").code("what", "area"));
        world.append(30 + 2 * number, Entry::round(round(70), "round.changed").number("n", 1));
    }
    world.write(|tx| tx.seal_heads(moment(1))).unwrap();
    world.append(50, Entry::office("office.changed").code("what", "area"));
    assert_eq!(world.read(|tx| tx.verify()), Ok(11));
}

fn without_triggers(world: &World) {
    for table in ["audit_entry", "audit_anchor", "audit_head"] {
        if world.is_sqlite() {
            world.sql(&format!("DROP TRIGGER {table}_update; DROP TRIGGER {table}_delete"));
        } else {
            world.sql(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL"));
        }
    }
}

/// Prepares a trail, changes it by `sql`, and returns what the verification says.
fn found(world: &World, sql: &str) -> Broken {
    prepared(world);
    without_triggers(world);
    world.sql(sql);
    world.read(|tx| tx.verify()).unwrap_err()
}

fn place(broken: &Broken) -> (&str, i64) {
    (&broken.stream, broken.seq)
}

on_both! {
    fn the_database_refuses_to_change_the_trail(world) {
        prepared(world);
        for table in ["audit_entry", "audit_anchor", "audit_head"] {
            let refused = world.try_sql(&format!("UPDATE {table} SET seq = seq")).unwrap_err();
            assert!(refused.to_string().contains("append only"), "{refused}");
            let refused = world.try_sql(&format!("DELETE FROM {table}")).unwrap_err();
            assert!(refused.to_string().contains("append only"), "{refused}");
            if !world.is_sqlite() {
                let refused = world.try_sql(&format!("TRUNCATE {table}")).unwrap_err();
                assert!(refused.to_string().contains("append only"), "{refused}");
            }
        }
        assert_eq!(world.read(|tx| tx.verify()), Ok(11));
    }

    fn a_changed_event_is_found(world) {
        let broken = found(world, "UPDATE audit_entry SET event = 'x' WHERE stream = 'office' AND seq = 3");
        assert_eq!(place(&broken), ("office", 3));
        assert_eq!(broken.entry.map(|id| id.uuid()), Some(Uuid::from_u128(14)));
    }

    fn a_change_of_any_column_is_found(world) {
        prepared(world);
        without_triggers(world);
        let at = "2024-01-01T00:00:00.000000Z";
        let id = Uuid::from_u128(777);
        let place_of_it = "WHERE stream = 'office' AND seq = 3";
        for (column, other) in [
            ("id", format!("'{id}'")),
            ("round", format!("'{id}'")),
            ("event", "'other'".to_owned()),
            ("facts", "'{}'".to_owned()),
            ("person", "NULL".to_owned()),
            ("roles", "'commissioner'".to_owned()),
            ("at", format!("'{at}'")),
            ("request", format!("'{id}'")),
            ("prev_hash", "hash".to_owned()),
            ("hash", "prev_hash".to_owned()),
        ] {
            world.sql("DROP TABLE IF EXISTS kept");
            world.sql(&format!("CREATE TABLE kept AS SELECT * FROM audit_entry {place_of_it}"));
            world.sql(&format!("UPDATE audit_entry SET {column} = {other} {place_of_it}"));
            let broken = world.read(|tx| tx.verify()).unwrap_err();
            assert_eq!(place(&broken), ("office", 3), "{column}");
            world.sql(&format!("DELETE FROM audit_entry {place_of_it}"));
            world.sql("INSERT INTO audit_entry SELECT * FROM kept");
            assert_eq!(world.read(|tx| tx.verify()), Ok(11), "{column}");
        }
    }

    fn an_entry_moved_to_another_chain_is_found(world) {
        let broken = found(
            world, "UPDATE audit_entry SET stream = 'round:none' WHERE stream = 'office' AND seq = 6"
        );
        assert_eq!(place(&broken), ("round:none", 1));
    }

    fn an_entry_of_no_stream_is_found(world) {
        let broken = found(
            world, "UPDATE audit_entry SET stream = '' WHERE stream = 'office' AND seq = 6"
        );
        assert_eq!(place(&broken), ("", 1));
    }

    fn a_removed_entry_is_found(world) {
        let broken = found(world, "DELETE FROM audit_entry WHERE stream = 'office' AND seq = 2");
        assert_eq!((place(&broken), broken.entry), (("office", 2), None));
    }

    fn the_first_entry_is_missed(world) {
        let broken = found(world, "DELETE FROM audit_entry WHERE stream = 'office' AND seq = 1");
        assert_eq!((place(&broken), broken.entry), (("office", 1), None));
    }

    fn two_entries_that_changed_places_are_found(world) {
        let broken = found(
            world,
            "UPDATE audit_entry SET seq = 100 WHERE stream = 'office' AND seq = 2; \
             UPDATE audit_entry SET seq = 2 WHERE stream = 'office' AND seq = 3; \
             UPDATE audit_entry SET seq = 3 WHERE stream = 'office' AND seq = 100",
        );
        assert_eq!(place(&broken), ("office", 2));
    }

    fn an_inserted_entry_is_found(world) {
        let id = Uuid::from_u128(777);
        let broken = found(world, &format!(
            "INSERT INTO audit_entry (id, stream, seq, round, event, facts, person, roles, at, request, prev_hash, hash) \
             SELECT '{id}', stream, 7, round, event, facts, person, roles, at, request, hash, hash \
             FROM audit_entry WHERE stream = 'office' AND seq = 6"
        ));
        assert_eq!(place(&broken), ("office", 7));
        assert_eq!(broken.entry.map(|id| id.uuid()), Some(id));
    }

    fn a_chain_whose_sealed_end_was_cut_off_is_found(world) {
        let broken = found(world, "DELETE FROM audit_entry WHERE stream = 'office' AND seq >= 4");
        assert_eq!((place(&broken), broken.entry), (("office", 5), None));
    }

    fn a_sealed_chain_that_is_gone_is_found(world) {
        let broken = found(world, "DELETE FROM audit_entry WHERE stream LIKE 'round:%'");
        assert_eq!(broken.stream, format!("round:{}", round(70)));
        assert_eq!(broken.seq, 5);
    }

    fn a_changed_anchor_is_found(world) {
        let broken = found(world, "UPDATE audit_anchor SET at = '2024-01-01T00:00:00.000000Z'");
        assert_eq!(place(&broken), ("anchor", 1));
    }

    fn a_changed_head_is_found(world) {
        let broken = found(world, "UPDATE audit_head SET seq = 4 WHERE stream = 'office'");
        assert_eq!(place(&broken), ("anchor", 1));
    }

    fn a_removed_head_is_found(world) {
        let broken = found(world, "DELETE FROM audit_head WHERE stream = 'office'");
        assert_eq!(place(&broken), ("anchor", 1));
    }

    fn an_anchor_removed_from_the_middle_is_found(world) {
        prepared(world);
        world.write(|tx| tx.seal_heads(moment(2))).unwrap();
        without_triggers(world);
        world.sql("DELETE FROM audit_anchor WHERE seq = 1; DELETE FROM audit_head WHERE anchor = 1");
        let broken = world.read(|tx| tx.verify()).unwrap_err();
        assert_eq!(place(&broken), ("anchor", 1));
    }

    fn heads_without_their_anchor_are_found(world) {
        let broken = found(world, "DELETE FROM audit_anchor");
        assert_eq!(place(&broken), ("anchor", 1));
    }
}

#[test]
fn a_byte_changed_in_the_file_is_found() {
    let mut world = World::sqlite();
    world.append(10, Entry::office("office.changed"));
    world.append(12, Entry::office("office.tampered"));
    world.append(14, Entry::office("office.changed"));
    world.sql("PRAGMA wal_checkpoint(TRUNCATE)");
    let path = world.close().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let word = b"office.tampered";
    let mut changed = 0;
    for start in 0..bytes.len() - word.len() {
        if &bytes[start..start + word.len()] == word {
            bytes[start] = b'O';
            changed += 1;
        }
    }
    assert_eq!(changed, 1);
    std::fs::write(&path, bytes).unwrap();
    world.reopen();
    let broken = world.read(|tx| tx.verify()).unwrap_err();
    assert_eq!(place(&broken), ("office", 2));
}
