//! What a letter says: plain words, without a name of anyone.

use super::{day_and_year, hour, say};
use crate::Address;
use crate::api::request::{FORGOTTEN, INVITATION, NEW_PASSWORD};
use itineraire_service::mail::Says;

/// What stands above a letter, and the letter; its links lead to the service's own address.
pub fn letter(says: &Says, address: &Address) -> (String, String) {
    let page = |path: &str| address.of_page(path, None);
    // Behind a `#`: what stands there is in no log.
    let with = |path: &str, secret: &str| format!("{}#{secret}", page(path));
    let (subject, words) = match says {
        Says::Invitation {
            commune,
            secret,
            until,
        } => (
            say::letter::invitation_subject(commune),
            say::letter::invitation(
                commune,
                &hour(until.1),
                &with(INVITATION, secret),
                &day_and_year(until.0),
            ),
        ),
        Says::NewPassword { secret } => (
            say::letter::NEW_PASSWORD_SUBJECT.to_owned(),
            say::letter::new_password(&with(NEW_PASSWORD, secret)),
        ),
        Says::PasswordChanged(day, at) => (
            say::letter::PASSWORD_CHANGED_SUBJECT.to_owned(),
            say::letter::password_changed(&day_and_year(*day), &hour(*at), &page(FORGOTTEN)),
        ),
        Says::CodesChanged(begun, day, at) => {
            let (subject, says): (_, fn(&str, &str, &str) -> String) = if *begun {
                (say::letter::CODES_BEGUN_SUBJECT, say::letter::codes_begun)
            } else {
                (say::letter::CODES_ENDED_SUBJECT, say::letter::codes_ended)
            };
            let words = says(&day_and_year(*day), &hour(*at), &page(FORGOTTEN));
            (subject.to_owned(), words)
        }
        Says::NewBrowser(browser, day, at) => {
            let browser = Some(browser.as_str()).filter(|it| !it.is_empty());
            let browser = browser.unwrap_or(say::access::UNKNOWN);
            (
                say::letter::NEW_BROWSER_SUBJECT.to_owned(),
                say::letter::new_browser(browser, &day_and_year(*day), &hour(*at), &page(FORGOTTEN)),
            )
        }
    };
    (
        subject,
        format!("{}\n\n{words}\n\n{}\n", say::letter::HELLO, say::letter::END),
    )
}
