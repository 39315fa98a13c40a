//! The story files that come with the program.

/// Commissioner's Safety Fund Round 3 of 2023/24, with invented groups.
pub const SAFETY_FUND: &str = include_str!("../data/safety-fund-round-3.toml");
/// People Zones Round 3 of 2023/24, with invented groups.
pub const PEOPLE_ZONES: &str = include_str!("../data/people-zones-round-3.toml");
/// The specialist round on domestic abuse of 2022/23, with invented groups.
pub const SPECIALIST: &str = include_str!("../data/specialist-round-2022.toml");
/// The diversion fund of two sources of 2022/23, with invented groups.
pub const DIVERSION: &str = include_str!("../data/diversion-fund-2022.toml");
/// The fictional round that is open on the day at hand; see [`crate::open::open_round`].
pub const OPEN_ROUND: &str = include_str!("../data/open-round.toml");
/// The fictional rounds that are being marked and screened on the day at hand; see
/// [`crate::under_way::rounds_under_way`].
pub const ROUNDS_UNDER_WAY: &str = include_str!("../data/rounds-under-way.toml");
