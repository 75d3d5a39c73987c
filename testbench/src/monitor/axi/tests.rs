// SPDX-License-Identifier: MIT OR Apache-2.0
use super::*;

fn offered<T>(payload: T) -> Channel<T> {
    Channel { payload, valid: true, ready: false }
}

fn passing<T>(payload: T) -> Channel<T> {
    Channel { payload, valid: true, ready: true }
}

fn burst(address: u64, beats: u8) -> Address {
    Address { address, len: beats - 1, size: 3, burst: 1 }
}

fn read_address(address: Channel<Address>) -> AxiSample {
    AxiSample { read_address: address, ..AxiSample::default() }
}

fn write_address(address: Channel<Address>) -> AxiSample {
    AxiSample { write_address: address, ..AxiSample::default() }
}

fn read_data(last: bool) -> AxiSample {
    AxiSample { read_data: passing(ReadBeat { last, ..ReadBeat::default() }), ..AxiSample::default() }
}

fn write_data(last: bool) -> AxiSample {
    AxiSample { write_data: passing(WriteBeat { last, ..WriteBeat::default() }), ..AxiSample::default() }
}

fn answer() -> AxiSample {
    AxiSample { response: passing(0), ..AxiSample::default() }
}

fn broken(samples: &[AxiSample]) -> Vec<&'static str> {
    let mut monitor = AxiMonitor::default();
    for (edge, sample) in samples.iter().enumerate() {
        monitor.sample(edge as u64, false, sample);
    }
    assert_eq!(monitor.edges(), samples.len() as u64);
    monitor.violations().first.iter().map(|violation| violation.clause).collect()
}

#[test]
fn bursts_with_all_their_beats_break_nothing() {
    let address = burst(0xff8, 1);
    let read = [read_address(offered(address)), read_address(passing(address)), read_data(true)];
    assert!(broken(&read).is_empty());
    let two = [read_address(passing(burst(0xf80, 16))), read_address(passing(burst(0, 1)))];
    let beats: Vec<_> = (1..=16).map(|beat| read_data(beat == 16)).collect();
    assert!(broken(&[&two[..], &beats, &[read_data(true)]].concat()).is_empty());
    let write = [write_address(passing(burst(8, 2))), write_data(false), write_data(true), answer()];
    assert!(broken(&write).is_empty());
    let data_first = [write_data(false), write_data(true), write_address(passing(burst(8, 2))), answer()];
    assert!(broken(&data_first).is_empty());
}

#[test]
fn an_offer_may_not_change_or_go() {
    let (one, other) = (burst(0, 1), burst(8, 1));
    for after in [AxiSample::default(), read_address(passing(other))] {
        assert_eq!(broken(&[read_address(offered(one)), after]), ["IHI 0022H A3.2.1"]);
    }
    let waits = AxiSample { write_data: offered(WriteBeat::default()), ..AxiSample::default() };
    assert_eq!(broken(&[waits, AxiSample::default()]), ["IHI 0022H A3.2.1"]);
}

#[test]
fn a_burst_of_another_size_or_kind_or_across_4_kib_is_told() {
    let wrong =
        [burst(0xff8, 2), burst(0xf90, 15), Address { size: 2, ..burst(0, 1) }, Address { burst: 0, ..burst(0, 1) }];
    for address in wrong {
        assert_eq!(broken(&[read_address(passing(address))]), ["IHI 0022H A3.4.1"], "{address:?}");
        assert_eq!(broken(&[write_address(passing(address))]), ["IHI 0022H A3.4.1"], "{address:?}");
    }
}

#[test]
fn beats_that_do_not_fit_their_burst_are_told() {
    let one = write_address(passing(burst(0, 1)));
    assert_eq!(broken(&[one, write_data(false), write_data(true)]), ["IHI 0022H A3.4.1"]);
    assert_eq!(broken(&[read_address(passing(burst(0, 1))), read_data(false)]), ["IHI 0022H A3.4.1"]);
    assert_eq!(broken(&[read_address(passing(burst(0, 2))), read_data(true)]), ["IHI 0022H A3.4.1"]);
    assert_eq!(broken(&[read_data(true)]), ["IHI 0022H A3.3.1"]);
    assert_eq!(broken(&[answer()]), ["IHI 0022H A3.3.1"]);
    assert_eq!(broken(&[one, answer(), write_data(true)]), ["IHI 0022H A3.3.1"], "before the data");
}

#[test]
fn a_reset_forgets_what_was_under_way_and_allows_no_offer() {
    let mut monitor = AxiMonitor::default();
    let waits = read_address(offered(burst(0, 1)));
    monitor.sample(0, false, &waits);
    monitor.sample(1, true, &waits);
    monitor.sample(2, true, &AxiSample::default());
    monitor.sample(3, false, &AxiSample::default());
    assert_eq!(monitor.violations().count, 0);
    monitor.sample(4, true, &waits);
    monitor.sample(5, true, &waits);
    assert_eq!(monitor.violations().first[0].clause, "IHI 0022H A3.1.2");
}

#[test]
fn a_register_access_is_answered_once_and_after_it_was_asked() {
    let told = |samples: &[AxilSample]| {
        let mut monitor = AxilMonitor::default();
        samples.iter().for_each(|sample| monitor.sample(0, false, sample));
        let clauses: Vec<_> = monitor.violations().first.iter().map(|violation| violation.clause).collect();
        (clauses, monitor.answers())
    };
    let address = AxilSample { write_address: passing(4), ..AxilSample::default() };
    let data = AxilSample { write_data: passing((1, 15)), ..AxilSample::default() };
    let response = AxilSample { response: passing(0), ..AxilSample::default() };
    assert_eq!(told(&[address, data, response]), (vec![], 1));
    assert_eq!(told(&[data, address, response]), (vec![], 1));
    assert_eq!(told(&[address, response]).0, ["IHI 0022H A3.3.1"]);
    let ask = AxilSample { read_address: passing(4), ..AxilSample::default() };
    let read = AxilSample { read_data: passing((9, 0)), ..AxilSample::default() };
    assert_eq!(told(&[ask, read]), (vec![], 1));
    assert_eq!(told(&[ask, read, read]).0, ["IHI 0022H A3.3.1"]);
    let exclusive = AxilSample { read_data: passing((9, 1)), ..AxilSample::default() };
    assert_eq!(told(&[ask, exclusive]).0, ["IHI 0022H B1.1.1"]);
    let waits = AxilSample { read_data: offered((9, 0)), ..AxilSample::default() };
    let other = AxilSample { read_data: offered((8, 0)), ..AxilSample::default() };
    assert_eq!(told(&[ask, waits, other]).0, ["IHI 0022H A3.2.1"]);
}
