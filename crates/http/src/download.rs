//! Sending a document to somebody who may have it: as something to keep, never as a page of ours.

use crate::{Site, blocking};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, block};
use almoner_domain::document::{Document, FileName};
use almoner_ports::{FileError, StoreError};
use almoner_usecases::{AppError, Outcome};
use futures_util::stream;
use std::io::{self, Read};

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// The answer that carries a document. Who may have it was decided before.
///
/// # Errors
/// [`AppError::Store`] when its bytes are not there or cannot be read.
pub async fn download(site: &Site, document: &Document) -> Outcome<HttpResponse> {
    let (files, key) = (site.app.filing().files.clone(), document.key.clone());
    let bytes = blocking(move || files.open(&key).map_err(away)).await?;
    let pieces = stream::try_unfold(bytes, |mut bytes| async move {
        let next = block(move || {
            let mut piece = vec![0; PIECE];
            let read = bytes.read(&mut piece)?;
            piece.truncate(read);
            Ok::<_, io::Error>((piece, bytes))
        });
        let (piece, bytes) = next.await.map_err(|_| io::Error::other("shutting down"))??;
        let more = !piece.is_empty();
        Ok::<_, io::Error>(more.then(|| (Bytes::from(piece), bytes)))
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, document.kind.media_type()))
        .insert_header((header::CONTENT_DISPOSITION, attachment(&document.name)))
        // Even if it is shown all the same, it runs nothing and belongs to no site.
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .insert_header(("x-content-type-options", "nosniff"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .no_chunking(document.size)
        .streaming(pieces))
}

fn away(error: FileError) -> AppError {
    StoreError::Failed(format!("a file cannot be read: {error}")).into()
}

/// `Content-Disposition` (RFC 6266), with the name in ASCII and in UTF-8 (RFC 8187).
fn attachment(name: &FileName) -> String {
    use std::fmt::Write;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let encoded = name.as_str().bytes().fold(String::new(), |mut text, byte| {
        if plain(byte) {
            text.push(char::from(byte));
        } else {
            let _written = write!(text, "%{byte:02X}");
        }
        text
    });
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{encoded}", name.ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use almoner_domain::document::FileKind;

    #[test]
    fn a_name_is_sent_in_ascii_and_in_utf_8() {
        let name = FileName::of("Café \"rules\"\r\nX: 1.pdf", FileKind::Pdf).unwrap();
        assert_eq!(
            attachment(&name),
            "attachment; filename=\"Caf_ rules X 1.pdf\"; filename*=UTF-8''Caf%C3%A9%20rules%20X%201.pdf"
        );
    }
}
