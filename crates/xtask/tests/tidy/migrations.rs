//! The two migration trees: twins by name, each with a way up and a way down.

use crate::{expect_none, repository, sql_text};
use std::collections::BTreeSet;

const TREES: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];

/// What is wrong with the migration files among these names.
fn tree_faults(files: &[String]) -> Vec<String> {
    let names_in = |tree: &str| -> BTreeSet<String> {
        files
            .iter()
            .filter_map(|file| file.strip_prefix(tree)?.strip_prefix('/')?.split_once('/'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    let mut faults = Vec::new();
    for (tree, twin) in [(TREES[0], TREES[1]), (TREES[1], TREES[0])] {
        for name in names_in(tree) {
            if !names_in(twin).contains(&name) {
                faults.push(format!(
                    "{tree}/{name} has no twin: add {twin}/{name}, even if it has nothing to do \
                     there but a comment that says so"
                ));
            }
            for way in ["up.sql", "down.sql"] {
                if !files.contains(&format!("{tree}/{name}/{way}")) {
                    faults.push(format!("{tree}/{name} has no {way}: both ways are needed"));
                }
            }
        }
    }
    faults
}

#[test]
fn migrations_are_twins_with_a_way_up_and_a_way_down() {
    expect_none(&tree_faults(&repository::files()));
}

#[test]
fn every_table_of_sqlite_is_strict() {
    let mut faults = Vec::new();
    for name in repository::files() {
        if name.starts_with(TREES[0]) && name.ends_with("up.sql") {
            let text = repository::text(&name).unwrap_or_default();
            for table in sql_text::tables_not_strict(&text) {
                faults.push(format!(
                    "{name}: the table {table} is not STRICT: end it with `) STRICT;`, or SQLite \
                     stores any type in any column"
                ));
            }
        }
    }
    expect_none(&faults);
}

mod the_checks_themselves {
    use super::tree_faults;

    fn files(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn twins_with_both_ways_are_fine() {
        let whole = [
            "migrations/README.md",
            "migrations/sqlite/1_start/up.sql",
            "migrations/sqlite/1_start/down.sql",
            "migrations/postgres/1_start/up.sql",
            "migrations/postgres/1_start/down.sql",
        ];
        assert_eq!(tree_faults(&files(&whole)), Vec::<String>::new());
    }

    #[test]
    fn a_migration_of_one_database_alone_is_a_fault() {
        let alone = ["migrations/sqlite/1_start/up.sql", "migrations/sqlite/1_start/down.sql"];
        assert_eq!(tree_faults(&files(&alone)).len(), 1);
    }

    #[test]
    fn a_way_of_no_return_is_a_fault() {
        let one_way = ["migrations/sqlite/1_start/up.sql", "migrations/postgres/1_start/up.sql"];
        assert_eq!(tree_faults(&files(&one_way)).len(), 2);
    }
}
