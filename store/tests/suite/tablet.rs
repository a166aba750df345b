//! A person's session and the client they write with.

use itineraire_domain::access::{Display, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, MembershipId, ParcoursId, PersonId};
use itineraire_domain::parcours::{COMMAND_VERSION, Command, Seq};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::pages::Me;
use itineraire_domain::{Denial, Refusal};
use itineraire_store::repositories::{Clients, Sessions};
use itineraire_store::{SessionRow, Store, Submission, Submitted, TokenHash};
use itineraire_testing::Founding;
use itineraire_testing::proven;
use itineraire_testing::written;
use uuid::Uuid;

/// Someone who is signed in, and what their page counts.
#[derive(Clone, Debug)]
pub struct Tablet {
    pub cell: CellId,
    pub person: PersonId,
    pub membership: MembershipId,
    pub role: Role,
    pub token: TokenHash,
    pub parcours: ParcoursId,
    pub client: ClientId,
    /// The number of their last command.
    pub last: u64,
    /// The clock of the service when they write.
    pub now: Moment,
}

impl Tablet {
    /// Signs in (a usager with card and PIN), and takes a client for a parcours.
    pub async fn signed_in(
        store: &Store,
        (cell, person, role): (CellId, PersonId, Role),
        parcours: ParcoursId,
        now: Moment,
    ) -> Self {
        let token = TokenHash::of(&Uuid::new_v4().to_string());
        let proof = (role == Role::Usager).then(|| proven(person, now));
        let session = Founding { store, cell, now }
            .signs_in(&token, (person, role.into()), proof)
            .await;
        let mut tablet = Self {
            cell,
            person,
            membership: session.membership,
            role,
            token,
            parcours,
            client: ClientId(Uuid::nil()),
            last: 0,
            now,
        };
        tablet.take_client(store).await;
        tablet
    }

    /// The same person at another moment, with a session opened then.
    pub async fn again(&self, store: &Store, now: Moment) -> Self {
        Self::signed_in(store, (self.cell, self.person, self.role), self.parcours, now).await
    }

    /// A new client of the same session.
    pub async fn take_client(&mut self, store: &Store) {
        let session = self.session(store).await.unwrap();
        self.client = ClientId(Uuid::new_v4());
        self.last = 0;
        written!(store, |tx| Clients::on(&tx).issue(
            &session,
            self.parcours,
            self.client,
            self.now
        ));
    }

    /// The session, if it is still valid.
    pub async fn session(&self, store: &Store) -> Option<SessionRow> {
        Sessions::on(store.reads())
            .valid(&self.token, self.now)
            .await
            .unwrap()
    }

    /// Command `seq`, ready to be sent.
    pub fn numbered(&self, seq: u64, command: &Command) -> Submission {
        Submission {
            token: self.token.clone(),
            parcours: self.parcours,
            client: self.client,
            seq,
            version: COMMAND_VERSION,
            body: serde_json::to_value(command).unwrap(),
            at: self.now,
        }
    }

    /// The next command, ready to be sent.
    pub fn next(&mut self, command: &Command) -> Submission {
        self.last += 1;
        self.numbered(self.last, command)
    }

    /// Sends the next command.
    pub async fn says(&mut self, store: &Store, command: Command) -> Submitted {
        let submission = self.next(&command);
        store.submit(submission).await.unwrap()
    }

    /// Sends the next command, which must be kept; gives its numbers.
    pub async fn keeps(&mut self, store: &Store, command: Command) -> (Seq, Seq) {
        match self.says(store, command.clone()).await {
            Submitted::Result(CommandResult::Kept { first, last }) => (first, last),
            other => panic!("{command:?} was not kept: {other:?}"),
        }
    }

    /// What a page is made for; the tests here read the rows, not the reader's name.
    pub fn me(&self) -> Me {
        Me {
            person: self.person,
            role: self.role,
            name: crate::world::full_name("Me").shown(),
            rests: 1_800,
            ends: Moment(i64::MAX),
            display: Display::default(),
            proven_until: None,
            parcours: None,
            organisation: None,
        }
    }
}

pub fn denied(denial: Denial) -> Submitted {
    Submitted::Denied(denial)
}

pub fn refused(refusal: Refusal) -> Submitted {
    Submitted::Result(CommandResult::Refused { refusal })
}

pub fn kept(first: u64, last: u64) -> Submitted {
    Submitted::Result(CommandResult::Kept {
        first: Seq(first),
        last: Seq(last),
    })
}
