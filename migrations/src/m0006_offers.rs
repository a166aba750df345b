//! Whether an organisation's offer of help waits for an answer, as lists read it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut offered = boolean("offered");
        let mut table = Table::alter();
        // Those of before are told of at the next change of their step.
        table.table("step_rows").add_column(offered.default(false).take());
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::alter();
        table.table("step_rows").drop_column("offered");
        manager.alter_table(table).await
    }
}
