// SPDX-License-Identifier: MIT OR Apache-2.0
//! The flow: yosys once, nextpnr-ecp5 for each seed, ecppack for the best seed when there are pins.
//!
//! Each step is an entry of the cache, named after all that goes into it, so a run that was ended goes on where it
//! was, and seeds that were tried before cost nothing.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::board::Board;
use crate::cache::{Cache, Entry, Key};
use crate::error::FlowError;
use crate::netlist::Netlist;
use crate::output_register;
use crate::program::Programs;
use crate::report::{Clock, Report, SCHEMA, Target, Tools, Usage, VERSION};
use crate::subject::Subject;
use crate::timing::Timing;

/// Changes when the flow itself makes another netlist of the same Verilog.
const FLOW: &str = "registers in block RAM, 1";

/// What to do.
#[derive(Debug)]
pub struct Job<'a> {
    /// The block or design, or a design of the board's own.
    pub design: &'a str,
    /// Where it goes.
    pub board: &'a Board,
    /// Seeds 1 to this, one at least.
    pub seeds: u32,
    /// How many seeds at a time.
    pub parallel: usize,
    /// Where results are kept.
    pub cache: PathBuf,
    /// What runs.
    pub programs: &'a Programs,
    /// Set from elsewhere to end the run.
    pub interrupted: &'a AtomicBool,
}

/// Something is done.
#[derive(Debug)]
#[non_exhaustive]
pub enum Done {
    /// yosys has made the netlist.
    Synthesised,
    /// nextpnr has run with one seed more.
    Routed {
        /// The seed.
        seed: u32,
        /// Each clock, and the MHz it reached.
        clocks: Vec<(String, f64)>,
    },
    /// ecppack has made the bitstream.
    Packed,
}

/// How long something took.
#[derive(Clone, Copy, Debug)]
pub enum Took {
    /// It ran for so long.
    Time(Duration),
    /// It was in the cache.
    Cached,
}

/// A report, and the files behind it.
#[derive(Debug)]
pub struct Outcome {
    /// What was shown.
    pub report: Report,
    /// Files of the tools: the name that each should have, and where it is in the cache.
    pub files: Vec<(String, PathBuf)>,
}

/// Whether there is such a design or block, for this board.
///
/// # Errors
/// When there is none.
pub fn find(design: &str, board: &Board) -> Result<(), FlowError> {
    Subject::find(design, board).map(drop)
}

/// Runs the flow. `tell` is called, from any thread, when something is done.
///
/// # Errors
/// When there is no such design, it does not fit on the board, or a tool fails. Missed timing is no error.
pub fn run(job: &Job, tell: impl Fn(Done, Took) + Sync) -> Result<Outcome, FlowError> {
    let subject = Subject::find(job.design, job.board)?;
    let cache = Cache::at(job.cache.clone());
    let (netlist_name, entry) = synthesise(job, &subject, &cache, &tell)?;
    let netlist = entry.content;
    if subject.wrapper.is_none() {
        subject.check_pins(job.board, netlist.ports.iter().map(|(name, width)| (name.as_str(), *width)))?;
    }
    let routes = route_all(job, &cache, &netlist_name, &tell)?;
    let best = best(&routes);
    let folder = cache.folder();
    let mut files = vec![
        (format!("{}.v", subject.name), folder.join(&netlist_name).join(format!("{}.v", subject.name))),
        ("netlist.json".to_owned(), folder.join(&netlist_name).join("netlist.json")),
        ("yosys.log".to_owned(), folder.join(&netlist_name).join("yosys.log")),
    ];
    for route in &routes {
        files.push((format!("nextpnr-{}.log", route.seed), folder.join(&route.name).join("nextpnr.log")));
    }
    if job.board.pins.is_some() {
        let packed = pack(job, &cache, &routes[best], &tell)?;
        for ending in ["bit", "svf"] {
            files.push((format!("{}.{ending}", subject.name), folder.join(&packed).join(format!("design.{ending}"))));
        }
    }
    Ok(Outcome { report: report(job, &subject, netlist, &routes), files })
}

/// A design placed and routed with one seed.
struct Route {
    seed: u32,
    /// Its entry in the cache.
    name: String,
    timing: Timing,
}

fn synthesise(
    job: &Job,
    subject: &Subject,
    cache: &Cache,
    tell: &(impl Fn(Done, Took) + Sync),
) -> Result<(String, Entry<Netlist>), FlowError> {
    let (design, top) = (&subject.name, subject.top());
    let mut files = vec![(format!("{design}.v"), &subject.verilog)];
    let mut script = format!("read_verilog {design}.v\nsynth_ecp5 -top {design}\n");
    if let Some((module, verilog)) = &subject.wrapper {
        files.push((format!("{module}.v"), verilog));
        script += &format!("read_verilog {module}.v\nhierarchy -check -top {module}\nflatten\n");
    }
    script += "write_json mapped.json\n";
    let files_key = files.iter().fold(Key::default(), |key, (name, text)| key.with(name).with(text));
    let name = format!("netlist-{}", files_key.with(&script).with(FLOW).with(&job.programs.yosys.version).name());
    let begun = Instant::now();
    let read = |folder: &Path| {
        let path = folder.join("netlist.json");
        let json = fs::read_to_string(&path).map_err(FlowError::io(&path))?;
        Netlist::parse(&json, top, design)
    };
    let entry = cache.entry(&name, read, |fresh| {
        let folder = cache.folder().join(fresh);
        let script_name = "synth.ys".to_owned();
        for (name, text) in files.iter().chain([&(script_name.clone(), &script)]) {
            let path = folder.join(name);
            fs::write(&path, text).map_err(FlowError::io(&path))?;
        }
        // Of its standard output yosys in a wheel may lose the end; its log file is whole.
        let arguments = ["-q", "-l", "yosys.log", script_name.as_str()].map(str::to_owned);
        let step = format!("synthesis of {design}");
        job.programs.yosys.run(&step, &folder, &arguments, "yosys.out", job.interrupted)?;
        let (mapped, packed) = (folder.join("mapped.json"), folder.join("netlist.json"));
        let json = fs::read_to_string(&mapped).map_err(FlowError::io(&mapped))?;
        let (json, _) = output_register::pack(&json, top)?;
        fs::write(&packed, json).map_err(FlowError::io(&packed))?;
        fs::remove_file(&mapped).map_err(FlowError::io(&mapped))
    })?;
    tell(Done::Synthesised, took(begun, entry.hit));
    Ok((name, entry))
}

/// Places and routes with all seeds, several at a time.
fn route_all(
    job: &Job,
    cache: &Cache,
    netlist: &str,
    tell: &(impl Fn(Done, Took) + Sync),
) -> Result<Vec<Route>, FlowError> {
    let seeds = job.seeds.max(1);
    let next = AtomicUsize::new(1);
    let results = Mutex::new(Vec::new());
    let failed = AtomicBool::new(false);
    let work = || {
        while !failed.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed) as u32;
            if seed > seeds {
                break;
            }
            let result = route(job, cache, netlist, seed, tell);
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            // A thread that panicked while it held the lock has ended the run anyway.
            results.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(result);
        }
    };
    thread::scope(|scope| {
        for _ in 0..job.parallel.clamp(1, seeds as usize) {
            scope.spawn(work);
        }
    });
    let results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut routes = results.into_iter().collect::<Result<Vec<Route>, FlowError>>()?;
    routes.sort_by_key(|route| route.seed);
    Ok(routes)
}

fn route(
    job: &Job,
    cache: &Cache,
    netlist: &str,
    seed: u32,
    tell: &(impl Fn(Done, Took) + Sync),
) -> Result<Route, FlowError> {
    let board = job.board;
    let mut options: Vec<String> = board.device_options().to_vec();
    options.extend(["--seed".to_owned(), seed.to_string(), "--freq".to_owned(), board.sheet.mhz.to_string()]);
    // Missed timing is for the report to tell.
    options.extend(["--timing-allow-fail", "--quiet"].map(str::to_owned));
    let key = options.iter().fold(Key::default().with(netlist), Key::with);
    let key = key.with(board.pins.as_deref().unwrap_or_default()).with(&job.programs.nextpnr.version);
    let name = format!("route-{}", key.name());
    let begun = Instant::now();
    let entry = cache.entry(&name, Timing::read, |fresh| {
        // The wheels see only the working folder: it is that of the cache, for the netlist is in it too.
        let mut arguments = options.clone();
        let mut add = |option: &str, path: String| arguments.extend([option.to_owned(), path]);
        add("--json", format!("{netlist}/netlist.json"));
        add("--report", format!("{fresh}/report.json"));
        add("--log", format!("{fresh}/nextpnr.log"));
        if let Some(pins) = &board.pins {
            let path = cache.folder().join(fresh).join("pins.lpf");
            fs::write(&path, pins).map_err(FlowError::io(&path))?;
            add("--lpf", format!("{fresh}/pins.lpf"));
            add("--textcfg", format!("{fresh}/design.config"));
        }
        let step = format!("place and route with seed {seed}");
        job.programs.nextpnr.run(&step, cache.folder(), &arguments, &format!("{fresh}/nextpnr.out"), job.interrupted)
    })?;
    let clocks = entry.content.clocks().map(|clock| (clock.name.clone(), clock.reached_mhz)).collect();
    tell(Done::Routed { seed, clocks }, took(begun, entry.hit));
    Ok(Route { seed, name, timing: entry.content })
}

/// The bitstream of one route; gives the name of its entry.
fn pack(job: &Job, cache: &Cache, route: &Route, tell: &(impl Fn(Done, Took) + Sync)) -> Result<String, FlowError> {
    let name = format!("bits-{}", Key::default().with(&route.name).with(&job.programs.ecppack.version).name());
    let begun = Instant::now();
    let read = |folder: &Path| {
        let files = ["design.bit", "design.svf"].map(|name| folder.join(name));
        for path in &files {
            if fs::metadata(path).map_err(FlowError::io(path))?.len() == 0 {
                return Err(FlowError::Output { file: path.display().to_string(), reason: "it is empty".to_owned() });
            }
        }
        Ok(())
    };
    let entry = cache.entry(&name, read, |fresh| {
        let arguments = [
            "--compress".to_owned(),
            "--input".to_owned(),
            format!("{}/design.config", route.name),
            "--bit".to_owned(),
            format!("{fresh}/design.bit"),
            "--svf".to_owned(),
            format!("{fresh}/design.svf"),
        ];
        job.programs.ecppack.run(
            "packing",
            cache.folder(),
            &arguments,
            &format!("{fresh}/ecppack.log"),
            job.interrupted,
        )
    })?;
    tell(Done::Packed, took(begun, entry.hit));
    Ok(name)
}

fn took(begun: Instant, hit: bool) -> Took {
    if hit { Took::Cached } else { Took::Time(begun.elapsed()) }
}

/// The route whose worst clock has most room.
fn best(routes: &[Route]) -> usize {
    let room =
        |route: &Route| route.timing.clocks().map(|c| c.reached_mhz / c.wanted_mhz).fold(f64::INFINITY, f64::min);
    (0..routes.len()).max_by(|&a, &b| room(&routes[a]).total_cmp(&room(&routes[b]))).unwrap_or(0)
}

fn report(job: &Job, subject: &Subject, netlist: Netlist, routes: &[Route]) -> Report {
    let sheet = &job.board.sheet;
    let clocks = clocks(&netlist, routes);
    let utilization = routes.first().map(|route| route.timing.utilization.clone()).unwrap_or_default();
    Report {
        schema: SCHEMA,
        version: VERSION,
        design: subject.name.clone(),
        target: Target {
            board: job.board.name.clone(),
            part: sheet.part.clone(),
            package: sheet.package.clone(),
            speed: sheet.speed,
        },
        tools: Tools {
            yosys: job.programs.yosys.version.clone(),
            nextpnr: job.programs.nextpnr.version.clone(),
            ecppack: job.programs.ecppack.version.clone(),
        },
        seeds: routes.iter().map(|route| route.seed).collect(),
        timing_met: clocks.iter().all(|clock| clock.worst_mhz >= clock.wanted_mhz),
        clocks,
        total: netlist.total(),
        wrapper: subject.wrapper.is_some().then_some(netlist.wrapper),
        modules: netlist.modules,
        device: utilization
            .into_iter()
            .map(|(cell, usage)| Usage { cell, used: usage.used, available: usage.available })
            .collect(),
        pins: netlist.pins,
    }
}

/// The clocks of all seeds; they are the same for each, as the netlist is.
fn clocks(netlist: &Netlist, routes: &[Route]) -> Vec<Clock> {
    let Some(first) = routes.first() else { return Vec::new() };
    let of = |name: &str| {
        let mut runs = Vec::new();
        for route in routes {
            runs.extend(route.timing.clocks().filter(|clock| clock.name == name).map(|clock| (route.seed, clock)));
        }
        runs
    };
    let clock = |name: String| {
        let runs = of(&name);
        let reached = runs.iter().map(|(_, clock)| clock.reached_mhz).collect();
        let worst = runs.iter().min_by(|a, b| a.1.reached_mhz.total_cmp(&b.1.reached_mhz));
        let longest = worst.and_then(|(seed, clock)| clock.longest(&netlist.names, *seed));
        let wanted = runs.first().map_or(0.0, |(_, clock)| clock.wanted_mhz);
        Clock::new(&name, wanted, reached, longest)
    };
    first.timing.clocks().map(|found| clock(found.name)).collect()
}
