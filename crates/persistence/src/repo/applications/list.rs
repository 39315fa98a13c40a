//! The list of a round's received applications: filtered, and paged by key.

use super::tables::{Line, application, application_count, folded, status};
use crate::conn::MultiBackend;
use crate::repo::declarations::{self, declaration};
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::conflict::Status as Declared;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::value::Pence;
use almoner_ports::{
    ApplicationFilter, ApplicationKey, ApplicationLine, ApplicationOrder, ApplicationsOf,
    StatusCount, Stored,
};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

/// What a filter admits, as one condition.
type Admitted = Box<dyn BoxableExpression<application::table, MultiBackend, SqlType = Bool>>;

fn admitted(round: RoundId, filter: &ApplicationFilter) -> Admitted {
    let mut all: Admitted =
        Box::new(application::round.eq(Key::from(round)).and(application::received.eq(true)));
    match filter.statuses.as_slice() {
        [] => {}
        // One state is an equality, which the index by state serves in order.
        [one] => all = Box::new(all.and(application::status.eq(one.code()))),
        several => {
            let codes: Vec<&str> = several.iter().map(|status| status.code()).collect();
            all = Box::new(all.and(application::status.eq_any(codes)));
        }
    }
    if let Some(area) = &filter.lead_area {
        let here = application::lead_area.eq(area.clone()).assume_not_null();
        all = Box::new(all.and(here));
    }
    if let Some(begins) = &filter.name_begins {
        let from = folded(begins);
        // A range, and not LIKE: the index serves it, and no character of it is special.
        let before = format!("{from}\u{10FFFF}");
        let named = application::name_folded.ge(from).and(application::name_folded.lt(before));
        all = Box::new(all.and(named));
    }
    all
}

/// A condition and an order, as both readings of the list take them.
fn after_key(admitted: Admitted, order: ApplicationOrder, key: &ApplicationKey) -> Admitted {
    let id = application::id.gt(Key::from(key.id));
    match order {
        ApplicationOrder::Received => {
            let at = At(key.received_at);
            let next = application::received_at.gt(at).or(id);
            Box::new(admitted.and(application::received_at.ge(at)).and(next))
        }
        ApplicationOrder::Name => {
            let name = folded(&key.organisation_name);
            let next = application::name_folded.gt(name.clone()).or(id);
            Box::new(admitted.and(application::name_folded.ge(name)).and(next))
        }
    }
}

pub(super) fn lines(
    tx: &mut DieselTx<'_>,
    round: RoundId,
    filter: &ApplicationFilter,
    order: ApplicationOrder,
    after: Option<&ApplicationKey>,
    limit: i64,
) -> Stored<Vec<ApplicationLine>> {
    let mut admitted = admitted(round, filter);
    if let Some(key) = after {
        admitted = after_key(admitted, order, key);
    }
    let found = application::table.filter(admitted).select(Line::as_select()).limit(limit);
    let rows: Vec<Line> = tx.run(|c| match order {
        ApplicationOrder::Received => {
            found.order((application::received_at, application::id)).load(c)
        }
        ApplicationOrder::Name => found.order((application::name_folded, application::id)).load(c),
    })?;
    rows.into_iter().map(Line::read).collect()
}

/// One statement tells lines and standings: a list of ids has no fixed text, and what has none is
/// prepared anew each time.
pub(super) fn lines_for(
    tx: &mut DieselTx<'_>,
    reader: PersonId,
    list: &ApplicationsOf<'_>,
    limit: i64,
) -> Stored<Vec<(ApplicationLine, Option<Declared>)>> {
    let mut admitted = admitted(list.round, list.filter);
    if let Some(key) = list.after {
        admitted = after_key(admitted, list.order, key);
    }
    let declared = declaration::table
        .filter(declaration::application.eq(application::id))
        .filter(declaration::person.eq(Key::from(reader)))
        .select(declaration::status)
        .single_value();
    let found =
        application::table.filter(admitted).select((Line::as_select(), declared)).limit(limit);
    let rows: Vec<(Line, Option<String>)> = tx.run(|c| match list.order {
        ApplicationOrder::Received => {
            found.order((application::received_at, application::id)).load(c)
        }
        ApplicationOrder::Name => found.order((application::name_folded, application::id)).load(c),
    })?;
    let read = |(line, declared): (Line, Option<String>)| {
        let id = line.id();
        let declared = declared.map(|code| declarations::status(&code, id)).transpose()?;
        Ok((line.read()?, declared))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn count(
    tx: &mut DieselTx<'_>,
    round: RoundId,
    filter: &ApplicationFilter,
) -> Stored<u64> {
    let found = application::table.filter(admitted(round, filter)).select(count_star());
    let count: i64 = tx.run(|c| found.get_result(c))?;
    Ok(count.unsigned_abs())
}

/// Read from the counts that the database keeps with every change of an application.
pub(super) fn status_counts(tx: &mut DieselTx<'_>, round: RoundId) -> Stored<Vec<StatusCount>> {
    let rows: Vec<(String, i64, i64)> = tx.run(|c| {
        application_count::table
            .filter(application_count::round.eq(Key::from(round)))
            .filter(application_count::count.gt(0_i64))
            .order(application_count::status)
            .select((
                application_count::status,
                application_count::count,
                application_count::requested,
            ))
            .load(c)
    })?;
    let read = |(code, count, requested): (String, i64, i64)| {
        Ok(StatusCount {
            status: status(&code, Key(Uuid::nil()))?,
            count: count.unsigned_abs(),
            requested: Pence::new(requested),
        })
    };
    rows.into_iter().map(read).collect()
}
