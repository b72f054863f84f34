package millrace.offload.compress;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import millrace.offload.compress.DecompressionException.Reason;

/**
 * Undoes what a {@link Compressor} of any make has done, and checks what there is to check. It trusts nothing: output is
 * limited, and what is malformed or cut short is an error.
 *
 * <pre>
 *            GZIP                                                ┌── another byte ─────────┐
 *   ────▶ HEADER ── complete ─▶ BODY ── ended ─▶ TRAILER ── checked ─▶ END ◀────────────── │
 *            ▲           ▲                └─ ZLIB, RAW ───────────────▶ │                  │
 *            └───────────┼──────────────── GZIP: members may follow ────┴──────────────────┘
 *            ZLIB, RAW ──┘
 * </pre>
 */
public final class Decompressor implements Codec {
    private static final int TRAILER = 8;
    private static final byte[] NONE = {};

    private enum State { HEADER, BODY, TRAILER, END }

    private final Format format;
    private final DecompressionLimits limits;
    private final Inflater inflater;
    private final GzipHeader header = new GzipHeader();
    private final CRC32 crc = new CRC32();

    private State state;
    private byte[] in = NONE;
    private int position;
    private int limit;
    private long trailer;
    private int trailerBytes;
    private long inputBytes;
    private long outputBytes;
    private boolean dry;
    private boolean ended;

    private Decompressor(Format format, DecompressionLimits limits) {
        this.format = format;
        this.limits = limits;
        this.inflater = new Inflater(format != Format.ZLIB);
        begin();
    }

    public static Decompressor of(Format format, DecompressionLimits limits) {
        return new Decompressor(format, limits);
    }

    /** Members that follow each other (RFC 1952, section 2.2) are one stream; other bytes behind the last are refused. */
    public static Decompressor gzip(DecompressionLimits limits) {
        return of(Format.GZIP, limits);
    }

    private void begin() {
        in = NONE;
        position = 0;
        limit = 0;
        inputBytes = 0;
        outputBytes = 0;
        dry = true;
        ended = false;
        beginMember();
    }

    private void beginMember() {
        state = format == Format.GZIP ? State.HEADER : State.BODY;
        header.reset();
        crc.reset();
        trailer = 0;
        trailerBytes = 0;
    }

    @Override
    public void input(byte[] bytes, int offset, int length) {
        if (!dry || ended) {
            throw new IllegalStateException(ended ? "the input has ended" : "the last piece is not used up");
        }
        in = bytes;
        position = offset;
        limit = offset + length;
        inputBytes += length;
        dry = false;
        if (state == State.BODY) {
            inflater.setInput(in, position, length);
        }
    }

    @Override
    public void endInput() {
        ended = true;
        dry = false;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws DecompressionException {
        while (true) {
            int done = switch (state) {
                case HEADER -> header();
                case BODY -> inflate(to, offset, length);
                case TRAILER -> trailer();
                case END -> end();
            };
            if (done >= 0) {
                dry = done == 0 && !ended;
                return done;
            }
        }
    }

    /** Each step answers how many bytes came out, 0 when there is no input for it, or this when another step is next. */
    private static final int GO_ON = -1;

    private int header() throws DecompressionException {
        while (position < limit) {
            header.take(in[position++]);
            if (header.isComplete()) {
                state = State.BODY;
                inflater.setInput(in, position, limit - position);
                return GO_ON;
            }
        }
        return starve("in the header");
    }

    private int inflate(byte[] to, int offset, int length) throws DecompressionException {
        int done;
        try {
            done = inflater.inflate(to, offset, length);
        } catch (DataFormatException e) {
            throw DecompressionException.malformed("compressed data is malformed after " + outputBytes
                    + " decompressed bytes: " + e.getMessage());
        }
        position = limit - inflater.getRemaining();
        outputBytes += done;
        limits.check(inputBytes - (limit - position), outputBytes);
        if (format == Format.GZIP) {
            crc.update(to, offset, done);
        }
        if (inflater.finished()) {
            state = format == Format.GZIP ? State.TRAILER : State.END;
        } else if (inflater.needsDictionary()) {
            throw DecompressionException.malformed("compressed data wants a preset dictionary, and there is none");
        } else if (done == 0) {
            return starve("in the compressed data");
        }
        return done == 0 ? GO_ON : done;
    }

    private int trailer() throws DecompressionException {
        while (position < limit && trailerBytes < TRAILER) {
            trailer |= (in[position++] & 0xffL) << 8 * trailerBytes++;
        }
        if (trailerBytes < TRAILER) {
            return starve("in the trailer");
        }
        if ((int) trailer != (int) crc.getValue()) {
            throw DecompressionException.malformed("the decompressed data does not match its CRC-32");
        }
        // The length modulo 2^32 (RFC 1952, section 2.3.1).
        if ((int) (trailer >>> 32) != (int) inflater.getBytesWritten()) {
            throw DecompressionException.malformed("the decompressed data has " + inflater.getBytesWritten()
                    + " bytes, and the trailer says " + (trailer >>> 32));
        }
        state = State.END;
        return GO_ON;
    }

    private int end() throws DecompressionException {
        if (position == limit) {
            return 0;
        }
        if (format != Format.GZIP || in[position] != GzipHeader.MAGIC_1) {
            throw DecompressionException.malformed((limit - position) + " bytes follow the end of the compressed data");
        }
        beginMember();
        inflater.reset();
        return GO_ON;
    }

    private int starve(String where) throws DecompressionException {
        if (ended) {
            throw new DecompressionException(Reason.TRUNCATED, "compressed input ends " + where + ", after " + inputBytes
                    + " bytes: it was cut off on its way");
        }
        return 0;
    }

    @Override
    public boolean needsInput() {
        return dry;
    }

    @Override
    public int remaining() {
        return limit - position;
    }

    @Override
    public boolean isFinished() {
        return ended && state == State.END && position == limit;
    }

    @Override
    public void reset() {
        inflater.reset();
        begin();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
