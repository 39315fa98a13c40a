//! Emails as facts: which letter, to whom, with what in it. Their wording is in the mail crate.

use crate::decision::{NotFunded, Offer};
use crate::id::{ApplicationId, PersonId, RoundId};
use crate::value::{CivilDate, Deadline, Instant, Pence};
use serde::{Deserialize, Serialize};

/// Whom a letter is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The person, if they have an account.
    pub person: Option<PersonId>,
    /// Their name, for the greeting; may be empty.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// An email to be sent, queued in the transaction of the change that it tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: Recipient,
    /// What about: the round.
    pub round: Option<RoundId>,
    /// What about: the application.
    pub application: Option<ApplicationId>,
    /// The letter itself.
    pub body: Body,
}

/// A check that a bid fails, in the words of its round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedCheck {
    /// What was checked.
    pub title: String,
    /// Why it fails.
    pub reasons: Vec<String>,
    /// What the office adds in its own words; may be empty.
    pub text: String,
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $ty:ty),* $(,)? } = $code:literal),+ $(,)?) => {
        /// Every email of the product, with the facts that its wording needs. No body holds
        /// bank data, marks of others, beneficiary details or a withheld place.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "letter", rename_all = "snake_case")]
        pub enum Body { $($(#[$doc])* $name { $($(#[$fdoc])* $field: $ty),* }),+ }

        impl Body {
            /// The stable code of the kind of letter.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code),+ }
            }
            /// Every code.
            pub const CODES: &'static [&'static str] = &[$($code),+];
        }
    };
}

bodies! {
    /// A sign-in link with its code.
    SignInLink {
        /// The path of the link and the six digits, a line each, sealed under the office's key:
        /// whoever reads the outbox must not be able to sign in as somebody else.
        sealed: Vec<u8>,
        /// Minutes until both stop working.
        minutes: u16,
    } = "sign_in_link",
    /// A role of the office was given to somebody.
    StaffInvitation {
        /// What the office calls the role.
        title: String,
    } = "staff_invitation",
    /// Somebody was asked to join a group.
    MemberInvited {
        /// The group.
        organisation: String,
        /// Who asks: a name, or an address.
        by: String,
        /// Until when it can be accepted.
        until: Instant,
        /// The path of the invitation.
        path: String,
    } = "member_invited",
    /// To the leads of a group: somebody joined it.
    MemberJoined {
        /// The group.
        organisation: String,
        /// Who joined: a name, or an address.
        who: String,
        /// The path of the group's people.
        path: String,
    } = "member_joined",
    /// To somebody who no longer belongs to a group.
    MemberRemoved {
        /// The group.
        organisation: String,
    } = "member_removed",
    /// An administrator removed the second factor of somebody who had lost it.
    SecondFactorReset {} = "second_factor_reset",
    /// To the lead and the finance officer: a round is ready for review.
    RoundForReview {
        /// Its title.
        title: String,
        /// The path of its page.
        path: String,
    } = "round_for_review",
    /// To the officer: a round is a draft again.
    RoundSentBack {
        /// Its title.
        title: String,
        /// The path of its page.
        path: String,
        /// Why.
        reason: String,
    } = "round_sent_back",
    /// To the officer: a round is approved and can be announced.
    RoundApproved {
        /// Its title.
        title: String,
        /// The path of its page.
        path: String,
    } = "round_approved",
    /// To everybody whom the round names: it is announced.
    RoundAnnounced {
        /// Its title.
        title: String,
        /// The path of its page.
        path: String,
        /// When it opens.
        opens_at: Instant,
        /// When it closes.
        deadline: Deadline,
    } = "round_announced",
    /// To those who decide: somebody asks for a later deadline of one group. Neither the group nor
    /// the ground is in it.
    MoreTimeAsked {
        /// The round's title.
        title: String,
        /// The path of the page.
        path: String,
    } = "more_time_asked",
    /// To who asked: what was decided on a later deadline of one group.
    MoreTimeAnswered {
        /// The round's title.
        title: String,
        /// Whether it was given.
        given: bool,
        /// The path of the page.
        path: String,
    } = "more_time_answered",
    /// To the members of a group: it has a later deadline than others. The ground is not in it.
    MoreTimeGiven {
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// Its deadline.
        deadline: Deadline,
        /// The path of the page of its bids.
        path: String,
    } = "more_time_given",
    /// To who started a bid: the round's deadline is later than it was.
    DeadlineMoved {
        /// The round's title.
        round: String,
        /// The deadline before.
        from: Deadline,
        /// The deadline now.
        deadline: Deadline,
        /// Why.
        reason: String,
        /// The path of the round's page.
        path: String,
    } = "deadline_moved",
    /// To who started a bid: the round is paused.
    RoundPaused {
        /// The round's title.
        round: String,
        /// Why.
        reason: String,
        /// The path of the round's page.
        path: String,
    } = "round_paused",
    /// To who started a bid: the round is called off.
    RoundCancelled {
        /// The round's title.
        round: String,
        /// Why.
        reason: String,
        /// The path of the round's page.
        path: String,
    } = "round_cancelled",
    /// To who started a bid.
    ApplicationStarted {
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// By when it must arrive.
        deadline: Deadline,
        /// The path of the bid.
        path: String,
    } = "application_started",
    /// To who sent a bid: the receipt. It holds no answers.
    ApplicationReceived {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// When its last byte was there.
        sent_at: Instant,
        /// The amount asked for.
        requested: Option<Pence>,
        /// Whether it was sent before.
        again: bool,
        /// Until when it can be changed.
        deadline: Deadline,
        /// By when the decision is promised.
        decision_by: CivilDate,
        /// The path of the receipt.
        path: String,
    } = "application_received",
    /// To who opened a sent bid again.
    ApplicationReopened {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// By when it must be sent again to count as changed.
        deadline: Deadline,
        /// The path of the bid.
        path: String,
    } = "application_reopened",
    /// To who took a bid back.
    ApplicationWithdrawn {
        /// Its reference, if it was sent.
        reference: Option<String>,
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
    } = "application_withdrawn",
    /// To who tried to send a bid too late.
    ApplicationLate {
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// When its last byte was there.
        arrived: Instant,
        /// The deadline.
        deadline: Deadline,
        /// The reference of the version that was sent in time, if there is one.
        stands: Option<String>,
        /// Whom to ask.
        contact: String,
        /// Their mailbox.
        contact_email: String,
        /// Their telephone number.
        contact_phone: String,
        /// The path of the bid.
        path: String,
    } = "application_late",
    /// To who started a bid that was never sent.
    ApplicationAbandoned {
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// The deadline that passed.
        deadline: Deadline,
    } = "application_abandoned",
    /// To the contact of a group: an officer enters the bid that the group gave by telephone or on
    /// paper.
    ApplicationEntered {
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// The officer.
        by: String,
        /// By when it must be sent.
        deadline: Deadline,
        /// Whom to ask.
        contact: String,
        /// Their telephone number.
        contact_phone: String,
        /// The path of the bid.
        path: String,
    } = "application_entered",
    /// To the second person of a bid: it was sent, and waits for them. It holds no answers.
    SecondPersonAsked {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// The group.
        organisation: String,
        /// Who sent it: a name, or an address.
        by: String,
        /// Whether that is an officer who entered it for the group.
        entered: bool,
        /// The last day on which they may confirm.
        until: CivilDate,
        /// Whether this is a reminder.
        again: bool,
        /// The path of the page on which they answer.
        path: String,
    } = "second_person_asked",
    /// To who sent a bid: it needs a second person.
    SecondPersonNeeded {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// Who is named: a name, or an address; none while nobody is.
        who: Option<String>,
        /// The last day on which they may confirm.
        until: CivilDate,
        /// Whether this is a reminder.
        again: bool,
        /// The path of the page on which the second person is named.
        path: String,
    } = "second_person_needed",
    /// To who sent a bid: its second person has answered.
    SecondPersonAnswered {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// Who answered: a name, or an address.
        who: String,
        /// Whether they confirmed it. Why not is read on the page alone.
        confirmed: bool,
        /// The path of the page that says why, and on which another person is named.
        path: String,
    } = "second_person_answered",
    /// To an assessor: bids to mark.
    AssessmentsAssigned {
        /// The round's title.
        round: String,
        /// How many.
        count: u32,
        /// By which day.
        due: String,
        /// The path on which interests are declared first.
        declarations: String,
    } = "assessments_assigned",
    /// To an assessor: marks that they handed in are given back.
    AssessmentGivenBack {
        /// The path of the assessment.
        path: String,
        /// Why.
        reason: String,
    } = "assessment_given_back",
    /// To the lead and the officer: nobody handed these in, and their time has run out.
    AssessmentsExpired {
        /// The round's title.
        round: String,
        /// How many.
        count: u32,
        /// The path of the page on which bids are given to assessors.
        path: String,
    } = "assessments_expired",
    /// To the chair and their substitute: moderation begins.
    MeetingPapers {
        /// The round's title.
        round: String,
        /// The day of the meeting.
        on: String,
        /// The path of the panel's table.
        path: String,
    } = "meeting_papers",
    /// To the panel and the officers: the approver sends the recommendation back.
    RecommendationReturned {
        /// The round's title.
        round: String,
        /// Why.
        reason: String,
        /// The path of the panel's table.
        path: String,
    } = "recommendation_returned",
    /// To the group: its bid is not eligible, why, and how to ask for a review.
    NotEligible {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// What failed, in the round's own words: the check and its reasons.
        reasons: Vec<FailedCheck>,
        /// The last day on which a review can be asked for.
        review_until: CivilDate,
        /// Whom to ask.
        contact: String,
        /// Their mailbox.
        contact_email: String,
        /// Their telephone number.
        contact_phone: String,
        /// The path of the result.
        path: String,
    } = "not_eligible",
    /// To the group: its bid goes on to assessment. No promise.
    GoesToAssessment {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// What it would have to do before an agreement.
        conditions: Vec<String>,
        /// By when the decision is promised.
        decision_by: CivilDate,
        /// The path of the bid.
        path: String,
    } = "goes_to_assessment",
    /// To the group: named things are needed by a day.
    InformationNeeded {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// What is missing.
        items: Vec<String>,
        /// The last day for an answer.
        until: CivilDate,
        /// The path of the page where it is given.
        path: String,
    } = "information_needed",
    /// To the group: what it gave has arrived.
    InformationReceived {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// When its last byte was there.
        at: Instant,
    } = "information_received",
    /// To the group: its request for a review has arrived.
    ReviewReceived {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// When its last byte was there.
        at: Instant,
    } = "review_received",
    /// To the group: how its review ended.
    ReviewAnswered {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// Whether the bid is screened again.
        reinstated: bool,
        /// The answer in words.
        answer: String,
        /// The path of the result.
        path: String,
    } = "review_answered",
    /// To the group: the result was set aside by those with the authority.
    ResultSetAside {
        /// Its reference.
        reference: String,
        /// The round's title.
        round: String,
        /// What it would have to do before an agreement.
        conditions: Vec<String>,
        /// The path of the bid.
        path: String,
    } = "result_set_aside",
    /// An award is offered.
    AwardOffered {
        /// What it says.
        offer: Offer,
    } = "award_offered",
    /// A bid is not funded.
    BidDeclined {
        /// What it says.
        result: NotFunded,
    } = "bid_declined",
    /// A bid is on the reserve list.
    BidOnReserve {
        /// What it says.
        result: NotFunded,
        /// The last day on which the list stands.
        until: CivilDate,
    } = "bid_on_reserve",
}
