//! The partner: a browser's cookie, their pages, their server functions, their live link. Everything they get is
//! written down as it came.

use super::hidden::{Socket, connect};
use futures_util::{SinkExt, StreamExt};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, OrganisationId, ParcoursId};
use itineraire_domain::parcours::{BOARD_VERSION, Board, COMMAND_VERSION, Command, Seq, Share, SharedItem};
use itineraire_domain::sync::message::{PROTOCOL, ToPartner};
use itineraire_domain::sync::parcours::FromPage;
use itineraire_domain::views::pages::{PartnerPage, PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// How the label of a frame ends.
pub const FRAME: &str = "frame";

/// A redaction that is left out, to see that the comparison finds it.
#[derive(Clone, Copy, Debug)]
pub enum Leak {
    /// The projection no longer asks what is shared: every step of the board is in the view.
    EveryStep,
    /// The view carries the number of the board, not the partner's own.
    BoardNumber,
    /// The order of the board, not that of the shares.
    BoardOrder,
    /// The same as the first, in what `partner_board` answers.
    EveryStepAnswered,
    /// The page carries the number of the board.
    BoardNumberOnPage,
    /// A parcours that is hidden is forbidden, one that is not there is not found (`VW2`).
    Forbidden,
    /// The words of now, not those that the person showed (`VW5`).
    WordsOfNow,
}

pub struct Partner {
    address: SocketAddr,
    token: String,
    http: reqwest::Client,
    socket: Option<Socket>,
    client: Option<ClientId>,
    next: u64,
    /// The number of the last view.
    have: u64,
    /// The titles of the last view.
    titles: Vec<String>,
    after: String,
    /// What came, and after what.
    pub heard: Vec<(String, String)>,
    /// Pages that showed all those titles.
    pub pages: usize,
    pub leak: Option<Leak>,
    /// Up to here the leak was put in.
    leaked: usize,
}

impl Partner {
    pub fn new(address: SocketAddr, token: String, leak: Option<Leak>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            address,
            token,
            http,
            socket: None,
            client: None,
            next: 1,
            have: 0,
            titles: Vec::new(),
            after: String::new(),
            heard: Vec::new(),
            pages: 0,
            leak,
            leaked: 0,
        }
    }

    /// What happened last, for whoever reads a difference.
    pub fn now_after(&mut self, what: &str) {
        self.after = what.into();
    }

    pub fn writes_down(&mut self, kind: &str, text: String) {
        self.heard.push((format!("{}: {kind}", self.after), text));
    }

    /// An answer whole: status, headers but the date, body.
    pub async fn asks(&self, page: &str, body: Option<String>) -> String {
        let url = format!("http://{}{page}", self.address);
        let request = match body {
            None => self.http.get(url),
            Some(body) => self
                .http
                .post(url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body),
        };
        let answer = request
            .header("origin", format!("http://{}", self.address))
            .header("cookie", format!("__Host-itineraire={}", self.token))
            .timeout(Duration::from_secs(30))
            .send()
            .await
            .unwrap();
        let mut lines = vec![answer.status().to_string()];
        // The date is the clock's.
        let headers = answer.headers().iter().filter(|(name, _)| *name != "date");
        lines.extend(headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())));
        lines.sort();
        let policy = answer
            .headers()
            .get("content-security-policy")
            .map(|policy| policy.to_str().unwrap().to_owned());
        lines.push(answer.text().await.unwrap());
        let text = lines.join("\n");
        // A page's nonce is drawn anew for each answer (24 characters of base64): that one text, and no other, is named.
        match policy.as_deref().and_then(nonce_of) {
            Some(nonce) => text.replace(nonce, "NONCE"),
            None => text,
        }
    }

    /// The server functions that the partner's pages call, and now and then the pages themselves.
    pub async fn reads(&mut self, parcours: ParcoursId, pages: bool) {
        let asked = Some(format!("parcours={parcours}"));
        for (address, body) in [
            ("/api/v1/partner_home", Some(String::new())),
            ("/api/v1/partner_board", asked),
        ] {
            let answer = self.asks(address, body).await;
            self.writes_down(address, answer);
        }
        if pages {
            let me = self.asks("/api/v1/me", Some(String::new())).await;
            self.writes_down("/api/v1/me", me);
            for page in ["/partage".to_owned(), format!("/partage/{parcours}")] {
                let answer = self.asks(&page, None).await;
                let shown = self.titles.iter().all(|title| answer.contains(title));
                let tells = page != "/partage" && answer.starts_with("200 OK") && !self.titles.is_empty();
                self.pages += usize::from(tells && shown);
                self.writes_down(&page, answer);
            }
        }
    }

    /// The page opens its link, as the app does: a client, then hello.
    pub async fn comes(&mut self, parcours: ParcoursId) {
        let answer = self
            .asks("/api/v1/issue_client", Some(format!("parcours={parcours}")))
            .await;
        let issued = answer
            .lines()
            .last()
            .and_then(|body| body.trim_matches('"').parse::<Uuid>().ok());
        // The id is drawn when it is issued: that one text, and no other, is named.
        let text = issued.map_or_else(|| answer.clone(), |id| answer.replace(&id.to_string(), "CLIENT"));
        self.writes_down("/api/v1/issue_client", text);
        // Refused: a page that was open before may still try with the client it has.
        if let Some(client) = issued.map(ClientId).or(self.client) {
            self.client = Some(client);
            self.next = 1;
            let have = self.have;
            let socket = self.hello(client, parcours, have).await;
            self.socket = Some(socket);
            self.hears_until(|text| text.starts_with("{\"view\"")).await;
        }
    }

    /// A socket that has said hello.
    pub async fn hello(&self, client: ClientId, board: ParcoursId, have: u64) -> Socket {
        let mut socket = connect(self.address, &self.token).await;
        let hello = FromPage::Hello {
            protocol: PROTOCOL,
            reads: BOARD_VERSION,
            client,
            board: board.into(),
            epoch: None,
            have: Seq(have),
        };
        send(&mut socket, &hello).await;
        socket
    }

    pub fn client(&self) -> Option<ClientId> {
        self.client
    }

    pub fn is_open(&self) -> bool {
        self.socket.is_some()
    }

    pub async fn leaves(&mut self) {
        if let Some(mut socket) = self.socket.take() {
            // The other side may have closed it first.
            let _ = socket.close(None).await;
        }
    }

    /// Gives a command and hears its answer.
    pub async fn says(&mut self, command: &Command) {
        let Some(socket) = &mut self.socket else { return };
        let command = FromPage::Command {
            seq: self.next,
            version: COMMAND_VERSION,
            body: serde_json::to_value(command).unwrap().into(),
        };
        self.next += 1;
        send(socket, &command).await;
        self.hears_until(|text| text.starts_with("{\"judged\"")).await;
    }

    /// Hears everything that was to be said by now. A link tells the view of the moment before it answers the next
    /// message: after two answered pings nothing is left. Whether a change is told before or after the answer to a ping
    /// is a race within one world, so those two answers stand aside; they hold nothing but the number sent.
    pub async fn settles(&mut self) {
        for n in 1..=2 {
            if let Some(socket) = &mut self.socket {
                send(socket, &FromPage::Ping { n }).await;
                let pong = serde_json::to_string(&ToPartner::Pong { n }).unwrap();
                self.hears_until(|text| text == pong).await;
            }
        }
    }

    async fn hears_until(&mut self, last: impl Fn(&str) -> bool) {
        loop {
            let Some(socket) = &mut self.socket else { return };
            let text = match next(socket).await {
                Ok(text) => text,
                Err(end) => {
                    self.socket = None;
                    end
                }
            };
            if !text.starts_with("{\"pong\"") {
                self.writes_down(FRAME, text.clone());
            }
            if let Ok(ToPartner::View { seq, view }) = serde_json::from_str(&text) {
                self.have = seq.0;
                self.titles = view.steps.into_iter().map(|step| step.title).collect();
            }
            if last(&text) {
                return;
            }
        }
    }

    /// Puts the leak into what came since last time.
    pub fn leaks(&mut self, board: &Board, organisation: OrganisationId) {
        let Some(leak) = self.leak else { return };
        for (what, text) in &mut self.heard[self.leaked..] {
            match leak {
                Leak::EveryStep | Leak::BoardNumber | Leak::BoardOrder | Leak::WordsOfNow => {
                    leak_into_view(leak, text, board, organisation);
                }
                Leak::EveryStepAnswered if what.ends_with("/api/v1/partner_board") => {
                    let Some((head, body)) = text.rsplit_once('\n') else {
                        continue;
                    };
                    if let Ok(mut page) = serde_json::from_str::<PartnerPage>(body) {
                        page.view = every_step(&page.view, board, organisation);
                        *text = format!("{head}\n{}", serde_json::to_string(&page).unwrap());
                    }
                }
                Leak::BoardNumberOnPage if what.contains(": /partage/") => {
                    *text = text.replace("<main", &format!("<main data-seq=\"{}\"", board.seq.0));
                }
                // Where the probes are asked.
                Leak::Forbidden | Leak::EveryStepAnswered | Leak::BoardNumberOnPage => {}
            }
        }
        self.leaked = self.heard.len();
    }
}

fn leak_into_view(leak: Leak, text: &mut String, board: &Board, organisation: OrganisationId) {
    let Ok(ToPartner::View { mut seq, mut view }) = serde_json::from_str(text) else {
        return;
    };
    match leak {
        Leak::EveryStep => view = every_step(&view, board, organisation),
        Leak::BoardNumber => seq = PartnerSeq(board.seq.0),
        Leak::WordsOfNow => {
            for shown in &mut view.steps {
                let now = board.shown(SharedItem::Step(shown.step)).unwrap();
                (shown.title, shown.place, shown.when) = (now.words, now.place, now.when);
            }
        }
        _ => view
            .steps
            .sort_by_key(|step| board.steps.get(&step.step).map(|it| it.rank.clone())),
    }
    *text = serde_json::to_string(&ToPartner::View { seq, view }).unwrap();
}

fn every_step(view: &PartnerView, board: &Board, organisation: OrganisationId) -> PartnerView {
    let now = itineraire_service::clock::now();
    let all = with_every_step_shared(board, organisation, now);
    partner_view(&all, &view.first_name, organisation, now)
}

/// What the projection would make of a board if it did not ask what is shared.
fn with_every_step_shared(board: &Board, organisation: OrganisationId, now: Moment) -> Board {
    let mut all = board.clone();
    for id in board.steps.keys() {
        let item = SharedItem::Step(*id);
        if !board.is_shared(item, organisation, now) {
            all.shares.push(Share {
                item,
                organisation,
                purpose: String::new(),
                until: now.plus_days(1),
                at: Moment(0),
                shown: Arc::new(board.shown(item).unwrap()),
                decided: false,
            });
        }
    }
    all
}

fn nonce_of(policy: &str) -> Option<&str> {
    let (_, rest) = policy.split_once("'nonce-")?;
    rest.split_once('\'').map(|(nonce, _)| nonce)
}

async fn send(socket: &mut Socket, message: &FromPage) {
    let text = serde_json::to_string(message).unwrap();
    // A link that was closed meanwhile says so when it is read.
    let _ = socket.send(Message::text(text)).await;
}

/// The next frame as text, or how the link ended.
pub async fn next(socket: &mut Socket) -> Result<String, String> {
    let within = Duration::from_secs(30);
    loop {
        match tokio::time::timeout(within, socket.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
            Some(Ok(Message::Close(frame))) => {
                return Err(format!("closed: {frame:?}"));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err("gone".into()),
        }
    }
}
