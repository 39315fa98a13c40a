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
}

/// The pages, in the order of the work.
const WORK: &[Work] = &[
    Work {
        text: "All settings, and where they come from",
        under: "settings",
        act: Act::ReadRound,
        from: Status::Draft,
    },
    Work {
        text: "Declare your interests",
        under: "declarations",
        act: Act::DeclareInterests,
        from: Status::Closed,
    },
    Work {
        text: "Conflict register",
        under: "register",
        act: Act::ReadRegister,
        from: Status::Closed,
    },
    Work {
        text: "Applications",
        under: "applications",
        act: Act::ListApplications,
        from: Status::Open,
    },
    Work {
        text: "Start screening",
        under: "start-screening",
        act: Act::AdvanceRound,
        from: Status::Closed,
    },
    Work {
        text: "Start assessment",
        under: "start-assessing",
        act: Act::AdvanceRound,
        from: Status::Screening,
    },
    Work {
        text: "Assessors and who marks what",
        under: "assessors",
        act: Act::AssignAssessments,
        from: Status::Screening,
    },
    Work {
        text: "Progress of assessment",
        under: "progress",
        act: Act::AssignAssessments,
        from: Status::Assessing,
    },
    Work {
        text: "The panel’s table",
        under: "panel",
        act: Act::ReadPanel,
        from: Status::Assessing,
    },
    Work {
        text: "The decision and its papers",
        under: "decision",
        act: Act::ReadDecision,
        from: Status::Recommended,
    },
    Work {
        text: "Letters of the decision",
        under: "notices",
        act: Act::AdvanceRound,
        from: Status::Decided,
    },
    Work { text: "Report", under: "report", act: Act::ReadReport, from: Status::Published },
];

/// The pages that this person may find something on, for a round with this status.
pub(super) fn links(actor: &Actor, round: RoundId, status: Status) -> Vec<Link> {
    WORK.iter()
        .filter(|work| status >= work.from && may(actor, work.act))
        .map(|work| Link::new(work.text, format!("/staff/rounds/{round}/{}", work.under)))
        .collect()
}

/// Whether some record could admit this person.
fn may(actor: &Actor, act: Act) -> bool {
    let Rule { who, .. } = rule(act);
    who.iter().any(|who| match who {
        Who::Anyone | Who::SignedIn | Who::Member | Who::Named => true,
        Who::Holder(role) => actor.roles().has(*role),
        Who::System => false,
    })
}
