//! What the panel of a round made of its bids.

use crate::Stored;
use almoner_domain::id::{ApplicationId, OrganisationId, RoundId};
use almoner_domain::moderation::{Meeting, Moderation};

/// Reads and writes moderation and meetings. Every method fails only when the database does, or
/// with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Moderations {
    /// Agreed marks and recommendation of a bid.
    fn moderation(&mut self, application: ApplicationId) -> Stored<Option<Moderation>>;
    /// All of a round, by bid.
    fn moderations(&mut self, round: RoundId) -> Stored<Vec<Moderation>>;
    /// Saves one whose stored version is that of `moderation` (0 for none yet), and counts it up.
    /// `Stale` if it was changed since.
    fn save_moderation(&mut self, moderation: &Moderation) -> Stored<()>;
    /// The meeting of a round.
    fn meeting(&mut self, round: RoundId) -> Stored<Option<Meeting>>;
    /// Saves a meeting, as for [`Moderations::save_moderation`].
    fn save_meeting(&mut self, meeting: &Meeting) -> Stored<()>;
    /// Which of these groups had an award approved in another round, in one query.
    fn funded_before(
        &mut self,
        organisations: &[OrganisationId],
        other_than: RoundId,
    ) -> Stored<Vec<OrganisationId>>;
}
