// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the default stimuli reach.
use wirewright_testbench::coverage::coverage;
use wirewright_testbench::registry::{self, Registered, Visitor};

struct Print;
impl Visitor for Print {
    type Output = ();
    fn visit<R: Registered>(self) {
        let c = coverage::<R>(&[1, 2, 3], 200_000).unwrap();
        for (file, f) in c.files() {
            println!("{file}: {}/{}", f.covered, f.total);
            for p in f.uncovered.iter().take(60) {
                println!("   {}:{} {:?} {} {}", p.line, p.column, p.kind, p.comment, p.hierarchy);
            }
        }
    }
}

#[test]
#[ignore]
fn print() {
    for name in registry::NAMES {
        if std::env::var("ONLY").is_ok_and(|only| only != *name) {
            continue;
        }
        registry::with(name, Print).unwrap();
    }
}
