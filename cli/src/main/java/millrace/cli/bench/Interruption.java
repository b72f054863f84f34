package millrace.cli.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import millrace.bench.load.Run;

/** Ctrl-C during runs: the present one ends as if its time were over, and the process lasts until its report is out. */
final class Interruption implements AutoCloseable {
    private final AtomicReference<Run> present = new AtomicReference<>();
    private final Thread hook = new Thread(this::interrupt);
    private volatile boolean interrupted;

    /** From now on signals are heeded so. */
    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** This is the run to end. */
    void watch(Run run) {
        present.set(run);
        if (interrupted) {
            run.stop();
        }
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** On a thread of the shutdown that a signal has begun: the process ends with the report's halt. */
    private void interrupt() {
        interrupted = true;
        Run run = present.get();
        if (run != null) {
            run.stop();
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!interrupted) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
