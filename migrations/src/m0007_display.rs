//! How someone wants their pages shown.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, string};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no two columns at once.
        let (mut density, mut letters) = (string("density"), boolean("letters"));
        for column in [density.default("middle").take(), letters.default(true).take()] {
            let mut table = Table::alter();
            table.table("people").add_column(column);
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["letters", "density"] {
            let mut table = Table::alter();
            table.table("people").drop_column(column);
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
