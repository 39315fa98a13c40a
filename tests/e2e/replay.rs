//! The replayed rounds, played through the pages from publication on.

use almoner_office::OfficePack;
use almoner_persistence::{Database, Tuning};
use almoner_ports::Clock;
use almoner_replay::file::ReplayFile;
use almoner_replay::play::Play;
use almoner_server::clock::SystemClock;
use almoner_server::stage::{OfficeOnStage, Props};
use almoner_testkit::london;

#[test]
fn the_safety_fund_is_played_until_it_closes() {
    let folder = std::env::temp_dir().join(format!("almoner-replay-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite://{}/r.sqlite3", folder.display());
    let database = Database::open_for_tests(&url, Tuning::default()).unwrap();
    database.migrate().unwrap();
    database.mark_new("llr", false, SystemClock.now()).unwrap();
    let stage = OfficeOnStage::start(Props {
        store: database.store().unwrap(),
        demonstration: false,
        office: OfficePack::embedded_llr().unwrap().office,
        secret: vec![7; 32],
        public_url: None,
        begins: london("2023-10-01T09:00"),
    })
    .unwrap();
    let text = include_str!("../../crates/replay/data/safety-fund-round-3.toml");
    let file = ReplayFile::parse(text).unwrap();
    Play::new(&stage, &file).until_closed().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}
