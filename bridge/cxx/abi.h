// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the shared object of a verilated design offers, as one table of plain C functions. The loader (cxx/loader.cc)
// and every model (runtime/model.h) include this file; `ABI` changes whenever it does.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wirewright {

constexpr uint32_t ABI = 2;

// The compressors of the wave file writer live in Rust; both return the octets written, 0 when it does not fit.
struct Codec {
    size_t (*lz4)(const uint8_t* from, size_t length, uint8_t* to, size_t room);
    size_t (*zlib)(const uint8_t* from, size_t length, uint8_t* to, size_t room, int32_t level);
};

// Functions that can fail return null when all is well, else a message that lives until the next call.
struct Api {
    uint32_t abi;
    const char* layout;
    // `room` octets at `error` take the reason when null is returned.
    void* (*create)(uint32_t seed, const Codec* codec, char* error, size_t room);
    void (*destroy)(void* model);
    void (*step)(void* model, uint32_t edges, const void* in, void* out);
    void (*bare_loop)(void* model, const uint8_t* edges, size_t edge_count, const void* in, size_t count,
                          void* out);
    uint32_t (*status)(const void* model);  // 0 running, 1 $finish, 2 $stop or failed assertion, 3 fatal
    const char* (*message)(const void* model);
    const char* (*take_text)(void* model);
    void (*set_time_ps)(void* model, uint64_t time_ps);
    const char* (*trace_open)(void* model, const char* path);
    const char* (*trace_close)(void* model);
    const char* (*coverage_write)(void* model, const char* path);
};

}  // namespace wirewright

extern "C" const wirewright::Api* wirewright_api();
