package millrace.http.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import millrace.http.codec.Utf8Check;
import millrace.http.websocket.frame.CloseCode;
import millrace.http.websocket.frame.FrameSink;
import millrace.http.websocket.frame.Opcode;
import millrace.http.websocket.frame.WebSocketException;

/**
 * Makes messages of frames: which may follow which, how long they may be, what of them is UTF-8 (RFC 6455 sections 5.4, 5.5
 * and 8.1). For the loop's own thread only.
 */
final class MessageReader implements FrameSink, Inflation.Reader {
    private final WebSocket socket;
    private final WebSocketOptions options;
    private final Inflation inflation;
    private final Utf8Check utf8 = new Utf8Check();

    private boolean inMessage;
    private boolean text;
    private boolean compressed;
    private long messageBytes;

    // Of the present frame.
    private int opcode;
    private boolean lastFrame;

    /** A control frame that has come in part. */
    private byte[] control = {};

    private int controlBytes;

    /**
     * @param context whether compressed messages may refer to earlier ones; {@code null} when none may be compressed
     */
    MessageReader(WebSocket socket, WebSocketOptions options, Boolean context) {
        this.socket = socket;
        this.options = options;
        this.inflation = context == null ? null : new Inflation(socket.workspace, context, this);
    }

    @Override
    public boolean takesMore() {
        return socket.takesMore() && !(socket.isOpen() && isStopped());
    }

    @Override
    public boolean takesInflated() {
        return socket.isOpen() && socket.takesMore();
    }

    /** Whether something that has come waits to be decompressed: {@link #goOn} does it. */
    boolean isStopped() {
        return inflation != null && inflation.isStopped();
    }

    void goOn() throws WebSocketException {
        inflation.goOn();
    }

    void release() {
        if (inflation != null) {
            inflation.release();
        }
    }

    @Override
    public void frame(int kind, boolean last, boolean marked, long length) throws WebSocketException {
        opcode = kind;
        if (marked && (inflation == null || kind != Opcode.TEXT && kind != Opcode.BINARY)) {
            throw violation("a reserved bit is set");
        }
        if (Opcode.isControl(kind)) {
            controlBytes = 0;
            return;
        }
        if (inMessage != (kind == Opcode.CONTINUATION)) {
            throw violation(inMessage ? "a message begins within another" : "no message is continued");
        }
        if (!inMessage) {
            inMessage = true;
            text = kind == Opcode.TEXT;
            compressed = marked;
            messageBytes = 0;
            utf8.reset();
        }
        lastFrame = last;
        if (length > options.frameBytes()) {
            throw new WebSocketException(CloseCode.TOO_BIG, "a frame is longer than " + options.frameBytes() + " bytes");
        }
        if (!compressed && messageBytes + length > options.messageBytes()) {
            throw tooBig();
        }
    }

    private WebSocketException tooBig() {
        return new WebSocketException(
                CloseCode.TOO_BIG, "a message is longer than " + options.messageBytes() + " bytes");
    }

    @Override
    public void payload(byte[] bytes, int from, int to, boolean end) throws WebSocketException {
        if (Opcode.isControl(opcode)) {
            control(bytes, from, to, end);
            return;
        }
        boolean last = end && lastFrame;
        inMessage = !last;
        if (!socket.isOpen()) {
            return; // Closing: only the answer to that is waited for.
        }
        if (compressed) {
            inflation.inflate(bytes, from, to, last);
        } else if (from < to || last) {
            piece(bytes, from, to, last);
        }
    }

    @Override
    public void inflated(byte[] bytes, int from, int to, boolean last) throws WebSocketException {
        if (socket.isOpen()) {
            socket.inflated(to - from);
            piece(bytes, from, to, last);
        }
    }

    private void piece(byte[] bytes, int from, int to, boolean last) throws WebSocketException {
        messageBytes += to - from;
        if (messageBytes > options.messageBytes()) {
            throw tooBig();
        }
        if (text && (utf8.check(bytes, from, to) >= 0 || last && !utf8.isComplete())) {
            throw new WebSocketException(CloseCode.INVALID_DATA, "a text is not UTF-8");
        }
        socket.handler.onPiece(socket, text, bytes, from, to - from, last);
    }

    private void control(byte[] bytes, int from, int to, boolean end) throws WebSocketException {
        if (end && controlBytes == 0) {
            control(bytes, from, to);
            return;
        }
        int length = to - from;
        if (control.length < controlBytes + length) {
            control = Arrays.copyOf(control, controlBytes + length);
        }
        System.arraycopy(bytes, from, control, controlBytes, length);
        controlBytes += length;
        if (end) {
            control(control, 0, controlBytes);
            control = new byte[0];
        }
    }

    private void control(byte[] bytes, int from, int to) throws WebSocketException {
        switch (opcode) {
            case Opcode.PING -> socket.pinged(bytes, from, to - from);
            case Opcode.PONG -> socket.ponged(bytes, from, to - from);
            default -> closed(bytes, from, to);
        }
    }

    private void closed(byte[] bytes, int from, int to) throws WebSocketException {
        if (from == to) {
            socket.peerCloses(CloseCode.NO_STATUS, "");
            return;
        }
        int code = to - from == 1 ? 0 : (bytes[from] & 0xff) << Byte.SIZE | bytes[from + 1] & 0xff;
        if (!CloseCode.isSendable(code)) {
            throw violation("a close has no code that may be sent");
        }
        Utf8Check reason = new Utf8Check();
        if (reason.check(bytes, from + 2, to) >= 0 || !reason.isComplete()) {
            throw new WebSocketException(CloseCode.INVALID_DATA, "a reason is not UTF-8");
        }
        socket.peerCloses(code, new String(bytes, from + 2, to - from - 2, StandardCharsets.UTF_8));
    }

    private static WebSocketException violation(String what) {
        return new WebSocketException(CloseCode.PROTOCOL_ERROR, what);
    }
}
