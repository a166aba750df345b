//! Passwords that someone chooses.

use super::Secrets;
use crate::Failure;
use itineraire_domain::people::Unclear;

/// The shortest, in characters, and how many guesses it must stand, as a power of ten: twelve characters of any kind by
/// chance, or a sentence of a few words. (CNIL, délibération 2022-100: 50 bits where tries are counted.)
const SHORTEST: usize = 12;
const GUESSES: f64 = 11.0;

/// The hash to keep of a password that someone chose and wrote twice. What they are called and signs them in is the first
/// that anyone guesses.
pub(super) async fn chosen(
    secrets: &Secrets,
    (password, again): (String, &str),
    known: &[&str],
) -> Result<String, Failure> {
    if !is_strong(&password, known) {
        return Err(Failure::Unclear(Unclear::Password));
    }
    if password != again {
        return Err(Failure::Unclear(Unclear::Again));
    }
    secrets.hash(password).await
}

fn is_strong(password: &str, known: &[&str]) -> bool {
    password.chars().count() >= SHORTEST && zxcvbn::zxcvbn(password, known).guesses_log10() >= GUESSES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anyone_guesses_is_no_password() {
        let known = ["claire.hoarau@ville.example", "Claire", "Hoarau", "Saint-Pierre"];
        for weak in [
            "",
            "xK9$wq2!Lm4",
            "Password1234!",
            "motdepasse123",
            "azertyuiop12",
            "aaaaaaaaaaaaaaaa",
            "claire.hoarau@ville.example",
            "clairehoarau",
            "123456789012345",
        ] {
            assert!(!is_strong(weak, &known), "{weak}");
        }
        for strong in [
            "xK9$wq2!Lm4z",
            "un cheval boit le mardi",
            "Le bus de 8 h part sans moi",
            "القطار يغادر صباح الثلاثاء",
        ] {
            assert!(is_strong(strong, &known), "{strong}");
        }
    }
}
