package millrace.gateway.content;

import java.util.ArrayDeque;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;

/** Compresses what is written, piece by piece: RFC 1952. Compressors belong to the loop and are used again. */
final class GzipBody extends BodyFilter {
    private static final int PIECE = 16 * 1024;
    private static final int LEVELS = 10;
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

    /** What one loop has for it. */
    private static final class Tools {
        static final StateKey<Tools> KEY = StateKey.create();

        final byte[] piece = new byte[PIECE];
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

    /** Sends what the compressor gives now; whether more is welcome. */
    private boolean drain(int how) {
        boolean room = true;
        if (!begun) {
            begun = true;
            room = next.write(HEAD, 0, HEAD.length);
        }
        int made;
        do {
            made = deflater.deflate(tools.piece, 0, PIECE, how);
            if (made > 0) {
                room = next.write(tools.piece, 0, made);
            }
        } while (made == PIECE || !deflater.needsInput() && !deflater.finished());
        return room;
    }

    @Override
    public void end() {
        deflater.finish();
        drain(Deflater.NO_FLUSH);
        byte[] tail = new byte[8];
        little(tail, 0, sum.getValue());
        little(tail, 4, deflater.getBytesRead());
        next.write(tail, 0, tail.length);
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
