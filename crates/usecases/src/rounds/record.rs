//! What the audit trail keeps of a round. The report on any past date is derived from these
//! entries alone, so that they hold every figure and code that it needs.

use crate::{Cx, Outcome};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::round::{ClockMove, Post, Round, Status};

/// What a round consists of, as facts: amounts, instants, codes and ids.
pub(super) fn facts(entry: Entry, round: &Round) -> Entry {
    let (settings, posts) = (&round.settings, &round.posts);
    let criteria = &settings.scoring.criteria;
    let codes = |items: Vec<String>| Fact::Codes(items);
    let entry = entry
        .code("reference", settings.reference.as_str())
        .pence("budget", settings.money.budget)
        .number("over_commitment_percent", i64::from(settings.money.over_commitment_percent))
        .pence("minimum", settings.money.minimum)
        .pence("maximum", settings.money.maximum)
        .with("opens_at", Fact::At(round.opens_at))
        .with("closes_at", Fact::At(round.deadline.at))
        .code("screening_by", settings.dates.screening_by.to_string())
        .code("assessment_by", settings.dates.assessment_by.to_string())
        .code("moderation_on", settings.dates.moderation_on.to_string())
        .code("decision_by", settings.dates.decision_by.to_string())
        .code("plan", settings.plan.as_str())
        .with("priorities", codes(settings.priorities.clone()))
        .with("target_areas", codes(settings.areas.targets.clone()))
        .with("reported_areas", codes(settings.areas.reported.clone()))
        .number("least_target_percent", i64::from(settings.areas.least_target_percent))
        .with("checks", codes(settings.eligibility.checks.iter().map(|c| c.code.clone()).collect()))
        .with("criteria", codes(criteria.iter().map(|c| c.code.clone()).collect()))
        .with(
            "weights",
            codes(criteria.iter().map(|c| format!("{}:{}", c.code, c.weight)).collect()),
        )
        .with(
            "least_marks",
            codes(
                criteria
                    .iter()
                    .filter_map(|c| c.minimum.map(|least| format!("{}:{least}", c.code)))
                    .collect(),
            ),
        )
        .number("staff_assessors", i64::from(settings.scoring.staff_assessors))
        .number("quorum", i64::from(settings.panel.quorum))
        .number("form_version", i64::from(round.form.version))
        .code("privacy_notice", settings.privacy_notice.version.as_str());
    let entry = match posts.officer {
        Some(officer) => entry.id("officer", officer.uuid()),
        None => entry,
    };
    [
        ("lead", posts.lead),
        ("chair", posts.chair),
        ("finance", posts.finance),
        ("approver", posts.approver),
    ]
    .into_iter()
    .fold(entry, |entry, (name, post)| with_post(entry, name, post))
}

fn with_post(entry: Entry, name: &str, post: Option<Post>) -> Entry {
    let Some(post) = post else { return entry };
    let entry = entry.id(name, post.holder.uuid());
    match post.substitute {
        Some(substitute) => entry.id(&format!("{name}_substitute"), substitute.uuid()),
        None => entry,
    }
}

/// Brings the stored status up to the clock and writes down what that changed. Every change of a
/// round begins with it; the caller saves.
pub(super) fn catch_up(round: Round, cx: &mut Cx<'_>) -> Outcome<(Round, bool)> {
    let (round, moves) = round.caught_up(cx.now);
    for ClockMove { to, due } in &moves {
        let event = if *to == Status::Open { "round.opened" } else { "round.closed" };
        cx.audit(&Entry::round(round.id, event).code("to", to.code()).with("due", Fact::At(*due)))?;
    }
    Ok((round, !moves.is_empty()))
}
