//! A group's path from its organisation to its receipt, and what goes wrong on the way.
#![expect(clippy::panic, clippy::indexing_slicing, reason = "a step that fails is a failed test")]

use almoner_domain::access::Actor;
use almoner_domain::application::{ApplicationRefused, Status};
use almoner_domain::form::SectionId;
use almoner_domain::id::ApplicationId;
use almoner_domain::value::Pence;
use almoner_replay::post_box::Message;
use almoner_testkit::{ANSWERS, OPEN_ROUND, Visit, World, london, on_both_databases};
use almoner_usecases::applications::{
    AbandonDrafts, OwnApplication, Reopen, SaveSection, Sent, StartApplication, Submit, Withdraw,
};
use almoner_usecases::{AppError, Refusal};
use std::sync::Arc;
use std::time::Duration;

fn status(world: &World, application: ApplicationId) -> Status {
    world.read(|tx| tx.application(application)).unwrap().status
}

/// A person with a group and a complete bid that is not sent.
fn filled_in(world: &World) -> (Visit, ApplicationId) {
    filled_in_at(world, "2024-01-08T10:00")
}

/// The same, at this time of the clock in London.
fn filled_in_at(world: &World, time: &str) -> (Visit, ApplicationId) {
    world.open_round();
    world.clock.set(london(time));
    let mut visit = world.applicant("Asha Example");
    let group = world.group(&mut visit, "Fictional Youth Group");
    let application = world.start_bid(&visit, group);
    world.fill_in(&visit, application);
    (visit, application)
}

fn press(world: &World, visit: &Visit, application: ApplicationId) -> Submit {
    let bid = world.see(&visit.actor, &OwnApplication { application }).unwrap();
    Submit { application, version: bid.application.version, intent: bid.intent }
}

fn letters(world: &World, code: &str) -> usize {
    world.read(|tx| tx.letters(None, 100)).iter().filter(|one| one.code == code).count()
}

/// A letter to this address whose subject has these words.
fn letter_about(world: &World, address: &str, words: &str) -> Arc<Message> {
    world.deliver();
    let fits = |message: &Message| {
        message.is_to(address) && message.subject().is_some_and(|subject| subject.contains(words))
    };
    world.post.wait_for(fits, Duration::from_secs(10)).unwrap()
}

fn events(world: &World, application: ApplicationId) -> Vec<String> {
    let stream = almoner_domain::audit::Stream::Application(application);
    world.read(|tx| tx.entries_of(stream)).into_iter().map(|entry| entry.event).collect()
}

on_both_databases! {
    fn a_group_goes_from_its_organisation_to_its_receipt_in_the_browser(world: &World) {
        world.open_round();
        let mut visit = world.applicant("Asha Example");
        let browser = &mut visit.browser;
        let page = browser.get(&format!("/rounds/{OPEN_ROUND}/apply")).unwrap().expect(200).unwrap();
        let page = browser.follow(&page, "Add your organisation").unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        form.set("name", "Fictional Youth Group").unwrap().set("kind", "group").unwrap();
        let page = form.submit(browser).unwrap().accepted().unwrap();
        assert_eq!(page.heading(), "Start an application");
        let page = page.main_form().unwrap().submit(browser).unwrap().accepted().unwrap();
        assert_eq!(page.heading(), "Your application");
        let home = page.url.clone();

        let mut page = browser.follow(&page, "Your project").unwrap().expect(200).unwrap();
        for (section, answers) in ANSWERS {
            assert!(page.url.ends_with(section), "{}", page.url);
            let mut form = page.main_form().unwrap();
            for (name, text) in *answers {
                if *name == "G1" {
                    form.add(name, text);
                } else {
                    form.set(name, text).unwrap();
                }
            }
            page = form.press(browser, "continue").unwrap().accepted().unwrap();
        }
        let page = browser.get(&home).unwrap().expect(200).unwrap();
        assert_eq!(page.heading(), "Fictional football on Fridays");
        assert!(page.text().contains("Nothing is missing"), "{}", page.text());
        let page = browser.follow(&page, "Check your answers").unwrap().expect(200).unwrap();
        assert!(page.text().contains("Two coaches run a session each week."));
        assert!(page.text().contains("New Parks: 100%"), "{}", page.text());
        assert!(!page.text().contains("Have another look"), "{}", page.text());
        let receipt = page.main_form().unwrap().submit(browser).unwrap().accepted().unwrap();
        assert_eq!(receipt.heading(), "Application received");
        assert!(receipt.text().contains("10am on Monday 8 January 2024"), "{}", receipt.text());
        assert!(receipt.text().contains("£1,000"));

        let again = browser.get(&receipt.url).unwrap().expect(200).unwrap();
        assert_eq!(again.heading(), "Application received");
        let reference = again.text_of_id("main-content").unwrap_or_default();
        assert!(reference.contains("OPN-2324-R1-"), "{reference}");
        let message = letter_about(world, &visit.email, "We have received your application OPN-2324");
        assert!(!message.text().unwrap().contains("nowhere to go"));
    }

    fn a_page_with_faults_is_kept_and_says_so_at_each_field(world: &World) {
        let (mut visit, application) = filled_in(world);
        let browser = &mut visit.browser;
        let path = format!("/applications/{application}/sections/your-project");
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        let long = "word ".repeat(21);
        form.set("B5", &long).unwrap();
        form.set("B14.end.day", "31").unwrap().set("B14.end.month", "2").unwrap();
        form.set("B1", "").unwrap();
        let page = form.press(browser, "continue").unwrap();
        assert_eq!(page.status, 422);
        let errors = page.error_summary();
        assert_eq!(errors.len(), 3, "{errors:?}");
        assert!(errors.iter().any(|one| one.contains("use 20 words or fewer. You have 21")));
        assert!(errors.iter().any(|one| one.contains("enter a date that exists")), "{errors:?}");
        assert_eq!(page.field_errors().len(), 3, "{:?}", page.field_errors());
        assert!(page.title().starts_with("Error: "));
        assert_eq!(page.main_form().unwrap().value("B5").as_deref(), Some(long.as_str()));

        let page = browser.get(&format!("/applications/{application}")).unwrap();
        assert!(page.text().contains("3 things are left before you can send it"), "{}", page.text());
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        assert_eq!(page.main_form().unwrap().value("B5").as_deref(), Some(long.as_str()));
        let page = browser.get(&format!("/applications/{application}/check")).unwrap();
        assert!(page.main_form().is_err(), "it cannot be sent");
    }

    fn every_kind_of_question_can_be_asked_answered_and_read_back(world: &World) {
        let (mut visit, application) = filled_in(world);
        let browser = &mut visit.browser;
        let path = format!("/applications/{application}/sections/more");
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        let typed = [
            ("H1.day", "1"), ("H1.month", "5"), ("H1.year", "2024"),
            ("H2", "two"), ("H3", "b"), ("H4", "yes"),
            ("H5.charity", "1000005"), ("H6.line1", "1 Invented Street"), ("H6.town", "Leicester"),
            ("H6.postcode", "LE3 9NZ"), ("H7", "LE3 9NZ"),
            ("H8.0.source", "Fictional Trust"), ("H8.0.amount", "200"), ("H8.0.form", "in_kind"),
            ("H8.0.confirmed", "no"),
            ("H9.0.outcome", "Safer"), ("H9.0.indicator", "Survey"), ("H9.0.baseline", "Half"),
            ("H9.0.target", "Most"), ("H9.0.how", "Each term"),
            ("H10.0.risk", "Rain"), ("H10.0.response", "A hall"),
            ("H11.0.what", "First session"), ("H11.0.day", "8"), ("H11.0.month", "4"),
            ("H11.0.year", "2024"),
        ];
        for (name, text) in typed {
            form.set(name, text).unwrap();
        }
        let page = form.press(browser, "row:H10").unwrap().accepted().unwrap();
        let form = page.main_form().unwrap();
        for (name, text) in typed {
            assert_eq!(form.value(name).as_deref(), Some(text), "{name}");
        }
        assert!(form.names().iter().any(|name| name == "H10.1.risk"), "a row was added");
        let page = browser.get(&format!("/applications/{application}/check")).unwrap();
        let text = page.text();
        for shown in ["The second", "Fictional Trust", "1 May 2024", "A hall", "8 April 2024"] {
            assert!(text.contains(shown), "{shown} in {text}");
        }
    }

    fn a_section_of_a_sent_bid_is_text_with_the_way_to_change_it(world: &World) {
        let (mut visit, application) = filled_in(world);
        world.send(&visit, application);
        let path = format!("/applications/{application}/sections/your-project");
        let page = visit.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.main_form().is_err(), "nothing can be typed");
        assert!(page.text().contains("Two coaches run a session each week."), "{}", page.text());
        let page = visit.browser.follow(&page, "Open it again to change it").unwrap();
        let page = page.main_form().unwrap().submit(&mut visit.browser).unwrap();
        page.accepted().unwrap();
        let page = visit.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.main_form().is_ok());
    }

    fn what_is_worth_another_look_is_said_when_it_is_saved_and_everywhere_the_same(world: &World) {
        let (mut visit, application) = filled_in(world);
        let browser = &mut visit.browser;
        let home = format!("/applications/{application}");
        let page = browser.get(&format!("{home}/sections/your-project")).unwrap();
        let mut form = page.main_form().unwrap();
        form.set("B14.start.month", "3").unwrap().set("B14.end.year", "2029").unwrap();
        let page = form.press(browser, "continue").unwrap().expect(200).unwrap();
        assert!(page.url.ends_with("/sections/your-project?look=yes"), "{}", page.url);
        assert!(!page.title().starts_with("Error: "), "it is no error: {}", page.title());
        assert!(page.error_summary().is_empty());
        let both = ["projects may start from 1 April 2024", "must be spent by 31 March 2025"];
        let said = |page: &almoner_replay::browser::Page| {
            for words in both {
                assert!(page.text().contains(words), "{words} in {}", page.text());
            }
        };
        said(&page);
        said(&browser.get(&home).unwrap());
        said(&browser.get(&format!("{home}/check")).unwrap());
        // Once it was said, the button goes on.
        let page = page.main_form().unwrap().press(browser, "continue").unwrap();
        assert!(page.url.ends_with("/sections/places-and-money"), "{}", page.url);
        let mut form = page.main_form().unwrap();
        form.set("B4.0.postcode", "LE1 1FZ").unwrap();
        let page = form.press(browser, "continue").unwrap().expect(200).unwrap();
        assert!(page.text().contains("It asks for at least 70%"), "{}", page.text());
    }

    fn a_bid_that_is_changed_or_taken_back_says_so_and_what_can_be_done(world: &World) {
        let (mut visit, application) = filled_in(world);
        world.send(&visit, application);
        let browser = &mut visit.browser;
        let home = format!("/applications/{application}");
        let page = browser.get(&format!("{home}/reopen")).unwrap().expect(200).unwrap();
        let page = page.main_form().unwrap().submit(browser).unwrap().accepted().unwrap();
        assert!(page.text().contains("The version that you sent still stands"));
        assert!(page.text().contains("Received; being changed"), "{}", page.text());
        let page = browser.get("/applications").unwrap();
        assert!(page.text().contains("Received; being changed"), "{}", page.text());
        let page = browser.get(&format!("{home}/withdraw")).unwrap().expect(200).unwrap();
        let page = page.main_form().unwrap().submit(browser).unwrap().accepted().unwrap();
        assert!(page.text().contains("Application withdrawn"), "{}", page.text());
        assert!(!page.text().contains("Time left"), "{}", page.text());
        assert_eq!(page.link("start another one").unwrap(), format!("/rounds/{OPEN_ROUND}/apply"));
    }

    fn two_tabs_and_back_and_resend_make_one_bid_with_one_letter(world: &World) {
        let (mut visit, application) = filled_in(world);
        let page = visit.browser.get(&format!("/applications/{application}/check")).unwrap();
        let mut other = visit.browser.clone();
        let first = page.main_form().unwrap().submit(&mut visit.browser).unwrap().accepted().unwrap();
        let second = page.main_form().unwrap().submit(&mut other).unwrap().accepted().unwrap();
        let third = page.main_form().unwrap().submit(&mut other).unwrap().accepted().unwrap();
        assert_eq!(first.text(), second.text());
        assert_eq!(first.text(), third.text());
        assert_eq!(letters(world, "application_received"), 1);
        assert!(world.read(|tx| tx.submission(application, 2)).is_none());
    }

    fn many_presses_at_once_make_one_bid(world: &World) {
        let (visit, application) = filled_in(world);
        let Submit { version, intent, .. } = press(world, &visit, application);
        let references: Vec<String> = std::thread::scope(|scope| {
            let presses: Vec<_> = (0..8)
                .map(|_| {
                    let case = Submit { application, version, intent: intent.clone() };
                    scope.spawn(|| match world.act(&visit.actor, case).unwrap() {
                        Sent::Received(receipt) => receipt.reference,
                        Sent::Late(late) => panic!("{late:?}"),
                    })
                })
                .collect();
            presses.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(references.iter().all(|one| *one == references[0]), "{references:?}");
        assert_eq!(letters(world, "application_received"), 1);
        let sent = events(world, application);
        assert_eq!(sent.iter().filter(|one| *one == "application.submitted").count(), 1);
    }

    fn an_answer_that_was_changed_in_another_tab_is_not_sent_unseen(world: &World) {
        let (mut visit, application) = filled_in(world);
        let page = visit.browser.get(&format!("/applications/{application}/check")).unwrap();
        world.answer(&visit, application, "about-you", &[("A8", "5")]);
        let page = page.main_form().unwrap().submit(&mut visit.browser).unwrap();
        assert_eq!(page.status, 409);
        assert!(page.text().contains("has not been sent"), "{}", page.text());
        assert_eq!(status(world, application), Status::Draft);
    }

    fn the_last_millisecond_counts_and_the_deadline_itself_does_not(world: &World) {
        let (visit, application) = filled_in(world);
        let (other, second, _) = world.sent_bid("Bela Example", "Second Fictional Group");
        world.clock.set(london("2024-02-05T16:59:59.999"));
        assert!(matches!(world.act(&visit.actor, press(world, &visit, application)), Ok(Sent::Received(_))));
        let version = world.read(|tx| tx.application(second)).unwrap().version;
        world.act(&other.actor, Reopen { application: second, version }).unwrap();
        world.clock.set(london("2024-02-05T17:00:00"));
        let late = world.act(&other.actor, press(world, &other, second)).unwrap();
        let Sent::Late(late) = late else { panic!("{late:?}") };
        assert_eq!(late.arrived, london("2024-02-05T17:00:00"));
        assert!(late.stands.is_some());
        assert_eq!(status(world, second), Status::Submitted);
        assert_eq!(world.read(|tx| tx.last_submissions(&[second])).len(), 1);
    }

    fn a_late_attempt_is_kept_and_told_in_the_browser(world: &World) {
        let (mut visit, application) = filled_in_at(world, "2024-02-05T16:30");
        let page = visit.browser.get(&format!("/applications/{application}/check")).unwrap();
        world.clock.set(london("2024-02-05T17:00:01"));
        let late = page.main_form().unwrap().submit(&mut visit.browser).unwrap();
        assert_eq!(late.status, 409);
        assert!(late.heading().contains("arrived after the deadline"), "{}", late.heading());
        assert!(late.text().contains("5:00:01pm") || late.text().contains("5pm"), "{}", late.text());
        assert!(late.text().contains("0116 496 0000"));
        assert_eq!(status(world, application), Status::Late);
        let letter = letter_about(world, &visit.email, "arrived too late");
        assert!(letter.text().unwrap().contains("0116 496 0000"));

        world.clock.advance_minutes(5);
        let again = page.main_form().unwrap().submit(&mut visit.browser).unwrap();
        assert_eq!(again.text(), late.text(), "the first instant is the one that is kept");
        assert_eq!(letters(world, "application_late"), 1);
        let page = visit.browser.get(&format!("/applications/{application}")).unwrap();
        assert!(page.text().contains("Everything that you wrote is kept"), "{}", page.text());
    }

    fn what_is_typed_after_the_deadline_is_shown_back(world: &World) {
        let (mut visit, application) = filled_in_at(world, "2024-02-05T16:30");
        let path = format!("/applications/{application}/sections/your-project");
        let page = visit.browser.get(&path).unwrap();
        let mut form = page.main_form().unwrap();
        form.set("B7", "Typed too late").unwrap();
        world.clock.set(london("2024-02-05T17:00:00"));
        let page = form.press(&mut visit.browser, "continue").unwrap();
        assert_eq!(page.status, 409);
        assert!(page.body.contains("Typed too late"));
        assert!(page.text().contains("could not be saved"), "{}", page.text());
        let section = SectionId::parse("your-project").unwrap();
        let stored = world.read(|tx| tx.section(application, &section)).unwrap();
        assert_eq!(stored.fields["B7"], ["Two coaches run a session each week."]);
    }

    fn a_reopened_bid_stands_as_it_was_sent_until_it_is_sent_again(world: &World) {
        let (visit, application) = filled_in(world);
        world.send(&visit, application);
        let version = world.read(|tx| tx.application(application)).unwrap().version;
        world.act(&visit.actor, Reopen { application, version }).unwrap();
        let changed: Vec<(&str, &str)> = ANSWERS[0]
            .1
            .iter()
            .map(|(name, text)| (*name, if *name == "B7" { "Changed" } else { *text }))
            .collect();
        world.answer(&visit, application, "your-project", &changed);
        let stands = || world.read(|tx| tx.last_submissions(&[application])).remove(0);
        assert_eq!(stands().answers["B7"], ["Two coaches run a session each week."]);
        let receipt = world.send(&visit, application);
        assert_eq!(receipt.submission, 2);
        assert_eq!(stands().answers["B7"], ["Changed"]);
        assert_eq!(stands().requested, Some(Pence::from_pounds(1000)));
        assert_eq!(letters(world, "application_received"), 2);
    }

    fn a_group_has_one_bid_in_a_round_and_learns_so_at_the_start(world: &World) {
        world.open_round();
        let mut visit = world.applicant("Asha Example");
        let organisation = world.group(&mut visit, "Fictional Youth Group");
        let first = world.start_bid(&visit, organisation);
        let start = || StartApplication { round: OPEN_ROUND.to_owned(), organisation };
        let refused = world.act(&visit.actor, start());
        let Err(AppError::Refused(Refusal::Application(refused))) = refused else { panic!() };
        assert_eq!(refused, ApplicationRefused::TooManyBids { existing: vec![first], allowed: 1 });
        world.act(&visit.actor, Withdraw { application: first, version: 1 }).unwrap();
        assert!(world.act(&visit.actor, start()).is_ok());
    }

    fn starting_twice_at_once_makes_one_bid(world: &World) {
        world.open_round();
        let mut visit = world.applicant("Asha Example");
        let organisation = world.group(&mut visit, "Fictional Youth Group");
        let made: usize = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..6)
                .map(|_| {
                    let case = StartApplication { round: OPEN_ROUND.to_owned(), organisation };
                    scope.spawn(|| usize::from(world.act(&visit.actor, case).is_ok()))
                })
                .collect();
            starts.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(made, 1);
    }

    fn what_belongs_to_others_does_not_exist(world: &World) {
        let (_, application) = filled_in(world);
        let mut stranger = world.applicant("Nosy Example");
        for path in ["", "/check", "/receipt", "/sections/your-project", "/reopen", "/withdraw"] {
            let theirs = stranger.browser.get(&format!("/applications/{application}{path}")).unwrap();
            let nothing = "00000000-0000-0000-0000-000000000000";
            let none = stranger.browser.get(&format!("/applications/{nothing}{path}")).unwrap();
            assert_eq!((theirs.status, none.status), (404, 404), "{path}");
            assert_eq!(theirs.text(), none.text());
        }
        let typed = vec![("B1".to_owned(), "Mine now".to_owned())];
        let section = SectionId::parse("your-project").unwrap();
        let case = SaveSection { application, section, version: 1, typed };
        assert!(matches!(world.act(&stranger.actor, case), Err(AppError::NotFound)));
    }

    fn drafts_are_given_up_when_the_round_has_closed(world: &World) {
        let (_, application) = filled_in(world);
        let (_, sent, _) = world.sent_bid("Bela Example", "Second Fictional Group");
        assert_eq!(world.act(&Actor::System, AbandonDrafts).unwrap().drafts, 0);
        world.clock.set(london("2024-02-05T17:00:00"));
        let on_its_way = world.act(&Actor::System, AbandonDrafts).unwrap();
        assert_eq!(on_its_way.drafts, 0, "one sent in time may be on its way");
        world.clock.set(london("2024-02-05T17:02:00"));
        assert_eq!(world.act(&Actor::System, AbandonDrafts).unwrap().drafts, 1);
        assert_eq!(world.act(&Actor::System, AbandonDrafts).unwrap().drafts, 0);
        assert_eq!(status(world, application), Status::Abandoned);
        assert_eq!(status(world, sent), Status::Submitted);
        assert_eq!(letters(world, "application_abandoned"), 1);
        assert_eq!(events(world, application).last().unwrap(), "application.abandoned");
    }

    fn a_bid_in_the_wrong_place_is_warned_and_not_stopped(world: &World) {
        let (mut visit, application) = filled_in(world);
        let elsewhere: Vec<(&str, &str)> = ANSWERS[1]
            .1
            .iter()
            .map(|(name, text)| (*name, if *name == "B4.0.postcode" { "LE1 1ZZ" } else { *text }))
            .chain([("B4.0.area", "bell-foundry")])
            .collect();
        world.answer(&visit, application, "places-and-money", &elsewhere);
        let page = visit.browser.get(&format!("/applications/{application}/check")).unwrap();
        assert!(page.text().contains("0% of the people you will help"), "{}", page.text());
        assert!(page.text().contains("We do not know the postcode LE1 1ZZ"), "{}", page.text());
        page.main_form().unwrap().submit(&mut visit.browser).unwrap().accepted().unwrap();
        assert_eq!(status(world, application), Status::Submitted);
        let sent = world.read(|tx| tx.last_submissions(&[application])).remove(0);
        assert_eq!(sent.places.lead.as_deref(), Some("bell-foundry"));
    }

    fn hostile_fields_are_answered_and_change_nothing(world: &World) {
        let (mut visit, application) = filled_in(world);
        let path = format!("/applications/{application}/sections/your-project");
        let page = visit.browser.get(&path).unwrap();
        let csrf = page.main_form().unwrap().value("csrf").unwrap();
        let long = "x".repeat(30_000);
        let too_long = [("csrf", csrf.as_str()), ("version", "1"), ("B1", "Name"), ("B5", long.as_str())];
        let page = visit.browser.post(&path, &too_long).unwrap();
        assert_eq!(page.status, 422);
        assert!(page.body.contains(&long), "nothing that was typed is lost");
        let odd = [
            ("csrf", csrf.as_str()),
            ("version", "not a number"),
            ("version", "9999999999999999999999"),
            ("B1", "One"),
            ("B1", "Two"),
            ("B14.start.day", "31"),
            ("unknown", "<script>alert(1)</script>"),
            ("B5", "<script>alert(2)</script>"),
            ("status", "approved"),
        ];
        let page = visit.browser.post(&path, &odd).unwrap();
        assert_eq!(page.status, 409);
        assert!(!page.body.contains("<script>alert"), "escaped");
        let missing = [("csrf", csrf.as_str())];
        assert_eq!(visit.browser.post(&path, &missing).unwrap().status, 409);
        let section = SectionId::parse("your-project").unwrap();
        assert_eq!(world.read(|tx| tx.section(application, &section)).unwrap().version, 1);
    }

    fn a_form_sent_while_signed_out_keeps_every_text_until_the_next_sign_in(world: &World) {
        let (mut visit, application) = filled_in(world);
        let path = format!("/applications/{application}/sections/your-project");
        let page = visit.browser.get(&path).unwrap();
        let mut form = page.main_form().unwrap();
        let text = "Line one\n\nLine \"two\" <b>";
        form.set("B7", text).unwrap();
        let cookie = visit.browser.cookie("almoner").unwrap().to_owned();
        visit.browser.forget_cookies();
        let page = form.press(&mut visit.browser, "continue").unwrap();
        assert_eq!(page.status, 401);
        assert_eq!(page.heading(), "You were signed out");
        assert!(page.text().contains("Line one"), "{}", page.text());

        visit.browser.set_cookie("almoner", &cookie);
        let page = page.main_form().unwrap().submit(&mut visit.browser).unwrap();
        assert_eq!(page.heading(), "Press “Send again” to finish");
        page.main_form().unwrap().submit(&mut visit.browser).unwrap().accepted().unwrap();
        let section = SectionId::parse("your-project").unwrap();
        let stored = world.read(|tx| tx.section(application, &section)).unwrap();
        assert_eq!(stored.fields["B7"], [text.replace('\n', "\r\n")]);
    }

    fn a_form_of_another_site_is_not_offered_again(world: &World) {
        let (visit, application) = filled_in(world);
        let path = format!("/applications/{application}/sections/your-project");
        let mut stranger = world.browser().with_header("sec-fetch-site", "cross-site");
        let page = stranger.post(&path, &[("B7", "planted")]).unwrap();
        assert!(!page.body.contains("planted"), "{}", page.body);
        drop(visit);
    }
}
