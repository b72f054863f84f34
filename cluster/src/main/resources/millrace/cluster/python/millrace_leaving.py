# How servers written in Python leave: they take no more connections, answer what comes on those they have with
# "Connection: close", and end those on which nothing comes after a while (MILLRACE_LINGER_MILLIS), as they would have at
# once. What is not as we know it in a server's version stays untouched.
import math
import os
import signal
import threading
import time

LINGER_SECONDS = int(os.environ["MILLRACE_LINGER_MILLIS"]) / 1000.0
LOOK_SECONDS = 0.02


def teach(name, module):
    if name == "uvicorn.server":
        teach_uvicorn(module.Server)
    elif name == "gunicorn.arbiter":
        teach_arbiter(module.Arbiter)
    elif name == "gunicorn.workers.base":
        teach_gunicorn(module.Worker)
    elif name == "gunicorn.workers.gthread":
        teach_gthread(module.ThreadWorker)


# ---- Uvicorn: by itself, and as a worker of Gunicorn's ----

def teach_uvicorn(Server):
    import asyncio
    shutdown = Server.shutdown

    async def linger(self, sockets=None):
        for server in self.servers:
            server.close()
        end = time.monotonic() + LINGER_SECONDS
        announce_end(self.server_state)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            # There may be new ones: accepted before, and seen by nobody yet.
            if announce_end(self.server_state) == 0 or time.monotonic() >= end or self.force_exit:
                break
        await shutdown(self, sockets)

    Server.shutdown = linger


CLOSE = (b"connection", b"close")


def announce_end(state):
    """Has the next response of each connection say that it is the last; how many there are."""
    state.default_headers = with_close(state.default_headers)
    for connection in state.connections:
        cycle = getattr(connection, "cycle", None)
        for holder in (connection, cycle):
            # Earlier versions keep the headers with the connection.
            if hasattr(holder, "default_headers"):
                holder.default_headers = with_close(holder.default_headers)
    return len(state.connections)


def with_close(headers):
    return headers if CLOSE in headers else list(headers) + [CLOSE]


# ---- Gunicorn ----

def teach_arbiter(Arbiter):
    stop = Arbiter.stop

    def patient(self, graceful=True):
        # What its workers wait for idle connections is not taken from the time that requests have.
        self.cfg.set("graceful_timeout", self.cfg.graceful_timeout + int(math.ceil(LINGER_SECONDS)))
        stop(self, graceful)

    Arbiter.stop = patient
    # SIGINT, with which programs are stopped here, means "at once, whatever is under way" to Gunicorn alone.
    Arbiter.handle_int = Arbiter.handle_term


def teach_gunicorn(Worker):
    init_signals = Worker.init_signals

    def init(self):
        init_signals(self)
        signal.signal(signal.SIGINT, self.handle_exit)
        signal.siginterrupt(signal.SIGINT, False)

    Worker.init_signals = init


def teach_gthread(ThreadWorker):
    handle_exit = ThreadWorker.handle_exit

    def linger(self, sig, frame):
        if getattr(self, "millrace_lingers", False) or not self.alive:
            return
        self.millrace_lingers = True
        # No room for another kept connection: each response says that it is the last.
        self.max_keepalived = -1
        try:
            stop_accepting(self)
            look_often(self.poller)
        except (AttributeError, KeyError):
            # It has not begun to serve.
            handle_exit(self, sig, frame)
            return
        threading.Thread(target=leave, args=(self, sig, frame), daemon=True).start()

    def leave(self, sig, frame):
        end = time.monotonic() + LINGER_SECONDS
        while self.nr_conns > 0 and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)
        handle_exit(self, sig, frame)

    ThreadWorker.handle_exit = linger


def look_often(poller):
    select = poller.select
    poller.select = lambda timeout=None: select(LOOK_SECONDS if timeout is None else min(timeout, LOOK_SECONDS))


def stop_accepting(worker):
    if hasattr(worker, "set_accept_enabled"):
        worker.set_accept_enabled(False)
        worker.set_accept_enabled = lambda enabled: None
    else:
        for listener in worker.sockets:
            worker.poller.unregister(listener)
