package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * What goes through a TLS connection, and how it ends. Of a server's end, records are gathered until the handshake is done
 * and something was answered: so a handshake and a short exchange are two packets and not five.
 */
abstract sealed class SslStream permits Ssl {
    /** Of results: the other side does not speak TLS as it should. */
    public static final int BROKEN = Integer.MIN_VALUE;

    private static final int ERROR_SSL = 1;
    private static final int ERROR_WANT_READ = 2;
    private static final int ERROR_WANT_WRITE = 3;
    private static final int ERROR_ZERO_RETURN = 6;

    /** To try once more: the bytes that were fed are used up. */
    static final int RETRY = BROKEN + 1;

    private static final Call SHUTDOWN = OpenSsl.call("SSL_shutdown");
    private static final Call GET_ERROR = OpenSsl.call("SSL_get_error");
    private static final Call PENDING = OpenSsl.call("SSL_has_pending");
    private static final BytesCall READ = BytesCall.of(OpenSsl.call("SSL_read"));
    private static final BytesCall WRITE = BytesCall.of(OpenSsl.call("SSL_write"));

    /** 0 once it is closed. */
    long ssl;

    final SslTransport transport;
    private boolean wantsWrite;
    private boolean truncated;

    /** Nothing more can be read or written. */
    boolean broken;

    /** The next bytes are the last. */
    private boolean endFollows;

    /** The words for the end are said, and they have been written. */
    private boolean endSaid;
    private boolean ended;

    /** What was written last waits in memory; its last byte counts as taken only when the kernel has it. */
    private boolean owes;

    private String problem;
    private Throwable failure;

    SslStream(long ssl, int fd) {
        this.ssl = ssl;
        transport = new SslTransport(ssl, fd);
    }

    long address() {
        return ssl;
    }

    /** A decision has failed; the handshake will, too. Throws nothing, whatever there is no memory for. */
    void failed(Throwable t) {
        failure = t;
    }

    /** Sends what is gathered: 0 when all of it is sent. */
    final int flush() {
        int result = transport.flush();
        wantsWrite |= Errno.EAGAIN.is(result);
        broken |= result < 0 && !Errno.EAGAIN.is(result);
        return result;
    }

    /** Bytes read, at most those of one record; 0 at the end: {@link #isTruncated} tells which. */
    public int read(MemorySegment buffer, int length) {
        int count = READ.call(ssl, buffer, length);
        int result = count > 0 ? count : outcome(Call.errno().get(JAVA_INT, 0));
        if (result == BROKEN && transport.isGathering()) {
            flush(); // The other side is told what is wrong, if it can be.
        }
        if (Errno.EAGAIN.is(result)) {
            transport.noteWaiting();
        }
        return result == RETRY ? read(buffer, length) : result;
    }

    /** Bytes written, at most those of one record. After {@code −EAGAIN} the same byte comes first again, and not fewer. */
    public int write(MemorySegment buffer, int length) {
        if (owes) {
            int flushed = flush();
            owes = flushed != 0;
            return owes ? flushed : sent(1);
        }
        int count = WRITE.call(ssl, buffer, length);
        if (count > 0) {
            return transport.isGathering() ? gathered(count, count == length) : count;
        }
        int result = outcome(Call.errno().get(JAVA_INT, 0));
        return result == 0 ? -Errno.EPIPE.number() : result; // The end is no progress: a writer would try for ever.
    }

    private int gathered(int count, boolean all) {
        if (endFollows && all) {
            sayEnd();
        }
        int flushed = flush();
        owes = Errno.EAGAIN.is(flushed);
        return flushed == 0 ? sent(count) : owes && count > 1 ? count - 1 : flushed;
    }

    /** All that was gathered is sent. */
    private int sent(int count) {
        transport.stopGathering();
        ended = endSaid;
        return count;
    }

    /** What is written next is the last: the words for the end may leave with it, if it is one record. */
    public void endFollows() {
        if (!broken && !endSaid) {
            endFollows = true;
            transport.gather();
        }
    }

    /** Tells the other side that nothing more will come: 0, or −EAGAIN. After an error there is nobody to tell. */
    public int end() {
        if (!broken && !endSaid) {
            sayEnd();
        }
        if (!broken && !ended && transport.isGathering()) {
            ended = !Errno.EAGAIN.is(flush());
        }
        return broken || ended ? 0 : -Errno.EAGAIN.number();
    }

    private void sayEnd() {
        // Whatever else is wrong, the connection is about to end.
        endSaid = SHUTDOWN.callInt(ssl) >= 0 || GET_ERROR.callInt(ssl, -1) != ERROR_WANT_WRITE;
        ended = endSaid && !transport.isGathering();
        OpenSsl.clearErrors();
    }

    final int outcome(int errno) {
        int kind = GET_ERROR.callInt(ssl, -1);
        switch (kind) {
            case ERROR_WANT_READ -> {
                wantsWrite = false;
                return transport.goOnToDescriptor() ? RETRY : -Errno.EAGAIN.number();
            }
            case ERROR_WANT_WRITE -> {
                wantsWrite = true;
                return -Errno.EAGAIN.number();
            }
            case ERROR_ZERO_RETURN -> {
                // With a word about it, the descriptor was not read to its end.
                truncated = transport.isAtEnd();
                return 0;
            }
            case ERROR_SSL -> {
                broken = true;
                String words = OpenSsl.takeErrors();
                problem = failure == null ? words : "the handshake could not be decided on: " + failure + " " + words;
                return BROKEN;
            }
            default -> {
                broken = true;
                OpenSsl.clearErrors();
                truncated = errno == 0;
                return -errno;
            }
        }
    }

    /** After {@code −EAGAIN}: whether the descriptor has to become writable; else it is readable. */
    public boolean wantsWrite() {
        return wantsWrite;
    }

    /** Whether bytes have been taken from the descriptor that {@link #read} has not answered yet. */
    public boolean hasPending() {
        boolean pending = PENDING.callInt(ssl) == 1;
        if (pending) {
            transport.noteRest();
        } else {
            transport.noteEmpty();
        }
        return pending;
    }

    /** When nothing is pending: whether the descriptor is known to have had no more when it was read last. */
    public boolean isDrained() {
        return transport.isDrained();
    }

    /** Whether the connection has ended without a word about it: something may be missing. */
    public boolean isTruncated() {
        return truncated;
    }

    /** After {@link #BROKEN}: what is wrong. */
    public String problem() {
        return problem;
    }
}
