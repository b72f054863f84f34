"""Starts nginx or the gateway with a configuration, and stops it."""

import os
import signal
import socket
import subprocess
import time

START_SECONDS = 30
USER = "www-data"  # whom workers become where root starts them


class Server:
    def __init__(self, command, folder, configuration, ports):
        self.command, self.folder, self.configuration, self.ports = command, folder, configuration, ports

    def __enter__(self):
        globals_ = f"daemon off; pid {self.folder}/pid; lock_file {self.folder}/lock;"
        if os.geteuid() == 0:
            globals_ += f" user {USER};"
        arguments = [self.command, "-p", str(self.folder), "-c", str(self.configuration),
                     "-e", f"{self.folder}/error.log", "-g", globals_]
        self.output = open(self.folder / "output", "w+b")
        self.process = subprocess.Popen(arguments, stdout=self.output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS
        for port in self.ports:
            while not answers(port):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.__exit__()
                    self.output.seek(0)
                    raise SystemExit(f"{' '.join(arguments)}\ndoes not start:\n{self.output.read().decode()}")
                time.sleep(0.05)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
