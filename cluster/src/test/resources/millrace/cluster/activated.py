# A web server of Python's own that knows nothing of us but that its socket is descriptor 3. SIGTERM lets it finish.
import os
import signal
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"worker {os.getpid()}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


assert os.environ["LISTEN_FDS"] == "1" and os.environ["LISTEN_PID"] == str(os.getpid()), os.environ
server = ThreadingHTTPServer(("127.0.0.1", 0), Hello, bind_and_activate=False)
server.daemon_threads = False
server.socket.close()
server.socket = socket.fromfd(3, socket.AF_INET, socket.SOCK_STREAM)
# Somebody else may be faster at accepting what both have been told of.
server.socket.setblocking(False)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
print("ready", flush=True)
server.serve_forever()
server.server_close()
