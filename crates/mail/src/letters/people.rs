//! Letters about signing in.

use crate::Content;

pub(super) fn sign_in_link(path: &str, code: &str, minutes: u16) -> Content {
    Content::new("Your sign-in link")
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
