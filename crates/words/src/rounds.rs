//! Words about rounds.

use almoner_domain::form::{BuildRefused, Fault, FormFault};
use almoner_domain::organisation::Kind;
use almoner_domain::round::{
    CheckMethod, DateOf, Ground, LegalPower, Missing, Move, Part, Phase, PostName,
    ProvenanceStatus, RoundFileFault, RoundRefused, Status, TieBreak,
};
use almoner_domain::value::{WallTimeFault, show_date, show_moment};
use almoner_usecases::rounds::Step;

type Page = (String, Vec<String>);

fn page(heading: &str, paragraphs: &[&str]) -> Page {
    (heading.to_owned(), paragraphs.iter().map(|text| (*text).to_owned()).collect())
}

/// Why a round does not move.
#[must_use]
pub fn refused(refused: &RoundRefused) -> Page {
    let counted = |heading: &str, what: &str, count: u64| {
        page(heading, &[&format!("{what}: {count}."), "Nothing was changed."])
    };
    match refused {
        RoundRefused::NotFromHere(from) => page(
            "The round has moved on",
            &[
                &format!(
                    "This step is not possible while the round is {}.",
                    status_code(from.from)
                ),
                "Open the round's page to see what can be done now. Nothing was changed.",
            ],
        ),
        RoundRefused::Incomplete(gaps) => {
            let mut lines = vec!["These things are missing or wrong:".to_owned()];
            lines.extend(gaps.iter().map(missing));
            lines.push("Nothing was changed.".to_owned());
            ("The round is not complete".to_owned(), lines)
        }
        RoundRefused::NoSuchTime { which, fault } => no_such_time(*which, *fault),
        RoundRefused::Frozen { part: which, status: stands } => page(
            "This part cannot be changed now",
            &[
                &format!(
                    "“{}” cannot be changed: the round is {}.",
                    part(*which),
                    status(*stands).to_lowercase()
                ),
                frozen_why(*stands),
            ],
        ),
        RoundRefused::Form(refused) => {
            page("The form cannot be changed like that", &[&built(refused), "Nothing was changed."])
        }
        RoundRefused::OpensInPast(at) => page(
            "The opening must be in the future",
            &[&format!("This round is announced. It would have opened at {}.", show_moment(*at))],
        ),
        RoundRefused::NoReason => page("Give a reason", &["Nothing was changed."]),
        RoundRefused::SamePerson => page(
            "Somebody else must do this",
            &["You asked for the review, and this step needs a second person."],
        ),
        RoundRefused::FundsNotConfirmed => page(
            "The funds are not confirmed",
            &["The chief finance officer must confirm them before the round is approved."],
        ),
        RoundRefused::FundsAlreadyConfirmed => {
            page("The funds are already confirmed", &["Nothing was changed."])
        }
        RoundRefused::AboveLimit { budget, limit } => page(
            "The budget is above your limit",
            &[&format!(
                "The budget is {}. A director approves rounds of up to {}; the Commissioner must \
                 approve this one.",
                budget, limit
            )],
        ),
        RoundRefused::DeadlinePassed(deadline) => page(
            "The deadline has passed",
            &[&format!("It was {deadline}. A round that has closed is not opened again.")],
        ),
        RoundRefused::TooEarly(at) => {
            page("It is too early", &[&format!("This happens at {}.", show_moment(*at))])
        }
        RoundRefused::NotLater(deadline) => page(
            "The new deadline must be later",
            &[&format!("The deadline that stands is {deadline}. It can only be moved later.")],
        ),
        RoundRefused::MoreTimeAsked => page(
            "More time was asked for this group already",
            &["Somebody must decide on that first."],
        ),
        RoundRefused::NoMoreTimeAsked => {
            page("This request is no longer open", &["Nothing was changed."])
        }
        RoundRefused::MoreTimeByOfficer => page(
            "Somebody else must do this",
            &["Neither who asked for more time nor the officer of the round decides on it."],
        ),
        RoundRefused::MoreTimeRuns(deadline) => page(
            "A group still has time",
            &[&format!("Its deadline is {deadline}. Screening starts after that.")],
        ),
        RoundRefused::NotScreened(count) => {
            counted("Some applications are not screened", "Without a result", *count)
        }
        RoundRefused::ReviewsOpen(count) => counted(
            "Reviews of screening results are open",
            "Reviews that are open or can still be asked for",
            *count,
        ),
        RoundRefused::NotAssessed(count) => {
            counted("Some assessments are missing", "Applications that wait for one", *count)
        }
        RoundRefused::NotRecommended(count) => {
            counted("Some applications have no recommendation", "Without one", *count)
        }
        RoundRefused::NoLine => {
            page("The quality line is not set", &["Set it, with a reason, and try again."])
        }
        RoundRefused::NoQuorum { present, needed } => page(
            "Too few members were present",
            &[&format!("{present} were present and {needed} are needed.")],
        ),
        RoundRefused::BidsUndecided(count) => {
            counted("Some applications are undecided", "Without a decision", *count)
        }
        RoundRefused::NoFinanceComment => page(
            "The finance officer has not commented",
            &["The decision can be signed once they have."],
        ),
        RoundRefused::OverBudget { approved, most } => page(
            "The approvals exceed the budget",
            &[&format!("{} is approved and {} is the most.", approved, most)],
        ),
        RoundRefused::NotTold(count) => {
            counted("Some groups have not been told", "Groups without a letter", *count)
        }
        RoundRefused::NoAward => page("No award is under way", &["Nothing was changed."]),
        RoundRefused::AwardsOpen(count) => {
            counted("Some awards are not finished", "Not finished", *count)
        }
    }
}

/// Why a round file is not taken.
#[must_use]
pub fn file_fault(fault: &RoundFileFault) -> Page {
    match fault {
        RoundFileFault::TooLarge => page("The round file is too large", &["Nothing was changed."]),
        RoundFileFault::Malformed { .. } => {
            page("The round file cannot be read", &[&file_fault_line(fault)])
        }
        RoundFileFault::UnknownPerson { .. } => {
            page("The round file names somebody unknown", &[&file_fault_line(fault)])
        }
        RoundFileFault::NoSuchTime { which, fault } => no_such_time(*which, *fault),
        RoundFileFault::ReferenceTaken(_) => {
            page("Another round has this reference", &[&file_fault_line(fault)])
        }
    }
}

/// The same in one line, for the field.
#[must_use]
pub fn file_fault_line(fault: &RoundFileFault) -> String {
    match fault {
        RoundFileFault::TooLarge => "The round file is too large".to_owned(),
        RoundFileFault::Malformed { line: 0, found, .. } => format!("The round file: {found}"),
        RoundFileFault::Malformed { line, field, found } if field.is_empty() => {
            format!("Line {line}: {found}")
        }
        RoundFileFault::Malformed { line, field, found } => {
            format!("Line {line}, {field}: {found}")
        }
        RoundFileFault::UnknownPerson { field, email } => {
            format!("{field}: nobody with a role in the office has the address {email}")
        }
        RoundFileFault::NoSuchTime { which, fault } => no_such_time(*which, *fault).0,
        RoundFileFault::ReferenceTaken(reference) => {
            format!("Another round already has the reference {reference}")
        }
    }
}

fn no_such_time(which: DateOf, fault: WallTimeFault) -> Page {
    let why = match fault {
        WallTimeFault::Skipped => "does not exist: clocks go forward over it that night",
        WallTimeFault::Repeated => "happens twice: clocks go back over it that night",
        WallTimeFault::OutOfRange => "is outside the calendar",
    };
    (
        format!("The time of “{}” {why}", date(which)),
        vec!["Choose another time. Nothing was changed.".to_owned()],
    )
}

/// What a date is called.
#[must_use]
pub const fn date(which: DateOf) -> &'static str {
    match which {
        DateOf::Opens => "opens",
        DateOf::Closes => "closes",
        DateOf::ScreeningBy => "screening by",
        DateOf::AssessmentBy => "assessment by",
        DateOf::ModerationOn => "moderation on",
        DateOf::DecisionBy => "decision by",
        DateOf::EarliestStart => "earliest start",
        DateOf::LatestEnd => "latest end",
    }
}

/// What a post is called.
#[must_use]
pub const fn post(name: PostName) -> &'static str {
    match name {
        PostName::Officer => "grants officer",
        PostName::Lead => "grants lead",
        PostName::Chair => "chair of moderation",
        PostName::Finance => "finance officer",
        PostName::Approver => "approver",
    }
}

/// One thing that a round still needs.
#[must_use]
pub fn missing(gap: &Missing) -> String {
    match gap {
        Missing::Empty(setting) => empty(setting),
        Missing::Reference => {
            "The reference must be letters, figures and hyphens, such as CSF-2324-R3".to_owned()
        }
        Missing::SummaryTooLong { words, most } => {
            format!("The summary has {words} words; {most} is the most")
        }
        Missing::DatesOutOfOrder { earlier, later } => {
            format!("“{}” must come before “{}”", date(*earlier), date(*later))
        }
        Missing::ReviewAfterModeration { ends, moderation } => format!(
            "Groups could ask for a review until {}, which is after moderation on {}",
            show_date(*ends),
            show_date(*moderation)
        ),
        Missing::NoBudget => "There is no budget".to_owned(),
        Missing::MinimumAboveMaximum => "The smallest award is above the largest".to_owned(),
        Missing::MaximumAboveBudget => "The largest award is above the budget".to_owned(),
        Missing::FundingShort { sources, budget } => {
            format!("The sources hold {}; the budget is {}", sources, budget)
        }
        Missing::Weights { total } => format!("The weights total {total}, not 100"),
        Missing::CriterionTwice(code) => format!("Two criteria are called {code}"),
        Missing::CriterionWithoutQuestion(code) => {
            format!("No question counts for criterion {code}")
        }
        Missing::UnknownQuestion { criterion, question } => {
            format!("Criterion {criterion} names question {question}, which the form does not have")
        }
        Missing::QuestionNotScored { criterion, question } => {
            format!("Criterion {criterion} names question {question}, which is not marked")
        }
        Missing::ScoredForNothing { question } => {
            format!("Question {question} is marked but counts for no criterion")
        }
        Missing::NoAnchor { criterion, mark } => {
            format!("Criterion {criterion} does not say what the mark {mark} means")
        }
        Missing::MinimumMark(code) => {
            format!("The least mark of criterion {code} is above the highest mark")
        }
        Missing::UnknownTieBreak(code) => {
            format!("A tie-break names criterion {code}, which does not exist")
        }
        Missing::TooFewAssessors => "At least two people must mark each application".to_owned(),
        Missing::NoQuorum => {
            "The quorum must be at least two, community members included".to_owned()
        }
        Missing::ThresholdTwice(id) => {
            format!("Two questions before sign-in are called {id}")
        }
        Missing::ThresholdWithoutWords(id) => format!(
            "The question {id} before sign-in has no text, or nothing to tell those whom it turns away"
        ),
        Missing::CheckTwice(code) => format!("Two eligibility checks are called {code}"),
        Missing::CheckWithoutReason(code) => {
            format!("Eligibility check {code} has no reason for which it can fail")
        }
        Missing::SecondPersonCheck => {
            "A second person must confirm above an amount, but no eligibility check is about that"
                .to_owned()
        }
        Missing::Unfilled(name) => format!("Nobody is named as {}", post(*name)),
        Missing::NoSubstitute(name) => format!("No substitute is named for the {}", post(*name)),
        Missing::OwnSubstitute(name) => format!("The {} is their own substitute", post(*name)),
        Missing::SharedPost { one, other, .. } => {
            format!("One person is named both as {} and as {}", post(*one), post(*other))
        }
        Missing::ContactEmail => "The contact has no valid email address".to_owned(),
        Missing::ContactPhone => "The contact has no valid telephone number".to_owned(),
        Missing::UnknownArea { setting, code } => {
            format!("“{setting}” names the area {code}, which is not known on the opening day")
        }
        Missing::TargetNotReported(code) => {
            format!("Results would not be reported for the target area {code}")
        }
        Missing::TargetShare => {
            "A least share in target areas needs target areas, and is 100 at most".to_owned()
        }
        Missing::ShareInWords { check, said, least } => {
            format!("Check {check} says {said}%, but the least share in target areas is {least}%")
        }
        Missing::UnknownPlan(plan) => format!("The plan {plan} is not known"),
        Missing::PlanNotInForce { plan, day } => {
            format!("The plan {plan} does not run on {}", show_date(*day))
        }
        Missing::UnknownPriority(code) => {
            format!("The plan has no priority {code} on the opening day")
        }
        Missing::UnknownSetting(path) => {
            format!("A note says where “{path}” comes from, but there is no such setting")
        }
        Missing::Form(fault) => form_fault(fault),
        Missing::NotLookedAt(which) => format!(
            "“{}” was taken over from elsewhere and nobody has saved it since",
            part(*which)
        ),
        Missing::NoReasonNotToCompete => {
            "A direct award needs a written reason for not competing".to_owned()
        }
        Missing::DirectAwardToNobody => {
            "A direct award must be limited to the groups that it is for".to_owned()
        }
        Missing::NoZone => "Choose the zones to which the round is limited".to_owned(),
        Missing::NoReasonForZones => "Say why the round is limited to these zones".to_owned(),
        Missing::MatchShare => "Match funding is 99 per cent of the cost at most".to_owned(),
        Missing::NobodyInvited => "No group is invited".to_owned(),
        Missing::NoReasonForInvitation => "Say why only invited groups may apply".to_owned(),
    }
}

/// A setting that is empty.
fn empty(setting: &str) -> String {
    let known = match setting {
        "fund" => "Enter the name of the fund",
        "title" => "Enter a title",
        "summary" => "Say what the round is for",
        "funds" => "Say what it funds",
        "who_may_apply" => "Say who can apply",
        "priorities" => "Choose at least one priority of the plan",
        "eligibility.kinds" => "Choose at least one kind of group that can apply",
        "eligibility.checks" => "Add at least one eligibility check",
        "areas.why" => "Say why these areas, or why the whole force area",
        "areas.reported" => "Choose the areas by which results are reported",
        "scoring.tie_breaks" => "Say how ties are split",
        "notes.equality" => "Attach the note on equality",
        "notes.data_protection" => "Attach the note on data protection",
        "privacy_notice.version" => "Enter the version of the privacy notice",
        "privacy_notice.text" => "Enter the privacy notice",
        "contact.name" => "Name somebody whom applicants can ask",
        other => return format!("“{other}” is empty"),
    };
    known.to_owned()
}

/// What is wrong with a form, at the question.
#[must_use]
pub fn form_fault(fault: &FormFault) -> String {
    match fault {
        FormFault::NoSections => "The form has no sections".to_owned(),
        FormFault::EmptySection(id) => format!("Section “{id}” has no questions"),
        FormFault::SameSection(id) => format!("Two sections are called “{id}”"),
        FormFault::SameQuestion(id) => format!("Two questions are called {id}"),
        FormFault::NoText(id) => format!("Question {id} does not say what is asked"),
        FormFault::ConditionUnknown { question, on } => {
            format!("Question {question} depends on question {on}, which the form does not have")
        }
        FormFault::ConditionNotEarlier { question, on } => {
            format!("Question {question} depends on question {on}, which must come before it")
        }
        FormFault::ConditionNeverTrue { question, on } => format!(
            "Question {question} depends on an answer to question {on} that nobody can give"
        ),
        FormFault::NoOptions(id) => format!("Question {id} gives nothing to choose from"),
        FormFault::SameOption(id) => format!("Two answers of question {id} are the same"),
        FormFault::ImpossibleLimits(id) => {
            format!("The limits of question {id} leave no possible answer")
        }
        FormFault::SameMeaning { question, .. } => format!(
            "Question {question} is used for something that an earlier question is used for already"
        ),
        FormFault::MeaningOfOtherKind { question, .. } => format!(
            "Question {question} has a kind of answer that does not fit what it is used for"
        ),
        rule @ (FormFault::RuleOfNothing { .. }
        | FormFault::RuleUnknown { .. }
        | FormFault::RuleOfOtherKind { .. }
        | FormFault::RuleCircular { .. }) => super::rules::fault(rule).unwrap_or_default(),
    }
}

/// Why a form is not changed so.
#[must_use]
pub fn built(refused: &BuildRefused) -> String {
    match refused {
        BuildRefused::NoSuchSection(_) => "The section is no longer there".to_owned(),
        BuildRefused::NoSuchQuestion(_) => "The question is no longer there".to_owned(),
        BuildRefused::NoTitle => "Enter a heading for the section".to_owned(),
        BuildRefused::SameQuestion(id) => format!("Another question is called {id}"),
        BuildRefused::AtTheEnd => "It cannot be moved further".to_owned(),
        BuildRefused::HasQuestions(_) => {
            "The section still has questions. Move or remove them first".to_owned()
        }
        BuildRefused::NoSuchCriterion(code) => format!("There is no criterion {code}"),
        BuildRefused::Condition(fault) | BuildRefused::Rule(fault) => form_fault(fault),
        BuildRefused::NoSuchRule(_) => "The check is no longer there".to_owned(),
        BuildRefused::TooMany { most } => format!("A form has {most} at most"),
    }
}

/// What a part of a round's set-up is called.
#[must_use]
pub const fn part(part: Part) -> &'static str {
    match part {
        Part::About => "What the round is for",
        Part::Type => "Type, and who can apply at all",
        Part::Plan => "Legal power, plan and priorities",
        Part::Evidence => "Areas and evidence",
        Part::Funding => "Funding sources",
        Part::Money => "Budget and limits",
        Part::Dates => "Dates",
        Part::Eligibility => "Who can apply",
        Part::Checks => "Eligibility checks",
        Part::Form => "Questions",
        Part::Criteria => "Criteria and weights",
        Part::Scoring => "Assessors and panel",
        Part::Posts => "People in posts",
        Part::Notes => "Notes on equality and data protection",
        Part::Privacy => "Privacy notice",
        Part::Contact => "Contact for questions",
    }
}

/// Why parts of a round that stands so cannot be changed.
#[must_use]
pub const fn frozen_why(status: Status) -> &'static str {
    match status {
        Status::InReview | Status::Approved => {
            "Ask for it to be sent back to draft: what was reviewed must be what is announced."
        }
        Status::Published => {
            "An announced round takes new dates and a new contact until it opens, nothing else."
        }
        _ => {
            "Once a round has opened, only questions with answers, publicity and workshops can be \
             added."
        }
    }
}

/// Where a round stands, for staff.
#[must_use]
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "Draft",
        Status::InReview => "In review",
        Status::Approved => "Approved",
        Status::Published => "Announced",
        Status::Open => "Open",
        Status::Paused => "Paused",
        Status::Closed => "Closed",
        Status::Screening => "Screening",
        Status::Assessing => "Assessing",
        Status::Moderating => "Moderating",
        Status::Recommended => "Recommended",
        Status::Decided => "Decided",
        Status::Announced => "Results announced",
        Status::Delivering => "Delivering",
        Status::ClosedOut => "Closed out",
        Status::Cancelled => "Called off",
    }
}

fn status_code(code: &str) -> String {
    Status::parse(code).map_or_else(|| code.to_owned(), |known| status(known).to_lowercase())
}

/// The colour of a status's tag.
#[must_use]
pub const fn status_colour(status: Status) -> &'static str {
    match status {
        Status::Draft => "grey",
        Status::InReview | Status::Approved => "yellow",
        Status::Published => "purple",
        Status::Open => "green",
        Status::Paused | Status::Cancelled => "red",
        Status::Closed
        | Status::Screening
        | Status::Assessing
        | Status::Moderating
        | Status::Recommended
        | Status::Decided => "blue",
        Status::Announced | Status::Delivering | Status::ClosedOut => "teal",
    }
}

/// What counts now, for the public.
#[must_use]
pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Hidden => "Not announced",
        Phase::Announced => "Opening soon",
        Phase::Open => "Open",
        Phase::Paused => "Paused",
        Phase::Closed => "Closed",
        Phase::Results => "Results",
        Phase::Cancelled => "Called off",
    }
}

/// The colour of a phase's tag.
#[must_use]
pub const fn phase_colour(phase: Phase) -> &'static str {
    match phase {
        Phase::Hidden | Phase::Closed => "grey",
        Phase::Announced => "purple",
        Phase::Open => "green",
        Phase::Paused | Phase::Cancelled => "red",
        Phase::Results => "teal",
    }
}

/// The button of a step.
#[must_use]
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::ConfirmFunds => "Confirm that the funds are there",
        Step::Move(mv) => match mv {
            Move::AskForReview => "Ask for review",
            Move::SendBack => "Send back to draft",
            Move::Approve => "Approve",
            Move::Publish => "Announce",
            Move::Open => "Open",
            Move::Extend => "Extend the deadline",
            Move::Pause => "Pause",
            Move::Resume => "Resume",
            Move::Close => "Close",
            Move::StartScreening => "Start screening",
            Move::StartAssessing => "Start assessment",
            Move::StartModerating => "Start moderation",
            Move::Recommend => "Complete the recommendation",
            Move::ReturnToPanel => "Return to the panel",
            Move::Decide => "Sign the decision",
            Move::Announce => "Announce the results",
            Move::StartDelivery => "Start delivery",
            Move::CloseOut => "Close out",
            Move::Cancel => "Call off",
        },
    }
}

/// What a step means, above its form.
#[must_use]
pub const fn step_about(step: Step) -> &'static str {
    match step {
        Step::ConfirmFunds => {
            "You confirm, as chief finance officer, that the budget of this round is there."
        }
        Step::Move(mv) => match mv {
            Move::AskForReview => {
                "The grants lead and the finance officer are told by email. You will not be able \
                 to change the round while it is in review, nor to approve it. The chief finance \
                 officer then confirms the funds and the approver approves; the grants lead can \
                 send it back."
            }
            Move::SendBack => {
                "The round becomes a draft again. The grants officer is told by email, with your \
                 reason. The funds must then be confirmed again."
            }
            Move::Approve => "You approve the round as it stands. It can then be announced.",
            Move::Publish => {
                "The round gets its public page at once. It opens and closes by itself at its \
                 times."
            }
            Move::Extend => {
                "The deadline moves for everybody. Your reason is shown on the public page."
            }
            Move::Pause => {
                "No application can be sent until you resume. Your reason is shown on the public \
                 page."
            }
            Move::Resume => "The time that was lost is added to the deadline.",
            Move::Cancel => {
                "The round ends here and cannot be resumed. If it was announced, your reason is \
                 shown on the public page."
            }
            Move::Open
            | Move::Close
            | Move::StartScreening
            | Move::StartAssessing
            | Move::StartModerating
            | Move::Recommend
            | Move::ReturnToPanel
            | Move::Decide
            | Move::Announce
            | Move::StartDelivery
            | Move::CloseOut => "",
        },
    }
}

/// Where a setting comes from.
#[must_use]
pub const fn provenance(status: ProvenanceStatus) -> &'static str {
    match status {
        ProvenanceStatus::Found => "Found in a source",
        ProvenanceStatus::Assumed => "Assumed",
        ProvenanceStatus::Fictional => "Fictional",
    }
}

/// The power under which grants are made.
#[must_use]
pub const fn legal_power(power: LegalPower) -> &'static str {
    match power {
        LegalPower::PrsraSection9 => "Police Reform and Social Responsibility Act 2011, section 9",
        LegalPower::AsbcpaSection143 => {
            "Anti-social Behaviour, Crime and Policing Act 2014, section 143"
        }
    }
}

/// A kind of organisation, in the plural.
#[must_use]
pub const fn kinds(kind: Kind) -> &'static str {
    match kind {
        Kind::Charity => "registered charities",
        Kind::Cio => "charitable incorporated organisations",
        Kind::Cic => "community interest companies",
        Kind::Company => "companies limited by guarantee",
        Kind::Group => "community groups that are not registered",
        Kind::Uniformed => "uniformed youth groups",
        Kind::Parish => "parish and town councils and meetings",
        Kind::School => "schools and parent-teacher associations",
        Kind::Partnership => "community safety partnerships and councils",
        Kind::Housing => "housing associations",
        Kind::Faith => "faith bodies",
        Kind::Business => "businesses that match the money and supply free of charge",
        Kind::Other => "other organisations",
    }
}

/// A tie-break; `title` finds a criterion's title.
#[must_use]
pub fn tie_break(tie_break: &TieBreak, title: impl Fn(&str) -> Option<String>) -> String {
    match tie_break {
        TieBreak::Criterion { code } => {
            let title = title(code).unwrap_or_else(|| code.clone());
            format!("the higher agreed mark for “{title}”")
        }
        TieBreak::FirstTime => "a group that has had no grant from us before".to_owned(),
        TieBreak::SentFirst => "the application that was sent first".to_owned(),
    }
}

/// What is wrong with a reason.
#[must_use]
pub const fn reason_fault() -> &'static str {
    "Give a reason, of up to 4,000 characters and without control characters"
}

/// What is wrong with a field of a round's logs.
#[must_use]
pub fn log_fault(field: &str, fault: &Fault) -> String {
    let name = match field {
        "question" => "the question",
        "answer" => "the answer",
        "channel" => "through what it was made known",
        "note" => "what was done",
        "title" => "what the workshop was, and where",
        "area" => "the area",
        _ => "a date",
    };
    match fault {
        Fault::Missing => format!("Enter {name}"),
        Fault::Date(_) => "Enter a real date, with day, month and year".to_owned(),
        Fault::TooLong { .. } => format!("What you entered for {name} is too long"),
        Fault::ControlCharacter { .. } => {
            format!("What you entered for {name} holds a character that cannot be kept")
        }
        Fault::TooManyChosen { max, .. } => {
            format!("This round already has {max} entries, and can take no more")
        }
        _ => format!("Choose {name} from the list"),
    }
}

/// How a check is made.
#[must_use]
pub const fn check_method(method: CheckMethod) -> &'static str {
    match method {
        CheckMethod::Manual => "By a person",
        CheckMethod::OrganisationKind => "Computed from the kind of organisation",
        CheckMethod::Committee => "Computed from the committee’s members",
        CheckMethod::Amount => "Computed from the amount and the budget",
        CheckMethod::Area => "Computed from the shares of areas",
        CheckMethod::Dates => "Computed from the dates",
        CheckMethod::Complete => "Computed: complete and on time",
        CheckMethod::OneBid => "Computed from the organisation’s other applications",
        CheckMethod::SecondPerson => "Computed from the second person’s confirmation",
    }
}

/// A text with a capital at its beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number of minutes as people say it.
#[must_use]
pub fn duration(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let some = |count: i64, one: &str| match count {
        1 => format!("1 {one}"),
        more => format!("{more} {one}s"),
    };
    match (hours, rest) {
        (0, rest) => some(rest, "minute"),
        (hours, 0) => some(hours, "hour"),
        (hours, rest) => format!("{} and {}", some(hours, "hour"), some(rest, "minute")),
    }
}

/// A step towards a bid.
#[must_use]
pub const fn step_to_a_bid(step: almoner_domain::completion::Step) -> &'static str {
    use almoner_domain::completion::Step;
    match step {
        Step::Looked => "Looked at the page",
        Step::Checked => "Checked whether it is for them",
        Step::Started => "Started",
        Step::Saved => "Saved a first section",
        Step::Sent => "Sent",
    }
}

/// The grounds on which one group gets more time.
#[must_use]
pub const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::OfficeFault => "A fault of ours",
        Ground::Disability => "Disability",
        Ground::Bereavement => "Bereavement",
    }
}

/// Which groups had more time, for the panel's papers; none if no group had.
#[must_use]
pub fn more_time(given: &[(Ground, usize)]) -> Option<String> {
    let total: usize = given.iter().map(|(_, count)| count).sum();
    let grounds: Vec<String> =
        given.iter().map(|(one, count)| format!("{count} for {}", said(*one))).collect();
    let who = if total == 1 { "1 group was".to_owned() } else { format!("{total} groups were") };
    (total > 0).then(|| format!("{who} given a later deadline: {}.", grounds.join(", ")))
}

const fn said(ground: Ground) -> &'static str {
    match ground {
        Ground::OfficeFault => "a fault of this office",
        Ground::Disability => "disability",
        Ground::Bereavement => "bereavement",
    }
}
