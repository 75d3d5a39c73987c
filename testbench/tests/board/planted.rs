// SPDX-License-Identifier: MIT OR Apache-2.0
//! Broken copies of the behavioural models: each is noticed by the test it is listed with. All of them are in one
//! build, where `bench.fault` chooses; with none chosen the tests hold, so that it is the fault that they notice.

use std::panic::catch_unwind;

use crate::cells::{
    FAULT, a_delay_is_25_ps_a_tap_and_keeps_pulses, a_delay_whose_event_is_missed_stops_the_simulation,
    a_pll_loses_its_lock_with_its_clock_and_finds_it_again,
    a_pll_multiplies_divides_and_shifts_and_is_in_phase_with_its_input,
    a_pll_whose_edge_is_missed_or_whose_vco_cannot_follow_stops_the_simulation,
    a_pll_whose_input_or_output_is_out_of_range_stops_the_simulation,
    a_register_at_a_pin_takes_its_datum_at_a_rising_edge_while_it_is_enabled,
    an_input_register_pairs_a_rising_edge_with_the_falling_edge_after_it,
    an_output_register_sends_d0_while_the_clock_is_high_and_d1_while_it_is_low,
    data_that_changes_in_the_window_is_taken_by_chance,
};
use crate::ram::ports_of_all_widths_read_what_was_written;
use crate::tools;

/// A test, and faults that it notices.
struct Planted {
    test: fn(),
    file: &'static str,
    /// A piece of the file that is there once, and what stands in its place; `%` is "this fault is there".
    faults: &'static [(&'static str, &'static str)],
}

const PLANTED: &[Planted] = &[
    Planted {
        test: a_delay_is_25_ps_a_tap_and_keeps_pulses,
        file: "DELAYG.v",
        faults: &[
            // A tap more; a pulse shorter than the delay is swallowed.
            ("bench.now_ps + DELAY_PS;", "bench.now_ps + DELAY_PS + (% ? 64'd25 : 64'd0);"),
            ("A != entered &&", "A != entered && !(% && count != 3'd0) &&"),
        ],
    },
    Planted {
        test: a_delay_whose_event_is_missed_stops_the_simulation,
        file: "DELAYG.v",
        faults: &[("if (due_ps[first] != bench.now_ps)", "if (due_ps[first] != bench.now_ps && !%)")],
    },
    Planted {
        test: data_that_changes_in_the_window_is_taken_by_chance,
        file: "IDDRX1F.v",
        faults: &[
            // No set-up window, no hold window, either of them 1 ps wider, either of them 1 ps narrower.
            ("if (bench.now_ps - changed_ps <", "if (!% && bench.now_ps - changed_ps <"),
            ("if (seen && (", "if (!% && seen && ("),
            ("< bench.setup_ps ||", "< bench.setup_ps + (% ? 64'd1 : 64'd0) ||"),
            ("< bench.hold_ps ||", "< bench.hold_ps + (% ? 64'd1 : 64'd0) ||"),
            ("< bench.setup_ps +", "< bench.setup_ps - (% ? 64'd1 : 64'd0) +"),
            ("< bench.hold_ps +", "< bench.hold_ps - (% ? 64'd1 : 64'd0) +"),
        ],
    },
    Planted {
        test: an_input_register_pairs_a_rising_edge_with_the_falling_edge_after_it,
        file: "IDDRX1F.v",
        faults: &[
            // A rising edge with the falling one before it; no reset.
            ("Q0 <= rising;", "Q0 <= % ? sample : rising;"),
            ("if (RST) begin", "if (RST && !%) begin"),
        ],
    },
    Planted {
        test: an_output_register_sends_d0_while_the_clock_is_high_and_d1_while_it_is_low,
        file: "ODDRX1F.v",
        faults: &[
            // The halves exchanged; D1 not taken with D0; no reset.
            ("Q = SCLK ?", "Q = SCLK != % ?"),
            (": low;", ": % ? D1 : low;"),
            ("if (RST) begin", "if (RST && !%) begin"),
        ],
    },
    Planted {
        test: a_pll_multiplies_divides_and_shifts_and_is_in_phase_with_its_input,
        file: "EHXPLLL.v",
        faults: &[
            ("(shifted / divider)", "(shifted / (% ? divider + 1 : divider))"),
            ("CLKOP_CPHASE - phase);", "(% ? 0 : CLKOP_CPHASE - phase));"),
            ("half_now = halves_at(bench.now_ps);", "half_now = halves_at(bench.now_ps) + (% ? 64'd2 : 64'd0);"),
        ],
    },
    Planted {
        test: a_pll_loses_its_lock_with_its_clock_and_finds_it_again,
        file: "EHXPLLL.v",
        faults: &[
            // It locks at once; it stays locked without a clock; no reset.
            ("equal >= LOCK_PERIODS", "equal >= (% ? 64'd2 : LOCK_PERIODS)"),
            ("|| bench.now_ps - edge_ps > 64'd2 * period_ps)", "|| !% && bench.now_ps - edge_ps > 64'd2 * period_ps)"),
            ("\"ENABLED\" && RST)", "\"ENABLED\" && RST && !%)"),
        ],
    },
    Planted {
        test: a_pll_whose_edge_is_missed_or_whose_vco_cannot_follow_stops_the_simulation,
        file: "EHXPLLL.v",
        faults: &[
            ("check(half_now <=", "check(% || half_now <="),
            (">= 64'd1250 * CLKFB_DIV", ">= (% ? 64'd1245 : 64'd1250) * CLKFB_DIV"),
            ("CLKI_DIV <= 64'd2500 *", "CLKI_DIV <= (% ? 64'd2505 : 64'd2500) *"),
        ],
    },
    Planted {
        test: a_pll_whose_input_or_output_is_out_of_range_stops_the_simulation,
        file: "EHXPLLL.v",
        faults: &[
            ("check(period_ps >= 64'd2500 &&", "check(% || period_ps >= 64'd2500 &&"),
            ("check(period_ps * CLKI_DIV <= 64'd100000,", "check(% || period_ps * CLKI_DIV <= 64'd100000,"),
            ("slow_enough = !enabled ||", "slow_enough = % || !enabled ||"),
        ],
    },
    Planted {
        test: a_register_at_a_pin_takes_its_datum_at_a_rising_edge_while_it_is_enabled,
        file: "IFS1P3DX.v",
        faults: &[
            // No enable; no clear; another value at the start.
            ("else if (SP)", "else if (SP || %)"),
            ("if (CD)", "if (CD && !%)"),
            ("initial Q = 1'b0;", "initial Q = 1'b0; always @(bench.fault) if (%) Q <= 1'b1;"),
        ],
    },
    Planted {
        test: a_register_at_a_pin_takes_its_datum_at_a_rising_edge_while_it_is_enabled,
        file: "OFS1P3BX.v",
        faults: &[
            ("else if (SP)", "else if (SP || %)"),
            ("if (PD)", "if (PD && !%)"),
            ("initial Q = 1'b1;", "initial Q = 1'b1; always @(bench.fault) if (%) Q <= 1'b0;"),
        ],
    },
    Planted {
        test: ports_of_all_widths_read_what_was_written,
        file: "DP16KD.v",
        faults: &[
            // Output register without enable; write modes; write enables of the octets; places of narrow data; clock
            // enable; chip select; both kinds of reset; first values.
            ("if (OCEB)", "if (OCEB || %)"),
            ("datum(DATA_WIDTH_A, address_a, new_a);", "datum(DATA_WIDTH_A, address_a, % ? old_a : new_a);"),
            ("\"READBEFOREWRITE\") latch_b <=", "\"READBEFOREWRITE\" && !%) latch_b <="),
            ("mask = {{9{address[1]}}, {9{address[0]}}};", "mask = {{9{address[1]}}, {9{address[0] || %}}};"),
            ("1: place = octet +", "1: place = (% ? 5'd0 : octet) +"),
            ("active_a = CEA &&", "active_a = (CEA || %) &&"),
            ("== decode(CSDECODE_B)", "== ((%) ? {CSB2, CSB1, CSB0} : decode(CSDECODE_B))"),
            ("end else if (RSTA) begin", "end else if (RSTA && !%) begin"),
            ("\"ASYNC\" && RSTB", "\"ASYNC\" && RSTB && !%"),
            ("integer word;", "integer word; always @(bench.fault) if (%) memory[1023] <= 18'd0;"),
        ],
    },
];

/// One of them: its number from 1 on, its test, its file, the piece and what stands in its place.
struct Fault {
    number: u8,
    test: fn(),
    file: &'static str,
    from: &'static str,
    to: &'static str,
}

fn all() -> impl Iterator<Item = Fault> {
    let faults = PLANTED.iter().flat_map(|planted| planted.faults.iter().map(move |fault| (planted, fault)));
    (1..).zip(faults).map(|(number, (Planted { test, file, .. }, (from, to)))| Fault {
        number,
        test: *test,
        file,
        from,
        to,
    })
}

/// The text of a model with all the faults of its file.
pub fn planted(file: &str, text: &str) -> String {
    let faults = all().filter(|fault| fault.file == file);
    faults.fold(text.to_owned(), |text, fault| {
        assert_eq!(text.matches(fault.from).count(), 1, "{file}: {}", fault.from);
        text.replace(fault.from, &fault.to.replace('%', &format!("(bench.fault == 8'd{})", fault.number)))
    })
}

#[test]
fn each_broken_copy_of_a_model_is_noticed() {
    if !tools::are_there() {
        return;
    }
    FAULT.set(Some(0));
    PLANTED.iter().for_each(|planted| (planted.test)());
    let survivors: Vec<_> = all()
        .filter(|fault| {
            FAULT.set(Some(fault.number));
            catch_unwind(fault.test).is_ok()
        })
        .map(|fault| format!("{}: {}", fault.file, fault.to))
        .collect();
    assert!(survivors.is_empty(), "not noticed: {survivors:#?}");
}
