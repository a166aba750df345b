//! `cargo xtask size`: all that the board's page needs to become interactive, in bytes as served to a browser that
//! takes brotli. A signed-in professional opens a board of the demonstration data; the page names the rest.

use crate::bundle::bundle;
use crate::run::{Failure, program, root};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// The budget: bytes, compressed as served.
const BUDGET: usize = 400_000;

/// A demonstration sign-in that the server prints too.
const SIGN_IN: &str = "email=camille%40letrait.example&password=un-demonstration-au-trait-2026";

/// Measures, prints, and fails above the budget.
pub fn size() -> Result<(), Failure> {
    let server = Server::start()?;
    let home = server.ask("POST", "/api/v1/sign_in", None, SIGN_IN)?;
    let cookie = home
        .header("set-cookie")
        .and_then(|value| value.split(';').next())
        .map(str::to_owned);
    let cookie = cookie.ok_or_else(|| Failure::new("the demonstration sign-in gave no session"))?;
    let list = server.ask("GET", "/accueil", Some(&cookie), "")?.text();
    let board = list
        .split('"')
        .find(|part| part.starts_with("/parcours/"))
        .map(str::to_owned);
    let board = board.ok_or_else(|| Failure::new("the home list names no parcours"))?;
    let page = server.ask("GET", &board, Some(&cookie), "")?;
    let html = page.text();
    let style: BTreeSet<String> = assets(&html);
    let mut all = style.clone();
    for path in style.iter().filter(|path| path.ends_with(".css")) {
        let css = server.ask_plain(path)?.text();
        all.extend(
            css.split(['(', ')', '"', '\''])
                .filter(|part| part.ends_with(".woff2"))
                .map(|part| {
                    if part.starts_with('/') {
                        part.to_owned()
                    } else {
                        format!("/pkg/{part}")
                    }
                }),
        );
    }
    let mut total = page.body.len();
    println!("  {:>8}  the board's page (HTML)", page.body.len());
    for path in &all {
        let answer = server.ask("GET", path, None, "")?;
        if answer.status != 200 {
            return Err(Failure(format!("{path} answers {}", answer.status)));
        }
        println!("  {:>8}  {path}", answer.body.len());
        total += answer.body.len();
    }
    if !all.iter().any(|path| path.ends_with(".wasm")) || !all.iter().any(|path| path.ends_with(".css")) {
        return Err(Failure::new(
            "the page names no WASM or no style: nothing was measured",
        ));
    }
    println!("  {total:>8}  in all, of {BUDGET} allowed");
    if total <= BUDGET {
        Ok(())
    } else {
        Err(Failure(format!(
            "the page weighs {total} bytes; the budget is {BUDGET}"
        )))
    }
}

/// The files that a page names: attributes, and the parts of the address in the script that starts the WASM.
fn assets(html: &str) -> BTreeSet<String> {
    let kinds = [".js", ".wasm", ".css", ".woff2"];
    html.split(['"', '\'', '`', ' ', '>', '<', '(', ')', '\\'])
        .filter(|part| part.starts_with("/pkg/") && kinds.iter().any(|kind| part.ends_with(kind)))
        .map(str::to_owned)
        .collect()
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The body as text, whatever way it was sent.
    fn text(&self) -> String {
        if self.header("content-encoding") == Some("br") {
            let mut plain = Vec::new();
            if brotli::BrotliDecompress(&mut &self.body[..], &mut plain).is_ok() {
                return String::from_utf8_lossy(&plain).into_owned();
            }
        }
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The built server on a free port, with a database of its own.
struct Server {
    child: Child,
    port: u16,
    folder: std::path::PathBuf,
}

impl Server {
    fn start() -> Result<Self, Failure> {
        let site = bundle()?;
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|it| it.local_addr())
            .map_err(io)?
            .port();
        let folder = std::env::temp_dir().join(format!("itineraire-size-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(io)?;
        let binary = root().join("target/debug/itineraire").display().to_string();
        let mut run = program(&binary, &["serve", "--demo"])
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env(
                "DATABASE_URL",
                format!("sqlite://{}?mode=rwc", folder.join("size.db").display()),
            );
        for (name, value) in site.env() {
            run = run.env(name, value);
        }
        let child = run.into_command().stdout(Stdio::null()).spawn().map_err(io)?;
        let server = Self { child, port, folder };
        let start = Instant::now();
        while server.ask("GET", "/health", None, "").is_err() {
            if start.elapsed() > Duration::from_secs(120) {
                return Err(Failure::new("the server did not answer within two minutes"));
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(server)
    }

    fn ask(&self, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Result<Answer, Failure> {
        self.send(method, path, cookie, body, "br")
    }

    fn ask_plain(&self, path: &str) -> Result<Answer, Failure> {
        self.send("GET", path, None, "", "identity")
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        cookie: Option<&str>,
        body: &str,
        accept: &str,
    ) -> Result<Answer, Failure> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(io)?;
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .map_err(io)?;
        let cookie = cookie
            .map(|value| format!("Cookie: {value}\r\n"))
            .unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
             Sec-Fetch-Site: same-origin\r\nAccept: text/html\r\nAccept-Encoding: {accept}\r\n{cookie}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len(),
            port = self.port,
        );
        stream.write_all(request.as_bytes()).map_err(io)?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all).map_err(io)?;
        let end = all
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .ok_or_else(|| Failure::new("no HTTP answer"))?;
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        Ok(Answer {
            status,
            head,
            body: all.split_off(end + 4),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn io(error: std::io::Error) -> Failure {
    Failure(format!("the server cannot be reached: {error}"))
}
