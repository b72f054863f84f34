package millrace.loop.stall;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where reports go: to the log, to a flight recording, to the program. They leave on a thread of their own, which ends
 * when there is nothing to tell: the first line of a log takes a tenth of a second, and a hook takes what it likes, and
 * the watch would be blind meanwhile.
 */
final class Reports {
    private static final long KEPT_SECONDS = 5;

    /** Reports that wait, because the log or a hook does; what comes then is lost, and the number of them told. */
    private static final int MOST_WAITING = 1000;

    private final Ledger ledger = new Ledger();
    private final AtomicLong lost = new AtomicLong();
    private final Executor messenger = messenger();
    private final List<Consumer<StallReport>> hooks = new CopyOnWriteArrayList<>();
    private final Consumer<String> log;

    /** @param log where lines go; by default a logger that is loaded when it is first needed */
    Reports(Consumer<String> log) {
        this.log = log;
    }

    static void warn(String line) {
        logger().log(Level.WARNING, line);
    }

    private Executor messenger() {
        return new ThreadPoolExecutor(0, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING),
                task -> Thread.ofPlatform().daemon().name("millrace-stall-reports").unstarted(task),
                (_, _) -> lost.incrementAndGet());
    }

    private static Logger logger() {
        return System.getLogger("millrace.loop.stall");
    }

    List<Consumer<StallReport>> hooks() {
        return hooks;
    }

    /** A stall has been seen, and goes on. */
    void noticed(StallReport report) {
        StallReport counted = counted(report);
        messenger.execute(() -> tellProgram(counted));
    }

    /** A stall goes on for long. */
    void lasting(StallReport report) {
        String line;
        synchronized (ledger) {
            line = ledger.begin(report);
        }
        tell(line);
    }

    /** A stall is over, and it is worth no line. */
    void unimportant(StallReport report) {
        synchronized (ledger) {
            ledger.count(report);
        }
        publish(report);
    }

    /** A stall is over. */
    void over(StallReport report) {
        String line;
        synchronized (ledger) {
            line = ledger.record(report, System.nanoTime());
        }
        tell(line);
        publish(report);
    }

    private void publish(StallReport report) {
        StallReport counted = counted(report);
        messenger.execute(() -> {
            StallEvent.record(counted);
            tellProgram(counted);
        });
    }

    /** Tells what has been gathered and is due; answers in how many nanoseconds there is more. */
    long gathered(long nowNanos) {
        List<String> lines;
        long next;
        synchronized (ledger) {
            lines = ledger.due(nowNanos);
            next = ledger.nanosToNext(nowNanos);
        }
        lines.forEach(this::tell);
        return next;
    }

    List<StallReport> culprits() {
        synchronized (ledger) {
            return ledger.culprits();
        }
    }

    private StallReport counted(StallReport report) {
        synchronized (ledger) {
            return ledger.counted(report);
        }
    }

    private void tell(String line) {
        if (line != null) {
            messenger.execute(() -> write(line));
        }
    }

    private void write(String line) {
        log.accept(line);
        long missed = lost.getAndSet(0);
        if (missed > 0) {
            log.accept(missed + " things to tell of stalls were lost: the log, or a hook for stalls, was too slow");
        }
    }

    private void tellProgram(StallReport report) {
        for (Consumer<StallReport> hook : hooks) {
            try {
                hook.accept(report);
            } catch (Throwable t) {
                logger().log(Level.ERROR, "a hook for stalls failed", t);
            }
        }
    }
}
