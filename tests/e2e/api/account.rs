//! One's own account and tokens.

use super::{done, read, refused};
use almoner_testkit::on_both_databases;
use serde_json::json;

const ACCOUNT: &str = "/api/v1/account";

on_both_databases! {
    fn a_person_reads_and_changes_their_own_account(world: &World) {
        let program = world.program(&world.applicant("Asha Example"), false);
        let account = read(&program, ACCOUNT);
        assert_eq!(account["name"], "Asha Example");
        let change = json!({
            "version": account["version"], "name": "Asha Invented", "phone": "0116 496 0001"
        });
        done(&program, "PUT", ACCOUNT, &change);
        assert_eq!(read(&program, ACCOUNT)["name"], "Asha Invented");
        let again = program.send_json("PUT", ACCOUNT, &change).unwrap();
        refused(&again, 409, "changed_by_someone_else");
        let detail = again.body["detail"].as_str().unwrap();
        assert_eq!(detail, "Your change was not saved, so that theirs is not lost.");
        let nameless = json!({ "version": 1, "name": " " });
        refused(&program.send_json("PUT", ACCOUNT, &nameless).unwrap(), 422, "invalid_fields");
    }

    fn a_person_revokes_a_token_and_nobody_else_does(world: &World) {
        let asha = world.applicant("Asha Example");
        let program = world.program(&asha, false);
        let tokens = read(&program, "/api/v1/account/tokens");
        let token = tokens["tokens"][0]["id"].as_str().unwrap();
        let address = format!("/api/v1/account/tokens/{token}");
        let other = world.program(&world.applicant("Olga Other"), false);
        refused(&other.send_json("DELETE", &address, &json!({})).unwrap(), 404, "not_found");
        done(&program, "DELETE", &address, &json!({}));
        refused(&program.get_json(ACCOUNT).unwrap(), 401, "signed_out");
    }
}
