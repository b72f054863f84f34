"""The requests: bytes as they go over the wire. What is asked of every project, for a proxied path and for files."""


class Request:
    """Parts are sent one after the other; for each, whether the answers that follow it have no body (HEAD)."""

    def __init__(self, name, parts, probed=True, tunnel=None):
        self.name, self.parts, self.probed, self.tunnel = name, parts, probed, tunnel


def octets(text):
    return text if isinstance(text, bytes) else text.encode("utf-8")


def head(line, *fields, host="example.com"):
    hosts = [f"Host: {host}"] if host is not None else []
    return b"\r\n".join([octets(line)] + [octets(f) for f in hosts + list(fields)]) + b"\r\n\r\n"


def one(line, *fields, body=b"", host="example.com", version="HTTP/1.1", name=None):
    """One request and its answer; the version is added where the line has none."""
    whole = octets(line) if b" HTTP/" in octets(line) or version is None else octets(line) + b" " + octets(version)
    shown = whole.decode("latin-1") + "".join(" | " + octets(f).decode("latin-1") for f in fields)
    return Request(name or shown[:100], [(head(whole, *fields, host=host) + octets(body), [whole.startswith(b"HEAD ")])])


def raw(name, data, bodiless=(False,), **how):
    return Request(name, [(octets(data), list(bodiless))], **how)


def paths(base):
    tails = ["", "/", "?", "?a=b&c=d", "?a=%20+b", "??", "?a=b?c", "#frag", "?q#frag", "/%41", "/%2f", "/%2F..%2F", "/%2e%2e/x",
             "/../x", "/./x", "/..", "/a/../../x", "//x", "/a///b//", "/a%00b", "/%zz", "/%", "/%4", "/a b", "/ä", "/%C3%A4",
             "/%ff", "/a\\b", "/a;b=c", "/a+b", "/a%2Bb", "/a%3Fb?c", "/a%23b", "/~u", "/a|b", "/{x}", '/"q"', "/<x>", "/^`",
             "/%7F", "/a\x01b", "/a\x7fb", "/.hidden", "/...", "/a/..;/b", "/%5c..%5c", "/a%0d%0aX:y", "/a%20b?c%20d",
             "/?" + "q" * 3000, "/" + "a" * 3000, "/" + "b" * 40000]
    for tail in tails:
        yield one("GET " + base + tail)
    for target in ["/..", "/../", "/../etc/passwd", "//", base.lstrip("/"), "*", "http://other.example" + base + "/x?y",
                   "http://other.example", "http://other.example?x", "HTTP://OTHER.example" + base, "http://other:81" + base,
                   "http://u@other" + base, "https://other" + base, "ftp://other" + base, "http:/" + base, "http://" + base,
                   "other.example:80"]:
        yield one("GET " + target)


def methods(base):
    for method in ["HEAD", "OPTIONS", "DELETE", "PROPFIND", "PATCH", "TRACE", "CONNECT", "FOO", "get", "G-T", "G_T", "POST", "PUT",
                   "VERYLONGMETHODNAMEVERYLONGMETHODNAME"]:
        yield one(f"{method} {base}/m")
    yield one("OPTIONS *")
    yield one("CONNECT example.com:80")
    for method in ["POST", "PUT", "PATCH", "DELETE", "GET", "OPTIONS"]:
        yield one(f"{method} {base}/m", "Content-Length: 5", body="hello")
    for line in [f"GET {base}", f"GET  {base} HTTP/1.1", f"GET {base}  HTTP/1.1", f" GET {base} HTTP/1.1", f"GET {base} HTTP/1.1 ",
                 f"GET {base} HTTP/1.2", f"GET {base} HTTP/2.0", f"GET {base} HTTP/0.9", f"GET {base} HTTP/1.", f"GET {base} HTTP/x.1",
                 f"GET {base} HTTP/1.10", f"GET {base} http/1.1", f"GET\t{base} HTTP/1.1", "GET", "", f"GET {base} HTTP/1.1x"]:
        yield raw(repr(line), octets(line) + b"\r\nHost: example.com\r\n\r\n")
    yield raw("lines that end in LF alone", f"GET {base} HTTP/1.1\nHost: example.com\n\n")
    yield raw("empty lines first", f"\r\n\r\nGET {base} HTTP/1.1\r\nHost: example.com\r\n\r\n")
    yield raw("bytes of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40) + b"\r\n\r\n")
    yield raw("preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")


def versions_and_hosts(base):
    yield one(f"GET {base}/v", version="HTTP/1.0", host=None)
    yield one(f"GET {base}/v", version="HTTP/1.0")
    yield one(f"GET {base}/v", "Connection: keep-alive", version="HTTP/1.0")
    yield one(f"HEAD {base}/v", version="HTTP/1.0", host=None)
    yield one(f"GET {base}/v", "X-Do: chunked", version="HTTP/1.0", host=None)
    for host in [None, "", "example.com:8080", "EXAMPLE.com", "example.com.", "a/b", "a b", "a..b", ".", "[::1]", "[::1]:80", "[::1",
                 "a_b.example", "ä.example", "example.com:", "example.com:x", "-", "127.0.0.1", "a\\b", "x" * 300, "a@b", "a,b"]:
        yield one(f"GET {base}/h", host=host, name=f"GET {base}/h with Host {host!r:.60}")
    yield one(f"GET {base}/h", "Host: second.example")
    yield one(f"GET {base}/h", "host: example.com")


def fields(base):
    for given in [["X-Dup: 1", "X-Dup: 2", "x-dup: 3"], ["x_under: 1"], ["X-UPPER: Aa"], ["X-Empty:"], ["X-None:1"], ["X-Spaces:   1  "],
                  ["X-Tab:\t1\t"], ["X-Bad : 1"], [": 1"], ["NoColon"], ["X.dot: 1"], ["X(paren): 1"], [" X-Fold: 1"],
                  ["X-A: 1", " folded"], ["Cookie: a=b", "Cookie: c=d"], ["Cookie: a=b; c=d"],
                  ["X-Forwarded-For: 1.2.3.4", "X-Forwarded-For: 5.6.7.8"], ["X-Forwarded-For: 10.0.0.9, 1.2.3.4"],
                  ["X-Forwarded-Proto: https"], ["X-Real-IP: 9.9.9.9"], ["Connection: close"], ["Connection: keep-alive"],
                  ["Connection: X-Gone", "X-Gone: 1"], ["Connection: close, X-Gone", "X-Gone: 1"], ["Keep-Alive: 300"], ["TE: trailers"],
                  ["Proxy-Connection: keep-alive"], ["Proxy: x"], ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
                  ["Expect: 100-continue"], ["Expect: other"], ["Accept-Encoding: gzip"], ["Accept-Encoding: gzip;q=0"],
                  ["Authorization: Basic dTpw"], ["Range: bytes=0-3"], ["If-Range: \"x\"", "Range: bytes=0-3"],
                  ["If-None-Match: \"e\""], ["If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"], ["Accept: application/activity+json"],
                  ["User-Agent: " + "u" * 500], ["X-Latin: \u00e4"], ["X-Nul: a\0b"], ["X-Ctl: a\x01b"], ["X-CR: a\rb"],
                  ["X-Big: " + "x" * 7000], ["X-Big: " + "x" * 9000], ["X-Big: " + "x" * 7000] * 6, [f"X-{i}: {i}" for i in range(150)],
                  ["Cookie: " + "c" * 7000], ["X-Accel-Redirect: /x"], ["Content-Type: a/b"], ["Content-Length: 0"],
                  ["Transfer-Encoding: identity"], ["Referer: http://r.example/?<x>"], ["DNT: 1", "Origin: http://o.example"]]:
        yield one(f"GET {base}/f", *given)


def bodies(base):
    post = f"POST {base}/b"
    for size in [0, 1, 1000, 20_000, 200_000]:
        yield one(post, f"Content-Length: {size}", body="x" * size)
    for data in ["0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "5;ext=1\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nX-Trailer: t\r\n\r\n",
                 "3\r\nhel\r\n2\r\nlo\r\n000\r\n\r\n", "A\r\n0123456789\r\n0\r\n\r\n", "1f40\r\n" + "y" * 8000 + "\r\n0\r\n\r\n"]:
        yield one(post, "Transfer-Encoding: chunked", body=data, name=f"{post} chunked {data[:40]!r}")
        yield one(post, "Transfer-Encoding: Chunked", body=data, version="HTTP/1.0", name=f"{post} 1.0 chunked {data[:40]!r}")
    for wrong in ["g\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffff\r\nx\r\n0\r\n\r\n",
                  "0x5\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n0\r\n\r\n"]:
        yield one(post, "Transfer-Encoding: chunked", body=wrong, name=f"{post} chunked wrongly {wrong[:40]!r}")
    for given in [["Content-Length: 5", "Content-Length: 5"], ["Content-Length: 5", "Content-Length: 6"], ["Content-Length: -1"],
                  ["Content-Length: +5"], ["Content-Length: 5, 5"], ["Content-Length: 5x"], ["Content-Length:"], ["Content-Length: 0x5"],
                  ["Content-Length: 99999999999999999999"], ["Content-Length: 5", "Transfer-Encoding: chunked"],
                  ["Transfer-Encoding: chunked", "Content-Length: 5"], ["Transfer-Encoding: gzip, chunked"], ["Transfer-Encoding: gzip"],
                  ["Transfer-Encoding: xchunked"], ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
                  ["Transfer-Encoding: chunked, chunked"], ["Transfer-Encoding:"], ["Transfer-Encoding : chunked"]]:
        yield one(post, *given, body="0\r\n\r\n")
    yield one(post, "Content-Length: 5", "Expect: 100-continue", body="hello")
    yield one(post, "Transfer-Encoding: chunked", "Expect: 100-continue", body="5\r\nhello\r\n0\r\n\r\n")
    yield one(post, "Content-Length: 5", "Content-Type: application/x-www-form-urlencoded", body="a=b&c")
    yield one(post, "Content-Length: 10", "X-Do: unread|status=500 Early", body="0123456789")
    first, second = head(post + " HTTP/1.1", "Content-Length: 3") + b"abc", head(f"GET {base}/second HTTP/1.1")
    yield raw("two requests in one piece", first + second, (False, False))
    yield raw("three, one a HEAD", second + head(f"HEAD {base}/h HTTP/1.1") + second, (False, True, False))
    yield Request("body in pieces", [(first[:-2], []), (b"b", []), (b"c", [False])])
    yield Request("head in pieces", [(second[:9], []), (second[9:-3], []), (second[-3:], [False])])


def answers(base):
    """What upstreams do, well and badly."""
    orders = ["status=204 No Content", "status=304 Not Modified", "status=404 Not Found", "status=500 Oops", "status=503 Busy",
              "status=201 Created|field=Location: /new", "status=301 Moved|field=Location: http://example.com/there",
              "status=302 Found|field=Location: relative", "status=302 Found|field=Location: /there",
              "status=302 Found|field=Location: http://127.0.0.1:18490/there", "status=302 Found|field=Location: //other/x",
              "status=200", "status=200 ", "status=299 Odd One", "status=600 Six", "status=999 Nine", "status=99 Two", "status=0200 OK",
              "status=abc OK", "chunked", "chunked|empty", "chunked|trailer", "until-close", "http10", "http10|until-close", "empty",
              "size=10", "size=5000", "size=50000", "size=300000", "size=300000|chunked", "size=300000|until-close", "untyped",
              "type=text/html", "type=text/html; charset=latin1", "type=text/css|size=5000", "type=TEXT/HTML", "type=",
              "field=Set-Cookie: a=b; Path=/|field=Set-Cookie: c=d; Domain=x", "field=X-Dup: 1|field=X-Dup: 2", "field=x_y: 1",
              "field=Connection: close", "field=Connection: X-Gone|field=X-Gone: 1", "field=Keep-Alive: timeout=5", "field=Upgrade: h2c",
              "field=Server: Mine/1", "field=Date: Sun, 06 Nov 1994 08:49:37 GMT", "field=X-Accel-Buffering: no|size=50000",
              "field=X-Accel-Expires: 5", "field=X-Accel-Limit-Rate: 100000|size=10", "field=X-Accel-Charset: koi8-r|type=text/html",
              "field=X-Accel-Redirect: /answers-accel", "field=X-Accel-Redirect: /../up", "field=Refresh: 5; url=http://127.0.0.1:18490/r",
              "status=401 No|field=WWW-Authenticate: Basic realm=\"x\"|field=WWW-Authenticate: Other", "field=Content-Encoding: br",
              "field=ETag: \"e\"", "field=ETag: W/\"e\"", "field=Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "field=Vary: Accept",
              "field=Cache-Control: no-cache", "field=Expires: Sun, 06 Nov 1994 08:49:37 GMT", "field=Accept-Ranges: bytes|size=50",
              "field=Link: </a.css>; rel=preload", "field=X-Powered-By: x", "field=Content-Disposition: attachment", "field=X-Pad: y",
              "field=Transfer-Encoding: chunked", "field=Content-Length: 5", "field=Content-Length: 5|empty|field=Content-Length: 6",
              "big-field=3000", "big-field=9000", "big-field=200000", "field=NoColon", "field=Bad Name: 1", "field= lead: 1",
              "field=X-Empty:", "nameless", "longer", "cut", "cut|chunked", "silent", "raw=garbage\\r\\n\\r\\n", "raw=", "raw=HTTP/1.1 200 OK\\r\\nX: y",
              "raw=HTTP/1.1 200 OK\\r\\n\\r\\nafter", "raw=HTTP/1.1 200 OK\\n\\nafter", "raw=HTTP/1.0 200 OK\\r\\n\\r\\n",
              "raw=HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n", "raw=HTTP/1.1 200 OK\\r\\nContent-Length: x\\r\\n\\r\\n",
              "raw=HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n", "raw=HTTP/2 200 OK\\r\\n\\r\\n", "raw=ICY 200 OK\\r\\n\\r\\nx",
              "raw=HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\nzz", "raw=HTTP/1.1 200 OK\\r\\nX-Nul: a\\x00b\\r\\n\\r\\nx",
              "raw=HTTP/1.1 101 Switching\\r\\nUpgrade: x\\r\\n\\r\\n"]
    for order in orders:
        yield one(f"GET {base}/r", "X-Do: " + order)
    for order in ["size=5000", "chunked", "until-close", "status=404 Not Found", "status=301 M|field=Location: /x"]:
        yield one(f"HEAD {base}/r", "X-Do: " + order)
    for order in ["type=text/html|size=5000", "type=text/css|size=5000|chunked", "type=text/html|size=10", "type=application/json|size=5000",
                  "type=text/html|size=5000|field=ETag: \"e\"", "type=text/html|size=5000|field=Content-Encoding: gzip",
                  "type=application/javascript|size=5000|field=Cache-Control: no-store", "type=image/svg+xml|size=1000"]:
        yield one(f"GET {base}/z", "X-Do: " + order, "Accept-Encoding: gzip")
        yield one(f"GET {base}/z", "X-Do: " + order, "Accept-Encoding: gzip, br;q=0.5", "Via: 1.1 other")
    for order, given in [("size=50|field=Accept-Ranges: bytes", "Range: bytes=5-9"), ("field=ETag: \"e\"", "If-None-Match: \"e\""),
                         ("field=Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"),
                         ("status=206 Partial Content|field=Content-Range: bytes 0-4/10|size=5", "Range: bytes=0-4")]:
        yield one(f"GET {base}/c", "X-Do: " + order, given)
    for order in ["silent", "status=503 Busy", "cut"]:
        yield one(f"POST {base}/r", "X-Do: " + order, "Content-Length: 3", body="abc")


def websocket(base):
    upgrade = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"]
    opening = head(f"GET {base}/ws HTTP/1.1", *upgrade, "X-Do: upgrade|field=Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    yield Request("websocket opened and used", [(opening, [False])], tunnel=b"hello through the tunnel")
    yield one(f"GET {base}/ws", *upgrade, name="websocket refused by the upstream with 200")
    yield one(f"GET {base}/ws", *upgrade, "X-Do: status=403 No", name="websocket refused by the upstream with 403")


def files(folder, name, size):
    """A file of that size at folder/name, and folder/sub with index.html."""
    path = f"{folder}/{name}"
    yield from (one(f"{method} {path}") for method in ["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PROPFIND"])
    for tail in ["?a=b", "/", "/x", "%00", "x", "%20", "/..", "/../" + name, "?"]:
        yield one(f"GET {path}{tail}")
    for target in [folder, folder + "/", f"{folder}/sub", f"{folder}/sub/", f"{folder}/sub?a=b", f"{folder}//{name}", f"{folder}/./{name}",
                   f"{folder}/none", f"{folder}/%6e%6f", f"{folder}/../..{folder}/{name}", f"{folder}/with%20space.txt", f"{folder}/.hidden",
                   f"{folder}/empty.txt", f"{folder}/unread.txt", f"{folder}/page.html", f"{folder}/no-extension", f"{folder}/UPPER.TXT"]:
        yield one("GET " + target)
    for given in ["bytes=0-0", "bytes=0-", f"bytes={size - 1}-", f"bytes={size}-", "bytes=-5", f"bytes=-{size + 5}", "bytes=-0", "bytes=5-2",
                  "bytes=0-4,10-14", "bytes=0-4, 2-8", "bytes=0-0,0-0,0-0", f"bytes=0-4,{size}-{size + 1}", "bytes=", "bytes=x-y", "bytes=0",
                  "items=0-4", "BYTES=0-4", "bytes = 0-4", "bytes=0-99999999999999999999", "bytes=" + ",".join(f"{i}-{i}" for i in range(40))]:
        yield one(f"GET {path}", "Range: " + given)
    yield one(f"HEAD {path}", "Range: bytes=0-4")
    modified, before, after = ("Sat, 01 Feb 2020 03:04:05 GMT", "Fri, 31 Jan 2020 03:04:05 GMT", "Sun, 02 Feb 2020 03:04:05 GMT")
    tag = f'"{FILE_TIME_SECONDS:x}-{size:x}"'
    for when in [modified, before, after, "Saturday, 01-Feb-20 03:04:05 GMT", "Sat Feb  1 03:04:05 2020", "x", ""]:
        yield one(f"GET {path}", "If-Modified-Since: " + when)
        yield one(f"GET {path}", "If-Unmodified-Since: " + when)
    for tags in [tag, "W/" + tag, "*", '"x"', f'"x", {tag}', f'"x",W/{tag}', tag[1:-1], ""]:
        yield one(f"GET {path}", "If-None-Match: " + tags)
        yield one(f"GET {path}", "If-Match: " + tags)
    for when in [tag, "W/" + tag, '"x"', modified, before, after, "x"]:
        yield one(f"GET {path}", "If-Range: " + when, "Range: bytes=0-4")
    yield one(f"GET {path}", 'If-None-Match: "x"', "If-Modified-Since: " + modified)
    yield one(f"GET {path}", "If-None-Match: " + tag, "If-Modified-Since: " + before)
    yield one(f"GET {path}", "Accept-Encoding: gzip")
    yield one(f"GET {path}", "Accept-Encoding: gzip", "Range: bytes=0-4")
    yield one(f"GET {path}", version="HTTP/1.0", host=None)
    yield one(f"GET {path}", "Content-Length: 3", body="abc")


FILE_TIME_SECONDS = 1580526245  # Sat, 01 Feb 2020 03:04:05 GMT


def proxied(base):
    for group in (paths, methods, versions_and_hosts, fields, bodies, answers, websocket):
        yield from group(base)
