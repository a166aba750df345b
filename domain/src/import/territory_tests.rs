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

/// All that is wrong with the file once `old` is `new` in it.
fn wrong(old: &str, new: &str) -> String {
    assert!(WHOLE.contains(old), "{old}");
    Territory::read(&WHOLE.replacen(old, new, 1))
        .unwrap_err()
        .to_string()
}

#[test]
fn a_territory_is_read() {
    let territory = Territory::read(WHOLE).unwrap();
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
        let file = WHOLE.replace("Europe/Paris", overseas);
        assert_eq!(Territory::read(&file).unwrap().zone, overseas);
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let file = WHOLE
        .replace("Europe/Paris", "Paris time")
        .replace("partner = true", "parnter = true")
        .replace("first = \"Hugo\"\n", "");
    let said = Territory::read(&file).unwrap_err();
    let lines: Vec<_> = said.0.iter().map(|wrong| wrong.line).collect();
    assert_eq!(lines, [3, 7, 16]);
    assert_eq!(said.to_string().lines().count(), 3);
}
