//! Roles of the office, by an administrator.

use super::{done, read, refused};
use almoner_domain::access::Role;
use almoner_testkit::on_both_databases;
use serde_json::{Value, json};

const PEOPLE: &str = "/api/v1/staff/people";

on_both_databases! {
    fn an_administrator_gives_and_ends_roles(world: &World) {
        let program = world.program(&world.staff("Ada Admin", &[Role::Administrator]), true);
        let invited = json!({ "email": "new@example.org", "role": "grants_officer" });
        let invited = program.post_json(PEOPLE, &invited).unwrap().expect(201).unwrap();
        let address = invited.header("location").unwrap().to_owned();
        let seen = read(&program, &address);
        assert_eq!(seen["member"]["roles"][0]["role"], "grants_officer");
        done(&program, "POST", &format!("{address}/roles/end"), &json!({ "role": "grants_officer" }));
        assert_eq!(read(&program, &address)["member"]["roles"], json!([]));
        done(&program, "POST", &format!("{address}/roles"), &json!({ "role": "auditor" }));
        let listed = read(&program, PEOPLE);
        let people: Vec<&Value> = listed["people"].as_array().unwrap().iter().collect();
        assert!(people.iter().any(|one| one["email"] == "new@example.org"));
        done(&program, "POST", &format!("{address}/reset-second-factor"), &json!({}));
    }

    fn nobody_else_manages_people(world: &World) {
        let officer = world.program(&world.staff("Olive Officer", &[Role::GrantsOfficer]), true);
        refused(&officer.get_json(PEOPLE).unwrap(), 404, "not_found");
    }

    fn nobody_changes_their_own_roles_or_invites_an_address_that_is_none(world: &World) {
        let ada = world.staff("Ada Admin", &[Role::Administrator]);
        let program = world.program(&ada, true);
        let own = format!("{PEOPLE}/{}/roles", ada.person);
        let refusal = program.post_json(&own, &json!({ "role": "auditor" })).unwrap();
        refused(&refusal, 409, "own_account");
        let bad = program.post_json(PEOPLE, &json!({ "email": "no address", "role": "auditor" }));
        refused(&bad.unwrap(), 422, "invalid_fields");
        let bad = program.post_json(PEOPLE, &json!({ "email": "a@example.org", "role": "king" }));
        refused(&bad.unwrap(), 400, "unreadable");
    }

    fn the_grants_team_sees_how_letters_fare(world: &World) {
        let officer = world.program(&world.staff("Olive Officer", &[Role::GrantsOfficer]), true);
        let letters = read(&officer, "/api/v1/staff/letters");
        assert_eq!((&letters["waiting"], &letters["next"]), (&json!(0), &Value::Null));
        let bad = officer.get_json("/api/v1/staff/letters?after=x").unwrap();
        refused(&bad, 422, "invalid_fields");
        let auditor = world.program(&world.staff("Aud Itor", &[Role::Auditor]), true);
        refused(&auditor.get_json("/api/v1/staff/letters").unwrap(), 404, "not_found");
    }
}
