"""Frames of HTTP/2, as few as a client needs to be honest, and as wrong as an abuser wants them."""

import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
NAMES = "DATA HEADERS PRIORITY RST_STREAM SETTINGS PUSH_PROMISE PING GOAWAY WINDOW_UPDATE CONTINUATION".split()
ACK = END_STREAM = 1
END_HEADERS = 4
CODES = "NO_ERROR PROTOCOL_ERROR INTERNAL_ERROR FLOW_CONTROL_ERROR SETTINGS_TIMEOUT STREAM_CLOSED FRAME_SIZE_ERROR" \
    " REFUSED_STREAM CANCEL COMPRESSION_ERROR CONNECT_ERROR ENHANCE_YOUR_CALM".split()
LAST_STREAM = (1 << 31) - 1


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload) << 8 | kind) + bytes([flags]) + struct.pack(">I", stream) + payload


def number(kind, stream, value):
    return frame(kind, 0, stream, struct.pack(">I", value))


def literal(name, value):
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


def request(path=b"/", method=b"GET"):
    return literal(b":method", method) + literal(b":scheme", b"http") + literal(b":path", path) \
        + literal(b":authority", b"localhost")


def head(stream, path=b"/", method=b"GET", end=True):
    return frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream, request(path, method))


def settings(**values):
    known = {"table": 1, "window": 4}
    return frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", known[k], v) for k, v in values.items()))


class Frames:
    """The frames that a server sends."""

    def __init__(self, connection):
        self.connection = connection
        self.left = bytearray()

    def take(self, count):
        while len(self.left) < count:
            more = self.connection.recv(1 << 16)
            if not more:
                raise ConnectionError("the server has ended the connection")
            self.left += more
        taken = bytes(self.left[:count])
        del self.left[:count]
        return taken

    def next(self):
        """Its kind, flags, stream and payload."""
        start = self.take(9)
        return start[3], start[4], struct.unpack(">I", start[5:])[0], self.take(int.from_bytes(start[:3], "big"))
