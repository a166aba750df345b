//! The cell, who is in it, and their ways in.

use crate::{belongs, index, unique};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, small_integer, text, text_null, uuid, uuid_null,
};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("store_meta")
            .col(text("key"))
            .col(text("value"))
            .primary_key(Index::create().col("key"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("cells")
            .col(uuid("id"))
            .col(text("name"))
            .col(text("commune"))
            .col(text("zone"))
            .col(small_integer("share_days"))
            .primary_key(Index::create().col("id"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("organisations")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("name"))
            .col(boolean("partner"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("organisations", "cell_id", "cells"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("people")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("first_name"))
            .col(text("last_name"))
            .col(text("job"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("people", "cell_id", "cells"));
        manager.create_table(table).await?;
        // Apart from the name, so that it can be erased without it.
        let mut table = Table::create();
        table
            .table("identities")
            .col(uuid("person_id"))
            .col(uuid("cell_id"))
            .col(text_null("born"))
            .col(text_null("phone"))
            .col(text_null("email"))
            .col(text("language"))
            .primary_key(Index::create().col("person_id"))
            .foreign_key(&mut belongs("identities", "cell_id", "cells"))
            .foreign_key(&mut belongs("identities", "person_id", "people"));
        manager.create_table(table).await?;
        // Signing in is of no cell: an account opens what its memberships say.
        let mut table = Table::create();
        table
            .table("accounts")
            .col(uuid("id"))
            .col(text("email"))
            .col(big_integer("since"))
            .primary_key(Index::create().col("id"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("credentials")
            .col(uuid("account_id"))
            .col(text("kind"))
            .col(text("subject"))
            .col(text("secret"))
            .col(big_integer("since"))
            .primary_key(Index::create().col("account_id").col("kind").col("subject"))
            .foreign_key(&mut belongs("credentials", "account_id", "accounts"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("memberships")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid_null("account_id"))
            .col(uuid("person_id"))
            .col(uuid_null("organisation_id"))
            .col(text("state"))
            .col(big_integer("since"))
            .col(big_integer_null("until"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("memberships", "cell_id", "cells"))
            .foreign_key(&mut belongs("memberships", "account_id", "accounts"))
            .foreign_key(&mut belongs("memberships", "person_id", "people"))
            .foreign_key(&mut belongs("memberships", "organisation_id", "organisations"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("membership_capabilities")
            .col(uuid("membership_id"))
            .col(text("capability"))
            .col(uuid("cell_id"))
            .primary_key(Index::create().col("membership_id").col("capability"))
            .foreign_key(&mut belongs("membership_capabilities", "cell_id", "cells"))
            .foreign_key(&mut belongs(
                "membership_capabilities",
                "membership_id",
                "memberships",
            ));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("cards")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("person_id"))
            .col(text("secret_hash"))
            .col(text("pin_hash"))
            .col(text("state"))
            .col(big_integer("since"))
            .col(big_integer_null("until"))
            .col(integer("wrong"))
            .col(big_integer("wait_until"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("cards", "cell_id", "cells"))
            .foreign_key(&mut belongs("cards", "person_id", "people"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("devices")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(text("name"))
            .col(text("state"))
            .col(big_integer("since"))
            .col(big_integer_null("until"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("devices", "cell_id", "cells"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("throttles")
            .col(text("key"))
            .col(big_integer("full_at"))
            .primary_key(Index::create().col("key"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("sessions")
            .col(text("token_hash"))
            .col(uuid("cell_id"))
            .col(uuid("membership_id"))
            .col(big_integer("ends"))
            .col(big_integer("idle"))
            .col(big_integer("seen"))
            .col(text_null("proven"))
            .primary_key(Index::create().col("token_hash"))
            .foreign_key(&mut belongs("sessions", "cell_id", "cells"))
            .foreign_key(&mut belongs("sessions", "membership_id", "memberships"));
        manager.create_table(table).await?;
        let mut one_card = unique("cards_in_use", "cards", "person_id");
        one_card.cond_where(Expr::col("state").eq("active"));
        for index in [
            unique("accounts_email", "accounts", "email"),
            unique("cards_secret_hash", "cards", "secret_hash"),
            one_card,
            index("memberships_account_id", "memberships", "account_id"),
            index("memberships_person_id", "memberships", "person_id"),
            index("sessions_membership_id", "sessions", "membership_id"),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "sessions",
            "throttles",
            "devices",
            "cards",
            "membership_capabilities",
            "memberships",
            "credentials",
            "accounts",
            "identities",
            "people",
            "organisations",
            "cells",
            "store_meta",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
