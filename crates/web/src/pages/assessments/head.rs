//! The head of a page about the marking or the panel of a round.

use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary};
use crate::page::{FrameData, SiteData, chrome};
use crate::typed::Typed;
use almoner_domain::id::RoundId;
use almoner_domain::round::Round;
use almoner_http::{Visitor, csrf_token};

/// Which round, where back, what stands against a form, and what every form sends along.
pub(in crate::pages) struct Head {
    pub(in crate::pages) csrf: String,
    pub(in crate::pages) round: RoundId,
    pub(in crate::pages) title: String,
    pub(in crate::pages) version: i64,
    pub(in crate::pages) errors: ErrorSummary,
}

/// The head of a page about `round`, and what is around every page. `drawn` is whether the form
/// that came back is still there.
pub(in crate::pages) fn head(
    title: &str,
    round: &Round,
    (typed, fields, drawn): (&Typed, Vec<Option<ErrorItem>>, bool),
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> (Chrome, Head) {
    let mut chrome = chrome(site, frame, visitor, title);
    chrome.wide = true;
    let head = Head {
        csrf: csrf_token(site, visitor.session_token()),
        round: round.id,
        title: round.settings.title.clone(),
        version: round.version,
        errors: typed.summary(fields, drawn, &mut chrome),
    };
    (chrome, head)
}
