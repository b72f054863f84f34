package millrace.gateway.proxy;

import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.loop.Timer;

/**
 * How fast an answer is read from its upstream: {@code proxy_limit_rate}. Each second since its beginning brings so many
 * bytes; when they are used up, reading rests. Used again for other answers; for the loop's own thread only.
 */
final class ReadRate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final UpstreamRequest request;
    private Timer timer;
    private long bytesPerSecond;
    private long beganNanos;
    private long readBytes;
    private boolean rests;

    ReadRate(UpstreamRequest request) {
        this.request = request;
    }

    /** An answer is about to begin. */
    void begin(Exchange x, Template rate) {
        stop();
        bytesPerSecond = rate == null ? 0 : Math.max(0, Values.bytes(rate.text(x)));
        beganNanos = request.nowNanos();
        readBytes = 0;
    }

    boolean isLimited() {
        return bytesPerSecond > 0;
    }

    /** Whether nothing may be read now. */
    boolean rests() {
        return rests;
    }

    /** How many of some bytes may be read now; when it is not more, reading rests. */
    int allowed(int bytes) {
        if (bytesPerSecond == 0) {
            return bytes;
        }
        long allowed = Math.min(bytes, due());
        readBytes += allowed;
        if (allowed < bytes) {
            rest();
        }
        return (int) allowed;
    }

    private long due() {
        long seconds = (request.nowNanos() - beganNanos) / SECOND + 1;
        return Math.max(0, seconds * bytesPerSecond - readBytes);
    }

    private void rest() {
        rests = true;
        if (timer == null) {
            timer = request.loop.loop().events().timer(this::rested);
        }
        timer.arm(SECOND - (request.nowNanos() - beganNanos) % SECOND);
    }

    private void rested() {
        rests = false;
        request.goOn();
    }

    void stop() {
        rests = false;
        if (timer != null) {
            timer.cancel();
        }
    }
}
