package millrace.loop;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * A TCP or Unix stream on a loop.
 *
 * <pre>
 *            adopt, Connector                end (both sides)
 *   ──────────────▶ open ──────── end ─────▶ half-closed ──────────┐
 *                    │                                             ▼
 *                    ├── finish ─▶ flushing ── all written ──▶  closed ─▶ StreamHandler.onClosed
 *                    └── abort, error, handler failed ──────────▶ ▲
 * </pre>
 *
 * <p>Input goes from the socket into the loop's one input buffer and from there to the handler; only what the handler
 * leaves is copied. Output of a callback is gathered in the loop's one output buffer and sent with one call when the
 * callback returns; only what the kernel does not take is copied into a queue.
 *
 * <p>For the loop's own thread only.
 */
public final class Connection extends Watch {
    /** Above this many queued bytes {@link #write} answers {@code false}. */
    public static final int HIGH_WATER = 64 * 1024;

    /** Below this many queued bytes {@link StreamHandler#onWritable} is called. */
    public static final int LOW_WATER = 16 * 1024;

    /** A writer that goes on without regard for the high-water mark loses the connection here. */
    public static final long MOST_QUEUED = 64L << 20;

    /** How often one turn reads from one connection. */
    private static final int READS_PER_TURN = 4;

    private enum Exit {
        NONE,
        /** {@link #end}: shut down writing when all is written. */
        END,
        ENDED,
        /** {@link #finish}: close when all is written. */
        FINISH
    }

    private StreamHandler handler;
    private byte[] held;
    private int heldLength;
    private WriteQueue queue;
    private Countdown countdown;
    private Exit exit = Exit.NONE;
    private boolean paused;
    private boolean offerHeld;
    private boolean peerEnded;
    private boolean writerWaits;
    private IOException cause;

    private Connection(EventLoop loop, int fd) {
        super(loop, fd);
    }

    /**
     * Makes a connection of a connected, non-blocking descriptor. Its first bytes are looked for in the next turn.
     *
     * @return the connection, closed already when the acceptor refused it
     */
    public static Connection adopt(EventLoop loop, int fd, Acceptor acceptor) {
        Connection connection = new Connection(loop, fd);
        StreamHandler handler = null;
        try {
            handler = acceptor.accept(connection);
        } finally {
            connection.handler = handler == null ? Refused.INSTANCE : handler;
            if (handler == null) {
                connection.close();
            }
        }
        if (handler != null && !connection.isClosed()) {
            connection.tryFirst(connection.wanted());
        }
        return connection;
    }

    /** Whoever was refused has nothing to say. */
    private enum Refused implements StreamHandler {
        INSTANCE;

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            return length;
        }
    }

    /** Replaces the handler: a connection that changes its protocol. Bytes that are kept are offered to the new one. */
    public void handler(StreamHandler next) {
        loop().checkThread();
        handler = next;
        reofferHeld();
    }

    public boolean isOpen() {
        return !isClosed();
    }

    /** The address of this end, or {@code null} when it has none. */
    public SocketAddress localAddress() {
        return Socket.localAddress(fd());
    }

    /** The address of the other end, or {@code null} when it has none or is gone. */
    public SocketAddress remoteAddress() {
        return Socket.peerAddress(fd());
    }

    // --- reading ---

    @Override
    protected void ready(int bits) {
        if ((bits & WRITE) != 0 && queue != null) {
            sendQueue();
        }
        if ((bits & READ) != 0 && isOpen() && !paused && !peerEnded) {
            read((bits & HANGUP) != 0);
        }
        registerLate();
    }

    private void read(boolean hangup) {
        if (offerHeld) {
            offerHeld = false;
            deliver(0);
        }
        Memory memory = loop().memory();
        for (int i = 0; i < READS_PER_TURN && isOpen(); i++) {
            if (paused) {
                break;
            }
            int received = Socket.receive(fd(), memory.inputSegment, Memory.SIZE);
            if (received > 0) {
                deliver(received);
                if (received < Memory.SIZE && !hangup) {
                    return;
                }
            } else if (received == 0) {
                peerEnded();
                return;
            } else if (Errno.EAGAIN.is(received)) {
                return;
            } else {
                breakOff(new OsException("read from a connection", -received));
                return;
            }
        }
        if (isOpen()) {
            again(READ);
        }
    }

    /** Offers what was held back together with what has just been read. */
    private void deliver(int received) {
        Memory memory = loop().memory();
        int offset = Memory.HEADROOM - heldLength;
        int length = heldLength + received;
        if (heldLength > 0) {
            System.arraycopy(held, 0, memory.input, offset, heldLength);
            heldLength = 0;
        }
        int used = handler.onData(this, memory.input, offset, length);
        if (isOpen() && used < length) {
            hold(memory.input, offset + used, length - used);
        } else {
            held = null;
        }
        memory.flush();
    }

    private void hold(byte[] bytes, int offset, int length) {
        if (length > Memory.HEADROOM) {
            breakOff(new IOException("the handler left " + length + " bytes unread; at most " + Memory.HEADROOM
                    + " can be kept for it"));
            return;
        }
        if (held == null || held.length < length) {
            held = new byte[Math.max(256, Integer.highestOneBit(length - 1) << 1)];
        }
        System.arraycopy(bytes, offset, held, 0, length);
        heldLength = length;
    }

    private void reofferHeld() {
        if (heldLength > 0 && !paused) {
            offerHeld = true;
            again(READ);
        }
    }

    private void peerEnded() {
        peerEnded = true;
        handler.onEnd(this);
        loop().memory().flush();
        if (isOpen()) {
            updateInterest();
            closeWhenBothEnded();
        }
    }

    /** Stops reading, so that the other end is slowed down. Bytes that are unread are kept. */
    public void pause() {
        loop().checkThread();
        paused = true;
        updateInterest();
    }

    /** Reads again, first what was kept. */
    public void resume() {
        loop().checkThread();
        if (paused && isOpen()) {
            paused = false;
            updateInterest();
            reofferHeld();
        }
    }

    public boolean isPaused() {
        return paused;
    }

    private int wanted() {
        return (paused || peerEnded ? 0 : READ) | (queue == null ? 0 : WRITE);
    }

    private void updateInterest() {
        interest(wanted());
    }

    // --- writing ---

    /**
     * Writes bytes; they are copied, so the array is free afterwards. On a connection that is closed already they go
     * nowhere.
     *
     * @return whether more is welcome; after {@code false} wait for {@link StreamHandler#onWritable}
     * @throws IllegalStateException after {@link #end} or {@link #finish}
     */
    public boolean write(byte[] bytes, int offset, int length) {
        checkWritable();
        if (queue == null) {
            Memory memory = loop().memory();
            memory.claim(this);
            if (length <= Memory.SIZE - memory.gathered) {
                System.arraycopy(bytes, offset, memory.output, memory.gathered, length);
                memory.gathered += length;
                return true;
            }
        }
        return writeMuch(bytes, offset, length);
    }

    /** As {@link #write(byte[], int, int)}, all that remains in the buffer. */
    public boolean write(ByteBuffer buffer) {
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
    public boolean write(byte[] bytes) {
        return write(bytes, 0, bytes.length);
    }

    private void checkWritable() {
        loop().checkThread();
        if (exit != Exit.NONE && isOpen()) {
            throw new IllegalStateException("written to after end");
        }
    }

    private boolean writeMuch(byte[] bytes, int offset, int length) {
        loop().memory().flush();
        if (isClosed()) {
            return false;
        }
        int sent = 0;
        if (queue == null) {
            sent = Socket.send(fd(), MemorySegment.ofArray(bytes).asSlice(offset, length), length);
            if (sent < 0 && !Errno.EAGAIN.is(sent)) {
                breakOff(new OsException("write to a connection", -sent));
                return false;
            }
            sent = Math.max(0, sent);
        }
        if (sent < length) {
            queue().add(bytes, offset + sent, length - sent);
            updateInterest();
        }
        return roomLeft();
    }

    /** The loop sends what this connection has gathered in its {@link Memory}. */
    void sendGathered() {
        Memory memory = loop().memory();
        int length = memory.gathered;
        if (length == 0 || isClosed()) {
            return;
        }
        int sent = Socket.send(fd(), memory.outputSegment, length);
        if (sent == length) {
            return;
        }
        if (sent < 0 && !Errno.EAGAIN.is(sent)) {
            breakOff(new OsException("write to a connection", -sent));
            return;
        }
        sent = Math.max(0, sent);
        queue().add(memory.output, sent, length - sent);
        updateInterest();
    }

    private WriteQueue queue() {
        if (queue == null) {
            queue = new WriteQueue();
        }
        return queue;
    }

    private boolean roomLeft() {
        long queued = queuedBytes();
        if (queued > MOST_QUEUED) {
            breakOff(new IOException(queued + " bytes wait to be written: the peer does not read, and the writer does "
                    + "not wait for onWritable"));
            return false;
        }
        writerWaits |= queued > HIGH_WATER;
        return queued <= HIGH_WATER && isOpen();
    }

    /** Bytes that wait for the kernel to take them. */
    public long queuedBytes() {
        return queue == null ? 0 : queue.queuedBytes();
    }

    private void sendQueue() {
        int result = queue.send(fd());
        if (result < 0 && !Errno.EAGAIN.is(result)) {
            breakOff(new OsException("write to a connection", -result));
            return;
        }
        if (result == 0) {
            queue = null;
        }
        updateInterest();
        if (result == 1) {
            again(WRITE);
        }
        if (writerWaits && queuedBytes() < LOW_WATER) {
            writerWaits = false;
            handler.onWritable(this);
            loop().memory().flush();
        }
        leaveWhenWritten();
    }

    // --- leaving ---

    /**
     * Ends the writing side once all is written; the other side may go on. The connection is closed when both have
     * ended. Set a {@link #timeout} when the other side cannot be trusted to end.
     */
    public void end() {
        leave(Exit.END);
    }

    /** Closes once all is written, without waiting for the other side to end. */
    public void finish() {
        leave(Exit.FINISH);
    }

    private void leave(Exit how) {
        loop().checkThread();
        if (isOpen() && (exit == Exit.NONE || how == Exit.FINISH)) {
            exit = how;
            loop().memory().flush();
            leaveWhenWritten();
        }
    }

    private void leaveWhenWritten() {
        if (queue != null || isClosed()) {
            return;
        }
        if (exit == Exit.FINISH) {
            breakOff(null);
        } else if (exit == Exit.END) {
            exit = Exit.ENDED;
            int result = Socket.shutdown(fd(), Socket.SHUT_WR);
            if (result < 0) {
                // Only ENOTCONN is possible: the peer has reset the connection, and nothing is left to end.
                breakOff(new OsException("end a connection", -result));
                return;
            }
            closeWhenBothEnded();
        }
    }

    private void closeWhenBothEnded() {
        if (peerEnded && exit == Exit.ENDED) {
            breakOff(null);
        }
    }

    /** Closes at once; what is not yet written is lost. */
    public void abort() {
        loop().checkThread();
        breakOff(null);
    }

    /** Closes at once because of an error, which the handler is told. */
    public void abort(IOException because) {
        loop().checkThread();
        breakOff(because);
    }

    private void breakOff(IOException because) {
        if (isOpen()) {
            cause = because;
            loop().memory().discard(this);
            close();
        }
    }

    @Override
    void refused(OsException because) {
        breakOff(because);
    }

    @Override
    protected void failed(Throwable t) {
        breakOff(new IOException("the connection's handler failed", t));
    }

    @Override
    protected void closed() {
        if (queue != null) {
            queue.release();
            queue = null;
        }
        held = null;
        if (countdown != null) {
            countdown.stop();
        }
        handler.onClosed(this, cause);
    }

    // --- time ---

    /**
     * Starts the connection's one countdown anew; {@link StreamHandler#onTimeout} is called when it ends. Cheap enough
     * for every request: usually one field is written.
     *
     * @param nanos 0 stops it
     */
    public void timeout(long nanos) {
        loop().checkThread();
        if (countdown == null && nanos != 0 && isOpen()) {
            countdown = new Countdown(this);
        }
        if (countdown != null) {
            countdown.start(nanos);
        }
    }

    void timeUp() {
        handler.onTimeout(this);
        loop().memory().flush();
    }
}
