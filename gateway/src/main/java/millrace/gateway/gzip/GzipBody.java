package millrace.gateway.gzip;

import java.util.ArrayDeque;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;

/** Compresses what is written, piece by piece: RFC 1952. Compressors belong to the loop and are used again. */
final class GzipBody extends BodyFilter {
    private static final int PIECE = 16 * 1024;
    private static final int TAIL_BYTES = 8;
    private static final int LEVELS = 10;
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

    /** What one loop has for it. */
    private static final class Tools {
        static final StateKey<Tools> KEY = StateKey.create();

        final byte[] piece = new byte[HEAD.length + PIECE + TAIL_BYTES];
        final ArrayDeque<Deflater>[] spare = queues();

        @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type cannot be made otherwise.
        private static ArrayDeque<Deflater>[] queues() {
            return new ArrayDeque[LEVELS];
        }

        Deflater take(int level) {
            if (spare[level] == null) {
                spare[level] = new ArrayDeque<>();
            }
            Deflater free = spare[level].poll();
            return free == null ? new Deflater(level, true) : free;
        }
    }

    private final Tools tools;
    private final int level;
    private final CRC32 sum = new CRC32();
    private Deflater deflater;
    private boolean begun;

    GzipBody(GatewayLoop loop, int level) {
        this.tools = loop.state(Tools.KEY, l -> new Tools());
        this.level = level;
        this.deflater = tools.take(level);
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        sum.update(bytes, offset, length);
        deflater.setInput(bytes, offset, length);
        return drain(Deflater.NO_FLUSH);
    }

    @Override
    public boolean flush() {
        drain(Deflater.SYNC_FLUSH);
        return next.flush();
    }

    /** Sends what the compressor gives now, in one piece with the head and the tail if it can be; whether more is welcome. */
    private boolean drain(int how) {
        byte[] piece = tools.piece;
        boolean room = true;
        int made;
        do {
            made = deflater.deflate(piece, HEAD.length, PIECE, how);
            int from = HEAD.length;
            int to = from + made;
            if (made > 0 && !begun) {
                begun = true;
                from = 0;
                System.arraycopy(HEAD, 0, piece, 0, HEAD.length);
            }
            if (deflater.finished()) {
                little(piece, to, sum.getValue());
                little(piece, to + 4, deflater.getBytesRead());
                to += TAIL_BYTES;
            }
            if (to > from) {
                room = next.write(piece, from, to - from);
            }
        } while (!deflater.finished() && (made == PIECE || !deflater.needsInput()));
        return room;
    }

    @Override
    public void end() {
        deflater.finish();
        drain(Deflater.NO_FLUSH);
        giveBack();
        next.end();
    }

    private static void little(byte[] to, int at, long value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private void giveBack() {
        if (deflater != null) {
            deflater.reset();
            tools.spare[level].push(deflater);
            deflater = null;
        }
    }

    @Override
    public void cancel() {
        giveBack();
        super.cancel();
    }
}
