//! Identifiers in order of time, so that new rows lie together in the database's pages.

use almoner_ports::Ids;
use uuid::Uuid;

/// Makes UUIDs of version 7 (RFC 9562): a millisecond, then a counter and random bits. An id is
/// no secret: whoever may not see a record is refused by the policy, not by its id.
#[derive(Clone, Copy, Debug, Default)]
pub struct UuidV7;

impl Ids for UuidV7 {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes identifiers")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_rise_and_never_repeat() {
        let made: Vec<Uuid> = (0..2_000).map(|_| UuidV7.uuid()).collect();
        assert!(made.is_sorted());
        let mut distinct = made.clone();
        distinct.dedup();
        assert_eq!(distinct.len(), made.len());
    }
}
