// SPDX-License-Identifier: MIT OR Apache-2.0
//! No allocation for a frame: neither by the driver of the card nor by the queue.

use std::cell::{Cell, RefCell};
use std::future::{Future, ready};

use wirewright_host::bus::{BusError, RegisterBus};
use wirewright_host::device::{NetDevice, Receive, ReceivedFrame, Transmit, TransmitMetadata};
use wirewright_host::driver::{Attention, Config, Driver, memory_octets};
use wirewright_host::memory::{Barrier, HostMemory, OutOfArea};

/// Registers that hold what is written and memory, both of which allocate nothing.
struct Board {
    registers: Vec<Cell<u32>>,
    octets: RefCell<Vec<u8>>,
}

impl Board {
    fn register(&self, offset: usize) -> u32 {
        self.registers[offset / 4].get()
    }

    fn write_octets(&self, at: usize, from: &[u8]) {
        self.octets.borrow_mut()[at..at + from.len()].copy_from_slice(from);
    }

    fn number(&self, at: usize) -> u64 {
        u64::from_le_bytes(self.octets.borrow()[at..at + 8].try_into().unwrap())
    }

    /// Completes frame `number` of a direction, of which each has one buffer: `length` octets.
    fn complete(&self, rings: usize, number: u16, length: u64) {
        let size = 1 << self.register(rings + 0x10);
        let at = self.register(rings + 8) as usize + usize::from(number % size) * 8;
        let phase = u64::from((number / size).is_multiple_of(2));
        let word = length | u64::from(number.wrapping_add(1)) << 32 | phase << 63;
        self.write_octets(at, &word.to_le_bytes());
    }

    /// Second half of the descriptor of an index.
    fn descriptor(&self, rings: usize, number: u16) -> (u64, u64) {
        let size = 1 << self.register(rings + 0x10);
        let at = self.register(rings) as usize + usize::from(number % size) * 16;
        (self.number(at), self.number(at + 8))
    }
}

impl RegisterBus for Board {
    fn read(&self, offset: u32) -> impl Future<Output = Result<u32, BusError>> {
        ready(Ok(match offset {
            0x000 => 0x3143_4e57,
            0x004 => 0x0001_0000,
            0x008 => 0x0001_10c1,
            0x014 | 0x018 | 0x040 => 0,
            _ => self.register(offset as usize),
        }))
    }

    fn write(&self, offset: u32, value: u32) {
        self.registers[offset as usize / 4].set(value);
    }

    fn pause(&self, _: u64) -> impl Future<Output = ()> {
        ready(())
    }
}

impl HostMemory for Board {
    fn bus_address(&self) -> u64 {
        0
    }

    fn octets(&self) -> usize {
        self.octets.borrow().len()
    }

    fn read(&self, at: usize, into: &mut [u8]) -> Result<(), OutOfArea> {
        OutOfArea::check(at, into.len(), self.octets())?;
        into.copy_from_slice(&self.octets.borrow()[at..at + into.len()]);
        Ok(())
    }

    fn write(&self, at: usize, from: &[u8]) -> Result<(), OutOfArea> {
        OutOfArea::check(at, from.len(), self.octets())?;
        self.write_octets(at, from);
        Ok(())
    }

    fn barrier(&self, _: Barrier) {}
}

fn run<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("a part of the future was not ready"),
    }
}

#[test]
fn the_driver_allocates_nothing_for_a_frame() {
    const TX: usize = 0x100;
    const RX: usize = 0x140;
    let mut config = Config::new([2, 0, 0, 0, 0, 1]);
    (config.transmit.size_log2, config.receive.size_log2) = (4, 4);
    config.self_test = false;
    let octets = RefCell::new(vec![0; memory_octets(&config)]);
    let board = Board { registers: vec![Cell::new(0); 256], octets };
    let mut driver = run(Driver::bring_up(&board, &board, config)).unwrap();
    let (frame, mut received) = ([0x42; 1000], 0);
    let rounds = 1000;
    let counted = allocation_counter::measure(|| {
        for number in 0..rounds {
            let (transmit, _) = driver.split();
            transmit.send_parts(&[&frame[..14], &frame[14..]], TransmitMetadata::default()).unwrap();
            assert_eq!(board.register(TX + 0x14), u32::from(number + 1));
            let (address, second_half) = board.descriptor(TX, number);
            assert_eq!((board.number(address as usize), second_half), (0x4242_4242_4242_4242, 1 << 32 | 1000));
            board.complete(TX, number, 1000);
            let (address, _) = board.descriptor(RX, number);
            board.write_octets(address as usize, &frame);
            board.complete(RX, number, 1000);
            driver.interrupt();
            let polled = driver.poll(number.into(), 8, |octets, _| received += usize::from(octets == frame));
            assert_eq!((polled.confirmed, polled.attention), (1, Attention::Rearm));
            run(driver.rearm(number.into()));
        }
    });
    assert_eq!((received, driver.transmit_counts().sent), (1000, 1000));
    assert_eq!((counted.count_total, counted.bytes_total), (0, 0));
    // The count is one that can be more than 0.
    assert_eq!(allocation_counter::measure(|| drop(std::hint::black_box(vec![received]))).count_total, 1);
}

#[test]
fn the_queue_allocates_nothing_for_a_frame() {
    let (mut a, mut b) = wirewright_host::queue::pair([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], 4, 1500);
    let frame = [7; 1500];
    let counted = allocation_counter::measure(|| {
        for _ in 0..1000 {
            while a.split().0.send(&frame, TransmitMetadata::default()).is_ok() {}
            while let Some(received) = b.split().1.next_frame() {
                assert_eq!(received.octets(), frame);
                received.done();
            }
        }
    });
    assert_eq!(counted.count_total, 0);
}
