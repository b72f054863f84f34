package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * Some field names, each with a number; asking for one that stands in an array allocates nothing. Names are compared in
 * either case of letters. Immutable.
 */
final class NameSet {
    /** Of a name that is not in it. */
    static final int NONE = -1;

    private final byte[][] names;
    private final int[] numbers;
    private final int mask;

    /** The names are numbered in their order. */
    NameSet(Collection<String> lines) {
        int size = Integer.highestOneBit(Math.max(4, lines.size() * 3)) * 2;
        names = new byte[size][];
        numbers = new int[size];
        mask = size - 1;
        int number = 0;
        for (String line : lines) {
            byte[] name = line.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
            int at = find(name, 0, name.length);
            if (names[at] == null) {
                names[at] = name;
                numbers[at] = number;
            }
            number++;
        }
    }

    /** The number of a name, or {@link #NONE}. */
    int number(byte[] b, int from, int to) {
        int at = find(b, from, to);
        return names[at] == null ? NONE : numbers[at];
    }

    boolean has(byte[] b, int from, int to) {
        return names[find(b, from, to)] != null;
    }

    private int find(byte[] b, int from, int to) {
        int at = hash(b, from, to) & mask;
        while (names[at] != null && !same(names[at], b, from, to)) {
            at = at + 1 & mask;
        }
        return at;
    }

    /** Length and three letters: field names that agree in them are rare. */
    private static int hash(byte[] b, int from, int to) {
        if (from == to) {
            return 0;
        }
        int letters = (b[from] | 0x20) * 31 + (b[to - 1] | 0x20) * 7 + (b[(from + to) >>> 1] | 0x20);
        return letters + (to - from) * 61;
    }

    private static boolean same(byte[] name, byte[] b, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int c = b[from + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
