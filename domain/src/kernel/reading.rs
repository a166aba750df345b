//! How a page reads what it is sent.
//!
//! Deriving gives a reader of every type for every format that reads it, and each carries the sentences of what may be
//! wrong: JSON in all was 115 kB of the page before compression. Here the JSON is made a tree first, by one function, and
//! the types are read from the tree alone; what cannot be read is refused without a word, since no page shows one.
//!
//! A type says which shape it wants, and is asked for that one only. Above all, the fields of a struct are handed over in
//! the order in which it has them: the other half of what deriving writes, which looks for each key of an object, is then
//! never carried.

use serde::de::value::MapDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer,
    SeqAccess, Unexpected, VariantAccess, Visitor,
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

/// What is written in JSON as what another method reads.
macro_rules! as_the {
    ($other:ident: $($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$other(visitor)
        }
    )+};
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

    /// What asks for no shape: a tree.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(_) => self.deserialize_bool(visitor),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(_) => self.deserialize_string(visitor),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Bool(yes) => visitor.visit_bool(yes),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Number(number) = self.0 else {
            return Err(Unreadable);
        };
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (.., Some(number)) => visitor.visit_f64(number),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        Items::of(self.0, None)?.read(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        Items::of(self.0, Some(fields))?.read(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Object(all) = self.0 else {
            return Err(Unreadable);
        };
        let mut all = MapDeserializer::new(all.into_iter().map(|(key, value)| (Key(key), Tree(value))));
        let read = visitor.visit_map(&mut all)?;
        all.end().map(|()| read)
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

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    as_the! { deserialize_i64:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
    }
    as_the! { deserialize_string:
        deserialize_str deserialize_char deserialize_identifier deserialize_bytes deserialize_byte_buf
    }
}

/// The items of a list, or the fields of a struct in its own order.
struct Items(std::vec::IntoIter<Option<Value>>);

impl Items {
    /// Those of a list; of an object, the `fields`. One of them that is not there is none.
    fn of(value: Value, fields: Option<&'static [&'static str]>) -> Result<Self, Unreadable> {
        let items: Vec<_> = match (value, fields) {
            (Value::Array(all), _) => all.into_iter().map(Some).collect(),
            (Value::Object(mut all), Some(fields)) => fields.iter().map(|field| all.remove(*field)).collect(),
            _ => return Err(Unreadable),
        };
        Ok(Self(items.into_iter()))
    }

    /// All of them, and no other.
    fn read<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Unreadable> {
        let read = visitor.visit_seq(&mut self)?;
        if self.0.len() == 0 {
            Ok(read)
        } else {
            Err(Unreadable)
        }
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some(item) = self.0.next() else {
            return Ok(None);
        };
        let is_there = item.is_some();
        match seed.deserialize(Tree(item.unwrap_or_default())) {
            Ok(read) => Ok(Some(read)),
            // What is not there and is no option has a value of its own, or else the struct says that it misses it.
            Err(_) if !is_there => Ok(None),
            Err(unreadable) => Err(unreadable),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
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
        self.tree()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.tree()?.deserialize_struct("", fields, visitor)
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
