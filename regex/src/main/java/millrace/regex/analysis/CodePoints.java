package millrace.regex.analysis;

import java.util.Arrays;

/** An immutable set of code points, as sorted ranges that neither touch nor overlap. */
final class CodePoints {
    static final CodePoints NONE = new CodePoints(new int[0]);
    static final CodePoints ALL = range(0, Character.MAX_CODE_POINT);

    /** First and last of each range in turn, both inclusive. */
    private final int[] bounds;
    private final long low;
    private final long high;

    private CodePoints(int[] bounds) {
        this.bounds = bounds;
        long[] ascii = new long[2];
        for (int i = 0; i < bounds.length; i += 2) {
            for (int c = bounds[i]; c <= Math.min(bounds[i + 1], 127); c++) {
                ascii[c >> 6] |= 1L << c;
            }
        }
        low = ascii[0];
        high = ascii[1];
    }

    static CodePoints of(int codePoint) {
        return range(codePoint, codePoint);
    }

    static CodePoints range(int first, int last) {
        return new CodePoints(new int[] {first, last});
    }

    /** Pairs of first and last, in any order. */
    static CodePoints ranges(int... pairs) {
        return normalized(pairs.clone(), pairs.length);
    }

    static CodePoints ofAll(String characters) {
        int[] pairs = characters.codePoints().flatMap(c -> java.util.stream.IntStream.of(c, c)).toArray();
        return normalized(pairs, pairs.length);
    }

    boolean contains(int c) {
        if (c < 128) {
            return ((c < 64 ? low : high) >>> c & 1) != 0;
        }
        int at = Arrays.binarySearch(bounds, c);
        // Between a first and a last bound the insertion point is odd; on a bound it is contained.
        return at >= 0 || (-at - 1 & 1) == 1;
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    /** The only member, or −1. */
    int single() {
        return bounds.length == 2 && bounds[0] == bounds[1] ? bounds[0] : -1;
    }

    /** How many members. */
    int count() {
        int count = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            count += bounds[i + 1] - bounds[i] + 1;
        }
        return count;
    }

    int[] bounds() {
        return bounds;
    }

    CodePoints or(CodePoints other) {
        int[] pairs = Arrays.copyOf(bounds, bounds.length + other.bounds.length);
        System.arraycopy(other.bounds, 0, pairs, bounds.length, other.bounds.length);
        return normalized(pairs, pairs.length);
    }

    CodePoints not() {
        int[] pairs = new int[bounds.length + 2];
        int size = 0;
        int next = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] > next) {
                pairs[size++] = next;
                pairs[size++] = bounds[i] - 1;
            }
            next = bounds[i + 1] + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            pairs[size++] = next;
            pairs[size++] = Character.MAX_CODE_POINT;
        }
        return new CodePoints(Arrays.copyOf(pairs, size));
    }

    CodePoints and(CodePoints other) {
        int[] pairs = new int[bounds.length + other.bounds.length];
        int size = 0;
        for (int i = 0, j = 0; i < bounds.length && j < other.bounds.length; ) {
            int first = Math.max(bounds[i], other.bounds[j]);
            int last = Math.min(bounds[i + 1], other.bounds[j + 1]);
            if (first <= last) {
                pairs[size++] = first;
                pairs[size++] = last;
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return new CodePoints(Arrays.copyOf(pairs, size));
    }

    CodePoints minus(CodePoints other) {
        return and(other.not());
    }

    private static CodePoints normalized(int[] pairs, int length) {
        long[] keys = new long[length / 2];
        for (int i = 0; i < length; i += 2) {
            keys[i / 2] = (long) pairs[i] << 32 | pairs[i + 1];
        }
        Arrays.sort(keys);
        int[] merged = new int[length];
        int size = 0;
        for (long key : keys) {
            int first = (int) (key >> 32);
            int last = (int) key;
            if (size > 0 && first <= merged[size - 1] + 1) {
                merged[size - 1] = Math.max(merged[size - 1], last);
            } else {
                merged[size++] = first;
                merged[size++] = last;
            }
        }
        return new CodePoints(Arrays.copyOf(merged, size));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePoints set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(text.length() > 1 ? " " : "").append(Integer.toHexString(bounds[i])).append('-')
                    .append(Integer.toHexString(bounds[i + 1]));
        }
        return text.append(']').toString();
    }
}
