//! What a partner may not see, and must not be able to tell: drawn from each world's own seed.

use super::script::goal_is_shared;
use super::world::{Names, Tablet, World, id, named, says, tablet};
use futures_util::{SinkExt, StreamExt};
use itineraire_domain::access::{AssignmentKind, Capability, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{
    CellId, CheckId, ClientId, CommentId, FindingId, OrganisationId, ParcoursId, PersonId, StepId,
};
use itineraire_domain::parcours::{
    Agreement, AnswerCommand, CircleLevel, Command, Doer, Field, FindingCommand, GoalCommand, Item, Level,
    Seq, SharedItem, SharingCommand, ShelfCommand, Side, Stage, StageCommand, StepCommand, WrittenWhen,
};
use itineraire_domain::sync::parcours::FromPage;
use itineraire_store::repositories::{
    Assignment, Assignments, Clients, Memberships, Newcomer, Parcours, Sessions,
};
use itineraire_store::{Store, TokenHash};
use itineraire_testing::{Founding, THEMES, link, written};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::net::SocketAddr;

pub type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// What one world keeps from the partner.
pub struct Hidden {
    rng: StdRng,
    /// How much happens here between two acts; some worlds are silent.
    most: usize,
    pub steps: Vec<StepId>,
    barriers: Vec<FindingId>,
    levers: Vec<FindingId>,
    checks: Vec<(StepId, CheckId)>,
    comments: Vec<(StepId, CommentId)>,
    undoable: Vec<Seq>,
    karim: Tablet,
    /// Of the other organisation.
    hugo: Tablet,
    /// Another parcours of the cell, and its usager.
    pub parcours: ParcoursId,
    alain: Tablet,
    /// A parcours of another cell.
    pub elsewhere: ParcoursId,
    people: usize,
    address: SocketAddr,
    /// Of professionals who look at the same board.
    sockets: Vec<Socket>,
    /// How many acts changed something.
    pub changed: usize,
}

/// A cookie of Karim's own: his page is open while he writes elsewhere.
const KARIM: &str = "karim's page";

impl Hidden {
    pub async fn found(
        store: &Store,
        names: &Names,
        address: SocketAddr,
        mut rng: StdRng,
        base: Moment,
        may_be_silent: bool,
    ) -> Self {
        let cell = names.cell;
        let [karim, hugo, alain, nadia] = std::array::from_fn(|_| PersonId(id(&mut rng)));
        let elsewhere_cell = CellId(id(&mut rng));
        let of = |cell| Founding {
            store,
            cell,
            now: base,
        };
        let (here, away) = (of(cell), of(elsewhere_cell));
        away.cell("Ailleurs").await;
        let [parcours, elsewhere] = std::array::from_fn(|_| ParcoursId(id(&mut rng)));
        for (founding, person, role, of) in [
            (here, karim, Role::Professional, None),
            (here, hugo, Role::Partner, Some(names.other)),
            (here, alain, Role::Usager, None),
            (away, nadia, Role::Usager, None),
        ] {
            let first = ["Alex", "Sacha", "Camille", "Dominique"][rng.random_range(0..4)];
            founding.person(person, &named(first), role.into(), of).await;
        }
        here.parcours(parcours, alain, CircleLevel::Individual).await;
        away.parcours(elsewhere, nadia, CircleLevel::Individual).await;
        here.assign(names.parcours, karim, AssignmentKind::Member).await;
        let now = itineraire_service::clock::now();
        let who = (cell, karim, Role::Professional);
        let of_karim = (karim, Capability::Professional);
        Founding { now, ..here }
            .signs_in(&TokenHash::of(KARIM), of_karim, None)
            .await;
        let mut client = || ClientId(id(&mut rng));
        let karim = tablet(store, who, names.parcours, client(), base).await;
        let hugo = tablet(store, (cell, hugo, Role::Partner), names.parcours, client(), base).await;
        let alain = tablet(store, (cell, alain, Role::Usager), parcours, client(), base).await;
        let most = if rng.random_bool(0.25) && may_be_silent {
            0
        } else {
            5
        };
        Self {
            rng,
            most,
            steps: Vec::new(),
            barriers: Vec::new(),
            levers: Vec::new(),
            checks: Vec::new(),
            comments: Vec::new(),
            undoable: Vec::new(),
            karim,
            hugo,
            parcours,
            alain,
            elsewhere,
            people: 0,
            address,
            sockets: Vec::new(),
            changed: 0,
        }
    }

    fn words(&mut self) -> String {
        let length = self.rng.random_range(1..60);
        (0..length)
            .map(|_| char::from(self.rng.random_range(b'a'..=b'z')))
            .collect()
    }

    fn theme(&mut self) -> Theme {
        *THEMES.choose(&mut self.rng).unwrap()
    }

    /// A step that is never shared with the partner.
    fn step(&mut self) -> StepId {
        *self.steps.choose(&mut self.rng).unwrap()
    }

    /// Any step.
    fn any(&mut self, names: &Names) -> StepId {
        if self.rng.random_bool(0.6) {
            *names.steps.choose(&mut self.rng).unwrap()
        } else {
            self.step()
        }
    }

    fn item(&mut self) -> Item {
        let step = self.step();
        let barrier = self.barriers.choose(&mut self.rng).copied().map(Item::Finding);
        let lever = self.levers.choose(&mut self.rng).copied().map(Item::Finding);
        match self.rng.random_range(0..3) {
            0 => barrier.unwrap_or(Item::Step(step)),
            1 => lever.unwrap_or(Item::Step(step)),
            _ => Item::Step(step),
        }
    }
}

impl World {
    /// None, one or several hidden acts, each at a moment of its own.
    pub async fn hide_some(&mut self) {
        let most = self.hidden.most;
        let count = if most == 0 {
            0
        } else {
            self.hidden.rng.random_range(0..=most)
        };
        for _ in 0..count {
            self.clock = Moment(self.clock.0 + self.hidden.rng.random_range(1..300));
            let before = self.all_that_is_hidden().await;
            self.hide().await;
            let after = self.all_that_is_hidden().await;
            self.hidden.changed += usize::from(before != after);
        }
    }

    /// What tells that something happened: the numbers of both boards, and the colleagues.
    async fn all_that_is_hidden(&self) -> (Seq, Seq, usize) {
        let other = Parcours::on(self.store.reads())
            .board(self.names.cell, self.hidden.parcours)
            .await;
        let other = other.unwrap().map_or(Seq(0), |board| board.seq);
        (self.board().await.seq, other, self.hidden.people)
    }

    pub async fn hides_a_step(&mut self) {
        let step = StepId(id(&mut self.hidden.rng));
        let (title, theme) = (self.hidden.words(), self.hidden.theme());
        self.hidden.steps.push(step);
        let propose = Command::Step(
            step,
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        );
        if self.hidden.rng.random_bool(0.5) {
            self.rose(propose).await;
        } else {
            self.karim(propose).await;
        }
    }

    async fn karim(&mut self, command: Command) -> Option<Seq> {
        says(&self.store, &mut self.hidden.karim, command, self.clock).await
    }

    /// A professional changes what is not shared; it can be undone later.
    async fn karim_can_undo(&mut self, command: Command) {
        let seq = self.karim(command).await;
        self.hidden.undoable.extend(seq);
    }

    async fn hide(&mut self) {
        let names = self.names.clone();
        let hidden = &mut self.hidden;
        let step = hidden.step();
        let any = hidden.any(&names);
        match hidden.rng.random_range(0..27) {
            0 | 1 => self.hides_a_step().await,
            2 => {
                let place = hidden.words();
                self.karim_can_undo(Command::Step(step, StepCommand::SetPlace { place }))
                    .await;
            }
            3 => {
                let when = Some(WrittenWhen {
                    day: format!("2027-01-{:02}", hidden.rng.random_range(1..=28)),
                    hour: None,
                    before: hidden.rng.random_bool(0.5),
                });
                self.karim_can_undo(Command::Step(step, StepCommand::SetWhen { when }))
                    .await;
            }
            4 => {
                let (item, theme) = (hidden.item(), hidden.theme());
                self.karim_can_undo(Command::Shelf(item, ShelfCommand::SetTheme { theme }))
                    .await;
            }
            5 => {
                let item = hidden.item();
                self.karim_can_undo(Command::Shelf(item, ShelfCommand::Remove))
                    .await;
            }
            6 => {
                let item = hidden.item();
                self.karim_can_undo(Command::Shelf(item, ShelfCommand::Restore))
                    .await;
            }
            7 => {
                let words = self.board().await.steps[&step].digest();
                self.karim(Command::Answer(step, AnswerCommand::Agree { words }))
                    .await;
                self.rose(Command::Answer(step, AnswerCommand::Agree { words }))
                    .await;
                self.karim(Command::Stage(step, StageCommand::Start)).await;
            }
            8 => {
                let (comment, words) = (CommentId(id(&mut hidden.rng)), hidden.words());
                hidden.comments.push((any, comment));
                let said = Command::Step(any, StepCommand::Comment { comment, words });
                self.karim(said).await;
            }
            9 => {
                if let Some((step, comment)) = hidden.comments.pop() {
                    self.karim(Command::Step(step, StepCommand::RemoveComment { comment }))
                        .await;
                }
            }
            10 => {
                let (check, words) = (CheckId(id(&mut hidden.rng)), hidden.words());
                hidden.checks.push((any, check));
                let line = Command::Step(any, StepCommand::AddCheck { check, words });
                self.karim(line).await;
            }
            11 => {
                if let Some((step, check)) = hidden.checks.choose(&mut hidden.rng).copied() {
                    let done = hidden.rng.random_bool(0.5);
                    self.karim(Command::Step(step, StepCommand::TickCheck { check, done }))
                        .await;
                }
            }
            12 => {
                let (barrier, theme, words) =
                    (FindingId(id(&mut hidden.rng)), hidden.theme(), hidden.words());
                hidden.barriers.push(barrier);
                let add = Command::Finding(
                    barrier,
                    FindingCommand::Add {
                        side: Side::Barrier,
                        theme,
                        words,
                    },
                );
                self.karim_can_undo(add).await;
            }
            13 => {
                let (lever, theme, words) = (FindingId(id(&mut hidden.rng)), hidden.theme(), hidden.words());
                hidden.levers.push(lever);
                self.karim_can_undo(Command::Finding(
                    lever,
                    FindingCommand::Add {
                        side: Side::Lever,
                        theme,
                        words,
                    },
                ))
                .await;
            }
            14 => {
                // Now and then one that is not there: refused, and hidden all the same.
                let known = hidden.barriers.iter().chain(&hidden.levers).copied();
                let known: Vec<FindingId> = known.collect();
                let none = FindingId(id(&mut hidden.rng));
                let finding = known.choose(&mut hidden.rng).copied().unwrap_or(none);
                let level = Level::ALL.choose(&mut hidden.rng).copied();
                self.rose(Command::Finding(finding, FindingCommand::Rate { level }))
                    .await;
            }
            15 => {
                let barrier = hidden.barriers.choose(&mut hidden.rng).copied();
                self.karim(Command::Step(any, StepCommand::SetLifts { barrier }))
                    .await;
            }
            16 => {
                let lever = hidden.levers.choose(&mut hidden.rng).copied();
                self.karim(Command::Step(any, StepCommand::SetLeansOn { lever }))
                    .await;
            }
            17 => {
                let before = hidden.rng.random_bool(0.7).then_some(Item::Step(step));
                let item = Item::Step(any);
                self.karim_can_undo(Command::Shelf(item, ShelfCommand::Move { before }))
                    .await;
            }
            18 => self.shares_with_another(any).await,
            19 if hidden.rng.random_bool(0.3) => {
                let answer = SharingCommand::AnswerOffer {
                    step: any,
                    organisation: names.other,
                    wanted: hidden.rng.random_bool(0.5),
                };
                self.rose(Command::Sharing(answer)).await;
            }
            19 => {
                let offer = if hidden.rng.random_bool(0.7) {
                    Command::Sharing(SharingCommand::OfferHelp { step: any })
                } else {
                    Command::Sharing(SharingCommand::WithdrawOffer { step: any })
                };
                says(&self.store, &mut hidden.hugo, offer, self.clock).await;
            }
            20 => {
                if let Some(of) = hidden.undoable.pop() {
                    self.karim_can_undo(Command::Undo { of }).await;
                }
            }
            21 => self.lives_elsewhere().await,
            22 => {
                let person = PersonId(id(&mut hidden.rng));
                hidden.people += 1;
                let name = named(&format!("Collègue {}", hidden.people));
                written!(self.store, |tx| Memberships::on(&tx).begin(
                    names.cell,
                    &Newcomer {
                        person,
                        name: &name,
                        capabilities: &[Capability::Professional],
                        organisation: None
                    },
                    self.clock
                ));
                let place = (names.cell, names.parcours);
                let assignment = Assignment::of(person, AssignmentKind::Member);
                written!(self.store, |tx| Assignments::on(&tx)
                    .begin(place, assignment, self.clock));
                if self.hidden.rng.random_bool(0.5) {
                    written!(self.store, |tx| Assignments::on(&tx)
                        .end(place, person, self.clock));
                }
            }
            23 => self.answers_that_decide_nothing(any).await,
            24 => self.private_fields(any).await,
            25 => {
                let needed = hidden.rng.random_bool(0.5);
                self.rose(Command::Step(any, StepCommand::AskForHelp { needed }))
                    .await;
            }
            _ => self.the_team_looks_and_types(step).await,
        }
    }

    /// The other organisation is given something, or loses it.
    async fn shares_with_another(&mut self, any: StepId) {
        let hidden = &mut self.hidden;
        let item = if hidden.rng.random_bool(0.2) {
            SharedItem::Goal
        } else {
            SharedItem::Step(any)
        };
        let organisation = self.names.other;
        let command = if hidden.rng.random_bool(0.7) {
            Command::Sharing(SharingCommand::Share {
                item,
                organisation,
                purpose: hidden.words(),
                until: Moment(self.clock.0 + hidden.rng.random_range(1000..1_000_000_000)),
                seen: None,
            })
        } else {
            Command::Sharing(SharingCommand::End { item, organisation })
        };
        self.rose(command).await;
    }

    /// Another parcours of the cell, shared with the other organisation alone.
    async fn lives_elsewhere(&mut self) {
        let hidden = &mut self.hidden;
        let step = StepId(id(&mut hidden.rng));
        let (title, theme) = (hidden.words(), hidden.theme());
        let propose = Command::Step(
            step,
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        );
        says(&self.store, &mut hidden.alain, propose, self.clock).await;
        let share = Command::Sharing(SharingCommand::Share {
            item: SharedItem::Step(step),
            organisation: self.names.other,
            purpose: hidden.words(),
            until: self.clock.plus_days(3),
            seen: None,
        });
        says(&self.store, &mut hidden.alain, share, self.clock).await;
    }

    /// A second professional answers: the column stands on the usager's and the first one's answers. Only while a step
    /// is under way would any answer but yes open it again, which shows.
    async fn answers_that_decide_nothing(&mut self, step: StepId) {
        let board = self.board().await;
        // The steps that will be shared are proposed one after the other, with a life in between.
        let Some(known) = board.steps.get(&step) else {
            return;
        };
        let words = known.digest();
        let answer = match self.hidden.rng.random_range(0..4) {
            0 => Command::Answer(step, AnswerCommand::Agree { words }),
            _ if matches!(known.stage, Stage::Started(_)) => return,
            1 => Command::Answer(step, AnswerCommand::TalkAboutIt),
            2 => Command::Answer(step, AnswerCommand::Refuse),
            _ => Command::Answer(step, AnswerCommand::Withdraw),
        };
        self.karim(answer).await;
    }

    /// Fields that a share does not hold. They turn agreements back (`AG2`), without which nothing starts: so only on a step
    /// that is still to be discussed, and to which the usager has not agreed. The goal, where it is never shared.
    async fn private_fields(&mut self, any: StepId) {
        let board = self.board().await;
        let Some(step) = board.steps.get(&any) else { return };
        let open = step.stage == Stage::Open && !step.agreements.contains_key(&board.usager);
        let hidden = &mut self.hidden;
        let words = hidden.words();
        let client = hidden.karim.client;
        let kind = hidden.rng.random_range(0..6);
        if kind == 5 {
            // That the words are hers concerns her and the team alone, shared or not.
            let words = board.goal_digest();
            self.rose(Command::Goal(GoalCommand::SayOwn { words })).await;
            return;
        }
        let command = match kind {
            0 if !goal_is_shared(self.seed) => {
                Command::write(Field::Goal, board.goal.diff(client, &words, None))
            }
            1 if open => Command::Step(any, StepCommand::SetBring { bring: words }),
            2 if open => Command::Step(
                any,
                StepCommand::SetDoers {
                    doers: vec![Doer::Named(words)],
                },
            ),
            3 if open => Command::write(Field::Details(any), step.details.diff(client, &words, None)),
            4 if open
                && step
                    .agreements
                    .get(&board.usager)
                    .is_some_and(Agreement::is_on_paper) =>
            {
                Command::Answer(any, AnswerCommand::TakePaperBack)
            }
            4 if open => Command::Answer(any, AnswerCommand::RecordPaper { words: step.digest() }),
            _ => return,
        };
        self.karim(command).await;
    }

    /// What a professional adds to shared things while the partner looks, and the person has not shown (`VW5`). Gives what
    /// takes it back, newest first: agreements hold again then (`AG6`).
    pub async fn the_team_adds(&mut self) -> Vec<Seq> {
        let mut done = Vec::new();
        let most = self.hidden.most.min(3);
        for _ in 0..most {
            let board = self.board().await;
            let hidden = &mut self.hidden;
            let step = *self.names.steps.choose(&mut hidden.rng).unwrap();
            let Some(known) = board.steps.get(&step) else {
                continue;
            };
            let words = hidden.words();
            let client = hidden.karim.client;
            let command = match hidden.rng.random_range(0..6) {
                0 => Command::Step(step, StepCommand::SetPlace { place: words }),
                1 => {
                    let when = Some(WrittenWhen {
                        day: format!("2027-02-{:02}", hidden.rng.random_range(1..=28)),
                        hour: None,
                        before: true,
                    });
                    Command::Step(step, StepCommand::SetWhen { when })
                }
                2 => Command::Shelf(
                    Item::Step(step),
                    ShelfCommand::SetTheme {
                        theme: hidden.theme(),
                    },
                ),
                3 => Command::write(Field::Title(step), known.title.diff(client, &words, None)),
                4 => Command::write(Field::Goal, board.goal.diff(client, &words, None)),
                _ => Command::Step(step, StepCommand::SetBring { bring: words }),
            };
            done.extend(self.karim(command).await);
        }
        self.hidden.changed += done.len();
        done.reverse();
        done
    }

    pub async fn the_team_takes_back(&mut self, done: Vec<Seq>) {
        for of in done {
            self.karim(Command::Undo { of }).await;
        }
    }

    /// A professional's page on the same board: presence, and words that go live.
    async fn the_team_looks_and_types(&mut self, step: StepId) {
        let hidden = &mut self.hidden;
        if hidden.sockets.len() > 1 {
            hidden.sockets.clear();
            return;
        }
        let session = Sessions::on(self.store.reads())
            .valid(&TokenHash::of(KARIM), itineraire_service::clock::now())
            .await
            .unwrap()
            .unwrap();
        let (client, board) = (ClientId(id(&mut hidden.rng)), self.names.parcours);
        written!(self.store, |tx| Clients::on(&tx)
            .issue(&session, board, client, self.clock));
        let mut socket = connect(hidden.address, KARIM).await;
        let field = Field::Title(step);
        let words = hidden.words();
        let title = Parcours::on(self.store.reads())
            .board(self.names.cell, board)
            .await
            .unwrap()
            .unwrap()
            .steps[&step]
            .title
            .diff(client, &words, None);
        let typed = Command::write(field, title);
        for message in [
            link::hello(client, board),
            link::said(&FromPage::Here { field: Some(field) }),
            link::said(&FromPage::Command {
                seq: 1,
                version: 1,
                body: serde_json::to_value(typed).unwrap().into(),
            }),
        ] {
            socket.send(message).await.unwrap();
        }
        while let Some(Ok(message)) = socket.next().await {
            if message
                .to_text()
                .is_ok_and(|text| text.starts_with("{\"judged\""))
            {
                break;
            }
        }
        self.hidden.sockets.push(socket);
    }

    /// An organisation that the partner does not know of.
    pub fn other_organisation(&self) -> OrganisationId {
        self.names.other
    }
}

/// A socket to the board's route, with a session's cookie.
pub async fn connect(address: SocketAddr, token: &str) -> Socket {
    let request = link::upgrade(address, token, &format!("http://{address}"));
    tokio_tungstenite::connect_async(request).await.unwrap().0
}
