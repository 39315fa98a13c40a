//! What groups say about who leads them: given once, taken back with a key, counted once.
//!
//! This file alone reads and writes those answers. They are in no trail and no list: an entry with
//! a person and an instant would lead back to them.

use crate::applications::Bid;
use crate::cx::hex;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::audit::Entry;
use almoner_domain::equality::{Answer, Answers, EqualityRefused, Question, Release, release};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::round::{Phase, Round};
use almoner_ports::Secrets;
use std::collections::BTreeMap;

fn refuse(refused: EqualityRefused) -> AppError {
    Refusal::from(refused).into()
}

/// What a key is kept as.
fn digest(secrets: &dyn Secrets, key: &str) -> String {
    hex(&secrets.token_digest(&format!("equality:{}", key.trim())))
}

/// Whether a bid's group may answer now: the bid was sent, and the round has not closed.
fn may_give(
    application: &Application,
    round: &Round,
    eye: &Eye<'_>,
) -> Result<(), EqualityRefused> {
    if application.submission == 0 || application.status.is_given_up() {
        return Err(EqualityRefused::NotSent);
    }
    match round.phase(eye.now) {
        Phase::Open | Phase::Paused => Ok(()),
        _ => Err(EqualityRefused::NotOpen),
    }
}

/// The page on which a group answers.
pub struct EqualityPage {
    /// A bid of the group. It is read to know the round, and is kept nowhere with the answers.
    pub application: ApplicationId,
}

/// What the page says.
pub struct EqualityAsked {
    /// The bid.
    pub application: ApplicationId,
    /// The round's title.
    pub round: String,
    /// Whether answers are taken now.
    pub open: Result<(), EqualityRefused>,
}

impl View for EqualityPage {
    type Output = EqualityAsked;
    const ACT: Act = Act::GiveEqualityAnswers;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, EqualityAsked)> {
        let bid = Bid::load(eye, self.application)?;
        let open = may_give(&bid.application, &bid.round, eye);
        let on = On::of(bid.organisation.id);
        let round = bid.round.settings.title;
        Ok((on, EqualityAsked { application: self.application, round, open }))
    }
}

/// Gives answers. The key in the answer is shown once and is kept nowhere.
pub struct GiveEqualityAnswers {
    /// A bid of the group.
    pub application: ApplicationId,
    /// What was answered.
    pub given: BTreeMap<Question, Answer>,
}

impl UseCase for GiveEqualityAnswers {
    type Subject = Bid;
    /// The key that takes them back.
    type Output = String;
    const ACT: Act = Act::GiveEqualityAnswers;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        On::of(bid.organisation.id)
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<String> {
        may_give(&bid.application, &bid.round, cx).map_err(refuse)?;
        if self.given.is_empty() {
            return Err(refuse(EqualityRefused::Empty));
        }
        // Nothing says who has answered, so that nobody can be counted often: there are never more
        // answers than bids that were sent.
        let sent: u64 = cx.tx.status_counts(bid.round.id)?.iter().map(|one| one.count).sum();
        if cx.tx.equality_answers_count(bid.round.id)? >= sent {
            return Err(refuse(EqualityRefused::Enough));
        }
        let key = hex(&cx.random::<16>());
        let answers = Answers {
            key: digest(cx.secrets(), &key),
            round: bid.round.id,
            given: self.given.clone(),
        };
        cx.tx.add_equality_answers(&answers)?;
        Ok(key)
    }
}

/// Takes answers back, at any time.
pub struct WithdrawEqualityAnswers {
    /// A bid of the group, for the policy alone.
    pub application: ApplicationId,
    /// The key that was shown.
    pub key: String,
}

impl UseCase for WithdrawEqualityAnswers {
    type Subject = Bid;
    type Output = ();
    const ACT: Act = Act::GiveEqualityAnswers;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        On::of(bid.organisation.id)
    }

    fn run(&self, _: Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        let key = digest(cx.secrets(), &self.key);
        if cx.tx.remove_equality_answers(&key)? {
            Ok(())
        } else {
            Err(refuse(EqualityRefused::NoSuchKey))
        }
    }
}

/// Makes the counts of a round that has closed, once.
pub struct MakeEqualityCounts {
    /// The round.
    pub round: RoundId,
}

impl UseCase for MakeEqualityCounts {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::MakeEqualityCounts;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        if !has_closed(&round, cx) {
            return Err(refuse(EqualityRefused::NotClosed));
        }
        if cx.tx.equality_release(round.id)?.is_some() {
            return Ok(());
        }
        let given = cx.tx.equality_answers_of(round.id)?;
        cx.tx.add_equality_release(round.id, &release(&given))?;
        cx.audit(&Entry::round(round.id, "equality.counted"))
    }
}

fn has_closed(round: &Round, eye: &Eye<'_>) -> bool {
    matches!(round.phase(eye.now), Phase::Closed | Phase::Results)
}

/// The counts of a round for staff.
pub struct EqualityCounts {
    /// The round.
    pub round: RoundId,
}

/// What staff see.
pub struct EqualityCountsSeen {
    /// The round.
    pub round: Round,
    /// The counts, if they were made.
    pub release: Option<Release>,
    /// Whether they can be made now.
    pub closed: bool,
}

impl View for EqualityCounts {
    type Output = EqualityCountsSeen;
    const ACT: Act = Act::ReadEqualityCounts;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, EqualityCountsSeen)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let release = eye.tx.equality_release(round.id)?;
        let closed = has_closed(&round, eye);
        Ok((On::default(), EqualityCountsSeen { round, release, closed }))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The names of the files under `folder` whose text has `word`.
    fn with(folder: &Path, word: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                with(&path, word, found);
            } else if std::fs::read_to_string(&path).is_ok_and(|text| text.contains(word)) {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }

    #[test]
    fn no_other_use_case_reads_or_writes_these_answers() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for word in ["equality_answers", "equality_release"] {
            let mut found = Vec::new();
            with(&sources, word, &mut found);
            assert_eq!(found, ["equality.rs"], "{word}");
        }
    }
}
