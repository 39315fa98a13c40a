//! Recording the meeting.

use crate::chrome::Chrome;
use crate::components::{Checkboxes, Choice, DateInput, ErrorSummary, Field};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use crate::pages::assessments::{id, version};
use actix_web::web;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::value::read_date;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::panel::{MeetingPage as View, MeetingSheet, RecordMeeting};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/panel/meeting.html")]
struct MeetingPage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    round: RoundId,
    title: String,
    version: i64,
    quorum: String,
    on: DateInput,
    present: Checkboxes,
    conflicts: Vec<String>,
    left: Checkboxes,
}

/// What was typed, and what is wrong with it.
struct Typed {
    on: [String; 3],
    present: Vec<String>,
    left: bool,
    on_error: Option<&'static str>,
}

impl Typed {
    fn of(sheet: &MeetingSheet) -> Self {
        let on = sheet.meeting.as_ref().map_or(sheet.today, |meeting| meeting.on);
        let present = sheet.meeting.iter().flat_map(|meeting| &meeting.present);
        Self {
            on: [on.day().to_string(), on.month().to_string(), on.year().to_string()],
            present: present.map(|one| one.person.to_string()).collect(),
            left: sheet.meeting.as_ref().is_some_and(|meeting| !meeting.left.is_empty()),
            on_error: None,
        }
    }
}

fn page(
    sheet: &MeetingSheet,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: Typed,
) -> MeetingPage {
    let name = |person: PersonId| {
        let known = sheet.members.iter().find(|(member, _)| member.id == person);
        known.map_or_else(|| "Somebody".to_owned(), |(member, _)| member.name.clone())
    };
    let conflicts = sheet.conflicts.iter().map(|left| {
        let bid = sheet.bids.iter().find(|bid| bid.id == left.application);
        let bid = bid.map_or("an application", |bid| bid.organisation_name.as_str());
        format!("{} for {bid}", name(left.person))
    });
    let choices = sheet.members.iter().map(|(person, community)| {
        let text = if person.name.is_empty() { &person.email } else { &person.name };
        let choice = Choice::new(person.id.to_string(), text.clone());
        if *community { choice.hint("For a community") } else { choice }
    });
    let on = DateInput::new("on", "Day of the meeting").typed(typed.on).error(typed.on_error);
    let errors: ErrorSummary = [on.error_item()].into_iter().collect();
    let panel = &sheet.round.settings.panel;
    let mut chrome = chrome(site, frame, visitor, "Record the meeting");
    chrome.error = !errors.is_empty();
    let left = Checkboxes::single("left", "Each of those present left for the application named");
    MeetingPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors,
        round: sheet.round.id,
        title: sheet.round.settings.title.clone(),
        version: sheet.meeting.as_ref().map_or(0, |meeting| meeting.version),
        quorum: format!(
            "At least {} members must be present, {} of them for a community.",
            panel.quorum, panel.community_quorum
        ),
        on,
        present: Checkboxes::new("present", "Members who were present", choices)
            .choose(&typed.present),
        conflicts: conflicts.collect(),
        left: left.choose(if typed.left { &["yes"] } else { &[""] }),
    }
}

async fn see(
    site: &SiteData,
    visitor: &Visitor,
    round: RoundId,
) -> Result<MeetingSheet, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &View { round })).await?)
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let sheet = see(&site, &visitor, id(&path)?).await?;
    let typed = Typed::of(&sheet);
    Ok(ok(&page(&sheet, (&site, &frame, &visitor), typed)))
}

pub(super) async fn take(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let fields = &posted.fields;
    let typed = ["day", "month", "year"].map(|part| fields.only(&format!("on-{part}")).to_owned());
    let [day, month, year] = &typed;
    let all_left = !fields.only("left").is_empty();
    let Ok(on) = read_date(day, month, year) else {
        let sheet = see(&site, &visitor, round).await?;
        let present = fields.all("present").map(str::to_owned).collect();
        let on_error = Some("Enter the day of the meeting");
        let typed = Typed { on: typed, present, left: all_left, on_error };
        return Ok(again(&page(&sheet, (&site, &frame, &visitor), typed)));
    };
    let present: Option<Vec<PersonId>> = fields.all("present").map(PersonId::parse).collect();
    let present = present.ok_or_else(|| PageError::from(AppError::NotFound))?;
    let version = version(fields.only("version"));
    let case = RecordMeeting { round, version, on, present, all_left };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&format!("/staff/rounds/{round}/panel")))
}
