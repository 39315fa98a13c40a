//! What a group reads before it starts, and what it keeps after it sent.

use almoner_testkit::{OPEN_ROUND, london, on_both_databases};

on_both_databases! {
    fn every_question_can_be_read_offline_as_plain_text(world: &World) {
        world.open_round();
        let mut browser = world.browser();
        let page = browser.get(&format!("/rounds/{OPEN_ROUND}/questions")).unwrap();
        let link = page.link("open the questions as plain text").unwrap();
        let text = browser.get(&link).unwrap().expect(200).unwrap();
        assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
        let words = &text.body;
        for part in ["B7. ", "- Up to ", "It is marked, for “", "% of the total", "Your answer:"] {
            assert!(words.contains(part), "{part} is missing in {words}");
        }
        assert!(words.contains("Deadline: 5pm"), "{words}");
        assert_eq!(browser.get("/rounds/NONE-2324-R1/questions.txt").unwrap().status, 404);
    }

    fn a_copy_of_what_was_sent_is_a_file_that_its_own_group_opens(world: &World) {
        world.open_round();
        let (mut visit, application, receipt) = world.sent_bid("Asha Example", "Fictional Group");
        let page = visit.browser.get(&format!("/applications/{application}/receipt")).unwrap();
        let path = page.link("Download a copy of what you sent (PDF)").unwrap();
        let file = visit.browser.get(&path).unwrap().expect(200).unwrap();
        assert_eq!(file.header("content-type"), Some("application/pdf"));
        let name = format!("attachment; filename=\"{}.pdf\"", receipt.reference);
        assert_eq!(file.header("content-disposition"), Some(name.as_str()));
        assert!(file.body.starts_with("%PDF-"));
        let mut stranger = world.applicant("Ben Example");
        assert_eq!(stranger.browser.get(&path).unwrap().status, 404);
    }

    fn a_group_reads_what_happens_next_and_when_the_office_is_late(world: &World) {
        world.open_round();
        let (mut visit, application, _) = world.sent_bid("Asha Example", "Fictional Group");
        let path = format!("/applications/{application}");
        let page = visit.browser.get(&path).unwrap();
        assert!(page.text().contains("Until 5pm on Monday 5 February 2024"), "{}", page.text());
        assert!(page.text().contains("The Commissioner, or whom"), "{}", page.text());
        world.clock.set(london("2024-02-05T17:00"));
        world.sign_in_again(&mut visit);
        let page = visit.browser.get(&path).unwrap();
        assert!(page.text().contains("We check that it can be considered, by"), "{}", page.text());
        assert!(!page.text().contains("we are late"), "{}", page.text());
        world.clock.set(london("2024-02-13T09:00"));
        world.sign_in_again(&mut visit);
        let page = visit.browser.get(&path).unwrap();
        assert!(page.text().contains("we are late, and sorry"), "{}", page.text());
    }
}
