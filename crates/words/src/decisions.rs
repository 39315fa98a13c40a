//! Words about due diligence, decisions and awards.

use almoner_domain::award::AwardRefused;
use almoner_domain::decision::{
    DecisionRefused, ItemFault, Outcome, PanelOutcome, Reason, RowFault,
};
use almoner_domain::due_diligence::{Band, Check, DueDiligenceRefused, Finding};
use almoner_domain::value::show_date;

/// What is decided.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fund => "Fund in full",
        Outcome::FundInPart => "Fund in part",
        Outcome::Reserve => "Reserve list",
        Outcome::Decline => "Decline",
    }
}

/// What the panel said.
pub const fn panel(outcome: PanelOutcome) -> &'static str {
    match outcome {
        PanelOutcome::Recommend => "Recommended",
        PanelOutcome::Reserve => "Reserve list",
        PanelOutcome::Not => "Not recommended",
    }
}

/// A coded reason.
pub const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::AboveLine => "Among the best above the quality line",
        Reason::DepartsFromPanel => "Departs from the panel",
        Reason::PartFits => "Part of it fits the round",
        Reason::BudgetReachesPart => "The budget reaches for part of it",
        Reason::BudgetSpent => "Good enough, and the budget is spent",
        Reason::BelowLine => "Below the quality line",
        Reason::LeastMarkMissed => "Below the least mark of a criterion",
        Reason::DueDiligence => "Due diligence found something against it",
        Reason::OtherMoney => "The same cost is paid for elsewhere",
        Reason::Other => "Another reason, in the words",
    }
}

/// What keeps an item from being signed.
pub const fn item_fault(fault: ItemFault) -> &'static str {
    match fault {
        ItemFault::ReasonMissing => "Choose a coded reason",
        ItemFault::ReasonDoesNotFit => "Choose a coded reason that fits the outcome",
        ItemFault::PublicReasonMissing => "Write the reason for the public",
        ItemFault::DepartureReasonMissing => "Write for the public why this departs from the panel",
        ItemFault::AmountMissing => "Enter the amount of the award",
        ItemFault::AmountWithoutAward => "Leave the amount empty: nothing is awarded",
        ItemFault::MoreThanRequested => "The amount must not be more than was asked for",
        ItemFault::AmountDoesNotFit => {
            "The amount must fit the outcome: all that was asked for, or a part of it"
        }
        ItemFault::OutsideLimits => {
            "The amount must be between the smallest and the largest award of the round"
        }
        ItemFault::FeedbackMissing => "Write feedback for the group",
        ItemFault::NoReserveList => "This round keeps no reserve list",
        ItemFault::RecipientMissing => "The name of the group or of its project is missing",
    }
}

/// What keeps a letter from being sent.
pub const fn row_fault(fault: RowFault) -> &'static str {
    match fault {
        RowFault::NoAddress => "There is no address to send it to",
        RowFault::NoAmount => "The offer has no amount",
        RowFault::NoReason => "There is no public reason",
        RowFault::NoFeedback => "There is no feedback",
        RowFault::ConditionMissing => "A condition of due diligence is missing",
    }
}

/// What a check of due diligence looks at.
pub const fn check(check: Check) -> &'static str {
    match check {
        Check::Existence => "The group exists: its register entry is active and in its name",
        Check::Committee => "Governing document and list of the committee",
        Check::Safeguarding => "Safeguarding policy, read against the checklist",
        Check::OtherMoney => "No other public money for the same cost",
        Check::Accounts => "Accounts: income, reserves, and the award as a share of income",
        Check::Reference => "A reference was taken up",
        Check::Findings => "No adverse findings of others",
        Check::PoliceConcern => "The police or the partnership have no concern",
    }
}

/// What a check found.
pub const fn finding(finding: Finding) -> &'static str {
    match finding {
        Finding::Satisfied => "Nothing against it",
        Finding::NotRelevant => "Has no bearing",
        Finding::Concern => "A concern",
    }
}

/// The band of an amount.
pub const fn band(band: Band) -> &'static str {
    match band {
        Band::Small => "up to £5,000",
        Band::Middle => "more than £5,000 and up to £25,000",
        Band::Large => "more than £25,000",
    }
}

fn nothing_changed(what: impl Into<String>) -> (String, Vec<String>) {
    (what.into(), vec!["Nothing was changed.".to_owned()])
}

/// Why a result of due diligence is not recorded.
pub fn diligence_refused(refused: &DueDiligenceRefused) -> (String, Vec<String>) {
    nothing_changed(match refused {
        DueDiligenceRefused::NotFromHere(_) => {
            "Due diligence cannot be recorded for this application now".to_owned()
        }
        DueDiligenceRefused::AlreadyRecorded => {
            "Somebody has already recorded the result".to_owned()
        }
        DueDiligenceRefused::CheckMissing(one) => format!("Make this check: {}", check(*one)),
        DueDiligenceRefused::CheckNeeded(one) => {
            format!("This amount needs this check: {}", check(*one))
        }
        DueDiligenceRefused::NoteMissing(one) => format!("Write a note: {}", check(*one)),
        DueDiligenceRefused::ConcernOpen(one) => {
            format!("The result cannot be clear while there is a concern: {}", check(*one))
        }
        DueDiligenceRefused::NoConditions => "Name at least one condition".to_owned(),
        DueDiligenceRefused::NoReason => "Write why it failed".to_owned(),
        DueDiligenceRefused::NoAmount => "There is no amount to look at".to_owned(),
    })
}

/// Why a move of a decision is refused.
pub fn refused(refused: &DecisionRefused) -> (String, Vec<String>) {
    let many = |count: usize, what: &str| {
        if count == 1 {
            format!("One application {what}")
        } else {
            format!("{count} applications {what}")
        }
    };
    nothing_changed(match refused {
        DecisionRefused::NotFromHere(_) => "The decision is not at that point".to_owned(),
        DecisionRefused::RoundNotThere(_) => "The round is not at that point".to_owned(),
        DecisionRefused::Exists => "There is a decision for this round already".to_owned(),
        DecisionRefused::NotInIt(_) => "The application is not in the decision".to_owned(),
        DecisionRefused::LeftOut(count) => many(*count, "of the round are left out"),
        DecisionRefused::NotDecidable(count) => {
            many(*count, "cannot be decided any more: press “Bring up to date”")
        }
        DecisionRefused::Incomplete(faults) => faults
            .first()
            .map_or("Something is missing", |(_, fault)| item_fault(*fault))
            .to_owned(),
        DecisionRefused::NoDueDiligence(bids) => many(bids.len(), "without due diligence"),
        DecisionRefused::FailedDueDiligence(bids) => many(bids.len(), "failed due diligence"),
        DecisionRefused::ConditionsLeftOut(bids) => {
            many(bids.len(), "lack a condition that due diligence set: press “Bring up to date”")
        }
        DecisionRefused::DueDiligenceForLess(bids) => {
            many(bids.len(), "need due diligence for the larger amount")
        }
        DecisionRefused::OverBudget { total, most } => {
            format!("The awards come to {total}. The round may commit {most}")
        }
        DecisionRefused::NoWords => "Write some words".to_owned(),
        DecisionRefused::TextsMissing => {
            "Write the summary and the options that were considered".to_owned()
        }
        DecisionRefused::CommentOnOtherTotal(total) => {
            format!("The finance comment is about {total}: ask for another one")
        }
        DecisionRefused::EarlierPart => {
            "You took an earlier part in this round, so that somebody else must do this".to_owned()
        }
        DecisionRefused::NotNamed => "The round names somebody else for this".to_owned(),
        DecisionRefused::NotDeclared(count) => {
            format!("Declare your interests first: {count} applications are left")
        }
        DecisionRefused::KeptAway(_) => {
            "You are kept away from an application of this round. The substitute does this"
                .to_owned()
        }
        DecisionRefused::ReserveExpired(day) => {
            format!("The reserve list stood until {}", show_date(*day))
        }
        DecisionRefused::NotFirst(_) => {
            "Another application is first on the reserve list".to_owned()
        }
        DecisionRefused::NotFree { free } => format!("Only {free} is free"),
        DecisionRefused::RowsNotReady(rows) => {
            rows.first().map_or("A letter is not ready", |(_, fault)| row_fault(*fault)).to_owned()
        }
    })
}

/// Why a move of an award is refused.
pub fn award_refused(refused: &AwardRefused) -> (String, Vec<String>) {
    nothing_changed(match refused {
        AwardRefused::NotFromHere(_) => "The award is not at that point".to_owned(),
        AwardRefused::TooEarly(day) => format!("It can be accepted until {}", show_date(*day)),
    })
}
