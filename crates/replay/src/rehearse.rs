//! A round as it is rehearsed before it is announced: the round file as it stands, played by an
//! invented office and a few invented groups whose answers are made up from the questions.

use crate::file::{Bid, Contact, Expected, FileFault, Group, Panel, ReplayFile, Timetable, Typed};
use crate::shipped::SAFETY_FUND;
use almoner_domain::application::bounds;
use almoner_domain::form::{Fields, Form, Kind, Meaning, Question};
use almoner_domain::organisation::Kind as GroupKind;
use almoner_domain::round::{RoundFile, Settings};
use almoner_domain::value::{CivilDate, Pence, Postcode};
use jiff::civil::DateTime;
use jiff::{Span, ToSpan};
use std::collections::BTreeMap;

/// The invented groups of a rehearsal.
const GROUPS: [(&str, &str); 5] = [
    ("rehearsal-anglers", "Rehearsal Anglers"),
    ("rehearsal-choir", "Rehearsal Choir"),
    ("rehearsal-gardeners", "Rehearsal Gardeners"),
    ("rehearsal-juniors", "Rehearsal Juniors"),
    ("rehearsal-walkers", "Rehearsal Walkers"),
];

/// A rehearsal of the round in `text`, a round file. Its people are those of the demonstration, and
/// its groups meet at `places`. A group whose made-up answers pass every check sends its bid a day
/// after the opening; another leaves a draft.
///
/// # Errors
/// [`FileFault::Malformed`] with line and field.
pub fn rehearsal(text: &str, places: &[Postcode]) -> Result<ReplayFile, FileFault> {
    let RoundFile { round, form, .. } = toml::from_str(text)?;
    let cast = ReplayFile::parse(SAFETY_FUND)?;
    let opens = round.dates.opens;
    let bids = GROUPS.into_iter().zip(places.iter().cycle()).zip(1..);
    let bids = bids.map(|((group, place), number)| bid(group, place, number, &round, &form));
    Ok(ReplayFile {
        bids: bids.collect(),
        timetable: timetable(opens, round.dates.closes),
        posts: cast.posts,
        people: cast.people,
        panel: Panel::default(),
        expected: Expected::default(),
        round,
        form,
    })
}

fn later(time: DateTime, by: Span) -> DateTime {
    time.saturating_add(by)
}

/// The steps up to the announcement, before the opening; the others are for people to take.
fn timetable(opens: DateTime, closes: DateTime) -> Timetable {
    Timetable {
        set_up: later(opens, -21.days()),
        created: later(opens, -20.days()),
        approved: later(opens, -14.days()),
        published: later(opens, -7.days()),
        declared: closes,
        screened: closes,
        confirmed: closes,
        assigned: closes,
        marked: closes,
        moderated: closes,
        due_diligence: closes,
        finance: closes,
        decided: closes,
        announced: closes,
    }
}

fn bid(
    (key, name): (&str, &str),
    place: &Postcode,
    number: usize,
    round: &Settings,
    form: &Form,
) -> Bid {
    let answers = answers(round, form, place, number);
    let typed: Fields =
        answers.iter().map(|(field, typed)| (field.clone(), typed.values().to_vec())).collect();
    let complete = form.check(&typed, &bounds(round)).may_be_sent();
    let minutes = i64::try_from(number).unwrap_or_default().saturating_mul(10);
    let started = later(round.dates.opens, minutes.minutes());
    Bid {
        key: key.to_owned(),
        group: Group {
            name: name.to_owned(),
            kind: round.eligibility.kinds.first().copied().unwrap_or(GroupKind::Group),
            postcode: place.to_string(),
        },
        person: Contact {
            name: format!("{name} secretary"),
            email: format!("secretary@{key}.example.org"),
        },
        started,
        sent: complete.then(|| later(started, 12.hours())),
        sent_again: None,
        late_attempt: None,
        withdrawn: None,
        answers,
        interests: Vec::new(),
        fails: Vec::new(),
        marks: Vec::new(),
        agreed: None,
        decision: None,
    }
}

/// Made-up answers to every question that is asked, given those before it.
fn answers(
    round: &Settings,
    form: &Form,
    place: &Postcode,
    number: usize,
) -> BTreeMap<String, Typed> {
    let mut all = Answers { round, place, number, typed: BTreeMap::new() };
    for question in form.questions() {
        let so_far = all.typed.iter();
        let so_far: Fields =
            so_far.map(|(field, typed)| (field.clone(), typed.values().to_vec())).collect();
        if form.applies(question, &so_far) {
            all.answer(question);
        }
    }
    all.typed
}

struct Answers<'a> {
    round: &'a Settings,
    place: &'a Postcode,
    number: usize,
    typed: BTreeMap<String, Typed>,
}

impl Answers<'_> {
    fn put(&mut self, field: String, text: impl Into<String>) {
        self.typed.insert(field, Typed::One(text.into()));
    }

    fn parts(&mut self, question: &Question, parts: &[(&str, &str)]) {
        for (part, text) in parts {
            self.put(format!("{}.{part}", question.id), *text);
        }
    }

    fn day(&mut self, field: &str, day: CivilDate) {
        for (part, number) in
            [("day", day.day().into()), ("month", day.month().into()), ("year", day.year())]
        {
            self.put(format!("{field}.{part}"), number.to_string());
        }
    }

    /// What this group asks for: a little more for each group, within the round's limits.
    fn asked(&self) -> Pence {
        let money = &self.round.money;
        let step = (money.maximum.get() - money.minimum.get()) / 10;
        let more = step.saturating_mul(i64::try_from(self.number).unwrap_or_default());
        Pence::new((money.minimum.get() + more).min(money.maximum.get()))
    }

    /// What others add, so that the round's rule on match funding is kept.
    fn matched(&self) -> Pence {
        let percent = i64::from(self.round.money.match_percent);
        let needed = self.asked().get().saturating_mul(percent) / (100 - percent).max(1);
        if percent == 0 { Pence::ZERO } else { Pence::new(needed.saturating_add(100)) }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of answer")]
    fn answer(&mut self, question: &Question) {
        let id = question.id.to_string();
        let number = self.number;
        match &question.kind {
            Kind::ShortText { max_chars } => {
                let text = format!("Rehearsal {number}");
                let most = usize::try_from(*max_chars).unwrap_or(usize::MAX);
                self.put(id, text.chars().take(most).collect::<String>());
            }
            Kind::LongText { max_words } => {
                let text = "This answer is made up for a rehearsal and tells nothing of anybody";
                let most = usize::try_from(*max_words).unwrap_or(usize::MAX);
                let words: Vec<&str> = text.split(' ').take(most).collect();
                self.put(id, words.join(" "));
            }
            Kind::Number { min, max } => {
                let wanted = match question.meaning {
                    Some(Meaning::CommitteeSize) => 9,
                    Some(Meaning::UnrelatedMembers) => 8,
                    _ => 10,
                };
                self.put(id, wanted.clamp(*min, (*max).max(*min)).to_string());
            }
            Kind::Money { min, max } => {
                let wanted = match question.meaning {
                    Some(Meaning::SmallestUsefulAmount) => self.round.money.minimum,
                    _ => self.asked(),
                };
                let least = min.unwrap_or(Pence::ZERO);
                self.put(id, wanted.clamp(least, max.unwrap_or(wanted).max(least)).plain());
            }
            Kind::Date {} => self.day(&id, self.round.dates.earliest_start),
            Kind::Period {} => {
                self.day(&format!("{id}.start"), self.round.dates.earliest_start);
                self.day(&format!("{id}.end"), self.round.dates.latest_end);
            }
            Kind::Choice { options } => {
                let first = options.first().map(|option| option.value.clone());
                self.put(id, first.unwrap_or_default());
            }
            Kind::MultiChoice { options, min, .. } => {
                let count = usize::try_from((*min).max(1)).unwrap_or(1);
                let chosen = options.iter().take(count).map(|option| option.value.clone());
                self.typed.insert(id, Typed::Many(chosen.collect()));
            }
            Kind::YesNo {} | Kind::YesNoExplain { .. } => self.put(id, "no"),
            Kind::OrganisationIds {} => self.parts(question, &[("none", "yes")]),
            Kind::Person { .. } => {
                let slug = id.to_lowercase();
                let mailbox = format!("{slug}.{number}@rehearsal.example.org");
                let name = format!("Rehearsal Person {id}");
                let phone = "0116 496 0123";
                let parts =
                    [("name", &*name), ("role", "Member"), ("email", &*mailbox), ("phone", phone)];
                self.parts(question, &parts);
            }
            Kind::Address {} => {
                let place = self.place.to_string();
                let parts = [("line1", "The hall"), ("town", "Leicester"), ("postcode", &*place)];
                self.parts(question, &parts);
            }
            Kind::Postcode {} => self.put(id, self.place.to_string()),
            Kind::AreaShares { areas, .. } => {
                let targets = &self.round.areas.targets;
                let zones = self.round.open_to.zones();
                let wanted = areas.iter().find(|one| {
                    zones.contains(&one.value) || (zones.is_empty() && targets.contains(&one.value))
                });
                match wanted.or(areas.first()) {
                    Some(area) => self.put(format!("{id}.0.area"), area.value.clone()),
                    None => self.put(format!("{id}.0.postcode"), self.place.to_string()),
                }
                self.put(format!("{id}.0.percent"), "100");
            }
            Kind::Budget { categories, .. } => {
                let category = categories.first().map(|one| one.value.clone()).unwrap_or_default();
                let (asked, others) = (self.asked(), self.matched());
                let whole = asked.checked_add(others).unwrap_or(asked).plain();
                let (asked, others) = (asked.plain(), others.plain());
                let parts = [
                    ("0.category", &*category),
                    ("0.description", "Everything that the rehearsal needs"),
                    ("0.quantity", "1"),
                    ("0.unit_cost", &*whole),
                    ("0.from_grant", &*asked),
                    ("0.from_others", &*others),
                ];
                self.parts(question, &parts);
            }
            Kind::MatchFunding { .. } => self.parts(
                question,
                &[
                    ("0.source", "Rehearsal Trust"),
                    ("0.amount", "100"),
                    ("0.form", "cash"),
                    ("0.confirmed", "yes"),
                ],
            ),
            Kind::Outcomes { .. } => self.parts(
                question,
                &[
                    ("0.outcome", "More people come"),
                    ("0.indicator", "Visits"),
                    ("0.baseline_unknown", "yes"),
                    ("0.target", "20"),
                    ("0.how", "Register"),
                ],
            ),
            Kind::Risks { .. } => {
                self.parts(question, &[("0.risk", "Rain"), ("0.response", "A tent")]);
            }
            Kind::Milestones { .. } => {
                self.put(format!("{id}.0.what"), "It begins");
                self.day(&format!("{id}.0"), self.round.dates.earliest_start);
            }
            Kind::Table { .. } => {
                let columns: Vec<&str> = question.kind.columns().map(|(name, _)| name).collect();
                for column in columns {
                    self.put(format!("{id}.0.{column}"), "10");
                }
            }
            Kind::Declaration { statements } => {
                let all = statements.iter().map(|one| one.value.clone());
                self.typed.insert(id, Typed::Many(all.collect()));
            }
            // Only a person has a file to send.
            Kind::Files { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped::{DIVERSION, PEOPLE_ZONES, SPECIALIST};

    fn place() -> Postcode {
        Postcode::parse("LE1 6AA").unwrap()
    }

    /// A round file made of a shipped story.
    fn rehearsed(story: &str) -> ReplayFile {
        let file = ReplayFile::parse(story).unwrap();
        rehearsal(&file.definition().unwrap(), &[place()]).unwrap()
    }

    #[test]
    fn made_up_answers_can_be_sent_in_every_round_that_ships() {
        for story in [SAFETY_FUND, PEOPLE_ZONES, SPECIALIST, DIVERSION] {
            let file = rehearsed(story);
            let sent = file.bids.iter().filter(|bid| bid.sent.is_some()).count();
            assert_eq!(sent, GROUPS.len(), "{}", file.round.reference);
        }
    }

    #[test]
    fn a_round_with_match_funding_is_rehearsed_with_enough_of_it() {
        let mut file = ReplayFile::parse(SAFETY_FUND).unwrap();
        file.round.money.match_percent = 25;
        let file = rehearsal(&file.definition().unwrap(), &[place()]).unwrap();
        assert!(file.bids.iter().all(|bid| bid.sent.is_some()));
    }

    #[test]
    fn nobody_of_a_rehearsal_can_be_reached() {
        let file = rehearsed(PEOPLE_ZONES);
        let people = file.people.iter().map(|person| &person.email);
        for email in people.chain(file.bids.iter().map(|bid| &bid.person.email)) {
            assert!(email.ends_with(".example.org"), "{email}");
        }
    }
}
