//! The list of a round's applications: columns only, no document is read for it.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::withhold::{Audience, Shown};
use almoner_domain::conflict::{self, Standings};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::value::Pence;
use almoner_ports::{
    ApplicationFilter, ApplicationKey, ApplicationLine, ApplicationOrder, ApplicationsOf,
    RoundHead, StatusCount,
};

/// Lines of one page.
pub const PAGE: usize = 50;

/// Reads a page of the list.
pub struct ListApplications {
    /// Which round.
    pub round: RoundId,
    /// Which of its applications.
    pub filter: ApplicationFilter,
    /// In what order.
    pub order: ApplicationOrder,
    /// Goes on after this line.
    pub after: Option<ApplicationId>,
}

/// A page of the list.
pub struct ListPage {
    /// The round.
    pub round: RoundHead,
    /// The lines. None is of a bid from which the reader is kept away.
    pub lines: Vec<ApplicationLine>,
    /// Where the next page begins.
    pub next: Option<ApplicationId>,
    /// How many there are in each state, without those from which the reader is kept away.
    pub counts: Vec<StatusCount>,
    /// Where the reader stands towards each of the lines.
    pub standings: Standings,
}

impl ListPage {
    /// As whom the reader sees a line.
    #[must_use]
    pub fn audience(&self, line: &ApplicationLine) -> Audience {
        Audience::of(self.standings.towards(line.id))
    }

    /// The group's name as the reader may see it.
    #[must_use]
    pub fn name<'a>(&self, line: &'a ApplicationLine) -> Shown<&'a str> {
        line.withhold.shown_name(line.organisation_name.as_str(), self.audience(line))
    }

    /// The lead area as the reader may see it.
    #[must_use]
    pub fn area<'a>(&self, line: &'a ApplicationLine) -> Shown<Option<&'a str>> {
        line.withhold.shown_places(line.lead_area.as_deref(), self.audience(line))
    }
}

impl View for ListApplications {
    type Output = ListPage;
    const ACT: Act = Act::ListApplications;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, ListPage)> {
        let round = eye.tx.round_head(self.round)?.ok_or(AppError::NotFound)?;
        let me = eye.person()?;
        let away = eye.tx.recused_from(me, round.id)?;
        let after = match self.after {
            Some(last) => Some(place_of(last, round.id, eye)?),
            None => None,
        };
        // One line more than a page says whether there is another; as many more as could be taken
        // out again keep the page full.
        let wanted = PAGE + 1 + away.len();
        let limit = i64::try_from(wanted).unwrap_or(i64::MAX);
        let list = ApplicationsOf {
            round: round.id,
            filter: &self.filter,
            order: self.order,
            after: after.as_ref(),
        };
        let found = eye.tx.application_list_for(me, &list, limit)?;
        let declared = |(line, status): &(ApplicationLine, Option<conflict::Status>)| {
            status.map(|status| (line.id, status))
        };
        let standings: Standings = found.iter().filter_map(declared).collect();
        let mut lines: Vec<_> = found.into_iter().map(|(line, _)| line).collect();
        lines.retain(|line| !away.contains(&line.id) && self.may_match(line, &standings));
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        let next = lines.last().filter(|_| more).map(|line| line.id);
        let mut counts = eye.tx.status_counts(round.id)?;
        if !away.is_empty() {
            for bid in eye.tx.applications(&away)? {
                if let Some(count) = counts.iter_mut().find(|count| count.status == bid.status) {
                    count.count = count.count.saturating_sub(1);
                    let asked = bid.requested.unwrap_or(Pence::ZERO);
                    count.requested = count.requested.checked_sub(asked).unwrap_or(Pence::ZERO);
                }
            }
            counts.retain(|count| count.count > 0);
        }
        Ok((On::default(), ListPage { round, lines, next, counts, standings }))
    }
}

/// Where a list goes on after this bid: looked up, for its key holds a name that may be withheld.
fn place_of(last: ApplicationId, round: RoundId, eye: &mut Eye<'_>) -> Outcome<ApplicationKey> {
    let bid = eye.tx.application(last)?.filter(|bid| bid.round == round);
    let bid = bid.ok_or(AppError::NotFound)?;
    Ok(ApplicationKey {
        received_at: bid.submitted_at.or(bid.late_at).unwrap_or(bid.started_at),
        organisation_name: bid.organisation_name,
        id: bid.id,
    })
}

impl ListApplications {
    /// A search by what is withheld from the reader would tell it: such a line matches nothing.
    fn may_match(&self, line: &ApplicationLine, standings: &Standings) -> bool {
        if standings.towards(line.id) == Standing::Clear {
            return true;
        }
        let by_name = self.filter.name_begins.is_some() && line.withhold.name();
        let by_place = self.filter.lead_area.is_some() && line.withhold.place();
        !by_name && !by_place
    }
}
