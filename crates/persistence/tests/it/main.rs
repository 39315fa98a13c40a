//! One behaviour on two databases: every test of [`on_both!`] runs on SQLite and on PostgreSQL.
//!
//! `ALMONER_TEST_POSTGRES` is the address of an administrator of a throw-away PostgreSQL server.
//! Without it, `ALMONER_TEST_SQLITE_ONLY` must say that PostgreSQL is left out on purpose.

#[cfg(test)]
mod applications;
#[cfg(test)]
mod assessments;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod audit_tampering;
#[cfg(test)]
mod confirmations;
#[cfg(test)]
mod database;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod declarations;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod equality;
#[cfg(test)]
mod group_commit;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod people;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod screenings;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod store;
#[cfg(test)]
mod tallies;
#[cfg(test)]
mod world;

/// Makes a test of each function for each database.
macro_rules! on_both {
    ($(fn $name:ident($world:ident) $body:block)+) => {
        $(fn $name($world: &mut crate::world::World) $body)+

        mod sqlite {
            $(#[test]
            fn $name() {
                super::$name(&mut crate::world::World::sqlite());
            })+
        }

        mod postgresql {
            $(#[test]
            fn $name() {
                if let Some(mut world) = crate::world::World::postgres() {
                    super::$name(&mut world);
                }
            })+
        }
    };
}
pub(crate) use on_both;
