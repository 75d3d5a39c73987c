// SPDX-License-Identifier: MIT OR Apache-2.0
//! The blocks of the card through which frames pass octet by octet: what its contract asks of each.

mod address_filter;
mod checksum_insert;
mod checksum_scope;
mod checksum_verify;
mod filtered_frames;
mod rx_buffer;
mod stream_narrow;
mod stream_widen;
mod vlan;

use crate::conformance::rigs::frame_path::{Came, FramePath, Trace};
use crate::conformance::{Case, Check, Mismatch};

/// The cases in the order in which reports list them.
pub(super) const GROUPS: [&[Case]; 9] = [
    address_filter::CASES,
    filtered_frames::CASES,
    vlan::CASES,
    checksum_verify::CASES,
    checksum_scope::CASES,
    rx_buffer::CASES,
    stream_narrow::CASES,
    stream_widen::CASES,
    checksum_insert::CASES,
];

/// Lengths of long chunks: around each power of two, so that each bit of a count matters, and the longest.
const LONG_OCTETS: [usize; 37] = {
    let mut lengths = [65_535; 37];
    let mut index = 0;
    while index < 36 {
        lengths[index] = (16 << (index / 3)) + index % 3;
        index += 1;
    }
    lengths
};

/// Compares what came with what is due, frame by frame; nothing else may have come.
fn same<P: FramePath>(check: &mut Check, what: &str, trace: &Trace<P>, due: &[Came<P>]) -> Result<(), Mismatch> {
    for (index, (came, due)) in trace.frames.iter().zip(due).enumerate() {
        check.equal(format_args!("{what}: octets of frame {index}"), &came.octets, &due.octets)?;
        check.equal(format_args!("{what}: beside the last octet of frame {index}"), &came.told, &due.told)?;
    }
    check.equal(format_args!("{what}: frames"), trace.frames.len(), due.len())?;
    check.equal(format_args!("{what}: octets behind the last whole frame"), &trace.cut[..], &[])?;
    check.equal(format_args!("{what}: octets with something beside them too early"), trace.told_astray, 0)
}
