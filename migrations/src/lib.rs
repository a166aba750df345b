//! The tables, the same on SQLite and PostgreSQL, a file per chapter. A released migration is never changed: a new one
//! follows it. Moments are milliseconds UTC, days are ISO 8601 (`2026-12-01`), which order as text.
//!
//! Every table carries the cell it belongs to (`cell_id`), but for `store_meta`, which is about the file itself, `throttles`,
//! which counts before anyone is known, signing in and what is written by mail, which are of no cell. The rows of a board's items are keyed by the
//! board too: their ids are made by pages, and a page that gives one twice must not stand in another board's way.

use sea_orm_migration::prelude::*;

mod m0001_people;
mod m0002_log;
mod m0003_parcours;
mod m0004_catalogue;
mod m0005_handing_over;
mod m0006_offers;
mod m0007_display;
mod m0008_people_come;
mod m0009_invitations;
mod m0010_referrals;
mod m0011_corrections;
mod m0012_mail;
mod m0013_access;

/// Brings a database up to date.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_log::Migration),
            Box::new(m0003_parcours::Migration),
            Box::new(m0004_catalogue::Migration),
            Box::new(m0005_handing_over::Migration),
            Box::new(m0006_offers::Migration),
            Box::new(m0007_display::Migration),
            Box::new(m0008_people_come::Migration),
            Box::new(m0009_invitations::Migration),
            Box::new(m0010_referrals::Migration),
            Box::new(m0011_corrections::Migration),
            Box::new(m0012_mail::Migration),
            Box::new(m0013_access::Migration),
        ]
    }
}

/// A column that names a row of another table, which must be there.
fn belongs(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(to, "id")
        .to_owned()
}

/// An index on one column.
fn index(name: &'static str, table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create().name(name).table(table).col(column).to_owned()
}

/// The same, where no two rows may have the same.
fn unique(name: &'static str, table: &'static str, column: &'static str) -> IndexCreateStatement {
    index(name, table, column).unique().to_owned()
}
