//! The figures of the confidentiality policy that whoever runs the service may set.
//!
//! What the board's rules say of time is not among them (ten minutes of a fresh proof, `AG1`; thirty days of the bin, `CF5`;
//! ninety of a share): a page decides by the same figures before the service does.

use super::Role;

/// How long a session stands, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasts {
    /// At rest: since it was last used.
    pub idle: i64,
    /// At most: since its person signed in.
    pub absolute: i64,
}

/// Wrong tries of a card's PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinTries {
    /// Before the first wait: a minute, then two, four…
    pub free: u32,
    /// Before the card is blocked until a professional opens it again.
    pub blocked_at: u32,
}

/// The figures. Their defaults are the policy's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A usager's session, on a tablet that many take in hand.
    pub usager: Lasts,
    /// A professional's, and a partner's.
    pub others: Lasts,
    /// Of a card.
    pub pin: PinTries,
    /// Tries at signing in from one address: so many at once, then as many a minute.
    pub tries_of_address: u32,
    /// The same of one account.
    pub tries_of_account: u32,
    /// Codes beside a password that an account may give in a day, right or wrong: of a million three count at once, and six a
    /// minute would find one within months.
    pub codes_a_day: u32,
}

impl Policy {
    /// How long a session of a role stands.
    pub const fn lasts(&self, role: Role) -> Lasts {
        match role {
            Role::Usager => self.usager,
            Role::Professional | Role::Partner => self.others,
        }
    }

    /// With so many times more tries at signing in: for demonstrations and tests, where many sign in from one address.
    #[must_use]
    pub const fn eased(mut self, times: u32) -> Self {
        self.tries_of_address = self.tries_of_address.saturating_mul(times);
        self.tries_of_account = self.tries_of_account.saturating_mul(times);
        self.codes_a_day = self.codes_a_day.saturating_mul(times);
        self
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            usager: Lasts {
                idle: 5 * 60,
                absolute: 2 * 3600,
            },
            others: Lasts {
                idle: 30 * 60,
                absolute: 12 * 3600,
            },
            pin: PinTries {
                free: 5,
                blocked_at: 10,
            },
            tries_of_address: 3,
            tries_of_account: 6,
            codes_a_day: 20,
        }
    }
}
