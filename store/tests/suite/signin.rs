//! Tries are counted one by one, and the count survives a restart.

use crate::world::{NOW, World, full_name, on_both};
use itineraire_domain::access::Capability;
use itineraire_domain::access::card::Tries;
use itineraire_domain::access::secret::Matched;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::PersonId;
use itineraire_testing::right_pin;
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

on_both! {
    async fn tries_come_in_a_burst_then_at_a_pace(world) {
        let store = &world.store;
        for _ in 0..3 {
            assert!(store.allow_try("address 192.0.2.1", 3, 3, NOW).await.unwrap());
        }
        assert!(!store.allow_try("address 192.0.2.1", 3, 3, NOW).await.unwrap());
        assert!(store.allow_try("address 192.0.2.2", 3, 3, NOW).await.unwrap(), "another address");
        let again = world.another().await;
        let soon = Moment(NOW.plus_seconds(20).0 - 1);
        assert!(!again.allow_try("address 192.0.2.1", 3, 3, soon).await.unwrap(), "after a restart too");
        assert!(again.allow_try("address 192.0.2.1", 3, 3, NOW.plus_seconds(20)).await.unwrap());
        assert!(!again.allow_try("address 192.0.2.1", 3, 3, NOW.plus_seconds(20)).await.unwrap());
    }

    async fn tries_that_come_at_once_are_no_more(world) {
        let mut tasks = JoinSet::new();
        let other = world.another().await;
        for number in 0..30 {
            let store = if number % 2 == 0 { world.store.clone() } else { other.clone() };
            tasks.spawn(async move { store.allow_try("account samira", 6, 6, NOW).await.unwrap() });
        }
        let allowed = tasks.join_all().await.into_iter().filter(|it| *it).count();
        assert_eq!(allowed, 6);
    }

    async fn wrong_pins_that_come_at_once_are_counted_each(world) {
        let (cell, rose) = (world.town.cell, world.town.rose.person);
        world.store.set_card(cell, rose, ("secret", "hash"), NOW).await.unwrap();
        // Every one of them read the card before the first was judged.
        let (card, _) = world.store.card("secret").await.unwrap().unwrap();
        let other = world.another().await;
        let mut tasks = JoinSet::new();
        for number in 0..20 {
            let store = if number % 2 == 0 { world.store.clone() } else { other.clone() };
            let card = card.clone();
            tasks.spawn(async move { store.prove_card(&card, Matched::NO, NOW).await.unwrap() });
        }
        assert!(tasks.join_all().await.iter().all(Option::is_none));
        let tries = other.card("secret").await.unwrap().unwrap().0.tries;
        // The fifth makes the card wait a minute, and what comes meanwhile is not looked at.
        assert_eq!((tries.wrong, tries.wait_until), (5, NOW.plus_seconds(60)));
        assert!(world.store.prove_card(&card, right_pin(), NOW).await.unwrap().is_none(), "not even the right one");
        let proven = world.store.prove_card(&card, right_pin(), NOW.plus_seconds(60)).await.unwrap();
        assert_eq!(proven.map(itineraire_domain::access::signin::Proven::person), Some(rose));
        let tries = world.store.card("secret").await.unwrap().unwrap().0.tries;
        assert_eq!(tries.wrong, 0, "the right one starts the count anew");
    }

    async fn a_try_of_nobodys_card_writes_and_proves_nothing(world) {
        let written = async || rows(world, "SELECT key FROM throttles").await.len();
        assert_eq!(written().await, 0);
        assert_eq!(world.store.prove_card(None, right_pin(), NOW).await.unwrap(), None);
        assert_eq!(written().await, 1);
    }

    async fn a_blocked_card_opens_again_when_it_is_reset_for_its_parcours_and_its_cell(world) {
        let (cell, parcours, rose) = (world.town.cell, world.town.parcours, world.town.rose.person);
        world.store.set_card(cell, rose, ("secret", "hash"), NOW).await.unwrap();
        let (card, _) = world.store.card("secret").await.unwrap().unwrap();
        let malik = PersonId(Uuid::new_v4());
        let name = full_name("Malik");
        world.store.create_person((cell, malik), &name, &[Capability::Usager], None, NOW).await.unwrap();
        world.store.set_card(cell, malik, ("another", "hash"), NOW).await.unwrap();
        let (other, _) = world.store.card("another").await.unwrap().unwrap();
        world.store.prove_card(&other, Matched::NO, NOW).await.unwrap();
        let mut now = NOW;
        for _ in 0..10 {
            world.store.prove_card(&card, Matched::NO, now).await.unwrap();
            now = now.plus_days(1);
        }
        assert_eq!(world.store.card("secret").await.unwrap().unwrap().0.tries.wrong, 10);
        assert_eq!(world.store.prove_card(&card, right_pin(), now).await.unwrap(), None, "even the right one");
        assert!(!world.store.reset_card(world.twin.cell, parcours).await.unwrap(), "another cell");
        assert!(!world.store.reset_card(cell, world.twin.parcours).await.unwrap(), "another's parcours");
        assert_eq!(world.store.prove_card(&card, right_pin(), now).await.unwrap(), None);
        assert!(world.store.reset_card(cell, parcours).await.unwrap());
        assert_eq!(world.store.card("another").await.unwrap().unwrap().0.tries.wrong, 1, "nobody else's");
        assert_eq!(world.store.card("secret").await.unwrap().unwrap().0.tries, Tries::default());
        assert!(world.store.prove_card(&card, right_pin(), now).await.unwrap().is_some());
    }

    async fn what_counts_for_nothing_any_more_is_swept_away_and_nothing_else(world) {
        let store = &world.store;
        assert!(store.allow_try("account made up", 6, 6, NOW).await.unwrap());
        for _ in 0..6 {
            store.allow_try("account samira", 6, 6, NOW).await.unwrap();
        }
        assert_eq!(store.sweep(NOW).await.unwrap(), 0);
        assert_eq!(store.sweep(NOW.plus_seconds(10)).await.unwrap(), 1, "the made up one");
        assert!(!store.allow_try("account samira", 6, 6, NOW).await.unwrap(), "this one still counts");
        assert_eq!(store.sweep(NOW.plus_seconds(60)).await.unwrap(), 1);
        let end = NOW.plus_seconds(12 * 3600);
        assert_eq!(store.sweep(Moment(end.0 - 1)).await.unwrap(), 0, "a session may stand so long");
        assert!(store.sweep(end).await.unwrap() > 0);
        assert!(rows(world, "SELECT token_hash FROM sessions").await.is_empty());
    }

    async fn an_account_is_found_by_its_address_however_it_is_typed(world) {
        let theirs = [(world.town.cell, world.town.samira.membership)];
        let samira = world.store.create_account("Samira@Rivemont.example ", "hash", &theirs, NOW).await.unwrap();
        let found = world.store.password_account(" sAmira@rivemont.EXAMPLE").await.unwrap().unwrap();
        assert_eq!((found.account, found.hash.as_str()), (samira, "hash"));
        assert_eq!(found.memberships.iter().map(|it| (it.cell, it.id)).collect::<Vec<_>>(), theirs);
        assert!(world.store.password_account("samira@rivemont.example.org").await.unwrap().is_none());
        assert!(world.store.card("another").await.unwrap().is_none());
    }
}
