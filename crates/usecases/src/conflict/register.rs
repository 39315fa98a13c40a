//! The conflict register of a round: what people declared, and what groups said about their links.

use super::is_on_list;
use crate::assessments::all_received;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::Application;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::conflict::{Declaration, link_of_answers};
use almoner_domain::id::{ApplicationId, DeclarationId, PersonId, RoundId};
use almoner_domain::person::Person;
use almoner_domain::round::Round;
use almoner_ports::DeclarationCount;
use std::collections::BTreeMap;

/// Interests of one page.
const PAGE: i64 = 100;
/// Bids whose answers are held at once to look for words about links.
const AT_ONCE: usize = 500;

/// Reads the register.
pub struct ReadRegister {
    /// Which round.
    pub round: RoundId,
    /// Goes on after this declaration.
    pub after: Option<DeclarationId>,
}

/// An interest that somebody declared.
pub struct Interest {
    /// The declaration.
    pub declaration: Declaration,
    /// Who declared.
    pub person: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// The group.
    pub group: String,
    /// The application's reference.
    pub reference: Option<String>,
    /// Whether the reader may decide about it: not their own.
    pub own: bool,
}

/// What a group itself said about its links.
pub struct GroupLink {
    /// The application.
    pub application: ApplicationId,
    /// The group.
    pub group: String,
    /// Its reference.
    pub reference: Option<String>,
    /// In its own words.
    pub words: String,
}

/// The register of a round.
pub struct Register {
    /// The round.
    pub round: Round,
    /// Interests that people declared.
    pub interests: Vec<Interest>,
    /// Where the next page begins.
    pub next: Option<DeclarationId>,
    /// What groups said.
    pub links: Vec<GroupLink>,
    /// How many declarations each person has made, by state.
    pub counts: Vec<(String, Vec<DeclarationCount>)>,
    /// How many names are on the list.
    pub names: usize,
}

impl View for ReadRegister {
    type Output = Register;
    const ACT: Act = Act::ReadRegister;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Register)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let me = eye.person()?;
        let mine = eye.tx.standings(me, round.id)?;
        let received = all_received(round.id, eye)?;
        let bids: BTreeMap<ApplicationId, &Application> = received
            .iter()
            .filter(|bid| is_on_list(bid.status))
            .filter(|bid| mine.towards(bid.id) != Standing::Recused)
            .map(|bid| (bid.id, bid))
            .collect();
        let mut declared = eye.tx.declared_interests(round.id, self.after, PAGE + 1)?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let next = (declared.len() > page)
            .then(|| declared.get(page.saturating_sub(1)).map(|last| last.id))
            .flatten();
        declared.truncate(page);
        let counted = eye.tx.declaration_counts(round.id)?;
        let people = people(&declared, &counted, eye)?;
        let name = |id: PersonId| {
            people.get(&id).map_or_else(|| id.to_string(), |person| person.name.clone())
        };
        let group = |bid: &Application| shown_name(bid, Audience::Declaring).or("").to_owned();
        let interests = declared
            .into_iter()
            .filter_map(|declaration| {
                let bid = bids.get(&declaration.application)?;
                let decider = declaration.decision.as_ref().and_then(|decision| decision.by);
                Some(Interest {
                    person: name(declaration.person),
                    decided_by: decider.map(name),
                    group: group(bid),
                    reference: bid.reference.clone(),
                    own: declaration.person == me,
                    declaration,
                })
            })
            .collect();
        // A group's own words are an answer: they open after a declaration, like every answer.
        let open: Vec<ApplicationId> =
            bids.keys().copied().filter(|id| mine.towards(*id) == Standing::Clear).collect();
        let mut links = Vec::new();
        for some in open.chunks(AT_ONCE) {
            links.extend(eye.tx.last_submissions(some)?.into_iter().filter_map(|sent| {
                let bid = bids.get(&sent.application)?;
                Some(GroupLink {
                    application: bid.id,
                    group: group(bid),
                    reference: bid.reference.clone(),
                    words: link_of_answers(&round.form, &sent.answers)?,
                })
            }));
        }
        let mut counts: BTreeMap<PersonId, Vec<DeclarationCount>> = BTreeMap::new();
        for count in counted {
            counts.entry(count.person).or_default().push(count);
        }
        let counts = counts.into_iter().map(|(person, all)| (name(person), all)).collect();
        // Those from which the reader stands aside count too, as the others declare about them.
        let names = received.iter().filter(|bid| is_on_list(bid.status)).count();
        Ok((On::default(), Register { interests, next, links, counts, names, round }))
    }
}

fn people(
    declared: &[Declaration],
    counted: &[DeclarationCount],
    eye: &mut Eye<'_>,
) -> Outcome<BTreeMap<PersonId, Person>> {
    let deciders =
        declared.iter().filter_map(|one| one.decision.as_ref().and_then(|decision| decision.by));
    let declarers = declared.iter().map(|one| one.person);
    let mut ids: Vec<PersonId> =
        counted.iter().map(|count| count.person).chain(declarers).chain(deciders).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(eye.tx.people(&ids)?.into_iter().map(|person| (person.id, person)).collect())
}
