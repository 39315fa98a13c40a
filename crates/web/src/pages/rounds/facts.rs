//! The settings of a round as labelled facts, each with where it comes from.

use crate::content::rounds as words;
use almoner_domain::application::Withhold;
use almoner_domain::round::{Areas, OpenTo, Provenance, Round, RoundType, Settings};
use almoner_domain::value::{london, show_date, show_moment};
use almoner_usecases::rounds::AreaName;
use std::collections::BTreeMap;

/// A labelled fact.
pub(crate) struct Fact {
    pub(crate) key: &'static str,
    pub(crate) lines: Vec<String>,
    pub(crate) sources: Vec<Source>,
}

/// Where a setting comes from.
pub(crate) struct Source {
    pub(crate) label: &'static str,
    pub(crate) note: String,
    /// The path of the setting that the note is on.
    setting: String,
}

/// Whether a note on `setting` is on the whole group that the setting at `path` is in.
fn is_wider(setting: &str, path: &str) -> bool {
    path.strip_prefix(setting).is_some_and(|rest| rest.starts_with('.'))
}

/// The notes on where a round's settings come from.
pub(crate) struct Sources<'a>(pub(crate) &'a [Provenance]);

impl Sources<'_> {
    /// The notes on a setting, on the group that it is in, and on its parts.
    pub(crate) fn of(&self, path: &str) -> Vec<Source> {
        let within = |inner: &str, outer: &str| {
            inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
        };
        self.0
            .iter()
            .filter(|note| within(path, &note.setting) || within(&note.setting, path))
            .map(source)
            .collect()
    }
}

pub(crate) fn source(note: &Provenance) -> Source {
    Source {
        label: words::provenance(note.status),
        note: note.note.clone(),
        setting: note.setting.clone(),
    }
}

/// The facts of one part of a page.
#[derive(Default)]
pub(crate) struct FactList {
    facts: Vec<Fact>,
    /// Notes on the group that the settings are in: said once, and not with each of them.
    common: Vec<Source>,
}

impl FactList {
    fn add(&mut self, sources: &Sources<'_>, key: &'static str, path: &str, lines: Vec<String>) {
        if lines.iter().all(|line| line.trim().is_empty()) {
            return;
        }
        let (wider, own): (Vec<Source>, Vec<Source>) =
            sources.of(path).into_iter().partition(|source| is_wider(&source.setting, path));
        for source in wider {
            if self.common.iter().all(|known| known.setting != source.setting) {
                self.common.push(source);
            }
        }
        self.facts.push(Fact { key, lines, sources: own });
    }

    fn all(mut self) -> Vec<Fact> {
        if !self.common.is_empty() {
            let common = Fact { key: "All of this part", lines: Vec::new(), sources: self.common };
            self.facts.push(common);
        }
        self.facts
    }
}

/// The parts of a round's settings that are shown as facts.
pub(crate) struct RoundFacts {
    pub(crate) purpose: Vec<Fact>,
    pub(crate) money: Vec<Fact>,
    pub(crate) places: Vec<Fact>,
    pub(crate) dates: Vec<Fact>,
    pub(crate) marking: Vec<Fact>,
}

/// Every fact of a round.
pub(crate) fn facts_of(
    round: &Round,
    areas: &BTreeMap<String, AreaName>,
    plan: &str,
    priorities: &[String],
) -> RoundFacts {
    let settings = &round.settings;
    let sources = Sources(&settings.provenance);
    RoundFacts {
        purpose: purpose(settings, &sources, plan, priorities),
        money: money(settings, &sources),
        places: places(settings, &sources, areas),
        dates: dates(round, &sources),
        marking: marking(settings, &sources, areas),
    }
}

fn purpose(
    settings: &Settings,
    sources: &Sources<'_>,
    plan: &str,
    priorities: &[String],
) -> Vec<Fact> {
    let mut facts = FactList::default();
    facts.add(sources, "Fund", "fund", vec![settings.fund.clone()]);
    facts.add(sources, "Reference", "reference", vec![settings.reference.clone()]);
    facts.add(sources, "How it is given out", "type", given_out(settings));
    facts.add(sources, "Who is admitted", "open_to", limited(settings));
    let withheld = match settings.withhold {
        Withhold::Nothing => Vec::new(),
        Withhold::Name => vec!["Names of groups".to_owned()],
        Withhold::Place => vec!["Places".to_owned()],
        Withhold::Both => vec!["Names of groups and places".to_owned()],
    };
    facts.add(sources, "What we do not show or publish", "withhold", withheld);
    facts.add(sources, "Theme", "theme", vec![settings.theme.clone()]);
    facts.add(sources, "Plan", "plan", vec![plan.to_owned()]);
    facts.add(sources, "Priorities of the plan", "priorities", priorities.to_vec());
    let power = vec![words::legal_power(settings.legal_power).to_owned()];
    facts.add(sources, "Legal power", "legal_power", power);
    facts.all()
}

/// A direct award, with the reason for which nobody competes; nothing where groups compete.
fn given_out(settings: &Settings) -> Vec<String> {
    match &settings.kind {
        RoundType::Competitive => Vec::new(),
        RoundType::DirectAward { reason } => {
            vec!["Direct award, without competition".to_owned(), reason.clone()]
        }
    }
}

/// Why only invited groups can apply; nothing where everybody can.
fn limited(settings: &Settings) -> Vec<String> {
    match &settings.open_to {
        OpenTo::Everybody => Vec::new(),
        OpenTo::Zones { why, .. } => {
            vec!["Only projects in the zones below can apply.".to_owned(), why.clone()]
        }
        OpenTo::Invited { why, .. } => {
            vec!["Only groups that we have invited can apply.".to_owned(), why.clone()]
        }
    }
}

fn money(settings: &Settings, sources: &Sources<'_>) -> Vec<Fact> {
    let money = &settings.money;
    let mut facts = FactList::default();
    facts.add(sources, "Budget of the round", "money.budget", vec![money.budget.to_string()]);
    facts.add(sources, "Smallest grant", "money.minimum", vec![money.minimum.to_string()]);
    facts.add(sources, "Largest grant", "money.maximum", vec![money.maximum.to_string()]);
    if let Some(above) = settings.eligibility.second_person_above {
        let days = settings.eligibility.second_person_working_days;
        let lines = vec![
            format!("Needed to ask for more than {above}: somebody else of the group confirms it"),
            format!("They can do so until {days} working days after the deadline"),
        ];
        facts.add(sources, "Second person", "eligibility.second_person_above", lines);
    }
    if money.match_percent > 0 {
        let share = format!("At least {}% of the whole cost", money.match_percent);
        facts.add(sources, "What must come from others", "money.match_percent", vec![share]);
    }
    let funding = settings.funding_sources.iter().map(|source| match &source.ring_fence {
        Some(fence) => format!("{}: {} ({fence})", source.name, source.amount),
        None => format!("{}: {}", source.name, source.amount),
    });
    facts.add(sources, "Where the money comes from", "funding_sources", funding.collect());
    let reserve = match (money.reserve_list, money.reserve_days) {
        (false, _) => "No reserve list is kept".to_owned(),
        (true, Some(days)) => {
            format!("Good applications that we cannot fund at first wait for {days} days")
        }
        (true, None) => "Good applications that we cannot fund at first may wait".to_owned(),
    };
    facts.add(sources, "Reserve list", "money.reserve_list", vec![reserve]);
    facts.all()
}

fn places(
    settings: &Settings,
    sources: &Sources<'_>,
    areas: &BTreeMap<String, AreaName>,
) -> Vec<Fact> {
    let Areas { targets, why, least_target_percent, .. } = &settings.areas;
    let mut facts = FactList::default();
    let named = if targets.is_empty() {
        vec!["The whole police force area".to_owned()]
    } else {
        targets.iter().map(|code| area(areas, code)).collect()
    };
    facts.add(sources, "Where", "areas.targets", named);
    let zones = settings.open_to.zones().iter().map(|code| area(areas, code)).collect();
    facts.add(sources, "Only in these zones", "open_to.areas", zones);
    facts.add(sources, "Why there", "areas.why", vec![why.clone()]);
    if *least_target_percent > 0 {
        let share = format!("At least {least_target_percent}% of the people who benefit");
        facts.add(sources, "Share in these areas", "areas.least_target_percent", vec![share]);
    }
    let evidence = settings.evidence.iter().map(|evidence| {
        format!(
            "{}: {}, {} ({}). Source: {}",
            area(areas, &evidence.area),
            evidence.measure,
            evidence.value,
            evidence.period,
            evidence.source
        )
    });
    facts.add(sources, "Evidence", "evidence", evidence.collect());
    facts.all()
}

/// An area's name; its extent is said to be approximate where it is.
pub(crate) fn area(areas: &BTreeMap<String, AreaName>, code: &str) -> String {
    match areas.get(code) {
        Some(area) if area.approximate => format!("{} (approximate area)", area.name),
        Some(area) => area.name.clone(),
        None => code.to_owned(),
    }
}

fn dates(round: &Round, sources: &Sources<'_>) -> Vec<Fact> {
    let dates = &round.settings.dates;
    let mut facts = FactList::default();
    let moment = |instant| vec![show_moment(instant)];
    facts.add(sources, "Opens on", "dates.opens", moment(round.opens_at));
    let mut closes = vec![round.deadline.to_string()];
    if london::civil(round.deadline.at) != dates.closes {
        closes.push("This is later than first announced.".to_owned());
    }
    facts.add(sources, "Closes", "dates.closes", closes);
    let day = |date| vec![show_date(date)];
    facts.add(sources, "Decision by", "dates.decision_by", day(dates.decision_by));
    facts.add(sources, "Projects start from", "dates.earliest_start", day(dates.earliest_start));
    facts.add(sources, "Money spent by", "dates.latest_end", day(dates.latest_end));
    let review = format!(
        "{} working days after you are told that you are not eligible",
        dates.review_working_days
    );
    facts.add(sources, "Asking for a review", "dates.review_working_days", vec![review]);
    let accept = format!("{} working days", dates.acceptance_working_days);
    facts.add(sources, "Accepting an offer", "dates.acceptance_working_days", vec![accept]);
    facts.all()
}

fn marking(
    settings: &Settings,
    sources: &Sources<'_>,
    areas: &BTreeMap<String, AreaName>,
) -> Vec<Fact> {
    let scoring = &settings.scoring;
    let mut facts = FactList::default();
    let mut markers =
        vec![format!("{} assessors mark each application, apart", scoring.staff_assessors)];
    markers.extend(scoring.community_assessors.iter().map(|quota| {
        format!("{}: {} community assessors besides", area(areas, &quota.area), quota.assessors)
    }));
    facts.add(sources, "Who marks", "scoring.staff_assessors", markers);
    let line = format!(
        "Usually {}%. The panel sets the line after it has agreed its marks, and says why",
        scoring.usual_line_percent
    );
    facts.add(sources, "Quality line", "scoring.usual_line_percent", vec![line]);
    let title = |code: &str| {
        let found = scoring.criteria.iter().find(|criterion| criterion.code == code);
        found.map(|criterion| criterion.title.clone())
    };
    let ties = scoring.tie_breaks.iter().enumerate().map(|(at, tie_break)| {
        let first = if at == 0 { "First" } else { "Then" };
        format!("{first}, {}", words::tie_break(tie_break, title))
    });
    facts.add(sources, "If two are equal", "scoring.tie_breaks", ties.collect());
    facts.all()
}
