//! Withholding a group's name, its places, or both: by the group itself, and by the office.

use crate::chrome::Chrome;
use crate::components::{Choice, ErrorSummary, Field, Radios, Textarea};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::application::{Application, Withhold};
use almoner_domain::id::ApplicationId;
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::applications::{
    OwnApplication, WithholdDetails, WithholdOwnDetails, WithholdPage as Seen,
};
use almoner_usecases::{AppError, Outcome, UseCase, View};
use askama::Template;

const OWN: &str = "/applications/{application}/withhold";
const OFFICE: &str = "/staff/applications/{application}/withhold";
/// The form of the page.
const FORM: &str = "withhold";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, Act::WithholdOwnDetails, own),
        Route::post(OWN, Act::WithholdOwnDetails, change_own),
        Route::get(OFFICE, Act::WithholdDetails, office),
        Route::post(OFFICE, Act::WithholdDetails, change_by_office),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/withhold.html")]
struct WithholdPage {
    chrome: Chrome,
    caption: String,
    back: String,
    csrf: String,
    version: i64,
    errors: ErrorSummary,
    about: Vec<&'static str>,
    what: Radios,
    reason: Textarea,
}

/// Who is at the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Group,
    Office,
}

impl At {
    fn home(self, application: ApplicationId) -> String {
        match self {
            Self::Group => format!("/applications/{application}"),
            Self::Office => format!("/staff/applications/{application}"),
        }
    }
}

/// Where a request came from: the site, its frame, and who asks.
type Around<'a> = (&'a SiteData, &'a FrameData, &'a Visitor);

fn page(
    at: At,
    one: &Application,
    typed: &Typed,
    (site, frame, visitor): Around<'_>,
) -> WithholdPage {
    let part = typed.part(FORM);
    let choices = [
        Choice::new("nothing", "Nothing: the name and the places can be shown"),
        Choice::new("name", "The name of the group and of its project"),
        Choice::new("place", "The places where it works"),
        Choice::new("both", "The name and the places"),
    ];
    let what = Radios::new("withhold", "What must not become known?", choices)
        .choose(&part.value("withhold", one.withhold.code()))
        .error(part.error("withhold"));
    let label = if at == At::Group { "Why (optional)" } else { "Why" };
    let reason = Textarea::new("reason", label)
        .hint("Do not write the name or the place itself")
        .rows(3)
        .value(part.value("reason", one.withhold_reason.as_deref().unwrap_or_default()))
        .error(part.error("reason"));
    let mut chrome = chrome(site, frame, visitor, "Withhold a name or a place");
    let errors = typed.summary([what.error_item(), reason.error_item()], true, &mut chrome);
    let name = match at {
        At::Group => shown_name(one, Audience::Group),
        At::Office => shown_name(one, Audience::Working),
    };
    WithholdPage {
        chrome,
        caption: name.plain().unwrap_or_default().to_owned(),
        back: at.home(one.id),
        csrf: csrf_token(site, visitor.session_token()),
        version: one.version,
        errors,
        about: vec![
            "Some groups must not be found: a refuge, for one. What you choose here is hidden from \
             the public and from everybody in the office who does not work on the application.",
            "The people who check, mark and decide on it still read all of it, and those who must \
             declare their interests still see the name.",
        ],
        what,
        reason,
    }
}

async fn look<V>(site: &SiteData, visitor: &Visitor, view: V) -> Outcome<V::Output>
where
    V: View + Send + 'static,
    V::Output: Send + 'static,
{
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &view)).await
}

async fn see(at: At, application: ApplicationId, around: Around<'_>) -> Outcome<Application> {
    let (site, _, visitor) = around;
    match at {
        At::Group => Ok(look(site, visitor, OwnApplication { application }).await?.application),
        At::Office => look(site, visitor, Seen { application }).await,
    }
}

fn id(text: &str) -> Result<ApplicationId, PageError> {
    ApplicationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

async fn show(at: At, path: &str, around: Around<'_>) -> PageResult {
    let one = see(at, id(path)?, around).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &page(at, &one, &typed, around)))
}

async fn own(path: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    show(At::Group, &path, (&site, &frame, &visitor)).await
}

async fn office(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    show(At::Office, &path, (&site, &frame, &visitor)).await
}

async fn change<U: UseCase>(
    at: At,
    application: ApplicationId,
    case: Option<U>,
    posted: &Posted,
    around: Around<'_>,
) -> PageResult {
    let (site, _, visitor) = around;
    let typed = match case {
        None => {
            let problem = ("withhold", "Choose what must not become known");
            Typed::wrong(FORM, &posted.fields, [problem])
        }
        Some(case) => {
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(_) => return Ok(see_other(&at.home(application))),
                Err(error) => Typed::refused(FORM, &posted.fields, error, |_| String::new())?,
            }
        }
    };
    let one = see(at, application, around).await?;
    Ok(render(typed.status(), &page(at, &one, &typed, around)))
}

/// Version, wish and reason of the form; none if no wish was chosen.
fn wish(posted: &Posted) -> Option<(i64, Withhold, String)> {
    let version = posted.fields.only("version").parse().unwrap_or(-1);
    let withhold = Withhold::parse(posted.fields.only("withhold"))?;
    Some((version, withhold, posted.fields.only("reason").to_owned()))
}

async fn change_own(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = id(&path)?;
    let case = wish(&posted).map(|(version, withhold, reason)| WithholdOwnDetails {
        application,
        version,
        withhold,
        reason,
    });
    change(At::Group, application, case, &posted, (&site, &frame, &visitor)).await
}

async fn change_by_office(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = id(&path)?;
    let case = wish(&posted).map(|(version, withhold, reason)| WithholdDetails {
        application,
        version,
        withhold,
        reason,
    });
    change(At::Office, application, case, &posted, (&site, &frame, &visitor)).await
}
