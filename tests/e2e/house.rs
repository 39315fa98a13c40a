//! The house itself: health, standing pages, errors and email.

use almoner_domain::id::LetterId;
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_testkit::on_both_databases;

on_both_databases! {
    fn a_healthy_office_says_so(world: &World) {
        let mut browser = world.browser();
        assert_eq!(browser.get("/health/live").unwrap().status, 200);
        assert_eq!(browser.get("/health/ready").unwrap().status, 200);
    }

    fn an_unknown_address_gets_a_page_that_says_so(world: &World) {
        let page = world.browser().get("/no-such-page").unwrap();
        assert_eq!(page.status, 404);
        assert_eq!(page.heading(), "Page not found");
        assert!(page.header("content-security-policy").is_some());
    }

    fn a_method_that_a_page_does_not_have_is_refused(world: &World) {
        let page = world.browser().post("/contact", &[]).unwrap();
        assert_eq!(page.status, 405);
        assert_eq!(page.header("allow"), Some("GET, HEAD"));
    }

    fn a_queued_letter_reaches_the_post_box_once(world: &World) {
        let letter = Letter {
            to: Recipient { person: None, name: "Asha".into(), email: "asha@example.org".into() },
            round: None,
            application: None,
            body: Body::SignInLink {
                sealed: world.app.secrets().seal(b"/sign-in/link/x\n123456"),
                minutes: 60,
            },
        };
        let (id, now) = (LetterId(world.uuid()), world.now());
        world.write(move |tx| tx.queue(id, &letter, now));
        let message = world.letter_to("asha@example.org");
        assert_eq!(message.subject().unwrap(), "Your sign-in link");
        let host = "127.0.0.1";
        assert_eq!(message.message_id().unwrap(), format!("<{id}@{host}>"));
        assert!(message.text().unwrap().contains("123456"));
        assert!(message.html().unwrap().contains("123456"));
        world.deliver();
        assert_eq!(world.post.accepted(), 1);
    }
}
