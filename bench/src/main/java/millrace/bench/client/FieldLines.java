package millrace.bench.client;

import millrace.http.hpack.FieldSink;
import millrace.http.hpack.HpackDecoder;

/**
 * Writes an answer's fields out as lines, for scenarios that check them or keep something of them. Only here the product's
 * own decoder is used: what is counted does not depend on it, and a check that both sides get wrong alike would have to
 * be wrong about a text that its author knows. The loop's thread.
 */
final class FieldLines extends FieldSink {
    private static final int MOST_BYTES = 1 << 20;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final HpackDecoder decoder = new HpackDecoder();

    FieldLines() {
        super(new byte[1024]);
    }

    /** The reader sees {@code :status: 200} where HTTP/1.1 has its status line. */
    void read(byte[] block, int from, int end, AnswerReader reader) {
        restart(bytes());
        decoder.decode(block, from, end, MOST_BYTES, this);
        System.arraycopy(LINE_END, 0, room(LINE_END.length), length(), LINE_END.length);
        advance(LINE_END.length);
        reader.head(bytes(), 0, length());
    }

    @Override
    protected void field(int nameStart, int nameEnd, int valueStart, int valueEnd) {}

    @Override
    protected void overflow() {}
}
