//! One sea-orm entity per table; nothing outside this crate sees them.

#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migrations say the rest"
)]

macro_rules! table {
    ($module:ident $name:tt { $($(#[$attribute:meta])* $column:ident: $kind:ty,)+ }) => {
        pub mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $name)]
            pub struct Model { $($(#[$attribute])* pub $column: $kind,)+ }

            #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

table!(store_meta "store_meta" {
    #[sea_orm(primary_key, auto_increment = false)]
    key: String,
    value: String,
});
table!(cells "cells" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    name: String,
    commune: String,
});
table!(organisations "organisations" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    name: String,
    partner: bool,
});
table!(people "people" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    first_name: String,
    short_name: String,
    initials: String,
    job: String,
});
table!(memberships "memberships" {
    #[sea_orm(primary_key, auto_increment = false)]
    person_id: Uuid,
    cell_id: Uuid,
    organisation_id: Option<Uuid>,
    role: String,
    state: String,
});
table!(passwords "passwords" {
    #[sea_orm(primary_key, auto_increment = false)]
    person_id: Uuid,
    cell_id: Uuid,
    email: String,
    hash: String,
});
table!(cards "cards" {
    #[sea_orm(primary_key, auto_increment = false)]
    secret_hash: String,
    cell_id: Uuid,
    person_id: Uuid,
    pin_hash: String,
    wrong: i32,
    wait_until: i64,
});
table!(throttles "throttles" {
    #[sea_orm(primary_key, auto_increment = false)]
    key: String,
    full_at: i64,
});
table!(sessions "sessions" {
    #[sea_orm(primary_key, auto_increment = false)]
    token_hash: String,
    cell_id: Uuid,
    person_id: Uuid,
    role: String,
    opened: i64,
    seen: i64,
    proven: Option<String>,
});
table!(clients "clients" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    person_id: Uuid,
    stream_id: Uuid,
    last_seq: i64,
    issued: i64,
});
table!(parcours "parcours" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    usager_id: Uuid,
    first_name: String,
    level: String,
    opened: i64,
});
table!(assignments "assignments" {
    #[sea_orm(primary_key, auto_increment = false)]
    parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    person_id: Uuid,
    cell_id: Uuid,
    referent: bool,
    active: bool,
});
table!(streams "streams" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    kind: String,
    head: i64,
});
table!(events "events" {
    #[sea_orm(primary_key, auto_increment = false)]
    stream_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    seq: i64,
    cell_id: Uuid,
    at: i64,
    by: Uuid,
    client_id: Uuid,
    with_whom: Option<Uuid>,
    kind: String,
    version: i32,
    body: String,
});
table!(commands "commands" {
    #[sea_orm(primary_key, auto_increment = false)]
    client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    seq: i64,
    cell_id: Uuid,
    stream_id: Uuid,
    result: String,
});
table!(snapshots "snapshots" {
    #[sea_orm(primary_key, auto_increment = false)]
    stream_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    seq: i64,
    cell_id: Uuid,
    version: i32,
    body: String,
});
table!(step_rows "step_rows" {
    #[sea_orm(primary_key, auto_increment = false)]
    parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    title: String,
    theme: String,
    stage: String,
    when: Option<String>,
    needs_help: bool,
});
table!(step_answers "step_answers" {
    #[sea_orm(primary_key, auto_increment = false)]
    parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    step_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    person_id: Uuid,
    cell_id: Uuid,
    answer: String,
});
table!(finding_rows "finding_rows" {
    #[sea_orm(primary_key, auto_increment = false)]
    parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    cell_id: Uuid,
    side: String,
    theme: String,
    words: String,
    person_level: Option<String>,
    team_level: Option<String>,
});
table!(share_rows "share_rows" {
    #[sea_orm(primary_key, auto_increment = false)]
    parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    item: String,
    cell_id: Uuid,
    theme: Option<String>,
    until: i64,
});
table!(partner_views "partner_views" {
    #[sea_orm(primary_key, auto_increment = false)]
    parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    organisation_id: Uuid,
    cell_id: Uuid,
    seq: i64,
    body: String,
});
