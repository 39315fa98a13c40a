//! The conflict register.

use crate::Stored;
use almoner_domain::access::Standing;
use almoner_domain::conflict::{Declaration, Standings, Status};
use almoner_domain::id::{ApplicationId, DeclarationId, PersonId, RoundId};

/// How many declarations of one person in a round are in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclarationCount {
    /// Whose.
    pub person: PersonId,
    /// The state.
    pub status: Status,
    /// How many.
    pub count: u64,
}

/// Reads and writes declarations of interest. Every method fails only when the database does, or
/// with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Declarations {
    /// Adds declarations, in one statement. [`crate::Taken::Declaration`] if the person has one
    /// about one of the applications.
    fn add_declarations(&mut self, declarations: &[Declaration]) -> Stored<()>;
    /// Saves a declaration whose stored version is that of `declaration`, and counts it up.
    /// `Stale` if it was changed since.
    fn save_declaration(&mut self, declaration: &Declaration) -> Stored<()>;
    /// A declaration by id.
    fn declaration(&mut self, id: DeclarationId) -> Stored<Option<Declaration>>;
    /// What a person declared about the applications of a round.
    fn declarations_of(&mut self, person: PersonId, round: RoundId) -> Stored<Vec<Declaration>>;
    /// Declarations of a round in which somebody named an interest, by id, at most `limit`.
    fn declared_interests(
        &mut self,
        round: RoundId,
        after: Option<DeclarationId>,
        limit: i64,
    ) -> Stored<Vec<Declaration>>;
    /// How many declarations each person has made in a round, by state.
    fn declaration_counts(&mut self, round: RoundId) -> Stored<Vec<DeclarationCount>>;
    /// The applications of a round that belong to groups of which these people are members, or
    /// were at any time since the application was started.
    fn own_bids(
        &mut self,
        people: &[PersonId],
        round: RoundId,
    ) -> Stored<Vec<(PersonId, ApplicationId)>>;
    /// Where a person stands towards an application. They are kept away from their own bids,
    /// whatever they declared: here, and in every answer below.
    fn standing(&mut self, person: PersonId, application: ApplicationId) -> Stored<Standing>;
    /// Where a person stands towards several applications, of any rounds.
    fn standings_towards(
        &mut self,
        person: PersonId,
        applications: &[ApplicationId],
    ) -> Stored<Standings>;
    /// Where a person stands towards each application of a round.
    fn standings(&mut self, person: PersonId, round: RoundId) -> Stored<Standings>;
    /// Where several people stand towards each application of a round.
    fn standings_of_all(
        &mut self,
        people: &[PersonId],
        round: RoundId,
    ) -> Stored<Vec<(PersonId, Standings)>>;
    /// The applications of a round from which a person is kept away.
    fn recused_from(&mut self, person: PersonId, round: RoundId) -> Stored<Vec<ApplicationId>>;
}
