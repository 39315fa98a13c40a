//! Hostile and honest files, each made here, with the judgement that `docs/uploads.md` shows.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a file that cannot be made is a failed test"
)]

use almoner_files::inspect::{self, MOST_ENTRIES, Stopped};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const MACROS: &str = "<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";

/// A ZIP archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("word/document.xml", b"<w:document><w:t>Our rules</w:t></w:document>"),
    ];
    files.extend(more);
    archive(&files)
}

fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {inside} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
        .into_bytes()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend_from_slice(kind);
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(&[0; 4]);
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut head = width.to_be_bytes().to_vec();
    head.extend_from_slice(&height.to_be_bytes());
    head.extend_from_slice(&[8, 2, 0, 0, 0]);
    let parts = [chunk(b"IHDR", &head), chunk(b"IDAT", b"picture"), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let [h, w] = [height.to_be_bytes(), width.to_be_bytes()];
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, b'J', b'F'];
    bytes.extend_from_slice(&[0xff, 0xc0, 0, 11, 8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]);
    bytes.extend_from_slice(&[0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 1, 2, 3, 0xff, 0xd9]);
    bytes
}

fn with(mut bytes: Vec<u8>, more: &[u8]) -> Vec<u8> {
    bytes.extend_from_slice(more);
    bytes
}

/// A Word document that unpacks into a gigabyte's worth of nothing.
fn bomb() -> Vec<u8> {
    let zeros = vec![0_u8; 110_000_000];
    word(&[("word/media/a.bin", &zeros), ("word/media/b.bin", &zeros)])
}

/// The same, whose entries say that they are small.
fn lying_bomb() -> Vec<u8> {
    let mut bytes = bomb();
    let truth = 110_000_000_u32.to_le_bytes();
    let places: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == truth).collect();
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    bytes
}

fn link() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(TYPES.as_bytes()).unwrap();
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.add_symlink("word/link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn many() -> Vec<u8> {
    let names: Vec<String> = (0..=MOST_ENTRIES).map(|at| format!("word/{at}.xml")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    word(&files)
}

/// Every file of the corpus: what it is, its bytes, and the judgement.
fn corpus() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let certificate =
        b"<w:t>Police Records of Convictions, Cautions,</w:t><w:t> Reprimands and Warnings</w:t>";
    let entity = b"<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    let open_text: &[(&str, &[u8])] = &[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<office:text/>"),
    ];
    vec![
        ("a PDF", pdf(""), "pdf"),
        ("a Word document", word(&[]), "docx"),
        ("an Excel spreadsheet", archive(&[("[Content_Types].xml", TYPES.as_bytes()), ("xl/workbook.xml", b"<workbook/>")]), "xlsx"),
        ("an OpenDocument text", archive(open_text), "odt"),
        ("a PNG picture", png(40, 30), "png"),
        ("a JPEG photo", jpeg(40, 30), "jpeg"),
        ("a JPEG photo with a telephone's data after it", with(jpeg(40, 30), b"SEFT more of the phone"), "jpeg"),
        ("no bytes at all", Vec::new(), "document_empty"),
        ("a Windows program named .pdf", with(b"MZ\x90\0".to_vec(), &[0; 600]), "document_not_taken: program"),
        ("a Linux program", with(b"\x7fELF\x02".to_vec(), &[0; 600]), "document_not_taken: program"),
        ("a shell script", b"#!/bin/sh\nrm -rf /\n".to_vec(), "document_not_taken: program"),
        ("a GIF that is JavaScript too", b"GIF89a=1;alert(1);//".to_vec(), "document_not_taken: picture"),
        ("an SVG drawing with a script", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec(), "document_not_taken: markup"),
        ("a web page", b"\n <HTML><body onload=alert(1)>".to_vec(), "document_not_taken: markup"),
        ("the EICAR string alone", concat!("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EI", "CAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").as_bytes().to_vec(), "document_not_taken: text"),
        ("plain text", b"Dear Commissioner".to_vec(), "document_not_taken: text"),
        ("a HEIC photo", with(b"\0\0\0\x18ftypheic".to_vec(), &[0; 40]), "document_not_taken: heic"),
        ("a Word document of before 2007, or a locked one", with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), &[0; 600]), "document_not_taken: old_office"),
        ("a ZIP archive of a PDF", archive(&[("rules.pdf", &pdf(""))]), "document_not_taken: archive"),
        ("a RAR archive", b"Rar!\x1a\x07\x01\0".to_vec(), "document_not_taken: archive"),
        ("a PDF that is a ZIP archive too", with(pdf(""), &archive(&[("a.txt", b"a")])), "document_two_in_one"),
        ("a PDF with a ZIP archive inside its end", with(with(pdf(""), &archive(&[("a.txt", b"a")])), b"\n%%EOF"), "document_two_in_one"),
        ("a ZIP archive behind a PDF's head", with(b"%PDF-1.4\n".to_vec(), &word(&[])), "document_damaged"),
        ("a Word document with a program behind it", with(word(&[]), b"MZ this is a program"), "document_two_in_one"),
        ("a Word document with a program before it", with(b"MZ".to_vec(), &word(&[])), "document_not_taken: program"),
        ("a PDF that needs a password", pdf("/Encrypt 5 0 R"), "document_locked"),
        ("a PDF that starts a program", pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"), "document_holds_program"),
        ("a PDF that is broken off", b"%PDF-1.7\n1 0 obj".to_vec(), "document_damaged"),
        ("a Word document with macros", word(&[("word/vbaProject.bin", b"macro")]), "document_holds_program"),
        ("a Word document that declares macros", archive(&[("[Content_Types].xml", MACROS.as_bytes()), ("word/document.xml", b"<a/>")]), "document_holds_program"),
        ("a Word document with an embedded object", word(&[("word/embeddings/oleObject1.bin", b"object")]), "document_holds_program"),
        ("a Word document with a script", word(&[("word/run.js", b"alert(1)")]), "document_holds_program"),
        ("a Word document with entities that multiply", word(&[("word/styles.xml", entity)]), "document_holds_program"),
        ("a Word document that unpacks into 220 MB", bomb(), "document_unpacks_too_large"),
        ("the same with false sizes", lying_bomb(), "refused"),
        ("a Word document of 2,000 files and more", many(), "document_unpacks_too_large"),
        ("a Word document with a file outside itself", word(&[("../../etc/cron.d/x", b"x")]), "document_damaged"),
        ("a Word document with a link", link(), "document_damaged"),
        ("a Word document that is broken off", word(&[])[..80].to_vec(), "document_damaged"),
        ("a certificate of the DBS as a Word document", archive(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", certificate)]), "document_certificate"),
        ("a certificate of the DBS as a PDF", with(with(b"%PDF-1.7\nstream\n".to_vec(), &deflated(b"BT (Police Records of Convictions, Cautions, ) Tj (Reprimands and Warnings) Tj ET")), b"\nendstream\n%%EOF\n"), "document_certificate"),
        ("a PNG picture of 10,001 by 10,000", png(10_001, 10_000), "document_too_many_pixels"),
        ("a JPEG photo of 60,000 by 60,000", jpeg(60_000, 60_000), "document_too_many_pixels"),
        ("a PNG picture with a script behind it", with(png(4, 4), b"<script>alert(1)</script>"), "document_two_in_one"),
        ("a PNG picture that is broken off", png(4, 4)[..40].to_vec(), "document_damaged"),
        ("a JPEG photo with a ZIP archive behind it", with(jpeg(4, 4), &archive(&[("a.txt", b"a")])), "document_two_in_one"),
        ("a JPEG photo with a web page in its comment", page_in_jpeg(), "document_two_in_one"),
        ("noise", vec![0xa5; 3_000], "document_not_taken: unknown"),
    ]
}

fn page_in_jpeg() -> Vec<u8> {
    let comment = b"<html><script>alert(1)</script>";
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    let head = [&[0xff, 0xd8, 0xff, 0xfe, length[0], length[1]][..], comment].concat();
    with(head, &jpeg(4, 4)[2..])
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn judgement(bytes: &[u8]) -> String {
    match inspect::inspect(&mut Cursor::new(bytes), u64::try_from(bytes.len()).unwrap()) {
        Ok(kind) => kind.code().to_owned(),
        Err(Stopped::Refused(refused)) => match refused {
            almoner_domain::document::DocumentRefused::NotTaken(found) => {
                format!("{}: {}", refused.code(), found.code())
            }
            _ => refused.code().to_owned(),
        },
        Err(Stopped::Failed(error)) => format!("failed: {error}"),
    }
}

#[test]
fn every_file_of_the_corpus_is_judged_as_the_table_says() {
    let mut table = String::from("| file | judged |\n| --- | --- |\n");
    let mut wrong = Vec::new();
    for (what, bytes, expected) in corpus() {
        let judged = judgement(&bytes);
        let right = match expected {
            // Whichever of its lies is found first.
            "refused" => judged.starts_with("document_") && !judged.contains("not_taken"),
            expected => judged == expected,
        };
        if !right {
            wrong.push(format!("{what}: {judged}, not {expected}"));
        }
        let _ = writeln!(table, "| {what} | `{judged}` |");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/uploads.md");
    let page = std::fs::read_to_string(&place).unwrap();
    let (before, rest) = page.split_once("<!-- corpus -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of corpus -->").unwrap();
    let wanted = format!("{before}<!-- corpus -->\n{table}<!-- end of corpus -->{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&place, &wanted).unwrap();
    } else {
        assert!(
            page == wanted,
            "docs/uploads.md differs: run UPDATE_DOCS=1 cargo test -p almoner-files"
        );
    }
}
