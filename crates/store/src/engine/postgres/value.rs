//! Values on the wire: parameters to PostgreSQL's types, columns of answers back.
//!
//! A parameter is written as the type that the prepared statement has for its place: a whole number fits `BIGINT`, smaller
//! integers, `NUMERIC` and `BOOLEAN`. Sums of `BIGINT` are `NUMERIC` here: they are read as whole numbers, and a fraction is refused.

use crate::engine::{Fault, Kept, Row, Value};
use bytes::{BufMut, BytesMut};
use std::error::Error;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};
use uuid::Uuid;

type Refusal = Box<dyn Error + Sync + Send>;

/// One parameter.
#[derive(Debug)]
pub(super) struct Bound<'a>(pub(super) Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        write(&self.0, wanted, out)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A parameter that is on its way already: its bytes, or nothing for NULL.
#[derive(Debug)]
pub(super) struct Written(pub(super) Option<BytesMut>);

impl Written {
    /// The value as the type `wanted`.
    pub(super) fn new(value: &Value<'_>, wanted: &Type) -> Result<Self, Fault> {
        let mut bytes = BytesMut::new();
        match write(value, wanted, &mut bytes) {
            Ok(IsNull::Yes) => Ok(Self(None)),
            Ok(IsNull::No) => Ok(Self(Some(bytes))),
            Err(error) => Err(Fault::unreadable("parameter", error)),
        }
    }
}

impl ToSql for Written {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        match &self.0 {
            None => Ok(IsNull::Yes),
            Some(bytes) => {
                out.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Writes a value as the type `wanted`.
pub(super) fn write(value: &Value<'_>, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
    match value {
        Value::Null => return Ok(IsNull::Yes),
        Value::Int(number) => write_int(*number, wanted, out)?,
        Value::Text(text) => out.extend_from_slice(text.as_bytes()),
        Value::Bytes(bytes) => out.extend_from_slice(bytes),
        Value::Id(id) => out.extend_from_slice(id.as_bytes()),
        Value::Ids(ids) => array(out, member(wanted)?, ids.iter().map(|id| &id.as_bytes()[..]))?,
        Value::Texts(texts) => array(out, member(wanted)?, texts.iter().map(String::as_bytes))?,
    }
    Ok(IsNull::No)
}

fn write_int(number: i64, wanted: &Type, out: &mut BytesMut) -> Result<(), Refusal> {
    match *wanted {
        Type::INT8 => out.put_i64(number),
        Type::INT4 => out.put_i32(i32::try_from(number)?),
        Type::INT2 => out.put_i16(i16::try_from(number)?),
        Type::BOOL => out.put_u8(u8::from(number != 0)),
        Type::NUMERIC => write_numeric(number, out),
        _ => return Err(format!("a whole number stands where {wanted} is wanted").into()),
    }
    Ok(())
}

/// `NUMERIC` on the wire: count of digits, weight of the first, sign, scale, and digits of base 10,000.
fn write_numeric(number: i64, out: &mut BytesMut) {
    let mut rest = number.unsigned_abs();
    let mut digits: Vec<i16> = Vec::new();
    while rest > 0 {
        digits.push(i16::try_from(rest % 10_000).expect("it is below 10,000"));
        rest /= 10_000;
    }
    let count = i16::try_from(digits.len()).expect("a whole number has five such digits at most");
    out.put_i16(count);
    out.put_i16(count - 1);
    out.put_u16(if number < 0 { NEGATIVE } else { 0 });
    out.put_i16(0);
    for digit in digits.iter().rev() {
        out.put_i16(*digit);
    }
}

const NEGATIVE: u16 = 0x4000;

fn read_numeric(bytes: &[u8]) -> Option<i64> {
    let word = |place: usize| Some(i16::from_be_bytes(bytes.get(place * 2..place * 2 + 2)?.try_into().ok()?));
    let (count, weight) = (word(0)?, word(1)?);
    let negative = match word(2)? {
        0 => false,
        sign if sign == i16::from_be_bytes(NEGATIVE.to_be_bytes()) => true,
        _ => return None,
    };
    let mut sum: i128 = 0;
    for place in 0..count {
        let digit = i128::from(word(4 + usize::try_from(place).ok()?)?);
        let power = i32::from(weight) - i32::from(place);
        match u32::try_from(power) {
            Ok(power) => sum = sum.checked_add(digit.checked_mul(10_000_i128.checked_pow(power)?)?)?,
            // Behind the point.
            Err(_) if digit != 0 => return None,
            Err(_) => {}
        }
    }
    i64::try_from(if negative { -sum } else { sum }).ok()
}

fn member(wanted: &Type) -> Result<&Type, Refusal> {
    match wanted.kind() {
        Kind::Array(member) => Ok(member),
        _ => Err(format!("a list stands where {wanted} is wanted").into()),
    }
}

fn array<'a>(
    out: &mut BytesMut,
    member: &Type,
    values: impl ExactSizeIterator<Item = &'a [u8]>,
) -> Result<(), Refusal> {
    head_of_array(out, member, values.len(), false)?;
    for value in values {
        out.put_i32(i32::try_from(value.len())?);
        out.extend_from_slice(value);
    }
    Ok(())
}

/// What stands before the values of an array of one dimension.
pub(super) fn head_of_array(out: &mut BytesMut, member: &Type, count: usize, nulls: bool) -> Result<(), Refusal> {
    out.put_i32(i32::from(count > 0));
    out.put_i32(i32::from(nulls));
    out.put_u32(member.oid());
    if count > 0 {
        out.put_i32(i32::try_from(count)?);
        out.put_i32(1);
    }
    Ok(())
}

/// A column of an answer as it came.
pub(super) struct Raw<'a> {
    kind: Type,
    bytes: Option<&'a [u8]>,
}

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(kind: &Type, bytes: &'a [u8]) -> Result<Self, Refusal> {
        Ok(Self { kind: kind.clone(), bytes: Some(bytes) })
    }

    fn from_sql_null(kind: &Type) -> Result<Self, Refusal> {
        Ok(Self { kind: kind.clone(), bytes: None })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'a> Raw<'a> {
    fn unexpected<T>(&self, column: usize, wanted: &str) -> Result<T, Fault> {
        let is = if self.bytes.is_none() { "empty".to_owned() } else { self.kind.to_string() };
        Err(Fault::unreadable("column", format!("column {column} is {is}, not {wanted}")))
    }

    fn whole(&self) -> Option<i64> {
        let bytes = self.bytes?;
        match self.kind {
            Type::INT8 => bytes.try_into().ok().map(i64::from_be_bytes),
            Type::INT4 => bytes.try_into().ok().map(i32::from_be_bytes).map(i64::from),
            Type::INT2 => bytes.try_into().ok().map(i16::from_be_bytes).map(i64::from),
            Type::BOOL => bytes.first().map(|one| i64::from(*one)),
            Type::NUMERIC => read_numeric(bytes),
            _ => None,
        }
    }

    fn text(&self) -> Option<&'a [u8]> {
        matches!(self.kind, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::CHAR | Type::UNKNOWN)
            .then_some(self.bytes?)
    }

    fn binary(&self) -> Option<&'a [u8]> {
        matches!(self.kind, Type::BYTEA | Type::UUID).then_some(self.bytes?)
    }
}

/// A row of an answer.
pub(super) struct PostgresRow<'a>(pub(super) &'a tokio_postgres::Row);

impl PostgresRow<'_> {
    fn raw(&self, column: usize) -> Result<Raw<'_>, Fault> {
        self.0.try_get(column).map_err(|error| Fault::unreadable("column", error))
    }
}

impl Row for PostgresRow<'_> {
    fn kept(&self, column: usize) -> Result<Kept, Fault> {
        let raw = self.raw(column)?;
        if raw.bytes.is_none() {
            return Ok(Kept::Null);
        }
        if let Some(number) = raw.whole() {
            return Ok(Kept::Int(number));
        }
        match raw.binary() {
            Some(bytes) => Ok(Kept::Bytes(bytes.to_vec())),
            None => self.text(column).map(|text| Kept::Text(text.to_owned())),
        }
    }

    fn int(&self, column: usize) -> Result<i64, Fault> {
        let raw = self.raw(column)?;
        raw.whole().map_or_else(|| raw.unexpected(column, "a whole number"), Ok)
    }

    fn maybe_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        let raw = self.raw(column)?;
        if raw.bytes.is_none() { Ok(None) } else { self.int(column).map(Some) }
    }

    fn text(&self, column: usize) -> Result<&str, Fault> {
        let raw = self.raw(column)?;
        match raw.text() {
            Some(bytes) => std::str::from_utf8(bytes).map_err(|error| Fault::unreadable("text", error)),
            None => raw.unexpected(column, "text"),
        }
    }

    fn maybe_text(&self, column: usize) -> Result<Option<&str>, Fault> {
        let raw = self.raw(column)?;
        if raw.bytes.is_none() { Ok(None) } else { self.text(column).map(Some) }
    }

    fn bytes(&self, column: usize) -> Result<&[u8], Fault> {
        let raw = self.raw(column)?;
        raw.binary().map_or_else(|| raw.unexpected(column, "bytes"), Ok)
    }

    fn maybe_bytes(&self, column: usize) -> Result<Option<&[u8]>, Fault> {
        let raw = self.raw(column)?;
        if raw.bytes.is_none() { Ok(None) } else { self.bytes(column).map(Some) }
    }

    fn maybe_id(&self, column: usize) -> Result<Option<Uuid>, Fault> {
        let raw = self.raw(column)?;
        match (raw.bytes, raw.binary()) {
            (None, _) => Ok(None),
            (_, Some(bytes)) => Uuid::from_slice(bytes).map(Some).map_err(|error| Fault::unreadable("id", error)),
            _ => raw.unexpected(column, "an id"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_whole_number_comes_back_from_numeric(number: i64) {
            let mut bytes = BytesMut::new();
            write_numeric(number, &mut bytes);
            prop_assert_eq!(read_numeric(&bytes), Some(number));
        }
    }

    #[test]
    fn a_fraction_is_no_whole_number() {
        let mut bytes = BytesMut::new();
        // 12.5: two digits of base 10,000, the first of weight 0, one place behind the point.
        for word in [2_i16, 0, 0, 1, 12, 5_000] {
            bytes.put_i16(word);
        }
        assert_eq!(read_numeric(&bytes), None);
    }
}
