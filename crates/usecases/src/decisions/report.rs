//! The report of a round, derived from its audit trail on any day.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::withhold::Audience;
use almoner_domain::area::AreaCode;
use almoner_domain::audit::{Fact, Recorded};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::office::Office;
use almoner_domain::report::{AreaLine, RankLine, Report};
use almoner_domain::round::{Evidence, Phase, ProvenanceStatus, Round};
use almoner_domain::value::{CivilDate, Instant, london};
use std::collections::BTreeSet;

/// The report of a round at the end of a day, or now.
pub struct ReportOf {
    /// The round.
    pub round: RoundId,
    /// The day; now, if none.
    pub on: Option<CivilDate>,
}

/// One area of the report with what was published about its need.
pub struct AreaFigures {
    /// Its name; none if it is withheld.
    pub name: Option<String>,
    /// What was received, recommended and approved.
    pub line: AreaLine,
    /// Published evidence about it.
    pub evidence: Vec<Evidence>,
}

/// What the page shows.
pub struct ReportSheet {
    /// The round as it is now.
    pub round: Round,
    /// The report.
    pub report: Report,
    /// By area.
    pub areas: Vec<AreaFigures>,
    /// The bids with agreed marks, in their order: those towards which the reader stands clear.
    pub ranking: Vec<RankLine>,
    /// How many bids with agreed marks are kept back from the reader.
    pub kept_back: usize,
    /// Whether it is about every bid. Until everybody is told, it is for each reader as if bids
    /// from which they are kept away did not exist.
    pub whole: bool,
    /// Whether the approvals are a fiction of a demonstration, and what is said about it.
    pub fiction: Option<String>,
}

/// The last instant of a day in London.
fn end_of(day: CivilDate) -> Option<Instant> {
    let next = day.tomorrow().ok()?;
    let midnight = london::instant(next, jiff::civil::Time::midnight()).ok()?;
    midnight.checked_add(jiff::SignedDuration::from_micros(-1))
}

/// The bid that an entry is about, on its own chain or the round's.
fn about(entry: &Recorded) -> Option<ApplicationId> {
    let named = || match entry.facts.get("application") {
        Some(Fact::Id(id)) => Some(ApplicationId(*id)),
        _ => None,
    };
    entry.application().or_else(named)
}

/// The areas of a report as an audience may see them.
pub(super) fn areas(
    round: &Round,
    report: &Report,
    office: &Office,
    audience: Audience,
) -> Vec<AreaFigures> {
    let day = london::date(round.opens_at);
    report
        .areas(audience)
        .into_iter()
        .map(|line| {
            let code = line.area.clone().plain();
            let name = code.as_ref().map(|code| match code {
                None => "Elsewhere".to_owned(),
                Some(code) => area_name(office, code, day),
            });
            let about = |evidence: &&Evidence| {
                code.as_ref().is_some_and(|code| code.as_deref() == Some(evidence.area.as_str()))
            };
            let evidence = round.settings.evidence.iter().filter(about).cloned().collect();
            AreaFigures { name, line, evidence }
        })
        .collect()
}

/// The name of an area, or its code where the office has no name for it.
pub(super) fn area_name(office: &Office, code: &str, day: CivilDate) -> String {
    AreaCode::parse(code)
        .ok()
        .and_then(|parsed| office.gazetteer.area(&parsed, day).map(|area| area.name.clone()))
        .unwrap_or_else(|| code.to_owned())
}

/// What the round's settings say about approvals that were invented.
pub(super) fn fiction(round: &Round) -> Option<String> {
    round
        .settings
        .provenance
        .iter()
        .find(|one| one.setting == "results.approved" && one.status == ProvenanceStatus::Fictional)
        .map(|one| one.note.clone())
}

impl View for ReportOf {
    type Output = ReportSheet;
    const ACT: Act = Act::ReadReport;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, ReportSheet)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let until = match self.on {
            Some(day) => end_of(day).ok_or(AppError::NotFound)?.min(eye.now),
            None => eye.now,
        };
        let standings = eye.tx.standings(eye.person()?, round.id)?;
        let told = round.phase(eye.now) == Phase::Results;
        let away: BTreeSet<ApplicationId> = standings.recused().filter(|_| !told).collect();
        let mut entries = eye.tx.entries_of_round(self.round, eye.now)?;
        let all = entries.len();
        entries.retain(|entry| about(entry).is_none_or(|bid| !away.contains(&bid)));
        let whole = entries.len() == all;
        let report = Report::of(&entries, until).withholding(&Report::of(&entries, eye.now));
        let areas = areas(&round, &report, eye.office(), Audience::Office);
        // Counts are for every reader; the marks of a bid only for whoever may read the bid.
        let clear = |line: &RankLine| standings.towards(line.application) == Standing::Clear;
        let (ranking, kept): (Vec<_>, Vec<_>) = report.ranking().into_iter().partition(clear);
        let kept_back = kept.len();
        let fiction = fiction(&round);
        Ok((
            On::default(),
            ReportSheet { fiction, areas, ranking, kept_back, whole, report, round },
        ))
    }
}
