//! The crates' dependencies, their own and third-party, against the rules of the house.

use crate::{expect_none, repository};
use serde_json::Value;
use std::process::Command;

/// Which of our crates each may be built on. The end-to-end tests and the test kit may use all;
/// as a development dependency the test kit may be used by all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ports", &["domain"]),
    ("usecases", &["domain", "ports"]),
    ("persistence", &["domain", "ports"]),
    ("files", &["domain", "ports"]),
    ("mail", &["domain", "ports"]),
    ("words", &["domain", "usecases"]),
    ("http", &["domain", "ports", "usecases"]),
    ("paper", &[]),
    ("web", &["domain", "usecases", "words", "http", "paper", "ports"]),
    ("api", &["domain", "ports", "usecases", "words", "http"]),
    ("office", &["domain"]),
    ("replay", &["domain", "office"]),
    (
        "server",
        &[
            "domain",
            "ports",
            "usecases",
            "persistence",
            "files",
            "mail",
            "http",
            "web",
            "api",
            "office",
            "replay",
        ],
    ),
    (
        "testkit",
        &[
            "domain",
            "ports",
            "usecases",
            "persistence",
            "files",
            "mail",
            "http",
            "web",
            "api",
            "office",
            "replay",
            "server",
        ],
    ),
    ("tests", &[]),
    ("xtask", &[]),
];

/// Third-party crates (by the start of their names) that only some of ours may name.
const KEPT_TO: &[(&str, &[&str])] = &[
    // The test kit makes and drops databases.
    ("diesel", &["persistence", "testkit"]),
    ("libsqlite3-sys", &["persistence"]),
    ("pq-sys", &["persistence"]),
    ("actix", &["http", "web", "api", "server", "testkit"]),
    ("lettre", &["mail"]),
    ("object_store", &["files"]),
    ("askama", &["web", "mail"]),
    ("utoipa", &["api"]),
    ("krilla", &["paper"]),
];

struct Edge {
    from: String,
    to: String,
    /// Needed only by the crate's own tests.
    for_tests: bool,
}

fn edges() -> Vec<Edge> {
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(repository::top())
        .output()
        .expect("cargo runs");
    assert!(
        answer.status.success(),
        "cargo metadata did not work: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let metadata: Value = serde_json::from_slice(&answer.stdout).expect("metadata is JSON");
    let mut edges = Vec::new();
    for package in metadata["packages"].as_array().expect("packages") {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            edges.push(Edge {
                from: short(package["name"].as_str().expect("a package has a name")).to_owned(),
                to: dependency["name"].as_str().expect("a dependency has a name").to_owned(),
                for_tests: dependency["kind"].as_str() == Some("dev"),
            });
        }
    }
    assert!(edges.len() > 20, "cargo metadata lists next to no dependencies");
    edges
}

fn short(name: &str) -> &str {
    name.strip_prefix("almoner-").unwrap_or(name)
}

/// What is wrong with one of our crates using another of ours, if anything.
fn own_fault(edge: &Edge) -> Option<String> {
    let to = edge.to.strip_prefix("almoner-")?;
    let from = edge.from.as_str();
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == from) else {
        return Some(format!(
            "the crate {from} is new: give it a line in MAY_USE that says what it may depend on"
        ));
    };
    let fine = allowed.contains(&to)
        || (edge.for_tests && (to == "testkit" || from == "tests" || from == "testkit"));
    (!fine).then(|| {
        format!(
            "{from} must not depend on {to}: it may depend on [{}] only; move the code to where \
             both can see it, or change the rule with a decision record",
            allowed.join(", ")
        )
    })
}

/// What is wrong with one of our crates using a third party's, if anything. A crate's own tests may
/// use what they like: a receiver of mail, say, is tried with a real sender.
fn third_party_fault(edge: &Edge) -> Option<String> {
    if edge.for_tests {
        return None;
    }
    let (prefix, allowed) = KEPT_TO
        .iter()
        .find(|(prefix, _)| edge.to == *prefix || edge.to.starts_with(&format!("{prefix}-")))
        .or_else(|| {
            KEPT_TO.iter().find(|(prefix, _)| edge.to.starts_with(&format!("{prefix}_")))
        })?;
    (!allowed.contains(&edge.from.as_str())).then(|| {
        format!(
            "{} must not depend on {}: {prefix} is known to [{}] only",
            edge.from,
            edge.to,
            allowed.join(", ")
        )
    })
}

#[test]
fn our_crates_depend_on_each_other_only_as_declared() {
    expect_none(&edges().iter().filter_map(own_fault).collect::<Vec<_>>());
}

#[test]
fn third_party_crates_stay_where_they_belong() {
    expect_none(&edges().iter().filter_map(third_party_fault).collect::<Vec<_>>());
}

/// Pages show read models; only a use case reads or writes the store.
#[test]
fn pages_take_only_read_models_from_the_ports() {
    let mut faults = Vec::new();
    for name in repository::files() {
        if !name.starts_with("crates/web/src/") || !name.ends_with(".rs") {
            continue;
        }
        let text = repository::text(&name).unwrap_or_default();
        for word in ["Store", "Tx", "Outbox", "AuditTrail"] {
            if names_from_ports(&text, word) {
                faults.push(format!(
                    "{name} takes {word} from the ports: a page may use read models only and asks \
                     a use case for them"
                ));
            }
        }
    }
    expect_none(&faults);
}

/// Whether an `almoner_ports::…` path or import list in the text names the word.
fn names_from_ports(text: &str, word: &str) -> bool {
    text.split("almoner_ports::").skip(1).any(|rest| {
        let until = if rest.starts_with('{') {
            rest.find('}')
        } else {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        };
        rest.get(..until.unwrap_or(rest.len()))
            .unwrap_or(rest)
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|part| part == word)
    })
}

mod the_checks_themselves {
    use super::{Edge, names_from_ports, own_fault, third_party_fault};

    fn edge(from: &str, to: &str) -> Edge {
        Edge { from: from.to_owned(), to: to.to_owned(), for_tests: false }
    }

    #[test]
    fn a_domain_that_knows_the_ports_is_a_fault() {
        assert!(own_fault(&edge("domain", "almoner-ports")).is_some());
        assert!(own_fault(&edge("ports", "almoner-domain")).is_none());
    }

    #[test]
    fn a_crate_without_a_rule_is_a_fault() {
        assert!(own_fault(&edge("newcomer", "almoner-domain")).is_some());
    }

    #[test]
    fn the_test_kit_serves_tests_and_nothing_else() {
        let for_tests = Edge { for_tests: true, ..edge("persistence", "almoner-testkit") };
        assert!(own_fault(&for_tests).is_none());
        assert!(own_fault(&edge("persistence", "almoner-testkit")).is_some());
    }

    #[test]
    fn a_page_that_names_a_database_library_is_a_fault() {
        assert!(third_party_fault(&edge("web", "diesel")).is_some());
        assert!(third_party_fault(&edge("web", "diesel_migrations")).is_some());
        assert!(third_party_fault(&edge("web", "actix-web")).is_none());
        assert!(third_party_fault(&edge("domain", "actix-web")).is_some());
        let for_tests = Edge { for_tests: true, ..edge("replay", "lettre") };
        assert!(third_party_fault(&for_tests).is_none());
    }

    #[test]
    fn an_import_list_is_read_word_by_word() {
        assert!(names_from_ports("use almoner_ports::{Clock, Store};", "Store"));
        assert!(names_from_ports("fn f(tx: &mut dyn almoner_ports::Tx) {}", "Tx"));
        assert!(!names_from_ports("use almoner_ports::{StoreError, RoundPage};", "Store"));
        assert!(!names_from_ports("use almoner_ports::RoundPage; struct Store;", "Store"));
    }
}
