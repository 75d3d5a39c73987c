// SPDX-License-Identifier: MIT OR Apache-2.0
//! A bug planted in a copy of the Verilog is seen, shrunk, written down, and seen again in the replay.

use std::fs;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use wirewright_bridge::Options;
use wirewright_spec::PortSet;
use wirewright_spec::ports::{AsyncFifo, Crc32, MacCounters, MacGmii, StreamFifo64, WordSync};
use wirewright_testbench::check::{Check, CheckError, Found};
use wirewright_testbench::cosim::failure::{self as cosim_failure, Failed, Kept, KeptFrames, keep};
use wirewright_testbench::cosim::{
    CosimJob, CosimOptions, CosimReport, Extras, Frames, Origin, TimedRungs, VerilogRung,
};
use wirewright_testbench::failure::{FailureRecord, replay};
use wirewright_testbench::lockstep::{Difference, LockstepError};
use wirewright_testbench::registry::Registered;
use wirewright_testbench::rungs::{RunError, model_against_rtl};
use wirewright_testbench::shrink::Budget;
use wirewright_testbench::stimulus::{Driver, Flavour, Stimulus};

use crate::bench::load;

/// Replaces the only occurrence of `old`.
fn planted<R: Registered>(old: &str, new: &str) -> String {
    assert_eq!(R::VERILOG.matches(old).count(), 1, "{}: `{old}` is not there once: plant the bug elsewhere", R::NAME);
    R::VERILOG.replace(old, new)
}

/// Checks the Verilog with the bug in it; none when a tool is missing.
fn found<R: Registered>(verilog: &str, flavour: Flavour, parent: &std::path::Path) -> Option<Found> {
    let rtl = load::<R>(verilog)?;
    let stimulus = R::stimulus(flavour, 1, 100_000);
    let check = Check {
        source: &R::source_of(verilog),
        options: &Options::default(),
        stimulus: &stimulus,
        stimulus_seed: 1,
        parent,
        budget: Budget::default(),
    };
    match check.run_loaded::<R>(&rtl, NonZeroU32::MIN) {
        Err(CheckError::Found(found)) => Some(*found),
        other => panic!("the bug was not found: {other:?}"),
    }
}

#[test]
fn a_wrong_tap_of_the_crc_is_shrunk_to_a_few_edges_and_replayed() {
    let parent = tempfile::tempdir().unwrap();
    let verilog = planted::<Crc32>("remainder ^ COLUMN_5", "remainder ^ COLUMN_4");
    let Some(found) = found::<Crc32>(&verilog, Flavour::Protocol, parent.path()) else { return };
    assert_eq!(found.record.difference.port, "fcs");
    assert_eq!(found.record.clause, "IEEE 802.3-2022, 3.2.9");
    assert!(found.stimulus.events <= 4, "{}", found.stimulus.to_json());
    for file in ["failure.json", "stimulus.json", "crc32.v", "model.fst", "rtl.fst", "README.txt"] {
        assert!(fs::metadata(found.folder.join(file)).is_ok_and(|meta| meta.len() > 0), "{file}");
    }
    assert!(found.record.replay.starts_with("wirewright replay "), "{}", found.record.replay);
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1, "nothing half-written is left");
    let replayed = replay(&found.folder, &Options::default()).unwrap();
    assert!(replayed.same() && replayed.other_revision.is_none(), "{replayed:?}");
    let text = fs::read_to_string(found.folder.join("stimulus.json")).unwrap();
    assert_eq!(Stimulus::from_json(&text).unwrap(), found.stimulus);
    waves_show::<Crc32>(&found);
}

/// A wave reader that is not ours finds every port by its name in the waves of both sides, and at the marked edge the
/// two values that the difference names.
fn waves_show<R: Registered>(found: &Found) {
    let Difference { time_ps, port, expected, got, .. } = &found.record.difference;
    let block = PortSet::of::<R>();
    for (file, value) in [("model.fst", expected), ("rtl.fst", got)] {
        let mut waves = wellen::simple::read(found.folder.join(file)).unwrap();
        let hierarchy = waves.hierarchy();
        let find = |name: &str| {
            let variable = hierarchy.all_vars().find(|variable| hierarchy[*variable].name(hierarchy) == name);
            hierarchy[variable.unwrap_or_else(|| panic!("{file} has no {name}"))].signal_ref()
        };
        for port in block.inputs.iter().chain(block.outputs) {
            find(port.name);
        }
        for clock in block.clocks {
            find(clock);
        }
        let (shown, mark) = (find(port), (file == "model.fst").then(|| find("difference_here")));
        waves.load_signals(&[Some(shown), mark].into_iter().flatten().collect::<Vec<_>>());
        let times = waves.time_table().to_vec();
        let signal = waves.get_signal(shown).unwrap();
        let changes: Vec<_> =
            signal.iter_changes().map(|(at, value)| (times[at as usize], value.to_bit_string().unwrap())).collect();
        // What holds right after the edge: outputs change with it.
        let (_, after) = changes.iter().rfind(|(at, _)| at <= time_ps).unwrap();
        assert_eq!(u64::from_str_radix(after, 2).unwrap(), *value, "{file}: {changes:?}");
        let Some(mark) = mark else { continue };
        let raised: Vec<_> = waves.get_signal(mark).unwrap().iter_changes().collect();
        let raised: Vec<_> = raised.iter().filter(|(_, value)| value.to_bit_string().as_deref() == Some("1")).collect();
        assert_eq!(raised.iter().map(|(at, _)| times[*at as usize]).collect::<Vec<_>>(), [*time_ps]);
    }
}

#[test]
fn a_fifo_that_counts_wrong_is_shrunk_to_its_frames() {
    let parent = tempfile::tempdir().unwrap();
    let verilog = planted::<StreamFifo64>("DEPTH = 7'd64", "DEPTH = 7'd63");
    let Some(found) = found::<StreamFifo64>(&verilog, Flavour::Protocol, parent.path()) else { return };
    let frames =
        found.stimulus.drivers.iter().find_map(|d| if let Driver::Stream(s) = d { Some(&s.frames) } else { None });
    let octets: usize = frames.unwrap().iter().map(|frame| frame.octets.len()).sum();
    assert!((60..=80).contains(&octets), "64 octets fill it: {}", found.stimulus.to_json());
    assert!(found.stimulus.events < 120, "{}", found.stimulus.events);
    assert!(found.folder.join("frames.pcapng").is_file());
    assert!(replay(&found.folder, &Options::default()).unwrap().same());
}

/// Sends so many frames through a `mac_gmii` whose counter of frames sent is wrong above `limit`, and keeps what is
/// found in `folder`; none when a tool is missing.
fn wrong_counter(limit: u32, frames: u64, fast: bool, folder: &Path) -> Option<(CosimReport, Kept)> {
    load::<Crc32>(Crc32::VERILOG)?;
    let old = "stat_data_next = tx_counters_data;";
    let wrong = format!("stat_addr[3:0] == 4'd0 && tx_counters_data > 64'd{limit}");
    let verilog = planted::<MacGmii>(old, &format!("stat_data_next = ({wrong}) ? 64'd0 : tx_counters_data;"));
    let traffic = format!("min:count={frames}").parse().unwrap();
    let origin = Origin { frames: Frames::Traffic(traffic), faults: "flip=0.01".parse().unwrap(), seed: 3 };
    let options = CosimOptions { seed: 3, ..CosimOptions::default() };
    let (rungs, verilog) = (TimedRungs::Both(VerilogRung::Rtl), Some(verilog));
    let job = CosimJob { design: "mac_gmii".into(), rungs, verilog, options };
    let never = AtomicBool::new(false);
    let source = origin.open(job.limits().unwrap()).unwrap();
    let report = job.run(source, Extras::default(), &never, |_| ()).unwrap();
    let failed = Failed { job: &job, origin: &origin, report: &report };
    let kept = keep(failed, fast, &folder.join("failure"), "", &never).unwrap();
    Some((report, kept))
}

const FILES: [&str; 6] = ["failure.json", "README.txt", "mac_gmii.v", "model.fst", "rtl.fst", "frames.pcapng"];

#[test]
fn a_difference_that_needs_many_frames_is_kept_with_those_it_needs() {
    let parent = tempfile::tempdir().unwrap();
    let Some((report, kept)) = wrong_counter(40, 100, false, parent.path()) else { return };
    let KeptFrames::Shrunk(frames) = &kept.frames else { panic!("{kept:?}") };
    assert!((41..100).contains(&frames.len()), "{}", frames.len());
    for file in FILES.iter().chain(&["stimulus.json"]) {
        assert!(fs::metadata(kept.folder.join(file)).is_ok_and(|meta| meta.len() > 0), "{file}");
    }
    let replayed = replay(&kept.folder, &Options::default()).unwrap();
    assert!(replayed.same(), "{replayed:?}");
    assert_eq!(replayed.record.difference.port, report.difference.unwrap().difference.port);
}

#[test]
fn a_difference_that_needs_more_frames_than_are_remembered_is_kept_with_all_of_them() {
    let parent = tempfile::tempdir().unwrap();
    for (fast, files) in [(false, &FILES[..]), (true, &["frames.pcapng"])] {
        let folder = parent.path().join(fast.to_string());
        let Some((report, kept)) = wrong_counter(200, 300, fast, &folder) else { return };
        assert!(matches!(kept.frames, KeptFrames::All(300)), "{kept:?}");
        for file in files.iter().chain(&["replay.json", "report.json"]) {
            assert!(fs::metadata(kept.folder.join(file)).is_ok_and(|meta| meta.len() > 0), "{file}");
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing half-written is left");
        let found = report.difference.unwrap().difference;
        let again = cosim_failure::read(&kept.folder).unwrap();
        let again = cosim_failure::replay(&again, &kept.folder, &AtomicBool::new(false)).unwrap();
        assert_eq!(again.difference.unwrap().difference, found);
        if fast {
            continue;
        }
        let record: FailureRecord =
            serde_json::from_str(&fs::read_to_string(kept.folder.join("failure.json")).unwrap()).unwrap();
        assert_eq!(record.difference, found);
        assert!(record.counters.contains(&("aFramesTransmittedOK".into(), 300)), "{:?}", record.counters);
        assert!(record.replay.ends_with("failure") && record.waves == "model.fst, rtl.fst", "{record:?}");
        let stimulus = MacGmii::stimulus(Flavour::Protocol, 1, 1);
        waves_show::<MacGmii>(&Found { first: found, folder: kept.folder, stimulus, record });
    }
}

/// The register of `clock` that another clock samples, cleared by edges of its own clock only.
fn is_late<R: Registered>(clock: &str, reset: &str) {
    let old = format!("always @(posedge {clock} or negedge {reset}_n) begin");
    let verilog = planted::<R>(&old, &format!("always @(posedge {clock}) begin"));
    let Some(rtl) = load::<R>(&verilog) else { return };
    let stimulus = R::stimulus(Flavour::Chaos, 1, 200_000);
    let result = model_against_rtl::<R>(&rtl, &stimulus, NonZeroU32::MIN);
    assert!(
        matches!(result, Err(RunError::Lockstep(LockstepError::Difference(_)))),
        "{}, {reset}: {result:?}",
        R::NAME
    );
}

#[test]
fn a_crossing_register_that_waits_for_its_clock_to_be_reset_is_seen() {
    is_late::<AsyncFifo>("wr_clk", "wr_rst");
    is_late::<AsyncFifo>("rd_clk", "rd_rst");
    is_late::<WordSync>("src_clk", "src_rst");
    is_late::<WordSync>("dst_clk", "dst_rst");
    is_late::<MacCounters>("count_clk", "count_rst");
    is_late::<MacCounters>("clk", "rst");
}
