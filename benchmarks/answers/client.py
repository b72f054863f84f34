"""A client that sends bytes as they are and reads answers to their end; and what is not compared of them."""

import re
import socket
import zlib

PROBE = b"GET /answers-probe HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"
PATIENCE_SECONDS = 2

# Everything that is not compared, and why. Each rule replaces a value only: that the field is there is compared.
NORMALISED = [
    ("Date", "the time of the answer", rb"(?m)^(Date: )\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$", rb"\1<date>"),
    ("Expires", "the time of the answer and a span", rb"(?m)^(Expires: )\w{3}, \d\d \w{3} 20[2-9]\d \d\d:\d\d:\d\d GMT$",
     rb"\1<date>"),
    ("Server", "each server's own name and version", rb"(?m)^(Server: )(nginx|millrace)(/[\w.]+)?$",
     rb"\1<server>"),
    ("built-in pages beyond their title", "each server has its own", None, None),
    ("order of fields with different names", "it means nothing: RFC 9110, 5.3", None, None),
    ("boundary of multipart/byteranges", "a counter or chance", None, None),
    ("$request_id", "chance", rb"(?m)(field: X-Request-Id: )[0-9a-f]{32}$", rb"\1<id>"),
    ("compressed bytes", "compared when inflated: compressors differ", None, None),
    ("where chunks end", "compared when put together", None, None),
]


class Answer:
    def __init__(self, start, fields, body):
        self.start, self.fields, self.body = start, fields, body

    def field(self, wanted):
        return next((value for name, value in self.fields if name.lower() == wanted), None)

    def text(self):
        """The answer as it is compared."""
        fields, body = list(self.fields), self.body
        if self.field("content-encoding") == b"gzip" and body:
            body = inflated(body)
        boundary = re.search(rb"boundary=(\S+)", self.field("content-type") or b"")
        if boundary:
            body = body.replace(boundary[1], b"<boundary>")
            fields = [(n, v.replace(boundary[1], b"<boundary>")) for n, v in fields]
        built_in = re.search(rb"<title>(\d\d\d [^<]*)</title>.*<hr>(<center>)?(nginx|millrace)", body, re.S)
        if built_in:
            body = b"<built-in page " + built_in[1] + b">"
        bare_page = not body and (self.field("content-type") or b"").startswith(b"text/html") and not self.field("last-modified")
        if built_in or boundary or bare_page:
            fields = [(n, b"<length>" if n.lower() == "content-length" else v) for n, v in fields]
        fields.sort(key=lambda field: field[0].lower())  # stable: fields of one name keep their order
        head = b"\n".join([self.start] + [n.encode("latin-1") + b": " + v for n, v in fields])
        for _, _, pattern, replacement in NORMALISED:
            if pattern:
                head, body = re.sub(pattern, replacement, head), re.sub(pattern, replacement, body)
        return head.decode("latin-1") + "\n\n" + body.decode("latin-1")


def inflated(body):
    unpacking = zlib.decompressobj(31)
    try:
        plain = unpacking.decompress(body)
    except zlib.error:
        return body
    return b"<gzip>" + plain + (b"" if unpacking.eof else b"<unfinished>")


def ask(port, request):
    """All that the server answers to the request, the probe after it included, as text."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        stream = connection.makefile("rb")
        said = []
        try:
            for part, heads_only in request.parts:
                connection.sendall(part)
                for bodiless in heads_only:
                    said.append(read_answer(stream, bodiless))
            if request.tunnel:
                said.append(through_tunnel(connection, stream, request.tunnel))
            elif request.probed:
                connection.sendall(PROBE)
                said.append(read_answer(stream, False))
                said.append("then more" if stream.read(1) else "then closed")
        except (EOFError, ConnectionError):
            said.append("closed")
        except TimeoutError:
            said.append("silence")
        return "\n--\n".join(part if isinstance(part, str) else part.text() for part in said)


def through_tunnel(connection, stream, data):
    connection.sendall(data)
    echoed = stream.read(len(data))
    connection.shutdown(socket.SHUT_WR)
    return f"tunnel: {echoed!r}, then {stream.read()!r}"


def read_answer(stream, bodiless):
    start = stream.readline()
    if not start:
        raise EOFError
    if not start.startswith(b"HTTP/"):
        return Answer(b"no head", [], start + stream.read())
    fields = []
    while True:
        line = stream.readline()
        if not line.endswith(b"\n"):
            return Answer(start.rstrip(b"\r\n"), fields, b"<head cut>")
        if line == b"\r\n":
            break
        name, _, value = line.rstrip(b"\r\n").partition(b": ")
        fields.append((name.decode("latin-1"), value))
    answer = Answer(start.rstrip(b"\r\n"), fields, b"")
    status = start[9:12]
    if status[:1] == b"1" and status != b"101":
        following = read_answer(stream, bodiless)
        following.start = answer.start + b" then " + following.start
        return following
    if not bodiless and status not in (b"204", b"304", b"101"):
        answer.body = read_body(stream, answer)
    return answer


def read_body(stream, answer):
    try:
        if answer.field("transfer-encoding") == b"chunked":
            return read_chunked(stream)
        length = answer.field("content-length")
        if length is None:
            return stream.read()
        body = stream.read(int(length))
        return body if len(body) == int(length) else body + b"<cut>"
    except ConnectionError:
        return b"<reset>"


def read_chunked(stream):
    body = b""
    while True:
        line = stream.readline()
        if not line:
            return body + b"<cut>"
        size = int(line.split(b";")[0], 16)
        if size == 0:
            while (trailer := stream.readline()) not in (b"\r\n", b""):
                body += b"<trailer>" + trailer
            return body
        body += stream.read(size)
        stream.readline()
