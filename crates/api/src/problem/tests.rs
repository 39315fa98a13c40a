//! Answers that no use case made.

use super::*;
use actix_web::App;
use actix_web::middleware::from_fn;
use actix_web::test as calls;

/// The framework's own answer of this status, as a caller gets it.
fn dressed(status: StatusCode) -> (StatusCode, Option<String>, serde_json::Value) {
    actix_web::rt::System::new().block_on(async move {
        let bare = move || async move { HttpResponse::new(status) };
        let app = App::new().wrap(from_fn(dress)).default_service(web::to(bare));
        let app = calls::init_service(app).await;
        let answer = calls::call_service(&app, calls::TestRequest::get().to_request()).await;
        let after = answer.headers().get(header::RETRY_AFTER);
        let after = after.map(|value| value.to_str().unwrap().to_owned());
        let kind = answer.headers().get(header::CONTENT_TYPE).unwrap();
        assert_eq!(kind, PROBLEM);
        (answer.status(), after, calls::read_body_json(answer).await)
    })
}

#[test]
fn every_answer_of_the_framework_that_says_no_is_a_problem() {
    for (status, code, after) in [
        (StatusCode::BAD_REQUEST, "unreadable", None),
        (StatusCode::NOT_FOUND, "not_found", None),
        (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", None),
        (StatusCode::REQUEST_TIMEOUT, "too_slow", None),
        (StatusCode::PAYLOAD_TOO_LARGE, "too_large", None),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "content_type", None),
        (StatusCode::TOO_MANY_REQUESTS, "too_many_requests", Some("60")),
        (StatusCode::INTERNAL_SERVER_ERROR, "unavailable", None),
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable", Some("5")),
    ] {
        let (got, retry, problem) = dressed(status);
        assert_eq!((got, retry.as_deref()), (status, after));
        assert_eq!(problem["type"], code, "{status}");
        assert_eq!(problem["status"], status.as_u16());
        assert!(problem["detail"].as_str().is_some_and(|words| !words.is_empty()));
    }
}

#[test]
fn a_store_that_fails_is_unavailable_and_says_when_to_come_back() {
    use almoner_ports::StoreError;
    for error in [StoreError::Busy("full".into()), StoreError::Failed("broken".into())] {
        let facts = ApiError::from(AppError::from(error)).facts();
        assert_eq!((facts.status.as_u16(), facts.code.as_str()), (503, "unavailable"));
        let answer = say(facts, Uuid::nil(), false);
        assert_eq!(answer.headers().get(header::RETRY_AFTER).unwrap(), "5");
    }
}
