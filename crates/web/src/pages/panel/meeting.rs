//! Recording the meeting.

use crate::chrome::Chrome;
use crate::components::{Checkboxes, Choice, DateInput, ErrorSummary, Field};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::pages::assessments::{id, version};
use crate::typed::Typed;
use actix_web::web;
use almoner_domain::application::Application;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::moderation::PanelRefused;
use almoner_domain::value::read_date;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::Refusal;
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

/// The form of the page.
const FORM: &str = "meeting";

fn page(
    sheet: &MeetingSheet,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &Typed,
) -> MeetingPage {
    let name = |person: PersonId| {
        let known = sheet.members.iter().find(|(member, _)| member.id == person);
        known.map_or_else(|| "Somebody".to_owned(), |(member, _)| member.name.clone())
    };
    let conflicts = sheet.conflicts.iter().map(|left| {
        let bid = sheet.bids.iter().find(|bid| bid.id == left.application);
        let bid = bid.map_or_else(|| "an application".to_owned(), |bid| group(sheet, bid));
        format!("{} for {bid}", name(left.person))
    });
    let choices = sheet.members.iter().map(|(person, community)| {
        let text = if person.name.is_empty() { &person.email } else { &person.name };
        let choice = Choice::new(person.id.to_string(), text.clone());
        if *community { choice.hint("For a community") } else { choice }
    });
    let part = typed.part(FORM);
    let held = sheet.meeting.as_ref();
    let day = held.map_or(sheet.today, |meeting| meeting.on);
    let day = [day.day().to_string(), day.month().to_string(), day.year().to_string()];
    let on = DateInput::new("on", "Day of the meeting")
        .typed(part.date("on", day))
        .error(part.error("on"));
    let there = part.values("present", || {
        let present = held.into_iter().flat_map(|meeting| &meeting.present);
        present.map(|one| one.person.to_string()).collect()
    });
    let present = Checkboxes::new("present", "Members who were present", choices)
        .choose(&there)
        .error(part.error("present"));
    let gone = part.values("left", || {
        let left = held.is_some_and(|meeting| !meeting.left.is_empty());
        left.then(|| "yes".to_owned()).into_iter().collect()
    });
    let left = Checkboxes::single("left", "Each of those present left for the application named")
        .choose(&gone)
        .error(part.error("left"));
    let panel = &sheet.round.settings.panel;
    let mut chrome = chrome(site, frame, visitor, "Record the meeting");
    let fields = [on.error_item(), present.error_item(), left.error_item()];
    MeetingPage {
        errors: typed.summary(fields, true, &mut chrome),
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        round: sheet.round.id,
        title: sheet.round.settings.title.clone(),
        version: sheet.meeting.as_ref().map_or(0, |meeting| meeting.version),
        quorum: format!(
            "At least {} members must be present, {} of them for a community.",
            panel.quorum, panel.community_quorum
        ),
        on,
        present,
        conflicts: conflicts.collect(),
        left,
    }
}

/// The group's name as the reader may see it; its reference where the name is withheld.
fn group(sheet: &MeetingSheet, bid: &Application) -> String {
    let reference = bid.reference.as_deref().unwrap_or_default();
    sheet.name(bid).or(reference).to_owned()
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
    Ok(ok(&page(&sheet, (&site, &frame, &visitor), &Typed::default())))
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
    let present: Option<Vec<PersonId>> = fields.all("present").map(PersonId::parse).collect();
    let typed = match (read_date(day, month, year), present) {
        (Ok(on), Some(present)) => {
            let version = version(fields.only("version"));
            let case = RecordMeeting { round, version, on, present, all_left };
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(()) => return Ok(see_other(&format!("/staff/rounds/{round}/panel"))),
                Err(error) => Typed::refused(FORM, fields, error, field)?,
            }
        }
        (on, present) => {
            let on = on.is_err().then_some(("on", "Enter the day of the meeting"));
            let who = present.is_none().then_some(("present", "Choose members from the list"));
            Typed::wrong(FORM, fields, on.into_iter().chain(who))
        }
    };
    let sheet = see(&site, &visitor, round).await?;
    Ok(render(typed.status(), &page(&sheet, (&site, &frame, &visitor), &typed)))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let about = match refusal {
        Refusal::Panel(PanelRefused::InFuture) => "on",
        Refusal::Panel(PanelRefused::StayedInRoom(_)) => "left",
        Refusal::Panel(
            PanelRefused::NoQuorum { .. }
            | PanelRefused::NoCommunityQuorum { .. }
            | PanelRefused::NoChair,
        ) => "present",
        _ => "",
    };
    about.to_owned()
}
