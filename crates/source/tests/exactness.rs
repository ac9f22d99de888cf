//! What a source map promises: every token that stays maps to where it was, exactly.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use mion_source::Edits;

const TEXT: &str = "import {a} from './a';\n\n/** é 😀 */\nexport const ü = `x\n${a}`, b2 = a => ({c: [1.5, a]});\r\n\tf('😀', ü);";
const INSERTED: [&str; 5] = [" ", "x = 1;", "\n", "/* 😀é\n\n */ y", "();"];

/// Segments by line of the result: its column, then the original's line and column.
fn decode(map: &str) -> Vec<Vec<[u32; 3]>> {
    let json: serde_json::Value = serde_json::from_str(map).unwrap();
    let mut last = [0_i64; 4];
    let lines = json["mappings"].as_str().unwrap().split(';').map(|line| {
        last[0] = 0;
        let segments = line.split(',').filter(|segment| !segment.is_empty()).map(|segment| {
            for (field, value) in numbers(segment).into_iter().enumerate() {
                last[field] += value;
            }
            [last[0], last[2], last[3]].map(|value| u32::try_from(value).unwrap())
        });
        segments.collect()
    });
    lines.collect()
}

fn numbers(segment: &str) -> Vec<i64> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut numbers = Vec::new();
    let (mut value, mut shift) = (0_i64, 0);
    for c in segment.chars() {
        let digit = digits.find(c).unwrap() as i64;
        value |= (digit & 31) << shift;
        shift += 5;
        if digit < 32 {
            numbers.push(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
            (value, shift) = (0, 0);
        }
    }
    numbers
}

/// Line and column, both from zero, the column in UTF-16 units.
fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset];
    let line = before.rsplit('\n').next().unwrap_or("");
    (before.matches('\n').count() as u32, line.encode_utf16().count() as u32)
}

#[test]
fn every_token_that_stays_maps_to_itself() {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii();
    let tokens: Vec<usize> = TEXT
        .char_indices()
        .filter(|&(offset, c)| {
            let before = TEXT[..offset].chars().next_back();
            !(c.is_whitespace() || is_word(c) && before.is_some_and(is_word))
        })
        .map(|(offset, _)| offset)
        .collect();
    let mut seed = 1_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for _ in 0..500 {
        let mut edits = Edits::default();
        let mut inserted: Vec<(usize, &str)> = (0..random(6))
            .map(|_| (tokens[random(tokens.len())], INSERTED[random(INSERTED.len())]))
            .collect();
        for &(offset, text) in &inserted {
            edits.insert(offset as u32, text);
        }
        inserted.sort_by_key(|(offset, _)| *offset);
        let edited = edits.apply(TEXT, "a.ts", true).unwrap();
        let lines = decode(edited.map.as_deref().unwrap());
        for &token in &tokens {
            let moved: usize =
                inserted.iter().filter(|(offset, _)| *offset <= token).map(|(_, text)| text.len()).sum();
            let (line, column) = place(&edited.code, token + moved);
            let found = lines[line as usize].iter().rev().find(|[start, ..]| *start <= column);
            let (source_line, source_column) = place(TEXT, token);
            assert_eq!(
                found,
                Some(&[column, source_line, source_column]),
                "{:?} in {:?}",
                &TEXT[token..],
                edited.code
            );
        }
    }
}
