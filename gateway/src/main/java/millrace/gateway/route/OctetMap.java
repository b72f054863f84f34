package millrace.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A map with octets as keys that is asked with a range of an array. Immutable. */
final class OctetMap<T> {
    private final byte[][] keys;
    private final Object[] values;
    private final int mask;
    /** Of all keys: what is outside need not be looked up. */
    private final int shortest;
    private final int longest;

    /** @param entries one character for each octet */
    OctetMap(Map<String, T> entries) {
        int size = Math.max(4, Integer.highestOneBit(entries.size()) * 4);
        keys = new byte[size][];
        values = new Object[size];
        mask = size - 1;
        int least = Integer.MAX_VALUE;
        int most = -1;
        for (Map.Entry<String, T> entry : entries.entrySet()) {
            byte[] key = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            int at = hash(key, 0, key.length) & mask;
            while (keys[at] != null) {
                at = at + 1 & mask;
            }
            keys[at] = key;
            values[at] = entry.getValue();
            least = Math.min(least, key.length);
            most = Math.max(most, key.length);
        }
        shortest = least;
        longest = most;
    }

    boolean isEmpty() {
        return longest < 0;
    }

    /** Null if there is none. */
    @SuppressWarnings("unchecked")
    T get(byte[] octets, int from, int to) {
        int length = to - from;
        if (length < shortest || length > longest) {
            return null;
        }
        for (int at = hash(octets, from, to) & mask; keys[at] != null; at = at + 1 & mask) {
            if (Arrays.equals(keys[at], 0, keys[at].length, octets, from, to)) {
                return (T) values[at];
            }
        }
        return null;
    }

    private static int hash(byte[] octets, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + octets[i];
        }
        hash *= 0x9e3779b9;
        return hash ^ hash >>> 16;
    }
}
