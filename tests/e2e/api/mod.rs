//! The JSON interface, as a program of a group and a program of the office use it.
#![expect(clippy::indexing_slicing, reason = "a step that fails is a failed test")]

mod account;
mod assessors;
mod bodies;
mod decision;
mod interests;
mod panel;
mod people;
mod rounds;
mod screening;

use almoner_domain::access::Role;
use almoner_replay::browser::{Answer, Api};
use almoner_testkit::{ANSWERS, OPEN_ROUND, london, on_both_databases};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Fields of a section as the interface takes them.
fn fields(typed: &[(&str, &str)]) -> Value {
    let mut fields: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in typed {
        fields.entry(name).or_default().push(text);
    }
    json!(fields)
}

/// Checks a refusal by its status and its stable code.
fn refused(answer: &Answer, status: u16, code: &str) {
    let kind = answer.body["type"].as_str();
    assert_eq!((answer.status, kind), (status, Some(code)), "{}", answer.body);
}

/// Changes something and expects nothing to be said about it.
fn done(program: &Api, method: &str, address: &str, body: &Value) {
    program.send_json(method, address, body).unwrap().expect(204).unwrap();
}

/// Reads something.
fn read(program: &Api, address: &str) -> Value {
    program.get_json(address).unwrap().expect(200).unwrap().body
}

/// Makes a group and starts its bid in the open round; answers with the address of the bid.
fn start(program: &Api) -> String {
    let group = json!({ "name": "Fictional Friday Football", "kind": "group" });
    let group = program.post_json("/api/v1/organisations", &group).unwrap().expect(201).unwrap();
    let start = json!({ "round": OPEN_ROUND, "organisation": group.body["id"] });
    let bid = program.post_json("/api/v1/applications", &start).unwrap().expect(201).unwrap();
    bid.header("location").unwrap().to_owned()
}

fn fill_in(program: &Api, bid: &str) {
    for (section, typed) in ANSWERS {
        let body = json!({ "version": 0, "fields": fields(typed) });
        let address = format!("{bid}/sections/{section}");
        let saved = program.send_json("PUT", &address, &body).unwrap().expect(200).unwrap();
        assert_eq!(saved.body["state"], "complete", "{section}: {}", saved.body);
    }
}

fn sending(program: &Api, bid: &str) -> Value {
    let read = program.get_json(bid).unwrap().expect(200).unwrap().body;
    json!({ "version": read["version"], "intent": read["intent"] })
}

on_both_databases! {
    fn a_program_takes_a_bid_from_the_round_to_the_receipt(world: &World) {
        world.open_round();
        let asha = world.applicant("Asha Example");
        let program = world.program(&asha, false);
        let rounds = program.get_json("/api/v1/rounds").unwrap().expect(200).unwrap();
        assert_eq!(rounds.body["rounds"][0]["reference"], OPEN_ROUND);
        assert_eq!(rounds.body["rounds"][0]["phase"], "open");
        let bid = start(&program);
        fill_in(&program, &bid);
        let sending = sending(&program, &bid);
        // The letters of an earlier instant may arrive in any order: they go first.
        world.deliver();
        let sent = program.post_json(&format!("{bid}/submit"), &sending).unwrap();
        let sent = sent.expect(200).unwrap();
        assert_eq!(sent.body["requested_pence"], 100_000);
        let again = program.post_json(&format!("{bid}/submit"), &sending).unwrap();
        assert_eq!(again.expect(200).unwrap().body, sent.body);
        let receipt = program.get_json(&format!("{bid}/receipt")).unwrap().expect(200).unwrap();
        assert_eq!(receipt.body, sent.body);
        assert!(world.letter_to(&asha.email).text().unwrap().contains(
            sent.body["reference"].as_str().unwrap()
        ));
    }

    fn a_bid_that_a_program_sends_at_the_deadline_is_late(world: &World) {
        world.open_round();
        let asha = world.applicant("Asha Example");
        let program = world.program(&asha, false);
        let bid = start(&program);
        fill_in(&program, &bid);
        let sending = sending(&program, &bid);
        world.clock.set(london("2024-02-05T17:00"));
        let late = program.post_json(&format!("{bid}/submit"), &sending).unwrap();
        assert_eq!((late.status, &late.body["type"]), (409, &json!("arrived_late")));
        let read = program.get_json(&bid).unwrap().expect(200).unwrap();
        assert_eq!(read.body["application"]["status"], "late");
    }

    fn a_cookie_does_not_count(world: &World) {
        let mut asha = world.applicant("Asha Example");
        let cookie = asha.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap().to_owned();
        assert_eq!(asha.browser.get("/applications").unwrap().status, 200);
        let cookie = format!("{}={cookie}", almoner_http::SESSION_COOKIE_PLAIN);
        let program = Api::new(&world.url).with_header("Cookie", &cookie);
        let refused = program.get_json("/api/v1/applications").unwrap();
        assert_eq!((refused.status, &refused.body["type"]), (401, &json!("signed_out")));
        assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"almoner\""));
    }

    fn a_token_without_the_second_factor_carries_no_roles(world: &World) {
        let lead = world.staff("Lena Lead", &[Role::GrantsLead]);
        let refused = world.program(&lead, false).get_json("/api/v1/staff/rounds").unwrap();
        assert_eq!((refused.status, &refused.body["type"]), (403, &json!("second_factor_needed")));
        world.program(&lead, true).get_json("/api/v1/staff/rounds").unwrap().expect(200).unwrap();
    }

    fn every_refusal_is_a_problem_with_the_name_of_its_request(world: &World) {
        world.open_round();
        let program = world.program(&world.applicant("Asha Example"), false);
        let post = |address: &str, body: Value| program.post_json(address, &body).unwrap();
        let answers = [
            (404, "not_found", program.get_json("/api/v1/no-such-thing").unwrap()),
            (404, "not_found", program.get_json("/api/v1/applications/not-an-id").unwrap()),
            (405, "method_not_allowed", post("/api/v1/rounds", json!({}))),
            (400, "unreadable", post("/api/v1/organisations", json!({ "nmae": "Typo" }))),
            (422, "invalid_fields", post("/api/v1/organisations", json!({ "name": "", "kind": "x" }))),
            (422, "invalid_fields", program.get_json("/api/v1/rounds?after=x").unwrap()),
            (400, "unreadable", program.get_json("/api/v1/rounds?before=x").unwrap()),
        ];
        for (status, code, answer) in answers {
            assert_eq!((answer.status, answer.body["type"].as_str()), (status, Some(code)));
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(answer.header("x-request-id"), answer.body["request_id"].as_str());
            assert!(answer.body["detail"].as_str().is_some_and(|words| !words.is_empty()));
        }
    }

    fn a_body_that_is_too_large_is_refused(world: &World) {
        let program = world.program(&world.applicant("Asha Example"), false);
        let body = json!({ "name": "x".repeat(2 * 1024 * 1024), "kind": "group" });
        let refused = program.post_json("/api/v1/organisations", &body).unwrap();
        assert_eq!((refused.status, &refused.body["type"]), (413, &json!("too_large")));
    }
}
