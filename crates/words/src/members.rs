//! Words about who belongs to a group.

use almoner_domain::organisation::{INVITATION_DAYS, MOST_MEMBERS, MemberRole, MembersRefused};

/// What a member is called.
#[must_use]
pub const fn role(role: MemberRole) -> &'static str {
    match role {
        MemberRole::Lead => "Lead",
        MemberRole::Member => "Member",
    }
}

/// What a member may do.
#[must_use]
pub const fn about(role: MemberRole) -> &'static str {
    match role {
        MemberRole::Lead => "Can write and send applications, and decides who belongs here",
        MemberRole::Member => "Can write and send applications",
    }
}

/// Why a change did not happen.
#[must_use]
pub fn refused(refused: MembersRefused) -> (String, Vec<String>) {
    let (heading, text) = match refused {
        MembersRefused::NotLead => (
            "A lead of your organisation must do this",
            "Only a lead decides who belongs to the organisation. Nothing was changed.".to_owned(),
        ),
        MembersRefused::LastLead => (
            "Make somebody else a lead first",
            "The organisation would have nobody who decides who belongs to it. Nothing was changed."
                .to_owned(),
        ),
        MembersRefused::AlreadyMember => (
            "This person belongs to the organisation already",
            "No invitation was sent.".to_owned(),
        ),
        MembersRefused::AlreadyInvited => (
            "This address has been invited already",
            "No second invitation was sent. If the first one was lost, take it back and invite \
             again."
                .to_owned(),
        ),
        MembersRefused::NotMember => (
            "This person does not belong to the organisation",
            "Somebody may have removed them before you. Nothing was changed.".to_owned(),
        ),
        MembersRefused::TooMany => (
            "There are as many people as an organisation can have here",
            format!(
                "Members and open invitations are {MOST_MEMBERS} at most. Take an invitation back \
                 or remove somebody first."
            ),
        ),
        MembersRefused::InvitationOver => (
            "This invitation can no longer be used",
            format!(
                "It was used, taken back, or is older than {INVITATION_DAYS} days. Ask the person \
                 who invited you for another one."
            ),
        ),
    };
    (heading.to_owned(), vec![text])
}
