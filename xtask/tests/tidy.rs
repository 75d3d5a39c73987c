// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rules of the house hold in this repository.

use wirewright_xtask::house::House;
use wirewright_xtask::tidy;

#[test]
fn the_rules_of_the_house_are_kept() {
    let house = House::find().unwrap();
    let reports = tidy::check(&house);
    let told: Vec<String> = reports
        .iter()
        .flat_map(|report| report.violations.iter().map(move |violation| format!("{}: {violation}", report.name)))
        .collect();
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
}

#[test]
fn something_was_checked() {
    let tree = tidy::Tree::read(&House::find().unwrap());
    assert!(tree.files().count() > 20 && tree.rust().count() > 10);
}
