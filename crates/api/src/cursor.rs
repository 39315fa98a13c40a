//! Where a list goes on, as callers hand it back: opaque to them, checked here.

use crate::problem::ApiError;
use almoner_domain::id::{ApplicationId, AssessmentId, RoundId};
use almoner_domain::value::Instant;
use almoner_ports::{AssessmentKey, RoundKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A cursor as text.
fn write(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(parts.join("\n"))
}

/// The parts of a cursor.
fn read<const N: usize>(text: &str) -> Option<[String; N]> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let parts: Vec<String> = text.splitn(N, '\n').map(str::to_owned).collect();
    parts.try_into().ok()
}

fn instant(text: &str) -> Option<Instant> {
    Instant::from_microsecond(text.parse().ok()?).ok()
}

/// The place of a round in a list.
pub(crate) fn of_round(key: RoundKey) -> String {
    write(&[&key.opens_at.as_microsecond().to_string(), &key.id.to_string()])
}

/// Reads the place of a round; none if none was sent.
pub(crate) fn round(text: Option<&str>) -> Result<Option<RoundKey>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let key = read::<2>(text)
        .and_then(|[at, id]| Some(RoundKey { opens_at: instant(&at)?, id: RoundId::parse(&id)? }));
    key.map(Some).ok_or_else(|| ApiError::field("after", "not_a_cursor"))
}

/// Reads which application a list goes on after; none if none was sent.
pub(crate) fn application(text: Option<&str>) -> Result<Option<ApplicationId>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let id = ApplicationId::parse(text);
    id.map(Some).ok_or_else(|| ApiError::field("after", "not_a_cursor"))
}

/// The place of an assessment in its assessor's list.
pub(crate) fn of_assessment(key: AssessmentKey) -> String {
    write(&[&key.due.to_string(), &key.id.to_string()])
}

/// Reads the place of an assessment; none if none was sent.
pub(crate) fn assessment(text: Option<&str>) -> Result<Option<AssessmentKey>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let key = read::<2>(text).and_then(|[due, id]| {
        Some(AssessmentKey { due: due.parse().ok()?, id: AssessmentId::parse(&id)? })
    });
    key.map(Some).ok_or_else(|| ApiError::field("after", "not_a_cursor"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_cursor_comes_back_as_it_went_out() {
        let opens_at = Instant::from_microsecond(1_700_000_000_123_456).ok();
        let id = Uuid::from_u128(7);
        let key = opens_at.map(|opens_at| RoundKey { opens_at, id: RoundId(id) });
        let text = key.map(of_round);
        assert!(text.is_some());
        assert_eq!(round(text.as_deref()).ok().flatten(), key);
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "x", "====", "MQ", "MQoy"] {
            assert!(round(Some(text)).is_err(), "{text}");
            assert!(application(Some(text)).is_err(), "{text}");
            assert!(assessment(Some(text)).is_err(), "{text}");
        }
    }
}
