package millrace.http.websocket.frame;

/**
 * Finds frames in bytes, whatever the pieces they come in, and allocates nothing.
 *
 * <pre>
 *      ┌──────────────── payload's end ───────────────┐
 *      ▼                                              │
 *   2 bytes ──▶ length (2, 8) ──▶ key (4) ──▶ payload ┘   given on as it comes, unmasked in place
 * </pre>
 *
 * <p>What is not kept to is told at the first byte that shows it. Not safe for several threads.
 */
public final class FrameReader {
    private static final int LONGEST_HEADER = 14;
    private static final int MOST_CONTROL_BYTES = 125;

    private final boolean masked;
    private final FrameSink sink;
    private final byte[] header = new byte[LONGEST_HEADER];
    private int filled;
    private int needed = 2;
    private boolean inPayload;
    private long remaining;
    private int key;

    /**
     * @param role of this side: only a server is sent masked frames
     */
    public FrameReader(Role role, FrameSink sink) {
        this.masked = role == Role.SERVER;
        this.sink = sink;
    }

    /**
     * Reads as long as the sink takes more.
     *
     * @param b changed where payload is unmasked
     * @return how many bytes have been read; the others are to be offered again
     * @throws WebSocketException the other side does not keep to the protocol; nothing can be read after that
     */
    public int read(byte[] b, int from, int to) throws WebSocketException {
        int p = from;
        while (p < to && sink.takesMore()) {
            if (!inPayload) {
                p = readHeader(b, p, to);
            }
            if (inPayload && (p < to || remaining == 0)) {
                p = readPayload(b, p, to);
            }
        }
        return p - from;
    }

    /** Whether the bytes so far end with a whole frame. */
    public boolean isBetweenFrames() {
        return filled == 0 && !inPayload;
    }

    private int readHeader(byte[] b, int from, int to) throws WebSocketException {
        int p = from;
        while (p < to && filled < needed) {
            header[filled++] = b[p++];
            if (filled == 2) {
                needed = 2 + begin();
            }
        }
        if (filled == needed && filled >= 2) {
            complete();
        }
        return p;
    }

    /** Looks at the first two bytes, and answers how many follow of the header. */
    private int begin() throws WebSocketException {
        int opcode = header[0] & 0x0f;
        int length = header[1] & 0x7f;
        if ((header[0] & 0x30) != 0) {
            throw violation("a reserved bit is set");
        }
        if (!Opcode.isKnown(opcode)) {
            throw violation("unknown opcode " + opcode);
        }
        if ((header[1] < 0) != masked) {
            throw violation(masked ? "a frame is not masked" : "a frame is masked");
        }
        if (Opcode.isControl(opcode) && header[0] >= 0) {
            throw violation("a control frame is fragmented");
        }
        if (Opcode.isControl(opcode) && length > MOST_CONTROL_BYTES) {
            throw violation("a control frame is too long");
        }
        return (length < 126 ? 0 : length == 126 ? 2 : 8) + (masked ? 4 : 0);
    }

    private void complete() throws WebSocketException {
        int short7 = header[1] & 0x7f;
        int bytes = short7 < 126 ? 0 : short7 == 126 ? 2 : 8;
        long length = bytes == 0 ? short7 : 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | header[2 + i] & 0xff;
        }
        if (length < 0 || bytes == 2 && length < 126 || bytes == 8 && length < 1 << 16) {
            throw violation("a length is not in its shortest form");
        }
        if (masked) {
            key = Mask.key(header, 2 + bytes);
        }
        filled = 0;
        needed = 2;
        inPayload = true;
        remaining = length;
        sink.frame(header[0] & 0x0f, header[0] < 0, (header[0] & 0x40) != 0, length);
    }

    private int readPayload(byte[] b, int from, int to) throws WebSocketException {
        int upTo = from + (int) Math.min(remaining, to - from);
        if (masked) {
            key = Mask.apply(key, b, from, upTo);
        }
        remaining -= upTo - from;
        inPayload = remaining > 0;
        sink.payload(b, from, upTo, !inPayload);
        return upTo;
    }

    private static WebSocketException violation(String what) {
        return new WebSocketException(CloseCode.PROTOCOL_ERROR, what);
    }
}
