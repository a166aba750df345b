//! How the domain's words are columns: once. A word stands in a text column under its serde name, a list of words as a
//! JSON text, and both are compared as what they are, never as a text that someone typed.

use crate::words::{read, word};
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, Value, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A word of the domain: `MembershipState::Active` is kept as `active`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<T>(pub T);

/// A list of words of the domain, in its order: `["work","health"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T>(pub Vec<T>);

impl<T: Serialize> Word<T> {
    fn text(&self) -> String {
        word(&self.0)
    }
}

impl<T: DeserializeOwned> Word<T> {
    fn of_text(text: &str) -> Option<Self> {
        read(text).ok().map(Self)
    }
}

impl<T: Serialize> Listed<T> {
    fn text(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }
}

impl<T: DeserializeOwned> Listed<T> {
    fn of_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }
}

/// What the library wants of a type that is kept as a text.
macro_rules! kept_as_text {
    ($($name:ident)+) => {$(
        impl<T: Serialize> From<$name<T>> for Value {
            fn from(value: $name<T>) -> Self {
                value.text().into()
            }
        }

        impl<T: DeserializeOwned> TryGetable for $name<T> {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                let text = String::try_get_by(row, index)?;
                Self::of_text(&text).ok_or_else(|| DbErr::Type(stringify!($name).into()).into())
            }
        }

        impl<T: DeserializeOwned> ValueType for $name<T> {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let text = <String as ValueType>::try_from(value)?;
                Self::of_text(&text).ok_or(ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($name).into()
            }

            fn array_type() -> ArrayType {
                ArrayType::String
            }

            fn column_type() -> ColumnType {
                ColumnType::String(StringLen::None)
            }
        }

        impl<T> Nullable for $name<T> {
            fn null() -> Value {
                <String as Nullable>::null()
            }
        }
    )+};
}

kept_as_text!(Word Listed);

/// A word may be part of a key; no word is a number that a database counted.
impl<T> TryFromU64 for Word<T> {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("Word"))
    }
}
