package millrace.offload.dns;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was learned, for as long as it counts; when it is full, what was not asked for the longest goes. Pure logic:
 * time comes in from outside. One thread.
 */
final class AnswerCache {
    /**
     * @param expiresNanos when it ceases to count
     * @param staleUntilNanos until when it is better than nothing
     */
    private record Kept(Outcome outcome, long expiresNanos, long staleUntilNanos) {}

    /** Nobody asks often for what has more. */
    static final int MOST_RECORDS = 256;

    private final int most;
    private final long staleForNanos;
    private final Map<Question, Kept> entries;

    AnswerCache(CachePolicy policy) {
        this.most = policy.entries();
        this.staleForNanos = policy.staleFor().toNanos();
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                return size() > most;
            }
        };
    }

    /** What is known, with the time that is left to it; or {@code null}. */
    Outcome get(Question question, long nowNanos) {
        Kept entry = entries.get(question);
        if (entry == null) {
            return null;
        }
        long left = entry.expiresNanos - nowNanos;
        if (left > 0) {
            return entry.outcome.withTtlNanos(left);
        }
        if (entry.staleUntilNanos - nowNanos <= 0) {
            entries.remove(question);
        }
        return null;
    }

    /** What was known and is not too old, to count again for a little while; or {@code null}. */
    Outcome revive(Question question, long nowNanos) {
        Kept entry = entries.get(question);
        if (entry == null || entry.staleUntilNanos - nowNanos <= 0) {
            return null;
        }
        long ttl = CachePolicy.STALE_TTL_NANOS;
        entries.put(question, new Kept(entry.outcome, nowNanos + ttl, entry.staleUntilNanos));
        return entry.outcome.withTtlNanos(ttl);
    }

    /**
     * Remembers, unless it does not count for any time or has too many records. Only what exists is worth anything when
     * stale.
     */
    void put(Question question, Outcome outcome, long nowNanos) {
        boolean large = outcome instanceof Outcome.Found found && found.data().size() > MOST_RECORDS;
        if (large || outcome.ttlNanos() <= 0) {
            entries.remove(question);
            return;
        }
        long expires = nowNanos + outcome.ttlNanos();
        long stale = outcome instanceof Outcome.Missing ? 0 : staleForNanos;
        entries.put(question, new Kept(outcome, expires, expires + stale));
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }
}
