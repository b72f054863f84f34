package millrace.http.h2;

/** Types and flags of frames (RFC 9113 section 6), and the reading of their numbers. */
final class Frames {
    static final int HEADER_BYTES = 9;

    /** What everybody must take, and what we ask for (section 4.2). */
    static final int PAYLOAD_BYTES = 16_384;

    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int PUSH_PROMISE = 0x5;
    static final int PING = 0x6;
    static final int GOAWAY = 0x7;
    static final int WINDOW_UPDATE = 0x8;
    static final int CONTINUATION = 0x9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITIZED = 0x20;

    private Frames() {}

    static int length(byte[] b, int p) {
        return (b[p] & 0xff) << 16 | (b[p + 1] & 0xff) << 8 | b[p + 2] & 0xff;
    }

    static int number(byte[] b, int p) {
        return b[p] << 24 | (b[p + 1] & 0xff) << 16 | (b[p + 2] & 0xff) << 8 | b[p + 3] & 0xff;
    }

    /** A number of 31 bits; the first one is reserved. */
    static int number31(byte[] b, int p) {
        return number(b, p) & 0x7fff_ffff;
    }
}
