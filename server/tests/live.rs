//! The live link over real sockets: what each page is told, in which order, and what ends it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use futures_util::StreamExt;
use futures_util::future::join;
use itineraire_domain::Denial;
use itineraire_domain::access::{AssignmentKind, Lasts, MembershipState, Policy, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, Epoch, FindingId, StepId};
use itineraire_domain::parcours::{
    BOARD_LIMIT, BOARD_VERSION, Board, COMMAND_VERSION, CharRef, Command, Event, Field, FindingCommand, Seq,
    SharedItem, SharingCommand, Side, StepCommand, WordsChange, evolve,
};
use itineraire_domain::sync::message::{CommandResult, PROTOCOL, ToPartner};
use itineraire_domain::sync::parcours::{FromPage, Here, Replica, ToTeam};
use itineraire_domain::sync::replica::{Outcome, Work};
use itineraire_domain::theme;
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_store::repositories::{Assignment, Assignments, Memberships, Parcours, Sessions};
use itineraire_store::{Submission, Submitted, TokenHash};
use itineraire_testing::written;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use std::time::Duration;
use support::{Socket, Tablet, World, close_code, command, next, now, say, still_answers, until, world};
use tokio_tungstenite::MaybeTlsStream;
use tokio_tungstenite::tungstenite::{self, Message};
use uuid::Uuid;

fn lever(words: &str) -> Command {
    Command::Finding(
        FindingId(Uuid::new_v4()),
        FindingCommand::Add {
            side: Side::Lever,
            theme: theme!("work"),
            words: words.into(),
        },
    )
}

async fn give(socket: &mut Socket, seq: u64, wish: &Command) -> ToTeam {
    command(socket, seq, COMMAND_VERSION, serde_json::to_value(wish).unwrap()).await
}

async fn keep(socket: &mut Socket, seq: u64, wish: &Command) -> (Seq, Seq) {
    match give(socket, seq, wish).await {
        ToTeam::Judged {
            result: CommandResult::Kept { first, last },
            ..
        } => (first, last),
        other => panic!("{wish:?} was not kept: {other:?}"),
    }
}

/// The answer to a hello that says what the page already has.
async fn greeted(world: &World, tablet: &Tablet, epoch: Option<Epoch>, have: u64) -> ToTeam {
    let mut socket = world.connect(&tablet.token, &world.origin()).await.unwrap();
    let hello = FromPage::Hello {
        protocol: PROTOCOL,
        reads: BOARD_VERSION,
        client: tablet.client,
        board: world.parcours.into(),
        epoch,
        have: Seq(have),
    };
    say(&mut socket, &hello).await;
    until(&mut socket, |frame| !matches!(frame, ToTeam::Presence { .. })).await
}

#[tokio::test]
async fn gr1_hello_is_answered_by_what_the_page_lacks() {
    let world = world().await;
    let mut socket = world.open(&world.camille).await;
    for seq in 1..=3 {
        keep(&mut socket, seq, &lever("une force")).await;
    }
    let epoch = Some(world.store.epoch());
    let board = world.board().await;
    let all = ToTeam::Snapshot {
        epoch: world.store.epoch(),
        board: Box::new(board),
        next: 4,
    };
    let events = Parcours::on(world.store.reads())
        .events_after(world.cell, world.parcours, Seq(0))
        .await
        .unwrap();
    for have in 0..=3 {
        let rest = ToTeam::Delta {
            after: Seq(have),
            events: events
                .iter()
                .filter(|event| event.seq.0 > have)
                .cloned()
                .collect(),
            next: Some(4),
        };
        assert_eq!(greeted(&world, &world.camille, epoch, have).await, rest);
    }
    let elsewhere = Some(Epoch(Uuid::new_v4()));
    for (epoch, have) in [(None, 0), (None, 2), (elsewhere, 2), (epoch, 4)] {
        assert_eq!(
            greeted(&world, &world.camille, epoch, have).await,
            all,
            "{epoch:?} {have}"
        );
    }
}

#[tokio::test]
async fn gr1_a_board_almost_as_large_as_one_may_be_arrives_whole() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let long = |field| {
        Command::write(
            field,
            vec![WordsChange::Insert {
                after: None,
                before: None,
                first: 0,
                text: "🙂".repeat(5_000),
            }],
        )
    };
    for _ in 0..48 {
        let step = sharing.step("CV").await;
        sharing.keeps(long(Field::Details(step))).await;
    }
    let board = world.board().await;
    assert!(serde_json::to_vec(&board).unwrap().len() > BOARD_LIMIT * 9 / 10);
    let answer = greeted(&world, &world.camille, None, 0).await;
    assert!(matches!(answer, ToTeam::Snapshot { board: all, .. } if *all == board));
}

#[tokio::test]
async fn ev2_a_page_of_another_protocol_is_told_to_update() {
    let world = world().await;
    let mut socket = world
        .connect(&world.camille.token, &world.origin())
        .await
        .unwrap();
    let hello = FromPage::Hello {
        protocol: PROTOCOL + 1,
        reads: BOARD_VERSION,
        client: world.camille.client,
        board: world.parcours.into(),
        epoch: None,
        have: Seq(0),
    };
    say(&mut socket, &hello).await;
    assert_eq!(next(&mut socket).await, Some(ToTeam::UpdateRequired));
    assert_eq!(close_code(&mut socket).await, 1000);
}

/// Reads so many events; each follows the one before, and an answer never comes before its events.
async fn follow(socket: &mut Socket, from: Seq, count: u64) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    let seen = |all: &Vec<Event>| Seq(from.0 + all.len() as u64);
    while seen(&all).0 < from.0 + count {
        match next(socket).await.expect("the link goes on") {
            ToTeam::Delta { after, events, .. } => {
                assert_eq!(after, seen(&all), "a delta says what it follows");
                all.extend(events);
                assert_eq!(all.last().unwrap().seq, seen(&all), "without a hole");
            }
            ToTeam::Judged {
                result: CommandResult::Kept { last, .. },
                ..
            } => assert!(last <= seen(&all), "answered before its events"),
            ToTeam::Judged { .. } | ToTeam::Gap { .. } => panic!("not kept"),
            _ => {}
        }
    }
    all
}

#[tokio::test]
async fn or1_what_each_does_reaches_the_other_with_dense_numbers_in_one_order() {
    let world = world().await;
    let mut rose = world.open(&world.rose).await;
    let mut camille = world.open(&world.camille).await;
    for socket in [&mut rose, &mut camille] {
        until(socket, |frame| matches!(frame, ToTeam::Snapshot { .. })).await;
    }
    for seq in 1..=20 {
        for socket in [&mut rose, &mut camille] {
            let body = serde_json::to_value(lever("une force")).unwrap();
            let version = COMMAND_VERSION;
            say(
                socket,
                &FromPage::Command {
                    seq,
                    version,
                    body: body.into(),
                },
            )
            .await;
        }
    }
    let (by_rose, by_camille) = join(follow(&mut rose, Seq(0), 40), follow(&mut camille, Seq(0), 40)).await;
    assert_eq!(by_rose, by_camille);
    let written_by = |tablet: &Tablet| by_rose.iter().filter(|event| event.by == tablet.person).count();
    assert_eq!((written_by(&world.rose), written_by(&world.camille)), (20, 20));
}

#[tokio::test]
async fn id3_a_repeat_on_two_links_at_once_is_answered_alike_and_applied_once() {
    let world = world().await;
    let mut first = world.open(&world.camille).await;
    let mut second = world.open(&world.camille).await;
    let (one, other) = (lever("une force"), lever("une autre"));
    let (a, b) = join(give(&mut first, 1, &one), give(&mut second, 1, &other)).await;
    assert_eq!(a, b);
    assert_eq!(
        a,
        ToTeam::Judged {
            seq: 1,
            result: CommandResult::Kept {
                first: Seq(1),
                last: Seq(1)
            }
        }
    );
    let refused = give(&mut first, 2, &lever(" ")).await;
    assert_eq!(give(&mut second, 2, &lever("avec des mots")).await, refused);
    assert_eq!(world.board().await.findings.len(), 1);
}

#[tokio::test]
async fn id3_a_gap_is_told_with_the_number_expected_and_nothing_is_applied() {
    let world = world().await;
    let mut socket = world.open(&world.camille).await;
    assert_eq!(
        give(&mut socket, 3, &lever("a")).await,
        ToTeam::Gap { expected: 1 }
    );
    assert_eq!(world.board().await.seq, Seq(0));
    assert_eq!(keep(&mut socket, 1, &lever("a")).await, (Seq(1), Seq(1)));
    assert_eq!(
        give(&mut socket, 3, &lever("a")).await,
        ToTeam::Gap { expected: 2 }
    );
    assert_eq!(world.board().await.seq, Seq(1));
}

#[tokio::test]
async fn gr5_a_ping_is_answered_with_its_number() {
    let world = world().await;
    let mut camille = world.open(&world.camille).await;
    for n in [1, 2, u64::MAX] {
        say(&mut camille, &FromPage::Ping { n }).await;
        let pong = until(&mut camille, |frame| matches!(frame, ToTeam::Pong { .. })).await;
        assert_eq!(pong, ToTeam::Pong { n });
    }
}

#[tokio::test]
async fn gr4_after_a_change_each_page_gets_the_hash_of_what_its_own_replay_leads_to() {
    let world = world().await;
    let mut replay = world.board().await;
    let mut rose = world.open(&world.rose).await;
    let mut camille = world.open(&world.camille).await;
    until(&mut camille, |frame| matches!(frame, ToTeam::Snapshot { .. })).await;
    for seq in 1..=3 {
        keep(&mut rose, seq, &lever("une force")).await;
    }
    loop {
        match next(&mut camille).await.expect("the link goes on") {
            ToTeam::Delta { events, .. } => events.iter().for_each(|event| evolve(&mut replay, event)),
            ToTeam::Hash { at, hash } => {
                assert_eq!(
                    (at, hash),
                    (replay.seq, replay.hash()),
                    "never of another sequence"
                );
                if at == Seq(3) {
                    break;
                }
            }
            _ => {}
        }
    }
}

fn is_here(tablet: &Tablet, field: Option<Field>) -> Here {
    Here {
        person: tablet.person,
        field,
    }
}

/// Reads up to the presence of exactly these.
async fn sees(socket: &mut Socket, mut here: Vec<Here>) {
    here.sort_unstable();
    let wanted = ToTeam::Presence { here };
    until(socket, |frame: &ToTeam| *frame == wanted).await;
}

/// All frames up to the answer to a ping, but the board's hash, which goes at its own time.
async fn so_far(socket: &mut Socket) -> Vec<String> {
    say(socket, &FromPage::Ping { n: 99 }).await;
    let mut frames = Vec::new();
    loop {
        let frame: serde_json::Value = next(socket).await.expect("the link goes on");
        if frame == serde_json::json!({ "pong": { "n": 99 } }) {
            return frames;
        }
        if frame.get("hash").is_none() {
            frames.push(frame.to_string());
        }
    }
}

#[tokio::test]
async fn presence_says_who_is_here_and_where_they_write_and_goes_with_their_link() {
    let world = world().await;
    let mut rose = world.open(&world.rose).await;
    sees(&mut rose, vec![is_here(&world.rose, None)]).await;
    let mut camille = world.open(&world.camille).await;
    let both = |field| vec![is_here(&world.rose, None), is_here(&world.camille, field)];
    sees(&mut rose, both(None)).await;
    sees(&mut camille, both(None)).await;
    let field = Some(Field::Goal);
    say(&mut camille, &FromPage::Here { field }).await;
    sees(&mut rose, both(field)).await;
    say(&mut camille, &FromPage::Here { field: None }).await;
    sees(&mut rose, both(None)).await;
    camille.close(None).await.unwrap();
    sees(&mut rose, vec![is_here(&world.rose, None)]).await;
    // A tablet that is switched off says no goodbye.
    let camille = world.open(&world.camille).await;
    sees(&mut rose, both(None)).await;
    drop(camille);
    sees(&mut rose, vec![is_here(&world.rose, None)]).await;
}

/// Reads until the link is gone, in whichever way.
async fn ends(mut socket: Socket) {
    let over = async { while let Some(Ok(_)) = socket.next().await {} };
    tokio::time::timeout(Duration::from_mins(1), over)
        .await
        .expect("a link that never ends");
}

#[tokio::test]
async fn gr5_a_link_whose_page_falls_silent_ends_and_its_presence_with_it() {
    let mut world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let step = sharing.step("CV").await;
    sharing.shares(step).await;
    drop(sharing);
    world.restart_impatient(Duration::from_secs(3)).await;
    let mut rose = world.open(&world.rose).await;
    let (camille, lea) = (world.open(&world.camille).await, world.open(&world.lea).await);
    let both = ToTeam::Presence {
        here: {
            let mut here = vec![is_here(&world.rose, None), is_here(&world.camille, None)];
            here.sort_unstable();
            here
        },
    };
    let alone = ToTeam::Presence {
        here: vec![is_here(&world.rose, None)],
    };
    // Rose's page goes on asking, and stays; Camille's and Léa's tablets are switched off, and their sockets stay open.
    let presence_ends = async {
        let mut seen_both = false;
        for n in 0.. {
            say(&mut rose, &FromPage::Ping { n }).await;
            let frame = until(&mut rose, |frame| {
                matches!(frame, ToTeam::Pong { .. }) || *frame == both || *frame == alone
            })
            .await;
            seen_both |= frame == both;
            if seen_both && frame == alone {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(1), presence_ends)
        .await
        .expect("Camille stays in presence for ever");
    let n = u64::MAX;
    say(&mut rose, &FromPage::Ping { n }).await;
    until(&mut rose, |frame: &ToTeam| *frame == ToTeam::Pong { n }).await;
    ends(camille).await;
    ends(lea).await;
}

/// Rose's page, from which she shares and ends shares.
struct Sharing<'a> {
    world: &'a World,
    rose: Socket,
    last: u64,
}

impl<'a> Sharing<'a> {
    async fn of(world: &'a World) -> Self {
        let rose = world.open(&world.rose).await;
        Self { world, rose, last: 0 }
    }

    async fn keeps(&mut self, wish: Command) {
        self.last += 1;
        keep(&mut self.rose, self.last, &wish).await;
    }

    async fn step(&mut self, title: &str) -> StepId {
        let step = StepId(Uuid::new_v4());
        self.keeps(Command::Step(
            step,
            StepCommand::Propose {
                title: title.into(),
                theme: theme!("work"),
                terms: None,
            },
        ))
        .await;
        step
    }

    async fn shares(&mut self, step: StepId) {
        self.keeps(Command::Sharing(SharingCommand::Share {
            item: SharedItem::Step(step),
            organisation: self.world.organisation,
            purpose: "préparer le rendez-vous".into(),
            until: now().plus_days(30),
            seen: None,
        }))
        .await;
    }

    async fn ends(&mut self, step: StepId) {
        self.keeps(Command::Sharing(SharingCommand::End {
            item: SharedItem::Step(step),
            organisation: self.world.organisation,
        }))
        .await;
    }
}

fn titles(view: &PartnerView) -> Vec<&str> {
    view.steps.iter().map(|step| step.title.as_str()).collect()
}

async fn shown(socket: &mut Socket) -> (PartnerSeq, PartnerView) {
    match until(socket, |frame| matches!(frame, ToPartner::View { .. })).await {
        ToPartner::View { seq, view } => (seq, view),
        _ => unreachable!(),
    }
}

#[tokio::test]
async fn vw1_team_and_partner_are_never_told_of_each_other() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let step = sharing.step("CV").await;
    sharing.shares(step).await;
    so_far(&mut sharing.rose).await;
    let mut lea = world.open(&world.lea).await;
    shown(&mut lea).await;
    let field = Some(Field::Title(step));
    say(&mut lea, &FromPage::Here { field }).await;
    assert_eq!(so_far(&mut lea).await, [""; 0]);
    assert_eq!(so_far(&mut sharing.rose).await, [""; 0], "Léa came and wrote");
    let mut camille = world.open(&world.camille).await;
    say(&mut camille, &FromPage::Here { field }).await;
    sees(
        &mut sharing.rose,
        vec![is_here(&world.rose, None), is_here(&world.camille, field)],
    )
    .await;
    drop(camille);
    sees(&mut sharing.rose, vec![is_here(&world.rose, None)]).await;
    assert_eq!(so_far(&mut lea).await, [""; 0], "Camille came, wrote and left");
    drop(lea);
    let mut lea = world.open(&world.lea).await;
    shown(&mut lea).await;
    assert_eq!(so_far(&mut sharing.rose).await, [""; 0], "Léa left and came back");
}

#[tokio::test]
async fn vw1_a_partner_gets_a_frame_only_when_their_own_view_changes() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let (shared, own) = (sharing.step("CV").await, sharing.step("Santé").await);
    sharing.shares(shared).await;
    let mut lea = world.open(&world.lea).await;
    let welcome: ToPartner = next(&mut lea).await.unwrap();
    assert_eq!(welcome, ToPartner::Welcome { next: 1 });
    let (first, view) = shown(&mut lea).await;
    assert_eq!(titles(&view), ["CV"]);
    for place in ["au CCAS", "à la mairie", "ici"] {
        sharing
            .keeps(Command::Step(own, StepCommand::SetPlace { place: place.into() }))
            .await;
        sharing.keeps(lever("une force")).await;
    }
    assert_eq!(so_far(&mut lea).await, [""; 0]);
    sharing
        .keeps(Command::Step(
            shared,
            StepCommand::SetPlace {
                place: "au CCAS".into(),
            },
        ))
        .await;
    assert_eq!(
        so_far(&mut lea).await,
        [""; 0],
        "VW5: the usager has not shown it"
    );
    sharing.shares(shared).await;
    let (second, view) = shown(&mut lea).await;
    assert_eq!(
        (second, view.steps[0].place.as_str()),
        (PartnerSeq(first.0 + 1), "au CCAS")
    );
    assert_eq!(so_far(&mut lea).await, [""; 0]);
}

/// The writer's lock, on every board and on SQLite on all there is.
async fn locked(tables: &DatabaseConnection) -> DatabaseTransaction {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let held = tables.begin_with_options(options).await.unwrap();
    held.execute_unprepared("UPDATE streams SET head = head")
        .await
        .unwrap();
    held
}

#[tokio::test]
async fn a_partners_page_at_rest_takes_no_lock_from_those_who_write() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let step = sharing.step("CV").await;
    sharing.shares(step).await;
    let mut lea = world.open(&world.lea).await;
    shown(&mut lea).await;
    assert_eq!(so_far(&mut lea).await, [""; 0]);
    let tables = world.tables().await;
    let held = locked(&tables).await;
    for _ in 0..3 {
        // The second pong comes when the page was looked after since the first.
        assert_eq!(so_far(&mut lea).await, [""; 0]);
    }
    held.rollback().await.unwrap();
    sharing.ends(step).await;
    let denied = until(&mut lea, |frame| matches!(frame, ToPartner::Denied(_))).await;
    let refusal = Denial::NotFound;
    assert_eq!(denied, ToPartner::Denied(refusal));
}

#[tokio::test]
async fn vw2_nothing_shared_and_no_such_board_answer_a_partner_alike() {
    let mut world = world().await;
    let mut answers = Vec::new();
    for _ in 0..2 {
        let mut lea = world.open(&world.lea).await;
        answers.push(next::<ToPartner>(&mut lea).await.unwrap());
        assert_eq!(close_code(&mut lea).await, 1000);
        world.parcours.0 = Uuid::new_v4();
    }
    let not_found = ToPartner::Denied(Denial::NotFound);
    assert_eq!(answers, [not_found.clone(), not_found]);
}

/// Léa's page on a socket that is read without waiting: what the service has written is there, or it is not.
struct Blocking(tungstenite::WebSocket<std::net::TcpStream>);

impl Blocking {
    fn open(world: &World) -> Self {
        let stream = std::net::TcpStream::connect(world.address).unwrap();
        let request = world.upgrade(&world.lea.token, &world.origin());
        let mut page = Self(tungstenite::client::client(request, stream).unwrap().0);
        page.say(&FromPage::Hello {
            protocol: PROTOCOL,
            reads: BOARD_VERSION,
            client: world.lea.client,
            board: world.parcours.into(),
            epoch: None,
            have: Seq(0),
        });
        page
    }

    fn say(&mut self, message: &FromPage) {
        let text = serde_json::to_string(message).unwrap();
        self.0.send(Message::text(text)).unwrap();
    }

    fn next(&mut self) -> ToPartner {
        loop {
            if let Message::Text(text) = self.0.read().unwrap() {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    /// What was written already; it fails when nothing was.
    fn already(&mut self) -> ToPartner {
        self.0.get_ref().set_nonblocking(true).unwrap();
        let frame = self.next();
        self.0.get_ref().set_nonblocking(false).unwrap();
        frame
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn vw3_an_acknowledged_withdrawal_has_already_emptied_the_partner_s_page() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let (first, second) = (sharing.step("CV").await, sharing.step("Santé").await);
    for _ in 0..10 {
        sharing.shares(first).await;
        sharing.shares(second).await;
        let mut lea = Blocking::open(&world);
        assert_eq!(lea.next(), ToPartner::Welcome { next: 1 });
        assert!(matches!(lea.next(), ToPartner::View { view, .. } if view.steps.len() == 2));
        sharing.ends(first).await;
        assert!(matches!(lea.already(), ToPartner::View { view, .. } if titles(&view) == ["Santé"]));
        sharing.ends(second).await;
        let denied = ToPartner::Denied(Denial::NotFound);
        assert_eq!(lea.already(), denied);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn vw3_a_withdrawal_waits_for_no_network_and_takes_back_what_is_on_its_way() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let mut steps = Vec::new();
    for _ in 0..40 {
        let step = sharing.step(&"é".repeat(200)).await;
        sharing.shares(step).await;
        steps.push(step);
    }
    let mut lea = Blocking::open(&world);
    assert_eq!(lea.next(), ToPartner::Welcome { next: 1 });
    // More than any buffer on the way holds, and nobody reads it: the link stands still in the middle of a view.
    for _ in 0..1_000 {
        lea.say(&FromPage::Resync);
    }
    for step in &steps {
        sharing.ends(*step).await;
    }
    // What is left on the way comes out, then the end: not the whole of what was asked.
    let mut views = 0;
    while let Ok(message) = lea.0.read() {
        if matches!(message, Message::Text(text) if text.contains("\"view\"")) {
            views += 1;
        }
    }
    assert!(views < 1_000, "{views} views");
    still_answers(&mut sharing.rose).await;
}

/// Someone whose session was opened two minutes ago.
async fn signed_in_before(world: &World, tablet: &Tablet) -> Tablet {
    let token = Uuid::new_v4().to_string();
    let (hash, earlier) = (TokenHash::of(&token), now().plus_seconds(-120));
    let who = (world.cell, tablet.membership);
    written!(world.store, |tx| Sessions::on(&tx).open(
        &hash,
        who,
        Policy::default().others,
        None,
        earlier
    ));
    let tablet = tablet.clone();
    Tablet { token, ..tablet }
}

/// When the older session of this person was noted last.
async fn noted(tables: &DatabaseConnection, tablet: &Tablet) -> i64 {
    let opened = "SELECT membership_id, seen FROM sessions ORDER BY ends";
    let rows = Statement::from_string(tables.get_database_backend(), opened);
    let rows = tables.query_all_raw(rows).await.unwrap();
    let own = rows.iter().find(|row| {
        let membership: Uuid = row.try_get_by_index(0).unwrap();
        membership == tablet.membership.0
    });
    own.unwrap().try_get_by_index(1).unwrap()
}

#[tokio::test]
async fn or2_a_link_notes_its_session_once_a_minute_however_many_commands_come() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let step = sharing.step("CV").await;
    sharing.shares(step).await;
    let tables = world.tables().await;
    let camille = signed_in_before(&world, &world.camille).await;
    let mut socket = world.open(&camille).await;
    let opened = noted(&tables, &camille).await;
    keep(&mut socket, 1, &lever("une force")).await;
    let first = noted(&tables, &camille).await;
    assert!(first >= opened + 120_000, "noted at the first");
    for seq in 2..=40 {
        keep(&mut socket, seq, &lever("une force")).await;
    }
    assert_eq!(noted(&tables, &camille).await, first, "forty commands, one note");

    let lea = signed_in_before(&world, &world.lea).await;
    let mut socket = world.open(&lea).await;
    let mut notes = std::collections::BTreeSet::new();
    for seq in 1..=20 {
        let wish = if seq % 2 == 1 {
            Command::Sharing(SharingCommand::OfferHelp { step })
        } else {
            Command::Sharing(SharingCommand::WithdrawOffer { step })
        };
        let body = serde_json::to_value(wish).unwrap();
        let version = COMMAND_VERSION;
        say(
            &mut socket,
            &FromPage::Command {
                seq,
                version,
                body: body.into(),
            },
        )
        .await;
        let answer = until(&mut socket, |frame| matches!(frame, ToPartner::Judged { .. })).await;
        assert_eq!(answer, ToPartner::Judged { seq, refusal: None });
        notes.insert(noted(&tables, &lea).await);
    }
    assert_eq!(notes.len(), 1, "a partner's page too");
}

#[tokio::test]
async fn a_session_that_ends_ends_its_links_and_no_other() {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let step = sharing.step("CV").await;
    sharing.shares(step).await;
    let out = ToTeam::Denied(Denial::SignedOut);
    let denied = |frame: &ToTeam| matches!(frame, ToTeam::Denied(_));
    let other = world.again(&world.camille).await;
    let (mut tablet, mut phone) = (world.open(&world.camille).await, world.open(&other).await);
    for socket in [&mut tablet, &mut phone] {
        still_answers(socket).await;
    }
    written!(world.store, |tx| Sessions::on(&tx)
        .close(&TokenHash::of(&world.camille.token)));
    assert_eq!(until(&mut tablet, denied).await, out);
    assert_eq!(close_code(&mut tablet).await, 1000);
    still_answers(&mut phone).await;

    let mut lea = world.open(&world.lea).await;
    shown(&mut lea).await;
    for tablet in [&world.camille, &world.lea] {
        written!(world.store, |tx| Memberships::on(&tx).set_state(
            world.cell,
            tablet.membership,
            MembershipState::Suspended,
            now()
        ));
    }
    assert_eq!(until(&mut phone, denied).await, out);
    let frame = until(&mut lea, |frame| matches!(frame, ToPartner::Denied(_))).await;
    let refusal = Denial::SignedOut;
    assert_eq!(frame, ToPartner::Denied(refusal));
    still_answers(&mut sharing.rose).await;
}

#[tokio::test]
async fn a_quiet_link_asks_nothing_until_it_is_told_to_or_its_session_has_rested_too_long() {
    let world = world().await;
    let beside = world.tables().await;
    let last_seen = async |at: Moment| {
        let statement = format!("UPDATE sessions SET seen = {}", at.0);
        beside.execute_unprepared(&statement).await.unwrap();
    };
    let denied = |frame: &ToTeam| matches!(frame, ToTeam::Denied(_));
    let out = ToTeam::Denied(Denial::SignedOut);
    let mut quiet = world.open(&world.rose).await;
    still_answers(&mut quiet).await;
    // Behind the service's back, where nothing rings: every session has rested for too long. Whoever asked would see it.
    last_seen(now().plus_days(-1)).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    still_answers(&mut quiet).await;
    // Somebody else's session ends, and another of the same person's: it is not this link's.
    let elsewhere = world.again(&world.rose).await;
    for token in [&world.camille.token, &elsewhere.token] {
        written!(world.store, |tx| Sessions::on(&tx).close(&TokenHash::of(token)));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    still_answers(&mut quiet).await;
    // Something of its own person's ends.
    let of = (world.cell, world.parcours);
    written!(world.store, |tx| Assignments::on(&tx).end(
        of,
        world.rose.person,
        now()
    ));
    assert_eq!(until(&mut quiet, denied).await, out);

    // One that has rested for all but two seconds of what it may: the link ends by itself.
    let Lasts { idle, .. } = Policy::default().usager;
    last_seen(now().plus_seconds(2 - idle)).await;
    let mut late = world.open(&world.rose).await;
    still_answers(&mut late).await;
    assert_eq!(until(&mut late, denied).await, out);
}

#[tokio::test]
async fn vw3_a_quiet_partner_s_link_asks_nothing_until_it_is_told_to_or_a_share_ends() {
    let world = world().await;
    let beside = world.tables().await;
    let last_seen = async |at: Moment| {
        let statement = format!("UPDATE sessions SET seen = {} WHERE seen <> 0", at.0);
        beside.execute_unprepared(&statement).await.unwrap();
    };
    let denied = |frame: &ToPartner| matches!(frame, ToPartner::Denied(_));
    let mut sharing = Sharing::of(&world).await;
    let (one, two) = (sharing.step("CV").await, sharing.step("Rendez-vous").await);
    for step in [one, two] {
        sharing.shares(step).await;
    }
    let mut lea = world.open(&world.lea).await;
    assert_eq!(titles(&shown(&mut lea).await.1).len(), 2);
    // It looked at what it had sent, and knows until when that stands.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let seen = now();
    // Behind the service's back, where nothing rings: every session has rested for too long. Whoever asked would see it.
    last_seen(now().plus_days(-1)).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    say(&mut lea, &FromPage::Ping { n: 7 }).await;
    let pong = until(&mut lea, |frame| {
        matches!(frame, ToPartner::Pong { .. } | ToPartner::Denied(_))
    })
    .await;
    assert_eq!(pong, ToPartner::Pong { n: 7 });
    last_seen(seen).await;

    // Given again for three seconds: nobody is sent anything for that, and it ends by itself.
    sharing
        .keeps(Command::Sharing(SharingCommand::Share {
            item: SharedItem::Step(two),
            organisation: world.organisation,
            purpose: "préparer le rendez-vous".into(),
            until: now().plus_seconds(3),
            seen: None,
        }))
        .await;
    assert_eq!(titles(&shown(&mut lea).await.1), ["CV"]);
    // The other is withdrawn, and is gone before its author is answered.
    sharing.ends(one).await;
    assert_eq!(until(&mut lea, denied).await, ToPartner::Denied(Denial::NotFound));
}

#[tokio::test]
async fn an_assignment_whose_end_is_known_ends_a_quiet_link_by_itself() {
    let world = world().await;
    let of = (world.cell, world.parcours);
    let until_soon = Assignment {
        until: Some(now().plus_seconds(2)),
        ..Assignment::of(world.camille.person, AssignmentKind::Member)
    };
    written!(world.store, |tx| Assignments::on(&tx).end(
        of,
        world.camille.person,
        now()
    ));
    written!(world.store, |tx| Assignments::on(&tx).begin(
        of,
        until_soon,
        now()
    ));
    let mut camille = world.open(&world.camille).await;
    still_answers(&mut camille).await;
    let denied = until(&mut camille, |frame| matches!(frame, ToTeam::Denied(_))).await;
    assert_eq!(denied, ToTeam::Denied(Denial::NotFound));
}

#[tokio::test]
async fn an_assignment_that_ends_ends_the_link_as_if_there_were_no_board() {
    let world = world().await;
    let mut camille = world.open(&world.camille).await;
    still_answers(&mut camille).await;
    written!(world.store, |tx| Assignments::on(&tx).end(
        (world.cell, world.parcours),
        world.camille.person,
        now()
    ));
    let refusal = Denial::NotFound;
    let denied = |frame: &ToTeam| matches!(frame, ToTeam::Denied(_));
    assert_eq!(until(&mut camille, denied).await, ToTeam::Denied(refusal));
}

/// A page that reads nothing by itself, behind a network that holds little for it.
async fn slow_page(world: &World, tablet: &Tablet) -> Socket {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8 * 1024).unwrap();
    let stream = MaybeTlsStream::Plain(socket.connect(world.address).await.unwrap());
    let request = world.upgrade(&tablet.token, &world.origin());
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    world.hello(&mut socket, tablet.client).await;
    socket
}

/// Four bytes a letter on the way, that leave no word.
fn written_and_erased(client: ClientId, step: StepId, turn: u32, letters: u32) -> Command {
    let first = turn * letters;
    let from = CharRef {
        client,
        number: first,
    };
    Command::write(
        Field::Details(step),
        vec![
            WordsChange::Insert {
                after: None,
                before: None,
                first,
                text: "🙂".repeat(letters as usize),
            },
            WordsChange::Hide { from, count: letters },
        ],
    )
}

#[tokio::test]
async fn bp1_who_reads_too_slowly_is_told_to_come_back_and_others_notice_nothing() {
    // Too many bytes for the queue, then too many messages; both more than the network holds for a page. Few at a time:
    // a whole commit of the large ones would be too much at once for anyone's queue.
    overflows(400, 5_000, 8).await;
    overflows(2_000, 800, 64).await;
}

async fn overflows(turns: u32, letters: u32, at_once: usize) {
    let world = world().await;
    let mut sharing = Sharing::of(&world).await;
    let step = sharing.step("CV").await;
    let mut slow = slow_page(&world, &world.camille).await;
    until(&mut slow, |frame| matches!(frame, ToTeam::Snapshot { .. })).await;
    let submission = |turn: u32| Submission {
        token: TokenHash::of(&world.rose.token),
        parcours: world.parcours,
        client: world.rose.client,
        seq: 2 + u64::from(turn),
        version: COMMAND_VERSION,
        body: serde_json::to_value(written_and_erased(world.rose.client, step, turn, letters)).unwrap(),
        at: now(),
    };
    let write = async {
        for few in (0..turns).collect::<Vec<_>>().chunks(at_once) {
            let mut waiting = Vec::new();
            for turn in few {
                waiting.push(world.store.enqueue(submission(*turn)).await.unwrap());
            }
            for kept in waiting {
                let kept = kept.await.unwrap();
                assert!(
                    matches!(kept, Submitted::Result(CommandResult::Kept { .. })),
                    "{kept:?}"
                );
            }
        }
    };
    let read = follow(&mut sharing.rose, Seq(1), turns.into());
    join(write, read).await;
    let mut have = None;
    loop {
        match next(&mut slow).await.expect("told before it is closed") {
            ToTeam::Delta { after, events, .. } => {
                assert!(have.is_none_or(|have| have == after), "one was dropped");
                have = events.last().map(|event| event.seq);
            }
            ToTeam::Resync => break,
            _ => {}
        }
    }
    assert!(have.unwrap().0 < u64::from(turns));
    // What it missed is longer than the board: it comes back to a snapshot.
    let answer = greeted(&world, &world.camille, Some(world.store.epoch()), have.unwrap().0).await;
    assert!(matches!(answer, ToTeam::Snapshot { board, .. } if board.seq == Seq(1 + u64::from(turns))));
}

#[tokio::test]
async fn bp3_a_page_that_pushes_many_commands_stands_before_others_with_a_few_only() {
    let world = world().await;
    let mut rose = world.open(&world.rose).await;
    let mut camille = world.open(&world.camille).await;
    let tables = world.tables().await;
    let held = locked(&tables).await;
    for seq in 1..=300 {
        let body = serde_json::to_value(lever("une force")).unwrap();
        let version = COMMAND_VERSION;
        say(
            &mut rose,
            &FromPage::Command {
                seq,
                version,
                body: body.into(),
            },
        )
        .await;
    }
    // Long enough for all of them to be read, if they were.
    for _ in 0..100 {
        still_answers(&mut camille).await;
    }
    let body = serde_json::to_value(lever("une seule")).unwrap();
    let (seq, version) = (1, COMMAND_VERSION);
    say(
        &mut camille,
        &FromPage::Command {
            seq,
            version,
            body: body.into(),
        },
    )
    .await;
    still_answers(&mut camille).await;
    held.rollback().await.unwrap();
    let answer = until(&mut camille, |frame| matches!(frame, ToTeam::Judged { .. })).await;
    let ToTeam::Judged {
        result: CommandResult::Kept { first, .. },
        ..
    } = answer
    else {
        panic!("{answer:?}")
    };
    assert!(first <= Seq(33), "{first:?}: behind at most a window of Rose's");
    let last = |frame: &ToTeam| matches!(frame, ToTeam::Judged { seq: 300, .. });
    until(&mut rose, last).await;
}

/// A page as the browser runs it.
struct Page {
    replica: Replica,
    socket: Socket,
}

impl Page {
    async fn open(world: &World, tablet: &Tablet, mut replica: Replica) -> Self {
        let mut socket = world.connect(&tablet.token, &world.origin()).await.unwrap();
        say(&mut socket, &replica.opened()).await;
        Self { replica, socket }
    }

    async fn give(&mut self, wish: Command) {
        for message in self.replica.give(wish, now()).unwrap() {
            say(&mut self.socket, &message).await;
        }
    }

    async fn hear(&mut self) -> Outcome {
        let frame = next(&mut self.socket).await.expect("the link goes on");
        let (messages, outcome) = self.replica.receive(frame);
        for message in messages {
            say(&mut self.socket, &message).await;
        }
        outcome
    }
}

#[tokio::test]
async fn or2_what_was_pending_when_the_service_stopped_lands_once_after_it_is_back() {
    let mut world = world().await;
    let tablet = world.camille.clone();
    let who = Who::Professional {
        person: tablet.person,
    };
    let blank = Replica::new(tablet.client, who, None, world.board().await);
    let mut page = Page::open(&world, &tablet, blank).await;
    while !page.replica.is_linked() {
        page.hear().await;
    }
    page.give(lever("répondue")).await;
    while page.replica.work() != Work::Kept {
        page.hear().await;
    }
    // Kept by the service, whose answer is lost; then given without any link.
    page.give(lever("sans réponse")).await;
    while world.board().await.findings.len() < 2 {
        tokio::task::yield_now().await;
    }
    let Page { mut replica, socket } = page;
    drop(socket);
    replica.closed();
    assert!(replica.give(lever("hors ligne"), now()).unwrap().is_empty());
    assert_eq!(replica.work(), Work::KeptHere(2));
    world.restart().await;
    let mut page = Page::open(&world, &tablet, replica).await;
    while page.replica.work() != Work::Kept {
        page.hear().await;
    }
    let board: Board = world.board().await;
    let mut words: Vec<_> = board.findings.values().map(|lever| lever.words.text()).collect();
    words.sort();
    assert_eq!(words, ["hors ligne", "répondue", "sans réponse"]);
    assert_eq!(board.seq, Seq(3));
    assert_eq!(page.replica.confirmed(), &board);
    assert_eq!(page.replica.shown(), &board);
    assert!(page.replica.conflicts().is_empty());
}
