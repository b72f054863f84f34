package millrace.bench.client;

/**
 * Finds the frames in what arrives. Its own, and not the server's reader: a fault that both shared would test itself green.
 * DATA is passed on as it comes; other frames are small and are waited for. Allocates nothing. One thread.
 */
final class Http2Scanner {
    /** Who is told of frames, in order. */
    interface Sink {
        /** A piece of an answer's body. */
        void data(int stream, byte[] b, int from, int end);

        /** A frame of DATA is over. @param length with its padding, as windows count it */
        void dataEnd(int stream, int length, boolean last);

        /** Any other frame, as a whole; the offsets are those of its payload. */
        void frame(int type, int flags, int stream, byte[] b, int from, int end);

        /** There is no going on. */
        void broken(String why);
    }

    private final Sink sink;
    private boolean over;
    private boolean first;

    // The frame of DATA that is coming in.
    private boolean inData;
    private int stream;
    private int length;
    private int left;
    private int padding;
    private boolean last;

    Http2Scanner(Sink sink) {
        this.sink = sink;
    }

    /** For a new connection. */
    void reset() {
        over = false;
        first = true;
        inData = false;
    }

    /** Nothing more is told. */
    void stop() {
        over = true;
    }

    /** @return up to where the bytes are done with */
    int scan(byte[] b, int from, int end) {
        int at = from;
        while (at < end && !over) {
            int next = inData ? dataPart(b, at, end) : begin(b, at, end);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return over ? end : at;
    }

    private int begin(byte[] b, int at, int end) {
        if (end - at < Http2Frames.HEADER_BYTES) {
            return at;
        }
        int size = (b[at] & 0xff) << 16 | (b[at + 1] & 0xff) << 8 | b[at + 2] & 0xff;
        int type = b[at + 3] & 0xff;
        int flags = b[at + 4] & 0xff;
        int id = Http2Frames.getInt(b, at + 5) & Integer.MAX_VALUE;
        int payload = at + Http2Frames.HEADER_BYTES;
        if (first && type != Http2Frames.SETTINGS) {
            return broken("the server does not speak HTTP/2: what it says first are no settings", end);
        }
        if (size > Http2Frames.LONGEST) {
            return broken("a frame has " + size + " bytes, and more than " + Http2Frames.LONGEST
                    + " were not allowed", end);
        }
        first = false;
        if (type == Http2Frames.DATA) {
            return beginData(b, payload, end, size, flags, id) ? payload + padded(flags) : at;
        }
        if (end - payload < size) {
            return at;
        }
        sink.frame(type, flags, id, b, payload, payload + size);
        return payload + size;
    }

    private int broken(String why, int end) {
        over = true;
        sink.broken(why);
        return end;
    }

    private static int padded(int flags) {
        return (flags & Http2Frames.PADDED) != 0 ? 1 : 0;
    }

    private boolean beginData(byte[] b, int payload, int end, int size, int flags, int id) {
        int lengthBytes = padded(flags);
        if (size < lengthBytes) {
            broken("a frame of DATA has no room for the length of its padding", end);
            return true;
        }
        if (end - payload < lengthBytes) {
            return false;
        }
        inData = true;
        stream = id;
        length = size;
        last = (flags & Http2Frames.END_STREAM) != 0;
        padding = lengthBytes == 0 ? 0 : b[payload] & 0xff;
        left = size - lengthBytes - padding;
        if (left < 0) {
            broken("a frame of DATA has more padding than bytes", end);
        } else if (left + padding == 0) {
            endData();
        }
        return true;
    }

    private int dataPart(byte[] b, int at, int end) {
        int to = Math.min(end, at + left);
        if (to > at) {
            sink.data(stream, b, at, to);
            left -= to - at;
        }
        int skipped = Math.min(end - to, left == 0 ? padding : 0);
        padding -= skipped;
        if (left + padding == 0 && !over) {
            endData();
        }
        return to + skipped;
    }

    private void endData() {
        inData = false;
        sink.dataEnd(stream, length, last);
    }
}
