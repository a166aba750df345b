//! A session that is left with its tablet, in the hands of the person whose parcours is open.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, uuid_null};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no two columns at once.
        let mut tries = integer("tries");
        for column in [uuid_null("handed_over"), tries.default(0).take()] {
            let mut table = Table::alter();
            table.table("sessions").add_column(column);
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["tries", "handed_over"] {
            let mut table = Table::alter();
            table.table("sessions").drop_column(column);
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
