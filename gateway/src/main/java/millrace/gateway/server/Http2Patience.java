package millrace.gateway.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import millrace.gateway.exchange.CoreSettings;
import millrace.http.h2.Http2Session;

/**
 * How long a connection of HTTP/2 may do what it does: sets its one countdown. While requests are at work it looks now and
 * then whether one of them is overdue. For the loop's own thread only.
 */
final class Http2Patience {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long HURRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SOONEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What is late is found out when it is late by a fourth of its time at most. */
    private static final int LOOKS = 4;

    /** What the countdown is for. */
    private enum Waits { NOTHING, FIRST, IDLE, HEAD, STREAMS, LEAVING, LINGERING }

    private final Http2Downstream of;
    private Waits waits = Waits.NOTHING;

    /** How long the most urgent of what is waited for may take, as far as is known. */
    private long atMostNanos = Long.MAX_VALUE;

    private boolean headLate;

    // After the last reply.
    private long lingersUntilNanos;
    private long markBytes;

    Http2Patience(Http2Downstream of) {
        this.of = of;
    }

    /** @param again whether something has come: then what is timed from one piece to the next begins again */
    void update(boolean again) {
        if (!of.stream.isOpen() || of.session() == null) {
            return;
        }
        Waits next = next();
        boolean bySilence = next == Waits.IDLE || next == Waits.LINGERING && of.stream.queuedBytes() == 0;
        if (next == waits && !(again && bySilence)) {
            return;
        }
        if (next == Waits.LINGERING && lingersUntilNanos == 0) {
            lingersUntilNanos = now() + of.core().lingeringNanos();
        }
        waits = next;
        if (next != Waits.HEAD) {
            headLate = false;
        }
        CoreSettings core = of.core();
        if (next == Waits.STREAMS) {
            atMostNanos = sooner(core.bodyNanos(), core.sendNanos());
        }
        of.stream.timeout(switch (next) {
            case NOTHING -> 0;
            case FIRST, HEAD -> core.headerNanos();
            case IDLE -> core.keepAliveNanos();
            case STREAMS -> pause();
            case LEAVING -> of.port.isLeaving() ? HURRY_NANOS : LEAVE_NANOS;
            case LINGERING -> lingering(core);
        });
    }

    /** What the client has not taken yet is waited for as long as it takes some of it; then it may be silent for a while. */
    private long lingering(CoreSettings core) {
        markBytes = of.stream.queuedBytes();
        long silence = of.port.isLeaving() ? Math.min(LINGER_NANOS, core.lingeringTimeoutNanos()) : core.lingeringTimeoutNanos();
        return markBytes > 0 ? core.sendNanos() : Math.min(silence, Math.max(1, lingersUntilNanos - now()));
    }

    private long now() {
        return of.port.loop().events().nowNanos();
    }

    private Waits next() {
        Http2Session session = of.session();
        return session.isOver() ? Waits.LINGERING
                : session.isWithinHead() ? Waits.HEAD
                : session.streams() > 0 ? Waits.STREAMS
                : session.isLeaving() ? Waits.LEAVING
                : of.requests() == 0 ? Waits.FIRST : Waits.IDLE;
    }

    private long pause() {
        return atMostNanos == 0 ? 0 : Math.max(SOONEST_NANOS, atMostNanos / LOOKS);
    }

    /** The shorter of two times, where 0 is for ever. */
    private static long sooner(long one, long other) {
        return one == 0 ? other : other == 0 ? one : Math.min(one, other);
    }

    /** The gateway stops: who was leaving already has less time for it. */
    void hurry() {
        if (waits == Waits.LEAVING) {
            waits = Waits.NOTHING;
        }
        update(true);
    }

    /** Something is waited for that may take no longer. */
    void atMost(long nanos) {
        long most = sooner(atMostNanos, nanos);
        if (most < atMostNanos) {
            atMostNanos = most;
            if (waits == Waits.STREAMS) {
                of.stream.timeout(pause());
            }
        }
    }

    /** The time is up. */
    void over() {
        Http2Session session = of.session();
        Waits over = waits;
        waits = Waits.NOTHING;
        switch (over) {
            case STREAMS -> {
                session.timeUp(of.core().sendNanos());
                if (of.stream.isOpen() && next() == Waits.STREAMS) {
                    waits = Waits.STREAMS;
                    of.stream.timeout(pause());
                }
            }
            case FIRST, IDLE, LEAVING -> session.close();
            case HEAD -> {
                headOver();
                return;
            }
            case LINGERING -> lingered();
            case NOTHING -> { }
        }
        update(false);
    }

    private void lingered() {
        long queued = of.stream.queuedBytes();
        if (queued == 0 && markBytes == 0) {
            of.finish();
        } else if (queued > 0 && queued >= markBytes) {
            of.stream.abort(new IOException("client timed out"));
        }
    }

    /** A head is waited for once more, since all heads share a table; its request is not. */
    private void headOver() {
        if (headLate) {
            of.stream.abort(new IOException("client timed out"));
            return;
        }
        headLate = true;
        waits = Waits.HEAD;
        of.session().headLate();
        of.stream.timeout(of.core().headerNanos() + LINGER_NANOS);
    }
}
