package millrace.gateway.proxy;

import java.util.Arrays;

/**
 * What became of each attempt of one request, for the variables: {@code $upstream_addr} and its like list them, with a
 * comma between the attempts of one group and a colon where an internal redirect led to another. Used again for other
 * requests; for the loop's own thread.
 */
final class Attempts {
    private AttemptFigures[] all = {new AttemptFigures()};
    private int count;
    private boolean redirected;

    /** The one that runs, or was the last to. */
    private AttemptFigures last = all[0];

    void clear() {
        count = 0;
        redirected = false;
    }

    /** What follows belongs to another group. */
    void redirected() {
        redirected = count > 0;
    }

    int count() {
        return count;
    }

    AttemptFigures get(int index) {
        return all[index];
    }

    /** Begins an attempt at a peer, or in a group where none could be had. */
    void begin(String name, long nowNanos) {
        if (count == all.length) {
            all = Arrays.copyOf(all, count * 2);
            for (int i = count; i < all.length; i++) {
                all[i] = new AttemptFigures();
            }
        }
        last = all[count++];
        last.begin(name, redirected, nowNanos);
        redirected = false;
    }

    void connected(long nowNanos) {
        last.connectNanos = last.since(nowNanos);
    }

    void header(int status, long nowNanos) {
        last.status = status;
        last.headerNanos = last.since(nowNanos);
    }

    /** The attempt that runs is over; once. */
    void end(long nowNanos) {
        if (count > 0 && !last.isOver()) {
            last.responseNanos = last.since(nowNanos);
        }
    }

    void sent(long bytes) {
        last.sentBytes += bytes;
    }

    void received(long bytes) {
        last.receivedBytes += bytes;
    }

    void body(long bytes) {
        last.bodyBytes += bytes;
    }

    boolean hasHead() {
        return count > 0 && last.hasHead();
    }

    int lastStatus() {
        return last.status;
    }

    long lastSent() {
        return last.sentBytes;
    }

    long lastReceived() {
        return last.receivedBytes;
    }

    /** The client has left in the middle of an attempt. */
    void clientGone() {
        if (count > 0 && !last.isOver() && !last.hasHead()) {
            failed(Failure.CLIENT_GONE, 0);
        }
    }

    /** @param status of the answer; 0 for the failure's own */
    void failed(Failure failure, int status) {
        if (count == 0) {
            return;
        }
        last.failure = failure;
        if (last.status == 0 || status != 0) {
            last.status = status == 0 ? failure.status : status;
        }
    }
}
