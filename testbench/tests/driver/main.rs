// SPDX-License-Identifier: MIT OR Apache-2.0
//! The driver on the golden model of the card: self-test, and smoltcp over two cards, also with a bus that fails.

mod station;

use std::cell::RefCell;
use std::rc::Rc;

use smoltcp::iface::{Config as InterfaceConfig, Interface, SocketSet};
use smoltcp::socket::tcp;
use smoltcp::time::Instant;
use smoltcp::wire::{EthernetAddress, IpAddress, IpCidr};
use wirewright_host::device::{NetDevice, Transmit, TransmitMetadata};
use wirewright_host::driver::{
    Attention, Config, Driver, Event, Rearmed, RingConfig, Settings, TransmitCounts, memory_octets,
};
use wirewright_host::smoltcp::Smoltcp;
use wirewright_model::Nic;

use station::{Handle, Host, run};

/// What a host says when it is done.
#[derive(Default)]
struct Report {
    received: Vec<u8>,
    counts: TransmitCounts,
    delivered: u64,
    events: Vec<Event>,
    recoveries: u64,
}

fn config(number: u8) -> Config {
    let mut config = Config::new([2, 0, 0, 0, 0, number]);
    config.transmit = RingConfig { size_log2: 4, buffer_octets: 600 };
    config.receive = RingConfig { size_log2: 5, buffer_octets: 523 };
    config.settings = Settings { moderation_clocks: 500, ..config.settings };
    config
}

/// What every host of a test has to do.
#[derive(Clone)]
struct Job {
    number: u8,
    /// To be sent by number 1, to be received by number 2.
    stream: Rc<Vec<u8>>,
    /// Hosts that are done.
    done: Rc<RefCell<u8>>,
}

async fn host(handle: Handle, job: Job, report: Rc<RefCell<Report>>) {
    let driver = Driver::bring_up(Rc::clone(&handle), Rc::clone(&handle), config(job.number)).await.unwrap();
    let mut device = Smoltcp::new(driver).insert_l4();
    let mut interface_config = InterfaceConfig::new(EthernetAddress(device.device().address()).into());
    interface_config.random_seed = job.number.into();
    let mut interface = Interface::new(interface_config, &mut device, Instant::ZERO);
    interface.update_ip_addrs(|addresses| {
        addresses.push(IpCidr::new(IpAddress::v4(10, 0, 0, job.number), 24)).unwrap();
    });
    let buffer = || tcp::SocketBuffer::new(vec![0; 8192]);
    let mut sockets = SocketSet::new(vec![]);
    let socket = sockets.add(tcp::Socket::new(buffer(), buffer()));
    if job.number == 2 {
        sockets.get_mut::<tcp::Socket>(socket).listen(80).unwrap();
    } else {
        let peer = (IpAddress::v4(10, 0, 0, 2), 80);
        sockets.get_mut::<tcp::Socket>(socket).connect(interface.context(), peer, 49152).unwrap();
    }
    let (mut offset, mut finished) = (0, false);
    while *job.done.borrow() < 2 {
        let now = Instant::from_micros((handle.now_ns() / 1000) as i64);
        interface.poll(now, &mut device, &mut sockets);
        let socket = sockets.get_mut::<tcp::Socket>(socket);
        let before = offset;
        if job.number == 1 && socket.can_send() {
            offset += socket.send_slice(&job.stream[offset..]).unwrap();
        }
        while socket.can_recv() {
            let received = &mut report.borrow_mut().received;
            socket.recv(|octets| (octets.len(), received.extend_from_slice(octets))).unwrap();
        }
        let all = if job.number == 1 {
            offset == job.stream.len() && socket.send_queue() == 0
        } else {
            report.borrow().received.len() == job.stream.len()
        };
        if all && !finished {
            finished = true;
            *job.done.borrow_mut() += 1;
        }
        if offset > before {
            continue;
        }
        let delay = interface.poll_delay(now, &sockets).map_or(100_000, |delay| 1000 * delay.total_micros());
        look_after(&handle, device.device_mut(), &report, delay).await;
    }
    assert_eq!((device.refused(), device.filtered()), (0, 0));
    shut_down(device.device_mut(), &report).await;
}

/// Polls, rearms and waits, for so long at most.
async fn look_after(handle: &Handle, driver: &mut Driver<Handle, Handle>, report: &Rc<RefCell<Report>>, delay_ns: u64) {
    let now_ns = handle.now_ns();
    let stopped = driver.poll(now_ns, 0, |_, _| {}).attention == Attention::Recover;
    let rearmed = if stopped { Rearmed::Recover } else { driver.rearm(now_ns).await };
    report.borrow_mut().events.extend(std::iter::from_fn(|| driver.next_event()));
    match rearmed {
        Rearmed::Recover => driver.recover(now_ns).await.unwrap(),
        Rearmed::Poll => {}
        Rearmed::Wait => {
            handle.interrupt(handle.now_ns() + delay_ns.clamp(1000, 100_000)).await;
            driver.interrupt();
        }
    }
}

async fn shut_down(driver: &mut Driver<Handle, Handle>, report: &Rc<RefCell<Report>>) {
    // What is under way comes to its end: without errors all is counted then.
    let left = driver.shut_down().await.unwrap();
    let mut report = report.borrow_mut();
    report.events.extend(std::iter::from_fn(|| driver.next_event()));
    (report.counts, report.recoveries) = (driver.transmit_counts(), driver.recoveries());
    report.delivered = driver.receive_counts().delivered + left.waiting as u64;
    assert_eq!(left.lost, 0);
}

/// A stream from one host to the other: what both say.
fn transfer(octets: u32) -> [Report; 2] {
    let stream: Rc<Vec<u8>> = Rc::new((0..octets).map(|at| (at * 7 + at / 251) as u8).collect());
    let done = Rc::new(RefCell::new(0));
    let hosts = [1, 2].map(|number| Host::new(memory_octets(&config(number))));
    let reports = [(); 2].map(|()| Rc::new(RefCell::new(Report::default())));
    let task = |index: usize| {
        let job = Job { number: index as u8 + 1, stream: Rc::clone(&stream), done: Rc::clone(&done) };
        Box::pin(host(Rc::clone(&hosts[index]), job, Rc::clone(&reports[index]))) as _
    };
    run([Nic::default(), Nic::default()], hosts.clone(), [task(0), task(1)], 200_000_000);
    assert!(reports[1].borrow().received == *stream);
    reports.map(|report| report.take())
}

#[test]
fn smoltcp_talks_over_two_cards() {
    for report in transfer(40_000) {
        let counts = report.counts;
        assert_eq!((counts.sent, counts.sent_again, counts.dropped), (counts.accepted, 0, 0));
        assert!(counts.sent > 15 && report.delivered > 15 && report.recoveries == 0);
        assert_eq!(report.events, [Event::LinkUp]);
    }
}

/// Frame `number` from the first host to the second.
fn frame(number: u16) -> Vec<u8> {
    let octets = 60 + usize::from(number) * 37 % 1455;
    let mut frame: Vec<u8> = (0..octets).map(|at| (at * 3) as u8 ^ number as u8).collect();
    frame[..14].copy_from_slice(&[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5]);
    frame[14..16].copy_from_slice(&number.to_be_bytes());
    frame
}

/// Sends frames while one of so many accesses of the card fails, and waits until all are confirmed.
async fn sender(handle: Handle, frames: u16, fail_every: u32, done: Rc<RefCell<u8>>, report: Rc<RefCell<Report>>) {
    let mut driver = Driver::bring_up(Rc::clone(&handle), Rc::clone(&handle), config(1)).await.unwrap();
    let mut number = 0;
    while number < frames || driver.split().0.waiting() > 0 {
        while number < frames && driver.split().0.send(&frame(number), TransmitMetadata::default()).is_ok() {
            number += 1;
        }
        if handle.fail_in.get().is_none() {
            handle.fail_in.set(Some(fail_every));
        }
        look_after(&handle, &mut driver, &report, 100_000).await;
    }
    handle.fail_in.set(None);
    shut_down(&mut driver, &report).await;
    *done.borrow_mut() += 1;
}

/// Receives frames until the sender is done: their numbers.
async fn receiver(handle: Handle, done: Rc<RefCell<u8>>, numbers: Rc<RefCell<Vec<u16>>>, report: Rc<RefCell<Report>>) {
    let mut driver = Driver::bring_up(Rc::clone(&handle), Rc::clone(&handle), config(2)).await.unwrap();
    let mut until_ns = u64::MAX;
    while handle.now_ns() < until_ns {
        driver.poll(handle.now_ns(), 64, |octets, _| {
            let number = u16::from_be_bytes([octets[14], octets[15]]);
            assert!(octets == frame(number), "frame {number} is changed");
            numbers.borrow_mut().push(number);
        });
        if *done.borrow() > 0 && until_ns == u64::MAX {
            // What is on its way has time to come.
            until_ns = handle.now_ns() + 100_000;
        }
        look_after(&handle, &mut driver, &report, 20_000).await;
    }
    shut_down(&mut driver, &report).await;
}

#[test]
fn a_bus_that_fails_again_and_again_loses_no_frame() {
    let (frames, done, numbers) = (150, Rc::default(), Rc::default());
    let hosts = [1, 2].map(|number| Host::new(memory_octets(&config(number))));
    let reports = [(); 2].map(|()| Rc::new(RefCell::new(Report::default())));
    let [sends, receives] = hosts.clone();
    let sender = sender(sends, frames, 700, Rc::clone(&done), Rc::clone(&reports[0]));
    let receiver = receiver(receives, done, Rc::clone(&numbers), Rc::clone(&reports[1]));
    run([Nic::default(), Nic::default()], hosts, [Box::pin(sender), Box::pin(receiver)], 50_000_000);
    let report = reports[0].take();
    let counts = report.counts;
    assert_eq!(counts.accepted, u64::from(frames));
    assert_eq!((counts.sent + counts.sent_again, counts.dropped, counts.lost), (counts.accepted, 0, 0));
    assert!(report.recoveries > 4 && counts.sent_again > 0, "{} recoveries, {counts:?}", report.recoveries);
    // All came, some perhaps twice, and each first after the one before it.
    let mut seen = 0;
    for &number in numbers.borrow().iter() {
        assert!(number <= seen, "frame {seen} is missing before {number}");
        seen += u16::from(number == seen);
    }
    assert_eq!(seen, frames);
}
