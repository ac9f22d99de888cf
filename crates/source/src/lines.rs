//! Byte offsets to lines and columns, as editors and Rollup count them.

/// The line starts of a text, for many lookups.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for index in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[index] == b'\n' || bytes.get(index + 1) != Some(&b'\n') {
                starts.push(index as u32 + 1);
            }
        }
        Self { starts }
    }

    /// The line (from 1) and column (from 0, in UTF-16 units) of a byte offset in `text`.
    /// An offset past the end or inside a character counts as the nearest one before it.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> (u32, u32) {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        let column = text[start..offset].encode_utf16().count();
        (line as u32, column as u32)
    }

    /// The byte offset at which a line (from 1) starts; the text's last line for a larger one.
    #[must_use]
    pub fn start(&self, line: u32) -> u32 {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        self.starts[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units_and_every_kind_of_line_end() {
        let text = "a\r\n😀b\rc\n";
        let lines = Lines::new(text);
        assert_eq!(lines.position(text, 0), (1, 0));
        assert_eq!(lines.position(text, 3), (2, 0));
        assert_eq!(lines.position(text, 7), (2, 2), "an emoji is two units");
        assert_eq!(lines.position(text, 5), (2, 0), "inside a character");
        assert_eq!(lines.position(text, 9), (3, 0));
        assert_eq!(lines.position(text, 99), (4, 0));
        assert_eq!(lines.start(2), 3);
    }
}
