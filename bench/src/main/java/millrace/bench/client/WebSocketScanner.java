package millrace.bench.client;

/**
 * Finds messages in the frames of a WebSocket. Its own, and not the server's codec: a fault that both shared would test
 * itself green. Payload is passed on as it comes; control frames are small, and are waited for. Allocates nothing but the
 * text of a fault. One thread. Source: RFC 6455, section 5.
 */
final class WebSocketScanner {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int CONTROL = 0x8;
    private static final int LONGEST_CONTROL = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    /** Who is told, in order. */
    interface Sink {
        void begins(boolean text);

        /** A piece of a message. */
        void payload(byte[] b, int from, int end);

        /** A message is complete. */
        void ends();

        /** A control frame. */
        void control(int kind, byte[] b, int from, int end);

        /** There is no going on. */
        void broken(String why);
    }

    private final Sink sink;
    private boolean over;
    private boolean inMessage;
    private boolean inFrame;
    private boolean last;
    private long left;

    WebSocketScanner(Sink sink) {
        this.sink = sink;
    }

    /** For a new connection. */
    void reset() {
        over = false;
        inMessage = false;
        inFrame = false;
    }

    /** Nothing more is told. */
    void stop() {
        over = true;
    }

    /** @return up to where the bytes are done with */
    int scan(byte[] b, int from, int end) {
        int at = from;
        while (at < end && !over) {
            int next = inFrame ? payload(b, at, end) : frame(b, at, end);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return over ? end : at;
    }

    private int frame(byte[] b, int at, int end) {
        if (end - at < 2) {
            return at;
        }
        int first = b[at] & 0xff;
        int second = b[at + 1] & 0xff;
        int header = second == EIGHT_BYTES ? 10 : second == TWO_BYTES ? 4 : 2;
        String fault = fault(first, second);
        if (fault != null) {
            return broken(fault, end);
        }
        if (end - at < header) {
            return at;
        }
        long length = second;
        if (header > 2) {
            length = 0;
            for (int i = at + 2; i < at + header; i++) {
                length = length << 8 | b[i] & 0xff;
            }
            if (length < 0 || length < TWO_BYTES || header == 10 && length < 1 << 16) {
                return broken("a frame's length is not written as it should be", end);
            }
        }
        return (first & CONTROL) != 0
                ? control(first & 0xf, b, at, at + header, (int) length, end)
                : data(first, length, at + header);
    }

    private String fault(int first, int second) {
        int opcode = first & 0xf;
        if ((first & RESERVED) != 0) {
            return "a frame belongs to an extension, and none was agreed on";
        }
        if ((second & MASKED) != 0) {
            return "the server masks its frames";
        }
        if (opcode > PONG || opcode > BINARY && opcode < CLOSE) {
            return "there are no frames of kind " + opcode;
        }
        if ((opcode & CONTROL) != 0) {
            return (first & FIN) == 0 || second > LONGEST_CONTROL ? "a control frame is too long, or in pieces" : null;
        }
        return inMessage == (opcode == CONTINUATION) ? null : inMessage
                ? "a message begins before the last one has ended" : "a frame continues no message";
    }

    private int broken(String why, int end) {
        over = true;
        sink.broken(why);
        return end;
    }

    private int control(int kind, byte[] b, int at, int payload, int length, int end) {
        if (end - payload < length) {
            return at;
        }
        sink.control(kind, b, payload, payload + length);
        return payload + length;
    }

    private int data(int first, long length, int payload) {
        if (!inMessage) {
            inMessage = true;
            sink.begins((first & 0xf) == TEXT);
        }
        last = (first & FIN) != 0;
        left = length;
        inFrame = true;
        endFrame();
        return payload;
    }

    private int payload(byte[] b, int at, int end) {
        int to = (int) Math.min(end, at + left);
        sink.payload(b, at, to);
        left -= to - at;
        endFrame();
        return to;
    }

    private void endFrame() {
        if (left == 0 && !over) {
            inFrame = false;
            if (last) {
                inMessage = false;
                sink.ends();
            }
        }
    }
}
