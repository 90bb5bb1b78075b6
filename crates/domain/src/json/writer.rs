//! Types to JSON text. Writes what `serde_json` writes; one writer for close and for spread text, and numbers by [`decimal`].

use super::Error;
use crate::decimal;
use serde::{
    Serialize, Serializer,
    ser::{
        self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

/// Writes one value behind what is there.
pub(super) struct Writer<'o> {
    pub out: &'o mut Vec<u8>,
    /// One line for each member?
    pub spread: bool,
    /// Lists and objects round the value.
    pub depth: usize,
}

impl<'o> Writer<'o> {
    fn plain(self, text: &str) -> Result<(), Error> {
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// `{"name":`
    fn variant(mut self, name: &str) -> Self {
        self.out.push(b'{');
        self.depth += 1;
        line(self.out, self.spread, self.depth);
        quoted(self.out, name);
        colon(self.out, self.spread);
        self
    }

    fn open(self, sign: u8, close: u8, variant: bool) -> Members<'o> {
        self.out.push(sign);
        Members { out: self.out, spread: self.spread, depth: self.depth + 1, some: false, close, variant }
    }
}

fn line(out: &mut Vec<u8>, spread: bool, depth: usize) {
    if spread {
        out.push(b'\n');
        out.resize(out.len() + 2 * depth, b' ');
    }
}

fn colon(out: &mut Vec<u8>, spread: bool) {
    out.extend_from_slice(if spread { b": " } else { b":" });
}

fn quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte < b' ' || *byte == b'"' || *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        let short = match rest[at] {
            8 => b'b',
            9 => b't',
            10 => b'n',
            12 => b'f',
            13 => b'r',
            byte @ (b'"' | b'\\') => byte,
            _ => b'u',
        };
        out.extend_from_slice(&[b'\\', short]);
        if short == b'u' {
            let digit = |value: u8| char::from_digit(value.into(), 16).map_or(b'0', |digit| digit as u8);
            out.extend_from_slice(&[b'0', b'0', digit(rest[at] >> 4), digit(rest[at] & 15)]);
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

macro_rules! whole {
    ($($name:ident $number:ty)*) => {$(
        fn $name(self, value: $number) -> Result<(), Error> {
            self.plain(&value.to_string())
        }
    )*};
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'o>;
    type SerializeTuple = Members<'o>;
    type SerializeTupleStruct = Members<'o>;
    type SerializeTupleVariant = Members<'o>;
    type SerializeMap = Members<'o>;
    type SerializeStruct = Members<'o>;
    type SerializeStructVariant = Members<'o>;

    whole!(serialize_u64 u64 serialize_i64 i64 serialize_u128 u128 serialize_i128 i128);

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.plain(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        if value.is_finite() { self.plain(&decimal::json(value)) } else { self.serialize_unit() }
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        quoted(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.plain("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let inner = self.variant(variant);
        let (spread, depth) = (inner.spread, inner.depth);
        let out = inner.out;
        value.serialize(Writer { out: &mut *out, spread, depth })?;
        line(out, spread, depth - 1);
        out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'o>, Error> {
        Ok(self.open(b'[', b']', false))
    }

    fn serialize_tuple(self, length: usize) -> Result<Members<'o>, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Members<'o>, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'o>, Error> {
        Ok(self.variant(variant).open(b'[', b']', true))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'o>, Error> {
        Ok(self.open(b'{', b'}', false))
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Members<'o>, Error> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'o>, Error> {
        Ok(self.variant(variant).open(b'{', b'}', true))
    }
}

/// What stands in a list or an object.
pub(super) struct Members<'o> {
    out: &'o mut Vec<u8>,
    spread: bool,
    depth: usize,
    some: bool,
    close: u8,
    /// Is there the object of a variant to be closed behind it?
    variant: bool,
}

impl Members<'_> {
    fn next(&mut self) {
        if self.some {
            self.out.push(b',');
        }
        self.some = true;
        line(self.out, self.spread, self.depth);
    }

    fn writer(&mut self) -> Writer<'_> {
        Writer { out: self.out, spread: self.spread, depth: self.depth }
    }

    fn finish(self) -> Result<(), Error> {
        if self.some {
            line(self.out, self.spread, self.depth - 1);
        }
        self.out.push(self.close);
        if self.variant {
            line(self.out, self.spread, self.depth - 2);
            self.out.push(b'}');
        }
        Ok(())
    }

    /// Puts quotes round a key that is a number. Others that are no texts are refused.
    fn key_from(&mut self, start: usize) -> Result<(), Error> {
        match self.out.get(start) {
            Some(b'"') => Ok(()),
            Some(b'-' | b'0'..=b'9') => {
                self.out.insert(start, b'"');
                self.out.push(b'"');
                Ok(())
            }
            _ => Err(ser::Error::custom("a key is no text")),
        }
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.next();
        let start = self.out.len();
        key.serialize(self.writer())?;
        self.key_from(start)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        colon(self.out, self.spread);
        value.serialize(self.writer())
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

macro_rules! fields {
    ($($of:ident)*) => {$(
        impl $of for Members<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.next();
                quoted(self.out, name);
                self.serialize_value(value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}
fields!(SerializeStruct SerializeStructVariant);

macro_rules! items {
    ($($of:ident $add:ident)*) => {$(
        impl $of for Members<'_> {
            type Ok = ();
            type Error = Error;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.next();
                value.serialize(self.writer())
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}
items!(SerializeSeq serialize_element SerializeTuple serialize_element
    SerializeTupleStruct serialize_field SerializeTupleVariant serialize_field);
