//! The stylesheet, script and icon, held in the program and served under an address that changes
//! with their content, so that a browser may keep them for good.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::header::{self, EntityTag, Header as _, IfNoneMatch};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// A file that pages load.
#[derive(Debug)]
pub struct Asset {
    /// Its name in `assets/`, such as `app.css`.
    pub name: String,
    /// Its address, such as `/assets/app.0123456789abcdef.css`.
    pub path: String,
    /// For the `Content-Type` header.
    pub content_type: &'static str,
    tag: String,
    content: Bytes,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = Files::iter().filter_map(|name| load(&name)).collect();
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    assets
});

/// All files that pages load, in the order of their names.
#[must_use]
pub fn assets() -> &'static [Asset] {
    &ASSETS
}

/// The file of this name, such as `app.css`.
#[must_use]
pub fn asset(name: &str) -> Option<&'static Asset> {
    assets().iter().find(|asset| asset.name == name)
}

/// The addresses that the layout needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetPaths {
    pub stylesheet: &'static str,
    pub script: &'static str,
    pub icon: &'static str,
}

impl AssetPaths {
    /// The addresses of the files in this program. Worked out once, then copied.
    #[must_use]
    pub fn current() -> Self {
        static CURRENT: LazyLock<AssetPaths> = LazyLock::new(|| {
            let path = |name| asset(name).map_or("", |asset| asset.path.as_str());
            AssetPaths {
                stylesheet: path("app.css"),
                script: path("app.mjs"),
                icon: path("favicon.svg"),
            }
        });
        *CURRENT
    }
}

/// Adds the address `/assets/...`. Anyone may read what is under it.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/assets/{file}").route(web::get().to(serve)).route(web::head().to(serve)),
    );
}

/// Answers with the file whose present address was asked for, 304 to a browser that has it.
pub async fn serve(request: HttpRequest) -> HttpResponse {
    let Some(asset) = assets().iter().find(|asset| asset.path == request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let tag = EntityTag::new_strong(asset.tag.clone());
    let held = match IfNoneMatch::parse(&request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key(header::IF_NONE_MATCH),
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|held| held.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut answer = if held { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(header::ETag(tag));
    if held {
        return answer.finish();
    }
    answer.insert_header((header::CONTENT_TYPE, asset.content_type)).body(asset.content.clone())
}

fn load(name: &str) -> Option<Asset> {
    let file = Files::get(name)?;
    let (stem, extension) = name.rsplit_once('.')?;
    let content_type = content_type(extension)?;
    let tag = file.metadata.sha256_hash().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let short = tag.get(..16)?;
    Some(Asset {
        name: name.to_owned(),
        path: format!("/assets/{stem}.{short}.{extension}"),
        content_type,
        content: match file.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        },
        tag,
    })
}

/// None for a kind of file that no page loads: such a file is not served.
fn content_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "css" => "text/css; charset=utf-8",
        "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => return None,
    })
}
