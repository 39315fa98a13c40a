//! Files that groups send: taken, refused, scanned, opened and removed, on pages and by programs.

use almoner_domain::access::Role;
use almoner_domain::audit::Stream;
use almoner_domain::conflict::{Capacity, Declaration, Status as Interest};
use almoner_domain::document::{Document, Status};
use almoner_domain::id::{ApplicationId, DeclarationId};
use almoner_replay::browser::Page;
use almoner_server::files_chores::{scan_due, tidy};
use almoner_testkit::{EICAR, Visit, World, london, on_both_databases};
use almoner_usecases::applications::Reopen;
use std::io::{Read, Write};
use std::net::TcpStream;

const RULES: &[u8] = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n";

/// A person with a group and a complete bid that is not sent.
fn bid(world: &World) -> (Visit, ApplicationId) {
    world.open_round();
    let mut visit = world.applicant("Asha Example");
    let group = world.group(&mut visit, "Fictional Youth Group");
    let application = world.start_bid(&visit, group);
    world.fill_in(&visit, application);
    (visit, application)
}

fn place(application: ApplicationId) -> String {
    format!("/applications/{application}/files/H12")
}

fn upload(visit: &mut Visit, application: ApplicationId, name: &str, bytes: &[u8]) -> Page {
    let here = place(application);
    let page = visit.browser.get(&here).unwrap().expect(200).unwrap();
    let mut form = page.form(&here).unwrap();
    form.attach("file", name, "application/octet-stream", bytes);
    form.submit(&mut visit.browser).unwrap()
}

fn documents(world: &World, application: ApplicationId) -> Vec<Document> {
    world.read(|tx| tx.documents_of(application))
}

fn events(world: &World, application: ApplicationId) -> Vec<String> {
    let all = world.read(|tx| tx.entries_of(Stream::Application(application)));
    all.into_iter().map(|entry| entry.event).filter(|name| name.starts_with("document.")).collect()
}

/// A member of staff who has declared that they have no interest in this bid.
fn reader(world: &World, name: &str, role: Role, application: ApplicationId) -> Visit {
    let visit = world.staff(name, &[role]);
    let round = world.read(|tx| tx.application(application)).unwrap().round;
    let id = DeclarationId(world.uuid());
    let made = Declaration::pending(id, round, application, visit.person, Capacity::Staff);
    let made = Declaration { status: Interest::None, declared_at: Some(world.now()), ..made };
    world.write(move |tx| tx.add_declarations(std::slice::from_ref(&made)));
    visit
}

on_both_databases! {
    fn a_file_is_closed_until_it_is_scanned_and_then_opened_as_an_attachment(world: &World) {
        let (mut visit, application) = bid(world);
        let page = upload(&mut visit, application, "../Café rules.PDF", RULES);
        assert!(page.text().contains("Café rules.pdf"), "{}", page.text());
        assert!(page.text().contains("Being checked for viruses"), "{}", page.text());
        let document = documents(world, application).remove(0);
        let open = format!("/applications/{application}/documents/{}", document.id);
        assert_eq!(visit.browser.get(&open).unwrap().status, 409);
        scan_due(&world.app);
        let file = visit.browser.get(&open).unwrap().expect(200).unwrap();
        assert_eq!(file.bytes, RULES);
        assert_eq!(file.header("content-type"), Some("application/pdf"));
        assert_eq!(
            file.header("content-disposition"),
            Some("attachment; filename=\"Caf_ rules.pdf\"; filename*=UTF-8''Caf%C3%A9%20rules.pdf")
        );
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(file.header("content-security-policy"), Some("default-src 'none'; sandbox"));
        let check = visit.browser.get(&format!("/applications/{application}/check")).unwrap();
        assert!(check.text().contains("Café rules.pdf"), "{}", check.text());
        assert_eq!(events(world, application), ["document.received", "document.scanned"]);
    }

    fn an_infected_file_is_removed_and_counts_as_no_answer(world: &World) {
        let (mut visit, application) = bid(world);
        let bytes = [&RULES[..9], EICAR.0.as_bytes(), EICAR.1.as_bytes(), b"\n%%EOF\n"].concat();
        upload(&mut visit, application, "rules.pdf", &bytes).expect(200).unwrap();
        assert_eq!(world.uploads.count(), 1);
        scan_due(&world.app);
        let document = documents(world, application).remove(0);
        assert_eq!(document.status, Status::Infected);
        assert_eq!(world.uploads.count(), 0);
        let page = visit.browser.get(&place(application)).unwrap();
        assert!(page.text().contains("it contained a virus"), "{}", page.text());
        let open = format!("/applications/{application}/documents/{}", document.id);
        assert_eq!(visit.browser.get(&open).unwrap().status, 409);
    }

    fn a_scanner_that_is_away_is_asked_again_later(world: &World) {
        let (mut visit, application) = bid(world);
        upload(&mut visit, application, "rules.pdf", RULES).expect(200).unwrap();
        world.uploads.scanner_is_away(true);
        scan_due(&world.app);
        assert_eq!(documents(world, application)[0].status, Status::Pending);
        world.uploads.scanner_is_away(false);
        scan_due(&world.app);
        assert_eq!(documents(world, application)[0].status, Status::Pending);
        world.clock.set(london("2024-01-08T10:02"));
        scan_due(&world.app);
        assert_eq!(documents(world, application)[0].status, Status::Clean);
    }

    fn what_is_not_taken_is_said_at_the_field_and_leaves_nothing_behind(world: &World) {
        let (mut visit, application) = bid(world);
        let large = vec![b'a'; 10_000_001];
        for (name, bytes, words) in [
            ("accounts.pdf", &b"MZ\x90\0 a program"[..], "is a program"),
            ("nothing.pdf", b"", "is empty"),
            ("page.pdf", b"<html>", "is a web page"),
            ("rules.docx", RULES, "ends in .docx"),
            ("DBS certificate.pdf", RULES, "looks like a DBS certificate"),
            ("locked.pdf", b"%PDF-1.7 /Encrypt 5 0 R\n%%EOF", "is locked"),
            ("large.pdf", &large, "must be smaller than 10 MB"),
        ] {
            let page = upload(&mut visit, application, name, bytes).expect(422).unwrap();
            let said = page.field_errors().join(" ");
            assert!(said.contains(words) && said.contains(name), "{name}: {said}");
            assert_eq!(page.error_summary().len(), 1, "{name}");
        }
        let page = upload(&mut visit, application, "", b"").expect(422).unwrap();
        assert!(page.field_errors().join(" ").contains("Select a file"));
        assert_eq!(documents(world, application), []);
        assert_eq!((world.uploads.count(), world.uploads.incoming()), (0, 0));
    }

    fn several_files_are_each_taken_or_refused_by_themselves(world: &World) {
        let (mut visit, application) = bid(world);
        let here = place(application);
        let page = visit.browser.get(&here).unwrap();
        let mut form = page.form(&here).unwrap();
        form.attach("file", "one.pdf", "application/pdf", RULES);
        form.attach("file", "bad.pdf", "application/pdf", b"GIF89a=1;alert(1)");
        form.attach("file", "two.pdf", "application/pdf", RULES);
        form.attach("file", "three.pdf", "application/pdf", RULES);
        let page = form.submit(&mut visit.browser).unwrap().expect(422).unwrap();
        let names: Vec<String> =
            documents(world, application).iter().map(|one| one.name.to_string()).collect();
        assert_eq!(names, ["one.pdf", "two.pdf"]);
        assert!(page.text().contains("bad.pdf") && page.text().contains("three.pdf"));
        assert_eq!(world.uploads.count(), 2);
    }

    fn a_file_is_removed_by_its_button_and_its_bytes_go(world: &World) {
        let (mut visit, application) = bid(world);
        let page = upload(&mut visit, application, "rules.pdf", RULES);
        let form = page.form(&format!("{}/remove", place(application))).unwrap();
        let page = form.submit(&mut visit.browser).unwrap().expect(200).unwrap();
        assert!(!page.text().contains("rules.pdf"), "{}", page.text());
        assert_eq!(world.uploads.count(), 0);
        // Pressed twice: the same.
        form.submit(&mut visit.browser).unwrap().expect(200).unwrap();
    }

    fn text_on_the_page_is_saved_on_the_way_to_the_files_and_files_stay_when_text_is_wrong(world: &World) {
        let (mut visit, application) = bid(world);
        upload(&mut visit, application, "rules.pdf", RULES).expect(200).unwrap();
        let section = format!("/applications/{application}/sections/more");
        let page = visit.browser.get(&section).unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        form.set("H7", "not a postcode").unwrap();
        let page = form.press(&mut visit.browser, "files:H12").unwrap().expect(200).unwrap();
        assert!(page.url.ends_with("/files/H12"), "{}", page.url);
        assert!(page.text().contains("rules.pdf"));
        let page = visit.browser.get(&section).unwrap();
        assert_eq!(page.main_form().unwrap().value("H7").as_deref(), Some("not a postcode"));
        assert!(page.text().contains("rules.pdf"));
    }

    fn a_file_counts_in_time_only_if_its_last_byte_was_there_before_the_deadline(world: &World) {
        let (mut visit, application) = bid(world);
        let deadline = world.read(|tx| tx.round_by_reference(almoner_testkit::OPEN_ROUND));
        let deadline = deadline.unwrap().deadline.at;
        let milliseconds = |by: i64| {
            almoner_domain::value::Instant::from_microsecond(deadline.as_microsecond() + by * 1_000)
                .unwrap()
        };
        world.clock.set(milliseconds(-60_000));
        world.sign_in_again(&mut visit);
        let here = place(application);
        let page = visit.browser.get(&here).unwrap();
        let mut form = page.form(&here).unwrap();
        form.attach("file", "rules.pdf", "application/pdf", RULES);
        world.clock.set(milliseconds(-1));
        form.submit(&mut visit.browser).unwrap().expect(200).unwrap();
        for late in [0, 1] {
            world.clock.set(milliseconds(late));
            let page = form.submit(&mut visit.browser).unwrap().expect(409).unwrap();
            assert!(page.text().contains("was not added"), "{}", page.text());
        }
        assert_eq!(documents(world, application).len(), 1);
        assert_eq!(world.uploads.count(), 1);
    }

    fn only_the_group_and_those_who_declared_open_a_file_and_that_is_written_down(world: &World) {
        let (mut visit, application) = bid(world);
        upload(&mut visit, application, "rules.pdf", RULES).expect(200).unwrap();
        scan_due(&world.app);
        world.send(&visit, application);
        let id = documents(world, application)[0].id;
        let own = format!("/applications/{application}/documents/{id}");
        let theirs = format!("/staff/applications/{application}/documents/{id}");
        let mut other = world.applicant("Ben Example");
        assert_eq!(other.browser.get(&own).unwrap().status, 404);
        assert_eq!(other.browser.get(&theirs).unwrap().status, 404);
        let mut undeclared = world.staff("Una Example", &[Role::GrantsOfficer]);
        assert_eq!(undeclared.browser.get(&theirs).unwrap().status, 403);
        let mut assessor = reader(world, "Ade Example", Role::Assessor, application);
        assert_eq!(assessor.browser.get(&theirs).unwrap().status, 404);
        let mut officer = reader(world, "Olu Example", Role::GrantsOfficer, application);
        let file = officer.browser.get(&theirs).unwrap().expect(200).unwrap();
        assert_eq!(file.bytes, RULES);
        let page = officer.browser.get(&format!("/staff/applications/{application}")).unwrap();
        assert!(page.text().contains("rules.pdf") && page.links().iter().any(|(_, to)| *to == theirs));
        let opened = events(world, application);
        assert_eq!(opened.iter().filter(|name| *name == "document.opened").count(), 1);
    }

    fn a_sent_version_keeps_its_file_when_the_reopened_bid_loses_it(world: &World) {
        let (mut visit, application) = bid(world);
        upload(&mut visit, application, "rules.pdf", RULES).expect(200).unwrap();
        scan_due(&world.app);
        world.send(&visit, application);
        let version = world.read(|tx| tx.application(application)).unwrap().version;
        world.act(&visit.actor, Reopen { application, version }).unwrap();
        let page = visit.browser.get(&place(application)).unwrap();
        let form = page.form(&format!("{}/remove", place(application))).unwrap();
        form.submit(&mut visit.browser).unwrap().expect(200).unwrap();
        assert_eq!(world.uploads.count(), 1);
        let id = documents(world, application)[0].id;
        let mut officer = reader(world, "Olu Example", Role::GrantsOfficer, application);
        let theirs = format!("/staff/applications/{application}/documents/{id}");
        assert_eq!(officer.browser.get(&theirs).unwrap().status, 200);
    }

    fn bytes_without_a_record_are_swept_away_after_a_day(world: &World) {
        let (mut visit, application) = bid(world);
        upload(&mut visit, application, "rules.pdf", RULES).expect(200).unwrap();
        let orphan = world.uploads.folder.join("kept").join("ff");
        std::fs::create_dir_all(&orphan).unwrap();
        std::fs::write(orphan.join("ff00ff00ff00ff00ff00ff00ff00ff00"), b"orphan").unwrap();
        tidy(&world.app);
        assert_eq!(world.uploads.count(), 2);
        // The bytes are of today; the clock of the world goes on past them.
        world.clock.set(london("2199-01-01T09:00"));
        tidy(&world.app);
        assert_eq!(world.uploads.count(), 1);
    }

    fn a_form_with_files_that_is_broken_is_refused_whole(world: &World) {
        let (visit, application) = bid(world);
        let cookie = visit.browser.cookie("almoner").unwrap().to_owned();
        let token = world.csrf(&cookie);
        let part = |name: &str, text: &str| {
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        let file = |name: &str| {
            format!(
                "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{}\r\n",
                String::from_utf8_lossy(RULES)
            )
        };
        let csrf = part("csrf", &token);
        let good = format!("{csrf}{}--b--\r\n", file("rules.pdf"));
        let multipart = "multipart/form-data; boundary=b";
        let cases = [
            ("its own form", multipart, good.clone(), 0, 303),
            ("no boundary", "multipart/form-data", good.clone(), 0, 400),
            ("another boundary", "multipart/form-data; boundary=c", good.clone(), 0, 400),
            ("no end", multipart, good.replace("--b--\r\n", ""), 0, 400),
            ("a plain form", "application/x-www-form-urlencoded", format!("csrf={token}"), 0, 415),
            ("no token", multipart, good.replace(&csrf, ""), 0, 403),
            ("a token behind the file", multipart, format!("{}{csrf}--b--\r\n", file("a.pdf")), 0, 403),
            ("the same field twice", multipart, format!("{csrf}{csrf}{}--b--\r\n", file("a.pdf")), 0, 400),
            ("a shorter length", multipart, good.clone(), -20, 400),
            ("a long text", multipart, format!("{csrf}{}--b--\r\n", part("x", &"a".repeat(2_000))), 0, 413),
            ("a name of 4 kB", multipart, format!("{csrf}{}--b--\r\n", file(&"n".repeat(4_000))), 0, 303),
        ];
        for (what, kind, body, off, status) in cases {
            let length = i64::try_from(body.len()).unwrap() + off;
            let host = world.url.strip_prefix("http://").unwrap();
            let mut line = TcpStream::connect(host).unwrap();
            let request = format!(
                "POST {} HTTP/1.1\r\nhost: {host}\r\ncookie: almoner={cookie}\r\ncontent-type: {kind}\r\n\
                 content-length: {length}\r\nconnection: close\r\n\r\n{body}",
                place(application)
            );
            line.write_all(request.as_bytes()).unwrap();
            let mut answer = Vec::new();
            let _reset = line.read_to_end(&mut answer);
            let answer = String::from_utf8_lossy(&answer);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{what}: {answer:.200}");
            assert!(!answer.to_lowercase().contains("set-cookie: b=c"), "{what}");
        }
        assert_eq!(documents(world, application).len(), 2);
        assert_eq!(world.uploads.incoming(), 0);
    }

    fn a_program_sends_lists_opens_and_removes_files(world: &World) {
        let (visit, application) = bid(world);
        let token = world.token(&visit, false);
        let host = world.url.strip_prefix("http://").unwrap();
        let body = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"rules.pdf\"\r\n\r\n{}\r\n--b--\r\n",
            String::from_utf8_lossy(RULES)
        );
        let mut line = TcpStream::connect(host).unwrap();
        let request = format!(
            "POST /api/v1/applications/{application}/questions/H12/documents HTTP/1.1\r\nhost: {host}\r\n\
             authorization: Bearer {token}\r\ncontent-type: multipart/form-data; boundary=b\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        line.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let program = world.program(&visit, false);
        let list = format!("/api/v1/applications/{application}/documents");
        let listed: serde_json::Value = program.get_json(&list).unwrap().expect(200).unwrap().read_as().unwrap();
        assert_eq!(listed["documents"][0]["name"], "rules.pdf");
        assert_eq!(listed["documents"][0]["status"], "pending");
        let id = documents(world, application)[0].id;
        let none: Option<()> = None;
        program.send_json("DELETE", &format!("{list}/{id}"), &none).unwrap().expect(204).unwrap();
        assert_eq!(world.uploads.count(), 0);
    }
}
