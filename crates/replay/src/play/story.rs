//! A file as it is being played: its scenes in order, and what has become of its bids.

use super::cast::Cast;
use super::{Played, Until, id_in, wrong};
use crate::browser::Form;
use crate::file::{Bid, ReplayFile, Ruling};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// How long before it is pressed somebody sits before the button.
const AHEAD: SignedDuration = SignedDuration::from_mins(4);

/// Something that happens at a time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scene<'a> {
    SetUp,
    Create,
    Approve,
    Announce,
    /// The clock alone: a round opens or closes.
    Clock,
    Start(&'a Bid),
    /// Somebody opens the page with the button.
    Open(&'a Bid),
    /// And presses it.
    Send(&'a Bid),
    SendAgain(&'a Bid),
    /// The button is pressed after the deadline.
    TryLate(&'a Bid),
    Withdraw(&'a Bid),
    Declare,
    /// Screening starts, and that is all.
    StartScreening,
    Screen,
    Confirm,
    Assign,
    Mark,
    Moderate,
    DueDiligence,
    Finance,
    Sign,
    Tell,
}

/// Every scene of a file with its time.
pub(super) fn scenes(file: &ReplayFile, until: Until) -> Vec<(DateTime, Scene<'_>)> {
    let times = &file.timetable;
    let dates = &file.round.dates;
    let mut scenes = vec![
        (times.set_up, Scene::SetUp),
        (times.created, Scene::Create),
        (times.approved, Scene::Approve),
        (times.published, Scene::Announce),
        (dates.opens, Scene::Clock),
    ];
    for bid in &file.bids {
        scenes.push((bid.started, Scene::Start(bid)));
        scenes.extend(bid.sent.map(|at| (at.saturating_sub(AHEAD), Scene::Open(bid))));
        scenes.extend(bid.sent.map(|at| (at, Scene::Send(bid))));
        scenes.extend(bid.sent_again.as_ref().map(|again| (again.at, Scene::SendAgain(bid))));
        if let Some(at) = bid.late_attempt {
            scenes.push((at.saturating_sub(AHEAD), Scene::Open(bid)));
            scenes.push((at, Scene::TryLate(bid)));
        }
        scenes.extend(bid.withdrawn.map(|at| (at, Scene::Withdraw(bid))));
    }
    if until != Until::Now {
        scenes.extend([(dates.closes, Scene::Clock), (times.declared, Scene::Declare)]);
    }
    if until == Until::Screening {
        scenes.push((times.screened, Scene::StartScreening));
    }
    if matches!(until, Until::Marking | Until::Told) {
        scenes.extend([
            (times.screened, Scene::Screen),
            (times.confirmed, Scene::Confirm),
            (times.assigned, Scene::Assign),
        ]);
    }
    if until == Until::Told {
        scenes.extend([
            (times.marked, Scene::Mark),
            (times.moderated, Scene::Moderate),
            (times.due_diligence, Scene::DueDiligence),
            (times.finance, Scene::Finance),
            (times.decided, Scene::Sign),
            (times.announced, Scene::Tell),
        ]);
    }
    scenes
}

/// A file as it is being played.
pub(super) struct Story<'a> {
    pub(super) file: &'a ReplayFile,
    /// The path of the round's staff page, once it exists.
    pub(super) round_path: String,
    /// The paths of bids' own pages, by key.
    pub(super) bid_paths: BTreeMap<String, String>,
    /// The forms with the button to send, by key, while somebody sits before them.
    pub(super) opened: BTreeMap<String, Form>,
    /// Keys of bids that were proposed as not eligible.
    pub(super) proposed: BTreeSet<String>,
    /// Keys of bids that passed screening.
    pub(super) eligible: BTreeSet<String>,
    /// What the ranking suggests for each group.
    pub(super) suggestions: BTreeMap<String, String>,
}

impl<'a> Story<'a> {
    pub(super) fn new(file: &'a ReplayFile) -> Self {
        Self {
            file,
            round_path: String::new(),
            bid_paths: BTreeMap::new(),
            opened: BTreeMap::new(),
            proposed: BTreeSet::new(),
            eligible: BTreeSet::new(),
            suggestions: BTreeMap::new(),
        }
    }

    /// Plays one scene.
    pub(super) fn play(
        &mut self,
        cast: &mut Cast<'_>,
        time: DateTime,
        scene: Scene<'a>,
    ) -> Played<()> {
        cast.at(time)?;
        match scene {
            Scene::SetUp => self.set_up(cast),
            Scene::Create => self.create(cast),
            Scene::Approve => self.approve(cast),
            Scene::Announce => self.step(cast, &self.officer(), "announce"),
            Scene::Clock => Ok(()),
            Scene::Start(bid) => self.start_bid(cast, bid),
            Scene::Open(bid) => self.open(cast, bid),
            Scene::Send(bid) => self.send(cast, bid),
            Scene::TryLate(bid) => self.try_late(cast, bid),
            Scene::SendAgain(bid) => self.send_again(cast, bid),
            Scene::Withdraw(bid) => self.withdraw(cast, bid),
            Scene::Declare => self.declare(cast),
            Scene::StartScreening => self.step(cast, &self.officer(), "start-screening"),
            Scene::Screen => self.screen(cast),
            Scene::Confirm => self.confirm(cast),
            Scene::Assign => self.assign(cast),
            Scene::Mark => self.mark(cast),
            Scene::Moderate => self.moderate(cast),
            Scene::DueDiligence => self.due_diligence(cast),
            Scene::Finance => self.comment(cast),
            Scene::Sign => self.sign(cast),
            Scene::Tell => self.tell(cast),
        }
    }

    /// The id of a bid.
    pub(super) fn bid_id(&self, bid: &Bid) -> Played<String> {
        self.bid_paths
            .get(&bid.key)
            .and_then(|path| id_in(path))
            .map(str::to_owned)
            .ok_or_else(|| wrong("the file", format!("{} was never started", bid.key)))
    }

    /// The bids that were sent in time.
    pub(super) fn sent(&self) -> impl Iterator<Item = &'a Bid> + use<'a> {
        self.file.bids.iter().filter(|bid| bid.sent.is_some())
    }

    /// The bids that passed screening.
    pub(super) fn passed(&self) -> Vec<&'a Bid> {
        self.sent().filter(|bid| self.eligible.contains(&bid.key)).collect()
    }

    /// The first of these people who is not kept away from a bid.
    pub(super) fn free(bid: &Bid, people: &[&str]) -> Played<String> {
        let away = |email: &str| {
            bid.interests.iter().any(|one| one.by == email && one.ruling == Ruling::Recuse)
        };
        people
            .iter()
            .find(|email| !email.is_empty() && !away(email))
            .map(|email| (*email).to_owned())
            .ok_or_else(|| wrong("the people", format!("nobody is free to work on {}", bid.key)))
    }

    /// The round's officer.
    pub(super) fn officer(&self) -> String {
        self.file.posts.officer.clone().unwrap_or_default()
    }

    /// The first person of the file who holds a role.
    pub(super) fn holder(&self, role: &str) -> Played<String> {
        self.file
            .people
            .iter()
            .find(|person| person.roles.iter().any(|held| held.code() == role))
            .map(|person| person.email.clone())
            .ok_or_else(|| wrong("the people of the file", format!("nobody is {role}")))
    }
}
