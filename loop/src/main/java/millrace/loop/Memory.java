package millrace.loop;

import java.lang.foreign.MemorySegment;

/**
 * The two buffers that all connections of a loop share: one that is read into, one in which a callback's output is
 * gathered until it returns. A connection owns no buffer of its own unless a request is cut or its peer is slow.
 */
final class Memory {
    /** Bytes read at once, and bytes gathered at most before they are sent. */
    static final int SIZE = 64 * 1024;

    /** What a handler left unread lies right in front of what is read next, so that both are one piece. */
    static final int HEADROOM = 64 * 1024;

    /** Filled from {@link #HEADROOM} on. */
    final byte[] input = new byte[HEADROOM + SIZE];

    final MemorySegment inputSegment = MemorySegment.ofArray(input).asSlice(HEADROOM);
    final byte[] output = new byte[SIZE];
    final MemorySegment outputSegment = MemorySegment.ofArray(output);

    /** Whose output is gathered at present, and how much. */
    private StreamOutput writer;

    int gathered;

    /** Makes room for a connection's output: whatever another one has gathered is sent first. */
    void claim(StreamOutput connection) {
        if (writer != connection) {
            flush();
            writer = connection;
        }
    }

    /** Sends what is gathered. */
    void flush() {
        if (writer != null) {
            StreamOutput owner = writer;
            writer = null;
            owner.sendGathered();
            gathered = 0;
        }
    }

    /** Forgets what a connection has gathered: it is closed. */
    void discard(StreamOutput connection) {
        if (writer == connection) {
            writer = null;
            gathered = 0;
        }
    }
}
