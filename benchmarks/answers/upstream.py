"""Upstreams that say what they received, and misbehave when the request asks for it in its header X-Do."""

import hashlib
import socket
import threading

HEAD_LIMIT = 1 << 20


class Upstream(threading.Thread):
    """One listener; each connection has a thread of its own, and keeps alive as its requests ask for."""

    def __init__(self, name, port):
        super().__init__(daemon=True)
        self.name_said, self.version_said = name, True
        self.listener = socket.create_server(("127.0.0.1", port), backlog=64)

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            connection.settimeout(30)
            stream = connection.makefile("rb")
            try:
                while self.one_request(connection, stream):
                    pass
            except OSError:
                return  # the proxy went away, which some requests provoke

    def one_request(self, connection, stream):
        head = read_head(stream)
        if head is None:
            return False
        request_line, fields = head
        orders = Orders(fields)
        body = read_body(stream, fields, orders)
        if orders.has("upgrade"):
            return tunnel(connection, stream, orders)
        answer = self.echo(request_line, fields, body)
        connection.sendall(orders.answer(request_line, answer))
        return not orders.closes(request_line, fields)

    def echo(self, request_line, fields, body):
        lines = [f"upstream: {self.name_said}"]
        if self.version_said:
            lines.append(f"request: {request_line}")
            lines += [f"field: {name}: {value}" for name, value in fields]
        else:
            lines.append(f"request: {request_line.rpartition(' ')[0]}")
            lines += [f"field: {name}: {value}" for name, value in fields if (name, value) != ("Connection", "close")]
        lines.append(f"body: {len(body)} {hashlib.sha1(body).hexdigest()} {body[:40]!r}")
        return ("\n".join(lines) + "\n").encode("latin-1")


def read_head(stream):
    line = stream.readline(HEAD_LIMIT)
    if not line:
        return None
    fields = []
    while True:
        field = stream.readline(HEAD_LIMIT)
        if field in (b"\r\n", b"\n", b""):
            return line.decode("latin-1").rstrip("\r\n"), fields
        name, _, value = field.decode("latin-1").rstrip("\r\n").partition(":")
        fields.append((name, value[1:] if value.startswith(" ") else value))


def field_of(fields, wanted):
    return next((value for name, value in fields if name.lower() == wanted), None)


def read_body(stream, fields, orders):
    if orders.has("unread"):
        return b""
    if (field_of(fields, "transfer-encoding") or "").lower() == "chunked":
        body = b""
        while True:
            size = int(stream.readline().split(b";")[0], 16)
            if size == 0:
                while stream.readline() not in (b"\r\n", b"\n", b""):
                    pass
                return body
            body += stream.read(size)
            stream.readline()
    return stream.read(int(field_of(fields, "content-length") or 0))


def tunnel(connection, stream, orders):
    connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       + orders.fields() + b"\r\n")
    while True:
        data = stream.read1(65536)
        if not data:
            return False
        connection.sendall(data.upper())


class Orders:
    """What X-Do asks for: words separated by `|`, each `name` or `name=value`."""

    def __init__(self, fields):
        words = (field_of(fields, "x-do") or "").split("|")
        self.words = [word.strip().partition("=")[::2] for word in words if word.strip()]

    def has(self, name):
        return any(word == name for word, _ in self.words)

    def value(self, name, otherwise):
        return next((value for word, value in self.words if word == name), otherwise)

    def fields(self):
        return b"".join(value.encode("latin-1") + b"\r\n" for word, value in self.words if word == "field")

    def answer(self, request_line, echo):
        if self.has("silent"):
            return b""
        if self.has("raw"):
            return self.value("raw", "").encode("latin-1").decode("unicode_escape").encode("latin-1")
        body = bytes(97 + i % 26 for i in range(int(self.value("size", "0")))) if self.has("size") else echo
        body = b"" if self.has("empty") else body
        status = self.value("status", "200 OK")
        version = "HTTP/1.0" if self.has("http10") else "HTTP/1.1"
        head = f"{version} {status}\r\n".encode("latin-1")
        if not self.has("untyped"):
            head += b"Content-Type: " + self.value("type", "text/plain").encode("latin-1") + b"\r\n"
        if not self.has("nameless"):
            head += b"Server: upstream/1\r\n"
        head += self.fields()
        if self.has("big-field"):
            head += b"X-Big: " + b"x" * int(self.value("big-field", "0")) + b"\r\n"
        bodiless = request_line.startswith("HEAD ") or status[:3] in ("204", "304")
        return head + self.framed(body, bodiless)

    def framed(self, body, bodiless):
        if self.has("chunked"):
            middle = len(body) // 2
            chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:middle], body[middle:]) if piece)
            trailer = b"X-Trailer: t\r\n" if self.has("trailer") else b""
            end = b"" if self.has("cut") else b"0\r\n" + trailer + b"\r\n"
            return b"Transfer-Encoding: chunked\r\n\r\n" + (b"" if bodiless else chunks + end)
        if self.has("until-close"):
            return b"\r\n" + (b"" if bodiless else body)
        length = len(body) + (100 if self.has("cut") else 0) - (5 if self.has("longer") else 0)
        return b"Content-Length: %d\r\n\r\n" % length + (b"" if bodiless else body)

    def closes(self, request_line, fields):
        kept = request_line.endswith("HTTP/1.1") and (field_of(fields, "connection") or "").lower() != "close"
        ends = ("silent", "raw", "until-close", "cut", "longer", "http10", "unread", "close")
        return not kept or any(self.has(word) for word in ends)
