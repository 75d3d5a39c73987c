// SPDX-License-Identifier: MIT OR Apache-2.0
//! An outside judge of captures: tshark (Wireshark's dissectors and file readers, none of it ours) must say of each
//! capture that is written or read here what we say: how many frames, when, how long, their octets, which have a good
//! FCS, the verdicts beside them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketBlock;
use pcap_file::pcapng::blocks::interface_description::{InterfaceDescriptionBlock, InterfaceDescriptionOption};
use pcap_file::pcapng::{PcapNgBlock, PcapNgWriter};
use pcap_file::{DataLink, Endianness};
use wirewright_spec::ports::{MacGmii, MacMii, MacTrispeed};

use super::*;
use crate::cosim::{
    self, CaptureFrames, CosimJob, CosimOptions, CosimReport, Extras, Faulted, FrameSource, Frames, MacDesign, Origin,
    TimedRungs, TrafficSpec,
    failure::{self, Failed, KeptFrames},
};
use crate::lockstep::{Difference, Side};
use crate::registry::Registered;
use crate::stimulus::Flavour;

/// What tshark is asked for, in the order of [`Seen`].
const FIELDS: [&str; 8] = [
    "frame.time_epoch",
    "frame.len",
    "eth.fcs.status",
    "frame.interface_name",
    "frame.comment",
    "frame.packet_flags_direction",
    "eth.len.past_end",
    "_ws.malformed",
];

/// What tshark says of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) time_ns: u64,
    pub(crate) octets: usize,
    /// None when there is no FCS, or the frame is too short for tshark to look.
    pub(crate) fcs_good: Option<bool>,
    pub(crate) interface: String,
    pub(crate) comment: String,
    /// 1: in, 2: out.
    pub(crate) direction: u64,
    /// The length field says more than there is.
    pub(crate) past_end: bool,
    pub(crate) malformed: bool,
    pub(crate) data: Vec<u8>,
}

/// Frames shorter than this tshark takes for cut ones, without FCS: addresses, length or type, FCS.
const SHORTEST_JUDGED_OCTETS: usize = 18;

/// What tshark says of every record of `file`; none, with a line that says so, where there is no tshark.
pub(crate) fn ask(file: &Path) -> Option<Vec<Seen>> {
    let fields = FIELDS.iter().flat_map(|field| ["-e", field]);
    let text = tshark(file, ["-o", "eth.check_fcs:TRUE", "-T", "fields"].into_iter().chain(fields))?;
    let mut records: Vec<Seen> = text.lines().map(seen).collect();
    // One line for the index, one with the octets.
    let dump = tshark(file, ["-T", "ek", "-x", "-j", "frame"])?;
    let octets: Vec<Vec<u8>> = dump.lines().filter_map(frame_octets).collect();
    assert_eq!(octets.len(), records.len(), "{}", file.display());
    for (record, data) in records.iter_mut().zip(octets) {
        record.data = data;
    }
    Some(records)
}

fn tshark<'a>(file: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new("tshark");
    // Settings of the user must not colour the judgement.
    command.env("HOME", home.path()).env("XDG_CONFIG_HOME", home.path()).env("LC_ALL", "C").env("TZ", "UTC");
    command.args(["-n", "-r"]).arg(file).args(arguments).stdin(Stdio::null());
    match command.output() {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap()),
        Ok(output) => {
            panic!("tshark does not take {}: {}", file.display(), String::from_utf8_lossy(&output.stderr))
        }
        Err(error) => {
            let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
            assert!(!required.split([',', ' ']).any(|word| word == "tshark"), "tshark is required: {error}");
            println!("skipped: tshark: cannot be run ({error}); install it with: sudo apt-get install tshark");
            None
        }
    }
}

fn seen(line: &str) -> Seen {
    let columns: Vec<&str> = line.split('\t').collect();
    let [time, octets, fcs, interface, comment, direction, past_end, malformed] = columns[..] else {
        panic!("{} columns, not {}: {line}", columns.len(), FIELDS.len());
    };
    Seen {
        time_ns: time_ns(time),
        octets: octets.parse().unwrap(),
        fcs_good: match fcs {
            "" => None,
            "0" | "Bad" => Some(false),
            "1" | "Good" => Some(true),
            other => panic!("status of the FCS: {other}"),
        },
        interface: interface.into(),
        comment: comment.into(),
        direction: direction.strip_prefix("0x").map_or(0, |digits| u64::from_str_radix(digits, 16).unwrap()),
        past_end: !past_end.is_empty(),
        malformed: !malformed.is_empty(),
        data: Vec::new(),
    }
}

/// Seconds with nine digits after the point.
fn time_ns(text: &str) -> u64 {
    let (seconds, fraction) = text.split_once('.').unwrap();
    assert_eq!(fraction.len(), 9, "{text}");
    seconds.parse::<u64>().unwrap() * 1_000_000_000 + fraction.parse::<u64>().unwrap()
}

fn frame_octets(line: &str) -> Option<Vec<u8>> {
    let json: serde_json::Value = serde_json::from_str(line).unwrap();
    let hex = json.get("layers")?.get("frame_raw")?.as_str().unwrap();
    Some((0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect())
}

/// Both readers on one file: count, times, lengths and octets agree. Gives what tshark said; `fcs_octets` are those
/// that our reader leaves out, by interface.
fn agree(file: &Path, fcs_octets: impl Fn(&Seen) -> usize) -> Option<Vec<Seen>> {
    let records = ask(file)?;
    let mut reader = CaptureReader::open(file).unwrap();
    let mut data = Vec::new();
    for seen in &records {
        let ours = reader.next_record(&mut data).unwrap().unwrap_or_else(|| panic!("we see no {seen:?}"));
        let octets = seen.octets.saturating_sub(fcs_octets(seen));
        assert_eq!((ours.time_ns, ours.original_octets as usize), (seen.time_ns, octets), "{ours:?}");
        assert_eq!(data[..], seen.data[..octets], "{ours:?}");
    }
    assert_eq!(reader.next_record(&mut data).unwrap(), None, "tshark sees {} records", records.len());
    Some(records)
}

/// Runs frames through the golden model of `M`, with what is on the wires captured. Gives the report, and what tshark
/// and we agree on, of both MACs.
fn captured<M: MacDesign + Registered>(source: Box<dyn FrameSource>) -> Option<(CosimReport, Vec<Seen>)> {
    let folder = tempfile::tempdir().unwrap();
    let options = CosimOptions { capture: Some(folder.path().to_owned()), ..CosimOptions::default() };
    let sides = [(); 2].map(|()| (Side::new("model", M::Model::default()),));
    let report = cosim::run::<M, _>(sides, source, &options, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(report.passed, "{:?}", report.disagreements);
    let mut seen = Vec::new();
    for mac in &report.macs {
        seen.extend(agree(&folder.path().join(format!("{}-{}.pcapng", M::NAME, mac.mac)), |_| 4)?);
    }
    Some((report, seen))
}

fn faulty_traffic(faults: &str) -> Box<dyn FrameSource> {
    let traffic: TrafficSpec = "random:count=150,len=14-1530".parse().unwrap();
    Box::new(Faulted::new(traffic.frames(3), faults.parse().unwrap(), 3))
}

/// A wire that flips and cuts: the FCS that tshark computes is bad just where the verdict says so.
fn fcs_by_verdict<M: MacDesign + Registered>() {
    let Some((report, seen)) = captured::<M>(faulty_traffic("flip=0.2,cut=0.2")) else { return };
    let (mut good, mut bad, mut past_end) = (0, 0, 0);
    for record in &seen {
        let sent = record.interface == "tx";
        assert_eq!(record.direction, if sent { 2 } else { 1 }, "{record:?}");
        assert_eq!(record.comment.is_empty(), sent, "{record:?}");
        let fcs_due = match record.comment.as_str() {
            "" | "Ok" | "OutOfRangeLength" | "InRangeLengthError" | "Undersize" | "FrameTooLong" => true,
            "FrameCheckError" | "AlignmentError" | "Fragment" | "Jabber" => false,
            other => panic!("the verdict {other}"),
        };
        let judged = record.octets >= SHORTEST_JUDGED_OCTETS;
        assert_eq!(record.fcs_good, judged.then_some(fcs_due), "{record:?}");
        if record.past_end && fcs_due && !sent {
            assert!(["InRangeLengthError", "FrameTooLong"].contains(&record.comment.as_str()), "{record:?}");
            past_end += 1;
        }
        (good, bad) = (good + u32::from(fcs_due), bad + u32::from(!fcs_due));
    }
    let sent = seen.iter().filter(|record| record.interface == "tx").count();
    assert_eq!(sent as u64, report.macs.iter().map(|mac| mac.frames_in).sum::<u64>());
    assert!(good > 200 && bad > 30 && past_end > 0, "{good} good, {bad} bad, {past_end} past their end");
}

#[test]
fn tshark_finds_the_fcs_bad_just_where_the_verdict_says_so() {
    fcs_by_verdict::<MacGmii>();
    fcs_by_verdict::<MacMii>();
    fcs_by_verdict::<MacTrispeed>();
}

#[test]
fn a_real_capture_comes_out_with_every_fcs_good_and_nothing_malformed() {
    let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/captures/web.pcapng"));
    let frames = FrameReader::new(CaptureReader::open(file).unwrap(), Limits::BASIC);
    let Some((_, seen)) = captured::<MacGmii>(Box::new(CaptureFrames(frames))) else { return };
    assert_eq!(seen.len(), 4 * 246);
    let sound = |record: &&Seen| record.fcs_good == Some(true) && !record.malformed && record.octets >= 64;
    assert_eq!(seen.iter().filter(sound).count(), seen.len());
    let verdicts = seen.iter().filter(|record| record.interface == "rx" && record.comment == "Ok");
    assert_eq!(verdicts.count(), 2 * 246);
}

#[test]
fn the_captures_that_ship_are_read_as_tshark_reads_them() {
    for name in ["web.pcapng", "web.pcap"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/captures").join(name);
        let Some(seen) = agree(&file, |_| 0) else { return };
        assert!(seen.len() == 246 && seen.iter().all(|record| record.fcs_good.is_none() && !record.malformed));
    }
}

#[test]
fn both_captures_of_a_failure_say_which_frames_have_an_fcs() {
    let folder = tempfile::tempdir().unwrap();
    let difference = Difference {
        time_ps: 8000,
        event: 1,
        clock: "tx_clk".into(),
        edge: 1,
        port: "gmii_txd".into(),
        width: 8,
        expected: 1,
        got: 2,
        expected_side: "model".into(),
        side: "rtl".into(),
    };
    let stimulus = MacGmii::stimulus(Flavour::Protocol, 1, 40_000);
    crate::failure::write_frames(&stimulus, &difference, folder.path()).unwrap();
    let on_wire = |seen: &Seen| seen.interface == "gmii_rxd";
    let file = folder.path().join("frames.pcapng");
    let Some(seen) = agree(&file, |seen| if on_wire(seen) { 4 } else { 0 }) else { return };
    assert_eq!(seen[0].comment, difference.to_string());
    let wire: Vec<&Seen> = seen.iter().filter(|seen| on_wire(seen)).collect();
    let good = wire.iter().filter(|seen| seen.fcs_good == Some(true)).count();
    assert!(good * 2 > wire.len() && wire.len() < seen.len(), "{good} of {} good", wire.len());
    assert!(seen.iter().all(|seen| on_wire(seen) || seen.fcs_good.is_none()));

    let job = CosimJob {
        design: "mac_gmii".into(),
        rungs: TimedRungs::Model,
        verilog: None,
        options: CosimOptions::default(),
    };
    let traffic: TrafficSpec = "min:count=3".parse().unwrap();
    let origin = Origin { frames: Frames::Traffic(traffic), faults: "flip=0".parse().unwrap(), seed: 1 };
    let never = AtomicBool::new(false);
    let source = origin.open(Limits::BASIC).unwrap();
    let mut report = job.run(source, Extras::default(), &never, |_| ()).unwrap();
    (report.passed, report.disagreement_count) = (false, 1);
    let failed = Failed { job: &job, origin: &origin, report: &report };
    let kept = failure::keep(failed, false, &folder.path().join("failure"), "", &never).unwrap();
    assert!(matches!(kept.frames, KeptFrames::All(3)), "the model is sound");
    let Some(seen) = agree(&kept.folder.join("frames.pcapng"), |_| 0) else { return };
    assert_eq!(seen.iter().map(|seen| (seen.time_ns, seen.octets)).collect::<Vec<_>>(), [(0, 60), (1, 60), (2, 60)]);
    assert!(seen.iter().all(|seen| seen.interface == "client" && seen.fcs_good.is_none()));
}

#[test]
fn both_byte_orders_and_every_resolution_are_read_as_tshark_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in");
    let frame = [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5][..], &[7; 50]].concat();
    for big in [false, true] {
        for (magic, fraction) in [(0xa1b2_c3d4, 999_999), (0xa1b2_3c4d, 999_999_999)] {
            for (network, fcs_octets) in [(1, 0), (1 | 1 << 26 | 2 << 28, 4)] {
                let records = [(5, 60), (1_700_000_000, 64)]
                    .map(|(seconds, captured)| pcap_record(big, seconds, fraction, 64, &frame[..captured]));
                std::fs::write(&file, [pcap_header(magic, big, network), records.concat()].concat()).unwrap();
                let seen = ask(&file);
                let Some(seen) = seen else { return };
                assert_eq!(seen.len(), 2);
                assert_eq!(seen[1].fcs_good, (fcs_octets > 0).then_some(false), "{network:#x}");
                agree_on_whole(&file, &seen, fcs_octets);
            }
        }
        let endianness = if big { Endianness::Big } else { Endianness::Little };
        for if_tsresol in [3, 6, 9, 12, 0x80 | 10, 0x80 | 30] {
            std::fs::write(&file, pcapng(endianness, if_tsresol, &frame)).unwrap();
            let Some(seen) = agree(&file, |_| 4) else { return };
            assert_eq!(seen.len(), 3, "{endianness:?} {if_tsresol}");
        }
    }
}

/// As [`agree`] for a file with a record that a snap length has cut.
fn agree_on_whole(file: &Path, seen: &[Seen], fcs_octets: usize) {
    let mut reader = CaptureReader::open(file).unwrap();
    let mut data = Vec::new();
    for seen in seen {
        let ours = reader.next_record(&mut data).unwrap().unwrap();
        assert_eq!((ours.time_ns, ours.original_octets as usize), (seen.time_ns, seen.octets - fcs_octets));
        let octets = seen.data.len().min(seen.octets - fcs_octets);
        assert_eq!(data[..], seen.data[..octets]);
    }
    assert_eq!(reader.next_record(&mut data).unwrap(), None);
}

/// One interface, whose time unit is `if_tsresol`, and three records.
fn pcapng(endianness: Endianness, if_tsresol: u8, frame: &[u8]) -> Vec<u8> {
    let mut writer = PcapNgWriter::with_endianness(Vec::new(), endianness).unwrap();
    let options = vec![InterfaceDescriptionOption::IfTsResol(if_tsresol), InterfaceDescriptionOption::IfFcsLen(4)];
    let interface = InterfaceDescriptionBlock { linktype: DataLink::ETHERNET, snaplen: 0, options };
    writer.write_block(&interface.into_block()).unwrap();
    for units in [0, 1_234_567, 0x0123_4567_89ab_cdef >> (64 - 40)] {
        let record = EnhancedPacketBlock {
            interface_id: 0,
            // The writer puts nanoseconds into the file as they are: here they stand for units.
            timestamp: std::time::Duration::from_nanos(units),
            original_len: frame.len() as u32,
            data: frame.into(),
            options: vec![],
        };
        writer.write_block(&record.into_block()).unwrap();
    }
    writer.into_inner()
}
