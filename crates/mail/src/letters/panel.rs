//! Letters to assessors and to the chair of the panel.

use crate::Content;

pub(super) fn assigned(round: &str, count: u32, due: &str, declarations: &str) -> Content {
    let what =
        if count == 1 { "1 application".to_owned() } else { format!("{count} applications") };
    Content::new("You have applications to assess")
        .say(format!("You have {what} to assess by {due}, for the round “{round}”."))
        .say(
            "First declare your interests on the list of names. An application opens only after \
             that.",
        )
        .link("Declare your interests", declarations)
        .link("See what you have to assess", "/staff/assessments")
        .say(
            "If you cannot assess one of them, give it back on its page and say why. You keep the \
             others.",
        )
}

pub(super) fn expired(round: &str, count: u32, path: &str) -> Content {
    let what = if count == 1 { "1 assessment".to_owned() } else { format!("{count} assessments") };
    Content::new("Assessments have run out")
        .say(format!("{what} of “{round}” were not handed in, three days after they were due."))
        .say("Give the applications to somebody else, or do without the assessments and say why.")
        .link("Open the assessors of the round", path)
}

pub(super) fn given_back(path: &str, reason: &str) -> Content {
    Content::new("An assessment was given back to you")
        .say("The grants lead has given back an assessment that you had sent. The reason:")
        .quote(reason)
        .say("Your marks and reasons are as you left them. Change what you need to and send it again.")
        .link("Open the assessment", path)
}

pub(super) fn meeting_papers(round: &str, on: &str, path: &str) -> Content {
    Content::new("Papers for the panel")
        .say(format!("All marks for the round “{round}” are in, and moderation can begin."))
        .fact("Planned day of the meeting", on)
        .link("Open the panel’s table", path)
}

pub(super) fn returned(round: &str, reason: &str, path: &str) -> Content {
    Content::new("The recommendation was sent back to the panel")
        .say(format!(
            "The approver has sent back what the panel recommends for “{round}”. The reason:"
        ))
        .quote(reason)
        .say(
            "Agreed marks and recommendations are as the panel left them, and can be changed. The \
             papers of the decision that had been drafted are set aside, and due diligence is made \
             anew once the panel has recommended again. No group has been told anything.",
        )
        .link("Open the panel’s table", path)
}
