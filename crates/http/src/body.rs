//! The body of a request, read whole within a time limit, and the instant at which its last byte
//! was there. That instant is the one that counts against a deadline.

use crate::{Forged, Site, Visitor, forgery};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use almoner_domain::value::without_hidden;
use almoner_usecases::Arrived;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// The fields of a form in the order in which the browser sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads a form as browsers send it, without characters that nobody can see
    /// ([`without_hidden`]).
    ///
    /// # Errors
    /// [`Garbled`] if it is not UTF-8, before or after its percent signs are read: a character
    /// that nobody typed is never put in the place of one that cannot be read and taken for it.
    pub fn read(body: &[u8]) -> Result<Self, Garbled> {
        let (mut fields, mut names) = (Self::default(), Vec::new());
        for sent in body.split(|byte| *byte == b'&').filter(|sent| !sent.is_empty()) {
            let read: Vec<(String, String)> = serde_html_form::from_bytes(sent).unwrap_or_default();
            for (name, text) in read {
                let name = without_hidden(&name);
                if std::str::from_utf8(&without_percents(sent)).is_err() {
                    names.push(name.clone());
                }
                fields.0.push((name, without_hidden(&text)));
            }
        }
        if names.is_empty() { Ok(fields) } else { Err(Garbled { fields, names }) }
    }

    /// The first value of a field.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field, empty if it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.first(name).unwrap_or_default()
    }

    /// The value of a field that was sent exactly once; empty if it was not sent, or if it was
    /// sent several times and nobody can say which is meant.
    #[must_use]
    pub fn only(&self, name: &str) -> &str {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (Some(value), None) => value,
            _ => "",
        }
    }

    /// Every value of a field.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The bytes that a form's percent signs stand for, in their places.
fn without_percents(body: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let (mut plain, mut rest) = (Vec::with_capacity(body.len()), body);
    while let Some((first, after)) = rest.split_first() {
        let byte = match after {
            [high, low, ..] if *first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        match byte.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                plain.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

/// A form with characters that cannot be read. They stay with the request, so that a page can ask
/// for them once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Garbled {
    /// What could be read, with U+FFFD in the place of what could not.
    pub fields: Fields,
    /// The fields that hold what could not.
    pub names: Vec<String>,
}

/// Why a body was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// Larger than the limit.
    TooLarge,
    /// It did not arrive whole in time.
    TooSlow,
    /// The connection broke.
    Broken,
    /// Not the content type that this address takes.
    ContentType,
    /// Not readable: not JSON, not a form with files, or the wrong shape.
    Unreadable,
    /// A form with characters that cannot be read.
    Garbled,
    /// Not from a page of this site.
    Forged(Forged),
}

/// A posted form that came from a page of this site, with its instant of arrival.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The fields.
    pub fields: Fields,
    /// When its last byte was there.
    pub arrived: Arrived,
}

/// The fields of a form that was not taken, because its sender was signed out or its token was not
/// of this session. They stay with the request, so that a page can offer them once more. Never
/// those of a form from another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent(pub Fields);

/// The fields of a form that was taken. They stay with the request, so that an error page can show
/// what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent(pub Fields);

/// A posted JSON body, with its instant of arrival.
#[derive(Clone, Debug)]
pub struct PostedJson<T> {
    /// The body.
    pub body: T,
    /// When its last byte was there.
    pub arrived: Arrived,
}

/// Reading a body fails with a plain error; pages and API put their own answer in its place
/// through `actix_web`'s error handlers, so it carries its [`BodyError`].
#[derive(Debug)]
pub struct Refused(pub BodyError);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl actix_web::ResponseError for Refused {
    fn status_code(&self) -> actix_web::http::StatusCode {
        use actix_web::http::StatusCode;
        match self.0 {
            BodyError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            BodyError::TooSlow => StatusCode::REQUEST_TIMEOUT,
            BodyError::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            BodyError::Broken | BodyError::Unreadable => StatusCode::BAD_REQUEST,
            BodyError::Garbled => StatusCode::UNPROCESSABLE_ENTITY,
            BodyError::Forged(_) => StatusCode::FORBIDDEN,
        }
    }
}

async fn whole(site: &Site, payload: &mut Payload) -> Result<(Vec<u8>, Arrived), BodyError> {
    let limit = site.settings.body_limit;
    let reading = async {
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| BodyError::Broken)?;
            if bytes.len() + chunk.len() > limit {
                return Err(BodyError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    let patience = Duration::from_secs(site.settings.body_seconds);
    let bytes =
        actix_web::rt::time::timeout(patience, reading).await.map_err(|_| BodyError::TooSlow)??;
    Ok((bytes, site.app.arrived()))
}

fn site_of(request: &HttpRequest) -> Result<web::Data<Site>, actix_web::Error> {
    request
        .app_data::<web::Data<Site>>()
        .cloned()
        .ok_or_else(|| actix_web::error::ErrorInternalServerError("the site is not set up"))
}

impl FromRequest for Posted {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let site = site_of(&request)?;
            let (bytes, arrived) = whole(&site, &mut payload).await.map_err(Refused)?;
            let kind = request.content_type().to_owned();
            if kind != "application/x-www-form-urlencoded" {
                return Err(Refused(BodyError::ContentType).into());
            }
            let read = Fields::read(&bytes);
            let fields = read.as_ref().unwrap_or_else(|garbled| &garbled.fields).clone();
            let visitor = Visitor::extract(&request).await?;
            match forgery::check(&site, &request, &visitor, fields.first("csrf")) {
                Ok(()) => {
                    if let Err(garbled) = read {
                        request.extensions_mut().insert(garbled);
                        return Err(Refused(BodyError::Garbled).into());
                    }
                    request.extensions_mut().insert(Sent(fields.clone()));
                    Ok(Self { fields, arrived })
                }
                Err(forged) => {
                    if forged == Forged::Token {
                        let mut kept = request.extensions_mut();
                        match read {
                            Ok(fields) => drop(kept.insert(Unsent(fields))),
                            Err(garbled) => drop(kept.insert(garbled)),
                        }
                    }
                    Err(Refused(BodyError::Forged(forged)).into())
                }
            }
        })
    }
}

/// Keeps the fields of a form whose sender is turned away before it is taken. A form that cannot
/// be read, or that another site sent, is left alone.
pub(crate) async fn keep_unsent(request: &mut ServiceRequest) {
    let Some(site) = request.app_data::<web::Data<Site>>().cloned() else { return };
    if request.content_type() != "application/x-www-form-urlencoded" {
        return;
    }
    let (request, payload) = request.parts_mut();
    let nobody = Visitor::nobody(site.app.arrived(), request.path());
    if forgery::check(&site, request, &nobody, None).is_err() {
        return;
    }
    let Ok((bytes, _)) = whole(&site, payload).await else { return };
    if let Ok(fields) = Fields::read(&bytes) {
        request.extensions_mut().insert(Unsent(fields));
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for PostedJson<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let site = site_of(&request)?;
            let (bytes, arrived) = whole(&site, &mut payload).await.map_err(Refused)?;
            if request.content_type() != "application/json" {
                return Err(Refused(BodyError::ContentType).into());
            }
            let body =
                serde_json::from_slice(&bytes).map_err(|_| Refused(BodyError::Unreadable))?;
            Ok(Self { body, arrived })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_form_is_read_in_the_order_in_which_it_was_sent() {
        let read = Fields::read(b"b=2+%C3%A9&a=1&b=3");
        assert_eq!(read, Ok(fields(&[("b", "2 é"), ("a", "1"), ("b", "3")])));
    }

    #[test]
    fn what_is_not_utf_8_is_refused_with_what_could_be_read() {
        for body in [&b"a=%FF&b=2"[..], b"b=2&a=\xff", b"a=%C3&b=%A9", b"%C3=1", b"a=%ed%a0%80"] {
            assert!(Fields::read(body).is_err(), "{body:?}");
        }
        let garbled = Fields::read(b"a=caf%E9+au+lait&b=2").unwrap_err();
        assert_eq!(garbled.fields, fields(&[("a", "caf\u{fffd} au lait"), ("b", "2")]));
        assert_eq!(garbled.names, ["a"]);
    }

    #[test]
    fn characters_that_nobody_sees_are_left_out() {
        let read = Fields::read(b"a=one%00two%0Bthree%0D%0Afour");
        assert_eq!(read, Ok(fields(&[("a", "onetwo\nthree\r\nfour")])));
    }

    #[test]
    fn a_percent_sign_that_stands_for_nothing_stays() {
        assert_eq!(Fields::read(b"a=50%&b=%zz"), Ok(fields(&[("a", "50%"), ("b", "%zz")])));
    }

    #[test]
    fn a_field_sent_twice_has_no_one_value() {
        let fields = fields(&[("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!((fields.only("a"), fields.only("b"), fields.only("c")), ("", "2", ""));
    }
}
