//! The files that pages load, asked for over HTTP.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web::Bytes};
use almoner_web::assets::{self, AssetPaths, asset};

async fn answer(request: TestRequest) -> (StatusCode, HeaderMap, Bytes) {
    let app = init_service(App::new().configure(assets::configure)).await;
    let response = call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, read_body(response).await)
}

fn said(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).unwrap().to_str().unwrap().to_owned()
}

#[actix_web::test]
async fn the_stylesheet_may_be_kept_for_good_under_its_present_address() {
    let (status, headers, body) =
        answer(TestRequest::get().uri(AssetPaths::current().stylesheet)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(said(&headers, header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert_eq!(said(&headers, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(said(&headers, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(body.starts_with(b"/*! Contains govuk-frontend"));
}

#[actix_web::test]
async fn each_kind_of_file_says_exactly_what_it_is() {
    let paths = AssetPaths::current();
    for (path, kind) in
        [(paths.script, "text/javascript; charset=utf-8"), (paths.icon, "image/svg+xml")]
    {
        let (status, headers, _) = answer(TestRequest::get().uri(path)).await;
        assert_eq!(
            (status, said(&headers, header::CONTENT_TYPE)),
            (StatusCode::OK, kind.to_owned())
        );
    }
}

#[actix_web::test]
async fn a_browser_that_has_the_file_is_told_so() {
    let path = AssetPaths::current().script;
    let (_, headers, _) = answer(TestRequest::get().uri(path)).await;
    let tag = said(&headers, header::ETAG);
    let again = TestRequest::get().uri(path).insert_header((header::IF_NONE_MATCH, tag));
    let (status, _, body) = answer(again).await;
    assert_eq!(status, StatusCode::NOT_MODIFIED);
    assert!(body.is_empty());
}

#[actix_web::test]
async fn a_browser_with_another_content_gets_the_file() {
    let request = TestRequest::get()
        .uri(AssetPaths::current().script)
        .insert_header((header::IF_NONE_MATCH, "\"another\""));
    assert_eq!(answer(request).await.0, StatusCode::OK);
}

#[actix_web::test]
async fn an_address_of_another_content_is_not_found() {
    for path in ["/assets/app.0000000000000000.css", "/assets/app.css", "/assets/..%2fCargo.toml"] {
        assert_eq!(answer(TestRequest::get().uri(path)).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn an_address_holds_the_contents_digest() {
    let path = &asset("app.css").unwrap().path;
    let digest = path.strip_prefix("/assets/app.").unwrap().strip_suffix(".css").unwrap();
    assert_eq!(digest.len(), 16);
    assert!(digest.chars().all(|c| c.is_ascii_hexdigit()));
}

#[test]
fn the_stylesheet_bears_no_branding_of_central_government_and_loads_nothing_from_elsewhere() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
    let css = std::fs::read_to_string(format!("{folder}/app.css")).unwrap();
    for absent in ["GDS Transport", "@font-face", "url(http", "url(//", "@import"] {
        assert!(!css.contains(absent), "{absent}");
    }
    assert!(css.contains("Helvetica Neue"));
    assert!(!css.contains('\u{feff}'), "a mark before the first rule spoils it");
}
