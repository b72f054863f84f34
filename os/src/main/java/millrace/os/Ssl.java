package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One end of a TLS connection, on a non-blocking descriptor that stays the caller's: OpenSSL's {@code SSL}. One thread
 * at a time. After {@link #close} nothing else may be called.
 *
 * <p>Calls answer as those of {@link Socket} do: a count, 0 at the end, or −errno; {@code −EAGAIN} means that the
 * descriptor is to be waited for, and {@link #wantsWrite} for what. {@link #BROKEN} means that the other side does not
 * speak TLS as it should: {@link #problem} says how.
 *
 * <p>Source: {@code SSL_read(3ssl)}, {@code SSL_write(3ssl)}, {@code SSL_get_error(3ssl)}.
 */
public final class Ssl {
    public static final int BROKEN = Integer.MIN_VALUE;

    private static final int ERROR_SSL = 1;
    private static final int ERROR_WANT_READ = 2;
    private static final int ERROR_WANT_WRITE = 3;
    private static final int ERROR_ZERO_RETURN = 6;

    /** {@code BIO_CTRL_EOF}. */
    private static final int BIO_ENDED = 2;

    /** To try once more: the bytes that were fed are used up. */
    private static final int RETRY = BROKEN + 1;

    private static final int SERVER_NAME = 55;
    private static final int BOTH_ENDED = 3;

    private static final Call NEW = OpenSsl.call("SSL_new");
    private static final Call FREE = OpenSsl.call("SSL_free");
    private static final Call SET_FD = OpenSsl.call("SSL_set_fd");
    private static final Call SET_READ_FD = OpenSsl.call("SSL_set_rfd");
    private static final Call SET_READ_BIO = OpenSsl.call("SSL_set0_rbio");
    private static final Call ACCEPTS = OpenSsl.call("SSL_set_accept_state");
    private static final Call CONNECTS = OpenSsl.call("SSL_set_connect_state");
    private static final Call HANDSHAKE = OpenSsl.call("SSL_do_handshake");
    private static final Call SHUTDOWN = OpenSsl.call("SSL_shutdown");
    private static final Call GET_ERROR = OpenSsl.call("SSL_get_error");
    private static final Call PENDING = OpenSsl.call("SSL_has_pending");
    private static final Call CONTROL = OpenSsl.call("SSL_ctrl");
    private static final Call SET_SHUTDOWN = OpenSsl.call("SSL_set_shutdown");
    private static final Call READ_BIO = OpenSsl.call("SSL_get_rbio");
    private static final Call BIO_CONTROL = OpenSsl.call("BIO_ctrl");
    private static final Call MEMORY_BIO = OpenSsl.call("BIO_s_mem");
    private static final Call NEW_BIO = OpenSsl.call("BIO_new");
    private static final BytesCall BIO_WRITE = BytesCall.of(OpenSsl.call("BIO_write"));
    private static final BytesCall READ = BytesCall.of(OpenSsl.call("SSL_read"));
    private static final BytesCall WRITE = BytesCall.of(OpenSsl.call("SSL_write"));

    private static final AtomicLong LIVE = new AtomicLong();

    /** Whose handshake the thread is at: OpenSSL calls back without a word about it that Java could read. */
    private static final ThreadLocal<Ssl> SHAKING_HANDS = new ThreadLocal<>();

    private final int fd;
    private final SslFacts facts = new SslFacts(this);
    private long ssl;
    private final SslContext sessionContext;
    private SslContext context;
    private final SslNegotiation negotiation;
    private long fed;
    private boolean wantsWrite;
    private boolean truncated;
    private boolean broken;
    private boolean ended;
    private String problem;
    private Throwable failure;

    private Ssl(SslContext context, int fd, SslNegotiation negotiation) throws SslException {
        this.context = context;
        sessionContext = context;
        this.negotiation = negotiation;
        this.fd = fd;
        ssl = NEW.call(context.address(), 0, 0, 0, 0, 0);
        context.reachable();
        SslContext.check(ssl != 0, "SSL_new() failed");
        LIVE.incrementAndGet();
        SET_FD.callInt(ssl, fd);
    }

    /**
     * The server's end.
     *
     * @param negotiation is asked if the context {@linkplain SslContext#negotiates negotiates}; else {@code null}
     */
    public static Ssl server(SslContext context, int fd, SslNegotiation negotiation) throws SslException {
        Ssl made = new Ssl(context, fd, negotiation);
        ACCEPTS.call(made.ssl, 0, 0, 0, 0, 0);
        return made;
    }

    /**
     * The client's end.
     *
     * @param serverName whom it wants to talk to (SNI), or {@code null} to say nothing
     */
    public static Ssl client(SslContext context, int fd, String serverName) throws SslException {
        Ssl made = new Ssl(context, fd, null);
        CONNECTS.call(made.ssl, 0, 0, 0, 0, 0);
        if (serverName != null) {
            try (Arena arena = Arena.ofConfined()) {
                long text = CStrings.string(arena, serverName).address();
                SslContext.check(CONTROL.call(made.ssl, SERVER_NAME, 0, text, 0, 0) == 1,
                        "SSL_set_tlsext_host_name(\"" + serverName + "\") failed");
            } catch (SslException tooLong) {
                made.close();
                throw tooLong;
            }
        }
        return made;
    }

    /** How many there are in this process that are not closed. */
    public static long live() {
        return LIVE.get();
    }

    static Ssl shakingHands() {
        return SHAKING_HANDS.get();
    }

    /** 0 once it is closed. */
    long address() {
        return ssl;
    }

    SslNegotiation negotiation() {
        return negotiation;
    }

    /** Whose certificate is shown: that of {@link #server}, until a name was asked for. */
    public SslContext context() {
        return context;
    }

    /** Whose sessions and tickets count, whatever name was asked for: the library looks no further. */
    SslContext sessionContext() {
        return sessionContext;
    }

    /** Goes on with the keys and rules of another context: possible until the client's first message is answered. */
    void context(SslContext next) {
        if (next != context) {
            context = next;
            next.giveTo(ssl);
        }
    }

    /** A decision has failed; the handshake will, too. Throws nothing, whatever there is no memory for. */
    void failed(Throwable t) {
        failure = t;
    }

    /** Bytes that were read from the descriptor already. They come before all that is still to be read there. */
    public void feed(byte[] bytes, int offset, int length) {
        if (fed == 0) {
            fed = NEW_BIO.call(MEMORY_BIO.call(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0);
            SET_READ_BIO.call(ssl, fed, 0, 0, 0, 0);
        }
        BIO_WRITE.call(fed, MemorySegment.ofArray(bytes).asSlice(offset), length);
    }

    /** Goes on with the handshake: 1 when it is done, 0 when the other side has ended the connection. */
    public int handshake() {
        SHAKING_HANDS.set(this);
        OpenSsl.clearErrors(); // One that somebody has left behind on this thread would be taken for this connection's.
        try {
            int result;
            do {
                boolean done = HANDSHAKE.callInt(ssl) == 1;
                result = done ? 1 : outcome(Call.errno().get(JAVA_INT, 0));
            } while (result == RETRY);
            if (result == 1) {
                OpenSsl.clearErrors(); // Such as those of certificates that are looked at later.
            }
            return result;
        } finally {
            SHAKING_HANDS.remove();
        }
    }

    /** Bytes read, at most those of one record; 0 at the end: {@link #isTruncated} tells which. */
    public int read(MemorySegment buffer, int length) {
        int count = READ.call(ssl, buffer, length);
        int result = count > 0 ? count : outcome(Call.errno().get(JAVA_INT, 0));
        return result == RETRY ? read(buffer, length) : result;
    }

    /** Bytes written, at most those of one record. After {@code −EAGAIN} the same byte comes first again, and not fewer. */
    public int write(MemorySegment buffer, int length) {
        int count = WRITE.call(ssl, buffer, length);
        int result = count > 0 ? count : outcome(Call.errno().get(JAVA_INT, 0));
        return result == 0 ? -Errno.EPIPE.number() : result; // The end is no progress: a writer would try for ever.
    }

    /** Tells the other side that nothing more will come: 0, or −EAGAIN. After an error there is nobody to tell. */
    public int end() {
        if (broken || ended) {
            return 0;
        }
        int result = SHUTDOWN.callInt(ssl);
        // Whatever else is wrong, the connection is about to end.
        ended = result >= 0 || GET_ERROR.callInt(ssl, -1) != ERROR_WANT_WRITE;
        OpenSsl.clearErrors();
        return ended ? 0 : -Errno.EAGAIN.number();
    }

    private int outcome(int errno) {
        int kind = GET_ERROR.callInt(ssl, -1);
        switch (kind) {
            case ERROR_WANT_READ -> {
                wantsWrite = false;
                return fed != 0 ? readDescriptor() : -Errno.EAGAIN.number();
            }
            case ERROR_WANT_WRITE -> {
                wantsWrite = true;
                return -Errno.EAGAIN.number();
            }
            case ERROR_ZERO_RETURN -> {
                // With a word about it, the descriptor was not read to its end.
                truncated = BIO_CONTROL.call(READ_BIO.call(ssl, 0, 0, 0, 0, 0), BIO_ENDED, 0, 0, 0, 0) == 1;
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

    private int readDescriptor() {
        fed = 0;
        SET_READ_FD.callInt(ssl, fd);
        return RETRY;
    }

    /** After {@code −EAGAIN}: whether the descriptor has to become writable; else it is readable. */
    public boolean wantsWrite() {
        return wantsWrite;
    }

    /** Whether bytes have been taken from the descriptor that {@link #read} has not answered yet. */
    public boolean hasPending() {
        return PENDING.callInt(ssl) == 1;
    }

    /** Whether the connection has ended without a word about it: something may be missing. */
    public boolean isTruncated() {
        return truncated;
    }

    /** After {@link #BROKEN}: what is wrong. */
    public String problem() {
        return problem;
    }

    /** What a client can go on with on its next connection, or {@code null}. Asked when something has been read. */
    public SslSession session() {
        return ssl == 0 || broken ? null : SslSession.of(ssl);
    }

    /** Goes on with a session; before the handshake. */
    public void resume(SslSession session) {
        session.use(ssl);
    }

    /** What both have agreed on. */
    public SslFacts facts() {
        return facts;
    }

    /** Frees the native memory. The descriptor stays open. Closing twice is the same as once. */
    public void close() {
        if (ssl != 0) {
            if (!broken) {
                SET_SHUTDOWN.callInt(ssl, BOTH_ENDED); // Else its session could not be gone on with.
            }
            FREE.call(ssl, 0, 0, 0, 0, 0);
            ssl = 0;
            LIVE.decrementAndGet();
        }
    }
}
