//! Enums of the domain as words in a column, by their serde names.

use crate::error::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// `Role::Usager` → `usager`.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// `usager` → `Role::Usager`.
pub fn read<T: DeserializeOwned>(word: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.into())).map_err(|_| StoreError::Unreadable("word"))
}
