//! Where the people of a test write, and what the boards hold in the end.

use super::witness::State;
use itineraire_domain::parcours::{Board, Seq};
use itineraire_service::clock::now;
use itineraire_store::repositories::{Clients, Home, Parcours, Sessions};
use itineraire_store::{Store, TokenHash};
use itineraire_testing::{Town, written};
use rand::rngs::StdRng;

/// A town where three write on each parcours, before the first start of the server.
pub async fn found(database: &str, parcours: usize, rng: &mut StdRng) -> Town {
    let store = Store::create(database).await.unwrap();
    let town = Town::found(&store, (parcours, &["Camille", "Yanis"]), now(), rng).await;
    store.close().await;
    town
}

/// What the database says once the server is gone, and what is wrong with it in itself: the log, the snapshots and the
/// rows that lists read must be one state.
pub async fn state_of(database: &str, town: &Town) -> (State, Vec<String>) {
    let store = Store::open(database).await.unwrap();
    let (mut state, mut problems) = (State::default(), Vec::new());
    for parcours in &town.parcours {
        let board = Parcours::on(store.reads())
            .board(town.cell, *parcours)
            .await
            .unwrap()
            .unwrap();
        let replayed = Parcours::on(store.reads())
            .replayed(town.cell, *parcours)
            .await
            .unwrap();
        if replayed.as_ref() != Some(&board) {
            problems.push(format!(
                "{parcours}: the log says another board than the snapshots"
            ));
        }
        let events = Parcours::on(store.reads())
            .events_after(town.cell, *parcours, Seq(0))
            .await
            .unwrap();
        if !events.iter().map(|event| event.seq.0).eq(1..=board.seq.0) {
            problems.push(format!("{parcours}: the log has holes"));
        }
        for word in words_of(&board) {
            *state.words.entry((*parcours, word)).or_default() += 1;
        }
    }
    let lists = list(&store, town).await;
    for parcours in &town.parcours {
        written!(store, |tx| Parcours::on(&tx).project_again(town.cell, *parcours));
    }
    if list(&store, town).await != lists {
        problems.push("the lists' rows are not those of the boards".into());
    }
    for (cookie, parcours, client) in &town.tablets {
        // A session may have been idle for too long by now: any session of the person will do, at the time it was used.
        let session = session(&store, cookie).await;
        if let Some(next) = Clients::on(store.reads())
            .next(&session, *parcours, *client)
            .await
            .unwrap()
        {
            state.next.insert(*client, next);
        }
    }
    store.close().await;
    (state, problems)
}

async fn session(store: &Store, cookie: &str) -> itineraire_store::SessionRow {
    let mut at = now();
    loop {
        if let Some(session) = Sessions::on(store.reads())
            .valid(&TokenHash::of(cookie), at)
            .await
            .unwrap()
        {
            return session;
        }
        at = at.plus_seconds(-240);
    }
}

/// What a professional's list reads.
async fn list(store: &Store, town: &Town) -> String {
    let session = session(store, &town.tablets[1].0).await;
    let (now, zone) = (now(), itineraire_service::clock::zone("Europe/Paris", now()));
    let home = Home::on(store.reads());
    let rows = home.of(&session, zone.day(now), now).await.unwrap();
    serde_json::to_string(&rows).unwrap()
}

/// The words of a board, wherever they stand; those that many commands wrote in one text come apart at the spaces.
fn words_of(board: &Board) -> Vec<String> {
    let findings = board.findings.values().map(|it| it.words.text());
    let steps = board.steps.values().flat_map(|step| {
        let checks = step.checklist.iter().map(|line| line.words.clone());
        let comments = step.comments.iter().map(|comment| comment.words.clone());
        let own = [step.title.text(), step.details.text()];
        own.into_iter().chain(checks).chain(comments)
    });
    let all: Vec<String> = findings.chain(steps).chain([board.goal.text()]).collect();
    all.iter()
        .flat_map(|text| text.split_whitespace())
        .map(str::to_owned)
        .collect()
}
