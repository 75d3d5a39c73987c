// SPDX-License-Identifier: MIT OR Apache-2.0
//! Verilated designs as Rust values: [`Model`] is a loaded shared object, [`Verilated`] one running instance of it,
//! which keeps the contract of `wirewright_spec::Design`. A step is one call through a function pointer.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use cxx::UniquePtr;
use wirewright_spec::{Design, EdgeSet, Interface, Ports};

use crate::cache::Cache;
use crate::glue::Shape;
use crate::loader::ffi;
use crate::tools::Tools;
use crate::verilate::{OBJECT, Workshop};
use crate::writing::Writing;
use crate::{BridgeError, Coverage, Options, Source, waves};

/// Edges for which a reset is held: registers behind a reset synchroniser see it late.
const RESET_EDGES: usize = 4;

type StepFn = unsafe extern "C" fn(*mut c_void, u32, *const c_void, *mut c_void);
type BareLoopFn = unsafe extern "C" fn(*mut c_void, *const u8, usize, *const c_void, usize, *mut c_void);

/// A verilated design, compiled and loaded; any number of instances can run.
pub struct Model<I: Interface> {
    library: Arc<UniquePtr<ffi::Library>>,
    path: PathBuf,
    cached: bool,
    interface: PhantomData<fn() -> I>,
}

impl<I: Interface> Model<I> {
    /// Verilates, compiles and loads `source`, or takes it from the cache.
    ///
    /// # Errors
    /// Every [`BridgeError`] but `File`.
    pub fn load(source: &Source, options: &Options) -> Result<Model<I>, BridgeError> {
        let cache = options.cache.clone().map_or_else(Cache::of_user, |folder| Ok(Cache::at(folder)))?;
        let tools = options.tools.clone().unwrap_or_else(Tools::of_process);
        let shape = Shape::of::<I>();
        let workshop = Workshop::new(cache, &tools)?;
        if !options.keep {
            let once = workshop.cache.once()?;
            let object = once.folder.path().join(OBJECT);
            let built = workshop.build(source, options.kind, &shape, &once.folder.path().join("work"), &object);
            built.map_err(|error| workshop.cache.explain(error, once.folder.path()))?;
            return Ok(Model { cached: false, ..Model::open(&object)? });
        }
        let mut entry = workshop.object(source, options.kind, &shape)?;
        let mut opened = Model::open(&entry.folder.join(OBJECT));
        if entry.hit && matches!(opened, Err(BridgeError::Load { .. })) {
            workshop.cache.remove(&entry)?;
            entry = workshop.object(source, options.kind, &shape)?;
            opened = Model::open(&entry.folder.join(OBJECT));
        }
        Ok(Model { cached: entry.hit, ..opened? })
    }

    /// Loads a shared object that was built before: [`BridgeError::Load`] when it is none, [`BridgeError::Layout`] when
    /// it was built for other ports. Private, as loading is running: only what this crate has built is sound to load.
    fn open(path: &Path) -> Result<Model<I>, BridgeError> {
        let refuse = |reason: String| BridgeError::Load { path: path.to_owned(), reason };
        let name = path.to_str().ok_or_else(|| refuse("the path is not UTF-8".into()))?;
        let library = ffi::open_library(name).map_err(|error| refuse(error.to_string()))?;
        let (expected, found) = (Shape::of::<I>().layout(), library.layout());
        if expected != found {
            return Err(BridgeError::Layout { path: path.to_owned(), found, expected });
        }
        Ok(Model { library: Arc::new(library), path: path.to_owned(), cached: true, interface: PhantomData })
    }

    /// A new instance. Registers, memories and x start at values drawn from `seed`, for coverage at 0 (a random
    /// start would count as a change).
    ///
    /// # Errors
    /// [`BridgeError::Load`] when an `initial` block of the design stops it.
    pub fn instance(&self, seed: NonZeroU32) -> Result<Verilated<I>, BridgeError> {
        // Verilator's seeds have 31 bits, and 0 stands for "any".
        let seed = (seed.get() & 0x7fff_ffff).max(1);
        let refuse = |error: cxx::Exception| BridgeError::Load { path: self.path.clone(), reason: error.to_string() };
        let instance = ffi::new_instance(&self.library, seed).map_err(refuse)?;
        Ok(Verilated::new(Arc::clone(&self.library), instance))
    }

    /// Whether it was in the cache.
    pub fn cached(&self) -> bool {
        self.cached
    }

    /// The shared object; it is gone when [`Options::keep`] was not set.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A running verilated design.
pub struct Verilated<I: Interface> {
    step: StepFn,
    bare_loop: BareLoopFn,
    model: *mut c_void,
    // The instance owns what `model` points to and keeps the library open.
    instance: UniquePtr<ffi::Instance>,
    waves: Option<Writing>,
    interface: PhantomData<fn() -> I>,
}

// SAFETY: `model` is owned by `instance`, which is Send; function pointers are.
#[allow(unsafe_code)]
unsafe impl<I: Interface> Send for Verilated<I> {}

/// Whether a design still runs. A stopped design ignores further steps and keeps its outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It runs.
    Running,
    /// It called `$finish`; the text says where.
    Finished(String),
    /// It called `$stop`, or an assertion failed; the text says where, and what it printed.
    Failed(String),
    /// The simulation cannot go on, for example because a combinational loop does not settle.
    Fatal(String),
}

impl<I: Interface> Verilated<I> {
    /// Loads `source` as [`Model::load`] does and starts one instance from the seed of `options`.
    ///
    /// # Errors
    /// As [`Model::load`] and [`Model::instance`].
    pub fn load(source: &Source, options: &Options) -> Result<Verilated<I>, BridgeError> {
        Model::load(source, options)?.instance(options.seed)
    }

    #[allow(unsafe_code)]
    fn new(library: Arc<UniquePtr<ffi::Library>>, instance: UniquePtr<ffi::Instance>) -> Verilated<I> {
        // SAFETY: the library gives the addresses of functions of these types (cxx/abi.h, same ABI number), and the
        // instance keeps it open as long as this value lives.
        let step = unsafe { std::mem::transmute::<usize, StepFn>(library.step_address()) };
        // SAFETY: as above.
        let bare_loop = unsafe { std::mem::transmute::<usize, BareLoopFn>(library.bare_loop_address()) };
        let model = instance.address() as *mut c_void;
        Verilated { step, bare_loop, model, instance, waves: None, interface: PhantomData }
    }

    /// One event, as [`Design::step`].
    #[inline]
    #[allow(unsafe_code)]
    pub fn step(&mut self, edges: EdgeSet, input: &I::In, output: &mut I::Out) {
        // SAFETY: `model` lives as long as `instance`; the library was built for the layout of `In` and `Out`
        // (checked when it was opened) and writes valid values only: one-bit outputs are masked.
        unsafe { (self.step)(self.model, edges.0.into(), (&raw const *input).cast(), (&raw mut *output).cast()) }
    }

    /// Event `n` raises the clocks of `edges[n % edges.len()]` with `inputs[n]`, in one C++ loop that reads no output
    /// before the last event: what the speed of everything else is measured against. `output` has the last ones.
    ///
    /// # Panics
    /// When `edges` is empty.
    #[allow(unsafe_code)]
    pub fn bare_loop(&mut self, edges: &[EdgeSet], inputs: &[I::In], output: &mut I::Out) {
        assert!(!edges.is_empty(), "a loop needs edges");
        // SAFETY: as for `step`; `EdgeSet` is a transparent `u8`, and both slices are given with their lengths.
        unsafe {
            (self.bare_loop)(
                self.model,
                edges.as_ptr().cast(),
                edges.len(),
                inputs.as_ptr().cast(),
                inputs.len(),
                (&raw mut *output).cast(),
            );
        }
    }

    /// Holds every reset input for four edges of all clocks, all other inputs 0. Resets are the ports named `rst`,
    /// `reset`, `*_rst` (active high), `rst_n`, `*_rst_n`, `resetn`, `aresetn` (active low).
    pub fn reset(&mut self) {
        let mut input = I::In::default();
        for (index, port) in I::In::PORTS.iter().enumerate() {
            let name = port.name;
            input.set(index, u64::from(name == "rst" || name == "reset" || name.ends_with("_rst")));
        }
        let all = (0..I::CLOCKS.len()).fold(EdgeSet::NONE, EdgeSet::with);
        let mut output = I::Out::default();
        for _ in 0..RESET_EDGES {
            self.step(all, &input, &mut output);
        }
    }

    /// Whether it still runs. Costs a call: ask once in a while, and at the end.
    pub fn status(&self) -> Status {
        let message = || self.instance.message();
        match self.instance.status() {
            0 => Status::Running,
            1 => Status::Finished(message()),
            2 => Status::Failed(message()),
            _ => Status::Fatal(message()),
        }
    }

    /// What the design has printed (`$display` and the like) since the last call; the last 64 KiB of it.
    pub fn take_text(&mut self) -> String {
        self.pin().take_text()
    }

    /// The time of the next event: `$time` in the Verilog and the time in the waves. In waves, an event whose time
    /// is not said comes 1 ns after the last one.
    pub fn set_time_ps(&mut self, time_ps: u64) {
        self.pin().set_time_ps(time_ps);
    }

    /// Writes waves (FST, picoseconds) from the next event on; needs [`crate::Kind::Trace`]. Clocks fall half way to
    /// the next event. The file appears, whole, at [`Verilated::end_trace`] or when the value is dropped; one that
    /// cannot be completed does not appear. Waves that are being written are ended first.
    ///
    /// # Errors
    /// [`BridgeError::File`] when the file cannot be written or the model was not loaded for waves.
    pub fn trace_to(&mut self, path: &Path) -> Result<(), BridgeError> {
        self.end_trace()?;
        let writing = Writing::of(path);
        let name = utf8(writing.part())?;
        self.pin().trace_open(name).map_err(|error| writing.error(error.to_string()))?;
        self.waves = Some(writing);
        Ok(())
    }

    /// Ends the waves and completes their file. Without waves it does nothing.
    ///
    /// # Errors
    /// [`BridgeError::File`] when the rest could not be written; then there is no file.
    pub fn end_trace(&mut self) -> Result<(), BridgeError> {
        let Some(writing) = self.waves.take() else { return Ok(()) };
        self.pin().trace_close().map_err(|error| writing.error(error.to_string()))?;
        let cut = |error| writing.error(format!("the waves are cut short, is the disk full? ({error})"));
        waves::check_whole(writing.part()).map_err(cut)?;
        writing.complete()
    }

    /// Writes what has been covered so far to `path` (Verilator's format) and sums it up; needs
    /// [`crate::Kind::Coverage`]. The file appears when it is whole.
    ///
    /// # Errors
    /// [`BridgeError::File`] when the file cannot be written or the model was not loaded for coverage.
    pub fn write_coverage(&mut self, path: &Path) -> Result<Coverage, BridgeError> {
        let writing = Writing::of(path);
        let name = utf8(writing.part())?;
        self.pin().coverage_write(name).map_err(|error| writing.error(error.to_string()))?;
        let coverage = Coverage::read(writing.part()).map_err(|error| match error {
            BridgeError::File { reason, .. } => writing.error(reason),
            other => other,
        })?;
        writing.complete()?;
        Ok(coverage)
    }

    fn pin(&mut self) -> Pin<&mut ffi::Instance> {
        self.instance.pin_mut()
    }
}

impl<I: Interface> Design for Verilated<I> {
    type In = I::In;
    type Out = I::Out;

    const CLOCKS: &'static [&'static str] = I::CLOCKS;

    fn reset(&mut self) {
        Verilated::reset(self);
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &I::In, output: &mut I::Out) {
        Verilated::step(self, edges, input, output);
    }
}

impl<I: Interface> Drop for Verilated<I> {
    fn drop(&mut self) {
        // Who wants to know whether the waves are whole ends them.
        let _ = self.end_trace();
    }
}

fn utf8(path: &Path) -> Result<&str, BridgeError> {
    let reason = || BridgeError::File { path: path.to_owned(), reason: "the path is not UTF-8".into() };
    path.to_str().ok_or_else(reason)
}
