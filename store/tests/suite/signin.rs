//! Tries are counted one by one, and the count survives a restart.

use crate::world::{NOW, World, account, full_name, on_both};
use itineraire_domain::access::Capability;
use itineraire_domain::access::Policy;
use itineraire_domain::access::card::Tries;
use itineraire_domain::access::secret::Matched;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::PersonId;
use itineraire_store::Store;
use itineraire_store::repositories::{Accounts, Cards, Memberships, Newcomer, Sessions, Throttles};
use itineraire_testing::right_pin;
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use tokio::task::JoinSet;
use uuid::Uuid;

async fn rows(world: &World, query: &str) -> Vec<QueryResult> {
    let tables = world.tables().await;
    let statement = Statement::from_string(tables.get_database_backend(), query);
    let rows = tables.query_all_raw(statement).await.unwrap();
    tables.close().await.unwrap();
    rows
}

/// Sweeps; gives how many rows went.
async fn swept(store: &Store, now: Moment) -> u64 {
    let throttles = written!(store, |tx| Throttles::on(&tx).sweep(now));
    throttles + written!(store, |tx| Sessions::on(&tx).sweep(now))
}

on_both! {
    async fn tries_come_in_a_burst_then_at_a_pace(world) {
        let store = &world.store;
        for _ in 0..3 {
            assert!(written!(store, |tx| Throttles::on(&tx).allow("address 192.0.2.1", 3, 3, NOW)));
        }
        assert!(!written!(store, |tx| Throttles::on(&tx).allow("address 192.0.2.1", 3, 3, NOW)));
        assert!(written!(store, |tx| Throttles::on(&tx).allow("address 192.0.2.2", 3, 3, NOW)), "another address");
        let again = world.another().await;
        let soon = Moment(NOW.plus_seconds(20).0 - 1);
        assert!(!written!(again, |tx| Throttles::on(&tx).allow("address 192.0.2.1", 3, 3, soon)), "after a restart too");
        assert!(written!(again, |tx| Throttles::on(&tx).allow("address 192.0.2.1", 3, 3, NOW.plus_seconds(20))));
        assert!(!written!(again, |tx| Throttles::on(&tx).allow("address 192.0.2.1", 3, 3, NOW.plus_seconds(20))));
    }

    async fn tries_that_come_at_once_are_no_more(world) {
        let mut tasks = JoinSet::new();
        let other = world.another().await;
        for number in 0..30 {
            let store = if number % 2 == 0 { world.store.clone() } else { other.clone() };
            tasks.spawn(async move { written!(store, |tx| Throttles::on(&tx).allow("account samira", 6, 6, NOW)) });
        }
        let allowed = tasks.join_all().await.into_iter().filter(|it| *it).count();
        assert_eq!(allowed, 6);
    }

    async fn wrong_pins_that_come_at_once_are_counted_each(world) {
        let (cell, rose) = (world.town.cell, world.town.rose.person);
        written!(world.store, |tx| Cards::on(&tx).give(cell, rose, ("secret", "hash"), NOW));
        // Every one of them read the card before the first was judged.
        let (card, _) = Cards::on(world.store.reads()).with_secret("secret").await.unwrap().unwrap();
        let other = world.another().await;
        let mut tasks = JoinSet::new();
        for number in 0..20 {
            let store = if number % 2 == 0 { world.store.clone() } else { other.clone() };
            let card = card.clone();
            tasks.spawn(async move { written!(store, |tx| Cards::on(&tx).prove(&card, Matched::NO, Policy::default().pin, NOW)) });
        }
        assert!(tasks.join_all().await.iter().all(Option::is_none));
        let tries = Cards::on(other.reads()).with_secret("secret").await.unwrap().unwrap().0.tries;
        // The fifth makes the card wait a minute, and what comes meanwhile is not looked at.
        assert_eq!((tries.wrong, tries.wait_until), (5, NOW.plus_seconds(60)));
        assert!(written!(world.store, |tx| Cards::on(&tx).prove(&card, right_pin(), Policy::default().pin, NOW)).is_none(), "not even the right one");
        let proven = written!(world.store, |tx| Cards::on(&tx).prove(&card, right_pin(), Policy::default().pin, NOW.plus_seconds(60)));
        assert_eq!(proven.map(itineraire_domain::access::signin::Proven::person), Some(rose));
        let tries = Cards::on(world.store.reads()).with_secret("secret").await.unwrap().unwrap().0.tries;
        assert_eq!(tries.wrong, 0, "the right one starts the count anew");
    }

    async fn a_try_of_nobodys_card_writes_and_proves_nothing(world) {
        let written = async || rows(world, "SELECT key FROM throttles").await.len();
        assert_eq!(written().await, 0);
        assert_eq!(written!(world.store, |tx| Cards::on(&tx).prove(None, right_pin(), Policy::default().pin, NOW)), None);
        assert_eq!(written().await, 1);
    }

    async fn a_blocked_card_opens_again_when_it_is_reset_for_its_usager_and_its_cell(world) {
        let (cell, rose) = (world.town.cell, world.town.rose.person);
        written!(world.store, |tx| Cards::on(&tx).give(cell, rose, ("secret", "hash"), NOW));
        let (card, _) = Cards::on(world.store.reads()).with_secret("secret").await.unwrap().unwrap();
        let malik = PersonId(Uuid::new_v4());
        let name = full_name("Malik");
        written!(world.store, |tx| Memberships::on(&tx).begin(cell, &Newcomer { person: malik, name: &name, capabilities: &[Capability::Usager], organisation: None }, NOW));
        written!(world.store, |tx| Cards::on(&tx).give(cell, malik, ("another", "hash"), NOW));
        let (other, _) = Cards::on(world.store.reads()).with_secret("another").await.unwrap().unwrap();
        written!(world.store, |tx| Cards::on(&tx).prove(&other, Matched::NO, Policy::default().pin, NOW));
        let mut now = NOW;
        for _ in 0..10 {
            written!(world.store, |tx| Cards::on(&tx).prove(&card, Matched::NO, Policy::default().pin, now));
            now = now.plus_days(1);
        }
        assert_eq!(Cards::on(world.store.reads()).with_secret("secret").await.unwrap().unwrap().0.tries.wrong, 10);
        assert_eq!(written!(world.store, |tx| Cards::on(&tx).prove(&card, right_pin(), Policy::default().pin, now)), None, "even the right one");
        assert!(!written!(world.store, |tx| Cards::on(&tx).reset(world.twin.cell, rose)), "another cell");
        let elsewhere = world.twin.rose.person;
        assert!(!written!(world.store, |tx| Cards::on(&tx).reset(cell, elsewhere)), "another cell's usager");
        assert_eq!(written!(world.store, |tx| Cards::on(&tx).prove(&card, right_pin(), Policy::default().pin, now)), None);
        assert!(written!(world.store, |tx| Cards::on(&tx).reset(cell, rose)));
        assert_eq!(Cards::on(world.store.reads()).with_secret("another").await.unwrap().unwrap().0.tries.wrong, 1, "nobody else's");
        assert_eq!(Cards::on(world.store.reads()).with_secret("secret").await.unwrap().unwrap().0.tries, Tries::default());
        assert!(written!(world.store, |tx| Cards::on(&tx).prove(&card, right_pin(), Policy::default().pin, now)).is_some());
    }

    async fn what_counts_for_nothing_any_more_is_swept_away_and_nothing_else(world) {
        let store = &world.store;
        assert!(written!(store, |tx| Throttles::on(&tx).allow("account made up", 6, 6, NOW)));
        for _ in 0..6 {
            written!(store, |tx| Throttles::on(&tx).allow("account samira", 6, 6, NOW));
        }
        assert_eq!(swept(store, NOW).await, 0);
        assert_eq!(swept(store, NOW.plus_seconds(10)).await, 1, "the made up one");
        assert!(!written!(store, |tx| Throttles::on(&tx).allow("account samira", 6, 6, NOW)), "this one still counts");
        assert_eq!(swept(store, NOW.plus_seconds(60)).await, 1);
        // A usager's session may stand two hours, any other twelve.
        for hours in [2, 12] {
            let end = NOW.plus_seconds(hours * 3600);
            assert_eq!(swept(store, Moment(end.0 - 1)).await, 0, "a session may stand so long");
            assert!(swept(store, end).await > 0, "{hours}");
        }
        assert!(rows(world, "SELECT token_hash FROM sessions").await.is_empty());
    }

    async fn an_account_is_found_by_its_address_however_it_is_typed(world) {
        let theirs = [(world.town.cell, world.town.samira.membership)];
        let samira = account(&world.store, ("Samira@Rivemont.example ", "hash"), &theirs).await;
        let found = Accounts::on(world.store.reads()).with_password(" sAmira@rivemont.EXAMPLE").await.unwrap().unwrap();
        assert_eq!((found.account, found.hash.as_str()), (samira, "hash"));
        assert_eq!(found.memberships.iter().map(|it| (it.cell, it.id)).collect::<Vec<_>>(), theirs);
        assert!(Accounts::on(world.store.reads()).with_password("samira@rivemont.example.org").await.unwrap().is_none());
        assert!(Cards::on(world.store.reads()).with_secret("another").await.unwrap().is_none());
    }
}
