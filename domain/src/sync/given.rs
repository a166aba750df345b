//! A command as the link carries it.

use crate::kernel::ids::Seq;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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
    pub fn body(&self) -> Option<Value> {
        let mut body = serde_json::to_value(&self.command).ok()?;
        if !self.on.is_zero() {
            body.as_object_mut()?.insert("on".into(), self.on.0.into());
        }
        Some(body)
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
