// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Loads the shared object of a verilated design and owns its models, for Rust through cxx: what goes wrong is thrown
// and arrives there as an error. The step itself does not pass here: Rust calls the function whose address it is given.
#pragma once

#include <cstdint>
#include <memory>

#include "rust/cxx.h"

#include "wirewright-bridge/cxx/abi.h"

namespace wirewright {

class Handle;

// An open shared object; closed when its last instance is gone.
class Library {
  public:
    explicit Library(const char* path);

    rust::String layout() const;
    size_t step_address() const;
    size_t bare_loop_address() const;

    std::shared_ptr<Handle> handle;
};

// One running model of a library.
class Instance {
  public:
    Instance(const Library& library, uint32_t seed);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    size_t address() const;
    uint32_t status() const;
    rust::String message() const;
    rust::String take_text();
    void set_time_ps(uint64_t time_ps);
    void trace_open(rust::Str path);
    void trace_close();
    void coverage_write(rust::Str path);

  private:
    std::shared_ptr<Handle> handle;
    void* model;
};

std::unique_ptr<Library> open_library(rust::Str path);
std::unique_ptr<Instance> new_instance(const Library& library, uint32_t seed);

}  // namespace wirewright
