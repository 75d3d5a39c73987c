// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What Verilator's runtime does in this kit where it would end the process or print: it throws, and it keeps text.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "abi.h"

namespace wirewright {

// Thrown out of `eval` by $finish, $stop, $fatal, a failed assertion or a fault of the simulation itself.
struct Stopped {
    uint32_t status;  // as Api::status
    std::string message;
};

// Set while any thread has text that no model has taken.
extern std::atomic<bool> text_waiting;

// What this thread's models have printed since the last call.
std::string take_text();

// The compressors for waves, given by the loader before the first trace is opened.
void use_codec(const Codec* codec);

}  // namespace wirewright
