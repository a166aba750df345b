//! Letters: each is taken up by one, and what was handed over is never taken up again.

use crate::world::{NOW, on_both};
use itineraire_domain::calendar::Moment;
use itineraire_domain::people::{Letter, LetterState};
use itineraire_store::repositories::Outbox;
use itineraire_testing::written;
use tokio::task::JoinSet;

const TO: &str = "samira@rivemont.example";

on_both! {
    async fn a_letter_is_taken_up_by_one_for_as_long_as_it_takes(world) {
        let (store, until) = (&world.store, NOW.plus_days(1));
        let letter = written!(store, |tx| Outbox::on(&tx).put(&Letter::NewPassword, TO, (NOW, until)));
        let mut tasks = JoinSet::new();
        let other = world.another().await;
        for number in 0..12 {
            let store = if number % 2 == 0 { world.store.clone() } else { other.clone() };
            let while_taken = (NOW, NOW.plus_seconds(600));
            tasks.spawn(async move { written!(store, |tx| Outbox::on(&tx).take(letter, while_taken)) });
        }
        let taken: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        assert_eq!(taken.len(), 1);
        let taken = &taken[0];
        assert_eq!((taken.email.as_str(), &taken.letter, taken.tries, taken.until), (TO, &Letter::NewPassword, 1, until));
        // Whoever had it ended: it is another's.
        let take = async |at: Moment| written!(store, |tx| Outbox::on(&tx).take(letter, (at, at.plus_seconds(600))));
        assert!(take(NOW.plus_seconds(599)).await.is_none());
        assert_eq!(take(NOW.plus_seconds(600)).await.map(|it| it.tries), Some(2));
    }

    async fn what_was_handed_over_is_taken_up_only_when_it_was_not_kept(world) {
        let store = &world.store;
        let letter = written!(store, |tx| Outbox::on(&tx).put(&Letter::Invitation, TO, (NOW, NOW.plus_days(3))));
        let hand = (LetterState::Waiting, LetterState::Handed);
        assert!(written!(store, |tx| Outbox::on(&tx).becomes(letter, hand)));
        assert!(!written!(store, |tx| Outbox::on(&tx).becomes(letter, hand)), "once");
        let later = NOW.plus_days(1);
        let take = async || written!(store, |tx| Outbox::on(&tx).take(letter, (later, later.plus_seconds(600))));
        assert!(take().await.is_none());
        assert!(Outbox::on(store.reads()).waiting(9).await.unwrap().is_empty());
        written!(store, |tx| Outbox::on(&tx).again(letter, LetterState::Handed, later));
        assert_eq!(Outbox::on(store.reads()).waiting(9).await.unwrap(), [(letter, later)]);
        assert!(take().await.is_some());
        let sent = (LetterState::Waiting, LetterState::Sent);
        assert!(written!(store, |tx| Outbox::on(&tx).becomes(letter, sent)));
        assert!(take().await.is_none());
        let states = Outbox::on(store.reads()).states([letter]).await.unwrap();
        assert_eq!(states.get(&letter), Some(&LetterState::Sent));
        assert_eq!(written!(store, |tx| Outbox::on(&tx).sweep(NOW)), 0);
        assert_eq!(written!(store, |tx| Outbox::on(&tx).sweep(NOW.plus_seconds(1))), 1);
    }
}
