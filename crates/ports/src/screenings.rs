//! Screenings of applications.

use crate::Stored;
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::screening::Screening;
use almoner_domain::value::CivilDate;

/// Reads and writes screenings. Every method fails only when the database does, or with the
/// [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Screenings {
    /// The applications of a round that are sent and not yet being screened.
    fn to_be_screened(&mut self, round: RoundId) -> Stored<Vec<ApplicationId>>;
    /// Sets every sent application of a round to being screened, in one statement. Returns how
    /// many were set.
    fn mark_screening(&mut self, round: RoundId) -> Stored<usize>;
    /// The applications of a round that are or were screened.
    fn screened_applications(&mut self, round: RoundId) -> Stored<Vec<ApplicationId>>;
    /// Adds screenings that begin.
    fn add_screenings(&mut self, screenings: &[Screening]) -> Stored<()>;
    /// The screening of an application.
    fn screening(&mut self, application: ApplicationId) -> Stored<Option<Screening>>;
    /// The screenings of some applications, in one query.
    fn screenings(&mut self, applications: &[ApplicationId]) -> Stored<Vec<Screening>>;
    /// Saves a screening whose stored version is that of `screening`, and counts it up, with
    /// everybody who took part in it. `Stale` if it was changed since.
    fn save_screening(&mut self, screening: &Screening) -> Stored<()>;
    /// How many applications of a round have been sent and have no result of screening: those that
    /// wait for the group's answer until a named day are not among them.
    fn without_result(&mut self, round: RoundId) -> Stored<u64>;
    /// How many ineligible applications of a round have a review that is not answered, or one that
    /// can still be asked for on `today`.
    fn open_reviews(&mut self, round: RoundId, today: CivilDate) -> Stored<u64>;
    /// Applications whose group had until a day before `today` to give information, and has not,
    /// at most `limit`.
    fn information_overdue(&mut self, today: CivilDate, limit: i64) -> Stored<Vec<ApplicationId>>;
    /// Everybody who took any part in the screening of any application of a round.
    fn people_who_screened(&mut self, round: RoundId) -> Stored<Vec<PersonId>>;
}
