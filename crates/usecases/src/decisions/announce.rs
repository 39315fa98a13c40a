//! Telling everybody: every letter is checked row by row, then all are queued with the move of
//! the round, in one transaction.

use super::Withheld;
use super::letters::Batch;
use super::papers::Papers;
use super::prepare::Table;
use super::refused;
use crate::contacts::contacts;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::{Entry, events};
use almoner_domain::decision::{Contact, Decision, DecisionRefused, Item, RowFault, check_rows};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::letter::Letter;
use almoner_domain::round::{Round, Status, Undecided};
use std::collections::BTreeMap;

/// Queues every letter and announces the result.
pub struct Announce {
    /// The round.
    pub round: RoundId,
    /// The version of the decision whose letters were looked at.
    pub version: i64,
}

/// Whom to write to about each bid of the decision.
fn addressees(
    papers: &Papers,
    decision: &Decision,
    eye: &mut Eye<'_>,
) -> Outcome<(BTreeMap<ApplicationId, Contact>, BTreeMap<ApplicationId, PersonId>)> {
    let bids = decision.items.iter().filter_map(|item| papers.applications.get(&item.application));
    let people = contacts(bids, eye)?;
    let ids = people.iter().map(|(bid, person)| (*bid, person.id)).collect();
    let contacts = people
        .into_iter()
        .map(|(bid, person)| (bid, Contact { name: person.name, email: person.email }))
        .collect();
    Ok((contacts, ids))
}

/// The conditions that due diligence set.
fn conditions(papers: &Papers) -> BTreeMap<ApplicationId, Vec<String>> {
    papers.results.iter().map(|(id, one)| (*id, one.outcome.conditions().to_vec())).collect()
}

impl UseCase for Announce {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::AdvanceRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, _: &Table) -> On {
        On::default()
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        let decision = papers.decision(self.version)?;
        let (contacts, people) = addressees(&papers, &decision, &mut cx.eye)?;
        let rows = check_rows(&decision, &contacts, &conditions(&papers)).map_err(refused)?;
        let faults: Vec<(ApplicationId, RowFault)> = rows
            .iter()
            .flat_map(|row| row.faults.iter().map(|fault| (row.item.application, *fault)))
            .collect();
        if !faults.is_empty() {
            return Err(refused(DecisionRefused::RowsNotReady(faults)));
        }
        let from = papers.round.status;
        let announced =
            papers.round.clone().announce(Undecided { not_told: 0 }).map_err(Refusal::from)?;
        let holidays = cx.office().bank_holidays.clone();
        let now = cx.now;
        let batch =
            Batch { round: &papers.round, decision: &decision, at: now, holidays: &holidays };
        let accept_by = batch.accept_by()?;
        for row in &rows {
            let (Some(contact), Some(person)) = (row.contact, people.get(&row.item.application))
            else {
                continue;
            };
            cx.send(&batch.letter(row.item, (*person, contact))?)?;
        }
        for award in cx.tx.awards_of(self.round)? {
            if award.status != almoner_domain::award::Status::Drafted {
                continue;
            }
            let offered = award.offer(now, accept_by).map_err(Refusal::from)?;
            cx.tx.save_award(&offered)?;
            let entry = Entry::application(self.round, offered.application, events::AWARD_OFFERED)
                .id("award", offered.id)
                .code("from", "drafted")
                .code("to", offered.status.code())
                .pence("amount", offered.amount)
                .code("accept_by", accept_by.to_string());
            cx.audit(&entry)?;
        }
        cx.tx.save_round(&announced)?;
        let letters = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let entry = Entry::round(self.round, events::ROUND_ANNOUNCED)
            .code("from", from.code())
            .code("to", announced.status.code())
            .id("decision", decision.id)
            .number("letters", letters);
        cx.audit(&entry)?;
        cx.public_change()
    }
}

/// The page on which every letter is looked at before it is sent.
pub struct NoticesPage {
    /// The round.
    pub round: RoundId,
}

/// One letter.
pub struct LetterRow {
    /// The bid as decided.
    pub item: Item,
    /// To whom.
    pub contact: Option<Contact>,
    /// What keeps it from being sent.
    pub faults: Vec<RowFault>,
    /// The letter as it would be sent today.
    pub letter: Option<Letter>,
}

/// What the page shows.
pub struct Notices {
    /// The round.
    pub round: Round,
    /// The version of the decision.
    pub version: i64,
    /// Every letter, without those about bids from which the reader is kept away.
    pub rows: Vec<LetterRow>,
    /// What the reader may not see of which bid.
    pub withheld: Withheld,
    /// Whether they can be sent now.
    pub ready: bool,
    /// Whether they were sent.
    pub sent: bool,
}

impl View for NoticesPage {
    type Output = Notices;
    const ACT: Act = Act::AdvanceRound;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Notices)> {
        let papers = Papers::load(self.round, eye)?;
        let decision = papers.decision.clone().ok_or(AppError::NotFound)?;
        let (contacts, people) = addressees(&papers, &decision, eye)?;
        let rows = check_rows(&decision, &contacts, &conditions(&papers)).map_err(refused)?;
        let withheld = Withheld::from(papers.round.id, papers.applications.values(), eye)?;
        let holidays = eye.office().bank_holidays.clone();
        let batch =
            Batch { round: &papers.round, decision: &decision, at: eye.now, holidays: &holidays };
        let clean = rows.iter().all(|row| row.faults.is_empty());
        let rows = rows
            .into_iter()
            .filter(|row| !withheld.away().contains(&row.item.application))
            .map(|row| {
                let to = row.contact.zip(people.get(&row.item.application));
                let letter = to
                    .map(|(contact, person)| batch.letter(row.item, (*person, contact)))
                    .transpose()?;
                let shown = !withheld.words(row.item.application);
                Ok(LetterRow {
                    item: withheld.item(row.item),
                    contact: row.contact.cloned().filter(|_| shown),
                    faults: row.faults,
                    letter: letter.filter(|_| shown),
                })
            })
            .collect::<Outcome<Vec<_>>>()?;
        let notices = Notices {
            ready: clean && papers.round.status == Status::Decided,
            sent: papers.round.status > Status::Decided,
            version: decision.version,
            withheld,
            rows,
            round: papers.round,
        };
        Ok((On::default(), notices))
    }
}
