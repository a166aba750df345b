//! A need is noticed (*repérage*): at a counter, by a partner, by the person themselves; the cell receives it, asks, takes it,
//! names others who help better, or says why not. Whoever sent it reads in one word what became of it.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Referrals as Table;
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, ReferralId};
use itineraire_domain::people::Unclear;
use itineraire_domain::referral::{Known, Move, NewReferral, WrittenReferral, is_alike};
use itineraire_domain::zone::Zone;
use itineraire_domain::{Denial, Refusal};
pub use itineraire_store::repositories::Referral;
use itineraire_store::repositories::{
    Accompanied, Assignments, Cells, Identities, ReferralMove, Referrals, Throttles,
};
use itineraire_store::{SessionRow, Transaction};
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

/// How long what became of a need stays in the inbox, in seconds.
const STAYS: i64 = 30 * 24 * 3600;

/// How far back needs are looked through for the same person, in seconds.
const LOOKED_THROUGH: i64 = 365 * 24 * 3600;

/// Needs on the page of the inbox, and needs that one is compared with, at most.
const SHOWN: u64 = 200;
const COMPARED: u64 = 2_000;

/// Needs that someone reads of those they sent, at most.
const SENT: u64 = 50;

/// From one address so many ask at once for themselves, then as many a minute; the others wait, and none is lost.
const EASILY: i64 = 10;
const WAITS: Duration = Duration::from_secs(2);

/// What whoever notices needs reads.
#[derive(Clone, Debug)]
pub struct ReportPage {
    /// The commune of the cell.
    pub commune: String,
    /// What they sent, the latest first: with the day in the commune, and what was said of it last.
    pub sent: Vec<(Referral, Day, Option<String>)>,
}

/// The cell's inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// What is still to be done, the oldest first; then what something became of, the latest first. With the day on which it
    /// came, in the commune.
    pub referrals: Vec<(Referral, Day)>,
    /// In the commune.
    pub today: Day,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct ReferralPage {
    /// Which.
    pub referral: Referral,
    /// The day on which it came, in the commune.
    pub came: Day,
    /// What was done about it, each with its day.
    pub moves: Vec<(ReferralMove, Day)>,
    /// Who may be the same person, as far as whoever reads it may know of them.
    pub alike: Alike,
}

/// Who may be the same person: to be compared, never merged in silence.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// Those whom whoever reads it accompanies.
    pub accompanied: Vec<(ParcoursId, String)>,
    /// Other needs that came, with whether something is still to be done.
    pub referrals: Vec<(ReferralId, String, bool)>,
}

impl Service {
    /// The communes where someone may ask for themselves, each with its cell: those that someone works with.
    pub async fn places(&self) -> Result<Vec<(CellId, String)>, Failure> {
        let all = Cells::on(self.store.reads()).worked_with().await?;
        Ok(all.into_iter().map(|(id, row)| (id, row.commune)).collect())
    }

    /// Someone asks for themselves. Many at once wait a little; none is lost.
    pub async fn ask_for_oneself(
        &self,
        visitor: &Visitor,
        (cell, id): (CellId, ReferralId),
        written: &WrittenReferral,
    ) -> Result<(), Failure> {
        let new = written.checked(true).map_err(Failure::Unclear)?;
        if !self.places().await?.iter().any(|(id, _)| *id == cell) {
            return Err(Failure::Unclear(Unclear::Commune));
        }
        let transaction = self.store.begin().await?;
        let address = visitor.address.map(|it| it.to_string()).unwrap_or_default();
        let name = format!("asks {address}");
        let easy = Throttles::on(&transaction)
            .allow(&name, EASILY, EASILY, now())
            .await?;
        transaction.commit().await?;
        if !easy {
            tokio::time::sleep(WAITS).await;
        }
        self.receives((cell, id), &new, None).await
    }

    /// What whoever notices needs has sent.
    pub async fn reports(&self, visitor: &Visitor) -> Result<ReportPage, Failure> {
        let session = self.receiving(visitor, Table::PageReport).await?;
        let (cell, zone) = self.cell(session.cell, now()).await?;
        let sent = Referrals::on(self.store.reads())
            .sent_by((session.cell, session.person), SENT)
            .await?;
        let dated = sent.into_iter().map(|(it, words)| {
            let day = zone.day(it.since);
            (it, day, words)
        });
        Ok(ReportPage {
            commune: cell.commune.clone(),
            sent: dated.collect(),
        })
    }

    /// Someone has noticed a need. `id` is the name that the page gave it: sent twice, it comes once.
    pub async fn report(
        &self,
        visitor: &Visitor,
        id: ReferralId,
        written: &WrittenReferral,
    ) -> Result<(), Failure> {
        let session = self.receiving(visitor, Table::Report).await?;
        let new = written.checked(false).map_err(Failure::Unclear)?;
        self.receives((session.cell, id), &new, Some(session.person))
            .await
    }

    /// Whoever sent it answers what was asked of them.
    pub async fn answer_question(
        &self,
        visitor: &Visitor,
        id: ReferralId,
        words: String,
    ) -> Result<(), Failure> {
        let session = self.receiving(visitor, Table::AnswerQuestion).await?;
        let transaction = self.store.begin().await?;
        moved(&transaction, &session, id, (Move::Answer(words), true)).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What comes to the cell.
    pub async fn inbox(&self, visitor: &Visitor) -> Result<Inbox, Failure> {
        let session = self.receiving(visitor, Table::PageReferrals).await?;
        let now = now();
        let (_, zone) = self.cell(session.cell, now).await?;
        let held = self.held_by(&session, now).await?;
        let since = now.plus_seconds(-STAYS);
        let all = self.referrals_of(session.cell, &held, (since, SHOWN)).await?;
        Ok(Inbox {
            referrals: all.into_iter().map(|it| dated(&zone, it.since, it)).collect(),
            today: zone.day(now),
        })
    }

    /// One of them, with who may be the same person.
    pub async fn referral(&self, visitor: &Visitor, id: ReferralId) -> Result<ReferralPage, Failure> {
        let session = self.receiving(visitor, Table::PageReferral).await?;
        let (cell, now) = (session.cell, now());
        let (_, zone) = self.cell(cell, now).await?;
        let referrals = Referrals::on(self.store.reads());
        let found = referrals.one(cell, id).await?;
        let held = self.held_by(&session, now).await?;
        let found = found.filter(|it| may_know(it, &held));
        let referral = found.ok_or(Denial::NotFound)?;
        let moves = referrals.moves(cell, id).await?;
        let alike = self.alike(cell, &referral, &held, now).await?;
        Ok(ReferralPage {
            came: zone.day(referral.since),
            moves: moves.into_iter().map(|it| dated(&zone, it.at, it)).collect(),
            alike,
            referral,
        })
    }

    /// Something is done about one, in words for who sent it.
    pub async fn move_referral(&self, visitor: &Visitor, id: ReferralId, it: Move) -> Result<(), Failure> {
        let session = self.receiving(visitor, Table::MoveReferral).await?;
        let transaction = self.store.begin().await?;
        moved(&transaction, &session, id, (it, false)).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// How many wait for the cell; nothing, to who does not receive them.
    pub(crate) async fn waiting(&self, session: &SessionRow) -> Result<Option<u64>, Failure> {
        if !session.accompanies() {
            return Ok(None);
        }
        let waiting = Referrals::on(self.store.reads()).open(session.cell).await?;
        Ok(Some(waiting))
    }

    async fn receiving(&self, visitor: &Visitor, operation: Table) -> Result<SessionRow, Failure> {
        self.allowed(visitor, Operation::Referrals(operation), None).await
    }

    async fn receives(
        &self,
        (cell, id): (CellId, ReferralId),
        new: &NewReferral,
        by: Option<PersonId>,
    ) -> Result<(), Failure> {
        // What is no id at all is asked for under this one.
        if id == ReferralId(Uuid::nil()) {
            return Err(Denial::NotFound.into());
        }
        let came = || async {
            let known = Referrals::on(self.store.reads()).one(cell, id).await?;
            let same = |it: &Referral| it.written == *new && it.by.as_ref().map(|by| by.0) == by;
            Ok::<_, Failure>(known.is_some_and(|it| same(&it)))
        };
        if came().await? {
            return Ok(());
        }
        let written = async {
            let transaction = self.store.begin().await?;
            Referrals::on(&transaction)
                .receive((cell, id), new, by, now())
                .await?;
            transaction.commit().await
        };
        // Of two at once the second finds what the first has sent.
        match written.await {
            Err(_) if came().await? => Ok(()),
            written => Ok(written?),
        }
    }

    /// Who may be the same person, among other needs and among those whom whoever asks accompanies: of anyone else not even that
    /// they are accompanied is theirs to know.
    async fn alike(
        &self,
        cell: CellId,
        of: &Referral,
        held: &BTreeSet<ParcoursId>,
        now: Moment,
    ) -> Result<Alike, Failure> {
        let known = written_as(&of.written);
        let identities = Identities::on(self.store.reads());
        let accompanied = identities.of_parcours(cell, held.iter().copied()).await?;
        let accompanied = accompanied.iter().filter(|it| is_alike(&known, &named(it)));
        let since = now.plus_seconds(-LOOKED_THROUGH);
        let others = self.referrals_of(cell, held, (since, COMPARED)).await?;
        let others = others
            .iter()
            .filter(|it| it.id != of.id && is_alike(&known, &written_as(&it.written)));
        Ok(Alike {
            accompanied: accompanied
                .map(|it| (it.parcours, whole(&it.name.first, &it.name.last)))
                .collect(),
            referrals: others
                .map(|it| {
                    (
                        it.id,
                        whole(&it.written.first_name, &it.written.last_name),
                        it.state.is_open(),
                    )
                })
                .collect(),
        })
    }

    /// Those that whoever asks may know of: of one who was taken, only whoever accompanies them.
    async fn referrals_of(
        &self,
        cell: CellId,
        held: &BTreeSet<ParcoursId>,
        (since, at_most): (Moment, u64),
    ) -> Result<Vec<Referral>, Failure> {
        let mut all = Referrals::on(self.store.reads())
            .open_or_since(cell, since, at_most)
            .await?;
        all.retain(|it| may_know(it, held));
        Ok(all)
    }

    async fn held_by(&self, session: &SessionRow, now: Moment) -> Result<BTreeSet<ParcoursId>, Failure> {
        let held = Assignments::on(self.store.reads())
            .held_by((session.cell, session.person), now)
            .await?;
        Ok(held.into_keys().collect())
    }
}

/// Something is done about a need, in the transaction of whoever does it: by who sent it, where it is theirs to do.
pub(crate) async fn moved(
    transaction: &Transaction,
    session: &SessionRow,
    id: ReferralId,
    (it, sent): (Move, bool),
) -> Result<(), Failure> {
    let words = it.words().map_err(Failure::Refused)?;
    let referrals = Referrals::on(transaction);
    let found = referrals.hold(session.cell, id).await?;
    // One that another sent is nothing to who answers.
    let found = found.filter(|(_, by)| !sent || *by == Some(session.person));
    let (state, by) = found.ok_or(Failure::Refused(Refusal::NotFound))?;
    // Whoever asks for themselves has no page to answer on: they are called.
    if by.is_none() && matches!(it, Move::Ask(_)) {
        return Err(Failure::Refused(Refusal::NotAllowed));
    }
    let next = state.after(&it, sent).map_err(Failure::Refused)?;
    let parcours = match it {
        Move::Take(parcours) => Some(parcours),
        _ => None,
    };
    let by = (session.person, now());
    referrals
        .moves_to((session.cell, id), (next, words), parcours, by)
        .await?;
    Ok(())
}

/// That someone is accompanied, only those know who accompany them.
fn may_know(it: &Referral, held: &BTreeSet<ParcoursId>) -> bool {
    it.parcours.is_none_or(|parcours| held.contains(&parcours))
}

/// With the day of a moment, in the commune.
fn dated<T>(zone: &Zone, at: Moment, it: T) -> (T, Day) {
    (it, zone.day(at))
}

fn written_as(of: &NewReferral) -> Known<'_> {
    Known {
        first_name: &of.first_name,
        last_name: &of.last_name,
        other_name: None,
        phone: of.phone.as_deref(),
    }
}

fn named(of: &Accompanied) -> Known<'_> {
    Known {
        first_name: &of.name.first,
        last_name: &of.name.last,
        other_name: of.other_name.as_deref(),
        phone: of.phone.as_deref(),
    }
}

fn whole(first: &str, last: &str) -> String {
    format!("{first} {last}")
}
