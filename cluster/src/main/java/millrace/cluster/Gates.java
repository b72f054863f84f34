package millrace.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.OsException;

/**
 * The gates of an app: those that are open, and those that are closed and still finish what they have accepted. For the
 * loop's own thread only.
 */
final class Gates {
    private final EventLoop loop;
    private final Optional<Gate.Maker> maker = ServiceLoader.load(Gate.Maker.class).findFirst();
    private final Set<GatedWorkers> all = new LinkedHashSet<>();
    private Runnable whenGone;

    Gates(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether gates can be had. If not, whoever listens to the primary's events has a gateway of his own. */
    boolean areMade() {
        return maker.isPresent();
    }

    /** @param socket listens and does not wait; it stays the caller's, and the gate accepts from it too until it is closed */
    GatedWorkers open(int socket) throws OsException {
        int copy = OsException.check(Descriptor.duplicate(socket), "open a gate before the workers");
        GatedWorkers opened = new GatedWorkers(loop, maker.orElseThrow().open(loop, copy));
        all.add(opened);
        return opened;
    }

    void close(GatedWorkers gate) {
        gate.close(() -> {
            all.remove(gate);
            tellIfGone();
        });
    }

    /** The worker gets no further requests, by whichever gate. */
    void retire(RunningWorker worker) {
        List.copyOf(all).forEach(gate -> gate.remove(worker));
    }

    /** Nobody waits for the last answers of gates that are closed. */
    void hurry() {
        List.copyOf(all).forEach(GatedWorkers::hurry);
    }

    /** Has somebody called, once, when no gate is left. */
    void whenGone(Runnable action) {
        whenGone = action;
        tellIfGone();
    }

    private void tellIfGone() {
        if (all.isEmpty() && whenGone != null) {
            Runnable told = whenGone;
            whenGone = null;
            told.run();
        }
    }
}
