// SPDX-License-Identifier: MIT OR Apache-2.0
//! Backoff and its random words (IEEE 802.3-2022, 4.2.3.2.5).

use crate::conformance::rigs::backoff::{Delay, Draw};
use crate::conformance::rigs::lfsr::Draws;
use crate::conformance::rigs::{AnyExam, Exam, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "802.3-4.2.3.2.5-backoff-range",
        name: "backoff/range",
        criterion: "For each attempt from 1 to 15 and each of the 1024 random words, the delay is the word \
                modulo 2^k, k being the smaller of the attempt and 10.",
        devices: &["backoff"],
        not_on_reference: None,
        exam: AnyExam::Backoff(Exam {
            run: |rig, check| {
                let draw = |attempt| (0..1024).map(move |random| Draw { attempt, random, measure: false });
                let draws: Vec<_> = (1..=15).flat_map(draw).collect();
                let delays = rig.play(&draws);
                check.equal(format_args!("delays"), delays.len(), 15 * 1024)?;
                for (draw, delay) in draws.iter().zip(delays) {
                    let expected = u32::from(draw.random)
                        % [0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024, 1024, 1024, 1024]
                            [usize::from(draw.attempt)];
                    check.equal(format_args!("slots of {draw:?}"), delay.slots, expected)?;
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|delays| delays[14 * 1024 - 1].slots = 511),
        }),
    },
    Case {
        clause: "802.3-4.2.3.2.5-backoff-slot",
        name: "backoff/slot",
        criterion: "A delay of n slots lasts n times 512 bit times, for each n from 0 to 1023.",
        devices: &["backoff"],
        not_on_reference: None,
        exam: AnyExam::Backoff(Exam {
            run: |rig, check| {
                // One at a time: what is wrong in one bit need not be waited for a thousand times.
                for slots in 0..1024 {
                    let draw = Draw { attempt: 10, random: slots, measure: true };
                    let expected = Delay { slots: slots.into(), bits: Some(usize::from(slots) * 512) };
                    check.equal(format_args!("delays"), rig.play(&vec![draw]), vec![expected])?;
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|delays| {
                let delay = delays.iter_mut().find(|delay| delay.slots == 500);
                delay.into_iter().for_each(|delay| delay.bits = delay.bits.map(|bits| bits + 4));
            }),
        }),
    },
    Case {
        clause: "802.3-4.2.3.2.5-uniform",
        name: "backoff/uniform",
        criterion: "Over 65536 words drawn from each of three seeds, chi-square over the 1024 values and over \
                the values of few bits stays within five deviations, and the seeds give different words.",
        devices: &["lfsr"],
        not_on_reference: Some("the reference is given its random words"),
        exam: AnyExam::Lfsr(Exam {
            run: |rig, check| {
                let mut beginnings: Vec<Vec<u16>> = Vec::new();
                for seed in [0x5701_0203, 0x5701_0204, 0] {
                    let words = rig.play(&Draws { seed, words: 65_536, stride_clocks: 37 });
                    check.equal(format_args!("words"), words.len(), 65_536)?;
                    for bits in [1, 2, 5, 10] {
                        is_uniform(check, seed, &words, bits)?;
                    }
                    beginnings.push(words[..8].to_vec());
                }
                check.holds(
                    format_args!("first words of two seeds"),
                    beginnings[0] != beginnings[1],
                    &beginnings,
                    "different ones",
                )
            },
            saboteur: Saboteur::Trace(|words| words.iter_mut().for_each(|word| *word &= 0x1ff)),
        }),
    },
];

/// The chi-square test over the low bits of the words.
fn is_uniform(check: &mut Check, seed: u32, words: &[u16], bits: u32) -> Result<(), Mismatch> {
    let range = 1usize << bits;
    let mut found = vec![0f64; range];
    words.iter().for_each(|&word| found[usize::from(word) % range] += 1.0);
    let expected = words.len() as f64 / range as f64;
    let chi_square: f64 = found.iter().map(|count| (count - expected).powi(2) / expected).sum();
    // The sum has range - 1 degrees of freedom: its mean is that, its variance twice that.
    let freedom = (range - 1) as f64;
    let deviations = (chi_square - freedom) / (2.0 * freedom).sqrt();
    let what = format_args!("chi-square of {bits} bits from seed {seed:#x}, in deviations from the mean");
    check.holds(what, deviations.abs() < 5.0, deviations, "less than 5 either way")
}
