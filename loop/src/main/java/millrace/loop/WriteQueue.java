package millrace.loop;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import millrace.os.Errno;

/**
 * What a slow peer has not yet taken, in order: copied bytes, and regions of files that go out by {@code sendfile(2)}.
 * A connection has a queue only while there is something in it.
 */
final class WriteQueue {
    /** What one turn sends for one connection at most. */
    private static final long BUDGET_BYTES = 1 << 20;

    private static final int CHUNK = 16 * 1024;

    private sealed interface Piece {
        long remaining();

        /** Sends what the kernel takes: bytes or −errno. */
        long send(StreamOutput to);

        /** It is done with, or will never be. */
        default void release() {}
    }

    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private Bytes tail;
    private long queuedBytes;
    private long fileBytes;

    /** All that is still to be sent. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** What of it takes memory. */
    long copiedBytes() {
        return queuedBytes - fileBytes;
    }

    void add(byte[] bytes, int offset, int length) {
        queuedBytes += length;
        int fitting = tail == null ? 0 : tail.append(bytes, offset, length);
        if (fitting < length) {
            tail = new Bytes(bytes, offset + fitting, length - fitting);
            pieces.add(tail);
        }
    }

    void add(FileRegion file) {
        queuedBytes += file.remaining();
        fileBytes += file.remaining();
        tail = null;
        pieces.add(new File(file));
    }

    /**
     * Sends until all is gone, the kernel takes no more, or the budget is spent.
     *
     * @return 0 when the queue is empty, 1 when the budget is spent, or −errno
     */
    int send(StreamOutput to) {
        long budget = BUDGET_BYTES;
        for (Piece piece = pieces.peek(); piece != null; piece = pieces.peek()) {
            if (piece.remaining() > 0) {
                if (budget <= 0) {
                    return 1;
                }
                long sent = piece.send(to);
                if (sent < 0) {
                    return (int) sent;
                }
                queuedBytes -= sent;
                fileBytes -= piece instanceof File ? sent : 0;
                budget -= sent;
            }
            if (piece.remaining() == 0) {
                pieces.remove();
                piece.release();
                tail = piece == tail ? null : tail;
            }
        }
        return 0;
    }

    /** The connection is gone: nothing of this will be sent. */
    void release() {
        pieces.forEach(Piece::release);
        pieces.clear();
    }

    private static final class Bytes implements Piece {
        private final byte[] bytes;
        private final MemorySegment segment;
        private int from;
        private int to;

        Bytes(byte[] source, int offset, int length) {
            bytes = new byte[Math.max(CHUNK, length)];
            segment = MemorySegment.ofArray(bytes);
            append(source, offset, length);
        }

        int append(byte[] source, int offset, int length) {
            int fitting = Math.min(length, bytes.length - to);
            System.arraycopy(source, offset, bytes, to, fitting);
            to += fitting;
            return fitting;
        }

        @Override
        public long remaining() {
            return to - from;
        }

        @Override
        public long send(StreamOutput out) {
            int sent = out.transmit(segment.asSlice(from), to - from);
            from += Math.max(0, sent);
            return sent;
        }
    }

    private record File(FileRegion region) implements Piece {
        @Override
        public long remaining() {
            return region.remaining();
        }

        @Override
        public long send(StreamOutput to) {
            return to.transmit(region, BUDGET_BYTES);
        }

        @Override
        public void release() {
            region.close();
        }
    }
}
