package millrace.gateway.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is known of many keys, in the order in which they were seen last, at most as many as fit. All loops share it; each
 * call holds its lock for a few steps.
 *
 * @param <S> what is kept for one key
 */
final class Zone<S> {
    /** What a key costs nginx beside its own octets: so the size in a configuration means the same here. */
    private static final int ENTRY_BYTES = 64;

    /** So many of the oldest may be thrown out for a new one. */
    private static final int MOST_EVICTED = 3;

    private final String name;
    private final long bytes;
    private final Predicate<S> mayGo;
    private final LinkedHashMap<String, S> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    /**
     * @param bytes how much of memory the keys may take
     * @param mayGo whether a key can be forgotten for the sake of another
     */
    Zone(String name, long bytes, Predicate<S> mayGo) {
        this.name = name;
        this.bytes = bytes;
        this.mayGo = mayGo;
    }

    String name() {
        return name;
    }

    /** What is kept for a key, or {@code null}. Call with the zone's lock held. */
    S get(String key) {
        return entries.get(key);
    }

    /** Whether there was room. Call with the zone's lock held. */
    boolean put(String key, S state) {
        long size = ENTRY_BYTES + key.length();
        var oldest = entries.entrySet().iterator();
        for (int i = 0; i < MOST_EVICTED && used + size > bytes && oldest.hasNext(); i++) {
            Map.Entry<String, S> entry = oldest.next();
            if (!mayGo.test(entry.getValue())) {
                break;
            }
            used -= ENTRY_BYTES + entry.getKey().length();
            oldest.remove();
        }
        if (used + size > bytes) {
            return false;
        }
        used += size;
        entries.put(key, state);
        return true;
    }

    /** Call with the zone's lock held. */
    void remove(String key) {
        if (entries.remove(key) != null) {
            used -= ENTRY_BYTES + key.length();
        }
    }

    int size() {
        synchronized (this) {
            return entries.size();
        }
    }
}
