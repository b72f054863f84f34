package millrace.cli.bench;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import millrace.bench.load.Outcome;
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

    /**
     * Waits until a run is over.
     *
     * @throws UncheckedIOException the load tester could not go on
     */
    static Outcome await(Run run) {
        try {
            return run.outcome().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io : e;
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
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                interrupted = true; // The signal has come in this moment: there is no run to end any more.
            }
        }
    }
}
