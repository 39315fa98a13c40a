//! Letters about signing in and about roles of the office.

use crate::Content;
use almoner_domain::value::{Instant, show_moment};

/// The link and the code, opened for the person to whom the letter goes.
pub(super) fn sign_in_link(opened: Option<Vec<u8>>, minutes: u16) -> Content {
    let content = Content::new("Your sign-in link");
    let opened = opened.and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((path, code)) = opened.as_deref().and_then(|text| text.split_once('\n')) else {
        return content
            .say("The link that you asked for can no longer be read. Ask for another one.")
            .link("Sign in", "/sign-in");
    };
    content
        .say("You asked to sign in. Press this link on the phone or computer that you want to use:")
        .link("Sign in", path)
        .say("Or type this code on the page where you asked:")
        .code(code)
        .say(format!("The link and the code work once, for {minutes} minutes."))
        .say(
            "If you did not ask to sign in, you can ignore this email. Nobody can sign in without \
             it.",
        )
}

pub(super) fn staff_invitation(title: &str) -> Content {
    Content::new("You have been given a role")
        .say(format!("You now have the role “{title}” in our grants office."))
        .say(
            "Sign in with this email address. The first time, you will be asked to set up an app \
             on your phone that shows a code: have your phone with you.",
        )
        .link("Sign in", "/sign-in?next=/staff")
        .say("If you did not expect this, tell us.")
}

pub(super) fn second_factor_reset() -> Content {
    Content::new("Your sign-in app has been reset")
        .say(
            "One of our administrators has removed the app that showed your sign-in codes, because \
             they were told that you no longer have it.",
        )
        .say(
            "You have been signed out everywhere. The next time that you sign in, you will be \
             asked to set the app up again.",
        )
        .link("Sign in", "/sign-in?next=/staff")
        .say("If you did not ask for this, tell us at once.")
}

pub(super) fn member_invited(organisation: &str, by: &str, until: Instant, path: &str) -> Content {
    Content::new(format!("Join {organisation}"))
        .say(format!("{by} asks you to join {organisation} here."))
        .say("You could then help to write the organisation’s applications for a grant.")
        .link("See the invitation", path)
        .say(format!(
            "Sign in with the address that this email was sent to. The invitation can be accepted \
             until {}.",
            show_moment(until)
        ))
        .say("If you do not know this organisation, you can ignore this email.")
}

pub(super) fn member_joined(organisation: &str, who: &str, path: &str) -> Content {
    Content::new(format!("Somebody has joined {organisation}"))
        .say(format!("{who} accepted an invitation and can now write and send applications."))
        .link("See who belongs to it", path)
        .say("If you did not expect this, remove them on that page, and tell us.")
}

pub(super) fn member_removed(organisation: &str) -> Content {
    Content::new(format!("You no longer belong to {organisation}"))
        .say(format!(
            "You can no longer open the applications of {organisation}. What you wrote stays with \
             the organisation."
        ))
        .say("If you think that this is a mistake, ask the organisation.")
}
