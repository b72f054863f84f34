package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a request is to a WebSocket: its head opens one, its body is the message. Immutable; any thread. Source: RFC 6455,
 * section 4.1.
 *
 * @param opening up to where the key is to stand, and the end of the head behind it
 * @param isText whether the message goes as text, as it does if it is such
 */
record WebSocketForm(byte[] opening, byte[] message, boolean isText) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] NOTHING = {};

    static WebSocketForm of(RequestBytes request) {
        RequestParts parts = RequestParts.of(request.bytes());
        StringBuilder head = new StringBuilder("GET " + parts.path() + " HTTP/1.1\r\nHost: " + parts.host() + "\r\n");
        parts.fields().stream()
                .filter(field -> !field.is("content-length"))
                .forEach(field -> head.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        head.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
        byte[] message = parts.body() == null ? NOTHING : parts.body();
        return new WebSocketForm(head.toString().getBytes(ISO_8859_1), message, isUtf8(message));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false; // The answer to the question, and no failure.
        }
    }

    /** What a server that understands answers to a key. */
    static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
