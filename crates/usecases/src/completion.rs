//! How far people got with a round: counted in memory while they go, written down in bulk, read by
//! staff; and what it took others, told to whoever thinks of applying.

mod tally;

pub use tally::{Seen, Tally, WriteTally};

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::completion::{Burden, Footfall, Times, furthest};
use almoner_domain::id::RoundId;
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::{Pence, london};
use almoner_ports::BidCounts;

/// Rounds among which the one before is looked for.
const RECENT: i64 = 100;
/// With fewer bids than this, a median would tell of single groups. Proposed default.
const FEWEST: u32 = 5;

/// How far people got with a round.
pub struct CompletionOf {
    /// The round.
    pub round: RoundId,
}

/// How far people got.
pub struct CompletionSeen {
    /// The round.
    pub round: Round,
    /// What was counted on the pages.
    pub footfall: Vec<Footfall>,
    /// What the records say.
    pub bids: BidCounts,
    /// Names of the areas that the counts are by, in their order.
    pub areas: Vec<(String, u64)>,
    /// Of the bids that were not sent: how many have no answer.
    pub without_answers: u64,
    /// The titles of the sections, each with how many got no further.
    pub furthest: Vec<(String, u64)>,
    /// How long it took.
    pub times: Times,
    /// What it asked of all groups; none before a bid was sent.
    pub burden: Option<Burden>,
}

impl View for CompletionOf {
    type Output = CompletionSeen;
    const ACT: Act = Act::ReadReport;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, CompletionSeen)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let footfall = eye.tx.footfall(round.id)?;
        let bids = eye.tx.bid_counts(round.id)?;
        let times = Times::of(&eye.tx.efforts(round.id)?);
        let unsent = eye.tx.sections_of_unsent(round.id)?;
        let not_sent = bids.started.saturating_sub(bids.sent);
        let (without_answers, reached) = furthest(&round.form, not_sent, &unsent);
        let title = |id| round.form.section(id).map_or_else(String::new, |one| one.title.clone());
        let day = london::date(round.opens_at);
        let name = |code: &Option<String>| match code {
            None => "No area known".to_owned(),
            Some(code) => {
                eye.office().area(code, day).map_or_else(|| code.clone(), |a| a.name.clone())
            }
        };
        let areas = bids.sent_by_area.iter().map(|(code, count)| (name(code), *count)).collect();
        let burden = burden(eye, &round, bids.sent, times)?;
        let furthest = reached.iter().map(|(id, count)| (title(id), *count)).collect();
        let seen = CompletionSeen {
            round,
            footfall,
            bids,
            areas,
            without_answers,
            furthest,
            times,
            burden,
        };
        Ok((On::default(), seen))
    }
}

/// What a round asked of all groups, against what it gave once that is public.
fn burden(eye: &mut Eye<'_>, round: &Round, sent: u64, times: Times) -> Outcome<Option<Burden>> {
    let Some(minutes) = times.minutes_at_work else { return Ok(None) };
    let given = if round.phase(eye.now) == Phase::Results {
        Pence::total(eye.tx.awards_of(round.id)?.iter().map(|award| award.amount))
    } else {
        None
    };
    Ok(Some(Burden { groups: u32::try_from(sent).unwrap_or(u32::MAX), minutes, given }))
}

/// What a round asked of its groups, for everybody, once its results are public.
pub struct PublicBurden {
    /// The round's reference.
    pub reference: String,
}

impl View for PublicBurden {
    type Output = Option<Burden>;
    const ACT: Act = Act::ReadPublic;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Option<Burden>)> {
        let round = eye.tx.round_by_reference(&self.reference)?.ok_or(AppError::NotFound)?;
        if round.phase(eye.now) != Phase::Results {
            return Err(AppError::NotFound);
        }
        let times = Times::of(&eye.tx.efforts(round.id)?);
        let sent = eye.tx.bid_counts(round.id)?.sent;
        let told = if times.bids < FEWEST { None } else { burden(eye, &round, sent, times)? };
        Ok((On::default(), told))
    }
}

/// How long the last round of the same fund took others, for whoever thinks of applying.
pub struct OthersTook {
    /// The reference of the round that they think of.
    pub reference: String,
}

/// How it went last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTime {
    /// That round's title.
    pub title: String,
    /// How long it took.
    pub times: Times,
    /// How many groups sent a bid.
    pub asked: u64,
    /// How many of them were funded, once that is public.
    pub funded: Option<usize>,
}

impl View for OthersTook {
    type Output = Option<LastTime>;
    const ACT: Act = Act::ReadPublic;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Option<LastTime>)> {
        let this = eye.tx.round_by_reference(&self.reference)?.ok_or(AppError::NotFound)?;
        if this.phase(eye.now) == Phase::Hidden {
            return Err(AppError::NotFound);
        }
        let now = eye.now;
        let like = |one: &Round| {
            one.id != this.id
                && one.settings.fund == this.settings.fund
                && one.opens_at < this.opens_at
                && matches!(one.phase(now), Phase::Closed | Phase::Results)
        };
        // The newest first.
        let Some(last) = eye.tx.announced_rounds(None, RECENT)?.into_iter().find(like) else {
            return Ok((On::default(), None));
        };
        let times = Times::of(&eye.tx.efforts(last.id)?);
        if times.bids < FEWEST {
            return Ok((On::default(), None));
        }
        let asked = eye.tx.bid_counts(last.id)?.sent;
        let funded = if last.phase(now) == Phase::Results {
            Some(eye.tx.awards_of(last.id)?.len())
        } else {
            None
        };
        let title = last.settings.title.clone();
        Ok((On::default(), Some(LastTime { title, times, asked, funded })))
    }
}
