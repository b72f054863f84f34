package millrace.http.h2;

/** What the other side has asked for (RFC 9113 section 6.5.2). */
final class PeerSettings {
    static final int HEADER_TABLE_SIZE = 0x1;
    static final int ENABLE_PUSH = 0x2;
    static final int MAX_CONCURRENT_STREAMS = 0x3;
    static final int INITIAL_WINDOW_SIZE = 0x4;
    static final int MAX_FRAME_SIZE = 0x5;
    static final int MAX_HEADER_LIST_SIZE = 0x6;
    /** RFC 8441 section 3. */
    static final int ENABLE_CONNECT_PROTOCOL = 0x8;

    private static final int LARGEST_FRAME = (1 << 24) - 1;

    int window = Http2Limits.FIRST_WINDOW;
    int frameBytes = Frames.PAYLOAD_BYTES;
    long tableBytes = 4096;

    /** How many streams a server takes at once. */
    long streams = Long.MAX_VALUE;

    /** Takes one setting: 0, or the error that it is. */
    int set(int what, int value) {
        switch (what) {
            case HEADER_TABLE_SIZE -> tableBytes = value & 0xffff_ffffL;
            case MAX_CONCURRENT_STREAMS -> streams = value & 0xffff_ffffL;
            case ENABLE_PUSH, ENABLE_CONNECT_PROTOCOL -> {
                return value == 0 || value == 1 ? 0 : ErrorCode.PROTOCOL_ERROR;
            }
            case INITIAL_WINDOW_SIZE -> {
                if (value < 0) {
                    return ErrorCode.FLOW_CONTROL_ERROR;
                }
                window = value;
            }
            case MAX_FRAME_SIZE -> {
                if (value < Frames.PAYLOAD_BYTES || value > LARGEST_FRAME) {
                    return ErrorCode.PROTOCOL_ERROR;
                }
                frameBytes = value;
            }
            default -> { }
        }
        return 0;
    }
}
