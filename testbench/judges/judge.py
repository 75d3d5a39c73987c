# SPDX-License-Identifier: MIT OR Apache-2.0
"""Judges generated MACs with link partners of third parties (link_partner.py), and then the judge: each saboteur, a
fault planted in a copy of the Verilog, must make a case fail.

    python judge.py --verilator-root DIR --out DIR [--design NAME ...] [--saboteurs WHICH]

Exit codes: 0 all held, 1 a case failed or a saboteur was not noticed, 3 a tool is missing.
"""

import argparse
import concurrent.futures
import os
import shutil
import subprocess
import sys
import time
import tomllib
import xml.etree.ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERILOG = HERE.parent.parent / "rtl" / "verilog"
TWINS = sorted((HERE.parent / "mutants" / "twins").glob("*.toml"))
DESIGNS = ["mac_gmii", "mac_mii", "mac_trispeed"]
# Twin faults that every run plants.
FEW = ["crc_tap", "gap_11"]
# In which design a twin fault is planted, when not in mac_gmii.
SABOTAGED = {"nibble_order_rx": "mac_mii", "nibble_order_tx": "mac_mii"}
# Twin faults of mac_gmii's blocks that these partners cannot see: they make no underrun behind a memory that holds
# whole frames, send none that is longer than the memory and none so short that a counter has two events at once, take
# no snapshot while frames arrive, and neither reset in the midst of a run nor stop a clock.
UNSEEN = {
    "underrun_counted_as_other", "jumbo_9017", "jumbo_9019", "count_lost", "snapshot_torn", "write_pointer_kept",
    "read_pointer_kept", "pause_request_kept", "half_full_kept", "snapshot_answer_kept",
}  # fmt: skip


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--verilator-root", type=Path, required=True, help="folder of the verilator package")
    arguments.add_argument("--out", type=Path, required=True, help="folder for builds and logs")
    arguments.add_argument("--design", action="append", choices=DESIGNS, help="judge this one only; may be repeated")
    which = "few, all, none, or names of testbench/mutants/twins with commas"
    arguments.add_argument("--saboteurs", default="few", help=which)
    options = arguments.parse_args()
    missing = tools_missing()
    if missing:
        print(missing)
        return 3
    options.out.mkdir(parents=True, exist_ok=True)
    runs = [Run(options, design, VERILOG / f"{design}.v") for design in options.design or DESIGNS]
    runs += saboteurs(options)
    held = True
    runtime = build_runtime(options)
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        for report, good in pool.map(lambda run: run.judge(runtime), runs):
            print(report, flush=True)
            held = held and good
    print(f"judges: {'all held' if held else 'NOT all held'}")
    return 0 if held else 1


def tools_missing():
    """One line that says what is missing and what installs it; none when all is there."""
    try:
        import cocotb  # noqa: F401
        import cocotbext.axi  # noqa: F401
        import cocotbext.eth  # noqa: F401
        import find_libpython
    except ImportError as error:
        return f"{error.name} is missing; install testbench/judges/requirements.txt"
    if find_libpython.find_libpython() is None:
        return "python's shared library is missing; install it with: sudo apt-get install libpython3-dev"
    return None


def saboteurs(options):
    """Runs with a fault each."""
    if options.saboteurs == "none":
        return []
    named = FEW if options.saboteurs == "few" else options.saboteurs.split(",")
    runs = []
    for fault in [fault for list in TWINS for fault in tomllib.loads(list.read_text(encoding="utf-8"))["fault"]]:
        wanted = fault["name"] not in UNSEEN if options.saboteurs == "all" else fault["name"] in named
        design = SABOTAGED.get(fault["name"], "mac_gmii")
        text = (VERILOG / f"{design}.v").read_text(encoding="utf-8")
        block = module_of(text, fault["block"])
        if not wanted or block is None:
            continue
        begin, end = block
        places = text.count(fault["find"], begin, end)
        # Blocks are printed into the design with the modules that they share: crc32 stands behind them.
        if places == 0:
            begin, end, places = 0, len(text), text.count(fault["find"])
        if places != 1:
            raise SystemExit(f"twins: {fault['name']}: `{fault['find']}` is {places} times in {design}.v")
        changed = text[:begin] + text[begin:end].replace(fault["find"], fault["replace"]) + text[end:]
        file = options.out / f"{design}-{fault['name']}.v"
        file.write_text(changed, encoding="utf-8")
        runs.append(Run(options, design, file, fault))
    if not runs or (options.saboteurs != "all" and len(runs) != len(named)):
        raise SystemExit(f"twins: {len(runs)} faults that can be planted, not {named}")
    return runs


def module_of(text, name):
    begin = text.find(f"\nmodule {name} (")
    return None if begin < 0 else (begin, text.index("\nendmodule", begin))


def compile_cpp(options, sources, target, *flags):
    """Compiles and links nothing: objects only."""
    from cocotb_tools import config

    root = options.verilator_root
    base = [os.environ.get("CXX", "c++"), "-std=c++17", "-O1", "-w", "-DVERILATOR=1", "-DVM_COVERAGE=0", "-DVM_SC=0"]
    base += ["-DVM_TRACE=0", "-DVM_TIMING=0", f"-I{root}/include", f"-I{root}/include/vltstd", f"-I{config.share_dir}"]
    for source in sources:
        run_logged([*base, *flags, "-c", str(source), "-o", str(target / f"{Path(source).stem}.o")], target / "cc.log")


def build_runtime(options):
    """Verilator's own C++, once for all designs."""
    target = options.out / "runtime"
    target.mkdir(parents=True, exist_ok=True)
    include = options.verilator_root / "include"
    sources = [include / f"{name}.cpp" for name in ("verilated", "verilated_vpi", "verilated_threads")]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(lambda source: compile_cpp(options, [source], target), sources))
    return [target / f"{source.stem}.o" for source in sources]


def run_logged(command, log, **settings):
    with open(log, "ab") as file:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, **settings)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {result.returncode}: see {log}")


class Run:
    """One design, with or without a fault, through all cases."""

    def __init__(self, options, design, verilog, fault=None):
        self.options, self.design, self.verilog, self.fault = options, design, verilog, fault
        self.folder = options.out / verilog.stem

    def judge(self, runtime):
        """A report, and whether what should hold did."""
        begin = time.monotonic()
        try:
            self.build(runtime)
            built = time.monotonic()
            cases = self.simulate()
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            return f"{self.verilog.stem}: {error}", False
        times = f"{built - begin:.0f} s to build, {time.monotonic() - built:.0f} s to run{self.speed()}"
        failed = [(name, why) for name, why in cases if why is not None]
        if self.fault is not None:
            good = bool(failed)
            by = f"noticed by {len(failed)} of {len(cases)} cases" if good else "NOT NOTICED"
            return f"{self.verilog.stem}: saboteur ({self.fault['meaning']}) {by}, {times}", good
        lines = [f"{self.design}: {len(cases) - len(failed)} of {len(cases)} cases held, {times}"]
        lines += [f"  {name}: {why}" for name, why in failed]
        return "\n".join(lines), bool(cases) and not failed

    def build(self, runtime):
        from cocotb_tools import config

        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        # Only the ports are for the simulator's interface: all else stays fast.
        control = self.folder / "ports.vlt"
        control.write_text(f'`verilator_config\npublic_flat_rw -module "{self.design}" -var "*"\n', encoding="utf-8")
        root = self.options.verilator_root
        verilator = [root / "bin" / "verilator_bin", "--cc", "--vpi", "--prefix", "Vtop", "--top-module", self.design]
        verilator += ["--timescale", "1ns/1ps", "-O3", "--x-assign", "unique", "--x-initial", "unique", "-Wno-fatal"]
        verilator += ["-Mdir", self.folder, control, self.verilog]
        environment = os.environ | {"VERILATOR_ROOT": str(root)}
        log = self.folder / "build.log"
        run_logged([str(word) for word in verilator], log, env=environment)
        whole = self.folder / "whole.cpp"
        parts = sorted(part.name for part in self.folder.glob("Vtop*.cpp"))
        whole.write_text("".join(f'#include "{part}"\n' for part in parts), encoding="utf-8")
        main_cpp = config.share_dir / "lib" / "verilator" / "verilator.cpp"
        compile_cpp(self.options, [whole, main_cpp], self.folder, f"-I{self.folder}")
        link = [os.environ.get("CXX", "c++"), "-o", self.folder / "simulation", self.folder / "whole.o"]
        link += [self.folder / "verilator.o", *runtime, f"-L{config.libs_dir}", f"-Wl,-rpath,{config.libs_dir}"]
        run_logged([str(word) for word in [*link, "-lcocotbvpi_verilator", "-lpthread", "-latomic"]], log)

    def simulate(self):
        """Name and, where it failed, reason of every case."""
        import find_libpython
        from cocotb_tools import config

        results = self.folder / "results.xml"
        environment = os.environ | {
            "COCOTB_TOPLEVEL": self.design,
            "COCOTB_TEST_MODULES": "link_partner",
            "COCOTB_RESULTS_FILE": str(results),
            "COCOTB_RANDOM_SEED": "1",
            "COCOTB_LOG_LEVEL": "WARNING",
            "COCOTB_TRUST_INERTIAL_WRITES": "1",
            "TOPLEVEL_LANG": "verilog",
            "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path[1:]]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYGPI_PYTHON_BIN": sys.executable,
            "GPI_USERS": f"{find_libpython.find_libpython()};{config.pygpi_entry_point()}",
            "PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{config.libs_dir}",
            "WIREWRIGHT_EDGES": str(self.folder / "edges.txt"),
        }
        command = [str(self.folder / "simulation"), "+verilator+rand+reset+2", "+verilator+seed+1"]
        with open(self.folder / "run.log", "wb") as log:
            subprocess.run(
                command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=600
            )
        if not results.is_file():
            raise RuntimeError(f"no case was run: see {self.folder / 'run.log'}")
        cases = []
        for case in xml.etree.ElementTree.parse(results).iter("testcase"):
            trouble = [part for part in case if part.tag in ("failure", "error")]
            why = (trouble[0].get("message") or trouble[0].get("error_msg") or "failed")[:300] if trouble else None
            cases.append((case.get("name"), why))
        return cases

    def speed(self):
        """Clock edges a second of processor time over all cases that held."""
        file = self.folder / "edges.txt"
        if not file.is_file():
            return ""
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
        edges, seconds = sum(int(line[2]) for line in lines), sum(float(line[3]) for line in lines)
        return f" ({edges} edges, {edges / max(seconds, 1e-9):.0f} edges/s)"


if __name__ == "__main__":
    sys.exit(main())
