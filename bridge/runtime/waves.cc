// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Verilator's wave writer, with its checks replaced: where it would end the process, for example because the disk is
// full, it throws.
#include <stdexcept>

#include "fstcpp/fstcpp_assertion.h"

namespace {
[[noreturn]] void fail(const char* check) {
    throw std::runtime_error(std::string{"the waves cannot be written, is the disk full? ("} + check + ")");
}
}  // namespace

#undef FST_CHECK
#undef FST_CHECK_EQ
#undef FST_CHECK_NE
#undef FST_CHECK_GT
#undef FST_CHECK_GE
#undef FST_CHECK_LT
#undef FST_CHECK_LE
#define FST_CHECK(a) \
    if (!(a)) fail(#a);
#define FST_CHECK_EQ(a, b) FST_CHECK((a) == (b))
#define FST_CHECK_NE(a, b) FST_CHECK((a) != (b))
#define FST_CHECK_GT(a, b) FST_CHECK((a) > (b))
#define FST_CHECK_GE(a, b) FST_CHECK((a) >= (b))
#define FST_CHECK_LT(a, b) FST_CHECK((a) < (b))
#define FST_CHECK_LE(a, b) FST_CHECK((a) <= (b))

#include "verilated_fst_c.cpp"
