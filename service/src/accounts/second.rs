//! What is asked beside the password: the code that someone's telephone shows (TOTP, RFC 6238), or one of ten that count once.

use crate::clock::now;
use crate::documents::qr::Square;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Accounts as Table;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use itineraire_domain::people::Letter;
use itineraire_store::Transaction;
use itineraire_store::repositories::{Accounts, Memberships};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

/// How long a telephone may take to read a secret, in seconds: later another is made.
const READS: i64 = 10 * 60;

/// How many codes are given that count once.
const RESCUES: usize = 10;

/// What a telephone reads, to show codes of an account from then on.
#[derive(Clone, Debug)]
pub struct Codes {
    /// As a square.
    pub square: Option<Square>,
    /// To be typed, in groups of four.
    pub written: String,
}

impl Service {
    /// Whoever is signed in wants to be asked for codes: their telephone is to read a secret first. Whoever finds a session open
    /// does not lock its person out: the password is asked.
    pub async fn ask_codes(&self, visitor: &Visitor, password: String) -> Result<(), Failure> {
        let account = self.own_account(visitor, Table::AskCodes).await?;
        self.proves(account, password).await?;
        let secret = Secret::from(random()).to_base32();
        let transaction = self.store.begin().await?;
        let accounts = Accounts::on(&transaction);
        if accounts.codes(account).await?.is_some() {
            return Err(Failure::Refused(Refusal::AlreadyThere));
        }
        accounts.ask_codes(account, &secret, now()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Their telephone shows codes, and this is one: from now on they are asked for. Gives those that count once, which are kept nowhere
    /// else.
    pub async fn begin_codes(&self, visitor: &Visitor, code: &str) -> Result<Vec<String>, Failure> {
        let account = self.own_account(visitor, Table::BeginCodes).await?;
        let now = now();
        self.count_code(account, now).await?;
        let (transaction, rescues) = (self.store.begin().await?, rescues());
        let accounts = Accounts::on(&transaction);
        let asked = accounts.codes_asked(account, now.plus_seconds(-READS)).await?;
        let secret = asked.ok_or(Failure::Refused(Refusal::WrongStage))?;
        let step = step_of(&secret, code, now).ok_or(Failure::SignIn)?;
        accounts.give_codes(account, &secret, &rescues, now).await?;
        // The code that began them opens nothing.
        accounts.use_step(account, step).await?;
        self.tell_of_codes(&transaction, account, (true, now)).await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(rescues)
    }

    /// They are not asked for codes any more. Whoever finds a session open does not do that: the password is asked.
    pub async fn end_codes(&self, visitor: &Visitor, password: String) -> Result<(), Failure> {
        let account = self.own_account(visitor, Table::EndCodes).await?;
        self.proves(account, password).await?;
        let transaction = self.store.begin().await?;
        Accounts::on(&transaction).end_codes(account).await?;
        self.tell_of_codes(&transaction, account, (false, now())).await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(())
    }

    /// Writes to an account's address that codes are asked from now on, or no longer.
    async fn tell_of_codes(
        &self,
        transaction: &Transaction,
        account: AccountId,
        (begun, now): (bool, Moment),
    ) -> Result<(), Failure> {
        let theirs = Memberships::on(transaction).of_account(account).await?;
        let email = Accounts::on(transaction).email(account).await?;
        if let Some((first, email)) = theirs.first().zip(email) {
            let (day, hour) = self.wall(first.cell, now).await?;
            let letter = Letter::CodesChanged(begun, day, hour);
            self.write(transaction, &letter, (&email, now)).await?;
        }
        Ok(())
    }

    /// What a telephone is to read, if somebody waits for it.
    pub(super) async fn codes_to_read(&self, account: AccountId) -> Result<Option<Codes>, Failure> {
        let accounts = Accounts::on(self.store.reads());
        let (Some(secret), Some(email)) = (
            accounts.codes_asked(account, now().plus_seconds(-READS)).await?,
            accounts.email(account).await?,
        ) else {
            return Ok(None);
        };
        let address = totp(&secret, &email).and_then(|it| it.to_url().ok());
        let groups = secret.as_bytes().chunks(4).map(String::from_utf8_lossy);
        Ok(Some(Codes {
            square: address.and_then(|it| Square::of(&it)),
            written: groups.collect::<Vec<_>>().join(" "),
        }))
    }

    /// Uses a code of an account up, of either kind; gives whether it was one.
    pub(super) async fn uses_code(
        &self,
        transaction: &Transaction,
        account: AccountId,
        code: &str,
        now: Moment,
    ) -> Result<bool, Failure> {
        let accounts = Accounts::on(transaction);
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        let secret = accounts.codes(account).await?.unwrap_or_default();
        Ok(match step_of(&secret, &plain, now) {
            Some(step) => accounts.use_step(account, step).await?,
            None => accounts.use_rescue(account, &plain.to_lowercase()).await?,
        })
    }

    /// Whether someone knows an account's password. Tried as often as where one signs in.
    pub(super) async fn proves(&self, account: AccountId, password: String) -> Result<(), Failure> {
        let accounts = Accounts::on(self.store.reads());
        let email = accounts.email(account).await?.unwrap_or_default();
        self.count_account(&email, now()).await?;
        let hash = accounts.password(account).await?;
        let matched = self.secrets.matches(password, hash).await;
        matched.is_yes().then_some(()).ok_or(Failure::SignIn)
    }

    /// The account of whoever is signed in with one.
    pub(super) async fn own_account(
        &self,
        visitor: &Visitor,
        operation: Table,
    ) -> Result<AccountId, Failure> {
        let session = self
            .allowed(visitor, Operation::Accounts(operation), None)
            .await?;
        session
            .account
            .ok_or(Failure::Denied(itineraire_domain::Denial::NotFound))
    }
}

/// 160 bits of chance (RFC 4226, 4): of an identifier only its first six bytes are all chance.
fn random() -> Vec<u8> {
    let bytes = std::iter::repeat_with(|| Uuid::new_v4().into_bytes()).flat_map(|it| it.into_iter().take(6));
    bytes.take(20).collect()
}

/// Codes that count once: 48 bits of chance each.
fn rescues() -> Vec<String> {
    let one = || Uuid::new_v4().simple().to_string()[..12].to_owned();
    std::iter::repeat_with(one).take(RESCUES).collect()
}

fn totp(secret: &str, account: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let codes = Builder::new().with_secret(secret).with_issuer(Some("Itinéraire"));
    codes.with_account_name(account).build().ok()
}

/// The step of time whose code this is, if it is one of now, of just before or just after: clocks differ.
fn step_of(secret: &str, code: &str, now: Moment) -> Option<u64> {
    let seconds = u64::try_from(now.0 / 1000).ok()?;
    totp(secret, "-")?.check(code, seconds)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the last six of its eight digits.
        let secret = Secret::from(b"12345678901234567890".to_vec()).to_base32();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                step_of(&secret, code, Moment(seconds * 1000)),
                Some(seconds.cast_unsigned() / 30)
            );
            let late = Moment((seconds + 90) * 1000);
            assert_eq!(step_of(&secret, code, late), None, "a minute and a half later");
        }
        assert_eq!(step_of("", "287082", Moment(59_000)), None);
    }

    #[test]
    fn a_secret_is_as_long_as_the_standard_wants_and_no_two_are_alike() {
        let (one, other) = (random(), random());
        assert!(one.len() == 20 && one != other);
        let rescues: std::collections::BTreeSet<_> = rescues().into_iter().collect();
        assert_eq!(rescues.len(), RESCUES);
    }
}
