package millrace.offload.dns;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * In which order servers are asked: as configured or in rotation, but those that have not answered lately come last, so
 * that a dead first server costs its timeout once and not for every name. Pure logic: time comes in from outside.
 */
final class ServerHealth {
    /** For how long a server that did not answer is asked last. */
    static final long PENALTY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final boolean[] silent;
    private final long[] silentSinceNanos;
    private final boolean rotate;
    private int turn;

    ServerHealth(int servers, boolean rotate) {
        this.silent = new boolean[servers];
        this.silentSinceNanos = new long[servers];
        this.rotate = rotate;
    }

    void failed(int server, long nowNanos) {
        silent[server] = true;
        silentSinceNanos[server] = nowNanos;
    }

    void answered(int server) {
        silent[server] = false;
    }

    int[] order(long nowNanos) {
        int count = silent.length;
        int first = rotate ? turn++ % count : 0;
        turn %= count;
        int[] order = new int[count];
        int healthy = 0;
        int last = count;
        for (int i = 0; i < count; i++) {
            int server = (first + i) % count;
            if (silent[server] && nowNanos - silentSinceNanos[server] < PENALTY_NANOS) {
                order[--last] = server;
            } else {
                order[healthy++] = server;
            }
        }
        reverse(order, last);
        return order;
    }

    /** Those that came last were written from the end. */
    private static void reverse(int[] order, int from) {
        int[] copy = Arrays.copyOfRange(order, from, order.length);
        for (int i = 0; i < copy.length; i++) {
            order[order.length - 1 - i] = copy[i];
        }
    }
}
