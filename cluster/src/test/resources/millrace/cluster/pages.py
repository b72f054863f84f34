# The same page for the two kinds of web servers that Python has.
import os

BODY = f"worker {os.getpid()}\n".encode()
LENGTH = str(len(BODY))


async def asgi(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", LENGTH.encode())]})
    await send({"type": "http.response.body", "body": BODY})


def wsgi(environ, start_response):
    start_response("200 OK", [("Content-Length", LENGTH)])
    return [BODY]
