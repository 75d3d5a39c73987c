// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Verilator's runtime, compiled once for all designs, with its endings replaced: a design that stops throws
// `Stopped` out of `eval` in place of ending the process, and what it prints is kept for whoever asks.
#include <cstdarg>
#include <cstdio>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "runtime.h"

extern "C" int wirewright_printf(const char* format, ...) __attribute__((format(printf, 1, 2)));

// Verilator declares the other three itself.
void vl_stop_maybe(const char* file, int line, const char* hier, bool maybe);

#define VL_USER_FINISH
#define VL_USER_STOP
#define VL_USER_STOP_MAYBE
#define VL_USER_FATAL
#define VL_PRINTF wirewright_printf
#include "verilated.cpp"

namespace wirewright {

namespace {
// A model that prints without end must not eat the memory: what exceeds this is dropped from the front.
constexpr size_t TEXT_LIMIT = 64 * 1024;

std::mutex text_lock;
std::map<std::thread::id, std::string> texts;
const Codec* codec = nullptr;

std::string place(const char* file, int line, const char* what) {
    std::string text = file && *file ? std::string{file} + ":" + std::to_string(line) + ": " : std::string{};
    return text + what;
}

// The message of an assertion is printed before it stops the design: it belongs to the report.
[[noreturn]] void stop(uint32_t status, const char* file, int line, const char* what) {
    std::string text = take_text();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    throw Stopped{status, place(file, line, what) + (text.empty() ? "" : "\n" + text)};
}
}  // namespace

std::atomic<bool> text_waiting{false};

std::string take_text() {
    const std::lock_guard<std::mutex> hold{text_lock};
    std::string text;
    const auto mine = texts.find(std::this_thread::get_id());
    if (mine != texts.end()) {
        text = std::move(mine->second);
        texts.erase(mine);
    }
    text_waiting = !texts.empty();
    return text;
}

void use_codec(const Codec* given) { codec = given; }

}  // namespace wirewright

extern "C" int wirewright_printf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    const int length = std::vsnprintf(nullptr, 0, format, arguments);
    va_end(arguments);
    std::string text(length < 0 ? 0 : static_cast<size_t>(length), '\0');
    std::vsnprintf(&text[0], text.size() + 1, format, again);
    va_end(again);
    const std::lock_guard<std::mutex> hold{wirewright::text_lock};
    std::string& mine = wirewright::texts[std::this_thread::get_id()];
    mine += text;
    if (mine.size() > wirewright::TEXT_LIMIT) mine.erase(0, mine.size() - wirewright::TEXT_LIMIT);
    wirewright::text_waiting = true;
    return length;
}

void vl_finish(const char* file, int line, const char*) { wirewright::stop(1, file, line, "$finish"); }

void vl_stop(const char* file, int line, const char*) {
    wirewright::stop(2, file, line, "$stop or failed assertion");
}

void vl_stop_maybe(const char* file, int line, const char* hier, bool) { vl_stop(file, line, hier); }

void vl_fatal(const char* file, int line, const char*, const char* message) {
    wirewright::stop(3, file, line, message);
}

// The two functions of lz4 and the two of zlib that the wave writer calls (declared in runtime/codec). The writer does
// not look for failure: a compressor that finds no room would leave a broken file, so it throws.
extern "C" int LZ4_compressBound(int length) { return length + length / 8 + 64; }

extern "C" int LZ4_compress_default(const char* from, char* to, int length, int room) {
    if (!wirewright::codec || length < 0 || room < 0) throw std::runtime_error("no lz4 for the waves");
    const size_t written =
        wirewright::codec->lz4(reinterpret_cast<const uint8_t*>(from), static_cast<size_t>(length),
                               reinterpret_cast<uint8_t*>(to), static_cast<size_t>(room));
    if (written == 0) throw std::runtime_error("no room for a compressed block of waves");
    return static_cast<int>(written);
}

extern "C" unsigned long compressBound(unsigned long length) { return length + length / 256 + 128; }

extern "C" int compress2(unsigned char* to, unsigned long* room, const unsigned char* from, unsigned long length,
                         int level) {
    if (!wirewright::codec) return -2;
    const size_t written = wirewright::codec->zlib(from, length, to, *room, level);
    if (written == 0) return -5;
    *room = written;
    return 0;
}
