package millrace.bench.client;

import java.util.Arrays;

/**
 * Understands what a server says by HTTP/2, and tells what became of streams. Strict about all that decides when an answer
 * is complete. The loop's thread. Source: RFC 9113, sections 5 to 8.
 */
final class Http2Answers implements Http2Scanner.Sink {
    /** Who is told. */
    interface Listener {
        /** The server's settings have come, at first or anew. */
        void settled();

        void answered(Http2Stream stream);

        void failed(Http2Stream stream, ErrorKind kind, String why);

        /** The server has ended a stream before its answer was complete. */
        void reset(Http2Stream stream, int code);

        /** The server begins nothing behind this stream. */
        void leaving(int last, int code);

        /** The connection cannot go on. */
        void broken(ErrorKind kind, String why);

        /** Something came for a stream that is not under way: whether that is no wonder. */
        boolean mayBeLate(int stream);
    }

    /** So much may come before the server is told that there is room for as much again: windows never run out. */
    private static final int HALF_WINDOW = 1 << 30;

    private static final int LONGEST_BLOCK = 256 * 1024;
    private static final int SETTING_BYTES = 6;
    private static final int INTERIM = 200;

    private final Http2Streams streams;
    private final Http2Output output;
    private final Listener listener;
    private final Http2Head head = new Http2Head();
    private AnswerReader reader;
    private FieldLines lines;
    private int mostStreams;
    private int unacknowledged;

    // A block that comes in several frames.
    private byte[] block = {};
    private int blockLength;
    private int blockStream;
    private boolean blockIsLast;

    Http2Answers(Http2Streams streams, Http2Output output, Listener listener) {
        this.streams = streams;
        this.output = output;
        this.listener = listener;
    }

    void begin() {
        mostStreams = Integer.MAX_VALUE;
        unacknowledged = 0;
        blockStream = 0;
    }

    /** How many streams the server takes at once. */
    int mostStreams() {
        return mostStreams;
    }

    void reader(AnswerReader next) {
        reader = next;
        lines = next == null ? null : lines == null ? new FieldLines() : lines;
    }

    @Override
    public void data(int id, byte[] b, int from, int end) {
        Http2Stream stream = streams.find(id);
        if (stream == null || stream.status == 0) {
            return; // Told at its end.
        }
        stream.received += end - from;
        if (stream.check != null) {
            stream.check.take(b, from, end);
        }
        if (reader != null) {
            reader.body(b, from, end);
        }
    }

    @Override
    public void dataEnd(int id, int length, boolean last) {
        unacknowledged += length;
        if (unacknowledged >= HALF_WINDOW) {
            output.allow(0, unacknowledged);
            unacknowledged = 0;
        }
        Http2Stream stream = streams.find(id);
        if (blockStream != 0) {
            malformed("a block of fields is broken off by other frames");
        } else if (stream == null) {
            stray(id);
        } else if (stream.status == 0) {
            listener.failed(stream, ErrorKind.MALFORMED, "an answer's body came before its head");
        } else if (last) {
            complete(stream);
        } else {
            stream.unacknowledged += length;
            if (stream.unacknowledged >= HALF_WINDOW) {
                output.allow(id, stream.unacknowledged);
                stream.unacknowledged = 0;
            }
        }
    }

    private void malformed(String why) {
        listener.broken(ErrorKind.MALFORMED, why);
    }

    private void stray(int id) {
        if (!listener.mayBeLate(id)) {
            listener.broken(ErrorKind.UNASKED, "the server answered on a stream that nobody waits for: " + id);
        }
    }

    private void complete(Http2Stream stream) {
        if (stream.expected != Http2Head.UNKNOWN && stream.expected != stream.received) {
            listener.failed(stream, ErrorKind.MALFORMED, "the answer's body has " + stream.received
                    + " bytes and its content-length is " + stream.expected);
        } else {
            listener.answered(stream);
        }
    }

    @Override
    public void broken(String why) {
        listener.broken(ErrorKind.MALFORMED, why);
    }

    @Override
    public void frame(int type, int flags, int id, byte[] b, int from, int end) {
        if (blockStream != 0 && (type != Http2Frames.CONTINUATION || id != blockStream)) {
            malformed("a block of fields is broken off by other frames");
            return;
        }
        switch (type) {
            case Http2Frames.HEADERS -> headers(flags, id, b, from, end);
            case Http2Frames.CONTINUATION -> continuation(flags, b, from, end);
            case Http2Frames.SETTINGS -> settings(flags, b, from, end);
            case Http2Frames.RST_STREAM -> reset(id, b, from, end);
            case Http2Frames.WINDOW_UPDATE -> {
                if (end - from != 4 || !output.allowed(id, Http2Frames.getInt(b, from) & Integer.MAX_VALUE)) {
                    malformed("a WINDOW_UPDATE makes no sense");
                }
            }
            case Http2Frames.PING -> {
                if (end - from != 8) {
                    malformed("a PING has not 8 bytes");
                } else if ((flags & Http2Frames.ACK) == 0) {
                    output.acknowledgePing(b, from);
                }
            }
            case Http2Frames.GOAWAY -> {
                if (end - from < 8) {
                    malformed("a GOAWAY is too short");
                } else {
                    listener.leaving(Http2Frames.getInt(b, from) & Integer.MAX_VALUE,
                            Http2Frames.getInt(b, from + 4));
                }
            }
            case Http2Frames.PUSH_PROMISE -> malformed("the server pushes, though it was told not to");
            default -> { } // PRIORITY, and what is not known, is to be ignored: section 5.5.
        }
    }

    private void reset(int id, byte[] b, int from, int end) {
        Http2Stream stream = streams.find(id);
        if (end - from != 4) {
            malformed("a RST_STREAM has not 4 bytes");
        } else if (stream != null) {
            listener.reset(stream, Http2Frames.getInt(b, from));
        }
    }

    private void settings(int flags, byte[] b, int from, int end) {
        boolean acknowledged = (flags & Http2Frames.ACK) != 0;
        if ((end - from) % SETTING_BYTES != 0 || acknowledged && end > from) {
            malformed("SETTINGS have the wrong length");
            return;
        }
        if (acknowledged) {
            return;
        }
        for (int at = from; at < end; at += SETTING_BYTES) {
            int value = Http2Frames.getInt(b, at + 2);
            int name = (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
            if (name == Http2Frames.MOST_STREAMS) {
                mostStreams = value < 0 ? Integer.MAX_VALUE : value;
            } else if (name == Http2Frames.INITIAL_WINDOW && !output.initialWindow(value)) {
                malformed("the server's window is too large");
                return;
            }
        }
        output.acknowledgeSettings();
        listener.settled();
    }

    private void headers(int flags, int id, byte[] b, int payload, int payloadEnd) {
        int from = payload;
        int end = payloadEnd;
        if ((flags & Http2Frames.PADDED) != 0 && from < end) {
            end -= b[from++] & 0xff;
        }
        if ((flags & Http2Frames.PRIORITY) != 0) {
            from += 5;
        }
        if (from > end) {
            malformed("a frame of HEADERS has more padding than bytes");
            return;
        }
        boolean last = (flags & Http2Frames.END_STREAM) != 0;
        if ((flags & Http2Frames.END_HEADERS) != 0) {
            fields(id, b, from, end, last);
            return;
        }
        blockStream = id;
        blockIsLast = last;
        blockLength = 0;
        join(b, from, end);
    }

    private void join(byte[] b, int from, int end) {
        if (block.length - blockLength < end - from) {
            block = Arrays.copyOf(block, Math.max(2 * block.length, blockLength + end - from));
        }
        System.arraycopy(b, from, block, blockLength, end - from);
        blockLength += end - from;
        if (blockLength > LONGEST_BLOCK) {
            malformed("the answer's head is longer than " + LONGEST_BLOCK + " bytes");
        }
    }

    private void continuation(int flags, byte[] b, int from, int end) {
        if (blockStream == 0) {
            malformed("a CONTINUATION continues nothing");
            return;
        }
        join(b, from, end);
        if ((flags & Http2Frames.END_HEADERS) != 0) {
            int id = blockStream;
            blockStream = 0;
            fields(id, block, 0, blockLength, blockIsLast);
        }
    }

    private void fields(int id, byte[] b, int from, int end, boolean last) {
        Http2Stream stream = streams.find(id);
        if (stream == null) {
            stray(id);
        } else if (stream.status == 0) {
            head(stream, b, from, end, last);
        } else if (last) {
            complete(stream); // Behind its trailers.
        } else {
            listener.failed(stream, ErrorKind.MALFORMED, "an answer has two heads");
        }
    }

    private void head(Http2Stream stream, byte[] b, int from, int end, boolean last) {
        head.read(b, from, end);
        if (head.fault != null) {
            malformed(head.fault); // The block could not be understood, so neither can those that follow.
            return;
        }
        if (head.status < INTERIM) {
            if (last) {
                listener.failed(stream, ErrorKind.MALFORMED, "the answer ends with the interim status " + head.status);
            }
            return;
        }
        stream.status = head.status;
        boolean bodiless = stream.ofHead || head.status == 204 || head.status == 304;
        stream.expected = bodiless ? 0 : head.length;
        if (stream.check != null) {
            stream.check.begin();
        }
        if (reader != null) {
            lines.read(b, from, end, reader);
        }
        if (last) {
            complete(stream);
        }
    }
}
