//! The first day: a database without a cell is opened once, by whoever reads what the service printed as it started.

use super::newcomers::{WayIn, welcome};
use super::password::chosen;
use super::ways_in::{Opened, open};
use crate::clock::now;
use crate::people::new_secret;
use crate::territory::{Kit, kit, load, start_kit};
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_domain::access::{Capability, Role};
use itineraire_domain::ids::PersonId;
use itineraire_domain::import::territory::Organisation;
use itineraire_domain::people::Founding;
use itineraire_store::repositories::{Cells, FirstRun, Newcomer};
use uuid::Uuid;

/// How long what was printed opens the page, in seconds.
const OPENS: i64 = 24 * 3600;

impl Service {
    /// Where there is no cell yet: the secret that opens the page on which it begins, for a day and once. What was given
    /// before opens nothing any more.
    pub async fn first_run(&self) -> Result<Option<String>, Failure> {
        if Cells::on(self.store.reads()).is_any().await? {
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
        Ok(!Cells::on(self.store.reads()).is_any().await?)
    }

    /// A cell begins, with the words of the start kit and its first coordinator, who is signed in. All of it or nothing.
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
        let mut territory = start_kit()?;
        territory.commune = new.commune;
        territory.cell = new.cell;
        territory.zone = new.zone;
        territory.organisations = new.organisations.into_iter().map(around).collect();
        let mut can = vec![Capability::Coordinator];
        if new.accompanies {
            can.extend([Capability::Professional, Capability::Referent]);
        }
        let transaction = self.store.begin().await?;
        let now = now();
        if !FirstRun::on(&transaction).take(&secret, now).await? {
            return Err(Failure::Refused(Refusal::AlreadyThere));
        }
        let loaded = load(&transaction, &territory, now).await.map_err(|error| {
            tracing::error!(%error, "start kit");
            Failure::Unavailable
        })?;
        let newcomer = Newcomer {
            person: PersonId(Uuid::new_v4()),
            name,
            capabilities: &can,
            organisation: None,
        };
        let way_in = WayIn::Password(&new.email, &hash);
        let membership = welcome(&transaction, loaded.cell, &newcomer, way_in, now).await?;
        let lasts = self.policy.lasts(Role::Professional);
        let under = (loaded.cell, membership);
        let token = open(&transaction, visitor, under, (lasts, None), now).await?;
        transaction.commit().await?;
        Ok(self.opened(token, Role::Professional, false))
    }

    /// What a cell that begins will call things, to be read before it does; nothing, where one is there already.
    pub async fn setting_up(&self) -> Result<Option<Kit>, Failure> {
        let begins = self.is_to_begin().await?;
        begins.then(kit).transpose()
    }
}

/// People may share with whoever sits around the table.
fn around(name: String) -> Organisation {
    Organisation { name, partner: true }
}
