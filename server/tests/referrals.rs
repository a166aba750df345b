//! A need is noticed, over real HTTP: sent once, received, asked about, taken, named elsewhere; and who may be the same person.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{Capability, Policy};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, ReferralId};
use itineraire_domain::people::Unclear;
use itineraire_domain::referral::ReferralState;
use itineraire_store::repositories::{Identities, Identity, Referral, Referrals};
use itineraire_testing::{Founding, written};
use reqwest::StatusCode;
use std::time::{Duration, Instant};
use support::forms::{Fields, but, leads_to, member, sends, session, shows};
use support::{World, now, world};
use uuid::Uuid;

fn rachid(referral: ReferralId) -> Fields<'static> {
    [
        ("referral", referral.to_string()),
        ("written[first_name]", "Rachid".into()),
        ("written[last_name]", "Benali".into()),
        ("written[phone]", "06 12 34 56 78".into()),
        ("written[reach]", "le soir".into()),
        ("written[noticed]", "N’ouvre plus son courrier.".into()),
        ("written[agrees]", "on".into()),
    ]
    .into()
}

fn new_id() -> ReferralId {
    ReferralId(Uuid::new_v4())
}

async fn one(world: &World, id: ReferralId) -> Option<Referral> {
    let all = Referrals::on(world.store.reads());
    all.one(world.cell, id).await.unwrap()
}

fn does(id: ReferralId, does: &str, words: &str) -> Fields<'static> {
    [
        ("referral", id.to_string()),
        ("does", does.to_owned()),
        ("words", words.to_owned()),
    ]
    .into()
}

#[tokio::test]
async fn a_need_is_sent_once_and_its_sender_reads_in_one_word_what_became_of_it() {
    let world = world().await;
    let (_, counter) = member(&world, "Théo", &[Capability::Counter]).await;
    let (_, other) = member(&world, "Lise", &[Capability::Counter]).await;
    let camille = session(&world.camille);
    let id = new_id();
    let fields = rachid(id);
    let twice = || sends(&world, &counter, "report", &fields);
    let (one_answer, other_answer) = tokio::join!(twice(), twice());
    let sent = "/signaler?envoye";
    assert_eq!([leads_to(&one_answer), leads_to(&other_answer)], [sent, sent]);
    let (_, page) = shows(&world, &counter, sent).await;
    assert!(page.contains("C’est envoyé") && page.contains("Rachid Benali") && page.contains("Reçue"));
    assert_eq!(page.matches("report-one").count(), 1);
    // Another counter reads nothing of it, and neither reads the cell's inbox.
    assert!(!shows(&world, &other, "/signaler").await.1.contains("Rachid"));
    for page in ["/entrees".to_owned(), format!("/entrees/{id}")] {
        let (status, page) = shows(&world, &counter, &page).await;
        assert!(status == StatusCode::NOT_FOUND && !page.contains("Rachid"));
    }
    let (_, home) = shows(&world, &camille, "/accueil").await;
    assert!(
        home.contains("/entrees") && home.contains("<span class=\"pill\">1<"),
        "{home}"
    );
    let (_, inbox) = shows(&world, &camille, "/entrees").await;
    assert!(inbox.contains("Rachid Benali") && inbox.contains("de Théo") && inbox.contains("aujourd’hui"));
    // The cell asks, whoever sent it answers; nobody else can.
    let page = format!("/entrees/{id}");
    let asks = does(id, "ask", "Parle-t-il français ?");
    assert_eq!(
        leads_to(&sends(&world, &camille, "move_referral", &asks).await),
        page
    );
    let (_, sent) = shows(&world, &counter, "/signaler").await;
    assert!(sent.contains("Question") && sent.contains("Parle-t-il français"));
    let answers: Fields<'_> = [("referral", id.to_string()), ("words", "Oui, un peu.".to_owned())].into();
    let refused = "/signaler?refus=absent";
    assert_eq!(
        leads_to(&sends(&world, &other, "answer_question", &answers).await),
        refused
    );
    assert_eq!(one(&world, id).await.unwrap().state, ReferralState::Asked);
    assert_eq!(
        leads_to(&sends(&world, &counter, "answer_question", &answers).await),
        "/signaler"
    );
    let (_, shown) = shows(&world, &camille, &page).await;
    assert!(
        shown.contains("Oui, un peu.") && shown.contains("Reçue"),
        "{shown}"
    );
    // It is named elsewhere, once.
    let goes = does(id, "redirect", "La maison des adolescents");
    assert_eq!(
        leads_to(&sends(&world, &camille, "move_referral", &goes).await),
        page
    );
    let late = leads_to(&sends(&world, &camille, "move_referral", &does(id, "decline", "Non")).await);
    assert_eq!(late, "/entrees?refus=pas-encore");
    assert!(shows(&world, &camille, &late).await.1.contains("entre-temps"));
    let (_, sent) = shows(&world, &counter, "/signaler").await;
    assert!(sent.contains("Orientée") && sent.contains("La maison des adolescents"));
    assert!(
        !shows(&world, &camille, "/accueil")
            .await
            .1
            .contains("<span class=\"pill\">1<")
    );
}

#[tokio::test]
async fn what_is_not_clear_is_said_beside_its_field_and_sends_nothing() {
    let world = world().await;
    let (_, counter) = member(&world, "Théo", &[Capability::Counter]).await;
    let long = "é".repeat(1_001);
    let id = new_id();
    for (field, words, unclear) in [
        ("written[first_name]", "", Unclear::FirstName),
        ("written[last_name]", long.as_str(), Unclear::LastName),
        ("written[phone]", "chez sa sœur", Unclear::Phone),
        ("written[reach]", &long, Unclear::Reach),
        ("written[noticed]", " ", Unclear::Noticed),
        ("written[agrees]", "", Unclear::Agrees),
    ] {
        let page = leads_to(&sends(&world, &counter, "report", &but(rachid(id), field, words)).await);
        assert_eq!(page, format!("/signaler?refus={}", unclear.word()));
        let (_, page) = shows(&world, &counter, &page).await;
        let beside = page
            .split_once(&format!("id=\"refus-{}\"", unclear.word()))
            .unwrap()
            .1;
        let sentence = beside.split_once('>').unwrap().1.split('<').next().unwrap();
        assert!(sentence.ends_with('.'), "{field}: {sentence:?}");
    }
    let nowhere = but(but(rachid(id), "written[phone]", ""), "written[reach]", "");
    let page = leads_to(&sends(&world, &counter, "report", &nowhere).await);
    assert_eq!(page, "/signaler?refus=contact");
    let nil = rachid(ReferralId(Uuid::nil()));
    assert_eq!(
        leads_to(&sends(&world, &counter, "report", &nil).await),
        "/signaler?refus=inconnu"
    );
    assert_eq!(one(&world, id).await, None);
    // Words are needed where something is said.
    let camille = session(&world.camille);
    sends(&world, &counter, "report", &rachid(id)).await;
    let page = format!("/entrees/{id}");
    for what in ["ask", "redirect", "decline"] {
        let answer = sends(&world, &camille, "move_referral", &does(id, what, " \n")).await;
        assert_eq!(leads_to(&answer), format!("{page}?refus=vide"), "{what}");
    }
    let odd = sends(&world, &camille, "move_referral", &does(id, "take", "Oui")).await;
    assert_ne!(odd.status(), StatusCode::OK);
    assert_eq!(one(&world, id).await.unwrap().state, ReferralState::Received);
    // Under the name of one that came, another does not.
    let taken = but(rachid(id), "written[first_name]", "Rachida");
    let answer = sends(&world, &counter, "report", &taken).await;
    assert!(leads_to(&answer).contains("refus="));
    assert_eq!(one(&world, id).await.unwrap().written.first_name, "Rachid");
}

#[tokio::test]
async fn what_waits_longest_is_read_first_and_is_never_beyond_what_is_read() {
    let world = world().await;
    let (by, counter) = member(&world, "Théo", &[Capability::Counter]).await;
    let all: Vec<_> = (0..5).map(|_| new_id()).collect();
    for id in &all {
        sends(&world, &counter, "report", &rachid(*id)).await;
    }
    // Three of the older ones are done with, the first last.
    let camille = session(&world.camille);
    for id in [all[1], all[2], all[0]] {
        sends(&world, &camille, "move_referral", &does(id, "decline", "Non")).await;
    }
    let read = |at_most| {
        let (world, then) = (&world, Moment(0));
        async move {
            let referrals = Referrals::on(world.store.reads());
            let read = referrals.open_or_since(world.cell, then, at_most).await.unwrap();
            read.into_iter().map(|it| it.id).collect::<Vec<_>>()
        }
    };
    let mut open = [all[3], all[4]];
    let since = |id| {
        let world = &world;
        async move { one(world, id).await.unwrap().since }
    };
    if (since(open[1]).await, open[1]) < (since(open[0]).await, open[0]) {
        open.swap(0, 1);
    }
    assert_eq!(read(10).await.len(), 5);
    assert_eq!(read(10).await[..2], open);
    assert_eq!(read(1).await, [open[0], all[0]]);
    assert_eq!(one(&world, all[3]).await.unwrap().by.unwrap().0, by);
}

#[tokio::test]
async fn someone_asks_for_themselves_without_an_account_and_reads_nothing_back() {
    let mut world = world().await;
    world.under(Policy::default()).await;
    let (cell, id) = (world.cell, new_id());
    let place = |cell: CellId| -> Fields<'static> { [("cell", cell.to_string())].into() };
    let (status, page) = shows(&world, "", "/demander").await;
    assert!(status == StatusCode::OK && page.contains(&cell.to_string()));
    let asks = but([rachid(id), place(cell)].concat(), "written[agrees]", "");
    for _ in 0..2 {
        let answer = sends(&world, "", "ask_for_oneself", &asks).await;
        assert_eq!(leads_to(&answer), "/demander?envoye");
    }
    let (_, page) = shows(&world, "", "/demander?envoye").await;
    assert!(page.contains("C’est envoyé") && !page.contains("Rachid"));
    let camille = session(&world.camille);
    let (_, inbox) = shows(&world, &camille, "/entrees").await;
    assert!(inbox.contains("Rachid Benali") && inbox.contains("demande pour soi"));
    // There is nobody to ask.
    let page = format!("/entrees/{id}");
    assert!(!shows(&world, &camille, &page).await.1.contains("mots-ask"));
    let answer = sends(&world, &camille, "move_referral", &does(id, "ask", "Quand ?")).await;
    assert_eq!(leads_to(&answer), format!("{page}?refus=interdit"));
    let nowhere = [rachid(new_id()), place(CellId(Uuid::new_v4()))].concat();
    let answer = sends(&world, "", "ask_for_oneself", &nowhere).await;
    assert_eq!(leads_to(&answer), "/demander?refus=commune");
    // Nobody works with this one: nobody would read it.
    let (empty, at) = (CellId(Uuid::new_v4()), now());
    let founding = Founding {
        store: &world.store,
        cell: empty,
        now: at,
    };
    founding.cell("Duclair").await;
    let nobody = [rachid(new_id()), place(empty)].concat();
    let answer = sends(&world, "", "ask_for_oneself", &nobody).await;
    assert_eq!(leads_to(&answer), "/demander?refus=commune");
    // Many at once from one place wait, and none is lost.
    let since = Instant::now();
    let many = (0..30).map(|_| async {
        let asks = [rachid(new_id()), place(cell)].concat();
        leads_to(&sends(&world, "", "ask_for_oneself", &asks).await)
    });
    let answers = futures_util::future::join_all(many).await;
    assert!(since.elapsed() >= Duration::from_secs(2), "they wait");
    assert!(answers.iter().all(|it| it == "/demander?envoye"), "{answers:?}");
    let all = Referrals::on(world.store.reads()).open(cell).await.unwrap();
    assert_eq!(all, 31);
}

#[tokio::test]
async fn taking_a_need_opens_a_parcours_once_with_what_was_written() {
    let world = world().await;
    let (_, counter) = member(&world, "Théo", &[Capability::Counter]).await;
    let camille = session(&world.camille);
    let id = new_id();
    sends(&world, &counter, "report", &rachid(id)).await;
    let (_, page) = shows(&world, &camille, &format!("/nouveau-parcours?entree={id}")).await;
    for known in [
        "value=\"Rachid\"",
        "value=\"Benali\"",
        "value=\"06 12 34 56 78\"",
        "N’ouvre plus son courrier.",
    ] {
        assert!(page.contains(known), "{known}");
    }
    // Another's, or none: a page without it.
    let (_, page) = shows(
        &world,
        &camille,
        &format!("/nouveau-parcours?entree={}", new_id()),
    )
    .await;
    assert!(!page.contains("Rachid") && page.contains("written[first_name]"));
    let opens = |parcours: ParcoursId| -> Fields<'static> {
        [
            ("parcours", parcours.to_string()),
            ("from", id.to_string()),
            ("referent", world.camille.person.to_string()),
            ("written[first_name]", "Rachid".into()),
            ("written[last_name]", "Benali".into()),
            ("written[language]", "fr".into()),
            ("written[told]", "aloud".into()),
        ]
        .into()
    };
    let parcours = ParcoursId(Uuid::new_v4());
    for _ in 0..2 {
        let answer = sends(&world, &camille, "open_parcours", &opens(parcours)).await;
        assert_eq!(leads_to(&answer), format!("/parcours/{parcours}/carte"));
    }
    // Who does not accompany him does not learn that anyone does.
    let (_, paul) = member(&world, "Paul", &[Capability::Professional]).await;
    let (status, page) = shows(&world, &paul, &format!("/entrees/{id}")).await;
    assert!(status == StatusCode::NOT_FOUND && !page.contains("Rachid"));
    assert!(!shows(&world, &paul, "/entrees").await.1.contains("Rachid"));
    assert!(shows(&world, &camille, "/entrees").await.1.contains("Rachid"));
    let taken = one(&world, id).await.unwrap();
    assert_eq!(
        (taken.state, taken.parcours),
        (ReferralState::Taken, Some(parcours))
    );
    let (_, sent) = shows(&world, &counter, "/signaler").await;
    assert!(
        sent.contains("Prise") && !sent.contains(&parcours.to_string()),
        "one word, and no more"
    );
    // A second parcours is not opened for it.
    let other = ParcoursId(Uuid::new_v4());
    let answer = sends(&world, &camille, "open_parcours", &opens(other)).await;
    let refused = format!("/nouveau-parcours?entree={id}&refus=pas-encore");
    assert_eq!(leads_to(&answer), refused);
    assert!(shows(&world, &camille, &refused).await.1.contains("entre-temps"));
    let board = format!("/parcours/{other}");
    assert_eq!(shows(&world, &camille, &board).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_be_the_same_is_told_to_who_may_know_of_them_and_to_nobody_else() {
    let world = world().await;
    let (_, paul) = member(&world, "Paul", &[Capability::Professional]).await;
    let identity = Identity {
        first_name: None,
        born: None,
        birth_year: None,
        commune: None,
        phone: Some("+33 6 12 34 56 78".into()),
        email: None,
        language: "fr".into(),
        reach: None,
    };
    let (cell, rose) = (world.cell, world.rose.person);
    written!(world.store, |tx| Identities::on(&tx).keep(cell, rose, &identity));
    let (_, counter) = member(&world, "Théo", &[Capability::Counter]).await;
    let (first, second) = (new_id(), new_id());
    sends(&world, &counter, "report", &rachid(first)).await;
    let swapped = but(
        but(rachid(second), "written[first_name]", "BENALI"),
        "written[last_name]",
        "rachid",
    );
    let swapped = but(swapped, "written[phone]", "02 35 00 00 00");
    sends(&world, &counter, "report", &swapped).await;
    let page = format!("/entrees/{first}");
    let board = format!("/parcours/{}", world.parcours);
    // Camille accompanies Rose, whose telephone it is; Paul does not, and does not learn that anyone does.
    let (_, hers) = shows(&world, &session(&world.camille), &page).await;
    assert!(hers.contains("Peut-être la même personne") && hers.contains(&board) && hers.contains("Rose"));
    let (_, his) = shows(&world, &paul, &page).await;
    assert!(!his.contains("Rose") && !his.contains(&board) && !his.contains("accompagnez"));
    for shown in [&hers, &his] {
        assert!(
            shown.contains(&format!("/entrees/{second}")),
            "the other need, its names swapped"
        );
    }
    // A need of another cell is nobody's.
    let (elsewhere, at) = (CellId(Uuid::new_v4()), now());
    let founding = Founding {
        store: &world.store,
        cell: elsewhere,
        now: at,
    };
    founding.cell("Duclair").await;
    let person = PersonId(Uuid::new_v4());
    let name = itineraire_domain::views::pages::FullName::new("Denise", "", "");
    founding.person(person, &name, Capability::Counter, None).await;
    let theirs = new_id();
    let new = one(&world, first).await.unwrap().written;
    written!(world.store, |tx| Referrals::on(&tx).receive(
        (elsewhere, theirs),
        &new,
        Some(person),
        at
    ));
    let (status, page) = shows(&world, &paul, &format!("/entrees/{theirs}")).await;
    assert!(status == StatusCode::NOT_FOUND && !page.contains("Rachid"));
    assert!(
        !shows(&world, &paul, &format!("/entrees/{first}"))
            .await
            .1
            .contains(&theirs.to_string())
    );
    let answer = sends(&world, &paul, "move_referral", &does(theirs, "decline", "Non")).await;
    assert_eq!(leads_to(&answer), "/entrees?refus=absent");
}
