//! The benchmark command, on a small round: what scripts read from it, and what it refuses.
#![expect(clippy::unwrap_used, reason = "a step that fails is a failed test")]

use std::path::PathBuf;
use std::process::{Command, Output};

/// The program that lies beside the tests.
fn almoner(arguments: &[&str]) -> Output {
    let test = std::env::current_exe().unwrap();
    let program: PathBuf = test.ancestors().nth(2).unwrap().join("almoner");
    assert!(program.is_file(), "build {} first: cargo build --workspace", program.display());
    Command::new(program).args(arguments).output().unwrap()
}

#[test]
fn the_benchmark_prints_one_object_with_every_figure() {
    let output = almoner(&["bench", "--json", "--applications", "60", "--seconds", "1"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["database"], "sqlite");
    assert_eq!(found["applications"], 60);
    for name in [
        "round_page",
        "round_list",
        "form_section",
        "task_list",
        "staff_list",
        "staff_bid",
        "save_section",
        "submit_one_client",
        "submit_32_clients",
    ] {
        for figure in ["per_second", "p50_ms", "p95_ms", "p99_ms"] {
            assert!(found["work"][name][figure].as_f64().unwrap() > 0.0, "{name} {figure}");
        }
        assert!(found["work"][name]["cpu_ms"].is_number(), "{name}");
    }
    for name in ["bare_commits_per_second", "resident_mib", "first_page_ms"] {
        assert!(found[name].as_f64().unwrap() > 0.0, "{name}");
    }
    let nginx = &found["nginx_static_per_second"];
    assert!(nginx.is_null() || nginx.as_f64().unwrap() > 0.0);
}

#[test]
fn a_database_that_is_in_use_is_refused() {
    let folder = std::env::temp_dir().join(format!("almoner-bench-used-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite://{}/almoner.sqlite3", folder.display());
    let database = almoner_persistence::Database::open_for_tests(&url, Default::default()).unwrap();
    database.migrate().unwrap();
    let now = almoner_testkit::london("2023-12-11T09:00");
    database.mark_new("llr", false, now).unwrap();
    drop(database);
    let output = almoner(&["bench", "--json", "--database", &url]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("in use"));
    assert!(output.stdout.is_empty());
}
