//! Applications, their answers and their sent versions.

use crate::Stored;
use almoner_domain::application::{
    Application, Presence, SectionAnswers, Status, Submission, Withhold,
};
use almoner_domain::conflict::Status as Declared;
use almoner_domain::form::SectionId;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use almoner_domain::value::{Instant, Pence};

/// One line of the list of a round's applications. It holds the name as it is: whoever shows it
/// honours [`ApplicationLine::withhold`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationLine {
    /// Its id.
    pub id: ApplicationId,
    /// The group.
    pub organisation: OrganisationId,
    /// The group's name in the version that stands.
    pub organisation_name: String,
    /// The project's name.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// Its reference.
    pub reference: Option<String>,
    /// The amount asked for.
    pub requested: Option<Pence>,
    /// The code of its lead area.
    pub lead_area: Option<String>,
    /// When it was sent; when the attempt arrived, for a late draft.
    pub received_at: Instant,
    /// What is withheld.
    pub withhold: Withhold,
    /// Whether it is eligible only with conditions.
    pub conditional: bool,
}

/// Which applications of a round a list shows: those that were received, in time or late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationFilter {
    /// In any of these states; empty for all.
    pub statuses: Vec<Status>,
    /// With this lead area.
    pub lead_area: Option<String>,
    /// With a group whose name begins with this, in capitals or not.
    pub name_begins: Option<String>,
}

/// In what order a list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApplicationOrder {
    /// By when it was received, first come first.
    #[default]
    Received,
    /// By the group's name.
    Name,
}

/// Where a list goes on: after this line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationKey {
    /// When it was received, for that order.
    pub received_at: Instant,
    /// The group's name, for that order.
    pub organisation_name: String,
    /// Its id.
    pub id: ApplicationId,
}

/// Which lines of which list.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationsOf<'a> {
    /// Of this round.
    pub round: RoundId,
    /// Those that this admits.
    pub filter: &'a ApplicationFilter,
    /// In this order.
    pub order: ApplicationOrder,
    /// After this line.
    pub after: Option<&'a ApplicationKey>,
}

/// How many applications of a round are in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusCount {
    /// The state.
    pub status: Status,
    /// How many.
    pub count: u64,
    /// What they ask for together.
    pub requested: Pence,
}

/// Reads and writes applications. Every method fails only when the database does, or with the
/// [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Applications {
    /// Adds an application as its group's bid number `place` in the round, from 1.
    /// [`crate::Taken::BidPlace`] if another bid of the group has that place.
    fn add_application(&mut self, application: &Application, place: u8) -> Stored<()>;
    /// An application by id.
    fn application(&mut self, id: ApplicationId) -> Stored<Option<Application>>;
    /// An application by its reference.
    fn application_by_reference(&mut self, reference: &str) -> Stored<Option<Application>>;
    /// Several applications by id, in one query.
    fn applications(&mut self, ids: &[ApplicationId]) -> Stored<Vec<Application>>;
    /// Saves an application whose stored version is that of `application`, and counts it up.
    /// `Stale` if it was changed since.
    fn save_application(&mut self, application: &Application) -> Stored<()>;
    /// All applications of some groups, newest first, at most `limit`.
    fn applications_of(
        &mut self,
        organisations: &[OrganisationId],
        limit: i64,
    ) -> Stored<Vec<Application>>;
    /// A group's applications in a round that are neither withdrawn nor abandoned, with their
    /// places.
    fn bids_of(
        &mut self,
        organisation: OrganisationId,
        round: RoundId,
    ) -> Stored<Vec<(ApplicationId, u8)>>;
    /// All received applications of a round, by when they were received, at most `limit`.
    fn received(&mut self, round: RoundId, limit: i64) -> Stored<Vec<Application>>;
    /// The list of a round's received applications, after `after`, at most `limit`.
    fn application_list(
        &mut self,
        round: RoundId,
        filter: &ApplicationFilter,
        order: ApplicationOrder,
        after: Option<&ApplicationKey>,
        limit: i64,
    ) -> Stored<Vec<ApplicationLine>>;
    /// The same list, each line with the state of what `reader` declared about it, in one query.
    fn application_list_for(
        &mut self,
        reader: PersonId,
        list: &ApplicationsOf<'_>,
        limit: i64,
    ) -> Stored<Vec<(ApplicationLine, Option<Declared>)>>;
    /// How many lines [`Applications::application_list`] has in all.
    fn application_count(&mut self, round: RoundId, filter: &ApplicationFilter) -> Stored<u64>;
    /// How many received applications of a round are in each state, with their sums.
    fn status_counts(&mut self, round: RoundId) -> Stored<Vec<StatusCount>>;
    /// How many drafts of a round were never sent.
    fn draft_count(&mut self, round: RoundId) -> Stored<u64>;
    /// Rounds that have drafts, at most `limit`.
    fn rounds_with_drafts(&mut self, limit: i64) -> Stored<Vec<RoundId>>;
    /// Drafts of a round, by id, at most `limit`.
    fn drafts(&mut self, round: RoundId, limit: i64) -> Stored<Vec<Application>>;
    /// Marks these drafts as abandoned, in one statement; those that are no drafts any more stay
    /// as they are. Returns how many were marked.
    fn abandon_drafts(&mut self, ids: &[ApplicationId]) -> Stored<usize>;
    /// Makes others who would change these bids, or what hangs on them, wait until this transaction
    /// ends. What is read of them afterwards stays true. SQLite has one writer, which waits anyway.
    fn lock_applications(&mut self, ids: &[ApplicationId]) -> Stored<()>;
    /// The next number for a reference of the round, from 1, without gaps. Others who ask wait
    /// until this transaction ends: ask late.
    fn next_reference(&mut self, round: RoundId) -> Stored<u32>;

    /// All answers of an application, by section.
    fn sections(&mut self, application: ApplicationId) -> Stored<Vec<SectionAnswers>>;
    /// The answers to one section.
    fn section(
        &mut self,
        application: ApplicationId,
        section: &SectionId,
    ) -> Stored<Option<SectionAnswers>>;
    /// Saves a section whose stored version is that of `section` (0 for none yet), and counts it
    /// up. `Stale` if it was changed since.
    fn save_section(&mut self, section: &SectionAnswers) -> Stored<()>;
    /// Writes down that somebody opened a section; the last opening is the one that is kept.
    fn note_presence(&mut self, presence: &Presence) -> Stored<()>;
    /// Who opened a section at or after `since`, by person.
    fn presence(
        &mut self,
        application: ApplicationId,
        section: &SectionId,
        since: Instant,
    ) -> Stored<Vec<Presence>>;
    /// Forgets openings before `until`. Returns how many there were.
    fn forget_presence(&mut self, until: Instant) -> Stored<usize>;

    /// Adds a sent version. [`crate::Taken::Submission`] if the bid has one of this number.
    fn add_submission(&mut self, submission: &Submission) -> Stored<()>;
    /// A sent version by its number.
    fn submission(&mut self, application: ApplicationId, number: u32)
    -> Stored<Option<Submission>>;
    /// The last sent versions of some applications, in one query.
    fn last_submissions(&mut self, applications: &[ApplicationId]) -> Stored<Vec<Submission>>;
}
