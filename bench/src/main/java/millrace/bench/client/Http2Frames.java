package millrace.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The numbers of HTTP/2, and how frames are written. Source: RFC 9113, sections 4 to 7. */
final class Http2Frames {
    static final int HEADER_BYTES = 9;

    /** The longest payload that either side may send, since neither is told of a longer one. */
    static final int LONGEST = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    static final int MOST_STREAMS = 3;
    static final int INITIAL_WINDOW = 4;
    static final int FIRST_WINDOW = 65_535;
    static final int LARGEST_WINDOW = Integer.MAX_VALUE;

    static final int NO_ERROR = 0;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;

    private static final String[] ERRORS = {
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
        "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED"
    };

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final int TABLE_SIZE = 1;
    private static final int ENABLE_PUSH = 2;
    private static final int SETTING_BYTES = 6;

    private Http2Frames() {}

    static String errorName(int code) {
        return code >= 0 && code < ERRORS.length ? ERRORS[code] : "error " + Integer.toUnsignedString(code);
    }

    /**
     * What a client says first. No table of fields is remembered, so that a block can be understood by itself; nothing is
     * pushed; and no window ever makes the server wait: it is the server that is tested.
     */
    static byte[] hello() {
        byte[] bytes = new byte[PREFACE.length + HEADER_BYTES + 3 * SETTING_BYTES + HEADER_BYTES + 4];
        System.arraycopy(PREFACE, 0, bytes, 0, PREFACE.length);
        int at = header(bytes, PREFACE.length, 3 * SETTING_BYTES, SETTINGS, 0, 0);
        at = setting(bytes, at, TABLE_SIZE, 0);
        at = setting(bytes, at, ENABLE_PUSH, 0);
        at = setting(bytes, at, INITIAL_WINDOW, LARGEST_WINDOW);
        windowUpdate(bytes, at, 0, LARGEST_WINDOW - FIRST_WINDOW);
        return bytes;
    }

    private static int setting(byte[] b, int at, int name, int value) {
        b[at] = 0;
        b[at + 1] = (byte) name;
        putInt(b, at + 2, value);
        return at + SETTING_BYTES;
    }

    /** Answers where the payload begins. */
    static int header(byte[] b, int at, int length, int type, int flags, int stream) {
        b[at] = (byte) (length >>> 16);
        b[at + 1] = (byte) (length >>> 8);
        b[at + 2] = (byte) length;
        b[at + 3] = (byte) type;
        b[at + 4] = (byte) flags;
        putInt(b, at + 5, stream);
        return at + HEADER_BYTES;
    }

    static void windowUpdate(byte[] b, int at, int stream, int bytes) {
        putInt(b, header(b, at, 4, WINDOW_UPDATE, 0, stream), bytes);
    }

    static void reset(byte[] b, int at, int stream, int code) {
        putInt(b, header(b, at, 4, RST_STREAM, 0, stream), code);
    }

    static void putInt(byte[] b, int at, int value) {
        b[at] = (byte) (value >>> 24);
        b[at + 1] = (byte) (value >>> 16);
        b[at + 2] = (byte) (value >>> 8);
        b[at + 3] = (byte) value;
    }

    static int getInt(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }
}
