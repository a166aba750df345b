//! One world: a town, its people, the real router on a real port.

use super::hidden::Hidden;
use super::partner::{Leak, Partner};
use super::script::STEPS;
use itineraire_domain::access::{AssignmentKind, Capability, Policy, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, OrganisationId, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Board, COMMAND_VERSION, CircleLevel, Command, Field, Seq, StepCommand, WordsChange,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::pages::FullName;
use itineraire_server::{Served, router};
use itineraire_store::repositories::Parcours;
use itineraire_store::{Store, Submission, Submitted, TokenHash};
use itineraire_testing::{Founding, THEMES};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use std::net::SocketAddr;
use tokio::task::JoinSet;
use uuid::Uuid;

/// The ids that both worlds share.
#[derive(Clone, Debug)]
pub struct Names {
    pub cell: CellId,
    pub parcours: ParcoursId,
    /// The organisation that looks.
    pub organisation: OrganisationId,
    /// One that looks too, at other things.
    pub other: OrganisationId,
    pub steps: Vec<StepId>,
}

/// Someone who writes through the store.
#[derive(Clone, Debug)]
pub struct Tablet {
    pub token: TokenHash,
    pub parcours: ParcoursId,
    pub client: ClientId,
    pub last: u64,
}

pub struct World {
    pub seed: u64,
    pub store: Store,
    pub names: Names,
    pub rose: Tablet,
    pub samira: Tablet,
    pub partner: Partner,
    pub hidden: Hidden,
    /// The pair's own clock.
    pub clock: Moment,
    base: Moment,
    /// The last act of Samira's that can be undone.
    pub undoable: Option<Seq>,
    /// Probes that tell a hidden thing from none.
    pub told_apart: Vec<String>,
    /// Probes that were answered.
    pub probes: usize,
    /// The team's board at the end.
    pub board_bytes: Vec<u8>,
    /// The service ends with its world, and leaves the database.
    _service: JoinSet<()>,
    _folder: tempfile::TempDir,
}

/// A random id, from a seed (`ID4` asks for version 4).
pub fn id(rng: &mut StdRng) -> Uuid {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

pub fn named(first: &str) -> FullName {
    FullName::new(first, "", "")
}

/// Signs someone in and gives them a client on a parcours.
pub async fn tablet(
    store: &Store,
    (cell, person, role): (CellId, PersonId, Role),
    parcours: ParcoursId,
    client: ClientId,
    now: Moment,
) -> Tablet {
    let founding = Founding { store, cell, now };
    let token = TokenHash::of(&format!("{person} {parcours}"));
    let proven = (role == Role::Usager).then(|| itineraire_testing::proven(person, now));
    let session = founding.signs_in(&token, (person, role.into()), proven).await;
    founding.client(&session, parcours, client).await;
    Tablet {
        token,
        parcours,
        client,
        last: 0,
    }
}

impl World {
    pub async fn found(seed: u64, twin: u64, base: Moment, leak: Option<Leak>) -> Self {
        let (url, folder) = crate::support::fresh_database().await;
        let store = Store::create(&url).await.unwrap();
        let mut rng = StdRng::seed_from_u64(seed);
        let names = Names {
            cell: CellId(id(&mut rng)),
            parcours: ParcoursId(id(&mut rng)),
            organisation: OrganisationId(id(&mut rng)),
            other: OrganisationId(id(&mut rng)),
            steps: (0..STEPS).map(|_| StepId(id(&mut rng))).collect(),
        };
        let founding = Founding {
            store: &store,
            cell: names.cell,
            now: base,
        };
        founding.cell("Rivemont").await;
        for (organisation, name) in [(names.organisation, "Mission locale"), (names.other, "CMS")] {
            founding.partner(organisation, name).await;
        }
        let (rose, samira, lea) = (
            PersonId(id(&mut rng)),
            PersonId(id(&mut rng)),
            PersonId(id(&mut rng)),
        );
        for (person, first, role, of) in [
            (rose, "Rose", Role::Usager, None),
            (samira, "Samira", Role::Professional, None),
            (lea, "Léa", Role::Partner, Some(names.organisation)),
        ] {
            founding.person(person, &named(first), role.into(), of).await;
        }
        founding
            .parcours(names.parcours, rose, CircleLevel::External)
            .await;
        founding
            .assign(names.parcours, samira, AssignmentKind::Referent)
            .await;
        let client = ClientId(id(&mut rng));
        let rose = tablet(
            &store,
            (names.cell, rose, Role::Usager),
            names.parcours,
            client,
            base,
        )
        .await;
        let who = (names.cell, samira, Role::Professional);
        let samira = tablet(&store, who, names.parcours, ClientId(id(&mut rng)), base).await;
        let token = Uuid::new_v4().to_string();
        // In the same moment in both worlds: a page says when its session ends.
        let of_lea = (lea, Capability::Partner);
        founding.signs_in(&TokenHash::of(&token), of_lea, None).await;
        let (address, service) = serve(store.clone()).await;
        let hidden = Hidden::found(
            &store,
            &names,
            address,
            StdRng::seed_from_u64(seed * 10 + twin),
            base,
            twin == 2,
        )
        .await;
        let mut world = Self {
            seed,
            partner: Partner::new(address, token, leak),
            store,
            rose,
            samira,
            hidden,
            clock: base,
            base,
            undoable: None,
            told_apart: Vec::new(),
            probes: 0,
            board_bytes: Vec::new(),
            names,
            _service: service,
            _folder: folder,
        };
        world.begin(&mut rng).await;
        world
    }

    /// The steps that will be shared, proposed before any is; hidden ones before, between and after.
    async fn begin(&mut self, rng: &mut StdRng) {
        self.hides_a_step().await;
        for (number, step) in self.names.steps.clone().into_iter().enumerate() {
            let propose = Command::Step(
                step,
                StepCommand::Propose {
                    title: format!("Étape {number}"),
                    theme: THEMES[rng.random_range(0..THEMES.len())],
                    terms: None,
                },
            );
            if rng.random_bool(0.5) {
                // Hers alone decides with whoever of the team agrees (`AG5`): it comes with the act that says so.
                self.rose(propose).await;
                self.rose(Command::Answer(step, AnswerCommand::Withdraw)).await;
                self.samira_agrees(step).await;
            } else {
                self.samira(propose).await;
            }
            self.hide_some().await;
        }
        self.hides_a_step().await;
    }

    async fn samira_agrees(&mut self, step: StepId) {
        let words = self.board().await.steps[&step].digest();
        self.samira(Command::Answer(step, AnswerCommand::Agree { words }))
            .await;
    }

    /// Four seconds an act: the hidden ones before it fall between.
    pub fn turn_to(&mut self, act: usize) {
        self.clock = self.base.plus_seconds(4 * (i64::try_from(act).unwrap() + 1));
    }

    /// The board, as committed.
    pub async fn board(&self) -> Board {
        let board = Parcours::on(self.store.reads())
            .board(self.names.cell, self.names.parcours)
            .await;
        board.unwrap().unwrap()
    }

    /// Samira types in a text until it reads so.
    pub async fn typed(&self, field: Field, wanted: &str) -> Vec<WordsChange> {
        let board = self.board().await;
        board.words(field).unwrap().diff(self.samira.client, wanted, None)
    }

    pub async fn rose(&mut self, command: Command) -> Option<Seq> {
        says(&self.store, &mut self.rose, command, self.clock).await
    }

    pub async fn samira(&mut self, command: Command) -> Option<Seq> {
        says(&self.store, &mut self.samira, command, self.clock).await
    }

    /// Everything that the partner gets now.
    pub async fn listen(&mut self, act: usize) {
        self.partner.settles().await;
        self.partner
            .reads(self.names.parcours, act.is_multiple_of(4))
            .await;
        if self.partner.leak.is_some() {
            let board = self.board().await;
            self.partner.leaks(&board, self.names.organisation);
        }
    }

    /// The last look; the partner's link is closed in order.
    pub async fn end(&mut self) {
        self.partner.now_after("the end");
        self.listen(0).await;
        self.partner.leaves().await;
        self.board_bytes = serde_json::to_vec(&self.board().await).unwrap();
    }
}

/// Gives a command; the number of its last event, when it has one.
pub async fn says(store: &Store, tablet: &mut Tablet, command: Command, at: Moment) -> Option<Seq> {
    let submission = Submission {
        token: tablet.token.clone(),
        parcours: tablet.parcours,
        client: tablet.client,
        seq: tablet.last + 1,
        version: COMMAND_VERSION,
        body: serde_json::to_value(&command).unwrap(),
        at,
    };
    match store.submit(submission).await.unwrap() {
        Submitted::Result(result) => {
            tablet.last += 1;
            match result {
                CommandResult::Kept { last, .. } if last > Seq(0) => Some(last),
                _ => None,
            }
        }
        // A partner to whom nothing is shared any more.
        Submitted::Denied(itineraire_domain::Denial::NotFound) => None,
        other => panic!("{command:?}: {other:?}"),
    }
}

async fn serve(store: Store) -> (SocketAddr, JoinSet<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = leptos::config::LeptosOptions::builder()
        .output_name("itineraire")
        .site_addr(address)
        .build();
    let app = router(Served::new(store, leptos, Policy::default()));
    let mut service = JoinSet::new();
    service.spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
            .await
            .unwrap();
    });
    (address, service)
}
