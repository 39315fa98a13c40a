//! The pool of assessors, their training and who marks what.

use super::{done, read, refused};
use almoner_domain::access::Role;
use almoner_testkit::on_both_databases;
use serde_json::json;

on_both_databases! {
    fn training_is_recorded_and_shows_in_the_pool(world: &World) {
        let round = world.open_round();
        let assessor = world.staff("Asif Assessor", &[Role::Assessor]);
        let officer = world.program(&world.staff("Olive Officer", &[Role::GrantsOfficer]), true);
        let pool = format!("/api/v1/staff/rounds/{round}/assessors");
        assert_eq!(read(&officer, &pool)["assessors"][0]["trained"], false);
        let record = format!("/api/v1/staff/assessors/{}", assessor.person);
        let zone = read(&officer, &record)["possible_zones"][0]["code"].clone();
        let all = ["scoring", "bias", "confidentiality", "safeguarding", "conflicts"];
        let training = json!({
            "version": 0, "modules": all, "on": "2024-01-05", "until": "2025-01-04"
        });
        done(&officer, "POST", &format!("{record}/training"), &training);
        refused(
            &officer.post_json(&format!("{record}/training"), &training).unwrap(),
            409,
            "changed_by_someone_else",
        );
        let version = read(&officer, &record)["version"].clone();
        let zones = json!({ "version": version, "zones": [zone] });
        done(&officer, "PUT", &format!("{record}/zones"), &zones);
        let listed = read(&officer, &pool)["assessors"][0].clone();
        assert_eq!((&listed["trained"], &listed["zones"]), (&json!(true), &json!([zone])));
        assert_eq!(read(&officer, &format!("/api/v1/staff/rounds/{round}/progress"))["open"], 0);
    }

    fn who_marks_is_assigned_by_the_grants_team_alone_and_within_the_rules(world: &World) {
        let round = world.open_round();
        let (_, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let assessor = world.staff("Asif Assessor", &[Role::Assessor]);
        let olive = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let officer = world.program(&olive, true);
        let address = format!("/api/v1/staff/rounds/{round}/assessors");
        let pair = json!({ "pairs": [{
            "application": bid.to_string(), "person": assessor.person.to_string(), "kind": "staff"
        }] });
        refused(&officer.post_json(&address, &pair).unwrap(), 403, "declaration_needed");
        world.clear(&olive, round, &[bid]);
        let early = officer.post_json(&address, &pair).unwrap();
        assert_eq!(early.status, 409, "{}", early.body);
        let own = world.program(&assessor, true);
        refused(&own.post_json(&address, &pair).unwrap(), 404, "not_found");
        refused(&officer.post_json(&address, &json!({ "pairs": [] })).unwrap(), 422, "invalid_fields");
        let widened = json!({
            "application": bid.to_string(), "person": assessor.person.to_string(), "reason": "Few."
        });
        let widen = format!("{address}/beyond-zone");
        refused(&officer.post_json(&widen, &widened).unwrap(), 404, "not_found");
    }
}
