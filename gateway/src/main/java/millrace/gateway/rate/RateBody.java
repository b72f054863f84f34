package millrace.gateway.rate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadGate;
import millrace.gateway.exchange.ReplySink;
import millrace.loop.FileRegion;
import millrace.loop.Timer;

/**
 * Lets a reply pass at so many bytes a second, its head included, counted from the request's beginning; what comes faster
 * waits here. For the loop's thread only.
 */
final class RateBody extends BodyFilter implements HeadGate {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Exchange x;
    private final long rate;
    private final long after;
    private final Timer timer;

    /** Arrays and file regions, in order; of the first array, or of the head, some may be gone. */
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();

    /** What waits of the head, in front of all else, or {@code null}. */
    private byte[] head;

    private int gone;
    private long sent;
    private boolean ended;

    /**
     * @param rate bytes a second
     * @param after bytes that are free
     */
    RateBody(Exchange x, long rate, long after) {
        this.x = x;
        this.rate = rate;
        this.after = after;
        this.timer = x.loop().events().timer(this::go);
    }

    /** Stands in the reply's way. */
    void begin() {
        x.reply().filterLast(this);
        ((ReplySink) next).gate(this);
    }

    @Override
    public void head(ReplySink sink, byte[] bytes, int offset, int length) {
        int free = (int) Math.min(length, allowed());
        sent += free;
        sink.writeHead(bytes, offset, free);
        if (free < length) {
            head = Arrays.copyOfRange(bytes, offset + free, offset + length);
            waits(free);
        }
    }

    private boolean isIdle() {
        return head == null && waiting.isEmpty();
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        int free = isIdle() ? (int) Math.min(length, allowed()) : 0;
        boolean room = true;
        if (free > 0) {
            sent += free;
            room = next.write(bytes, offset, free);
        }
        if (free == length) {
            return room;
        }
        waiting.add(Arrays.copyOfRange(bytes, offset + free, offset + length));
        waits(free);
        return false;
    }

    @Override
    public boolean takesFiles() {
        return next.takesFiles();
    }

    @Override
    public boolean write(FileRegion region) {
        waiting.add(region);
        if (waiting.size() == 1 && head == null) {
            go();
        }
        return isIdle();
    }

    /** Bytes that may be sent now: nginx gives each second its share as it begins. */
    private long allowed() {
        long seconds = (x.loop().events().nowNanos() - x.beganNanos()) / SECOND_NANOS;
        return Math.max(0, after + rate * (seconds + 1) - sent);
    }

    /** Goes on when as much time is over as what was sent is worth, or as is missing. */
    private void waits(long lately) {
        if (!timer.isArmed()) {
            long missing = Math.max(lately, Math.min(rate, 1 + rate / 1000));
            timer.arm(Math.max(1, missing * SECOND_NANOS / rate));
        }
    }

    /** Sends what may be sent, and says so when nothing waits any more. */
    private void go() {
        long before = sent;
        try {
            long free;
            while (!isIdle() && (free = allowed()) > 0) {
                pass(free);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!isIdle()) {
            waits(sent - before);
        } else if (ended) {
            next.end();
            x.reply().releaseEnd();
        } else if (before != sent) {
            x.writable();
        }
    }

    private void pass(long free) throws IOException {
        if (head != null) {
            int from = gone;
            int length = (int) Math.min(free, head.length - from);
            byte[] bytes = head;
            sent += length;
            gone += length;
            if (gone == head.length) {
                gone = 0;
                head = null;
            }
            ((ReplySink) next).writeHead(bytes, from, length);
            return;
        }
        Object first = waiting.peek();
        if (first instanceof FileRegion region) {
            if (region.remaining() <= free) {
                sent += region.remaining();
                waiting.poll();
                next.write(region);
            } else {
                sent += free;
                next.write(region.part(0, free));
                region.slice(free, region.remaining() - free);
            }
            return;
        }
        byte[] bytes = (byte[]) first;
        int length = (int) Math.min(free, bytes.length - gone);
        int from = gone;
        gone += length;
        sent += length;
        if (gone == bytes.length) {
            gone = 0;
            waiting.poll();
        }
        next.write(bytes, from, length);
    }

    @Override
    public void end() {
        if (isIdle()) {
            next.end();
        } else {
            ended = true;
            x.reply().holdEnd();
        }
    }

    @Override
    public void cancel() {
        timer.cancel();
        for (Object each : waiting) {
            if (each instanceof FileRegion region) {
                region.close();
            }
        }
        waiting.clear();
        head = null;
        super.cancel();
    }
}
