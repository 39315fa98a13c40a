//! SQL as text: tables that are not strict, placeholders out of order.

use crate::{expect_none, repository, rust_text};

/// The SQL without its comments; a quoted text keeps its quotes and loses what is between them.
fn bare(sql: &str) -> String {
    let mut out = String::new();
    let mut rest = sql.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '-' if rest.peek() == Some(&'-') => {
                while rest.peek().is_some_and(|next| *next != '\n') {
                    rest.next();
                }
            }
            '/' if rest.peek() == Some(&'*') => {
                let mut before = ' ';
                for next in rest.by_ref() {
                    if before == '*' && next == '/' {
                        break;
                    }
                    before = next;
                }
            }
            '\'' => {
                out.push_str("''");
                for next in rest.by_ref() {
                    if next == '\'' {
                        break;
                    }
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The names of the tables that the SQL creates without STRICT. Virtual tables cannot have it.
pub(crate) fn tables_not_strict(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    for statement in bare(sql).split(';') {
        let words: Vec<String> =
            statement.replace('(', " ( ").split_whitespace().map(str::to_uppercase).collect();
        let mut head = words
            .iter()
            .map(String::as_str)
            .filter(|word| !matches!(*word, "TEMP" | "TEMPORARY" | "IF" | "NOT" | "EXISTS"));
        if head.next() != Some("CREATE") || head.next() != Some("TABLE") {
            continue;
        }
        let name = head.next().unwrap_or("?").to_lowercase();
        let options = statement.rsplit(')').next().unwrap_or_default().to_uppercase();
        if !options.split(|c: char| !c.is_alphanumeric()).any(|word| word == "STRICT") {
            found.push(name);
        }
    }
    found
}

/// Whether the numbered placeholders of an SQL text first appear as $1, $2, $3 and so on. SQLite
/// takes `$2` for a name and numbers names by first appearance, so that any other order binds the
/// wrong values without an error.
fn placeholders_ascend(sql: &str) -> bool {
    let mut highest = 0;
    for rest in sql.split('$').skip(1) {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let Ok(number) = digits.parse::<u32>() else { continue };
        if number > highest + 1 {
            return false;
        }
        highest = highest.max(number);
    }
    true
}

#[test]
fn placeholders_of_raw_sql_first_appear_in_ascending_order() {
    let mut faults = Vec::new();
    for name in repository::files() {
        if !name.starts_with("crates/persistence/") || !name.ends_with(".rs") {
            continue;
        }
        for (line, literal) in rust_text::literals(&repository::text(&name).unwrap_or_default()) {
            if !placeholders_ascend(&literal) {
                faults.push(format!(
                    "{name}:{line}: the placeholders of this SQL do not first appear as $1, $2, …: \
                     SQLite numbers them by first appearance and would bind the wrong values"
                ));
            }
        }
    }
    expect_none(&faults);
}

mod the_checks_themselves {
    use super::{placeholders_ascend, tables_not_strict};

    #[test]
    fn a_table_without_strict_is_named() {
        let sql = "CREATE TABLE a (x TEXT) STRICT;\ncreate table if not exists b(y TEXT);";
        assert_eq!(tables_not_strict(sql), ["b"]);
    }

    #[test]
    fn strict_beside_another_option_counts_and_in_a_comment_does_not() {
        let sql = "CREATE TABLE a (x TEXT DEFAULT ';' CHECK (x <> ')')) STRICT, WITHOUT ROWID;
                   CREATE TABLE b (x TEXT) -- STRICT
                   ;";
        assert_eq!(tables_not_strict(sql), ["b"]);
    }

    #[test]
    fn other_statements_are_left_alone() {
        let sql = "CREATE INDEX i ON a (x); CREATE VIRTUAL TABLE v USING fts5(x);
                   CREATE TRIGGER t BEFORE UPDATE ON a BEGIN SELECT RAISE(ABORT, 'no'); END;";
        assert_eq!(tables_not_strict(sql), Vec::<String>::new());
    }

    #[test]
    fn placeholders_may_repeat_but_not_run_ahead() {
        assert!(placeholders_ascend("select 1"));
        assert!(placeholders_ascend("a = $1 and b = $2 and c = $1"));
        assert!(!placeholders_ascend("a > $2 and b = $1"));
        assert!(!placeholders_ascend("a = $1 and b = $3"));
    }
}
