//! The parts in which a round is set up: each is written on its own, and belongs to one page.

use super::{
    Areas, Check, Contact, Criterion, Dates, Evidence, FundingSource, LegalPower, Money, Notes,
    Notice, OpenTo, Panel, Posts, Quota, Round, RoundRefused, RoundType, Status, Threshold,
    TieBreak, missing,
};
use crate::application::Withhold;
use crate::office::Office;
use crate::organisation::Kind;
use crate::value::{Instant, Pence, ReferencePrefix};
use serde::{Deserialize, Serialize};

crate::codes::codes! {
    /// A part of a round that is set up on a page of its own.
    Part {
        /// Title, reference and what it is for.
        About = "about",
        /// Its type.
        Type = "type",
        /// Legal power, plan and priorities.
        Plan = "plan",
        /// Target areas and the evidence for them.
        Evidence = "evidence",
        /// Where its money comes from.
        Funding = "funding",
        /// Budget and limits.
        Money = "money",
        /// Its dates.
        Dates = "dates",
        /// Who may apply.
        Eligibility = "eligibility",
        /// What is checked in screening.
        Checks = "checks",
        /// What is asked.
        Form = "form",
        /// What is marked.
        Criteria = "criteria",
        /// Assessors, panel and the way from marks to a ranking.
        Scoring = "scoring",
        /// Who does what.
        Posts = "posts",
        /// Notes on equality and data protection.
        Notes = "notes",
        /// The privacy notice.
        Privacy = "privacy",
        /// Whom to ask.
        Contact = "contact",
    }
}

impl Part {
    /// Whether it may be changed in a round that stands so: all of a draft; once announced, and
    /// before it opens, the dates and the contact; nothing while it is reviewed, as what was
    /// confirmed must be what is announced, and nothing once it has opened.
    #[must_use]
    pub const fn may_change(self, status: Status) -> bool {
        match status {
            Status::Draft => true,
            Status::Published => matches!(self, Self::Dates | Self::Contact),
            _ => false,
        }
    }
}

/// What a part holds: the part with its settings, as it is written in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Written {
    /// Title, reference and what it is for.
    About(About),
    /// Its type.
    Type(Shape),
    /// Legal power, plan and priorities.
    Plan(Purpose),
    /// Target areas and the evidence for them.
    Evidence(Places),
    /// Where its money comes from.
    Funding(Funding),
    /// Budget and limits.
    Money(Money),
    /// Its dates.
    Dates(Dates),
    /// Who may apply.
    Eligibility(Applicants),
    /// What is checked in screening.
    Checks(Checks),
    /// What is marked.
    Criteria(Criteria),
    /// Assessors, panel and the way from marks to a ranking.
    Scoring(Marking),
    /// Who does what.
    Posts(Posts),
    /// Notes on equality and data protection.
    Notes(Notes),
    /// The privacy notice.
    Privacy(Notice),
    /// Whom to ask.
    Contact(Contact),
}

/// Title, reference and what a round is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its public title.
    pub title: String,
    /// The prefix of its references.
    pub reference: String,
    /// The fund that it belongs to.
    pub fund: String,
    /// What it is for.
    pub summary: String,
    /// What it funds, a line each.
    pub funds: Vec<String>,
    /// What it does not fund, a line each.
    pub does_not_fund: Vec<String>,
    /// Who may apply, a line each.
    pub who_may_apply: Vec<String>,
    /// What is special about it.
    pub theme: String,
}

/// The type of a round and who may bid at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// How its money is given out.
    #[serde(rename = "type")]
    pub kind: RoundType,
    /// Who may send a bid at all.
    pub open_to: OpenTo,
    /// What of its bids is withheld from those who do not work on them.
    #[serde(default)]
    pub withhold: Withhold,
}

/// Why a round may give grants, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// The power under which grants are made.
    pub legal_power: LegalPower,
    /// The code of the plan that it pins.
    pub plan: String,
    /// Codes of the plan's priorities that it serves.
    pub priorities: Vec<String>,
}

/// Where a round works, and why there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Its areas.
    pub areas: Areas,
    /// Published evidence about them.
    pub evidence: Vec<Evidence>,
}

/// Where a round's money comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funding {
    /// The sources.
    pub funding_sources: Vec<FundingSource>,
}

/// Which groups may apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicants {
    /// Kinds of organisation that may apply.
    pub kinds: Vec<Kind>,
    /// How many bids one organisation may send.
    pub bids_per_organisation: u8,
    /// How many unrelated committee members a group needs.
    pub least_unrelated_members: u8,
    /// Above this amount a bid needs a second person of its group; none for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_person_above: Option<Pence>,
    /// Working days after the deadline in which the second person may still confirm.
    #[serde(default = "super::settings::second_person_days")]
    pub second_person_working_days: u8,
    /// Questions of the round's own before sign-in.
    pub questions: Vec<Threshold>,
}

/// What is checked in screening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// The checks, in order.
    pub checks: Vec<Check>,
}

/// What is marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// The criteria, in order.
    pub criteria: Vec<Criterion>,
}

/// Who marks, and the way from marks to a ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marking {
    /// How many staff or independent assessors must mark each bid.
    pub staff_assessors: u8,
    /// How many community assessors must mark each bid, by area.
    pub community_assessors: Vec<Quota>,
    /// A spread of this many marks on a criterion must be discussed.
    pub discuss_mark_spread: u8,
    /// A spread of this many percentage points overall must be discussed.
    pub discuss_percent_spread: u8,
    /// The published starting point of the quality line, in per cent.
    pub usual_line_percent: u8,
    /// How equal percentages are split, in order.
    pub tie_breaks: Vec<TieBreak>,
    /// The panel.
    pub panel: Panel,
}

impl Written {
    /// Which part it is.
    #[must_use]
    pub const fn part(&self) -> Part {
        match self {
            Self::About(_) => Part::About,
            Self::Type(_) => Part::Type,
            Self::Plan(_) => Part::Plan,
            Self::Evidence(_) => Part::Evidence,
            Self::Funding(_) => Part::Funding,
            Self::Money(_) => Part::Money,
            Self::Dates(_) => Part::Dates,
            Self::Eligibility(_) => Part::Eligibility,
            Self::Checks(_) => Part::Checks,
            Self::Criteria(_) => Part::Criteria,
            Self::Scoring(_) => Part::Scoring,
            Self::Posts(_) => Part::Posts,
            Self::Notes(_) => Part::Notes,
            Self::Privacy(_) => Part::Privacy,
            Self::Contact(_) => Part::Contact,
        }
    }

    /// What `part` of `round` holds now; none for the form, which is built question by question.
    #[must_use]
    pub fn of(part: Part, round: &Round) -> Option<Self> {
        let settings = round.settings.clone();
        let (eligibility, scoring) = (settings.eligibility, settings.scoring);
        Some(match part {
            Part::Form => return None,
            Part::About => Self::About(About {
                title: settings.title,
                reference: settings.reference,
                fund: settings.fund,
                summary: settings.summary,
                funds: settings.funds,
                does_not_fund: settings.does_not_fund,
                who_may_apply: settings.who_may_apply,
                theme: settings.theme,
            }),
            Part::Type => Self::Type(Shape {
                kind: settings.kind,
                open_to: settings.open_to,
                withhold: settings.withhold,
            }),
            Part::Plan => Self::Plan(Purpose {
                legal_power: settings.legal_power,
                plan: settings.plan,
                priorities: settings.priorities,
            }),
            Part::Evidence => {
                Self::Evidence(Places { areas: settings.areas, evidence: settings.evidence })
            }
            Part::Funding => Self::Funding(Funding { funding_sources: settings.funding_sources }),
            Part::Money => Self::Money(settings.money),
            Part::Dates => Self::Dates(settings.dates),
            Part::Eligibility => Self::Eligibility(Applicants {
                kinds: eligibility.kinds,
                bids_per_organisation: eligibility.bids_per_organisation,
                least_unrelated_members: eligibility.least_unrelated_members,
                second_person_above: eligibility.second_person_above,
                second_person_working_days: eligibility.second_person_working_days,
                questions: eligibility.questions,
            }),
            Part::Checks => Self::Checks(Checks { checks: eligibility.checks }),
            Part::Criteria => Self::Criteria(Criteria { criteria: scoring.criteria }),
            Part::Scoring => Self::Scoring(Marking {
                staff_assessors: scoring.staff_assessors,
                community_assessors: scoring.community_assessors,
                discuss_mark_spread: scoring.discuss_mark_spread,
                discuss_percent_spread: scoring.discuss_percent_spread,
                usual_line_percent: scoring.usual_line_percent,
                tie_breaks: scoring.tie_breaks,
                panel: settings.panel,
            }),
            Part::Posts => Self::Posts(round.posts),
            Part::Notes => Self::Notes(settings.notes),
            Part::Privacy => Self::Privacy(settings.privacy_notice),
            Part::Contact => Self::Contact(settings.contact),
        })
    }

    fn into(self, round: &mut Round) {
        let settings = &mut round.settings;
        match self {
            Self::About(about) => {
                settings.reference = ReferencePrefix::parse(&about.reference)
                    .map_or(about.reference, |reference| reference.as_str().to_owned());
                settings.title = about.title;
                settings.fund = about.fund;
                settings.summary = about.summary;
                settings.funds = about.funds;
                settings.does_not_fund = about.does_not_fund;
                settings.who_may_apply = about.who_may_apply;
                settings.theme = about.theme;
            }
            Self::Type(shape) => {
                settings.kind = shape.kind;
                settings.open_to = shape.open_to;
                settings.withhold = shape.withhold;
            }
            Self::Plan(purpose) => {
                settings.legal_power = purpose.legal_power;
                settings.plan = purpose.plan;
                settings.priorities = purpose.priorities;
            }
            Self::Evidence(places) => {
                settings.areas = places.areas;
                settings.evidence = places.evidence;
            }
            Self::Funding(funding) => settings.funding_sources = funding.funding_sources,
            Self::Money(money) => settings.money = money,
            Self::Dates(dates) => settings.dates = dates,
            Self::Eligibility(applicants) => {
                settings.eligibility.kinds = applicants.kinds;
                settings.eligibility.bids_per_organisation = applicants.bids_per_organisation;
                settings.eligibility.least_unrelated_members = applicants.least_unrelated_members;
                settings.eligibility.second_person_above = applicants.second_person_above;
                settings.eligibility.second_person_working_days =
                    applicants.second_person_working_days;
                settings.eligibility.questions = applicants.questions;
            }
            Self::Checks(checks) => settings.eligibility.checks = checks.checks,
            Self::Criteria(criteria) => {
                settings.scoring.criteria = criteria.criteria;
                super::asked::mark_what_counts(&mut round.form, &settings.scoring.criteria);
            }
            Self::Scoring(marking) => {
                let scoring = &mut settings.scoring;
                scoring.staff_assessors = marking.staff_assessors;
                scoring.community_assessors = marking.community_assessors;
                scoring.discuss_mark_spread = marking.discuss_mark_spread;
                scoring.discuss_percent_spread = marking.discuss_percent_spread;
                scoring.usual_line_percent = marking.usual_line_percent;
                scoring.tie_breaks = marking.tie_breaks;
                settings.panel = marking.panel;
            }
            Self::Posts(posts) => round.posts = posts,
            Self::Notes(notes) => settings.notes = notes,
            Self::Privacy(notice) => settings.privacy_notice = notice,
            Self::Contact(contact) => settings.contact = contact,
        }
    }
}

impl Round {
    /// The round with one part written anew. A part of a draft may be incomplete; what is written
    /// into a round that was announced must leave it complete, may not shorten what was promised,
    /// and is possible only until it opens.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn with_part(
        self,
        written: Written,
        at: Instant,
        office: &Office,
    ) -> Result<Self, RoundRefused> {
        let part = written.part();
        let mut round = self.open_for(part, at)?;
        written.into(&mut round);
        round.settings.to_check.retain(|left| *left != part);
        let announced = round.status == Status::Published;
        if announced {
            super::moves::complete(missing(&round, office))?;
        }
        if part != Part::Dates {
            return Ok(round);
        }
        let (opens_at, deadline) = super::moves::times(&round.settings)?;
        if announced && opens_at <= at {
            return Err(RoundRefused::OpensInPast(opens_at));
        }
        if announced && deadline.at < round.deadline.at {
            return Err(RoundRefused::NotLater(round.deadline));
        }
        (round.opens_at, round.deadline) = (opens_at, deadline);
        Ok(round)
    }

    /// The round, if `part` of it may be changed now. A draft that changes needs its funds
    /// confirmed anew.
    pub(super) fn open_for(mut self, part: Part, at: Instant) -> Result<Self, RoundRefused> {
        let opened = self.status == Status::Published && at >= self.opens_at;
        if opened || !part.may_change(self.status) {
            let status = if opened { Status::Open } else { self.status };
            return Err(RoundRefused::Frozen { part, status });
        }
        if self.status == Status::Draft {
            self.funds_confirmed_by = None;
        }
        Ok(self)
    }
}
