// SPDX-License-Identifier: MIT OR Apache-2.0
//! smoltcp over two queues: the device by which smoltcp sees any network device.
#![cfg(feature = "smoltcp")]

use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet};
use smoltcp::phy::{Device, RxToken, TxToken};
use smoltcp::socket::{tcp, udp};
use smoltcp::time::{Duration, Instant};
use smoltcp::wire::{EthernetAddress, IpAddress, IpCidr};
use wirewright_host::device::{
    Capabilities, ChecksumResult, Checksums, Link, NetDevice, Receive, ReceiveMetadata, ReceivedFrame, SendError,
    Transmit, TransmitMetadata, TransmitSlot,
};
use wirewright_host::queue::{QueueDevice, pair};
use wirewright_host::smoltcp::{NoVlan, Smoltcp};

struct Host {
    device: Smoltcp<QueueDevice>,
    interface: Interface,
    sockets: SocketSet<'static>,
}

impl Host {
    fn new(device: QueueDevice, last: u8) -> Self {
        let mut device = Smoltcp::new(device);
        let mut config = Config::new(EthernetAddress(device.device().address()).into());
        config.random_seed = last.into();
        let mut interface = Interface::new(config, &mut device, Instant::ZERO);
        interface.update_ip_addrs(|addresses| {
            addresses.push(IpCidr::new(IpAddress::v4(10, 0, 0, last), 24)).unwrap();
        });
        Host { device, interface, sockets: SocketSet::new(vec![]) }
    }

    fn add_tcp(&mut self) -> SocketHandle {
        let buffer = || tcp::SocketBuffer::new(vec![0; 4096]);
        self.sockets.add(tcp::Socket::new(buffer(), buffer()))
    }

    fn poll(&mut self, now: Instant) {
        self.interface.poll(now, &mut self.device, &mut self.sockets);
    }
}

fn hosts(frames: usize) -> (Host, Host) {
    let (a, b) = pair([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], frames, 1500);
    (Host::new(a, 1), Host::new(b, 2))
}

#[test]
fn tcp_carries_a_stream_whole_also_through_short_queues() {
    for frames in [1, 2, 64] {
        let (mut client, mut server) = hosts(frames);
        let (from, to) = (client.add_tcp(), server.add_tcp());
        server.sockets.get_mut::<tcp::Socket>(to).listen(80).unwrap();
        let context = client.interface.context();
        let peer = (IpAddress::v4(10, 0, 0, 2), 80);
        client.sockets.get_mut::<tcp::Socket>(from).connect(context, peer, 49152).unwrap();
        let sent: Vec<u8> = (0..100_000_u32).map(|at| (at * 7 + at / 251) as u8).collect();
        let (mut offset, mut received, mut now) = (0, Vec::new(), Instant::ZERO);
        while received.len() < sent.len() {
            now += Duration::from_millis(1);
            assert!(now < Instant::from_secs(600), "{} octets came in 10 minutes", received.len());
            let socket = client.sockets.get_mut::<tcp::Socket>(from);
            if socket.can_send() {
                offset += socket.send_slice(&sent[offset..]).unwrap();
            }
            client.poll(now);
            server.poll(now);
            let socket = server.sockets.get_mut::<tcp::Socket>(to);
            while socket.can_recv() {
                socket.recv(|octets| (octets.len(), received.extend_from_slice(octets))).unwrap();
            }
        }
        assert!(received == sent);
        assert_eq!((client.device.refused(), server.device.refused(), server.device.filtered()), (0, 0, 0));
    }
}

#[test]
fn udp_is_answered_in_the_same_poll() {
    let (mut a, mut b) = hosts(4);
    let socket = || {
        let buffer = || udp::PacketBuffer::new(vec![udp::PacketMetadata::EMPTY; 4], vec![0; 4096]);
        udp::Socket::new(buffer(), buffer())
    };
    let (from, to) = (a.sockets.add(socket()), b.sockets.add(socket()));
    a.sockets.get_mut::<udp::Socket>(from).bind(7).unwrap();
    b.sockets.get_mut::<udp::Socket>(to).bind(7).unwrap();
    a.sockets.get_mut::<udp::Socket>(from).send_slice(b"question", (IpAddress::v4(10, 0, 0, 2), 7)).unwrap();
    for turn in 0..10 {
        a.poll(Instant::from_millis(turn));
        b.poll(Instant::from_millis(turn));
        if let Ok((octets, sender)) = b.sockets.get_mut::<udp::Socket>(to).recv() {
            assert_eq!(octets, b"question");
            b.sockets.get_mut::<udp::Socket>(to).send_slice(b"answer", sender).unwrap();
        }
    }
    assert_eq!(a.sockets.get_mut::<udp::Socket>(from).recv().unwrap().0, b"answer");
}

/// A device with every capability, one frame to be received, and a note of the last one sent.
struct Able {
    transmit: Note,
    receive: One,
}

#[derive(Default)]
struct Note {
    last: Option<(Vec<u8>, TransmitMetadata)>,
    refuse: bool,
}

#[derive(Default)]
struct One(Vec<ReceiveMetadata>);

struct NoteSlot<'a>(&'a mut Note);
struct OneFrame<'a>(&'a mut One);

impl NetDevice for Able {
    type Transmit = Note;
    type Receive = One;

    fn split(&mut self) -> (&mut Note, &mut One) {
        (&mut self.transmit, &mut self.receive)
    }

    fn capabilities(&self) -> Capabilities {
        let (insert, verify) = (Checksums::ALL, Checksums::ALL);
        Capabilities { mtu: 1500, insert, verify, vlan_insert: true, vlan_strip: true }
    }

    fn link(&self) -> Link {
        Link::Up
    }

    fn address(&self) -> [u8; 6] {
        [2, 0, 0, 0, 0, 1]
    }
}

impl Transmit for Note {
    type Slot<'a> = NoteSlot<'a>;

    fn reserve(&mut self) -> Option<NoteSlot<'_>> {
        Some(NoteSlot(self))
    }
}

impl TransmitSlot for NoteSlot<'_> {
    fn send<R>(
        self,
        octets: usize,
        metadata: TransmitMetadata,
        fill: impl FnOnce(&mut [u8]) -> R,
    ) -> Result<R, SendError> {
        if self.0.refuse {
            return Err(SendError::Stopped);
        }
        let mut frame = vec![0; octets];
        let filled = fill(&mut frame);
        self.0.last = Some((frame, metadata));
        Ok(filled)
    }
}

impl Receive for One {
    type Frame<'a> = OneFrame<'a>;

    fn next_frame(&mut self) -> Option<OneFrame<'_>> {
        (!self.0.is_empty()).then_some(OneFrame(self))
    }
}

impl ReceivedFrame for OneFrame<'_> {
    fn octets(&self) -> &[u8] {
        b"frame"
    }

    fn metadata(&self) -> ReceiveMetadata {
        self.0.0[0]
    }

    fn done(self) {
        self.0.0.remove(0);
    }
}

fn able(frames: &[ReceiveMetadata]) -> Smoltcp<Able> {
    Smoltcp::new(Able { transmit: Note::default(), receive: One(frames.to_vec()) })
}

/// How many of the frames reach smoltcp.
fn reach(mut device: Smoltcp<Able>) -> u64 {
    let mut reached = 0;
    while let Some((frame, _)) = device.receive(Instant::ZERO) {
        frame.consume(|octets| assert_eq!(octets, b"frame"));
        reached += 1;
    }
    reached
}

#[test]
fn what_the_device_does_smoltcp_need_not() {
    let checksum = able(&[]).capabilities().checksum;
    assert_eq!((checksum.ipv4.tx(), checksum.ipv4.rx()), (false, false));
    assert_eq!((checksum.tcp.tx(), checksum.tcp.rx(), checksum.udp.tx()), (true, true, true));
    let checksum = able(&[]).insert_l4().capabilities().checksum;
    assert_eq!((checksum.tcp.tx(), checksum.tcp.rx(), checksum.udp.tx()), (false, true, false));
    let (queue, _) = pair([2; 6], [4; 6], 1, 1500);
    let queue = Smoltcp::new(queue).insert_l4();
    let checksum = queue.capabilities().checksum;
    assert!(checksum.ipv4.tx() && checksum.ipv4.rx() && checksum.tcp.tx() && checksum.udp.rx());
    assert_eq!(queue.capabilities().max_transmission_unit, 1514);
    assert_eq!(queue.on_vlan(1).err(), Some(NoVlan));
}

#[test]
fn frames_are_sent_with_what_was_left_to_the_device() {
    let mut device = able(&[]).insert_l4().on_vlan(0x7005).unwrap();
    let token = device.transmit(Instant::ZERO).unwrap();
    token.consume(3, |frame| frame.copy_from_slice(b"abc"));
    let metadata = TransmitMetadata { insert_ipv4: true, insert_l4: true, tag: Some(5) };
    assert_eq!(device.device().transmit.last, Some((b"abc".to_vec(), metadata)));
    assert_eq!(device.refused(), 0);
}

#[test]
fn a_frame_that_is_refused_is_composed_and_counted() {
    let mut device = able(&[]);
    device.device_mut().transmit.refuse = true;
    let token = device.transmit(Instant::ZERO).unwrap();
    assert_eq!(token.consume(9, |frame| frame.len()), 9);
    assert_eq!((device.refused(), device.device().transmit.last.is_none()), (1, true));
}

#[test]
fn wrong_checksums_and_other_vlans_do_not_reach_smoltcp() {
    let plain = ReceiveMetadata::default();
    let right = ReceiveMetadata { ipv4: ChecksumResult::Right, l4: ChecksumResult::Right, ..plain };
    let tagged = |tci| ReceiveMetadata { tag: Some(tci), ..plain };
    let frames = [
        plain,
        right,
        ReceiveMetadata { ipv4: ChecksumResult::Wrong, ..plain },
        ReceiveMetadata { l4: ChecksumResult::Wrong, ..right },
        ReceiveMetadata { bad: true, ..plain },
        ReceiveMetadata { truncated: true, ..plain },
        tagged(0xe000),
        tagged(0xe005),
        tagged(6),
    ];
    assert_eq!(reach(able(&frames)), 3);
    assert_eq!(reach(able(&frames).on_vlan(5).unwrap()), 1);
}
