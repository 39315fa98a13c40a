//! What pages and API share: the visitor, the body with its instant of arrival, the check against
//! forged requests, the hop to the blocking pool, the table of routes and the mapping of errors to
//! status codes. It knows no HTML and no JSON shapes.

mod body;
mod download;
mod forgery;
mod headers;
mod routes;
mod site;
mod status;
mod upload;
mod uses;
mod visitor;

pub use body::{BodyError, Fields, Garbled, Posted, PostedJson, Refused, Sent, Unsent};
pub use download::download;
pub use forgery::{Forged, csrf_token};
pub use headers::secure_headers;
pub use routes::{Route, TurnAway, register};
pub use site::{Site, SiteSettings, blocking};
pub use status::{code_of, status_of};
pub use upload::{Attached, Sender, UploadFault, attach, give_up};
pub use uses::Uses;
pub use visitor::{
    SESSION_COOKIE_PLAIN, SESSION_COOKIE_SECURE, Visitor, session_cookie, spent_cookie,
};
