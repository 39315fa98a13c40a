//! Setting a round up in the browser: begun from the template or from a past round, then written
//! part by part and question by question.

use super::change::refused;
use super::record;
use crate::{AppError, Cx, Eye, FieldProblem, Outcome, UseCase, View};
use almoner_domain::access::{Act, Demand, On, Permit, Role, permits};
use almoner_domain::audit::{Entry, Fact as AuditFact};
use almoner_domain::form::{Fault, FormEdit};
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::organisation::Organisation;
use almoner_domain::person::Person;
use almoner_domain::round::{
    Missing, New, OpenTo, Part, Posts, Round, RoundType, Status, Template, Written, missing,
};
use almoner_domain::value::{ReferencePrefix, london};
use almoner_ports::{StoreError, Taken};
use std::collections::BTreeMap;

/// The largest part that is kept, in bytes of JSON.
const LARGEST_PART: usize = 200 * 1024;
/// The most groups that are looked for at once.
const MOST_GROUPS: i64 = 400;

/// What a new round is begun from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeginFrom {
    /// The office's template.
    Template,
    /// A round of the past, or any other.
    Round(RoundId),
}

/// Begins a round, as a draft.
pub struct BeginRound {
    /// Its public title.
    pub title: String,
    /// The prefix of its references.
    pub reference: String,
    /// The fund that it belongs to.
    pub fund: String,
    /// What it is begun from.
    pub from: BeginFrom,
}

/// Writes one part of a round.
pub struct WritePart {
    /// Which round.
    pub round: RoundId,
    /// The version that was read.
    pub version: i64,
    /// The part as it shall be.
    pub written: Written,
}

/// Takes one step in building a round's form.
pub struct BuildForm {
    /// Which round.
    pub round: RoundId,
    /// The version that was read.
    pub version: i64,
    /// The step.
    pub edit: FormEdit,
}

/// A round as its set-up shows it.
pub struct RoundSetUp {
    /// Which round.
    pub round: RoundId,
}

/// Groups by their names, for invitations.
pub struct GroupsNamed {
    /// The names, exactly.
    pub names: Vec<String>,
}

/// What the set-up of a round shows.
#[derive(Clone, Debug)]
pub struct SetUpSeen {
    /// The round, caught up with the clock.
    pub round: Round,
    /// What it still needs.
    pub missing: Vec<Missing>,
    /// Everybody who holds a role of the office, by name, with their roles.
    pub staff: Vec<(Person, Vec<Role>)>,
    /// Whether this person may write it at all.
    pub may_write: bool,
}

/// The faults of a page's fields.
fn fault(field: &str, fault: Fault) -> AppError {
    AppError::Invalid(vec![FieldProblem { field: field.to_owned(), fault }])
}

impl UseCase for BeginRound {
    type Subject = Option<Template>;
    type Output = RoundId;
    const ACT: Act = Act::SetUpRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Option<Template>> {
        match self.from {
            BeginFrom::Template => Ok(eye.office().template.clone()),
            BeginFrom::Round(round) => Ok(eye.tx.round(round)?.as_ref().map(Template::from_round)),
        }
    }

    fn on(&self, _: &Option<Template>) -> On {
        On::default()
    }

    fn run(&self, template: Option<Template>, cx: &mut Cx<'_>) -> Outcome<RoundId> {
        let mut problems = Vec::new();
        let mut add = |field: &str, fault| {
            problems.push(FieldProblem { field: field.to_owned(), fault });
        };
        for (field, text) in [("title", &self.title), ("fund", &self.fund)] {
            if text.trim().is_empty() {
                add(field, Fault::Missing);
            }
        }
        let reference = ReferencePrefix::parse(self.reference.trim());
        match &reference {
            Err(_) if self.reference.trim().is_empty() => add("reference", Fault::Missing),
            Err(_) => add("reference", Fault::NotAnOption),
            Ok(reference) => {
                if cx.tx.round_by_reference(reference.as_str())?.is_some() {
                    add("reference", Fault::Repeated { count: 2 });
                }
            }
        }
        if template.is_none() {
            add("from", Fault::Missing);
        }
        let (Ok(reference), Some(template), []) = (reference, template, problems.as_slice()) else {
            return Err(AppError::Invalid(problems));
        };
        let (by, now) = (cx.person()?, cx.now);
        let new = New {
            title: self.title.trim().to_owned(),
            reference: reference.as_str().to_owned(),
            fund: self.fund.trim().to_owned(),
        };
        let posts = self.posts(by, cx)?;
        let (settings, form) = template.begin(new, london::date(now));
        let round = Round::draft(cx.id(), settings, form, posts, by, now).map_err(refused)?;
        match cx.tx.add_round(&round) {
            Err(StoreError::Taken(Taken::RoundReference, _)) => {
                return Err(fault("reference", Fault::Repeated { count: 2 }));
            }
            other => other?,
        }
        let entry = Entry::round(round.id, "round.created");
        let entry = match self.from {
            BeginFrom::Template => entry.code("from", "template"),
            BeginFrom::Round(other) => entry.id("from", other.uuid()),
        };
        cx.audit(&record::facts(entry, &round))?;
        Ok(round.id)
    }
}

impl BeginRound {
    /// The posts of the round that is copied; of the template, the officer who begins it.
    fn posts(&self, by: PersonId, cx: &mut Cx<'_>) -> Outcome<Posts> {
        match self.from {
            BeginFrom::Round(other) => {
                Ok(cx.tx.round(other)?.map_or_else(Posts::default, |r| r.posts))
            }
            BeginFrom::Template => {
                let officer = cx.roles().has(Role::GrantsOfficer).then_some(by);
                Ok(Posts { officer, ..Posts::default() })
            }
        }
    }
}

/// The stored round in the version that was read, caught up with the clock.
fn at_version(round: Round, version: i64, cx: &mut Cx<'_>) -> Outcome<Round> {
    if round.version != version {
        return Err(AppError::Stale);
    }
    Ok(record::catch_up(round, cx)?.0)
}

fn save(round: &Round, entry: Entry, cx: &mut Cx<'_>) -> Outcome<()> {
    cx.audit(&record::facts(entry, round))?;
    cx.tx.save_round(round)?;
    if round.is_public(cx.now) { cx.public_change() } else { Ok(()) }
}

impl UseCase for WritePart {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::SetUpRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        let round = at_version(round, self.version, cx)?;
        let (part, id) = (self.written.part(), round.id);
        let bytes = serde_json::to_vec(&self.written).map_or(usize::MAX, |json| json.len());
        if bytes > LARGEST_PART {
            return Err(fault("", Fault::TooLong { bytes, max: LARGEST_PART }));
        }
        let written = match self.written.clone() {
            Written::Posts(posts) => {
                known_people(&posts, cx)?;
                Written::Posts(posts)
            }
            Written::Type(mut shape) => {
                name_groups(&mut shape.open_to, cx)?;
                Written::Type(shape)
            }
            other => other,
        };
        let round = round.with_part(written, cx.now, cx.office()).map_err(|error| match error {
            almoner_domain::round::RoundRefused::NoSuchTime { which, .. } => {
                fault(which.code(), Fault::NotAnOption)
            }
            other => refused(other),
        })?;
        if part == Part::About {
            reference_is_free(&round, cx)?;
        }
        let left = i64::try_from(missing(&round, cx.office()).len()).unwrap_or(i64::MAX);
        let entry = Entry::round(id, "round.part_written")
            .code("part", part.code())
            .number("missing", left);
        let entry = match (&round.settings.kind, &round.settings.open_to) {
            (RoundType::Competitive, OpenTo::Everybody) => entry,
            (kind, open_to) => {
                let direct = matches!(kind, RoundType::DirectAward { .. });
                let invited = match open_to {
                    OpenTo::Everybody | OpenTo::Zones { .. } => 0,
                    OpenTo::Invited { groups, .. } => groups.len(),
                };
                entry
                    .with("direct_award", AuditFact::Flag(direct))
                    .number("invited", i64::try_from(invited).unwrap_or(i64::MAX))
            }
        };
        save(&round, entry, cx)
    }
}

/// Everybody in a post holds a role of the office.
fn known_people(posts: &Posts, cx: &mut Cx<'_>) -> Outcome<()> {
    let now = cx.now;
    let holders: Vec<PersonId> =
        cx.tx.role_holders(now)?.into_iter().map(|(person, _)| person.id).collect();
    let held = [
        ("lead", posts.lead),
        ("chair", posts.chair),
        ("finance", posts.finance),
        ("approver", posts.approver),
    ];
    let mut people = vec![("officer".to_owned(), posts.officer)];
    for (name, post) in held {
        people.push((format!("{name}.holder"), post.map(|post| post.holder)));
        people.push((format!("{name}.substitute"), post.and_then(|post| post.substitute)));
    }
    let unknown: Vec<FieldProblem> = people
        .into_iter()
        .filter(|(_, person)| person.is_some_and(|person| !holders.contains(&person)))
        .map(|(field, _)| FieldProblem { field, fault: Fault::NotAnOption })
        .collect();
    if unknown.is_empty() { Ok(()) } else { Err(AppError::Invalid(unknown)) }
}

/// Invited groups exist, each is invited once, and they are called what they are called.
fn name_groups(open_to: &mut OpenTo, cx: &mut Cx<'_>) -> Outcome<()> {
    let OpenTo::Invited { groups, .. } = open_to else { return Ok(()) };
    let ids: Vec<_> = groups.iter().map(|group| group.id).collect();
    let names: BTreeMap<_, _> =
        cx.tx.organisations(&ids)?.into_iter().map(|one| (one.id, one.name)).collect();
    for group in groups.iter_mut() {
        match names.get(&group.id) {
            Some(name) => group.name.clone_from(name),
            None => return Err(fault("open_to.groups", Fault::NotAnOption)),
        }
    }
    groups.sort_by_key(|group| group.id);
    groups.dedup_by_key(|group| group.id);
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(())
}

fn reference_is_free(round: &Round, cx: &mut Cx<'_>) -> Outcome<()> {
    if ReferencePrefix::parse(&round.settings.reference).is_err() {
        return Err(fault("reference", Fault::NotAnOption));
    }
    match cx.tx.round_by_reference(&round.settings.reference)? {
        Some(other) if other.id != round.id => {
            Err(fault("reference", Fault::Repeated { count: 2 }))
        }
        _ => Ok(()),
    }
}

impl UseCase for BuildForm {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::SetUpRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        let round = at_version(round, self.version, cx)?;
        let bytes = serde_json::to_vec(&self.edit).map_or(usize::MAX, |json| json.len());
        if bytes > LARGEST_PART {
            return Err(fault("", Fault::TooLong { bytes, max: LARGEST_PART }));
        }
        let id = round.id;
        let round = round.with_form(self.edit.clone(), cx.now).map_err(refused)?;
        let (edit, about) = words_of(&self.edit);
        let entry = Entry::round(id, "round.form_built").code("edit", edit);
        let entry = match about {
            Some(about) => entry.code("about", about),
            None => entry,
        };
        let questions = i64::try_from(round.form.questions().count()).unwrap_or(i64::MAX);
        save(&round, entry.number("questions", questions), cx)
    }
}

/// What the audit trail calls a step, and the id of what it was about.
fn words_of(edit: &FormEdit) -> (&'static str, Option<String>) {
    match edit {
        FormEdit::AddSection { .. } => ("add_section", None),
        FormEdit::WriteSection { section, .. } => ("write_section", Some(section.to_string())),
        FormEdit::MoveSection { section, .. } => ("move_section", Some(section.to_string())),
        FormEdit::RemoveSection { section } => ("remove_section", Some(section.to_string())),
        FormEdit::AddQuestion { question, .. } => ("add_question", Some(question.id.to_string())),
        FormEdit::WriteQuestion { question, .. } => {
            ("write_question", Some(question.id.to_string()))
        }
        FormEdit::MoveQuestion { question, .. } => ("move_question", Some(question.to_string())),
        FormEdit::AddRule { rule } => ("add_check", Some(rule.against.to_string())),
        FormEdit::RemoveRule { .. } => ("remove_check", None),
        FormEdit::RemoveQuestion { question } => ("remove_question", Some(question.to_string())),
    }
}

impl View for GroupsNamed {
    type Output = Vec<Organisation>;
    const ACT: Act = Act::SetUpRound;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Vec<Organisation>)> {
        Ok((On::default(), eye.tx.organisations_named(&self.names, MOST_GROUPS)?))
    }
}

impl View for RoundSetUp {
    type Output = SetUpSeen;
    const ACT: Act = Act::ReadRound;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, SetUpSeen)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let round = round.caught_up(eye.now).0;
        let now = eye.now;
        let mut staff: BTreeMap<PersonId, (Person, Vec<Role>)> = BTreeMap::new();
        for (person, held) in eye.tx.role_holders(now)? {
            staff.entry(person.id).or_insert_with(|| (person, Vec::new())).1.push(held.role);
        }
        let mut staff: Vec<_> = staff.into_values().collect();
        staff.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        let may_write = permits(eye.actor, &Demand::of(Act::SetUpRound)) == Permit::Yes;
        let missing = match round.status {
            Status::Draft | Status::InReview | Status::Approved => missing(&round, eye.office()),
            _ => Vec::new(),
        };
        Ok((On::default(), SetUpSeen { round, missing, staff, may_write }))
    }
}
