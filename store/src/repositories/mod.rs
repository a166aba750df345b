//! What is read and written, one repository per aggregate. Each stands on a connection: `Cards::on(store.reads())` reads,
//! `Cards::on(&transaction)` reads and writes. Writing is not there on anything but a [`Transaction`](crate::Transaction),
//! so what belongs together is committed together, by the use case that knows what does.
//!
//! How one is added is said in the crate's own documentation.

mod accounts;
mod assignments;
mod browsers;
mod cards;
mod catalogue;
mod cells;
mod clients;
mod devices;
mod first_run;
mod home;
mod identities;
mod invitations;
mod memberships;
mod organisations;
mod outbox;
mod parcours;
mod partners;
mod people;
mod referrals;
mod search;
mod sessions;
mod throttles;

pub use accounts::{Accounts, PasswordRow};
pub use assignments::{Assigned, Assignment, Assignments};
pub use browsers::{Browsers, KnownBrowser};
pub use cards::{CardRow, Cards};
pub use catalogue::Catalogue;
pub use cells::{CellRow, Cells};
pub use clients::Clients;
pub use devices::{Device, Devices};
pub use first_run::FirstRun;
pub use home::Home;
pub use identities::{Accompanied, Correction, Identities, Identity};
pub use invitations::{Invitation, Invitations};
pub use memberships::{MemberRow, MembershipRow, Memberships, Newcomer};
pub use organisations::Organisations;
pub use outbox::{Outbox, TakenLetter};
pub use parcours::Parcours;
pub use partners::Partners;
pub use people::People;
pub use referrals::{Referral, ReferralMove, Referrals};
pub use search::{Search, SoughtStep};
pub use sessions::{HalfSignedIn, HandedOver, Sessions, SignedIn};
pub use throttles::Throttles;
