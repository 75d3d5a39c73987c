// SPDX-License-Identifier: MIT OR Apache-2.0
//! Each refusal is made of a kernel that deserves it, and names the place.

mod kernels;

use kernels::{bad, bad_crossing, bad_wiring};
use rust_hdl::core::prelude::Block;
use wirewright_rtl::emit::{self, Description, EmitError, Refusal, lint_source};
use wirewright_rtl::leaf::LEAVES;

fn refused(block: impl Block) -> EmitError {
    match emit::print(&block, &|_, _| None) {
        Err(error) => error,
        Ok(text) => panic!("printed:\n{text}"),
    }
}

fn refusal(block: impl Block) -> Refusal {
    refused(block).refusal
}

#[test]
fn a_good_kernel_is_printed() {
    emit::print(&bad::Registered::default(), &|_, _| None).unwrap();
}

#[test]
fn widths() {
    let unequal = Refusal::UnequalWidths { what: "==".into(), left: 8, right: 4 };
    assert_eq!(refusal(bad::UnequalWidths::default()), unequal);
}

#[test]
fn literals() {
    assert_eq!(refusal(bad::LiteralTooWide::default()), Refusal::LiteralTooWide { value: 16, width: 4 });
    assert_eq!(refusal(bad::LiteralWithoutWidth::default()), Refusal::LiteralWithoutWidth { value: 3 });
    assert_eq!(refusal(bad::LiteralTooLong::default()), Refusal::LiteralTooLong);
}

#[test]
fn shifts() {
    assert_eq!(refusal(bad::ShiftOfLiteral::default()), Refusal::ShiftOfLiteral);
    assert_eq!(refusal(bad::ShiftTooFar::default()), Refusal::ShiftTooFar { width: 4, amount: 4 });
    assert_eq!(refusal(bad::ReplacePastTheEnd::default()), Refusal::ShiftTooFar { width: 6, amount: 7 });
}

#[test]
fn arithmetic_that_is_not_rendered() {
    assert_eq!(refusal(bad::SignedArithmetic::default()), Refusal::Signed);
    assert_eq!(refusal(bad::SignedPort::default()), Refusal::Signed);
    assert_eq!(refusal(bad::Multiplication::default()), Refusal::Multiplication);
}

#[test]
fn slices() {
    let past = |signal: &str, width, last| Refusal::PastTheEnd { signal: signal.into(), width, last };
    assert_eq!(refusal(bad::SliceOfExpression::default()), Refusal::NotABareSignal { what: "slice" });
    assert_eq!(refusal(bad::BitOfExpression::default()), Refusal::NotABareSignal { what: "bit" });
    assert_eq!(refusal(bad::NarrowingCastOfExpression::default()), Refusal::NotABareSignal { what: "narrowing cast" });
    assert_eq!(refusal(bad::SlicePastTheEnd::default()), past("a", 8, 8));
    assert_eq!(refusal(bad::BitPastTheEnd::default()), past("a", 6, 7));
}

#[test]
fn names() {
    assert_eq!(refusal(bad::UnknownConstant::default()), Refusal::UnknownIdentifier { name: "LIMIT".into() });
    assert_eq!(refusal(bad::ReservedName::default()), Refusal::NameTaken { name: "initial".into() });
    assert_eq!(refusal(bad::Sequence::default()), Refusal::NameTaken { name: "sequence".into() });
    assert_eq!(refusal(bad::NameTwice::default()), Refusal::NameTaken { name: "x_next".into() });
    assert_eq!(refusal(bad::Nameless::default()), Refusal::NoModuleName);
    assert_eq!(refusal(bad::Clash::default()), Refusal::ModuleClash { name: "renamed".into() });
}

#[test]
fn what_is_no_kernel() {
    assert_eq!(refusal(bad::Handwritten::default()), Refusal::NoKernel);
    assert_eq!(refusal(bad::NoBits::default()), Refusal::Unsupported { what: "a signal of no bits" });
    assert!(matches!(refusal(bad::PickedElement::default()), Refusal::UnknownIndex { .. }));
    assert_eq!(refusal(bad::InOutPort::default()), Refusal::Unsupported { what: "an inout port" });
}

#[test]
fn values_on_every_path() {
    let signal = |name: &str| name.to_string();
    assert_eq!(refusal(bad::ReadBeforeWritten::default()), Refusal::ReadBeforeWritten { signal: signal("x") });
    assert_eq!(refusal(bad::PartlyWritten::default()), Refusal::ReadBeforeWritten { signal: signal("x") });
    assert_eq!(refusal(bad::Latch::default()), Refusal::Latch { signal: signal("y") });
    assert_eq!(refusal(bad::LatchInArm::default()), Refusal::Latch { signal: signal("y") });
    assert_eq!(refusal(bad::DrivenInput::default()), Refusal::DrivenInput { signal: signal("a") });
    assert_eq!(refusal(bad::Undriven::default()), Refusal::Undriven { signal: signal("z") });
    assert_eq!(refusal(bad::NeverRead::default()), Refusal::NeverRead { signal: signal("x") });
    assert_eq!(refusal(bad_wiring::SubBlockUndriven::default()), Refusal::Undriven { signal: signal("inner.a") });
    assert_eq!(
        refusal(bad_wiring::ReadsSubBlockInput::default()),
        Refusal::ReadsDrivenInput { signal: signal("inner.a") }
    );
}

#[test]
fn registers() {
    let signal = |name: &str| name.to_string();
    assert_eq!(refusal(bad_wiring::NoClock::default()), Refusal::NotPlainlyDriven { signal: signal("x.clock") });
    assert_eq!(refusal(bad_wiring::NoReset::default()), Refusal::NotPlainlyDriven { signal: signal("x.reset") });
    assert_eq!(
        refusal(bad_wiring::ClockUnderCondition::default()),
        Refusal::NotPlainlyDriven { signal: signal("x.clock") }
    );
    assert_eq!(refusal(bad_wiring::ResetTwice::default()), Refusal::NotPlainlyDriven { signal: signal("x.reset") });
    assert_eq!(refusal(bad_wiring::RegisterUndriven::default()), Refusal::Undriven { signal: signal("x.d") });
    assert_eq!(refusal(bad_wiring::RegisterNeverRead::default()), Refusal::NeverRead { signal: signal("x.q") });
    assert_eq!(refusal(bad_wiring::ReadsRegisterInput::default()), Refusal::ReadsDrivenInput { signal: signal("x.d") });
}

#[test]
fn crossing_registers() {
    let signal = |name: &str| name.to_string();
    let not_plain = |name: &str| Refusal::NotPlainlyDriven { signal: signal(name) };
    assert_eq!(refusal(bad_crossing::NoClock::default()), not_plain("x.clock"));
    assert_eq!(refusal(bad_crossing::ResetTwice::default()), not_plain("x.reset"));
    assert_eq!(refusal(bad_crossing::Undriven::default()), Refusal::Undriven { signal: signal("x.d") });
    assert_eq!(refusal(bad_crossing::NeverRead::default()), Refusal::NeverRead { signal: signal("x.q") });
    assert_eq!(refusal(bad_crossing::ReadsInput::default()), Refusal::ReadsDrivenInput { signal: signal("x.d") });
    assert_eq!(refusal(bad_crossing::InverseTaken::default()), Refusal::NameTaken { name: signal("rst_n") });
}

#[test]
fn what_clears_at_once_does_not_glitch() {
    let glitch = |name: &str| Refusal::ClearMayGlitch { signal: name.into() };
    assert_eq!(refusal(bad_crossing::ResetOfAnd::default()), glitch("clear"));
    assert_eq!(refusal(bad_crossing::ResetOfNot::default()), glitch("either"));
    assert_eq!(refusal(bad_crossing::ResetUnderCondition::default()), glitch("clear"));
    emit::print(&bad_crossing::ResetOfOr::default(), &|_, _| None).unwrap();
}

#[test]
fn the_place_is_the_path_of_instances() {
    assert_eq!(
        refused(bad_wiring::InnerLatch::default()).to_string(),
        "block `inner_latch.inner`: `y` is not assigned on every path: a latch"
    );
}

#[test]
fn the_place_is_file_and_line_where_the_source_is_known() {
    let text = include_str!("kernels/bad.rs");
    let description = Description { file: "rtl/tests/kernels/bad.rs", text, ports: None };
    let error = emit::print(&bad::Dropped::default(), &|_, _| Some(description)).unwrap_err();
    let guard = text.lines().position(|line| line.contains("Mode::Off if")).unwrap() + 1;
    assert_eq!((error.refusal, error.place.line), (Refusal::MatchGuard, Some(guard)));

    let error = emit::print(&bad::Latch::default(), &|_, _| Some(description)).unwrap_err();
    let kernel = text.lines().position(|line| line == "impl Logic for Latch {").unwrap();
    let line = text.lines().skip(kernel).position(|line| line.contains("self.y.next")).unwrap() + kernel + 1;
    let message = format!("rtl/tests/kernels/bad.rs:{line}: block `latch`: `y` is not assigned on every path: a latch");
    assert_eq!(error.to_string(), message);
}

#[test]
fn no_source_of_this_crate_holds_what_rust_hdl_drops() {
    let mut kernels = 0;
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                kernels += usize::from(text.contains("\n    #[hdl_gen]\n"));
                assert_eq!(lint_source(&text).unwrap(), [], "{}", path.display());
            }
        }
    }
    assert!(kernels >= 2, "no kernel was looked at");
}

#[test]
fn nothing_is_printed_with_an_initial_value() {
    for entry in wirewright_rtl::registry::ALL {
        assert!(!entry.verilog().unwrap().contains("initial"), "{}", entry.name);
    }
    for (name, text) in LEAVES {
        assert!(!text.contains("initial"), "{name}");
    }
}
