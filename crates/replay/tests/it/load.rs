//! The load generator against a server that answers by number.

use std::time::Duration;

use super::fixture::{Fixture, answer, html};
use almoner_replay::load::{self, Load, write_form, write_get};

const LONG: Duration = Duration::from_secs(60);

#[test]
fn each_request_is_made_once_and_counted_by_its_answer() {
    let server = Fixture::start(|asked| match asked.path.as_str() {
        "/0" => answer("404 Not Found", "no such page"),
        "/1" => answer("303 See Other\r\nLocation: /", ""),
        "/2" => answer("200 OK\r\nConnection: close", "bye"),
        _ => html("<p>hello"),
    });
    let load = Load { at_most: Some(40), ..Load::new(server.address, 4, LONG) };
    let report = load::run(&load, |number, buffer| {
        if number % 2 == 0 {
            write_get(buffer, "localhost", &format!("/{number}"), &[("X-Mark", "load")]);
        } else {
            write_form(buffer, "localhost", &format!("/{number}"), &[], b"a=1");
        }
    })
    .unwrap();

    assert_eq!((report.answered, report.broken), (40, 0));
    assert_eq!(report.by_class, [0, 0, 38, 1, 1, 0]);
    assert_eq!(report.latency.count(), 40);
    assert!(report.first_refusal.as_ref().unwrap().contains("no such page"));
    assert!(!report.is_clean());
    let mut asked = server.asked();
    asked.sort_by_key(|asked| asked.path[1..].parse::<u64>().unwrap());
    let paths: Vec<&str> = asked.iter().map(|asked| asked.path.as_str()).collect();
    let expected: Vec<String> = (0..40).map(|number| format!("/{number}")).collect();
    assert_eq!(paths, expected);
    assert_eq!(asked[2].header("x-mark"), Some("load"));
    assert_eq!((asked[3].method.as_str(), asked[3].body.as_slice()), ("POST", &b"a=1"[..]));
}

#[test]
fn a_schedule_is_kept_and_latency_counts_from_when_a_request_was_due() {
    let server = Fixture::start(|_| {
        std::thread::sleep(Duration::from_millis(20));
        html("slow")
    });
    let load =
        Load { at_most: Some(10), per_second: Some(1000.0), ..Load::new(server.address, 1, LONG) };
    let report = load::run(&load, |_, buffer| write_get(buffer, "localhost", "/", &[])).unwrap();
    // The last was due after 9 ms and answered after ten times 20 ms on the one connection.
    assert!(report.latency.longest() >= Duration::from_millis(190), "{report:?}");
    assert!(report.is_clean());
}

#[test]
fn a_server_that_is_not_there_shows_in_the_report() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let load = Load { at_most: Some(3), ..Load::new(gone, 1, LONG) };
    let report = load::run(&load, |_, buffer| write_get(buffer, "localhost", "/", &[])).unwrap();
    assert_eq!((report.answered, report.broken), (0, 3));
    assert!(!report.is_clean());
}
