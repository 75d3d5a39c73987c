// SPDX-License-Identifier: MIT OR Apache-2.0
//! The behavioural model of block RAM against what the vendor publishes of it (Lattice FPGA-TN-02204), over random
//! operations: what is read is what the ports have written, bit for bit, whatever their widths.

use wirewright_bridge::{BridgeError, Options, Source, Status, Verilated};
use wirewright_spec::{EdgeSet, Interface, Ports};

use crate::cells::FAULT;
use crate::planted::planted;

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct In {
    fault: u8,
    a_rst: bool,
    a_enable: bool,
    a_select: bool,
    a_output_enable: bool,
    a_write: bool,
    #[port(width = 14)]
    a_address: u16,
    #[port(width = 18)]
    a_data: u32,
    b_rst: bool,
    b_enable: bool,
    b_select: bool,
    b_output_enable: bool,
    b_write: bool,
    #[port(width = 14)]
    b_address: u16,
    #[port(width = 18)]
    b_data: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct Out {
    #[port(width = 18)]
    a_wide: u32,
    #[port(width = 18)]
    a_narrow: u32,
    #[port(width = 18)]
    b_wide: u32,
    #[port(width = 18)]
    b_narrow: u32,
}

enum Ram {}

impl Interface for Ram {
    const NAME: &'static str = "bench";
    const CLOCKS: &'static [&'static str] = &["clk_a", "clk_b"];
    type In = In;
    type Out = Out;
}

#[derive(Clone, Copy, PartialEq)]
enum WriteMode {
    Normal,
    WriteThrough,
    ReadBeforeWrite,
}

/// What one port is asked at an edge.
#[derive(Clone, Copy)]
struct Request {
    rst: bool,
    active: bool,
    output_enable: bool,
    write: bool,
    address: usize,
    data: u32,
}

/// A port as the data sheet has it: its settings and its output.
struct Port {
    width: usize,
    mode: WriteMode,
    has_register: bool,
    latch: u32,
    register: u32,
}

/// The bits of the memory, in words of 18.
type Memory = Vec<bool>;

impl Port {
    fn new(width: usize, mode: WriteMode, has_register: bool) -> Port {
        Port { width, mode, has_register, latch: 0, register: 0 }
    }

    /// Where the bits of an address are, and which of them are written.
    fn places(&self, address: usize) -> Vec<(usize, bool)> {
        let octet = (address >> 3) * 9;
        match self.width {
            18 => (0..18).map(|bit| ((address >> 4) * 18 + bit, address >> (bit / 9) & 1 != 0)).collect(),
            9 => (0..9).map(|bit| (octet + bit, true)).collect(),
            width => (0..width).map(|bit| (octet + (address & 7) / width * width + bit, true)).collect(),
        }
    }

    fn edge(&mut self, memory: &mut Memory, request: Request) {
        if request.rst {
            (self.latch, self.register) = (0, 0);
            return;
        }
        if request.output_enable {
            self.register = self.latch;
        }
        if !request.active {
            return;
        }
        let places = self.places(request.address);
        let read = |memory: &Memory| places.iter().rev().fold(0, |sum, (at, _)| sum << 1 | u32::from(memory[*at]));
        let old = read(memory);
        if request.write {
            for (bit, &(at, enabled)) in places.iter().enumerate() {
                if enabled {
                    memory[at] = request.data >> bit & 1 != 0;
                }
            }
        }
        match (request.write, self.mode) {
            (false, _) | (true, WriteMode::ReadBeforeWrite) => self.latch = old,
            (true, WriteMode::WriteThrough) => self.latch = read(memory),
            (true, WriteMode::Normal) => {}
        }
    }

    fn output(&self) -> u32 {
        if self.has_register { self.register } else { self.latch }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }
}

fn load(fault: Option<u8>) -> Option<Verilated<Ram>> {
    const CELL: &str = include_str!("../../../fpga/cells/sim/DP16KD.v");
    let source = Source::new("bench")
        .file("DP16KD.v", fault.map_or_else(|| CELL.to_owned(), |_| planted("DP16KD.v", CELL)))
        .file("bench.v", include_str!("../../../fpga/cells/sim/bench_ram.v"));
    match Verilated::load(&source, &Options::default()) {
        Ok(design) => Some(design),
        Err(BridgeError::ToolMissing(missing)) => {
            crate::tools::skip(&missing);
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn requests(input: &In) -> [Request; 2] {
    let a = Request {
        rst: input.a_rst,
        active: input.a_enable && input.a_select,
        output_enable: input.a_output_enable,
        write: input.a_write,
        address: input.a_address.into(),
        data: input.a_data,
    };
    let b = Request {
        rst: input.b_rst,
        active: input.b_enable && input.b_select,
        output_enable: input.b_output_enable,
        write: input.b_write,
        address: input.b_address.into(),
        data: input.b_data,
    };
    [a, b]
}

/// Random pins; few words, so that what is written is read.
fn pins(random: &mut Random) -> In {
    let mut address = || (random.next() & 0x1f | if random.one_in(4) { 0x3fe0 } else { 0 }) as u16;
    let (a_address, b_address) = (address(), address());
    In {
        fault: 0,
        a_rst: random.one_in(40),
        a_enable: !random.one_in(5),
        a_select: !random.one_in(9),
        a_output_enable: !random.one_in(3),
        a_write: random.one_in(2),
        a_address,
        a_data: random.next() as u32 & 0x3_ffff,
        b_rst: random.one_in(40),
        b_enable: !random.one_in(5),
        b_select: !random.one_in(9),
        b_output_enable: !random.one_in(3),
        b_write: random.one_in(2),
        b_address,
        b_data: random.next() as u32 & 0x3_ffff,
    }
}

#[test]
pub fn ports_of_all_widths_read_what_was_written() {
    let fault = FAULT.get();
    let Some(mut design) = load(fault) else { return };
    let mut random = Random(1);
    let mut wide = [Port::new(9, WriteMode::WriteThrough, false), Port::new(18, WriteMode::ReadBeforeWrite, true)];
    let mut narrow = [Port::new(4, WriteMode::Normal, false), Port::new(1, WriteMode::Normal, false)];
    let (mut wide_memory, mut narrow_memory) = (vec![false; 18 * 1024], vec![false; 18 * 1024]);
    // INITVAL_00 and INITVAL_3F.
    for (word, value) in [(0, 1_u32), (1, 2), (1023, 0x2_aaaa)] {
        (0..18).for_each(|bit| wide_memory[word * 18 + bit] = value >> bit & 1 != 0);
    }
    narrow_memory[0] = true;
    let reset = In { fault: fault.unwrap_or(0), a_rst: true, b_rst: true, ..In::default() };
    let mut out = Out::default();
    design.step(EdgeSet(3), &reset, &mut out);
    let mut changes = 0;
    for event in 0..200_000 {
        let input = In { fault: reset.fault, ..pins(&mut random) };
        // One port at a time: the vendor promises nothing of both in one word at once.
        let edges = EdgeSet(1 << (random.next() & 1));
        let before = out;
        design.step(edges, &input, &mut out);
        changes += usize::from(before != out);
        for (index, request) in requests(&input).into_iter().enumerate() {
            if edges.contains(index) {
                wide[index].edge(&mut wide_memory, request);
                narrow[index].edge(&mut narrow_memory, request);
            } else if request.rst {
                // The reset of the narrow one does not wait for an edge.
                (narrow[index].latch, narrow[index].register) = (0, 0);
            }
        }
        let expected = Out {
            a_wide: wide[0].output(),
            a_narrow: narrow[0].output(),
            b_wide: wide[1].output(),
            b_narrow: narrow[1].output(),
        };
        assert_eq!(out, expected, "event {event}: {edges:?} {input:?}");
    }
    assert!(changes > 50_000, "{changes} changes of the outputs");
    assert_eq!(design.status(), Status::Running);
}
