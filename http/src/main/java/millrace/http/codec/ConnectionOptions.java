package millrace.http.codec;

/** The options of a Connection field that say something about the connection (RFC 9110 section 7.6.1). */
final class ConnectionOptions {
    static final int CLOSE = 1;
    static final int KEEP_ALIVE = 2;
    static final int UPGRADE = 4;

    private ConnectionOptions() {}

    /** The known options in a line, as a set of bits. */
    static int of(Fields fields, int line) {
        byte[] b = fields.buffer();
        int p = fields.valueStart(line);
        int end = fields.valueEnd(line);
        int options = 0;
        while (p < end) {
            int stop = p;
            while (stop < end && b[stop] != ',' && !Chars.isBlank(b[stop])) {
                stop++;
            }
            options |= bit(b, p, stop);
            p = stop + 1;
        }
        return options;
    }

    private static int bit(byte[] b, int from, int to) {
        return switch (to - from) {
            case 5 -> Chars.equalsIgnoreCase(b, from, to, "close") ? CLOSE : 0;
            case 7 -> Chars.equalsIgnoreCase(b, from, to, "upgrade") ? UPGRADE : 0;
            case 10 -> Chars.equalsIgnoreCase(b, from, to, "keep-alive") ? KEEP_ALIVE : 0;
            default -> 0;
        };
    }
}
