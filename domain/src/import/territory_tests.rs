#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::catalogue::List;
use crate::theme;

const WHOLE: &str = r#"commune = "Le Trait"
cell = "Cellule d’accompagnement globale"
zone = "Europe/Paris"
share_days = 60

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

/// The file, with its words: two themes, and what must be there of the other lists.
fn whole() -> String {
    let mut file = WHOLE.to_owned();
    for theme in ["rights", "work"] {
        file.push_str(&format!(
            "\n[[theme]]\nslug = \"{theme}\"\nwords = {{ fr = \"Mot\" }}\ncolour = \"teal\"\nicon = \"bus\"\n"
        ));
    }
    let strengths = ["gone", "slight", "medium", "strong", "very_strong"];
    let circles = ["individual", "internal", "external"];
    let lists: [(&str, &[&str]); 5] = [
        ("barrier_level", &strengths),
        ("lever_level", &strengths),
        ("circle_level", &circles),
        ("goal_purpose", &["know"]),
        ("step_purpose", &["help"]),
    ];
    for (list, slugs) in lists {
        for slug in slugs {
            file.push_str(&format!(
                "\n[[{list}]]\nslug = \"{slug}\"\nwords = {{ fr = \"{slug}\" }}\n"
            ));
        }
    }
    file.push_str(
        "\n[[barrier]]\nslug = \"licence\"\nwords = { fr = \"Pas de permis\" }\ntheme = \"work\"\n",
    );
    file
}

fn read(file: &str) -> Result<Territory, Wrongs> {
    Territory::read(file, &Palette::of(TOKENS))
}

/// Where a line stands in the file, from 1: the nth that is the same.
fn line_of(line: &str, nth: usize) -> usize {
    let file = whole();
    let mut all = file.lines().enumerate().filter(|(_, it)| *it == line);
    all.nth(nth).unwrap().0 + 1
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
    assert!(said.starts_with("line 7: this is not TOML: "), "{said}");
}

#[test]
fn an_unknown_key_is_said_with_those_that_may_stand_there() {
    assert_eq!(
        wrong("partner = true", "parnter = true"),
        "line 8: unknown key “parnter”. Remove it, or write one of: name, partner"
    );
    let said = wrong("zone =", "color = \"teal\"\nzone =");
    assert!(said.starts_with("line 3: unknown key “color”"), "{said}");
    let said = wrong("[[member]]", "[[membre]]\nfirst = \"X\"\n[[member]]");
    assert!(said.starts_with("line 10: unknown key “membre”"), "{said}");
}

#[test]
fn a_missing_key_is_said_where_its_section_begins() {
    assert_eq!(
        wrong("zone = \"Europe/Paris\"\n", ""),
        "line 1: “zone” is missing here. Add it"
    );
    assert_eq!(
        wrong("job = \"conseillère sociale\"\n", ""),
        "line 10: “job” is missing here. Add it"
    );
    assert_eq!(
        wrong("can = [\"partner\"]\n", ""),
        "line 17: “can” is missing here. Add it"
    );
}

#[test]
fn a_value_of_another_kind_is_said_once() {
    assert_eq!(
        wrong("partner = true", "partner = \"yes\""),
        "line 8: “partner” must be true or false"
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
        "line 22: “can” must be a list of texts: [\"one\", \"another\"]"
    );
    assert_eq!(
        wrong("[[organisation]]", "[organisation]"),
        "line 6: “organisation” must be one section each, under [[organisation]]\n\
         line 20: “CMS” cannot stand here. Write one of: nothing, there is none"
    );
}

#[test]
fn a_word_that_cannot_stand_there_is_said_with_those_that_can() {
    assert_eq!(
        wrong("\"referent\"", "\"boss\""),
        "line 15: “boss” cannot stand here. Write one of: professional, referent, coordinator, counter, partner, provider"
    );
    assert_eq!(
        wrong("organisation = \"CMS\"", "organisation = \"CAF\""),
        "line 20: “CAF” cannot stand here. Write one of: CMS"
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
        "line 11: “CMS” is already the name of another on line 7. Give one of them another"
    );
    assert_eq!(
        wrong("hugo@cms.example", "camille@commune.example"),
        "line 21: “camille@commune.example” is already the name of another on line 14. Give one of them another"
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
    assert_eq!(lines, [3, 8, 17]);
    assert_eq!(said.to_string().lines().count(), 3);
}

#[test]
fn lists_are_read_in_the_order_of_the_file() {
    let file = whole().replacen("icon = \"bus\"", "icon = \"house\"\nretired = true", 1);
    let catalogue = read(&file).unwrap().catalogue;
    let of = |list| catalogue.iter().filter(move |entry| entry.list == list);
    let themes: Vec<_> = of(List::Theme).collect();
    let (first, second) = (themes[0], themes[1]);
    assert_eq!(
        (first.slug.as_str(), first.order, first.retired),
        ("rights", 0, true)
    );
    let look = first.look.as_ref().unwrap();
    assert_eq!((look.colour.as_str(), look.icon.as_str()), ("teal", "house"));
    assert_eq!(first.words["fr"], "Mot");
    assert_eq!(
        (second.slug.as_str(), second.order, second.retired),
        ("work", 1, false)
    );
    let barrier = of(List::Barrier).next().unwrap();
    assert_eq!(barrier.theme, Some(theme!("work")));
    let levels: Vec<_> = of(List::LeverLevel).map(|entry| entry.slug.to_string()).collect();
    assert_eq!(levels, ["gone", "slight", "medium", "strong", "very_strong"]);
}

#[test]
fn a_theme_that_boards_are_sorted_by_is_kept() {
    let territory = read(&whole()).unwrap();
    let said = territory.keeps([theme!("work"), theme!("health")]).unwrap_err();
    assert_eq!(
        said.to_string(),
        format!(
            "line {}: the theme “health” is missing, and boards are sorted by it. Add it, with retired = true if nobody is to choose it",
            line_of("[[theme]]", 1)
        )
    );
    assert!(
        territory.keeps([theme!("licence")]).is_err(),
        "that is a frein of the file"
    );
    let retired = whole().replace("slug = \"work\"", "slug = \"work\"\nretired = true");
    assert_eq!(read(&retired).unwrap().keeps([theme!("work")]), Ok(()));
}

#[test]
fn a_theme_and_a_purpose_can_be_chosen() {
    let retired = whole().replace("icon = \"bus\"", "icon = \"bus\"\nretired = true");
    assert_eq!(
        read(&retired).unwrap_err().to_string(),
        format!(
            "line {}: nothing can be chosen here. Add one under [[theme]], not retired",
            line_of("[[theme]]", 1) + 1
        )
    );
    let said = wrong(
        "[[goal_purpose]]\nslug = \"know\"\nwords = { fr = \"know\" }\n",
        "",
    );
    assert_eq!(
        said,
        "line 1: nothing can be chosen here. Add one under [[goal_purpose]], not retired"
    );
}

#[test]
fn each_level_of_the_rules_has_a_word_and_there_are_no_others() {
    let at = line_of("[[circle_level]]", 1) + 1;
    assert_eq!(
        wrong("slug = \"internal\"", "slug = \"inner\""),
        format!(
            "line {at}: “inner” cannot stand here. Write one of: individual, internal, external\n\
             line {}: the level “internal” has no word. Add one, under [[circle_level]]",
            at + 3
        )
    );
}

#[test]
fn a_share_lasts_as_long_as_the_law_lets_it() {
    for wrong_one in ["0", "91", "1000000", "\"60\"", "1.5", "-3"] {
        assert_eq!(
            wrong("share_days = 60", &format!("share_days = {wrong_one}")),
            "line 4: “share_days” must be a whole number from 1 to 90"
        );
    }
    assert_eq!(
        wrong("share_days = 60\n", ""),
        "line 1: “share_days” is missing here. Add it"
    );
}

#[test]
fn what_is_proposed_is_of_a_theme_of_the_file() {
    let at = line_of("theme = \"work\"", 0);
    assert_eq!(
        wrong("theme = \"work\"", "theme = \"wrok\""),
        format!("line {at}: “wrok” cannot stand here. Write one of: rights, work")
    );
    assert_eq!(
        wrong("theme = \"work\"\n", ""),
        format!("line {}: “theme” is missing here. Add it", at - 3)
    );
}

#[test]
fn a_colour_that_the_palette_does_not_hold_is_said_with_those_that_it_does() {
    assert_eq!(
        wrong("colour = \"teal\"", "colour = \"beige\""),
        "line 27: “beige” is no colour of the palette. Write one of: amber, teal"
    );
}

#[test]
fn a_colour_that_is_not_read_on_its_ground_is_said_with_those_that_are() {
    assert_eq!(
        wrong("colour = \"teal\"", "colour = \"amber\""),
        "line 27: “amber” has a contrast of 2.0 with its ground, and 4.5 is wanted. Write one of: teal"
    );
}

#[test]
fn a_slug_and_an_icon_have_their_shapes_and_each_slug_stands_once() {
    assert_eq!(
        wrong("slug = \"rights\"", "slug = \"Accès aux droits\""),
        "line 25: “Accès aux droits” cannot name anything for ever. Write 1 to 24 small letters without accents, digits or _"
    );
    let said = wrong("icon = \"bus\"", "icon = \"rocket\"");
    assert!(
        said.starts_with("line 28: “rocket” cannot stand here. Write one of: file-check, "),
        "{said}"
    );
    let said = wrong("slug = \"work\"", "slug = \"rights\"");
    assert!(
        said.starts_with("line 31: “rights” is already the name of another on line 25."),
        "{said}"
    );
}

#[test]
fn a_word_is_wanted_in_french() {
    for words in ["{ en = \"Rights\" }", "{ fr = \" \" }", "\"Droits\""] {
        assert_eq!(
            wrong("{ fr = \"Mot\" }", words),
            "line 26: “words” must be a word by language, in French at least: { fr = \"Emploi\" }"
        );
    }
    assert_eq!(
        wrong("words = { fr = \"Mot\" }\n", ""),
        "line 24: “words” is missing here. Add it"
    );
}
