//! Facts as older versions wrote them, brought up to what this one reads (`EV1`): one step from each version to the next,
//! for ever.

use crate::parcours::fact::{EVENT_VERSION, Fact};
use serde_json::Value;

/// Brings a fact from one version to the next.
type Step = fn(Value) -> Option<Value>;

/// The step from version 1, from version 2…
const STEPS: &[Step] = &[];

/// Why a fact of the log cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A newer version of the app wrote it.
    #[error("written by a newer version")]
    Newer,
    /// It is not what its version says.
    #[error("not a fact of its version")]
    Damaged,
}

/// Reads a fact that `version` wrote.
pub fn upcast(version: u16, body: Value) -> Result<Fact, Unreadable> {
    let body = brought_up(version, body, STEPS, EVENT_VERSION)?;
    serde_json::from_value(body).map_err(|_| Unreadable::Damaged)
}

fn brought_up(version: u16, body: Value, steps: &[Step], current: u16) -> Result<Value, Unreadable> {
    if version > current {
        return Err(Unreadable::Newer);
    }
    let passed = usize::from(version.max(1)) - 1;
    let mut steps = steps.iter().skip(passed);
    steps
        .try_fold(body, |body, step| step(body))
        .ok_or(Unreadable::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_version_has_its_step() {
        assert_eq!(STEPS.len() + 1, usize::from(EVENT_VERSION));
    }

    #[test]
    fn ev1_a_fact_of_an_older_version_is_brought_up_step_by_step_and_a_newer_one_is_refused() {
        let second: Step = |mut body| {
            let old = body.as_object_mut()?.remove("lieu")?;
            Some(json!({ "place": old }))
        };
        let third: Step = |body| Some(json!([body]));
        let steps = [second, third];
        let up = |version, body| brought_up(version, body, &steps, 3);
        assert_eq!(up(1, json!({ "lieu": "CAF" })), Ok(json!([{ "place": "CAF" }])));
        assert_eq!(up(2, json!({ "place": "CAF" })), Ok(json!([{ "place": "CAF" }])));
        assert_eq!(up(3, json!(["CAF"])), Ok(json!(["CAF"])));
        assert_eq!(up(4, json!(["CAF"])), Err(Unreadable::Newer));
        assert_eq!(up(1, json!("CAF")), Err(Unreadable::Damaged));
    }
}
