package millrace.bench.client;

import millrace.loop.Connection;

/** What a client sends by HTTP/2: heads at once, bodies as far as the server's windows allow. The loop's thread. */
final class Http2Output {
    private static final byte[] HELLO = Http2Frames.hello();

    /** Up to here a frame is written at once, as most heads are. */
    private static final int SMALL = 1024;

    private final byte[] small = new byte[Http2Frames.HEADER_BYTES + SMALL];
    private final Http2Streams streams;
    private Connection connection;
    private long window;
    private int initialWindow;
    private int waiting;
    private boolean congested;

    Http2Output(Http2Streams streams) {
        this.streams = streams;
    }

    void begin(Connection made) {
        connection = made;
        window = Http2Frames.FIRST_WINDOW;
        initialWindow = Http2Frames.FIRST_WINDOW;
        waiting = 0;
        congested = false;
        made.write(HELLO);
    }

    /** Whether what was written waits for the kernel. */
    boolean isCongested() {
        return congested;
    }

    void writable() {
        congested = false;
        sendBodies();
    }

    /** @param body {@code null} when there is none */
    void request(Http2Stream stream, byte[] block, byte[] body) {
        int at = 0;
        int type = Http2Frames.HEADERS;
        int flags = body == null ? Http2Frames.END_STREAM : 0;
        do {
            int part = Math.min(block.length - at, Http2Frames.LONGEST);
            boolean last = at + part == block.length;
            frame(type, flags | (last ? Http2Frames.END_HEADERS : 0), stream.id, block, at, part);
            at += part;
            type = Http2Frames.CONTINUATION;
            flags = 0;
        } while (at < block.length);
        stream.window = initialWindow;
        if (body != null) {
            stream.body = body;
            stream.bodyAt = 0;
            waiting++;
            sendBody(stream);
        }
    }

    private void frame(int type, int flags, int id, byte[] payload, int from, int length) {
        Http2Frames.header(small, 0, length, type, flags, id);
        if (length <= SMALL) {
            System.arraycopy(payload, from, small, Http2Frames.HEADER_BYTES, length);
            congested = !connection.write(small, 0, Http2Frames.HEADER_BYTES + length);
        } else {
            connection.write(small, 0, Http2Frames.HEADER_BYTES);
            congested = !connection.write(payload, from, length);
        }
    }

    private void sendBody(Http2Stream stream) {
        while (stream.body != null && !congested) {
            int left = stream.body.length - stream.bodyAt;
            int part = (int) Math.min(Math.min(left, Http2Frames.LONGEST), Math.min(window, stream.window));
            if (part <= 0) {
                return;
            }
            frame(Http2Frames.DATA, part == left ? Http2Frames.END_STREAM : 0, stream.id, stream.body, stream.bodyAt,
                    part);
            window -= part;
            stream.window -= part;
            stream.bodyAt += part;
            if (part == left) {
                forget(stream);
            }
        }
    }

    private void sendBodies() {
        for (int i = 0; i < streams.places() && waiting > 0 && window > 0 && !congested; i++) {
            Http2Stream stream = streams.at(i);
            if (stream != null) {
                sendBody(stream);
            }
        }
    }

    /** What was not sent of its body is not sent any more. */
    void forget(Http2Stream stream) {
        if (stream.body != null) {
            stream.body = null;
            waiting--;
        }
    }

    void reset(int stream, int code) {
        Http2Frames.reset(small, 0, stream, code);
        connection.write(small, 0, Http2Frames.HEADER_BYTES + 4);
    }

    /** The server may send so much more: on the connection, 0, or on a stream. */
    void allow(int stream, int bytes) {
        Http2Frames.windowUpdate(small, 0, stream, bytes);
        connection.write(small, 0, Http2Frames.HEADER_BYTES + 4);
    }

    void acknowledgeSettings() {
        Http2Frames.header(small, 0, 0, Http2Frames.SETTINGS, Http2Frames.ACK, 0);
        connection.write(small, 0, Http2Frames.HEADER_BYTES);
    }

    void acknowledgePing(byte[] b, int from) {
        Http2Frames.header(small, 0, 8, Http2Frames.PING, Http2Frames.ACK, 0);
        System.arraycopy(b, from, small, Http2Frames.HEADER_BYTES, 8);
        connection.write(small, 0, Http2Frames.HEADER_BYTES + 8);
    }

    /** The server takes more. Answers whether that makes sense. */
    boolean allowed(int id, int bytes) {
        Http2Stream stream = streams.find(id);
        if (bytes <= 0) {
            return false;
        }
        if (id == 0) {
            window += bytes;
        } else if (stream != null) {
            stream.window += bytes;
        }
        sendBodies();
        return window <= Http2Frames.LARGEST_WINDOW
                && (stream == null || stream.window <= Http2Frames.LARGEST_WINDOW);
    }

    /** What each stream may send at first has changed, also for those that are there. */
    boolean initialWindow(int bytes) {
        if (bytes < 0) {
            return false;
        }
        long more = (long) bytes - initialWindow;
        initialWindow = bytes;
        for (int i = 0; i < streams.places(); i++) {
            if (streams.at(i) != null) {
                streams.at(i).window += more;
            }
        }
        sendBodies();
        return true;
    }
}
