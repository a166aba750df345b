//! Boards and lists, for the usager and the professionals of the cell.

use crate::clock::now;
use crate::words::in_language;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table;
use itineraire_domain::catalogue::List;
use itineraire_domain::ids::{ClientId, ParcoursId, Seq, StepId};
use itineraire_domain::parcours::{COMMAND_VERSION, Command, Digest};
use itineraire_domain::sync::given::Given;
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::forms::{Act, proposal};
use itineraire_domain::views::pages::{BoardPage, HomePage};
use itineraire_domain::views::paper::PaperView;
use itineraire_domain::{Denial, Refusal};
use itineraire_store::repositories::{Cards, Clients, Home, Parcours};
use itineraire_store::{SessionRow, Submission, Submitted};
use uuid::Uuid;

impl Service {
    /// A professional's list.
    pub async fn home(&self, visitor: &Visitor) -> Result<HomePage, Failure> {
        let session = self
            .allowed(visitor, Operation::Parcours(table::Parcours::Home), None)
            .await?;
        let (me, now) = (self.me_of(&session).await?, now());
        let today = self.cell(session.cell, now).await?.1.day(now);
        let entries = self.lists(session.cell, &[List::CircleLevel]).await?;
        Ok(HomePage {
            me,
            rows: Home::on(self.store.reads()).of(&session, today, now).await?,
            opens: session.accompanies(),
            today,
            circle_levels: in_language(&entries).circle_levels(),
        })
    }

    /// A board, for its usager or an assigned professional.
    pub async fn board(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<BoardPage, Failure> {
        let session = self
            .allowed(
                visitor,
                Operation::Parcours(table::Parcours::Board),
                Some(parcours),
            )
            .await?;
        self.board_of(&session, Some(parcours)).await
    }

    /// What a board says on paper, for its usager or an assigned professional.
    pub async fn paper(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<PaperView, Failure> {
        let operation = Operation::Parcours(table::Parcours::Paper);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        let page = self.board_of(&session, Some(parcours)).await?;
        Ok(PaperView::of(&page))
    }

    /// The signed-in usager's own board.
    pub async fn my_board(&self, visitor: &Visitor) -> Result<BoardPage, Failure> {
        let session = self
            .allowed(visitor, Operation::Parcours(table::Parcours::MyBoard), None)
            .await?;
        self.board_of(&session, None).await
    }

    /// A board, or one's own.
    async fn board_of(
        &self,
        session: &SessionRow,
        parcours: Option<ParcoursId>,
    ) -> Result<BoardPage, Failure> {
        let me = self.me_of(session).await?;
        let parcours = parcours.or(me.parcours).ok_or(Denial::NotFound)?;
        let (of, now) = ((parcours, self.store.epoch()), now());
        let words = self.board_words(session.cell, now).await?;
        let page = Parcours::on(self.store.reads())
            .page(session, me, of, words, (now, self.store.at_hand()))
            .await?;
        Ok(page.ok_or(Denial::NotFound)?)
    }

    /// A client (`ID1`): bound to who asks, on a parcours where they may be. The one that their browser kept, once it is
    /// at rest, if it is theirs there and is known here (after a restore from a backup it may not be); else a new one.
    pub async fn issue_client(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        kept: &str,
    ) -> Result<ClientId, Failure> {
        let operation = Operation::Parcours(table::Parcours::IssueClient);
        let session = self.allowed(visitor, operation, Some(parcours)).await?;
        // What a browser kept may be anything, or nothing.
        let clients = Clients::on(self.store.reads());
        if let Ok(kept) = kept.parse()
            && clients.next(&session, parcours, kept).await?.is_some()
            && self.store.rests(kept).await
        {
            return Ok(kept);
        }
        let new = ClientId(Uuid::new_v4());
        let transaction = self.store.begin().await?;
        Clients::on(&transaction)
            .issue(&session, parcours, new, now())
            .await?;
        transaction.commit().await?;
        Ok(new)
    }

    /// What a plain form asks for, of a step whose words were these, on the board as it was at `on`: kept when this returns.
    pub async fn act(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        (act, step, words): (Act, StepId, Digest),
        on: Seq,
    ) -> Result<(), Failure> {
        let command = act.command(step, words);
        self.carries_out(visitor, (table::Parcours::Act, parcours), command, on)
            .await
    }

    /// What somebody says that they want to do, as a step of a name of its own: sent twice, it is proposed once.
    pub async fn propose(
        &self,
        visitor: &Visitor,
        parcours: ParcoursId,
        step: StepId,
        words: &str,
    ) -> Result<(), Failure> {
        let command = proposal(step, words);
        let proposed = self
            .carries_out(visitor, (table::Parcours::Propose, parcours), command, Seq(0))
            .await;
        match proposed {
            Err(Failure::Refused(Refusal::AlreadyThere)) => Ok(()),
            other => other,
        }
    }

    /// A command that came by a plain form. Each form that is sent is a client of its own, with one command: sent twice, it is
    /// asked twice, and the rules see that the second changes nothing.
    async fn carries_out(
        &self,
        visitor: &Visitor,
        (row, parcours): (table::Parcours, ParcoursId),
        command: Command,
        on: Seq,
    ) -> Result<(), Failure> {
        let session = self
            .allowed(visitor, Operation::Parcours(row), Some(parcours))
            .await?;
        let client = ClientId(Uuid::new_v4());
        let transaction = self.store.begin().await?;
        Clients::on(&transaction)
            .issue(&session, parcours, client, now())
            .await?;
        transaction.commit().await?;
        let body = Given { command, on }.body().ok_or(Failure::Unavailable)?;
        let submission = Submission {
            token: session.token,
            parcours,
            client,
            seq: 1,
            version: COMMAND_VERSION,
            body: body.value(),
            at: now(),
        };
        let submitted = self.store.submit(submission).await?;
        // A partner whose view this changes has it before its author is answered (`VW3`).
        self.store.partners_told(parcours).await;
        match submitted {
            Submitted::Result(CommandResult::Kept { .. }) => Ok(()),
            Submitted::Result(CommandResult::Refused { refusal }) => Err(Failure::Refused(refusal)),
            Submitted::Denied(denial) => Err(denial.into()),
            Submitted::Gap { .. } => Err(Failure::Unavailable),
        }
    }

    /// An assigned professional opens a card again that too many wrong codes have blocked: its usager's, under the same
    /// code.
    pub async fn reset_card(&self, visitor: &Visitor, parcours: ParcoursId) -> Result<(), Failure> {
        let session = self
            .allowed(
                visitor,
                Operation::Accounts(table::Accounts::ResetCard),
                Some(parcours),
            )
            .await?;
        let transaction = self.store.begin().await?;
        let usager = Parcours::on(&transaction).usager(session.cell, parcours).await?;
        let usager = usager.ok_or(Denial::NotFound)?;
        if !Cards::on(&transaction).reset(session.cell, usager).await? {
            return Err(Denial::NotFound.into());
        }
        transaction.commit().await?;
        Ok(())
    }
}
