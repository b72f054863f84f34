package millrace.gateway.variable;

import java.nio.charset.StandardCharsets;

/**
 * A table from strings of octets to values that does not mind the case of ASCII letters; looking up allocates nothing.
 * Built by one thread, then read by any number.
 */
final class OctetTable<V> {
    private byte[][] keys = new byte[16][];
    private Object[] values = new Object[16];
    private int size;

    /** False if the key is there already; then nothing changes. */
    boolean add(String key, V value) {
        byte[] octets = key.getBytes(StandardCharsets.ISO_8859_1);
        if (2 * size >= keys.length) {
            grow();
        }
        int at = place(octets, 0, octets.length);
        if (keys[at] != null) {
            return false;
        }
        keys[at] = octets;
        values[at] = value;
        size++;
        return true;
    }

    /** Null if there is none. */
    @SuppressWarnings("unchecked")
    V find(byte[] octets, int from, int to) {
        return size == 0 ? null : (V) values[place(octets, from, to)];
    }

    /** Where the key is, or would be. */
    private int place(byte[] octets, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + lower(octets[i]);
        }
        int mask = keys.length - 1;
        int at = (hash ^ hash >>> 16) & mask;
        while (keys[at] != null && !same(keys[at], octets, from, to)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static boolean same(byte[] key, byte[] octets, int from, int to) {
        if (key.length != to - from) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (lower(key[i]) != lower(octets[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private void grow() {
        byte[][] oldKeys = keys;
        Object[] oldValues = values;
        keys = new byte[2 * oldKeys.length][];
        values = new Object[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int at = place(oldKeys[i], 0, oldKeys[i].length);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
