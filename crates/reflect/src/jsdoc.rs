//! The two JSDoc tags that count: `@reflection` (on or off) and `@description` (carried in the metadata).

use std::sync::Arc;

use mion_source::Module;
use swc_core::common::BytePos;

/// `Some(true)` for `@reflection default|true|enabled|1` or a bare `@reflection`, `Some(false)` for
/// `never|no|false|disabled|0`, `None` without the tag or with another word.
pub(crate) fn reflection(module: &Module, at: BytePos) -> Option<bool> {
    match tag(module, at, "reflection")?.split_whitespace().next().unwrap_or("") {
        "" | "true" | "default" | "enabled" | "1" => Some(true),
        "false" | "never" | "no" | "disabled" | "0" => Some(false),
        _ => None,
    }
}

pub(crate) fn description(module: &Module, at: BytePos) -> Option<Arc<str>> {
    tag(module, at, "description").filter(|text| !text.is_empty())
}

pub(crate) fn has_tag(module: &Module, at: BytePos, name: &str) -> bool {
    tag(module, at, name).is_some()
}

/// The text after `@name` in the comments before a token, up to the next tag; its lines without their stars.
fn tag(module: &Module, at: BytePos, name: &str) -> Option<Arc<str>> {
    let comments = module.leading_comments.get(&at)?;
    comments.iter().rev().find_map(|comment| tag_of(&comment.text, name))
}

fn tag_of(comment: &str, name: &str) -> Option<Arc<str>> {
    let mut rest = comment;
    loop {
        let start = rest.find('@')?;
        rest = &rest[start + 1..];
        let Some(after) = rest.strip_prefix(name) else { continue };
        if after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-') {
            continue;
        }
        let end = after.find('@').unwrap_or(after.len());
        let lines = after[..end].trim().lines();
        let text: Vec<&str> = lines
            .map(|line| {
                let line = line.trim();
                line.strip_prefix('*').map_or(line, str::trim)
            })
            .collect();
        return Some(text.join("\n").trim().into());
    }
}

#[cfg(test)]
mod tests {
    use super::tag_of;

    #[test]
    fn a_tag_ends_at_the_next_one() {
        let comment = "*\n * @description first\n *   second\n * @reflection never\n ";
        assert_eq!(tag_of(comment, "description").as_deref(), Some("first\nsecond"));
        assert_eq!(tag_of(comment, "reflection").as_deref(), Some("never"));
        assert_eq!(tag_of("* @reflection ", "reflection").as_deref(), Some(""));
        assert_eq!(tag_of("* @reflections never", "reflection"), None);
    }
}
