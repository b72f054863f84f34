package millrace.cluster;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import millrace.loop.EventLoop;
import millrace.loop.Watch;
import millrace.os.Descriptor;
import millrace.os.Errno;

/** The end of a pipe that a worker reads its standard input from. For the loop's own thread only. */
final class InputPipe extends Watch {
    /** More than this is not kept for a worker that does not read. */
    private static final int MOST_WAITING = 1 << 20;

    private final ArrayDeque<MemorySegment> waiting = new ArrayDeque<>();
    private long waitingBytes;

    /**
     * @param fd a non-blocking descriptor, owned from now on
     */
    InputPipe(EventLoop loop, int fd) {
        super(loop, fd);
    }

    /**
     * Writes, at once or when the worker reads.
     *
     * @param bytes not changed afterwards
     * @return {@code false} when the worker has closed its input, or too much waits for it already
     */
    boolean write(byte[] bytes) {
        if (isClosed() || waitingBytes + bytes.length > MOST_WAITING) {
            return false;
        }
        waiting.add(MemorySegment.ofArray(bytes));
        waitingBytes += bytes.length;
        writeSome();
        return !isClosed();
    }

    @Override
    protected void ready(int bits) {
        writeSome();
    }

    private void writeSome() {
        while (!waiting.isEmpty()) {
            MemorySegment next = waiting.peek();
            int result = Descriptor.write(fd(), next, next.byteSize());
            if (Errno.EAGAIN.is(result)) {
                interest(WRITE);
                return;
            }
            if (Errno.EINTR.is(result)) {
                continue;
            }
            if (result < 0) {
                waiting.clear();
                close();
                return;
            }
            waitingBytes -= result;
            waiting.poll();
            if (result < next.byteSize()) {
                waiting.addFirst(next.asSlice(result));
            }
        }
        interest(0);
    }
}
