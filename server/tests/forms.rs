//! Answers by plain forms, as a page sends them before its program is there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::Role;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{
    Agreement, AnswerCommand, Board, COMMAND_VERSION, Column, Command, StepCommand,
};
use itineraire_domain::theme;
use itineraire_store::Submission;
use itineraire_store::TokenHash;
use reqwest::header::{ACCEPT, LOCATION, ORIGIN};
use reqwest::{Response, StatusCode, redirect};
use support::{Tablet, World, now, world};
use uuid::Uuid;

/// What the page's forms hold, as it was written for someone.
type Fields = Vec<(String, String)>;

struct Forms<'a> {
    world: &'a World,
    client: reqwest::Client,
    camille: u64,
}

impl<'a> Forms<'a> {
    fn of(world: &'a World) -> Self {
        let client = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            world,
            client,
            camille: 0,
        }
    }

    /// A command of Camille's, on her live page.
    async fn camille(&mut self, command: &Command) {
        self.camille += 1;
        let submission = Submission {
            token: TokenHash::of(&self.world.camille.token),
            parcours: self.world.parcours,
            client: self.world.camille.client,
            seq: self.camille,
            version: COMMAND_VERSION,
            body: serde_json::to_value(command).unwrap(),
            at: now(),
        };
        self.world.store.submit(submission).await.unwrap();
    }

    async fn page(&self, of: &Tablet, path: &str) -> String {
        let cookie = format!("__Host-itineraire={}", of.token);
        let asked = self.client.get(format!("{}{path}", self.world.origin()));
        asked
            .header("cookie", cookie)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// The fields of the page's form about a step.
    async fn fields(&self, of: &Tablet, path: &str, step: StepId) -> Fields {
        let page = self.page(of, path).await;
        let form = page
            .split("<form")
            .find(|form| form.contains("/api/v1/act") && form.contains(&step.to_string()))
            .unwrap_or_else(|| panic!("no form: {page}"));
        let value = |tag: &str, name: &str| {
            let at = tag.split(&format!("{name}=\"")).nth(1)?;
            Some(at.split('"').next()?.to_owned())
        };
        let hidden = form.split("<input").filter(|tag| tag.contains("type=\"hidden\""));
        hidden
            .map(|tag| (value(tag, "name").unwrap(), value(tag, "value").unwrap()))
            .collect()
    }

    async fn send(&self, of: &str, fields: &Fields, act: &str) -> Response {
        let mut fields = fields.clone();
        fields.push(("act".into(), act.into()));
        self.client
            .post(format!("{}/api/v1/act", self.world.origin()))
            .header(ORIGIN, self.world.origin())
            .header(ACCEPT, "text/html")
            .header("cookie", format!("__Host-itineraire={of}"))
            .form(&fields)
            .send()
            .await
            .unwrap()
    }

    /// Where a form that was sent leads.
    async fn leads(&self, of: &Tablet, fields: &Fields, act: &str) -> String {
        let answer = self.send(&of.token, fields, act).await;
        assert_eq!(answer.status(), StatusCode::FOUND);
        answer.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    async fn board(&self) -> Board {
        self.world.board().await
    }
}

fn propose(step: StepId) -> Command {
    let (title, theme) = ("Déposer un CV".into(), theme!("work"));
    Command::Step(
        step,
        StepCommand::Propose {
            title,
            theme,
            terms: None,
        },
    )
}

const OWN: &str = "/mon-parcours";

#[tokio::test]
async fn an_answer_and_the_end_of_a_step_need_no_program() {
    let world = world().await;
    let (mut forms, step) = (Forms::of(&world), StepId(Uuid::new_v4()));
    let (rose, camille) = (&world.rose, &world.camille);
    forms.camille(&propose(step)).await;
    let fields = forms.fields(rose, OWN, step).await;
    assert_eq!(forms.leads(rose, &fields, "talk_about_it").await, OWN);
    assert!(matches!(
        forms.board().await.steps[&step].agreements[&rose.person],
        Agreement::Talk { .. }
    ));
    let words = forms.board().await.steps[&step].digest();
    forms
        .camille(&Command::Answer(step, AnswerCommand::Agree { words }))
        .await;
    let page = format!("/parcours/{}/etape/{step}", world.parcours);
    let fields = forms.fields(rose, &page, step).await;
    assert_eq!(
        forms.leads(rose, &fields, "agree").await,
        OWN,
        "to her own page, wherever it was written"
    );
    let board = forms.board().await;
    assert_eq!(board.column_of(&board.steps[&step]), Column::Decided);
    // Sent twice: nothing more happens.
    assert_eq!(forms.leads(rose, &fields, "agree").await, OWN);
    assert_eq!(forms.board().await.seq, board.seq);

    // It is the next step now, and its own form ends it.
    let next = forms.fields(rose, OWN, step).await;
    for (act, there) in [("ask_for_help", true), ("need_no_help", false)] {
        assert_eq!(forms.leads(rose, &next, act).await, OWN);
        assert_eq!(forms.board().await.steps[&step].needs_help.is_some(), there);
    }
    assert_eq!(forms.leads(rose, &next, "finish").await, OWN);
    let board = forms.board().await;
    assert_eq!(board.column_of(&board.steps[&step]), Column::Done);

    // A professional, on the page of the step.
    let other = StepId(Uuid::new_v4());
    forms.camille(&propose(other)).await;
    let undecided = forms.fields(rose, OWN, other).await;
    let led = forms.leads(rose, &undecided, "finish").await;
    assert_eq!(led, "/mon-parcours?refus=pas-encore");
    let path = format!("/parcours/{}/etape/{other}", world.parcours);
    let fields = forms.fields(camille, &path, other).await;
    assert_eq!(forms.leads(camille, &fields, "agree").await, path);
    assert!(matches!(
        forms.board().await.steps[&other].agreements[&camille.person],
        Agreement::Agreed { .. }
    ));
}

#[tokio::test]
async fn ag1_a_form_is_a_yes_to_the_words_it_was_written_for_and_needs_the_code() {
    let world = world().await;
    let (mut forms, step) = (Forms::of(&world), StepId(Uuid::new_v4()));
    let rose = &world.rose;
    forms.camille(&propose(step)).await;
    let fields = forms.fields(rose, OWN, step).await;
    let place = Command::Step(
        step,
        StepCommand::SetPlace {
            place: "Mission locale".into(),
        },
    );
    forms.camille(&place).await;
    let before = forms.board().await;
    assert_eq!(
        forms.leads(rose, &fields, "agree").await,
        "/mon-parcours?refus=change"
    );
    assert_eq!(forms.board().await, before);
    let sentence = "Le texte a changé depuis que vous l’avez lu.";
    assert!(
        forms
            .page(rose, "/mon-parcours?refus=change")
            .await
            .contains(sentence)
    );
    assert!(!forms.page(rose, OWN).await.contains(sentence));
    let sentence = "n’existe pas, ou n’est pas pour vous";
    let page = forms.page(rose, "/mon-parcours?refus=inconnu").await;
    assert!(page.contains(sentence));

    // A yes from a form that was written before a withdrawal is worth nothing (`CF2`).
    let fields = forms.fields(rose, OWN, step).await;
    let elsewhere = world.again(rose).await;
    let again = forms.fields(&elsewhere, OWN, step).await;
    assert_eq!(forms.leads(rose, &fields, "agree").await, OWN);
    assert_eq!(forms.leads(rose, &fields, "withdraw").await, OWN);
    let before = forms.board().await;
    assert_eq!(
        forms.leads(&elsewhere, &again, "agree").await,
        "/mon-parcours?refus=change"
    );
    assert_eq!(forms.board().await, before);

    // The code was given too long ago.
    let statement = format!("UPDATE sessions SET proven = '{}'", now().plus_days(-1).0);
    sea_orm::ConnectionTrait::execute_unprepared(&world.tables().await, &statement)
        .await
        .unwrap();
    let fields = forms.fields(rose, OWN, step).await;
    assert_eq!(
        forms.leads(rose, &fields, "agree").await,
        "/mon-parcours?refus=code"
    );
    assert_eq!(forms.board().await, before);
    assert_eq!(
        forms.leads(rose, &fields, "talk_about_it").await,
        OWN,
        "this takes none"
    );
}

#[tokio::test]
async fn vw2_a_form_of_a_stranger_is_answered_as_if_there_were_no_such_parcours() {
    let world = world().await;
    let (mut forms, step) = (Forms::of(&world), StepId(Uuid::new_v4()));
    forms.camille(&propose(step)).await;
    let fields = forms.fields(&world.rose, OWN, step).await;
    let before = forms.board().await;
    let absent: Fields = fields
        .iter()
        .map(|(name, value)| {
            let value = if name == "parcours" {
                Uuid::new_v4().to_string()
            } else {
                value.clone()
            };
            (name.clone(), value)
        })
        .collect();
    let malik = world.someone_else(Role::Usager).await.0;
    let agent = world.someone_else(Role::Professional).await.0;
    for stranger in [&malik, &agent, &world.lea] {
        let hidden = forms.leads(stranger, &fields, "agree").await;
        let absent = forms.leads(stranger, &absent, "agree").await;

        assert!(
            hidden.ends_with("?refus=inconnu") && absent.ends_with("?refus=inconnu"),
            "{hidden} {absent}"
        );
    }
    assert_eq!(
        forms
            .leads(
                &Tablet {
                    token: "none".into(),
                    ..world.rose.clone()
                },
                &fields,
                "agree"
            )
            .await,
        "/mon-parcours?refus=session"
    );
    for (name, wrong) in [
        ("act", "delete_all"),
        ("on", "-1"),
        ("words", "zz"),
        ("step", "7"),
    ] {
        let mut spoilt = fields.clone();
        spoilt.retain(|(known, _)| known != name);
        spoilt.push((name.into(), wrong.into()));
        let act = if name == "act" { wrong } else { "agree" };
        spoilt.retain(|(known, _)| known != "act");
        let answer = forms.send(&world.rose.token, &spoilt, act).await;
        assert!(
            answer.status().is_redirection() || answer.status() == StatusCode::BAD_REQUEST,
            "{name}: {}",
            answer.status()
        );
    }
    assert_eq!(forms.board().await, before, "nothing changed");
}
