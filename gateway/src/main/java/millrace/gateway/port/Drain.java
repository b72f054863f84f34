package millrace.gateway.port;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;

/**
 * What an old configuration still serves on one loop, until it is nothing. It is looked for, first at once and then ever
 * more rarely: no request pays for being counted. For the loop's thread.
 */
public final class Drain {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Configuration old;
    private final GatewayLoop loop;
    private final List<? extends PortPart<?>> parts;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private final boolean hurried;
    private final long endNanos;
    private long pauseNanos = SHORTEST_NANOS;

    private Drain(Configuration old, GatewayLoop loop, List<? extends PortPart<?>> parts, long patienceMillis) {
        this.old = old;
        this.loop = loop;
        this.parts = parts;
        this.hurried = patienceMillis > 0;
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }

    /** @param patienceMillis after which what goes on is ended; 0 for never */
    public static CompletableFuture<Void> of(
            Configuration old, GatewayLoop loop, List<? extends PortPart<?>> parts, long patienceMillis) {
        Drain drain = new Drain(old, loop, parts, patienceMillis);
        loop.events().execute(drain::look);
        if (patienceMillis > 0) {
            loop.events().execute(() -> endIdleLater(loop, parts, patienceMillis));
        }
        return drain.empty;
    }

    /** Where there is an end to patience, there is one to connections that the old configuration has let in, too. */
    private static void endIdleLater(GatewayLoop loop, List<? extends PortPart<?>> parts, long patienceMillis) {
        long since = loop.events().nowNanos();
        loop.events().schedule(() -> parts.forEach(part -> part.endIdleSince(since)), patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (parts.stream().mapToInt(part -> part.servedBy(old)).sum() == 0) {
            empty.complete(null);
            return;
        }
        long left = endNanos - System.nanoTime();
        if (hurried && left <= 0) {
            parts.forEach(part -> part.abortServedBy(old));
        }
        long pause = hurried && left > 0 ? Math.min(pauseNanos, left) : pauseNanos;
        pauseNanos = Math.min(LONGEST_NANOS, 2 * pauseNanos);
        loop.events().schedule(this::look, pause, TimeUnit.NANOSECONDS);
    }
}
