//! Someone comes to a cell: their parcours is opened, with a referent, and they are given a card, whose code they choose.

use crate::clock::now;
use crate::referrals::moved;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::code::may_be_code;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table;
use itineraire_domain::access::{AssignmentKind, Capability};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, ReferralId};
use itineraire_domain::parcours::CircleLevel;
use itineraire_domain::people::{NewPerson, Written};
use itineraire_domain::referral::Move;
use itineraire_domain::views::pages::FullName;
use itineraire_domain::{Denial, Refusal};
use itineraire_store::SessionRow;
use itineraire_store::repositories::{
    Assignment, Assignments, Cards, Cells, Identities, Identity, Memberships, Newcomer, Parcours, People,
    Referrals,
};
use uuid::Uuid;

/// What the page says on which a parcours is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What is known of them already: the cell's commune, and what was written of a need that came.
    pub known: Written,
    /// The need that it is opened for, with what was noticed.
    pub came: Option<(ReferralId, String)>,
    /// Who may be the referent, by name: whoever opens it, where nobody is named so.
    pub referents: Vec<(PersonId, String)>,
    /// Who opens it.
    pub me: PersonId,
}

/// What the page says on which a card is given.
#[derive(Clone, Debug)]
pub struct Giving {
    /// Whose it will be: their first name.
    pub to: String,
    /// They have one, which the new one takes the place of.
    pub has_card: bool,
    /// The secret that this browser keeps is that card's.
    pub opens: bool,
}

impl Service {
    /// Before a parcours is opened: for a need that came, where one is named that is still to be taken.
    pub async fn opening(&self, visitor: &Visitor, from: Option<ReferralId>) -> Result<Opening, Failure> {
        let operation = Operation::Parcours(table::Parcours::PageNewParcours);
        let session = self.allowed(visitor, operation, None).await?;
        let (cell, _) = self.cell(session.cell, now()).await?;
        let came = match from {
            Some(id) => Referrals::on(self.store.reads()).one(session.cell, id).await?,
            None => None,
        };
        let came = came.filter(|it| it.state.is_open());
        let mut known = Written {
            commune: cell.commune.clone(),
            ..Written::default()
        };
        let came = came.map(|it| {
            known.first_name = it.written.first_name;
            known.last_name = it.written.last_name;
            known.phone = it.written.phone.unwrap_or_default();
            known.reach = it.written.reach.unwrap_or_default();
            (it.id, it.written.noticed)
        });
        Ok(Opening {
            known,
            came,
            referents: self.referents(&session).await?,
            me: session.person,
        })
    }

    /// Opens a parcours for someone new, with a referent, who are all that is there: their board is empty. `parcours` is the
    /// name that the page gave it: sent twice, it is opened once.
    pub async fn open_parcours(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        written: &Written,
        (referent, from): (PersonId, Option<ReferralId>),
    ) -> Result<(), Failure> {
        let operation = Operation::Parcours(table::Parcours::OpenParcours);
        let session = self.allowed(visitor, operation, None).await?;
        let (cell, now) = (session.cell, now());
        let (_, zone) = self.cell(cell, now).await?;
        let person = written.checked(zone.day(now)).map_err(Failure::Unclear)?;
        // What is no id at all is asked for under this one.
        if parcours == ParcoursId(Uuid::nil()) {
            return Err(Denial::NotFound.into());
        }
        if self.is_opened(visitor, (cell, parcours)).await? {
            return Ok(());
        }
        let written = self
            .write_opening(&session, (parcours, referent, from), &person, now)
            .await;
        // Of two at once the second finds what the first has opened.
        match written {
            Err(_) if self.is_opened(visitor, (cell, parcours)).await? => Ok(()),
            written => written,
        }
    }

    /// Whether a parcours is there; who asks must be on it, or it is nothing to them.
    async fn is_opened(
        &self,
        visitor: &Visitor,
        (cell, parcours): (CellId, ParcoursId),
    ) -> Result<bool, Failure> {
        let parcours_of = Parcours::on(self.store.reads());
        if parcours_of.usager(cell, parcours).await?.is_none() {
            return Ok(false);
        }
        let board = Operation::Parcours(table::Parcours::Board);
        self.allowed(visitor, board, Some(parcours)).await?;
        Ok(true)
    }

    async fn write_opening(
        &self,
        session: &SessionRow,
        (parcours, referent, from): (ParcoursId, PersonId, Option<ReferralId>),
        person: &NewPerson,
        now: Moment,
    ) -> Result<(), Failure> {
        let cell = session.cell;
        let transaction = self.store.begin().await?;
        // Nobody leaves the cell meanwhile.
        Cells::on(&transaction).hold(cell).await?;
        let named = Memberships::on(&transaction)
            .who_can(cell, &[Capability::Referent])
            .await?;
        let may = named.iter().any(|(id, _)| *id == referent);
        if !(may || named.is_empty() && referent == session.person) {
            return Err(Failure::Refused(Refusal::NotFound));
        }
        let usager = PersonId(Uuid::new_v4());
        let newcomer = Newcomer {
            person: usager,
            name: &FullName::new(&person.called, &person.last_name, ""),
            capabilities: &[Capability::Usager],
            organisation: None,
        };
        Memberships::on(&transaction).begin(cell, &newcomer, now).await?;
        let identities = Identities::on(&transaction);
        identities.keep(cell, usager, &identity(person)).await?;
        identities
            .note_told((cell, usager), session.person, person.told, now)
            .await?;
        Parcours::on(&transaction)
            .create((cell, parcours), usager, CircleLevel::Individual, now)
            .await?;
        let assignments = Assignments::on(&transaction);
        let mut around = vec![Assignment::of(referent, AssignmentKind::Referent)];
        if session.person != referent {
            around.push(Assignment::of(session.person, AssignmentKind::Member));
        }
        for one in around {
            assignments.begin((cell, parcours), one, now).await?;
        }
        if let Some(from) = from {
            moved(&transaction, session, from, (Move::Take(parcours), false)).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// What is kept of the usager of a parcours, as it was written: to be corrected.
    pub async fn identity(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<Written, Failure> {
        let operation = Operation::Parcours(table::Parcours::PageIdentity);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let reads = self.store.reads();
        let usager = Parcours::on(reads).usager(session.cell, parcours).await?;
        let of = (session.cell, usager.ok_or(Denial::NotFound)?);
        let name = People::on(reads).full_name(of.0, of.1).await?;
        let identity = Identities::on(reads).of(of.0, of.1).await?;
        Ok(as_written(&name.ok_or(Denial::NotFound)?, identity.as_ref()))
    }

    /// Corrects what is kept of the usager of a parcours (GDPR, art. 16). What was there before is kept beside, with who and when:
    /// the usager reads it too.
    pub async fn correct_identity(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        written: &Written,
    ) -> Result<(), Failure> {
        let operation = Operation::Parcours(table::Parcours::CorrectIdentity);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let (_, zone) = self.cell(session.cell, now()).await?;
        let corrected = written.corrected(zone.day(now())).map_err(Failure::Unclear)?;
        let transaction = self.store.begin().await?;
        let of = Parcours::on(&transaction);
        // Of two at once the second finds what the first has left.
        of.hold(parcours).await?;
        let (usager, now) = (of.usager(session.cell, parcours).await?, now());
        let (cell, usager) = (session.cell, usager.ok_or(Denial::NotFound)?);
        let (people, identities) = (People::on(&transaction), Identities::on(&transaction));
        let name = people.full_name(cell, usager).await?.ok_or(Denial::NotFound)?;
        let kept = identities.of(cell, usager).await?;
        let before = as_written(&name, kept.as_ref());
        let after = as_written(
            &FullName::new(&corrected.called, &corrected.last_name, ""),
            Some(&identity(&corrected)),
        );
        for (what, was, is) in before.differs(&after) {
            identities
                .note_corrected((cell, usager), session.person, (what, was, is), now)
                .await?;
        }
        people
            .rename(cell, usager, (&corrected.called, &corrected.last_name))
            .await?;
        let known = kept.map_or((None, None), |it| (it.born, it.email));
        let identity = Identity {
            born: known.0,
            email: known.1,
            ..identity(&corrected)
        };
        identities.keep(cell, usager, &identity).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Before a card is given to the usager of a parcours; with the secret of one that was given just now, if this browser
    /// keeps it.
    pub async fn giving_card(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        secret: Option<&str>,
    ) -> Result<Giving, Failure> {
        let operation = Operation::Accounts(table::Accounts::PageGiveCard);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let (cell, reads) = (session.cell, self.store.reads());
        let usager = Parcours::on(reads).usager(cell, parcours).await?;
        let usager = usager.ok_or(Denial::NotFound)?;
        let cards = Cards::on(reads);
        let opens = match secret {
            Some(secret) => cards.with_secret(secret).await?,
            None => None,
        };
        Ok(Giving {
            to: self.first_name(cell, usager).await?,
            has_card: cards.of(cell, usager).await?.is_some(),
            opens: opens.is_some_and(|(card, _)| (card.cell, card.person) == (cell, usager)),
        })
    }

    /// Gives the usager of a parcours a card, under a code that they chose and wrote twice; gives its secret, which is kept
    /// nowhere else. A card that they had opens nothing any more, and what it opened ends. Who gave it is kept, and shown.
    pub async fn give_card(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        (code, again): (String, &str),
    ) -> Result<String, Failure> {
        let operation = Operation::Accounts(table::Accounts::GiveCard);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        if code != again || !may_be_code(&code) {
            return Err(Failure::Code);
        }
        let hash = self.secrets.hash(code).await?;
        let secret = new_secret();
        let transaction = self.store.begin().await?;
        let of = Parcours::on(&transaction);
        // Of two at once the second takes the place of the first.
        of.hold(parcours).await?;
        let (usager, now) = (of.usager(session.cell, parcours).await?, now());
        let usager = usager.ok_or(Denial::NotFound)?;
        let cards = Cards::on(&transaction);
        if cards.of(session.cell, usager).await?.is_some() {
            cards.lose(session.cell, usager, now).await?;
        }
        cards.give(session.cell, usager, (&secret, &hash), now).await?;
        cards.note_giver(session.cell, usager, session.person).await?;
        transaction.commit().await?;
        Ok(secret)
    }

    async fn referents(&self, session: &SessionRow) -> Result<Vec<(PersonId, String)>, Failure> {
        let memberships = Memberships::on(self.store.reads());
        let named = memberships.who_can(session.cell, &[Capability::Referent]).await?;
        let mut referents: Vec<_> = named.into_iter().map(|(id, name)| (id, name.short)).collect();
        if referents.is_empty() {
            referents.push((
                session.person,
                self.first_name(session.cell, session.person).await?,
            ));
        }
        Ok(referents)
    }
}

/// 128 bits of chance, as a card says them: 32 hexadecimal digits. Of an identifier only its first twelve are all chance.
pub(crate) fn new_secret() -> String {
    let digits = |count: usize| Uuid::new_v4().simple().to_string()[..count].to_owned();
    [12, 12, 8].map(digits).concat()
}

/// What is kept of someone, as the form that asks for it writes it.
fn as_written(name: &FullName, identity: Option<&Identity>) -> Written {
    let of = |it: fn(&Identity) -> Option<String>| identity.and_then(it).unwrap_or_default();
    let papers = identity.and_then(|it| it.first_name.clone());
    Written {
        called: papers.as_ref().map(|_| name.first.clone()).unwrap_or_default(),
        first_name: papers.unwrap_or_else(|| name.first.clone()),
        last_name: name.last.clone(),
        born: of(|it| it.birth_year.map(|year| year.to_string())),
        commune: of(|it| it.commune.clone()),
        phone: of(|it| it.phone.clone()),
        language: of(|it| Some(it.language.clone())),
        reach: of(|it| it.reach.clone()),
        told: String::new(),
    }
}

fn identity(person: &NewPerson) -> Identity {
    Identity {
        first_name: person.first_name.clone(),
        born: None,
        birth_year: person.born,
        commune: person.commune.clone(),
        phone: person.phone.clone(),
        email: None,
        language: person.language.clone(),
        reach: person.reach.clone(),
    }
}
