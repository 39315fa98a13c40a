//! A browser as a person without JavaScript has it: cookies, links, forms and redirects.
//!
//! It speaks plain HTTP to loopback. `Secure` cookies are kept and sent there, as browsers do for
//! trustworthy local addresses.

mod address;
mod api;
mod cookies;
mod encoding;
mod failure;
mod form;
mod markup;
mod page;
mod wire;

pub use api::{Answer, Api};
pub use encoding::{decode_pairs, encode_pairs};
pub use failure::{Failure, Glimpse};
pub use form::Form;
pub use page::Page;

use address::Site;
use cookies::Jar;
use encoding::Payload;
use wire::Wire;

/// Fetch: "if request's redirect count is 20, then return a network error".
const MOST_REDIRECTS: usize = 20;

/// One person's browser window: cookies, the way to the server and the headers every request
/// carries.
#[derive(Debug, Clone)]
pub struct Browser {
    site: Site,
    wire: Wire,
    jar: Jar,
    follows_redirects: bool,
}

impl Browser {
    /// A fresh browser for the server at this origin, for example `http://127.0.0.1:8080`.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        Self {
            site: Site::new(origin),
            wire: Wire::new(),
            jar: Jar::default(),
            follows_redirects: true,
        }
    }

    /// Sends this header with every request, besides or instead of the browser's own.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.wire.add_header(name, value);
        self
    }

    /// Treats addresses at this public origin as the server's own: links in its mail and
    /// redirects to its public address then arrive on loopback, with `Host` and `Origin` as the
    /// public address has them.
    #[must_use]
    pub fn with_public_origin(mut self, origin: &str) -> Self {
        self.site = self.site.known_as(origin);
        self
    }

    /// Hands back `3xx` answers as pages instead of following them.
    #[must_use]
    pub fn without_redirects(mut self) -> Self {
        self.follows_redirects = false;
        self
    }

    /// Opens a path (`/rounds`) or a full address of this server, and follows redirects.
    ///
    /// # Errors
    /// When the server cannot be reached, sends the browser to another server or round in
    /// circles. A `4xx` or `5xx` answer is a page like any other: see [`Page::expect`].
    pub fn get(&mut self, address: &str) -> Result<Page, Failure> {
        let path = self.site.path_of(address, "/")?;
        self.travel(path, None)
    }

    /// Follows the link on a page that reads as given.
    ///
    /// # Errors
    /// When there is no such link, or as [`Browser::get`].
    pub fn follow(&mut self, page: &Page, link: &str) -> Result<Page, Failure> {
        let path = self.site.path_of(&page.link(link)?, &page.url)?;
        self.travel(path, None)
    }

    /// Posts fields without a form, as no browser does by itself: for checks that forge requests.
    ///
    /// # Errors
    /// As [`Browser::get`].
    pub fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Result<Page, Failure> {
        let path = self.site.path_of(address, "/")?;
        self.travel(path, Some(Payload::url_encoded(fields)))
    }

    /// Posts a body that is encoded already, rightly or not: for checks of what no browser sends.
    ///
    /// # Errors
    /// As [`Browser::get`].
    pub fn post_encoded(&mut self, address: &str, body: &[u8]) -> Result<Page, Failure> {
        let path = self.site.path_of(address, "/")?;
        self.travel(
            path,
            Some(Payload { bytes: body.to_vec(), ..Payload::url_encoded::<&str, &str>(&[]) }),
        )
    }

    /// A cookie's value, if the jar holds it for any path.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.value(name)
    }

    /// Puts a cookie into the jar for every path: for checks that replay an old session.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.jar.put(name, value);
    }

    /// Empties the jar, as closing a private window does.
    pub fn forget_cookies(&mut self) {
        self.jar = Jar::default();
    }

    /// Sends a filled-in form to where a page at `from` says it goes.
    fn send_form(
        &mut self,
        action: &str,
        from: &str,
        payload: Option<Payload>,
    ) -> Result<Page, Failure> {
        let path = self.site.path_of(action, from)?;
        self.travel(path, payload)
    }

    fn travel(&mut self, mut path: String, mut payload: Option<Payload>) -> Result<Page, Failure> {
        let mut redirects = Vec::new();
        loop {
            let answer = self.fetch(&path, payload.as_ref())?;
            let target = match answer.status {
                301 | 302 | 303 | 307 | 308 if self.follows_redirects => answer.header("location"),
                _ => None,
            };
            let Some(target) = target else {
                return Ok(Page::new(answer, path, redirects));
            };
            let next = self.site.path_of(target, &path)?;
            if !matches!(answer.status, 307 | 308) {
                payload = None;
            }
            redirects.push(std::mem::replace(&mut path, next));
            if redirects.len() > MOST_REDIRECTS {
                return Err(Failure::RedirectLoop { path });
            }
        }
    }

    fn fetch(&mut self, path: &str, payload: Option<&Payload>) -> Result<wire::RawAnswer, Failure> {
        let mut headers = vec![
            ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8".to_owned()),
            ("Accept-Language", "en-GB,en;q=0.7".to_owned()),
            ("Sec-Fetch-Site", "same-origin".to_owned()),
            ("Sec-Fetch-Mode", "navigate".to_owned()),
            ("Sec-Fetch-Dest", "document".to_owned()),
        ];
        if let Some(host) = self.site.public_host() {
            headers.push(("Host", host.to_owned()));
        }
        if let Some(cookies) = self.jar.header_for(path) {
            headers.push(("Cookie", cookies));
        }
        let method = match payload {
            Some(payload) => {
                headers.push(("Origin", self.site.origin().to_owned()));
                headers.push(("Content-Type", payload.content_type.clone()));
                "POST"
            }
            None => "GET",
        };
        let address = self.site.address_of(path);
        let body = payload.map(|payload| payload.bytes.as_slice());
        let answer = self.wire.send(method, &address, &headers, body)?;
        for cookie in answer.headers_named("set-cookie") {
            self.jar.take(cookie, path);
        }
        Ok(answer)
    }
}
