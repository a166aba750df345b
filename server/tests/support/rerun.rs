//! How much a proof tries, and how it says what to do to see a failure again.

#![allow(dead_code, reason = "each test crate uses its own part")]

/// A number of at least 1 from the environment. Nonsense is refused: it would pass for the usual count.
pub fn from_env(name: &str, usual: u64) -> u64 {
    let Ok(text) = std::env::var(name) else {
        return usual;
    };
    match text.parse() {
        Ok(number) if number > 0 => number,
        _ => panic!("{name} wants a number of at least 1, not {text}"),
    }
}

/// What the databases of the run are, for a proof's figure.
pub fn engine() -> &'static str {
    if std::env::var_os("TEST_DATABASE_URL").is_some() {
        "PostgreSQL"
    } else {
        "SQLite"
    }
}

/// Whatever panics while it is held, it says how to run the same again.
pub struct Again(pub String);

impl Drop for Again {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("again: {}", self.0);
        }
    }
}
