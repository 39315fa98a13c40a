//! The panel: the table, the line, the meeting and what it recommends.

use super::{done, read, refused};
use crate::decisions::{Stage, stage};
use almoner_domain::application::{self, Application};
use almoner_domain::moderation::Moderation;
use almoner_domain::round::{Round, Status};
use almoner_replay::browser::Api;
use almoner_testkit::{World, on_both_databases};
use serde_json::{Value, json};

/// The same round while the panel sits: marks are agreed, nothing is recommended.
fn sitting(world: &World) -> (Stage, Api) {
    let stage = stage(world);
    let round = world.read(|tx| tx.round(stage.round)).unwrap();
    let round = Round { status: Status::Moderating, line: None, ..round };
    let bids: Vec<Application> = world
        .read(|tx| tx.applications(&stage.bids))
        .into_iter()
        .map(|bid| Application { status: application::Status::Moderated, ..bid })
        .collect();
    let agreed: Vec<Moderation> = world
        .read(|tx| tx.moderations(stage.round))
        .into_iter()
        .map(|one| Moderation { recommendation: None, ..one })
        .collect();
    world.write(move |tx| {
        tx.save_round(&round)?;
        bids.iter().try_for_each(|bid| tx.save_application(bid))?;
        agreed.iter().try_for_each(|one| tx.save_moderation(one))
    });
    let chair = world.program(&stage.chair, true);
    (stage, chair)
}

on_both_databases! {
    fn the_chair_sets_the_line_and_recommends(world: &World) {
        let (stage, chair) = sitting(world);
        let round = format!("/api/v1/staff/rounds/{}", stage.round);
        let table = read(&chair, &format!("{round}/panel"));
        assert_eq!(table["may_chair"], true);
        assert_eq!(table["bids"][0]["rank"]["suggestion"], "no_line");
        let line = json!({
            "version": table["round_version"], "percent": 50, "reason": "As much as is good."
        });
        done(&chair, "POST", &format!("{round}/line"), &line);
        assert_eq!(read(&chair, &format!("{round}/panel"))["line_percent"], 50);

        let bid = format!("/api/v1/staff/applications/{}/moderation", stage.bids[0]);
        let seen = read(&chair, &bid);
        let wish = |amount: Value| json!({
            "version": seen["version"], "outcome": "recommend", "amount_pence": amount,
            "reason_code": "merit", "reason": "Good and near.", "feedback": "Say who was asked."
        });
        let address = format!("{bid}/recommendation");
        let much = chair.send_json("PUT", &address, &wish(json!(400_000))).unwrap();
        assert_eq!(much.status, 409, "{}", much.body);
        let negative = chair.send_json("PUT", &address, &wish(json!(-1))).unwrap();
        refused(&negative, 422, "invalid_fields");
        let officer = world.program(&stage.officer, true);
        refused(&officer.send_json("PUT", &address, &wish(json!(300_000))).unwrap(), 404, "not_found");
        done(&chair, "PUT", &address, &wish(json!(300_000)));
        assert_eq!(read(&chair, &bid)["recommendation"]["amount_pence"], 300_000);
    }

    fn marks_are_not_agreed_before_they_are_revealed(world: &World) {
        let (stage, chair) = sitting(world);
        let bid = format!("/api/v1/staff/applications/{}/moderation", stage.bids[0]);
        let version = read(&chair, &bid)["version"].clone();
        let marks = json!({ "version": version, "marks": [{ "criterion": "C1", "mark": 4 }] });
        let hidden = chair.send_json("PUT", &format!("{bid}/marks"), &marks).unwrap();
        assert_eq!(hidden.status, 409, "{}", hidden.body);
        let six = json!({ "version": version, "marks": [{ "criterion": "C1", "mark": 6 }] });
        let six = chair.send_json("PUT", &format!("{bid}/marks"), &six).unwrap();
        refused(&six, 422, "invalid_fields");
    }

    fn the_meeting_is_recorded_by_the_chair(world: &World) {
        let (stage, chair) = sitting(world);
        let address = format!("/api/v1/staff/rounds/{}/meeting", stage.round);
        let seen = read(&chair, &address);
        assert_eq!((&seen["version"], &seen["on"]), (&json!(0), &Value::Null));
        let present = json!([stage.chair.person.to_string()]);
        let held = json!({
            "version": 0, "on": "2023-12-11", "present": present, "all_left": true
        });
        done(&chair, "PUT", &address, &held);
        assert_eq!(read(&chair, &address)["present"], present);
        let stranger = json!({
            "version": 1, "on": "2023-12-11",
            "present": [stage.groups[0].person.to_string()], "all_left": true
        });
        refused(&chair.send_json("PUT", &address, &stranger).unwrap(), 404, "not_found");
        let dateless = json!({ "version": 1, "on": "soon", "present": [], "all_left": true });
        refused(&chair.send_json("PUT", &address, &dateless).unwrap(), 400, "unreadable");
        let finance = world.program(&stage.finance, true);
        refused(&finance.get_json(&address).unwrap(), 404, "not_found");
    }
}
