package millrace.bench.client;

import java.util.SplittableRandom;
import millrace.loop.Connection;

/** Writes a client's frames, each masked by another key. The loop's thread. Source: RFC 6455, sections 5.2 and 5.3. */
final class WebSocketOutput {
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int MOST_HEADER = 14;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final SplittableRandom keys = new SplittableRandom();
    private byte[] frame = new byte[128];

    /** As {@link Connection#write(byte[], int, int)}: whether more is welcome. */
    boolean write(Connection to, int opcode, byte[] payload, int from, int length) {
        if (frame.length < MOST_HEADER + length) {
            frame = new byte[MOST_HEADER + length];
        }
        frame[0] = (byte) (FIN | opcode);
        int at = length(length);
        int key = keys.nextInt();
        Http2Frames.putInt(frame, at, key);
        at += 4;
        for (int i = 0; i < length; i++) {
            frame[at + i] = (byte) (payload[from + i] ^ key >>> 24 - 8 * (i & 3));
        }
        return to.write(frame, 0, at + length);
    }

    private int length(int length) {
        if (length < TWO_BYTES) {
            frame[1] = (byte) (MASKED | length);
            return 2;
        }
        if (length < 1 << 16) {
            frame[1] = (byte) (MASKED | TWO_BYTES);
            frame[2] = (byte) (length >>> 8);
            frame[3] = (byte) length;
            return 4;
        }
        frame[1] = (byte) (MASKED | EIGHT_BYTES);
        Http2Frames.putInt(frame, 2, 0);
        Http2Frames.putInt(frame, 6, length);
        return 10;
    }
}
