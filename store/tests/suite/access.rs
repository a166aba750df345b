//! Who may write and read a board, as the store itself holds it.

use crate::hand::{Hand, denied, kept};
use crate::world::{NOW, World, on_both};
use itineraire_domain::Refusal;
use itineraire_domain::access::Role;
use itineraire_domain::ids::{ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{Command, Seq, StepCommand};
use itineraire_domain::theme::Theme;
use itineraire_domain::views::pages::CircleLevel;
use itineraire_store::Standing;
use itineraire_store::TokenHash;
use uuid::Uuid;

fn proposed() -> Command {
    Command::Step(
        StepId(Uuid::new_v4()),
        StepCommand::Propose {
            title: "CV".into(),
            theme: Theme::Work,
        },
    )
}

/// Another usager of the same cell, with a parcours of their own.
async fn another_usager(world: &World) -> Hand {
    let (cell, person, parcours) = (
        world.town.cell,
        PersonId(Uuid::new_v4()),
        ParcoursId(Uuid::new_v4()),
    );
    let store = &world.store;
    store
        .create_person(
            cell,
            person,
            &crate::world::person_name("Malik"),
            Role::Usager,
            None,
        )
        .await
        .unwrap();
    store
        .create_parcours((cell, parcours), person, "Malik", CircleLevel::Individual, NOW)
        .await
        .unwrap();
    Hand::signed_in(store, (cell, person, Role::Usager), parcours, NOW).await
}

on_both! {
    async fn vw2_a_board_without_standing_and_an_unknown_board_answer_alike(world) {
        world.step("Un secret", Theme::Work).await;
        let malik = another_usager(world).await;
        for hand in [&world.town.paul, &world.town.lea, &malik] {
            let session = hand.session(&world.store).await.unwrap();
            let mut answers = Vec::new();
            for parcours in [world.town.parcours, ParcoursId(Uuid::new_v4())] {
                let mut submission = hand.numbered(1, &proposed());
                submission.parcours = parcours;
                answers.push((
                    world.store.submit(submission).await.unwrap(),
                    world.store.standing(&session, parcours, NOW).await.unwrap(),
                    world.store.board_page(&session, hand.me(), parcours, NOW).await.unwrap(),
                    world.store.partner_view(&session, parcours, NOW).await.unwrap(),
                ));
            }
            assert_eq!(answers[0], (denied(Refusal::NotFound), None, None, None), "{:?}", hand.role);
            assert_eq!(answers[0], answers[1]);
        }
        assert_eq!(world.board().await.seq, Seq(1), "nothing of it was written");
    }

    async fn vw2_without_a_session_every_board_answers_signed_out(world) {
        for parcours in [world.town.parcours, ParcoursId(Uuid::new_v4())] {
            let mut submission = world.town.samira.numbered(1, &proposed());
            submission.token = TokenHash::of("nobody's");
            submission.parcours = parcours;
            assert_eq!(world.store.submit(submission).await.unwrap(), denied(Refusal::SignedOut));
        }
    }

    async fn those_who_stand_on_a_board_stand_there_as_what_they_are(world) {
        let expected = [
            (&world.town.rose, Some(Standing::Usager)),
            (&world.town.samira, Some(Standing::Professional)),
            (&world.town.paul, None),
            (&world.town.lea, None),
        ];
        for (hand, standing) in expected {
            let session = hand.session(&world.store).await.unwrap();
            assert_eq!(world.store.standing(&session, world.town.parcours, NOW).await.unwrap(), standing);
        }
        let session = world.town.rose.session(&world.store).await.unwrap();
        let page = world.store.board_page(&session, world.town.rose.me(), world.town.parcours, NOW).await.unwrap();
        let page = page.unwrap();
        let mut expected = [world.town.rose.person, world.town.samira.person, world.town.karim.person];
        expected.sort_unstable();
        assert_eq!(page.people.into_keys().collect::<Vec<_>>(), expected, "nobody else's name is on the page");
    }

    async fn id1_another_persons_client_is_denied_and_stores_nothing(world) {
        let mut stolen = world.town.karim.numbered(1, &proposed());
        stolen.client = world.town.samira.client;
        assert_eq!(world.store.submit(stolen).await.unwrap(), denied(Refusal::WrongClient));
        let mut unknown = world.town.karim.numbered(1, &proposed());
        unknown.client = itineraire_domain::ids::ClientId(Uuid::new_v4());
        assert_eq!(world.store.submit(unknown).await.unwrap(), denied(Refusal::WrongClient));
        assert_eq!(world.town.samira.says(&world.store, proposed()).await, kept(1, 1), "its owner counts on from 1");
        // A repeat does not read another's stored result either.
        let mut repeat = world.town.karim.numbered(1, &proposed());
        repeat.client = world.town.samira.client;
        assert_eq!(world.store.submit(repeat).await.unwrap(), denied(Refusal::WrongClient));
    }

    async fn id1_a_client_is_bound_to_its_board(world) {
        let other = another_usager(world).await;
        world.store.assign((world.town.cell, other.parcours), world.town.samira.person, false).await.unwrap();
        let mut elsewhere = world.town.samira.numbered(1, &proposed());
        elsewhere.parcours = other.parcours;
        assert_eq!(world.store.submit(elsewhere).await.unwrap(), denied(Refusal::WrongClient));
    }

    async fn a_membership_that_is_not_active_opens_nothing(world) {
        let store = &world.store;
        let cell = world.town.cell;
        store.set_password(cell, world.town.samira.person, "Samira@Rivemont.example", "hash").await.unwrap();
        store.set_card(cell, world.town.rose.person, "secret", "hash").await.unwrap();
        for state in ["invited", "suspended", "ended"] {
            for hand in [&mut world.town.samira, &mut world.town.rose] {
                let before = hand.says(store, proposed()).await;
                assert!(matches!(before, itineraire_store::Submitted::Result(_)), "{before:?}");
                let mut closings = store.closings();
                store.set_membership(cell, hand.person, state).await.unwrap();
                assert!(closings.try_recv().is_ok(), "open sockets are told to look again");
                assert!(hand.session(store).await.is_none(), "{state}");
                let refused = store.submit(hand.numbered(hand.last + 1, &proposed())).await.unwrap();
                assert_eq!(refused, denied(Refusal::SignedOut), "{state}");
            }
            assert!(store.password_account("samira@rivemont.example").await.unwrap().is_none(), "{state}");
            assert!(store.card("secret").await.unwrap().is_none(), "{state}");
            for hand in [&mut world.town.samira, &mut world.town.rose] {
                store.set_membership(cell, hand.person, "active").await.unwrap();
                assert!(hand.session(store).await.is_none(), "a cookie from before, perhaps stolen, stays dead");
                *hand = hand.again(store, NOW).await;
                assert!(hand.session(store).await.is_some());
            }
            assert!(store.password_account(" samira@rivemont.example").await.unwrap().is_some());
            assert!(store.card("secret").await.unwrap().is_some());
        }
    }

    async fn an_assignment_that_ended_opens_nothing(world) {
        let samira = &mut world.town.samira;
        samira.keeps(&world.store, proposed()).await;
        world.store.end_assignment((world.town.cell, world.town.parcours), samira.person).await.unwrap();
        let session = samira.session(&world.store).await.unwrap();
        assert_eq!(samira.says(&world.store, proposed()).await, denied(Refusal::NotFound));
        let page = world.store.board_page(&session, samira.me(), world.town.parcours, NOW).await.unwrap();
        assert_eq!(page, None);
        assert!(world.store.home(&session, samira.me(), NOW).await.unwrap().rows.is_empty());
        assert_eq!(world.town.karim.says(&world.store, proposed()).await, kept(2, 2), "and nobody else's");
    }
}
