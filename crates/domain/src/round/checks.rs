//! What a round still needs before it can be reviewed, approved and announced. Every missing
//! thing is a fact of its own, so that the page can say all of them at once.

use super::{CheckMethod, OpenTo, Part, Post, Posts, Round, RoundType, Settings, TieBreak};
use crate::eligibility::SHARED_IDS;
use crate::form::{FormFault, Purpose, QuestionId};
use crate::id::PersonId;
use crate::office::Office;
use crate::value::{
    CivilDate, EmailAddress, Mark, Pence, PhoneNumber, ReferencePrefix, add_working_days, words,
};
use std::collections::BTreeSet;
use std::iter;

/// The longest public summary, in words (proposed default).
const SUMMARY_WORDS: usize = 150;

/// What a note on a source may be about besides the settings: the form, the posts, and what
/// became of a round of the past.
const BESIDE_SETTINGS: [&str; 3] = ["form", "posts", "results"];

/// A date of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOf {
    /// When it opens.
    Opens,
    /// When it closes.
    Closes,
    /// By when screening is promised.
    ScreeningBy,
    /// By when marking is promised.
    AssessmentBy,
    /// The day of moderation.
    ModerationOn,
    /// By when the decision is promised.
    DecisionBy,
    /// The first day of projects.
    EarliestStart,
    /// The last day of projects.
    LatestEnd,
}

impl DateOf {
    /// The name of the setting.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opens => "opens",
            Self::Closes => "closes",
            Self::ScreeningBy => "screening_by",
            Self::AssessmentBy => "assessment_by",
            Self::ModerationOn => "moderation_on",
            Self::DecisionBy => "decision_by",
            Self::EarliestStart => "earliest_start",
            Self::LatestEnd => "latest_end",
        }
    }
}

/// A post of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PostName {
    /// The grants officer.
    Officer,
    /// The grants lead.
    Lead,
    /// The chair of moderation.
    Chair,
    /// The finance officer.
    Finance,
    /// The approver.
    Approver,
}

impl PostName {
    /// The name of the setting.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Lead => "lead",
            Self::Chair => "chair",
            Self::Finance => "finance",
            Self::Approver => "approver",
        }
    }

    const fn holder_setting(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Lead => "lead.holder",
            Self::Chair => "chair.holder",
            Self::Finance => "finance.holder",
            Self::Approver => "approver.holder",
        }
    }

    const fn substitute_setting(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Lead => "lead.substitute",
            Self::Chair => "chair.substitute",
            Self::Finance => "finance.substitute",
            Self::Approver => "approver.substitute",
        }
    }
}

/// Something that a round still needs, or that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A text is empty: the path of the setting.
    Empty(&'static str),
    /// The reference is not of letters, figures and hyphens.
    Reference,
    /// The public summary is too long.
    SummaryTooLong {
        /// Its words.
        words: usize,
        /// The most.
        most: usize,
    },
    /// The later date is not after the earlier.
    DatesOutOfOrder {
        /// The date that should come first.
        earlier: DateOf,
        /// The date that should come second.
        later: DateOf,
    },
    /// The time to ask for a review would end only after moderation.
    ReviewAfterModeration {
        /// The last day on which a review could be asked for.
        ends: CivilDate,
        /// The day of moderation.
        moderation: CivilDate,
    },
    /// The budget is not more than nothing.
    NoBudget,
    /// The least award is above the largest.
    MinimumAboveMaximum,
    /// The largest award is above the budget.
    MaximumAboveBudget,
    /// The sources do not cover the budget.
    FundingShort {
        /// What they hold together.
        sources: Pence,
        /// The budget.
        budget: Pence,
    },
    /// The weights do not total 100.
    Weights {
        /// Their total.
        total: u32,
    },
    /// Two criteria have one code.
    CriterionTwice(String),
    /// A criterion for which no question counts.
    CriterionWithoutQuestion(String),
    /// A criterion names a question that the form does not have.
    UnknownQuestion {
        /// The criterion.
        criterion: String,
        /// The question.
        question: String,
    },
    /// A criterion names a question that is not marked.
    QuestionNotScored {
        /// The criterion.
        criterion: String,
        /// The question.
        question: String,
    },
    /// A question is marked, but counts for no criterion.
    ScoredForNothing {
        /// The question.
        question: String,
    },
    /// A criterion does not say what one of its marks means.
    NoAnchor {
        /// The criterion.
        criterion: String,
        /// The mark.
        mark: u8,
    },
    /// A criterion's least mark is above the highest.
    MinimumMark(String),
    /// A tie-break names a criterion that does not exist.
    UnknownTieBreak(String),
    /// Fewer than two people would mark a bid.
    TooFewAssessors,
    /// The panel has no quorum.
    NoQuorum,
    /// Two checks have one code.
    CheckTwice(String),
    /// Two questions before sign-in have one id, or one has an id that all rounds share.
    ThresholdTwice(String),
    /// A question before sign-in has no text, or nothing to tell those whom it turns away.
    ThresholdWithoutWords(String),
    /// A check by a person that gives no reason for which it can fail.
    CheckWithoutReason(String),
    /// Bids above an amount need a second person, and no check is about that.
    SecondPersonCheck,
    /// A post has nobody.
    Unfilled(PostName),
    /// A post has no substitute.
    NoSubstitute(PostName),
    /// A post's holder is its own substitute.
    OwnSubstitute(PostName),
    /// One person has two posts that need two.
    SharedPost {
        /// One post.
        one: PostName,
        /// The other.
        other: PostName,
        /// Who.
        person: PersonId,
    },
    /// The contact's mailbox is not an address.
    ContactEmail,
    /// The contact's number is not a telephone number.
    ContactPhone,
    /// An area that the office does not know on the opening day.
    UnknownArea {
        /// The setting that names it.
        setting: &'static str,
        /// Its code.
        code: String,
    },
    /// A target area by which no result would be reported.
    TargetNotReported(String),
    /// A share of more than 100 per cent, or one without target areas.
    TargetShare,
    /// The words of a check on areas name another share than the one that is computed.
    ShareInWords {
        /// The check.
        check: String,
        /// The share in its words, in per cent.
        said: u32,
        /// The share that is computed, in per cent.
        least: u8,
    },
    /// The plan is not known.
    UnknownPlan(String),
    /// The plan does not run on the opening day.
    PlanNotInForce {
        /// Its code.
        plan: String,
        /// The opening day.
        day: CivilDate,
    },
    /// The plan has no such priority on the opening day.
    UnknownPriority(String),
    /// A note on where a setting comes from names a setting that does not exist.
    UnknownSetting(String),
    /// Something is wrong with the form itself.
    Form(FormFault),
    /// A part was taken over from elsewhere and nobody has looked at it since.
    NotLookedAt(Part),
    /// A direct award does not say why there is no competition.
    NoReasonNotToCompete,
    /// A direct award that names no groups.
    DirectAwardToNobody,
    /// A round for invited groups that invites none.
    NobodyInvited,
    /// A round for invited groups that does not say why nobody else may bid.
    NoReasonForInvitation,
    /// A round that is limited to zones and names none.
    NoZone,
    /// A round that is limited to zones and does not say why.
    NoReasonForZones,
    /// More than 99 per cent of the cost would have to come from others.
    MatchShare,
}

/// Where something that is missing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part.
    pub part: Part,
    /// The path of the setting within its part; empty where the whole part is meant.
    pub setting: &'static str,
    /// The code of the criterion or check, or the id of the question, where one is meant.
    pub item: Option<String>,
}

impl Missing {
    /// Where it is written.
    #[must_use]
    pub fn place(&self) -> Place {
        let at = |part, setting| Place { part, setting, item: None };
        let of = |part, item: &str| Place { part, setting: "", item: Some(item.to_owned()) };
        match self {
            Self::Empty(path) => empty_place(path),
            Self::Reference => at(Part::About, "reference"),
            Self::SummaryTooLong { .. } => at(Part::About, "summary"),
            Self::DatesOutOfOrder { later, .. } => at(Part::Dates, later.code()),
            Self::ReviewAfterModeration { .. } => at(Part::Dates, "review_working_days"),
            Self::NoBudget => at(Part::Money, "budget"),
            Self::MinimumAboveMaximum => at(Part::Money, "minimum"),
            Self::MaximumAboveBudget => at(Part::Money, "maximum"),
            Self::FundingShort { .. } => at(Part::Funding, "funding_sources"),
            Self::Weights { .. } => at(Part::Criteria, ""),
            Self::CriterionTwice(code)
            | Self::CriterionWithoutQuestion(code)
            | Self::MinimumMark(code)
            | Self::UnknownQuestion { criterion: code, .. }
            | Self::QuestionNotScored { criterion: code, .. }
            | Self::NoAnchor { criterion: code, .. } => of(Part::Criteria, code),
            Self::ScoredForNothing { question } => of(Part::Form, question),
            Self::UnknownTieBreak(_) => at(Part::Scoring, "tie_breaks"),
            Self::TooFewAssessors => at(Part::Scoring, "staff_assessors"),
            Self::NoQuorum => at(Part::Scoring, "panel.quorum"),
            Self::SecondPersonCheck => at(Part::Checks, ""),
            Self::CheckTwice(code)
            | Self::CheckWithoutReason(code)
            | Self::ShareInWords { check: code, .. } => of(Part::Checks, code),
            Self::ThresholdTwice(_) | Self::ThresholdWithoutWords(_) => {
                at(Part::Eligibility, "questions")
            }
            Self::Unfilled(name) | Self::SharedPost { one: name, .. } => {
                at(Part::Posts, name.holder_setting())
            }
            Self::NoSubstitute(name) | Self::OwnSubstitute(name) => {
                at(Part::Posts, name.substitute_setting())
            }
            Self::ContactEmail => at(Part::Contact, "email"),
            Self::ContactPhone => at(Part::Contact, "phone"),
            Self::UnknownArea { setting, .. } => match *setting {
                "areas.targets" | "areas.reported" => at(Part::Evidence, setting),
                "open_to.areas" => at(Part::Type, setting),
                "scoring.community_assessors" => at(Part::Scoring, "community_assessors"),
                _ => at(Part::Evidence, "evidence"),
            },
            Self::TargetNotReported(_) => at(Part::Evidence, "areas.reported"),
            Self::TargetShare => at(Part::Evidence, "areas.least_target_percent"),
            Self::UnknownPlan(_) | Self::PlanNotInForce { .. } => at(Part::Plan, "plan"),
            Self::UnknownPriority(_) => at(Part::Plan, "priorities"),
            Self::UnknownSetting(_) => at(Part::About, ""),
            Self::Form(fault) => {
                Place { part: Part::Form, setting: "", item: fault.question().map(str::to_owned) }
            }
            Self::NotLookedAt(part) => at(*part, ""),
            Self::NoReasonNotToCompete => at(Part::Type, "type.reason"),
            Self::DirectAwardToNobody => at(Part::Type, "open_to.who"),
            Self::NobodyInvited => at(Part::Type, "open_to.groups"),
            Self::NoReasonForInvitation => at(Part::Type, "open_to.why"),
            Self::NoZone => at(Part::Type, "open_to.areas"),
            Self::NoReasonForZones => at(Part::Type, "open_to.zones_why"),
            Self::MatchShare => at(Part::Money, "match_percent"),
        }
    }
}

/// Where a text that is empty is written.
fn empty_place(path: &'static str) -> Place {
    let (part, setting) = match path.split_once('.') {
        Some(("privacy_notice", rest)) => (Part::Privacy, rest),
        Some(("notes", rest)) => (Part::Notes, rest),
        Some(("contact", rest)) => (Part::Contact, rest),
        Some(("eligibility", "checks")) => (Part::Checks, ""),
        Some(("eligibility", rest)) => (Part::Eligibility, rest),
        Some(("scoring", rest)) => (Part::Scoring, rest),
        Some(("areas", _)) => (Part::Evidence, path),
        _ if path == "priorities" => (Part::Plan, path),
        _ => (Part::About, path),
    };
    Place { part, setting, item: None }
}

/// Everything that `round` still needs, in the order of the settings; empty if it is complete.
#[must_use]
pub fn missing(round: &Round, office: &Office) -> Vec<Missing> {
    let mut found = Vec::new();
    let settings = &round.settings;
    texts(settings, &mut found);
    shape(settings, &mut found);
    plan(settings, office, &mut found);
    money(settings, &mut found);
    dates(settings, office, &mut found);
    areas(settings, office, &mut found);
    eligibility(settings, &mut found);
    scoring(round, &mut found);
    posts(&round.posts, &mut found);
    contact(settings, &mut found);
    provenance(settings, &mut found);
    found.extend(settings.to_check.iter().copied().map(Missing::NotLookedAt));
    found
}

fn texts(settings: &Settings, found: &mut Vec<Missing>) {
    let blank = |text: &str| text.trim().is_empty();
    let none = |lines: &[String]| lines.iter().all(|line| blank(line));
    if ReferencePrefix::parse(&settings.reference).is_err() {
        found.push(Missing::Reference);
    }
    let empty = [
        ("fund", blank(&settings.fund)),
        ("title", blank(&settings.title)),
        ("summary", blank(&settings.summary)),
        ("funds", none(&settings.funds)),
        ("who_may_apply", none(&settings.who_may_apply)),
        ("priorities", settings.priorities.is_empty()),
        ("eligibility.kinds", settings.eligibility.kinds.is_empty()),
        ("eligibility.checks", settings.eligibility.checks.is_empty()),
        ("areas.why", blank(&settings.areas.why)),
        ("areas.reported", settings.areas.reported.is_empty()),
        ("scoring.tie_breaks", settings.scoring.tie_breaks.is_empty()),
        ("notes.equality", blank(&settings.notes.equality)),
        ("notes.data_protection", blank(&settings.notes.data_protection)),
        ("privacy_notice.version", blank(&settings.privacy_notice.version)),
        ("privacy_notice.text", blank(&settings.privacy_notice.text)),
        ("contact.name", blank(&settings.contact.name)),
    ];
    found.extend(
        empty.into_iter().filter(|(_, empty)| *empty).map(|(path, _)| Missing::Empty(path)),
    );
    let count = words(&settings.summary);
    if count > SUMMARY_WORDS {
        found.push(Missing::SummaryTooLong { words: count, most: SUMMARY_WORDS });
    }
}

/// A direct award says why nobody else may bid, and to whom it may go: public money is competed
/// for unless there is a written reason (proposed default).
fn shape(settings: &Settings, found: &mut Vec<Missing>) {
    if let RoundType::DirectAward { reason } = &settings.kind {
        if reason.trim().is_empty() {
            found.push(Missing::NoReasonNotToCompete);
        }
        if settings.open_to == OpenTo::Everybody {
            found.push(Missing::DirectAwardToNobody);
        }
    }
    if let OpenTo::Invited { groups, why } = &settings.open_to {
        if groups.is_empty() {
            found.push(Missing::NobodyInvited);
        }
        if why.trim().is_empty() {
            found.push(Missing::NoReasonForInvitation);
        }
    }
    if let OpenTo::Zones { areas, why } = &settings.open_to {
        if areas.is_empty() {
            found.push(Missing::NoZone);
        }
        if why.trim().is_empty() {
            found.push(Missing::NoReasonForZones);
        }
    }
}

fn plan(settings: &Settings, office: &Office, found: &mut Vec<Missing>) {
    let day = settings.dates.opens.date();
    let Some(plan) = office.plan(&settings.plan) else {
        found.push(Missing::UnknownPlan(settings.plan.clone()));
        return;
    };
    if !plan.runs_on(day) {
        found.push(Missing::PlanNotInForce { plan: plan.code.clone(), day });
        return;
    }
    for code in &settings.priorities {
        if !plan.priorities_on(day).any(|priority| priority.code == *code) {
            found.push(Missing::UnknownPriority(code.clone()));
        }
    }
}

fn money(settings: &Settings, found: &mut Vec<Missing>) {
    let money = &settings.money;
    if money.budget <= Pence::ZERO {
        found.push(Missing::NoBudget);
    }
    if money.match_percent > 99 {
        found.push(Missing::MatchShare);
    }
    if money.minimum > money.maximum {
        found.push(Missing::MinimumAboveMaximum);
    }
    if money.maximum > money.budget {
        found.push(Missing::MaximumAboveBudget);
    }
    let sources = Pence::total(settings.funding_sources.iter().map(|source| source.amount));
    let sources = sources.unwrap_or(Pence::ZERO);
    if sources < money.budget {
        found.push(Missing::FundingShort { sources, budget: money.budget });
    }
}

fn dates(settings: &Settings, office: &Office, found: &mut Vec<Missing>) {
    let dates = &settings.dates;
    let mut ordered = |fine: bool, earlier, later| {
        if !fine {
            found.push(Missing::DatesOutOfOrder { earlier, later });
        }
    };
    let closing_day = dates.closes.date();
    ordered(dates.opens < dates.closes, DateOf::Opens, DateOf::Closes);
    ordered(closing_day <= dates.screening_by, DateOf::Closes, DateOf::ScreeningBy);
    ordered(dates.screening_by <= dates.assessment_by, DateOf::ScreeningBy, DateOf::AssessmentBy);
    ordered(dates.assessment_by <= dates.moderation_on, DateOf::AssessmentBy, DateOf::ModerationOn);
    ordered(dates.moderation_on <= dates.decision_by, DateOf::ModerationOn, DateOf::DecisionBy);
    ordered(dates.decision_by <= dates.earliest_start, DateOf::DecisionBy, DateOf::EarliestStart);
    ordered(dates.earliest_start < dates.latest_end, DateOf::EarliestStart, DateOf::LatestEnd);
    let days = u32::from(dates.review_working_days);
    if let Some(ends) = add_working_days(dates.screening_by, days, &office.bank_holidays)
        && ends > dates.moderation_on
    {
        let moderation = dates.moderation_on;
        found.push(Missing::ReviewAfterModeration { ends, moderation });
    }
}

fn areas(settings: &Settings, office: &Office, found: &mut Vec<Missing>) {
    let (areas, day) = (&settings.areas, settings.dates.opens.date());
    let quotas = settings.scoring.community_assessors.iter().map(|quota| &quota.area);
    let evidence = settings.evidence.iter().map(|evidence| &evidence.area);
    let publicity = settings.publicity.iter().filter_map(|publicity| publicity.area.as_ref());
    let named = (areas.targets.iter().map(|code| ("areas.targets", code)))
        .chain(settings.open_to.zones().iter().map(|code| ("open_to.areas", code)))
        .chain(areas.reported.iter().map(|code| ("areas.reported", code)))
        .chain(quotas.map(|code| ("scoring.community_assessors", code)))
        .chain(evidence.map(|code| ("evidence", code)))
        .chain(publicity.map(|code| ("publicity", code)));
    for (setting, code) in named {
        if office.area(code, day).is_none() {
            found.push(Missing::UnknownArea { setting, code: code.clone() });
        }
    }
    for code in &areas.targets {
        if !areas.reported.contains(code) {
            found.push(Missing::TargetNotReported(code.clone()));
        }
    }
    let needs_targets = areas.targets.is_empty() && areas.least_target_percent > 0;
    if areas.least_target_percent > 100 || needs_targets {
        found.push(Missing::TargetShare);
    }
}

/// The shares that a text names, such as 70 in "at least 70%".
fn shares_in(text: &str) -> impl Iterator<Item = u32> {
    let mut parts: Vec<&str> = text.split('%').collect();
    // What follows the last sign is followed by none.
    parts.pop();
    parts.into_iter().filter_map(|before| {
        let before = before.trim_end();
        let figures = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        before.get(figures..)?.parse().ok()
    })
}

fn eligibility(settings: &Settings, found: &mut Vec<Missing>) {
    let mut codes = BTreeSet::new();
    for check in &settings.eligibility.checks {
        if !codes.insert(&check.code) {
            found.push(Missing::CheckTwice(check.code.clone()));
        }
        if check.reasons.is_empty() {
            found.push(Missing::CheckWithoutReason(check.code.clone()));
        }
        let least = settings.areas.least_target_percent;
        let reasons = check.reasons.iter().map(|reason| &reason.text);
        let mut said = iter::once(&check.title).chain(reasons).flat_map(|text| shares_in(text));
        if check.method == CheckMethod::Area
            && let Some(said) = said.find(|said| *said != u32::from(least))
        {
            found.push(Missing::ShareInWords { check: check.code.clone(), said, least });
        }
    }
    let wants_second = settings.eligibility.second_person_above.is_some();
    let checks = &settings.eligibility.checks;
    if wants_second && !checks.iter().any(|one| one.method == CheckMethod::SecondPerson) {
        found.push(Missing::SecondPersonCheck);
    }
    let mut ids: BTreeSet<&str> = SHARED_IDS.into();
    for own in &settings.eligibility.questions {
        if !ids.insert(own.id.as_str()) {
            found.push(Missing::ThresholdTwice(own.id.to_string()));
        }
        if own.text.trim().is_empty() || own.reason.trim().is_empty() {
            found.push(Missing::ThresholdWithoutWords(own.id.to_string()));
        }
    }
}

fn scoring(round: &Round, found: &mut Vec<Missing>) {
    let (scoring, form) = (&round.settings.scoring, &round.form);
    let total = scoring.criteria.iter().map(|criterion| u32::from(criterion.weight)).sum();
    if total != 100 {
        found.push(Missing::Weights { total });
    }
    let mut codes = BTreeSet::new();
    let mut counted: BTreeSet<&QuestionId> = BTreeSet::new();
    for criterion in &scoring.criteria {
        let code = || criterion.code.clone();
        if !codes.insert(criterion.code.as_str()) {
            found.push(Missing::CriterionTwice(code()));
        }
        if criterion.questions.is_empty() {
            found.push(Missing::CriterionWithoutQuestion(code()));
        }
        for id in &criterion.questions {
            counted.insert(id);
            let question = id.to_string();
            match form.question(id).map(|question| question.purpose) {
                None => found.push(Missing::UnknownQuestion { criterion: code(), question }),
                Some(Purpose::Scored) => {}
                Some(Purpose::Eligibility | Purpose::Information) => {
                    found.push(Missing::QuestionNotScored { criterion: code(), question });
                }
            }
        }
        if criterion.minimum.is_some_and(|mark| mark > Mark::HIGHEST.get()) {
            found.push(Missing::MinimumMark(code()));
        }
        for (mark, anchor) in (0_u8..).zip(&criterion.anchors) {
            if anchor.trim().is_empty() {
                found.push(Missing::NoAnchor { criterion: code(), mark });
            }
        }
    }
    for question in form.questions().filter(|question| question.purpose == Purpose::Scored) {
        if !counted.contains(&question.id) {
            found.push(Missing::ScoredForNothing { question: question.id.to_string() });
        }
    }
    found.extend(form.faults().into_iter().map(Missing::Form));
    for tie_break in &scoring.tie_breaks {
        if let TieBreak::Criterion { code } = tie_break
            && !codes.contains(code.as_str())
        {
            found.push(Missing::UnknownTieBreak(code.clone()));
        }
    }
    if scoring.staff_assessors < 2 {
        found.push(Missing::TooFewAssessors);
    }
    let panel = &round.settings.panel;
    if panel.quorum < 2 || panel.community_quorum > panel.quorum {
        found.push(Missing::NoQuorum);
    }
}

fn posts(posts: &Posts, found: &mut Vec<Missing>) {
    let officer = posts.officer.map(|holder| Post { holder, substitute: None });
    let all = [
        (PostName::Officer, officer),
        (PostName::Lead, posts.lead),
        (PostName::Chair, posts.chair),
        (PostName::Finance, posts.finance),
        (PostName::Approver, posts.approver),
    ];
    for (name, post) in all {
        let Some(post) = post else {
            found.push(Missing::Unfilled(name));
            continue;
        };
        match post.substitute {
            None if name != PostName::Officer => found.push(Missing::NoSubstitute(name)),
            Some(substitute) if substitute == post.holder => {
                found.push(Missing::OwnSubstitute(name));
            }
            Some(_) | None => {}
        }
    }
    // Nobody may comment on, or approve, what they screened, chaired or recommended; and the two
    // people of a screening result are two. A lead may chair.
    let apart = [
        (PostName::Officer, officer, PostName::Lead, posts.lead),
        (PostName::Finance, posts.finance, PostName::Officer, officer),
        (PostName::Finance, posts.finance, PostName::Lead, posts.lead),
        (PostName::Finance, posts.finance, PostName::Chair, posts.chair),
        (PostName::Approver, posts.approver, PostName::Officer, officer),
        (PostName::Approver, posts.approver, PostName::Lead, posts.lead),
        (PostName::Approver, posts.approver, PostName::Chair, posts.chair),
        (PostName::Approver, posts.approver, PostName::Finance, posts.finance),
    ];
    for (one, one_post, other, other_post) in apart {
        let (Some(one_post), Some(other_post)) = (one_post, other_post) else { continue };
        for person in one_post.people() {
            if other_post.people().any(|second| second == person) {
                found.push(Missing::SharedPost { one, other, person });
            }
        }
    }
}

fn contact(settings: &Settings, found: &mut Vec<Missing>) {
    if EmailAddress::parse(&settings.contact.email).is_err() {
        found.push(Missing::ContactEmail);
    }
    if PhoneNumber::parse(&settings.contact.phone).is_err() {
        found.push(Missing::ContactPhone);
    }
}

/// What a note on a source may be about besides a setting: the form, the posts, and the results of
/// a round that is told again from a public paper.
const ALSO_TOLD: &[&str] =
    &["form", "posts.approver", "results.recommended", "results.approved", "results.received"];

fn provenance(settings: &Settings, found: &mut Vec<Missing>) {
    let Ok(tree) = serde_json::to_value(settings) else { return };
    for note in &settings.provenance {
        let first = note.setting.split('.').next().unwrap_or_default();
        if BESIDE_SETTINGS.contains(&first) {
            continue;
        }
        let path = format!("/{}", note.setting.replace('.', "/"));
        if tree.pointer(&path).is_none() && !ALSO_TOLD.contains(&note.setting.as_str()) {
            found.push(Missing::UnknownSetting(note.setting.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{draft, office, person};
    use super::*;
    use jiff::civil::{date, datetime};

    /// What is missing once `spoil` has been at the complete round.
    fn spoilt(spoil: impl FnOnce(&mut Round)) -> Vec<Missing> {
        let mut round = draft();
        spoil(&mut round);
        missing(&round, &office())
    }

    #[test]
    fn weights_total_one_hundred() {
        let found = spoilt(|round| round.settings.scoring.criteria[0].weight = 59);
        assert_eq!(found, [Missing::Weights { total: 99 }]);
    }

    #[test]
    fn dates_come_in_order() {
        let found = spoilt(|round| round.settings.dates.closes = datetime(2026, 5, 1, 9, 0, 0, 0));
        let (earlier, later) = (DateOf::Opens, DateOf::Closes);
        assert_eq!(found, [Missing::DatesOutOfOrder { earlier, later }]);
    }

    #[test]
    fn the_time_for_reviews_ends_before_moderation() {
        let found = spoilt(|round| round.settings.dates.review_working_days = 20);
        let (ends, moderation) = (date(2026, 8, 3), date(2026, 7, 22));
        assert_eq!(found, [Missing::ReviewAfterModeration { ends, moderation }]);
    }

    #[test]
    fn the_limits_of_an_award_fit_each_other_and_the_budget() {
        assert_eq!(
            spoilt(|round| round.settings.money.minimum = Pence::from_pounds(10_001)),
            [Missing::MinimumAboveMaximum]
        );
        assert_eq!(
            spoilt(|round| round.settings.money.maximum = Pence::from_pounds(40_001)),
            [Missing::MaximumAboveBudget]
        );
    }

    #[test]
    fn a_round_carries_its_notes_on_equality_and_data_protection() {
        let found = spoilt(|round| round.settings.notes = crate::round::Notes::default());
        let notes = ["notes.equality", "notes.data_protection"].map(Missing::Empty);
        assert_eq!(found, notes);
        assert_eq!(found[0].place().part, Part::Notes);
    }

    #[test]
    fn a_round_that_is_limited_to_zones_names_them_and_says_why() {
        let zones = |areas: &[&str], why: &str| OpenTo::Zones {
            areas: areas.iter().map(|one| (*one).to_owned()).collect(),
            why: why.into(),
        };
        let found = spoilt(|round| round.settings.open_to = zones(&[], " "));
        assert_eq!(found, [Missing::NoZone, Missing::NoReasonForZones]);
        assert_eq!(spoilt(|round| round.settings.open_to = zones(&["north"], "A pilot")), []);
        let (setting, code) = ("open_to.areas", "nowhere".to_owned());
        let found = spoilt(|round| round.settings.open_to = zones(&["nowhere"], "A pilot"));
        assert_eq!(found, [Missing::UnknownArea { setting, code }]);
    }

    #[test]
    fn the_sources_cover_the_budget() {
        let found = spoilt(|round| round.settings.funding_sources.clear());
        let budget = Pence::from_pounds(40_000);
        assert_eq!(found, [Missing::FundingShort { sources: Pence::ZERO, budget }]);
    }

    #[test]
    fn every_post_and_its_substitute_are_named() {
        let found = spoilt(|round| {
            round.posts.approver = None;
            if let Some(chair) = &mut round.posts.chair {
                chair.substitute = None;
            }
        });
        assert_eq!(
            found,
            [Missing::NoSubstitute(PostName::Chair), Missing::Unfilled(PostName::Approver)]
        );
    }

    #[test]
    fn nobody_approves_what_they_chair() {
        let found = spoilt(|round| {
            round.posts.approver =
                round.posts.chair.map(|chair| Post { substitute: Some(person(70)), ..chair });
        });
        assert!(matches!(
            found.as_slice(),
            [Missing::SharedPost { one: PostName::Approver, other: PostName::Chair, .. }]
        ));
    }

    #[test]
    fn a_lead_may_chair() {
        assert_eq!(spoilt(|round| round.posts.chair = round.posts.lead), []);
    }

    #[test]
    fn areas_are_known_and_targets_are_reported() {
        let found = spoilt(|round| round.settings.areas.targets = vec!["west".into()]);
        let code = "west".to_owned();
        assert_eq!(
            found,
            [
                Missing::UnknownArea { setting: "areas.targets", code: code.clone() },
                Missing::TargetNotReported(code)
            ]
        );
    }

    #[test]
    fn a_check_on_areas_names_the_share_that_is_computed() {
        let titled =
            |title: &str| spoilt(|round| round.settings.eligibility.checks[0].title = title.into());
        let found = titled("At least 60 % live in the target areas");
        assert_eq!(found, [Missing::ShareInWords { check: "EL06".into(), said: 60, least: 70 }]);
        assert_eq!(titled("At least 70% of them live in the target areas"), []);
        assert_eq!(titled("Most of them live in the target areas"), []);
    }

    #[test]
    fn a_force_wide_round_says_why_and_asks_for_no_target_share() {
        let found = spoilt(|round| {
            round.settings.areas.targets.clear();
            round.settings.areas.why = " ".into();
            round.settings.areas.least_target_percent = 0;
        });
        assert_eq!(found, [Missing::Empty("areas.why")]);
        assert_eq!(spoilt(|round| round.settings.areas.targets.clear()), [Missing::TargetShare]);
    }

    #[test]
    fn the_plan_runs_on_the_opening_day_and_has_the_priorities() {
        let unknown = spoilt(|round| round.settings.plan = "1066".into());
        assert_eq!(unknown, [Missing::UnknownPlan("1066".into())]);
        let other = spoilt(|round| round.settings.priorities = vec!["dragons".into()]);
        assert_eq!(other, [Missing::UnknownPriority("dragons".into())]);
        let mut office = office();
        office.plans[0].valid_to = Some(date(2026, 5, 31));
        assert_eq!(
            missing(&draft(), &office),
            [Missing::PlanNotInForce { plan: "2025-29".into(), day: date(2026, 6, 1) }]
        );
    }

    #[test]
    fn applicants_find_a_privacy_notice_and_somebody_to_ring() {
        let found = spoilt(|round| {
            round.settings.privacy_notice.text.clear();
            round.settings.contact.phone = "ask at the desk".into();
        });
        assert_eq!(found, [Missing::Empty("privacy_notice.text"), Missing::ContactPhone]);
    }

    #[test]
    fn a_note_on_a_source_names_a_setting_that_exists() {
        let found = spoilt(|round| round.settings.provenance[0].setting = "money.most".into());
        assert_eq!(found, [Missing::UnknownSetting("money.most".into())]);
        let found =
            spoilt(|round| round.settings.provenance[0].setting = "results.approved".into());
        assert_eq!(found, []);
    }

    #[test]
    fn a_note_on_a_source_may_be_about_the_form_a_post_or_what_came_of_the_round() {
        let found = spoilt(|round| {
            let note = round.settings.provenance[0].clone();
            for setting in ["form", "posts.approver", "results.recommended"] {
                let setting = setting.to_owned();
                let about = crate::round::Provenance { setting, ..note.clone() };
                round.settings.provenance.push(about);
            }
        });
        assert_eq!(found, []);
    }

    #[test]
    fn every_mark_of_every_criterion_has_a_meaning() {
        let found = spoilt(|round| round.settings.scoring.criteria[1].anchors[4].clear());
        assert_eq!(found, [Missing::NoAnchor { criterion: "C2".into(), mark: 4 }]);
    }
}
