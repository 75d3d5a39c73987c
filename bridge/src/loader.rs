// SPDX-License-Identifier: MIT OR Apache-2.0
//! The cxx border to the C++ loader (`cxx/loader.cc`): shared objects, models, waves and coverage. C++ exceptions
//! arrive as `cxx::Exception`; the compressors that the wave writer calls go the other way.

#[allow(unsafe_code)] // The cxx bridge is made of foreign functions.
#[cxx::bridge(namespace = "wirewright")]
pub(crate) mod ffi {
    unsafe extern "C++" {
        include!("wirewright-bridge/cxx/loader.h");

        type Library;
        fn open_library(path: &str) -> Result<UniquePtr<Library>>;
        fn layout(self: &Library) -> String;
        fn step_address(self: &Library) -> usize;
        fn bare_loop_address(self: &Library) -> usize;

        type Instance;
        fn new_instance(library: &Library, seed: u32) -> Result<UniquePtr<Instance>>;
        fn address(self: &Instance) -> usize;
        fn status(self: &Instance) -> u32;
        fn message(self: &Instance) -> String;
        fn take_text(self: Pin<&mut Instance>) -> String;
        fn set_time_ps(self: Pin<&mut Instance>, time_ps: u64);
        fn trace_open(self: Pin<&mut Instance>, path: &str) -> Result<()>;
        fn trace_close(self: Pin<&mut Instance>) -> Result<()>;
        fn coverage_write(self: Pin<&mut Instance>, path: &str) -> Result<()>;
    }

    extern "Rust" {
        fn compress_lz4(from: &[u8], to: &mut [u8]) -> usize;
        fn compress_zlib(from: &[u8], to: &mut [u8], level: i32) -> usize;
    }
}

/// Octets written, 0 when the compressed block does not fit into `to`.
fn compress_lz4(from: &[u8], to: &mut [u8]) -> usize {
    lz4_flex::block::compress_into(from, to).unwrap_or(0)
}

/// Octets written, 0 when the compressed stream does not fit into `to`.
fn compress_zlib(from: &[u8], to: &mut [u8], level: i32) -> usize {
    let level = u8::try_from(level).unwrap_or(6);
    let stream = miniz_oxide::deflate::compress_to_vec_zlib(from, level);
    let Some(room) = to.get_mut(..stream.len()) else { return 0 };
    room.copy_from_slice(&stream);
    stream.len()
}

// SAFETY: a library is a table of constants and functions; nothing in it belongs to a thread.
#[allow(unsafe_code)]
unsafe impl Send for ffi::Library {}
// SAFETY: as above; its methods only read.
#[allow(unsafe_code)]
unsafe impl Sync for ffi::Library {}
// SAFETY: a model is used by the one thread that owns it; Verilator's models may move between calls, and its
// thread-local context is set anew wherever it is used (construction, waves, coverage, destruction).
#[allow(unsafe_code)]
unsafe impl Send for ffi::Instance {}
