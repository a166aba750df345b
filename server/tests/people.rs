//! Someone comes to a cell, over real HTTP: their parcours is opened with a referent, a card is given under a code that they
//! chose, and it opens their page.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_app::api::AppError;
use itineraire_domain::access::{AssignmentKind, Capability, MembershipState, Policy, Role};
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::people::{Told, Unclear};
use itineraire_domain::views::pages::Me;
use itineraire_store::repositories::{Assignments, Identities, Memberships, Parcours, People};
use itineraire_testing::written;
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Response, StatusCode};
use support::forms::{Fields, but, leads_to, member, sends, session, shows};
use support::{World, now, world};
use uuid::Uuid;

fn fatou(parcours: ParcoursId, referent: PersonId) -> Fields<'static> {
    [
        ("parcours", parcours.to_string()),
        ("written[first_name]", "Fatoumata".into()),
        ("written[last_name]", "N’Diaye".into()),
        ("written[called]", "Fatou".into()),
        ("written[born]", "1987".into()),
        ("written[commune]", "Le Trait".into()),
        ("written[phone]", "06 12 34 56 78".into()),
        ("written[language]", "fr".into()),
        ("written[reach]", "Par SMS".into()),
        ("referent", referent.to_string()),
        ("written[told]", "aloud".into()),
    ]
    .into()
}

/// Camille opens a parcours for her.
async fn opens(world: &World, parcours: ParcoursId) {
    let fields = fatou(parcours, world.camille.person);
    let answer = sends(world, &session(&world.camille), "open_parcours", &fields).await;
    assert_eq!(leads_to(&answer), format!("/parcours/{parcours}/carte"));
}

/// Someone, as a form of a team names them.
fn of_team(parcours: ParcoursId, person: PersonId) -> Fields<'static> {
    [("parcours", parcours.to_string()), ("person", person.to_string())].into()
}

/// What is written of her, to be corrected.
fn corrects(parcours: ParcoursId) -> Fields<'static> {
    let mut fields = fatou(parcours, PersonId(Uuid::nil()));
    fields.retain(|(name, _)| !["referent", "written[told]"].contains(name));
    fields
}

#[tokio::test]
async fn what_is_kept_of_someone_is_corrected_and_what_it_was_can_be_read() {
    let world = world().await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    opens(&world, parcours).await;
    let (page, team) = (
        format!("/parcours/{parcours}/identite"),
        format!("/parcours/{parcours}/equipe"),
    );
    let (_, shown) = shows(&world, &camille, &page).await;
    for known in [
        "value=\"Fatoumata\"",
        "value=\"Fatou\"",
        "value=\"1987\"",
        "value=\"06 12 34 56 78\"",
    ] {
        assert!(shown.contains(known), "{known}");
    }
    // Unchanged, nothing is noted.
    let same = sends(&world, &camille, "correct_identity", &corrects(parcours)).await;
    assert_eq!(leads_to(&same), team);
    let person = usager(&world, parcours).await.unwrap();
    let corrections = || async {
        let all = Identities::on(world.store.reads());
        all.corrections(world.cell, person).await.unwrap()
    };
    assert_eq!(corrections().await, []);
    let unclear = but(corrects(parcours), "written[born]", "19870");
    let answer = sends(&world, &camille, "correct_identity", &unclear).await;
    assert_eq!(leads_to(&answer), format!("{page}?refus=annee"));
    assert_eq!(corrections().await, []);
    let fields = but(corrects(parcours), "written[last_name]", "Ndiaye");
    let fields = but(fields, "written[phone]", "");
    let answer = sends(&world, &camille, "correct_identity", &fields).await;
    assert_eq!(leads_to(&answer), team);
    let (_, shown) = shows(&world, &camille, &team).await;
    for said in [
        "Nom : corrigé",
        "par Camille (avant : N’Diaye)",
        "Téléphone : corrigé",
        "avant : 06 12 34 56 78",
    ] {
        let plain = shown.replace(['\u{202f}', '\u{a0}'], " ");
        assert!(plain.contains(said), "{said}: {plain}");
    }
    let named = People::on(world.store.reads())
        .full_name(world.cell, person)
        .await;
    assert_eq!(named.unwrap().unwrap().last, "Ndiaye");
    let identity = Identities::on(world.store.reads()).of(world.cell, person).await;
    assert_eq!(identity.unwrap().unwrap().phone, None);
    // Who does not accompany her finds nothing, and changes nothing.
    let (_, paul) = member(&world, "Paul", &[Capability::Professional]).await;
    assert_eq!(shows(&world, &paul, &page).await.0, StatusCode::NOT_FOUND);
    let theirs = but(corrects(parcours), "written[last_name]", "Paul");
    let answer = sends(&world, &paul, "correct_identity", &theirs).await;
    assert_eq!(leads_to(&answer), format!("{page}?refus=inconnu"));
    assert_eq!(corrections().await.len(), 2);
}

async fn usager(world: &World, parcours: ParcoursId) -> Option<PersonId> {
    let all = Parcours::on(world.store.reads());
    all.usager(world.cell, parcours).await.unwrap()
}

#[tokio::test]
async fn a_parcours_is_opened_once_with_a_referent_and_what_identifies_its_person_is_apart() {
    let world = world().await;
    let (referent, theirs) = member(
        &world,
        "Samira",
        &[Capability::Professional, Capability::Referent],
    )
    .await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    let (status, page) = shows(&world, &camille, "/nouveau-parcours").await;
    assert!(status == StatusCode::OK && page.contains("name=\"written[first_name]\""));
    let fields = fatou(parcours, referent);
    // Two taps, one parcours.
    for _ in 0..2 {
        let answer = sends(&world, &camille, "open_parcours", &fields).await;
        assert_eq!(leads_to(&answer), format!("/parcours/{parcours}/carte"));
    }
    let person = usager(&world, parcours).await.unwrap();
    let (store, cell) = (&world.store, world.cell);
    let name = People::on(store.reads())
        .name(cell, person)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((name.first.as_str(), name.short.as_str()), ("Fatou", "Fatou N."));
    let identity = Identities::on(store.reads())
        .of(cell, person)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (identity.first_name.as_deref(), identity.birth_year),
        (Some("Fatoumata"), Some(1987))
    );
    let told = Identities::on(store.reads()).told(cell, person).await.unwrap();
    assert!(told.len() == 1 && told[0].0 == Told::Aloud);
    // Whoever opened it and the referent are on it; nobody else of the cell is.
    let board = format!("/parcours/{parcours}");
    for who in [&camille, &theirs] {
        assert_eq!(shows(&world, who, &board).await.0, StatusCode::OK);
        assert!(shows(&world, who, "/accueil").await.1.contains("Fatou N."));
    }
    let (_, paul) = member(&world, "Paul", &[Capability::Professional]).await;
    assert_eq!(shows(&world, &paul, &board).await.0, StatusCode::NOT_FOUND);
    // Another may not take it for theirs by giving its name.
    let answer = sends(&world, &paul, "open_parcours", &fields).await;
    assert_eq!(leads_to(&answer), "/nouveau-parcours?refus=inconnu");
    // Nothing that identifies them but their name is on the board, for whoever is on it.
    let (_, page) = shows(&world, &camille, &board).await;
    for hidden in ["Fatoumata", "06 12 34 56 78", "1987", "Par SMS"] {
        assert!(page.contains("Fatou") && !page.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_clear_is_said_beside_its_field_and_opens_nothing() {
    let world = world().await;
    let camille = session(&world.camille);
    let parcours = ParcoursId(Uuid::new_v4());
    let good = || fatou(parcours, world.camille.person);
    let long = "é".repeat(201);
    for (field, words, unclear) in [
        ("written[first_name]", " ", Unclear::FirstName),
        ("written[last_name]", &long, Unclear::LastName),
        ("written[called]", &long, Unclear::Called),
        ("written[born]", "19970", Unclear::Born),
        ("written[commune]", &long, Unclear::Commune),
        ("written[phone]", "chez sa sœur", Unclear::Phone),
        ("written[language]", "klingon", Unclear::Language),
        ("written[reach]", &long, Unclear::Reach),
        ("written[told]", "", Unclear::Told),
    ] {
        let fields = but(good(), field, words);
        let page = leads_to(&sends(&world, &camille, "open_parcours", &fields).await);
        assert_eq!(page, format!("/nouveau-parcours?refus={}", unclear.word()));
        let (_, page) = shows(&world, &camille, &page).await;
        let (_, beside) = page
            .split_once(&format!("id=\"refus-{}\"", unclear.word()))
            .unwrap();
        let sentence = beside.split_once('>').unwrap().1.split('<').next().unwrap();
        assert!(sentence.ends_with('.'), "{field}: {sentence:?}");
        assert_eq!(usager(&world, parcours).await, None, "{field}");
    }
    // Without a form, the same by its name.
    let request = reqwest::Client::new()
        .post(format!("{}/api/v1/open_parcours", world.origin()))
        .header(ORIGIN, world.origin())
        .header(COOKIE, &camille)
        .form(&but(good(), "written[born]", "97"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.json::<AppError>().await.unwrap(),
        AppError::Unclear(Unclear::Born)
    );
    // Who is no referent is named by no page.
    let (referent, _) = member(&world, "Samira", &[Capability::Referent]).await;
    assert_ne!(referent, world.camille.person);
    assert_eq!(
        leads_to(&sends(&world, &camille, "open_parcours", &good()).await),
        "/nouveau-parcours?refus=absent"
    );
    assert_eq!(usager(&world, parcours).await, None);
}

#[tokio::test]
async fn a_counter_alone_opens_no_parcours_and_its_home_says_so() {
    let world = world().await;
    let (agent, counter) = member(&world, "Théo", &[Capability::Counter]).await;
    let parcours = ParcoursId(Uuid::new_v4());
    let (status, page) = shows(&world, &counter, "/nouveau-parcours").await;
    assert!(status == StatusCode::NOT_FOUND && !page.contains("name=\"written[first_name]\""));
    let answer = sends(&world, &counter, "open_parcours", &fatou(parcours, agent)).await;
    assert_eq!(leads_to(&answer), "/nouveau-parcours?refus=inconnu");
    assert_eq!(usager(&world, parcours).await, None);
    let (_, home) = shows(&world, &counter, "/accueil").await;
    assert!(!home.contains("/nouveau-parcours"));
    let (_, home) = shows(&world, &session(&world.camille), "/accueil").await;
    assert!(home.contains("/nouveau-parcours"));
}

/// The card that a page shows, as its number is written.
fn number_of(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("class=\"printed-number\">")?;
    let written = rest.split('<').next()?;
    Some(written.replace(' ', ""))
}

#[tokio::test]
async fn a_card_is_given_under_a_code_that_its_person_chose_and_its_secret_is_shown_once() {
    let mut world = world().await;
    world.under(Policy::default().eased(100)).await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    opens(&world, parcours).await;
    let page = format!("/parcours/{parcours}/carte");
    let give = |code: &str, again: &str| -> Fields<'static> {
        [
            ("parcours", parcours.to_string()),
            ("code", code.to_owned()),
            ("again", again.to_owned()),
        ]
        .into()
    };
    for (code, again) in [
        ("123456", "123456"),
        ("240613", "240614"),
        ("2406", "2406"),
        ("", ""),
    ] {
        let answer = sends(&world, &camille, "give_card", &give(code, again)).await;
        assert_eq!(leads_to(&answer), format!("{page}?refus=facile"));
        assert!(answer.headers().get(SET_COOKIE).is_none(), "no card is given");
    }
    let signs_in = async |number: &str, code: &str| {
        let fields = [("card", number.to_owned()), ("pin", code.to_owned())].into();
        let answer = sends(&world, "", "sign_in_with_card", &fields).await;
        let cookie = answer.headers().get(SET_COOKIE)?.to_str().unwrap().to_owned();
        Some(cookie.split(';').next()?.to_owned())
    };
    let mut cards = Vec::new();
    for code in ["240613", "902817"] {
        let answer = sends(&world, &camille, "give_card", &give(code, code)).await;
        assert_eq!(leads_to(&answer), page, "no secret stands in an address");
        let line = answer.headers()[SET_COOKIE].to_str().unwrap();
        assert!(
            line.starts_with("__Host-itineraire-carte=")
                && line.contains("HttpOnly; SameSite=Strict; Max-Age=600"),
            "{line}"
        );
        let kept = line.split(';').next().unwrap();
        let (_, shown) = shows(&world, &format!("{camille}; {kept}"), &page).await;
        let number = number_of(&shown).unwrap();
        assert_eq!(number.len(), 32);
        assert!(
            !shown.contains("N’Diaye") && shown.contains("Fatou"),
            "a first name alone"
        );
        // Another browser of the same professional, and another's page with the same cookie, do not show it.
        let (_, elsewhere) = shows(&world, &camille, &page).await;
        assert_eq!(number_of(&elsewhere), None);
        let (status, other) = shows(&world, &format!("{}; {kept}", session(&world.rose)), &page).await;
        assert!(status == StatusCode::NOT_FOUND && number_of(&other).is_none());
        let roses = format!("/parcours/{}/carte", world.parcours);
        let (_, other) = shows(&world, &format!("{camille}; {kept}"), &roses).await;
        assert!(number_of(&other).is_none(), "another's card");
        cards.push((number, code));
    }
    let [(lost, old), (card, code)] = cards.try_into().unwrap();
    assert_eq!(
        signs_in(&lost, old).await,
        None,
        "the card before opens nothing any more"
    );
    assert_eq!(signs_in(&card, old).await, None);
    let cookie = signs_in(&card, code).await.unwrap();
    let asked = reqwest::Client::new()
        .post(format!("{}/api/v1/me", world.origin()))
        .header(ORIGIN, world.origin())
        .header(COOKIE, &cookie);
    let me: Option<Me> = asked.send().await.unwrap().json().await.unwrap();
    assert_eq!(me.unwrap().parcours, Some(parcours));
    // A card that takes the place of one ends what that one opened.
    sends(&world, &camille, "give_card", &give("240613", "240613")).await;
    let (status, _) = shows(&world, &cookie, "/mon-parcours").await;
    assert!(status == StatusCode::OK || status.is_redirection());
    let asked = reqwest::Client::new()
        .post(format!("{}/api/v1/me", world.origin()))
        .header(ORIGIN, world.origin())
        .header(COOKIE, &cookie);
    let me: Option<Me> = asked.send().await.unwrap().json().await.unwrap();
    assert!(me.is_none());
    let person = usager(&world, parcours).await.unwrap();
    let board = Parcours::on(world.store.reads())
        .board(world.cell, parcours)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((board.usager, board.seq.0), (person, 0), "an empty board");
}

#[tokio::test]
async fn the_referent_says_who_accompanies_and_hands_that_on_and_who_leaves_reads_nothing_more() {
    let world = world().await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    opens(&world, parcours).await;
    let (paul, pauls) = member(&world, "Paul", &[Capability::Professional]).await;
    let (counter, _) = member(&world, "Théo", &[Capability::Counter]).await;
    let (samira, samiras) = member(&world, "Samira", &[Capability::Referent]).await;
    let page = format!("/parcours/{parcours}/equipe");
    let of = |person| of_team(parcours, person);
    let asks = async |who: &str, function: &str, fields: &Fields<'_>| {
        leads_to(&sends(&world, who, function, fields).await)
    };
    let reads = async |who: &str| shows(&world, who, &page).await;
    // Who is not of it finds nothing, and brings nobody in, themselves neither.
    assert_eq!(reads(&pauls).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        asks(&pauls, "join", &of(paul)).await,
        format!("{page}?refus=inconnu")
    );
    // Neither a counter alone, a partner, the usager, nor someone whom nobody knows joins.
    for nobody in [
        counter,
        world.lea.person,
        world.rose.person,
        PersonId(Uuid::new_v4()),
    ] {
        assert_eq!(
            asks(&camille, "join", &of(nobody)).await,
            format!("{page}?refus=absent")
        );
    }
    let mut for_work = of(paul);
    for_work.push(("themes[0]", "work".into()));
    assert_eq!(asks(&camille, "join", &for_work).await, page);
    assert_eq!(
        asks(&camille, "join", &of(paul)).await,
        format!("{page}?refus=deja")
    );
    let (status, words) = reads(&pauls).await;
    assert!(
        status == StatusCode::OK && words.contains("badge") && !words.contains("/api/v1/join"),
        "he reads it, and for what"
    );
    // A member changes nobody but themselves, and the referent stays.
    for (function, person) in [
        ("join", samira),
        ("leave", world.camille.person),
        ("lead", samira),
    ] {
        let to = asks(&pauls, function, &of(person)).await;
        assert_eq!(to, format!("{page}?refus=interdit"), "{function}");
    }
    let (_, words) = shows(&world, &pauls, &format!("{page}?refus=interdit")).await;
    assert!(words.contains("Vous ne pouvez pas faire cela."));
    assert_eq!(
        asks(&camille, "leave", &of(world.camille.person)).await,
        format!("{page}?refus=interdit")
    );
    // Who may not be a referent is none; who may has to be there first.
    assert_eq!(
        asks(&camille, "lead", &of(paul)).await,
        format!("{page}?refus=absent")
    );
    assert_eq!(asks(&camille, "join", &of(samira)).await, page);
    assert_eq!(asks(&camille, "lead", &of(samira)).await, page);
    let team = async || {
        let all = Assignments::on(world.store.reads())
            .of((world.cell, parcours), now())
            .await
            .unwrap();
        all.into_iter()
            .map(|it| (it.person, it.kind, it.themes.len()))
            .collect::<Vec<_>>()
    };
    let [first, others @ ..] = &team().await[..] else {
        panic!("nobody")
    };
    assert_eq!(*first, (samira, AssignmentKind::Referent, 0));
    assert!(
        others.contains(&(world.camille.person, AssignmentKind::Member, 0))
            && others.contains(&(paul, AssignmentKind::Member, 1))
    );
    assert_eq!(
        asks(&camille, "leave", &of(paul)).await,
        format!("{page}?refus=interdit"),
        "she leads no longer"
    );
    // Whoever leaves by themselves goes on at their own list; who is taken out reads nothing more.
    let mut own = of(world.camille.person);
    own.push(("own", "true".into()));
    assert_eq!(asks(&camille, "leave", &own).await, "/accueil");
    assert_eq!(asks(&samiras, "leave", &of(paul)).await, page);
    for gone in [&camille, &pauls] {
        assert_eq!(reads(gone).await.0, StatusCode::NOT_FOUND);
        assert_eq!(
            shows(&world, gone, &format!("/parcours/{parcours}")).await.0,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(team().await.len(), 1);
}

#[tokio::test]
async fn the_person_reads_who_accompanies_them_and_changes_nothing_of_it() {
    let world = world().await;
    let (rose, page) = (
        session(&world.rose),
        format!("/parcours/{}/equipe", world.parcours),
    );
    let (status, words) = shows(&world, &rose, &page).await;
    assert!(status == StatusCode::OK && words.contains("Camille") && words.contains("secret professionnel"));
    assert!(!words.contains("action=\"/api/v1/l"), "nobody to take out");
    let (_, parcours) = world.someone_else(Role::Usager).await;
    let other = format!("/parcours/{parcours}/equipe");
    assert_eq!(shows(&world, &rose, &other).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_who_change_a_team_at_once_one_referent_is_left() {
    let world = world().await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    opens(&world, parcours).await;
    let mut fields = Vec::new();
    for name in ["Samira", "Karim", "Paul"] {
        let (person, _) = member(&world, name, &[Capability::Referent]).await;
        let of = of_team(parcours, person);
        sends(&world, &camille, "join", &of).await;
        fields.push(of);
    }
    futures_util::future::join_all(fields.iter().map(|of| sends(&world, &camille, "lead", of))).await;
    let all = Assignments::on(world.store.reads())
        .of((world.cell, parcours), now())
        .await
        .unwrap();
    let leads = all.iter().filter(|it| it.kind == AssignmentKind::Referent);
    assert_eq!((leads.count(), all.len()), (1, 4));
}

#[tokio::test]
async fn a_referent_who_may_act_no_more_is_not_of_the_team_and_another_takes_it() {
    let world = world().await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    opens(&world, parcours).await;
    let (samira, samiras) = member(&world, "Samira", &[Capability::Referent]).await;
    let of = of_team(parcours, samira);
    let page = format!("/parcours/{parcours}/equipe");
    assert_eq!(leads_to(&sends(&world, &camille, "join", &of).await), page);
    let take = "Devenir la personne référente";
    assert!(!shows(&world, &samiras, &page).await.1.contains(take));
    let refused = format!("{page}?refus=interdit");
    assert_eq!(leads_to(&sends(&world, &samiras, "lead", &of).await), refused);
    let (cell, membership) = (world.cell, world.camille.membership);
    written!(world.store, |tx| Memberships::on(&tx).set_state(
        cell,
        membership,
        MembershipState::Suspended,
        now()
    ));
    let (_, words) = shows(&world, &samiras, &page).await;
    assert!(words.contains(take) && !words.contains("Camille"), "{words}");
    assert_eq!(leads_to(&sends(&world, &samiras, "lead", &of).await), page);
    let (_, words) = shows(&world, &samiras, &page).await;
    assert!(words.contains("Personne référente") && !words.contains(take));
    let all = Assignments::on(world.store.reads())
        .of((world.cell, parcours), now())
        .await
        .unwrap();
    let leads = all.iter().filter(|it| it.kind == AssignmentKind::Referent);
    assert_eq!(
        (leads.count(), all.len()),
        (1, 2),
        "who comes back finds another in their place"
    );
}

#[tokio::test]
async fn what_is_no_id_opens_no_parcours() {
    let world = world().await;
    let camille = session(&world.camille);
    let nil = ParcoursId(Uuid::nil());
    let answer = sends(
        &world,
        &camille,
        "open_parcours",
        &fatou(nil, world.camille.person),
    )
    .await;
    assert_eq!(leads_to(&answer), "/nouveau-parcours?refus=inconnu");
    assert_eq!(usager(&world, nil).await, None);
}

#[tokio::test]
async fn of_two_taps_at_once_one_parcours_is_opened_and_one_card_is_given() {
    let mut world = world().await;
    world.under(Policy::default().eased(100)).await;
    let (camille, parcours) = (session(&world.camille), ParcoursId(Uuid::new_v4()));
    let fields = fatou(parcours, world.camille.person);
    let twice = || sends(&world, &camille, "open_parcours", &fields);
    let (one, other) = tokio::join!(twice(), twice());
    let page = format!("/parcours/{parcours}/carte");
    assert_eq!([leads_to(&one), leads_to(&other)], [page.clone(), page.clone()]);
    let (_, home) = shows(&world, &camille, "/accueil").await;
    assert_eq!(home.matches("Fatou N.").count(), 1, "one line of the list");
    let give: Fields<'static> = [
        ("parcours", parcours.to_string()),
        ("code", "240613".to_owned()),
        ("again", "240613".to_owned()),
    ]
    .into();
    let twice = || sends(&world, &camille, "give_card", &give);
    let (one, other) = tokio::join!(twice(), twice());
    let kept = |answer: &Response| {
        let line = answer.headers()[SET_COOKIE].to_str().unwrap();
        line.split(';').next().unwrap().to_owned()
    };
    // The one that opens nothing any more is not shown to be printed.
    let mut shown = 0;
    for answer in [&one, &other] {
        let cookies = format!("{camille}; {}", kept(answer));
        shown += usize::from(number_of(&shows(&world, &cookies, &page).await.1).is_some());
    }
    assert_eq!(shown, 1);
    // Whoever leaves the tablet leaves no card on it.
    let cookies = format!("{camille}; {}", kept(&other));
    let out = sends(&world, &cookies, "sign_out", &Vec::new()).await;
    let cleared = out.headers().get_all(SET_COOKIE).iter();
    let cleared: Vec<_> = cleared.map(|line| line.to_str().unwrap()).collect();
    let is_cleared =
        |line: &&str| line.starts_with("__Host-itineraire-carte=;") && line.contains("Max-Age=0");
    assert!(cleared.iter().any(is_cleared), "{cleared:?}");
}
