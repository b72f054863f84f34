"""What floods of HTTP/2 do to others: each from one connection at a time, while an honest client asks all the while."""

import argparse
import datetime
import gc
import multiprocessing
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from abuse import FLOODS, abuse, spin
from honest import honest, p99
from server import HERE, Server

MOST_GROWTH_MIB = 256
MOST_TIMES_QUIET = 2
DOCUMENT = HERE.parent / "docs/benchmarks.md"
HOW = """`benchmarks/floods {server}`: {seconds:g} s of each flood, from one connection at a time; who is cut off connects again at once.
The server on one core; an honest client, one request each 2 ms, on the other, where the abuser gets what it leaves (SCHED_IDLE). p99
before: alone, and while something that does nothing keeps the load's core as busy as the abuser may. {date}, commit {commit}, {cpu}"""
COLUMNS = ["flood", "honest requests", "failed", "p99 before, ms", "before, core busy", "meanwhile", "× before", "RSS before, MiB",
           "at most", "abuser's connections", "MB taken from it", "frames to it", "ended with"]


def beside(target, *arguments):
    process = multiprocessing.Process(target=target, args=arguments)
    process.start()
    return process


def measure(name, port, options, server):
    """One row of the table, and what is not as it should be."""
    results = multiprocessing.Queue()
    warming = beside(abuse, name, port, options.warmup, results)
    honest(port, options.warmup)
    results.get(timeout=60)
    warming.join()
    quiet, failed_quiet = honest(port, max(1, options.seconds / 2))
    spinner = beside(spin, max(1, options.seconds / 2))
    busy, failed_busy = honest(port, max(1, options.seconds / 2))
    spinner.join()
    before = server.mib("VmRSS")
    server.forget_peak()
    abuser = beside(abuse, name, port, options.seconds, results)
    times, failed = honest(port, options.seconds)
    connections, sent, ends, seen = results.get(timeout=60)
    abuser.join()
    most = server.mib("VmHWM")
    failed += failed_quiet + failed_busy
    ratio = p99(times) / p99(quiet)
    row = [name, len(times), failed, f"{p99(quiet):.2f}", f"{p99(busy):.2f}", f"{p99(times):.2f}", f"{ratio:.1f}", f"{before:.0f}",
           f"{most:.0f}", connections, f"{sent / 1e6:.1f}", ", ".join(f"{count} {kind}" for kind, count in seen.items()),
           ", ".join(f"{count} × {end}" for end, count in ends.items())]
    wrong = [f"{failed} honest requests failed"] if failed else []
    if ratio > MOST_TIMES_QUIET:
        wrong.append(f"p99 is {ratio:.1f} times what it was")
    if most - before > MOST_GROWTH_MIB:
        wrong.append(f"memory grew by {most - before:.0f} MiB")
    # When the time is over the last one of several connections may be just about to be cut off.
    if sum(count for end, count in ends.items() if end not in FLOODS[name].ends) > (1 if connections > 1 else 0):
        wrong.append(f"ended with {set(ends)}")
    return row, [f"{name}: {each}" for each in wrong]


def line(cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def write(server, text):
    """Puts it into the document, as benchmarks/run does."""
    document = DOCUMENT.read_text()
    start, end = f"<!-- floods-{server} -->", f"<!-- /floods-{server} -->"
    if start not in document or end not in document:
        sys.exit(f"benchmarks/floods: {DOCUMENT} has no place {start} ... {end}")
    DOCUMENT.write_text(document[:document.index(start) + len(start)] + "\n" + text + "\n" + document[document.index(end):])


def how(options):
    commit = subprocess.run(["git", "-C", str(HERE), "describe", "--always", "--dirty"], capture_output=True, text=True).stdout
    info = pathlib.Path("/proc/cpuinfo").read_text()
    cpu = f"{os.cpu_count()} cores of " + re.search(r"model name\s*: (.*)", info)[1]
    return HOW.format(server=options.server, seconds=options.seconds, date=datetime.date.today(), commit=commit.strip(),
                      cpu=cpu).replace("\n", " ")


def arguments():
    parser = argparse.ArgumentParser(prog="benchmarks/floods", description=__doc__)
    parser.add_argument("server", nargs="?", default="gateway", choices=["gateway", "http", "nginx"])
    parser.add_argument("--seconds", type=float, default=10, help="how long each flood takes; 10")
    parser.add_argument("--warmup", type=float, default=3, help="of each flood before it is measured, for compilers; 3")
    parser.add_argument("--only", choices=FLOODS, help="this flood alone")
    parser.add_argument("--server-cpu", type=int, default=0, help="core of the server; 0")
    parser.add_argument("--load-cpu", type=int, default=1, help="core of the clients; 1")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md as well")
    return parser.parse_args()


def main():
    options = arguments()
    os.sched_setaffinity(0, {options.load_cpu})
    gc.disable()  # A pause of this client's would be counted as one of the server's.
    port = 20000 + os.getpid() % 10000
    rows, wrong = [COLUMNS, ["---"] + ["---:"] * (len(COLUMNS) - 1)], []
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        server = Server(options.server, work, port, options.server_cpu)
        try:
            honest(port, 3 * options.warmup, pause=0)
            print(f"{how(options)}\n\n{line(rows[0])}\n{line(rows[1])}", flush=True)
            for name in [options.only] if options.only else FLOODS:
                row, faults = measure(name, port, options, server)
                print(line(row), flush=True)
                rows.append(row)
                wrong += faults
        finally:
            server.end()
    for fault in wrong:
        print("FAULT:", fault, file=sys.stderr)
    if options.write:
        write(options.server, how(options) + "\n\n" + "\n".join(map(line, rows)))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
