package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.nio.file.Path;

/**
 * What connections have in common that speak TLS: keys, protocols, ciphers, whom to trust. OpenSSL's {@code SSL_CTX}.
 * Filled by one thread, then used by any. It lives until it is {@linkplain #close closed} or nobody refers to it any more, and
 * its last connection is.
 *
 * <p>Source: {@code SSL_CTX_new(3ssl)} and the pages that it names.
 */
public final class SslContext {
    /** A connection may end without a word (many do): its session can be gone on with, and its other way be written to. */
    private static final long SILENT_END_IS_NO_ERROR = 1L << 7;

    // Bits of options(): SSL_CTX_set_options(3ssl).
    public static final long NO_TICKET = 1L << 14;
    public static final long NO_COMPRESSION = 1L << 17;
    public static final long SERVER_PREFERENCE = 1L << 22;
    public static final long NO_TLS1 = 1L << 26;
    public static final long NO_TLS1_2 = 1L << 27;
    public static final long NO_TLS1_1 = 1L << 28;
    public static final long NO_TLS1_3 = 1L << 29;
    public static final long NO_RENEGOTIATION = 1L << 30;
    public static final long NO_COMPRESSED_CERTIFICATE = 1L << 32;

    /**
     * Partial writes, from a buffer that may have moved, and no buffers while a connection is idle. What is shown is what
     * was given: else each whole handshake would look for a chain of certificates, and check it.
     */
    private static final long MODES = 0x1 | 0x2 | 0x10 | 0x8;

    /**
     * After a whole handshake, as after one that goes on with a session: a client that keeps several connections has a ticket
     * of each. The library's own number is two, and making one is 3 % of a handshake.
     */
    private static final int TICKETS_EACH = 1;

    private static final int MODE = 33;
    private static final int READ_AHEAD = 41;
    private static final int CACHE_SIZE = 42;
    private static final int CACHE_MODE = 44;
    private static final int GROUPS = 92;
    private static final int LOWEST_PROTOCOL = 123;
    private static final int HIGHEST_PROTOCOL = 124;
    private static final int DH_AUTO = 118;
    private static final int SERVER_NAME_CALLBACK = 53;
    private static final int STATUS_CALLBACK = 63;
    private static final int SERVER_CACHE = 0x2;
    private static final int NOTHING_KEPT = 0x300;
    private static final int RECORD_BYTES = 52;

    private static final Call TLS_METHOD = OpenSsl.call("TLS_method");
    private static final Call NEW = OpenSsl.call("SSL_CTX_new");
    private static final Call FREE = OpenSsl.call("SSL_CTX_free");
    private static final Call CONTROL = OpenSsl.call("SSL_CTX_ctrl");
    private static final Call CALLBACK_CONTROL = OpenSsl.call("SSL_CTX_callback_ctrl");
    private static final Call SET_OPTIONS = OpenSsl.call("SSL_CTX_set_options");
    private static final Call CIPHERS = OpenSsl.call("SSL_CTX_set_cipher_list");
    private static final Call TICKETS = OpenSsl.call("SSL_CTX_set_num_tickets");
    private static final Call ID_CONTEXT = OpenSsl.call("SSL_CTX_set_session_id_context");
    private static final Call TIMEOUT = OpenSsl.call("SSL_CTX_set_timeout");
    private static final Call TICKET = OpenSsl.call("SSL_CTX_set_tlsext_ticket_key_evp_cb");
    private static final Call MADE = OpenSsl.call("SSL_CTX_sess_set_new_cb");
    private static final Call WANTED = OpenSsl.call("SSL_CTX_sess_set_get_cb");
    private static final Call CLIENT_HELLO = OpenSsl.call("SSL_CTX_set_client_hello_cb");
    private static final Call CERTIFICATE = OpenSsl.call("SSL_CTX_set_cert_cb");
    private static final Call ALPN = OpenSsl.call("SSL_CTX_set_alpn_select_cb");

    /** A function that answers 0 to whatever it is asked about a connection that is not DTLS: "the name is taken". */
    private static final Call NAME_TAKEN = OpenSsl.call("SSL_is_dtls");

    private static final Call DEPTH = OpenSsl.call("SSL_CTX_set_verify_depth");
    private static final Call VERIFY = OpenSsl.call("SSL_CTX_set_verify");
    private static final Call LOCATIONS = OpenSsl.call("SSL_CTX_load_verify_locations");
    private static final Call USUAL_PATHS = OpenSsl.call("SSL_CTX_set_default_verify_paths");

    private static final Call CONNECTION = OpenSsl.call("SSL_new");
    private static final Call GIVE = OpenSsl.call("SSL_set_SSL_CTX");
    private static final Call GET_OPTIONS = OpenSsl.call("SSL_CTX_get_options");
    private static final Call CLEAR_OPTIONS = OpenSsl.call("SSL_clear_options");
    private static final Call GIVE_OPTIONS = OpenSsl.call("SSL_set_options");
    private static final Call GET_MODE = OpenSsl.call("SSL_CTX_get_verify_mode");
    private static final Call GET_VERIFIER = OpenSsl.call("SSL_CTX_get_verify_callback");
    private static final Call GIVE_VERIFIER = OpenSsl.call("SSL_set_verify");
    private static final Call GET_DEPTH = OpenSsl.call("SSL_CTX_get_verify_depth");
    private static final Call GIVE_DEPTH = OpenSsl.call("SSL_set_verify_depth");

    private final SslHandle handle;
    private final long address;
    private SslSessions sessions;

    private SslContext() throws SslException {
        OpenSsl.clearErrors();
        address = NEW.call(TLS_METHOD.call(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0);
        check(address != 0, "SSL_CTX_new() failed");
        handle = new SslHandle(address, FREE);
        // Distributions narrow what is possible here; what is allowed is the program's to say.
        control(LOWEST_PROTOCOL, 0);
        control(HIGHEST_PROTOCOL, 0);
        control(MODE, MODES);
        control(READ_AHEAD, 1);
        control(DH_AUTO, 0);
        TICKETS.callInt(address, TICKETS_EACH);
        options(NO_COMPRESSION | NO_RENEGOTIATION | SILENT_END_IS_NO_ERROR);
    }

    /** One with nothing in it yet; {@link OpenSsl#require} comes before. */
    public static SslContext create() throws SslException {
        return new SslContext();
    }

    /** How many there are in this process that are not freed. */
    public static long live() {
        return SslHandle.live();
    }

    /** Nobody begins anything with it any more: its memory is free when its last connection is. Any thread; twice is as once. */
    public void close() {
        handle.close();
    }

    /** It stays at least until {@link #leave}. */
    void enter() throws SslException {
        handle.enter();
    }

    void leave() {
        handle.leave();
    }

    long address() {
        return address;
    }

    /** OpenSSL's object of a new connection, which needs this one no more. */
    long connection() throws SslException {
        enter();
        try {
            long made = CONNECTION.call(address, 0, 0, 0, 0, 0);
            check(made != 0, "SSL_new() failed");
            return made;
        } finally {
            leave();
        }
    }

    long control(int what, long number) {
        return CONTROL.call(address, what, number, 0, 0, 0);
    }

    long control(int what, long number, long pointer) {
        return CONTROL.call(address, what, number, pointer, 0, 0);
    }

    public void options(long set) {
        SET_OPTIONS.call(address, set, 0, 0, 0, 0);
    }

    /** Of TLS 1.2 and below, in OpenSSL's notation. */
    public void ciphers(String list) throws SslException {
        withText(list, text -> CIPHERS.callInt(address, text) == 1, "SSL_CTX_set_cipher_list(\"" + list + "\") failed");
    }

    /** The groups that keys are exchanged in, most liked first: {@code X25519:prime256v1}. */
    public void groups(String list) throws SslException {
        withText(list, text -> control(GROUPS, 0, text) == 1, "SSL_CTX_set1_curves_list(\"" + list + "\") failed");
    }

    /**
     * Keeps sessions so that a client can go on with one without the whole handshake.
     *
     * @param most how many sessions are kept here; 0 for none, −1 when clients are not even told that there could be some.
     *     Tickets, which clients keep, are another matter
     * @param timeoutSeconds how long one can be gone on with
     * @param owner who may go on with it: those whose contexts bear the same, up to 32 bytes
     */
    public void sessions(int most, long timeoutSeconds, byte[] owner) throws SslException {
        control(CACHE_MODE, most < 0 ? 0 : most == 0 ? SERVER_CACHE | NOTHING_KEPT : SERVER_CACHE);
        control(CACHE_SIZE, Math.max(0, most));
        TIMEOUT.call(address, timeoutSeconds, 0, 0, 0, 0);
        try (Arena arena = Arena.ofConfined()) {
            long bytes = arena.allocateFrom(JAVA_BYTE, owner).address();
            check(ID_CONTEXT.callInt(address, bytes, owner.length) == 1, "SSL_CTX_set_session_id_context() failed");
        }
    }

    /** Somebody else has the keys of tickets, or keeps sessions; after {@link #sessions(int, long, byte[])}. */
    public void sessions(SslSessions others) {
        sessions = others;
        TICKET.call(address, SslSessionUpcalls.TICKET, 0, 0, 0, 0);
        if (others.keeps()) {
            control(CACHE_MODE, SERVER_CACHE | NOTHING_KEPT);
            MADE.call(address, SslSessionUpcalls.MADE, 0, 0, 0, 0);
            WANTED.call(address, SslSessionUpcalls.WANTED, 0, 0, 0, 0);
        }
    }

    SslSessions sessions() {
        return sessions;
    }

    /** Lets handshakes of the server's side ask what {@link Ssl#server} was given. */
    public void negotiates() {
        CLIENT_HELLO.call(address, SslUpcalls.CLIENT_HELLO, 0, 0, 0, 0);
        ALPN.call(address, SslUpcalls.PROTOCOLS, 0, 0, 0, 0);
        CALLBACK_CONTROL.call(address, SERVER_NAME_CALLBACK, NAME_TAKEN.function().address(), 0, 0, 0);
    }

    /** Lets handshakes of the server's side ask for the certificate that they show: {@link SslNegotiation#certify}. */
    public void certifies() {
        CERTIFICATE.call(address, SslUpcalls.CERTIFICATE, 0, 0, 0, 0);
    }

    /** Lets handshakes of the server's side ask for a word about their certificate: {@link SslNegotiation#staple}. */
    public void staples() {
        CALLBACK_CONTROL.call(address, STATUS_CALLBACK, SslUpcalls.STATUS, 0, 0, 0);
    }

    /** How many records may vouch for each other between a certificate and one that is trusted. */
    public void depth(int most) {
        DEPTH.callInt(address, most);
    }

    /** Asks clients for a certificate. What is wrong with it does not end the handshake: {@link SslPeer#verdict} tells. */
    public void asksForCertificate() {
        VERIFY.call(address, 1, SslUpcalls.VERIFIED, 0, 0, 0);
    }

    /** Certificates that are trusted, beside others. */
    public void trust(Path file) throws SslException {
        withText(file.toString(), text -> LOCATIONS.callInt(address, text, 0) == 1,
                "SSL_CTX_load_verify_locations(\"" + file + "\") failed");
    }

    /** Trusts whom the system trusts, beside others. */
    public void trustSystem() throws SslException {
        check(USUAL_PATHS.callInt(address) == 1, "SSL_CTX_set_default_verify_paths() failed");
    }

    /** The most bytes of one record: less is told sooner, more costs less. */
    public void recordBytes(int most) {
        control(RECORD_BYTES, most);
    }

    /** A connection goes on with this context's keys and rules; options and whom to ask are not among what OpenSSL changes. */
    void giveTo(long ssl) throws SslException {
        enter();
        GIVE.call(ssl, address, 0, 0, 0, 0);
        long options = GET_OPTIONS.call(address, 0, 0, 0, 0, 0);
        CLEAR_OPTIONS.call(ssl, ~options, 0, 0, 0, 0);
        GIVE_OPTIONS.call(ssl, options, 0, 0, 0, 0);
        GIVE_VERIFIER.call(ssl, GET_MODE.callInt(address), GET_VERIFIER.call(address, 0, 0, 0, 0, 0), 0, 0, 0);
        GIVE_DEPTH.callInt(ssl, GET_DEPTH.callInt(address));
        leave();
    }

    interface TextSetter {
        boolean set(long text);
    }

    static void withText(String value, TextSetter setter, String failure) throws SslException {
        try (Arena arena = Arena.ofConfined()) {
            check(setter.set(CStrings.string(arena, value).address()), failure);
        }
    }

    /** Turns the thread's errors into one of ours. */
    static void check(boolean good, String failure) throws SslException {
        if (!good) {
            throw new SslException(failure + " " + OpenSsl.takeErrors());
        }
    }

    void reachable() {
        Reference.reachabilityFence(this);
    }
}
