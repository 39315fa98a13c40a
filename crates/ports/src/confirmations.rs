//! Confirmations of bids by a second person.

use crate::Stored;
use almoner_domain::application::Confirmation;
use almoner_domain::id::ApplicationId;
use almoner_domain::value::CivilDate;

/// Reads and writes confirmations. Every method fails only when the database does, or with the
/// [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Confirmations {
    /// That of a bid, if there is one.
    fn confirmation(&mut self, application: ApplicationId) -> Stored<Option<Confirmation>>;
    /// Keeps a confirmation: of version 0 for the first time, with
    /// [`crate::Taken::Confirmation`] if the bid has one; otherwise over the one whose version is
    /// its own, `Stale` if that was changed since. Counts the version up.
    fn save_confirmation(&mut self, confirmation: &Confirmation) -> Stored<()>;
    /// Bids whose second person is to be reminded on `today` or should have been before, longest
    /// due first, at most `limit`.
    fn confirmations_due(&mut self, today: CivilDate, limit: i64) -> Stored<Vec<ApplicationId>>;
}
