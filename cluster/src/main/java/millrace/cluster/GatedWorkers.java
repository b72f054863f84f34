package millrace.cluster;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import millrace.loop.EventLoop;
import millrace.os.OsException;

/** The gate before the workers of one port, and which of them serve. For the loop's own thread only. */
final class GatedWorkers {
    private final Gate gate;
    private final Map<RunningWorker, SocketAddress> serving = new LinkedHashMap<>();

    private GatedWorkers(Gate gate) {
        this.gate = gate;
    }

    /** How the port is opened. */
    @FunctionalInterface
    interface Opening {
        int open() throws OsException;
    }

    /**
     * Opens the port and its gate; {@code null}, and nothing is opened, where no gates are made: then whoever listens to
     * the primary's events has a gateway of his own.
     */
    static GatedWorkers open(EventLoop loop, Opening opening) throws OsException {
        Optional<Gate.Maker> maker = ServiceLoader.load(Gate.Maker.class).findFirst();
        if (maker.isEmpty()) {
            return null;
        }
        return new GatedWorkers(maker.get().open(loop, opening.open()));
    }

    void add(RunningWorker worker, SocketAddress at) {
        serving.put(worker, at);
        gate.workers(List.copyOf(serving.values()));
    }

    void remove(RunningWorker worker) {
        if (serving.remove(worker) != null) {
            gate.workers(List.copyOf(serving.values()));
        }
    }

    void close() {
        gate.close();
    }
}
