//! The second person of a bid: naming them, and their answer to the whole bid as it was sent.

use super::check::cards;
use super::{id_of, look, own_bid, path, token};
use crate::chrome::Chrome;
use crate::components::{
    Checkboxes, Choice, ErrorSummary, Field, Radios, SummaryCard, SummaryList, SummaryRow, Textarea,
};
use crate::content::applications::moment;
use crate::content::second_person as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::{ConfirmationRefused, ConfirmationStatus, Reply};
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::person::Person;
use almoner_http::{Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{
    AnswerAsSecondPerson, NameSecondPerson, OwnBid, SecondLine, SecondPersonPage, SecondPersonSeen,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

const NAME: &str = "/applications/{application}/second-person";
const ANSWER: &str = "/applications/{application}/confirmation";
/// The forms of the two pages.
const NAMING: &str = "second-person";
const ANSWERING: &str = "confirmation";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(NAME, Act::ReadOwnApplication, show),
        Route::post(NAME, Act::NameSecondPerson, name),
        Route::get(ANSWER, Act::ReadOwnApplication, read),
        Route::post(ANSWER, Act::ConfirmApplication, answer),
    ]
}

/// Where a request came from: the site, its frame, and who asks.
type Around<'a> = (&'a SiteData, &'a FrameData, &'a Visitor);

#[derive(Template)]
#[template(path = "pages/applications/second_person.html")]
struct NamingPage {
    chrome: Chrome,
    errors: ErrorSummary,
    caption: String,
    back: String,
    about: Vec<String>,
    facts: SummaryList,
    reason: Option<String>,
    answer: Option<String>,
    people: String,
    form: Option<NamingForm>,
    unfit: Vec<String>,
}

struct NamingForm {
    csrf: String,
    version: i64,
    person: Radios,
}

#[derive(Template)]
#[template(path = "pages/applications/confirmation.html")]
struct AnswerPage {
    chrome: Chrome,
    errors: ErrorSummary,
    caption: String,
    back: String,
    facts: SummaryList,
    /// Why this visitor cannot answer, if they cannot.
    closed: Option<String>,
    cards: Vec<SummaryCard>,
    form: Option<AnswerForm>,
}

struct AnswerForm {
    csrf: String,
    submission: u32,
    reply: Radios,
    own_address: Checkboxes,
    reason: Textarea,
}

/// What the pages of a sent bid say of its second person; none where it needs none.
pub(super) fn row(bid: &OwnBid) -> Option<SummaryRow> {
    let SecondLine { stands, who, .. } = bid.second.as_ref()?;
    let said = words::stands(*stands, who.as_deref());
    Some(SummaryRow::new("Second person", said))
}

/// Where a bid's second person is named, once the round asks for one.
pub(super) fn link(bid: &OwnBid) -> Option<String> {
    let asked = bid.round.settings.eligibility.second_person_above;
    let above = asked.zip(bid.requested).is_some_and(|(above, requested)| requested > above);
    let entered = bid.application.entered.is_some();
    (above || entered || bid.second.is_some())
        .then(|| format!("{}/second-person", path(bid.application.id)))
}

fn called(person: &Person) -> String {
    if person.name.is_empty() { person.email.clone() } else { person.name.clone() }
}

fn facts(seen: &SecondPersonSeen) -> SummaryList {
    let mut rows = Vec::new();
    if let (Some(reference), Some(sent)) = (&seen.application.reference, &seen.submission) {
        rows.push(SummaryRow::new("Reference", reference.clone()));
        rows.push(SummaryRow::new("Sent", moment(sent.sent_at)));
    }
    if let Some(first) = &seen.first {
        rows.push(SummaryRow::new("Sent by", called(first)));
    }
    let named = seen.named.as_ref().map(called);
    if seen.submission.is_some() {
        let said = words::stands(seen.stands, named.as_deref());
        rows.push(SummaryRow::new("Where it stands", said));
    } else {
        let said = named.unwrap_or_else(|| "Nobody yet".to_owned());
        rows.push(SummaryRow::new("Second person", said));
        rows.push(SummaryRow::new("Can confirm until", words::until(seen.until)));
    }
    rows.into_iter().collect()
}

fn about(seen: &SecondPersonSeen) -> Vec<String> {
    if seen.application.entered.is_some() {
        return vec![
            "Our office entered this application for your organisation. Somebody of your \
             organisation must read it as it was sent, and confirm it."
                .to_owned(),
            format!("They can confirm until {}.", words::until(seen.until)),
        ];
    }
    let Some(above) = seen.round.settings.eligibility.second_person_above else {
        return vec!["This round asks for no second person, whatever the amount.".to_owned()];
    };
    vec![
        format!(
            "If you ask for more than {above}, a second person of your organisation must read \
             the application as it was sent and confirm it. We email them a link."
        ),
        format!(
            "The time at which you send it counts, not theirs. They can confirm until {}.",
            words::until(seen.until)
        ),
        "The second person needs an email address of their own, which nobody else reads."
            .to_owned(),
    ]
}

fn naming(
    seen: &SecondPersonSeen,
    typed: &Typed,
    (site, frame, visitor): Around<'_>,
) -> NamingPage {
    let part = typed.part(NAMING);
    let fit = seen.candidates.iter().filter(|one| one.unfit.is_none());
    let choices: Vec<Choice> = fit
        .map(|one| {
            Choice::new(one.person.id.to_string(), called(&one.person))
                .hint(one.person.email.clone())
        })
        .collect();
    let open = seen.may_name && seen.is_asked_by_round() && !choices.is_empty();
    let named = seen.confirmation.person.map(|id| id.to_string()).unwrap_or_default();
    let person = Radios::new("person", "Who is to confirm?", choices)
        .choose(&part.value("person", &named))
        .error(part.error("person"));
    let unfit = seen.candidates.iter().filter_map(|one| {
        let why = one.unfit?;
        let (heading, _) = words::refused(&why);
        Some(format!("{}: {}", called(&one.person), lower_first(&heading)))
    });
    let title = "The second person of your application";
    let mut chrome = chrome(site, frame, visitor, title);
    let errors = typed.summary([person.error_item()], open, &mut chrome);
    let declined = seen.confirmation.status == ConfirmationStatus::Declined;
    let reason = seen.confirmation.answer.as_ref().and_then(|answer| answer.reason.clone());
    NamingPage {
        chrome,
        errors,
        caption: seen.round.settings.title.clone(),
        back: path(seen.application.id),
        about: about(seen),
        facts: facts(seen),
        reason: reason.filter(|_| declined),
        answer: seen.may_answer.then(|| format!("{}/confirmation", path(seen.application.id))),
        people: format!("/organisations/{}/people", seen.application.organisation),
        unfit: if seen.may_name { unfit.collect() } else { Vec::new() },
        form: open.then(|| NamingForm {
            csrf: token(site, visitor),
            version: seen.confirmation.version,
            person,
        }),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor, at: Path<String>) -> PageResult {
    let seen = look(&site, &visitor, SecondPersonPage { application: id_of(&at)? }).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &naming(&seen, &typed, (&site, &frame, &visitor))))
}

async fn name(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    posted: Posted,
) -> PageResult {
    let application = id_of(&at)?;
    let version = posted.fields.only("version").parse().unwrap_or(-1);
    let typed = match PersonId::parse(posted.fields.only("person")) {
        None => Typed::wrong(NAMING, &posted.fields, [("person", "Choose who is to confirm")]),
        Some(person) => {
            let case = NameSecondPerson { application, person, version };
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(()) => {
                    return Ok(see_other(&format!("{}/second-person", path(application))));
                }
                Err(error) => {
                    Typed::refused(NAMING, &posted.fields, error, |_| "person".to_owned())?
                }
            }
        }
    };
    let seen = look(&site, &visitor, SecondPersonPage { application }).await?;
    Ok(render(typed.status(), &naming(&seen, &typed, (&site, &frame, &visitor))))
}

/// Why this visitor cannot answer.
fn closed(seen: &SecondPersonSeen, visitor: &Visitor) -> Option<String> {
    if seen.may_answer {
        return None;
    }
    let caller = visitor.actor.person();
    let refused = match seen.confirmation.status {
        ConfirmationStatus::Confirmed => return Some("It is confirmed. Thank you.".to_owned()),
        ConfirmationStatus::Declined => {
            return Some(
                "You or somebody else said no. A lead can name another person.".to_owned(),
            );
        }
        ConfirmationStatus::Named => ConfirmationRefused::NothingWaits,
        ConfirmationStatus::Asked if caller == seen.confirmation.first => {
            ConfirmationRefused::FirstPerson
        }
        ConfirmationStatus::Asked if caller != seen.confirmation.person => {
            ConfirmationRefused::NotNamed
        }
        ConfirmationStatus::Asked => ConfirmationRefused::TooLate(seen.until),
    };
    let (heading, text) = words::refused(&refused);
    Some(format!("{heading}. {}", text.first().cloned().unwrap_or_default()))
}

fn answering(
    (bid, seen): (&OwnBid, &SecondPersonSeen),
    typed: &Typed,
    (site, frame, visitor): Around<'_>,
) -> Result<AnswerPage, AppError> {
    let sent = seen.submission.as_ref().ok_or(AppError::NotFound)?;
    let part = typed.part(ANSWERING);
    let choices = [
        Choice::new("confirm", "I confirm this application"),
        Choice::new("decline", "I do not confirm it"),
    ];
    let reply = Radios::new("reply", "Your answer", choices)
        .choose(&part.value("reply", ""))
        .error(part.error("reply"));
    let own_address = Checkboxes::single(
        "own_address",
        "This email address is my own, and nobody else reads it. I may speak for the \
         organisation.",
    )
    .choose(&part.values("own_address", Vec::new))
    .error(part.error("own_address"));
    let reason = Textarea::new("reason", "If you do not confirm it, why not?")
        .hint("The people of your organisation read this. We read it too.")
        .rows(4)
        .value(part.value("reason", ""))
        .error(part.error("reason"));
    let mut chrome = chrome(site, frame, visitor, "Confirm the application of your organisation");
    let errors = typed.summary(
        [reply.error_item(), own_address.error_item(), reason.error_item()],
        seen.may_answer,
        &mut chrome,
    );
    Ok(AnswerPage {
        chrome,
        errors,
        caption: seen.round.settings.title.clone(),
        back: path(seen.application.id),
        facts: facts(seen),
        closed: closed(seen, visitor),
        cards: cards(bid, &sent.answers, false),
        form: seen.may_answer.then(|| AnswerForm {
            csrf: token(site, visitor),
            submission: sent.number,
            reply,
            own_address,
            reason,
        }),
    })
}

async fn page(application: ApplicationId, typed: Typed, around: Around<'_>) -> PageResult {
    let (site, _, visitor) = around;
    let bid = own_bid(site, visitor, application).await?;
    let seen = look(site, visitor, SecondPersonPage { application }).await?;
    Ok(render(typed.status(), &answering((&bid, &seen), &typed, around)?))
}

async fn read(site: SiteData, frame: FrameData, visitor: Visitor, at: Path<String>) -> PageResult {
    page(id_of(&at)?, Typed::default(), (&site, &frame, &visitor)).await
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let Refusal::Confirmation(refused) = refusal else { return String::new() };
    let field = match refused {
        ConfirmationRefused::ReasonMissing | ConfirmationRefused::ReasonTooLong => "reason",
        ConfirmationRefused::NotOwnAddress => "own_address",
        _ => "",
    };
    field.to_owned()
}

async fn answer(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    posted: Posted,
) -> PageResult {
    let application = id_of(&at)?;
    let fields = &posted.fields;
    let reply = match fields.only("reply") {
        "confirm" => Some(Reply::Confirm { own_address: !fields.only("own_address").is_empty() }),
        "decline" => Some(Reply::Decline { reason: fields.only("reason").to_owned() }),
        _ => None,
    };
    let typed = match reply {
        None => Typed::wrong(ANSWERING, fields, [("reply", "Choose your answer")]),
        Some(reply) => {
            let submission = fields.only("submission").parse().unwrap_or(0);
            let case = AnswerAsSecondPerson { application, submission, reply };
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(()) => return Ok(see_other(&format!("{}/confirmation", path(application)))),
                Err(error) => Typed::refused(ANSWERING, fields, error, field)?,
            }
        }
    };
    page(application, typed, (&site, &frame, &visitor)).await
}
