//! Enums whose variant stands in a field of the object, among the variant's own: `{"type": "text", "text": "…"}`.
//!
//! serde's derived reader of such an enum keeps everything in a form of its own first and reads from that by a second reader,
//! which is compiled for each type inside; it was a tenth of the engine module's code. A [`Value`](serde_json::Value) is such a
//! form already. [`tagged!`](crate::tagged) reads from it what the derived reader reads.

use serde::{Deserializer, de, de::Visitor, forward_to_deserialize_any};
use serde_json::Value;

use super::{Error, reader};

/// An object, read as the variant that its field `tag` names.
pub struct Tagged<'de> {
    /// The field's name.
    pub tag: &'static str,
    /// The object.
    pub value: &'de Value,
}

impl<'de> Tagged<'de> {
    fn name(&self, expected: &dyn de::Expected) -> Result<&'de str, Error> {
        let Value::Object(fields) = self.value else { return Err(reader::other(self.value, expected)) };
        match fields.get(self.tag) {
            Some(Value::String(name)) => Ok(name),
            Some(other) => Err(reader::other(other, &"the name of a variant")),
            None => Err(de::Error::missing_field(self.tag)),
        }
    }
}

impl<'de> Deserializer<'de> for Tagged<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let name = self.name(&visitor)?;
        visitor.visit_enum(reader::Variant::tagged(name, self.value))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// `tagged! { "type", "Name", pub enum Name { … } }`: the enum, and its reader. The enum derives `Serialize` and says
/// `#[serde(tag = "type", rename_all = "camelCase")]`, which is how it is written.
#[macro_export]
macro_rules! tagged {
    ($tag:literal, $path:literal, $(#[$about:meta])* pub enum $name:ident { $($variants:tt)* }) => {
        $(#[$about])*
        pub enum $name { $($variants)* }

        const _: () = {
            /// How it stands without the tag: for its reader alone.
            #[derive(::serde::Deserialize)]
            #[serde(remote = $path, rename_all = "camelCase")]
            #[allow(dead_code, clippy::large_enum_variant)]
            enum Untagged { $($variants)* }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = ::serde_json::Value::deserialize(deserializer)?;
                    Untagged::deserialize($crate::json::Tagged { tag: $tag, value: &value })
                        .map_err(::serde::de::Error::custom)
                }
            }
        };
    };
}
