// SPDX-License-Identifier: MIT OR Apache-2.0
//! Plants one bug in a copy of generated Verilog: the generator polynomial of the frame check sequence
//! (IEEE 802.3-2022, 3.2.9) loses the tap of x^26, so that one bit of the remainder forgets what it should have seen.

/// The polynomial, reflected, as the column for the last of eight bits; x^26 is bit 5.
const POLYNOMIAL: &str = "32'hedb88320";
const WITHOUT_TAP: &str = "32'hedb88300";

/// Where the bug was planted and what the line was.
#[derive(Debug, PartialEq, Eq)]
pub struct Planted {
    /// The whole text with the bug in it.
    pub text: String,
    /// The line, counted from 1.
    pub line: usize,
    /// That line before.
    pub before: String,
    /// That line after.
    pub after: String,
}

/// Cuts the tap in the module `crc32`. `None` where there is no such module or the polynomial is not in it.
pub fn cut_crc_tap(verilog: &str) -> Option<Planted> {
    let mut lines: Vec<&str> = verilog.lines().collect();
    let module = lines.iter().position(|line| line.starts_with("module crc32 "))?;
    let end = module + lines[module..].iter().position(|line| line.starts_with("endmodule"))?;
    let index = module + lines[module..end].iter().position(|line| line.contains(POLYNOMIAL))?;
    let (before, after) = (lines[index].trim().to_string(), lines[index].replacen(POLYNOMIAL, WITHOUT_TAP, 1));
    lines[index] = &after;
    Some(Planted { text: lines.join("\n") + "\n", line: index + 1, before, after: after.trim().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tap_of_the_crc_is_cut_and_nothing_else() {
        let verilog = "module mac (\n    32'hedb88320\nendmodule\nmodule crc32 (\n    a,\n    \
                       localparam [31:0] COLUMN_7 = 32'hedb88320;\nendmodule\n";
        let planted = cut_crc_tap(verilog).unwrap();
        assert_eq!(planted.line, 6);
        assert_eq!(planted.before, "localparam [31:0] COLUMN_7 = 32'hedb88320;");
        assert_eq!(planted.after, "localparam [31:0] COLUMN_7 = 32'hedb88300;");
        let changed = verilog.lines().zip(planted.text.lines()).filter(|(old, new)| old != new).count();
        assert_eq!((changed, planted.text.lines().count()), (1, verilog.lines().count()));
    }

    #[test]
    fn verilog_without_a_crc_is_refused() {
        assert_eq!(cut_crc_tap("module mac;\n assign x = 32'hedb88320;\nendmodule\n"), None);
    }
}
