//! Who belongs to a group: inviting, joining, handing over, leaving.

use almoner_domain::id::OrganisationId;
use almoner_domain::organisation::Kind;
use almoner_replay::browser::Page;
use almoner_testkit::{Visit, World, on_both_databases};
use almoner_usecases::applications::{CreateOrganisation, OrganisationForm};

fn group(world: &World, founder: &Visit) -> OrganisationId {
    let form = OrganisationForm {
        name: "Fictional Friday Football".to_owned(),
        kind: Kind::Group.code().to_owned(),
        ..OrganisationForm::default()
    };
    world.act(&founder.actor, CreateOrganisation { form }).unwrap()
}

/// The page of the group's people, for somebody who may see it.
fn people(visit: &mut Visit, group: OrganisationId) -> Page {
    visit.browser.get(&format!("/organisations/{group}/people")).unwrap()
}

/// Sends an invitation, and answers with the path in its letter.
fn invited(
    world: &World,
    lead: &mut Visit,
    group: OrganisationId,
    email: &str,
    role: &str,
) -> String {
    let page = people(lead, group).accepted().unwrap();
    let mut form = page.form("/people").unwrap();
    form.set("email", email).unwrap().set("role", role).unwrap();
    let page = form.submit(&mut lead.browser).unwrap().accepted().unwrap();
    assert!(page.text().contains("Invited, and not joined yet"), "{}", page.text());
    let letter = world.letter_to(email).text().unwrap();
    let at = letter.find("/invitations/").unwrap();
    letter[at..].split_whitespace().next().unwrap().to_owned()
}

fn joins(visit: &mut Visit, path: &str) -> Page {
    let page = visit.browser.get(path).unwrap().accepted().unwrap();
    page.main_form().unwrap().submit(&mut visit.browser).unwrap()
}

/// An act of a page: its form, pressed by somebody who has it.
fn pressed(visit: &mut Visit, page: &Page, action: &str) -> Page {
    page.form(action).unwrap().submit(&mut visit.browser).unwrap()
}

on_both_databases! {
    fn somebody_joins_by_the_letter_and_finds_the_groups_bids(world: &World) {
        let (mut lead, mut friend) = (world.applicant("Asha Lead"), world.applicant("Ben Friend"));
        let group = group(world, &lead);
        assert_eq!(people(&mut friend, group).status, 404);
        let path = invited(world, &mut lead, group, &friend.email, "member");
        let page = joins(&mut friend, &path).accepted().unwrap();
        assert_eq!(page.heading(), "Fictional Friday Football");
        let page = people(&mut friend, group).accepted().unwrap();
        assert!(page.text().contains("Asha Lead"), "{}", page.text());
        assert!(page.form("/people").is_err(), "a member invites nobody");
        let told = world.letter_to(&lead.email);
        assert!(told.text().unwrap().contains("Ben Friend accepted an invitation"));
    }

    fn an_invitation_is_for_its_own_address_alone(world: &World) {
        let (mut lead, mut other) = (world.applicant("Asha Lead"), world.applicant("Cal Other"));
        let group = group(world, &lead);
        let path = invited(world, &mut lead, group, "ben.friend@example.org", "member");
        let page = other.browser.get(&path).unwrap();
        assert_eq!(page.status, 404);
        assert!(page.text().contains("the address that it was sent to"), "{}", page.text());
        assert!(!page.text().contains("Fictional Friday Football"), "{}", page.text());
        let posted = other.browser.post(&path, &[]).unwrap().status;
        assert!(posted == 404 || posted == 403, "{posted}");
        let mut nobody = world.browser();
        let page = nobody.get(&path).unwrap();
        assert!(page.url.contains("/sign-in"), "{}", page.url);
        assert!(page.text().contains("the invitation was sent to"), "{}", page.text());
    }

    fn an_invitation_taken_back_admits_nobody(world: &World) {
        let (mut lead, mut friend) = (world.applicant("Asha Lead"), world.applicant("Ben Friend"));
        let group = group(world, &lead);
        let path = invited(world, &mut lead, group, &friend.email, "member");
        let page = people(&mut lead, group).accepted().unwrap();
        pressed(&mut lead, &page, "/withdraw").accepted().unwrap();
        let page = friend.browser.get(&path).unwrap().accepted().unwrap();
        assert!(page.text().contains("can no longer be used"), "{}", page.text());
    }

    fn a_lead_hands_over_and_leaves_and_the_last_lead_cannot(world: &World) {
        let (mut lead, mut friend) = (world.applicant("Asha Lead"), world.applicant("Ben Friend"));
        let group = group(world, &lead);
        let leave = format!("/organisations/{group}/people/{}/remove", lead.person);
        let page = lead.browser.get(&leave).unwrap().accepted().unwrap();
        let page = page.main_form().unwrap().submit(&mut lead.browser).unwrap();
        assert_eq!(page.status, 409);
        assert_eq!(page.heading(), "Make somebody else a lead first");
        let path = invited(world, &mut lead, group, &friend.email, "contact");
        joins(&mut friend, &path).accepted().unwrap();
        // Letters of one delivery arrive in no order: the one about joining goes out first.
        world.deliver();
        let page = lead.browser.get(&leave).unwrap().accepted().unwrap();
        page.main_form().unwrap().submit(&mut lead.browser).unwrap().accepted().unwrap();
        assert_eq!(people(&mut lead, group).status, 404);
        let page = people(&mut friend, group).accepted().unwrap();
        assert!(!page.text().contains("Asha Lead"), "{}", page.text());
        let told = world.letter_to(&lead.email).text().unwrap();
        assert!(told.contains("You can no longer open the applications"), "{told}");
    }

    fn the_only_lead_is_not_offered_what_cannot_be_done(world: &World) {
        let (mut lead, mut friend) = (world.applicant("Asha Lead"), world.applicant("Ben Friend"));
        let group = group(world, &lead);
        let page = people(&mut lead, group).accepted().unwrap();
        assert!(!page.text().contains("Make a member"), "{}", page.text());
        assert!(page.text().contains("The only lead"), "{}", page.text());
        let path = invited(world, &mut lead, group, &friend.email, "contact");
        joins(&mut friend, &path).accepted().unwrap();
        let page = people(&mut lead, group).accepted().unwrap();
        assert!(page.text().contains("Make a member"), "{}", page.text());
        let role = format!("/people/{}/role", friend.person);
        let page = pressed(&mut lead, &page, &role).accepted().unwrap();
        assert!(page.text().contains("Role changed"), "{}", page.text());
    }

    fn a_wrong_address_is_said_at_its_field_and_nothing_typed_is_lost(world: &World) {
        let mut lead = world.applicant("Asha Lead");
        let group = group(world, &lead);
        let page = people(&mut lead, group).accepted().unwrap();
        let mut form = page.form("/people").unwrap();
        form.set("email", "not an address").unwrap();
        let page = form.submit(&mut lead.browser).unwrap();
        assert_eq!(page.status, 422);
        assert_eq!(page.error_summary().len(), 2, "{:?}", page.error_summary());
        assert_eq!(page.form("/people").unwrap().value("email").unwrap(), "not an address");
        let mut form = page.form("/people").unwrap();
        form.set("email", &lead.email).unwrap().set("role", "member").unwrap();
        let page = form.submit(&mut lead.browser).unwrap();
        assert_eq!(page.status, 422);
        assert!(page.error_summary()[0].contains("belongs to the organisation already"));
    }
}
