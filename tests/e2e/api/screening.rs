//! Screening: information from the group, a fail with its review, and a result set aside.

use super::{done, read, refused};
use almoner_domain::access::Role;
use almoner_domain::id::ApplicationId;
use almoner_replay::browser::Api;
use almoner_testkit::{World, london, on_both_databases};
use serde_json::{Value, json};

/// Programs of those who screen, and of the group.
struct Screeners {
    officer: Api,
    lead: Api,
    director: Api,
    group: Api,
    bid: ApplicationId,
}

impl Screeners {
    fn staff(&self) -> String {
        format!("/api/v1/staff/applications/{}", self.bid)
    }

    fn own(&self) -> String {
        format!("/api/v1/applications/{}", self.bid)
    }

    fn version(&self) -> Value {
        read(&self.officer, &format!("{}/screening", self.staff()))["version"].clone()
    }

    fn check(&self, check: &str, result: &str, reasons: &[&str]) {
        let body = json!({
            "version": self.version(), "check": check, "result": result, "reasons": reasons,
            "text": "Seen by a screener."
        });
        done(&self.officer, "POST", &format!("{}/screening/check", self.staff()), &body);
    }

    /// Fails the check that a person makes, and confirms it.
    fn found_ineligible(&self) {
        self.check("EL06", "pass", &[]);
        self.check("EL05", "pass", &[]);
        self.check("EL10", "fail", &["out_of_purpose"]);
        let at = |version: Value| json!({ "version": version });
        let steps = format!("{}/screening", self.staff());
        done(&self.officer, "POST", &format!("{steps}/propose"), &at(self.version()));
        done(&self.lead, "POST", &format!("{steps}/confirm"), &at(self.version()));
    }
}

fn screening(world: &World) -> Screeners {
    let round = world.open_round();
    let (group, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
    let program = |name: &str, role| world.program(&world.staff(name, &[role]), true);
    let officer = program("Olive Officer", Role::GrantsOfficer);
    let lead = program("Lena Lead", Role::GrantsLead);
    let director = program("Dina Director", Role::Director);
    world.clock.set(london("2024-02-06T09:00"));
    let rounds = format!("/api/v1/staff/rounds/{round}");
    let none = json!({ "interests": [{ "application": bid.to_string(), "interest": "none" }] });
    for one in [&officer, &lead, &director] {
        done(one, "POST", &format!("{rounds}/declarations"), &none);
    }
    let version = json!({ "version": read(&officer, &rounds)["version"] });
    done(&officer, "POST", &format!("{rounds}/start-screening"), &version);
    Screeners { officer, lead, director, group: world.program(&group, false), bid }
}

on_both_databases! {
    fn a_group_is_asked_and_answers(world: &World) {
        let all = screening(world);
        all.check("EL10", "needs_info", &[]);
        let item = json!({ "check": "EL10", "questions": ["B5"], "text": "Say more about need." });
        let ask = format!("{}/screening/information", all.staff());
        let body = |version: Value| json!({ "version": version, "items": [item.clone()] });
        refused(&all.group.post_json(&ask, &body(json!(1))).unwrap(), 404, "not_found");
        let nothing = json!({ "version": 1, "items": [] });
        refused(&all.officer.post_json(&ask, &nothing).unwrap(), 422, "invalid_fields");
        done(&all.officer, "POST", &ask, &body(all.version()));

        let result = read(&all.group, &format!("{}/result", all.own()));
        assert_eq!(result["information"]["items"][0]["questions"], json!(["B5"]));
        let given = json!({
            "version": result["version"], "fields": { "B5": ["Forty young people said so."] }
        });
        done(&all.group, "POST", &format!("{}/information", all.own()), &given);
        let result = read(&all.group, &format!("{}/result", all.own()));
        assert_eq!(result["information"], Value::Null);
        let seen = read(&all.officer, &format!("{}/screening", all.staff()));
        assert!(seen["requests"][0]["answered_at"].is_string());
    }

    fn a_review_is_asked_for_and_answered_by_somebody_who_took_no_part(world: &World) {
        let all = screening(world);
        all.found_ineligible();
        let ask = format!("{}/review", all.own());
        refused(&all.group.post_json(&ask, &json!({ "grounds": "" })).unwrap(), 422, "invalid_fields");
        done(&all.group, "POST", &ask, &json!({ "grounds": "It does fit the purpose." }));
        let answer = |version: Value| json!({
            "version": version, "reinstate": true, "answer": "You are right, it fits. ".repeat(10)
        });
        let staff = format!("{}/review", all.staff());
        let took_part = all.lead.post_json(&staff, &answer(all.version())).unwrap();
        refused(&took_part, 403, "forbidden");
        assert_eq!(took_part.body["title"], "Somebody else must do this");
        refused(&all.group.post_json(&staff, &answer(json!(1))).unwrap(), 404, "not_found");
        done(&all.director, "POST", &staff, &answer(all.version()));
        let result = read(&all.group, &format!("{}/result", all.own()));
        assert_eq!(result["review"]["status"], "reinstated");
    }

    fn a_director_sets_a_fail_aside_with_reasons_at_length(world: &World) {
        let all = screening(world);
        all.found_ineligible();
        let address = format!("{}/override", all.staff());
        let seen = read(&all.director, &address);
        assert_eq!(seen["may"]["authorities"], json!(["director"]));
        let say = |reason: &str| json!({
            "version": seen["version"], "check": "EL10", "role": "director", "reason": reason
        });
        let short = all.director.post_json(&address, &say("It fits.")).unwrap();
        refused(&short, 409, "screening_too_short");
        assert_eq!(short.body["title"], "Say more");
        refused(&all.group.get_json(&address).unwrap(), 404, "not_found");
        refused(&all.officer.get_json(&address).unwrap(), 404, "not_found");
        let reason = "word ".repeat(40);
        done(&all.director, "POST", &address, &say(&reason));
        let seen = read(&all.director, &address);
        assert_eq!(seen["status"], "screening");
        assert!(seen["overrides"][0]["complete_at"].is_string());
    }
}
