// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the demo stands on is there: Verilog in which the bug can be planted, and the capture.

use wirewright_xtask::house::House;
use wirewright_xtask::plant::cut_crc_tap;

#[test]
fn the_bug_can_be_planted_in_the_committed_verilog() {
    let path = House::find().unwrap().root().join("rtl/verilog/mac_gmii.v");
    let verilog = std::fs::read_to_string(path).unwrap();
    let planted = cut_crc_tap(&verilog).unwrap();
    assert_eq!(verilog.lines().zip(planted.text.lines()).filter(|(old, new)| old != new).count(), 1);
}

#[test]
fn the_capture_is_there() {
    let path = House::find().unwrap().root().join("examples/captures/web.pcapng");
    assert!(std::fs::metadata(path).unwrap().len() > 100_000);
}
