package millrace.manager.log;

/** Characters of several bytes. Source: RFC 3629, section 4; for what is replaced, Unicode 3.9, "maximal subparts". */
final class Utf8 {
    private Utf8() {}

    /**
     * How many bytes the character has that begins with a byte above 127; negated, how many bytes are together replaced
     * when it is none.
     */
    static int size(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int size = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
        if (size == 1) {
            return -1;
        }
        for (int i = 1; i < size; i++) {
            if (at + i == end || !continues(first, i, bytes[at + i] & 0xff)) {
                return -i;
            }
        }
        return size;
    }

    /** Neither longer than need be, nor a surrogate, nor beyond the last character. */
    private static boolean continues(int first, int place, int b) {
        if (place > 1) {
            return b >= 0x80 && b <= 0xbf;
        }
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return b >= lowest && b <= highest;
    }
}
