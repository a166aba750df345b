//! Someone joins a cell: as a person, with a membership, what it lets them be, and a way in. All of it or nothing.
//!
//! It is written by whoever founds a cell, in their own transaction: there is nobody to ask the gate about yet.

use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, MembershipId};
use itineraire_store::repositories::{Accounts, Cards, Memberships, Newcomer};
use itineraire_store::{StoreError, Transaction};

/// How someone comes in.
#[derive(Clone, Copy, Debug)]
pub enum WayIn<'a> {
    /// With an address and a password, whose hash this is. Whoever has an account under the address keeps its password.
    Password(&'a str, &'a str),
    /// With a card, whose secret this is, and a PIN, whose hash this is.
    Card(&'a str, &'a str),
}

/// Someone joins a cell.
pub async fn welcome(
    transaction: &Transaction,
    cell: CellId,
    newcomer: &Newcomer<'_>,
    way_in: WayIn<'_>,
    now: Moment,
) -> Result<MembershipId, StoreError> {
    let memberships = Memberships::on(transaction);
    let membership = memberships.begin(cell, newcomer, now).await?;
    match way_in {
        WayIn::Password(email, hash) => {
            let accounts = Accounts::on(transaction);
            let account = match accounts.of_email(email).await? {
                Some(known) => known,
                None => accounts.create(email, hash, now).await?,
            };
            memberships.give((cell, membership), account).await?;
        }
        WayIn::Card(secret, pin_hash) => {
            let cards = Cards::on(transaction);
            cards.give(cell, newcomer.person, (secret, pin_hash), now).await?;
        }
    }
    Ok(membership)
}
