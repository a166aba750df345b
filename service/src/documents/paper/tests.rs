//! What stands on the paper, asked of a library that reads PDF, and of `pdftotext` where it is installed.

use super::layout::lay;
use super::*;
use crate::documents::typeface::Typeface;
use lopdf::{Dictionary, Document, Object};
use std::process::Command;

fn step(title: &str, bring: &str) -> DraftStep {
    let (stands, who) = ("Décidé ensemble · mardi 1ᵉʳ décembre à 14\u{a0}h", "Avec Camille");
    DraftStep {
        title: title.into(),
        about: [
            format!("{stands} · Mairie · {who} · Apporter\u{202f}: {bring}"),
            format!("{stands} · {who}"),
            stands.into(),
        ],
    }
}

fn draft(steps: Vec<DraftStep>, done: Vec<String>) -> Draft {
    let term = |label: &str, words: &str| (label.to_owned(), words.to_owned());
    let address = "https://parcours.ville.example/carte";
    Draft {
        page: Page {
            language: "fr-FR",
            title: "Mon parcours".into(),
            about: "Rose · imprimé le mardi 24 novembre 2026".into(),
            goal: Some((
                "Mon cap, avec mes mots · écrit par Rose".into(),
                "«\u{202f}Retravailler dans une cantine, près de chez moi.\u{202f}»".into(),
            )),
            next: Next {
                label: "Votre prochaine étape".into(),
                title: "Rendez-vous en visio avec la CAF".into(),
                terms: vec![
                    term("Quand", "mardi 1ᵉʳ décembre à 14\u{a0}h"),
                    term("Où", "Maison France Services"),
                    term("Qui fait", "Avec Camille"),
                    term("À apporter", "carte d’identité"),
                ],
            },
            later: Vec::new(),
            later_title: "Les autres étapes".into(),
            left: Vec::new(),
            done: Done::Nothing,
            done_title: "Déjà fait".into(),
            signs: ["Rose".into(), "Pour l’équipe".into()],
            writes: ["Date\u{202f}:".into(), "Signature\u{202f}:".into()],
            card: Card {
                says: "Votre page\u{202f}: parcours.ville.example/carte, avec votre carte et votre code."
                    .into(),
                describes: "Carré à lire avec un téléphone. Il ouvre parcours.ville.example/carte.".into(),
                square: Square::of(address),
            },
            foreign: "[?]\u{202f}: ces lettres ne s’écrivent pas dans ce fichier.".into(),
        },
        steps,
        done,
        says: Says {
            left: |count| format!("Et {count} autres étapes sur votre page."),
            done: |count| format!("{count} étapes sont déjà faites. Bravo\u{202f}!"),
            brief: "Le reste de ces étapes est sur votre page.",
        },
    }
}

/// As on the board of the demonstration: one is next, six are to come, of which a few have a place, three are done.
fn ten() -> Draft {
    let titles = [
        "Refaire le CV avec Yanis",
        "Demander l’aide au permis du CCAS",
        "Visiter la cuisine de l’école",
        "Atelier «\u{202f}Ma boîte mail\u{202f}» dans le Bus Numérique",
        "Demander la carte de bus à tarif réduit",
    ];
    let steps = titles.into_iter().enumerate().map(|(at, title)| {
        let mut step = step(title, "carte d’identité");
        if at > 1 {
            step.about[0] = step.about[1].clone();
        }
        step
    });
    let done = [
        "Refaire la carte d’identité",
        "Ouvrir la complémentaire santé",
        "Créer une adresse mail",
    ];
    let mut draft = draft(steps.collect(), done.map(str::to_owned).to_vec());
    draft.steps.push(DraftStep {
        title: "Écrire à l’école de Léo".into(),
        about: ["À discuter"; 3].map(str::to_owned),
    });
    draft
}

/// A file that was made, taken apart.
struct File {
    bytes: Vec<u8>,
    read: Document,
}

impl File {
    fn of(draft: &Draft) -> Self {
        let bytes = draft.fit().expect("a page").pdf().expect("a file");
        let read = Document::load_mem(&bytes).expect("a PDF");
        Self { bytes, read }
    }

    fn follow<'a>(&'a self, of: &'a Object) -> &'a Object {
        of.as_reference()
            .map_or(of, |id| self.read.get_object(id).expect("what is named"))
    }

    fn part<'a>(&'a self, of: &'a Dictionary, key: &str) -> &'a Dictionary {
        self.follow(of.get(key.as_bytes()).expect(key))
            .as_dict()
            .expect(key)
    }

    fn text_of(&self, of: &Dictionary, key: &str) -> String {
        let said = self.follow(of.get(key.as_bytes()).expect(key));
        lopdf::decode_text_string(said).expect(key)
    }

    /// The names of what is on the page for a reader who does not see it, in their order.
    fn roles(&self) -> Vec<String> {
        let mut roles = Vec::new();
        let catalog = self.read.catalog().expect("a catalog");
        self.walk(self.part(catalog, "StructTreeRoot"), &mut roles);
        roles
    }

    fn walk(&self, of: &Dictionary, roles: &mut Vec<String>) {
        if let Ok(role) = of.get(b"S").and_then(Object::as_name) {
            roles.push(String::from_utf8_lossy(role).into_owned());
        }
        let Ok(under) = of.get(b"K") else { return };
        let all = match self.follow(under) {
            Object::Array(all) => all.iter().collect(),
            one => vec![one],
        };
        for one in all {
            if let Ok(one) = self.follow(one).as_dict() {
                self.walk(one, roles);
            }
        }
    }

    fn is_one_a4(&self) -> bool {
        let pages = self.read.get_pages();
        let page = self.read.get_dictionary(pages[&1]).expect("a page");
        let size = self
            .follow(page.get(b"MediaBox").expect("its size"))
            .as_array()
            .expect("four numbers");
        let size: Vec<_> = size.iter().filter_map(|it| it.as_float().ok()).collect();
        pages.len() == 1 && (size[2] - 595.28).abs() < 0.1 && (size[3] - 841.89).abs() < 0.1
    }

    /// What `pdftotext` reads; none where it is not installed, which is said.
    fn text(&self) -> Option<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("paper.pdf");
        std::fs::write(&path, &self.bytes).expect("a file");
        let Ok(read) = Command::new("pdftotext")
            .arg("-layout")
            .arg(&path)
            .arg("-")
            .output()
        else {
            println!("SKIPPED: pdftotext is not installed");
            return None;
        };
        // It takes every space for a plain one.
        let text = String::from_utf8(read.stdout).expect("text");
        Some(text.replace(['\u{202f}', '\u{a0}'], " "))
    }
}

#[test]
fn ten_steps_stand_on_one_tagged_a4_that_can_be_read_aloud_and_copied() {
    let file = File::of(&ten());
    assert!(file.is_one_a4());
    let catalog = file.read.catalog().expect("a catalog");
    assert!(
        file.part(catalog, "MarkInfo")
            .get(b"Marked")
            .and_then(Object::as_bool)
            .expect("marked")
    );
    assert_eq!(file.text_of(catalog, "Lang"), "fr-FR");
    let shown = file.part(catalog, "ViewerPreferences").get(b"DisplayDocTitle");
    assert!(shown.and_then(Object::as_bool).expect("its title is shown"));
    let about = file.part(&file.read.trailer, "Info");
    assert_eq!(file.text_of(about, "Title"), "Mon parcours");
    assert!(about.get(b"Author").is_err() && about.get(b"CreationDate").is_err());
    let meta = file
        .follow(catalog.get(b"Metadata").expect("XMP"))
        .as_stream()
        .expect("XMP");
    let meta = meta.get_plain_content().expect("XMP");
    assert!(
        String::from_utf8_lossy(&meta).contains("pdfuaid:part"),
        "it says that it is PDF/UA"
    );
    let roles = file.roles();
    let count = |role: &str| roles.iter().filter(|it| *it == role).count();
    assert_eq!(roles[..3], ["Document", "H1", "P"], "{roles:?}");
    assert_eq!((count("H1"), count("H2"), count("H3")), (1, 4, 1));
    // Terms of the next step, the other steps, what is done.
    assert_eq!(
        (count("L"), count("LI"), count("Lbl"), count("Figure")),
        (3, 4 + 6 + 3, 4, 1)
    );
    let fonts = file.read.objects.values().filter_map(|it| it.as_dict().ok());
    let embedded = fonts.filter(|it| it.has(b"FontFile2")).count();
    assert!(embedded >= 2, "{embedded} fonts are in the file");
    assert!(file.bytes.len() < 100_000, "{} bytes", file.bytes.len());
    let own = file.read.extract_text(&[1]).expect("its text");
    assert!(own.contains("«\u{202f}Retravailler"), "{own}");
    let Some(text) = file.text() else { return };
    for said in [
        "Mon parcours",
        "Rose · imprimé le mardi 24 novembre 2026",
        "« Retravailler dans une cantine, près de chez moi. »",
        "Rendez-vous en visio avec la CAF",
        "mardi 1er décembre à 14 h",
        "Atelier « Ma boîte mail » dans le Bus Numérique",
        "Écrire à l’école de Léo",
        "Créer une adresse mail",
        "Pour l’équipe",
        "parcours.ville.example/carte",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
    assert!(!text.contains("[?]"));
}

#[test]
fn ten_steps_that_are_all_to_be_done_are_all_named() {
    let steps = (1..=9).map(|at| {
        step(
            &format!("Étape {at} : demander l’aide au permis"),
            "carte d’identité, relevé",
        )
    });
    let page = draft(steps.collect(), Vec::new()).fit().expect("a page");
    assert_eq!(page.later.len(), 9, "{:?}", page.left);
    // Their place stands elsewhere, which is said.
    assert_eq!(page.left, ["Le reste de ces étapes est sur votre page."]);
}

#[test]
fn what_does_not_fit_is_said_and_the_paper_stays_one_page() {
    let many: Vec<_> = (1..=200).map(|at| step(&format!("Étape {at}"), "rien")).collect();
    let done = vec!["Fait".to_owned(); 40];
    let page = draft(many.clone(), done.clone()).fit().expect("a page");
    let left = 200 - page.later.len();
    assert!(page.later.len() >= 6, "{}", page.later.len());
    assert!(
        page.left
            .contains(&format!("Et {left} autres étapes sur votre page.")),
        "{:?}",
        page.left
    );
    assert_eq!(
        page.done,
        Done::Count("40 étapes sont déjà faites. Bravo\u{202f}!".into())
    );
    let long = |letter: &str| letter.repeat(200);
    let all = [
        draft(many, done),
        draft(Vec::new(), Vec::new()),
        draft(vec![step(&long("W"), &long("W")); 20], vec![long("W"); 20]),
        draft(vec![step(&long("mot "), &long("mot ")); 9], vec![long("mot "); 9]),
        draft(
            vec![step("موعد مع الطبيب 👩‍🍳🎉", &long("ع")); 12],
            vec![long("🎉"); 3],
        ),
        draft(
            vec![step("\u{0}\u{feff}\u{ffff}\u{202e}", "\u{e000}\u{10ffff}"); 3],
            vec![String::new(); 3],
        ),
        draft(vec![step("", ""); 3], vec![" ".into()]),
    ];
    for (at, draft) in all.into_iter().enumerate() {
        let mut draft = draft;
        draft.page.goal = Some((long("Mon cap "), long("cap 🎉 ")));
        draft.page.next.title = long("Étape ع ");
        for (_, term) in &mut draft.page.next.terms {
            *term = long("terme ");
        }
        draft.page.about = long("Rose ");
        draft.page.signs[0] = long("Rose");
        draft.page.card.says = long("adresse.example/");
        draft.page.card.square = Square::of(&long("https://adresse.example/"));
        let page = draft.fit().expect("a page");
        assert!(lay(Typeface::get().expect("our fonts"), &page).fits(), "{at}");
        assert!(File::of(&draft).is_one_a4(), "{at}");
    }
}

#[test]
fn letters_that_no_font_has_are_marked_and_their_words_are_kept() {
    let mut draft = ten();
    draft.steps[0].title = "موعد مع Malik 🎉".into();
    let file = File::of(&draft);
    let raw: Vec<u8> = file.read.get_page_content(file.read.get_pages()[&1]);
    assert!(
        raw.windows(11).any(|it| it == b"/ActualText"),
        "its words are there"
    );
    let Some(text) = file.text() else { return };
    assert!(
        text.contains("[?] : ces lettres ne s’écrivent pas dans ce fichier."),
        "{text}"
    );
    assert!(
        text.contains("Malik") && text.contains('م') && text.contains('🎉'),
        "{text}"
    );
}

#[test]
fn the_tones_are_those_of_the_style() {
    let tokens = include_str!("../../../../style/tokens.css");
    for tone in ["--ink: #17262b", "--ink-2: #4a5b61", "--teal-ink: #064548"] {
        assert!(tokens.contains(tone), "{tone}");
    }
}
