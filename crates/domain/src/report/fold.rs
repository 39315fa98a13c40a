//! The fold: entry by entry, oldest first.

use super::{Bid, Report, ranking};
use crate::application::{Status, Withhold};
use crate::audit::{Fact, Recorded, Stream, events};
use crate::id::ApplicationId;
use crate::value::{Instant, Pence};

impl Report {
    /// Derives the report from the entries of one round, up to and including `until`. Entries
    /// after it, and events that do not matter here, change nothing.
    #[must_use]
    pub fn of(entries: &[Recorded], until: Instant) -> Self {
        let mut report = Self { until: Some(until), ..Self::default() };
        for entry in entries.iter().filter(|entry| entry.at <= until) {
            report.entries += 1;
            match entry.stream {
                Stream::Round(_) => report.about_round(entry),
                Stream::Application(application) => report.about_bid(application, entry),
                Stream::Office => {}
            }
            report.about_conflicts(entry);
        }
        report
    }

    /// The same report with everything withheld that is withheld by now: what a group asks for
    /// holds for past days as well, or the difference between two days would tell it.
    #[must_use]
    pub fn withholding(mut self, now: &Self) -> Self {
        for (id, bid) in &mut self.bids {
            let today = now.bids.get(id).map(|bid| bid.withhold).unwrap_or_default();
            bid.withhold = bid.withhold.and(today);
        }
        self
    }

    fn about_round(&mut self, entry: &Recorded) {
        if entry.event.starts_with("round.") {
            if let Some(budget) = entry.pence("budget") {
                self.budget = Some(budget);
            }
            if let Some(Fact::Codes(areas)) = entry.facts.get("reported_areas") {
                self.reported.clone_from(areas);
            }
            if let Some(weights) = ranking::numbered(entry.facts.get("weights")) {
                self.weights = weights;
            }
            if let Some(least) = ranking::numbered(entry.facts.get("least_marks")) {
                self.least_marks = least;
            }
            if let Some(reference) = entry.code("reference") {
                self.reference = Some(reference.to_owned());
            }
        }
        match entry.event.as_str() {
            events::ROUND_RECOMMENDED => self.recommended_at = Some(entry.at),
            events::ROUND_RETURNED => self.recommended_at = None,
            events::DECISION_SIGNED => self.decided_at = Some(entry.at),
            events::ROUND_ANNOUNCED => self.announced_at = Some(entry.at),
            _ => {}
        }
    }

    fn about_bid(&mut self, application: ApplicationId, entry: &Recorded) {
        // An override that needs several authorities counts once, when the last has spoken.
        let complete = entry.facts.get("complete") != Some(&Fact::Flag(false));
        if entry.event == events::SCREENING_OVERRIDDEN && complete {
            self.overrides = self.overrides.saturating_add(1);
        }
        self.bids.entry(application).or_default().take(entry);
    }

    fn about_conflicts(&mut self, entry: &Recorded) {
        if !matches!(entry.event.split_once('.'), Some(("conflict" | "declaration", _))) {
            return;
        }
        match entry.code("to") {
            Some("declared" | "cleared_with_note") if entry.code("from") != Some("declared") => {
                self.conflicts = self.conflicts.saturating_add(1);
            }
            Some("recused") => {
                self.recusals = self.recusals.saturating_add(1);
                if entry.code("from") != Some("declared") {
                    self.conflicts = self.conflicts.saturating_add(1);
                }
            }
            _ => {}
        }
    }
}

impl Bid {
    fn take(&mut self, entry: &Recorded) {
        if let Some(withhold) = entry.code("withhold").and_then(Withhold::parse) {
            self.withhold = withhold;
        }
        match entry.event.as_str() {
            events::APPLICATION_SUBMITTED | events::APPLICATION_SENT_AGAIN => self.sent(entry),
            events::APPLICATION_WITHDRAWN => self.withdrawn = true,
            events::APPLICATION_LATE => self.late = true,
            events::ASSESSMENT_LOCKED => self.assessed = ranking::revealed(entry),
            events::MODERATION_AGREED => {
                // A recommendation rests on the marks before it: agreed anew, it falls away.
                (self.moderated, self.recommended) = (true, None);
                self.agreed = ranking::agreed(entry);
            }
            events::PANEL_RECOMMENDED => {
                self.recommended = (entry.code("outcome") == Some("recommend"))
                    .then(|| entry.pence("amount").unwrap_or(Pence::ZERO));
            }
            events::DECISION_SIGNED => {
                self.reason = entry.code("reason").map(str::to_owned);
                self.approved = match entry.code("outcome") {
                    Some("fund" | "fund_in_part") => entry.pence("amount"),
                    _ => None,
                };
            }
            events::RESERVE_PROMOTED => self.approved = entry.pence("amount"),
            event if event.starts_with("screening.") => self.screened(entry),
            _ => {}
        }
    }

    fn sent(&mut self, entry: &Recorded) {
        self.received = true;
        self.reference = entry.code("reference").map(str::to_owned).or(self.reference.take());
        self.requested = entry.pence("requested").unwrap_or(Pence::ZERO);
        self.lead_area = entry.code("lead_area").map(str::to_owned);
        self.shares = ranking::numbered(entry.facts.get("shares")).unwrap_or_default();
    }

    /// Screening is read off the state that it led to.
    fn screened(&mut self, entry: &Recorded) {
        match entry.code("to").and_then(Status::parse) {
            Some(Status::Ineligible) => {
                let reasons = match entry.facts.get("reasons") {
                    Some(Fact::Codes(codes)) => codes.clone(),
                    _ => Vec::new(),
                };
                (self.ineligible, self.eligible) = (Some(reasons), false);
            }
            Some(Status::Screening) => (self.ineligible, self.eligible) = (None, false),
            Some(Status::Eligible) => (self.ineligible, self.eligible) = (None, true),
            _ => {}
        }
    }
}
