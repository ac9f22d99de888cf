//! The scripts of Vue, Svelte and Astro files, as modules whose places are those of the whole file.
//!
//! All that is not script is blanked out, byte for byte, and the rest is parsed as it stands: no offset moves.

use std::{ops::Range, sync::Arc};

use mion_source::{Diagnostic, Language, Module};

/// Whether `path` is a file that this module reads.
#[must_use]
pub fn has_blocks(path: &str) -> bool {
    framework(path).is_some()
}

/// The script modules of a Vue, Svelte or Astro file; for another path, none. The blocks of a Vue or Svelte
/// component share their names, so they are one module; each script of an Astro file is one of its own. A
/// module's `text` is the whole file's.
///
/// # Errors
/// `MION_SYNTAX` with the place in the whole file.
pub fn modules(path: &str, text: &Arc<str>) -> Result<Vec<Module>, Diagnostic> {
    let Some(framework) = framework(path) else { return Ok(Vec::new()) };
    let mut parts: Vec<(Vec<Range<usize>>, &str)> = Vec::new();
    let mut scripts_from = 0;
    if framework == Framework::Astro
        && let Some(frontmatter) = frontmatter(text)
    {
        scripts_from = frontmatter.end;
        parts.push((vec![frontmatter], "ts"));
    }
    let scripts = scripts(text, scripts_from);
    if framework == Framework::Astro {
        for Script { content, .. } in scripts {
            parts.push((vec![content], "ts"));
        }
    } else if !scripts.is_empty() {
        let language = scripts.iter().find_map(|script| script.language).unwrap_or("jsx");
        parts.push((scripts.into_iter().map(|script| script.content).collect(), language));
    }
    parts
        .into_iter()
        .map(|(ranges, language)| {
            let blanked: Arc<str> = blank_except(text, &ranges).into();
            let parsed = Module::parse(&format!("{path}?lang.{language}"), blanked);
            let in_whole_file = |error: Diagnostic| Diagnostic { file: path.to_owned(), ..error };
            let mut module = parsed.map_err(in_whole_file)?;
            module.text = text.clone();
            path.clone_into(&mut module.path);
            Ok(module)
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framework {
    Vue,
    Svelte,
    Astro,
}

fn framework(path: &str) -> Option<Framework> {
    let path = path.split('?').next().unwrap_or(path);
    match path.rsplit_once('.')?.1 {
        "vue" => Some(Framework::Vue),
        "svelte" => Some(Framework::Svelte),
        "astro" => Some(Framework::Astro),
        _ => None,
    }
}

/// What stands between the two `---` of an Astro file.
fn frontmatter(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let inner = start + 3;
    if !text[start..].starts_with("---") {
        return None;
    }
    let end = text[inner..].find("---")? + inner;
    Some(inner..end)
}

struct Script<'a> {
    content: Range<usize>,
    language: Option<&'a str>,
}

/// The `<script>` elements from an offset on that hold JavaScript or TypeScript.
fn scripts(text: &str, from: usize) -> Vec<Script<'_>> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(next) = text[at..].find('<') {
        at += next;
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
        } else if starts_tag(rest, "<script") {
            let (attributes, length) = attributes(&rest["<script".len()..]);
            let start = at + "<script".len() + length;
            let is_empty_element = text[..start].ends_with("/>");
            let end = if is_empty_element { start } else { closing(text, start) };
            let value = |name: &str| {
                attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
            };
            let is_code = matches!(
                value("type"),
                None | Some(
                    "" | "module" | "text/javascript" | "application/javascript" | "text/typescript" | "ts"
                )
            );
            if is_code && start < end {
                let language =
                    match value("lang").or_else(|| value("type").filter(|kind| kind.ends_with("ts"))) {
                        Some("ts" | "typescript") => Some("ts"),
                        Some("tsx") => Some("tsx"),
                        _ => None,
                    };
                found.push(Script { content: start..end, language });
            }
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

fn starts_tag(rest: &str, tag: &str) -> bool {
    rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
        && rest[tag.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
}

fn closing(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(next) = text[at..].find("</") {
        at += next;
        if starts_tag(&text[at..], "</script") {
            return at;
        }
        at += 2;
    }
    text.len()
}

/// The attributes of a tag and the length of its rest, `>` included.
fn attributes(rest: &str) -> (Vec<(&str, &str)>, usize) {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += rest[at..].find(|c: char| !c.is_whitespace()).unwrap_or(rest.len() - at);
        let tail = &rest[at..];
        let Some(first) = tail.chars().next() else { return (found, rest.len()) };
        if first == '>' {
            return (found, at + 1);
        }
        let ends_name = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/');
        let name_length = tail.find(ends_name).unwrap_or(tail.len());
        if name_length == 0 {
            at += first.len_utf8();
            continue;
        }
        let name = &tail[..name_length];
        at += name_length;
        let after = rest[at..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            found.push((name, ""));
            continue;
        };
        at = rest.len() - value.len();
        let (value, length) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], (end + 2).min(value.len()))
            }
            _ => {
                let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                (&value[..end], end)
            }
        };
        found.push((name, value));
        at += length;
    }
}

/// The text with spaces for every byte outside of `ranges` but line ends. Each range ends in a line end or a
/// `;` of its own, so that no statement runs on into the next.
fn blank_except(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let blank = |out: &mut String, part: &str| {
        out.extend(
            part.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }),
        );
    };
    let mut at = 0;
    for range in ranges {
        blank(&mut out, &text[at..range.start]);
        out.push_str(&text[range.clone()]);
        at = range.end;
        // The `<` of `</script>`.
        if text[at..].starts_with('<') {
            out.push(';');
            at += 1;
        }
    }
    blank(&mut out, &text[at..]);
    out
}

/// Whether `path` names a language or a framework that can have pure functions.
#[must_use]
pub fn is_source(path: &str) -> bool {
    has_blocks(path) || Language::of(path).is_some_and(|language| language != Language::Declarations)
}
