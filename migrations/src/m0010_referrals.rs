//! Needs that were noticed, on their way to a cell (*repérage*), and what became of each.

use crate::{belongs, index};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null, uuid, uuid_null};

/// This migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("referrals")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid_null("by_id"))
            .col(text("first_name"))
            .col(text("last_name"))
            .col(text_null("phone"))
            .col(text_null("reach"))
            .col(text("noticed"))
            .col(big_integer("since"))
            .col(text("state"))
            .col(big_integer("moved"))
            .col(uuid_null("parcours_id"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("referrals", "cell_id", "cells"))
            .foreign_key(&mut belongs("referrals", "by_id", "people"))
            .foreign_key(&mut belongs("referrals", "parcours_id", "parcours"));
        manager.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("referral_moves")
            .col(uuid("id"))
            .col(uuid("cell_id"))
            .col(uuid("referral_id"))
            .col(uuid_null("by_id"))
            .col(text("state"))
            .col(text_null("words"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("id"))
            .foreign_key(&mut belongs("referral_moves", "cell_id", "cells"))
            .foreign_key(&mut belongs("referral_moves", "referral_id", "referrals"))
            .foreign_key(&mut belongs("referral_moves", "by_id", "people"));
        manager.create_table(table).await?;
        for index in [
            index("referrals_cell_id", "referrals", "cell_id"),
            index("referrals_by_id", "referrals", "by_id"),
            index("referral_moves_referral_id", "referral_moves", "referral_id"),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["referral_moves", "referrals"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
