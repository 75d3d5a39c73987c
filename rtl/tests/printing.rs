// SPDX-License-Identifier: MIT OR Apache-2.0
//! How a design is printed: modules once, instances wired, domains apart, registers reset.

mod kernels;

use kernels::design::Crossing;
use wirewright_rtl::emit::{self, Description};

fn print_crossing() -> String {
    let text = include_str!("kernels/design.rs");
    let description = Description { file: "rtl/tests/kernels/design.rs", text, ports: None };
    emit::print(&Crossing::default(), &|_, _| Some(description)).unwrap()
}

#[test]
fn each_module_is_there_once() {
    let text = print_crossing();
    println!("{text}");
    for module in ["crossing", "counter", "counter_saturating", "ram_block", "sync_bit", "reset_sync"] {
        assert_eq!(text.matches(&format!("\nmodule {module} ")).count(), 1, "{module}");
    }
}
