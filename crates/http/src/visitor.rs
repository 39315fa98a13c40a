//! Who is visiting: a session cookie or a bearer token, looked up once per request.

use crate::{Site, blocking, uses};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use almoner_domain::access::Actor;
use almoner_domain::id::{PersonId, SessionId};
use almoner_usecases::people::{Recognise, Recognised, Touch};
use almoner_usecases::{AppError, Arrived};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// The session cookie's name on a site with TLS.
pub const SESSION_COOKIE_SECURE: &str = "__Host-almoner";
/// The session cookie's name on a loopback address without TLS.
pub const SESSION_COOKIE_PLAIN: &str = "almoner";

/// How often the use of a session is written down, in seconds.
const TOUCH_SECONDS: i64 = 60;
/// After so many seconds a use is written down at once: not much later a session would be idle.
const LONG_SECONDS: i64 = 5 * 60;

/// The caller of this request.
#[derive(Clone)]
pub struct Visitor {
    /// For the policy.
    pub actor: Actor,
    /// More about a recognised caller.
    pub known: Option<Rc<Recognised>>,
    /// When the head of the request was read; a form's own instant is [`crate::Posted`]'s.
    pub arrived: Arrived,
    /// The path of the page that was asked for.
    path: Rc<str>,
    session_token: Option<Rc<str>>,
}

impl Visitor {
    /// A visitor who has not signed in.
    #[must_use]
    pub fn nobody(arrived: Arrived, path: &str) -> Self {
        let path = Rc::from(path);
        Self { actor: Actor::Nobody, known: None, arrived, path, session_token: None }
    }

    /// The path of the page that was asked for.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub const fn is_signed_in(&self) -> bool {
        self.known.is_some()
    }

    /// The signed-in person.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.known.as_ref().map(|known| known.person)
    }

    /// The name to show, empty while nobody is signed in.
    #[must_use]
    pub fn name(&self) -> &str {
        self.known.as_ref().map_or("", |known| known.name.as_str())
    }

    /// The session.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        self.known.as_ref().and_then(|known| known.session)
    }

    /// The token of the session cookie, if it belongs to a living session.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.known.as_ref().and(self.session_token.as_deref())
    }
}

impl FromRequest for Visitor {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            if let Some(visitor) = request.extensions().get::<Self>() {
                return Ok(visitor.clone());
            }
            let Some(site) = request.app_data::<web::Data<Site>>().cloned() else {
                return Err(actix_web::error::ErrorInternalServerError("the site is not set up"));
            };
            let visitor = recognise(&site, &request).await.map_err(Unrecognised)?;
            request.extensions_mut().insert(visitor.clone());
            Ok(visitor)
        })
    }
}

/// The store failed while somebody was being recognised.
#[derive(Debug)]
struct Unrecognised(AppError);

impl std::fmt::Display for Unrecognised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl actix_web::ResponseError for Unrecognised {
    fn status_code(&self) -> actix_web::http::StatusCode {
        crate::status_of(&self.0)
    }
}

async fn recognise(site: &Site, request: &HttpRequest) -> Result<Visitor, AppError> {
    let arrived = site.app.arrived();
    let bearer = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::to_owned);
    let name = if site.settings.secure { SESSION_COOKIE_SECURE } else { SESSION_COOKIE_PLAIN };
    let cookie = request.cookie(name).map(|cookie| cookie.value().to_owned());
    if bearer.is_none() && cookie.is_none() {
        return Ok(Visitor::nobody(arrived, request.path()));
    }
    let app = site.app.clone();
    let token = cookie.clone();
    let touch = match (&bearer, &cookie) {
        (Some(bearer), _) => Touch::Bearer(bearer.clone()),
        (None, cookie) => Touch::Cookie(cookie.clone().unwrap_or_default()),
    };
    let known = blocking(move || match (bearer, token) {
        (Some(bearer), _) => app.look(&Actor::Nobody, arrived, &Recognise::Bearer(&bearer)),
        (None, Some(token)) => app.look(&Actor::Nobody, arrived, &Recognise::Cookie(&token)),
        (None, None) => Ok(None),
    })
    .await?;
    if let Some(known) = &known {
        note_use(site, known, arrived, touch).await;
    }
    let session_token = known.as_ref().and_then(|known| known.session).and(cookie).map(Rc::from);
    Ok(match known {
        Some(known) => Visitor {
            actor: known.actor.clone(),
            known: Some(Rc::new(known)),
            arrived,
            path: Rc::from(request.path()),
            session_token,
        },
        None => Visitor::nobody(arrived, request.path()),
    })
}

/// Writes down that a session or a token is in use, at most once a minute; a moment later with
/// others, unless the last use is long ago. What was asked for is answered even if that cannot be
/// written.
async fn note_use(site: &Site, known: &Recognised, arrived: Arrived, touch: Touch) {
    let since = arrived.at.since(known.seen_at).as_secs();
    if since < TOUCH_SECONDS {
        return;
    }
    let id = known.session.map(|id| id.uuid()).or_else(|| known.token.map(|id| id.uuid()));
    if let Some(id) = id.filter(|_| since < LONG_SECONDS) {
        uses::note(site, id, touch, arrived.at);
        return;
    }
    let (app, actor) = (site.app.clone(), known.actor.clone());
    if let Err(error) = blocking(move || app.execute(&actor, arrived, touch)).await {
        tracing::warn!(%error, "the use of a session could not be written down");
    }
}

/// The cookie that carries a new session's token.
#[must_use]
pub fn session_cookie(site: &Site, token: String, days: i64) -> Cookie<'static> {
    let name = if site.settings.secure { SESSION_COOKIE_SECURE } else { SESSION_COOKIE_PLAIN };
    Cookie::build(name, token)
        .path("/")
        .http_only(true)
        .secure(site.settings.secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(days))
        .finish()
}

/// The cookie that removes a session's token from the browser.
#[must_use]
pub fn spent_cookie(site: &Site) -> Cookie<'static> {
    let mut cookie = session_cookie(site, String::new(), 0);
    cookie.make_removal();
    cookie
}
