//! What diesel says, in the words of the store.

use almoner_ports::{StoreError, Taken};
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};
use std::fmt::Display;

/// The uniqueness rules that use cases tell apart: PostgreSQL's constraint, SQLite's columns, and
/// the rule. A rule that is not here is [`Taken::Other`].
const RULES: &[(&str, &str, Taken)] = &[
    ("person_email_key", "person.email", Taken::Email),
    ("round_slug_key", "round.slug", Taken::RoundReference),
    ("declaration_person_key", "declaration.person, declaration.application", Taken::Declaration),
    ("audit_entry_place", "audit_entry.stream, audit_entry.seq", Taken::ChainPlace),
    (
        "application_place",
        "application.round, application.organisation, application.place",
        Taken::BidPlace,
    ),
    ("document_place", "document.application, document.place", Taken::DocumentPlace),
    ("submission_number", "submission.application, submission.number", Taken::Submission),
    ("confirmation_pkey", "confirmation.application", Taken::Confirmation),
    ("due_diligence_pkey", "due_diligence.application", Taken::DueDiligence),
    ("decision_standing", "decision.round", Taken::Decision),
    ("award_application_key", "award.application", Taken::Award),
    ("audit_anchor_pkey", "audit_anchor.seq", Taken::ChainPlace),
    ("audit_head_pkey", "audit_head.anchor, audit_head.stream", Taken::ChainPlace),
];

/// The rule behind a unique violation, and its name in the database.
fn rule(information: &dyn DatabaseErrorInformation) -> (Taken, String) {
    if let Some(name) = information.constraint_name() {
        let taken = RULES.iter().find(|(constraint, ..)| *constraint == name);
        return (taken.map_or(Taken::Other, |(.., taken)| *taken), name.to_owned());
    }
    let message = information.message();
    let columns = message.strip_prefix("UNIQUE constraint failed: ").unwrap_or(message);
    match RULES.iter().find(|(_, theirs, _)| *theirs == columns) {
        Some((constraint, _, taken)) => (*taken, (*constraint).to_owned()),
        None => (Taken::Other, columns.to_owned()),
    }
}

/// Messages of conditions that pass if one tries again, where diesel has no kind for them.
/// PostgreSQL's are those of `lc_messages` C or English.
const PASSING: &[&str] = &[
    "deadlock detected",
    "lock timeout",
    "could not obtain lock",
    "too many clients",
    "too many connections",
    "remaining connection slots",
    "the database system is starting up",
    "the database system is shutting down",
    "the database system is in recovery mode",
    "database is locked",
    "database table is locked",
];

/// A diesel error as a store error.
pub(crate) fn store_error(error: Error) -> StoreError {
    match error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, information) => {
            match rule(information.as_ref()) {
                (Taken::ChainPlace, name) => {
                    StoreError::Busy(format!("another transaction took the place: {name}"))
                }
                (taken, name) => StoreError::Taken(taken, name),
            }
        }
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, information) => {
            StoreError::Busy(information.message().to_owned())
        }
        Error::DatabaseError(kind, information) => {
            let message = information.message();
            if PASSING.iter().any(|known| message.contains(known)) {
                StoreError::Busy(message.to_owned())
            } else {
                StoreError::Failed(format!("{kind:?}: {message}"))
            }
        }
        Error::DeserializationError(why) => {
            StoreError::Corrupt { table: "(unknown)", id: String::new(), why: why.to_string() }
        }
        other => StoreError::Failed(other.to_string()),
    }
}

/// A row that makes no sense.
pub(crate) fn corrupt(table: &'static str, id: impl Display, why: impl Display) -> StoreError {
    StoreError::Corrupt { table, id: id.to_string(), why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conn::AnyConnection;
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};

    const ID: &str = "00000000-0000-7000-8000-000000000001";
    const OTHER: &str = "00000000-0000-7000-8000-000000000002";
    const AT: &str = "2024-01-15T17:00:00.000000Z";

    /// For a rule, a statement that adds a row with the id in place of `ID`; a second run, with
    /// another id, breaks the rule.
    fn statements() -> Vec<(&'static str, String)> {
        let entry = format!(
            "INSERT INTO audit_entry (id, stream, seq, event, facts, roles, at, request, prev_hash, hash) \
             VALUES ('ID', 'office', 1, 'e', '{{}}', '', '{AT}', '{ID}', BYTES, BYTES)"
        );
        let person = format!(
            "INSERT INTO person (id, email, name, created_at, version) \
             VALUES ('ID', 'ada@example.org', 'Ada', '{AT}', 1)"
        );
        let anchor = format!("INSERT INTO audit_anchor VALUES (1, '{AT}', 1, BYTES, BYTES)");
        let head = "INSERT INTO audit_head VALUES (1, 'office', 1, BYTES)".to_owned();
        vec![
            ("person_email_key", person),
            ("audit_entry_place", entry),
            ("audit_anchor_pkey", anchor),
            ("audit_head_pkey", head),
        ]
    }

    fn assert_is_recognised(error: &StoreError, name: &str) {
        match (RULES.iter().find(|(rule, ..)| *rule == name).unwrap().2, error) {
            (Taken::ChainPlace, StoreError::Busy(why)) if why.contains(name) => {}
            (expected, StoreError::Taken(taken, rule)) if *taken == expected && rule == name => {}
            _ => panic!("{name}: {error}"),
        }
    }

    fn assert_broken_rules_are_recognised(conn: &mut AnyConnection, bytes: &str) {
        for (name, sql) in statements() {
            let sql = sql.replace("BYTES", bytes);
            diesel::sql_query(sql.replace("'ID'", &format!("'{ID}'"))).execute(conn).unwrap();
            let broken: Result<usize, Error> = conn.transaction(|conn| {
                diesel::sql_query(sql.replace("'ID'", &format!("'{OTHER}'"))).execute(conn)
            });
            assert_is_recognised(&store_error(broken.unwrap_err()), name);
        }
    }

    #[derive(diesel::QueryableByName)]
    struct Index {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        columns: String,
    }

    /// SQLite names the columns in its message, in the order of the index.
    const INDEXES_OF_SQLITE: &str = "SELECT i.name AS name, \
        (SELECT group_concat(t.name || '.' || c.name, ', ') \
         FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) AS c) AS columns \
        FROM sqlite_schema AS t, pragma_index_list(t.name) AS i \
        WHERE t.type = 'table' AND i.\"unique\" = 1";

    /// PostgreSQL names the constraint, which has the name of its index.
    const INDEXES_OF_POSTGRESQL: &str = "SELECT c.relname::text AS name, ''::text AS columns \
        FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid \
        WHERE i.indisunique AND c.relnamespace = 'rules'::regnamespace";

    #[test]
    fn each_rule_is_known_on_sqlite() {
        let conn = SqliteConnection::establish(":memory:").unwrap();
        let mut conn = AnyConnection::Sqlite(conn);
        crate::migrate::migrate(&mut conn).unwrap();
        assert_broken_rules_are_recognised(&mut conn, "x'00'");
        let indexes: Vec<Index> = diesel::sql_query(INDEXES_OF_SQLITE).load(&mut conn).unwrap();
        for (name, columns, _) in RULES {
            let is_provoked = statements().iter().any(|(provoked, _)| provoked == name);
            let is_there = indexes.iter().any(|index| index.columns == *columns);
            assert!(is_provoked || is_there, "no unique index on {columns}");
        }
    }

    #[test]
    fn each_rule_is_known_on_postgresql() {
        let Ok(url) = std::env::var("ALMONER_TEST_POSTGRES") else {
            assert!(
                std::env::var_os("ALMONER_TEST_SQLITE_ONLY").is_some(),
                "set ALMONER_TEST_POSTGRES to a throw-away server, or ALMONER_TEST_SQLITE_ONLY"
            );
            return;
        };
        let mut conn = PgConnection::establish(&url).unwrap();
        // Never committed: the schema goes with the connection.
        conn.begin_test_transaction().unwrap();
        conn.batch_execute("CREATE SCHEMA rules; SET LOCAL search_path = rules").unwrap();
        let mut conn = AnyConnection::Postgres(conn);
        crate::migrate::migrate(&mut conn).unwrap();
        assert_broken_rules_are_recognised(&mut conn, "'\\x00'::bytea");
        let indexes: Vec<Index> = diesel::sql_query(INDEXES_OF_POSTGRESQL).load(&mut conn).unwrap();
        for (name, ..) in RULES {
            assert!(indexes.iter().any(|index| index.name == *name), "no unique index {name}");
        }
    }

    #[test]
    fn other_errors_are_failures_that_keep_their_message() {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        let error = conn.batch_execute("SELECT * FROM nowhere").unwrap_err();
        let error = store_error(error);
        assert!(matches!(&error, StoreError::Failed(why) if why.contains("nowhere")), "{error}");
    }
}
