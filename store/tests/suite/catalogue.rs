//! What a cell calls things.

use crate::world::{NOW, World, on_both};
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::{Entry, List, Look, Slug};
use itineraire_domain::theme;
use itineraire_store::repositories::{Catalogue, CellRow, Cells};
use itineraire_testing::{cell_of, written};
use sea_orm::{ConnectionTrait, Statement};

/// An entry of a list.
pub fn entry(list: List, slug: &str, order: u16) -> Entry {
    let is_theme = list == List::Theme;
    Entry {
        list,
        slug: Slug::new(slug).unwrap(),
        words: [("fr".to_owned(), format!("Mot {slug}"))].into(),
        look: is_theme.then(|| Look {
            colour: "teal".into(),
            icon: "bus".into(),
        }),
        theme: (list == List::Barrier).then_some(theme!("work")),
        order,
        retired: false,
    }
}

/// When each entry of Rose's town was changed, as the table has it.
async fn changes(world: &World) -> Vec<(String, i64)> {
    let tables = world.tables().await;
    let asks = Statement::from_sql_and_values(
        tables.get_database_backend(),
        "SELECT slug, changed FROM catalogue_entries WHERE cell_id = $1 ORDER BY slug",
        [world.town.cell.0.into()],
    );
    let rows = tables.query_all_raw(asks).await.unwrap();
    let row = |row: &sea_orm::QueryResult| {
        (
            row.try_get("", "slug").unwrap(),
            row.try_get("", "changed").unwrap(),
        )
    };
    rows.iter().map(row).collect()
}

on_both! {
    async fn a_catalogue_is_replaced_by_what_differs(world) {
        let (store, cell, later) = (&world.store, world.town.cell, Moment(NOW.0 + 1));
        let (work, health) = (entry(List::Theme, "work", 0), entry(List::Theme, "health", 1));
        let licence = entry(List::Barrier, "licence", 0);
        let first = [work.clone(), health.clone(), licence.clone()];
        written!(store, |tx| Catalogue::on(&tx).replace(cell, &first, None, NOW));
        let read = Catalogue::on(store.reads()).lists(cell, &[List::Theme]).await.unwrap();
        assert_eq!(read, [work.clone(), health.clone()]);
        let read = Catalogue::on(store.reads()).lists(cell, &[List::Theme, List::Barrier]).await.unwrap();
        assert_eq!(read.len(), 3);
        assert!(read.contains(&licence));

        // Health comes first and is retired, the frein goes, work only moves.
        let health = Entry { order: 0, retired: true, ..health };
        let work = Entry { order: 1, ..work };
        let money = entry(List::Theme, "money", 2);
        let by = Some(world.town.samira.membership);
        let then = [health.clone(), work.clone(), money.clone()];
        written!(store, |tx| Catalogue::on(&tx).replace(cell, &then, by, later));
        let read = Catalogue::on(store.reads()).lists(cell, &List::ALL).await.unwrap();
        assert_eq!(read, then);
        let again = Moment(later.0 + 1);
        let other = Entry { words: [("fr".to_owned(), "Argent".to_owned())].into(), ..money };
        let then = [health, work, other];
        written!(store, |tx| Catalogue::on(&tx).replace(cell, &then, by, again));
        let all = [("health", later), ("money", again), ("work", later)];
        let all = all.map(|(slug, at)| (slug.to_owned(), at.0));
        assert_eq!(changes(world).await, all, "what stays keeps the moment of its last change");
    }

    async fn the_words_of_a_cell_are_its_own(world) {
        let (store, here, there) = (&world.store, world.town.cell, world.twin.cell);
        let theirs = [entry(List::Theme, "work", 0)];
        written!(store, |tx| Catalogue::on(&tx).replace(there, &theirs, None, NOW));
        assert!(Catalogue::on(store.reads()).lists(here, &List::ALL).await.unwrap().is_empty());
        let ours = [entry(List::Theme, "health", 0)];
        written!(store, |tx| Catalogue::on(&tx).replace(here, &ours, None, NOW));
        written!(store, |tx| Catalogue::on(&tx).replace(here, &[], None, NOW));
        assert_eq!(Catalogue::on(store.reads()).lists(there, &List::ALL).await.unwrap(), theirs);
    }

    async fn a_cell_is_changed_alone(world) {
        let (store, here, there) = (&world.store, world.town.cell, world.twin.cell);
        let cells = Cells::on(store.reads());
        let (before, twin) = (cells.get(here).await.unwrap().unwrap(), cells.get(there).await.unwrap());
        let named = cells.named(&before.commune, &before.name).await.unwrap();
        assert_eq!(named, Some(here));
        assert_eq!(cells.named(&before.commune, "Autre").await.unwrap(), None);
        let after = CellRow { zone: "Indian/Reunion".into(), share_days: 30, ..cell_of("Ailleurs") };
        written!(store, |tx| Cells::on(&tx).change(here, &after));
        assert_eq!(cells.get(here).await.unwrap(), Some(after));
        assert_eq!(cells.get(there).await.unwrap(), twin);
    }
}
