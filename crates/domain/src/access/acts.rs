//! Every act, with its rule: the table that a head of grants can read.

use super::Role::{
    Administrator, Assessor, Auditor, Chair, ChiefExecutive, ChiefFinanceOfficer, Commissioner,
    Communications, CommunityAssessor, Director, Finance, GrantsLead, GrantsOfficer,
    SafeguardingLead,
};
use super::Who::{Anyone, Holder, Member, Named, NamedStaff, SignedIn, System};
use super::{Rule, Unseen, Who};

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident => $rule:expr),+ $(,)?) => {
        /// Something that a person or the program may want to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act { $($(#[$doc])* $name),+ }

        impl Act {
            /// Every act.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name, as written in audit entries of refused attempts.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }

        /// The rule of an act.
        #[must_use]
        pub const fn rule(act: Act) -> Rule {
            match act { $(Act::$name => $rule),+ }
        }
    };
}

const PUBLIC: Rule = Rule {
    who: &[Anyone],
    otherwise: Unseen::Forbidden,
    after_declaration: false,
    second_factor: false,
};

/// An act of an organisation's members on their own record; to others it does not exist.
const OWN: Rule = Rule {
    who: &[Member],
    otherwise: Unseen::NotFound,
    after_declaration: false,
    second_factor: false,
};

/// The same, and the officer who entered the bid for its group may too.
const OWN_OR_ENTERED: Rule = Rule {
    who: &[Member, NamedStaff],
    otherwise: Unseen::NotFound,
    after_declaration: false,
    second_factor: false,
};

const fn signed_in() -> Rule {
    Rule {
        who: &[SignedIn],
        otherwise: Unseen::Forbidden,
        after_declaration: false,
        second_factor: false,
    }
}

const fn staff(who: &'static [Who]) -> Rule {
    Rule { who, otherwise: Unseen::NotFound, after_declaration: false, second_factor: true }
}

/// Staff who must have declared their interests about the record first.
const fn declared(who: &'static [Who]) -> Rule {
    Rule { who, otherwise: Unseen::NotFound, after_declaration: true, second_factor: true }
}

const EVERY_STAFF: &[Who] = &[
    Holder(GrantsOfficer),
    Holder(GrantsLead),
    Holder(Assessor),
    Holder(CommunityAssessor),
    Holder(Chair),
    Holder(SafeguardingLead),
    Holder(Director),
    Holder(ChiefFinanceOfficer),
    Holder(ChiefExecutive),
    Holder(Commissioner),
    Holder(Finance),
    Holder(Communications),
    Holder(Auditor),
    Holder(Administrator),
];

const GRANTS_TEAM: &[Who] = &[Holder(GrantsOfficer), Holder(GrantsLead)];

const OFFICE_READERS: &[Who] = &[
    Holder(GrantsOfficer),
    Holder(GrantsLead),
    Holder(Chair),
    Holder(SafeguardingLead),
    Holder(Director),
    Holder(ChiefFinanceOfficer),
    Holder(ChiefExecutive),
    Holder(Commissioner),
    Holder(Auditor),
];

const REPORT_READERS: &[Who] = &[
    Holder(GrantsOfficer),
    Holder(GrantsLead),
    Holder(Chair),
    Holder(Director),
    Holder(ChiefFinanceOfficer),
    Holder(ChiefExecutive),
    Holder(Commissioner),
    Holder(Finance),
    Holder(Communications),
    Holder(Auditor),
];

const DECISION_READERS: &[Who] = REPORT_READERS;

/// Everybody who may take a part in judging bids.
const PANEL: &[Who] = &[
    Holder(GrantsOfficer),
    Holder(GrantsLead),
    Holder(Assessor),
    Holder(CommunityAssessor),
    Holder(Chair),
    Holder(SafeguardingLead),
    Holder(Director),
    Holder(ChiefFinanceOfficer),
    Holder(ChiefExecutive),
    Holder(Commissioner),
    Holder(Finance),
    Holder(Auditor),
];

acts! {
    // --- everybody
    /// Read public pages.
    ReadPublic => PUBLIC,
    /// Ask, before sign-in, whether a project fits a round. Nothing is kept of the answers.
    CheckEligibility => PUBLIC,
    /// Ask for a sign-in link, or use one.
    SignIn => PUBLIC,
    /// Sign out, see one's own account, manage one's own tokens.
    OwnAccount => signed_in(),
    /// Set up or pass the second factor.
    SecondFactor => signed_in(),
    /// Read the mailbox of a demonstration database. Refused by the case itself elsewhere.
    ReadMailbox => PUBLIC,

    // --- a group and its bids
    /// Make an organisation's record, or start a bid for one's own organisation.
    StartApplication => signed_in(),
    /// Read and change one's own organisation.
    ManageOrganisation => OWN,
    /// Decide who belongs to one's own organisation; leave it.
    ManageMembers => OWN,
    /// Read and accept an invitation to join an organisation.
    JoinOrganisation => signed_in(),
    /// Read one's own bid, its status and its receipt.
    ReadOwnApplication => OWN_OR_ENTERED,
    /// Save answers of one's own bid.
    EditApplication => OWN_OR_ENTERED,
    /// Send, reopen or send again one's own bid.
    SubmitApplication => OWN_OR_ENTERED,
    /// Name the second person of one's own bid.
    NameSecondPerson => OWN,
    /// Confirm one's own group's bid as its second person, or say no: never who sent it.
    ConfirmApplication => OWN,
    /// Answer, or take back, what nobody who judges bids may read: who leads one's own group.
    GiveEqualityAnswers => OWN,
    /// Take one's own bid back.
    WithdrawApplication => OWN,
    /// Withhold the name or the places of one's own group, or show them again.
    WithholdOwnDetails => OWN,
    /// Ask for a review of a screening result.
    AskForReview => OWN,

    // --- running the office
    /// See the staff home page.
    StaffHome => staff(EVERY_STAFF),
    /// See who holds which role; invite; grant and end roles.
    /// The program itself does so at the operator's command line.
    ManagePeople => staff(&[Holder(Administrator), System]),
    /// Work of the program itself: opening, closing, sealing, sending.
    Housekeeping => staff(&[System]),
    /// Read the audit trail.
    ReadAudit => staff(&[Holder(Auditor), Holder(GrantsLead), Holder(Director)]),
    /// See letters and whether they arrived.
    ReadLetters => staff(GRANTS_TEAM),

    // --- a round
    /// See a round's staff page and its settings.
    ReadRound => staff(EVERY_STAFF),
    /// Create a round and change it while it is a draft; ask for review.
    SetUpRound => staff(GRANTS_TEAM),
    /// Send a round back to its draft.
    ReviewRound => staff(&[Holder(GrantsLead), Holder(ChiefFinanceOfficer)]),
    /// Confirm that the money is there.
    ConfirmFunds => staff(&[Holder(ChiefFinanceOfficer)]),
    /// Approve a round.
    ApproveRound => staff(&[Holder(Director), Holder(Commissioner)]),
    /// Announce a round.
    PublishRound => staff(&[Holder(Communications), Holder(GrantsOfficer)]),
    /// Answer questions, record publicity and workshops.
    SupportRound => staff(&[Holder(Communications), Holder(GrantsOfficer), Holder(GrantsLead)]),
    /// Pause and resume a round.
    PauseRound => staff(&[Holder(GrantsLead)]),
    /// Move a deadline.
    ExtendRound => staff(&[Holder(Director)]),
    /// Ask for a later deadline of one group.
    AskMoreTime => staff(GRANTS_TEAM),
    /// Give one group a later deadline, or refuse it.
    AnswerMoreTime => staff(&[Holder(GrantsLead), Holder(Director)]),
    /// Read which groups have a later deadline, and why.
    ReadMoreTime => staff(&[Holder(GrantsOfficer), Holder(GrantsLead), Holder(Director)]),
    /// Call a round off.
    CancelRound => staff(&[Holder(Director), Holder(Commissioner)]),
    /// Start screening, assessing and moderating; announce.
    AdvanceRound => staff(GRANTS_TEAM),
    /// Make the counts of who leads the groups of a round that has closed.
    MakeEqualityCounts => staff(&[Holder(GrantsLead), Holder(Director)]),
    /// Read them.
    ReadEqualityCounts => staff(&[
        Holder(GrantsLead),
        Holder(Director),
        Holder(ChiefExecutive),
        Holder(Auditor),
    ]),
    /// Read a round's report.
    ReadReport => staff(REPORT_READERS),

    // --- conflicts of interest
    /// Declare interests on the list of names.
    DeclareInterests => staff(PANEL),
    /// Decide about a declared interest: whoever declared about the same bid and is not kept away
    /// from it.
    DecideConflict => declared(&[Holder(GrantsLead), Holder(Director)]),

    /// Read the conflict register of a round.
    ReadRegister => staff(&[
        Holder(GrantsOfficer),
        Holder(GrantsLead),
        Holder(Director),
        Holder(Auditor),
    ]),

    // --- screening
    /// See the list of a round's applications: names, states, amounts.
    ListApplications => staff(OFFICE_READERS),
    /// Read an application's answers.
    ReadApplication => declared(PANEL),
    /// Record checks, ask for information, propose ineligibility.
    Screen => declared(GRANTS_TEAM),
    /// Confirm or reject a proposal of ineligibility.
    ConfirmScreening => declared(&[Holder(GrantsLead)]),
    /// Override a failed check, or answer a review.
    OverrideCheck => declared(&[
        Holder(GrantsLead),
        Holder(Director),
        Holder(ChiefFinanceOfficer),
        Holder(ChiefExecutive),
        Holder(SafeguardingLead),
    ]),
    /// Enter a bid for a group that gave it by telephone or on paper.
    EnterApplication => staff(GRANTS_TEAM),
    /// Withhold a name or a place.
    WithholdDetails => declared(GRANTS_TEAM),

    // --- assessment and moderation
    /// Record training and invite assessors.
    ManageAssessors => staff(GRANTS_TEAM),
    /// Assign, reassign and waive assessments; see progress without marks.
    AssignAssessments => staff(GRANTS_TEAM),
    /// See one's own list of assessments.
    ReadOwnAssessments => staff(&[Holder(Assessor), Holder(CommunityAssessor)]),
    /// Mark a bid: the assessor named by the assessment.
    Assess => declared(&[Named]),
    /// Give a sent assessment back before marks are revealed.
    UnlockAssessment => declared(&[Holder(GrantsLead)]),
    /// Do without an assessment.
    WaiveAssessment => declared(&[Holder(GrantsLead)]),
    /// Assign a bid to a community assessor of another zone.
    WidenAssignment => staff(&[Holder(GrantsLead)]),
    /// Give back a bid that one was asked to mark, declared or not.
    HandBackAssessment => staff(&[Named]),
    /// See revealed marks.
    ReadMarks => declared(&[
        Named,
        Holder(GrantsOfficer),
        Holder(GrantsLead),
        Holder(Chair),
        Holder(Director),
        Holder(Auditor),
    ]),
    /// See the ranking and the panel's record of a round.
    ReadPanel => staff(OFFICE_READERS),
    /// Record moderation, set the line, recommend: the round's chair or their substitute.
    Moderate => declared(&[Named]),
    /// Lead the meeting of a round: attendance, line, recommendation as a whole.
    ChairPanel => staff(&[Named]),

    // --- decision and award
    /// Record due diligence.
    RecordDueDiligence => declared(GRANTS_TEAM),
    /// Comment as the round's finance officer or their substitute.
    CommentOnFinance => staff(&[Named]),
    /// Prepare the decision: papers for the approver.
    PrepareDecision => staff(GRANTS_TEAM),
    /// Write what is decided about one bid.
    ReviseItem => declared(GRANTS_TEAM),
    /// Sign the decision or send it back: the round's approver or their substitute.
    Decide => staff(&[Named]),
    /// Read the decision before it is public.
    ReadDecision => staff(DECISION_READERS),
    /// Promote from the reserve list.
    PromoteReserve => staff(&[Named]),
}
