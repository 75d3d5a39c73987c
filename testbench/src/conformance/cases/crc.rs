// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frame check sequence by itself (IEEE 802.3-2022, 3.2.9).

use crate::conformance::Case;
use crate::conformance::frames::{fcs, noise, typed, with_fcs};
use crate::conformance::rigs::{AnyExam, Exam, Saboteur};

const DEVICES: &[&str] = &["crc32", "crc32_nibble"];

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "802.3-3.2.9-fcs",
        name: "crc/fcs",
        criterion: "The FCS of known rows of octets, and of 200 rows of all lengths, is that of the crc crate.",
        devices: DEVICES,
        not_on_reference: None,
        exam: AnyExam::Crc(Exam {
            run: |rig, check| {
                let known = rig.play(&b"123456789".to_vec());
                check.equal(format_args!("FCS of the octets \"123456789\""), known, 0xcbf4_3926)?;
                for length in 0..200 {
                    let octets: Vec<u8> = noise(length as u64).take(length).collect();
                    let expected = u32::from_le_bytes(fcs(&octets));
                    check.equal(format_args!("FCS of {length} octets"), rig.play(&octets), expected)?;
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|fcs| *fcs ^= 1 << 31),
        }),
    },
    Case {
        clause: "802.3-3.2.9-residue",
        name: "crc/residue",
        criterion: "Over each of 100 frames with its FCS the value is 32'h2144df1c, and another one when a bit \
                of the FCS is wrong.",
        devices: DEVICES,
        not_on_reference: None,
        exam: AnyExam::Crc(Exam {
            run: |rig, check| {
                for size in 64..164 {
                    let mut frame = with_fcs(&typed(size, size as u64));
                    check.equal(format_args!("residue of {size} octets"), rig.play(&frame), 0x2144_df1c)?;
                    let bit = size % 32;
                    frame[size - 4 + bit / 8] ^= 1 << (bit % 8);
                    let got = rig.play(&frame);
                    let what = format_args!("residue of {size} octets with bit {bit} of the FCS wrong");
                    check.holds(what, got != 0x2144_df1c, got, "another value")?;
                }
                Ok(())
            },
            saboteur: Saboteur::Script(|octets| octets.truncate(octets.len() - 1)),
        }),
    },
];
