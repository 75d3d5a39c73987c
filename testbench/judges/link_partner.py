# SPDX-License-Identifier: MIT OR Apache-2.0
"""A link partner that is not ours: models of cocotbext-eth at the PHY's side and of cocotbext-axi at the client's side
drive and check a generated MAC. What is due comes from zlib's CRC and the numbers of IEEE 802.3 written out here.

Run by judge.py, once for each design.
"""

import functools
import os
import random
import struct
import time
import zlib

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge, Timer, with_timeout
from cocotb.utils import get_sim_time
from cocotbext.axi import AxiStreamBus, AxiStreamFrame, AxiStreamSink, AxiStreamSource
from cocotbext.eth import GmiiFrame, GmiiSink, GmiiSource, MiiPhy

DESIGN = os.environ["COCOTB_TOPLEVEL"]
# Mbit/s at which each design is judged.
SPEEDS = {"mac_gmii": [1000], "mac_mii": [100], "mac_trispeed": [1000, 100, 10]}[DESIGN]
OWN = bytes.fromhex("020000000001")
PAUSE_GROUP = bytes.fromhex("0180c2000001")  # Annex 31B.1
PREAMBLE = b"\x55" * 7 + b"\xd5"  # 3.2.1, 3.2.2
GAP_BITS = 96  # 4.4.2
QUANTUM_BITS = 512  # 31B.2
# Within so many bit times what is due must come.
PATIENCE_BITS = 200_000


def case(least_speed=0):
    """A test at each speed of the design that is not below `least_speed` Mbit/s (slow ones cost too much time)."""

    def wrap(body):
        @functools.wraps(body)
        async def test(dut, speed):
            link = Link(dut, speed)
            begin_s = time.process_time()
            await body(link)
            await link.end(body.__name__, time.process_time() - begin_s)

        speeds = [speed for speed in SPEEDS if speed >= least_speed]
        # functools.wraps hides the parameter `speed` from those who look at the signature.
        del test.__wrapped__
        return cocotb.parametrize(speed=speeds)(cocotb.test(test)) if speeds else body

    return wrap


class Link:
    """A MAC between a client and a PHY, both of third parties."""

    def __init__(self, dut, speed):
        self.dut = dut
        self.speed = speed
        self.random = random.Random(f"{DESIGN} {speed}")
        self.symbol_bits = 8 if speed == 1000 else 4
        self.nibbles = "mii" if DESIGN == "mac_mii" else ("clk_en" if speed < 1000 else "")
        # Period of the PHY's clocks in picoseconds and edges a symbol.
        self.phy_ps, self.divide = {1000: (8000, 1), 100: (8000, 5), 10: (200_000, 2)}[speed]
        if DESIGN == "mac_mii":
            self.phy_ps, self.divide = 40_000, 1

    def symbols_ps(self, bits):
        """Time of so many bits."""
        return bits * self.phy_ps * self.divide // self.symbol_bits

    def patience(self):
        return self.symbols_ps(PATIENCE_BITS), "ps"

    async def start(self, **cfg):
        dut = self.dut
        for reset in (dut.rst, dut.tx_rst, dut.rx_rst):
            reset.value = 0
        await Timer(1, unit="ps")
        # The client's clock is faster than the line and fits it nowhere.
        self.clk_ps = self.phy_ps - self.phy_ps // 16 + 2
        Clock(dut.clk, self.clk_ps, unit="ps").start()
        settings = {
            "cfg_tx_fcs_insert": 1,
            "cfg_tx_pause_send": 0,
            "cfg_tx_pause_obey": 1,
            "cfg_tx_pause_quanta": 20,
            "cfg_tx_mac_address": int.from_bytes(OWN, "big"),
            "cfg_rx_mac_address": int.from_bytes(OWN, "big"),
            "cfg_rx_fcs_strip": 1,
            "cfg_rx_jumbo": 0,
            "cfg_rx_pass_bad": 0,
            "pause_request": 0,
            "stat_snapshot": 0,
            "stat_addr": 0,
        }
        for name, value in (settings | cfg).items():
            getattr(dut, name).value = value
        if DESIGN == "mac_mii":
            dut.cfg_tx_full_duplex.value = 1
            dut.mii_crs.value = 0
            dut.mii_col.value = 0
            rates = {"speed": self.speed * 1e6}
            phy = MiiPhy(
                dut.mii_txd, dut.mii_tx_er, dut.mii_tx_en, dut.tx_clk,
                dut.mii_rxd, dut.mii_rx_er, dut.mii_rx_dv, dut.rx_clk, reset=dut.rst, **rates,
            )  # fmt: skip
            self.from_mac, self.to_mac = phy.tx, phy.rx
        else:
            self.start_gmii()
        self.to_mac.ifg = GAP_BITS // self.symbol_bits
        self.client = AxiStreamSource(AxiStreamBus.from_prefix(dut, "tx_axis"), dut.clk, dut.rst)
        self.sink = AxiStreamSink(AxiStreamBus.from_prefix(dut, "rx_axis"), dut.clk, dut.rst)
        # The models wait for an edge of the reset: what they saw before it, from registers yet unset, is forgotten.
        await Timer(1, unit="ps")
        for reset in (dut.rst, dut.tx_rst, dut.rx_rst):
            reset.value = 1
        await Timer(8 * self.phy_ps, unit="ps")
        for clock, reset in ((dut.tx_clk, dut.tx_rst), (dut.rx_clk, dut.rx_rst), (dut.clk, dut.rst)):
            await RisingEdge(clock)
            reset.value = 0
        await Timer(20 * self.phy_ps, unit="ps")
        self.begin_ps = get_sim_time("ps")

    def start_gmii(self):
        dut = self.dut
        Clock(dut.tx_clk, self.phy_ps, unit="ps").start()
        # The other end's clock: 100 ppm slower (35.5, 22.2: +-100 ppm).
        Clock(dut.rx_clk, self.phy_ps + 2 * (self.phy_ps // 20_000 + 1), unit="ps").start()
        tx, rx = {}, {}
        if DESIGN == "mac_trispeed":
            dut.cfg_tx_nibble.value = dut.cfg_rx_nibble.value = int(self.speed < 1000)
            dut.tx_clk_en.value = dut.rx_clk_en.value = int(self.divide == 1)
            tx = {"enable": dut.tx_clk_en, "mii_select": dut.cfg_tx_nibble}
            rx = {"enable": dut.rx_clk_en, "mii_select": dut.cfg_rx_nibble}
            if self.divide > 1:
                cocotb.start_soon(pulse(dut.tx_clk, dut.tx_clk_en, self.divide))
                cocotb.start_soon(pulse(dut.rx_clk, dut.rx_clk_en, self.divide))
        self.from_mac = GmiiSink(dut.gmii_txd, dut.gmii_tx_er, dut.gmii_tx_en, dut.tx_clk, dut.rst, **tx)
        self.to_mac = GmiiSource(dut.gmii_rxd, dut.gmii_rx_er, dut.gmii_rx_dv, dut.rx_clk, dut.rst, **rx)

    async def end(self, name, seconds):
        """No frame may be left that nobody has asked for."""
        await Timer(self.symbols_ps(2 * 8 * 1600), unit="ps")
        assert self.from_mac.empty(), f"sent, but nobody asked: {self.from_mac.recv_nowait()}"
        assert self.sink.empty(), f"delivered, but nobody asked: {self.sink.recv_nowait()}"
        simulated_ps = get_sim_time("ps") - self.begin_ps
        edges = simulated_ps // self.clk_ps + 2 * simulated_ps // self.phy_ps
        with open(os.environ["WIREWRIGHT_EDGES"], "a", encoding="utf-8") as file:
            file.write(f"{name} {self.speed} {edges:.0f} {seconds:.3f}\n")

    async def sent(self):
        """The next frame on the wire; its preamble, delimiter, FCS and, if it comes soon, gap are right."""
        frame = await with_timeout(self.from_mac.recv(), *self.patience())
        self.judge_preamble(frame)
        assert frame.error is None and frame.check_fcs(), f"wrong FCS {frame.get_fcs().hex()}: {frame}"
        self.judge_gap(frame)
        return frame

    def judge_preamble(self, frame):
        """Seven octets and the delimiter: by their time, as GmiiSink of cocotbext-eth 0.1.28 drops the first."""
        octets = frame.get_preamble()
        assert octets in (PREAMBLE, PREAMBLE[1:]), frame
        bits = (frame.sim_time_sfd - frame.sim_time_start) / self.symbols_ps(1)
        assert abs(bits - 64) < 0.5, f"preamble and delimiter take {bits} bit times: {frame}"

    def judge_gap(self, frame):
        before = getattr(self, "last", None)
        self.last = frame
        self.gap = None if before is None else (frame.sim_time_start - before.sim_time_end) / self.symbols_ps(1)
        assert self.gap is None or self.gap >= GAP_BITS - 0.5, f"a gap of {self.gap} bit times before {frame}"

    async def delivered(self):
        """The next frame at the client, and whether it is marked bad."""
        frame = await with_timeout(self.sink.recv(), *self.patience())
        users = frame.tuser if isinstance(frame.tuser, list) else [frame.tuser] * len(frame.tdata)
        assert not any(users[:-1]), f"tuser before the last beat: {frame}"
        return bytes(frame.tdata), bool(users[-1])

    def frame(self, octets, destination=OWN):
        """A client's frame of so many octets, without FCS; its type is one for local experiments."""
        head = destination + bytes.fromhex("0200000000fe88b5")
        return (head + self.random.randbytes(max(octets - 14, 0)))[:octets]

    async def counter(self, address):
        dut = self.dut
        await RisingEdge(dut.clk)
        dut.stat_snapshot.value = 1
        await RisingEdge(dut.clk)
        dut.stat_snapshot.value = 0
        await RisingEdge(dut.clk)
        while True:
            await RisingEdge(dut.clk)
            if not int(dut.stat_busy.value):
                break
        dut.stat_addr.value = address
        for _ in range(5):
            await RisingEdge(dut.clk)
        return int(dut.stat_data.value)

    def sizes(self):
        """Octets of client frames: every one from 60 to 144 (data of 46 to 130), then a few up to the longest."""
        fine, coarse = {1000: (1, 97), 100: (1, 97), 10: (12, 700)}[self.speed]
        if DESIGN == "mac_trispeed" and self.speed == 100:
            fine, coarse = 6, 500
        return [*range(60, 145, fine), *range(145, 1514, coarse), 1514]


async def pulse(clock, enable, divide):
    """High for one period of `clock` in `divide`."""
    while True:
        enable.value = 1
        await RisingEdge(clock)
        enable.value = 0
        for _ in range(divide - 1):
            await RisingEdge(clock)


def padded(client):
    return client + bytes(max(60 - len(client), 0))  # 4.2.3.3: 64 octets with FCS at least


def with_fcs(frame):
    return frame + struct.pack("<I", zlib.crc32(frame))  # 3.2.9


def on_wire(octets, preamble=7, errors=()):
    """A carrier for the partner to send: so many octets of preamble, delimiter, and the octets as they are."""
    data = b"\x55" * preamble + b"\xd5" + octets
    return GmiiFrame(data, [int(place in errors) for place in range(len(data))])


@case()
async def every_size_goes_out_and_comes_in(link):
    await link.start()
    out = [link.frame(octets) for octets in [1, 13, 14, 45, 59, *link.sizes()]]
    into = [link.frame(octets) for octets in link.sizes()]
    link.random.shuffle(out)
    link.random.shuffle(into)
    for frame in out:
        link.client.send_nowait(AxiStreamFrame(frame))
    for frame in into:
        link.to_mac.send_nowait(GmiiFrame.from_payload(frame))
    for frame in out:
        seen = await link.sent()
        assert bytes(seen.get_payload()) == padded(frame), f"{seen} is not {frame.hex()}"
    for frame in into:
        assert await link.delivered() == (frame, False)
    assert await link.counter(16) == len(out)  # aFramesTransmittedOK
    assert await link.counter(0) == len(into)  # aFramesReceivedOK


@case()
async def frames_back_to_back_are_just_the_gap_apart(link):
    await link.start()
    short = 12 if link.speed == 10 else 40
    frames = [link.frame(60) for _ in range(short)] + [link.frame(800) for _ in range(3)]
    for frame in frames:
        link.client.send_nowait(AxiStreamFrame(frame))
        link.to_mac.send_nowait(GmiiFrame.from_payload(frame))
    for index, frame in enumerate(frames):
        assert bytes((await link.sent()).get_payload()) == frame
        # The first is on the wire before the second is stored; a long one may be stored later than a short one is sent.
        if 2 <= index < short:
            assert abs(link.gap - GAP_BITS) < 0.5, f"frame {index} comes {link.gap} bit times after the one before"
    for frame in frames:
        assert await link.delivered() == (frame, False)


@case(least_speed=100)
async def gaps_that_have_shrunk_lose_no_frame(link):
    await link.start()
    # What may be left of the gap at a receiver: 64 bit times at 1000 Mbit/s, 47 below (4.4.2, notes).
    link.to_mac.ifg = 8 if link.speed == 1000 else 12
    frames = [link.frame(60 + index % 7) for index in range(30)]
    for frame in frames:
        link.to_mac.send_nowait(GmiiFrame.from_payload(frame))
    for frame in frames:
        assert await link.delivered() == (frame, False)


@case(least_speed=100)
async def any_length_of_preamble_is_received(link):
    await link.start()
    frames = [link.frame(60 + octets) for octets in range(12)]
    for octets, frame in enumerate(frames):
        link.to_mac.send_nowait(on_wire(with_fcs(frame), preamble=octets))
    for frame in frames:
        assert await link.delivered() == (frame, False)


def faults(link):
    """Carriers, and whether each is good: each fault once between two good frames."""

    def flipped(octets):
        frame = bytearray(with_fcs(link.frame(octets)))
        frame[link.random.randrange(len(frame))] ^= 1 << link.random.randrange(8)
        return bytes(frame)

    tag = bytes.fromhex("81000005")
    tagged = [frame[:12] + tag + frame[12:] for frame in (link.frame(1514), link.frame(1515))]
    bad = [
        on_wire(flipped(60)),
        on_wire(flipped(61)),
        on_wire(flipped(700)),
        on_wire(with_fcs(link.frame(100)), errors=[40]),
        on_wire(with_fcs(link.frame(60)), errors=[71]),
        on_wire(with_fcs(link.frame(100)), errors=[2]),
        on_wire(with_fcs(link.frame(59))),
        on_wire(with_fcs(link.frame(40))),
        on_wire(flipped(50)),
        on_wire(with_fcs(link.frame(400))[:200]),
        on_wire(with_fcs(link.frame(1515))),
        on_wire(with_fcs(tagged[1])),
    ]
    good = [on_wire(with_fcs(tagged[0]))] + [on_wire(with_fcs(link.frame(60))) for _ in bad]
    return [(good[0], True)] + [item for pair in zip(bad, good[1:]) for item in ((pair[0], False), (pair[1], True))]


@case(least_speed=100)
async def bad_frames_are_dropped_and_counted(link):
    await link.start()
    carriers = faults(link)
    for carrier, _ in carriers:
        link.to_mac.send_nowait(carrier)
    for carrier, good in carriers:
        if good:
            assert await link.delivered() == (bytes(carrier.get_payload()), False)
    # aFramesReceivedOK, aFrameCheckSequenceErrors, aFrameTooLongErrors, etherStatsUndersizePkts, etherStatsFragments
    found = [await link.counter(address) for address in (0, 2, 6, 8, 9)]
    assert found == [13, 7, 2, 2, 1], found


@case(least_speed=100)
async def bad_frames_are_marked_where_they_are_passed(link):
    await link.start(cfg_rx_pass_bad=1, cfg_rx_fcs_strip=0)
    carriers = faults(link)
    for carrier, _ in carriers:
        link.to_mac.send_nowait(carrier)
    for carrier, good in carriers:
        octets = bytes(carrier.get_payload(strip_fcs=False))
        assert await link.delivered() == (octets, not good), carrier


def residue_error(bit):
    """What to add to an FCS so that just this bit of a receiver's remainder is wrong: 3.2.9 done backwards."""
    remainder = 1 << bit
    for _ in range(32):
        high = remainder >> 31
        remainder = ((remainder ^ (0xEDB88320 if high else 0)) << 1 | high) & 0xFFFFFFFF
    return remainder


@case(least_speed=1000 if DESIGN == "mac_trispeed" else 100)
async def every_bit_of_the_remainder_counts(link):
    await link.start()
    for bit in range(32):
        frame = link.frame(60)
        wrong = zlib.crc32(frame) ^ residue_error(bit)
        link.to_mac.send_nowait(on_wire(frame + struct.pack("<I", wrong)))
    last = link.frame(60)
    link.to_mac.send_nowait(on_wire(with_fcs(last)))
    assert await link.delivered() == (last, False)
    assert await link.counter(2) == 32  # aFrameCheckSequenceErrors


@case(least_speed=1000 if DESIGN == "mac_trispeed" else 100)
async def a_length_is_told_from_a_type(link):
    await link.start()

    def frame(field, octets):
        return link.frame(12) + field.to_bytes(2, "big") + link.random.randbytes(octets)

    # 3.2.6: up to 1500 a length, from 1536 a type; padding makes 46 octets of fewer.
    carriers = [
        (frame(46, 46), True), (frame(47, 46), False), (frame(0, 46), True), (frame(0, 47), False),
        (frame(100, 99), False), (frame(100, 100), True), (frame(100, 101), False), (frame(1500, 1499), False),
        (frame(1500, 1500), True), (frame(1501, 60), True), (frame(1535, 60), True), (frame(1536, 60), True),
        (frame(1791, 60), True), (frame(1792, 60), True),
    ]  # fmt: skip
    for octets, _ in carriers:
        link.to_mac.send_nowait(on_wire(with_fcs(octets)))
    for octets, good in carriers:
        if good:
            assert await link.delivered() == (octets, False)
    assert await link.counter(4) == 5  # aInRangeLengthErrors
    assert await link.counter(5) == 2  # aOutOfRangeLengthField: 1501 and 1535


@case()
async def a_client_that_says_error_is_heard(link):
    await link.start()
    frames = [link.frame(60), link.frame(300), link.frame(20), link.frame(64)]
    for index, frame in enumerate(frames):
        users = [0] * (len(frame) - 1) + [int(index in (1, 2))]
        link.client.send_nowait(AxiStreamFrame(frame, tuser=users))
    for index, frame in enumerate(frames):
        seen = await with_timeout(link.from_mac.recv(), *link.patience())
        if index in (1, 2):
            assert seen.error is not None and any(seen.error), f"no tx_er: {seen}"
            assert not seen.check_fcs(), f"a good FCS: {seen}"
        else:
            assert seen.error is None and seen.check_fcs(), seen
            assert bytes(seen.get_payload()) == frame


@case(least_speed=100)
async def a_client_may_bring_its_own_fcs(link):
    await link.start(cfg_tx_fcs_insert=0)
    frames = [link.frame(octets) for octets in (60, 61, 62, 63, 700)]
    for frame in frames:
        link.client.send_nowait(AxiStreamFrame(with_fcs(frame)))
    for frame in frames:
        assert bytes((await link.sent()).get_payload()) == frame


@case(least_speed=100)
async def back_pressure_and_a_stuttering_client_change_nothing(link):
    await link.start()
    draw = link.random.random
    link.sink.set_pause_generator(iter(lambda: draw() < 0.5, None))
    link.client.set_pause_generator(iter(lambda: draw() < 0.4, None))
    # Together no more than the memories hold: what comes in is not lost however slow the client is.
    frames = [link.frame(octets) for octets in (60, 1514, 61, 500, 60, 62, 900, 64)]
    for frame in frames:
        link.client.send_nowait(AxiStreamFrame(frame))
        link.to_mac.send_nowait(GmiiFrame.from_payload(frame))
    for frame in frames:
        assert bytes((await link.sent()).get_payload()) == frame
    for frame in frames:
        assert await link.delivered() == (frame, False)


@case(least_speed=1000 if DESIGN == "mac_trispeed" else 100)
async def a_full_memory_drops_whole_frames_and_counts_them(link):
    await link.start()
    link.sink.pause = True
    frames = [link.frame(octets) for octets in (900, 800, 1000, 1200, 700, 900, 800, 1514)]
    for frame in frames:
        link.to_mac.send_nowait(GmiiFrame.from_payload(frame))
    await with_timeout(link.to_mac.wait(), *link.patience())
    await Timer(link.symbols_ps(8 * 100), unit="ps")
    link.sink.pause = False
    link.to_mac.send_nowait(GmiiFrame.from_payload(link.frame(60)))
    passed = 0
    while len((seen := await link.delivered())[0]) != 60:
        assert seen[0] in frames and not seen[1], f"{len(seen[0])} octets that nobody has sent"
        frames = frames[frames.index(seen[0]) + 1 :]
        passed += 1
    assert 3 <= passed < 8, passed
    assert await link.counter(15) == 8 - passed  # aFramesLostDueToIntMACRcvError


def pause(quanta, destination=PAUSE_GROUP):
    """A PAUSE frame of the partner (31B.1, 31B.2)."""
    return destination + bytes.fromhex("0200000000fe 8808 0001") + quanta.to_bytes(2, "big")


@case()
async def a_pause_is_obeyed_and_not_passed_on(link):
    await link.start()
    for destination in (PAUSE_GROUP, OWN):  # 31B.1: the group or the station itself
        await judge_pause(link, destination)
    # A PAUSE of 0 ends one that still runs; one for another station or with a wrong FCS means nothing.
    other = with_fcs(padded(pause(60_000, bytes.fromhex("020000000077"))))
    wrong = with_fcs(padded(pause(60_000)))[:-1] + b"\0"
    for octets in (with_fcs(padded(pause(60_000))), with_fcs(padded(pause(0))), other, wrong):
        link.to_mac.send_nowait(on_wire(octets))
    await Timer(link.symbols_ps(5 * 8 * 84), unit="ps")
    link.client.send_nowait(AxiStreamFrame(link.frame(60)))
    await link.sent()


async def judge_pause(link, destination, quanta=12):
    """From a PAUSE on no frame begins for so many quanta; then the next one does."""
    count = 24
    for _ in range(count):
        link.client.send_nowait(AxiStreamFrame(link.frame(60)))
    for _ in range(4):
        await link.sent()
    heard = cocotb.triggers.Event()
    frame = GmiiFrame.from_payload(pause(quanta, destination))
    link.to_mac.send_nowait(GmiiFrame(frame, tx_complete=heard))
    await with_timeout(heard.wait(), *link.patience())
    paused_ps = get_sim_time("ps")
    starts = []
    for _ in range(count - 4):
        starts.append((await link.sent()).sim_time_start)
    starts = [(start - paused_ps) / link.symbols_ps(QUANTUM_BITS) for start in starts]
    # 31B.3.7: a frame may still begin until a delay has passed, here taken as two quanta.
    quiet = [start for start in starts if 2 < start < quanta]
    assert not quiet, f"frames began {quiet} quanta after a PAUSE of {quanta}"
    after = [start for start in starts if start >= quanta]
    assert after and after[0] < quanta + 3, f"the first frame after a PAUSE of {quanta} began after {after[:1]} quanta"


@case(least_speed=100)
async def a_pause_is_sent_when_asked_for(link):
    await link.start(cfg_tx_pause_send=1)
    head = PAUSE_GROUP + OWN + bytes.fromhex("88080001")
    link.dut.pause_request.value = 1
    for _ in range(2):  # A pause that lasts is asked for again before it ends.
        assert bytes((await link.sent()).get_payload()) == padded(head + (20).to_bytes(2, "big"))
    assert link.gap < 20 * QUANTUM_BITS, f"the second PAUSE comes {link.gap} bit times after the first"
    link.dut.pause_request.value = 0
    # It may have been repeated meanwhile; in the end it is taken back.
    while (seen := bytes((await link.sent()).get_payload())) != padded(head + b"\0\0"):
        assert seen == padded(head + (20).to_bytes(2, "big")), seen.hex()
