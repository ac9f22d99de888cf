//! Which dialect a module id asks for.

use swc_core::ecma::parser::{EsSyntax, Syntax, TsSyntax};

/// The dialect of a source text, told by its module id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    JavaScript,
    TypeScript,
    TypeScriptJsx,
    /// A declaration file: types only.
    Declarations,
}

impl Language {
    /// The language of a module id: a path, with or without a query (`?v=1`), or the id of a script block
    /// as Vite's framework plugins write them (`App.vue?vue&type=script&lang.ts`, `...&lang=tsx`).
    /// `None` for what is not a script (`.css`, `.json`, `.vue` itself).
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        let (path, query) = id.split_once('?').unwrap_or((id, ""));
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if let Some(lang) = query
            .split('&')
            .find_map(|part| part.strip_prefix("lang.").or_else(|| part.strip_prefix("lang=")))
        {
            return Self::of_extension(lang, lang);
        }
        Self::of_extension(name, name.rsplit_once('.')?.1)
    }

    fn of_extension(name: &str, extension: &str) -> Option<Self> {
        Some(match extension {
            "ts" | "mts" | "cts" if is_declaration_file(name) => Self::Declarations,
            "ts" | "mts" | "cts" => Self::TypeScript,
            "tsx" => Self::TypeScriptJsx,
            "js" | "mjs" | "cjs" | "jsx" => Self::JavaScript,
            _ => return None,
        })
    }

    /// Whether the text may hold types.
    #[must_use]
    pub fn is_typescript(self) -> bool {
        self != Self::JavaScript
    }

    pub(crate) fn syntax(self) -> Syntax {
        match self {
            Self::JavaScript => Syntax::Es(EsSyntax {
                jsx: true,
                decorators: true,
                import_attributes: true,
                allow_super_outside_method: true,
                auto_accessors: true,
                explicit_resource_management: true,
                ..EsSyntax::default()
            }),
            Self::TypeScript | Self::TypeScriptJsx | Self::Declarations => Syntax::Typescript(TsSyntax {
                tsx: self == Self::TypeScriptJsx,
                decorators: true,
                dts: self == Self::Declarations,
                // The type checker's business, not ours: a redeclared name must not stop a build.
                no_early_errors: false,
                ..TsSyntax::default()
            }),
        }
    }
}

/// `x.d.ts`, `x.d.mts`, `x.d.cts`, and `x.d.css.ts` as TypeScript's `allowArbitraryExtensions` names them.
fn is_declaration_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, _)| stem.ends_with(".d"))
        || (name.ends_with(".ts") && name.contains(".d."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_its_language() {
        for (id, expected) in [
            ("/a/b.ts", Some(Language::TypeScript)),
            ("/a/b.mts?v=1", Some(Language::TypeScript)),
            ("C:\\a\\b.tsx", Some(Language::TypeScriptJsx)),
            ("/a/b.d.ts", Some(Language::Declarations)),
            ("/a/b.d.cts", Some(Language::Declarations)),
            ("/a/theme.d.css.ts", Some(Language::Declarations)),
            ("/a/App.vue?vue&type=script&setup=true&lang.ts", Some(Language::TypeScript)),
            ("/a/App.vue?vue&type=script&lang=tsx", Some(Language::TypeScriptJsx)),
            ("/a/App.vue", None),
            ("/a.ts/b", None),
            ("/a/b.mjs", Some(Language::JavaScript)),
        ] {
            assert_eq!(Language::of(id), expected, "{id}");
        }
    }
}
