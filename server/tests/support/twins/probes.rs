//! Asking for what may be there: a hidden thing and none at all answer alike (`VW2`), in one world and in both.

use super::partner::{Leak, next};
use super::world::World;
use itineraire_domain::ids::{CheckId, CommentId, FindingId, ParcoursId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Command, Digest, Field, FindingCommand, Item, Seq, SharedItem, SharingCommand,
    ShelfCommand, Side, StageCommand, StepCommand,
};
use itineraire_domain::theme;
use uuid::Uuid;

impl World {
    /// Every probe, with a hidden id and with an absent one.
    pub async fn probe(&mut self) {
        let absent = Uuid::from_u128(0x4000_8000_0000_0000_0001);
        let step = self.hidden.steps[0].0;
        for parcours in [self.hidden.parcours.0, self.hidden.elsewhere.0] {
            let mut hidden = self.about_parcours(parcours).await;
            if matches!(self.partner.leak, Some(Leak::Forbidden)) {
                for (_, answer) in &mut hidden {
                    *answer = answer.replace("404 Not Found", "403 Forbidden");
                }
            }
            let none = self.about_parcours(absent).await;
            self.holds_together(hidden, none);
        }
        let hidden = self.about_step(step).await;
        // The first round may have ended the link: the second one must find what the first found.
        self.partner.leaves().await;
        self.partner.comes(self.names.parcours).await;
        let none = self.about_step(absent).await;
        self.holds_together(hidden, none);
    }

    fn holds_together(&mut self, hidden: Vec<(String, String)>, none: Vec<(String, String)>) {
        if hidden.len() != none.len() {
            let (hidden, none) = (hidden.len(), none.len());
            self.told_apart.push(format!(
                "{hidden} answers about the hidden, {none} about the absent"
            ));
        }
        self.probes += hidden.len();
        for ((what, hidden), (asked, none)) in hidden.iter().zip(&none) {
            if (what, hidden) != (asked, none) {
                self.told_apart
                    .push(format!("{what}\nhidden:\n{hidden}\nabsent:\n{none}"));
            }
        }
        for (what, answer) in hidden.into_iter().chain(none) {
            self.partner.writes_down(&what, answer);
        }
    }

    /// What is answered about a parcours. Its id, which the partner sent, may come back in the answer: it is named.
    async fn about_parcours(&mut self, id: Uuid) -> Vec<(String, String)> {
        let form = format!("parcours={id}");
        let mut answers = Vec::new();
        for (address, body) in [
            ("/api/v1/partner_board".to_owned(), Some(form.clone())),
            ("/api/v1/issue_client".to_owned(), Some(form.clone())),
            ("/api/v1/board".to_owned(), Some(form)),
            (format!("/partage/{id}"), None),
            (format!("/parcours/{id}"), None),
        ] {
            let answer = self.partner.asks(&address, body).await;
            answers.push((format!("probe {}", named(&address, id)), named(&answer, id)));
        }
        if let Some(client) = self.partner.client() {
            let mut socket = self.partner.hello(client, ParcoursId(id), 0).await;
            let mut told = Vec::new();
            loop {
                match next(&mut socket).await {
                    Ok(text) => told.push(text),
                    Err(end) => {
                        told.push(end);
                        break;
                    }
                }
            }
            answers.push(("probe hello".into(), named(&told.join("\n"), id)));
        }
        answers
    }

    /// What is answered about a step of the shared parcours.
    async fn about_step(&mut self, id: Uuid) -> Vec<(String, String)> {
        let mut answers = Vec::new();
        let page = format!("/parcours/{}/etape/{id}", self.names.parcours);
        let answer = self.partner.asks(&page, None).await;
        answers.push(("probe a step's page".to_owned(), named(&answer, id)));
        for command in commands(StepId(id), self.other_organisation(), self.clock) {
            if !self.partner.is_open() {
                break;
            }
            let before = self.partner.heard.len();
            self.partner.says(&command).await;
            let told: Vec<_> = self.partner.heard.drain(before..).collect();
            let told: Vec<_> = told.into_iter().map(|(_, text)| without_number(&text)).collect();
            let what = format!("probe {}", named(&format!("{command:?}"), id));
            answers.push((what, named(&told.join("\n"), id)));
        }
        answers
    }
}

fn named(text: &str, id: Uuid) -> String {
    text.replace(&id.to_string(), "ID")
}

/// An answer without the number of the command, which counts on.
fn without_number(text: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|_| text.into());
    if let Some(answer) = value.get_mut("judged").and_then(|it| it.as_object_mut()) {
        answer.remove("seq");
    }
    value.to_string()
}

/// One command of each kind that names a step or, with the same id, another thing.
fn commands(
    step: StepId,
    organisation: itineraire_domain::ids::OrganisationId,
    now: itineraire_domain::calendar::Moment,
) -> Vec<Command> {
    let (item, id) = (Item::Step(step), step.0);
    let (field, words) = (Field::Title(step), Digest::of_bytes(b"?"));
    let (comment, check) = (CommentId(id), CheckId(id));
    let text = || "?".to_owned();
    vec![
        Command::Sharing(SharingCommand::OfferHelp { step }),
        Command::Sharing(SharingCommand::WithdrawOffer { step }),
        Command::Sharing(SharingCommand::AnswerOffer {
            step,
            organisation,
            wanted: true,
        }),
        Command::write(field, Vec::new()),
        Command::Step(
            step,
            StepCommand::Propose {
                title: text(),
                theme: theme!("work"),
                terms: None,
            },
        ),
        Command::Finding(
            FindingId(id),
            FindingCommand::Add {
                side: Side::Barrier,
                theme: theme!("work"),
                words: text(),
            },
        ),
        Command::Finding(
            FindingId(id),
            FindingCommand::Add {
                side: Side::Lever,
                theme: theme!("work"),
                words: text(),
            },
        ),
        Command::Finding(FindingId(id), FindingCommand::Rate { level: None }),
        Command::Shelf(
            item,
            ShelfCommand::SetTheme {
                theme: theme!("work"),
            },
        ),
        Command::Step(step, StepCommand::SetDoers { doers: Vec::new() }),
        Command::Step(step, StepCommand::SetWhen { when: None }),
        Command::Step(step, StepCommand::SetPlace { place: text() }),
        Command::Step(step, StepCommand::SetBring { bring: text() }),
        Command::Step(step, StepCommand::SetLifts { barrier: None }),
        Command::Step(step, StepCommand::SetLeansOn { lever: None }),
        Command::Step(step, StepCommand::AddCheck { check, words: text() }),
        Command::Step(step, StepCommand::TickCheck { check, done: true }),
        Command::Step(step, StepCommand::RemoveCheck { check }),
        Command::Answer(step, AnswerCommand::Agree { words }),
        Command::Answer(step, AnswerCommand::TalkAboutIt),
        Command::Answer(step, AnswerCommand::Refuse),
        Command::Answer(step, AnswerCommand::Withdraw),
        Command::Answer(step, AnswerCommand::RecordPaper { words }),
        Command::Answer(step, AnswerCommand::TakePaperBack),
        Command::Stage(step, StageCommand::Start),
        Command::Stage(step, StageCommand::Finish),
        Command::Stage(step, StageCommand::Stop { reason: text() }),
        Command::Stage(step, StageCommand::Reopen),
        Command::Shelf(item, ShelfCommand::Move { before: None }),
        Command::Step(
            step,
            StepCommand::Comment {
                comment,
                words: text(),
            },
        ),
        Command::Step(step, StepCommand::RemoveComment { comment }),
        Command::Shelf(item, ShelfCommand::Remove),
        Command::Shelf(item, ShelfCommand::Restore),
        Command::Sharing(SharingCommand::Share {
            item: SharedItem::Step(step),
            organisation,
            purpose: text(),
            until: now.plus_days(9),
            seen: None,
        }),
        Command::Sharing(SharingCommand::End {
            item: SharedItem::Step(step),
            organisation,
        }),
        Command::Step(step, StepCommand::AskForHelp { needed: true }),
        Command::Undo { of: Seq(1) },
        Command::Undo { of: Seq(1_000_000) },
    ]
}
