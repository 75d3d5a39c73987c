// SPDX-License-Identifier: MIT OR Apache-2.0
//! The marker that gives a block its Verilog module name. rust-hdl's tree knows a block's place, not its
//! type; this field tells the printer both. rust-hdl itself ignores it.

use crate::prelude::*;
use std::marker::PhantomData;

/// The Verilog module name of the block that has this field: `name: ModuleName<Self>`.
///
/// [`Default`] takes the type's name in snake case (`MacTx` is `mac_tx`); [`ModuleName::named`] gives each
/// configuration its own.
pub struct ModuleName<T> {
    name: Option<String>,
    block: PhantomData<fn() -> T>,
}

/// How the marker's namespace begins; no Rust identifier holds a space.
pub(crate) const MODULE_MARK: &str = "module ";

impl<T> ModuleName<T> {
    /// The module is called `name`.
    pub fn named(name: impl Into<String>) -> Self {
        ModuleName { name: Some(name.into()), block: PhantomData }
    }
}

impl<T> Default for ModuleName<T> {
    fn default() -> Self {
        ModuleName { name: None, block: PhantomData }
    }
}

impl<T> Logic for ModuleName<T> {
    fn update(&mut self) {}
}

impl<T> Block for ModuleName<T> {
    fn connect_all(&mut self) {}

    fn update_all(&mut self) {}

    fn has_changed(&self) -> bool {
        false
    }

    fn accept(&self, _name: &str, probe: &mut dyn Probe) {
        let type_path = std::any::type_name::<T>();
        let type_path = type_path.split('<').next().unwrap_or(type_path);
        let default = || snake_case(type_path.rsplit("::").next().unwrap_or(type_path));
        let name = self.name.clone().unwrap_or_else(default);
        let mark = format!("{MODULE_MARK}{name} {type_path}");
        probe.visit_start_namespace(&mark, self);
        probe.visit_end_namespace(&mark, self);
    }
}

/// `MacTx` as `mac_tx`; digits stay with the letters before them.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    #[test]
    fn type_names_become_module_names() {
        assert_eq!(["MacTx", "Crc32", "Crc32Nibble"].map(super::snake_case), ["mac_tx", "crc32", "crc32_nibble"]);
    }
}
