// SPDX-License-Identifier: MIT OR Apache-2.0
//! Metastability in simulation: in a copy of a design's Verilog, each synchroniser takes the old or the new value of a
//! bit that has just changed, by chance (`$urandom_range`, so the seed of the instance decides). Such a design equals
//! no model; what it must still do is judged by the reference. The text that is synthesised has no such hook.

/// The module `sync_bit` that does so.
const METASTABLE: &str = include_str!("../../rtl/verilog/sim/sync_bit_metastable.v");

/// How a module of synchronisers begins.
const MODULE: &str = "\nmodule sync_bit ";
/// How it ends.
const END: &str = "\nendmodule\n";

/// `verilog` with such synchronisers; none when it has no module `sync_bit`.
pub fn inject(verilog: &str) -> Option<String> {
    let (begin, end) = module(verilog)?;
    let (new_begin, new_end) = module(METASTABLE)?;
    Some([&verilog[..begin], &METASTABLE[new_begin..new_end], &verilog[end..]].concat())
}

/// From where to where the module stands.
fn module(verilog: &str) -> Option<(usize, usize)> {
    let begin = verilog.find(MODULE)?;
    let end = begin + verilog[begin..].find(END)? + END.len();
    Some((begin, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registered;
    use wirewright_spec::ports::{AsyncFifo, Crc32};

    #[test]
    fn the_synchronisers_are_replaced_and_nothing_else() {
        let injected = inject(AsyncFifo::VERILOG).unwrap();
        assert_eq!(injected.matches(MODULE).count(), 1);
        assert!(injected.contains("$urandom_range") && !AsyncFifo::VERILOG.contains("$urandom_range"));
        let (begin, end) = module(AsyncFifo::VERILOG).unwrap();
        assert!(injected.starts_with(&AsyncFifo::VERILOG[..begin]) && injected.ends_with(&AsyncFifo::VERILOG[end..]));
    }

    #[test]
    fn both_forms_have_the_same_ports() {
        let ports = |text: &str| {
            let (begin, end) = module(text).unwrap();
            let head = text[begin..end].split_once(");\n").unwrap().0.to_owned();
            head.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(ports(AsyncFifo::VERILOG), ports(METASTABLE));
    }

    #[test]
    fn a_block_without_a_crossing_has_none() {
        assert_eq!(inject(Crc32::VERILOG), None);
    }
}
