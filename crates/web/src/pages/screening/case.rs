//! What the three pages on which a bid is screened have around their forms.

use super::bid::cards;
use super::token;
use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary, SummaryCard};
use crate::page::{FrameData, SiteData, chrome};
use crate::typed::Typed;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::screening::{CheckStatus, Checked};
use almoner_http::Visitor;
use almoner_usecases::screening::ScreeningSeen;

/// The frame: whose bid, where back, what every form sends along, the answers below.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) bid: String,
    pub(super) csrf: String,
    pub(super) version: i64,
    pub(super) errors: ErrorSummary,
    pub(super) cards: Vec<SummaryCard>,
}

/// The frame of a page about `seen`, and what is around every page. `drawn` is whether the form
/// that came back is still there.
pub(super) fn case(
    title: &str,
    seen: &ScreeningSeen,
    (typed, fields, drawn): (&Typed, Vec<Option<ErrorItem>>, bool),
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> (Chrome, Case) {
    let mut chrome = chrome(site, frame, visitor, title);
    chrome.wide = true;
    let case = Case {
        name: shown_name(&seen.application, Audience::Working).or("").to_owned(),
        bid: format!("/staff/applications/{}", seen.application.id),
        csrf: token(site, visitor),
        version: seen.screening.version,
        errors: typed.summary(fields, drawn, &mut chrome),
        cards: cards(&seen.round.form, &seen.submission, false),
    };
    (chrome, case)
}

/// The checks in a state: title, reasons and words.
pub(super) fn in_state(
    seen: &ScreeningSeen,
    status: CheckStatus,
) -> Vec<(String, Vec<String>, String)> {
    let there = |checked: &Checked| checked.status == status;
    seen.checks
        .iter()
        .filter(|(_, checked, _)| there(checked))
        .map(|(check, checked, _)| {
            let given = check.reasons.iter().filter(|one| checked.reasons.contains(&one.code));
            let reasons = given.map(|one| one.text.clone()).collect();
            (format!("{} {}", check.code, check.title), reasons, checked.text.clone())
        })
        .collect()
}
