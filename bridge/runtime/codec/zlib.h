// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Declares the part of the zlib interface that Verilator's wave writer calls; runtime.cc defines it over Rust's zlib.
#pragma once

typedef unsigned char Bytef;
typedef unsigned long uLong;
typedef unsigned long uLongf;

#define Z_OK 0

extern "C" {
uLong compressBound(uLong length);
int compress2(Bytef* to, uLongf* room, const Bytef* from, uLong length, int level);
}
