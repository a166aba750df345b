#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;

const WHOLE: &str = r#"commune = "Le Trait"
cell = "Cellule d’accompagnement globale"
zone = "Europe/Paris"

[[organisation]]
name = "CMS"
partner = true

[[member]]
first = "Camille"
last = "Delaunay"
job = "conseillère sociale"
email = "camille@commune.example"
can = ["professional", "referent"]

[[member]]
first = "Hugo"
last = "Renard"
organisation = "CMS"
email = "hugo@cms.example"
can = ["partner"]
"#;

/// A palette of one tone that is read well, and one that is not.
const TOKENS: &str = "
:root { --teal: #0a6469; --teal-wash: #e3f1ef; --amber: #e0a050; --amber-wash: #fdf0dc; }
.teal { --tone: var(--teal); --wash: var(--teal-wash); }
.amber { --tone: var(--amber); --wash: var(--amber-wash); }";

/// The file, with every theme.
fn whole() -> String {
    let mut file = WHOLE.to_owned();
    for theme in Theme::ALL {
        let slug = serde_json::to_value(theme).unwrap();
        file.push_str(&format!(
            "\n[[theme]]\nslug = {slug}\nwords = {{ fr = \"Mot\" }}\ncolour = \"teal\"\nicon = \"bus\"\n"
        ));
    }
    file
}

fn read(file: &str) -> Result<Territory, Wrongs> {
    Territory::read(file, &Palette::of(TOKENS))
}

/// All that is wrong with the file once `old` is `new` in it.
fn wrong(old: &str, new: &str) -> String {
    assert!(whole().contains(old), "{old}");
    read(&whole().replacen(old, new, 1)).unwrap_err().to_string()
}

#[test]
fn a_territory_is_read() {
    let territory = read(&whole()).unwrap();
    assert_eq!(territory.commune, "Le Trait");
    assert_eq!(territory.zone, "Europe/Paris");
    assert!(territory.organisations[0].partner);
    let [camille, hugo] = &territory.members[..] else {
        panic!("{:?}", territory.members)
    };
    assert_eq!(camille.can, [Capability::Professional, Capability::Referent]);
    assert_eq!(camille.name.job, "conseillère sociale");
    assert_eq!(hugo.name.job, "CMS", "a partner is shown with their organisation");
    assert_eq!(hugo.organisation.as_deref(), Some("CMS"));
}

#[test]
fn what_is_not_toml_is_said_with_its_line() {
    let said = wrong("name = \"CMS\"", "name = CMS");
    assert!(said.starts_with("line 6: this is not TOML: "), "{said}");
}

#[test]
fn an_unknown_key_is_said_with_those_that_may_stand_there() {
    assert_eq!(
        wrong("partner = true", "parnter = true"),
        "line 7: unknown key “parnter”. Remove it, or write one of: name, partner"
    );
    let said = wrong("zone =", "color = \"teal\"\nzone =");
    assert!(said.starts_with("line 3: unknown key “color”"), "{said}");
    let said = wrong("[[member]]", "[[membre]]\nfirst = \"X\"\n[[member]]");
    assert!(said.starts_with("line 9: unknown key “membre”"), "{said}");
}

#[test]
fn a_missing_key_is_said_where_its_section_begins() {
    assert_eq!(
        wrong("zone = \"Europe/Paris\"\n", ""),
        "line 1: “zone” is missing here. Add it"
    );
    assert_eq!(
        wrong("job = \"conseillère sociale\"\n", ""),
        "line 9: “job” is missing here. Add it"
    );
    assert_eq!(
        wrong("can = [\"partner\"]\n", ""),
        "line 16: “can” is missing here. Add it"
    );
}

#[test]
fn a_value_of_another_kind_is_said_once() {
    assert_eq!(
        wrong("partner = true", "partner = \"yes\""),
        "line 7: “partner” must be true or false"
    );
    assert_eq!(
        wrong("commune = \"Le Trait\"", "commune = 76709"),
        "line 1: “commune” must be a text with something in it"
    );
    assert_eq!(
        wrong("\"Le Trait\"", "\" \""),
        "line 1: “commune” must be a text with something in it"
    );
    assert_eq!(
        wrong("can = [\"partner\"]", "can = \"partner\""),
        "line 21: “can” must be a list of texts: [\"one\", \"another\"]"
    );
    assert_eq!(
        wrong("[[organisation]]", "[organisation]"),
        "line 5: “organisation” must be one section each, under [[organisation]]\n\
         line 19: “CMS” cannot stand here. Write one of: nothing, there is none"
    );
}

#[test]
fn a_word_that_cannot_stand_there_is_said_with_those_that_can() {
    assert_eq!(
        wrong("\"referent\"", "\"boss\""),
        "line 14: “boss” cannot stand here. Write one of: professional, referent, coordinator, counter, partner, provider"
    );
    assert_eq!(
        wrong("organisation = \"CMS\"", "organisation = \"CAF\""),
        "line 19: “CAF” cannot stand here. Write one of: CMS"
    );
    assert!(
        wrong("\"partner\"]", "\"usager\"]").contains("“usager” cannot stand here"),
        "a usager comes through the cell"
    );
}

#[test]
fn a_name_that_stands_twice_is_said_with_its_first_line() {
    assert_eq!(
        wrong("[[member]]", "[[organisation]]\nname = \"CMS\"\n\n[[member]]"),
        "line 10: “CMS” is already the name of another on line 6. Give one of them another"
    );
    assert_eq!(
        wrong("hugo@cms.example", "camille@commune.example"),
        "line 20: “camille@commune.example” is already the name of another on line 13. Give one of them another"
    );
}

#[test]
fn a_time_zone_that_is_none_is_said() {
    assert_eq!(
        wrong("Europe/Paris", "Europe/Le_Trait"),
        "line 3: “Europe/Le_Trait” is no time zone. Write a place of the IANA list, such as Europe/Paris or Indian/Reunion"
    );
    for overseas in ["Indian/Reunion", "America/Cayenne", "Pacific/Noumea"] {
        let file = whole().replace("Europe/Paris", overseas);
        assert_eq!(read(&file).unwrap().zone, overseas);
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let file = whole()
        .replace("Europe/Paris", "Paris time")
        .replace("partner = true", "parnter = true")
        .replace("first = \"Hugo\"\n", "");
    let said = read(&file).unwrap_err();
    let lines: Vec<_> = said.0.iter().map(|wrong| wrong.line).collect();
    assert_eq!(lines, [3, 7, 16]);
    assert_eq!(said.to_string().lines().count(), 3);
}

#[test]
fn themes_are_read_in_the_order_of_the_file() {
    let file = whole().replacen("icon = \"bus\"", "icon = \"house\"\nretired = true", 1);
    let themes = read(&file).unwrap().themes;
    assert_eq!(themes.len(), Theme::ALL.len());
    let first = &themes[0];
    assert_eq!(
        (first.slug.as_str(), first.order, first.retired),
        ("rights", 0, true)
    );
    assert_eq!((first.colour.as_str(), first.icon.as_str()), ("teal", "house"));
    assert_eq!(first.words["fr"], "Mot");
    assert_eq!((themes[9].order, themes[9].retired), (9, false));
}

#[test]
fn a_missing_theme_is_said_after_the_last() {
    assert_eq!(
        wrong("slug = \"health\"", "slug = \"care\""),
        "line 77: the theme “health” is missing, and boards are sorted by it. Add it, with retired = true if nobody is to choose it"
    );
    let none = read(WHOLE).unwrap_err();
    assert_eq!(none.0.len(), Theme::ALL.len());
}

#[test]
fn a_colour_that_the_palette_does_not_hold_is_said_with_those_that_it_does() {
    assert_eq!(
        wrong("colour = \"teal\"", "colour = \"beige\""),
        "line 26: “beige” is no colour of the palette. Write one of: amber, teal"
    );
}

#[test]
fn a_colour_that_is_not_read_on_its_ground_is_said_with_those_that_are() {
    assert_eq!(
        wrong("colour = \"teal\"", "colour = \"amber\""),
        "line 26: “amber” has a contrast of 2.0 with its ground, and 4.5 is wanted. Write one of: teal"
    );
}

#[test]
fn a_slug_and_an_icon_have_their_shapes_and_each_slug_stands_once() {
    assert_eq!(
        wrong("slug = \"rights\"", "slug = \"Accès aux droits\""),
        "line 24: “Accès aux droits” cannot name anything for ever. Write 1 to 24 small letters without accents, digits or _\n\
         line 77: the theme “rights” is missing, and boards are sorted by it. Add it, with retired = true if nobody is to choose it"
    );
    let said = wrong("icon = \"bus\"", "icon = \"rocket\"");
    assert!(
        said.starts_with("line 27: “rocket” cannot stand here. Write one of: file-check, "),
        "{said}"
    );
    let said = wrong("slug = \"digital\"", "slug = \"rights\"");
    assert!(
        said.starts_with("line 30: “rights” is already the name of another on line 24."),
        "{said}"
    );
}

#[test]
fn a_word_is_wanted_in_french() {
    for words in ["{ en = \"Rights\" }", "{ fr = \" \" }", "\"Droits\""] {
        assert_eq!(
            wrong("{ fr = \"Mot\" }", words),
            "line 25: “words” must be a word by language, in French at least: { fr = \"Emploi\" }"
        );
    }
    assert_eq!(
        wrong("words = { fr = \"Mot\" }\n", ""),
        "line 23: “words” is missing here. Add it"
    );
}
