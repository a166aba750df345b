//! The twin check: two cells in one database, and nothing of one opens anything of the other.

use crate::tablet::{Tablet, denied};
use crate::world::{NOW, on_both, today};
use itineraire_domain::Denial;
use itineraire_domain::access::permission::{Standing, Ties};
use itineraire_domain::access::{AssignmentKind, MembershipState};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{Command, Seq, SharedItem, StepCommand};
use itineraire_domain::theme;
use itineraire_domain::views::words::BoardWords;
use itineraire_store::repositories::{
    Assignment, Assignments, Cards, Clients, Home, Memberships, Organisations, Parcours, Partners, People,
    Sessions,
};
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

on_both! {
    async fn another_cells_ids_open_nothing_through_a_session(world) {
        let step = world.step("Un secret", theme!("work")).await;
        world.share(SharedItem::Step(step)).await;
        let (store, here) = (&world.store, &world.town);
        for tablet in [&world.twin.rose, &world.twin.samira, &world.twin.lea] {
            let session = tablet.session(store).await.unwrap();
            let (_, standing) = Sessions::on(store.reads()).who_asks(&tablet.token, Some(here.parcours), NOW).await.unwrap().unwrap();
            assert_eq!(standing, Standing::towards(tablet.role, Ties::default(), true));
            assert_eq!(Parcours::on(store.reads()).page(&session, tablet.me(), (here.parcours, store.epoch()), BoardWords::default(), (NOW, store.at_hand())).await.unwrap(), None);
            assert_eq!(written!(store, |tx| Partners::on(&tx).view(&session, here.parcours, NOW)), None);
            assert_eq!(Clients::on(store.reads()).next(&session, here.parcours, here.samira.client).await.unwrap(), None);
            assert!(Partners::on(store.reads()).home(&session, NOW).await.unwrap().is_empty());
            let rows = Home::on(store.reads()).of(&session, today(), NOW).await.unwrap();
            assert!(rows.iter().all(|row| row.parcours == world.twin.parcours));

            let write = Command::Step(StepId(Uuid::new_v4()), StepCommand::Propose { title: "CV".into(), theme: theme!("work"), terms: None });
            let mut submission = tablet.numbered(1, &write);
            submission.parcours = here.parcours;
            let clients = [tablet.client, here.samira.client];
            for client in clients {
                let submission = itineraire_store::Submission { client, ..submission.clone() };
                assert_eq!(store.submit(submission).await.unwrap(), denied(Denial::NotFound));
            }
            // On their own board, with a client of ours.
            if tablet.person != world.twin.lea.person {
                let mut submission = tablet.numbered(1, &write);
                submission.client = here.samira.client;
                assert_eq!(store.submit(submission).await.unwrap(), denied(Denial::WrongClient));
            }
        }
        assert_eq!(world.board().await.seq, Seq(2));
    }

    async fn another_cells_ids_find_nothing_by_cell(world) {
        world.step("Un secret", theme!("work")).await;
        let (store, here, there) = (&world.store, &world.town, world.twin.cell);
        assert_eq!(Parcours::on(store.reads()).board(there, here.parcours).await.unwrap(), None);
        assert_eq!(Parcours::on(store.reads()).replayed(there, here.parcours).await.unwrap(), None);
        assert!(Parcours::on(store.reads()).events_after(there, here.parcours, Seq(0)).await.unwrap().is_empty());
        assert_eq!(Parcours::on(store.reads()).of_usager(there, here.rose.person).await.unwrap(), None);
        assert_eq!(People::on(store.reads()).name(there, here.rose.person).await.unwrap(), None);
        assert_eq!(Organisations::on(store.reads()).name(there, here.organisation).await.unwrap(), None);
        written!(store, |tx| Cards::on(&tx).give(here.cell, here.rose.person, ("secret", "hash"), NOW));
        assert!(Cards::on(store.reads()).of(there, here.rose.person).await.unwrap().is_none());
        assert!(Cards::on(store.reads()).of(here.cell, here.rose.person).await.unwrap().is_some());
    }

    async fn every_table_carries_its_cell(world) {
        let tables = world.tables().await;
        let query = if world.is_sqlite() {
            "SELECT m.name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'cell_id')
             FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        } else {
            "SELECT CAST(t.table_name AS text), EXISTS (SELECT 1 FROM information_schema.columns c
             WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'cell_id')
             FROM information_schema.tables t WHERE t.table_schema = 'public'"
        };
        let statement = Statement::from_string(tables.get_database_backend(), query);
        let rows = tables.query_all_raw(statement).await.unwrap();
        tables.close().await.unwrap();
        assert!(rows.len() > 20, "{}", rows.len());
        let mut without: Vec<String> = Vec::new();
        for row in rows {
            if !row.try_get_by_index::<bool>(1).unwrap() {
                without.push(row.try_get_by_index(0).unwrap());
            }
        }
        without.sort_unstable();
        let known = [
            // Signing in is of no cell.
            "accounts",
            "browsers",
            // The cells themselves.
            "cells",
            "credentials",
            // A letter is of an address.
            "outbox",
            // What was migrated: about the file.
            "seaql_migrations",
            // The epoch: about the file.
            "store_meta",
            // Counts before anyone is known.
            "throttles",
        ];
        assert_eq!(without, known);
    }

    async fn another_cells_hand_changes_nothing_here(world) {
        let (store, here, there) = (&world.store, &world.town, world.twin.cell);
        written!(store, |tx| Sessions::on(&tx).close_of(there, here.samira.person));
        written!(store, |tx| Memberships::on(&tx).set_state(there, here.samira.membership, MembershipState::Ended, NOW));
        written!(store, |tx| Assignments::on(&tx).end((there, here.parcours), here.samira.person, NOW));
        let stands = async |tablet: &Tablet| {
            let asked = Sessions::on(store.reads()).who_asks(&tablet.token, Some(here.parcours), NOW).await.unwrap();
            asked.expect("still signed in").1
        };
        assert_eq!(stands(&here.samira).await, Standing::Assigned);
        // Assigned under the wrong cell is not assigned.
        let paul = Assignment::of(here.paul.person, AssignmentKind::Referent);
        written!(store, |tx| Assignments::on(&tx).begin((there, here.parcours), paul, NOW));
        assert_eq!(stands(&here.paul).await, Standing::Unassigned);
    }
}
