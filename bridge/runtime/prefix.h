// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What every design includes, apart so that it can be precompiled.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>

#include "runtime.h"
#include "verilated.h"
