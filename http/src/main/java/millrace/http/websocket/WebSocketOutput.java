package millrace.http.websocket;

import java.nio.charset.StandardCharsets;
import millrace.http.codec.Output;
import millrace.http.websocket.frame.CloseCode;
import millrace.http.websocket.frame.Opcode;
import millrace.http.websocket.frame.Role;

/**
 * The writing side of a {@link WebSocket}: messages, whole or in pieces, and pings. What is written after a close goes
 * nowhere, silently. On the loop's thread only.
 */
public abstract sealed class WebSocketOutput permits WebSocket {
    /** Longer text is faster encoded by the JDK's vector code, though that allocates. */
    private static final int LONG_TEXT = 1024;

    private static final int MOST_CONTROL_BYTES = 125;
    private static final byte[] NOTHING = {};

    final Wire wire;
    final Workspace workspace = Workspace.current();
    final Role role;
    private final int leastCompressed;
    private final Deflation deflation;

    /** A message has begun, and not ended. */
    private boolean inMessage;

    private boolean inCompressed;
    private boolean writerWaits;

    WebSocketOutput(Wire wire, Role role, WebSocketOptions options, DeflateParameters agreed) {
        this.wire = wire;
        this.role = role;
        leastCompressed = agreed == null ? 0 : options.compression().leastBytes();
        deflation = agreed == null ? null : deflation(options.compression(), agreed);
    }

    private Deflation deflation(WebSocketOptions.Compression how, DeflateParameters agreed) {
        boolean server = role == Role.SERVER;
        boolean context = how.sendsWithContext() && !(server ? agreed.serverNoContext() : agreed.clientNoContext());
        int bits = server ? agreed.serverBits() : agreed.clientBits();
        return new Deflation(workspace, role, wire, how.level(), context, bits);
    }

    /** Whether messages can be written and come: from {@code onOpen} until a close of either side. */
    public abstract boolean isOpen();

    /**
     * Sends a text.
     *
     * @return whether more is welcome; after {@code false} wait for {@link WebSocketHandler#onWritable}
     */
    public final boolean text(String text) {
        wire.loop().checkThread(); // Before what all connections of the loop share is touched.
        if (text.length() > LONG_TEXT) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return text(utf8, 0, utf8.length);
        }
        Output utf8 = workspace.text;
        utf8.clear(); // Now, and not behind: a text that is refused must not stand before the next one.
        utf8.utf8(text);
        return text(utf8.bytes(), 0, utf8.length());
    }

    /** As {@link #text(String)}; the bytes must be UTF-8, and are free afterwards. */
    public final boolean text(byte[] utf8, int offset, int length) {
        return message(Opcode.TEXT, utf8, offset, length);
    }

    /** Sends a binary message. The array is free afterwards; the answer is that of {@link #text(String)}. */
    public final boolean binary(byte[] bytes, int offset, int length) {
        return message(Opcode.BINARY, bytes, offset, length);
    }

    public final boolean binary(byte[] bytes) {
        return binary(bytes, 0, bytes.length);
    }

    private boolean message(int opcode, byte[] bytes, int offset, int length) {
        wire.loop().checkThread();
        if (inMessage) {
            throw new IllegalStateException("the message that is sent in pieces has not ended yet");
        }
        if (!isOpen()) {
            return false;
        }
        boolean compresses = deflation != null && length >= leastCompressed;
        return write(compresses, opcode, bytes, offset, length, true);
    }

    /**
     * Sends a part of a message, as a fragment of its own. The array is free afterwards.
     *
     * @param text whether the message is text, or else binary: the same for all its parts
     * @param last whether the message ends with this part, which may be empty
     * @return as {@link #text(String)}
     */
    public final boolean piece(boolean text, byte[] bytes, int offset, int length, boolean last) {
        wire.loop().checkThread();
        if (!isOpen()) {
            return false;
        }
        if (length == 0 && !last) {
            return !writerWaits;
        }
        int opcode = inMessage ? Opcode.CONTINUATION : text ? Opcode.TEXT : Opcode.BINARY;
        inCompressed = inMessage ? inCompressed : deflation != null;
        inMessage = !last;
        return write(inCompressed, opcode, bytes, offset, length, last);
    }

    private boolean write(boolean compresses, int opcode, byte[] bytes, int offset, int length, boolean last) {
        boolean more = compresses
                ? deflation.write(opcode, bytes, offset, length, last)
                : workspace.frames.write(wire, role, opcode, last, false, bytes, offset, length);
        writerWaits |= !more;
        return more;
    }

    /** Asks whether the other side is there: {@link WebSocketHandler#onPong} is its answer. */
    public final boolean ping() {
        return ping(NOTHING, 0, 0);
    }

    /**
     * As {@link #ping()}, with something that comes back.
     *
     * @param length at most 125
     */
    public final boolean ping(byte[] bytes, int offset, int length) {
        return userControl(Opcode.PING, bytes, offset, length);
    }

    /** Sends a pong that nobody has asked for; pings are answered without it. */
    public final boolean pong(byte[] bytes, int offset, int length) {
        return userControl(Opcode.PONG, bytes, offset, length);
    }

    private boolean userControl(int opcode, byte[] bytes, int offset, int length) {
        wire.loop().checkThread();
        if (length > MOST_CONTROL_BYTES) {
            throw new IllegalArgumentException("a ping or pong has at most 125 bytes, not " + length);
        }
        boolean more = isOpen() && control(opcode, bytes, offset, length);
        writerWaits |= !more;
        return more;
    }

    final boolean control(int opcode, byte[] bytes, int offset, int length) {
        return workspace.frames.write(wire, role, opcode, true, false, bytes, offset, length);
    }

    final void checkClose(int code, String reason) {
        wire.loop().checkThread();
        if (!CloseCode.isSendable(code)) {
            throw new IllegalArgumentException("not a code to close with: " + code);
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > MOST_CONTROL_BYTES - 2) {
            throw new IllegalArgumentException("the reason to close is longer than 123 bytes");
        }
    }

    final void sendClose(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = NOTHING;
        if (code != CloseCode.NO_STATUS) {
            payload = new byte[2 + text.length];
            payload[0] = (byte) (code >>> Byte.SIZE);
            payload[1] = (byte) code;
            System.arraycopy(text, 0, payload, 2, text.length);
        }
        control(Opcode.CLOSE, payload, 0, payload.length);
    }

    /** Whether somebody was told to wait, who can be told now that there is room. */
    final boolean takeWriterWaits() {
        boolean waits = writerWaits;
        writerWaits = false;
        return waits;
    }

    /** Bytes that wait for the other side to take them. */
    public final long queuedBytes() {
        return wire.queuedBytes();
    }

    final void releaseOutput() {
        if (deflation != null) {
            deflation.release();
        }
    }
}
