// SPDX-License-Identifier: MIT OR Apache-2.0
//! Captures that are not what they should be.

use std::fs;

use super::{CAPTURE, Ended, files, folder, run, run_with_input};

/// The golden model alone: no tool is needed.
fn cosim(capture: &[u8]) -> (Ended, Vec<String>) {
    let folder = folder();
    fs::write(folder.path().join("in.pcapng"), capture).unwrap();
    let ended = run(folder.path(), &["cosim", "--rung", "reference,model", "--read", "in.pcapng", "--quiet"]);
    let left = files(folder.path());
    (ended, left)
}

/// A pcap with these records of Ethernet.
fn pcap(link_type: u32, records: &[(&[u8], u32)]) -> Vec<u8> {
    let words = [0xa1b2_c3d4_u32, 0x0004_0002, 0, 0, 65_535, link_type];
    let mut file: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    for (data, length) in records {
        for word in [1, 2, data.len() as u32, *length] {
            file.extend(word.to_le_bytes());
        }
        file.extend(*data);
    }
    file
}

#[test]
fn a_capture_cut_anywhere_is_an_error_with_its_place_or_a_clean_end() {
    let whole = fs::read(CAPTURE).unwrap();
    let head = &whole[..2048];
    // A process takes milliseconds, so each end of a block, the octets around it, and every 13th point.
    let ends = block_ends(head);
    let near = |at: usize| ends.iter().any(|&end| at.abs_diff(end) <= 1);
    let mut clean = 0;
    for at in (0..head.len()).filter(|&at| at % 13 == 0 || near(at)) {
        let folder = folder();
        let arguments = ["cosim", "--rung", "model", "--read", "-", "--quiet", "--edges", "200"];
        let ended = run_with_input(folder.path(), &arguments, &head[..at]);
        let has_place = ended.err.contains("standard input: ") && ended.err.contains("offset ");
        match ended.code {
            Some(0) => clean += 1,
            // Before its first frame the capture is whole, but there is nothing to compare.
            Some(2) if ended.err.contains("nothing was compared") => assert!(ends.contains(&at), "{at}: {ended:?}"),
            Some(2) => assert!(has_place && ended.err.lines().count() == 1, "{at}: {ended:?}"),
            _ => panic!("{at}: {ended:?}"),
        }
        assert!(ended.code == Some(0) || files(folder.path()).is_empty(), "{at}: {:?}", files(folder.path()));
    }
    assert!(clean > 0);
}

/// Where the blocks of a pcapng end.
fn block_ends(mut file: &[u8]) -> Vec<usize> {
    let (mut ends, whole) = (vec![0], file.len());
    while let Some(length) = file.get(4..8) {
        let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
        file = file.get(length..).unwrap_or_default();
        ends.push(whole - file.len());
    }
    ends
}

#[test]
fn a_frame_cut_off_in_the_midst_is_named_by_record_and_offset() {
    let frame = [0_u8; 60];
    let mut capture = pcap(1, &[(&frame, 60), (&frame, 60)]);
    capture.truncate(capture.len() - 7);
    let (ended, _) = cosim(&capture);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.starts_with("error: in.pcapng: record 2, offset 100: "), "{ended:?}");
}

#[test]
fn a_corrupt_length_does_not_eat_the_memory() {
    let mut capture = pcap(1, &[(&[0; 60], 60)]);
    capture[24 + 8..24 + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    let (ended, left) = cosim(&capture);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("in.pcapng: record 1, offset 24: "), "{ended:?}");
    assert_eq!(left, ["in.pcapng"]);
}

#[test]
fn a_record_without_octets_is_named() {
    let (ended, left) = cosim(&pcap(1, &[(&[0; 60], 60), (&[], 0)]));
    assert_eq!((ended.code, left), (Some(2), vec!["in.pcapng".to_owned()]));
    assert!(ended.err.starts_with("error: in.pcapng: record 2, offset 100: the record has no octets"), "{ended:?}");
}

#[test]
fn records_that_no_wire_carries_are_skipped_with_a_count() {
    let frame = [&[2; 12][..], &[0x88, 0xb5], &[7; 46]].concat();
    let long = [&frame[..], &[0; 3000]].concat();
    let folder = folder();
    fs::write(folder.path().join("in.pcap"), pcap(1, &[(&long, 3060), (&frame, 900), (&frame, 60)])).unwrap();
    let ended = run(folder.path(), &["cosim", "--rung", "model", "--read", "in.pcap"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("1 records longer than the design takes, 1 cut short"), "{ended:?}");
}

#[test]
fn a_skipped_record_is_warned_of_and_leaves_no_frame_behind() {
    let frame = [&[2; 12][..], &[0x88, 0xb5], &[7; 46]].concat();
    let folder = folder();
    fs::write(folder.path().join("in.pcap"), pcap(1, &[(&frame, 60), (&[3; 100], 1500)])).unwrap();
    let ended = run(folder.path(), &["cosim", "--rung", "model", "--read", "in.pcap", "--json", "-"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.err.contains("0 records longer than the design takes and 1 cut short were skipped"), "{ended:?}");
    let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&report["frames_in"], &report["frames_back"]), (&1.into(), &1.into()));
    let counters = report["macs"][0]["counters"].as_array().unwrap();
    let sent = counters.iter().find(|counter| counter["name"] == "aFramesTransmittedOK").unwrap();
    assert_eq!(sent["value"], 1);
    assert_eq!(report["origin"]["frames"]["capture"], "in.pcap");
}

#[test]
fn another_link_type_names_the_remedy() {
    let (ended, left) = cosim(&pcap(113, &[(&[0; 60], 60)]));
    assert_eq!((ended.code, left), (Some(2), vec!["in.pcapng".to_owned()]));
    assert!(ended.err.contains("link type 113") && ended.err.contains("editcap"), "{ended:?}");
}

#[test]
fn what_is_no_capture_is_told_from_one_that_is_not_there() {
    for text in ["#!/bin/sh\necho no capture\n", "hi\n", ""] {
        let (ended, _) = cosim(text.as_bytes());
        assert!(ended.code == Some(2) && ended.err.contains("neither pcap nor pcapng"), "{text}: {ended:?}");
    }
    for capture in [pcap(1, &[]), fs::read(CAPTURE).unwrap()[..28].to_vec()] {
        for octets in 1..capture.len() {
            let (ended, _) = cosim(&capture[..octets]);
            let said = ended.err.contains("in.pcapng: record 1, offset 0: the file ends inside");
            assert!(ended.code == Some(2) && said, "{octets}: {ended:?}");
        }
    }
    let folder = folder();
    let ended = run(folder.path(), &["cosim", "--read", "missing.pcap"]);
    assert!(ended.code == Some(2) && ended.err.contains("missing.pcap: cannot open"), "{ended:?}");
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_capture_comes_from_standard_input_and_its_report_goes_to_standard_output() {
    let folder = folder();
    let capture = fs::read(CAPTURE).unwrap();
    let arguments = ["cosim", "--rung", "model", "--read", "-", "--json", "-", "--edges", "100000"];
    let ended = run_with_input(folder.path(), &arguments, &capture);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("only JSON is on standard output");
    assert_eq!((&report["schema"], &report["passed"]), (&"wirewright.cosim".into(), &true.into()));
}
