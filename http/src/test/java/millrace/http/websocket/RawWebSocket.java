package millrace.http.websocket;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the frames it is told to, and shares no code with the server. */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    public static final int LAST = 0x80;
    public static final int COMPRESSED = 0x40;

    /** Only a safety net: no test waits for it unless it fails. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final byte[] KEY = {0x17, (byte) 0xa5, 0x00, (byte) 0xff};

    public final Socket socket = new Socket();
    public final String head;
    public final DataInputStream in;

    /** What came: the first byte, and the payload. */
    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0x0f;
        }

        public boolean isLast() {
            return (first & LAST) != 0;
        }

        public boolean isCompressed() {
            return (first & COMPRESSED) != 0;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close, 1005 for none. */
        public int code() {
            return payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    /**
     * Connects and shakes hands.
     *
     * @param fieldLines with their line ends, beside those that every handshake has
     */
    public RawWebSocket(int port, String... fieldLines) throws IOException {
        this(port, 0, fieldLines);
    }

    /** As {@link #RawWebSocket(int, String...)}, with so many bytes that the kernel keeps of what is not read. */
    public RawWebSocket(int port, int receiveBuffer, String... fieldLines) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        raw(("GET /chat HTTP/1.1\r\nHost: localhost:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("", fieldLines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder lines = new StringBuilder();
        while (lines.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the server has closed the connection after <" + lines + ">");
            }
            lines.append((char) c);
        }
        head = lines.toString();
    }

    public RawWebSocket raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The bytes of one frame, masked. */
    public static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int length = payload.length;
        if (length < 126) {
            frame.write(0x80 | length);
        } else if (length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        frame.writeBytes(KEY);
        byte[] masked = payload.clone();
        for (int i = 0; i < length; i++) {
            masked[i] ^= KEY[i % KEY.length];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    public RawWebSocket send(int first, byte[] payload) throws IOException {
        return raw(frame(first, payload));
    }

    public RawWebSocket send(int first, String payload) throws IOException {
        return send(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    public RawWebSocket close(int code) throws IOException {
        return send(LAST | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** The next frame, which must not be masked. */
    public Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if (second > 127) {
            throw new IOException("a server's frame is masked");
        }
        long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** The payload of all fragments of the next message. */
    public byte[] message() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        Frame frame;
        do {
            frame = frame();
            message.writeBytes(frame.payload());
        } while (!frame.isLast());
        return message.toByteArray();
    }

    /** Waits until the server has ended the connection, and answers how many bytes came before that. */
    public int untilClosed() throws IOException {
        return in.readAllBytes().length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
