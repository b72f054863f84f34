package millrace.manager.watch;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.manager.config.HealthConfig;

/**
 * Probes a process from time to time, and tells when it is to be restarted: it may have been stopped with SIGSTOP,
 * or wait for itself for ever. For the loop's thread only.
 */
public final class HealthCheck implements AutoCloseable {
    private final EventLoop loop;
    private final Probe probe;
    private final HealthConfig config;
    private final Predicate<String> hung;
    private final Health health;
    private final Timer timer;
    private boolean over;

    /**
     * Begins to probe a process that has just been started.
     *
     * @param hung is told why, in half a sentence; whether that has been acted on, else it is told again
     */
    public HealthCheck(EventLoop loop, Probe probe, HealthConfig config, Predicate<String> hung) {
        this.loop = loop;
        this.probe = probe;
        this.config = config;
        this.hung = hung;
        this.health = new Health(config.failures(), nowMillis() + config.graceMillis());
        this.timer = loop.timer(this::ask);
        arm();
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(loop.nowNanos());
    }

    private void arm() {
        timer.arm(TimeUnit.MILLISECONDS.toNanos(config.intervalMillis()));
    }

    private void ask() {
        probe.ask(config.timeoutMillis()).whenComplete((reason, failure) -> {
            if (!over) {
                answered(failure == null ? reason : failure.toString());
            }
        });
    }

    private void answered(String reason) {
        if (reason == null) {
            health.well();
        } else if (health.failed(nowMillis())) {
            String why = health.failures() == 1 ? reason : reason + ", " + health.failures() + " times in a row";
            if (hung.test(why)) {
                close();
            }
        }
        if (!over) {
            arm();
        }
    }

    /**
     * Whether the process is ready: probes until it is well.
     *
     * @return completes on the loop, with {@code null}, or after the time limit with the reason why it is not
     */
    public static CompletionStage<String> untilWell(EventLoop loop, Probe probe, long limitMillis) {
        return new Readying(loop, probe, limitMillis).result();
    }

    /** Another probe has found it well: from now on it has no grace. */
    public void wasWell() {
        health.well();
    }

    /** Probes no more; the answer to one under way counts for nothing. */
    @Override
    public void close() {
        over = true;
        timer.cancel();
    }
}
