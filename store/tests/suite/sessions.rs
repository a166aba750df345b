//! Sessions end: by rest, by age, by being closed.

use crate::tablet::{Tablet, denied, kept};
use crate::world::{NOW, on_both};
use itineraire_domain::Denial;
use itineraire_domain::access::signin::FRESH_FOR;
use itineraire_domain::access::{Lasts, MembershipState, Policy};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Command, StepCommand};
use itineraire_domain::theme;
use itineraire_store::repositories::{Memberships, Sessions};
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

async fn valid(store: &Store, tablet: &Tablet, at: Moment) -> bool {
    Sessions::on(store.reads())
        .valid(&tablet.token, at)
        .await
        .unwrap()
        .is_some()
}

on_both! {
    async fn a_session_at_rest_ends(world) {
        for (tablet, minutes) in [(&world.town.rose, 5), (&world.town.samira, 30), (&world.town.lea, 30)] {
            let end = NOW.plus_seconds(minutes * 60);
            assert!(valid(&world.store, tablet, Moment(end.0 - 1)).await, "{:?}", tablet.role);
            assert!(!valid(&world.store, tablet, end).await, "{:?}", tablet.role);
        }
    }

    async fn a_session_in_use_ends_by_its_age(world) {
        for (tablet, hours) in [(&world.town.rose, 2), (&world.town.samira, 12), (&world.town.lea, 12)] {
            let Lasts { idle, absolute } = Policy::default().lasts(tablet.role);
            assert_eq!(absolute, hours * 3600);
            let end = NOW.plus_seconds(absolute);
            let mut at = NOW;
            loop {
                let session = Sessions::on(world.store.reads()).valid(&tablet.token, at).await.unwrap().expect("used often enough");
                written!(world.store, |tx| Sessions::on(&tx).note_use(&session, at));
                if at.plus_seconds(idle) > end {
                    break;
                }
                at = at.plus_seconds(idle - 1);
            }
            assert!(valid(&world.store, tablet, Moment(end.0 - 1)).await, "{:?}", tablet.role);
            assert!(!valid(&world.store, tablet, end).await, "{:?}", tablet.role);
        }
    }

    async fn an_expired_session_writes_nothing(world) {
        let samira = &mut world.town.samira;
        let mut late = samira.numbered(1, &proposed());
        late.at = NOW.plus_seconds(30 * 60);
        assert_eq!(world.store.submit(late.clone()).await.unwrap(), denied(Denial::SignedOut));
        late.at = Moment(late.at.0 - 1);
        assert_eq!(world.store.submit(late).await.unwrap(), kept(1, 1), "it stored nothing the first time");
    }

    async fn a_closed_session_is_gone_and_the_others_stay(world) {
        let samira = &world.town.samira;
        let second = samira.again(&world.store, NOW).await;
        let third = samira.again(&world.store, NOW).await;
        let mut closings = world.store.closings();
        written!(world.store, |tx| Sessions::on(&tx).close(&samira.token));
        assert!(closings.try_recv().is_ok());
        assert!(!valid(&world.store, samira, NOW).await);
        written!(world.store, |tx| Sessions::on(&tx).close(&samira.token));
        assert!(closings.try_recv().is_err(), "a token that nobody has rings at nobody's socket");
        assert!(valid(&world.store, &second, NOW).await);
        written!(world.store, |tx| Sessions::on(&tx).close_of(world.town.cell, samira.person));
        assert!(closings.try_recv().is_ok());
        assert!(!valid(&world.store, &second, NOW).await);
        assert!(!valid(&world.store, &third, NOW).await);
        assert!(valid(&world.store, &world.town.karim, NOW).await);
    }

    async fn the_role_of_a_session_that_ended_by_rest_is_still_known_and_opens_nothing(world) {
        let rose = &world.town.rose;
        assert!(!valid(&world.store, rose, NOW.plus_days(1)).await);
        assert_eq!(Sessions::on(world.store.reads()).role_before(&rose.token).await.unwrap(), Some(rose.role));
        let unknown = itineraire_store::TokenHash::of("nobody's");
        assert_eq!(Sessions::on(world.store.reads()).role_before(&unknown).await.unwrap(), None);
    }

    async fn a_session_survives_a_restart_with_its_proof_and_the_proof_grows_old(world) {
        let again = world.another().await;
        let session = Sessions::on(again.reads()).valid(&world.town.rose.token, NOW).await.unwrap().unwrap();
        let proven = session.proven.expect("card and PIN");
        assert!(proven.fresh(Moment(NOW.plus_seconds(FRESH_FOR).0 - 1)).is_some());
        assert!(proven.fresh(NOW.plus_seconds(FRESH_FOR)).is_none());
        let session = Sessions::on(again.reads()).valid(&world.town.samira.token, NOW).await.unwrap().unwrap();
        assert_eq!(session.proven, None);
    }

    async fn what_a_transaction_ends_is_told_once_it_is_committed_and_never_if_it_is_not(world) {
        let (store, samira) = (&world.store, &world.town.samira);
        let mut closings = store.closings();
        let given_up = store.begin().await.unwrap();
        assert!(Sessions::on(&given_up).close(&samira.token).await.unwrap());
        drop(given_up);
        assert!(samira.session(store).await.is_some(), "it never was");
        let transaction = store.begin().await.unwrap();
        assert!(Sessions::on(&transaction).close(&samira.token).await.unwrap());
        assert!(closings.try_recv().is_err(), "whoever looked now would find the session");
        transaction.commit().await.unwrap();
        assert!(closings.try_recv().is_ok());
        assert!(samira.session(store).await.is_none());
    }

    async fn a_session_that_opens_while_its_membership_is_suspended_does_not_come_back_with_it(world) {
        let store = &world.store;
        let theirs = (world.town.cell, world.town.samira.membership);
        let suspending = store.begin().await.unwrap();
        Memberships::on(&suspending).set_state(theirs.0, theirs.1, MembershipState::Suspended, NOW).await.unwrap();
        let (token, opens) = (TokenHash::of("meanwhile"), store.clone());
        let opening = tokio::spawn({
            let token = token.clone();
            async move { written!(opens, |tx| Sessions::on(&tx).open(&token, theirs, Policy::default().others, None, NOW)) }
        });
        tokio::task::yield_now().await;
        suspending.commit().await.unwrap();
        assert!(!opening.await.unwrap());
        written!(store, |tx| Memberships::on(&tx).set_state(theirs.0, theirs.1, MembershipState::Active, NOW));
        assert!(Sessions::on(store.reads()).valid(&token, NOW).await.unwrap().is_none());
    }

    async fn a_tablet_that_is_handed_over_while_its_membership_is_suspended_has_no_way_back(world) {
        let store = &world.store;
        let session = world.town.samira.session(store).await.unwrap();
        let suspending = store.begin().await.unwrap();
        Memberships::on(&suspending).set_state(session.cell, session.membership, MembershipState::Suspended, NOW).await.unwrap();
        let (token, leaves, of) = (TokenHash::of("left meanwhile"), store.clone(), world.town.parcours);
        let leaving = tokio::spawn({
            let (token, session) = (token.clone(), session.clone());
            async move { written!(leaves, |tx| Sessions::on(&tx).hand_over(&session, &token, of, NOW)) }
        });
        tokio::task::yield_now().await;
        suspending.commit().await.unwrap();
        assert!(!leaving.await.unwrap());
        written!(store, |tx| Memberships::on(&tx).set_state(session.cell, session.membership, MembershipState::Active, NOW));
        assert!(Sessions::on(store.reads()).handed_over(&token, 3600, NOW).await.unwrap().is_none());
    }
}
