//! The intrinsic string types: `Uppercase`, `Lowercase`, `Capitalize`, `Uncapitalize`.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Case {
    Upper,
    Lower,
    Capital,
    Uncapital,
}

impl Case {
    /// The intrinsic string type of a global name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "Uppercase" => Self::Upper,
            "Lowercase" => Self::Lower,
            "Capitalize" => Self::Capital,
            "Uncapitalize" => Self::Uncapital,
            _ => return None,
        })
    }

    pub(crate) fn apply(self, text: &str) -> String {
        match self {
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
            Self::Capital => first(text, |c| c.to_uppercase().collect()),
            Self::Uncapital => first(text, |c| c.to_lowercase().collect()),
        }
    }

    /// Whether it changes the whole text, and not its first character only.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, Self::Upper | Self::Lower)
    }
}

fn first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |c| change(c) + rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_changes_what_it_says() {
        assert_eq!(Case::Upper.apply("aé"), "AÉ");
        assert_eq!(Case::Lower.apply("AÉ"), "aé");
        assert_eq!(Case::Capital.apply("get"), "Get");
        assert_eq!(Case::Uncapital.apply("Get"), "get");
        assert_eq!(Case::Capital.apply(""), "");
    }
}
