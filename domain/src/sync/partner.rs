//! The partner's side of the live link, as a pure step machine: their own view, sent whole at each change, and their own
//! commands. Nothing of the team's is in it (`VW4`), and nothing is shown before the service has said it.

use super::given::Given;
use super::message::{PROTOCOL, ToPartner};
use super::parcours::FromPage;
use crate::kernel::denial::Denial;
use crate::kernel::ids::{ClientId, ParcoursId};
use crate::kernel::refusal::Refusal;
use crate::kernel::trouble::Trouble;
use crate::parcours::{BOARD_VERSION, COMMAND_VERSION, Command, Seq};
use crate::views::pages::PartnerView;
use std::collections::VecDeque;

/// A partner's page of one parcours.
#[derive(Clone, Debug)]
pub struct PartnerReplica {
    parcours: ParcoursId,
    client: ClientId,
    view: PartnerView,
    /// What waits for an answer, with its number (`ID2`), oldest first.
    pending: VecDeque<(u64, Command)>,
    next: u64,
    /// Whether the service has said where the page's client stands: nothing was sent before.
    welcomed: bool,
    linked: bool,
}

/// What came in, as far as the page must redraw or act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartnerOutcome {
    /// Nothing to show.
    Nothing,
    /// The view changed, or what is on its way.
    Changed,
    /// The service took this page in.
    Welcomed,
    /// A command was refused.
    Refused(Refusal),
    /// Not, or no longer, for this session: nothing of it may stay on the screen.
    Denied(Denial),
    /// The page is too old.
    UpdateRequired,
    /// The service closed because the page could not follow: connect again.
    Reconnect,
    /// The service keeps nothing for now: say so, and connect again in a while.
    NotKept(Trouble),
}

impl PartnerReplica {
    /// A page that shows `view` as the service served it.
    pub fn new(client: ClientId, parcours: ParcoursId, view: PartnerView) -> Self {
        Self {
            parcours,
            client,
            view,
            pending: VecDeque::new(),
            next: 1,
            welcomed: false,
            linked: false,
        }
    }

    /// The page's client.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// What is shared now.
    pub fn view(&self) -> &PartnerView {
        &self.view
    }

    /// How many commands wait for an answer.
    pub fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// Whether the service is within reach.
    pub fn is_linked(&self) -> bool {
        self.linked
    }

    /// Takes a command of this page: it is kept until it is answered. Gives what to send now.
    pub fn give(&mut self, command: Command) -> Vec<FromPage> {
        let seq = self.next;
        self.next += 1;
        self.pending.push_back((seq, command));
        let last = self.pending.back().filter(|_| self.linked);
        last.and_then(message).into_iter().collect()
    }

    /// A socket was opened: the first message (`GR1`).
    pub fn opened(&self) -> FromPage {
        FromPage::Hello {
            protocol: PROTOCOL,
            reads: BOARD_VERSION,
            client: self.client,
            board: self.parcours.into(),
            epoch: None,
            have: Seq(0),
        }
    }

    /// The socket is gone. What was not answered will be sent again: the service knows it by its number (`ID3`).
    pub fn closed(&mut self) {
        self.linked = false;
    }

    /// A frame came. Gives what to send, and what to show.
    pub fn receive(&mut self, frame: ToPartner) -> (Vec<FromPage>, PartnerOutcome) {
        let outcome = match frame {
            ToPartner::View { view, .. } => {
                self.view = view;
                PartnerOutcome::Changed
            }
            ToPartner::Welcome { next } => {
                self.linked = true;
                if !std::mem::replace(&mut self.welcomed, true) {
                    // The client may have written before this page (`ID1`): the numbers begin where it stands.
                    self.pending.iter_mut().for_each(|(seq, _)| *seq = next);
                }
                return (self.send_from(next), PartnerOutcome::Welcomed);
            }
            ToPartner::Gap { expected } => return (self.send_from(expected), PartnerOutcome::Nothing),
            ToPartner::Judged { seq, refusal } => {
                self.pending.retain(|(known, _)| *known != seq);
                refusal.map_or(PartnerOutcome::Changed, PartnerOutcome::Refused)
            }
            ToPartner::Pong { .. } => PartnerOutcome::Nothing,
            ToPartner::Resync => PartnerOutcome::Reconnect,
            ToPartner::NotKept { trouble } => {
                self.linked = false;
                PartnerOutcome::NotKept(trouble)
            }
            ToPartner::UpdateRequired => PartnerOutcome::UpdateRequired,
            ToPartner::Denied(denial) => {
                self.view = PartnerView::default();
                self.pending.clear();
                PartnerOutcome::Denied(denial)
            }
        };
        (Vec::new(), outcome)
    }

    /// Everything that waits, those that the service has not judged numbered from the number it expects.
    fn send_from(&mut self, next: u64) -> Vec<FromPage> {
        self.next = next;
        for (seq, _) in self.pending.iter_mut().filter(|(seq, _)| *seq >= next) {
            *seq = self.next;
            self.next += 1;
        }
        self.pending.iter().filter_map(message).collect()
    }
}

fn message((seq, command): &(u64, Command)) -> Option<FromPage> {
    let (command, on) = (command.clone(), Seq(0));
    let command = Given { command, on };
    Some(FromPage::Command {
        seq: *seq,
        version: COMMAND_VERSION,
        body: command.body()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::StepId;
    use crate::parcours::SharingCommand;
    use uuid::Uuid;

    fn page() -> PartnerReplica {
        let view = PartnerView {
            first_name: "Rose".into(),
            ..PartnerView::default()
        };
        PartnerReplica::new(ClientId(Uuid::from_u128(1)), ParcoursId(Uuid::from_u128(2)), view)
    }

    fn offer(step: u128) -> Command {
        Command::Sharing(SharingCommand::OfferHelp {
            step: StepId(Uuid::from_u128(step)),
        })
    }

    fn numbers(messages: &[FromPage]) -> Vec<u64> {
        let number = |message: &FromPage| match message {
            FromPage::Command { seq, .. } => Some(*seq),
            _ => None,
        };
        messages.iter().filter_map(number).collect()
    }

    #[test]
    fn id3_what_was_not_answered_is_sent_again_under_its_number() {
        let mut page = page();
        assert!(page.receive(ToPartner::Welcome { next: 1 }).0.is_empty());
        assert_eq!(numbers(&page.give(offer(7))), [1]);
        page.closed();
        assert!(page.give(offer(8)).is_empty(), "nothing is sent without a link");
        // The first was judged before the socket died, its answer never came.
        assert_eq!(numbers(&page.receive(ToPartner::Welcome { next: 2 }).0), [1, 2]);
        for seq in [1, 2] {
            page.receive(ToPartner::Judged { seq, refusal: None });
        }
        assert_eq!(page.waiting(), 0);
    }

    #[test]
    fn a_page_opened_anew_goes_on_from_the_number_that_the_service_expects() {
        let mut page = page();
        page.give(offer(7));
        page.give(offer(8));
        assert_eq!(
            numbers(&page.receive(ToPartner::Welcome { next: 5 }).0),
            [5, 6],
            "ID1: its client wrote four times on an earlier page"
        );
        assert_eq!(numbers(&page.give(offer(9))), [7]);
        assert_eq!(
            numbers(&page.receive(ToPartner::Gap { expected: 6 }).0),
            [5, 6, 7]
        );
    }

    #[test]
    fn vw3_nothing_stays_on_a_page_that_is_denied() {
        let mut page = page();
        page.give(offer(7));
        let (sent, outcome) = page.receive(ToPartner::Denied(Denial::NotFound));
        assert_eq!(
            (sent, outcome),
            (Vec::new(), PartnerOutcome::Denied(Denial::NotFound))
        );
        assert_eq!((page.view(), page.waiting()), (&PartnerView::default(), 0));
    }
}
