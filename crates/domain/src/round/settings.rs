//! Everything that the office decides about a round before it opens. Read from a round file or
//! written in the browser; frozen at opening; public where it says so.

use super::Part;
use crate::application::{SECOND_PERSON_WORKING_DAYS, Withhold};
use crate::form::QuestionId;
use crate::id::OrganisationId;
use crate::value::{CivilDate, Pence};
use serde::{Deserialize, Serialize};

/// The settings of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The prefix of its references, such as `CSF-2324-R3`; unique in the office.
    pub reference: String,
    /// The fund that it belongs to.
    pub fund: String,
    /// Its public title.
    pub title: String,
    /// How its money is given out. Public.
    #[serde(default, rename = "type", skip_serializing_if = "RoundType::is_competitive")]
    pub kind: RoundType,
    /// Who may send a bid at all. Public.
    #[serde(default, skip_serializing_if = "OpenTo::is_everybody")]
    pub open_to: OpenTo,
    /// What of its bids is withheld from everybody who does not work on them, unless a group or an
    /// officer changes it. Public.
    #[serde(default, skip_serializing_if = "shows_all")]
    pub withhold: Withhold,
    /// What it is for, in plain English. Public.
    pub summary: String,
    /// What it funds, a line each. Public.
    pub funds: Vec<String>,
    /// What it does not fund, a line each. Public.
    pub does_not_fund: Vec<String>,
    /// Who may apply, a line each. Public.
    pub who_may_apply: Vec<String>,
    /// What is special about it, such as `community cohesion`. Public.
    pub theme: String,
    /// The power under which grants are made.
    pub legal_power: LegalPower,
    /// The code of the Police and Crime Plan version that it pins.
    pub plan: String,
    /// Codes of the plan's priorities that it serves.
    pub priorities: Vec<String>,
    /// Where its money comes from.
    pub funding_sources: Vec<FundingSource>,
    /// Why this round, here: published evidence.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Its money.
    pub money: Money,
    /// Its dates.
    pub dates: Dates,
    /// Its areas.
    pub areas: Areas,
    /// Who may not apply and what is checked.
    pub eligibility: Eligibility,
    /// How bids are marked.
    pub scoring: Scoring,
    /// The panel.
    pub panel: Panel,
    /// What the office has thought about before it spends: for its own papers.
    #[serde(default)]
    pub notes: Notes,
    /// The privacy notice that applicants see.
    pub privacy_notice: Notice,
    /// Whom to ask. Public.
    pub contact: Contact,
    /// Workshops. Public.
    #[serde(default)]
    pub workshops: Vec<Workshop>,
    /// Questions asked and answered. Public.
    #[serde(default)]
    pub questions: Vec<QuestionAndAnswer>,
    /// Where it was made known.
    #[serde(default)]
    pub publicity: Vec<Publicity>,
    /// Which settings were found in a source and which the office assumed. Public, and shown.
    #[serde(default)]
    pub provenance: Vec<Provenance>,
    /// Parts that were taken over from another round or from the office's template, and that
    /// nobody has looked at and saved since. It cannot be announced with one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_check: Vec<Part>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn shows_all(withhold: &Withhold) -> bool {
    matches!(withhold, Withhold::Nothing)
}

/// How the money of a round is given out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RoundType {
    /// Groups compete, and their bids are ranked.
    #[default]
    Competitive,
    /// Named groups are asked to bid, without competition.
    DirectAward {
        /// Why there is no competition. Public.
        reason: String,
    },
}

impl RoundType {
    const fn is_competitive(&self) -> bool {
        matches!(self, Self::Competitive)
    }
}

/// Who may send a bid at all. Everybody can read that the round exists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case", deny_unknown_fields)]
pub enum OpenTo {
    /// Every group of a kind that may apply.
    #[default]
    Everybody,
    /// Named groups alone.
    Invited {
        /// The groups: an invitation is to an organisation, not to an address.
        groups: Vec<Invited>,
        /// Why nobody else. Public.
        why: String,
    },
    /// Groups whose work is in certain zones, wherever they sit themselves.
    Zones {
        /// The codes of the zones.
        areas: Vec<String>,
        /// Why only there. Public.
        why: String,
    },
}

/// A group that is invited. Its name stands in the round, so that nothing depends on what the
/// group calls itself later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invited {
    /// Its id.
    pub id: OrganisationId,
    /// Its name on the day of the invitation.
    pub name: String,
}

impl OpenTo {
    const fn is_everybody(&self) -> bool {
        matches!(self, Self::Everybody)
    }

    /// The zones to which it is limited; none if it is not.
    #[must_use]
    pub fn zones(&self) -> &[String] {
        match self {
            Self::Zones { areas, .. } => areas,
            Self::Everybody | Self::Invited { .. } => &[],
        }
    }

    /// Whether the organisation may send a bid.
    #[must_use]
    pub fn admits(&self, organisation: OrganisationId) -> bool {
        match self {
            Self::Everybody | Self::Zones { .. } => true,
            Self::Invited { groups, .. } => groups.iter().any(|group| group.id == organisation),
        }
    }

    /// Whether somebody who belongs to these organisations may send a bid. Whoever belongs to none
    /// yet may still found one, which is not invited.
    #[must_use]
    pub fn admits_somebody_of(&self, organisations: &[OrganisationId]) -> bool {
        self.is_everybody() || organisations.iter().any(|one| self.admits(*one))
    }
}

/// The statutory power of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalPower {
    /// Police Reform and Social Responsibility Act 2011, section 9: crime and disorder reduction.
    PrsraSection9,
    /// Anti-social Behaviour, Crime and Policing Act 2014, section 143: victims and witnesses.
    AsbcpaSection143,
}

/// A source of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundingSource {
    /// Its name.
    pub name: String,
    /// How much of it this round may use, in pence.
    pub amount: Pence,
    /// What it may be used for, if that is restricted.
    #[serde(default)]
    pub ring_fence: Option<String>,
}

/// One piece of published evidence about an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The code of the area.
    pub area: String,
    /// What was measured.
    pub measure: String,
    /// The figure with its unit, as published.
    pub value: String,
    /// The period.
    pub period: String,
    /// Where it was published.
    pub source: String,
}

/// The money of a round, in pence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// What the round may spend.
    pub budget: Pence,
    /// By how many per cent approvals may exceed the budget.
    #[serde(default)]
    pub over_commitment_percent: u8,
    /// The smallest award.
    pub minimum: Pence,
    /// The largest award.
    pub maximum: Pence,
    /// How many per cent of the whole cost of a project must come from others; 0 for none.
    #[serde(default)]
    pub match_percent: u8,
    /// Whether a reserve list is kept.
    pub reserve_list: bool,
    /// For how many days the reserve list stands.
    #[serde(default)]
    pub reserve_days: Option<u16>,
}

/// The dates of a round. Civil times are Europe/London.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// When it opens.
    pub opens: jiff::civil::DateTime,
    /// When it closes: an application received at this instant is late.
    pub closes: jiff::civil::DateTime,
    /// By when screening is promised.
    pub screening_by: CivilDate,
    /// By when marking is promised.
    pub assessment_by: CivilDate,
    /// The day of moderation.
    pub moderation_on: CivilDate,
    /// By when the decision is promised. Public.
    pub decision_by: CivilDate,
    /// The first day on which a project may start.
    pub earliest_start: CivilDate,
    /// The last day on which its money may be spent.
    pub latest_end: CivilDate,
    /// Working days in which an ineligible group may ask for a review.
    pub review_working_days: u8,
    /// Working days in which an offer must be accepted.
    pub acceptance_working_days: u8,
}

/// Where the round works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Areas {
    /// Codes of the target areas; empty for force-wide.
    pub targets: Vec<String>,
    /// Why these areas. Public.
    pub why: String,
    /// The least share of beneficiaries in target areas, in per cent; 0 for none.
    pub least_target_percent: u8,
    /// Codes of the areas by which results are reported, zeros included.
    pub reported: Vec<String>,
}

/// Who may apply and what is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Kinds of organisation that may apply.
    pub kinds: Vec<crate::organisation::Kind>,
    /// How many bids one organisation may send.
    pub bids_per_organisation: u8,
    /// How many unrelated committee members a group needs.
    pub least_unrelated_members: u8,
    /// Above this amount a bid needs the confirmation of a second person of its group; none for
    /// never. Public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_person_above: Option<Pence>,
    /// Working days after the deadline in which the second person may still confirm. Public.
    #[serde(default = "second_person_days", skip_serializing_if = "is_second_person_days")]
    pub second_person_working_days: u8,
    /// The checks of screening, in order.
    pub checks: Vec<Check>,
    /// Questions of the round's own before sign-in. Public.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Threshold>,
}

pub(super) const fn second_person_days() -> u8 {
    SECOND_PERSON_WORKING_DAYS
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_second_person_days(days: &u8) -> bool {
    *days == SECOND_PERSON_WORKING_DAYS
}

impl Eligibility {
    /// Whether the check with this code is about the second person.
    #[must_use]
    pub fn is_second_person_check(&self, code: &str) -> bool {
        let about = |check: &Check| check.code == code && check.method == CheckMethod::SecondPerson;
        self.checks.iter().any(about)
    }
}

/// A question before sign-in, answered yes or no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// What it is known by; the name of its field.
    pub id: QuestionId,
    /// The question.
    pub text: String,
    /// Help with answering it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The answer with which a group can go on: `true` for yes.
    pub passes: bool,
    /// What a group that answers otherwise is told.
    pub reason: String,
}

/// One check of screening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its stable code, such as `EL06`.
    pub code: String,
    /// What is checked, in plain English; told to the applicant when it fails.
    pub title: String,
    /// How it is checked.
    pub method: CheckMethod,
    /// Codes and words of the reasons for which it can fail.
    pub reasons: Vec<Reason>,
    /// Whether it may be cured to `conditional`.
    #[serde(default)]
    pub conditional: bool,
    /// Roles that may override a fail, all of them needed; empty for none.
    #[serde(default)]
    pub override_by: Vec<crate::access::Role>,
}

/// How a check is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckMethod {
    /// By a person.
    Manual,
    /// Computed: the kind of organisation is allowed.
    OrganisationKind,
    /// Computed: enough unrelated committee members.
    Committee,
    /// Computed: the amount is within limits and the budget adds up.
    Amount,
    /// Computed: enough of the beneficiaries live in target areas.
    Area,
    /// Computed: dates are within the round's.
    Dates,
    /// Computed: complete and on time.
    Complete,
    /// Computed: no more bids than allowed.
    OneBid,
    /// Computed: a second person of the group confirmed it, where the round asks for that.
    SecondPerson,
}

/// A coded reason with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The stable code.
    pub code: String,
    /// What the applicant is told.
    pub text: String,
}

/// How bids are marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// The criteria; their weights total 100.
    pub criteria: Vec<Criterion>,
    /// How many staff or independent assessors must mark each bid.
    pub staff_assessors: u8,
    /// How many community assessors must mark each bid, by area code; areas not named need none.
    #[serde(default)]
    pub community_assessors: Vec<Quota>,
    /// A spread of this many marks on a criterion must be discussed.
    pub discuss_mark_spread: u8,
    /// A spread of this many percentage points overall must be discussed.
    pub discuss_percent_spread: u8,
    /// The published starting point of the quality line, in per cent. The line itself is set
    /// after moderation, with a reason.
    pub usual_line_percent: u8,
    /// How equal percentages are split, in order.
    pub tie_breaks: Vec<TieBreak>,
}

/// How many community assessors bids of an area need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The code of the area: a zone.
    pub area: String,
    /// How many.
    pub assessors: u8,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its stable code, such as `C1`.
    pub code: String,
    /// What is marked.
    pub title: String,
    /// The questions whose answers count for it.
    pub questions: Vec<QuestionId>,
    /// Its weight in per cent.
    pub weight: u8,
    /// The lowest agreed mark with which a bid can be funded; none if any mark will do.
    #[serde(default)]
    pub minimum: Option<u8>,
    /// What the marks 0 to 5 mean for it.
    pub anchors: [String; 6],
}

/// A way to split equal percentages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum TieBreak {
    /// The higher agreed mark on a criterion.
    Criterion {
        /// Its code.
        code: String,
    },
    /// A group that has had no award from this office before.
    FirstTime,
    /// The bid that was sent first.
    SentFirst,
}

/// The panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Members who must be present at moderation, the chair included.
    pub quorum: u8,
    /// Of them, community representatives.
    #[serde(default)]
    pub community_quorum: u8,
}

/// Notes that a round carries from its set-up to its decision. Staff read them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// Whom the round could leave out or treat worse, and what is done about it (Equality Act
    /// 2010, section 149).
    pub equality: String,
    /// What personal data the round asks for, why, and how it is protected (UK GDPR, article 5;
    /// an assessment under article 35 where the risk is high).
    pub data_protection: String,
}

/// A privacy notice with its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its version, such as `2023-12`.
    pub version: String,
    /// Its text, paragraphs separated by empty lines.
    pub text: String,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// A named person or team.
    pub name: String,
    /// Mailbox.
    pub email: String,
    /// Telephone.
    pub phone: String,
}

/// A workshop for applicants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workshop {
    /// The day.
    pub on: CivilDate,
    /// What and where.
    pub title: String,
    /// Whether it was recorded.
    pub recorded: bool,
}

/// A question that somebody asked about the round, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionAndAnswer {
    /// The day of the answer.
    pub on: CivilDate,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// One act of making the round known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publicity {
    /// The day.
    pub on: CivilDate,
    /// Through what.
    pub channel: String,
    /// The code of the area that it was aimed at; none for everywhere.
    #[serde(default)]
    pub area: Option<String>,
    /// What was done.
    pub note: String,
}

/// Whether a setting was found in a source or assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The setting's path, such as `dates.opens`.
    pub setting: String,
    /// Found or assumed.
    pub status: ProvenanceStatus,
    /// The source with its paragraph, or why it was assumed so.
    pub note: String,
}

/// Found or assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvenanceStatus {
    /// In a public source.
    Found,
    /// Assumed by us.
    Assumed,
    /// Invented for the demonstration.
    Fictional,
}
