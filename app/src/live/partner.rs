//! A partner's link: their own view and their own commands, nothing of the team's (`VW4`). Plain for now: a small view,
//! sent whole at each change, and one command at a time.

use crate::locales;
use itineraire_domain::access::pages::PartnerView;
use itineraire_domain::board::Command;
use itineraire_domain::ids::ParcoursId;
use leptos::prelude::*;

/// What a partner's page holds.
#[derive(Clone, Copy)]
pub struct PartnerLink {
    /// What is shared now.
    pub view: RwSignal<PartnerView>,
    /// A sentence for the screen and for screen readers.
    pub notice: RwSignal<String>,
    #[cfg(feature = "hydrate")]
    socket: StoredValue<browser::Socket, LocalStorage>,
}

impl PartnerLink {
    /// A link that starts from the page's own view.
    pub fn new(parcours: ParcoursId, view: PartnerView) -> Self {
        let link = Self {
            view: RwSignal::new(view),
            notice: RwSignal::new(String::new()),
            #[cfg(feature = "hydrate")]
            socket: StoredValue::new_local(browser::Socket::default()),
        };
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| browser::open(link, parcours, 0));
        #[cfg(feature = "hydrate")]
        super::place::keep(move || link.view.track());
        #[cfg(not(feature = "hydrate"))]
        let _ = parcours;
        link
    }

    /// Gives a command.
    pub fn give(self, command: Command) {
        #[cfg(feature = "hydrate")]
        browser::give(self, &command);
        #[cfg(not(feature = "hydrate"))]
        drop(command);
    }

    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    fn say(self, refusal: &itineraire_domain::Refusal) {
        self.notice.set(locales::refusal(refusal));
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::PartnerLink;
    use crate::api;
    use itineraire_domain::Refusal;
    use itineraire_domain::board::{COMMAND_VERSION, Command, Seq};
    use itineraire_domain::ids::ParcoursId;
    use itineraire_domain::sync::message::{FromPage, PROTOCOL, ToPartner};
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;
    use web_sys::{MessageEvent, WebSocket};

    #[derive(Default)]
    pub struct Socket {
        open: Option<WebSocket>,
        next: u64,
        gone: bool,
    }

    fn send(socket: &WebSocket, message: &FromPage) {
        if let Ok(text) = serde_json::to_string(message) {
            let _ = socket.send_with_str(&text);
        }
    }

    pub fn give(link: PartnerLink, command: &Command) {
        let sent = link.socket.try_update_value(|socket| {
            let Some(open) = socket
                .open
                .clone()
                .filter(|it| it.ready_state() == WebSocket::OPEN && socket.next > 0)
            else {
                return false;
            };
            let Ok(body) = serde_json::to_value(command) else {
                return false;
            };
            send(
                &open,
                &FromPage::Command {
                    seq: socket.next,
                    version: COMMAND_VERSION,
                    body,
                },
            );
            socket.next += 1;
            true
        });
        if sent != Some(true) {
            link.say(&Refusal::Unavailable);
        }
    }

    pub fn open(link: PartnerLink, parcours: ParcoursId, tries: u32) {
        if link.socket.try_with_value(|socket| socket.gone).unwrap_or(true) {
            return;
        }
        on_cleanup(move || {
            link.socket.try_update_value(|socket| {
                socket.gone = true;
                if let Some(open) = socket.open.take() {
                    let _ = open.close();
                }
            });
        });
        wasm_bindgen_futures::spawn_local(async move {
            match api::issue_client(parcours).await {
                Ok(client) => connect(link, parcours, client, tries),
                Err(api::AppError::Refused(refusal)) => ended(link, &refusal),
                Err(_) => again(link, parcours, tries),
            }
        });
    }

    fn again(link: PartnerLink, parcours: ParcoursId, tries: u32) {
        let wait = 500_u64.saturating_mul(1 << tries.min(6)).min(30_000);
        set_timeout(
            move || open(link, parcours, tries + 1),
            Duration::from_millis(wait),
        );
    }

    /// Nothing is shared any more, or the session is over: what was shown goes.
    fn ended(link: PartnerLink, refusal: &Refusal) {
        link.view
            .set(itineraire_domain::access::pages::PartnerView::default());
        link.say(refusal);
        link.socket.try_update_value(|socket| socket.gone = true);
    }

    fn connect(
        link: PartnerLink,
        parcours: ParcoursId,
        client: itineraire_domain::ids::ClientId,
        tries: u32,
    ) {
        let location = window().location();
        let scheme = if location.protocol().is_ok_and(|it| it == "https:") {
            "wss"
        } else {
            "ws"
        };
        let Ok(host) = location.host() else { return };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/live")) else {
            return again(link, parcours, tries);
        };
        let opened = socket.clone();
        let hello = Closure::<dyn Fn()>::new(move || {
            let have = Seq(0);
            send(
                &opened,
                &FromPage::Hello {
                    protocol: PROTOCOL,
                    client,
                    board: parcours,
                    epoch: None,
                    have,
                },
            );
        });
        socket.set_onopen(Some(hello.as_ref().unchecked_ref()));
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let frame = event
                .data()
                .as_string()
                .and_then(|text| serde_json::from_str::<ToPartner>(&text).ok());
            match frame {
                Some(ToPartner::View { view, .. }) => link.view.set(view),
                Some(ToPartner::Welcome { next }) => {
                    link.socket.try_update_value(|socket| socket.next = next);
                }
                Some(ToPartner::Answer {
                    refusal: Some(refusal),
                    ..
                }) => link.say(&refusal),
                Some(ToPartner::Denied { refusal }) => ended(link, &refusal),
                _ => {}
            }
        });
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let closed = Closure::<dyn Fn()>::new(move || again(link, parcours, 0));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        // They live as long as the page, which is short: one link per visit, a few more when the network comes and goes.
        hello.forget();
        heard.forget();
        closed.forget();
        link.socket.try_update_value(|it| it.open = Some(socket));
    }
}
