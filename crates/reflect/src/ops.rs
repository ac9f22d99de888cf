//! The instruction set of `@deepkit/type`'s virtual machine (package `@deepkit/type-spec` 1.0.19), and how a
//! program is written into a JavaScript array.
//!
//! A program is `[...stack, ops]`: the stack entries are JavaScript values, the ops are the characters of the
//! last string, each `op + 33`. An op's parameters follow it in the same string.

pub(crate) type Op = u32;

pub(crate) const NEVER: Op = 0;
pub(crate) const ANY: Op = 1;
pub(crate) const UNKNOWN: Op = 2;
pub(crate) const VOID: Op = 3;
pub(crate) const OBJECT: Op = 4;
pub(crate) const STRING: Op = 5;
pub(crate) const NUMBER: Op = 6;
pub(crate) const NUMBER_BRAND: Op = 7;
pub(crate) const BOOLEAN: Op = 8;
pub(crate) const BIGINT: Op = 9;
pub(crate) const SYMBOL: Op = 10;
pub(crate) const NULL: Op = 11;
pub(crate) const UNDEFINED: Op = 12;
pub(crate) const LITERAL: Op = 13;
pub(crate) const FUNCTION: Op = 14;
pub(crate) const METHOD: Op = 15;
pub(crate) const METHOD_SIGNATURE: Op = 16;
pub(crate) const PARAMETER: Op = 17;
pub(crate) const PROPERTY: Op = 18;
pub(crate) const PROPERTY_SIGNATURE: Op = 19;
pub(crate) const CLASS: Op = 20;
pub(crate) const CLASS_EXTENDS: Op = 21;
pub(crate) const CLASS_REFERENCE: Op = 22;
pub(crate) const OPTIONAL: Op = 23;
pub(crate) const READONLY: Op = 24;
pub(crate) const PUBLIC: Op = 25;
pub(crate) const PRIVATE: Op = 26;
pub(crate) const PROTECTED: Op = 27;
pub(crate) const ABSTRACT: Op = 28;
pub(crate) const DEFAULT_VALUE: Op = 29;
pub(crate) const DESCRIPTION: Op = 30;
pub(crate) const REST: Op = 31;
pub(crate) const REGEXP: Op = 32;
pub(crate) const ENUM: Op = 33;
pub(crate) const ENUM_MEMBER: Op = 34;
pub(crate) const SET: Op = 35;
pub(crate) const MAP: Op = 36;
pub(crate) const ARRAY: Op = 37;
pub(crate) const TUPLE: Op = 38;
pub(crate) const TUPLE_MEMBER: Op = 39;
pub(crate) const NAMED_TUPLE_MEMBER: Op = 40;
pub(crate) const UNION: Op = 41;
pub(crate) const INTERSECTION: Op = 42;
pub(crate) const INDEX_SIGNATURE: Op = 43;
pub(crate) const OBJECT_LITERAL: Op = 44;
pub(crate) const MAPPED_TYPE: Op = 45;
pub(crate) const FRAME: Op = 47;
pub(crate) const MOVE_FRAME: Op = 48;
pub(crate) const RETURN: Op = 49;
pub(crate) const TEMPLATE_LITERAL: Op = 50;
pub(crate) const DATE: Op = 51;
pub(crate) const INT8_ARRAY: Op = 52;
pub(crate) const UINT8_CLAMPED_ARRAY: Op = 53;
pub(crate) const UINT8_ARRAY: Op = 54;
pub(crate) const INT16_ARRAY: Op = 55;
pub(crate) const UINT16_ARRAY: Op = 56;
pub(crate) const INT32_ARRAY: Op = 57;
pub(crate) const UINT32_ARRAY: Op = 58;
pub(crate) const FLOAT32_ARRAY: Op = 59;
pub(crate) const FLOAT64_ARRAY: Op = 60;
pub(crate) const BIG_INT64_ARRAY: Op = 61;
pub(crate) const ARRAY_BUFFER: Op = 62;
pub(crate) const PROMISE: Op = 63;
pub(crate) const TYPE_PARAMETER: Op = 65;
pub(crate) const TYPE_PARAMETER_DEFAULT: Op = 66;
pub(crate) const VAR: Op = 67;
pub(crate) const LOADS: Op = 68;
pub(crate) const INDEX_ACCESS: Op = 69;
pub(crate) const KEYOF: Op = 70;
pub(crate) const INFER: Op = 71;
pub(crate) const TYPEOF: Op = 72;
pub(crate) const JUMP_CONDITION: Op = 74;
pub(crate) const JUMP: Op = 75;
pub(crate) const INLINE: Op = 77;
pub(crate) const INLINE_CALL: Op = 78;
pub(crate) const DISTRIBUTE: Op = 79;
pub(crate) const EXTENDS: Op = 80;
pub(crate) const STATIC: Op = 82;
pub(crate) const MAPPED_TYPE2: Op = 83;
pub(crate) const FUNCTION_REFERENCE: Op = 84;
pub(crate) const CALL_SIGNATURE: Op = 85;
pub(crate) const TYPE_NAME: Op = 86;
pub(crate) const IMPLEMENTS: Op = 87;
pub(crate) const NOMINAL: Op = 88;

/// Modifiers of a mapped type: the second parameter of `MAPPED_TYPE` and `MAPPED_TYPE2`.
pub(crate) const MAPPED_OPTIONAL: u32 = 1;
pub(crate) const MAPPED_REMOVE_OPTIONAL: u32 = 2;
pub(crate) const MAPPED_READONLY: u32 = 4;
pub(crate) const MAPPED_REMOVE_READONLY: u32 = 8;

/// Writes ops and their parameters as a quoted JavaScript string.
pub(crate) fn encode(ops: &[Op], text: &mut String) {
    text.push('\'');
    for &op in ops {
        match op + 33 {
            0x27 => text.push_str("\\'"),
            0x5c => text.push_str("\\\\"),
            unit @ 33..=126 => text.push(char::from(unit as u8)),
            // A parameter past the printable characters: a large stack. Escaped, because a lone surrogate has no
            // UTF-8 form.
            unit => push_escaped(text, unit.min(0xffff)),
        }
    }
    text.push('\'');
}

/// A string as a JavaScript literal in single quotes.
pub(crate) fn quote(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('\'');
    // All that needs an escape is below the space, one of two signs, or begins with the byte E2.
    if value.bytes().all(|byte| byte >= b' ' && !matches!(byte, b'\'' | b'\\' | 0xe2)) {
        text.push_str(value);
    } else {
        for c in value.chars() {
            match c {
                '\'' => text.push_str("\\'"),
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\0'..' ' | '\u{2028}' | '\u{2029}' => push_escaped(&mut text, c.into()),
                c => text.push(c),
            }
        }
    }
    text.push('\'');
    text
}

/// Writes a UTF-16 unit as an escape.
fn push_escaped(text: &mut String, unit: u32) {
    text.push_str("\\u");
    text.extend([12, 8, 4, 0].map(|shift| char::from_digit(unit >> shift & 0xf, 16).unwrap_or('0')));
}

/// A number as a JavaScript literal that reads back as the same value.
pub(crate) fn number(value: f64) -> String {
    // Nearly all are small; these take a tenth of the time.
    if value == f64::from(value as i32) && (value != 0.0 || value.is_sign_positive()) {
        return (value as i32).to_string();
    }
    if value == value.trunc() && value.abs() < 1e21 { format!("{value:.0}") } else { format!("{value:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_are_those_of_the_peer() {
        // `['id', 'P"2!/#']`: a function with one parameter of any type.
        let encoded = |ops: &[Op]| {
            let mut text = String::new();
            encode(ops, &mut text);
            text
        };
        assert_eq!(encoded(&[FRAME, ANY, PARAMETER, 0, ANY, FUNCTION, 1]), "'P\"2!\"/\"'");
        assert_eq!(encoded(&[NUMBER]), "'\\''");
        assert_eq!(encoded(&[LITERAL, 100]), "'.\\u0085'");
    }

    #[test]
    fn literals_read_back() {
        assert_eq!(quote("a'b\\\n\u{2028}é"), "'a\\'b\\\\\\n\\u2028é'");
        assert_eq!((number(1.0), number(-0.5), number(1e300)), ("1".into(), "-5e-1".into(), "1e300".into()));
    }
}
