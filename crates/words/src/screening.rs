//! Words about screening.

use almoner_domain::organisation::Kind;
use almoner_domain::screening::{
    CheckStatus, Failing, Finding, MOST_REQUESTS, ReviewStatus, ScreeningRefused, Text, Unclear,
};
use almoner_domain::value::{show_date, show_long_date, show_moment};

/// What a text is called at the beginning of a sentence.
fn subject(text: &Text) -> String {
    match text {
        Text::Result(check) => format!("Your words about {check}"),
        Text::Condition(check) => format!("The condition of {check}"),
        Text::Asked(check) => format!("What you ask the group about {check}"),
        Text::Rejection | Text::Reason => "The reason".to_owned(),
        Text::Conditions => "Each condition".to_owned(),
        Text::Grounds => "Your reasons".to_owned(),
        Text::Answer => "Your answer".to_owned(),
    }
}

/// What people read when a step of screening is refused.
#[must_use]
pub fn refused(refused: &ScreeningRefused) -> (String, Vec<String>) {
    use ScreeningRefused as R;
    let (heading, text) = match refused {
        R::NotFromHere(_) => (
            "This cannot be done now",
            "The application is not at the stage for it. Somebody else may have moved it on."
                .to_owned(),
        ),
        R::RoundNotScreening(_) => (
            "Screening is over",
            "Results of screening can change only from the start of screening until moderation \
             begins."
                .to_owned(),
        ),
        R::NoSuchCheck(code) => ("Unknown check", format!("This round has no check {code}.")),
        R::NoSuchReason { check, reason } => {
            ("Unknown reason", format!("Check {check} has no reason {reason}."))
        }
        R::ReasonMissing(code) => {
            ("Choose a reason", format!("A fail of {code} needs at least one of its reasons."))
        }
        R::TextMissing(_) => ("Say why", "This needs a few words.".to_owned()),
        R::ComputedFail(code) => (
            "This check was computed to fail",
            format!(
                "Nobody can pass {code} alone. Record the fail; those with the authority can \
                 override it."
            ),
        ),
        R::NoCondition(code) => {
            ("No condition is possible", format!("{code} cannot pass on a condition."))
        }
        R::NothingFails => {
            ("Nothing to do", "No check is in the state that this needs.".to_owned())
        }
        R::SamePerson => (
            "Somebody else must do this",
            "You took an earlier part in this screening, and this step needs another person."
                .to_owned(),
        ),
        R::Unfinished(codes) => (
            "Some checks have no result that lets the application go on",
            format!("Look at {}.", codes.join(", ")),
        ),
        R::AskedTooOften(_) => (
            "The group has been asked often enough",
            format!("A group can be asked for information {MOST_REQUESTS} times at most."),
        ),
        R::NotCurable(code) => (
            "The group cannot put this right",
            format!("Nothing that it could send would change {code}."),
        ),
        R::NoQuestion(code) => {
            ("Choose the questions", format!("Say which answers the group may change for {code}."))
        }
        R::TooLate(day) => {
            ("It is too late", format!("This was possible until the end of {}.", show_date(*day)))
        }
        R::StillTime(day) => {
            ("There is still time", format!("The group has until the end of {}.", show_date(*day)))
        }
        R::NoOverride(code) => {
            ("This cannot be overridden", format!("The round lets nobody override {code}."))
        }
        R::NotYourAuthority(code) => (
            "Another authority is needed",
            format!("The authority that you chose is not one that {code} still needs from you."),
        ),
        R::AgreedAlready => {
            ("You have agreed already", "The other authorities must be other people.".to_owned())
        }
        R::TooShort { count, least } => {
            ("Say more", format!("The reason has {count} words. It needs at least {least}."))
        }
        R::TooLong { text, most, .. } => {
            ("This is too long", format!("{} must be {most} characters or less.", subject(text)))
        }
        R::ConditionsMissing(code) => (
            "Name the conditions",
            format!("{code} keeps people safe: it can be set aside only on named conditions."),
        ),
        R::ReviewAskedBefore => {
            ("A review was asked for before", "One review of a result is possible.".to_owned())
        }
        R::NoReview => ("There is no review", "No review waits for an answer.".to_owned()),
    };
    (heading.to_owned(), vec![text, "Nothing was changed.".to_owned()])
}

/// Where a check stands.
#[must_use]
pub const fn check_status(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Todo => "To do",
        CheckStatus::Pass => "Pass",
        CheckStatus::FailProposed => "Fail, to be confirmed",
        CheckStatus::Fail => "Fail",
        CheckStatus::NeedsInfo => "Needs information",
        CheckStatus::NotApplicable => "Does not apply",
        CheckStatus::Overridden => "Overridden",
    }
}

/// The colour of its tag.
#[must_use]
pub const fn check_colour(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Todo => "grey",
        CheckStatus::Pass => "green",
        CheckStatus::FailProposed => "orange",
        CheckStatus::Fail => "red",
        CheckStatus::NeedsInfo => "yellow",
        CheckStatus::NotApplicable => "grey",
        CheckStatus::Overridden => "purple",
    }
}

/// Where a review stands.
#[must_use]
pub const fn review_status(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Asked => "Waits for an answer",
        ReviewStatus::Reinstated => "The application is checked again",
        ReviewStatus::Stands => "The result stands",
        ReviewStatus::Overtaken => "Overtaken by an override",
    }
}

/// What was computed, with what it rests on.
#[must_use]
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Pass => "Computed: passes".to_owned(),
        Finding::Fail(failing) => format!("Computed: fails. {}", evidence(failing)),
        Finding::Unclear(Unclear::Manual) => "A person checks this".to_owned(),
        Finding::Unclear(Unclear::NoAnswer) => {
            "Not computed: there is no answer to compute it from. A person checks this".to_owned()
        }
        Finding::Unclear(Unclear::UnknownPlaces { percent }) => format!(
            "Not computed: {percent}% of the people are in places that our list of postcodes does \
             not know. A person checks this"
        ),
    }
}

fn evidence(failing: &Failing) -> String {
    match failing {
        Failing::KindNotAllowed(kind) => {
            format!("This kind of group may not apply: {}.", kind_words(*kind))
        }
        Failing::TooFewUnrelated { unrelated, least } => {
            format!("{unrelated} unrelated committee members; at least {least} are needed.")
        }
        Failing::BelowMinimum { asked, least } => {
            format!("Asks for {}; the least is {}.", asked, least)
        }
        Failing::AboveMaximum { asked, most } => {
            format!("Asks for {}; the most is {}.", asked, most)
        }
        Failing::BudgetDiffers { budget, asked } => {
            format!("The budget comes to {budget}, but {asked} is asked for.")
        }
        Failing::OutsideTargets { percent, least } => {
            format!("{percent}% of the people are in target areas; at least {least}% are needed.")
        }
        Failing::StartsTooEarly { start, earliest } => {
            format!("Starts on {}; the first day is {}.", show_date(*start), show_date(*earliest))
        }
        Failing::EndsTooLate { end, latest } => {
            format!("Ends on {}; the last day is {}.", show_date(*end), show_date(*latest))
        }
        Failing::Late { arrived, deadline } => {
            format!("Arrived on {}; the deadline was {deadline}.", show_moment(*arrived))
        }
        Failing::Incomplete { missing } => {
            format!("Answers that are missing or cannot be read: {missing}.")
        }
        Failing::SecondPersonWaiting { until } => format!(
            "The second person of the group has not answered yet, and may until the end of {}.",
            show_date(*until)
        ),
        Failing::SecondPersonSaidNo => {
            "The second person of the group said no. The group can be asked about it.".to_owned()
        }
        Failing::NotConfirmed { until } => format!(
            "Not confirmed by a second person by the end of {}. The group can be asked for it.",
            show_date(*until)
        ),
        Failing::TooManyBids { bids, allowed } => {
            format!("The group has {bids} applications in this round; {allowed} allowed.")
        }
    }
}

/// A kind of group.
#[must_use]
pub const fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Charity => "charity",
        Kind::Cio => "charitable incorporated organisation",
        Kind::Cic => "community interest company",
        Kind::Company => "company limited by guarantee",
        Kind::Group => "unregistered group",
        Kind::Uniformed => "uniformed group",
        Kind::Parish => "parish or town council or meeting",
        Kind::School => "school or parent-teacher association",
        Kind::Partnership => "community safety partnership or council",
        Kind::Housing => "housing association",
        Kind::Faith => "faith body",
        Kind::Business => "business",
        Kind::Other => "something else",
    }
}

/// What an entry of a bid's history tells.
#[must_use]
pub fn event(event: &str) -> String {
    let known = match event {
        "application.started" => "Application started",
        "application.section_saved" => "Answers saved",
        "application.submitted" => "Application sent",
        "application.sent_again" => "Application sent again",
        "application.reopened" => "Application reopened by the group",
        "application.withdrawn" => "Application withdrawn",
        "application.withheld" => "A name or a place withheld, or shown again",
        "application.late" => "Attempt to send after the deadline",
        "application.abandoned" => "Draft given up at the deadline",
        "application.entered" => "Entered by our office for the group",
        "application.second_person_named" => "Second person named",
        "application.second_person_asked" => "Second person asked to confirm",
        "application.second_person_reminded" => "Second person reminded",
        "application.confirmed" => "Confirmed by the second person",
        "application.not_confirmed" => "Not confirmed by the second person",
        "document.received" => "Document received",
        "document.opened" => "Document opened",
        "document.removed" => "Document removed by the group",
        "document.scanned" => "Document checked for viruses",
        "document.scan_failed" => "Document could not be checked for viruses, and waits",
        "document.accepted_unscanned" => "Document accepted without a check for viruses",
        "document.erased" => "Document erased at the end of its time",
        "screening.check" => "Check recorded",
        "screening.information_asked" => "Group asked for information",
        "screening.information_given" => "Group gave information",
        "screening.information_expired" => "Group's time to answer ran out",
        "screening.proposed" => "Proposed as not eligible",
        "screening.rejected" => "Proposal not agreed",
        "screening.confirmed" => "Confirmed as not eligible",
        "screening.overridden" => "Override agreed",
        "screening.passed" => "Eligible: goes to assessment",
        "screening.review_asked" => "Group asked for a review",
        "screening.review_answered" => "Review answered",
        _ => "",
    };
    if known.is_empty() { event.replace(['.', '_'], " ") } else { known.to_owned() }
}

/// The end of a window, as the group reads it.
#[must_use]
pub fn until(day: almoner_domain::value::CivilDate) -> String {
    format!("the end of {}", show_long_date(day))
}

/// Where an application stands, for staff.
#[must_use]
pub const fn application_status(status: almoner_domain::application::Status) -> &'static str {
    use almoner_domain::application::Status as S;
    match status {
        S::Draft => "Draft",
        S::Submitted => "Received",
        S::Abandoned => "Not sent",
        S::Withdrawn => "Withdrawn",
        S::Late => "Late",
        S::Screening => "Being screened",
        S::InfoRequested => "Waiting for the group",
        S::IneligibleProposed => "Not eligible, to be confirmed",
        S::Ineligible => "Not eligible",
        S::Eligible => "Eligible",
        S::InAssessment => "Being marked",
        S::Assessed => "Marked",
        S::Moderated => "Moderated",
        S::Recommended => "Recommended",
        S::Reserve => "Reserve list",
        S::NotRecommended => "Not recommended",
        S::DdClear => "Due diligence clear",
        S::DdFailed => "Due diligence failed",
        S::Approved => "Approved",
        S::Declined => "Declined",
        S::Converted => "Awarded",
    }
}
