//! The shape of `story.toml`. An unknown key is refused with its line, by the parser itself.

use itineraire_domain::access::AssignmentKind;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::parcours::{CircleLevel, Level, Side};
use serde::Deserialize;

/// What happens in a commune.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Of every account.
    pub password: String,
    /// Who accompanies everyone.
    pub around: Vec<Around>,
    #[serde(default, rename = "usager")]
    pub usagers: Vec<Usager>,
}

/// Someone who accompanies, by their first name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Around {
    pub who: String,
    #[serde(rename = "as")]
    pub kind: AssignmentKind,
}

/// A usager: who they are, and their parcours.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usager {
    pub first: String,
    pub last: String,
    pub level: CircleLevel,
    /// The secret that is on their card.
    pub card: String,
    pub pin: String,
    pub goal: Option<String>,
    /// Who accompanies them too.
    #[serde(default)]
    pub around: Vec<Around>,
    #[serde(default, rename = "finding")]
    pub findings: Vec<Finding>,
    #[serde(default, rename = "step")]
    pub steps: Vec<Step>,
    #[serde(default, rename = "share")]
    pub shares: Vec<Share>,
}

/// A frein or a levier.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    pub side: Side,
    pub by: String,
    pub theme: Theme,
    pub words: String,
    /// How strong it was said to be, one after another.
    #[serde(default)]
    pub levels: Vec<Level>,
}

/// A step, with what is said of it and done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub title: String,
    pub by: String,
    pub theme: Theme,
    /// Who agrees, in this order.
    pub agreed: Vec<String>,
    /// Who does it.
    #[serde(default)]
    pub with: Vec<String>,
    /// Days from today.
    pub in_days: Option<i32>,
    /// `14:00`; goes with `in_days`.
    pub hour: Option<String>,
    pub place: Option<String>,
    pub bring: Option<String>,
    pub started_by: Option<String>,
    pub finished_by: Option<String>,
    /// Who gives it up, and why.
    pub stopped: Option<Comment>,
    /// The frein and the levier, by their words.
    pub lifts: Option<String>,
    pub leans_on: Option<String>,
    #[serde(default)]
    pub comments: Vec<Comment>,
    #[serde(default)]
    pub checklist: Vec<String>,
}

/// What someone says about a step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    pub by: String,
    pub words: String,
}

/// What the usager shares with a partner organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The organisation, by its name.
    pub with: String,
    pub purpose: String,
    pub days: i64,
    #[serde(default)]
    pub goal: bool,
    /// Steps, by their titles.
    #[serde(default)]
    pub steps: Vec<String>,
}

impl Story {
    /// Reads a story.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "password = \"x\"\naround = []\n";

    fn wrong(more: &str) -> String {
        Story::read(&format!("{SHORT}{more}"))
            .expect_err("wrong")
            .to_string()
    }

    #[test]
    fn a_key_or_a_word_that_the_story_does_not_know_is_said_with_its_line() {
        assert!(Story::read(SHORT).is_ok());
        let said = wrong("passwort = \"y\"");
        assert!(said.contains("line 3") && said.contains("passwort"), "{said}");
        let said =
            wrong("[[usager]]\nfirst = \"R\"\nlast = \"M\"\nlevel = \"inside\"\ncard = \"c\"\npin = \"1\"");
        assert!(said.contains("line 6") && said.contains("individual"), "{said}");
    }
}
