//! Playing the story: each parcours is written by the hands of those who are around it, command after command.

use crate::Problem;
use crate::story::{Around, Comment, Finding, Share, Step, Story, Usager};
use crate::town::Town;
use itineraire_domain::access::{Capability, Policy};
use itineraire_domain::ids::{
    CheckId, ClientId, CommentId, FindingId, OrganisationId, ParcoursId, PersonId, StepId,
};
use itineraire_domain::parcours::{
    AnswerCommand, COMMAND_VERSION, Command, Doer, Field, FindingCommand, SharedItem, SharingCommand,
    StageCommand, StepCommand, Words, WrittenTerms, WrittenWhen,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::pages::FullName;
use itineraire_service::accounts::{WayIn, hash_secret, welcome};
use itineraire_service::clock::now;
use itineraire_service::{Service, Visitor};
use itineraire_store::repositories::{
    Assignment, Assignments, Clients, Memberships, Newcomer, Parcours, Sessions,
};
use itineraire_store::{Store, Submission, Submitted, TokenHash};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Plays the whole story in a town.
pub async fn play(store: &Store, mut town: Town, story: &Story) -> Result<(), Problem> {
    for usager in &story.usagers {
        let mut scene = Scene::open(store, &mut town, usager, &story.around).await?;
        scene.act(usager).await?;
        scene.close().await?;
    }
    Ok(())
}

/// A parcours being written, and the tablets that write it.
struct Scene<'a> {
    store: &'a Store,
    service: Service,
    town: &'a Town,
    parcours: ParcoursId,
    tablets: BTreeMap<String, Tablet>,
    /// What was written so far, by its words.
    findings: BTreeMap<String, FindingId>,
    steps: BTreeMap<String, StepId>,
}

struct Tablet {
    token: TokenHash,
    client: ClientId,
    seq: u64,
}

/// What a name stands for, or the problem that nothing has it.
fn named<T: Copy>(all: &BTreeMap<String, T>, name: &str) -> Result<T, Problem> {
    all.get(name)
        .copied()
        .ok_or_else(|| Problem::Unknown(name.into()))
}

impl<'a> Scene<'a> {
    /// The usager, their card, their parcours, those around it, and a session for each who accompanies it.
    async fn open(
        store: &'a Store,
        town: &'a mut Town,
        usager: &Usager,
        around: &[Around],
    ) -> Result<Self, Problem> {
        let cell = town.cell;
        let person = PersonId(Uuid::new_v4());
        let newcomer = Newcomer {
            person,
            name: &FullName::new(&usager.first, &usager.last, ""),
            capabilities: &[Capability::Usager],
            organisation: None,
        };
        let pin_hash = hash_secret(&usager.pin)?;
        town.people.insert(usager.first.clone(), person);
        let parcours = ParcoursId(Uuid::new_v4());
        let transaction = store.begin().await?;
        let way_in = WayIn::Card(&usager.card, &pin_hash);
        welcome(&transaction, cell, &newcomer, way_in, now()).await?;
        Parcours::on(&transaction)
            .create((cell, parcours), person, usager.level, now())
            .await?;
        for Around { who, kind } in around.iter().chain(&usager.around) {
            let assignment = Assignment::of(named(&town.people, who)?, *kind);
            Assignments::on(&transaction)
                .begin((cell, parcours), assignment, now())
                .await?;
        }
        transaction.commit().await?;
        Ok(Self {
            store,
            // Whoever signs in here comes from one address.
            service: Service::new(store.clone(), Policy::default().eased(100)),
            town,
            parcours,
            tablets: BTreeMap::new(),
            findings: BTreeMap::new(),
            steps: BTreeMap::new(),
        })
    }

    async fn close(self) -> Result<(), Problem> {
        let transaction = self.store.begin().await?;
        for tablet in self.tablets.into_values() {
            Sessions::on(&transaction).close(&tablet.token).await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn act(&mut self, usager: &Usager) -> Result<(), Problem> {
        if let Some(goal) = &usager.goal {
            let client = self.tablet(usager, &usager.first).await?.client;
            let changes = Words::default().diff(client, goal, None);
            self.give(usager, &usager.first, Command::write(Field::Goal, changes))
                .await?;
        }
        for finding in &usager.findings {
            self.find(usager, finding).await?;
        }
        for step in &usager.steps {
            self.step(usager, step).await?;
        }
        for share in &usager.shares {
            self.share(usager, share).await?;
        }
        Ok(())
    }

    async fn find(&mut self, usager: &Usager, finding: &Finding) -> Result<(), Problem> {
        let id = FindingId(Uuid::new_v4());
        self.findings.insert(finding.words.clone(), id);
        let add = FindingCommand::Add {
            side: finding.side,
            theme: finding.theme,
            words: finding.words.clone(),
        };
        let rate = |level: &_| FindingCommand::Rate { level: Some(*level) };
        for asked in std::iter::once(add).chain(finding.levels.iter().map(rate)) {
            self.give(usager, &finding.by, Command::Finding(id, asked))
                .await?;
        }
        Ok(())
    }

    async fn step(&mut self, usager: &Usager, step: &Step) -> Result<(), Problem> {
        let id = StepId(Uuid::new_v4());
        self.steps.insert(step.title.clone(), id);
        let propose = Command::Step(id, self.proposal(step)?);
        self.give(usager, &step.by, propose).await?;
        let boards = Parcours::on(self.store.reads());
        let board = boards.board(self.town.cell, self.parcours).await?;
        let words = board
            .and_then(|board| board.steps.get(&id).map(|step| step.digest()))
            .ok_or_else(|| Problem::Unknown(step.title.clone()))?;
        for who in &step.agreed {
            let agree = Command::Answer(id, AnswerCommand::Agree { words });
            self.give(usager, who, agree).await?;
        }
        let stages = [
            (&step.started_by, StageCommand::Start),
            (&step.finished_by, StageCommand::Finish),
        ];
        for (who, asked) in stages {
            if let Some(who) = who {
                self.give(usager, who, Command::Stage(id, asked)).await?;
            }
        }
        if let Some(Comment { by, words }) = &step.stopped {
            let reason = words.clone();
            let stop = Command::Stage(id, StageCommand::Stop { reason });
            self.give(usager, by, stop).await?;
        }
        for asked in self.ties(step)? {
            self.give(usager, &step.by, Command::Step(id, asked)).await?;
        }
        for Comment { by, words } in &step.comments {
            let (comment, words) = (CommentId(Uuid::new_v4()), words.clone());
            let say = StepCommand::Comment { comment, words };
            self.give(usager, by, Command::Step(id, say)).await?;
        }
        for words in &step.checklist {
            let (check, words) = (CheckId(Uuid::new_v4()), words.clone());
            let add = StepCommand::AddCheck { check, words };
            self.give(usager, &step.by, Command::Step(id, add)).await?;
        }
        Ok(())
    }

    /// What its proposer agrees to by proposing it, and the others then answer.
    fn proposal(&self, step: &Step) -> Result<StepCommand, Problem> {
        let doer = |who: &String| named(&self.town.people, who).map(Doer::Person);
        let when = step.in_days.map(|days| WrittenWhen {
            day: self.town.today.plus(days).to_string(),
            hour: step.hour.clone(),
            before: false,
        });
        let terms = WrittenTerms {
            doers: step.with.iter().map(doer).collect::<Result<_, _>>()?,
            when,
            place: step.place.clone().unwrap_or_default(),
            bring: step.bring.clone().unwrap_or_default(),
            ..WrittenTerms::default()
        };
        Ok(StepCommand::Propose {
            title: step.title.clone(),
            theme: step.theme,
            terms: (terms != WrittenTerms::default()).then(|| Box::new(terms)),
        })
    }

    /// What it is tied to on the diagnosis.
    fn ties(&self, step: &Step) -> Result<Vec<StepCommand>, Problem> {
        let mut asked = Vec::new();
        if let Some(words) = &step.lifts {
            let barrier = Some(named(&self.findings, words)?);
            asked.push(StepCommand::SetLifts { barrier });
        }
        if let Some(words) = &step.leans_on {
            let lever = Some(named(&self.findings, words)?);
            asked.push(StepCommand::SetLeansOn { lever });
        }
        Ok(asked)
    }

    async fn share(&mut self, usager: &Usager, share: &Share) -> Result<(), Problem> {
        let organisation: OrganisationId = named(&self.town.organisations, &share.with)?;
        let mut items: Vec<_> = share.goal.then_some(SharedItem::Goal).into_iter().collect();
        for title in &share.steps {
            items.push(SharedItem::Step(named(&self.steps, title)?));
        }
        for item in items {
            let asked = SharingCommand::Share {
                item,
                organisation,
                purpose: share.purpose.clone(),
                until: now().plus_days(share.days),
                seen: None,
            };
            self.give(usager, &usager.first, Command::Sharing(asked)).await?;
        }
        Ok(())
    }

    /// The tablet of someone, who signs in at their first gesture: the usager with their card and PIN.
    async fn tablet(&mut self, usager: &Usager, who: &str) -> Result<&mut Tablet, Problem> {
        if !self.tablets.contains_key(who) {
            let tablet = self.sign_in(usager, who).await?;
            self.tablets.insert(who.into(), tablet);
        }
        self.tablets
            .get_mut(who)
            .ok_or_else(|| Problem::Unknown(who.into()))
    }

    /// The usager with card and PIN, as at the counter; whoever accompanies them with a session of their own.
    async fn sign_in(&self, usager: &Usager, who: &str) -> Result<Tablet, Problem> {
        let unknown = || Problem::Unknown(who.into());
        let usagers_own = if *who == usager.first {
            let (visitor, pin) = (Visitor::default(), usager.pin.clone());
            let opened = self.service.sign_in_with_card(&visitor, &usager.card, pin);
            Some(TokenHash::of(&opened.await?.token))
        } else {
            None
        };
        let transaction = self.store.begin().await?;
        let sessions = Sessions::on(&transaction);
        let token = if let Some(token) = usagers_own {
            token
        } else {
            let (cell, person) = (self.town.cell, named(&self.town.people, who)?);
            let membership = Memberships::on(&transaction)
                .of_person(cell, person, Capability::Professional)
                .await?
                .ok_or_else(unknown)?;
            let token = TokenHash::of(&Uuid::new_v4().to_string());
            let lasts = Policy::default().others;
            sessions
                .open(&token, (cell, membership.id), lasts, None, now())
                .await?;
            token
        };
        let session = sessions.valid(&token, now()).await?.ok_or_else(unknown)?;
        let client = ClientId(Uuid::new_v4());
        Clients::on(&transaction)
            .issue(&session, self.parcours, client, now())
            .await?;
        transaction.commit().await?;
        let seq = 0;
        Ok(Tablet { token, client, seq })
    }

    async fn give(&mut self, usager: &Usager, who: &str, command: Command) -> Result<(), Problem> {
        let parcours = self.parcours;
        let refused = |why: String| Problem::Refused(format!("{who} on {}’s board", usager.first), why);
        let body = serde_json::to_value(&command).map_err(|error| refused(error.to_string()))?;
        let tablet = self.tablet(usager, who).await?;
        tablet.seq += 1;
        let submission = Submission {
            token: tablet.token.clone(),
            parcours,
            client: tablet.client,
            seq: tablet.seq,
            version: COMMAND_VERSION,
            body,
            at: now(),
        };
        match self.store.submit(submission).await? {
            Submitted::Result(CommandResult::Kept { .. }) => Ok(()),
            other => Err(refused(format!("{other:?}, to {command:?}"))),
        }
    }
}
