package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What a TLS connection reads and writes through (OpenSSL's {@code BIO}s): its descriptor, as a rule. Before that, bytes
 * that were read already. And in front of it, while it gathers, memory, so that several records leave in one call: each
 * call costs as much as encrypting some kilobytes does. One thread at a time.
 *
 * <p>Source: {@code SSL_set_bio(3ssl)}, {@code BIO_s_mem(3ssl)}.
 */
final class SslTransport {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** {@code BIO_CTRL_EOF} and {@code BIO_CTRL_INFO}. */
    private static final int BIO_ENDED = 2;
    private static final int BIO_CONTENT = 3;

    /** OpenSSL's buffer has at least this: who asks for as much and gets less has got all there was. */
    private static final long LEAST_BUFFER = 16_384;

    private static final Call SET_FD = OpenSsl.call("SSL_set_fd");
    private static final Call SET_READ_FD = OpenSsl.call("SSL_set_rfd");
    private static final Call SET_WRITE_FD = OpenSsl.call("SSL_set_wfd");
    private static final Call SET_READ_BIO = OpenSsl.call("SSL_set0_rbio");
    private static final Call SET_WRITE_BIO = OpenSsl.call("SSL_set0_wbio");
    private static final Call READ_BIO = OpenSsl.call("SSL_get_rbio");
    private static final Call BIO_CONTROL = OpenSsl.call("BIO_ctrl");
    private static final Call COUNT_READ = OpenSsl.call("BIO_number_read");
    private static final Call MEMORY_BIO = OpenSsl.call("BIO_s_mem");
    private static final Call NEW_BIO = OpenSsl.call("BIO_new");
    private static final BytesCall BIO_WRITE = BytesCall.of(OpenSsl.call("BIO_write"));
    private static final Call SEND = Call.of("send");

    private final long ssl;
    private final int fd;

    /** What bytes are fed into; 0 as long as there are none, and again when they are used up. */
    private long fed;

    /** Where bytes come from; 0 before that is the descriptor. */
    private long source;

    /** How many bytes had come from there when none of them was left in OpenSSL's buffer, and whether that was ever so. */
    private long countWhenEmpty;
    private boolean wasEmpty;

    /** Whether OpenSSL has been left with something since then. */
    private boolean hadRest;

    /** Where records are gathered, or 0, and how many of its bytes have been sent. */
    private long gathered;
    private long sent;

    SslTransport(long ssl, int fd) {
        this.ssl = ssl;
        this.fd = fd;
    }

    /** Reads and writes the descriptor. */
    void open() {
        SET_FD.callInt(ssl, fd);
        source = READ_BIO.call(ssl, 0, 0, 0, 0, 0);
    }

    private static long memory() {
        return NEW_BIO.call(MEMORY_BIO.call(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0);
    }

    /** Bytes that come before all that is still to be read from the descriptor. */
    void feed(byte[] bytes, int offset, int length) {
        if (fed == 0) {
            fed = memory();
            SET_READ_BIO.call(ssl, fed, 0, 0, 0, 0);
        }
        BIO_WRITE.call(fed, MemorySegment.ofArray(bytes).asSlice(offset), length);
    }

    /** When all has been read: goes over to the descriptor, unless that is what was read from. */
    boolean goOnToDescriptor() {
        if (fed == 0 && source != 0) {
            return false;
        }
        fed = 0;
        SET_READ_FD.callInt(ssl, fd);
        source = READ_BIO.call(ssl, 0, 0, 0, 0, 0);
        return true;
    }

    /** Whether bytes come from somewhere already. */
    boolean hasSource() {
        return fed != 0 || source != 0;
    }

    /** Whether the other side has ended the descriptor. */
    boolean isAtEnd() {
        return BIO_CONTROL.call(READ_BIO.call(ssl, 0, 0, 0, 0, 0), BIO_ENDED, 0, 0, 0, 0) == 1;
    }

    /** OpenSSL's buffer is empty. */
    void noteEmpty() {
        wasEmpty = true;
    }

    /** Something is in OpenSSL's buffer, and may still be there when reading stops. */
    void noteRest() {
        hadRest = true;
    }

    /** There is nothing to read but, perhaps, the beginning of a record. */
    void noteWaiting() {
        hadRest = count() != countWhenEmpty;
    }

    private long count() {
        return source == 0 ? 0 : COUNT_READ.call(source, 0, 0, 0, 0, 0);
    }

    /**
     * Asked when OpenSSL's buffer is empty: whether the descriptor was, too, when it was read last, so that nothing is lost
     * by waiting for the poller, even for one that tells of each arrival once. OpenSSL reads into all the room that its
     * buffer has: as long as less than that has come since it was empty the last time, it got less than it asked for.
     *
     * <p>Nobody knows when it was left with something. What the poller has told since then may have been about bytes in the
     * descriptor, while those of the buffer were read; and of a record that has begun it asks for no more than the rest.
     */
    boolean isDrained() {
        long count = count();
        boolean few = wasEmpty && !hadRest && source != 0 && count - countWhenEmpty < LEAST_BUFFER;
        countWhenEmpty = count;
        wasEmpty = true;
        hadRest = false;
        return few;
    }

    /** From now on records wait in memory for {@link #flush}. */
    void gather() {
        if (gathered == 0) {
            gathered = memory();
            sent = 0;
            SET_WRITE_BIO.call(ssl, gathered, 0, 0, 0, 0);
        }
    }

    boolean isGathering() {
        return gathered != 0;
    }

    /** Sends what is gathered: 0 when all of it is sent, or −errno. */
    int flush() {
        MemorySegment pointer = Call.scratch();
        long length = BIO_CONTROL.call(gathered, BIO_CONTENT, 0, pointer.address(), 0, 0);
        long start = pointer.get(JAVA_LONG, 0);
        while (sent < length) {
            long result = SEND.call(fd, start + sent, length - sent, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
            if (result < 0) {
                return (int) result;
            }
            sent += result;
        }
        return 0;
    }

    /** After a {@link #flush} of all: records go to the descriptor at once from now on. */
    void stopGathering() {
        gathered = 0;
        SET_WRITE_FD.callInt(ssl, fd);
    }
}
