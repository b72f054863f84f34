package millrace.http.h2;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What one connection has left of each {@link Abuse}: buckets that fill with time. Pure logic. */
final class Allowances {
    private static final Abuse[] KINDS = Abuse.values();
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int ANSWERS_A_RESET = 4;

    private final int[] left = new int[KINDS.length];
    private long filledNanos;
    private int answers;

    Allowances(long nowNanos) {
        filledNanos = nowNanos;
        Arrays.setAll(left, i -> KINDS[i].atOnce);
    }

    /** Whether one more is within the allowance. */
    boolean spend(Abuse kind, long nowNanos) {
        if (left[kind.ordinal()] == 0) {
            fill(nowNanos);
        }
        return left[kind.ordinal()] > 0 && left[kind.ordinal()]-- > 0;
    }

    void earn(Abuse kind, int more) {
        left[kind.ordinal()] = Math.min(kind.atOnce, left[kind.ordinal()] + more);
    }

    /** Of many requests, as a proxy has them for many people, some are called off: each few answers earn such a one. */
    void answered() {
        if (++answers % ANSWERS_A_RESET == 0) {
            earn(Abuse.RAPID_RESET, 1);
        }
    }

    /** As at the beginning, for what is counted anew. */
    void restart(Abuse kind) {
        left[kind.ordinal()] = kind.atOnce;
    }

    private void fill(long nowNanos) {
        long seconds = (nowNanos - filledNanos) / SECOND_NANOS;
        if (seconds > 0) {
            filledNanos += seconds * SECOND_NANOS;
            for (Abuse kind : KINDS) {
                earn(kind, (int) Math.min(kind.atOnce, seconds * kind.perSecond));
            }
        }
    }
}
