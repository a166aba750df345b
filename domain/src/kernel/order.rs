//! Order as fractional keys (`CF4`): a new place never renumbers its neighbours. Keys are short strings that compare
//! as text; two equal keys are told apart by the sequence of the event that gave them.

use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Beyond this many characters the server deals the keys of the list anew.
pub const LONGEST_KEY: usize = 24;

/// A place in a list. Never empty, never ends with the lowest digit, so that there is always room before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderKey(String);

impl OrderKey {
    /// A key between two others; `None` is the start or the end of the list. Equal or crossed neighbours give a key
    /// just after the first.
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Self {
        let low = before.map_or(&[][..], |key| key.0.as_bytes());
        let high = after.map(|key| key.0.as_bytes()).filter(|high| *high > low);
        let mut key = Vec::with_capacity(low.len() + 1);
        let mut bounded = high.is_some();
        for place in 0.. {
            let from = low.get(place).map_or(0, |digit| value(*digit));
            let to = match (bounded, high.and_then(|high| high.get(place))) {
                (true, Some(digit)) => value(*digit),
                _ => DIGITS.len(),
            };
            if to > from + 1 {
                // At an open end, step by a few rather than halving: appending keeps keys short.
                let step = if bounded {
                    (to - from) / 2
                } else {
                    4.min((to - from) / 2)
                };
                key.push(DIGITS[from + step.max(1)]);
                break;
            }
            key.push(DIGITS[from]);
            bounded = bounded && to == from;
        }
        Self(String::from_utf8_lossy(&key).into_owned())
    }

    /// `count` keys, evenly spread, in order.
    pub fn spread(count: usize) -> Vec<Self> {
        let mut keys = Vec::with_capacity(count);
        let width = DIGITS.len() * DIGITS.len() * DIGITS.len();
        for place in 1..=count {
            let at = place * width / (count + 1);
            let digits = [at / (62 * 62), at / 62 % 62, at % 62].map(|digit| DIGITS[digit]);
            let text = String::from_utf8_lossy(&digits).into_owned();
            // All three digits, zeros too: without them a key would compare by what follows.
            keys.push(Self(format!("{text}V")));
        }
        keys
    }

    /// Whether the list's keys should be dealt anew.
    pub fn is_too_long(&self) -> bool {
        self.0.len() > LONGEST_KEY
    }
}

fn value(digit: u8) -> usize {
    DIGITS.iter().position(|known| *known == digit).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_always_fits_between_its_neighbours(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut keys: Vec<OrderKey> = Vec::new();
            for place in places {
                let at = place.index(keys.len() + 1);
                let before = at.checked_sub(1).map(|at| &keys[at]);
                let key = OrderKey::between(before, keys.get(at));
                prop_assert!(before.is_none_or(|before| *before < key));
                prop_assert!(keys.get(at).is_none_or(|after| key < *after));
                prop_assert!(!key.0.ends_with('0'));
                keys.insert(at, key);
            }
        }
    }

    #[test]
    fn cf4_keys_that_are_dealt_anew_are_short_and_in_order() {
        for count in 1..=300 {
            let keys = OrderKey::spread(count);
            assert_eq!(keys.len(), count);
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{count}");
            assert!(keys.iter().all(|key| key.0.len() <= 4 && !key.is_too_long()));
        }
    }
}
