package millrace.gateway.stream;

import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;

/** How fast bytes may pass in one direction: {@code proxy_upload_rate}, {@code proxy_download_rate}. */
final class Rate {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final long beganNanos;
    private long taken;
    private long pauseNanos;

    Rate(long bytesPerSecond, long beganNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.beganNanos = beganNanos;
    }

    /** {@code null} where nothing, or 0, or no number is said. */
    static Rate of(Template text, Exchange x) {
        if (text == null) {
            return null;
        }
        long bytes = Values.bytes(text.text(x));
        return bytes <= 0 ? null : new Rate(bytes, x.loop().events().nowNanos());
    }

    /** How many of so many bytes may pass now: those of the seconds that have begun, as nginx counts. */
    int take(int length, long nowNanos) {
        long allowed = allowed(nowNanos);
        int may = (int) Math.clamp(allowed, 0, length);
        taken += may;
        pauseNanos = pauseNanos(may > 0 ? may : 1 - allowed);
        return may;
    }

    /** Whether a datagram, which is not split, may pass now: it may overdraw what the second allows, and the next one waits. */
    boolean takeWhole(int length, long nowNanos) {
        if (allowed(nowNanos) <= 0) {
            pauseNanos = pauseNanos(1 - allowed(nowNanos));
            return false;
        }
        taken += length;
        return true;
    }

    private long allowed(long nowNanos) {
        return bytesPerSecond * (1 + (nowNanos - beganNanos) / SECOND_NANOS) - taken;
    }

    private long pauseNanos(long bytes) {
        return Math.max(1, (long) ((double) bytes * SECOND_NANOS / bytesPerSecond));
    }

    /** How long to wait then until more may pass. */
    long pauseNanos() {
        return pauseNanos;
    }
}
