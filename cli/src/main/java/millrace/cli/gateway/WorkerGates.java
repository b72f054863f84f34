package millrace.cli.gateway;

import millrace.cluster.Gate;
import millrace.loop.EventLoop;
import millrace.os.OsException;

/** What {@code --scheduling gateway} asks for: the gateway, before the workers of one port. */
public final class WorkerGates implements Gate.Maker {
    @Override
    public Gate open(EventLoop loop, int descriptor) throws OsException {
        return WorkerGate.open(loop, descriptor);
    }
}
