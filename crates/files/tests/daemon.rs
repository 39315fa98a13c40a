//! The scanner's protocol against a double that speaks it, and against ClamAV's own daemon where
//! `ALMONER_TEST_CLAMD` names one.
#![expect(clippy::unwrap_used, reason = "a step that fails is a failed test")]

use almoner_domain::document::Finding;
use almoner_files::{Clamd, ScannerAddress};
use almoner_ports::Scanner;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

/// A daemon that takes one stream, answers, and gives back what it was sent.
fn double(answer: &'static [u8]) -> (Clamd, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let mut command = [0; 10];
        line.read_exact(&mut command).unwrap();
        assert_eq!(&command, b"zINSTREAM\0");
        let mut whole = Vec::new();
        loop {
            let mut length = [0; 4];
            line.read_exact(&mut length).unwrap();
            let length = usize::try_from(u32::from_be_bytes(length)).unwrap();
            if length == 0 {
                break;
            }
            let mut piece = vec![0; length];
            line.read_exact(&mut piece).unwrap();
            whole.extend(piece);
        }
        line.write_all(answer).unwrap();
        whole
    });
    (Clamd::new(ScannerAddress::parse(&address).unwrap(), PATIENCE), thread)
}

#[test]
fn every_byte_is_sent_and_the_answer_is_read() {
    let bytes: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    let (clamd, thread) = double(b"stream: OK\0");
    assert_eq!(clamd.scan(&mut bytes.as_slice()).unwrap(), Finding::Clean);
    assert!(thread.join().unwrap() == bytes);
}

#[test]
fn what_is_found_is_named() {
    let (clamd, thread) = double(b"stream: Win.Test.EICAR_HDB-1 FOUND\0");
    let found = clamd.scan(&mut &b"x"[..]).unwrap();
    assert_eq!(found, Finding::Infected("Win.Test.EICAR_HDB-1".to_owned()));
    assert_eq!(thread.join().unwrap(), b"x");
}

#[test]
fn no_verdict_is_an_error_and_never_clean() {
    let (clamd, thread) = double(b"INSTREAM size limit exceeded. ERROR\0");
    assert!(clamd.scan(&mut &b"x"[..]).is_err());
    thread.join().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = ScannerAddress::parse(&format!("tcp://{nobody}")).unwrap();
    assert!(Clamd::new(address, PATIENCE).scan(&mut &b"x"[..]).is_err());
}

#[test]
fn clamav_itself_finds_the_test_string() {
    let Some(address) = std::env::var("ALMONER_TEST_CLAMD").ok() else { return };
    let clamd = Clamd::new(ScannerAddress::parse(&address).unwrap(), PATIENCE);
    clamd.ping().unwrap();
    assert_eq!(clamd.scan(&mut &b"Our rules"[..]).unwrap(), Finding::Clean);
    let eicar =
        concat!("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EI", "CAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
    assert!(matches!(clamd.scan(&mut eicar.as_bytes()).unwrap(), Finding::Infected(_)));
}
