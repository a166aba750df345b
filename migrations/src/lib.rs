//! The tables, the same on SQLite and PostgreSQL. A released migration is never changed: a new one follows it.
//!
//! Every table carries the cell it belongs to (`cell_id`). Two have none: `store_meta`, which is about the file itself,
//! and `throttles`, which counts before anyone is known.

use sea_orm_migration::prelude::*;

mod m0001_cell;

/// Brings a database up to date.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_cell::Migration)]
    }
}
