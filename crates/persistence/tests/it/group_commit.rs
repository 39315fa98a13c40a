//! SQLite's one writer: what waits together is committed together, and answered one by one.

use crate::world::{World, person, tuning, write};
use almoner_domain::person::Person;
use almoner_persistence::Tuning;
use almoner_ports::{Job, Store, StoreError, Stored, Tx, Verdict};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Work that holds the writer until it is let go; whatever is handed over meanwhile waits.
struct Held {
    go: Sender<()>,
    thread: JoinHandle<Stored<()>>,
}

fn hold(store: &Arc<dyn Store>) -> Held {
    let (go, wait) = channel();
    let (running, is_running) = channel();
    let store = Arc::clone(store);
    let wait = std::sync::Mutex::new(wait);
    let thread = std::thread::spawn(move || {
        store.write(Box::new(move |_| {
            running.send(()).unwrap();
            wait.lock().unwrap().recv().unwrap();
            Verdict::Commit
        }))
    });
    is_running.recv().unwrap();
    Held { go, thread }
}

impl Held {
    fn release(self) {
        self.go.send(()).unwrap();
        self.thread.join().unwrap().unwrap();
    }
}

/// Hands `jobs` over in order, each from a thread of its own, while the writer is held; then lets
/// it go and returns their answers.
fn in_one_batch(world: &World, jobs: Vec<Job>) -> Vec<Stored<()>> {
    let store = world.store();
    let held = hold(&store);
    let answers: Vec<Receiver<Stored<()>>> = jobs
        .into_iter()
        .map(|job| {
            let (sender, answer) = channel();
            let store = Arc::clone(&store);
            let (ready, is_ready) = channel();
            std::thread::spawn(move || {
                ready.send(()).unwrap();
                sender.send(store.write(job)).unwrap();
            });
            is_ready.recv().unwrap();
            // The thread is about to hand its work over: give it the processor until it has.
            for _ in 0..200 {
                std::thread::yield_now();
            }
            answer
        })
        .collect();
    held.release();
    answers.into_iter().map(|answer| answer.recv().unwrap()).collect()
}

fn adding(new: Person) -> Job {
    Box::new(move |tx| match tx.add_person(&new) {
        Ok(()) => Verdict::Commit,
        Err(_) => Verdict::RollBack,
    })
}

fn is_there(world: &World, number: u128) -> bool {
    world.read(|tx| tx.person(person(number).id)).is_some()
}

#[test]
fn work_that_is_undone_does_not_hurt_its_neighbours() {
    let world = World::sqlite();
    world.add_person(9);
    let taken = Person { email: person(9).email, ..person(3) };
    let panicking = person(4);
    let answers = in_one_batch(
        &world,
        vec![
            adding(person(1)),
            adding(taken),
            Box::new(move |tx| {
                tx.add_person(&panicking).unwrap();
                panic!("on purpose");
            }),
            Box::new(|_| Verdict::Retry),
            adding(person(2)),
        ],
    );
    assert!(matches!(
        answers.as_slice(),
        [Ok(()), Ok(()), Err(StoreError::Failed(_)), Err(StoreError::Busy(_)), Ok(())]
    ));
    let there = [1, 2, 3, 4].map(|number| is_there(&world, number));
    assert_eq!(there, [true, true, false, false]);
}

/// Runs two pieces of work, of which the second looks whether the first was committed already.
/// None if they were not run in this order.
fn second_sees_first(world: &World, number: u128) -> Option<bool> {
    let store = world.store();
    let first_ran = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&first_ran);
    let first: Job = Box::new(move |tx| {
        tx.add_person(&person(number)).unwrap();
        set.store(true, Ordering::SeqCst);
        Verdict::Commit
    });
    let (sender, seen) = channel();
    let second: Job = Box::new(move |_| {
        let mut visible = None;
        if first_ran.load(Ordering::SeqCst) {
            let look = &mut |tx: &mut dyn Tx| {
                visible = Some(tx.person(person(number).id).unwrap().is_some());
            };
            store.read(look).unwrap();
        }
        sender.send(visible).unwrap();
        Verdict::Commit
    });
    let answers = in_one_batch(world, vec![first, second]);
    assert!(answers.iter().all(Result::is_ok));
    seen.recv().unwrap()
}

#[test]
fn waiting_work_is_committed_together() {
    let world = World::sqlite();
    // The threads that hand the work over may be late: try until they were not.
    let together = (1..=50).any(|number| second_sees_first(&world, number) == Some(false));
    assert!(together);
    assert!(is_there(&world, 1));
}

#[test]
fn work_that_spoils_the_whole_transaction_is_run_alone() {
    let world = World::sqlite();
    world.sql(
        "CREATE TRIGGER spoil BEFORE INSERT ON person WHEN NEW.name = 'bad' \
         BEGIN SELECT RAISE(ROLLBACK, 'everything is undone'); END",
    );
    let bad = Person { name: "bad".to_owned(), ..person(2) };
    let answers = in_one_batch(&world, vec![adding(person(1)), adding(bad), adding(person(3))]);
    assert!(matches!(answers.as_slice(), [Ok(()), Err(StoreError::Failed(_)), Ok(())]));
    let there = [1, 2, 3].map(|number| is_there(&world, number));
    assert_eq!(there, [true, false, true]);
}

#[test]
fn more_work_than_the_queue_holds_is_busy() {
    let mut world = World::sqlite();
    world.reopen_with(Tuning { queue: 1, ..tuning() });
    let store = world.store();
    let held = hold(&store);
    let waiting: Vec<_> = (1..=3)
        .map(|number| {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                write(store.as_ref(), move |tx| tx.add_person(&person(number)))
            })
        })
        .collect();
    // One waits in the queue; the other two are refused at once, while the writer is still held.
    while waiting.iter().filter(|thread| thread.is_finished()).count() < 2 {
        std::thread::yield_now();
    }
    held.release();
    let mut queued = 0;
    for thread in waiting {
        match thread.join().unwrap() {
            Ok(()) => queued += 1,
            Err(error) => assert!(matches!(error, StoreError::Busy(_)), "{error}"),
        }
    }
    assert_eq!(queued, 1);
    world.add_person(9);
}

#[test]
fn work_that_waited_too_long_is_busy_and_is_not_run() {
    let mut world = World::sqlite();
    world.reopen_with(Tuning { wait: Duration::from_millis(20), ..tuning() });
    let store = world.store();
    let held = hold(&store);
    let refused = write(store.as_ref(), |tx| tx.add_person(&person(1))).unwrap_err();
    assert!(matches!(refused, StoreError::Busy(_)), "{refused}");
    held.release();
    world.add_person(2);
    assert!(!is_there(&world, 1));
}

#[test]
fn work_cannot_wait_for_other_work() {
    let world = World::sqlite();
    let store = world.store();
    let (sender, answer) = channel();
    let outer = Arc::clone(&store);
    outer
        .write(Box::new(move |_| {
            sender.send(store.write(adding(person(1)))).unwrap();
            Verdict::Commit
        }))
        .unwrap();
    let refused = answer.recv().unwrap().unwrap_err();
    assert!(matches!(refused, StoreError::Failed(_)), "{refused}");
}
