//! Bodies that cannot be taken, as they come over the wire.

use almoner_testkit::{World, on_both_databases};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Sends a head and what there is of its body, and reads the answer: its status and its problem.
fn say(world: &World, kind: &str, announced: usize, body: &str) -> (String, Value) {
    let token = world.token(&world.applicant("Asha Example"), false);
    let host = world.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST /api/v1/organisations HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: {kind}\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("application/problem+json"), "{head}");
    let body = &body[body.find('{').unwrap()..=body.rfind('}').unwrap()];
    (head.lines().next().unwrap().to_owned(), serde_json::from_str(body).unwrap())
}

on_both_databases! {
    fn a_body_that_is_not_json_is_refused_by_its_type(world: &World) {
        let body = "name=Fictional+Friday+Football";
        let (status, problem) = say(world, "application/x-www-form-urlencoded", body.len(), body);
        assert!(status.contains("415"), "{status}");
        assert_eq!(problem["type"], "content_type");
    }

    fn a_body_that_does_not_arrive_whole_is_refused_in_time(world: &World) {
        let (status, problem) = say(world, "application/json", 1_000, "{\"name\": \"Fict");
        assert!(status.contains("408"), "{status}");
        assert_eq!(problem["type"], "too_slow");
    }

    fn a_body_that_is_cut_off_is_not_read_as_a_whole_one(world: &World) {
        let body = "{\"name\": \"Fict";
        let (status, problem) = say(world, "application/json", body.len(), body);
        assert!(status.contains("400"), "{status}");
        assert_eq!(problem["type"], "unreadable");
    }
}
