// SPDX-License-Identifier: MIT OR Apache-2.0
//! A card, its host memory, and a small driver for the tests.
use crate::testing::Random;
use crate::testing::host::Host;
use wirewright_spec::card::registers::{self, Register, bits};
use wirewright_spec::card::rings::{COMPLETION_OCTETS, DESCRIPTOR_OCTETS, completion, descriptor};
use wirewright_spec::ports::{dma_read, dma_write};
use wirewright_spec::{Design, EdgeSet, Ports};

pub(super) const ALL: EdgeSet = EdgeSet(0b111);
/// Where the rings are, in octets: transmit descriptors and completions, those of receive.
pub(super) const RINGS: [u64; 4] = [0x10_0000, 0x20_0000, 0x30_0000, 0x40_0000];
pub(super) const BUFFERS: u64 = 0x1_0000_0000;
/// Octets from one buffer to the next.
pub(super) const BUFFER_OCTETS: u64 = 4096;
/// Entries of the rings, where a test does not say else.
pub(super) const RING: u64 = 32;

/// A card, its host and its driver.
pub(super) struct Card<D: Design> {
    pub(super) design: D,
    pub(super) input: D::In,
    pub(super) out: D::Out,
    pub(super) host: Host,
    /// Entries of the rings.
    pub(super) ring: u64,
    /// Events that make a clock of the PHY, of which `clk` has an edge at each.
    pub(super) slow: u32,
    pub(super) event: u32,
    pub(super) tx_tail: u64,
    pub(super) rx_tail: u64,
    pub(super) tx_seen: u64,
    pub(super) rx_seen: u64,
    pub(super) buffers: u64,
}

/// What the driver finds in a completion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Completion {
    pub(super) length: u16,
    pub(super) tci: u16,
    pub(super) next: u16,
    pub(super) status: u16,
}

pub(super) fn index(ports: &[wirewright_spec::Port], name: &str) -> usize {
    ports.iter().position(|port| port.name == name).unwrap_or_else(|| panic!("no port {name}"))
}

impl<D: Design> Card<D> {
    pub(super) fn new(design: D, host: Host, slow: u32) -> Self {
        let (input, out) = Default::default();
        let (tx_tail, rx_tail, tx_seen, rx_seen) = (0, 0, 0, 0);
        let mut card = Card {
            design,
            input,
            out,
            host,
            ring: RING,
            slow,
            event: 0,
            tx_tail,
            rx_tail,
            tx_seen,
            rx_seen,
            buffers: BUFFERS,
        };
        card.events(20);
        card
    }

    pub(super) fn set(&mut self, name: &str, value: u64) {
        self.input.set(index(D::In::PORTS, name), value);
    }

    pub(super) fn get(&self, name: &str) -> u64 {
        self.out.get(index(D::Out::PORTS, name))
    }

    pub(super) fn step(&mut self) {
        self.host_edge();
        self.event += 1;
        let edges = if self.event.is_multiple_of(self.slow) { ALL } else { EdgeSet::FIRST };
        self.design.step(edges, &self.input, &mut self.out);
    }

    pub(super) fn events(&mut self, events: u32) {
        (0..events).for_each(|_| self.step());
    }

    pub(super) fn host_edge(&mut self) {
        assert_eq!([self.get("m_axi_arsize"), self.get("m_axi_awsize")], if self.event == 0 { [0; 2] } else { [3; 2] });
        assert_eq!(
            [self.get("m_axi_arburst"), self.get("m_axi_awburst")],
            if self.event == 0 { [0; 2] } else { [1; 2] }
        );
        let read = self.host.read_edge(&dma_read::Out {
            m_axi_araddr: self.get("m_axi_araddr"),
            m_axi_arlen: self.get("m_axi_arlen") as u8,
            m_axi_arvalid: self.get("m_axi_arvalid") != 0,
            m_axi_rready: self.get("m_axi_rready") != 0,
            ..Default::default()
        });
        self.set("m_axi_arready", read.arready.into());
        self.set("m_axi_rdata", read.rdata);
        self.set("m_axi_rresp", read.rresp.into());
        self.set("m_axi_rlast", read.rlast.into());
        self.set("m_axi_rvalid", read.rvalid.into());
        let write = self.host.write_edge(&dma_write::Out {
            m_axi_awaddr: self.get("m_axi_awaddr"),
            m_axi_awlen: self.get("m_axi_awlen") as u8,
            m_axi_awvalid: self.get("m_axi_awvalid") != 0,
            m_axi_wdata: self.get("m_axi_wdata"),
            m_axi_wstrb: self.get("m_axi_wstrb") as u8,
            m_axi_wlast: self.get("m_axi_wlast") != 0,
            m_axi_wvalid: self.get("m_axi_wvalid") != 0,
            m_axi_bready: self.get("m_axi_bready") != 0,
            ..Default::default()
        });
        self.set("m_axi_awready", write.awready.into());
        self.set("m_axi_wready", write.wready.into());
        self.set("m_axi_bresp", write.bresp.into());
        self.set("m_axi_bvalid", write.bvalid.into());
    }

    /// An event of a wire that ends where it begins; whether an octet is on it.
    pub(super) fn loop_wire(&mut self) -> bool {
        let valid = self.get("gmii_tx_en");
        self.set("gmii_rx_dv", valid);
        self.set("gmii_rxd", self.get("gmii_txd"));
        self.step();
        valid != 0
    }

    /// Holds `valid` until `ready` was high before an edge.
    pub(super) fn pass(&mut self, valid: &str, ready: &str) {
        self.set(valid, 1);
        let passes = (0..1000).find(|_| {
            let passes = self.get(ready) != 0;
            self.step();
            passes
        });
        assert!(passes.is_some(), "{ready}");
        self.set(valid, 0);
    }

    pub(super) fn write(&mut self, register: &Register, value: u32) {
        self.set("s_axil_awaddr", register.offset.into());
        self.set("s_axil_wdata", value.into());
        self.set("s_axil_wstrb", 0xf);
        self.pass("s_axil_awvalid", "s_axil_awready");
        self.pass("s_axil_wvalid", "s_axil_wready");
        self.pass("s_axil_bready", "s_axil_bvalid");
        assert_eq!(self.get("s_axil_bresp"), 0);
    }

    pub(super) fn read_at(&mut self, offset: u32) -> u32 {
        self.set("s_axil_araddr", offset.into());
        self.pass("s_axil_arvalid", "s_axil_arready");
        self.pass("s_axil_rready", "s_axil_rvalid");
        self.get("s_axil_rdata") as u32
    }

    pub(super) fn read(&mut self, register: &Register) -> u32 {
        self.read_at(register.offset)
    }

    /// The driver's first steps: reset, rings, `CONTROL`.
    pub(super) fn start(&mut self, control: u32) {
        assert_eq!(self.read(&registers::IDENTITY), registers::IDENTITY_VALUE);
        self.write(&registers::RESET, 1);
        while self.read(&registers::RESET) != 0 {}
        let bases = [
            (&registers::TX_DESCRIPTORS_LOW, &registers::TX_DESCRIPTORS_HIGH),
            (&registers::TX_COMPLETIONS_LOW, &registers::TX_COMPLETIONS_HIGH),
            (&registers::RX_DESCRIPTORS_LOW, &registers::RX_DESCRIPTORS_HIGH),
            (&registers::RX_COMPLETIONS_LOW, &registers::RX_COMPLETIONS_HIGH),
        ];
        for ((low, high), ring) in bases.into_iter().zip(RINGS) {
            self.write(low, ring as u32);
            self.write(high, (ring >> 32) as u32);
        }
        self.write(&registers::TX_SIZE, self.ring.ilog2());
        self.write(&registers::RX_SIZE, self.ring.ilog2());
        for ring in [RINGS[1], RINGS[3]] {
            self.host.put(ring, &vec![0; self.ring as usize * COMPLETION_OCTETS]);
        }
        (self.tx_tail, self.rx_tail, self.tx_seen, self.rx_seen) = (0, 0, 0, 0);
        self.write(&registers::INTERRUPT_MASK, 0x7f);
        self.write(&registers::CONTROL, control);
        // The settings of the MAC cross to its clocks.
        self.events(60 * self.slow);
    }

    pub(super) fn put_descriptor(&mut self, ring: u64, index: u64, address: u64, rest: u64) {
        let at = RINGS[ring as usize] + index % self.ring * DESCRIPTOR_OCTETS as u64;
        self.host.put(at, &address.to_le_bytes());
        self.host.put(at + 8, &rest.to_le_bytes());
    }

    /// Puts a frame into buffers of these lengths (the last one takes the rest), and hands it over.
    pub(super) fn send(&mut self, frame: &[u8], cuts: &[usize], flags: u64) {
        let mut rest = frame;
        for part in 0..=cuts.len() {
            let take = cuts.get(part).map_or(rest.len(), |&cut| cut.min(rest.len()));
            let (octets, after) = rest.split_at(take);
            let at = self.buffers + self.tx_tail % 61;
            self.buffers += BUFFER_OCTETS;
            self.host.put(at, octets);
            let end = u64::from(part == cuts.len()) << descriptor::END;
            self.put_descriptor(0, self.tx_tail, at, octets.len() as u64 | end | flags);
            (rest, self.tx_tail) = (after, self.tx_tail + 1);
        }
        self.write(&registers::TX_TAIL, self.tx_tail as u32 & 0xffff);
    }

    /// Hands over a receive buffer; where it is.
    pub(super) fn give(&mut self, octets: u64) -> u64 {
        let at = self.buffers + self.rx_tail % 67;
        self.buffers += BUFFER_OCTETS;
        self.put_descriptor(2, self.rx_tail, at, octets);
        self.rx_tail += 1;
        self.write(&registers::RX_TAIL, self.rx_tail as u32 & 0xffff);
        at
    }

    /// The completion `index` of a ring, if it is there.
    pub(super) fn look(&self, ring: usize, index: u64) -> Option<Completion> {
        let octets = self.host.octets(RINGS[ring] + index % self.ring * COMPLETION_OCTETS as u64, COMPLETION_OCTETS);
        let word = u64::from_le_bytes(octets.try_into().unwrap());
        let there = word >> completion::PHASE == u64::from((index / self.ring).is_multiple_of(2));
        there.then_some(Completion {
            length: (word >> completion::LENGTH) as u16,
            tci: (word >> completion::VLAN_TCI) as u16,
            next: (word >> completion::NEXT) as u16,
            status: (word >> completion::STATUS) as u16 & 0x7fff,
        })
    }

    pub(super) fn wait(&mut self, ring: usize, index: u64) -> Completion {
        for _ in 0..60_000 {
            if let Some(completion) = self.look(ring, index) {
                return completion;
            }
            self.step();
        }
        panic!("completion {index} of ring {ring}: {:?}", self.out);
    }

    pub(super) fn wait_sent(&mut self) -> Completion {
        self.tx_seen += 1;
        self.wait(1, self.tx_seen - 1)
    }

    pub(super) fn wait_received(&mut self) -> Completion {
        self.rx_seen += 1;
        self.wait(3, self.rx_seen - 1)
    }

    pub(super) fn counters(&mut self) -> [u32; 16] {
        self.write(&registers::SNAPSHOT, 1);
        while self.read(&registers::SNAPSHOT) != 0 {}
        std::array::from_fn(|number| self.read_at(registers::COUNTER_LOW.at(32 + number as u32)))
    }
}

/// `CONTROL` for frames through the loopback.
pub(super) const LOOPED: u32 = 1 << bits::CONTROL::TX_ENABLE
    | 1 << bits::CONTROL::RX_ENABLE
    | 1 << bits::CONTROL::LOOPBACK
    | 1 << bits::CONTROL::PROMISCUOUS;

pub(super) fn frame_of(random: &mut Random, octets: usize) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..octets).map(|_| random.next() as u8).collect();
    frame[12..14].copy_from_slice(&[0x88, 0xb5]);
    frame
}

/// What arrives of a frame: at least 60 octets.
pub(super) fn padded(frame: &[u8]) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame.resize(frame.len().max(60), 0);
    frame
}
