package millrace.http.websocket;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import millrace.http.codec.Output;
import millrace.http.websocket.frame.FrameWriter;

/** What all connections of one loop share, because each needs it for a moment only. For the loop's own thread. */
final class Workspace {
    private static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::new);

    /** What is decompressed, or compressed, at a time. */
    private static final int PIECE_BYTES = 16 << 10;

    private static final int MOST_SPARE = 4;

    final FrameWriter frames = new FrameWriter();
    /** Where a text is encoded that is short. */
    final Output text = new Output(1024);

    final byte[] inflated = new byte[PIECE_BYTES];
    final byte[] deflated = new byte[PIECE_BYTES];
    private final ArrayDeque<Inflater> inflaters = new ArrayDeque<>(MOST_SPARE);
    /** By their levels: one that changes its level flushes nothing when it is asked to, in the call that changes it. */
    private final Map<Integer, ArrayDeque<Deflater>> deflaters = new HashMap<>();

    /** That of the thread that asks. */
    static Workspace current() {
        return OF_THREAD.get();
    }

    Inflater takeInflater() {
        Inflater spare = inflaters.poll();
        return spare == null ? new Inflater(true) : spare;
    }

    void giveBack(Inflater inflater) {
        if (inflaters.size() == MOST_SPARE) {
            inflater.end();
        } else {
            inflater.reset();
            inflaters.push(inflater);
        }
    }

    Deflater takeDeflater(int level) {
        Deflater spare = ofLevel(level).poll();
        return spare == null ? new Deflater(level, true) : spare;
    }

    void giveBack(Deflater deflater, int level) {
        ArrayDeque<Deflater> spare = ofLevel(level);
        if (spare.size() == MOST_SPARE) {
            deflater.end();
        } else {
            deflater.reset();
            spare.push(deflater);
        }
    }

    private ArrayDeque<Deflater> ofLevel(int level) {
        return deflaters.computeIfAbsent(level, _ -> new ArrayDeque<>(MOST_SPARE));
    }
}
