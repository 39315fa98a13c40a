//! Words about assessors, marking and the panel.

use almoner_domain::assessment::{
    AssessmentRefused, HandBackReason, Involvement, Kind, Module, Status, TrainingRefused,
};
use almoner_domain::moderation::{Outcome, PanelRefused, ReasonCode};
use almoner_domain::value::show_date;

type Words = (String, Vec<String>);

fn words(heading: &str, paragraphs: &[&str]) -> Words {
    (heading.to_owned(), paragraphs.iter().map(|text| (*text).to_owned()).collect())
}

/// On whose behalf somebody marks.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Staff => "Staff or independent",
        Kind::Community => "Community",
    }
}

/// Where an assessment stands.
#[must_use]
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Assigned => "Not started",
        Status::InProgress => "In progress",
        Status::Submitted => "Sent",
        Status::Locked => "Locked",
        Status::Moderated => "Moderated",
        Status::Recused => "Conflict of interest",
        Status::HandedBack => "Given back",
        Status::Waived => "Waived",
        Status::Expired => "Out of time",
    }
}

/// A part of the training.
#[must_use]
pub const fn module(module: Module) -> &'static str {
    match module {
        Module::Scoring => "How to mark",
        Module::Bias => "Unconscious bias",
        Module::Confidentiality => "Confidentiality and data protection",
        Module::Safeguarding => "Disclosures and safeguarding",
        Module::Conflicts => "Conflicts of interest",
    }
}

/// Why a bid is given back.
#[must_use]
pub const fn hand_back(reason: HandBackReason) -> &'static str {
    match reason {
        HandBackReason::Conflict => "I have a conflict of interest",
        HandBackReason::Time => "I do not have the time",
        HandBackReason::Knowledge => "I do not know enough about it",
        HandBackReason::Other => "Another reason",
    }
}

/// What the panel recommends.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Recommend => "Recommend an award",
        Outcome::Reserve => "Put on the reserve list",
        Outcome::Not => "Do not recommend",
    }
}

/// The kind of reason of a recommendation.
#[must_use]
pub const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::Merit => "Marked high enough, and the money is there",
        ReasonCode::Part => "A part of the amount is enough, or is all that is left",
        ReasonCode::BelowLine => "Below the quality line",
        ReasonCode::BelowMinimum => "Below the minimum mark of a criterion",
        ReasonCode::BudgetSpent => "Good enough, but the money went to better bids",
        ReasonCode::Departure => "Departs from the line or the ranking, with a public reason",
        ReasonCode::Other => "Another reason",
    }
}

/// Why an assessment does not move.
#[must_use]
pub fn refused(refused: &AssessmentRefused) -> Words {
    match refused {
        AssessmentRefused::NotFromHere(_) => words(
            "This assessment has moved on",
            &[
                "What you tried is not possible at the stage that it has reached. Nothing was changed.",
            ],
        ),
        AssessmentRefused::RoundNotAssessing(_) => words(
            "This round is not being assessed",
            &["Assessors can be assigned only while the round is at the stage of assessment."],
        ),
        AssessmentRefused::ApplicationNotReady(_) => words(
            "This application does not wait for assessments",
            &["Only applications that passed screening can be assessed. Nothing was changed."],
        ),
        AssessmentRefused::Revealed => words(
            "The marks of this application are revealed",
            &[
                "They can no longer be changed or given back. The panel can agree other marks beside them.",
            ],
        ),
        AssessmentRefused::NoRole(of) => (
            "This person is not an assessor of that kind".to_owned(),
            vec![format!("They do not hold the role for: {}.", kind(*of).to_lowercase())],
        ),
        AssessmentRefused::NotTrained(lacking) => (
            "This person’s training is not complete and in date".to_owned(),
            lacking
                .iter()
                .map(|one| format!("Missing or out of date: {}.", module(*one)))
                .collect(),
        ),
        AssessmentRefused::OutsideZone => words(
            "This application is not from the assessor’s zone",
            &[
                "Community assessors mark only applications of their own zone, unless the grants lead \
               widens it with a reason. Nothing was changed.",
            ],
        ),
        AssessmentRefused::AssignedAlready => words(
            "This person has this application already",
            &["Nobody marks an application twice. Nothing was changed."],
        ),
        AssessmentRefused::Involved(Involvement::Wrote) => words(
            "This person wrote or sent the application",
            &["They cannot mark it. Nothing was changed."],
        ),
        AssessmentRefused::Involved(Involvement::Member) => words(
            "This person belongs to the group",
            &["They cannot mark its application. Nothing was changed."],
        ),
        AssessmentRefused::Conflict => words(
            "This person has a conflict of interest",
            &["They are kept away from this application. Nothing was changed."],
        ),
        AssessmentRefused::NoReason => {
            words("Give a reason", &["This needs a reason in words. Nothing was changed."])
        }
        AssessmentRefused::ReasonTooLong { most, .. } => (
            "A reason is too long".to_owned(),
            vec![format!("Keep each reason under {most} characters. Nothing was changed.")],
        ),
        AssessmentRefused::NoSuchCriterion(_) => words(
            "This round has no such criterion",
            &["Open the assessment again and try once more. Nothing was changed."],
        ),
        AssessmentRefused::Incomplete(_) => words(
            "Some marks or reasons are missing",
            &["Every criterion needs a mark and a reason before you can send."],
        ),
        AssessmentRefused::StillTime(due) => (
            "This assessment still has time".to_owned(),
            vec![format!("It was due on {}. Nothing was changed.", show_date(*due))],
        ),
        AssessmentRefused::NothingLeft => words(
            "Nobody’s marks would be left",
            &["Assign somebody else before you waive this assessment. Nothing was changed."],
        ),
    }
}

/// Why training is not recorded.
#[must_use]
pub fn training_refused(refused: &TrainingRefused) -> Words {
    match refused {
        TrainingRefused::InFuture { on } => (
            "The training lies in the future".to_owned(),
            vec![format!("{} has not come yet.", show_date(*on))],
        ),
        TrainingRefused::EndsFirst => words(
            "The training would run out before it was completed",
            &["Check the two dates. Nothing was changed."],
        ),
        TrainingRefused::TooLong { months } => (
            "The training would count for too long".to_owned(),
            vec![format!("A module counts for {months} months at most. Nothing was changed.")],
        ),
    }
}

/// Why the panel cannot do something.
#[must_use]
pub fn panel_refused(refused: &PanelRefused) -> Words {
    match refused {
        PanelRefused::NotFromHere(_) | PanelRefused::ApplicationNotReady(_) => words(
            "This application has moved on",
            &[
                "What you tried is not possible at the stage that it has reached. Nothing was changed.",
            ],
        ),
        PanelRefused::RoundNotModerating(_) => words(
            "This round is not being moderated",
            &["The panel can work only while the round is at the stage of moderation."],
        ),
        PanelRefused::NotRevealed => words(
            "The marks are not all in",
            &[
                "Marks are shown, and can be moderated, when every required assessment is in or waived.",
            ],
        ),
        PanelRefused::Agreement(_) => words(
            "Some agreed marks or reasons are missing",
            &[
                "Every criterion needs an agreed mark. It needs a reason where it is not next to the \
               assessors’ mean, and where their marks lie far apart.",
            ],
        ),
        PanelRefused::NotDiscussed => words(
            "Say what was discussed",
            &["The assessors’ totals lie far apart. Record what the panel said about it."],
        ),
        PanelRefused::TooLong { most } => (
            "A text is too long".to_owned(),
            vec![format!("Keep it under {most} characters. Nothing was changed.")],
        ),
        PanelRefused::NoReason => {
            words("Give a reason", &["This needs a reason in words. Nothing was changed."])
        }
        PanelRefused::NoPercentage(_) => words(
            "The line must be a whole percentage",
            &["Enter a whole number from 0 to 100. Nothing was changed."],
        ),
        PanelRefused::NotModerated(count) => (
            "Some applications have no agreed marks".to_owned(),
            vec![format!("{count} still to moderate. Agree their marks first.")],
        ),
        PanelRefused::NoLine => words(
            "The quality line is not set",
            &["Set it, with a reason, before you recommend anything."],
        ),
        PanelRefused::NoAmount => words(
            "Enter an amount",
            &["An award, or a place on the reserve list, needs an amount. Nothing was changed."],
        ),
        PanelRefused::AmountWithout => words(
            "Leave the amount empty",
            &["An application that is not recommended has no amount. Nothing was changed."],
        ),
        PanelRefused::AmountOutside { least, most } => (
            "The amount is outside its limits".to_owned(),
            vec![format!("It must be from {least} to {most}. Nothing was changed.")],
        ),
        PanelRefused::BelowMinimum(codes) => (
            "An agreed mark is below its minimum".to_owned(),
            vec![format!(
                "The application cannot be funded with these marks: {}.",
                codes.join(", ")
            )],
        ),
        PanelRefused::BelowLine { percent, line } => (
            "This application is below the quality line".to_owned(),
            vec![format!(
                "It has {percent}, and the line is {line}%. To recommend it all the same, choose \
                 the reason that it departs from the line; your reason will be public."
            )],
        ),
        PanelRefused::NoReserveList => words(
            "This round keeps no reserve list",
            &["Choose another outcome. Nothing was changed."],
        ),
        PanelRefused::TooManyConditions(most) => (
            "Too many conditions".to_owned(),
            vec![format!("{most} at most. Nothing was changed.")],
        ),
        PanelRefused::NotRecommended(count) => (
            "Some applications have no recommendation".to_owned(),
            vec![format!("{count} still without one. Nothing was changed.")],
        ),
        PanelRefused::NoMeeting => words(
            "The meeting is not recorded",
            &["Record who was there before you hand over the recommendation."],
        ),
        PanelRefused::NoQuorum { present, needed } => (
            "Too few members were there".to_owned(),
            vec![format!("{present} of at least {needed} members were there.")],
        ),
        PanelRefused::NoCommunityQuorum { present, needed } => (
            "Too few community members were there".to_owned(),
            vec![format!("{present} of at least {needed} community members were there.")],
        ),
        PanelRefused::NoChair => words(
            "The chair was not there",
            &["The chair or their substitute must be among those present. Nothing was changed."],
        ),
        PanelRefused::StayedInRoom(_) => words(
            "Somebody with a conflict did not leave the room",
            &[
                "Confirm that each of them left for the application that it is about. Otherwise the \
               panel must discuss it again without them.",
            ],
        ),
        PanelRefused::InFuture => words(
            "The meeting lies in the future",
            &["Record it after it was held. Nothing was changed."],
        ),
        PanelRefused::OverBudget { sum, most } => (
            "The recommendations are more than the budget".to_owned(),
            vec![format!("{sum} is recommended, and {most} is there at most.")],
        ),
    }
}
