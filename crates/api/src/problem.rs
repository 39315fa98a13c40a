//! Everything that did not happen, as `application/problem+json` (RFC 9457): a stable code, a
//! status, a sentence, and the fields that are at fault. The framework's own errors get the same.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use almoner_domain::access::Permit;
use almoner_http::{BodyError, Refused, Site, Visitor, code_of, status_of};
use almoner_usecases::AppError;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::ValidationErrors;

/// The media type of every answer that says no.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// The name of the request, as the audit trail and the logs know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestId(pub(crate) Uuid);

/// What did not happen, and why. Nothing was changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A stable code, to decide by.
    #[serde(rename = "type")]
    kind: String,
    /// What happened, in short.
    title: String,
    /// The status code.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// In plain words, for people.
    detail: String,
    /// The fields at fault; empty if it is not about fields.
    errors: Vec<FieldError>,
    /// The name of the request, for the contact with the office.
    #[schema(format = Uuid)]
    request_id: String,
}

/// A fault in one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The field's name.
    field: String,
    /// What is wrong, as a stable code.
    code: String,
    /// What is wrong, in plain words.
    detail: String,
    /// The facts of the fault, such as a limit; null if it has none.
    facts: serde_json::Value,
}

impl FieldError {
    /// A fault as the form knows it.
    pub(crate) fn of(field: &str, fault: &almoner_domain::form::Fault) -> Self {
        let detail = almoner_words::faults::fault(field, fault);
        let fault = serde_json::to_value(fault).unwrap_or_default();
        let code = fault.get("code").and_then(|code| code.as_str()).unwrap_or("invalid").to_owned();
        let facts = fault.get("facts").cloned().unwrap_or_default();
        Self { field: field.to_owned(), code, detail, facts }
    }

    /// A fault of the declared shape.
    fn of_shape(field: &str, code: &str) -> Self {
        let what = match code {
            "length" => "it is shorter or longer than this address takes",
            "range" => "it is lower or higher than this address takes",
            "too_many_fields" => "there are more fields than a section has",
            "not_a_cursor" => "hand back the next of the page before, unchanged",
            "control_character" => "remove the characters that cannot be shown",
            "not_a_name" => "enter a name on one line, in letters that can be shown",
            "not_a_phone_number" => "enter a telephone number, like 0116 496 0000",
            "not_an_email" => "enter an email address in the correct format, like name@example.com",
            "not_a_mark" => "enter a whole number from 0 to 5",
            "not_a_time" => "enter a time as the clock in London shows it",
            "regex" => "it has not the form that this address takes",
            _ => "choose one of those that the description lists",
        };
        let (field, code) = (field.to_owned(), code.to_owned());
        Self { detail: format!("{field}: {what}"), field, code, facts: serde_json::Value::Null }
    }
}

/// An error of the interface.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// A use case refused or failed.
    App(AppError),
    /// What was sent has not the declared shape.
    Shape(Vec<FieldError>),
    /// A bid arrived after the deadline; it is kept as it was.
    Late {
        /// When it arrived.
        arrived: String,
        /// The deadline.
        deadline: String,
    },
}

impl ApiError {
    /// A fault of one field.
    pub(crate) fn field(name: &str, code: &str) -> Self {
        Self::Shape(vec![FieldError::of_shape(name, code)])
    }

    /// What the declared bounds say.
    pub(crate) fn shape(faults: &ValidationErrors) -> Self {
        let mut errors = Vec::new();
        collect("", faults, &mut errors);
        errors.sort_by(|a, b| a.field.cmp(&b.field));
        Self::Shape(errors)
    }

    fn facts(&self) -> Facts {
        match self {
            Self::App(error) => {
                let (title, detail) = words(error);
                let errors = match error {
                    AppError::Invalid(problems) => {
                        problems.iter().map(|one| FieldError::of(&one.field, &one.fault)).collect()
                    }
                    _ => Vec::new(),
                };
                Facts {
                    status: status_of(error),
                    code: code_of(error).to_owned(),
                    title,
                    detail,
                    errors,
                }
            }
            Self::Shape(errors) => Facts {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                code: "invalid_fields".to_owned(),
                title: "Some fields need to be changed".to_owned(),
                detail: INVALID.to_owned(),
                errors: errors.clone(),
            },
            Self::Late { arrived, deadline } => Facts {
                status: StatusCode::CONFLICT,
                code: "arrived_late".to_owned(),
                title: "It arrived after the deadline".to_owned(),
                detail: format!(
                    "It arrived at {arrived}, at or after the deadline, {deadline}. The answers \
                     are kept, and the bid was not received."
                ),
                errors: Vec::new(),
            },
        }
    }
}

fn collect(prefix: &str, faults: &ValidationErrors, errors: &mut Vec<FieldError>) {
    use validator::ValidationErrorsKind::{Field, List, Struct};
    for (name, kind) in faults.errors() {
        let name = if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        match kind {
            Struct(inner) => collect(&name, inner, errors),
            List(list) => {
                for (at, inner) in list {
                    collect(&format!("{name}.{at}"), inner, errors);
                }
            }
            Field(list) => {
                errors.extend(list.iter().map(|fault| FieldError::of_shape(&name, &fault.code)));
            }
        }
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::App(error) => error.fmt(f),
            Self::Shape(errors) => write!(f, "{} fields of the wrong shape", errors.len()),
            Self::Late { arrived, .. } => write!(f, "arrived late, at {arrived}"),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.facts().status
    }

    fn error_response(&self) -> HttpResponse {
        let facts = self.facts();
        if facts.status.is_server_error() {
            tracing::error!(error = %self, "the interface answered with an error");
        }
        let mut response = HttpResponse::new(facts.status);
        response.extensions_mut().insert(Arc::new(facts));
        response
    }
}

/// What a problem says, but for the request.
#[derive(Clone, Debug)]
struct Facts {
    status: StatusCode,
    code: String,
    title: String,
    detail: String,
    errors: Vec<FieldError>,
}

/// What a handler answers.
pub(crate) type ApiResult = Result<HttpResponse, ApiError>;

/// The policy's answer before a record was read.
pub(crate) fn turn_away(_: &ServiceRequest, permit: Permit) -> HttpResponse {
    let error = match permit {
        Permit::SignIn => AppError::SignedOut,
        Permit::SecondFactor => AppError::SecondFactor,
        Permit::Declare => AppError::Declare,
        Permit::Yes | Permit::NotFound | Permit::Forbidden(_) => AppError::NotFound,
    };
    ApiError::from(error).error_response()
}

/// Middleware: takes cookies away before anybody looks, gives every error its problem, and every
/// answer the name of its request.
///
/// # Errors
/// None of its own.
pub(crate) async fn dress(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    request.headers_mut().remove(header::COOKIE);
    let site = request.app_data::<web::Data<Site>>().cloned();
    let response = next.call(request).await?.map_into_boxed_body();
    let http = response.request().clone();
    let id = request_id(&http, site.as_ref().map(|site| site.get_ref()));
    let mut response = if needs_problem(&response) {
        let facts = response.response().extensions().get::<Arc<Facts>>().cloned();
        let refused =
            response.response().error().and_then(|error| error.as_error::<Refused>()).map(|r| r.0);
        let facts = facts
            .map_or_else(|| framework(response.status(), refused), |facts| Facts::clone(&facts));
        let mut answer = say(facts, id, *http.method() == Method::HEAD);
        if let Some(allow) = response.headers().get(header::ALLOW) {
            answer.headers_mut().insert(header::ALLOW, allow.clone());
        }
        ServiceResponse::new(http, answer)
    } else {
        response
    };
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

fn request_id(http: &actix_web::HttpRequest, site: Option<&Site>) -> Uuid {
    let extensions = http.extensions();
    let by_body = extensions.get::<RequestId>().map(|id| id.0);
    by_body
        .or_else(|| extensions.get::<Visitor>().map(|visitor| visitor.arrived.request))
        .or_else(|| site.map(|site| site.app.arrived().request))
        .unwrap_or_default()
}

fn needs_problem(response: &ServiceResponse<BoxBody>) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|kind| kind.as_bytes() != PROBLEM.as_bytes())
}

fn say(facts: Facts, id: Uuid, bare: bool) -> HttpResponse {
    let Facts { status, code, title, detail, errors } = facts;
    let mut answer = HttpResponse::build(status);
    answer.content_type(PROBLEM);
    match status {
        StatusCode::UNAUTHORIZED => {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"almoner\""));
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            answer.insert_header((header::RETRY_AFTER, "5"));
        }
        StatusCode::TOO_MANY_REQUESTS => {
            answer.insert_header((header::RETRY_AFTER, "60"));
        }
        _ => {}
    }
    if bare {
        return answer.finish();
    }
    let problem = Problem {
        kind: code,
        title,
        status: status.as_u16(),
        detail,
        errors,
        request_id: id.to_string(),
    };
    answer.body(serde_json::to_string(&problem).unwrap_or_default())
}

/// The problem of an error that no use case made.
fn framework(status: StatusCode, body: Option<BodyError>) -> Facts {
    let (code, detail) = match (body, status) {
        (Some(BodyError::TooLarge), _) | (_, StatusCode::PAYLOAD_TOO_LARGE) => {
            ("too_large", "The body is larger than this address takes. Nothing was changed.")
        }
        (Some(BodyError::TooSlow), _) | (_, StatusCode::REQUEST_TIMEOUT) => {
            ("too_slow", "The body did not arrive whole in time. Nothing was changed.")
        }
        (Some(BodyError::ContentType), _) | (_, StatusCode::UNSUPPORTED_MEDIA_TYPE) => {
            ("content_type", "Send the body as application/json. Nothing was changed.")
        }
        (
            Some(
                BodyError::Broken
                | BodyError::Unreadable
                | BodyError::Garbled
                | BodyError::Forged(_),
            ),
            _,
        ) => (
            "unreadable",
            "The body is not JSON of the shape that this address takes. Nothing was changed.",
        ),
        (None, StatusCode::NOT_FOUND) => ("not_found", NOT_FOUND),
        (None, StatusCode::METHOD_NOT_ALLOWED) => (
            "method_not_allowed",
            "This address has no such method; the Allow header says which it has.",
        ),
        (None, StatusCode::TOO_MANY_REQUESTS) => {
            ("too_many_requests", "Too many requests. Wait as long as Retry-After says.")
        }
        (None, status) if status.is_client_error() => {
            ("unreadable", "The request cannot be read. Nothing was changed.")
        }
        (None, _) => ("unavailable", UNAVAILABLE),
    };
    Facts {
        status,
        code: code.to_owned(),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        detail: detail.to_owned(),
        errors: Vec::new(),
    }
}

const NOT_FOUND: &str = "There is nothing here for you.";
const INVALID: &str = "Nothing was changed. See what is wrong with each field.";
const UNAVAILABLE: &str =
    "There is a problem with the service. Nothing was changed. Try again in a while.";

/// A title and a detail in plain words: those of the pages, where they are not about tokens.
fn words(error: &AppError) -> (String, String) {
    if let Some((heading, paragraphs)) = almoner_words::errors::words(error) {
        return (heading, paragraphs.join(" "));
    }
    let (title, detail) = match error {
        AppError::SignedOut => ("Signed out", "Show a token that still works."),
        AppError::SecondFactor => (
            "The second factor is missing",
            "This token does not carry its owner's roles: make one in a session that has passed \
             the second factor.",
        ),
        AppError::Invalid(_) => ("Some fields need to be changed", INVALID),
        _ => ("Not found", NOT_FOUND),
    };
    (title.to_owned(), detail.to_owned())
}

#[cfg(test)]
mod tests;
