// SPDX-License-Identifier: MIT OR Apache-2.0
//! Plants one bug in a copy of generated Verilog: a tap of the CRC is cut, so that one bit of the frame check
//! sequence forgets one bit it should have seen.

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

/// Cuts one tap in the first module whose name begins with `crc32`. `None` where there is no such module, or
/// none of its lines has a term to cut.
pub fn cut_crc_tap(verilog: &str) -> Option<Planted> {
    let mut inside = false;
    for (index, line) in verilog.lines().enumerate() {
        let code = line.trim_start();
        inside |= code.starts_with("module crc32");
        if code.starts_with("endmodule") {
            inside = false;
        }
        if let Some(after) = inside.then(|| without_last_term(line)).flatten() {
            let mut lines: Vec<&str> = verilog.lines().collect();
            lines[index] = &after;
            let text = lines.join("\n") + "\n";
            return Some(Planted { text, line: index + 1, before: code.to_string(), after: after.trim().to_string() });
        }
    }
    None
}

/// `line` without its last ` ^ name` or ` ^ name[7]`.
fn without_last_term(line: &str) -> Option<String> {
    let code_ends = line.find("//").unwrap_or(line.len());
    let start = line[..code_ends].rfind(" ^ ")?;
    let term = &line[start + 3..];
    let name = term.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(term.len());
    let is_name = term.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let index = match term[name..].strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => 0,
    };
    is_name.then(|| format!("{}{}", &line[..start], &term[name + index..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tap_of_the_crc_is_cut_and_nothing_else() {
        let verilog = "module mac (\n    a ^ b\nendmodule\nmodule crc32_d8 (\n    // a ^ b\n    \
                       assign n[0] = (c[24] ^ d[0]) ^ c[30]; // tap\nendmodule\n";
        let planted = cut_crc_tap(verilog).unwrap();
        assert_eq!(planted.line, 6);
        assert_eq!(planted.before, "assign n[0] = (c[24] ^ d[0]) ^ c[30]; // tap");
        assert_eq!(planted.after, "assign n[0] = (c[24] ^ d[0]); // tap");
        let changed = verilog.lines().zip(planted.text.lines()).filter(|(old, new)| old != new).count();
        assert_eq!((changed, planted.text.lines().count()), (1, verilog.lines().count()));
    }

    #[test]
    fn verilog_without_a_crc_is_refused() {
        assert_eq!(cut_crc_tap("module mac;\n assign x = a ^ b;\nendmodule\n"), None);
    }
}
