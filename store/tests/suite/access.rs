//! Who may write and read a board, as the store itself holds it.

use crate::tablet::{Tablet, denied, kept};
use crate::world::{NOW, World, account, on_both, today};
use itineraire_domain::Denial;
use itineraire_domain::access::permission::{Standing, Ties};
use itineraire_domain::access::{AssignmentKind, Capability, MembershipState, Role};
use itineraire_domain::ids::{ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{CircleLevel, Command, Seq, StepCommand};
use itineraire_domain::theme;
use itineraire_domain::views::words::BoardWords;
use itineraire_store::repositories::{
    Accounts, Assignment, Assignments, Cards, Home, Memberships, Parcours, Partners, Sessions,
};
use itineraire_store::{Store, TokenHash};
use itineraire_testing::written;
use uuid::Uuid;

fn proposed() -> Command {
    Command::Step(
        StepId(Uuid::new_v4()),
        StepCommand::Propose {
            title: "CV".into(),
            theme: theme!("work"),
            terms: None,
        },
    )
}

/// How someone stands towards a parcours now.
async fn stands(store: &Store, tablet: &Tablet, parcours: ParcoursId) -> Standing {
    let asked = Sessions::on(store.reads())
        .who_asks(&tablet.token, Some(parcours), NOW)
        .await
        .unwrap();
    asked.expect("signed in").1
}

/// Another usager of the same cell, with a parcours of their own.
async fn another_usager(world: &World) -> Tablet {
    let (cell, person, parcours) = (
        world.town.cell,
        PersonId(Uuid::new_v4()),
        ParcoursId(Uuid::new_v4()),
    );
    let store = &world.store;
    let founding = world.town.founding(store);
    founding
        .person(
            person,
            &crate::world::full_name("Malik"),
            Capability::Usager,
            None,
        )
        .await;
    founding.parcours(parcours, person, CircleLevel::Individual).await;
    Tablet::signed_in(store, (cell, person, Role::Usager), parcours, NOW).await
}

on_both! {
    async fn vw2_a_board_without_standing_and_an_unknown_board_answer_alike(world) {
        world.step("Un secret", theme!("work")).await;
        let malik = another_usager(world).await;
        for tablet in [&world.town.paul, &world.town.lea, &malik] {
            let session = tablet.session(&world.store).await.unwrap();
            let mut answers = Vec::new();
            for parcours in [world.town.parcours, ParcoursId(Uuid::new_v4())] {
                let mut submission = tablet.numbered(1, &proposed());
                submission.parcours = parcours;
                answers.push((
                    world.store.submit(submission).await.unwrap(),
                    stands(&world.store, tablet, parcours).await,
                    Parcours::on(world.store.reads()).page(&session, tablet.me(), (parcours, world.store.epoch()), BoardWords::default(), (NOW, world.store.at_hand())).await.unwrap(),
                    written!(world.store, |tx| Partners::on(&tx).view(&session, parcours, NOW)),
                ));
            }
            let far = Standing::towards(tablet.role, Ties::default(), true);
            assert_eq!(answers[0], (denied(Denial::NotFound), far, None, None), "{:?}", tablet.role);
            assert_eq!(answers[0], answers[1]);
        }
        assert_eq!(world.board().await.seq, Seq(1), "nothing of it was written");
    }

    async fn vw2_without_a_session_every_board_answers_signed_out(world) {
        for parcours in [world.town.parcours, ParcoursId(Uuid::new_v4())] {
            let mut submission = world.town.samira.numbered(1, &proposed());
            submission.token = TokenHash::of("nobody's");
            submission.parcours = parcours;
            assert_eq!(world.store.submit(submission).await.unwrap(), denied(Denial::SignedOut));
        }
    }

    async fn those_who_stand_on_a_board_stand_there_as_what_they_are(world) {
        let expected = [
            (&world.town.rose, Standing::UsagerProven),
            (&world.town.samira, Standing::Assigned),
            (&world.town.paul, Standing::Unassigned),
            (&world.town.lea, Standing::PartnerWithout),
        ];
        for (tablet, standing) in expected {
            assert_eq!(stands(&world.store, tablet, world.town.parcours).await, standing);
        }
        let session = world.town.rose.session(&world.store).await.unwrap();
        let page = Parcours::on(world.store.reads()).page(&session, world.town.rose.me(), (world.town.parcours, world.store.epoch()), BoardWords::default(), (NOW, world.store.at_hand())).await.unwrap();
        let page = page.unwrap();
        let mut expected = [world.town.rose.person, world.town.samira.person, world.town.karim.person];
        expected.sort_unstable();
        assert_eq!(page.people.into_keys().collect::<Vec<_>>(), expected, "nobody else's name is on the page");
    }

    async fn id1_another_persons_client_is_denied_and_stores_nothing(world) {
        let mut stolen = world.town.karim.numbered(1, &proposed());
        stolen.client = world.town.samira.client;
        assert_eq!(world.store.submit(stolen).await.unwrap(), denied(Denial::WrongClient));
        let mut unknown = world.town.karim.numbered(1, &proposed());
        unknown.client = itineraire_domain::ids::ClientId(Uuid::new_v4());
        assert_eq!(world.store.submit(unknown).await.unwrap(), denied(Denial::WrongClient));
        assert_eq!(world.town.samira.says(&world.store, proposed()).await, kept(1, 1), "its owner counts on from 1");
        // A repeat does not read another's stored result either.
        let mut repeat = world.town.karim.numbered(1, &proposed());
        repeat.client = world.town.samira.client;
        assert_eq!(world.store.submit(repeat).await.unwrap(), denied(Denial::WrongClient));
    }

    async fn id1_a_client_is_bound_to_its_board(world) {
        let other = another_usager(world).await;
        written!(world.store, |tx| Assignments::on(&tx).begin((world.town.cell, other.parcours), Assignment::of(world.town.samira.person, AssignmentKind::Member), NOW));
        let mut elsewhere = world.town.samira.numbered(1, &proposed());
        elsewhere.parcours = other.parcours;
        assert_eq!(world.store.submit(elsewhere).await.unwrap(), denied(Denial::WrongClient));
    }

    async fn a_membership_that_is_not_active_opens_nothing(world) {
        let store = &world.store;
        let cell = world.town.cell;
        let theirs = [(cell, world.town.samira.membership)];
        account(store, ("Samira@Rivemont.example", "hash"), &theirs).await;
        written!(store, |tx| Cards::on(&tx).give(cell, world.town.rose.person, ("secret", "hash"), NOW));
        for state in [MembershipState::Invited, MembershipState::Suspended, MembershipState::Ended] {
            for tablet in [&mut world.town.samira, &mut world.town.rose] {
                let before = tablet.says(store, proposed()).await;
                assert!(matches!(before, itineraire_store::Submitted::Result(_)), "{before:?}");
                let mut closings = store.closings();
                written!(store, |tx| Memberships::on(&tx).set_state(cell, tablet.membership, state, NOW));
                assert!(closings.try_recv().is_ok(), "open sockets are told to look again");
                assert!(tablet.session(store).await.is_none(), "{state:?}");
                let refused = store.submit(tablet.numbered(tablet.last + 1, &proposed())).await.unwrap();
                assert_eq!(refused, denied(Denial::SignedOut), "{state:?}");
            }
            assert!(Accounts::on(store.reads()).with_password("samira@rivemont.example").await.unwrap().is_none(), "{state:?}");
            assert!(Cards::on(store.reads()).with_secret("secret").await.unwrap().is_none(), "{state:?}");
            for tablet in [&mut world.town.samira, &mut world.town.rose] {
                written!(store, |tx| Memberships::on(&tx).set_state(cell, tablet.membership, MembershipState::Active, NOW));
                assert!(tablet.session(store).await.is_none(), "a cookie from before, perhaps stolen, stays dead");
                *tablet = tablet.again(store, NOW).await;
                assert!(tablet.session(store).await.is_some());
            }
            assert!(Accounts::on(store.reads()).with_password(" samira@rivemont.example").await.unwrap().is_some());
            assert!(Cards::on(store.reads()).with_secret("secret").await.unwrap().is_some());
        }
    }

    async fn an_assignment_that_ended_opens_nothing(world) {
        let samira = &mut world.town.samira;
        samira.keeps(&world.store, proposed()).await;
        let mut closings = world.store.closings();
        written!(world.store, |tx| Assignments::on(&tx).end((world.town.cell, world.town.parcours), samira.person, NOW));
        assert!(closings.try_recv().is_ok(), "open sockets are told to look again");
        let session = samira.session(&world.store).await.unwrap();
        assert_eq!(samira.says(&world.store, proposed()).await, denied(Denial::NotFound));
        let page = Parcours::on(world.store.reads()).page(&session, samira.me(), (world.town.parcours, world.store.epoch()), BoardWords::default(), (NOW, world.store.at_hand())).await.unwrap();
        assert_eq!(page, None);
        assert!(Home::on(world.store.reads()).of(&session, today(), NOW).await.unwrap().is_empty());
        assert_eq!(world.town.karim.says(&world.store, proposed()).await, kept(2, 2), "and nobody else's");
    }
}
