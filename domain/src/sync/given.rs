//! A command as the link carries it.

use crate::kernel::ids::Seq;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A command with the confirmed sequence that its author's page stood at. A *yes* is worth nothing against a withdrawal
/// that its author's page had not seen (`CF2`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<C> {
    /// The command.
    pub command: C,
    /// What its author had seen; zero, as older pages leave it out, is nothing.
    pub on: Seq,
}

impl<C: Serialize> Given<C> {
    /// Its JSON: the command's own, and `on` beside it. By hand: serde's `flatten` weighs 5 kB in the page.
    pub fn body(&self) -> Option<Body> {
        let mut text = serde_json::to_string(&self.command).ok()?;
        if !self.on.is_zero() {
            // The object of a command holds its name at least.
            text.pop().filter(|last| *last == '}')?;
            text.push_str(",\"on\":");
            text.push_str(&self.on.0.to_string());
            text.push('}');
        }
        RawValue::from_string(text).ok().map(Body)
    }
}

impl<C: DeserializeOwned> Given<C> {
    /// Reads what [`Given::body`] wrote; none when it is no command.
    pub fn read(body: &Value) -> Option<Self> {
        let mut body = body.clone();
        let on = match body.as_object_mut()?.remove("on") {
            Some(on) => Seq(on.as_u64()?),
            None => Seq(0),
        };
        let command = serde_json::from_value(body).ok()?;
        Some(Self { command, on })
    }
}

/// The JSON of a command on its way, as text: it is read after the number, so that an unknown one still has its answer. A
/// page writes it once, without building it as a value first, which would weigh 1.7 kB in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(Box<RawValue>);

impl Body {
    /// Read as far as it is JSON of any meaning; else null, which is no command.
    pub fn value(&self) -> Value {
        serde_json::from_str(self.0.get()).unwrap_or_default()
    }
}

impl From<Value> for Body {
    fn from(value: Value) -> Self {
        Self(RawValue::from_string(value.to_string()).unwrap_or_default())
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Eq for Body {}
