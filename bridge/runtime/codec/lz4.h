// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Declares the part of the LZ4 interface that Verilator's wave writer calls; runtime.cc defines it over Rust's lz4.
#pragma once

extern "C" {
int LZ4_compressBound(int length);
int LZ4_compress_default(const char* from, char* to, int length, int room);
}
