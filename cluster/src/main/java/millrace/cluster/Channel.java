package millrace.cluster;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.loop.Watch;
import millrace.os.Descriptor;
import millrace.os.DescriptorPassing;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * One end of the line between primary and worker: text lines over a Unix stream socket, some with a descriptor beside
 * them. For the loop's own thread only.
 *
 * <p>What the other end sends is its own affair: lines of any length up to {@link #LONGEST_LINE}, in any pieces. What we
 * send is bounded by {@link Outgoing}.
 */
final class Channel extends Watch {

    /** What the owner of the channel does with it. */
    interface Receiver {
        /** A line without its newline; the buffer is valid during the call only. */
        void line(byte[] buffer, int offset, int length);

        /** A line longer than {@link #LONGEST_LINE} was thrown away. */
        void lineTooLong();

        /** After {@link #takesNow} was false because the line was full. */
        void channelWritable();

        /** Nothing more comes and nothing more can be sent. Called once, with {@code null} when it ended in order. */
        void channelClosed(OsException cause);
    }

    static final int LONGEST_LINE = 16 << 20;

    private static final int SMALL = 16 * 1024;
    private static final int READS_PER_TURN = 16;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** More than what waits in a socket's buffer needs, even when every message in it is read alone. */
    private static final int READS_TO_DRAIN = 4096;

    private final DescriptorPassing passing;
    private boolean takesDescriptors;
    private final Receiver receiver;
    private final ArrayDeque<Integer> descriptors = new ArrayDeque<>();
    private final Outgoing outgoing;
    private final Timer retry;
    private byte[] buffer = new byte[SMALL];
    private MemorySegment segment = MemorySegment.ofArray(buffer);
    private int filled;
    private boolean skipping;
    private boolean told;

    /**
     * @param fd a connected Unix stream socket, owned from now on
     * @param passing memory for messages with descriptors, common to all channels of a loop
     * @param takesDescriptors whether descriptors are received; otherwise the kernel closes those that come
     */
    Channel(EventLoop loop, int fd, DescriptorPassing passing, boolean takesDescriptors, Receiver receiver) {
        super(loop, fd);
        this.passing = passing;
        this.takesDescriptors = takesDescriptors;
        this.receiver = receiver;
        this.outgoing = new Outgoing(fd, passing);
        this.retry = loop.timer(this::sendMore);
    }

    void open() {
        interest(READ);
    }

    void takeDescriptors() {
        takesDescriptors = true;
    }

    /** Whether the kernel has all that was sent. */
    boolean hasSentAll() {
        return !outgoing.waits();
    }

    @Override
    protected void ready(int bits) {
        if ((bits & WRITE) != 0) {
            sendMore();
        }
        if ((bits & READ) != 0 && !isClosed()) {
            read(READS_PER_TURN);
        }
    }

    private void sendMore() {
        outgoing.flush();
        if (updateInterest()) {
            receiver.channelWritable();
        }
    }

    /**
     * Reads everything that is there, to the end if that has come: its sender is dead. A child of it may hold the line
     * and send for ever, so there is an end to it.
     */
    void drain() {
        if (!isClosed()) {
            read(READS_TO_DRAIN);
        }
    }

    private void read(int budget) {
        for (int i = 0; i < budget; i++) {
            if (filled == buffer.length) {
                grow();
            }
            int result = takesDescriptors ? receiveWithDescriptors() : receive();
            if (Errno.EAGAIN.is(result)) {
                return;
            }
            if (Errno.EINTR.is(result)) {
                continue;
            }
            if (result <= 0) {
                end(result == 0 || Errno.ECONNRESET.is(result) ? null : new OsException("read a channel", -result));
                return;
            }
            filled += result;
            split(filled - result);
            if (isClosed()) {
                return;
            }
        }
        again(READ);
    }

    private int receive() {
        return Socket.receive(fd(), filled == 0 ? segment : segment.asSlice(filled), buffer.length - filled);
    }

    private int receiveWithDescriptors() {
        int result = passing.receive(fd(), buffer, filled, buffer.length - filled);
        for (int i = 0; result > 0 && i < passing.descriptors(); i++) {
            descriptors.add(passing.descriptor(i));
        }
        if (result > 0 && passing.lostDescriptors() && passing.descriptors() == 0) {
            // Its line is here and must not take that of the next one.
            descriptors.add(-1);
        }
        return result;
    }

    /** The descriptor of the line that is being received, or −1 when it was lost; belongs to the caller. */
    int takeDescriptor() {
        Integer fd = descriptors.poll();
        return fd == null ? -1 : fd;
    }

    /** Passes on the lines that are complete; nothing before {@code from} is a newline. */
    private void split(int from) {
        int start = 0;
        for (int at = from; at < filled; at++) {
            if (buffer[at] != '\n') {
                continue;
            }
            if (skipping) {
                skipping = false;
            } else if (at > start) {
                receiver.line(buffer, start, at - start);
                if (isClosed()) {
                    return;
                }
            }
            start = at + 1;
        }
        filled -= start;
        if (start > 0 && filled > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled);
        }
        if (filled == 0 && buffer.length > 4 * SMALL) {
            resize(SMALL);
        }
    }

    private void grow() {
        if (buffer.length < LONGEST_LINE) {
            resize(buffer.length * 4);
            return;
        }
        filled = 0;
        if (!skipping) {
            skipping = true;
            receiver.lineTooLong();
        }
    }

    private void resize(int size) {
        buffer = Arrays.copyOf(buffer, size);
        segment = MemorySegment.ofArray(buffer);
    }

    /**
     * Sends a line, or queues it.
     *
     * @param line with its newline; not changed afterwards
     * @return whether it will arrive if the other end reads
     */
    boolean send(byte[] line) {
        return outgoing.hasRoom(line.length) && sendAnyway(line);
    }

    /** The same whatever waits already, for a sender that bounds that itself. */
    boolean sendAnyway(byte[] line) {
        if (isClosed()) {
            return false;
        }
        boolean waits = outgoing.waits();
        outgoing.add(line);
        if (!waits) {
            outgoing.flush();
            updateInterest();
        }
        return true;
    }

    /** Sends a line with a descriptor, or queues it with a copy of the descriptor. */
    boolean send(byte[] line, int fd) {
        if (isClosed()) {
            return false;
        }
        boolean done = !outgoing.waits() && outgoing.sendNow(line, line.length, fd) || outgoing.add(line, fd);
        updateInterest();
        return done;
    }

    /**
     * Sends a short line with a descriptor unless that would have to wait.
     *
     * @return whether it is sent
     */
    boolean sendNow(byte[] line, int length, int fd) {
        if (isClosed() || outgoing.waits()) {
            return false;
        }
        boolean sent = outgoing.sendNow(line, length, fd);
        updateInterest();
        return sent;
    }

    /** Whether a descriptor can be sent now. */
    boolean takesNow(boolean earlierOnesArrived) {
        return outgoing.takesDescriptor(earlierOnesArrived) && !isClosed();
    }

    /** Whether nothing waits to be sent. */
    private boolean updateInterest() {
        boolean waits = outgoing.waits();
        interest(waits && !outgoing.isRefused() ? READ | WRITE : READ);
        if (outgoing.isRefused()) {
            retry.arm(RETRY_NANOS);
        }
        return !waits;
    }

    /** Closes this end; the receiver is told once what was sent before has been dealt with. */
    void end(OsException cause) {
        outgoing.clear();
        retry.cancel();
        descriptors.forEach(fd -> {
            if (fd >= 0) {
                Descriptor.close(fd);
            }
        });
        descriptors.clear();
        close();
        if (!told) {
            told = true;
            receiver.channelClosed(cause);
        }
    }

    @Override
    protected void failed(Throwable cause) {
        end(cause instanceof OsException os ? os : null);
    }

    @Override
    protected void closed() {
        if (!told) {
            told = true;
            receiver.channelClosed(null);
        }
    }
}
