package millrace.cluster;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import millrace.os.Descriptor;
import millrace.os.DescriptorPassing;
import millrace.os.Errno;
import millrace.os.Socket;

/**
 * Lines on their way out of a {@link Channel}, in order: what the kernel does not take at once waits here, up to
 * {@link #MOST_QUEUED} bytes. Somebody who does not read does not fill our memory. For the channel's loop alone.
 */
final class Outgoing {
    /** Bytes that may wait for a worker that does not read. */
    static final int MOST_QUEUED = 16 << 20;

    /**
     * Node reads 64 KiB at once and takes it that one read brings one descriptor. A line that is cut by the end of a
     * read, and followed by a further descriptor, would get the wrong one. Only a long stretch of lines without
     * descriptors can fill a read, so after this many bytes of them descriptors go one by one.
     */
    private static final int PLAIN_STRETCH = 32 * 1024;

    /** @param fd a descriptor to go with the first byte, or −1 */
    private record Line(byte[] bytes, int fd) {}

    private final int socket;
    private final DescriptorPassing passing;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private int headWritten;
    private long queuedBytes;
    private long plainStretch;
    private boolean lastStandsAlone;
    private boolean full;

    /** The kernel has refused for another reason than being full, so writability says nothing. */
    private boolean refused;

    Outgoing(int socket, DescriptorPassing passing) {
        this.socket = socket;
        this.passing = passing;
    }

    /** Whether a descriptor could be sent at once. */
    boolean takesDescriptor(boolean earlierOnesArrived) {
        return !full && lines.isEmpty() && (earlierOnesArrived || !lastStandsAlone);
    }

    /** Whether what waits has to be tried again after a while: too many descriptors under way, or no memory. */
    boolean isRefused() {
        return refused;
    }

    /** Whether something waits for the socket to become writable. */
    boolean waits() {
        return full || !lines.isEmpty();
    }

    /** Whether so many bytes may wait too. */
    boolean hasRoom(int bytes) {
        return queuedBytes + bytes <= MOST_QUEUED;
    }

    /**
     * Adds a line whatever waits already; {@link #flush} sends it.
     *
     * @param bytes not changed afterwards
     */
    void add(byte[] bytes) {
        lines.add(new Line(bytes, -1));
        queuedBytes += bytes.length;
    }

    /** Adds a line with a copy of a descriptor. */
    boolean add(byte[] bytes, int fd) {
        int copy = Descriptor.duplicate(fd);
        if (copy < 0) {
            return false;
        }
        lines.add(new Line(bytes, copy));
        queuedBytes += bytes.length;
        return true;
    }

    /**
     * Sends a short line with a descriptor unless that would have to wait.
     *
     * @return whether it is sent, or the beginning of it with the descriptor
     */
    boolean sendNow(byte[] bytes, int length, int fd) {
        int result = passing.send(socket, bytes, 0, length, fd);
        if (result < 0) {
            stop(result);
            return false;
        }
        if (result < length) {
            byte[] rest = Arrays.copyOfRange(bytes, result, length);
            lines.add(new Line(rest, -1));
            queuedBytes += rest.length;
        }
        descriptorGone();
        return true;
    }

    private void descriptorGone() {
        lastStandsAlone = plainStretch > PLAIN_STRETCH;
        plainStretch = 0;
    }

    private void stop(int result) {
        full = true;
        refused = !Errno.EAGAIN.is(result);
    }

    /** Sends what the kernel takes. */
    void flush() {
        full = false;
        refused = false;
        while (!lines.isEmpty() && !full) {
            Line head = lines.element();
            int length = head.bytes.length - headWritten;
            int result = head.fd >= 0 && headWritten == 0
                    ? passing.send(socket, head.bytes, 0, length, head.fd)
                    : Socket.send(socket, MemorySegment.ofArray(head.bytes).asSlice(headWritten), length);
            if (result < 0) {
                stop(result);
            } else {
                wrote(head, result);
            }
        }
    }

    private void wrote(Line head, int bytes) {
        if (head.fd < 0) {
            plainStretch += bytes;
        } else if (headWritten == 0) {
            descriptorGone();
        }
        headWritten += bytes;
        queuedBytes -= bytes;
        if (headWritten == head.bytes.length) {
            headWritten = 0;
            discard(lines.remove());
        }
    }

    private static void discard(Line line) {
        if (line.fd >= 0) {
            Descriptor.close(line.fd);
        }
    }

    /** Nothing more can be sent. */
    void clear() {
        lines.forEach(Outgoing::discard);
        lines.clear();
        queuedBytes = 0;
    }
}
