//! `cargo xtask size`: all that the board's page needs to become interactive, in bytes as served to a browser that
//! takes brotli. A signed-in professional opens a board of the demonstration data; the page names the rest.

use crate::bundle::{self, Site};
use crate::http::{Answer, Request};
use crate::options::Options;
use crate::run::{Failure, demo_binary, program, server_binary};
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// The ceiling: bytes, compressed as served (`docs/decisions/0005-size.md`). It only goes down.
const BUDGET: usize = 400_000;

/// A demonstration sign-in, which the server prints too.
const SIGN_IN: (&str, &str) = (
    "/api/v1/sign_in",
    "email=camille%40letrait.example&password=un-demonstration-au-trait-2026",
);

/// Measures, prints, and fails above the budget.
pub fn size(arguments: &[String]) -> Result<(), Failure> {
    Options::new(arguments, &[], &[])?;
    let site = bundle::bundle()?;
    bundle::server()?;
    measure(&site)
}

/// The same, of a site and a server that are already built.
pub fn measure(site: &Site) -> Result<(), Failure> {
    let server = Server::start(site)?;
    let cookie = server.sign_in()?;
    let asking = Request {
        port: server.port,
        cookie: Some(&cookie),
    };
    let home = found(&asking, "/accueil")?.text()?;
    let board = home
        .split('"')
        .find(|part| part.starts_with("/parcours/"))
        .ok_or_else(|| Failure::new("the home list names no parcours"))?;
    weigh(&asking, board)
}

/// The page at a path, and all that it loads.
fn weigh(asking: &Request, page: &str) -> Result<(), Failure> {
    let html = found(asking, page)?;
    let mut total = html.body.len();
    println!("  {total:>8}  the board's page (HTML)");
    let mut waiting = named(&html.text()?, "/");
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop_first() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = found(asking, &path)?;
        println!("  {:>8}  {path}", answer.body.len());
        total += answer.body.len();
        // The style names its fonts, and the glue its snippets.
        if ["css", "js"].contains(&kind(&path)) {
            waiting.extend(named(&answer.text()?, &path));
        }
    }
    for wanted in ["css", "js", "wasm"] {
        if !seen.iter().any(|path| kind(path) == wanted) {
            return Err(Failure(format!(
                "the page loads no .{wanted}: this is not what a browser would measure"
            )));
        }
    }
    println!("  {total:>8}  in all, of {BUDGET} allowed");
    if total > BUDGET {
        return Err(Failure(format!(
            "the board's page weighs {total} bytes; its budget is {BUDGET}"
        )));
    }
    Ok(())
}

fn found(asking: &Request, path: &str) -> Result<Answer, Failure> {
    let answer = asking.get(path)?;
    if answer.status == 200 {
        Ok(answer)
    } else {
        Err(Failure(format!("{path} answers {}, not 200", answer.status)))
    }
}

/// The files that a text at `base` loads: those named from the root, whatever they are, and in a style or a script also
/// from where it stands; and what a page names as the source of something.
fn named(text: &str, base: &str) -> BTreeSet<String> {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let sources = text
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let sources = sources.filter(|source| kind(base).is_empty() && is_ours(source));
    let sources = sources.map(str::to_owned);
    text.split(['"', '\'', '`', ' ', '\n', '>', '<', '(', ')', '\\', ','])
        .map(|part| part.split(['?', '#']).next().unwrap_or(part))
        .filter(|part| kind(part).starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|part| {
            if is_ours(part) {
                Some(part.to_owned())
            // The glue also names its own imports (`./…_bg.js`), which nothing fetches.
            } else if let Some(beside) = part
                .strip_prefix("./")
                .filter(|it| kind(base) == "css" || (kind(base) == "js" && it.starts_with("snippets/")))
            {
                Some(format!("{folder}/{beside}"))
            } else if kind(base) == "css"
                && ["css", "woff2", "woff", "svg", "png"].contains(&kind(part))
                && !part.starts_with('/')
                && !part.contains(':')
            {
                Some(format!("{folder}/{part}"))
            } else {
                None
            }
        })
        .chain(sources)
        .collect()
}

/// A path of our own service, from its root; `//` begins another's.
fn is_ours(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//")
}

/// What follows the last point of a file's name; nothing when no name stands before it.
fn kind(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((front, kind)) if !front.is_empty() => kind,
        _ => "",
    }
}

/// The built server on a free port, with a database of its own.
struct Server {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Server {
    fn start(site: &Site) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| Failure(format!("the server cannot be started: {error}"));
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .map_err(cannot)?
            .port();
        let folder = std::env::temp_dir().join(format!("itineraire-size-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(cannot)?;
        let database = format!("sqlite://{}", folder.join("size.db").display());
        program(&demo_binary().display().to_string(), &[])
            .env("DATABASE_URL", &database)
            .quietly()?;
        let child = program(&server_binary().display().to_string(), &["serve"])
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env("DATABASE_URL", database)
            .envs(site.env())
            .into_command()
            .stdout(Stdio::null())
            .spawn()
            .map_err(cannot)?;
        let mut server = Self { child, port, folder };
        server.wait()?;
        Ok(server)
    }

    fn wait(&mut self) -> Result<(), Failure> {
        let start = Instant::now();
        let asking = Request {
            port: self.port,
            cookie: None,
        };
        while asking.get("/health").is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Failure(format!("the server ended at its start, with {status}")));
            }
            if start.elapsed() > Duration::from_mins(2) {
                return Err(Failure::new("the server did not answer within two minutes"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// The session's cookie.
    fn sign_in(&self) -> Result<String, Failure> {
        let (path, form) = SIGN_IN;
        let answer = Request {
            port: self.port,
            cookie: None,
        }
        .post(path, form)?;
        answer
            .header("set-cookie")
            .and_then(|value| value.split(';').next())
            .map(str::to_owned)
            .ok_or_else(|| {
                Failure(format!(
                    "the demonstration sign-in gave no session: {path} answers {}",
                    answer.status
                ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_loads_is_read_from_its_words() {
        let html = r#"<link rel="stylesheet" href="/pkg/a.1.css"><link rel="preload" href="/pkg/a.2.wasm" as="fetch">
            <script>import("/pkg/a.3.js")</script><a href="/parcours/x">.js</a>"#;
        let all: Vec<_> = named(html, "/").into_iter().collect();
        assert_eq!(all, ["/pkg/a.1.css", "/pkg/a.2.wasm", "/pkg/a.3.js"]);
    }

    #[test]
    fn a_file_outside_the_package_and_a_source_without_an_ending_are_weighed_too() {
        let html = r#"<link rel="icon" href="/favicon.svg"><link rel="manifest" href="/app.webmanifest?v=2">
            <img src="/card/code"><img src="//elsewhere.example/a.png"><a href="https://a.example/b.png">1/2.5</a>"#;
        let all: Vec<_> = named(html, "/").into_iter().collect();
        assert_eq!(all, ["/app.webmanifest", "/card/code", "/favicon.svg"]);
    }

    #[test]
    fn a_style_names_its_fonts_and_the_glue_its_snippets_from_where_they_stand() {
        let css =
            "@font-face{src:url(fonts/b.woff2)format(\"woff2\")}@font-face{src:url(/pkg/fonts/c.woff2)}";
        let all: Vec<_> = named(css, "/pkg/a.css").into_iter().collect();
        assert_eq!(all, ["/pkg/fonts/b.woff2", "/pkg/fonts/c.woff2"]);
        let glue = "import { f } from './snippets/d/e.js';\nnew URL('a_bg.wasm', import.meta.url)";
        let all: Vec<_> = named(glue, "/pkg/a.js").into_iter().collect();
        assert_eq!(all, ["/pkg/snippets/d/e.js"]);
    }
}
