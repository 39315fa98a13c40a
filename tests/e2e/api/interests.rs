//! The list of names, the register and what is decided.

use super::{done, read, refused};
use almoner_domain::access::Role;
use almoner_testkit::{london, on_both_databases};
use serde_json::json;

on_both_databases! {
    fn an_interest_is_declared_and_somebody_else_decides_about_it(world: &World) {
        let round = world.open_round();
        let (_, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let officer = world.program(&officer, true);
        let lead = world.program(&world.staff("Lena Lead", &[Role::GrantsLead]), true);
        let names = format!("/api/v1/staff/rounds/{round}/declarations");
        refused(&officer.get_json(&names).unwrap(), 409, "declaration_round_not_closed");
        world.clock.set(london("2024-02-06T09:00"));
        assert_eq!(read(&officer, &names)["names"][0]["declared"], false);
        let interest = json!({ "interests": [
            { "application": bid.to_string(), "interest": "personal", "note": "My cousin plays." }
        ] });
        done(&officer, "POST", &names, &interest);
        let none = json!({ "interests": [{ "application": bid.to_string(), "interest": "none" }] });
        done(&lead, "POST", &names, &none);

        let register = format!("/api/v1/staff/rounds/{round}/register");
        let declared = read(&lead, &register)["interests"][0].clone();
        assert_eq!((&declared["status"], &declared["own"]), (&json!("declared"), &json!(false)));
        let address = format!("/api/v1/staff/declarations/{}", declared["declaration"].as_str().unwrap());
        let ruling = json!({
            "version": declared["version"], "ruling": "clear", "note": "Too far away to matter."
        });
        refused(&officer.post_json(&address, &ruling).unwrap(), 404, "not_found");
        let wordless = json!({ "version": declared["version"], "ruling": "clear", "note": "" });
        refused(&lead.post_json(&address, &wordless).unwrap(), 422, "invalid_fields");
        let unknown = json!({ "version": 1, "ruling": "perhaps", "note": "Well." });
        refused(&lead.post_json(&address, &unknown).unwrap(), 400, "unreadable");
        done(&lead, "POST", &address, &ruling);
        let decided = read(&lead, &register)["interests"][0].clone();
        assert_eq!(decided["status"], "cleared_with_note");
        assert_eq!(decided["decided_by"], "Lena Lead");
        refused(&lead.post_json(&address, &ruling).unwrap(), 409, "changed_by_someone_else");
    }

    fn a_group_does_not_read_the_register(world: &World) {
        let round = world.open_round();
        let (asha, ..) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let address = format!("/api/v1/staff/rounds/{round}/register");
        refused(&world.program(&asha, false).get_json(&address).unwrap(), 404, "not_found");
    }
}
