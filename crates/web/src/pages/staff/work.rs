//! Where the work on a round is done, beyond its own page.

use crate::components::Link;
use almoner_domain::access::{Act, Actor, Rule, Who, rule};
use almoner_domain::id::RoundId;
use almoner_domain::round::Status;

/// A page about a round: what it is called, what follows the address of the round, what the policy
/// calls it, and the first status in which it is of use.
struct Work {
    text: &'static str,
    under: &'static str,
    act: Act,
    from: Status,
    /// The last status in which it is of use, where there is one.
    until: Option<Status>,
}

/// The pages, in the order of the work.
const WORK: &[Work] = &[
    Work {
        text: "All settings, and where they come from",
        under: "settings",
        act: Act::ReadRound,
        from: Status::Draft,
        until: None,
    },
    Work {
        text: "Who looked, started and sent",
        under: "completion",
        act: Act::ReadReport,
        from: Status::Draft,
        until: None,
    },
    Work {
        text: "Declare your interests",
        under: "declarations",
        act: Act::DeclareInterests,
        from: Status::Closed,
        until: None,
    },
    Work {
        text: "Conflict register",
        under: "register",
        act: Act::ReadRegister,
        from: Status::Closed,
        until: None,
    },
    Work {
        text: "Applications",
        under: "applications",
        act: Act::ListApplications,
        from: Status::Open,
        until: None,
    },
    Work {
        text: "More time for one group",
        under: "more-time",
        act: Act::ReadMoreTime,
        from: Status::Open,
        until: None,
    },
    Work {
        text: "Start screening",
        under: "start-screening",
        act: Act::AdvanceRound,
        from: Status::Closed,
        until: Some(Status::Closed),
    },
    Work {
        text: "Start assessment",
        under: "start-assessing",
        act: Act::AdvanceRound,
        from: Status::Screening,
        until: Some(Status::Screening),
    },
    Work {
        text: "Assessors and who marks what",
        under: "assessors",
        act: Act::AssignAssessments,
        from: Status::Screening,
        until: None,
    },
    Work {
        text: "Progress of assessment",
        under: "progress",
        act: Act::AssignAssessments,
        from: Status::Assessing,
        until: None,
    },
    Work {
        text: "The panel’s table",
        under: "panel",
        act: Act::ReadPanel,
        from: Status::Assessing,
        until: None,
    },
    Work {
        text: "The decision and its papers",
        under: "decision",
        act: Act::ReadDecision,
        from: Status::Recommended,
        until: None,
    },
    Work {
        text: "Letters of the decision",
        under: "notices",
        act: Act::AdvanceRound,
        from: Status::Decided,
        until: None,
    },
    Work {
        text: "Report",
        under: "report",
        act: Act::ReadReport,
        from: Status::Published,
        until: None,
    },
];

/// The pages that this person may find something on, for a round with this status.
pub(super) fn links(actor: &Actor, round: RoundId, status: Status) -> Vec<Link> {
    WORK.iter()
        .filter(|work| status >= work.from && work.until.is_none_or(|last| status <= last))
        .filter(|work| may(actor, work.act))
        .map(|work| Link::new(work.text, format!("/staff/rounds/{round}/{}", work.under)))
        .collect()
}

/// The pages about the office as a whole that this person may open.
pub(super) fn office(actor: &Actor) -> Vec<Link> {
    [
        ("Set up a round", "/staff/rounds/begin", Act::SetUpRound),
        ("People and their roles", "/staff/people", Act::ManagePeople),
        ("Emails and whether they arrived", "/staff/letters", Act::ReadLetters),
    ]
    .into_iter()
    .filter(|(_, _, act)| may(actor, *act))
    .map(|(text, path, _)| Link::new(text, path))
    .collect()
}

/// Whether some record could admit this person.
pub(in crate::pages) fn may(actor: &Actor, act: Act) -> bool {
    let Rule { who, .. } = rule(act);
    who.iter().any(|who| match who {
        Who::Anyone | Who::SignedIn | Who::Member | Who::Named | Who::NamedStaff => true,
        Who::Holder(role) => actor.roles().has(*role),
        Who::System => false,
    })
}
