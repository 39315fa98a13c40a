//! What is in the database at the end, against what the groups were told.

use crate::clients::Sent;
use almoner_domain::audit::Stream;
use almoner_persistence::{Database, Tuning};
use almoner_ports::Tx;
use almoner_server::rehearsal::ReadyBid;
use diesel::sql_types::Text;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong; empty if nothing is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// Acknowledged and not there.
    pub(crate) lost: Vec<String>,
    /// There more than once, or under a reference that another has too.
    pub(crate) doubled: Vec<String>,
    /// Without exactly one letter.
    pub(crate) letters: Vec<String>,
    /// Without exactly one entry.
    pub(crate) entries: Vec<String>,
    /// A broken audit trail or database.
    pub(crate) broken: Vec<String>,
}

#[derive(QueryableByName)]
struct Integrity {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Looks at everything that was acknowledged.
pub(crate) fn hold(url: &str, sent: &Sent) -> Findings {
    let mut findings = Findings::default();
    let database = Database::open_to_read_for_tests(url, Tuning::default()).unwrap();
    let store = database.store().unwrap();
    store.read(&mut |tx| examine(tx, sent, &mut findings)).unwrap();
    if let Some(file) = url.strip_prefix("sqlite://") {
        let mut conn = SqliteConnection::establish(file).unwrap();
        let rows =
            diesel::sql_query("PRAGMA integrity_check").load::<Integrity>(&mut conn).unwrap();
        let faults = rows.into_iter().map(|row| row.integrity_check).filter(|row| row != "ok");
        findings.broken.extend(faults);
    }
    #[expect(clippy::print_stderr, reason = "what a course was like, for whoever reads its output")]
    {
        eprintln!(
            "{} kills, {} acknowledged, {} times without an answer",
            sent.kills,
            sent.acknowledged.len(),
            sent.in_doubt
        );
    }
    findings
}

fn examine(tx: &mut dyn Tx, sent: &Sent, findings: &mut Findings) {
    let letters = letters(tx);
    let mut references = BTreeSet::new();
    for ReadyBid { application, .. } in &sent.acknowledged {
        let id = application.to_string();
        let bid = tx.application(*application).unwrap();
        let reference = bid.filter(|bid| bid.submission == 1).and_then(|bid| bid.reference);
        let present = tx.submission(*application, 1).unwrap().is_some();
        let Some(reference) = reference.filter(|_| present) else {
            findings.lost.push(id);
            continue;
        };
        let again = tx.submission(*application, 2).unwrap().is_some();
        if again || !references.insert(reference) {
            findings.doubled.push(id.clone());
        }
        if letters.get(&id) != Some(&1) {
            findings.letters.push(id.clone());
        }
        let entries = tx.entries_of(Stream::Application(*application)).unwrap();
        if entries.iter().filter(|entry| entry.event == "application.submitted").count() != 1 {
            findings.entries.push(id);
        }
    }
    if let Err(broken) = tx.verify().unwrap() {
        findings.broken.push(format!("{broken:?}"));
    }
}

/// How many receipts wait or were posted, by application.
fn letters(tx: &mut dyn Tx) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    let mut before = None;
    loop {
        let page = tx.letters(before, 500).unwrap();
        let Some(last) = page.last() else { return count };
        before = Some(last.id);
        for letter in page.iter().filter(|letter| letter.code == "application_received") {
            if let Some(application) = letter.application {
                *count.entry(application.to_string()).or_insert(0) += 1;
            }
        }
    }
}
