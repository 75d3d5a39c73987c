// SPDX-License-Identifier: MIT OR Apache-2.0
//! The report as one HTML file: no script, no font, nothing from the network.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Clock, Path, Report, Resources};

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8886; --good: #2a8a4a; --bad: #c8322b; --quiet: #888; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .7rem; text-align: left; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: 13px/1.4 ui-monospace, monospace; }
.quiet { color: var(--quiet); } .met { color: var(--good); } .missed { color: var(--bad); font-weight: 600; }
";

pub(super) fn render(report: &Report) -> String {
    let (target, tools) = (&report.target, &report.tools);
    let verdict = if report.timing_met { "timing met" } else { "timing not met" };
    let title = format!("{} for board {}: {verdict}", report.design, target.board);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p {
                    (target.part) ", " (target.package) ", speed grade " (target.speed) "; "
                    (report.seeds.len()) " seeds."
                }
                h2 { "Clocks" }
                (clocks(report))
                h2 { "Longest paths" }
                @for clock in &report.clocks {
                    @if let Some(path) = &clock.longest_path { (longest(clock, path)) }
                }
                h2 { "Cells" }
                (cells(report))
                h2 { "Device" }
                (pins(report))
                (device(report))
                p.quiet { (tools.yosys) br; (tools.nextpnr) br; (tools.ecppack) }
            }
        }
    };
    page.into_string()
}

fn clocks(report: &Report) -> Markup {
    html! {
        table {
            tr {
                th { "Clock" }
                @for head in ["wanted", "worst", "median", "best"] { th.number { (head) " MHz" } }
                @for seed in &report.seeds { th.number { "seed " (seed) } }
            }
            @for clock in &report.clocks {
                @let missed = clock.worst_mhz < clock.wanted_mhz;
                tr {
                    td { code { (clock.name) } }
                    td.number { (mhz(clock.wanted_mhz)) }
                    td.number.missed[missed].met[!missed] { (mhz(clock.worst_mhz)) }
                    td.number { (mhz(clock.median_mhz)) }
                    td.number { (mhz(clock.best_mhz)) }
                    @for reached in &clock.reached_mhz { td.number { (mhz(*reached)) } }
                }
            }
        }
    }
}

fn longest(clock: &Clock, path: &Path) -> Markup {
    let ns = |ns: f64| format!("{ns:.2}");
    html! {
        details open[clock.worst_mhz < clock.wanted_mhz] {
            summary {
                code { (clock.name) } ", seed " (path.seed) ": " (ns(path.ns)) " ns, " (ns(path.routing_ns))
                " of it routing, " (path.levels) " levels of logic, from " (place(&path.from, path.from_at.as_deref()))
                " to " (place(&path.to, path.to_at.as_deref()))
            }
            table {
                @for hop in &path.through {
                    tr {
                        td.number { (ns(hop.at_ns)) " ns" }
                        td {
                            @match &hop.name {
                                Some(name) => (place(name, hop.at.as_deref())),
                                None => span.quiet { "logic near " code { (crate::names::root(&hop.cell)) } },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn place(name: &str, at: Option<&str>) -> Markup {
    html! { code { (name) } @if let Some(at) = at { span.quiet { " (" (at) ")" } } }
}

fn cells(report: &Report) -> Markup {
    let row = |name: &str, module: &str, own: Option<&Resources>, total: &Resources| {
        html! {
            tr {
                td { code { (name) } }
                td { (module) }
                @for number in total.columns() { td.number { (number) } }
                td.number.quiet { @if let Some(own) = own { (own.lut4) } }
                td.number.quiet { @if let Some(own) = own { (own.ff) } }
            }
        }
    };
    html! {
        table {
            tr {
                th { "Instance" } th { "Module" }
                @for head in Resources::COLUMNS { th.number { (head) } }
                th.number.quiet { "own LUT4" } th.number.quiet { "own FF" }
            }
            @for module in &report.modules { (row(&module.path, &module.module, Some(&module.own), &module.total)) }
            @if let Some(wrapper) = &report.wrapper {
                (row("", "registers at the ports, not counted above", None, wrapper))
            }
        }
    }
}

fn pins(report: &Report) -> Markup {
    html! {
        @if !report.pins.is_empty() {
            p {
                (report.pins.len() - report.unregistered().count()) " of " (report.pins.len())
                " pins are clocks, constants or have a register in their cell."
                @for (index, pin) in report.unregistered().enumerate() {
                    (if index == 0 { " Not: " } else { ", " }) code { (pin) }
                }
            }
        }
    }
}

fn device(report: &Report) -> Markup {
    html! {
        table {
            @for usage in report.device.iter().filter(|usage| usage.used > 0) {
                tr {
                    td { code { (usage.cell) } }
                    td.number { (usage.used) }
                    td.number { "of " (usage.available) }
                }
            }
        }
    }
}

fn mhz(mhz: f64) -> String {
    format!("{mhz:.1}")
}

#[cfg(test)]
mod tests {
    use crate::report::tests::sample;

    #[test]
    fn the_page_has_the_figures_and_needs_no_network() {
        let page = sample().html();
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("timing not met"));
        for told in ["111.1", "count.v:5", "24288", "pair.a"] {
            assert!(page.contains(told), "{told}");
        }
        assert!(!page.contains("http") && !page.contains("<script"));
    }
}
