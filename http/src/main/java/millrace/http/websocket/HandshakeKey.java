package millrace.http.websocket;

import java.security.SecureRandom;
import java.util.Base64;
import millrace.http.codec.Fields;

/**
 * What a server shows by that it has understood a WebSocket's handshake, and did not just repeat it (RFC 6455 section 1.3).
 * For clients, and for who asks in the name of one. Any thread.
 */
public final class HandshakeKey {
    private static final SecureRandom RANDOM = new SecureRandom();

    private HandshakeKey() {}

    /** A value for Sec-WebSocket-Key, of one handshake. */
    public static byte[] next() {
        byte[] random = new byte[Handshake.KEY_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encode(random);
    }

    /**
     * Whether an answer with status 101 agrees to a WebSocket.
     *
     * @param request its fields, among them the key
     */
    public static boolean isAnswered(Fields request, Fields answer) {
        return isAnswered(request.get("sec-websocket-key"), answer);
    }

    static boolean isAnswered(String key, Fields answer) {
        return Handshake.lists(Handshake.joined(answer, "upgrade"), "websocket")
                && Handshake.lists(Handshake.joined(answer, "connection"), "upgrade")
                && Handshake.answer(key).equals(answer.get("sec-websocket-accept"));
    }
}
