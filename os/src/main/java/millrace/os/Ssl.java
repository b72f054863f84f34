package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
public final class Ssl extends SslStream {
    private static final int SERVER_NAME = 55;
    private static final int TLS_1_3 = 0x304;
    private static final int BOTH_ENDED = 3;

    private static final Call FREE = OpenSsl.call("SSL_free");
    private static final Call ACCEPTS = OpenSsl.call("SSL_set_accept_state");
    private static final Call CONNECTS = OpenSsl.call("SSL_set_connect_state");
    private static final Call HANDSHAKE = OpenSsl.call("SSL_do_handshake");
    private static final Call OFFERS = OpenSsl.call("SSL_set_alpn_protos");
    private static final Call CONTROL = OpenSsl.call("SSL_ctrl");
    private static final Call SET_SHUTDOWN = OpenSsl.call("SSL_set_shutdown");
    private static final Call VERSION = OpenSsl.call("SSL_version");

    private static final AtomicLong LIVE = new AtomicLong();

    /** Whose handshake the thread is at: OpenSSL calls back without a word about it that Java could read. */
    private static final ThreadLocal<Ssl> SHAKING_HANDS = new ThreadLocal<>();

    private final SslFacts facts = new SslFacts(this);
    private final SslContext sessionContext;
    private SslContext context;
    private final SslNegotiation negotiation;

    private Ssl(SslContext context, int fd, SslNegotiation negotiation) throws SslException {
        super(context.connection(), fd);
        this.context = context;
        sessionContext = context;
        this.negotiation = negotiation;
        LIVE.incrementAndGet();
    }

    /**
     * The server's end.
     *
     * @param negotiation is asked if the context {@linkplain SslContext#negotiates negotiates}; else {@code null}
     */
    public static Ssl server(SslContext context, int fd, SslNegotiation negotiation) throws SslException {
        Ssl made = new Ssl(context, fd, negotiation);
        ACCEPTS.call(made.ssl, 0, 0, 0, 0, 0);
        made.transport.gather();
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
        made.transport.open();
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

    /** Before the handshake of a client: the protocols that it speaks (ALPN), the best one first. */
    public void offers(String... protocols) throws SslException {
        byte[] list = new byte[0];
        for (String each : protocols) {
            byte[] name = each.getBytes(StandardCharsets.US_ASCII);
            int at = list.length;
            list = Arrays.copyOf(list, at + 1 + name.length);
            list[at] = (byte) name.length;
            System.arraycopy(name, 0, list, at + 1, name.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            long bytes = arena.allocateFrom(JAVA_BYTE, list).address();
            SslContext.check(OFFERS.call(ssl, bytes, list.length, 0, 0, 0) == 0, "SSL_set_alpn_protos() failed");
        }
    }

    /** How many there are in this process that are not closed. */
    public static long live() {
        return LIVE.get();
    }

    static Ssl shakingHands() {
        return SHAKING_HANDS.get();
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
    void context(SslContext next) throws SslException {
        if (next != context) {
            next.giveTo(ssl);
            context = next;
        }
    }

    /** Bytes that were read from the descriptor already. They come before all that is still to be read there. */
    public void feed(byte[] bytes, int offset, int length) {
        transport.feed(bytes, offset, length);
    }

    /** Goes on with the handshake: 1 when it is done, 0 when the other side has ended the connection. */
    public int handshake() {
        SHAKING_HANDS.set(this);
        OpenSsl.clearErrors(); // One that somebody has left behind on this thread would be taken for this connection's.
        if (!transport.hasSource()) {
            transport.goOnToDescriptor();
        }
        try {
            int result;
            do {
                boolean done = HANDSHAKE.callInt(ssl) == 1;
                result = done ? 1 : outcome(Call.errno().get(JAVA_INT, 0));
            } while (result == RETRY);
            if (result == 1) {
                OpenSsl.clearErrors(); // Such as those of certificates that are looked at later.
            }
            return transport.isGathering() ? answered(result) : result;
        } finally {
            SHAKING_HANDS.remove();
        }
    }

    /** Sends a server's messages. In TLS 1.3 the last are tickets, for which nobody waits: they go with the first answer. */
    private int answered(int result) {
        if (result == 1 && VERSION.callInt(ssl) == TLS_1_3) {
            return result;
        }
        int flushed = flush();
        if (flushed == 0 && result == 1) {
            transport.stopGathering();
        }
        return flushed == 0 || result == BROKEN ? result : flushed;
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
