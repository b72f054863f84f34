package millrace.cluster;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.OsException;

/**
 * One address at which programs with {@link AppSpec.Protocol#LISTEN_FDS} are reached. Either they have its socket, the same
 * for all instances, or a gate has it and each of them a port of its own. Never both at once, since it is one open file:
 * programs expect that {@code accept} waits, and a gate must not wait. As long as a process has it the gate has to wait
 * until that has ended. For the loop's own thread only.
 */
final class HandedSocket {
    private final EventLoop loop;
    private final Gates gates;
    private final InetSocketAddress address;
    private final int fd;

    /** Processes that have the socket, until their end. */
    private final Set<RunningWorker> holders = new HashSet<>();

    /** Processes with ports of their own, until their end. */
    private final Set<RunningWorker> gated = new HashSet<>();

    /** Those of them that are ready, and have not been asked to leave. */
    private final Map<RunningWorker, InetSocketAddress> serving = new LinkedHashMap<>();

    private GatedWorkers gate;
    private boolean wasGated;
    private boolean closed;

    /** @param fd a socket that listens, owned from now on */
    HandedSocket(EventLoop loop, Gates gates, InetSocketAddress address, int fd) {
        this.loop = loop;
        this.gates = gates;
        this.address = address;
        this.fd = fd;
    }

    InetSocketAddress address() {
        return address;
    }

    /** It stays ours. */
    int fd() {
        return fd;
    }

    /** A process is about to get the socket. */
    void forProcess() {
        closeGate();
        if (wasGated) {
            // The gate accepts who has connected yet, once the tasks that the loop has now are done; and it must not wait.
            loop.execute(() -> loop.immediate(this::haveAcceptWait));
        } else {
            haveAcceptWait();
        }
    }

    private void haveAcceptWait() {
        if (gate == null && !closed) {
            Descriptor.setNonBlocking(fd, false);
        }
    }

    /** A process is about to get a port of its own. */
    void forGate() throws OsException {
        if (gate == null && holders.isEmpty()) {
            Descriptor.setNonBlocking(fd, true);
            gate = gates.open(fd);
            wasGated = true;
            serving.forEach(gate::add);
        }
    }

    /** After a process was started, or could not be: the gate goes on if it has somebody and nobody else has the socket. */
    void settle() throws OsException {
        if (!gated.isEmpty()) {
            forGate();
        }
    }

    void entered(RunningWorker worker, boolean hasOwn) {
        (hasOwn ? gated : holders).add(worker);
    }

    void serves(RunningWorker worker, InetSocketAddress at) {
        if (gated.contains(worker)) {
            serving.put(worker, at);
            if (gate != null) {
                gate.add(worker, at);
            }
        }
    }

    /** The gates know it already. */
    void retire(RunningWorker worker) {
        serving.remove(worker);
    }

    void exited(RunningWorker worker) {
        holders.remove(worker);
        gated.remove(worker);
    }

    /** Whether a process has it, or is reached by it. */
    boolean isHeld() {
        return !holders.isEmpty() || !gated.isEmpty();
    }

    /** Whether the worker is here, and has what others would not have now. */
    boolean hasOtherwise(RunningWorker worker, boolean byGate) {
        return (byGate ? holders : gated).contains(worker);
    }

    void close() {
        closed = true;
        closeGate();
        Descriptor.close(fd);
    }

    private void closeGate() {
        if (gate != null) {
            gates.close(gate);
            gate = null;
        }
    }
}
