package millrace.loop.stall;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.ThreadClock;

/** A loop, what the watch says of it, and the ways to be stuck that tests inject. */
final class StuckLoop implements AutoCloseable {
    static final long DEADLINE_SECONDS = 60;
    static final long STUCK_MILLIS = 150;

    /** That of programs; tests run without the watch. */
    static final Duration THRESHOLD = Duration.ofMillis(50);

    final EventLoop loop;
    private final String name;
    private final BlockingQueue<StallReport> reports = new LinkedBlockingQueue<>();
    private final Runnable unhook;

    StuckLoop(String name) throws Exception {
        this.name = name;
        loop = EventLoop.open(name, PollerKind.EPOLL);
        LoopWatch.shared().threshold(THRESHOLD);
        unhook = LoopWatch.shared().onStall(report -> {
            if (report.loop().equals(name)) {
                reports.add(report);
            }
        });
        loop.start();
    }

    /** The report of a fault. On a machine that hardly lets the loop run that may be the larger part: then once more. */
    StallReport provoke(Runnable fault, Cause cause) throws Exception {
        StallReport report = null;
        for (int i = 0; i < 20; i++) {
            on(fault);
            do {
                report = nextOver();
            } while (report != null && report.length().toMillis() < STUCK_MILLIS);
            if (report != null && report.cause() == cause && !report.stack().isEmpty()) {
                return report;
            }
        }
        throw new AssertionError("not reported as " + cause + ", but: " + report);
    }

    /** The next report of a cause that is over. */
    StallReport next(Cause cause) throws InterruptedException {
        StallReport report = nextOver();
        while (report != null && report.cause() != cause) {
            report = nextOver();
        }
        return report;
    }

    /** The next stall that is over. */
    StallReport nextOver() throws InterruptedException {
        StallReport report = next();
        while (report != null && !report.isOver()) {
            report = next();
        }
        return report;
    }

    /** The next report, over or not. */
    StallReport next() throws InterruptedException {
        return reports.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    boolean hasReports() {
        return !reports.isEmpty();
    }

    /** Runs on the loop, and waits for its end. */
    void on(Runnable task) throws Exception {
        loop.submit(() -> {
            task.run();
            return null;
        }).toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    LoopFigures figures() {
        return LoopWatch.shared().figures().stream()
                .filter(figures -> figures.loop().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Uses the processor for a time that does not grow while others have it. */
    static void compute() {
        int self = ThreadClock.current();
        long end = ThreadClock.cpuNanos(self) + TimeUnit.MILLISECONDS.toNanos(STUCK_MILLIS);
        while (ThreadClock.cpuNanos(self) < end) {
            Thread.onSpinWait();
        }
    }

    /** The fault that is injected: no test waits for anything with it. */
    private interface Fault {
        void last(long millis) throws InterruptedException;
    }

    private static final Fault SLEEP = Thread::sleep;

    static void sleepInACall() {
        try {
            SLEEP.last(STUCK_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another one: a handler that waits for a result. */
    static void waitInACall() {
        new CompletableFuture<>().completeOnTimeout(null, STUCK_MILLIS, TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void close() {
        unhook.run();
        loop.close();
    }
}
