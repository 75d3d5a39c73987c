// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wirewright-bridge/cxx/loader.h"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include "wirewright-bridge/src/loader.rs.h"

namespace wirewright {

namespace {
size_t lz4(const uint8_t* from, size_t length, uint8_t* to, size_t room) {
    return compress_lz4({from, length}, {to, room});
}

size_t zlib(const uint8_t* from, size_t length, uint8_t* to, size_t room, int32_t level) {
    return compress_zlib({from, length}, {to, room}, level);
}

const Codec codec = {lz4, zlib};

void check(const char* failure) {
    if (failure) throw std::runtime_error(failure);
}
}  // namespace

class Handle {
  public:
    explicit Handle(const char* path) : library{dlopen(path, RTLD_NOW | RTLD_LOCAL)} {
        if (!library) throw std::runtime_error(dlerror());
        using Entry = const Api* (*)();
        const auto entry = reinterpret_cast<Entry>(dlsym(library, "wirewright_api"));
        if (!entry) fail("it has no `wirewright_api`: not a verilated design of this kit");
        api = entry();
        if (api->abi != ABI) fail("it was built for another version of this kit");
    }

    ~Handle() { dlclose(library); }

    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    const Api* api;

  private:
    [[noreturn]] void fail(const char* why) {
        dlclose(library);
        throw std::runtime_error(why);
    }

    void* library;
};

Library::Library(const char* path) : handle{std::make_shared<Handle>(path)} {}

rust::String Library::layout() const { return handle->api->layout; }
size_t Library::step_address() const { return reinterpret_cast<size_t>(handle->api->step); }
size_t Library::bare_loop_address() const { return reinterpret_cast<size_t>(handle->api->bare_loop); }

Instance::Instance(const Library& library, uint32_t seed) : handle{library.handle} {
    char error[512] = "";
    model = handle->api->create(seed, &codec, error, sizeof error);
    if (!model) throw std::runtime_error(error);
}

Instance::~Instance() { handle->api->destroy(model); }

size_t Instance::address() const { return reinterpret_cast<size_t>(model); }
uint32_t Instance::status() const { return handle->api->status(model); }
rust::String Instance::message() const { return rust::String::lossy(handle->api->message(model)); }
rust::String Instance::take_text() { return rust::String::lossy(handle->api->take_text(model)); }
void Instance::set_time_ps(uint64_t time_ps) { handle->api->set_time_ps(model, time_ps); }
void Instance::trace_open(rust::Str path) { check(handle->api->trace_open(model, std::string(path).c_str())); }
void Instance::trace_close() { check(handle->api->trace_close(model)); }
void Instance::coverage_write(rust::Str path) {
    check(handle->api->coverage_write(model, std::string(path).c_str()));
}

std::unique_ptr<Library> open_library(rust::Str path) {
    return std::make_unique<Library>(std::string(path).c_str());
}

std::unique_ptr<Instance> new_instance(const Library& library, uint32_t seed) {
    return std::make_unique<Instance>(library, seed);
}

}  // namespace wirewright
