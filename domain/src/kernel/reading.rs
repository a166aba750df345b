//! How a page reads what it is sent.
//!
//! Deriving gives a reader of every type for every format that reads it, and each carries the sentences of what may be
//! wrong: JSON in all was 115 kB of the page before compression. Here the JSON is made a tree first, by one function, and
//! the types are read from the tree alone; what cannot be read is refused without a word, since no page shows one.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer,
    Unexpected, VariantAccess, Visitor,
};
use serde::{Deserialize, Serialize, forward_to_deserialize_any};
use serde_json::Value;
use std::fmt::Display;

/// Reads a text as a `T`.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    of(tree(text)?)
}

/// Reads a value that is a tree already.
pub fn of<T: DeserializeOwned>(tree: Value) -> Result<T, Unreadable> {
    T::deserialize(Tree(tree))
}

/// Apart, so that the reader of texts is there once.
#[inline(never)]
fn tree(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

/// What the server puts in a page for its browser to read: `T` as it is, and read like everything else that is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Sent<T>(pub T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        of(Value::deserialize(given)?).map(Self).map_err(D::Error::custom)
    }
}

/// A text that is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not to be read")]
pub struct Unreadable;

/// Each by itself, so that no sentence is made.
impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A value about to be read.
struct Tree(Value);

impl IntoDeserializer<'_, Unreadable> for Tree {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(yes),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => Err(Unreadable),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(all) => {
                let mut all = SeqDeserializer::new(all.into_iter().map(Tree));
                let read = visitor.visit_seq(&mut all)?;
                all.end().map(|()| read)
            }
            Value::Object(all) => {
                let mut all =
                    MapDeserializer::new(all.into_iter().map(|(key, value)| (Key(key), Tree(value))));
                let read = visitor.visit_map(&mut all)?;
                all.end().map(|()| read)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(named(self.0)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

/// A variant is a word, or an object of one word and what it holds.
fn named(value: Value) -> Result<Variant, Unreadable> {
    match value {
        Value::String(name) => Ok(Variant(name, None)),
        Value::Object(all) => {
            let mut all = all.into_iter();
            match (all.next(), all.next()) {
                (Some((name, held)), None) => Ok(Variant(name, Some(held))),
                _ => Err(Unreadable),
            }
        }
        _ => Err(Unreadable),
    }
}

/// A variant's name, and what it holds.
struct Variant(String, Option<Value>);

/// What a variant holds, if it holds anything.
struct Held(Option<Value>);

impl Held {
    fn tree(self) -> Result<Tree, Unreadable> {
        self.0.map(Tree).ok_or(Unreadable)
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Held;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Held), Unreadable> {
        let name = seed.deserialize(Key(self.0))?;
        Ok((name, Held(self.1)))
    }
}

impl<'de> VariantAccess<'de> for Held {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        matches!(self.0, None | Some(Value::Null))
            .then_some(())
            .ok_or(Unreadable)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(self.tree()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.tree()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.tree()?.deserialize_any(visitor)
    }
}

/// A key of an object, or a variant's name. JSON writes numbers as text there.
struct Key(String);

impl IntoDeserializer<'_, Unreadable> for Key {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Key {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.0)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.0.parse().map_err(|_| Unreadable)?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Variant(self.0, None))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
