//! Writes a source map (version 3) while an edited text is put together.
//!
//! Consumers take the nearest mapping to the left on a line and do not count on from there, so that each token has
//! one of its own. Nearly all of them follow another token of the same line, in the original as in the result, by
//! as many columns: these are five bytes each, and found without knowing the language.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The mapping of a token that follows another one by so many columns, as it is written.
const STEPS: [[u8; 5]; 16] = {
    let mut steps = [[b','; 5]; 16];
    let mut columns = 0;
    while columns < 16 {
        let digit = BASE64[columns * 2];
        steps[columns] = [b',', digit, b'A', b'A', digit];
        columns += 1;
    }
    steps
};

/// The map of a text that is written from its start to its end.
pub(crate) struct SourceMap {
    /// JSON, from its start to the mappings so far.
    json: Vec<u8>,
    /// The place in the result, in UTF-16 units.
    column: u32,
    /// The place in the original.
    source_line: u32,
    source_column: u32,
    last_source_line: u32,
    /// How many columns the last mapping of this line is back, in the original as in the result; `None` where they
    /// differ. Then, and then alone, the next two say where it was.
    back: Option<u32>,
    /// Its column; `None` at the start of a line.
    last: Option<u32>,
    last_source_column: u32,
}

/// What a byte is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    NewLine,
    /// A name or a number: one token as long as it goes on.
    Word,
    /// Each may be a token of its own.
    Sign,
    /// Part of a character beyond ASCII.
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Sign; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        classes[byte] = match b {
            b'\n' => Class::NewLine,
            0..=b' ' => Class::Space,
            b'_' | b'$' => Class::Word,
            _ if b.is_ascii_alphanumeric() => Class::Word,
            _ if b >= 0x80 => Class::Wide,
            _ => Class::Sign,
        };
        byte += 1;
    }
    classes
};

impl SourceMap {
    /// `source` is the name of the original, and `length` that of its text in bytes. The text itself is not in the map:
    /// bundlers and dev servers have it, and put it into the map that comes of all of a module's.
    pub(crate) fn new(source: &str, length: usize) -> Self {
        let mut json = Vec::with_capacity(length * 2 + 256);
        json.extend_from_slice(b"{\"version\":3,\"sources\":[");
        json.extend_from_slice(serde_json::Value::from(source).to_string().as_bytes());
        json.extend_from_slice(b"],\"names\":[],\"mappings\":\"");
        Self {
            json,
            column: 0,
            source_line: 0,
            source_column: 0,
            last_source_line: 0,
            back: None,
            last: None,
            last_source_column: 0,
        }
    }

    /// A part of the original that stays.
    pub(crate) fn keep(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match CLASSES[usize::from(byte)] {
                Class::NewLine => {
                    self.end_line();
                    self.source_line += 1;
                    self.source_column = 0;
                }
                Class::Sign => {
                    self.mapping();
                    self.advance(1);
                }
                Class::Space => {
                    at += run(&bytes[at..], Class::Space);
                    self.advance((at - start) as u32);
                }
                Class::Word | Class::Wide => {
                    self.mapping();
                    at = start + run(&bytes[start..], Class::Word);
                    let mut units = (at - start) as u32;
                    while let Some(&byte) = bytes.get(at)
                        && matches!(CLASSES[usize::from(byte)], Class::Word | Class::Wide)
                    {
                        units += utf16_units(byte);
                        at += 1;
                    }
                    self.advance(units);
                }
            }
        }
    }

    /// A part of the original that stays, and holds no token.
    pub(crate) fn pass(&mut self, text: &str) {
        let (lines, last) = ends(text);
        for _ in 0..lines {
            self.end_line();
        }
        if lines > 0 {
            self.source_line += lines;
            self.source_column = 0;
        }
        self.advance(units(last));
    }

    /// A text that the original does not have.
    pub(crate) fn insert(&mut self, text: &str) {
        self.part();
        let (lines, last) = ends(text);
        for _ in 0..lines {
            self.end_line();
        }
        self.column += units(last);
    }

    /// A part of the original, and what stands in its place.
    pub(crate) fn replace(&mut self, original: &str, text: &str) {
        if !text.is_empty() {
            self.mapping();
        }
        self.insert(text);
        let (lines, last) = ends(original);
        if lines > 0 {
            self.source_line += lines;
            self.source_column = 0;
        }
        self.source_column += units(last);
    }

    /// The map as JSON.
    #[expect(clippy::expect_used, reason = "strings, and base64 digits")]
    pub(crate) fn json(mut self) -> String {
        self.json.extend_from_slice(b"\"}");
        String::from_utf8(self.json).expect("JSON is UTF-8")
    }

    fn end_line(&mut self) {
        self.part();
        self.json.push(b';');
        self.column = 0;
        self.last = None;
    }

    /// From here on, the original and the result are no longer as many columns from the last mapping.
    fn part(&mut self) {
        (self.last, self.last_source_column) = self.last();
        self.back = None;
    }

    /// Where the last mapping was: its column, if it is on this line, and that in the original.
    fn last(&self) -> (Option<u32>, u32) {
        match self.back {
            Some(back) => (Some(self.column - back), self.source_column - back),
            None => (self.last, self.last_source_column),
        }
    }

    /// Goes on by as many columns, in UTF-16 units, in the original as in the result.
    fn advance(&mut self, units: u32) {
        self.column += units;
        self.source_column += units;
        if let Some(back) = &mut self.back {
            *back += units;
        }
    }

    #[inline]
    fn mapping(&mut self) {
        match self.back {
            Some(back @ 1..16) => self.json.extend_from_slice(&STEPS[back as usize]),
            _ => self.far_mapping(),
        }
        self.back = Some(0);
    }

    /// One that does not follow another within a few columns.
    fn far_mapping(&mut self) {
        let (last, last_source_column) = self.last();
        if last.is_some() {
            self.json.push(b',');
        }
        self.number(i64::from(self.column) - i64::from(last.unwrap_or(0)));
        self.json.push(b'A');
        self.number(i64::from(self.source_line) - i64::from(self.last_source_line));
        self.number(i64::from(self.source_column) - i64::from(last_source_column));
        self.last_source_line = self.source_line;
    }

    /// A number in the base64 digits of source maps: five bits each, the lowest first, after the sign's.
    fn number(&mut self, value: i64) {
        let mut rest = value.unsigned_abs() << 1 | u64::from(value < 0);
        loop {
            let digit = (rest & 31) as usize;
            rest >>= 5;
            self.json.push(BASE64[if rest > 0 { digit | 32 } else { digit }]);
            if rest == 0 {
                break;
            }
        }
    }
}

/// How many bytes of a class stand at the start.
fn run(bytes: &[u8], class: Class) -> usize {
    bytes.iter().position(|&byte| CLASSES[usize::from(byte)] != class).unwrap_or(bytes.len())
}

/// How many lines end in a text, and what follows the last of them.
fn ends(text: &str) -> (u32, &str) {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let last = memchr::memrchr(b'\n', text.as_bytes()).map_or(text, |end| &text[end + 1..]);
    (lines as u32, last)
}

fn units(text: &str) -> u32 {
    text.bytes().map(utf16_units).sum()
}

/// What the first byte of a character counts for all of it.
fn utf16_units(byte: u8) -> u32 {
    u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mappings(write: impl FnOnce(&mut SourceMap)) -> String {
        let mut map = SourceMap::new("a", 0);
        write(&mut map);
        let json: serde_json::Value = serde_json::from_str(&map.json()).unwrap();
        json["mappings"].as_str().unwrap().to_owned()
    }

    #[test]
    fn every_token_has_a_mapping() {
        assert_eq!(mappings(|map| map.keep("a = b;\n  c()")), "AAAA,EAAE,EAAE,CAAC;EACH,CAAC,CAAC");
        assert_eq!(mappings(|map| map.keep("\n\nx")), ";;AAEA");
    }

    #[test]
    fn what_is_inserted_moves_what_follows() {
        let inserted = mappings(|map| {
            map.keep("a ");
            map.insert("xx\ny ");
            map.keep("b\nc");
        });
        assert_eq!(inserted, "AAAA;EAAE;AACF");
    }

    #[test]
    fn what_is_replaced_maps_to_where_it_began() {
        let replaced = mappings(|map| {
            map.keep("a ");
            map.replace("b\nc", "long");
            map.keep(" d");
        });
        assert_eq!(replaced, "AAAA,EAAE,KACA");
    }

    #[test]
    fn a_comment_has_none() {
        let passed = mappings(|map| {
            map.keep("a ");
            map.pass("/* b é */");
            map.keep(" c ");
            map.pass("/* d\n e */");
            map.keep(" f");
        });
        assert_eq!(passed, "AAAA,YAAY;MACN");
    }

    #[test]
    fn columns_are_counted_in_utf_16() {
        assert_eq!(mappings(|map| map.keep("é 😀 b")), "AAAA,EAAE,GAAG");
    }

    #[test]
    fn far_places_take_more_digits() {
        let text = format!("{}a", " ".repeat(1000));
        assert_eq!(mappings(|map| map.keep(&text)), "w+BAAw+B");
    }

    #[test]
    fn the_text_is_json() {
        let map = SourceMap::new("a \".ts", 0);
        let json: serde_json::Value = serde_json::from_str(&map.json()).unwrap();
        assert_eq!(json["sources"][0], "a \".ts");
        assert_eq!(json["version"], 3);
    }
}
