//! What stands in the way of writing: read off the database's own errors, said once when it begins and once when it is
//! over, and tried again each second until then.

use crate::error::StoreError;
use crate::tables::store_meta;
use itineraire_domain::Trouble;
use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseConnection, EntityTrait, Set};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// How often writing is tried: while it is in trouble, and while it is not, so that a service that rests tells the truth
/// of itself.
const IN_TROUBLE: Duration = Duration::from_secs(1);
const AT_PEACE: Duration = Duration::from_secs(10);

/// What is known of the trouble now. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Troubles(Arc<watch::Sender<Option<Trouble>>>);

impl Troubles {
    pub fn none() -> Self {
        Self(Arc::new(watch::Sender::new(None)))
    }

    pub fn now(&self) -> Option<Trouble> {
        *self.0.borrow()
    }

    /// Writing was tried: this came of it. The log has one sentence for a change, none for what goes on. That it is over is
    /// said by the tries of [`Troubles::watch`] alone: a batch that writes nothing succeeds on a full disk too.
    pub fn note(&self, trouble: Option<Trouble>) {
        self.0.send_if_modified(|known| {
            // What was taken does not come back.
            if *known == trouble || *known == Some(Trouble::Taken) {
                return false;
            }
            if let Some(trouble) = trouble {
                tracing::error!("nothing is kept: {trouble}");
            } else {
                tracing::warn!("writing goes on");
            }
            *known = trouble;
            true
        });
    }

    /// Tries to write now and then as long as the store is open: what begins or is over is found without a command.
    pub fn watch(&self, writer: DatabaseConnection) {
        let (troubles, mut changes) = (Arc::downgrade(&self.0), self.0.subscribe());
        tokio::spawn(async move {
            loop {
                let known = *changes.borrow_and_update();
                let rest = if known.is_some() { IN_TROUBLE } else { AT_PEACE };
                tokio::select! {
                    () = tokio::time::sleep(rest) => {}
                    changed = changes.changed() => if changed.is_err() { return },
                }
                let tried = write(&writer).await;
                let Some(troubles) = Weak::upgrade(&troubles) else {
                    return;
                };
                match tried {
                    Ok(()) => Self(troubles).note(None),
                    Err(error) => Self(troubles).note(error.trouble()),
                }
            }
        });
    }
}

async fn write(writer: &DatabaseConnection) -> Result<(), StoreError> {
    let row = store_meta::ActiveModel {
        key: Set("written".into()),
        value: Set(Uuid::new_v4().to_string()),
    };
    let known = OnConflict::column(store_meta::Column::Key)
        .update_column(store_meta::Column::Value)
        .to_owned();
    store_meta::Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(writer)
        .await?;
    Ok(())
}
