//! A decision from due diligence to the groups, by programs alone.

use super::{done, read, refused};
use crate::decisions::{Stage, stage};
use almoner_replay::browser::Api;
use almoner_testkit::{World, on_both_databases};
use serde_json::{Value, json};

/// The steps up to the finance officer's comment, by the officer's program.
fn prepared(world: &World, stage: &Stage) -> Api {
    let officer = world.program(&stage.officer, true);
    let diligence = format!("/api/v1/staff/applications/{}/due-diligence", stage.bids[0]);
    let seen = read(&officer, &diligence);
    assert_eq!((&seen["band"], &seen["open"]), (&json!("small"), &json!(true)));
    let needed = seen["checks"].as_array().unwrap().iter();
    let checks: Vec<Value> = needed
        .filter(|check| check["need"] == "required")
        .map(|check| json!({ "check": check["check"], "finding": "satisfied" }))
        .chain([json!({ "check": "safeguarding", "finding": "satisfied" })])
        .collect();
    let clear = json!({ "version": seen["version"], "checks": checks, "outcome": "clear" });
    done(&officer, "POST", &diligence, &clear);
    assert_eq!(read(&officer, &diligence)["recorded"]["outcome"], "clear");

    let home = format!("/api/v1/staff/rounds/{}/decision", stage.round);
    done(&officer, "POST", &home, &json!({}));
    let version = || read(&officer, &home)["decision"]["version"].clone();
    let texts = json!({
        "version": version(), "summary": "Grants of the round.", "options": "Fund fewer groups."
    });
    done(&officer, "PUT", &format!("{home}/texts"), &texts);
    let papers = read(&officer, &home);
    for bid in papers["bids"].as_array().unwrap() {
        let item = &bid["item"];
        let reason = item["reason"].as_str().unwrap_or("below_line");
        let revised = json!({
            "version": version(), "outcome": item["outcome"],
            "amount_pence": item["amount_pence"], "reason": reason,
            "public_reason": "For the public.", "feedback": item["feedback"]
        });
        let id = bid["application"].as_str().unwrap();
        done(&officer, "PUT", &format!("{home}/items/{id}"), &revised);
    }
    done(&officer, "POST", &format!("{home}/refresh"), &json!({ "version": version() }));
    assert_eq!(read(&officer, &home)["incomplete"], Value::Null);
    officer
}

on_both_databases! {
    fn a_decision_goes_from_due_diligence_to_the_groups(world: &World) {
        let stage = stage(world);
        let officer = prepared(world, &stage);
        let home = format!("/api/v1/staff/rounds/{}/decision", stage.round);
        let version = || read(&officer, &home)["decision"]["version"].clone();
        let own = format!("/api/v1/applications/{}/decision", stage.bids[0]);
        let group = world.program(&stage.groups[0], false);
        refused(&group.get_json(&own).unwrap(), 404, "not_found");

        let finance = world.program(&stage.finance, true);
        let comment = json!({ "version": version(), "comment": "The money is there." });
        done(&finance, "POST", &format!("{home}/finance"), &comment);
        let approver = world.program(&stage.approver, true);
        assert_eq!(read(&approver, &home)["may_sign"], true);
        done(&approver, "POST", &format!("{home}/sign"), &json!({ "version": version() }));
        let notices = format!("/api/v1/staff/rounds/{}/notices", stage.round);
        let letters = read(&officer, &notices);
        assert_eq!((&letters["ready"], &letters["sent"]), (&json!(true), &json!(false)));
        assert!(letters["letters"][0]["text"].is_string());
        let announce = json!({ "version": letters["version"] });
        done(&officer, "POST", &format!("{home}/announce"), &announce);

        assert_eq!(read(&group, &own)["offer"]["amount_pence"], 300_000);
        let reference = world.read(|tx| tx.round(stage.round)).unwrap().settings.reference;
        let public = Api::new(&world.url);
        let results = read(&public, &format!("/api/v1/rounds/{reference}/results"));
        assert_eq!(results["awards"].as_array().unwrap().len(), 1);
        assert_eq!(results["awards"][0]["recipient"], "Group of Ada Invented");
    }

    fn the_reserve_list_is_approved_from_in_its_order_alone(world: &World) {
        let stage = stage(world);
        let officer = prepared(world, &stage);
        let address = format!("/api/v1/staff/rounds/{}/reserve", stage.round);
        let list = read(&officer, &address);
        assert_eq!(list["waiting"][0]["recipient"], "Group of Ben Invented");
        assert_eq!(list["may_promote"], false);
        let promote = |amount: i64| json!({
            "version": list["version"], "application": stage.bids[1].to_string(),
            "amount_pence": amount, "public_reason": "Money came free."
        });
        refused(&officer.post_json(&address, &promote(1)).unwrap(), 404, "not_found");
        let approver = world.program(&stage.approver, true);
        refused(&approver.post_json(&address, &promote(0)).unwrap(), 422, "invalid_fields");
        let early = approver.post_json(&address, &promote(300_000)).unwrap();
        assert_eq!(early.status, 409, "{}", early.body);
    }

    fn an_item_without_words_for_the_public_is_refused(world: &World) {
        let stage = stage(world);
        let officer = prepared(world, &stage);
        let home = format!("/api/v1/staff/rounds/{}/decision", stage.round);
        let version = read(&officer, &home)["decision"]["version"].clone();
        let item = |words: &str| json!({
            "version": version, "outcome": "fund", "amount_pence": 300_000,
            "reason": "above_line", "public_reason": words
        });
        let address = format!("{home}/items/{}", stage.bids[0]);
        let blank = officer.send_json("PUT", &address, &item(" ")).unwrap();
        assert_eq!(blank.status, 409, "{}", blank.body);
        refused(&officer.send_json("PUT", &address, &item("")).unwrap(), 422, "invalid_fields");
        let approver = world.program(&stage.approver, true);
        let refusal = approver.send_json("PUT", &address, &item("Words.")).unwrap();
        refused(&refusal, 404, "not_found");
    }
}
