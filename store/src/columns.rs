//! How the domain's words, ids, moments, days and numbers are columns: once. Each stands in the plainest type that both
//! databases compare as the domain does, and a row gives back the domain's own value, or says that it cannot be read.

use itineraire_domain::calendar::{Day, Hour, Moment};
use itineraire_domain::parcours::Seq;
use itineraire_domain::views::pages::PartnerSeq;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, Value, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The name of a thing, as the UUID that it is. The type says whose: a person's stands in no column of parcours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id<T>(pub T);

/// A moment, in milliseconds UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(pub Moment);

/// A word of the domain, under its serde name: `MembershipState::Active` is `active`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word<T>(pub T);

/// A day, in ISO 8601 (`2026-12-01`): as texts days follow one another as they do in the year, so that *late* is a `WHERE`.
pub type On = Word<Day>;

/// An hour (`14:30`), which orders as a text too.
pub type Clock = Word<Hour>;

/// A number that counts up: of an event, a command, a partner's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nth<T>(pub T);

/// Something of the domain that no query looks into, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T>(pub T);

/// A value of the domain and the plain one that stands for it.
trait Kept: Sized {
    type Plain;
    fn plain(&self) -> Self::Plain;
    fn of_plain(plain: Self::Plain) -> Option<Self>;
}

impl<T: Copy + From<Uuid> + Into<Uuid>> Kept for Id<T> {
    type Plain = Uuid;
    fn plain(&self) -> Uuid {
        self.0.into()
    }
    fn of_plain(plain: Uuid) -> Option<Self> {
        Some(Self(plain.into()))
    }
}

impl Kept for At {
    type Plain = i64;
    fn plain(&self) -> i64 {
        self.0.0
    }
    fn of_plain(plain: i64) -> Option<Self> {
        Some(Self(Moment(plain)))
    }
}

impl<T: Serialize + DeserializeOwned> Kept for Word<T> {
    type Plain = String;
    fn plain(&self) -> String {
        match serde_json::to_value(&self.0) {
            Ok(serde_json::Value::String(word)) => word,
            // What is no word is found when it is read.
            _ => String::new(),
        }
    }
    fn of_plain(plain: String) -> Option<Self> {
        serde_json::from_value(plain.into()).ok().map(Self)
    }
}

impl<T: Numbered> Kept for Nth<T> {
    type Plain = i64;
    fn plain(&self) -> i64 {
        <i64 as TryFrom<_>>::try_from(self.0.number()).unwrap_or(i64::MAX)
    }
    fn of_plain(plain: i64) -> Option<Self> {
        <u64 as TryFrom<_>>::try_from(plain)
            .ok()
            .map(|number| Self(T::numbered(number)))
    }
}

impl<T: Serialize + DeserializeOwned> Kept for Written<T> {
    type Plain = String;
    fn plain(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }
    fn of_plain(plain: String) -> Option<Self> {
        serde_json::from_str(&plain).ok().map(Self)
    }
}

/// What counts up from 1.
pub trait Numbered {
    fn number(&self) -> u64;
    fn numbered(number: u64) -> Self;
}

impl Numbered for u64 {
    fn number(&self) -> u64 {
        *self
    }
    fn numbered(number: u64) -> Self {
        number
    }
}

impl Numbered for Seq {
    fn number(&self) -> u64 {
        self.0
    }
    fn numbered(number: u64) -> Self {
        Self(number)
    }
}

impl Numbered for PartnerSeq {
    fn number(&self) -> u64 {
        self.0
    }
    fn numbered(number: u64) -> Self {
        Self(number)
    }
}

/// What the library wants of a value that stands in a column, and in a key.
macro_rules! column {
    ($($kept:ty, $of:ty, ($($bounds:tt)*);)+) => {$(
        impl<$($bounds)*> From<$of> for $kept {
            fn from(value: $of) -> Self {
                Self(value)
            }
        }

        impl<$($bounds)*> From<$kept> for Value {
            fn from(value: $kept) -> Self {
                value.plain().into()
            }
        }

        impl<$($bounds)*> TryGetable for $kept {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                let plain = <Self as Kept>::Plain::try_get_by(row, index)?;
                Self::of_plain(plain).ok_or_else(|| DbErr::Type(stringify!($kept).into()).into())
            }
        }

        impl<$($bounds)*> ValueType for $kept {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let plain = <<Self as Kept>::Plain as ValueType>::try_from(value)?;
                Self::of_plain(plain).ok_or(ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($kept).into()
            }

            fn array_type() -> ArrayType {
                <<Self as Kept>::Plain as ValueType>::array_type()
            }

            fn column_type() -> ColumnType {
                <<Self as Kept>::Plain as ValueType>::column_type()
            }
        }

        impl<$($bounds)*> Nullable for $kept {
            fn null() -> Value {
                <<Self as Kept>::Plain as Nullable>::null()
            }
        }

        impl<$($bounds)*> TryFromU64 for $kept {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                // No key is a number that a database counted.
                Err(DbErr::ConvertFromU64(stringify!($kept)))
            }
        }
    )+};
}

column! {
    Id<T>, T, (T: Copy + From<Uuid> + Into<Uuid>);
    At, Moment, ();
    Word<T>, T, (T: Serialize + DeserializeOwned);
    Nth<T>, T, (T: Numbered);
    Written<T>, T, (T: Serialize + DeserializeOwned);
}
