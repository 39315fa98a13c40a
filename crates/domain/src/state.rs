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

        impl $crate::Machine for $status {
            type Move = $mv;
            const STATUSES: &'static [Self] = Self::ALL;
            const MOVES: &'static [$mv] = $mv::ALL;

            fn next(self, mv: $mv) -> Option<Self> {
                self.after(mv)
            }
            fn status_code(self) -> &'static str {
                self.code()
            }
            fn move_name(mv: $mv) -> &'static str {
                mv.name()
            }
            fn about(self) -> String {
                $crate::state::plain(match self {
                    $(Self::$variant => concat!($(stringify!($vdoc), "\n"),*)),+
                })
            }
            fn about_move(mv: $mv) -> String {
                $crate::state::plain(match mv {
                    $($mv::$move_name => concat!($(stringify!($mvdoc), "\n"),*)),+
                })
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

/// A state machine as data: for the tests that hold for all of them, and for the document that
/// shows them.
pub trait Machine: Copy + Eq + std::fmt::Debug + 'static {
    /// What can happen.
    type Move: Copy + std::fmt::Debug + 'static;
    /// Every state.
    const STATUSES: &'static [Self];
    /// Every move.
    const MOVES: &'static [Self::Move];

    /// Where a move leads from here.
    fn next(self, mv: Self::Move) -> Option<Self>;
    /// The state's code.
    fn status_code(self) -> &'static str;
    /// The move's name.
    fn move_name(mv: Self::Move) -> &'static str;
    /// What the state means, as declared.
    fn about(self) -> String;
    /// What the move is, as declared.
    fn about_move(mv: Self::Move) -> String;
}

/// The text of doc comments that were turned into a string with their attribute, a line each.
pub(crate) fn plain(attributes: &str) -> String {
    let lines = attributes.lines().filter_map(|line| {
        let (_, rest) = line.split_once('"')?;
        rest.rsplit_once('"').map(|(text, _)| text.trim())
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// A move that is not declared from the present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{mv} is not possible from {from}")]
pub struct NotFromHere {
    /// The present state's code.
    pub from: &'static str,
    /// The move.
    pub mv: &'static str,
}
