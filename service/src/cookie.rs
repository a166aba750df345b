//! The cookies: of a session, of one that was left with its tablet, of a card that is to be printed, of an
//! invitation that is to be handed over; of half a session, of a browser that is known, of codes that are to be written down.

use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, InvalidHeaderValue};
use itineraire_store::TokenHash;

/// The cookie's name. The prefix makes browsers hold it to this host, over a safe link, for every path.
pub const NAME: &str = "__Host-itineraire";

/// The cookie of a session that was left: the way back to it.
pub const LEFT: &str = "__Host-itineraire-rendre";

/// The cookie of a card that was just given: whose parcours, and its secret, for as long as it takes to print it.
pub const CARD: &str = "__Host-itineraire-carte";

/// The cookie of an invitation that was just prepared: whose membership, and its number, for as long as it takes to hand it over.
pub const INVITATION: &str = "__Host-itineraire-invitation";

/// The cookie of half a session: the password was given, a code is asked.
pub const HALF: &str = "__Host-itineraire-entree";

/// The cookie by which a browser is known again where someone signs in. It opens nothing.
pub const BROWSER: &str = "__Host-itineraire-navigateur";

/// The cookie of codes that count once and were just given, for as long as it takes to write them down.
pub const RESCUES: &str = "__Host-itineraire-secours";

/// The cookie of what was looked for last: a name stands in no address.
pub const SOUGHT: &str = "__Host-itineraire-cherche";

/// The session token that a request carries.
pub fn token_of(headers: &HeaderMap) -> Option<TokenHash> {
    token_under(headers, NAME)
}

/// The token that a request carries under a name.
pub(crate) fn token_under(headers: &HeaderMap, cookie: &str) -> Option<TokenHash> {
    under(headers, cookie).map(TokenHash::of)
}

/// What a request carries under a name.
pub fn under<'a>(headers: &'a HeaderMap, cookie: &str) -> Option<&'a str> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie).map(|(_, kept)| kept)
}

/// What a browser is told to keep under a name: a token, for so many seconds; none, for 0.
pub fn kept(cookie: &str, token: &str, seconds: i64) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_str(&format!(
        "{cookie}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"
    ))
}
