//! Files sent with a form, as they arrive: counted, looked into and kept one by one, never held in
//! memory whole. As with every form, the instant at which the last byte was there is what counts.

use crate::{BodyError, Fields, Site, Visitor, blocking, forgery};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use almoner_domain::document::{Document, DocumentRefused, MEGABYTE, Received};
use almoner_domain::form::QuestionId;
use almoner_domain::id::ApplicationId;
use almoner_domain::value::{CivilDate, DateFault, read_date, without_hidden};
use almoner_ports::{FileError, Incoming, StoreError};
use almoner_usecases::documents::{Attach, Upload, UploadPlace};
use almoner_usecases::{AppError, Arrived};
use futures_util::StreamExt;
use std::future::Future;
use std::time::Duration;

/// How long all of it may take: ten files over a slow telephone line.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// How long nothing at all may arrive.
const SILENCE: Duration = Duration::from_secs(30);
/// How much is gathered before it is written.
const PIECE: usize = 256 * 1024;
/// The most bytes of a field that is typed.
const LONGEST_TEXT: usize = 1_024;
/// The most fields that are typed.
const MOST_TEXTS: usize = 20;

/// Who sends: a form of ours shows its token before its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A page.
    Form,
    /// A program with a bearer token.
    Program,
}

/// A file that has arrived whole.
#[derive(Debug)]
struct UploadedFile {
    /// The name that was sent with it.
    name: String,
    /// What it is and under which random name it is kept, or why it was not taken.
    outcome: Result<Kept, DocumentRefused>,
}

/// A file whose bytes are kept.
#[derive(Clone, Debug)]
struct Kept {
    /// What it turned out to be.
    inspected: almoner_ports::Inspected,
    /// The random name under which its bytes are kept.
    key: String,
}

/// What a form with files brought.
#[derive(Debug)]
struct Uploaded {
    /// What was typed.
    fields: Fields,
    /// The files, in order.
    files: Vec<UploadedFile>,
    /// When its last byte was there.
    arrived: Arrived,
}

/// Why nothing of a form with files was taken.
#[derive(Debug)]
pub enum UploadFault {
    /// The body.
    Body(BodyError),
    /// The place for files.
    App(AppError),
}

impl From<BodyError> for UploadFault {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<AppError> for UploadFault {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

fn away(error: FileError) -> AppError {
    StoreError::Failed(format!("a file cannot be kept: {error}")).into()
}

/// What became of a form with files.
#[derive(Debug)]
pub struct Attached {
    /// Each file by the name that was sent with it, in order: its document, or why it was not
    /// taken.
    pub files: Vec<(String, Result<Document, DocumentRefused>)>,
    /// What is wrong with the day on which they run out. The files are kept all the same.
    pub date: Option<DateFault>,
}

/// Receives files and takes them into a bid.
///
/// # Errors
/// [`UploadFault`]; then nothing is kept.
pub async fn attach(
    site: &Site,
    request: &HttpRequest,
    visitor: &Visitor,
    payload: web::Payload,
    (sender, application, question): (Sender, ApplicationId, QuestionId),
) -> Result<Attached, UploadFault> {
    let place = UploadPlace { application, question: question.clone() };
    let (app, actor, seen) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let upload = blocking(move || Ok(app.look(&actor, seen, &place)??)).await?;
    let sent = receive(site, request, visitor, payload, (sender, &upload)).await?;
    let (valid_until, date) = runs_out(&upload, &sent.fields);
    let (mut names, mut received) = (Vec::new(), Vec::new());
    for file in &sent.files {
        if let Ok(kept) = &file.outcome {
            received.push(Received {
                name: file.name.clone(),
                kind: kept.inspected.kind,
                size: kept.inspected.size,
                digest: kept.inspected.digest.clone(),
                key: kept.key.clone(),
                valid_until,
            });
        }
        let refused = file.outcome.as_ref().err().cloned();
        names.push((file.name.clone(), refused));
    }
    let keys: Vec<String> = received.iter().map(|file| file.key.clone()).collect();
    let case = Attach { application, question, files: received };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), sent.arrived);
    let taken = if keys.is_empty() {
        Vec::new()
    } else {
        match blocking(move || app.execute(&actor, arrived, case)).await {
            Ok(taken) => taken,
            Err(error) => {
                give_up(site, keys).await;
                return Err(error.into());
            }
        }
    };
    let refused: Vec<String> = keys
        .iter()
        .zip(&taken)
        .filter(|(_, one)| one.is_err())
        .map(|(key, _)| key.clone())
        .collect();
    give_up(site, refused).await;
    let mut taken = taken.into_iter();
    let files = names
        .into_iter()
        .filter_map(|(name, refused)| Some((name, refused.map(Err).or_else(|| taken.next())?)))
        .collect();
    Ok(Attached { files, date })
}

/// The day on which the files run out, for kinds of document that do.
fn runs_out(upload: &Upload, fields: &Fields) -> (Option<CivilDate>, Option<DateFault>) {
    let part = |name: &str| fields.text(&format!("valid_until.{name}")).to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if !upload.asked_as.runs_out()
        || [&day, &month, &year].iter().all(|text| text.trim().is_empty())
    {
        return (None, None);
    }
    match read_date(&day, &month, &year) {
        Ok(date) => (Some(date), None),
        Err(fault) => (None, Some(fault)),
    }
}

/// Reads a form with files. What was kept before something went wrong is given up again.
///
/// # Errors
/// [`UploadFault`]; then nothing is kept.
async fn receive(
    site: &Site,
    request: &HttpRequest,
    visitor: &Visitor,
    payload: web::Payload,
    (sender, upload): (Sender, &Upload),
) -> Result<Uploaded, UploadFault> {
    let mut reading = Reading {
        site,
        request,
        visitor,
        sender,
        upload,
        genuine: false,
        bytes: 0,
        fields: Fields::default(),
        files: Vec::new(),
    };
    let read = async {
        reading.is_form()?;
        let mut parts = Multipart::new(request.headers(), payload);
        while let Some(part) = patiently(parts.next()).await? {
            reading.part(part.map_err(broken)?).await?;
        }
        reading.check()
    };
    let done = match actix_web::rt::time::timeout(PATIENCE, read).await {
        Ok(done) => done,
        Err(_) => Err(BodyError::TooSlow.into()),
    };
    let arrived = site.app.arrived();
    let Reading { fields, files, .. } = reading;
    match done {
        Ok(()) => Ok(Uploaded { fields, files, arrived }),
        Err(fault) => {
            let kept = files.iter().filter_map(|file| file.outcome.as_ref().ok());
            give_up(site, kept.map(|kept| kept.key.clone()).collect()).await;
            Err(fault)
        }
    }
}

/// Gives up bytes that are not needed after all. What cannot be removed now is swept away later.
pub async fn give_up(site: &Site, keys: Vec<String>) {
    if keys.is_empty() {
        return;
    }
    let store = site.app.filing().files.clone();
    let erased = blocking(move || keys.iter().try_for_each(|key| store.erase(key).map_err(away)));
    if let Err(error) = erased.await {
        tracing::warn!(%error, "files that nobody needs could not be removed at once");
    }
}

async fn patiently<T>(next: impl Future<Output = T>) -> Result<T, UploadFault> {
    let waited = actix_web::rt::time::timeout(SILENCE, next).await;
    waited.map_err(|_| UploadFault::Body(BodyError::TooSlow))
}

fn broken(error: MultipartError) -> UploadFault {
    UploadFault::Body(match error {
        MultipartError::Payload(_) | MultipartError::Incomplete => BodyError::Broken,
        _ => BodyError::Unreadable,
    })
}

struct Reading<'a> {
    site: &'a Site,
    request: &'a HttpRequest,
    visitor: &'a Visitor,
    sender: Sender,
    upload: &'a Upload,
    /// Whether the form's token was seen to be right.
    genuine: bool,
    /// All bytes so far.
    bytes: u64,
    fields: Fields,
    files: Vec<UploadedFile>,
}

impl Reading<'_> {
    fn is_form(&self) -> Result<(), BodyError> {
        let kind = self.request.headers().get(header::CONTENT_TYPE);
        let is_form = kind.and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
            kind.trim_start().to_lowercase().starts_with("multipart/form-data")
        });
        if is_form { Ok(()) } else { Err(BodyError::ContentType) }
    }

    async fn part(&mut self, mut part: Field) -> Result<(), UploadFault> {
        let named = part.content_disposition().and_then(|said| {
            said.get_filename_ext()
                .and_then(|name| String::from_utf8(name.value.clone()).ok())
                .or_else(|| said.get_filename().map(str::to_owned))
        });
        let field = part.name().unwrap_or_default().to_owned();
        match named {
            None => self.text(field, &mut part).await,
            Some(name) => {
                // The token stands before the files in every form of ours.
                self.check()?;
                self.file(name, &mut part).await
            }
        }
    }

    async fn text(&mut self, field: String, part: &mut Field) -> Result<(), UploadFault> {
        let twice = self.fields.first(&field).is_some();
        if field.is_empty() || twice || self.fields.0.len() >= MOST_TEXTS {
            return Err(BodyError::Unreadable.into());
        }
        let mut text = Vec::new();
        while let Some(piece) = patiently(part.next()).await? {
            text.extend_from_slice(&piece.map_err(broken)?);
            if text.len() > LONGEST_TEXT {
                return Err(BodyError::TooLarge.into());
            }
        }
        let text = String::from_utf8(text).map_err(|_| BodyError::Unreadable)?;
        self.fields.0.push((field, without_hidden(&text)));
        Ok(())
    }

    /// Whether the form is one of ours. Asked before the first file and at the end.
    fn check(&mut self) -> Result<(), UploadFault> {
        if self.genuine || self.sender == Sender::Program {
            return Ok(());
        }
        let token = self.fields.first("csrf");
        forgery::check(self.site, self.request, self.visitor, token)
            .map_err(|forged| UploadFault::Body(BodyError::Forged(forged)))?;
        self.genuine = true;
        Ok(())
    }

    /// The most bytes of all files together that are read at all.
    fn most_bytes(&self) -> u64 {
        let limits = self.upload.limits;
        let files = u64::from(self.upload.room.files).max(1);
        limits.file_bytes.saturating_mul(files).min(limits.bid_bytes).saturating_add(MEGABYTE)
    }

    async fn file(&mut self, name: String, part: &mut Field) -> Result<(), UploadFault> {
        let taken = self.files.iter().filter(|file| file.outcome.is_ok()).count();
        let full = taken >= usize::from(self.upload.room.files);
        let mut incoming = None;
        if !full {
            let files = self.site.app.filing().files.clone();
            incoming = Some(blocking(move || files.incoming().map_err(away)).await?);
        }
        let (mut held, mut size) = (Vec::new(), 0_u64);
        while let Some(piece) = patiently(part.next()).await? {
            let piece = piece.map_err(broken)?;
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            size += length;
            self.bytes += length;
            if self.bytes > self.most_bytes() {
                return Err(BodyError::TooLarge.into());
            }
            // What is too large is read to its end, so that the page can say so, and not written.
            if size > self.upload.limits.file_bytes {
                incoming = None;
            }
            if let Some(file) = incoming.take() {
                held.extend_from_slice(&piece);
                incoming = Some(if held.len() >= PIECE {
                    write(file, std::mem::take(&mut held)).await?
                } else {
                    file
                });
            }
        }
        // A chooser that was left empty sends a nameless file of no bytes.
        if name.is_empty() && size == 0 {
            return Ok(());
        }
        let outcome = match incoming {
            None if size > self.upload.limits.file_bytes => {
                Err(DocumentRefused::TooLarge { limit: self.upload.limits.file_bytes })
            }
            None => Err(DocumentRefused::TooMany { most: self.upload.most }),
            Some(file) => self.keep(write(file, held).await?).await?,
        };
        self.files.push(UploadedFile { name, outcome });
        Ok(())
    }

    /// Looks into a file that has arrived whole, and keeps it under a random name.
    async fn keep(
        &self,
        mut file: Box<dyn Incoming>,
    ) -> Result<Result<Kept, DocumentRefused>, UploadFault> {
        let mut random = [0_u8; 16];
        self.site.app.secrets().random(&mut random);
        let key: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let kept = blocking(move || match file.inspect().map_err(away)? {
            Err(refused) => Ok(Err(refused)),
            Ok(inspected) => {
                file.keep(&key).map_err(away)?;
                Ok(Ok(Kept { inspected, key }))
            }
        });
        Ok(kept.await?)
    }
}

async fn write(mut file: Box<dyn Incoming>, bytes: Vec<u8>) -> Result<Box<dyn Incoming>, AppError> {
    blocking(move || {
        file.write(&bytes).map_err(away)?;
        Ok(file)
    })
    .await
}
