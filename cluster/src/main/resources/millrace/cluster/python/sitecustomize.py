# Python imports this by itself before a worker's program: its folder is on PYTHONPATH. The program is not changed and
# notices nothing. When it loads a web server that would cut idle connections at its end, under a request that is on its
# way, that server is taught to end them at the boundary of a request (millrace_leaving). Where instances have no other way
# to share a port, they do so by SO_REUSEPORT, as if the program had asked for it. Any version of Python: programs that this
# one starts load it too.
import os
import sys

_FOLDER = os.path.dirname(os.path.abspath(__file__))
_SHARES = os.environ.get("MILLRACE_SHARES_PORTS") == "1"
_LINGERS = os.environ.get("MILLRACE_LINGER_MILLIS", "").isdigit()
_TAUGHT = ("uvicorn.server", "gunicorn.arbiter", "gunicorn.workers.base", "gunicorn.workers.gthread")
_WANTED = (_TAUGHT if _LINGERS else ()) + (("socket",) if _SHARES else ())


def _share_ports(socket):
    bind = socket.socket.bind

    def shared(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and self.type & 0xF == socket.SOCK_STREAM:
            self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return bind(self, address)

    socket.socket.bind = shared


class _Finder(object):
    """Lets the others find a module, and has it taught when it has been loaded."""

    def find_spec(self, name, path=None, target=None):
        if name not in _WANTED:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find and finder is not self else None
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    _teach_after(spec.loader, name)
                return spec
        return None


def _teach_after(loader, name):
    load = loader.exec_module

    def exec_module(module):
        load(module)
        _teach(name, module)

    loader.exec_module = exec_module


def _teach(name, module):
    if name == "socket":
        _share_ports(module)
        return
    sys.path.insert(0, _FOLDER)
    try:
        import millrace_leaving
        millrace_leaving.teach(name, module)
    except Exception as e:
        # The server runs as it would without us.
        sys.stderr.write("millrace: %s is not taught to leave without a loss: %r\n" % (name, e))
    finally:
        sys.path.remove(_FOLDER)


def _the_machines_own():
    """There may be another module of this name, which we stand in the way of."""
    ours = sys.modules.pop(__name__, None)
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != _FOLDER]
    try:
        __import__(__name__)
    except ImportError as e:
        if getattr(e, "name", __name__) != __name__:
            raise
    finally:
        if ours is not None:
            sys.modules.setdefault(__name__, ours)


# A virtual environment may have loaded some of them before us, by a line in a .pth file.
for _name in _WANTED:
    if _name in sys.modules:
        _teach(_name, sys.modules[_name])
if _WANTED:
    sys.meta_path.insert(0, _Finder())
_the_machines_own()
