package millrace.manager.watch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/** Probes a process that is starting, soon and often, until it is well or its time is over. */
final class Readying {
    private static final long EVERY_NANOS = 100_000_000;

    private final EventLoop loop;
    private final Probe probe;
    private final long endNanos;
    private final Timer timer;
    private final CompletableFuture<String> result = new CompletableFuture<>();

    Readying(EventLoop loop, Probe probe, long limitMillis) {
        this.loop = loop;
        this.probe = probe;
        this.endNanos = loop.nowNanos() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.timer = loop.timer(this::ask);
        ask();
    }

    CompletionStage<String> result() {
        return result;
    }

    private void ask() {
        if (result.isDone()) {
            return;
        }
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - loop.nowNanos());
        probe.ask(Math.max(1, leftMillis)).whenComplete((reason, failure) -> {
            String why = failure == null ? reason : failure.toString();
            // With less time than that left, the next one would only say that it had no time.
            if (why == null || loop.nowNanos() + 2 * EVERY_NANOS > endNanos) {
                result.complete(why);
            } else {
                timer.arm(EVERY_NANOS);
            }
        });
    }
}
