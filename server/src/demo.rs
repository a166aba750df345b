//! The demonstration commune: Le Trait, all of it invented. It is written through the same door as everything else: real
//! sessions, real commands, judged by the rules.

use crate::problem::Problem;
use itineraire_domain::access::{AssignmentKind, Capability};
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::{
    CellId, CheckId, ClientId, CommentId, FindingId, MembershipId, OrganisationId, ParcoursId, PersonId,
    StepId,
};
use itineraire_domain::parcours::{
    AnswerCommand, COMMAND_VERSION, Command, Doer, Field, FindingCommand, Level, SharedItem, SharingCommand,
    Side, StageCommand, StepCommand, Words, WrittenWhen,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::theme::Theme;
use itineraire_domain::views::pages::{CircleLevel, FullName};
use itineraire_service::accounts::hash_secret;
use itineraire_service::clock::now;
use itineraire_service::{Service, Visitor};
use itineraire_store::parcours::Assignment;
use itineraire_store::{Store, Submission, Submitted, TokenHash};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use uuid::Uuid;

/// The password of every demonstration account.
pub const PASSWORD: &str = "un-demonstration-au-trait-2026";

/// Demonstration cards: first name, secret, PIN.
pub const CARDS: &[(&str, &str, &str)] = &[
    ("Rose", "c0ffee00c0ffee00c0ffee00c0ffee01", "240613"),
    ("Samir", "c0ffee00c0ffee00c0ffee00c0ffee02", "240614"),
    ("Alain", "c0ffee00c0ffee00c0ffee00c0ffee03", "240615"),
    ("Fatou", "c0ffee00c0ffee00c0ffee00c0ffee04", "240616"),
    ("Jean-Paul", "c0ffee00c0ffee00c0ffee00c0ffee05", "240617"),
];

/// Who works in the cell: names, what they do, address, what their membership lets them be.
const TEAM: &[(&str, &str, &str, &str, &[Capability])] = &[
    (
        "Camille",
        "Delaunay",
        "conseillère sociale, CCAS",
        "camille@letrait.example",
        &[Capability::Professional],
    ),
    (
        "Yanis",
        "Benali",
        "conseiller emploi",
        "yanis@letrait.example",
        &[Capability::Professional],
    ),
    (
        "Morgane",
        "Lefort",
        "éducatrice spécialisée, référente",
        "morgane@letrait.example",
        &[Capability::Professional, Capability::Referent],
    ),
    // At the counter of the Maison France Services too.
    (
        "Théo",
        "Vasseur",
        "conseiller numérique",
        "theo@letrait.example",
        &[Capability::Professional, Capability::Counter],
    ),
    // Assigned to one parcours, and to no other.
    (
        "Nadège",
        "Caron",
        "coordinatrice",
        "nadege@letrait.example",
        &[Capability::Coordinator],
    ),
];

/// Partners: names, organisation, address. Hugo works with the cell of the next commune too.
const PARTNERS: &[(&str, &str, &str, &str)] = &[
    ("Inès", "Perrin", "Mission locale", "ines@missionlocale.example"),
    ("Hugo", "Renard", "CMS", "hugo@cms.example"),
];
const OF_TWO_CELLS: &str = "Hugo";

/// What is printed when the demonstration serves.
pub fn welcome(address: SocketAddr) -> String {
    let mut text = format!("\nItinéraire, commune de démonstration « Le Trait » : http://{address}\n\n");
    text.push_str(&format!(
        "Professionnels : http://{address}/connexion (mot de passe : {PASSWORD})\n"
    ));
    for (first, last, job, email, _) in TEAM {
        let name = FullName::new(first, last, job).shown();
        text.push_str(&format!("  {email:<28} {}, {job}\n", name.short));
    }
    text.push_str("Partenaires : même page, même mot de passe\n");
    for (first, last, organisation, email) in PARTNERS {
        let name = FullName::new(first, last, "").shown();
        text.push_str(&format!("  {email:<28} {}, {organisation}\n", name.short));
    }
    text.push_str("Usagers : leur carte, puis leur code secret\n");
    for (name, secret, pin) in CARDS {
        text.push_str(&format!(
            "  {name:<10} http://{address}/carte#{secret}  code {pin}\n"
        ));
    }
    text
}

/// Writes the demonstration into a store that holds no cell yet.
pub async fn fill(store: &Store) -> Result<(), Problem> {
    if store.has_cell().await? {
        return Ok(());
    }
    let problem = |what: &str| Problem::Demo(what.into());
    let cell = CellId(Uuid::new_v4());
    store
        .create_cell(cell, "Cellule d’accompagnement globale", "Le Trait")
        .await?;
    let mut organisations = BTreeMap::new();
    for (name, partner) in [
        ("CCAS du Trait", false),
        ("Mission locale", true),
        ("CMS", true),
        ("CLIPS", true),
        ("CAF", true),
    ] {
        let id = OrganisationId(Uuid::new_v4());
        store.create_organisation(cell, id, name, partner).await?;
        organisations.insert(name, id);
    }
    let mut people = BTreeMap::new();
    let hash = hash_secret(PASSWORD).map_err(|_| problem("password"))?;
    for (first, last, job, email, capabilities) in TEAM {
        let person = PersonId(Uuid::new_v4());
        let name = FullName::new(first, last, job);
        let membership = store
            .create_person((cell, person), &name, capabilities, None, now())
            .await?;
        store
            .create_account(email, &hash, &[(cell, membership)], now())
            .await?;
        people.insert(*first, person);
    }
    for (first, last, organisation, email) in PARTNERS {
        let person = PersonId(Uuid::new_v4());
        let name = FullName::new(first, last, organisation);
        let of = organisations.get(organisation).copied();
        let membership = store
            .create_person((cell, person), &name, &[Capability::Partner], of, now())
            .await?;
        let mut theirs = vec![(cell, membership)];
        if *first == OF_TWO_CELLS {
            theirs.push(next_commune(store, &name, organisation).await?);
        }
        store.create_account(email, &hash, &theirs, now()).await?;
        people.insert(*first, person);
    }
    let usagers = [
        ("Rose", "Martin", CircleLevel::Internal),
        ("Samir", "Amrani", CircleLevel::Individual),
        ("Alain", "Leroy", CircleLevel::External),
        ("Fatou", "Ndiaye", CircleLevel::Individual),
        ("Jean-Paul", "Durand", CircleLevel::Individual),
    ];
    let mut scene = Scene {
        store,
        // Whoever signs in here comes from one address.
        service: Service::new(store.clone(), 100),
        cell,
        people,
        organisations,
        parcours: ParcoursId(Uuid::nil()),
        hands: BTreeMap::new(),
    };
    for ((first, last, level), (_, secret, pin)) in usagers.into_iter().zip(CARDS) {
        let person = PersonId(Uuid::new_v4());
        let name = FullName::new(first, last, "");
        store
            .create_person((cell, person), &name, &[Capability::Usager], None, now())
            .await?;
        let pin_hash = hash_secret(pin).map_err(|_| problem("PIN"))?;
        store.set_card(cell, person, (secret, &pin_hash), now()).await?;
        scene.people.insert(first, person);
        let parcours = ParcoursId(Uuid::new_v4());
        store
            .create_parcours((cell, parcours), person, level, now())
            .await?;
        let mut around = vec![
            ("Camille", AssignmentKind::Member),
            ("Yanis", AssignmentKind::Member),
            ("Morgane", AssignmentKind::Referent),
        ];
        if first == "Jean-Paul" {
            around.push(("Nadège", AssignmentKind::Member));
        }
        for (member, kind) in around {
            let assignment = Assignment::of(scene.people[member], kind);
            store.assign((cell, parcours), assignment, now()).await?;
        }
        scene.open(parcours, first, (secret, pin)).await?;
        match first {
            "Rose" => scene.rose().await?,
            "Samir" => scene.samir().await?,
            "Alain" => scene.alain().await?,
            "Fatou" => scene.fatou().await?,
            _ => {}
        }
        scene.close().await?;
    }
    Ok(())
}

/// The cell of the next commune, where a partner of ours is a member too.
async fn next_commune(
    store: &Store,
    name: &FullName,
    organisation: &str,
) -> Result<(CellId, MembershipId), Problem> {
    let (cell, of, person) = (
        CellId(Uuid::new_v4()),
        OrganisationId(Uuid::new_v4()),
        PersonId(Uuid::new_v4()),
    );
    store
        .create_cell(cell, "Cellule d’accompagnement globale", "Duclair")
        .await?;
    store.create_organisation(cell, of, organisation, true).await?;
    let membership = store
        .create_person((cell, person), name, &[Capability::Partner], Some(of), now())
        .await?;
    Ok((cell, membership))
}

/// A parcours being written, and the hands that write it.
struct Scene<'a> {
    store: &'a Store,
    service: Service,
    cell: CellId,
    people: BTreeMap<&'static str, PersonId>,
    organisations: BTreeMap<&'static str, OrganisationId>,
    parcours: ParcoursId,
    hands: BTreeMap<&'static str, Hand>,
}

struct Hand {
    token: TokenHash,
    client: ClientId,
    seq: u64,
}

/// A step, for the demonstration.
struct Plan {
    by: &'static str,
    title: &'static str,
    theme: Theme,
    agreed: &'static [&'static str],
    with: &'static [&'static str],
    /// Days from today, hour.
    when: Option<(i32, Option<&'static str>)>,
    place: &'static str,
    bring: &'static str,
}

impl Scene<'_> {
    /// Whoever writes on a parcours signs in: its usager with card and PIN.
    async fn open(
        &mut self,
        parcours: ParcoursId,
        usager: &'static str,
        (secret, pin): (&str, &str),
    ) -> Result<(), Problem> {
        self.parcours = parcours;
        for who in [usager, "Camille", "Yanis"] {
            let token = if who == usager {
                let visitor = Visitor::default();
                let opened = self.service.sign_in_with_card(&visitor, secret, pin.into());
                let opened = opened.await.map_err(|error| Problem::Demo(error.to_string()))?;
                TokenHash::of(&opened.token)
            } else {
                let token = TokenHash::of(&Uuid::new_v4().to_string());
                let membership =
                    self.store
                        .membership_as(self.cell, self.people[who], Capability::Professional);
                let membership = membership
                    .await?
                    .ok_or_else(|| Problem::Demo("membership".into()))?;
                self.store
                    .open_session(&token, (self.cell, membership.id), None, now())
                    .await?;
                token
            };
            let session = self
                .store
                .session(&token, now())
                .await?
                .ok_or_else(|| Problem::Demo("session".into()))?;
            let client = ClientId(Uuid::new_v4());
            self.store.issue_client(&session, parcours, client, now()).await?;
            self.hands.insert(
                who,
                Hand {
                    token,
                    client,
                    seq: 0,
                },
            );
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), Problem> {
        for hand in std::mem::take(&mut self.hands).into_values() {
            self.store.close_session(&hand.token).await?;
        }
        Ok(())
    }

    async fn give(&mut self, who: &str, command: Command) -> Result<(), Problem> {
        let hand = self
            .hands
            .get_mut(who)
            .ok_or_else(|| Problem::Demo("hand".into()))?;
        hand.seq += 1;
        let body = serde_json::to_value(&command).map_err(|error| Problem::Demo(error.to_string()))?;
        let submission = Submission {
            token: hand.token.clone(),
            parcours: self.parcours,
            client: hand.client,
            seq: hand.seq,
            version: COMMAND_VERSION,
            body,
            at: now(),
        };
        match self.store.submit(submission).await? {
            Submitted::Result(CommandResult::Kept { .. }) => Ok(()),
            other => Err(Problem::Demo(format!("{other:?}"))),
        }
    }

    async fn goal(&mut self, who: &str, words: &str) -> Result<(), Problem> {
        let client = self.hands[who].client;
        let changes = Words::default().diff(client, words, None);
        self.give(who, Command::write(Field::Goal, changes)).await
    }

    async fn barrier(
        &mut self,
        who: &str,
        theme: Theme,
        words: &str,
        level: Level,
    ) -> Result<FindingId, Problem> {
        let barrier = FindingId(Uuid::new_v4());
        self.give(
            who,
            Command::Finding(
                barrier,
                FindingCommand::Add {
                    side: Side::Barrier,
                    theme,
                    words: words.into(),
                },
            ),
        )
        .await?;
        self.give(
            who,
            Command::Finding(barrier, FindingCommand::Rate { level: Some(level) }),
        )
        .await?;
        Ok(barrier)
    }

    async fn lever(&mut self, who: &str, theme: Theme, words: &str) -> Result<FindingId, Problem> {
        let lever = FindingId(Uuid::new_v4());
        self.give(
            who,
            Command::Finding(
                lever,
                FindingCommand::Add {
                    side: Side::Lever,
                    theme,
                    words: words.into(),
                },
            ),
        )
        .await?;
        Ok(lever)
    }

    async fn step(&mut self, plan: Plan) -> Result<StepId, Problem> {
        let step = StepId(Uuid::new_v4());
        let by = plan.by;
        self.give(
            by,
            Command::Step(
                step,
                StepCommand::Propose {
                    title: plan.title.into(),
                    theme: plan.theme,
                },
            ),
        )
        .await?;
        if !plan.with.is_empty() {
            let doers = plan
                .with
                .iter()
                .map(|who| Doer::Person(self.people[who]))
                .collect();
            self.give(by, Command::Step(step, StepCommand::SetDoers { doers }))
                .await?;
        }
        if let Some((days, hour)) = plan.when {
            let day = today().plus(days).to_string();
            let when = Some(WrittenWhen {
                day,
                hour: hour.map(str::to_owned),
                before: false,
            });
            self.give(by, Command::Step(step, StepCommand::SetWhen { when }))
                .await?;
        }
        if !plan.place.is_empty() {
            self.give(
                by,
                Command::Step(
                    step,
                    StepCommand::SetPlace {
                        place: plan.place.into(),
                    },
                ),
            )
            .await?;
        }
        if !plan.bring.is_empty() {
            self.give(
                by,
                Command::Step(
                    step,
                    StepCommand::SetBring {
                        bring: plan.bring.into(),
                    },
                ),
            )
            .await?;
        }
        let board = self
            .store
            .board(self.cell, self.parcours)
            .await?
            .ok_or_else(|| Problem::Demo("board".into()))?;
        let words = board.steps[&step].digest();
        for who in plan.agreed {
            self.give(who, Command::Answer(step, AnswerCommand::Agree { words }))
                .await?;
        }
        Ok(step)
    }

    async fn done(&mut self, plan: Plan) -> Result<StepId, Problem> {
        let step = self.step(plan).await?;
        self.give("Camille", Command::Stage(step, StageCommand::Start))
            .await?;
        self.give("Camille", Command::Stage(step, StageCommand::Finish))
            .await?;
        Ok(step)
    }

    async fn share(
        &mut self,
        usager: &str,
        item: SharedItem,
        with: &str,
        purpose: &str,
    ) -> Result<(), Problem> {
        let organisation = self.organisations[with];
        let until: Moment = now().plus_days(60);
        self.give(
            usager,
            Command::Sharing(SharingCommand::Share {
                item,
                organisation,
                purpose: purpose.into(),
                until,
            }),
        )
        .await
    }

    async fn rose(&mut self) -> Result<(), Problem> {
        self.goal("Rose", "Retravailler dans une cantine, près de chez moi.")
            .await?;
        self.barrier(
            "Rose",
            Theme::Rights,
            "Dossier CAF à mettre à jour",
            Level::Strong,
        )
        .await?;
        self.barrier("Camille", Theme::Digital, "Pas d’adresse mail", Level::Slight)
            .await?;
        let moving = self
            .barrier(
                "Rose",
                Theme::Mobility,
                "Pas de moyen de transport",
                Level::Medium,
            )
            .await?;
        self.lever("Rose", Theme::Work, "A travaillé 6 ans en cuisine")
            .await?;
        let sister = self
            .lever("Rose", Theme::Family, "Sa sœur garde les enfants")
            .await?;
        let both: &[&str] = &["Rose", "Camille"];
        for (title, theme) in [
            ("Refaire la carte d’identité", Theme::Rights),
            ("Ouvrir la complémentaire santé", Theme::Health),
            ("Créer une adresse mail", Theme::Digital),
        ] {
            let plan = Plan {
                by: "Camille",
                title,
                theme,
                agreed: both,
                with: &[],
                when: None,
                place: "",
                bring: "",
            };
            self.done(plan).await?;
        }
        let visit = Plan {
            by: "Rose",
            title: "Visiter la cuisine de l’école",
            theme: Theme::Work,
            agreed: &["Rose"],
            with: &["Rose"],
            when: None,
            place: "",
            bring: "",
        };
        let visit = self.step(visit).await?;
        let licence = Plan {
            by: "Camille",
            title: "Demander l’aide au permis du CCAS",
            theme: Theme::Mobility,
            agreed: &["Camille"],
            with: &["Camille", "Rose"],
            when: Some((22, None)),
            place: "",
            bring: "",
        };
        let licence = self.step(licence).await?;
        self.give(
            "Camille",
            Command::Step(
                licence,
                StepCommand::SetLifts {
                    barrier: Some(moving),
                },
            ),
        )
        .await?;
        self.give(
            "Camille",
            Command::Step(licence, StepCommand::SetLeansOn { lever: Some(sister) }),
        )
        .await?;
        for (who, words) in [
            ("Rose", "Je n’ai pas le code. Est-ce que ça compte ?"),
            (
                "Camille",
                "Oui, l’aide peut aussi payer le code. On regarde ensemble.",
            ),
        ] {
            let comment = CommentId(Uuid::new_v4());
            self.give(
                who,
                Command::Step(
                    licence,
                    StepCommand::Comment {
                        comment,
                        words: words.into(),
                    },
                ),
            )
            .await?;
        }
        let caf = Plan {
            by: "Camille",
            title: "Rendez-vous en visio avec la CAF",
            theme: Theme::Rights,
            agreed: both,
            with: &["Rose", "Camille"],
            when: Some((8, Some("14:00"))),
            place: "Maison France Services",
            bring: "carte d’identité",
        };
        let caf = self.step(caf).await?;
        for words in ["Préparer le numéro d’allocataire", "Noter ses questions"] {
            let check = CheckId(Uuid::new_v4());
            self.give(
                "Camille",
                Command::Step(
                    caf,
                    StepCommand::AddCheck {
                        check,
                        words: words.into(),
                    },
                ),
            )
            .await?;
        }
        let resume = Plan {
            by: "Yanis",
            title: "Refaire le CV avec Yanis",
            theme: Theme::Work,
            agreed: &["Rose", "Yanis"],
            with: &["Rose", "Yanis"],
            when: Some((10, None)),
            place: "",
            bring: "",
        };
        let resume = self.step(resume).await?;
        let workshop = Plan {
            by: "Camille",
            title: "Atelier « Ma boîte mail » dans le Bus Numérique",
            theme: Theme::Digital,
            agreed: both,
            with: &["Rose"],
            when: Some((3, Some("10:00"))),
            place: "Place de la mairie",
            bring: "",
        };
        let workshop = self.step(workshop).await?;
        self.give("Rose", Command::Stage(workshop, StageCommand::Start))
            .await?;
        self.share(
            "Rose",
            SharedItem::Goal,
            "Mission locale",
            "Chercher un stage en cuisine",
        )
        .await?;
        for step in [visit, licence, resume] {
            self.share(
                "Rose",
                SharedItem::Step(step),
                "Mission locale",
                "Chercher un stage en cuisine",
            )
            .await?;
        }
        self.share(
            "Rose",
            SharedItem::Step(licence),
            "CMS",
            "Compléter l’aide au permis",
        )
        .await
    }

    async fn samir(&mut self) -> Result<(), Problem> {
        self.goal("Samir", "Me soigner et être tranquille avec les papiers.")
            .await?;
        self.barrier("Samir", Theme::Rights, "Droits CPAM arrêtés", Level::Strong)
            .await?;
        let both: &[&str] = &["Samir", "Camille"];
        let cpam = Plan {
            by: "Camille",
            title: "Envoyer le dossier à la CPAM",
            theme: Theme::Rights,
            agreed: both,
            with: &["Samir"],
            when: Some((-4, None)),
            place: "",
            bring: "",
        };
        self.step(cpam).await?;
        let mail = Plan {
            by: "Camille",
            title: "Créer une adresse mail",
            theme: Theme::Digital,
            agreed: both,
            with: &[],
            when: None,
            place: "",
            bring: "",
        };
        self.done(mail).await?;
        Ok(())
    }

    async fn alain(&mut self) -> Result<(), Problem> {
        self.goal("Alain", "Parler à mes petits-enfants sur la tablette.")
            .await?;
        self.barrier("Alain", Theme::Digital, "Pas d’adresse mail", Level::Medium)
            .await?;
        self.lever("Alain", Theme::Family, "Sa fille l’appelle chaque semaine")
            .await?;
        let both: &[&str] = &["Alain", "Camille"];
        for title in [
            "Prendre la tablette en main",
            "Ouvrir le compte retraite",
            "Créer une adresse mail",
        ] {
            let plan = Plan {
                by: "Camille",
                title,
                theme: Theme::Digital,
                agreed: both,
                with: &[],
                when: None,
                place: "",
                bring: "",
            };
            self.done(plan).await?;
        }
        let bus = Plan {
            by: "Alain",
            title: "Bus Numérique",
            theme: Theme::Digital,
            agreed: both,
            with: &["Alain"],
            when: Some((3, Some("10:00"))),
            place: "Place de la mairie",
            bring: "",
        };
        let bus = self.step(bus).await?;
        self.share(
            "Alain",
            SharedItem::Step(bus),
            "Mission locale",
            "Trouver un accompagnant",
        )
        .await
    }

    async fn fatou(&mut self) -> Result<(), Problem> {
        self.goal("Fatou", "Une formation d’aide-soignante.").await?;
        let children = self
            .barrier("Fatou", Theme::Family, "Garde d’enfants", Level::Strong)
            .await?;
        self.give(
            "Fatou",
            Command::Finding(
                children,
                FindingCommand::Rate {
                    level: Some(Level::Gone),
                },
            ),
        )
        .await?;
        self.lever("Fatou", Theme::Training, "A son diplôme de fin d’études")
            .await?;
        let both: &[&str] = &["Fatou", "Yanis"];
        let course = Plan {
            by: "Yanis",
            title: "Réunion d’information à l’école",
            theme: Theme::Training,
            agreed: both,
            with: &["Fatou", "Yanis"],
            when: None,
            place: "",
            bring: "",
        };
        self.step(course).await?;
        Ok(())
    }
}

fn today() -> Day {
    now().in_paris().0
}
