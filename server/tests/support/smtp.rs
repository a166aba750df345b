//! A mail server of the tests, over real sockets: it keeps what it is given, or does what it is told to.

use itineraire_server::mailer::Mailer;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

/// What it does with one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Says so of the address.
    OfAddress(&'static str),
    /// Says so at the end of the letter.
    AtTheEnd(&'static str),
    /// Keeps it, and goes without a word.
    KeepsAndGoes,
}

/// A letter that it kept.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    /// What stands above it, as it came.
    pub head: String,
    /// What it says.
    pub body: String,
}

#[derive(Clone, Debug)]
pub struct Smtp {
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    does: Arc<Mutex<VecDeque<Does>>>,
    tries: Arc<AtomicUsize>,
}

impl Smtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = Self {
            address: listener.local_addr().unwrap(),
            received: Arc::default(),
            does: Arc::default(),
            tries: Arc::default(),
        };
        let serving = smtp.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let serving = serving.clone();
                // Whoever goes in the middle of a word ends it.
                tokio::spawn(async move { drop(serving.answers(socket).await) });
            }
        });
        smtp
    }

    /// The way to it.
    pub fn mailer(&self) -> Mailer {
        let url = format!("smtp://{}", self.address).parse().unwrap();
        let from = "Itin\u{e9}raire <itineraire@letrait.example>";
        Mailer::new(&url, from.parse().unwrap()).unwrap()
    }

    /// What it does with the next letters, one after another; then it keeps them.
    pub fn does(&self, next: impl IntoIterator<Item = Does>) {
        self.does.lock().unwrap().extend(next);
    }

    /// How many letters were begun.
    pub fn tries(&self) -> usize {
        self.tries.load(Ordering::SeqCst)
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits until so many were received; gives the last.
    pub async fn last_of(&self, count: usize) -> Received {
        for _ in 0..600 {
            let received = self.received();
            if received.len() >= count {
                assert_eq!(received.len(), count, "{received:?}");
                return received.last().unwrap().clone();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("a letter that never came: {:?}", self.received());
    }

    async fn answers(&self, socket: TcpStream) -> std::io::Result<()> {
        let mut socket = BufStream::new(socket);
        let (mut to, mut told) = (String::new(), None);
        say(&mut socket, "220 tests").await?;
        loop {
            let line = line(&mut socket).await?;
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            match word.as_str() {
                "" => return Ok(()),
                "EHLO" => say(&mut socket, "250-tests\r\n250 8BITMIME").await?,
                "RCPT" => {
                    self.tries.fetch_add(1, Ordering::SeqCst);
                    told = self.does.lock().unwrap().pop_front();
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    let answer = match told {
                        Some(Does::OfAddress(answer)) => answer,
                        _ => "250 go on",
                    };
                    say(&mut socket, answer).await?;
                }
                "DATA" => {
                    say(&mut socket, "354 go on").await?;
                    let letter = letter(&mut socket).await?;
                    if let Some(Does::AtTheEnd(answer)) = told {
                        say(&mut socket, answer).await?;
                        continue;
                    }
                    let (head, body) = letter.split_once("\r\n\r\n").unwrap_or((&letter, ""));
                    let head = head.to_owned();
                    let body = plain(&head, body);
                    let received = Received {
                        to: to.clone(),
                        head,
                        body,
                    };
                    self.received.lock().unwrap().push(received);
                    if told == Some(Does::KeepsAndGoes) {
                        return Ok(());
                    }
                    say(&mut socket, "250 kept").await?;
                }
                "QUIT" => return say(&mut socket, "221 bye").await,
                _ => say(&mut socket, "250 go on").await?,
            }
        }
    }
}

impl Received {
    /// The number behind the `#` of a page's address.
    pub fn number(&self, page: &str) -> String {
        let (_, rest) = self.body.split_once(&format!("{page}#")).expect(page);
        rest.chars().take_while(char::is_ascii_hexdigit).collect()
    }

    /// A line of what stands above it.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines();
        lines
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .expect(name)
    }
}

async fn say(socket: &mut BufStream<TcpStream>, words: &str) -> std::io::Result<()> {
    socket.write_all(format!("{words}\r\n").as_bytes()).await?;
    socket.flush().await
}

async fn line(socket: &mut BufStream<TcpStream>) -> std::io::Result<String> {
    let mut line = String::new();
    socket.read_line(&mut line).await?;
    Ok(line.trim_end().to_owned())
}

/// All up to the line with a dot alone.
async fn letter(socket: &mut BufStream<TcpStream>) -> std::io::Result<String> {
    let mut letter = String::new();
    loop {
        let mut line = String::new();
        if socket.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(letter);
        }
        // A dot that begins a line is doubled on the way.
        letter.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// What a body says (RFC 2045, 6.7).
fn plain(head: &str, body: &str) -> String {
    if !head.contains("quoted-printable") {
        return body.to_owned();
    }
    let joined = body.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'=');
        let hex = digits.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}
