//! Words about roles of the office.

use almoner_domain::access::Role;
use almoner_domain::person::RoleRefused;

/// What a role is called where the office's own titles are not at hand.
#[must_use]
pub const fn title(role: Role) -> &'static str {
    match role {
        Role::GrantsOfficer => "Grants officer",
        Role::GrantsLead => "Grants lead",
        Role::Assessor => "Assessor",
        Role::CommunityAssessor => "Community assessor",
        Role::Chair => "Chair of moderation",
        Role::SafeguardingLead => "Safeguarding lead",
        Role::Director => "Director",
        Role::ChiefFinanceOfficer => "Chief finance officer",
        Role::ChiefExecutive => "Chief executive",
        Role::Commissioner => "Commissioner",
        Role::Finance => "Finance",
        Role::Communications => "Communications",
        Role::Auditor => "Auditor",
        Role::Administrator => "Administrator",
    }
}

/// What stood against giving or ending a role.
#[must_use]
pub fn refused(refused: &RoleRefused) -> (String, Vec<String>) {
    let page = |heading: &str, paragraphs: &[&str]| {
        (heading.to_owned(), paragraphs.iter().map(|text| (*text).to_owned()).collect())
    };
    match refused {
        RoleRefused::Incompatible(pair) => (
            "These two roles cannot be held together".to_owned(),
            vec![
                format!(
                    "This person is {}, so they cannot also be {}: no one person may both decide \
                     and pay, give out roles and use them, or check their own work.",
                    title(pair.held),
                    title(pair.wanted)
                ),
                "Nothing was changed. End the first role, or give the second to somebody else."
                    .to_owned(),
            ],
        ),
        RoleRefused::HeldAlready(role) => (
            "This person has that role already".to_owned(),
            vec![format!("They are {} now. Nothing was changed.", title(*role))],
        ),
        RoleRefused::NotHeld(role) => (
            "This person does not have that role".to_owned(),
            vec![format!("They are not {}. Nothing was changed.", title(*role))],
        ),
        RoleRefused::OwnAccount => page(
            "Somebody else must do this",
            &["Nobody changes their own roles or resets their own sign-in app. Ask another \
               administrator. Nothing was changed."],
        ),
        RoleRefused::LastAdministrator => page(
            "This is the last administrator",
            &["Nobody could give roles any more. Make somebody else an administrator first. \
               Nothing was changed."],
        ),
    }
}
