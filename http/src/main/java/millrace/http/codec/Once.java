package millrace.http.codec;

/**
 * Request fields that are there once or not at all, beside those that {@link Framing} is about: credentials, conditions and
 * expectations. Lists of tags (RFC 9110 section 13.1) could be in several lines, but no client does that, and nginx refuses
 * it, too. Each has a bit.
 */
final class Once {
    static final int EXPECT = 1;

    private static final String[] OF_8 = {"if-match", "if-range"};
    private static final String[] OF_13 = {"authorization", "content-range", "if-none-match"};
    private static final String[] OF_17 = {"if-modified-since"};
    private static final String[] OF_19 = {"if-unmodified-since"};

    private Once() {}

    /** The bit of a line's field, or 0; the name's length tells most others apart at once. */
    static int bit(Fields fields, int line, int size) {
        return switch (size) {
            case 8 -> bit(fields, line, OF_8, 1);
            case 13 -> bit(fields, line, OF_13, 3);
            case 17 -> bit(fields, line, OF_17, 6);
            case 19 -> bit(fields, line, OF_19, 7);
            default -> 0;
        };
    }

    private static int bit(Fields fields, int line, String[] names, int first) {
        for (int i = 0; i < names.length; i++) {
            if (fields.isNamed(line, names[i])) {
                return 1 << first + i;
            }
        }
        return 0;
    }
}
