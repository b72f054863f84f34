package millrace.http.codec;

import java.util.Arrays;

/**
 * Takes the chunk framing off a body, resuming at any octet (RFC 9112 section 7.1).
 *
 * <pre>
 *   SIZE_START ──▶ SIZE ──';'──▶ EXTENSION ──CR──▶ SIZE_END ──LF──▶ DATA ──all──▶ DATA_CR ──▶ DATA_LF ──▶ SIZE_START
 *                    └────────────CR────────────────▲  └──size 0──▶ TRAILERS ──empty line──▶ END
 * </pre>
 *
 * <p>Use: {@link #advance} reads framing up to the next body bytes; while {@link #remaining} is above zero they stand at
 * the position it answered, and {@link #take} says how many the caller took away. Trailers are copied, so they stay.
 */
public final class ChunkedDecoder {
    /** {@link #advance}: the body is refused, {@link #refusal} says why. */
    public static final int REFUSED = -1;

    private enum State { SIZE_START, SIZE, EXTENSION, SIZE_END, DATA, DATA_CR, DATA_LF, TRAILERS, END }

    private static final int MAX_DIGITS = 15;

    private final FieldParser trailerParser = new FieldParser();
    private Limits limits = Limits.DEFAULT;
    private State state = State.END;
    private long size;
    private int digits;
    private long total;
    private int extensionBytes;
    private byte[] trailerBytes = {};
    private int trailerLength;
    private Refusal refusal;

    /** Begins with a new body. */
    public void begin(Limits limits) {
        this.limits = limits;
        state = State.SIZE_START;
        size = 0;
        total = 0;
        extensionBytes = 0;
        trailerLength = 0;
        refusal = null;
        trailerParser.begin(0, limits);
    }

    /**
     * Reads framing from {@code p} until body bytes, the body's end or {@code limit} come.
     *
     * @return where it stopped, or {@link #REFUSED}
     */
    public int advance(byte[] b, int p, int limit) {
        while (p < limit && state != State.DATA && state != State.END) {
            if (state == State.TRAILERS) {
                p = trailers(b, p, limit);
                if (p < 0) {
                    return REFUSED;
                }
                continue;
            }
            Refusal wrong = octet(b[p]);
            if (wrong != null) {
                refusal = wrong;
                return REFUSED;
            }
            p++;
        }
        return p;
    }

    /** How many bytes of the current chunk are still to come. */
    public long remaining() {
        return state == State.DATA ? size : 0;
    }

    /** Notes that the caller has taken bytes of the current chunk away. */
    public void take(long bytes) {
        size -= bytes;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    public boolean isComplete() {
        return state == State.END;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The trailer fields; complete with the body. */
    public Fields trailers() {
        return trailerParser.fields();
    }

    private Refusal octet(byte c) {
        return switch (state) {
            case SIZE_START -> {
                size = 0;
                digits = 0;
                state = State.SIZE;
                yield Chars.hex(c) < 0 ? Refusal.BAD_CHUNK_SIZE : size(c);
            }
            case SIZE -> size(c);
            case EXTENSION -> extension(c);
            case SIZE_END -> sizeEnd(c);
            case DATA_CR -> {
                state = State.DATA_LF;
                yield c == '\r' ? null : Refusal.BAD_CHUNK_END;
            }
            case DATA_LF -> {
                state = State.SIZE_START;
                yield c == '\n' ? null : Refusal.BAD_CHUNK_END;
            }
            case DATA, TRAILERS, END -> throw new IllegalStateException("not framing: " + state);
        };
    }

    private Refusal size(byte c) {
        int digit = Chars.hex(c);
        if (digit >= 0) {
            size = size << 4 | digit;
            return ++digits > MAX_DIGITS ? Refusal.BAD_CHUNK_SIZE : null;
        }
        if (c == ';') {
            state = State.EXTENSION;
            return countExtension();
        }
        state = State.SIZE_END;
        return c == '\r' ? null : c == '\n' ? Refusal.BARE_LF : Refusal.BAD_CHUNK_SIZE;
    }

    private Refusal extension(byte c) {
        if (c == '\r') {
            state = State.SIZE_END;
            return null;
        }
        if (!Chars.isValue(c)) {
            return c == '\n' ? Refusal.BARE_LF : Refusal.BAD_CHUNK_EXTENSION;
        }
        return countExtension();
    }

    private Refusal countExtension() {
        return ++extensionBytes > limits.chunkExtensionBytes() ? Refusal.CHUNK_EXTENSIONS_TOO_LONG : null;
    }

    private Refusal sizeEnd(byte c) {
        if (c != '\n') {
            return Refusal.BARE_CR;
        }
        if (size > limits.bodyBytes() - total) {
            return Refusal.BODY_TOO_LONG;
        }
        total += size;
        state = size == 0 ? State.TRAILERS : State.DATA;
        return null;
    }

    /** Trailers are parsed in a copy: that keeps them together, wherever the pieces came from. */
    private int trailers(byte[] b, int p, int limit) {
        int before = trailerLength;
        int room = limits.fieldBytes() - before;
        int piece = Math.min(limit - p, room);
        if (trailerBytes.length < before + piece) {
            trailerBytes = Arrays.copyOf(trailerBytes, Math.max(before + piece, 2 * trailerBytes.length));
        }
        System.arraycopy(b, p, trailerBytes, before, piece);
        trailerLength += piece;
        trailers().bind(trailerBytes, 0);
        int end = trailerParser.parse(trailerBytes, 0, trailerLength);
        if (end == FieldParser.INCOMPLETE) {
            return p + piece;
        }
        refusal = end < 0 ? trailerParser.refusal() : forbidden();
        if (refusal != null) {
            return REFUSED;
        }
        state = State.END;
        return p + end - before;
    }

    private Refusal forbidden() {
        Fields fields = trailers();
        for (int i = 0; i < fields.count(); i++) {
            for (String name : new String[] {"content-length", "transfer-encoding", "host", "connection", "upgrade"}) {
                if (fields.isNamed(i, name)) {
                    return Refusal.FORBIDDEN_TRAILER;
                }
            }
        }
        return null;
    }
}
