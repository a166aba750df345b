//! The first day: a service with which nobody works yet is opened once, by whoever reads what it printed as it started.

use super::newcomers::{WayIn, welcome};
use super::password::chosen;
use super::ways_in::{Opened, open};
use crate::clock::now;
use crate::people::new_secret;
use crate::territory::{Kit, kit, load, start_kit};
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_domain::access::{Capability, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, PersonId};
use itineraire_domain::import::territory::Organisation;
use itineraire_domain::people::{Founding, NewCell};
use itineraire_store::Transaction;
use itineraire_store::repositories::{CellRow, Cells, FirstRun, Memberships, Newcomer, Organisations};
use uuid::Uuid;

/// How long what was printed opens the page, in seconds.
const OPENS: i64 = 24 * 3600;

impl Service {
    /// Where nobody works with a cell yet: the secret that opens the page on which one begins, for a day and once. What was
    /// given before opens nothing any more.
    pub async fn first_run(&self) -> Result<Option<String>, Failure> {
        if !self.is_to_begin().await? {
            return Ok(None);
        }
        let secret = new_secret();
        let transaction = self.store.begin().await?;
        let until = now().plus_seconds(OPENS);
        FirstRun::on(&transaction).offer(&secret, until).await?;
        transaction.commit().await?;
        Ok(Some(secret))
    }

    /// Whether a cell is still to begin here.
    async fn is_to_begin(&self) -> Result<bool, Failure> {
        Ok(!Memberships::on(self.store.reads()).is_any().await?)
    }

    /// A cell begins, with its first coordinator, who is signed in. One that a territory file has made keeps its words; another
    /// has those of the start kit. All of it or nothing.
    pub async fn set_up(
        &self,
        visitor: &Visitor,
        secret: &str,
        founding: &Founding,
        password: (String, &str),
    ) -> Result<Opened, Failure> {
        self.count_address(visitor, now()).await?;
        let (secret, reads) = (super::plain_secret(secret), self.store.reads());
        if !self.is_to_begin().await? {
            return Err(Failure::Refused(Refusal::AlreadyThere));
        }
        if !FirstRun::on(reads).opens(&secret, now()).await? {
            return Err(Failure::SignIn);
        }
        let new = founding.checked().map_err(Failure::Unclear)?;
        let name = &new.coordinator;
        let known = [&new.email, &name.first, &name.last, &new.commune];
        let hash = chosen(self.secrets(), password, &known.map(String::as_str)).await?;
        let mut can = vec![Capability::Coordinator];
        if new.accompanies {
            can.extend([Capability::Professional, Capability::Referent]);
        }
        let transaction = self.store.begin().await?;
        let now = now();
        if !FirstRun::on(&transaction).take(&secret, now).await? {
            return Err(Failure::Refused(Refusal::AlreadyThere));
        }
        let cell = founded(&transaction, &new, now).await?;
        let newcomer = Newcomer {
            person: PersonId(Uuid::new_v4()),
            name,
            capabilities: &can,
            organisation: None,
        };
        let way_in = WayIn::Password(&new.email, &hash);
        let membership = welcome(&transaction, cell, &newcomer, way_in, now).await?;
        let lasts = self.policy.lasts(Role::Professional);
        let under = (cell, membership);
        let token = open(&transaction, visitor, under, (lasts, None), now).await?;
        transaction.commit().await?;
        Ok(self.opened(token, Role::Professional, false))
    }

    /// What is known of a cell that is to begin, and what it will call things; nothing, where someone works with one already.
    pub async fn setting_up(&self) -> Result<Option<SettingUp>, Failure> {
        if !self.is_to_begin().await? {
            return Ok(None);
        }
        let known = Cells::on(self.store.reads()).any().await?;
        Ok(Some(SettingUp { known, kit: kit()? }))
    }
}

/// Before a cell begins.
#[derive(Clone, Debug)]
pub struct SettingUp {
    /// The one that a territory file has made, if one has.
    pub known: Option<CellRow>,
    /// What another will call things.
    pub kit: Kit,
}

/// The cell that is called so, with who sits around the table: the one that is there, or a new one.
async fn founded(transaction: &Transaction, new: &NewCell, now: Moment) -> Result<CellId, Failure> {
    let known = Cells::on(transaction).named(&new.commune, &new.cell).await?;
    let Some(cell) = known else {
        let mut territory = start_kit()?;
        territory.commune.clone_from(&new.commune);
        territory.cell.clone_from(&new.cell);
        territory.zone.clone_from(&new.zone);
        // People may share with whoever sits around the table.
        let around = |name: &String| Organisation {
            name: name.clone(),
            partner: true,
        };
        territory.organisations = new.organisations.iter().map(around).collect();
        let loaded = load(transaction, &territory, now).await;
        return loaded.map(|it| it.cell).map_err(|error| {
            tracing::error!(%error, "start kit");
            Failure::Unavailable
        });
    };
    let organisations = Organisations::on(transaction);
    let there = organisations.by_name(cell).await?;
    for name in new.organisations.iter().filter(|name| !there.contains_key(*name)) {
        let id = OrganisationId(Uuid::new_v4());
        organisations.create(cell, id, name, true).await?;
    }
    Ok(cell)
}
