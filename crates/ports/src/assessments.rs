//! Assessors and their assessments.

use crate::Stored;
use almoner_domain::assessment::{Assessment, Kind, Profile, Status};
use almoner_domain::id::{ApplicationId, AssessmentId, OrganisationId, PersonId, RoundId};
use almoner_domain::value::{CivilDate, Instant};

/// How many assessments of a bid are of a kind and in a state: counts, never marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessmentCount {
    /// The bid.
    pub application: ApplicationId,
    /// The kind.
    pub kind: Kind,
    /// The state.
    pub status: Status,
    /// How many.
    pub count: u64,
}

/// How many bids of a round an assessor has in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub assessor: PersonId,
    /// The state.
    pub status: Status,
    /// How many.
    pub count: u64,
}

/// One line of the list of assessments: who has what, without marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessmentLine {
    /// Its id.
    pub id: AssessmentId,
    /// The bid.
    pub application: ApplicationId,
    /// Who marks.
    pub assessor: PersonId,
    /// On whose behalf.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
}

/// Where the list of a person's assessments goes on: after this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessmentKey {
    /// When it is due.
    pub due: CivilDate,
    /// Its id.
    pub id: AssessmentId,
}

/// Reads and writes assessors and assessments. Every method fails only when the database does, or
/// with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Assessments {
    /// Training and zones of a person.
    fn assessor_profile(&mut self, person: PersonId) -> Stored<Option<Profile>>;
    /// Training and zones of several people, by person, in one query.
    fn assessor_profiles(&mut self, people: &[PersonId]) -> Stored<Vec<Profile>>;
    /// Saves a profile whose stored version is that of `profile` (0 for none yet), and counts it
    /// up. `Stale` if it was changed since.
    fn save_assessor_profile(&mut self, profile: &Profile) -> Stored<()>;
    /// Current members of some organisations, in one query.
    fn members_of_groups(
        &mut self,
        organisations: &[OrganisationId],
    ) -> Stored<Vec<(OrganisationId, PersonId)>>;

    /// Adds assessments, in one statement.
    fn add_assessments(&mut self, assessments: &[Assessment]) -> Stored<()>;
    /// An assessment by id.
    fn assessment(&mut self, id: AssessmentId) -> Stored<Option<Assessment>>;
    /// Saves an assessment whose stored version is that of `assessment`, and counts it up.
    /// `Stale` if it was changed since.
    fn save_assessment(&mut self, assessment: &Assessment) -> Stored<()>;
    /// Every assessment of some bids, by bid and id, in one query.
    fn assessments_of(&mut self, applications: &[ApplicationId]) -> Stored<Vec<Assessment>>;
    /// A person's assessments that were not given up, the one due first, after `after`, at most
    /// `limit`.
    fn assessments_by(
        &mut self,
        assessor: PersonId,
        after: Option<AssessmentKey>,
        limit: i64,
    ) -> Stored<Vec<Assessment>>;
    /// Who has which bid of a round, by bid and id, without marks.
    fn assessment_lines(&mut self, round: RoundId) -> Stored<Vec<AssessmentLine>>;
    /// How far the bids of a round are, by bid.
    fn assessment_counts(&mut self, round: RoundId) -> Stored<Vec<AssessmentCount>>;
    /// How much each assessor of a round has, by person.
    fn assessor_loads(&mut self, round: RoundId) -> Stored<Vec<Load>>;
    /// Assessments that were due before a day and are not handed in nor given up, the one due first,
    /// at most `limit`.
    fn assessments_overdue(&mut self, before: CivilDate, limit: i64) -> Stored<Vec<Assessment>>;
    /// Ends those of these assessments that are not handed in, in one statement. Returns how many.
    fn expire_assessments(&mut self, ids: &[AssessmentId]) -> Stored<usize>;
    /// Locks every handed-in assessment of a bid at `at`, in one statement. Returns how many.
    fn lock_assessments(&mut self, application: ApplicationId, at: Instant) -> Stored<usize>;
    /// Marks every locked assessment of a bid as moderated, in one statement. Returns how many.
    fn mark_moderated(&mut self, application: ApplicationId) -> Stored<usize>;
}
