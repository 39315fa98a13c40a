//! The use of sessions and tokens, written down together a moment later: a note for each request
//! would cost a flush to the disk of its own.

use crate::{Site, blocking};
use almoner_domain::value::Instant;
use almoner_usecases::people::Touch;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// How long uses are gathered.
const GATHERED: Duration = Duration::from_secs(1);

/// Uses that are not written down yet, by the id of the session or token. A program that is killed
/// forgets those of its last second.
#[derive(Clone, Default)]
pub struct Uses(Arc<Mutex<HashMap<Uuid, (Touch, Instant)>>>);

impl Uses {
    /// Keeps a use. Whether it is the first one, so that somebody has to write them down.
    fn keep(&self, id: Uuid, touch: Touch, at: Instant) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = kept.is_empty();
        kept.insert(id, (touch, at));
        first
    }

    fn take(&self) -> Vec<(Touch, Instant)> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept).into_values().collect()
    }
}

/// Notes a use; it is written down within a moment, with all others of that moment.
pub(crate) fn note(site: &Site, id: Uuid, touch: Touch, at: Instant) {
    if !site.uses.keep(id, touch, at) {
        return;
    }
    let (app, uses) = (site.app.clone(), site.uses.clone());
    actix_web::rt::spawn(async move {
        actix_web::rt::time::sleep(GATHERED).await;
        let noted = uses.take();
        if let Err(error) = blocking(move || app.note_uses(noted)).await {
            tracing::warn!(%error, "the use of sessions could not be written down");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        Instant::from_microsecond(second * 1_000_000).unwrap()
    }

    #[test]
    fn many_uses_of_one_session_are_one() {
        let uses = Uses::default();
        let touch = || Touch::Cookie("token".to_owned());
        assert!(uses.keep(Uuid::from_u128(1), touch(), at(1)));
        assert!(!uses.keep(Uuid::from_u128(1), touch(), at(2)));
        assert!(!uses.keep(Uuid::from_u128(2), touch(), at(1)));
        let mut taken: Vec<Instant> = uses.take().into_iter().map(|(_, at)| at).collect();
        taken.sort_unstable();
        assert_eq!(taken, [at(1), at(2)]);
        assert!(uses.keep(Uuid::from_u128(1), touch(), at(3)), "the next one begins anew");
    }
}
