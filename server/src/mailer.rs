//! The way to the mail server that letters are given to: SMTP, over TLS but on this machine. Not by the library's own
//! transport, which gives a letter in one go: here what is before its last line is apart from it. Where anything fails before,
//! nothing was delivered; where the answer to it never comes, nobody knows.

use itineraire_domain::ids::LetterId;
use itineraire_service::mail::Outcome;
use lettre::Message;
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::{Error, SUBMISSION_PORT, SUBMISSIONS_PORT};
use percent_encoding::percent_decode_str;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// How long all of it may take before the last line; and how long the answer to that may.
const PATIENCE: Duration = Duration::from_secs(30);

/// The mail server, and from whom letters come.
#[derive(Clone)]
pub struct Mailer {
    host: String,
    port: u16,
    safety: Safety,
    credentials: Option<Credentials>,
    from: Mailbox,
}

/// How what is said to the mail server is kept from others.
#[derive(Clone)]
enum Safety {
    /// TLS from the first word.
    Tls(TlsParameters),
    /// TLS before anything is said that is not everyone's, or nothing is.
    StartTls(TlsParameters),
    /// It is this machine.
    Here,
}

impl fmt::Debug for Mailer {
    // It holds a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Mailer({}:{})", self.host, self.port)
    }
}

/// Why a letter was not given its end: nothing was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// The server will not have this letter.
    Refused,
    /// It could not be had, or not now.
    Again,
}

/// A mail server that waits for a letter.
pub struct Door {
    connection: AsyncSmtpConnection,
    letter: Vec<u8>,
}

impl Mailer {
    /// The mail server of an address, and from whom letters come; why not, as the end of a sentence.
    pub fn new(server: &Url, from: Mailbox) -> Result<Self, String> {
        let host = server.host_str().ok_or("it names no host")?;
        // The standard of addresses knows no number in one of these schemes.
        let host = host.trim_matches(['[', ']']).to_owned();
        let at: Option<IpAddr> = host.parse().ok();
        let here = at.map_or(host == "localhost", |at| at.is_loopback());
        let tls = || TlsParameters::new_rustls(host.clone()).map_err(|error| error.to_string());
        let (safety, port) = match server.scheme() {
            "smtps" => (Safety::Tls(tls()?), SUBMISSIONS_PORT),
            _ if here => (Safety::Here, SUBMISSION_PORT),
            _ => (Safety::StartTls(tls()?), SUBMISSION_PORT),
        };
        let plain = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let password = server.password().map(plain);
        let credentials = password.map(|password| Credentials::new(plain(server.username()), password));
        Ok(Self {
            port: server.port().unwrap_or(port),
            host,
            safety,
            credentials,
            from,
        })
    }

    /// Says to the mail server from whom a letter is and to whom, and that it comes.
    pub async fn knock(
        &self,
        (id, to): (LetterId, &str),
        (subject, body): (&str, String),
    ) -> Result<Door, NotYet> {
        let to: Address = to.parse().map_err(|_| NotYet::Refused)?;
        let letter = self.letter(id, (to.clone(), subject, body))?;
        match tokio::time::timeout(PATIENCE, self.opens(to)).await {
            Ok(Ok(connection)) => Ok(Door { connection, letter }),
            Ok(Err(why)) => Err(why),
            Err(_) => {
                tracing::warn!("the mail server does not answer");
                Err(NotYet::Again)
            }
        }
    }

    fn letter(&self, id: LetterId, (to, subject, body): (Address, &str, String)) -> Result<Vec<u8>, NotYet> {
        let domain = self.from.email.domain();
        let made = builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .message_id(Some(format!("<{id}@{domain}>")))
            .body(body);
        made.map(|it| it.formatted()).map_err(|_| NotYet::Refused)
    }

    async fn opens(&self, to: Address) -> Result<AsyncSmtpConnection, NotYet> {
        // Whatever is said here is of the server, and of every letter.
        let again = |error: Error| {
            tracing::warn!(why = why(&error), "the mail server takes no letters");
            NotYet::Again
        };
        let mut connection = self.connects().await.map_err(again)?;
        let mut options = Vec::new();
        if !AsRef::<str>::as_ref(&to).is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(NotYet::Refused);
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let from = Mail::new(Some(self.from.email.clone()), options);
        connection.command(from).await.map_err(again)?;
        let of_this = |error: Error| {
            if error.is_permanent() {
                NotYet::Refused
            } else {
                again(error)
            }
        };
        let to = Rcpt::new(to, Vec::new());
        connection.command(to).await.map_err(of_this)?;
        connection.command(Data).await.map_err(of_this)?;
        Ok(connection)
    }

    async fn connects(&self) -> Result<AsyncSmtpConnection, Error> {
        let hello = self.hello();
        let tls = match &self.safety {
            Safety::Tls(tls) => Some(tls.clone()),
            Safety::StartTls(_) | Safety::Here => None,
        };
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &hello, tls, None).await?;
        if let Safety::StartTls(tls) = &self.safety {
            connection.starttls(tls.clone(), &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// How the service names itself: by where its letters come from.
    fn hello(&self) -> ClientId {
        let domain = self.from.email.domain();
        match domain.trim_matches(['[', ']']).parse() {
            Ok(IpAddr::V4(at)) => ClientId::Ipv4(at),
            Ok(IpAddr::V6(at)) => ClientId::Ipv6(at),
            Err(_) => ClientId::Domain(domain.to_owned()),
        }
    }
}

/// What every letter says of itself: when it is of, what it is made of, and that no person wrote it (RFC 3834), so that no
/// other machine answers it.
fn builder() -> MessageBuilder {
    let by_itself = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .date_now()
        .header(ContentType::TEXT_PLAIN)
        .raw_header(HeaderValue::new(by_itself, "auto-generated".to_owned()))
}

impl Door {
    /// Gives the letter; what came of it.
    pub async fn hand_over(mut self) -> Outcome {
        let given = tokio::time::timeout(PATIENCE, self.connection.message(&self.letter)).await;
        let outcome = match given {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(error)) if error.is_permanent() => Outcome::Refused,
            Ok(Err(error)) if error.is_transient() => Outcome::Again,
            Ok(Err(_)) | Err(_) => return Outcome::Unknown,
        };
        // Whether it hears that changes nothing.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.connection.quit()).await;
        outcome
    }
}

/// What kind of error it is. What a server says of it may name an address.
fn why(error: &Error) -> String {
    match error.status() {
        Some(code) => code.to_string(),
        None if error.is_tls() => "TLS".into(),
        None if error.is_timeout() => "no answer".into(),
        None if error.is_client() => "it does not offer what is wanted".into(),
        None => "no connection".into(),
    }
}

/// What a mail server's address is.
pub(crate) const SERVER: &str = "smtps:// or smtp://, a name and a password where there are any, and a host: smtps://itineraire:…@smtp.ville.example";

/// The mail server that the settings name, if they do.
pub(crate) fn server(written: &str) -> Option<Url> {
    let url: Url = written.parse().ok()?;
    let plain = ["", "/"].contains(&url.path()) && url.query().is_none();
    // Who is named says their password; who has none is not named.
    let both = url.username().is_empty() == url.password().is_none();
    (["smtp", "smtps"].contains(&url.scheme()) && url.has_host() && plain && both).then_some(url)
}
