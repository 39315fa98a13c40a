//! What the office adds while a round runs, what waits for a person, and what can be started.

use super::{done, read, refused};
use almoner_domain::access::Role;
use almoner_testkit::{OPEN_ROUND, on_both_databases};
use serde_json::json;

on_both_databases! {
    fn a_question_with_its_answer_is_there_for_everybody(world: &World) {
        let round = world.open_round();
        let officer = world.program(&world.staff("Olive Officer", &[Role::GrantsOfficer]), true);
        let log = format!("/api/v1/staff/rounds/{round}");
        let asked = json!({ "question": "May we ask twice?", "answer": "No." });
        done(&officer, "POST", &format!("{log}/questions"), &asked);
        let publicity = json!({ "on": "2024-01-08", "channel": "Radio", "note": "An interview" });
        done(&officer, "POST", &format!("{log}/publicity"), &publicity);
        let workshop = json!({ "on": "2024-01-09", "title": "Online", "recorded": false });
        done(&officer, "POST", &format!("{log}/workshops"), &workshop);
        let public = read(&officer, &format!("/api/v1/rounds/{OPEN_ROUND}"));
        assert_eq!(public["asked"][0]["answer"], "No.");
        let settings = &read(&officer, &log)["settings"];
        assert_eq!(settings["publicity"].as_array().unwrap().len(), 2);
        assert_eq!(settings["workshops"].as_array().unwrap().len(), 2);
    }

    fn an_entry_that_is_blank_or_of_nowhere_is_refused_at_its_field(world: &World) {
        let round = world.open_round();
        let officer = world.program(&world.staff("Olive Officer", &[Role::GrantsOfficer]), true);
        let log = format!("/api/v1/staff/rounds/{round}");
        let blank = json!({ "question": " ", "answer": "No." });
        let refusal = officer.post_json(&format!("{log}/questions"), &blank).unwrap();
        refused(&refusal, 422, "invalid_fields");
        assert_eq!(refusal.body["errors"][0]["field"], "question");
        let nowhere = json!({
            "on": "2024-01-08", "channel": "Radio", "area": "atlantis", "note": "Waves"
        });
        let refusal = officer.post_json(&format!("{log}/publicity"), &nowhere).unwrap();
        refused(&refusal, 422, "invalid_fields");
        let hidden = json!({ "question": "Why\u{0}?", "answer": "No." });
        let refusal = officer.post_json(&format!("{log}/questions"), &hidden).unwrap();
        refused(&refusal, 422, "invalid_fields");
        let assessor = world.program(&world.staff("Asif Assessor", &[Role::Assessor]), true);
        let asked = json!({ "question": "May we?", "answer": "No." });
        let refusal = assessor.post_json(&format!("{log}/questions"), &asked).unwrap();
        refused(&refusal, 404, "not_found");
    }

    fn staff_see_what_waits_and_groups_what_they_can_start(world: &World) {
        world.open_round();
        let officer = world.program(&world.staff("Olive Officer", &[Role::GrantsOfficer]), true);
        let home = read(&officer, "/api/v1/staff/home");
        assert_eq!(home["rounds"][0]["reference"], OPEN_ROUND);
        let (asha, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let program = world.program(&asha, false);
        refused(&program.get_json("/api/v1/staff/home").unwrap(), 404, "not_found");
        let start = read(&program, &format!("/api/v1/rounds/{OPEN_ROUND}/start"));
        assert_eq!(start["phase"], "open");
        assert_eq!(start["organisations"][0]["applications"], json!([bid.to_string()]));
        refused(&program.get_json("/api/v1/rounds/NIL-1/start").unwrap(), 404, "not_found");
    }
}
