//! Who accompanies a person: read by the person and by those who do, changed by the referent.

use crate::clock::now;
use crate::words::in_language;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Parcours as Table;
use itineraire_domain::access::{AssignmentKind, Capability, Role};
use itineraire_domain::calendar::Day;
use itineraire_domain::catalogue::{List, Theme};
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::people::{Team, TeamChange, Told};
use itineraire_domain::views::pages::PersonName;
use itineraire_domain::views::words::ThemeWords;
use itineraire_domain::{Denial, Refusal};
use itineraire_store::SessionRow;
use itineraire_store::repositories::{
    Assigned, Assignment, Assignments, Cards, Cells, Identities, Memberships, Parcours, People,
};
pub use itineraire_store::repositories::{Correction, Identity};

/// Who accompanies a person, as a page shows it.
#[derive(Clone, Debug)]
pub struct TeamPage {
    /// The first name of whom they accompany.
    pub usager: String,
    /// Those who do, the referent first.
    pub members: Vec<Member>,
    /// Who reads it: one of them, or the usager.
    pub me: PersonId,
    /// Whoever reads it is the referent.
    pub leads: bool,
    /// There is no referent who may still act, and whoever reads it may be it.
    pub may_lead: bool,
    /// Whoever reads it is the usager.
    pub is_usager: bool,
    /// What is kept of the usager beyond their name, for them and for who accompanies them.
    pub identity: Option<Identity>,
    /// How they were told what is kept, the last time, and when.
    pub told: Option<(Told, Day)>,
    /// What was corrected of it, the last first: with the day in the commune.
    pub corrected: Vec<(Correction, Day)>,
    /// When they were given the card that they have, and by whom, where that is known.
    pub card: Option<(Day, PersonName)>,
    /// Who else of the cell may join, by name; for the referent alone.
    pub others: Vec<(PersonId, PersonName)>,
    /// The themes that one may join for.
    pub themes: Vec<ThemeWords>,
}

/// One of those who accompany a person.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// The referent.
    pub leads: bool,
    /// May be the referent.
    pub may_lead: bool,
    /// For what; all of it, where there is none.
    pub themes: Vec<ThemeWords>,
    /// Since when, in the commune.
    pub since: Day,
    /// Why, where that was said; in words for the person.
    pub reason: String,
}

impl Service {
    /// Who accompanies the usager of a parcours.
    pub async fn team(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<TeamPage, Failure> {
        let operation = Operation::Parcours(Table::PageTeam);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let (cell, now, reads) = (session.cell, now(), self.store.reads());
        let (_, zone) = self.cell(cell, now).await?;
        let usager = Parcours::on(reads).usager(cell, parcours).await?;
        let usager = usager.ok_or(Denial::NotFound)?;
        let themes = in_language(&self.lists(cell, &[List::Theme]).await?).themes();
        let memberships = Memberships::on(reads);
        let leaders = memberships.who_can(cell, &[Capability::Referent]).await?;
        let active = memberships.who_can(cell, &Capability::ACCOMPANYING).await?;
        let mut members = Vec::new();
        let assigned = Assignments::on(reads).of((cell, parcours), now).await?;
        for it in assigned {
            // Whose membership is not active sees nothing of it.
            let Some((_, name)) = active.iter().find(|(id, _)| *id == it.person) else {
                continue;
            };
            members.push(Member {
                person: it.person,
                name: name.clone(),
                leads: it.kind == AssignmentKind::Referent,
                may_lead: is_among(&leaders, it.person),
                themes: it.themes.iter().map(|theme| themes.shown(*theme)).collect(),
                since: zone.day(it.since),
                reason: it.reason,
            });
        }
        let me = session.person;
        let leads = members.iter().any(|it| it.leads && it.person == me);
        let unled = members.iter().all(|it| !it.leads);
        let may_lead = session.role == Role::Professional && unled && is_among(&leaders, me);
        let others = active
            .into_iter()
            .filter(|(id, _)| leads && members.iter().all(|it| it.person != *id));
        let card = match Cards::on(reads).given(cell, usager).await? {
            Some((since, Some(by))) => People::on(reads)
                .name(cell, by)
                .await?
                .map(|by| (zone.day(since), by)),
            _ => None,
        };
        let identities = Identities::on(reads);
        let told = identities.told(cell, usager).await?;
        let corrected = identities.corrections(cell, usager).await?;
        let corrected = corrected.into_iter().map(|it| (zone.day(it.at), it));
        Ok(TeamPage {
            usager: self.first_name(cell, usager).await?,
            others: others.collect(),
            members,
            me,
            leads,
            may_lead,
            is_usager: session.role == Role::Usager,
            identity: identities.of(cell, usager).await?,
            corrected: corrected.map(|(day, it)| (it, day)).collect(),
            told: told.last().map(|(how, at)| (*how, zone.day(*at))),
            card,
            themes: themes.0.into_iter().filter(|it| !it.retired).collect(),
        })
    }

    /// Someone of the cell accompanies the usager of a parcours from now on, for some themes or for all of it.
    pub async fn join(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        (person, themes): (PersonId, &[Theme]),
    ) -> Result<(), Failure> {
        let operation = Operation::Parcours(Table::Join);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let assignment = Assignment {
            themes,
            ..Assignment::of(person, AssignmentKind::Member)
        };
        let needs = &Capability::ACCOMPANYING;
        self.changes(
            &session,
            parcours,
            (TeamChange::Join(person), needs),
            &[assignment],
        )
        .await
    }

    /// Someone accompanies them no longer: the parcours is nothing to them from then on.
    pub async fn leave(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        person: PersonId,
    ) -> Result<(), Failure> {
        let operation = Operation::Parcours(Table::Leave);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        self.changes(&session, parcours, (TeamChange::Leave(person), &[]), &[])
            .await
    }

    /// Another of them is the referent from now on; who was goes on with them.
    pub async fn lead(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        person: PersonId,
    ) -> Result<(), Failure> {
        let operation = Operation::Parcours(Table::Lead);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let leads = Assignment::of(person, AssignmentKind::Referent);
        let needs = &[Capability::Referent];
        self.changes(&session, parcours, (TeamChange::Lead(person), needs), &[leads])
            .await
    }

    /// The rules decide on those who accompany at that moment; what a change ends and begins is one commit. Whom it begins for
    /// may be one of what it `needs`, at that moment too: who is not is nobody, here.
    async fn changes(
        &self,
        session: &SessionRow,
        parcours: ParcoursId,
        (change, needs): (TeamChange, &[Capability]),
        begin: &[Assignment<'_>],
    ) -> Result<(), Failure> {
        let of = (session.cell, parcours);
        let transaction = self.store.begin().await?;
        // Of two changes at once the second is judged on what the first has left, at a later moment; nobody leaves the cell
        // meanwhile.
        Cells::on(&transaction).hold(session.cell).await?;
        Parcours::on(&transaction).hold(parcours).await?;
        let now = now();
        let assignments = Assignments::on(&transaction);
        let all = assignments.of(of, now).await?;
        let memberships = Memberships::on(&transaction);
        let active = memberships
            .who_can(session.cell, &Capability::ACCOMPANYING)
            .await?;
        if let [one] = begin {
            let may = memberships.who_can(session.cell, needs).await?;
            if !is_among(&may, one.person) {
                return Err(Failure::Refused(Refusal::NotFound));
            }
        }
        let kinds = all.iter().map(|it| (it.person, it.kind));
        let team = Team(kinds.filter(|it| is_among(&active, it.0)).collect());
        team.allows(session.person, change).map_err(Failure::Refused)?;
        let mut ends = Vec::new();
        let mut begins = begin.to_vec();
        match change {
            TeamChange::Join(_) => {}
            TeamChange::Leave(person) => ends.push(person),
            TeamChange::Lead(person) => {
                ends.push(person);
                // Who was the referent goes on with the others, also one who may not act now.
                let led = |it: &&Assigned| it.kind == AssignmentKind::Referent && it.person != person;
                for it in all.iter().filter(led) {
                    ends.push(it.person);
                    begins.push(as_before(it));
                }
            }
        }
        for person in ends {
            assignments.end(of, person, now).await?;
        }
        for one in begins {
            assignments.begin(of, one, now).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

fn is_among(all: &[(PersonId, PersonName)], person: PersonId) -> bool {
    all.iter().any(|(id, _)| *id == person)
}

/// What someone was there for goes on as it was; who was the referent is one of them.
fn as_before(it: &Assigned) -> Assignment<'_> {
    Assignment {
        person: it.person,
        kind: AssignmentKind::Member,
        themes: &it.themes,
        until: it.until,
        reason: &it.reason,
    }
}
