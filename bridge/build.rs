// SPDX-License-Identifier: MIT OR Apache-2.0
//! Compiles the C++ loader. It needs a C++ compiler and nothing else: designs are verilated when they are first used.

fn main() {
    cxx_build::bridge("src/loader.rs").file("cxx/loader.cc").std("c++17").compile("wirewright_bridge_loader");
    for file in ["src/loader.rs", "cxx/loader.cc", "cxx/loader.h", "cxx/abi.h"] {
        println!("cargo:rerun-if-changed={file}");
    }
}
