package millrace.loop;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;
import millrace.os.TcpFigures;

/**
 * The writing side of a {@link Connection}: gathered in the loop's {@link Outbox} while callbacks run, sent when
 * all have returned, and queued only when the kernel does not take it.
 */
abstract sealed class StreamOutput extends StreamInput permits StreamExit {
    /** Above this many queued bytes {@link #write} answers {@code false}. */
    public static final int HIGH_WATER = 64 * 1024;

    /** Below this many queued bytes {@link StreamHandler#onWritable} is called. */
    public static final int LOW_WATER = 16 * 1024;

    /** A writer that goes on without regard for the high-water mark loses the connection here. */
    public static final long MOST_QUEUED = 64L << 20;

    /** What the kernel has not taken; {@code null} as long as that is nothing. */
    private WriteQueue queue;

    /** What is in the loop's outbox. */
    private int gatheredBytes;

    private boolean writerWaits;

    /** Who moves bytes from another connection to this one inside the kernel, or {@code null}. */
    Relay inlet;

    StreamOutput(EventLoop loop, int fd) {
        super(loop, fd);
    }

    /** Whether the program has said that it will write no more. */
    abstract boolean hasLeft();

    /** Whether it will write no more, and the other side is to know that. */
    abstract boolean endsInOrder();

    /** There is room again for a writer that was told to wait. */
    abstract void writable();

    /** All may be written: if the program wants to leave, now is the time. */
    abstract void leaveWhenWritten();

    final boolean isBacklogged() {
        return queue != null;
    }

    /** Whether the kernel has all that was written, and all that is to be relayed. */
    final boolean isAllWritten() {
        return queue == null && gatheredBytes == 0 && inlet == null;
    }

    /** Whether a relay may send past the queue, now that what was written before is sent as far as that is possible. */
    final boolean isFlushed() {
        if (gatheredBytes > 0) {
            loop().outbox().flush();
        }
        return queue == null;
    }

    /** A relay sends to this connection from now on, {@code null}: none does. A writer that waits hears of it after that. */
    final void inlet(Relay relay) {
        inlet = relay;
        if (!isClosed()) {
            updateInterest();
        }
    }

    /** The relay is over: a writer that was told to wait before it may go on. */
    final void tellWriter() {
        if (writerWaits && inlet == null && !isClosed() && queuedBytes() < LOW_WATER) {
            writerWaits = false;
            writable();
        }
    }

    final void releaseOutput() {
        if (queue != null) {
            queue.release();
            queue = null;
        }
    }

    /**
     * Writes bytes; they are copied, so the array is free afterwards. On a connection that is closed already they go
     * nowhere.
     *
     * @return whether more is welcome; after {@code false} wait for {@link StreamHandler#onWritable}
     * @throws IllegalStateException after {@link #end} or {@link #finish}
     */
    public final boolean write(byte[] bytes, int offset, int length) {
        checkWritable();
        return writeRelayed(bytes, offset, length);
    }

    /** As {@link #write(byte[], int, int)}, also after {@link #end}: what was to come before the end. */
    final boolean writeRelayed(byte[] bytes, int offset, int length) {
        if (queue == null && loop().outbox().add(this, bytes, offset, length)) {
            gatheredBytes += length;
            return true;
        }
        return writeMuch(bytes, offset, length);
    }

    /** As {@link #write(byte[], int, int)}, all that remains in the buffer. */
    public final boolean write(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int length = buffer.remaining();
            boolean more = write(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
            buffer.position(buffer.limit());
            return more;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return write(copy, 0, copy.length);
    }

    /** As {@link #write(byte[], int, int)}, the whole array. */
    public final boolean write(byte[] bytes) {
        return write(bytes, 0, bytes.length);
    }

    /**
     * Sends a region of a file by {@code sendfile(2)}, in order with what is written before and after, and closes it.
     *
     * @return as {@link #write(byte[], int, int)}
     */
    public final boolean write(FileRegion file) {
        checkWritable();
        loop().outbox().flush();
        if (isClosed()) {
            file.close();
            return false;
        }
        boolean idle = queue == null;
        queue().add(file);
        if (idle) {
            sendQueue();
        }
        return roomLeft();
    }

    private void checkWritable() {
        loop().checkThread();
        if (hasLeft() && !isClosed()) {
            throw new IllegalStateException("written to after end");
        }
    }

    private boolean writeMuch(byte[] bytes, int offset, int length) {
        Outbox outbox = loop().outbox();
        outbox.flush();
        if (isClosed()) {
            return false;
        }
        if (queue != null) {
            queue.add(bytes, offset, length);
        } else if (outbox.add(this, bytes, offset, length)) {
            gatheredBytes += length;
        } else {
            send(bytes, MemorySegment.ofArray(bytes).asSlice(offset), offset, length);
        }
        return roomLeft();
    }

    /** The loop sends what this connection has gathered in the {@link Outbox}. */
    final void sendGathered(byte[] bytes, MemorySegment fromOffset, int offset, int length) {
        if (isClosed()) {
            return;
        }
        gatheredBytes -= length;
        if (queue != null) {
            queue.add(bytes, offset, length);
            return;
        }
        if (tls() != null && !isShakingHands() && endsInOrder() && isAllWritten()) {
            tls().endFollows();
        }
        send(bytes, fromOffset, offset, length);
        leaveWhenWritten();
    }

    /**
     * @param fromOffset the same bytes, beginning at the offset
     */
    private void send(byte[] bytes, MemorySegment fromOffset, int offset, int length) {
        int sent = transmit(fromOffset, length);
        if (sent == length) {
            return;
        }
        if (sent < 0 && !Errno.EAGAIN.is(sent)) {
            breakOff(writeFailure(sent));
            return;
        }
        sent = Math.max(0, sent);
        queue().add(bytes, offset + sent, length - sent);
        updateInterest();
    }

    /** Bytes that the kernel has taken, encrypted or not, or a negative number that {@link #writeFailure} explains. */
    final int transmit(MemorySegment bytes, int length) {
        if (tls() == null) {
            return Socket.send(fd(), bytes, length);
        }
        return isShakingHands() ? -Errno.EAGAIN.number() : tls().send(bytes, length);
    }

    /** The same for a part of a file, which the kernel sends by itself when nobody has to encrypt it. */
    final long transmit(FileRegion file, long mostBytes) {
        if (tls() == null) {
            return file.send(fd(), mostBytes);
        }
        return isShakingHands() ? -Errno.EAGAIN.number() : file.send(tls(), loop().input().files(), mostBytes);
    }

    private IOException writeFailure(int result) {
        return tls() == null ? new OsException("write to a connection", -result) : tls().failure(result);
    }

    private WriteQueue queue() {
        if (queue == null) {
            queue = new WriteQueue();
        }
        return queue;
    }

    private boolean roomLeft() {
        if (queue != null && queue.copiedBytes() > MOST_QUEUED) {
            breakOff(new IOException(queue.copiedBytes() + " bytes wait to be written: the peer does not read, and the "
                    + "writer does not wait for onWritable"));
            return false;
        }
        boolean tooMuch = queuedBytes() > HIGH_WATER;
        writerWaits |= tooMuch && inlet == null;
        return !tooMuch && !isClosed();
    }

    /** Bytes that wait for the kernel to take them. */
    public final long queuedBytes() {
        return queue == null ? 0 : queue.queuedBytes();
    }

    /** The kernel takes more. */
    final void sendQueue() {
        int result = queue.send(this);
        if (result < 0 && !Errno.EAGAIN.is(result)) {
            breakOff(writeFailure(result));
            return;
        }
        if (result == 0) {
            queue = null;
        }
        updateInterest();
        if (result == 1) {
            again(WRITE);
        }
        tellWriter();
        leaveWhenWritten();
    }

    /** What the kernel has measured of the connection; {@code null} when it is closed or not of TCP. */
    public final TcpFigures tcpFigures() {
        return isClosed() ? null : TcpFigures.of(fd());
    }
}
