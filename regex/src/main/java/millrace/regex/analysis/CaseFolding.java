package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Adds to a set what differs from a member only in case. */
final class CaseFolding {
    private CaseFolding() {
    }

    /** Code points that have a counterpart of another case. */
    private static final class Cased {
        static final int[] ALL = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.toUpperCase(c) != c || Character.toLowerCase(c) != c).toArray();

        private Cased() {
        }
    }

    /** @param ascii whether only the letters A to Z have cases, as in Java without its flag {@code u} */
    static CodePoints close(CodePoints set, boolean ascii) {
        if (set.isEmpty() || set.equals(CodePoints.ALL)) {
            return set;
        }
        List<Integer> added = new ArrayList<>();
        if (ascii) {
            for (int c = 'a'; c <= 'z'; c++) {
                pair(set, c, c - 32, added);
            }
        } else {
            for (int c : Cased.ALL) {
                // The few beyond ASCII whose counterpart is in it (the Kelvin sign, the long s) are matched by few
                // engines.
                if (c < 128 == Character.toUpperCase(c) < 128) {
                    pair(set, c, Character.toUpperCase(c), added);
                }
                if (c < 128 == Character.toLowerCase(c) < 128) {
                    pair(set, c, Character.toLowerCase(c), added);
                }
            }
        }
        return added.isEmpty() ? set
                : set.or(CodePoints.ranges(added.stream().flatMapToInt(c -> IntStream.of(c, c)).toArray()));
    }

    private static void pair(CodePoints set, int one, int other, List<Integer> added) {
        if (set.contains(one) && !set.contains(other)) {
            added.add(other);
        } else if (set.contains(other) && !set.contains(one)) {
            added.add(one);
        }
    }

    /** Whether two characters are the same but for case. */
    static boolean same(int one, int other) {
        return one == other || Character.toLowerCase(one) == Character.toLowerCase(other)
                || Character.toUpperCase(one) == Character.toUpperCase(other);
    }
}
