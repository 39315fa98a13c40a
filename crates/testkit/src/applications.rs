//! An open round, groups and their bids, made by the cases that people use.

use crate::{Visit, World, london};
use almoner_domain::access::Actor;
use almoner_domain::form::SectionId;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use almoner_domain::round::{Posts, Round, RoundFile, Status};
use almoner_usecases::applications::{
    CreateOrganisation, OrganisationForm, OwnApplication, Receipt, SaveSection, Sent,
    StartApplication, Submit,
};
use uuid::Uuid;

/// The reference of the open round.
pub const OPEN_ROUND: &str = "OPN-2324-R1";

/// Complete answers to the open round's form, by section. The project is in New Parks, asks for
/// £1,000 and passes every computed check.
pub const ANSWERS: &[(&str, &[(&str, &str)])] = &[
    (
        "your-project",
        &[
            ("B1", "Fictional football on Fridays"),
            ("B5", "Young people told us that they have nowhere to go."),
            ("B7", "Two coaches run a session each week."),
            ("B14.start.day", "8"),
            ("B14.start.month", "4"),
            ("B14.start.year", "2024"),
            ("B14.end.day", "31"),
            ("B14.end.month", "3"),
            ("B14.end.year", "2025"),
        ],
    ),
    (
        "places-and-money",
        &[
            ("B4.0.postcode", "LE3 9NZ"),
            ("B4.0.percent", "100"),
            ("C0", "1,000"),
            ("C1.0.category", "staff"),
            ("C1.0.description", "Two coaches"),
            ("C1.0.quantity", "40"),
            ("C1.0.unit_cost", "25"),
            ("C1.0.from_grant", "1000"),
            ("C1.0.from_others", ""),
        ],
    ),
    (
        "about-you",
        &[
            ("A5.name", "Asha Example"),
            ("A5.role", "Secretary"),
            ("A5.email", "asha@example.org"),
            ("A5.phone", "0116 496 0001"),
            ("A8", "3"),
            ("A10", "no"),
            ("G1", "authority"),
            ("G1", "truth"),
        ],
    ),
];

impl World {
    /// Adds a round that opens at 9am on 8 January 2024 and closes at 5pm on 5 February 2024, and
    /// moves the clock to an hour after it opened.
    pub fn open_round(&self) -> RoundId {
        self.open_round_with(|_| {})
    }

    /// The same, changed before it is added.
    pub fn open_round_with(&self, change: impl FnOnce(&mut Round)) -> RoundId {
        let file = RoundFile::parse(include_str!("../data/open-round.toml")).unwrap();
        let RoundFile { round, form, .. } = file;
        let by = PersonId(Uuid::from_u128(1));
        let id = RoundId(self.uuid());
        let mut round = Round::draft(id, round, form, Posts::default(), by, self.now()).unwrap();
        round.status = Status::Open;
        round.published_at = Some(self.now());
        change(&mut round);
        self.write(move |tx| tx.add_round(&round));
        self.clock.set(london("2024-01-08T10:00"));
        id
    }

    /// Makes a group of this person, who belongs to it from now on.
    pub fn group(&self, visit: &mut Visit, name: &str) -> OrganisationId {
        let form = OrganisationForm {
            name: name.to_owned(),
            kind: "group".to_owned(),
            ..OrganisationForm::default()
        };
        let group = self.act(&visit.actor, CreateOrganisation { form }).unwrap();
        if let Actor::Person(caller) = &mut visit.actor {
            caller.organisations.push(group);
        }
        group
    }

    /// Starts a bid of this group in the open round.
    pub fn start_bid(&self, visit: &Visit, organisation: OrganisationId) -> ApplicationId {
        let case = StartApplication { round: OPEN_ROUND.to_owned(), organisation };
        self.act(&visit.actor, case).unwrap()
    }

    /// Saves these fields of a section, over whatever is there.
    pub fn answer(
        &self,
        visit: &Visit,
        application: ApplicationId,
        section: &str,
        typed: &[(&str, &str)],
    ) {
        let section = SectionId::parse(section).unwrap();
        let stored = self.read(|tx| tx.section(application, &section));
        let version = stored.map_or(0, |stored| stored.version);
        let typed = typed.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
        self.act(&visit.actor, SaveSection { application, section, version, typed }).unwrap();
    }

    /// Fills in everything that is required.
    pub fn fill_in(&self, visit: &Visit, application: ApplicationId) {
        for (section, typed) in ANSWERS {
            self.answer(visit, application, section, typed);
        }
    }

    /// Sends a bid as it is.
    pub fn send(&self, visit: &Visit, application: ApplicationId) -> Receipt {
        let bid = self.see(&visit.actor, &OwnApplication { application }).unwrap();
        let (version, intent) = (bid.application.version, bid.intent);
        match self.act(&visit.actor, Submit { application, version, intent }).unwrap() {
            Sent::Received(receipt) => receipt,
            Sent::Late(late) => panic!("it arrived late: {late:?}"),
        }
    }

    /// A person, their group, and its complete bid in the open round, sent.
    pub fn sent_bid(&self, person: &str, group: &str) -> (Visit, ApplicationId, Receipt) {
        let mut visit = self.applicant(person);
        let organisation = self.group(&mut visit, group);
        let application = self.start_bid(&visit, organisation);
        self.fill_in(&visit, application);
        let receipt = self.send(&visit, application);
        (visit, application, receipt)
    }
}
