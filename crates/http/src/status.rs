//! The only mapping from errors to status codes.

use actix_web::http::StatusCode;
use almoner_ports::StoreError;
use almoner_usecases::AppError;

/// The status code of an error.
#[must_use]
pub fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::SignedOut => StatusCode::UNAUTHORIZED,
        AppError::SecondFactor | AppError::Declare | AppError::Forbidden(..) => {
            StatusCode::FORBIDDEN
        }
        AppError::Stale | AppError::Refused(_) => StatusCode::CONFLICT,
        AppError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Store(StoreError::Stale | StoreError::Taken(..)) => StatusCode::CONFLICT,
        AppError::Store(StoreError::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Store(StoreError::Corrupt { .. } | StoreError::Failed(_)) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// The stable code of an error, for the API and for logs.
#[must_use]
pub const fn code_of(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound => "not_found",
        AppError::SignedOut => "signed_out",
        AppError::SecondFactor => "second_factor_needed",
        AppError::Declare => "declaration_needed",
        AppError::Forbidden(..) => "forbidden",
        AppError::Stale => "changed_by_someone_else",
        AppError::Refused(refusal) => refusal.code(),
        AppError::Invalid(_) => "invalid_fields",
        AppError::Store(_) => "unavailable",
    }
}
