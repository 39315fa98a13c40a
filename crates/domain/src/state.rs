//! How a state machine is written here: a bare status, a list of moves and one table.

/// Declares a status enum, a move enum and the table `status.after(mv)`, and lists for tests,
/// documentation and SQL checks.
macro_rules! state_machine {
    (
        $(#[$sdoc:meta])* status $status:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }
        $(#[$mdoc:meta])* moves $mv:ident { $($(#[$mvdoc:meta])* $move_name:ident : $($from:ident)|+ => $to:ident),+ $(,)? }
    ) => {
        $(#[$sdoc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $status { $($(#[$vdoc])* #[serde(rename = $code)] $variant),+ }

        impl $status {
            /// Every status, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as stored and audited.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a stored code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// Where `mv` leads from here; `None` if it is not declared. The whole table.
            #[must_use]
            pub const fn after(self, mv: $mv) -> Option<Self> {
                match (mv, self) {
                    $(($mv::$move_name, $(Self::$from)|+) => Some(Self::$to),)+
                    _ => None,
                }
            }
        }

        $(#[$mdoc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $mv { $($(#[$mvdoc])* $move_name),+ }

        impl $mv {
            /// Every move, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$move_name),+];

            /// The name, for documents and refusals.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$move_name => stringify!($move_name)),+ }
            }
        }
    };
}

pub(crate) use state_machine;

/// A move that is not declared from the present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{mv} is not possible from {from}")]
pub struct NotFromHere {
    /// The present state's code.
    pub from: &'static str,
    /// The move.
    pub mv: &'static str,
}
