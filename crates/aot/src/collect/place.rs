//! Where a start script failed: from Vite's error, or from the first line of a stack that is the user's own.

use std::{fs, path::Path};

use mion_source::{Diagnostic, Lines, Severity};

use super::message::Failure;
use mion_source::Place;

/// The place that `failure` names, with the lines around it.
pub(crate) fn of_failure(failure: &Failure) -> Option<Place> {
    if let Some(loc) = &failure.loc
        && let (Some(file), Some(line)) = (loc.file.as_deref().or(failure.id.as_deref()), loc.line)
    {
        let column = loc.column.unwrap_or(0);
        let mut place = read(file, line, column);
        if let Some(frame) = failure.frame.as_ref().filter(|_| place.frame.is_empty()) {
            place.frame.clone_from(frame);
        }
        return Some(place);
    }
    of_text(&format!("{}\n{}", failure.message, failure.stack.as_deref().unwrap_or_default()))
}

/// The first `file:line:column`, or `file:line`, that names an existing file outside of node_modules.
pub(crate) fn of_text(text: &str) -> Option<Place> {
    text.lines().find_map(|line| {
        let start = line.find("file://").map(|at| at + "file://".len()).or_else(|| first_path(line))?;
        let (file, line, column) = split(&line[start..])?;
        let own = !file.contains("/node_modules/") && Path::new(file).is_file();
        // Stacks count columns from 1.
        own.then(|| read(file, line, column.saturating_sub(1)))
    })
}

/// Where an absolute path begins: after the start of the line, a blank or an opening bracket.
fn first_path(line: &str) -> Option<usize> {
    let mut before = ' ';
    for (index, character) in line.char_indices() {
        let rest = &line[index..];
        let drive =
            rest.len() > 2 && rest.as_bytes()[1] == b':' && matches!(rest.as_bytes()[2], b'\\' | b'/');
        if matches!(before, ' ' | '(' | '[') && (rest.starts_with('/') || drive) {
            return Some(index);
        }
        before = character;
    }
    None
}

/// Splits `path:line[:column]...` at the numbers.
fn split(text: &str) -> Option<(&str, u32, u32)> {
    let mut from = 0;
    while let Some(colon) = text[from..].find(':').map(|at| at + from) {
        let number = |text: &str| {
            let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            text[..end].parse::<u32>().ok().map(|number| (number, end))
        };
        if let Some((line, end)) = number(&text[colon + 1..]) {
            let column =
                text[colon + 1 + end..].strip_prefix(':').and_then(number).map_or(1, |(column, _)| column);
            return Some((&text[..colon], line, column));
        }
        from = colon + 1;
    }
    None
}

fn read(file: &str, line: u32, column: u32) -> Place {
    let file = file.split('?').next().unwrap_or(file);
    let bare = Place { file: file.to_owned(), line, column, frame: String::new() };
    let Ok(text) = fs::read_to_string(file) else { return bare };
    let lines = Lines::new(&text);
    let start = lines.start(line);
    if lines.position(&text, start).0 != line {
        return bare;
    }
    let units = text[start as usize..].char_indices().scan(0, |units, (index, character)| {
        let at = *units;
        *units += character.len_utf16() as u32;
        Some((at, index as u32, character))
    });
    let offset = units
        .take_while(|(_, _, character)| *character != '\n')
        .find(|(at, _, _)| *at >= column)
        .map_or(start, |(_, index, _)| start + index);
    let found = Diagnostic::new("", Severity::Error, file, &text, offset..offset + 1, "");
    Place { frame: found.frame, ..bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_a_stack_that_is_the_users_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("start é.ts");
        fs::write(&file, "const a = 1;\nthrow new Error('no');\n").unwrap();
        let file = file.to_str().unwrap();
        for stack in [
            format!("Error: no\n    at /x/node_modules/y/index.js:1:2\n    at {file}:2:7\n    at z"),
            format!("Error: no\n    at async run (file://{file}:2:7)"),
            format!("{file}:2\nthrow new Error('no')\n      ^\n"),
        ] {
            let place = of_text(&stack).unwrap();
            assert_eq!((place.file.as_str(), place.line), (file, 2), "{stack}");
            assert!(place.frame.contains("2 | throw new Error('no');"), "{}", place.frame);
        }
        assert_eq!(of_text("Error: no\n    at node:internal/x:1:2\n    at /not/there.ts:1:1"), None);
    }

    #[test]
    fn a_place_outside_of_its_file_has_no_frame() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ts");
        fs::write(&file, "x").unwrap();
        let place = of_text(&format!("at {}:90:7", file.display())).unwrap();
        assert_eq!((place.line, place.column, place.frame.as_str()), (90, 6, ""));
    }
}
