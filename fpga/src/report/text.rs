// SPDX-License-Identifier: MIT OR Apache-2.0
//! The report as text: what the design takes down to the second level, then clocks, then the path that missed.

use std::fmt::Write;

use super::{Clock, Path, Report, Resources};

/// Deeper modules are in the JSON and the HTML.
const DEEPEST: usize = 2;

pub(super) fn render(report: &Report) -> String {
    let target = &report.target;
    let mut text = format!(
        "design      {} for board {} ({}, {}, speed grade {}), {} seed{}\n\n",
        report.design,
        target.board,
        target.part,
        target.package,
        target.speed,
        report.seeds.len(),
        if report.seeds.len() == 1 { "" } else { "s" }
    );
    text += &line("", "", &Resources::COLUMNS.map(str::to_owned));
    if let Some(design) = report.modules.first() {
        for module in report.modules.iter().filter(|module| module.depth(design) <= DEEPEST) {
            let depth = module.depth(design);
            let name = if depth == 0 { &report.design } else { module.name() };
            text += &row(&format!("{}{name}", "  ".repeat(depth)), &module.module, &module.total);
        }
    }
    if let Some(wrapper) = &report.wrapper {
        text += &row("(registers at its ports)", "not counted above", wrapper);
    }
    text += &pins(report);
    text += "\nclock                wanted     worst    median      best  MHz\n";
    for clock in &report.clocks {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:<16} {:>10.1} {:>9.1} {:>9.1} {:>9.1}{}",
            clock.name,
            clock.wanted_mhz,
            clock.worst_mhz,
            clock.median_mhz,
            clock.best_mhz,
            if clock.worst_mhz < clock.wanted_mhz { "  missed" } else { "" }
        );
    }
    if report.timing_met {
        for clock in &report.clocks {
            if let Some(path) = &clock.longest_path {
                text += &format!("\n{}\n", headline(clock, path));
            }
        }
        text += "\ntiming      met with every seed\n";
    } else {
        for clock in report.missed() {
            if let Some(path) = &clock.longest_path {
                text += &format!("\n{}\n{}", headline(clock, path), hops(path));
            }
        }
        text += "\ntiming      NOT met\n";
    }
    text
}

/// Whether the times at the pins are the same with each seed.
fn pins(report: &Report) -> String {
    let registered = report.pins.len() - report.unregistered().count();
    let names: Vec<&str> = report.unregistered().collect();
    match (report.pins.len(), names.len()) {
        (0, _) => String::new(),
        (all, 0) => format!("\npins        all {all} are clocks, constants or have a register in their cell\n"),
        (all, _) => {
            format!("\npins        {registered} of {all} have a register in their cell; not: {}\n", names.join(", "))
        }
    }
}

fn row(name: &str, module: &str, resources: &Resources) -> String {
    line(name, module, &resources.columns().map(|number| number.to_string()))
}

fn line(name: &str, module: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>10}")).collect();
    format!("{name:<30} {module:<20}{cells}\n")
}

fn headline(clock: &Clock, path: &Path) -> String {
    format!(
        "longest path of {}, seed {}: {:.2} ns, {:.2} of it routing, {} level{} of logic\n  from {}{}\n  to   {}{}",
        clock.name,
        path.seed,
        path.ns,
        path.routing_ns,
        path.levels,
        if path.levels == 1 { "" } else { "s" },
        path.from,
        place(path.from_at.as_deref()),
        path.to,
        place(path.to_at.as_deref())
    )
}

fn hops(path: &Path) -> String {
    let mut text = String::new();
    for hop in &path.through {
        let name = hop.name.clone().unwrap_or_else(|| format!("logic near {}", crate::names::root(&hop.cell)));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:>6.2} ns  {name}{}", hop.at_ns, place(hop.at.as_deref()));
    }
    text
}

fn place(at: Option<&str>) -> String {
    at.map(|at| format!("  ({at})")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::report::tests::sample;

    #[test]
    fn a_miss_is_told_with_its_path() {
        let text = sample().text();
        for told in [
            "pair for board none (LFE5U-25F, CABGA381, speed grade 6), 2 seeds",
            "rx_clk                125.0     111.1     120.5     130.0  missed",
            "longest path of rx_clk, seed 2: 9.00 ns, 6.50 of it routing, 1 level of logic",
            "from pair.a.q  (count.v:5)",
            "8.00 ns  logic near pair.a.q",
            "timing      NOT met",
        ] {
            assert!(text.contains(told), "{told}\n{text}");
        }
        let row = text.lines().find(|line| line.contains("count ")).unwrap();
        assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["a", "count", "2", "1", "0", "0", "1", "0"]);
    }

    #[test]
    fn what_is_met_is_told_without_the_nets() {
        let mut report = sample();
        report.clocks[1].worst_mhz = 126.0;
        report.timing_met = true;
        let text = report.text();
        assert!(text.contains("met with every seed") && !text.contains("missed") && !text.contains("logic near"));
    }
}
