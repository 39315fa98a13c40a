//! The panel's table: ranking, line, tie-breaks, money and areas.

use crate::chrome::Chrome;
use crate::components::{Cell, Column, Field, Row, Table, TextInput, Textarea};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, render, see_other};
use crate::pages::assessments::head::{Head, head};
use crate::pages::assessments::{id, version};
use crate::pages::staff::work::may;
use crate::typed::Typed;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::withhold::{Audience, shown_name, shown_places};
use almoner_domain::id::RoundId;
use almoner_domain::moderation::{NotWhy, PanelRefused, Split, Suggestion};
use almoner_domain::round::{Round, Status, TieBreak};
use almoner_domain::value::{Percent, parse_whole};
use almoner_http::{Posted, Visitor, blocking};
use almoner_usecases::panel::{Panel, PanelOfRound, PanelRow, RecommendRound, SetLine};
use almoner_usecases::rounds::Change;
use almoner_usecases::{AppError, Refusal};
use askama::Template;

/// The lower ends of the bands in which results are shown (proposed default).
const BANDS: [(i32, &str); 3] = [(70, "70% and over"), (60, "60% to 70%"), (40, "40% to 60%")];
const LOWEST_BAND: &str = "Under 40%";

#[derive(Template)]
#[template(path = "pages/panel/table.html")]
struct PanelPage {
    chrome: Chrome,
    head: Head,
    ranking: Table,
    areas: Table,
    money: Vec<String>,
    bands: Vec<String>,
    line: Option<(String, String)>,
    usual: u8,
    meeting: Option<String>,
    chairing: bool,
    percent: TextInput,
    reason: Textarea,
}

fn tie_break(round: &Round, tie_break: &TieBreak) -> String {
    match tie_break {
        TieBreak::Criterion { code } => {
            let criteria = &round.settings.scoring.criteria;
            let known = criteria.iter().find(|criterion| criterion.code == *code);
            let title = known.map_or(code.as_str(), |criterion| criterion.title.as_str());
            format!("the mark for “{title}”")
        }
        TieBreak::FirstTime => "first award from this office".to_owned(),
        TieBreak::SentFirst => "sent first".to_owned(),
    }
}

fn split(round: &Round, split: &Split) -> String {
    match split {
        Split::By(rule) => format!("Equal to the one above; decided by {}", tie_break(round, rule)),
        Split::Unsplit => "Equal to the one above by every published rule".to_owned(),
    }
}

fn suggestion(suggestion: &Suggestion) -> String {
    match suggestion {
        Suggestion::NoLine => "Line not set".to_owned(),
        Suggestion::Recommend => "Award".to_owned(),
        Suggestion::Reserve => "Reserve list".to_owned(),
        Suggestion::Not(NotWhy::BelowLine) => "No: below the line".to_owned(),
        Suggestion::Not(NotWhy::BudgetSpent) => "No: budget spent".to_owned(),
        Suggestion::Not(NotWhy::BelowMinimum(codes)) => {
            format!("No: below the minimum for {}", codes.join(", "))
        }
    }
}

fn band(percent: Percent) -> &'static str {
    let found = BANDS.iter().find(|(least, _)| percent >= Percent::whole(*least));
    found.map_or(LOWEST_BAND, |(_, words)| words)
}

/// `opens`: whether the reader may open the marks of a bid.
fn row(panel: &Panel, row: &PanelRow, opens: bool) -> Row {
    let (application, round) = (&row.application, &panel.round);
    let percent = match (&row.ranked, &row.originals) {
        (Some(ranked), _) => ranked.percent.to_string(),
        (None, Some(originals)) => format!("{} (not agreed)", originals.all),
        (None, None) => "Marks hidden".to_owned(),
    };
    let ranked = row.ranked.as_ref();
    let made = row.moderation.as_ref().and_then(|moderation| moderation.recommendation.as_ref());
    let amount = |pence: Option<almoner_domain::value::Pence>| {
        pence.map_or_else(|| "–".to_owned(), |sum| sum.to_string())
    };
    let under = if panel.may_chair { "moderation" } else { "marks" };
    let area = shown_places(application, Audience::Working).plain().flatten().unwrap_or("–");
    let area =
        panel.areas.iter().find(|one| one.code == area).map_or(area, |one| one.name.as_str());
    // The table is for those who work on every bid that it shows.
    let name = shown_name(application, Audience::Working).or("").to_owned();
    Row {
        cells: vec![
            Cell::numeric(ranked.map_or_else(|| "–".to_owned(), |one| one.place.to_string())),
            if opens {
                Cell::link(name, format!("/staff/applications/{}/{under}", application.id))
            } else {
                Cell::new(name)
            },
            Cell::new(application.reference.clone().unwrap_or_default()),
            Cell::new(area.to_owned()),
            Cell::numeric(percent),
            Cell::new(ranked.map_or("–", |one| band(one.percent))),
            Cell::new(
                ranked
                    .and_then(|one| one.split.as_ref())
                    .map_or_else(String::new, |one| split(round, one)),
            ),
            Cell::new(ranked.map_or_else(String::new, |one| suggestion(&one.suggestion))),
            Cell::numeric(amount(application.requested)),
            Cell::new(made.map_or("Not yet", |made| words::outcome(made.outcome))),
            Cell::numeric(amount(made.and_then(|made| made.amount))),
            Cell::numeric(amount(ranked.map(|one| one.running))),
        ],
        total: false,
    }
}

fn ranking(panel: &Panel, opens: bool) -> Table {
    Table {
        caption: "Ranking".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![
            Column::numeric("Place"),
            Column::new("Group"),
            Column::new("Reference"),
            Column::new("Area"),
            Column::numeric("Agreed"),
            Column::new("Band"),
            Column::new("Tie-break"),
            Column::new("By the rules"),
            Column::numeric("Asked for"),
            Column::new("Recommendation"),
            Column::numeric("Amount"),
            Column::numeric("Running total by the rules"),
        ],
        rows: panel.rows.iter().map(|one| row(panel, one, opens)).collect(),
        first_cell_is_header: false,
        classes: "".into(),
    }
}

fn areas(panel: &Panel) -> Table {
    let rows = panel.areas.iter().map(|area| {
        let evidence: Vec<String> =
            area.evidence.iter().map(|(measure, value)| format!("{measure}: {value}")).collect();
        Row {
            cells: vec![
                Cell::new(area.name.clone()),
                Cell::new(if evidence.is_empty() { "–".to_owned() } else { evidence.join("; ") }),
                Cell::numeric(area.bids.to_string()),
                Cell::numeric(area.recommended.to_string()),
                Cell::numeric(area.sum.to_string()),
            ],
            total: false,
        }
    });
    Table {
        caption: "Need against awards, by area of largest share".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![
            Column::new("Area"),
            Column::new("Published evidence of need"),
            Column::numeric("Applications"),
            Column::numeric("Recommended"),
            Column::numeric("Amount"),
        ],
        rows: rows.collect(),
        first_cell_is_header: true,
        classes: "".into(),
    }
}

fn money(panel: &Panel) -> Vec<String> {
    let budget = panel.round.settings.money.budget;
    let mut lines = vec![format!("Budget: {}.", budget)];
    match panel.sum {
        Some(sum) => {
            lines.push(format!("Recommended so far: {}.", sum));
            if let Some(left) = budget.checked_sub(sum) {
                lines.push(format!("Left: {}.", left));
            }
        }
        None => lines.push("The sum of recommendations is not shown to you.".to_owned()),
    }
    lines.extend(crate::content::rounds::more_time(&panel.round.more_time_given()));
    lines
}

/// How many bids are in each band, none included.
fn bands(panel: &Panel) -> Vec<String> {
    let names = BANDS.iter().map(|(_, words)| *words).chain([LOWEST_BAND]);
    names
        .map(|name| {
            let ranked = panel.rows.iter().filter_map(|row| row.ranked.as_ref());
            format!("{name}: {}", ranked.filter(|one| band(one.percent) == name).count())
        })
        .collect()
}

/// The forms of the page.
const LINE: &str = "line";
const HAND_OVER: &str = "recommend";

async fn see(site: &SiteData, visitor: &Visitor, round: RoundId) -> Result<Panel, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &PanelOfRound { round })).await
}

fn page(panel: &Panel, typed: &Typed, around: (&SiteData, &FrameData, &Visitor)) -> PanelPage {
    let usual = panel.round.settings.scoring.usual_line_percent;
    let set = panel.round.line.as_ref();
    let part = typed.part(LINE);
    let percent = set.map_or(usual, |line| line.percent).to_string();
    let percent = TextInput::whole_number("percent", "Quality line, in per cent")
        .width(3)
        .suffix("%")
        .value(part.value("percent", &percent))
        .error(part.error("percent"));
    let reason = Textarea::new("reason", "Why there")
        .rows(3)
        .value(part.value("reason", set.map_or("", |line| line.reason.as_str())))
        .error(part.error("reason"));
    let chairing = panel.may_chair && panel.round.status == Status::Moderating;
    let fields = vec![percent.error_item(), reason.error_item()];
    let (chrome, head) = head("The panel’s table", &panel.round, (typed, fields, chairing), around);
    PanelPage {
        chrome,
        head,
        ranking: ranking(panel, may(&around.2.actor, Act::ReadMarks)),
        areas: areas(panel),
        money: money(panel),
        bands: bands(panel),
        line: set.map(|line| (format!("{}%", line.percent), line.reason.clone())),
        usual,
        meeting: panel.meeting.as_ref().map(|meeting| {
            let (present, community) = meeting.counts();
            let left = match meeting.left.len() {
                0 => "Nobody left the room.".to_owned(),
                1 => "Somebody left the room once.".to_owned(),
                times => format!("People left the room {times} times."),
            };
            format!(
                "Held on {}. Present: {present}, of whom {community} for a community. {left}",
                almoner_domain::value::show_date(meeting.on),
            )
        }),
        chairing,
        percent,
        reason,
    }
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let panel = see(&site, &visitor, id(&path)?).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &page(&panel, &typed, (&site, &frame, &visitor))))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let about = match refusal {
        Refusal::Panel(PanelRefused::NoPercentage(_)) => "percent",
        Refusal::Panel(PanelRefused::NoReason | PanelRefused::TooLong { .. }) => "reason",
        _ => "",
    };
    about.to_owned()
}

/// On to `next`, or the table again with what was typed and what stands against it.
async fn finish(
    form: &'static str,
    round: RoundId,
    done: Result<(), AppError>,
    next: &str,
    posted: &Posted,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let Err(error) = done else { return Ok(see_other(next)) };
    let typed = Typed::refused(form, &posted.fields, error, field)?;
    let panel = see(around.0, around.2, round).await?;
    Ok(render(typed.status(), &page(&panel, &typed, around)))
}

pub(super) async fn line(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let case = SetLine {
        round,
        version: version(posted.fields.only("version")),
        // What is no whole number is no percentage either, and is refused as such.
        percent: parse_whole(posted.fields.only("percent")).unwrap_or(-1),
        reason: posted.fields.only("reason").to_owned(),
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let done = blocking(move || app.execute(&actor, arrived, case)).await;
    let next = format!("/staff/rounds/{round}/panel");
    finish(LINE, round, done, &next, &posted, (&site, &frame, &visitor)).await
}

pub(super) async fn recommend(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let version = version(posted.fields.only("version"));
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = Change { round, version, mv: RecommendRound };
    let done = blocking(move || app.execute(&actor, arrived, case)).await.map(drop);
    let next = format!("/staff/rounds/{round}");
    finish(HAND_OVER, round, done, &next, &posted, (&site, &frame, &visitor)).await
}
