//! The answers of one's own bid: a section saved whole, and what the office asked for later.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult, FieldError};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::form::{LONGEST_FIELD, Progress, SectionId};
use almoner_domain::id::ApplicationId;
use almoner_http::Route;
use almoner_usecases::AppError;
use almoner_usecases::applications::{NotePresence, SaveSection, SectionEditors};
use almoner_usecases::screening::GiveInformation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::{Validate, ValidationError};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::put(
            "/applications/{application}/sections/{section}",
            Act::EditApplication,
            save_section,
        ),
        Route::get(
            "/applications/{application}/sections/{section}/editors",
            Act::ReadOwnApplication,
            editors,
        ),
        Route::post(
            "/applications/{application}/sections/{section}/editors",
            Act::EditApplication,
            note_editor,
        ),
        Route::post("/applications/{application}/information", Act::EditApplication, information),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(save_section, editors, note_editor, information))]
pub(super) struct Doc;

/// The code of how far a section is.
pub(super) const fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::NotNeeded => "not_needed",
        Progress::NotStarted => "not_started",
        Progress::InProgress => "in_progress",
        Progress::Complete { .. } => "complete",
    }
}

/// What is wrong with answers.
pub(super) fn problems(list: &[almoner_domain::form::Problem]) -> Vec<FieldError> {
    list.iter().map(|one| FieldError::of(&one.field, &one.fault)).collect()
}

/// The answers to one section.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SectionInput {
    /// The version of the section that was read; 0 before the first save.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Each field's values, as the form names them. What is left out is emptied; what belongs to
    /// no question of the section is ignored.
    #[validate(custom(function = not_too_many))]
    #[schema(schema_with = field_map)]
    fields: FieldMap,
}

/// Each field's values.
type FieldMap = BTreeMap<String, Vec<String>>;

/// The bounds of each field's values, as [`not_too_many`] and the form hold them.
fn field_map() -> Schema {
    let value = ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_FIELD));
    let values = ArrayBuilder::new().items(value).max_items(Some(MOST_FIELDS));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Each field's values, as the form names them."))
        .max_properties(Some(MOST_FIELDS))
        .additional_properties(Some(Schema::from(values)))
        .into()
}

/// More fields than any section has.
const MOST_FIELDS: usize = 2_000;

fn not_too_many(fields: &FieldMap) -> Result<(), ValidationError> {
    let count: usize = fields.values().map(|values| values.len().max(1)).sum();
    if count > MOST_FIELDS { Err(ValidationError::new("too_many_fields")) } else { Ok(()) }
}

fn typed(fields: FieldMap) -> Vec<(String, String)> {
    fields
        .into_iter()
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
        .collect()
}

/// A saved section.
#[derive(Serialize, ToSchema)]
struct SectionSaved {
    /// Its version now.
    version: i64,
    /// How far it is.
    state: &'static str,
    /// What is wrong with its answers. They are kept all the same.
    problems: Vec<FieldError>,
    /// The section after it.
    next: Option<String>,
}

/// Saves the answers to one section, partial and invalid ones included.
#[utoipa::path(
    put,
    path = "/applications/{application}/sections/{section}",
    tag = "applications",
    params(
        ("application" = Uuid, Path, description = "The bid's id"),
        ("section" = String, Path, description = "The section's id",
            max_length = 40, pattern = "^[a-z][a-z0-9-]{0,39}$")
    ),
    request_body = SectionInput,
    responses((status = 200, description = "Saved", body = SectionSaved))
)]
async fn save_section(
    caller: Caller,
    path: web::Path<(Uuid, String)>,
    body: Body<SectionInput>,
) -> ApiResult {
    let (id, section) = path.into_inner();
    let section = SectionId::parse(&section).map_err(|_| ApiError::App(AppError::NotFound))?;
    let SectionInput { version, fields } = body.sent;
    let case =
        SaveSection { application: ApplicationId(id), section, version, typed: typed(fields) };
    let saved = caller.act(body.arrived, case).await?;
    ok(&SectionSaved {
        version: saved.version,
        state: state(saved.progress),
        problems: problems(&saved.problems),
        next: saved.next.map(|section| section.to_string()),
    })
}

/// Who is at a section.
#[derive(Serialize, ToSchema)]
struct EditorsRead {
    /// The others of the group who opened or saved it in the last minutes.
    others: Vec<EditorRead>,
    /// The name of who saved it last.
    last_saved_by: Option<String>,
    /// When it was saved last.
    last_saved_at: Option<String>,
}

/// Somebody of the group.
#[derive(Serialize, ToSchema)]
struct EditorRead {
    /// The person.
    person: Uuid,
    /// Their name.
    name: String,
}

fn section_of(path: web::Path<(Uuid, String)>) -> Result<(ApplicationId, SectionId), ApiError> {
    let (id, section) = path.into_inner();
    let section = SectionId::parse(&section).map_err(|_| ApiError::App(AppError::NotFound))?;
    Ok((ApplicationId(id), section))
}

/// Who else of the group is at a section now.
#[utoipa::path(
    get,
    path = "/applications/{application}/sections/{section}/editors",
    tag = "applications",
    params(
        ("application" = Uuid, Path, description = "The bid's id"),
        ("section" = String, Path, description = "The section's id",
            max_length = 40, pattern = "^[a-z][a-z0-9-]{0,39}$")
    ),
    responses((status = 200, description = "Who is there", body = EditorsRead))
)]
async fn editors(caller: Caller, path: web::Path<(Uuid, String)>) -> ApiResult {
    let (application, section) = section_of(path)?;
    let seen = caller.see(SectionEditors { application, section }).await?;
    let editor = |(person, name): (almoner_domain::id::PersonId, String)| EditorRead {
        person: person.0,
        name,
    };
    ok(&EditorsRead {
        others: seen.others.into_iter().map(editor).collect(),
        last_saved_by: seen.last_saved.as_ref().map(|(name, _)| name.clone()),
        last_saved_at: seen.last_saved.map(|(_, at)| at.to_string()),
    })
}

/// Tells the others of the group that the caller has a section open to edit it.
#[utoipa::path(
    post,
    path = "/applications/{application}/sections/{section}/editors",
    tag = "applications",
    params(
        ("application" = Uuid, Path, description = "The bid's id"),
        ("section" = String, Path, description = "The section's id",
            max_length = 40, pattern = "^[a-z][a-z0-9-]{0,39}$")
    ),
    responses((status = 204, description = "Told"))
)]
async fn note_editor(caller: Caller, path: web::Path<(Uuid, String)>) -> ApiResult {
    let (application, section) = section_of(path)?;
    caller.act_now(NotePresence { application, section }).await?;
    done()
}

/// Gives the information that the office asked for.
#[utoipa::path(
    post,
    path = "/applications/{application}/information",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = SectionInput,
    responses((status = 204, description = "Given"))
)]
async fn information(caller: Caller, id: web::Path<Uuid>, body: Body<SectionInput>) -> ApiResult {
    let SectionInput { version, fields } = body.sent;
    let case = GiveInformation { application: ApplicationId(*id), version, typed: typed(fields) };
    caller.act(body.arrived, case).await?;
    done()
}
