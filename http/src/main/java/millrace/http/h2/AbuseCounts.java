package millrace.http.h2;

import java.util.concurrent.atomic.AtomicLongArray;

/** How many connections were ended for each kind of abuse. Any thread. */
public final class AbuseCounts {
    private final AtomicLongArray counts = new AtomicLongArray(Abuse.values().length);

    void add(Abuse kind) {
        counts.incrementAndGet(kind.ordinal());
    }

    public long of(Abuse kind) {
        return counts.get(kind.ordinal());
    }
}
