package millrace.cluster;

import java.lang.foreign.MemorySegment;
import millrace.loop.EventLoop;
import millrace.loop.Watch;
import millrace.os.Descriptor;
import millrace.os.Errno;

/**
 * The end of a pipe that a worker writes its output to. A worker that writes faster than its lines are dealt with waits in
 * the kernel: nothing is lost and nothing piles up here. For the loop's own thread only.
 */
final class OutputPipe extends Watch {
    private static final int READS_PER_TURN = 4;

    /** More than a pipe holds: whoever reads so much of a dead worker's output reads that of a child of it. */
    private static final int MOST_LEFT = 16 << 20;

    private final LineSplitter lines;
    private final byte[] buffer;
    private final MemorySegment segment;

    /**
     * @param fd a non-blocking descriptor, owned from now on
     * @param buffer filled and emptied within one call, so that all pipes of a loop may have it in common
     */
    OutputPipe(EventLoop loop, int fd, byte[] buffer, LineSplitter.Sink sink) {
        super(loop, fd);
        this.lines = new LineSplitter(sink);
        this.buffer = buffer;
        this.segment = MemorySegment.ofArray(buffer);
        interest(READ);
    }

    @Override
    protected void ready(int bits) {
        if (read(READS_PER_TURN)) {
            again(READ);
        }
    }

    /** Reads no more for a while, or goes on. */
    void pause(boolean on) {
        if (!isClosed()) {
            interest(on ? 0 : READ);
        }
    }

    /**
     * The worker has ended: takes what is in the pipe, but does not wait for children of it that hold the other end. They
     * are cut off.
     */
    void finish() {
        if (!isClosed()) {
            read(MOST_LEFT / buffer.length);
        }
        if (!isClosed()) {
            lines.end();
            close();
        }
    }

    /** Whether there may be more. */
    private boolean read(int times) {
        for (int i = 0; i < times; i++) {
            int result = Descriptor.read(fd(), segment, buffer.length);
            if (Errno.EAGAIN.is(result)) {
                return false;
            }
            if (result <= 0 && !Errno.EINTR.is(result)) {
                lines.end();
                close();
                return false;
            }
            lines.feed(buffer, 0, Math.max(0, result));
        }
        return true;
    }
}
