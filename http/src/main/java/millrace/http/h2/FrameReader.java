package millrace.http.h2;

/**
 * Finds the frames in what arrives, in whatever pieces. DATA is passed on as it comes; other frames are small, and are
 * waited for. For the loop's thread only.
 */
final class FrameReader {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes();

    private final FrameHandler handler;
    private int prefaceRead;
    private boolean inData;
    private boolean withinFrame;
    private int dataLeft;
    private int paddingLeft;

    /** @param preface whether the other side is a client, who begins with it */
    FrameReader(FrameHandler handler, boolean preface) {
        this.handler = handler;
        prefaceRead = preface ? 0 : PREFACE.length;
    }

    /** Whether bytes begin as the preface of a client does, as far as they go. */
    static boolean isPreface(byte[] b, int from, int to) {
        int length = Math.min(PREFACE.length, to - from);
        for (int i = 0; i < length; i++) {
            if (b[from + i] != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes have been consumed: those of whole frames, and of DATA whatever there is. */
    int read(byte[] b, int offset, int limit) {
        int p = offset;
        while (p < limit) {
            int used = step(b, p, limit);
            if (used < 0) {
                handler.allRead();
                return limit - offset; // Nobody wants the rest.
            }
            if (used == 0) {
                break;
            }
            p += used;
        }
        withinFrame = p < limit;
        handler.allRead();
        return p - offset;
    }

    /** Whether the rest of a frame is waited for: one that is not of DATA. */
    boolean isWithinFrame() {
        return withinFrame;
    }

    /** Bytes consumed; 0 when more are needed, −1 when reading is over. */
    private int step(byte[] b, int p, int limit) {
        if (prefaceRead < PREFACE.length) {
            return preface(b, p, limit);
        }
        if (inData) {
            return dataPart(b, p, limit);
        }
        if (limit - p < Frames.HEADER_BYTES) {
            return 0;
        }
        int length = Frames.length(b, p);
        int type = b[p + 3] & 0xff;
        int flags = b[p + 4] & 0xff;
        int id = Frames.number31(b, p + 5);
        if (type == Frames.PUSH_PROMISE) {
            return broken(ErrorCode.PROTOCOL_ERROR, "a client cannot push");
        }
        if (length > Frames.PAYLOAD_BYTES) {
            return broken(ErrorCode.FRAME_SIZE_ERROR, "a frame is larger than was agreed");
        }
        if (type == Frames.DATA) {
            return beginData(b, p, limit, length, flags, id);
        }
        int end = p + Frames.HEADER_BYTES + length;
        if (end > limit) {
            return 0;
        }
        return handler.frame(type, flags, id, b, p + Frames.HEADER_BYTES, end) ? end - p : -1;
    }

    private int preface(byte[] b, int p, int limit) {
        int used = 0;
        while (p + used < limit && prefaceRead < PREFACE.length) {
            if (b[p + used] != PREFACE[prefaceRead]) {
                return broken(ErrorCode.PROTOCOL_ERROR, "the preface is not that of HTTP/2");
            }
            prefaceRead++;
            used++;
        }
        return used;
    }

    private int beginData(byte[] b, int p, int limit, int length, int flags, int id) {
        int padding = 0;
        if ((flags & Frames.PADDED) != 0) {
            if (length == 0) {
                return broken(ErrorCode.FRAME_SIZE_ERROR, "a padded frame without the padding's length");
            }
            if (limit - p == Frames.HEADER_BYTES) {
                return 0;
            }
            padding = 1 + (b[p + Frames.HEADER_BYTES] & 0xff);
            if (padding > length) {
                return broken(ErrorCode.PROTOCOL_ERROR, "the padding is longer than its frame");
            }
        }
        if (!handler.dataBegins(flags, id, length, padding)) {
            return -1;
        }
        inData = true;
        dataLeft = length - padding;
        paddingLeft = Math.max(0, padding - 1);
        if (dataLeft == 0 && paddingLeft == 0 && !endData()) {
            return -1;
        }
        return Frames.HEADER_BYTES + Math.min(1, padding);
    }

    private int dataPart(byte[] b, int p, int limit) {
        int data = Math.min(dataLeft, limit - p);
        if (data > 0) {
            dataLeft -= data;
            if (!handler.data(b, p, p + data)) {
                return -1;
            }
        }
        int skipped = Math.min(paddingLeft, limit - p - data);
        paddingLeft -= skipped;
        if (dataLeft == 0 && paddingLeft == 0 && !endData()) {
            return -1;
        }
        return data + skipped;
    }

    private boolean endData() {
        inData = false;
        return handler.dataEnds();
    }

    private int broken(int code, String why) {
        handler.broken(code, why);
        return -1;
    }
}
