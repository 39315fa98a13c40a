//! Nothing that is typed into a form of the staff is lost: whatever stands against it, the answer
//! holds every word, and never a failure of the service.

use almoner_domain::access::Role;
use almoner_domain::application::{Application, Status as BidStatus};
use almoner_domain::assessment::{Assessment, Kind, Marks, Status as AssessmentStatus};
use almoner_domain::conflict::{self, Capacity, Declaration};
use almoner_domain::id::{ApplicationId, AssessmentId, DeclarationId, RoundId};
use almoner_domain::round::{Post, Posts, Round, Status};
use almoner_domain::screening::Screening;
use almoner_replay::browser::Browser;
use almoner_testkit::{Visit, World, london, on_both_databases};
use std::collections::BTreeSet;

/// The forms of screening, marking, the panel and the decision, with the fields that are typed.
/// A form without any is only asked not to fail.
const FORMS: &[(&str, &[&str])] = &[
    ("/staff/rounds/{round}/declarations", &["note.{application}"]),
    ("/staff/rounds/{round}/register", &["note"]),
    ("/staff/rounds/{round}/start-screening", &[]),
    ("/staff/rounds/{round}/start-assessing", &[]),
    ("/staff/rounds/{round}/start-moderating", &[]),
    ("/staff/applications/{application}/screening", &["text", "condition"]),
    ("/staff/applications/{application}/screening/pass", &[]),
    ("/staff/applications/{application}/screening/propose", &[]),
    ("/staff/applications/{application}/screening/ask", &["text.A1"]),
    ("/staff/applications/{application}/confirm", &["text"]),
    ("/staff/applications/{application}/override", &["reason", "conditions"]),
    ("/staff/applications/{application}/review", &["answer"]),
    ("/staff/applications/{application}/withhold", &["reason"]),
    ("/staff/assessments/give-back", &["reason"]),
    ("/staff/assessments/{assessment}", &[]),
    ("/staff/rounds/{round}/assessors", &[]),
    ("/staff/rounds/{round}/assessors/beyond", &["reason"]),
    ("/staff/rounds/{round}/progress/waive", &["reason"]),
    ("/staff/rounds/{round}/progress/unlock", &["reason"]),
    ("/staff/assessors/{person}/training", &["on-day", "until-year"]),
    ("/staff/assessors/{person}/zones", &[]),
    ("/staff/rounds/{round}/line", &["percent", "reason"]),
    ("/staff/rounds/{round}/recommend", &[]),
    ("/staff/rounds/{round}/meeting", &["on-day", "on-year"]),
    ("/staff/applications/{application}/moderation", &["discussion"]),
    (
        "/staff/applications/{application}/recommendation",
        &["amount", "conditions", "why", "feedback"],
    ),
    (
        "/staff/applications/{application}/due-diligence",
        &["conditions", "reason", "finance_note", "existence.note"],
    ),
    ("/staff/rounds/{round}/decision/prepare", &[]),
    ("/staff/rounds/{round}/decision/refresh", &[]),
    (
        "/staff/rounds/{round}/decision/texts",
        &["summary", "options", "equality", "data_protection", "exempt"],
    ),
    ("/staff/rounds/{round}/decision/finance", &["comment"]),
    ("/staff/rounds/{round}/decision/sign", &[]),
    ("/staff/rounds/{round}/decision/return", &["reason"]),
    (
        "/staff/rounds/{round}/decision/items/{application}",
        &["amount", "public_reason", "departure_reason", "conditions", "feedback"],
    ),
    ("/staff/rounds/{round}/notices", &[]),
    ("/staff/rounds/{round}/reserve", &["amount", "public_reason"]),
];

/// Forms of other topics, with tests of their own.
fn elsewhere(path: &str) -> bool {
    let rest = path.strip_prefix("/staff/rounds").unwrap_or("/people");
    let known = FORMS.iter().filter_map(|(form, _)| form.strip_prefix("/staff/rounds"));
    let topics: BTreeSet<&str> = known.filter_map(|form| form.split('/').nth(2)).collect();
    match rest.split('/').nth(2) {
        Some(topic) => !topics.contains(topic),
        None => true,
    }
}

#[test]
fn no_form_of_these_topics_is_left_out() {
    let known: BTreeSet<&str> = FORMS.iter().map(|(path, _)| *path).collect();
    let missing: Vec<String> = almoner_web::pages::routes()
        .into_iter()
        .filter(|route| route.method == "POST")
        .map(|route| route.path.to_owned())
        .filter(|path| !known.contains(path.as_str()))
        .filter(|path| {
            path.starts_with("/staff/applications")
                || path.starts_with("/staff/assess")
                || path.starts_with("/staff/rounds") && !elsewhere(path)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A round with one bid, and somebody who may do everything about it.
struct Office {
    all: Visit,
    round: RoundId,
    bid: ApplicationId,
    assessment: AssessmentId,
}

fn office(world: &World) -> Office {
    let round = world.open_round();
    let (_, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
    world.clock.set(london("2024-02-06T10:00"));
    let all = world.staff("Every Role", Role::ALL);
    let post = Some(Post { holder: all.person, substitute: None });
    let now = world.now();
    let declaration = Declaration {
        status: conflict::Status::None,
        declared_at: Some(now),
        ..Declaration::pending(DeclarationId(world.uuid()), round, bid, all.person, Capacity::Staff)
    };
    let assessment = Assessment {
        id: AssessmentId(world.uuid()),
        version: 1,
        round,
        application: bid,
        assessor: all.person,
        kind: Kind::Staff,
        status: AssessmentStatus::Assigned,
        assigned_by: all.person,
        assigned_at: now,
        due: "2024-03-01".parse().unwrap(),
        widened: None,
        marks: Marks::new(),
        submitted_at: None,
        locked_at: None,
        remarks: Vec::new(),
    };
    let id = assessment.id;
    let saved = world.read(|tx| tx.round(round)).unwrap();
    let screening = Screening::of(bid, &saved);
    let posts = Posts { lead: post, chair: post, finance: post, approver: post, ..saved.posts };
    let named = Round { posts, closed_at: Some(now), ..saved };
    world.write(move |tx| {
        tx.save_round(&named)?;
        tx.add_declarations(std::slice::from_ref(&declaration))?;
        tx.add_screenings(std::slice::from_ref(&screening))?;
        tx.add_assessments(std::slice::from_ref(&assessment))
    });
    Office { all, round, bid, assessment: id }
}

impl Office {
    /// Puts the round and its bid at a stage.
    fn at(&self, world: &World, round: Status, bid: BidStatus) {
        let saved = world.read(|tx| tx.round(self.round)).unwrap();
        let one = world.read(|tx| tx.application(self.bid)).unwrap();
        world.write(move |tx| {
            tx.save_round(&Round { status: round, ..saved.clone() })?;
            tx.save_application(&Application { status: bid, ..one.clone() })
        });
    }

    fn fill(&self, path: &str) -> String {
        path.replace("{round}", &self.round.to_string())
            .replace("{application}", &self.bid.to_string())
            .replace("{assessment}", &self.assessment.to_string())
            .replace("{person}", &self.all.person.to_string())
    }

    /// What comes along with every form: enough for some to be read, wrong for others.
    fn machinery(&self, world: &World, version: &str) -> Vec<(String, String)> {
        let cookie = self.all.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        [
            ("csrf", world.csrf(cookie)),
            ("version", version.to_owned()),
            ("check", "A1".to_owned()),
            ("assessment", self.assessment.to_string()),
            ("application", self.bid.to_string()),
            ("declaration", world.uuid().to_string()),
            ("why", "other".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

const STAGES: [(Status, BidStatus); 5] = [
    (Status::Screening, BidStatus::Screening),
    (Status::Screening, BidStatus::Ineligible),
    (Status::Assessing, BidStatus::InAssessment),
    (Status::Moderating, BidStatus::Assessed),
    (Status::Recommended, BidStatus::Recommended),
];

on_both_databases! {
    fn whatever_stands_against_a_form_every_word_of_it_comes_back(world: &World) {
        let office = office(world);
        let mut browser = world.browser().without_redirects();
        let cookie = office.all.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        browser.set_cookie(almoner_http::SESSION_COOKIE_PLAIN, cookie);
        let (mut faults, mut refused) = (Vec::new(), 0);
        for (round, bid) in STAGES {
            office.at(world, round, bid);
            for (form, typed) in FORMS {
                let path = office.fill(form);
                for variant in ["as it is", "over-long", "twice", "an old version", "hidden"] {
                    let version = if variant == "an old version" { "0" } else { "1" };
                    let mut fields = office.machinery(world, version);
                    // What a form types under such a name is not machinery.
                    fields.retain(|(name, _)| !typed.contains(&name.as_str()));
                    let mut marks = Vec::new();
                    for (number, name) in typed.iter().enumerate() {
                        let mark = format!("word{number}of{}", variant.len());
                        let value = match variant {
                            "over-long" => format!("{mark} {}", "x".repeat(20_000)),
                            // Between two letters, characters that nobody sees.
                            "hidden" => mark.replacen('o', "\0\u{1b}o", 1),
                            _ => mark.clone(),
                        };
                        fields.push((office.fill(name), value));
                        if variant == "twice" {
                            fields.push((office.fill(name), format!("again{number}")));
                        }
                        marks.push(mark);
                    }
                    let pairs: Vec<(&str, &str)> =
                        fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                    let page = browser.post(&path, &pairs).unwrap();
                    let place = format!("{form} ({variant}, {round:?})");
                    if page.status >= 500 {
                        faults.push(format!("{place} answered {}", page.status));
                    }
                    if (400..500).contains(&page.status) {
                        refused += 1;
                        for mark in marks.iter().filter(|mark| !page.body.contains(*mark)) {
                            faults.push(format!("{place}: {mark} is lost, {}", page.status));
                        }
                        if page.heading().is_empty() {
                            faults.push(format!("{place}: no page"));
                        }
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert!(refused > 300, "only {refused} refusals");
    }

    fn a_refusal_stands_at_its_field(world: &World) {
        let office = office(world);
        let mut browser = world.browser();
        let cookie = office.all.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        browser.set_cookie(almoner_http::SESSION_COOKIE_PLAIN, cookie);

        office.at(world, Status::Assessing, BidStatus::InAssessment);
        let progress = format!("/staff/rounds/{}/progress", office.round);
        let page = browser.get(&progress).unwrap().expect(200).unwrap();
        let page = page.form("/progress/waive").unwrap().submit(&mut browser).unwrap();
        let page = page.expect(422).unwrap();
        assert!(!page.error_summary().is_empty());
        assert!(!page.field_errors().is_empty(), "{}", page.body);

        let page = browser.get("/staff/assessments").unwrap().expect(200).unwrap();
        let mut form = page.form("/give-back").unwrap();
        let page = form.set("reason", "Said in words").unwrap().submit(&mut browser).unwrap();
        let page = page.expect(422).unwrap();
        assert!(page.field_errors().iter().any(|one| one.contains("Choose why")));
        assert!(page.body.contains("Said in words"));

        office.at(world, Status::Moderating, BidStatus::Assessed);
        let meeting = format!("/staff/rounds/{}/meeting", office.round);
        let page = browser.get(&meeting).unwrap().expect(200).unwrap();
        let page = page.main_form().unwrap().submit(&mut browser).unwrap().expect(422).unwrap();
        assert!(!page.field_errors().is_empty(), "{}", page.body);

        let training = format!("/staff/assessors/{}", office.all.person);
        let page = browser.get(&training).unwrap().expect(200).unwrap();
        let mut form = page.form("/training").unwrap();
        form.set("on-day", "41").unwrap();
        let page = form.submit(&mut browser).unwrap().expect(422).unwrap();
        assert_eq!(page.field_errors().len(), 3);
        assert_eq!(page.form("/training").unwrap().value("on-day").as_deref(), Some("41"));
    }

    fn a_step_without_fields_says_on_its_own_page_what_stands_against_it(world: &World) {
        let office = office(world);
        let mut browser = world.browser();
        let cookie = office.all.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        browser.set_cookie(almoner_http::SESSION_COOKIE_PLAIN, cookie);
        let refused = |browser: &mut Browser, page: &str, form: &str, heading: &str| {
            let drawn = browser.get(page).unwrap().expect(200).unwrap();
            let page = match form {
                "main" => drawn.main_form().unwrap().submit(browser).unwrap(),
                path => {
                    let fields = office.machinery(world, "0");
                    let pairs: Vec<_> =
                        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                    browser.post(path, &pairs).unwrap()
                }
            };
            assert!([409, 422].contains(&page.status), "{form}: {}", page.status);
            assert_eq!(page.heading(), heading, "{form}");
            assert!(!page.error_summary().is_empty(), "{form}: {}", page.body);
            assert!(page.text().contains("Nothing was changed."), "{form}: {}", page.text());
        };
        let round = office.round;
        office.at(world, Status::Screening, BidStatus::Screening);
        let start = format!("/staff/rounds/{round}/start-assessing");
        refused(&mut browser, &start, "main", "Start assessment");
        let start = format!("/staff/rounds/{round}/start-screening");
        refused(&mut browser, &start, "main", "Start screening");
        office.at(world, Status::Recommended, BidStatus::Recommended);
        let home = format!("/staff/rounds/{round}/decision");
        let page = browser.get(&home).unwrap().expect(200).unwrap();
        page.form("/prepare").unwrap().submit(&mut browser).unwrap().accepted().unwrap();
        refused(&mut browser, &home, &format!("{home}/prepare"), "The decision");
        refused(&mut browser, &home, &format!("{home}/refresh"), "The decision");
    }

    fn no_text_of_screening_is_longer_than_the_letters_and_pages_that_show_it(world: &World) {
        let office = office(world);
        let mut browser = world.browser();
        let cookie = office.all.browser.cookie(almoner_http::SESSION_COOKIE_PLAIN).unwrap();
        browser.set_cookie(almoner_http::SESSION_COOKIE_PLAIN, cookie);
        office.at(world, Status::Screening, BidStatus::Screening);
        let path = format!("/staff/applications/{}/screening", office.bid);
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        let long = "words ".repeat(1_000).trim().to_owned();
        form.set("result", "not_applicable").unwrap().set("text", &long).unwrap();
        let page = form.submit(&mut browser).unwrap().expect(422).unwrap();
        assert!(page.field_errors().iter().any(|one| one.contains("5000 characters or less")));
        assert!(page.body.contains(&long), "what was written is kept");
    }

    fn whoever_has_not_declared_neither_assigns_nor_follows_the_marking(world: &World) {
        let office = office(world);
        office.at(world, Status::Assessing, BidStatus::Eligible);
        let mut late = world.staff("Late Lead", &[Role::GrantsLead]);
        for page in ["assessors", "progress"] {
            let path = format!("/staff/rounds/{}/{page}", office.round);
            let answer = late.browser.get(&path).unwrap().expect(403).unwrap();
            assert!(answer.heading().contains("Declare your interests"), "{}", answer.heading());
        }
    }

    fn a_bid_given_back_for_a_conflict_is_on_the_register(world: &World) {
        let mut office = office(world);
        office.at(world, Status::Assessing, BidStatus::InAssessment);
        let browser = &mut office.all.browser;
        let page = browser.get("/staff/assessments").unwrap().expect(200).unwrap();
        let mut form = page.form("/give-back").unwrap();
        form.set("why", "conflict").unwrap().set("reason", "My sister runs it.").unwrap();
        form.submit(browser).unwrap().accepted().unwrap();
        let person = office.all.person;
        let declared = world.read(|tx| tx.declarations_of(person, office.round));
        assert_eq!(declared[0].status, conflict::Status::Recused);
        assert_eq!(declared[0].note, "My sister runs it.");
        let bid = format!("/staff/applications/{}", office.bid);
        office.all.browser.get(&bid).unwrap().expect(404).unwrap();
    }
}
