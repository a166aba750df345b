//! Who works with a cell, over real HTTP: a cell begins on an empty database, a coordinator asks people to come, and says what
//! becomes of their memberships.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{AssignmentKind, Capability, MembershipState, Policy};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, MembershipId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::parcours::CircleLevel;
use itineraire_domain::people::Unclear;
use itineraire_domain::theme;
use itineraire_domain::views::pages::FullName;
use itineraire_service::Service;
use itineraire_store::repositories::{
    Assignment, Assignments, Catalogue, Cells, FirstRun, Invitations, MemberRow, Memberships, Newcomer,
    Organisations,
};
use itineraire_testing::{Founding, written};
use reqwest::{Response, StatusCode};
use std::time::Duration;
use support::forms::{Fields, but, cookie, leads_to, member, sends, session, shows};
use support::{EMAIL, PASSWORD, World, empty, now, world};
use uuid::Uuid;

/// A world with many tries, and someone who coordinates: their session.
async fn coordinated() -> (World, String) {
    let mut world = world().await;
    world.under(Policy::default().eased(100)).await;
    let can = [Capability::Coordinator, Capability::Professional];
    let (_, claire) = member(&world, "Claire", &can).await;
    (world, claire)
}

fn samira(email: &str) -> Fields<'static> {
    [
        ("written[first_name]", "Samira".to_owned()),
        ("written[last_name]", "O’Brien".into()),
        ("written[job]", "éducatrice spécialisée".into()),
        ("written[email]", email.into()),
        ("written[organisation]", String::new()),
        ("written[can][]", "professional".into()),
        ("written[can][]", "referent".into()),
    ]
    .into()
}

const SAMIRA: &str = "samira@letrait.example";
const SENTENCE: &str = "un cheval boit le mardi";

async fn members(world: &World) -> Vec<MemberRow> {
    let all = Memberships::on(world.store.reads());
    all.members(world.cell).await.unwrap()
}

async fn named(world: &World, first: &str) -> MemberRow {
    let all = members(world).await;
    all.into_iter().find(|it| it.name.first == first).unwrap()
}

fn of(membership: MembershipId) -> Fields<'static> {
    [("membership", membership.to_string())].into()
}

/// The number of an invitation, as the page of who was just asked shows it.
fn number(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("/invitation#")?;
    Some(rest.chars().take_while(char::is_ascii_hexdigit).collect())
}

/// Asks her to come; gives the number of the invitation.
async fn invites(world: &World, by: &str, email: &str) -> String {
    let answer = sends(world, by, "invite", &samira(email)).await;
    let page = leads_to(&answer);
    let cookies = format!(
        "{by}; {}",
        cookie(&answer, "__Host-itineraire-invitation").unwrap()
    );
    let (status, page) = shows(world, &cookies, &page).await;
    assert_eq!(status, StatusCode::OK);
    number(&page).unwrap()
}

fn comes(number: &str, email: &str, password: &str) -> Fields<'static> {
    [
        ("secret", number.to_owned()),
        ("email", email.to_owned()),
        ("password", password.to_owned()),
        ("again", password.to_owned()),
    ]
    .into()
}

#[tokio::test]
async fn who_is_asked_comes_once_with_the_address_that_it_was_for() {
    let (world, claire) = coordinated().await;
    let number = invites(&world, &claire, SAMIRA).await;
    // It is shown to who keeps the cookie alone, and stands in no address.
    let row = named(&world, "Samira").await;
    assert_eq!((row.state, row.email), (MembershipState::Invited, None));
    let (_, page) = shows(&world, &claire, &format!("/membres/{}", row.id)).await;
    assert!(page.contains(SAMIRA) && !page.contains(&number));
    // Not for whoever finds it, and not under a password that anyone guesses.
    for (fields, word) in [
        (comes(&number, "paul@letrait.example", SENTENCE), "inconnu"),
        (
            comes("0123456789abcdef0123456789abcdef", SAMIRA, SENTENCE),
            "inconnu",
        ),
        (comes(&number, SAMIRA, "motdepasse123"), Unclear::Password.word()),
        (comes(&number, SAMIRA, SAMIRA), Unclear::Password.word()),
        (
            but(comes(&number, SAMIRA, SENTENCE), "again", "un cheval"),
            Unclear::Again.word(),
        ),
    ] {
        let answer = sends(&world, "", "accept_invitation", &fields).await;
        assert_eq!(
            leads_to(&answer),
            format!("/invitation?refus={word}"),
            "{fields:?}"
        );
        assert_eq!(named(&world, "Samira").await.state, MembershipState::Invited);
    }
    let fields = comes(&number, " Samira@LeTrait.example ", SENTENCE);
    // Two taps at once: she comes once.
    let comes = || sends(&world, "", "accept_invitation", &fields);
    let (one, other) = tokio::join!(comes(), comes());
    let mut led = [leads_to(&one), leads_to(&other)];
    led.sort();
    assert_eq!(led, ["/accueil#", "/invitation?refus=deja"]);
    let theirs = [&one, &other]
        .into_iter()
        .find_map(|it| cookie(it, "__Host-itineraire"));
    let (status, _) = shows(&world, &theirs.unwrap(), "/nouveau-parcours").await;
    assert_eq!(status, StatusCode::OK, "what she may be counts at once");
    let row = named(&world, "Samira").await;
    assert_eq!(
        (row.state, row.email.as_deref()),
        (MembershipState::Active, Some(SAMIRA))
    );
    assert_eq!(row.can, [Capability::Professional, Capability::Referent].into());
    let (_, page) = shows(&world, "", &led[1]).await;
    assert!(page.contains("a déjà servi"), "{page}");
    // For a week, and no longer.
    let last = Invitations::on(world.store.reads())
        .last(world.cell)
        .await
        .unwrap();
    let lasts = last[&row.id].until.0 - row.since.0;
    let week = 7 * 24 * 3600 * 1000;
    assert!((week - 60_000..=week).contains(&lasts), "{lasts}");
    // Whoever leaves the tablet leaves no invitation on it.
    let cookies = format!("{claire}; __Host-itineraire-invitation=x.y");
    let out = sends(&world, &cookies, "sign_out", &Vec::new()).await;
    assert_eq!(
        cookie(&out, "__Host-itineraire-invitation").as_deref(),
        Some("__Host-itineraire-invitation=")
    );
    // She signs in with it from now on.
    let fields: Fields<'_> = [("email", SAMIRA.to_owned()), ("password", SENTENCE.to_owned())].into();
    assert_eq!(leads_to(&sends(&world, "", "sign_in", &fields).await), "/accueil");
}

#[tokio::test]
async fn an_invitation_ends_with_its_time_with_another_and_when_it_is_taken_back() {
    let (world, claire) = coordinated().await;
    let first = invites(&world, &claire, SAMIRA).await;
    let id = named(&world, "Samira").await.id;
    let answer = sends(&world, &claire, "invite_again", &of(id)).await;
    let cookies = format!(
        "{claire}; {}",
        cookie(&answer, "__Host-itineraire-invitation").unwrap()
    );
    let second = number(&shows(&world, &cookies, &leads_to(&answer)).await.1).unwrap();
    let over = "/invitation?refus=pas-encore";
    let answer = sends(&world, "", "accept_invitation", &comes(&first, SAMIRA, SENTENCE)).await;
    assert_eq!(leads_to(&answer), over);
    let (_, page) = shows(&world, "", over).await;
    assert!(page.contains("n’est plus valable"));
    // A week later it is over, and the page says so.
    let (cell, late) = (world.cell, Moment(now().0 - 8 * 24 * 3600 * 1000));
    let by = named(&world, "Claire").await.person;
    let third = "0123456789abcdef0123456789abcdef";
    written!(world.store, |tx| Invitations::on(&tx).ask(
        (cell, id),
        (by, SAMIRA),
        (third, None),
        (late, Moment(late.0 + 1))
    ));
    let answer = sends(&world, "", "accept_invitation", &comes(third, SAMIRA, SENTENCE)).await;
    assert_eq!(leads_to(&answer), over);
    // Taken back, it is as if it had never been.
    let page = format!("/membres/{id}");
    assert_eq!(
        leads_to(&sends(&world, &claire, "end_member", &of(id)).await),
        page
    );
    let answer = sends(&world, "", "accept_invitation", &comes(&second, SAMIRA, SENTENCE)).await;
    assert_eq!(leads_to(&answer), over);
    assert_eq!(named(&world, "Samira").await.state, MembershipState::Ended);
    for function in ["invite_again", "suspend_member", "resume_member", "end_member"] {
        let answer = sends(&world, &claire, function, &of(id)).await;
        assert_eq!(
            leads_to(&answer),
            format!("{page}?refus=pas-encore"),
            "{function}"
        );
    }
    // She may be asked anew: as someone who was never there.
    invites(&world, &claire, SAMIRA).await;
}

#[tokio::test]
async fn an_answer_that_is_not_clear_asks_nobody_to_come() {
    let (world, claire) = coordinated().await;
    let before = members(&world).await.len();
    let long = "é".repeat(101);
    let nobody = Uuid::from_u128(9).to_string();
    for (field, words, unclear) in [
        ("written[first_name]", "", Unclear::FirstName),
        ("written[last_name]", long.as_str(), Unclear::LastName),
        ("written[job]", &long, Unclear::Job),
        ("written[email]", "samira", Unclear::Email),
        ("written[organisation]", &nobody, Unclear::Organisation),
        ("written[can][]", "usager", Unclear::Can),
        ("written[can][]", "partner", Unclear::Can),
    ] {
        let answer = sends(&world, &claire, "invite", &but(samira(SAMIRA), field, words)).await;
        let page = leads_to(&answer);
        assert_eq!(page, format!("/membres?refus={}", unclear.word()), "{words}");
        let (_, page) = shows(&world, &claire, &page).await;
        let (_, beside) = page
            .split_once(&format!("id=\"refus-{}\"", unclear.word()))
            .unwrap();
        let sentence = beside.split_once('>').unwrap().1.split('<').next().unwrap();
        assert!(sentence.ends_with('.'), "{field}: {sentence:?}");
    }
    assert_eq!(members(&world).await.len(), before);
    // Who is there already, or asked to be, is not asked a second time; at once, one of two is.
    let twice = || async { leads_to(&sends(&world, &claire, "invite", &samira(SAMIRA)).await) };
    let (one, other) = tokio::join!(twice(), twice());
    let known = "/membres?refus=deja";
    assert!(
        [one.as_str(), other.as_str()].contains(&known) && one != other,
        "{one} {other}"
    );
    assert_eq!(twice().await, known);
    assert_eq!(members(&world).await.len(), before + 1);
}

#[tokio::test]
async fn who_does_not_coordinate_finds_nothing_and_changes_nothing() {
    let (world, claire) = coordinated().await;
    invites(&world, &claire, SAMIRA).await;
    let (paul, pauls) = member(&world, "Paul", &[Capability::Professional]).await;
    let id = named(&world, "Paul").await.id;
    let before = members(&world).await;
    for who in [
        &pauls,
        &session(&world.camille),
        &session(&world.lea),
        &session(&world.rose),
    ] {
        for page in ["/membres", &format!("/membres/{id}"), "/membres/nobody"] {
            let (status, page) = shows(&world, who, page).await;
            assert!(
                status == StatusCode::NOT_FOUND && !page.contains("Samira"),
                "{page}"
            );
        }
        for (function, fields) in [
            ("invite", samira("paul@letrait.example")),
            ("invite_again", of(id)),
            (
                "set_capabilities",
                [of(id), [("can[]", "coordinator".to_owned())].into()].concat(),
            ),
            ("suspend_member", of(id)),
            ("resume_member", of(id)),
            (
                "end_member",
                [of(id), [("heir", paul.to_string())].into()].concat(),
            ),
            ("add_organisation", [("name", "PMI".to_owned())].into()),
        ] {
            let answer = sends(&world, who, function, &fields).await;
            assert!(leads_to(&answer).ends_with("?refus=inconnu"), "{function}");
        }
    }
    let states = |all: &[MemberRow]| {
        all.iter()
            .map(|it| (it.id, it.state, it.can.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&members(&world).await), states(&before));
    let (_, home) = shows(&world, &pauls, "/accueil").await;
    assert!(!home.contains("/membres"));
    let (_, home) = shows(&world, &claire, "/accueil").await;
    assert!(home.contains("/membres"));
    // A membership of another cell is nobody's.
    let (cell, now) = (CellId(Uuid::new_v4()), now());
    let other = Founding {
        store: &world.store,
        cell,
        now,
    };
    other.cell("Duclair").await;
    let name = FullName::new("Denise", "", "");
    let theirs = other
        .person(PersonId(Uuid::new_v4()), &name, Capability::Coordinator, None)
        .await;
    let (status, page) = shows(&world, &claire, &format!("/membres/{theirs}")).await;
    assert!(status == StatusCode::NOT_FOUND && !page.contains("Denise"));
    let answer = sends(&world, &claire, "suspend_member", &of(theirs)).await;
    assert_eq!(leads_to(&answer), format!("/membres/{theirs}?refus=absent"));
}

#[tokio::test]
async fn a_cell_keeps_a_coordinator_also_when_two_suspend_each_other_at_once() {
    let (world, claire) = coordinated().await;
    let id = named(&world, "Claire").await.id;
    let page = format!("/membres/{id}");
    let last = format!("{page}?refus=interdit");
    let alone = [of(id), [("can[]", "professional".to_owned())].into()].concat();
    for (function, fields) in [
        ("suspend_member", of(id)),
        ("end_member", of(id)),
        ("set_capabilities", alone.clone()),
    ] {
        let answer = sends(&world, &claire, function, &fields).await;
        assert_eq!(leads_to(&answer), last, "{function}");
    }
    let (_, words) = shows(&world, &claire, &last).await;
    assert!(words.contains("Il faut toujours une personne qui coordonne"));
    let (_, denis) = member(&world, "Denis", &[Capability::Coordinator]).await;
    let other = named(&world, "Denis").await.id;
    let suspends = |by: String, whom| {
        let world = &world;
        async move { leads_to(&sends(world, &by, "suspend_member", &of(whom)).await) }
    };
    tokio::join!(suspends(claire.clone(), other), suspends(denis.clone(), id));
    let all = members(&world).await;
    let coordinates =
        |it: &&MemberRow| it.state == MembershipState::Active && it.can.contains(&Capability::Coordinator);
    assert_eq!(all.iter().filter(coordinates).count(), 1);
}

#[tokio::test]
async fn a_member_who_is_suspended_finds_nothing_and_comes_back_by_signing_in() {
    let (world, claire) = coordinated().await;
    let (_, paul) = member(&world, "Paul", &[Capability::Professional]).await;
    let id = named(&world, "Paul").await.id;
    let page = format!("/membres/{id}");
    assert_eq!(
        leads_to(&sends(&world, &claire, "suspend_member", &of(id)).await),
        page
    );
    let (_, words) = shows(&world, &paul, "/accueil").await;
    assert!(words.contains("id=\"password\""), "they sign in again");
    let (_, words) = shows(&world, &claire, &page).await;
    assert!(words.contains("En pause") && words.contains("resume_member"));
    assert_eq!(
        leads_to(&sends(&world, &claire, "resume_member", &of(id)).await),
        page
    );
    assert_eq!(named(&world, "Paul").await.state, MembershipState::Active);
    let (_, words) = shows(&world, &paul, "/accueil").await;
    assert!(
        words.contains("id=\"password\""),
        "what was ended does not come back"
    );
}

fn why(reason: &str) -> Fields<'static> {
    [("reason", reason.to_owned())].into()
}

/// Those who are assigned to the parcours, each as what.
async fn team(world: &World) -> Vec<(PersonId, AssignmentKind)> {
    let all = Assignments::on(world.store.reads());
    let all = all.of((world.cell, world.parcours), now()).await.unwrap();
    all.into_iter().map(|it| (it.person, it.kind)).collect()
}

#[tokio::test]
async fn whoever_leaves_hands_over_all_that_they_held_to_one_who_may() {
    let (world, claire) = coordinated().await;
    let (samira, samiras) = member(
        &world,
        "Samira",
        &[Capability::Professional, Capability::Referent],
    )
    .await;
    let (paul, _) = member(&world, "Paul", &[Capability::Professional]).await;
    let (nora, noras) = member(&world, "Nora", &[Capability::Referent]).await;
    let (cell, parcours) = (world.cell, world.parcours);
    let leads = Assignment::of(samira, AssignmentKind::Referent);
    written!(world.store, |tx| Assignments::on(&tx).begin(
        (cell, parcours),
        leads,
        now()
    ));
    let other = ParcoursId(Uuid::new_v4());
    let usager = world.rose.person;
    let founding = Founding {
        store: &world.store,
        cell,
        now: now(),
    };
    founding.parcours(other, usager, CircleLevel::Individual).await;
    founding.assign(other, samira, AssignmentKind::Member).await;
    let id = named(&world, "Samira").await.id;
    let page = format!("/membres/{id}");
    let (_, words) = shows(&world, &claire, &page).await;
    assert!(words.contains("Samira accompagne 2 parcours, dont 1"), "{words}");
    assert!(
        words.contains(&format!("<option value=\"{nora}\""))
            && !words.contains(&format!("<option value=\"{paul}\""))
    );
    // What is not the cell's, who may not be the referent, whoever leaves: nobody of them goes on, and nothing is done.
    for (heir, word) in [
        (None, "vide"),
        (Some(paul), "absent"),
        (Some(samira), "absent"),
        (Some(world.lea.person), "absent"),
        (Some(PersonId(Uuid::from_u128(9))), "absent"),
    ] {
        let heir: Fields<'_> = heir.map(|it| ("heir", it.to_string())).into_iter().collect();
        let fields = [of(id), heir, why("Samira part")].concat();
        let answer = sends(&world, &claire, "end_member", &fields).await;
        assert_eq!(leads_to(&answer), format!("{page}?refus={word}"));
    }
    let silent = [of(id), [("heir", nora.to_string())].into(), why(" ")].concat();
    let answer = sends(&world, &claire, "end_member", &silent).await;
    assert_eq!(
        leads_to(&answer),
        format!("{page}?refus=vide"),
        "the people read why"
    );
    assert!(team(&world).await.contains(&(samira, AssignmentKind::Referent)));
    // What they may be does not leave it without one either.
    let less = [of(id), [("can[]", "professional".to_owned())].into()].concat();
    let answer = sends(&world, &claire, "set_capabilities", &less).await;
    assert_eq!(leads_to(&answer), format!("{page}?refus=pas-encore"));
    let board = format!("/parcours/{parcours}");
    assert_eq!(shows(&world, &samiras, &board).await.0, StatusCode::OK);
    let goes = [of(id), [("heir", nora.to_string())].into(), why("Samira part")].concat();
    assert_eq!(leads_to(&sends(&world, &claire, "end_member", &goes).await), page);
    assert_eq!(
        team(&world).await,
        [
            (nora, AssignmentKind::Referent),
            (world.camille.person, AssignmentKind::Member)
        ]
    );
    let held = Assignments::on(world.store.reads())
        .held_by((cell, nora), now())
        .await
        .unwrap();
    assert_eq!(held[&other].kind, AssignmentKind::Member, "as it was held");
    assert_eq!(shows(&world, &noras, &board).await.0, StatusCode::OK);
    let (_, hers) = shows(&world, &session(&world.rose), &format!("{board}/equipe")).await;
    assert!(hers.contains("Samira part"), "whose parcours it is reads why");
    let (_, words) = shows(&world, &samiras, "/accueil").await;
    assert!(words.contains("id=\"password\""));
    // The coordinator has learnt how many, and opens none.
    assert_eq!(shows(&world, &claire, &board).await.0, StatusCode::NOT_FOUND);
    // An heir who was there becomes the referent.
    let camille = world.camille.membership;
    let leads = [
        of(camille),
        [
            ("can[]", "professional".to_owned()),
            ("can[]", "referent".to_owned()),
        ]
        .into(),
    ]
    .concat();
    let theirs = format!("/membres/{camille}");
    assert_eq!(
        leads_to(&sends(&world, &claire, "set_capabilities", &leads).await),
        theirs
    );
    let nora = named(&world, "Nora").await.id;
    let goes = [
        of(nora),
        [("heir", world.camille.person.to_string())].into(),
        why("Nora part"),
    ]
    .concat();
    sends(&world, &claire, "end_member", &goes).await;
    assert_eq!(
        team(&world).await,
        [(world.camille.person, AssignmentKind::Referent)]
    );
}

#[tokio::test]
async fn who_has_an_account_already_joins_with_its_password() {
    let (world, claire) = coordinated().await;
    world.give_ways_in().await;
    // Of this cell they are a member already.
    let answer = sends(&world, &claire, "invite", &samira(EMAIL)).await;
    assert_eq!(leads_to(&answer), "/membres?refus=deja");
    let (cell, now) = (CellId(Uuid::new_v4()), now());
    let other = Founding {
        store: &world.store,
        cell,
        now,
    };
    other.cell("Duclair").await;
    let by = PersonId(Uuid::new_v4());
    let name = FullName::new("Denise", "", "");
    other.person(by, &name, Capability::Coordinator, None).await;
    let newcomer = Newcomer {
        person: PersonId(Uuid::new_v4()),
        name: &name,
        capabilities: &[Capability::Professional],
        organisation: None,
    };
    let membership = written!(world.store, |tx| Memberships::on(&tx).ask(cell, &newcomer, now));
    let number = "0123456789abcdef0123456789abcdef";
    let until = Moment(now.0 + 1_000_000);
    written!(world.store, |tx| Invitations::on(&tx).ask(
        (cell, membership),
        (by, EMAIL),
        (number, None),
        (now, until)
    ));
    let fields = comes(number, EMAIL, "un autre mot de passe que le sien");
    let answer = sends(&world, "", "accept_invitation", &fields).await;
    assert_eq!(leads_to(&answer), "/invitation?refus=inconnu");
    let fields = but(comes(number, EMAIL, PASSWORD), "again", "");
    let answer = sends(&world, "", "accept_invitation", &fields).await;
    assert_eq!(leads_to(&answer), "/accueil#");
    let theirs = cookie(&answer, "__Host-itineraire").unwrap();
    let (_, spaces) = shows(&world, &theirs, "/espaces").await;
    assert!(
        spaces.contains("Duclair") && spaces.contains("Le Trait"),
        "{spaces}"
    );
}

#[tokio::test]
async fn who_has_left_and_comes_back_chooses_a_new_password() {
    let (world, claire) = coordinated().await;
    let number = invites(&world, &claire, SAMIRA).await;
    let first = sends(&world, "", "accept_invitation", &comes(&number, SAMIRA, SENTENCE)).await;
    assert_eq!(leads_to(&first), "/accueil#");
    let id = named(&world, "Samira").await.id;
    sends(&world, &claire, "end_member", &of(id)).await;
    let number = invites(&world, &claire, SAMIRA).await;
    // Once, it would be that of an account that opens something: this one opens nothing.
    let once = but(comes(&number, SAMIRA, SENTENCE), "again", "");
    let answer = sends(&world, "", "accept_invitation", &once).await;
    assert_eq!(leads_to(&answer), "/invitation?refus=inconnu");
    let other = "une chèvre danse le jeudi";
    let answer = sends(&world, "", "accept_invitation", &comes(&number, SAMIRA, other)).await;
    assert_eq!(leads_to(&answer), "/accueil#");
    for (password, page) in [(SENTENCE, "/connexion?refus=inconnu"), (other, "/accueil")] {
        let fields: Fields<'_> = [("email", SAMIRA.to_owned()), ("password", password.to_owned())].into();
        assert_eq!(leads_to(&sends(&world, "", "sign_in", &fields).await), page);
    }
}

/// Something is asked while a change of the members is not committed yet: who asks is let in on what was true before, and judged
/// on what is true once it is written.
async fn asked_meanwhile(
    world: &World,
    membership: MembershipId,
    asks: impl Future<Output = Response>,
) -> String {
    let change = world.store.begin().await.unwrap();
    Cells::on(&change).hold(world.cell).await.unwrap();
    let commits = async {
        // Long enough to be let in; whoever comes later is refused at the door, by the same word.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Memberships::on(&change)
            .set_state(world.cell, membership, MembershipState::Suspended, now())
            .await
            .unwrap();
        change.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(asks, commits);
    leads_to(&answer)
}

#[tokio::test]
async fn who_is_suspended_meanwhile_asks_nobody_to_come_and_is_given_no_parcours() {
    let (world, claire) = coordinated().await;
    let (_, denis) = member(&world, "Denis", &[Capability::Coordinator]).await;
    let id = named(&world, "Denis").await.id;
    let before = members(&world).await.len();
    let fields = samira(SAMIRA);
    let asks = sends(&world, &denis, "invite", &fields);
    assert_eq!(asked_meanwhile(&world, id, asks).await, "/membres?refus=inconnu");
    assert_eq!(members(&world).await.len(), before);
    // Given to one who leaves.
    let (nora, _) = member(&world, "Nora", &[Capability::Referent]).await;
    let id = named(&world, "Nora").await.id;
    let (cell, parcours) = (world.cell, world.parcours);
    let (referent, leads) = (named(&world, "Claire").await.person, AssignmentKind::Referent);
    let leads = Assignment::of(referent, leads);
    written!(world.store, |tx| Assignments::on(&tx).begin(
        (cell, parcours),
        leads,
        now()
    ));
    let joins: Fields<'_> = [("parcours", parcours.to_string()), ("person", nora.to_string())].into();
    let asks = sends(&world, &claire, "join", &joins);
    let refused = format!("/parcours/{parcours}/equipe?refus=absent");
    assert_eq!(asked_meanwhile(&world, id, asks).await, refused);
    let (lise, _) = member(&world, "Lise", &[Capability::Referent]).await;
    let id = named(&world, "Lise").await.id;
    let opens: Fields<'_> = [
        ("parcours", Uuid::new_v4().to_string()),
        ("referent", lise.to_string()),
        ("written[first_name]", "Rachid".into()),
        ("written[last_name]", "Benali".into()),
        ("written[language]", "fr".into()),
        ("written[told]", "aloud".into()),
    ]
    .into();
    let asks = sends(&world, &claire, "open_parcours", &opens);
    assert_eq!(
        asked_meanwhile(&world, id, asks).await,
        "/nouveau-parcours?refus=absent"
    );
}

#[tokio::test]
async fn an_invitation_takes_up_no_membership_that_waits_for_nobody() {
    let (world, claire) = coordinated().await;
    let number = invites(&world, &claire, SAMIRA).await;
    sends(&world, "", "accept_invitation", &comes(&number, SAMIRA, SENTENCE)).await;
    let row = named(&world, "Samira").await;
    sends(&world, &claire, "suspend_member", &of(row.id)).await;
    let (cell, by, now) = (world.cell, named(&world, "Claire").await.person, now());
    let number = "0123456789abcdef0123456789abcdef";
    written!(world.store, |tx| Invitations::on(&tx).ask(
        (cell, row.id),
        (by, SAMIRA),
        (number, None),
        (now, Moment(now.0 + 1_000_000))
    ));
    let fields = comes(number, SAMIRA, SENTENCE);
    let answer = sends(&world, "", "accept_invitation", &fields).await;
    assert_eq!(leads_to(&answer), "/invitation?refus=deja");
    assert_eq!(named(&world, "Samira").await.state, MembershipState::Suspended);
}

#[tokio::test]
async fn a_password_is_tried_no_oftener_through_invitations_than_by_signing_in() {
    let (mut world, claire) = coordinated().await;
    world.give_ways_in().await;
    let policy = Policy::default();
    let tries = policy.tries_of_account;
    world
        .under(Policy {
            tries_of_address: 1_000,
            ..policy
        })
        .await;
    // Of another cell, whose coordinator asks for a new number each time.
    let (cell, at) = (CellId(Uuid::new_v4()), now());
    let founding = Founding {
        store: &world.store,
        cell,
        now: at,
    };
    founding.cell("Duclair").await;
    let name = FullName::new("Denise", "", "");
    let by = PersonId(Uuid::new_v4());
    founding.person(by, &name, Capability::Coordinator, None).await;
    let newcomer = Newcomer {
        person: PersonId(Uuid::new_v4()),
        name: &name,
        capabilities: &[Capability::Professional],
        organisation: None,
    };
    let membership = written!(world.store, |tx| Memberships::on(&tx).ask(cell, &newcomer, at));
    let mut led = Vec::new();
    for _ in 0..=tries {
        let number = Uuid::new_v4().simple().to_string();
        written!(world.store, |tx| Invitations::on(&tx).ask(
            (cell, membership),
            (by, EMAIL),
            (&number, None),
            (now(), Moment(now().0 + 1_000_000))
        ));
        let fields = comes(&number, EMAIL, "un autre mot de passe que le sien");
        led.push(leads_to(&sends(&world, "", "accept_invitation", &fields).await));
    }
    assert_eq!(led[0], "/invitation?refus=inconnu");
    assert_eq!(led.last().unwrap(), "/invitation?refus=attendre");
    let fields: Fields<'_> = [("email", EMAIL.to_owned()), ("password", PASSWORD.to_owned())].into();
    let answer = sends(&world, "", "sign_in", &fields).await;
    assert_eq!(leads_to(&answer), "/connexion?refus=attendre");
    drop(claire);
}

#[tokio::test]
async fn who_goes_on_is_all_that_both_were_for_the_longer_of_both() {
    let (world, claire) = coordinated().await;
    let (samira, _) = member(&world, "Samira", &[Capability::Professional]).await;
    let (cell, parcours, camille) = (world.cell, world.parcours, world.camille.person);
    let other = ParcoursId(Uuid::new_v4());
    let founding = Founding {
        store: &world.store,
        cell,
        now: now(),
    };
    founding
        .parcours(other, world.rose.person, CircleLevel::Individual)
        .await;
    let (work, health) = ([theme!("work")], [theme!("health")]);
    let (soon, later) = (Moment(now().0 + 1_000_000), Moment(now().0 + 2_000_000));
    let member_of = |person, themes, until| Assignment {
        themes,
        until,
        ..Assignment::of(person, AssignmentKind::Member)
    };
    for (of, who) in [
        (parcours, member_of(samira, &work, Some(soon))),
        (other, member_of(samira, &work, Some(later))),
        (other, member_of(camille, &health, Some(soon))),
    ] {
        written!(world.store, |tx| Assignments::on(&tx).begin(
            (cell, of),
            who,
            now()
        ));
    }
    let id = named(&world, "Samira").await.id;
    let goes = [of(id), [("heir", camille.to_string())].into(), why("Samira part")].concat();
    sends(&world, &claire, "end_member", &goes).await;
    let held = Assignments::on(world.store.reads())
        .held_by((cell, camille), now())
        .await
        .unwrap();
    // Camille was there for all of it, without an end.
    assert_eq!((held[&parcours].themes.len(), held[&parcours].until), (0, None));
    assert_eq!((held[&other].themes.len(), held[&other].until), (2, Some(later)));
}

#[tokio::test]
async fn another_organisation_sits_around_the_table_once() {
    let (world, claire) = coordinated().await;
    let pmi =
        |name: &str| -> Fields<'static> { [("name", name.to_owned()), ("partner", "true".into())].into() };
    let adds = |name: &'static str| {
        let (world, claire) = (&world, &claire);
        async move { leads_to(&sends(world, claire, "add_organisation", &pmi(name)).await) }
    };
    assert_eq!(adds(" PMI  du Trait ").await, "/membres");
    let unclear = "/membres?refus=structures";
    for name in ["pmi du trait", "", "mission locale"] {
        assert_eq!(adds(name).await, unclear, "{name}");
    }
    let (_, page) = shows(&world, &claire, unclear).await;
    assert!(page.contains("PMI du Trait") && page.contains("Chaque structure une seule fois"));
    let partners = Organisations::on(world.store.reads()).partners(world.cell).await;
    assert!(partners.unwrap().values().any(|it| it == "PMI du Trait"));
}

fn founding(number: &str) -> Fields<'static> {
    [
        ("secret", number.to_owned()),
        ("founding[commune]", "Saint-Pierre".into()),
        ("founding[cell]", "Cellule d’accompagnement globale".into()),
        ("founding[zone]", "Indian/Reunion".into()),
        ("founding[organisations]", "Mission locale\r\nPMI".into()),
        ("founding[first_name]", "Claire".into()),
        ("founding[last_name]", "Hoarau".into()),
        ("founding[job]", "coordinatrice".into()),
        ("founding[email]", "claire@ville.example".into()),
        ("founding[accompanies]", "on".into()),
        ("password", SENTENCE.into()),
        ("again", SENTENCE.into()),
    ]
    .into()
}

#[tokio::test]
async fn a_cell_begins_once_with_what_the_service_printed_and_nobody_else_can() {
    let (place, store, _folder) = empty().await;
    let service = Service::new(store.clone(), Policy::default());
    let number = service.first_run().await.unwrap().unwrap();
    let (status, page) = shows(&place, "", "/mise-en-place").await;
    assert!(status == StatusCode::OK && page.contains("Mobilité") && !page.contains(&number));
    for (fields, word) in [
        (founding("0123456789abcdef0123456789abcdef"), "inconnu"),
        (
            but(founding(&number), "founding[commune]", ""),
            Unclear::Commune.word(),
        ),
        (
            but(founding(&number), "founding[zone]", "Europe/Berlin"),
            Unclear::Zone.word(),
        ),
        (
            but(founding(&number), "founding[email]", "claire"),
            Unclear::Email.word(),
        ),
        (
            but(founding(&number), "founding[organisations]", "PMI\npmi"),
            Unclear::Organisations.word(),
        ),
        (
            but(founding(&number), "password", "Claire Hoarau"),
            Unclear::Password.word(),
        ),
        (
            but(founding(&number), "again", "un âne boit le mardi"),
            Unclear::Again.word(),
        ),
    ] {
        let answer = sends(&place, "", "set_up", &fields).await;
        assert_eq!(leads_to(&answer), format!("/mise-en-place?refus={word}"));
        assert!(!Cells::on(store.reads()).is_any().await.unwrap(), "{word}");
    }
    let fields = founding(&number);
    let begins = || sends(&place, "", "set_up", &fields);
    let (one, other) = tokio::join!(begins(), begins());
    let mut led = [leads_to(&one), leads_to(&other)];
    led.sort();
    assert_eq!(led, ["/membres#", "/mise-en-place?refus=deja"]);
    let claire = [&one, &other]
        .into_iter()
        .find_map(|it| cookie(it, "__Host-itineraire"))
        .unwrap();
    let (_, page) = shows(&place, &claire, "/membres").await;
    for shown in ["Claire Hoarau", "Mission locale", "PMI", "coordinatrice"] {
        assert!(page.contains(shown), "{shown}");
    }
    let (_, home) = shows(&place, &claire, "/accueil").await;
    assert!(home.contains("/nouveau-parcours"));
    // Afterwards there is nothing there any more.
    let (_, page) = shows(&place, "", "/mise-en-place").await;
    assert!(page.contains("La mise en place est faite") && !page.contains("founding"));
    assert_eq!(service.first_run().await.unwrap(), None);
    let cell = Cells::on(store.reads())
        .named("Saint-Pierre", "Cellule d’accompagnement globale")
        .await;
    let cell = cell.unwrap().unwrap();
    assert_eq!(
        Cells::on(store.reads()).get(cell).await.unwrap().unwrap().zone,
        "Indian/Reunion"
    );
    let words = Catalogue::on(store.reads())
        .lists(cell, &itineraire_domain::catalogue::List::ALL)
        .await
        .unwrap();
    assert!(words.len() > 40, "the start kit");
}

#[tokio::test]
async fn a_cell_that_a_territory_file_made_keeps_its_words_and_its_organisations() {
    let (place, store, _folder) = empty().await;
    let (cell, now) = (CellId(Uuid::new_v4()), now());
    let made = Founding {
        store: &store,
        cell,
        now,
    };
    made.cell("Le Trait").await;
    let pmi = OrganisationId(Uuid::new_v4());
    made.partner(pmi, "PMI").await;
    let service = Service::new(store.clone(), Policy::default());
    let number = service.first_run().await.unwrap().unwrap();
    let (_, page) = shows(&place, "", "/mise-en-place").await;
    assert!(
        page.contains("value=\"Le Trait\"") && page.contains("value=\"CAG\""),
        "{page}"
    );
    let fields = but(founding(&number), "founding[commune]", "Le Trait");
    let fields = but(fields, "founding[cell]", "CAG");
    let answer = sends(&place, "", "set_up", &fields).await;
    assert_eq!(leads_to(&answer), "/membres#");
    let row = Cells::on(store.reads()).get(cell).await.unwrap().unwrap();
    assert_eq!(row.zone, "Europe/Paris", "as its file says");
    let around = Organisations::on(store.reads()).by_name(cell).await.unwrap();
    assert_eq!((around.len(), around["PMI"]), (2, pmi));
    let words = Catalogue::on(store.reads());
    let words = words.lists(cell, &itineraire_domain::catalogue::List::ALL).await;
    assert!(words.unwrap().is_empty(), "no start kit over them");
    let all = Memberships::on(store.reads()).members(cell).await.unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn what_was_printed_opens_nothing_a_day_later_or_after_a_restart() {
    let (place, store, _folder) = empty().await;
    let service = Service::new(store.clone(), Policy::default());
    let first = service.first_run().await.unwrap().unwrap();
    let second = service.first_run().await.unwrap().unwrap();
    let answer = sends(&place, "", "set_up", &founding(&first)).await;
    assert_eq!(leads_to(&answer), "/mise-en-place?refus=inconnu");
    let (_, page) = shows(&place, "", "/mise-en-place?refus=inconnu").await;
    assert!(page.contains("Redémarrez le service"));
    let over = Moment(now().0 - 1);
    written!(store, |tx| FirstRun::on(&tx).offer(&second, over));
    let answer = sends(&place, "", "set_up", &founding(&second)).await;
    assert_eq!(leads_to(&answer), "/mise-en-place?refus=inconnu");
    assert!(!Cells::on(store.reads()).is_any().await.unwrap());
}
