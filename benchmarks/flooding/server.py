"""The servers that are flooded, and what they hold of memory."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent.parent

# Who takes nothing of an answer is given up after 3 s here, so that a flood of ten sees it; 60 s are usual.
CONF = """
worker_processes 1; daemon off; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    send_timeout 3s;
    server {{ listen 127.0.0.1:{port}{http2}
        location / {{ proxy_pass http://127.0.0.1:{upstream}; proxy_http_version 1.1; proxy_set_header Connection ""; }}
        location /large {{ alias {work}/large; }} }}
    server {{ listen 127.0.0.1:{upstream}; keepalive_requests 1000000; location / {{ return 200 "Hello, World!"; }} }}
}}
"""


def program(server, work, port):
    if server == "http":
        java = os.environ["JAVA_HOME"] + "/bin/java"
        arguments = f"@{HERE.parent}/target/dist/jvm.args"
        subprocess.run([java + "c", "-d", work, "--module-path", HERE.parent / "target/dist/lib", "--add-modules", "millrace.cli",
                        HERE / "millrace/Flooded.java"], check=True)
        return [java, arguments, "-cp", str(work), "Flooded", str(port)]
    (work / "large").write_bytes(bytes(2_000_000))
    http2 = "; http2 on;" if server == "gateway" else " http2;"
    (work / "nginx.conf").write_text(CONF.format(work=work, port=port, upstream=port + 1, http2=http2))
    called = str(HERE.parent / "bin/millrace-nginx") if server == "gateway" else "nginx"
    return [called, "-p", f"{work}/", "-e", f"{work}/error.log", "-c", f"{work}/nginx.conf"]


class Server:
    def __init__(self, server, work, port, cpu):
        if server != "nginx":
            subprocess.run([HERE.parent / "millrace", "--version"], check=True, stdout=subprocess.DEVNULL)  # builds, if need be
        self.process = subprocess.Popen(["taskset", "-c", str(cpu), *program(server, work, port)])
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.end()
        sys.exit("benchmarks/floods: the server does not start")

    def processes(self):
        """It, and those that it has started."""
        parents = {}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue  # It has ended meanwhile.
        family = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        return family

    def mib(self, key):
        """VmRSS, what is resident, or VmHWM, the most that it was since forget_peak()."""
        return sum(int(re.search(key + r":\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])
                   for pid in self.processes()) / 1024

    def forget_peak(self):
        for pid in self.processes():
            pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
