package millrace.gateway.proxy;

import java.util.Arrays;
import millrace.gateway.balance.Peer;

/**
 * What became of each attempt of one request, for the variables: {@code $upstream_addr} and its like list them, with a
 * comma between the attempts of one group and a colon where an internal redirect led to another. Used again for other
 * requests; for the loop's own thread.
 */
final class Attempts {
    static final long NONE = -1;

    private static final int ROOM = 4;

    /** Who was tried; the name where no peer was found. */
    Peer[] peers = new Peer[ROOM];

    String[] names = new String[ROOM];
    int[] statuses = new int[ROOM];
    long[] beganNanos = new long[ROOM];
    long[] connectNanos = new long[ROOM];
    long[] headerNanos = new long[ROOM];
    long[] responseNanos = new long[ROOM];
    long[] bodyBytes = new long[ROOM];
    long[] sentBytes = new long[ROOM];
    long[] receivedBytes = new long[ROOM];
    Failure[] failures = new Failure[ROOM];

    /** Whether an internal redirect lies before this one. */
    boolean[] apart = new boolean[ROOM];

    private int count;
    private boolean redirected;

    void clear() {
        Arrays.fill(peers, 0, count, null);
        Arrays.fill(names, 0, count, null);
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

    int last() {
        return count - 1;
    }

    /** Begins an attempt; the peer is {@code null} when none could be had. */
    void begin(Peer peer, String name, long nowNanos) {
        if (count == peers.length) {
            grow(count * 2);
        }
        int i = count++;
        peers[i] = peer;
        names[i] = name;
        statuses[i] = 0;
        beganNanos[i] = nowNanos;
        connectNanos[i] = NONE;
        headerNanos[i] = NONE;
        responseNanos[i] = NONE;
        bodyBytes[i] = 0;
        sentBytes[i] = 0;
        receivedBytes[i] = 0;
        failures[i] = null;
        apart[i] = redirected;
        redirected = false;
    }

    private void grow(int size) {
        peers = Arrays.copyOf(peers, size);
        names = Arrays.copyOf(names, size);
        statuses = Arrays.copyOf(statuses, size);
        beganNanos = Arrays.copyOf(beganNanos, size);
        connectNanos = Arrays.copyOf(connectNanos, size);
        headerNanos = Arrays.copyOf(headerNanos, size);
        responseNanos = Arrays.copyOf(responseNanos, size);
        bodyBytes = Arrays.copyOf(bodyBytes, size);
        sentBytes = Arrays.copyOf(sentBytes, size);
        receivedBytes = Arrays.copyOf(receivedBytes, size);
        failures = Arrays.copyOf(failures, size);
        apart = Arrays.copyOf(apart, size);
    }

    void connected(long nowNanos) {
        connectNanos[last()] = nowNanos - beganNanos[last()];
    }

    void header(int status, long nowNanos) {
        statuses[last()] = status;
        headerNanos[last()] = nowNanos - beganNanos[last()];
    }

    /** The attempt that runs is over; once. */
    void end(long nowNanos) {
        if (count > 0 && responseNanos[last()] == NONE) {
            responseNanos[last()] = nowNanos - beganNanos[last()];
        }
    }

    void sent(long bytes) {
        sentBytes[last()] += bytes;
    }

    void received(long bytes) {
        receivedBytes[last()] += bytes;
    }

    void body(long bytes) {
        bodyBytes[last()] += bytes;
    }

    boolean hasHead() {
        return count > 0 && headerNanos[last()] != NONE;
    }

    int lastStatus() {
        return statuses[last()];
    }

    long lastSent() {
        return sentBytes[last()];
    }

    long lastReceived() {
        return receivedBytes[last()];
    }

    /** The client has left in the middle of an attempt. */
    void clientGone() {
        if (count > 0 && responseNanos[last()] == NONE && headerNanos[last()] == NONE) {
            failed(Failure.CLIENT_GONE, 0);
        }
    }

    /** @param status of the answer; 0 for the failure's own */
    void failed(Failure failure, int status) {
        if (count == 0) {
            return;
        }
        failures[last()] = failure;
        if (statuses[last()] == 0 || status != 0) {
            statuses[last()] = status == 0 ? failure.status : status;
        }
    }
}
