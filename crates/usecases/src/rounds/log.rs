//! What the office adds while a round runs: questions with answers, publicity, workshops.

use crate::{AppError, Cx, Eye, FieldProblem, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::form::Fault;
use almoner_domain::id::RoundId;
use almoner_domain::round::{Publicity, QuestionAndAnswer, Round, Workshop};
use almoner_domain::value::{CivilDate, clean_text, london};

/// The longest text of an entry, in bytes.
const LONGEST: usize = 8_000;
/// The most entries of a log that one round keeps.
const MOST_ENTRIES: usize = 500;

/// Publishes a question that somebody asked, with its answer, for everybody.
pub struct AddQuestion {
    /// Which round.
    pub round: RoundId,
    /// The question, without the name of who asked.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// Writes down where the round was made known.
pub struct AddPublicity {
    /// Which round.
    pub round: RoundId,
    /// The day.
    pub on: CivilDate,
    /// Through what.
    pub channel: String,
    /// The code of the area that it was aimed at; empty for everywhere.
    pub area: String,
    /// What was done.
    pub note: String,
}

/// Writes down a workshop for applicants.
pub struct AddWorkshop {
    /// Which round.
    pub round: RoundId,
    /// The day.
    pub on: CivilDate,
    /// What and where.
    pub title: String,
    /// Whether it was, or will be, recorded.
    pub recorded: bool,
}

/// Collects the faults of a form's fields.
#[derive(Default)]
struct Faults(Vec<FieldProblem>);

impl Faults {
    fn add(&mut self, field: &str, fault: Fault) {
        self.0.push(FieldProblem { field: field.to_owned(), fault });
    }

    /// A text as typed, without the spaces around it; empty where it is at fault.
    fn text(&mut self, field: &str, typed: &str) -> String {
        let clean = match clean_text(typed) {
            Ok(clean) => clean.trim().to_owned(),
            Err(found) => {
                self.add(field, Fault::ControlCharacter { code: found.code });
                return String::new();
            }
        };
        if clean.is_empty() {
            self.add(field, Fault::Missing);
        }
        if clean.len() > LONGEST {
            self.add(field, Fault::TooLong { bytes: clean.len(), max: LONGEST });
        }
        clean
    }

    fn done(self) -> Outcome<()> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::Invalid(self.0)) }
    }
}

fn load(round: RoundId, eye: &mut Eye<'_>) -> Outcome<Round> {
    eye.tx.round(round)?.ok_or(AppError::NotFound)
}

fn save(round: &Round, entry: &Entry, cx: &mut Cx<'_>) -> Outcome<()> {
    cx.audit(entry)?;
    cx.tx.save_round(round)?;
    if round.is_public(cx.now) { cx.public_change() } else { Ok(()) }
}

impl UseCase for AddQuestion {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::SupportRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        load(self.round, eye)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, mut round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        let mut faults = Faults::default();
        let question = faults.text("question", &self.question);
        let answer = faults.text("answer", &self.answer);
        let log = &mut round.settings.questions;
        if log.len() >= MOST_ENTRIES {
            faults
                .add("question", Fault::TooManyChosen { count: log.len() + 1, max: MOST_ENTRIES });
        }
        faults.done()?;
        log.push(QuestionAndAnswer { on: london::date(cx.now), question, answer });
        let count = i64::try_from(log.len()).unwrap_or(i64::MAX);
        let entry = Entry::round(round.id, "round.question_answered").number("questions", count);
        save(&round, &entry, cx)
    }
}

impl UseCase for AddPublicity {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::SupportRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        load(self.round, eye)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, mut round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        let mut faults = Faults::default();
        let channel = faults.text("channel", &self.channel);
        let note = faults.text("note", &self.note);
        let area = Some(self.area.trim()).filter(|code| !code.is_empty()).map(str::to_owned);
        if area.as_ref().is_some_and(|code| cx.office().area(code, self.on).is_none()) {
            faults.add("area", Fault::NotAnOption);
        }
        let log = &mut round.settings.publicity;
        if log.len() >= MOST_ENTRIES {
            faults.add("channel", Fault::TooManyChosen { count: log.len() + 1, max: MOST_ENTRIES });
        }
        faults.done()?;
        let mut entry =
            Entry::round(round.id, "round.publicity_recorded").code("on", self.on.to_string());
        if let Some(code) = &area {
            entry = entry.code("area", code.as_str());
        }
        log.push(Publicity { on: self.on, channel, area, note });
        save(&round, &entry, cx)
    }
}

impl UseCase for AddWorkshop {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::SupportRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        load(self.round, eye)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, mut round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        let mut faults = Faults::default();
        let title = faults.text("title", &self.title);
        let log = &mut round.settings.workshops;
        if log.len() >= MOST_ENTRIES {
            faults.add("title", Fault::TooManyChosen { count: log.len() + 1, max: MOST_ENTRIES });
        }
        faults.done()?;
        log.push(Workshop { on: self.on, title, recorded: self.recorded });
        let entry = Entry::round(round.id, "round.workshop_recorded")
            .code("on", self.on.to_string())
            .with("recorded", almoner_domain::audit::Fact::Flag(self.recorded));
        save(&round, &entry, cx)
    }
}
