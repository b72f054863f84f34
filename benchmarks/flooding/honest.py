"""A client that asks one thing after the other, and how long it waits for each."""

import socket
import time

from h2 import ACK, DATA, END_STREAM, GOAWAY, HEADERS, PREFACE, RST_STREAM, SETTINGS, WINDOW_UPDATE, Frames, frame, head, number, \
    settings


class Client:
    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.settimeout(10)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(PREFACE + settings())
        self.frames = Frames(self.connection)
        self.stream = 1

    def ask(self):
        self.connection.sendall(head(self.stream))
        ended = False
        while not ended:
            kind, flags, of, payload = self.frames.next()
            if kind in (GOAWAY, RST_STREAM):
                raise ConnectionError("a request was not answered")
            if kind == SETTINGS and not flags & ACK:
                self.connection.sendall(frame(SETTINGS, ACK, 0))
            if kind == DATA and payload:
                self.connection.sendall(number(WINDOW_UPDATE, 0, len(payload)))
            ended = of == self.stream and kind in (DATA, HEADERS) and flags & END_STREAM
        self.stream += 2


def honest(port, seconds, pause=0.002):
    """Requests on one connection: their times in ms, sorted, and how many failed."""
    times, failed, until = [], 0, time.monotonic() + seconds
    client = None
    while time.monotonic() < until:
        try:
            client = client or Client(port)
            begun = time.monotonic()
            client.ask()
            times.append((time.monotonic() - begun) * 1000)
        except OSError:
            failed += 1
            client = None
        time.sleep(pause)
    return sorted(times), failed


def p99(times):
    return times[len(times) * 99 // 100] if times else float("nan")
