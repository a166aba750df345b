//! Foreign keys: what a row names is there, on both databases.

use crate::catalogue::entry;
use crate::world::{NOW, World, account, on_both};
use itineraire_domain::catalogue::List;
use itineraire_domain::ids::{DeviceId, FindingId, ReferralId};
use itineraire_domain::parcours::{AnswerCommand, Command, FindingCommand, SharedItem, Side};
use itineraire_domain::people::{Told, Unclear};
use itineraire_domain::referral::{NewReferral, ReferralState};
use itineraire_domain::theme;
use itineraire_store::TokenHash;
use itineraire_store::repositories::{
    Browsers, Cards, Catalogue, Devices, Identities, Identity, Invitations, Referrals,
};
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

/// Table and column of every foreign key, as the database itself lists them.
async fn keys(world: &World) -> Vec<(String, String)> {
    let tables = world.tables().await;
    let backend = tables.get_database_backend();
    let asks = match backend {
        DbBackend::Sqlite => {
            "SELECT m.name AS t, k.\"from\" AS c FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"
        }
        _ => {
            "SELECT u.table_name AS t, u.column_name AS c FROM information_schema.key_column_usage u \
             JOIN information_schema.table_constraints k USING (constraint_schema, constraint_name) \
             WHERE k.constraint_type = 'FOREIGN KEY'"
        }
    };
    let rows = tables
        .query_all_raw(Statement::from_string(backend, asks))
        .await
        .unwrap();
    let mut all: Vec<_> = rows
        .iter()
        .map(|row| (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap()))
        .collect();
    all.sort();
    all
}

/// A row in every table.
async fn fill(world: &mut World) {
    let step = world.step("CV", theme!("work")).await;
    let finding = FindingCommand::Add {
        side: Side::Barrier,
        theme: theme!("work"),
        words: "Pas de permis".into(),
    };
    world
        .town
        .samira
        .keeps(&world.store, Command::Finding(FindingId(Uuid::new_v4()), finding))
        .await;
    world
        .town
        .samira
        .keeps(&world.store, Command::Answer(step, AnswerCommand::TalkAboutIt))
        .await;
    world.share(SharedItem::Goal).await;
    let (cell, rose, samira) = (
        world.town.cell,
        world.town.rose.person,
        world.town.samira.membership,
    );
    let store = &world.store;
    written!(store, |tx| Cards::on(&tx).give(
        cell,
        rose,
        ("secret", "hash"),
        NOW
    ));
    let theirs = [(cell, samira)];
    let hers = account(store, ("samira@rivemont.example", "hash"), &theirs).await;
    let browser = TokenHash::of("browser");
    written!(store, |tx| Browsers::on(&tx).comes(hers, &browser, NOW));
    let identity = Identity {
        first_name: None,
        born: None,
        birth_year: None,
        commune: None,
        phone: None,
        email: None,
        language: "fr".into(),
        reach: None,
    };
    written!(store, |tx| Identities::on(&tx).keep(cell, rose, &identity));
    let by = world.town.samira.person;
    written!(store, |tx| Identities::on(&tx).note_told(
        (cell, rose),
        by,
        Told::Aloud,
        NOW
    ));
    written!(store, |tx| Identities::on(&tx).note_corrected(
        (cell, rose),
        by,
        (Unclear::LastName, "Mullet", "Mulet"),
        NOW
    ));
    written!(store, |tx| Invitations::on(&tx).ask(
        (cell, samira),
        (by, "samira@rivemont.example"),
        ("number", None),
        (NOW, NOW)
    ));
    let referral = ReferralId(Uuid::new_v4());
    let need = NewReferral {
        first_name: "Rachid".into(),
        last_name: "Benali".into(),
        phone: None,
        reach: Some("le soir".into()),
        noticed: "Courrier".into(),
    };
    let parcours = world.town.parcours;
    written!(store, |tx| Referrals::on(&tx).receive(
        (cell, referral),
        &need,
        Some(by),
        NOW
    ));
    written!(store, |tx| Referrals::on(&tx).moves_to(
        (cell, referral),
        (ReferralState::Taken, None),
        Some(parcours),
        (by, NOW)
    ));
    let tablet = DeviceId(Uuid::new_v4());
    written!(store, |tx| Devices::on(&tx).add(
        cell,
        tablet,
        "Tablette du bus",
        NOW
    ));
    let words = [entry(List::Theme, "work", 0)];
    written!(store, |tx| Catalogue::on(&tx).replace(
        cell,
        &words,
        Some(samira),
        NOW
    ));
    let tables = world.tables().await;
    let snapshot = Statement::from_sql_and_values(
        tables.get_database_backend(),
        "INSERT INTO snapshots (stream_id, cell_id, seq, version, body) VALUES ($1, $2, 1, 0, '')",
        [world.town.parcours.0.into(), cell.0.into()],
    );
    tables.execute_raw(snapshot).await.unwrap();
}

on_both! {
    // @proof house foreign-keys: what a row names is there, on both databases: each key, broken, is refused
    async fn every_foreign_key_holds(world) {
        fill(world).await;
        let tables = world.tables().await;
        let backend = tables.get_database_backend();
        let keys = keys(world).await;
        assert!(keys.len() > 30, "{keys:?}");
        for (table, column) in &keys {
            let count = format!("SELECT count(*) FROM {table}");
            let row = tables.query_one_raw(Statement::from_string(backend, count)).await.unwrap().unwrap();
            assert!(row.try_get_by_index::<i64>(0).unwrap() > 0, "{table} is empty: nothing would be shown");
            // One row alone: more would meet in a unique key.
            let row = if backend == DbBackend::Sqlite { "rowid" } else { "ctid" };
            let astray =
                format!("UPDATE {table} SET \"{column}\" = $1 WHERE {row} = (SELECT min({row}) FROM {table})");
            let astray = Statement::from_sql_and_values(backend, astray, [Uuid::new_v4().into()]);
            let error = tables.execute_raw(astray).await.expect_err("a row that names nothing");
            let said = error.to_string().to_lowercase();
            assert!(said.contains("foreign key") , "{table}.{column}: {said}");
        }
        println!("PROOF foreign-keys: {} of {} hold on {backend:?}", keys.len(), keys.len());
    }
}
