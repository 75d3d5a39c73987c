// SPDX-License-Identifier: MIT OR Apache-2.0
//! Captures of both formats, whole and broken.

pub(crate) mod tshark;

use std::io::Cursor;

use proptest::prelude::*;

use super::*;

/// A pcap header: `magic` in little or big endian, link type and FCS bits as given.
fn pcap_header(magic: u32, big: bool, network: u32) -> Vec<u8> {
    let word = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let half = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    [&word(magic)[..], &half(2), &half(4), &word(0), &word(0), &word(65535), &word(network)].concat()
}

fn pcap_record(big: bool, seconds: u32, fraction: u32, original: u32, data: &[u8]) -> Vec<u8> {
    let word = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    [&word(seconds)[..], &word(fraction), &word(data.len() as u32), &word(original), data].concat()
}

fn read_all(file: Vec<u8>) -> Result<Vec<(Record, Vec<u8>)>, CaptureError> {
    let mut reader = CaptureReader::new("test.pcap", Cursor::new(file))?;
    let mut records = Vec::new();
    let mut data = Vec::new();
    while let Some(record) = reader.next_record(&mut data)? {
        records.push((record, data.clone()));
    }
    Ok(records)
}

fn written(frames: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.pcapng");
    let mut writer = CaptureWriter::create(&path).unwrap();
    let port = writer.interface("port0", 1_000_000_000).unwrap();
    for (time_ns, frame) in frames {
        writer.frame(port, *time_ns, Direction::Out, frame, Some("comment")).unwrap();
    }
    assert!(!path.exists(), "the file has its name before it is whole");
    writer.finish().unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn pcap_is_read_with_either_resolution_and_byte_order() {
    for (magic, unit_ns) in [(0xa1b2_c3d4, 1000), (0xa1b2_3c4d, 1)] {
        for big in [false, true] {
            let file = [pcap_header(magic, big, 1), pcap_record(big, 7, 5, 60, &[9; 60])].concat();
            let records = read_all(file).unwrap();
            let record = Record { number: 1, offset: 24, time_ns: 7_000_000_000 + 5 * unit_ns, original_octets: 60 };
            assert_eq!(records, [(record, vec![9; 60])]);
        }
    }
}

#[test]
fn an_fcs_that_the_file_declares_is_cut() {
    let network = 1 | 1 << 26 | 2 << 28;
    let file = [pcap_header(0xa1b2_c3d4, false, network), pcap_record(false, 0, 0, 64, &[1; 64])].concat();
    assert_eq!(read_all(file).unwrap()[0].1.len(), 60);
}

#[test]
fn what_is_written_is_read_back_without_fcs() {
    let frames = [(1, vec![1; 64]), (1_700_000_000_123_456_789, vec![2; 1518])];
    let read = read_all(written(&frames)).unwrap();
    assert_eq!(read.len(), 2);
    for ((time_ns, frame), (record, data)) in frames.iter().zip(&read) {
        assert_eq!(record.time_ns, *time_ns);
        assert_eq!(data, &frame[..frame.len() - 4]);
    }
}

#[test]
fn a_truncated_file_names_record_and_offset() {
    let first = pcap_record(false, 0, 0, 60, &[0; 60]);
    let file = [pcap_header(0xa1b2_c3d4, false, 1), first.clone(), first[..30].to_vec()].concat();
    let error = read_all(file).unwrap_err();
    assert!(matches!(error, CaptureError::Truncated { record: 2, offset: 100, .. }), "{error:?}");
    assert!(error.to_string().starts_with("test.pcap: record 2, offset 100:"), "{error}");
}

#[test]
fn faulty_records_are_refused_with_their_place() {
    let header = pcap_header(0xa1b2_c3d4, false, 1);
    let good = pcap_record(false, 0, 0, 60, &[0; 60]);
    let empty = pcap_record(false, 0, 0, 0, &[]);
    let longer_than_original = pcap_record(false, 0, 0, 59, &[0; 60]);
    for bad in [empty, longer_than_original] {
        let error = read_all([header.clone(), good.clone(), bad].concat()).unwrap_err();
        assert!(matches!(error, CaptureError::Corrupt { record: 2, offset: 100, .. }), "{error:?}");
    }
    let error = read_all([header, [0xff; 16].to_vec()].concat()).unwrap_err();
    assert!(matches!(error, CaptureError::Corrupt { record: 1, offset: 24, .. }), "{error:?}");
}

#[test]
fn an_unknown_link_type_names_the_remedy() {
    let file = [pcap_header(0xa1b2_c3d4, false, 113), pcap_record(false, 0, 0, 60, &[0; 60])].concat();
    let error = read_all(file).unwrap_err();
    assert!(matches!(error, CaptureError::LinkType { link_type: 113, .. }), "{error:?}");
    assert!(error.to_string().contains("editcap"), "{error}");
}

#[test]
fn what_is_no_capture_is_refused() {
    for file in [vec![], b"hello, world, this is no capture file".to_vec()] {
        let error = read_all(file).unwrap_err();
        assert!(matches!(error, CaptureError::NotACapture { .. }), "{error:?}");
    }
}

#[test]
fn frames_that_a_wire_cannot_carry_are_skipped_and_counted() {
    let records = [
        pcap_record(false, 0, 0, 1514, &[3; 1514]),
        pcap_record(false, 0, 0, 1515, &[3; 1515]),
        pcap_record(false, 0, 0, 1514, &[3; 96]),
        pcap_record(false, 0, 0, 60, &[4; 60]),
    ];
    let file = [pcap_header(0xa1b2_c3d4, false, 1), records.concat()].concat();
    let mut frames = FrameReader::new(CaptureReader::new("t", Cursor::new(file)).unwrap(), Limits::BASIC);
    let mut frame = Vec::new();
    let mut lengths = Vec::new();
    while frames.next_frame(&mut frame).unwrap().is_some() {
        lengths.push(frame.len());
    }
    assert_eq!((lengths, frame.len()), (vec![1514, 60], 0));
    assert_eq!(frames.skipped(), Skipped { too_long: 1, cut: 1 });
}

#[test]
fn a_vlan_tag_gets_four_octets_more_but_not_in_a_jumbo_frame() {
    let of = |octets: usize, tag: u16| {
        let mut frame = vec![0; octets];
        frame[12..14].copy_from_slice(&tag.to_be_bytes());
        frame
    };
    let lengths = |limits, frames: &[Vec<u8>]| {
        let records: Vec<_> = frames.iter().map(|f| pcap_record(false, 0, 0, f.len() as u32, f)).collect();
        let file = [pcap_header(0xa1b2_c3d4, false, 1), records.concat()].concat();
        let mut frames = FrameReader::new(CaptureReader::new("t", Cursor::new(file)).unwrap(), limits);
        let (mut frame, mut lengths) = (Vec::new(), Vec::new());
        while frames.next_frame(&mut frame).unwrap().is_some() {
            lengths.push(frame.len());
        }
        lengths
    };
    assert_eq!(lengths(Limits::BASIC, &[of(1518, 0x8100), of(1519, 0x8100), of(1515, 0x88a8)]), [1518]);
    // With its FCS a frame of 9014 octets has 9018, the most that the receiver takes, tagged or not.
    assert_eq!(lengths(Limits::JUMBO, &[of(9014, 0x8100), of(9015, 0x8100), of(9014, 0x0800)]), [9014, 9014]);
}

#[test]
fn a_variant_of_pcap_that_is_not_supported_is_named() {
    for big in [false, true] {
        let error = read_all([pcap_header(0xa1b2_cd34, big, 1), vec![0; 24]].concat()).unwrap_err();
        assert!(matches!(error, CaptureError::Unsupported { .. }), "{error:?}");
        assert!(error.to_string().contains("Kuznetzov") && error.to_string().contains("editcap"), "{error}");
    }
}

#[test]
fn a_fragment_that_is_no_longer_than_its_fcs_is_skipped() {
    let file = written(&[(1, vec![]), (2, vec![1; 4]), (3, vec![1; 64])]);
    let mut frames = FrameReader::new(CaptureReader::new("t", Cursor::new(file)).unwrap(), Limits::BASIC);
    let mut frame = Vec::new();
    assert_eq!(frames.next_frame(&mut frame).unwrap(), Some(3));
    assert_eq!(frames.next_frame(&mut frame).unwrap(), None);
    assert_eq!(frames.skipped(), Skipped { too_long: 0, cut: 1 });
}

#[test]
fn an_unwritable_folder_names_the_file() {
    let error = CaptureWriter::create(std::path::Path::new("/nonexistent/out.pcapng")).err().unwrap();
    assert!(error.to_string().starts_with("/nonexistent/out.pcapng: cannot write"), "{error}");
}

/// A whole file of either format, by kind.
fn whole_file(pcapng: bool) -> Vec<u8> {
    if pcapng {
        return written(&[(5, vec![1; 64]), (6, vec![2; 100]), (7, vec![3; 1518])]);
    }
    let records = [60, 96, 1514].map(|octets| pcap_record(false, 1, 2, octets, &vec![octets as u8; octets as usize]));
    [pcap_header(0xa1b2_c3d4, false, 1), records.concat()].concat()
}

proptest! {
    #[test]
    fn a_cut_or_corrupt_file_gives_records_or_an_error(
        pcapng: bool,
        cut in 0usize..2000,
        flips in prop::collection::vec((0usize..2000, any::<u8>()), 0..4),
    ) {
        let mut file = whole_file(pcapng);
        for (place, value) in flips {
            let length = file.len();
            file[place % length] ^= value;
        }
        file.truncate(file.len().saturating_sub(cut));
        if let Ok(records) = read_all(file) {
            prop_assert!(records.len() <= 2000 / 16);
        }
    }

    #[test]
    fn noise_gives_an_error_or_nothing(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(records) = read_all(noise) {
            prop_assert!(records.is_empty());
        }
    }
}
