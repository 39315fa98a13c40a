//! Letters about a round: to the office on its way to publication, to applicants when it changes.

use crate::Content;
use almoner_domain::value::{Deadline, Instant, show_moment};

pub(super) fn for_review(title: &str, path: &str) -> Content {
    Content::new("A round is ready for review")
        .say(format!("The round “{title}” is complete and waits for review."))
        .say(
            "The chief finance officer confirms that the funds are there. Then the director or the \
             Commissioner approves it. Either the grants lead or the chief finance officer can \
             send it back with a reason.",
        )
        .link("Open the round", path)
}

pub(super) fn sent_back(title: &str, path: &str, reason: &str) -> Content {
    Content::new("A round was sent back to you")
        .say(format!("The round “{title}” is a draft again. The reason:"))
        .quote(reason)
        .link("Open the round", path)
}

pub(super) fn approved(title: &str, path: &str) -> Content {
    Content::new("A round was approved")
        .say(format!("The round “{title}” was approved. It can now be announced."))
        .link("Open the round", path)
}

pub(super) fn announced(title: &str, path: &str, opens_at: Instant, deadline: Deadline) -> Content {
    Content::new("A round that names you was announced")
        .say(format!("The round “{title}” was announced, and names you for a part in it."))
        .fact("Opens", show_moment(opens_at))
        .fact("Closes", deadline.to_string())
        .say(
            "Before you can open any application, you will be asked to declare your interests on \
             the list of names.",
        )
        .link("Open the round", path)
}

pub(super) fn deadline_moved(
    round: &str,
    from: Deadline,
    deadline: Deadline,
    reason: &str,
    path: &str,
) -> Content {
    Content::new("The deadline has moved")
        .say(format!(
            "The deadline of “{round}” is later than it was. It is the same for everybody."
        ))
        .fact("It was", from.to_string())
        .fact("It is now", deadline.to_string())
        .say("The reason:")
        .quote(reason)
        .say(
            "What you have saved is kept. If you have sent your application, it stands, and you do \
             not have to do anything.",
        )
        .link("Open the round", path)
}

pub(super) fn more_time_asked(title: &str, path: &str) -> Content {
    Content::new("A request for more time waits for you")
        .say(format!("Somebody asks for a later deadline of one group in “{title}”."))
        .say("You can give it or refuse it. For whom it is and why stands on the page alone.")
        .link("Open the request", path)
}

pub(super) fn more_time_answered(title: &str, given: bool, path: &str) -> Content {
    let what = if given { "was given" } else { "was refused" };
    Content::new(format!("More time {what}"))
        .say(format!("The later deadline that you asked for in “{title}” {what}."))
        .link("Open the request", path)
}

pub(super) fn more_time_given(
    round: &str,
    organisation: &str,
    deadline: Deadline,
    path: &str,
) -> Content {
    Content::new("You have more time for your application")
        .say(format!(
            "{organisation} has a later deadline in “{round}” than other groups. Until then you \
             can start, change and send its application."
        ))
        .fact("Your deadline", deadline.to_string())
        .say("What you have saved is kept.")
        .link("Open your applications", path)
}

pub(super) fn paused(round: &str, reason: &str, path: &str) -> Content {
    Content::new("A funding round is paused")
        .say(format!("No application to “{round}” can be sent for now. The reason:"))
        .quote(reason)
        .say(
            "What you have saved is kept. The time that is lost will be added to the deadline, and \
             we will write to you when the round goes on.",
        )
        .link("Open the round", path)
}

pub(super) fn cancelled(round: &str, reason: &str, path: &str) -> Content {
    Content::new("A funding round was called off")
        .say(format!(
            "We are sorry: “{round}” was called off, and no application to it will be decided. The \
             reason:"
        ))
        .quote(reason)
        .link("Open the round", path)
}
