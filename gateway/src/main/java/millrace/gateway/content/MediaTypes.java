package millrace.gateway.content;

import java.util.Map;
import millrace.gateway.exchange.Text;
import millrace.http.codec.Output;

/** Content types by the ending of a path, which is compared in either case of letters. Immutable. */
final class MediaTypes {
    private final byte[][] endings;
    private final byte[][] types;
    private final int mask;

    /**
     * @param byEnding types by endings without their dot, in lower case
     */
    MediaTypes(Map<String, String> byEnding) {
        int size = Integer.highestOneBit(Math.max(4, byEnding.size())) * 4;
        endings = new byte[size][];
        types = new byte[size][];
        mask = size - 1;
        byEnding.forEach((ending, type) -> {
            byte[] key = Output.ascii(ending);
            int at = slot(key, 0, key.length);
            endings[at] = key;
            types[at] = Output.ascii(type);
        });
    }

    /** The type for a path, or {@code null}. */
    byte[] of(Text path) {
        byte[] b = path.bytes();
        for (int i = path.end() - 1; i > path.start() && b[i] != '/'; i--) {
            if (b[i] == '.') {
                return types[slot(b, i + 1, path.end())];
            }
        }
        return null;
    }

    /** Where the ending is, or would be. */
    private int slot(byte[] b, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + lower(b[i]);
        }
        int at = (hash ^ hash >>> 16) & mask;
        while (endings[at] != null && !same(endings[at], b, from, to)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static boolean same(byte[] ending, byte[] b, int from, int to) {
        if (ending.length != to - from) {
            return false;
        }
        for (int i = 0; i < ending.length; i++) {
            if (ending[i] != lower(b[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
