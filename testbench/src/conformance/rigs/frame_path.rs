// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the blocks that frames pass octet by octet on their way through a card: what is offered, what comes out,
//! and what is told beside it. Each block brings its pins and its part of the reference as a [`FramePath`].

use super::pace::Pace;
use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use std::fmt::Debug;
use std::marker::PhantomData;
use wirewright_spec::{EdgeSet, Interface};

/// A block that frames pass.
pub trait FramePath: Clone + Copy + Debug + Default + PartialEq + 'static {
    /// Its pins.
    type Pins: Interface;
    /// Its settings.
    type Settings: Clone + Debug + Default;
    /// What is said of a frame when it is offered.
    type Marks: Clone + Debug + Default;
    /// What is told beside the last octet of a frame that comes out.
    type Told: Clone + Debug + Default + PartialEq;

    /// What is shown to the block at a clock: a beat or none, and whether the sink is ready.
    fn input(
        settings: &Self::Settings,
        beat: Option<Beat<'_, Self::Marks>>,
        sink_ready: bool,
    ) -> <Self::Pins as Interface>::In;

    /// What the block shows after a clock.
    fn output(out: &<Self::Pins as Interface>::Out) -> Seen<Self::Told>;

    /// What is told beside the octets before the last one, of a frame with this beside its last one.
    fn told_early(_last: &Self::Told) -> Self::Told {
        Self::Told::default()
    }

    /// The same without time, by the reference functions.
    fn reference(script: &Script<Self>) -> Trace<Self>;
}

/// An octet that is offered.
#[derive(Debug)]
pub struct Beat<'a, Marks> {
    /// The octet.
    pub octet: u8,
    /// It is the first of its frame.
    pub first: bool,
    /// It is the last of its frame.
    pub last: bool,
    /// What is said of the frame.
    pub marks: &'a Marks,
}

impl<Marks> Clone for Beat<'_, Marks> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Marks> Copy for Beat<'_, Marks> {}

impl<Marks> Beat<'_, Marks> {
    /// A mark that counts on the last octet; on the others its inverse, which nobody must look at.
    pub fn at_last(&self, mark: impl Fn(&Marks) -> bool) -> bool {
        mark(self.marks) == self.last
    }

    /// A mark that counts on the first octet; on the others its inverse, which nobody must look at.
    pub fn at_first(&self, mark: impl Fn(&Marks) -> bool) -> bool {
        mark(self.marks) == self.first
    }
}

/// What a block shows after a clock.
#[derive(Clone, Copy, Debug)]
pub struct Seen<Told> {
    /// It takes the octet that is offered next.
    pub ready: bool,
    /// An octet, and whether it is the last of its frame.
    pub beat: Option<(u8, bool)>,
    /// What is told beside it.
    pub told: Told,
    /// What is strobed.
    pub strobe: Option<Strobe>,
}

/// What a block strobes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strobe {
    /// A frame to somebody else is dropped.
    Filtered,
    /// A frame will be sent.
    Accepted,
    /// A frame is too long and is not sent.
    Dropped,
}

/// The frames that are offered, and how the sink takes them.
#[derive(Clone, Debug, Default)]
pub struct Script<P: FramePath> {
    /// In order.
    pub frames: Vec<Offer<P>>,
    /// When the sink is ready, where it has a say.
    pub sink: Pace,
    /// Clocks to wait for more when nothing comes any longer.
    pub idle_clocks: usize,
}

/// A frame that is offered.
#[derive(Clone, Debug, Default)]
pub struct Offer<P: FramePath> {
    /// Its octets.
    pub octets: Vec<u8>,
    /// Clocks before its first one without an offer.
    pub gap_clocks: usize,
    /// What is said of it.
    pub marks: P::Marks,
    /// The settings, from the begin of the gap on.
    pub settings: P::Settings,
    /// Other settings, from the octet of this number on.
    pub later: Option<(usize, P::Settings)>,
    /// Before the octet of this number the source has nothing to offer for so many clocks.
    pub pause: Option<(usize, usize)>,
    /// Its end never comes.
    pub endless: bool,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Trace<P: FramePath> {
    /// The frames in order.
    pub frames: Vec<Came<P>>,
    /// The clock at which the first octet of each of them was taken.
    pub first_clocks: Vec<usize>,
    /// Octets after the last frame that came to its end.
    pub cut: Vec<u8>,
    /// Octets before the last one of their frame beside which stood what must not.
    pub told_astray: usize,
    /// What was strobed.
    pub strobes: Vec<Strobe>,
    /// The clock at which the last octet of each offered frame was taken.
    pub offered_clocks: Vec<usize>,
}

/// A frame that came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Came<P: FramePath> {
    /// Its octets.
    pub octets: Vec<u8>,
    /// What stood beside the last of them.
    pub told: P::Told,
}

impl<P: FramePath> Offer<P> {
    /// A frame right behind the one before.
    pub fn of(octets: Vec<u8>, settings: &P::Settings) -> Offer<P> {
        Offer { octets, settings: settings.clone(), ..Offer::default() }
    }
}

impl<P: FramePath> Script<P> {
    /// Frames to a sink that is always ready.
    pub fn of(frames: Vec<Offer<P>>) -> Script<P> {
        Script { frames, sink: Pace::ALWAYS, idle_clocks: 100 }
    }

    /// More clocks than a block that keeps going needs.
    fn most_clocks(&self) -> usize {
        let clocks = |frame: &Offer<P>| frame.octets.len() + frame.gap_clocks + frame.pause.map_or(0, |pause| pause.1);
        let clocks: usize = self.frames.iter().map(|frame| clocks(frame) + 32).sum();
        clocks + self.sink.clocks_for(clocks) + self.idle_clocks
    }
}

impl<P: FramePath> Subject for P {
    type Script = Script<P>;
    type Trace = Trace<P>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<P>>, NoRig> {
        Ok(match rung {
            Rung::Reference => Box::new(Reference(PhantomData)),
            _ => Box::new(Timed { device: design::<P::Pins, R>(rung, rungs)? }),
        })
    }
}

struct Reference<P>(PhantomData<P>);

impl<P: FramePath> Rig<P> for Reference<P> {
    fn play(&mut self, script: &Script<P>) -> Trace<P> {
        P::reference(script)
    }
}

struct Timed<I: Interface> {
    device: Box<dyn Device<I>>,
}

impl<P: FramePath> Rig<P> for Timed<P::Pins> {
    fn play(&mut self, script: &Script<P>) -> Trace<P> {
        self.device.reset();
        let mut source = Source::of(script);
        let mut sink = Sink::default();
        let mut out = <P::Pins as Interface>::Out::default();
        let mut quiet_clocks = 0;
        for clock in 0..script.most_clocks() {
            let (beat, sink_ready) = (source.beat(), script.sink.at(clock));
            let input = P::input(source.settings(), beat, sink_ready);
            let before = P::output(&out);
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            sink.trace.strobes.extend(P::output(&out).strobe);
            let took = sink_ready && before.beat.is_some();
            if source.goes_on(before.ready) {
                sink.trace.offered_clocks.push(clock);
            }
            if took {
                sink.take(before, clock);
            }
            quiet_clocks = if source.is_over() && !took { quiet_clocks + 1 } else { 0 };
            if quiet_clocks > script.idle_clocks {
                break;
            }
        }
        sink.trace.cut = sink.octets;
        sink.trace
    }
}

/// Offers the frames of a script.
struct Source<'a, P: FramePath> {
    script: &'a Script<P>,
    frame: usize,
    octet: usize,
    wait_clocks: usize,
}

impl<'a, P: FramePath> Source<'a, P> {
    fn of(script: &'a Script<P>) -> Source<'a, P> {
        let wait_clocks = script.frames.first().map_or(0, |frame| frame.gap_clocks);
        Source { script, frame: 0, octet: 0, wait_clocks }
    }

    fn is_over(&self) -> bool {
        self.frame == self.script.frames.len()
    }

    fn beat(&self) -> Option<Beat<'a, P::Marks>> {
        let frame = self.script.frames.get(self.frame).filter(|_| self.wait_clocks == 0)?;
        let last = self.octet + 1 == frame.octets.len() && !frame.endless;
        Some(Beat { octet: frame.octets[self.octet], first: self.octet == 0, last, marks: &frame.marks })
    }

    /// Those of the frame that is offered, or is next; at the end those of the last one.
    fn settings(&self) -> &'a P::Settings {
        let frame = self.script.frames.get(self.frame).or(self.script.frames.last());
        let frame = frame.expect("a script has at least one frame");
        let later = frame.later.as_ref().filter(|(from, _)| self.is_over() || self.octet >= *from);
        later.map_or(&frame.settings, |(_, settings)| settings)
    }

    /// A clock has gone by; whether the last octet of a frame was taken at it.
    fn goes_on(&mut self, ready: bool) -> bool {
        let Some(frame) = self.script.frames.get(self.frame) else { return false };
        if self.wait_clocks > 0 {
            self.wait_clocks -= 1;
            return false;
        }
        if !ready {
            return false;
        }
        self.octet += 1;
        if let Some((_, clocks)) = frame.pause.filter(|(before, _)| *before == self.octet) {
            self.wait_clocks = clocks;
        }
        let ended = self.octet == frame.octets.len();
        if ended {
            (self.frame, self.octet) = (self.frame + 1, 0);
            self.wait_clocks = self.script.frames.get(self.frame).map_or(0, |frame| frame.gap_clocks);
        }
        ended
    }
}

/// Puts octets together.
#[derive(Default)]
struct Sink<P: FramePath> {
    octets: Vec<u8>,
    told: Vec<P::Told>,
    trace: Trace<P>,
}

impl<P: FramePath> Sink<P> {
    fn take(&mut self, seen: Seen<P::Told>, clock: usize) {
        let Some((octet, last)) = seen.beat else { return };
        if self.octets.is_empty() {
            self.trace.first_clocks.push(clock);
        }
        self.octets.push(octet);
        if !last {
            self.told.push(seen.told);
            return;
        }
        let early = P::told_early(&seen.told);
        self.trace.told_astray += self.told.drain(..).filter(|told| *told != early).count();
        self.trace.frames.push(Came { octets: std::mem::take(&mut self.octets), told: seen.told });
    }
}
