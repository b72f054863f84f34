package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is known of a connection once its handshake is done; nothing of it after its end. One thread at a time. */
public final class SslFacts {
    private static final Call VERSION = OpenSsl.call("SSL_get_version");
    private static final Call CIPHER = OpenSsl.call("SSL_get_current_cipher");
    private static final Call CIPHER_NAME = OpenSsl.call("SSL_CIPHER_get_name");
    private static final Call SERVER_NAME = OpenSsl.call("SSL_get_servername");
    private static final Call PROTOCOL = OpenSsl.call("SSL_get0_alpn_selected");
    private static final Call RESUMED = OpenSsl.call("SSL_session_reused");

    private static final Call SESSION = OpenSsl.call("SSL_get_session");
    private static final Call SESSION_ID = OpenSsl.call("SSL_SESSION_get_id");
    private static final Call CIPHERS = OpenSsl.call("SSL_get_shared_ciphers");
    private static final int CIPHERS_LENGTH = 4096;
    private static final Call PEER = OpenSsl.call("SSL_get1_peer_certificate");
    private static final Call VERDICT = OpenSsl.call("SSL_get_verify_result");

    private static final Call CONTROL = OpenSsl.call("SSL_ctrl");
    private static final Call SHORT_NAME = OpenSsl.call("OBJ_nid2sn");
    private static final int OFFERED_GROUPS = 90;
    private static final int NEGOTIATED_GROUP = 134;

    private static final Call SIGNATURE = OpenSsl.callIfThere("SSL_get0_signature_name");
    private static final Call PEER_SIGNATURE = OpenSsl.callIfThere("SSL_get0_peer_signature_name");

    /** {@code TLSEXT_nid_unknown}: the number is the one that is sent, not one of the library's. */
    private static final int UNKNOWN_GROUP = 0x1000000;

    private final Ssl ssl;

    /** Once it is known: requests ask for it one after the other, and nothing can change it any more. */
    private SslPeer peer;

    SslFacts(Ssl ssl) {
        this.ssl = ssl;
    }

    /** {@code TLSv1.3}. */
    public String protocol() {
        return isOver() ? null : OpenSsl.text(ask(VERSION));
    }

    public String cipher() {
        long cipher = isOver() ? 0 : ask(CIPHER);
        return cipher == 0 ? null : OpenSsl.text(CIPHER_NAME.call(cipher, 0, 0, 0, 0, 0));
    }

    /** The name that the client has asked for, or {@code null}. */
    public String serverName() {
        return isOver() ? null : OpenSsl.text(ask(SERVER_NAME));
    }

    /** What both have agreed on (ALPN), or {@code null}. */
    public String applicationProtocol() {
        if (isOver()) {
            return null;
        }
        MemorySegment scratch = Call.scratch();
        PROTOCOL.call(ssl.address(), scratch.address(), scratch.address() + Long.BYTES, 0, 0, 0);
        return OpenSsl.text(scratch.get(JAVA_LONG, 0), scratch.get(JAVA_INT, Long.BYTES));
    }

    /** Whether it goes on with the session of an earlier one. */
    public boolean isResumed() {
        return !isOver() && RESUMED.callInt(ssl.address()) == 1;
    }

    /** The session's number in hexadecimal digits; empty while a client of TLS 1.3 has no ticket to go on with. */
    public String sessionId() {
        long session = isOver() ? 0 : ask(SESSION);
        if (session == 0) {
            return null;
        }
        MemorySegment length = Call.scratch();
        long id = SESSION_ID.call(session, length.address(), 0, 0, 0, 0);
        return HexFormat.of().formatHex(OpenSsl.bytes(id, length.get(JAVA_INT, 0)));
    }

    /** The ciphers that the client offers, with colons between. */
    public String ciphers() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(CIPHERS_LENGTH);
            return isOver() ? null : OpenSsl.text(CIPHERS.call(ssl.address(), text.address(), CIPHERS_LENGTH, 0, 0, 0));
        }
    }

    /** The group that keys were exchanged in, or {@code null} when that was done by other means. */
    public String group() {
        int number = isOver() ? 0 : CONTROL.callInt(ssl.address(), NEGOTIATED_GROUP, 0, 0);
        return number <= 0 ? null : groupName(number);
    }

    /** The groups that the client offers, with colons between. */
    public String groups() {
        int count = isOver() ? 0 : CONTROL.callInt(ssl.address(), OFFERED_GROUPS, 0, 0);
        if (count <= 0) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(JAVA_INT, count);
            CONTROL.callInt(ssl.address(), OFFERED_GROUPS, 0, numbers.address());
            return IntStream.of(numbers.toArray(JAVA_INT)).mapToObj(SslFacts::groupName).collect(Collectors.joining(":"));
        }
    }

    /** What this side has signed the handshake by, or {@code null}; OpenSSL tells from 3.5 on. */
    public String signature() {
        return text(SIGNATURE);
    }

    /** What the other side has signed it by. */
    public String peerSignature() {
        return text(PEER_SIGNATURE);
    }

    private String text(Call signature) {
        MemorySegment name = Call.scratch();
        boolean known = signature != null && !isOver() && signature.callInt(ssl.address(), name.address()) == 1;
        return known ? OpenSsl.text(name.get(JAVA_LONG, 0)) : null;
    }

    private static String groupName(int number) {
        return (number & UNKNOWN_GROUP) != 0 ? "0x%04x".formatted(number & 0xffff)
                : OpenSsl.text(SHORT_NAME.call(number, 0, 0, 0, 0, 0));
    }

    /** The other side's certificate, or {@code null} when it has shown none. */
    public SslPeer peer() {
        if (peer == null) {
            long certificate = isOver() ? 0 : ask(PEER);
            peer = certificate == 0 ? null : SslPeer.take(certificate, ask(VERDICT));
        }
        return isOver() ? null : peer;
    }

    private boolean isOver() {
        return ssl.address() == 0;
    }

    private long ask(Call function) {
        return function.call(ssl.address(), 0, 0, 0, 0, 0);
    }
}
