//! Checks across answers: what stands, and one more.

use super::form::{build, frozen, is_open};
use super::{path, seen};
use crate::chrome::Chrome;
use crate::components::{Checkboxes, Choice, ErrorItem, ErrorSummary, Field, Radios, Select, Size};
use crate::content::rounds as words;
use crate::content::rules::{relation, rule as rule_words};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::form::{FormEdit, FormFault, QuestionId, Relation, Rule};
use almoner_domain::id::RoundId;
use almoner_domain::round::RoundRefused;
use almoner_http::{Fields, Posted, Visitor, csrf_token};
use almoner_usecases::rounds::SetUpSeen;
use almoner_usecases::{AppError, Refusal};
use askama::Template;

const RELATIONS: [Relation; 3] = [Relation::Equals, Relation::NotAbove, Relation::NotAfter];

#[derive(Template)]
#[template(path = "pages/staff/set_up/rules.html")]
struct RulesPage {
    chrome: Chrome,
    round: String,
    back: String,
    csrf: String,
    version: i64,
    notices: Vec<String>,
    errors: ErrorSummary,
    rules: Vec<String>,
    of: Checkboxes,
    is: Radios,
    against: Select,
    /// Whether there is anything to compare.
    any: bool,
    open: bool,
}

/// What one drawing is made of.
#[derive(Default)]
struct Drawn {
    typed: Fields,
    errors: Vec<(&'static str, String)>,
    notices: Vec<String>,
}

fn page(
    seen: &SetUpSeen,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    mut drawn: Drawn,
) -> RulesPage {
    let form = &seen.round.form;
    let comparable: Vec<Choice> = form
        .questions()
        .filter(|question| question.kind.can_be_compared())
        .map(|one| Choice::new(one.id.to_string(), format!("{} {}", one.id, one.text)))
        .collect();
    let error =
        |name: &str| drawn.errors.iter().find(|(at, _)| *at == name).map(|(_, w)| w.clone());
    let chosen: Vec<&str> = drawn.typed.all("of").collect();
    let of = Checkboxes::new("of", "Answers that are compared", comparable.clone())
        .hint("Numbers, amounts, totals of a budget or of match funding, or dates. Several amounts are added up.")
        .choose(&chosen)
        .error(error("of"));
    let relations = RELATIONS.map(|one| Choice::new(one.code(), relation(one)));
    let is = Radios::new("is", "What must be true of them", relations)
        .label_size(Size::Small)
        .choose(drawn.typed.text("is"))
        .error(error("is"));
    let any = comparable.len() > 1;
    let others = std::iter::once(Choice::new("", "Choose")).chain(comparable);
    let against = Select::new("against", "The other answer", others)
        .hint("What is wrong is said there")
        .choose(drawn.typed.text("against"))
        .error(error("against"));
    let items =
        [error("").map(ErrorItem::general), of.error_item(), is.error_item(), against.error_item()];
    let errors: ErrorSummary = items.into_iter().collect();
    let faults = form.faults();
    let wrong = faults.iter().filter(|fault| {
        matches!(
            fault,
            FormFault::RuleOfNothing { .. }
                | FormFault::RuleUnknown { .. }
                | FormFault::RuleOfOtherKind { .. }
                | FormFault::RuleCircular { .. }
        )
    });
    drawn.notices.extend(wrong.map(words::form_fault));
    frozen(seen, &mut drawn.notices);
    let mut chrome = chrome(site, frame, visitor, "Checks across answers");
    chrome.error = !errors.is_empty();
    RulesPage {
        chrome,
        round: seen.round.settings.title.clone(),
        back: format!("{}/form", path(seen.round.id)),
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notices: drawn.notices,
        errors,
        rules: form.rules.iter().map(|one| rule_words(form, one)).collect(),
        of,
        is,
        against,
        any,
        open: is_open(seen),
    }
}

pub(super) async fn show(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &id).await?;
    Ok(ok(&page(&seen, (&site, &frame, &visitor), Drawn::default())))
}

/// The check that was chosen, or what is missing of it.
fn chosen(fields: &Fields) -> Result<Rule, Vec<(&'static str, String)>> {
    let of: Vec<QuestionId> =
        fields.all("of").filter_map(|text| QuestionId::parse(text.trim()).ok()).collect();
    let is = RELATIONS.into_iter().find(|one| one.code() == fields.text("is"));
    let against = QuestionId::parse(fields.text("against")).ok();
    let mut errors = Vec::new();
    if of.is_empty() {
        errors.push(("of", "Choose the answers that are compared".to_owned()));
    }
    if is.is_none() {
        errors.push(("is", "Choose what must be true of them".to_owned()));
    }
    if against.is_none() {
        errors.push(("against", "Choose the other answer".to_owned()));
    }
    match (is, against) {
        (Some(is), Some(against)) if errors.is_empty() => Ok(Rule { of, is, against }),
        _ => Err(errors),
    }
}

pub(super) async fn change(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let place = (&site, &frame, &visitor);
    let mut drawn = Drawn { typed: posted.fields.clone(), ..Drawn::default() };
    let removed = posted.fields.text("do").strip_prefix("remove:").and_then(|at| at.parse().ok());
    let edit = match removed {
        Some(rule) => FormEdit::RemoveRule { rule },
        None => match chosen(&posted.fields) {
            Ok(rule) => FormEdit::AddRule { rule },
            Err(errors) => {
                drawn.errors = errors;
                let seen = seen(&site, &visitor, &id).await?;
                return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page(&seen, place, drawn)));
            }
        },
    };
    let status = match build(&site, &visitor, round, &posted, edit).await {
        Ok(()) => return Ok(see_other(&format!("{}/form/checks", path(round)))),
        Err(AppError::Stale) => {
            drawn.notices.push(super::STALE.to_owned());
            StatusCode::CONFLICT
        }
        Err(AppError::Refused(Refusal::Round(RoundRefused::Form(refused)))) => {
            drawn.errors.push(("of", words::built(&refused)));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(AppError::Refused(Refusal::Round(refused))) => {
            let (heading, lines) = words::refused(&refused);
            drawn.notices.push(format!("{heading}. {}", lines.join(" ")));
            StatusCode::CONFLICT
        }
        Err(error) => return Err(error.into()),
    };
    let seen = seen(&site, &visitor, &id).await?;
    Ok(render(status, &page(&seen, place, drawn)))
}
