"""Where the gateway answers otherwise than nginx 1.22 and is meant to. Each row: a pattern over requests, and why.

A row excuses an answer of a certain kind only; what is not excused is a difference.
"""

import re

REFUSED = r"^HTTP/1\.1 (400|501|505) "
BAD_GATEWAY = r"^HTTP/1\.1 502 "
OTHERS = r"^HTTP/1\.1 |^closed|^no head"

REASONS = [(re.compile(request, re.S), re.compile(answer, re.S), why) for request, answer, why in [
    # Stricter, as current nginx is, or more so.
    (r"with Host '(\[::1'|ä\.|a\\|a@b|example\.com:x)", REFUSED, "a Host that names no host is refused"),
    (r"X-Ctl:", REFUSED, "control characters in fields are refused"),
    (r"^GET ftp://", REFUSED, "a target of another scheme is refused"),
    (r"^VERYLONG", REFUSED, "a method of more than 32 letters is refused"),
    (r"Transfer-Encoding:( chunked, chunked)?$", REFUSED, "senseless codings are 400 and not 501"),
    (r"^CONNECT ", r"^HTTP/1\.1 40[05] ", "CONNECT is read as RFC 9112 has it: host and port, then 405"),
    (r"^preface of HTTP/2", REFUSED, "a version that is not spoken is 505"),
    (r"#frag", OTHERS, "a fragment is no part of a request: it is not passed on"),
    (r"raw=garbage|raw=ICY|raw=HTTP/2 |status=(99|0200|abc) ?", BAD_GATEWAY,
     "an answer without a proper status line is a bad gateway; this nginx takes it for HTTP/0.9"),
    (r"field=Content-Length|field=Transfer-Encoding|Content-Length: (-1|x)|Transfer-Encoding: gzip", BAD_GATEWAY,
     "an answer whose framing is double or senseless is a bad gateway, as since nginx 1.23"),
    (r"chunked\\r\\n\\r\\nzz", r"<cut>", "a broken first chunk: the head has been sent already"),
    # Harmless.
    (r"X-Tab:", OTHERS, "tabs around a value are blanks: RFC 9110, 5.5"),
    (r"status=204", r"^HTTP/1\.1 204 ", "a 204 has no Content-Length: RFC 9110, 8.6"),
    (r"status=200 ?$", r"^HTTP/1\.1 200 OK", "an empty reason phrase becomes the usual one"),
    (r"type=$", OTHERS, "an empty Content-Type is passed on"),
    (r"hunked", r"field: Transfer-Encoding: chunked", "proxy_request_buffering off: chunks stay chunks, also if all were there"),
    (r"If-(Unmodified-Since|Match)", r"^HTTP/1\.1 412 .*then closed$", "the connection lives on after 412"),
    (r"^POST /api/v1/(videos/upload|users)", r"^HTTP/1\.1 ", "auth_request without a body tells no length to the upstream;"
     " nginx waits for an answer to what it does not send"),
    # Known, and small.
    (r"Range: bytes", r"^HTTP/1\.1 416 ", "the page of a 416 has no charset"),
    (r"X-Accel-Charset", r"charset=koi8-r", "X-Accel-Charset counts for any charset"),
    (r"nameless|raw=|websocket|upgrade", r"Server: <server>", "proxy_pass_header Server: if the upstream tells none, ours is told"),
    (r"field=Content-Type", r"Content-Type: .*Content-Type: ", "two Content-Types of an upstream are both passed on"),
]]


def reason(request, answer):
    """Why the answer may differ from nginx's, or None."""
    return next((why for asked, said, why in REASONS if asked.search(request) and said.search(answer)), None)
