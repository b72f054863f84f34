package millrace.cluster;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/** The gate before the workers of one port, and which of them serve. For the loop's own thread only. */
final class GatedWorkers {
    /** Of a gate that is closed and has no worker any more: for the last clients to receive what was answered to them. */
    private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Gate gate;
    private final Map<RunningWorker, SocketAddress> serving = new LinkedHashMap<>();
    private final Timer patience;
    private CompletionStage<Void> gone;
    private boolean hurried;

    GatedWorkers(EventLoop loop, Gate gate) {
        this.gate = gate;
        this.patience = loop.timer(gate::abort);
    }

    void add(RunningWorker worker, SocketAddress at) {
        serving.put(worker, at);
        gate.workers(List.copyOf(serving.values()));
    }

    void remove(RunningWorker worker) {
        if (serving.remove(worker) != null) {
            gate.workers(List.copyOf(serving.values()));
            endSoonIfAlone();
        }
    }

    /** Accepts nothing more; the workers go on with what clients that are there already ask. Once. */
    void close(Runnable whenGone) {
        gone = gate.close();
        gone.whenComplete((done, problem) -> {
            patience.cancel();
            whenGone.run();
        });
        endSoonIfAlone();
    }

    /** Nobody will answer any more. */
    private void endSoonIfAlone() {
        if (gone == null || !serving.isEmpty() || gone.toCompletableFuture().isDone()) {
            return;
        }
        if (hurried) {
            gate.abort();
        } else {
            patience.arm(LAST_ANSWERS_NANOS);
        }
    }

    /** Once it is closed, and without a worker, it ends without that patience. */
    void hurry() {
        hurried = true;
        endSoonIfAlone();
    }
}
