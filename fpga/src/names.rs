// SPDX-License-Identifier: MIT OR Apache-2.0
//! From the names in a netlist back to those of the source. yosys calls what it makes after a wire near it,
//! `a.b.count_TRELLIS_FF_Q_3_DI_LUT4_Z`: the part before the first cell type is the wire.

use std::collections::HashMap;

/// Cell types that yosys puts into names.
const CELL_TYPES: [&str; 10] = [
    "_LUT4_",
    "_LUT2_",
    "_TRELLIS_FF_",
    "_PFUMX_",
    "_L6MUX21_",
    "_CCU2C_",
    "_TRELLIS_DPR16X4_",
    "_DP16KD_",
    "_INV_",
    "_TRELLIS_IO_",
];

/// Which instance something belongs to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Path of the instance; empty for the outermost module.
    Instance(String),
    /// None that is known: the wrapper.
    Outside,
}

/// The names of one netlist.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Source file of the module of each instance, by the instance's path.
    instances: HashMap<String, String>,
    /// For each bit the names of the source: path with index, and file with line.
    aliases: HashMap<u64, Vec<(String, String)>>,
    /// The bit of each net name and index.
    bits: HashMap<String, Vec<(usize, u64)>>,
    /// The file of the register that drives a bit, as far as it is known.
    driven: HashMap<u64, Option<String>>,
    /// The bit that the register of this cell name drives.
    registers: HashMap<String, u64>,
}

impl Names {
    /// An instance at `path` of the module whose source is at `src`.
    pub fn instance(&mut self, path: &str, src: &str) {
        self.instances.insert(path.to_owned(), file(src).to_owned());
    }

    /// Bit `index` of the net `name`, which has `width` bits, is the bit `bit`.
    pub fn net(&mut self, name: &str, index: usize, width: usize, bit: u64, src: &str) {
        self.bits.entry(name.to_owned()).or_default().push((index, bit));
        if let Some(at) = own_place(src) {
            let full = if width == 1 { name.to_owned() } else { format!("{name}[{index}]") };
            self.aliases.entry(bit).or_default().push((full, at));
        }
    }

    /// The register `cell` drives `bit`.
    pub fn register(&mut self, cell: &str, bit: u64, src: &str) {
        self.driven.insert(bit, own_place(src).map(|at| file(&at).to_owned()));
        self.registers.insert(cell.to_owned(), bit);
    }

    /// The instance to which the cell `name` belongs: that of the register it is or is named after, else the innermost
    /// instance in its name.
    pub fn place_of(&self, name: &str) -> Place {
        let root = root(name);
        let bit = self.registers.get(name).or_else(|| self.bits.get(root)?.first().map(|(_, bit)| bit));
        let register = bit.and_then(|bit| {
            let file = self.driven.get(bit)?.as_ref()?;
            let mut paths = self.aliases.get(bit)?.iter().map(|(alias, _)| self.innermost(alias));
            paths.find(|path| path.as_ref().is_some_and(|path| self.instances.get(path) == Some(file))).flatten()
        });
        let path = register.or_else(|| {
            // The register's wire may have its name from an instance inside the one that the register is in, or from
            // the one around it: of several names of a wire yosys keeps some.
            let file = bit.and_then(|bit| self.driven.get(bit)?.as_ref());
            let inner = self.innermost(root)?;
            let fits = |path: &&str| file.is_some_and(|file| self.instances.get(*path) == Some(file));
            let outside = ancestors(&inner).find(fits).map(str::to_owned);
            Some(outside.or_else(|| self.within(&inner, root, fits)).unwrap_or(inner))
        });
        path.map_or(Place::Outside, Place::Instance)
    }

    /// The instance directly in the one at `path` that fits, and after whose port (`instance_port`) the wire is called;
    /// or the only one that fits.
    fn within(&self, path: &str, wire: &str, fits: impl Fn(&&str) -> bool) -> Option<String> {
        let name = |child: &str| match path {
            "" => (!child.is_empty() && !child.contains('.')).then(|| child.to_owned()),
            _ => child.strip_prefix(path)?.strip_prefix('.').filter(|name| !name.contains('.')).map(str::to_owned),
        };
        let wire = wire.strip_prefix(path).unwrap_or(wire).trim_start_matches('.');
        let children = self.instances.keys().map(String::as_str).filter(fits);
        let children: Vec<(&str, String)> = children.filter_map(|child| Some((child, name(child)?))).collect();
        let of_port =
            |(_, name): &&(&str, String)| wire.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('_'));
        let called = children.iter().filter(of_port).max_by_key(|(_, name)| name.len());
        let only = if let [only] = &children[..] { Some(only) } else { None };
        called.or(only).map(|(child, _)| (*child).to_owned())
    }

    /// What the source calls the register or memory `cell`, and where it is declared.
    pub fn cell(&self, cell: &str) -> (String, Option<String>) {
        if let Some((name, at)) = self.registers.get(cell).and_then(|bit| self.best(*bit)) {
            return (name.clone(), Some(at.clone()));
        }
        (root(cell).to_owned(), None)
    }

    /// What the source calls the net that nextpnr calls `net`, and where it is declared, if it has a name there.
    pub fn source_net(&self, net: &str) -> Option<(String, String)> {
        let (name, index) = match net.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            Some((name, index)) if self.bits.contains_key(name) => (name, index.parse().ok()?),
            _ => (net, 0),
        };
        let bits = self.bits.get(name)?;
        let position = if bits.len() == 1 { bits.first() } else { bits.iter().find(|(found, _)| *found == index) };
        self.best(position?.1).cloned()
    }

    /// Of the names of a bit the one in the module that drives it, else the innermost.
    fn best(&self, bit: u64) -> Option<&(String, String)> {
        let aliases = self.aliases.get(&bit)?;
        let driver = self.driven.get(&bit).and_then(Option::as_ref);
        let at_driver = |(_, at): &&(String, String)| driver.is_some_and(|driver| file(at) == driver);
        aliases.iter().find(at_driver).or_else(|| aliases.iter().max_by_key(|(name, _)| name.matches('.').count()))
    }

    /// The innermost instance in which something of this name is.
    fn innermost(&self, name: &str) -> Option<String> {
        ancestors(name).skip(1).chain([""]).find(|path| self.instances.contains_key(*path)).map(str::to_owned)
    }
}

/// The wire after which yosys named something.
pub(crate) fn root(name: &str) -> &str {
    let end = CELL_TYPES.iter().filter_map(|kind| name.find(kind)).min();
    &name[..end.unwrap_or(name.len())]
}

/// `a.b.c`, `a.b`, `a`.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(parent, _)| parent))
}

/// File and line of the place of ours in a `src` attribute such as `mac_tx.v:20.5-30.8|/share/map.v:1.1`.
fn own_place(src: &str) -> Option<String> {
    let place = src.split('|').find(|place| !place.is_empty() && !place.starts_with('/'))?;
    let (file, position) = place.rsplit_once(':')?;
    Some(format!("{file}:{}", position.split('.').next()?))
}

fn file(src: &str) -> &str {
    src.rsplit_once(':').map_or(src, |(file, _)| file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_name_is_the_wire() {
        assert_eq!(root("a.count_TRELLIS_FF_Q_3_DI_LUT4_Z"), "a.count");
        assert_eq!(root("a.count_LUT4_Z"), "a.count");
        assert_eq!(root("a.count"), "a.count");
    }

    #[test]
    fn places_of_the_tool_itself_are_passed_over() {
        assert_eq!(own_place("/share/m.v:1.2-3.4|count.v:20.5-30.8").as_deref(), Some("count.v:20"));
        assert_eq!(own_place("/share/m.v:1.2-3.4"), None);
        assert_eq!(own_place(""), None);
    }

    #[test]
    fn a_register_has_the_name_it_has_in_its_own_module() {
        let mut names = Names::default();
        names.instance("", "top.v:1.1-9.9");
        names.instance("a", "count.v:1.1-9.9");
        names.instance("a.sync", "sync.v:1.1-9.9");
        for (name, src) in [("seen", "top.v:3.1"), ("a.q", "count.v:4.1"), ("a.sync.d", "sync.v:5.1")] {
            names.net(name, 0, 1, 7, src);
        }
        names.register("a.sync.d_TRELLIS_FF_Q", 7, "count.v:6.1-7.1|/share/m.v:1.1");
        assert_eq!(names.place_of("a.sync.d_TRELLIS_FF_Q"), Place::Instance("a".to_owned()));
        assert_eq!(names.place_of("a.sync.d_LUT4_A_Z_LUT4_Z"), Place::Instance("a".to_owned()));
        assert_eq!(names.cell("a.sync.d_TRELLIS_FF_Q"), ("a.q".to_owned(), Some("count.v:4".to_owned())));
        assert_eq!(names.source_net("seen"), Some(("a.q".to_owned(), "count.v:4".to_owned())));
        assert_eq!(names.source_net("seen_LUT4_Z"), None);
    }
}
