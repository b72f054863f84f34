package millrace.offload.compress;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses by DEFLATE (RFC 1951), at 25 to 150 MB a second: more than a few kilobytes belong off the loop. */
public final class Compressor implements Codec {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int UNKNOWN_SYSTEM = 255;

    /** With 6 bytes of room and fewer, zlib would go on flushing for ever. */
    private static final int FLUSH_ROOM = 32;

    private static final byte[] NONE = {};

    private final Format format;
    private final int level;
    private final Deflater deflater;
    private final CRC32 crc = new CRC32();

    /** The piece that the deflater does not have yet; null when there is none. */
    private byte[] piece;

    private int pieceOffset;
    private int pieceLength;

    /** All that has been given. */
    private long taken;

    /** The header, the trailer or a flush that is on its way out. */
    private byte[] frame = NONE;

    private int framed;
    private boolean flushing;
    private boolean dry;
    private boolean ended;
    private boolean trailed;

    private Compressor(Format format, int level) {
        this.format = format;
        this.level = level;
        this.deflater = new Deflater(level, format != Format.ZLIB);
        begin();
    }

    /** @param level 1 (fastest) to 9 (smallest), 0 for no compression, −1 for the library's choice, which is 6 */
    public static Compressor of(Format format, int level) {
        return new Compressor(format, level);
    }

    public static Compressor gzip(int level) {
        return of(Format.GZIP, level);
    }

    private void begin() {
        crc.reset();
        piece = null;
        taken = 0;
        frame = format == Format.GZIP ? header() : NONE;
        framed = 0;
        flushing = false;
        dry = true;
        ended = false;
        trailed = format != Format.GZIP;
    }

    /** No time, no name, no system: the same input gives the same output. */
    private byte[] header() {
        byte[] header = new byte[HEADER];
        header[0] = GzipHeader.MAGIC_1;
        header[1] = (byte) GzipHeader.MAGIC_2;
        header[2] = GzipHeader.DEFLATE;
        header[8] = (byte) (level == Deflater.BEST_COMPRESSION ? 2 : level == Deflater.BEST_SPEED ? 4 : 0);
        header[9] = (byte) UNKNOWN_SYSTEM;
        return header;
    }

    private byte[] trailer() {
        byte[] trailer = new byte[TRAILER];
        putLittleEndian(trailer, 0, (int) crc.getValue());
        putLittleEndian(trailer, 4, (int) deflater.getBytesRead());
        return trailer;
    }

    private static void putLittleEndian(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >>> 8 * i);
        }
    }

    @Override
    public void input(byte[] bytes, int offset, int length) {
        if (!dry || ended) {
            throw new IllegalStateException(ended ? "the input has ended" : "the last piece is not used up");
        }
        piece = bytes;
        pieceOffset = offset;
        pieceLength = length;
        taken += length;
        dry = false;
    }

    @Override
    public void endInput() {
        if (!ended) {
            ended = true;
            dry = false;
            deflater.finish();
        }
    }

    /**
     * Lets all that has been put in come out with the next reads, so that the receiver can decompress it: for streams
     * whose next piece may take its time. Each flush costs about five bytes and some compression.
     */
    public void flush() {
        if (!ended) {
            flushing = true;
            dry = false;
        }
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (piece != null) {
            crc.update(piece, pieceOffset, pieceLength);
            deflater.setInput(piece, pieceOffset, pieceLength);
            piece = null;
        }
        int done = frame(to, offset, length);
        if (done < length && !deflater.finished()) {
            done += deflate(to, offset + done, length - done);
        }
        if (deflater.finished() && !trailed) {
            trailed = true;
            frame = trailer();
            framed = 0;
        }
        done += frame(to, offset + done, length - done);
        dry = done == 0 && !ended;
        return done;
    }

    private int deflate(byte[] to, int offset, int length) {
        if (!flushing) {
            return deflater.deflate(to, offset, length);
        }
        byte[] room = length < FLUSH_ROOM ? new byte[FLUSH_ROOM] : to;
        int at = room == to ? offset : 0;
        int most = Math.max(length, FLUSH_ROOM);
        int done = deflater.deflate(room, at, most, Deflater.SYNC_FLUSH);
        // A flush is over when it has left room.
        flushing = done == most;
        if (room == to) {
            return done;
        }
        frame = Arrays.copyOf(room, done);
        framed = 0;
        return frame(to, offset, length);
    }

    private int frame(byte[] to, int offset, int length) {
        int count = Math.min(length, frame.length - framed);
        System.arraycopy(frame, framed, to, offset, count);
        framed += count;
        return count;
    }

    @Override
    public boolean needsInput() {
        return dry;
    }

    @Override
    public int remaining() {
        return (int) (taken - deflater.getBytesRead());
    }

    @Override
    public boolean isFinished() {
        return deflater.finished() && trailed && framed == frame.length;
    }

    @Override
    public void reset() {
        deflater.reset();
        begin();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
