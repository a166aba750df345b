//! How someone looks after their own access: where they are signed in, the browsers that they came from before, and what is
//! asked beside the password.

use crate::{belongs, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, uuid};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut since = big_integer("since");
        since.default(0);
        let mut browser = text("browser");
        browser.default("");
        let mut half = boolean("half");
        half.default(false);
        // One at a time: SQLite adds no two columns at once.
        for column in [since, browser, half] {
            let mut table = Table::alter();
            table.table("sessions").add_column(column);
            manager.alter_table(table).await?;
        }
        let mut table = Table::alter();
        table.table("credentials").add_column(big_integer_null("used"));
        manager.alter_table(table).await?;
        let mut table = Table::create();
        table
            .table("browsers")
            .col(uuid("account_id"))
            .col(text("token_hash"))
            .col(big_integer("since"))
            .col(big_integer("seen"))
            .primary_key(Index::create().col("account_id").col("token_hash"))
            .foreign_key(&mut belongs("browsers", "account_id", "accounts"));
        manager.create_table(table).await?;
        manager
            .create_index(index("browsers_seen", "browsers", "seen"))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("browsers").to_owned())
            .await?;
        for (table, column) in [
            ("credentials", "used"),
            ("sessions", "half"),
            ("sessions", "browser"),
            ("sessions", "since"),
        ] {
            let mut change = Table::alter();
            change.table(table).drop_column(column);
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
