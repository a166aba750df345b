//! What a page takes of the server's processor, beside the one for signing in, and what its HTML weighs.

use crate::asked::Asked;
use crate::place::{Engine, answered, now};
use crate::served::Served;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CommentId, FindingId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, COMMAND_VERSION, Command, Field, FindingCommand, Side, StepCommand, WordsChange,
    WrittenWhen,
};
use itineraire_store::{Store, Submission, TokenHash};
use itineraire_testing::{THEMES, Town, random_id};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What they write with.
const SAID: &str = "appeler la caisse pour le dossier de logement avec une amie visiter une formation en cuisine demander le \
    permis aidé trouver un vélo préparer les papiers de la préfecture rencontrer le médecin garder les enfants le mercredi lire \
    son courrier chaque semaine écrire une lettre à la mairie ouvrir un compte en ligne essayer le bus numérique";

/// A page that is asked for.
struct Page {
    name: &'static str,
    address: String,
    cookie: String,
}

pub async fn measure(asked: &Asked) {
    let mut rng = StdRng::seed_from_u64(1);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    println!("| database | page | ms of processor | signing in is one | HTML, bytes in brotli | plain |");
    println!("|---|---|---|---|---|---|");
    // Reading is the same query on both; the file is at hand everywhere.
    let url = format!("sqlite://{}", folder.path().join("pages").display());
    let pages = found(&url, &mut rng).await;
    for (name, binary) in asked.binaries() {
        let server = Served::start(&binary, &url).await;
        let mut signing_in = Duration::ZERO;
        for page in &pages {
            let took = took(&server, page, asked.rounds()).await;
            if signing_in.is_zero() {
                signing_in = took;
            }
            let html = get(server.address(), page, "br").await.len();
            let plain = get(server.address(), page, "identity").await.len();
            println!(
                "| {}{name} | {} | {:.2} | {:.1} | {html} | {plain} |",
                Engine::Sqlite,
                page.name,
                took.as_secs_f64() * 1_000.0,
                took.as_secs_f64() / signing_in.as_secs_f64().max(f64::EPSILON),
            );
        }
    }
}

/// What one page takes, of the round that took least: what else runs on the machine makes it more, never less.
async fn took(server: &Served, page: &Page, rounds: usize) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..=rounds {
        // Until the clock of the processor, which counts hundredths, says something.
        let (before, mut asked) = (server.look(), 0_u32);
        let mut took = Duration::ZERO;
        while took < Duration::from_secs(1) && asked < 2_000 {
            for _ in 0..20 {
                get(server.address(), page, "br").await;
            }
            asked += 20;
            took = server.look().took.saturating_sub(before.took);
        }
        least = least.min(took / asked);
    }
    least
}

/// The body of a page, as it comes.
async fn get(server: SocketAddr, page: &Page, encoding: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(server).await.unwrap();
    let request = format!(
        "GET {} HTTP/1.1\r\nhost: {server}\r\naccept-encoding: {encoding}\r\ncookie: __Host-itineraire={}\r\nconnection: close\r\n\r\n",
        page.address, page.cookie
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", page.name);
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let body = answer.split_off(end + 4);
    if head.contains("transfer-encoding: chunked") {
        unchunked(&body)
    } else {
        body
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = rest.iter().position(|it| *it == b'\r').unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + length]);
        rest = &rest[line + 4 + length..];
    }
}

/// A professional with 20 parcours and one with 500, of which one board has 40 steps and another 400 cards.
async fn found(url: &str, rng: &mut StdRng) -> Vec<Page> {
    let store = Store::create(url).await.unwrap();
    let mut pages = vec![Page {
        name: "signing in",
        address: "/connexion".into(),
        cookie: String::new(),
    }];
    let of = async |rng: &mut StdRng, parcours: usize| {
        let town = Town::found(&store, (parcours, &["Camille"]), now(), rng).await;
        for (number, tablet) in town.tablets.iter().skip(1).step_by(2).enumerate() {
            let (steps, findings) = match (parcours, number) {
                (20, 0) => (40, 8),
                (20, 1) => (200, 200),
                _ => (4, 0),
            };
            furnish(&store, tablet, (steps, findings), rng).await;
        }
        town
    };
    let (few, many) = (of(rng, 20).await, of(rng, 500).await);
    let page = |name, address: String, (cookie, ..): &(String, _, _)| Page {
        name,
        address,
        cookie: cookie.clone(),
    };
    let board = |at: usize| format!("/parcours/{}", few.parcours[at]);
    pages.push(page("board of 40 steps", board(0), &few.tablets[1]));
    pages.push(page(
        "the same, for its usager",
        "/mon-parcours".into(),
        &few.tablets[0],
    ));
    pages.push(page("board of 400 cards", board(1), &few.tablets[3]));
    pages.push(page("home of 20", "/accueil".into(), &few.tablets[1]));
    pages.push(page("home of 500", "/accueil".into(), &many.tablets[1]));
    store.close().await;
    pages
}

/// So many steps as people write them, and freins and leviers, half and half.
async fn furnish(
    store: &Store,
    (cookie, parcours, client): &(
        String,
        itineraire_domain::ids::ParcoursId,
        itineraire_domain::ids::ClientId,
    ),
    (steps, findings): (usize, usize),
    rng: &mut StdRng,
) {
    let all: Vec<&str> = SAID.split_whitespace().collect();
    let said = |rng: &mut StdRng, words: usize| -> String {
        let chosen: Vec<&str> = (0..words).map(|_| *all.choose(rng).unwrap()).collect();
        chosen.join(" ")
    };
    let mut commands = Vec::new();
    for number in 0..steps {
        let step = StepId(random_id(rng));
        let (title, theme) = (said(rng, 6), THEMES[number % THEMES.len()]);
        commands.push(Command::Step(
            step,
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        ));
        let text = said(rng, 12);
        let details = WordsChange::Insert {
            after: None,
            before: None,
            first: 0,
            text,
        };
        commands.push(Command::write(Field::Details(step), vec![details]));
        let day = format!("2027-01-{:02}", 1 + number % 28);
        let when = Some(WrittenWhen {
            day,
            hour: Some("09:30".into()),
            before: false,
        });
        commands.push(Command::Step(step, StepCommand::SetWhen { when }));
        let place = said(rng, 2);
        commands.push(Command::Step(step, StepCommand::SetPlace { place }));
        commands.push(Command::Answer(step, AnswerCommand::TalkAboutIt));
        if rng.random_bool(0.3) {
            let (comment, words) = (CommentId(random_id(rng)), said(rng, 10));
            commands.push(Command::Step(step, StepCommand::Comment { comment, words }));
        }
    }
    for number in 0..findings {
        let side = [Side::Barrier, Side::Lever][number % 2];
        let (words, theme) = (said(rng, 4), THEMES[number % THEMES.len()]);
        let id = FindingId(random_id(rng));
        commands.push(Command::Finding(id, FindingCommand::Add { side, words, theme }));
    }
    let at: Moment = now();
    let mut waiting = Vec::new();
    for (command, seq) in commands.into_iter().zip(1..) {
        let submission = Submission {
            token: TokenHash::of(cookie),
            parcours: *parcours,
            client: *client,
            seq,
            version: COMMAND_VERSION,
            body: serde_json::to_value(command).unwrap(),
            at,
        };
        waiting.push(store.enqueue(submission).await.unwrap());
        if waiting.len() == 512 {
            answered(&mut waiting).await;
        }
    }
    answered(&mut waiting).await;
}
