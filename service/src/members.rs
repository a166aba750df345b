//! Who works with a cell: its coordinator asks people to come, and says what becomes of their memberships. Of who accompanies
//! whom they learn how many they are, and no more.

use crate::clock::now;
use crate::people::new_secret;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Members as Table;
use itineraire_domain::access::{AssignmentKind, Capability, MembershipState};
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::{CellId, LetterId, MembershipId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::people::{
    Letter, LetterState, MemberChange, Members, Unclear, WrittenMember, organisation, said_in_a_line,
};
use itineraire_domain::zone::Zone;
use itineraire_domain::{Denial, Refusal};
use itineraire_store::repositories::{
    Assigned, Assignment, Assignments, Cells, Invitation, Invitations, MemberRow, Memberships, Newcomer,
    Organisations, Outbox, Parcours,
};
use itineraire_store::{SessionRow, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How long an invitation opens its membership, in seconds.
const INVITED_FOR: i64 = 7 * 24 * 3600;

/// Who works with a cell, as its page shows them.
#[derive(Clone, Debug)]
pub struct MembersPage {
    /// *Cellule d’accompagnement globale*
    pub cell: String,
    /// Those who count first, then who is asked to come, who does not count for now, who has left; each by name.
    pub members: Vec<Member>,
    /// The organisations around the table, by name, each with whether people may share with it.
    pub network: Vec<(OrganisationId, String, bool)>,
    /// An invitation may be sent by mail.
    pub mails: bool,
}

/// Someone who works with a cell, or did.
#[derive(Clone, Debug)]
pub struct Member {
    /// What is known of them.
    pub row: MemberRow,
    /// In the commune: the day on which they left, or else came, or else were asked to come.
    pub day: Day,
    /// For who is asked to come: their address, and until when, if that is still to be.
    pub asked: Option<(String, Option<Day>)>,
    /// What became of the letter that asks them, if one does.
    pub letter: Option<LetterState>,
    /// Whoever reads it.
    pub is_me: bool,
}

/// One of them, as their own page shows them.
#[derive(Clone, Debug)]
pub struct MemberPage {
    /// Who.
    pub member: Member,
    /// How many parcours they accompany.
    pub holds: usize,
    /// Of how many of them they are the referent.
    pub leads: usize,
    /// Who may go on in their place, by name: all of it, or nobody.
    pub heirs: Vec<(PersonId, String)>,
    /// The number that this browser keeps opens their membership.
    pub opens: bool,
    /// An invitation may be sent by mail.
    pub mails: bool,
}

impl Service {
    /// Who works with the cell.
    pub async fn members(&self, visitor: &Visitor) -> Result<MembersPage, Failure> {
        let session = self.coordinating(visitor, Table::PageMembers).await?;
        let (cell, zone) = self.cell(session.cell, now()).await?;
        let network = Organisations::on(self.store.reads())
            .network(session.cell)
            .await?;
        let mut network: Vec<_> = network
            .into_iter()
            .map(|(id, (name, partner))| (id, name, partner))
            .collect();
        network.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(MembersPage {
            cell: cell.name.clone(),
            members: self.everyone(&session, &zone).await?,
            network,
            mails: self.sends_mail(),
        })
    }

    /// One of those who work with the cell; with the number of their invitation, if this browser keeps it.
    pub async fn member(
        &self,
        visitor: &Visitor,
        membership: MembershipId,
        secret: Option<&str>,
    ) -> Result<MemberPage, Failure> {
        let session = self.coordinating(visitor, Table::PageMember).await?;
        let (cell, now, reads) = (session.cell, now(), self.store.reads());
        let (_, zone) = self.cell(cell, now).await?;
        let everyone = self.everyone(&session, &zone).await?;
        let found = everyone.iter().find(|it| it.row.id == membership).cloned();
        let member = found.ok_or(Denial::NotFound)?;
        let held = Assignments::on(reads)
            .held_by((cell, member.row.person), now)
            .await?;
        let leads = held.values().filter(|it| is_referent(it)).count();
        let may = |row: &MemberRow| may_go_on(row, &member.row, leads > 0);
        let heirs = everyone.iter().map(|it| &it.row).filter(|row| may(row));
        let opens = match secret {
            Some(secret) => Invitations::on(reads).with_secret(secret).await?,
            None => None,
        };
        let opens = opens
            .is_some_and(|it| (it.cell, it.membership) == (cell, membership) && !it.used && now < it.until);
        Ok(MemberPage {
            holds: held.len(),
            leads,
            heirs: heirs.map(|row| (row.person, row.name.shown().short)).collect(),
            opens,
            mails: self.sends_mail(),
            member,
        })
    }

    /// Asks someone to come, by mail or not: gives their membership, which opens nothing yet, and, to be handed over, the number
    /// that opens it, which is kept nowhere else.
    pub async fn invite(
        &self,
        visitor: &Visitor,
        written: &WrittenMember,
        by_mail: bool,
    ) -> Result<(MembershipId, Option<String>), Failure> {
        let session = self.coordinating(visitor, Table::Invite).await?;
        let cell = session.cell;
        let network = Organisations::on(self.store.reads()).network(cell).await?;
        let new = written.checked(&network).map_err(Failure::Unclear)?;
        let transaction = self.store.begin().await?;
        Cells::on(&transaction).hold(cell).await?;
        let now = now();
        let memberships = Memberships::on(&transaction);
        still_coordinates(&memberships.members(cell).await?, &session)?;
        let invitations = Invitations::on(&transaction);
        // Who is there already, or asked to be, is not asked a second time under another name.
        let last = invitations.last(cell).await?;
        let is_they = |row: &MemberRow| {
            let asked = last.get(&row.id).map(|it| it.email.as_str());
            row.state != MembershipState::Ended && row.email.as_deref().or(asked) == Some(new.email.as_str())
        };
        if memberships.members(cell).await?.iter().any(is_they) {
            return Err(Failure::Refused(Refusal::AlreadyThere));
        }
        let can: Vec<_> = new.can.iter().copied().collect();
        let newcomer = Newcomer {
            person: PersonId(Uuid::new_v4()),
            name: &new.name,
            capabilities: &can,
            organisation: new.organisation,
        };
        let membership = memberships.ask(cell, &newcomer, now).await?;
        let whom = (session.person, new.email.as_str());
        let secret = self
            .asks(&transaction, (cell, membership), whom, (by_mail, now))
            .await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok((membership, secret))
    }

    /// Someone is asked to come, by a letter or by a number that is handed over: gives the number. The letter's own is made as it
    /// is sent, and until then nobody has one.
    async fn asks(
        &self,
        transaction: &Transaction,
        membership: (CellId, MembershipId),
        (by, email): (PersonId, &str),
        (by_mail, now): (bool, Moment),
    ) -> Result<Option<String>, Failure> {
        let letter = if by_mail {
            self.write(transaction, &Letter::Invitation, (email, now)).await?
        } else {
            None
        };
        let (secret, lasts) = (new_secret(), (now, now.plus_seconds(INVITED_FOR)));
        let invitations = Invitations::on(transaction);
        invitations
            .ask(membership, (by, email), (&secret, letter), lasts)
            .await?;
        Ok(letter.is_none().then_some(secret))
    }

    /// Another invitation of someone who has not come yet, by mail or not, in the place of the one before: gives its number, to be
    /// handed over.
    pub async fn invite_again(
        &self,
        visitor: &Visitor,
        membership: MembershipId,
        by_mail: bool,
    ) -> Result<Option<String>, Failure> {
        let session = self.coordinating(visitor, Table::InviteAgain).await?;
        let cell = session.cell;
        let transaction = self.store.begin().await?;
        self.judged((&session, &transaction), membership, &MemberChange::InviteAgain)
            .await?;
        let now = now();
        let invitations = Invitations::on(&transaction);
        let last = invitations.last(cell).await?.remove(&membership);
        let last = last.ok_or(Failure::Refused(Refusal::NotFound))?;
        let whom = (session.person, last.email.as_str());
        let secret = self
            .asks(&transaction, (cell, membership), whom, (by_mail, now))
            .await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(secret)
    }

    /// A membership opens nothing for now, at once; or counts again. What its person held stays theirs.
    pub async fn suspend_member(
        &self,
        visitor: &Visitor,
        membership: MembershipId,
        suspended: bool,
    ) -> Result<(), Failure> {
        let (operation, change) = if suspended {
            (Table::SuspendMember, MemberChange::Suspend)
        } else {
            (Table::ResumeMember, MemberChange::Resume)
        };
        let session = self.coordinating(visitor, operation).await?;
        let transaction = self.store.begin().await?;
        let (_, state, _) = self.judged((&session, &transaction), membership, &change).await?;
        Memberships::on(&transaction)
            .set_state(session.cell, membership, state, now())
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What a membership lets its person be from now on. Who accompanies someone goes on being one who may.
    pub async fn set_capabilities(
        &self,
        visitor: &Visitor,
        membership: MembershipId,
        can: Vec<String>,
    ) -> Result<(), Failure> {
        let session = self.coordinating(visitor, Table::SetCapabilities).await?;
        let transaction = self.store.begin().await?;
        let change = MemberChange::Can(can);
        let (all, _, can) = self.judged((&session, &transaction), membership, &change).await?;
        let theirs = find(&all, membership)?;
        let held = Assignments::on(&transaction)
            .held_by((session.cell, theirs.person), now())
            .await?;
        let leads = held.values().any(is_referent);
        let goes_on = held.is_empty() || can.iter().any(|it| it.accompanies());
        if !goes_on
            || (leads && theirs.can.contains(&Capability::Referent) && !can.contains(&Capability::Referent))
        {
            return Err(Failure::Refused(Refusal::WrongStage));
        }
        Memberships::on(&transaction)
            .set_capabilities((session.cell, membership), &can)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A membership is over. All that its person held goes to one other in the same moment: nothing is left without a
    /// referent.
    pub async fn end_member(
        &self,
        visitor: &Visitor,
        membership: MembershipId,
        (heir, reason): (Option<PersonId>, &str),
    ) -> Result<(), Failure> {
        let session = self.coordinating(visitor, Table::EndMember).await?;
        let cell = session.cell;
        let transaction = self.store.begin().await?;
        let (all, state, _) = self
            .judged((&session, &transaction), membership, &MemberChange::End)
            .await?;
        let (leaver, now) = (find(&all, membership)?, now());
        let held = Assignments::on(&transaction)
            .held_by((cell, leaver.person), now)
            .await?;
        if !held.is_empty() {
            let leads = held.values().any(is_referent);
            // The people whom it concerns read why.
            let reason = said_in_a_line(reason).ok_or(Failure::Refused(Refusal::Empty))?;
            let heir = heir.ok_or(Failure::Refused(Refusal::Empty))?;
            let may = all
                .iter()
                .any(|row| row.person == heir && may_go_on(row, leaver, leads));
            if !may {
                return Err(Failure::Refused(Refusal::NotFound));
            }
            for parcours in held.into_keys() {
                passes_on(&transaction, (cell, parcours), (leaver.person, heir), &reason).await?;
            }
        }
        Invitations::on(&transaction)
            .withdraw(cell, membership, now)
            .await?;
        Memberships::on(&transaction)
            .set_state(cell, membership, state, now)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Another organisation sits around the table; `partner` says whether people may share with it.
    pub async fn add_organisation(
        &self,
        visitor: &Visitor,
        name: &str,
        partner: bool,
    ) -> Result<(), Failure> {
        let session = self.coordinating(visitor, Table::AddOrganisation).await?;
        let name = organisation(name).map_err(Failure::Unclear)?;
        let transaction = self.store.begin().await?;
        Cells::on(&transaction).hold(session.cell).await?;
        let organisations = Organisations::on(&transaction);
        let known = organisations.by_name(session.cell).await?;
        if known.keys().any(|it| it.to_lowercase() == name.to_lowercase()) {
            return Err(Failure::Unclear(Unclear::Organisations));
        }
        let id = OrganisationId(Uuid::new_v4());
        organisations.create(session.cell, id, &name, partner).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn coordinating(&self, visitor: &Visitor, operation: Table) -> Result<SessionRow, Failure> {
        self.allowed(visitor, Operation::Members(operation), None).await
    }

    /// Whether a change may be, as those who work with the cell are now: of two at once the second is judged on what the
    /// first has left. Gives them, and what the membership is then.
    async fn judged(
        &self,
        (session, transaction): (&SessionRow, &Transaction),
        membership: MembershipId,
        change: &MemberChange,
    ) -> Result<(Vec<MemberRow>, MembershipState, BTreeSet<Capability>), Failure> {
        Cells::on(transaction).hold(session.cell).await?;
        let all = Memberships::on(transaction).members(session.cell).await?;
        still_coordinates(&all, session)?;
        let states = all.iter().map(|row| (row.id, (row.state, row.can.clone())));
        let (state, can) = Members(states.collect())
            .after(membership, change)
            .map_err(Failure::Refused)?;
        Ok((all, state, can))
    }

    async fn everyone(&self, session: &SessionRow, zone: &Zone) -> Result<Vec<Member>, Failure> {
        let reads = self.store.reads();
        let rows = Memberships::on(reads).members(session.cell).await?;
        let asked = Invitations::on(reads).last(session.cell).await?;
        let waits = |row: &&MemberRow| row.state == MembershipState::Invited;
        let letters = rows
            .iter()
            .filter(waits)
            .filter_map(|row| asked.get(&row.id)?.letter);
        let letters = Outbox::on(reads).states(letters).await?;
        let mut all: Vec<_> = rows
            .into_iter()
            .map(|row| member(row, session, (&asked, &letters), zone))
            .collect();
        all.sort_by_key(|it| (order(it.row.state), it.row.name.first.to_lowercase(), it.row.id));
        Ok(all)
    }
}

fn member(
    row: MemberRow,
    session: &SessionRow,
    (asked, letters): (
        &BTreeMap<MembershipId, Invitation>,
        &BTreeMap<LetterId, LetterState>,
    ),
    zone: &Zone,
) -> Member {
    let last = asked
        .get(&row.id)
        .filter(|_| row.state == MembershipState::Invited);
    let still = |it: &Invitation| (now() < it.until).then(|| zone.day(it.until));
    Member {
        day: zone.day(row.until.unwrap_or(row.since)),
        asked: last.map(|it| (it.email.clone(), still(it))),
        letter: last
            .and_then(|it| it.letter)
            .and_then(|it| letters.get(&it))
            .copied(),
        is_me: row.id == session.membership,
        row,
    }
}

const fn order(state: MembershipState) -> u8 {
    match state {
        MembershipState::Active => 0,
        MembershipState::Invited => 1,
        MembershipState::Suspended => 2,
        MembershipState::Ended => 3,
    }
}

/// Whoever asks may have been suspended since they were let in.
fn still_coordinates(all: &[MemberRow], session: &SessionRow) -> Result<(), Failure> {
    let theirs = all.iter().find(|row| row.id == session.membership);
    let still = theirs.is_some_and(|row| {
        row.state == MembershipState::Active && row.can.contains(&Capability::Coordinator)
    });
    still.then_some(()).ok_or(Failure::Denied(Denial::NotFound))
}

fn find(all: &[MemberRow], membership: MembershipId) -> Result<&MemberRow, Failure> {
    let found = all.iter().find(|row| row.id == membership);
    found.ok_or(Failure::Refused(Refusal::NotFound))
}

fn is_referent(it: &Assigned) -> bool {
    it.kind == AssignmentKind::Referent
}

/// Whether someone may go on with all that another held: one who may be the referent, where they were of anyone.
fn may_go_on(row: &MemberRow, leaver: &MemberRow, leads: bool) -> bool {
    let may = if leads {
        row.can.contains(&Capability::Referent)
    } else {
        row.can.iter().any(|it| it.accompanies())
    };
    row.state == MembershipState::Active && row.id != leaver.id && may
}

/// What someone was for the usager of a parcours, another is from now on; who was there already is what both were.
async fn passes_on(
    transaction: &Transaction,
    of: (CellId, ParcoursId),
    (from, to): (PersonId, PersonId),
    reason: &str,
) -> Result<(), Failure> {
    Parcours::on(transaction).hold(of.1).await?;
    let (assignments, now) = (Assignments::on(transaction), now());
    let team = assignments.of(of, now).await?;
    let is = |person| team.iter().find(move |it| it.person == person);
    let Some(theirs) = is(from) else { return Ok(()) };
    assignments.end(of, from, now).await?;
    let known = is(to);
    if known.is_some() {
        assignments.end(of, to, now).await?;
    }
    let both = [Some(theirs), known];
    let both = || both.iter().flatten();
    let leads = both().any(|it| is_referent(it));
    // None is all of it, and no end.
    let whole = leads || both().any(|it| it.themes.is_empty());
    let themes: BTreeSet<_> = both().flat_map(|it| it.themes.iter().copied()).collect();
    let themes: Vec<_> = themes.into_iter().filter(|_| !whole).collect();
    let open_end = both().any(|it| it.until.is_none());
    let until = both().filter_map(|it| it.until).max().filter(|_| !open_end);
    let goes_on = Assignment {
        person: to,
        kind: if leads {
            AssignmentKind::Referent
        } else {
            AssignmentKind::Member
        },
        themes: &themes,
        until,
        reason,
    };
    assignments.begin(of, goes_on, now).await?;
    Ok(())
}
