package millrace.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import millrace.http.hpack.DecodedFields;
import millrace.http.hpack.HpackDecoder;

/** A client of HTTP/2 that sends exactly the frames it is told to. Of the server's code it has the field decoder only. */
final class RawHttp2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    /** Only a safety net: no test waits for it unless it fails. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int MUCH = 1 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HpackDecoder decoder = new HpackDecoder();

    record Frame(int type, int flags, int id, byte[] payload) {
        int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }

        boolean ends() {
            return (flags & END_STREAM) != 0;
        }
    }

    /** Introduces itself with settings: numbers and values in turn. */
    RawHttp2Client(HttpServer server, int... settings) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        frame(SETTINGS, 0, 0, payload.array()).flush();
    }

    /** Adds a frame to what {@link #flush} sends. */
    RawHttp2Client frame(int type, int flags, int id, byte... payload) {
        out.writeBytes(ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type).put((byte) flags).putInt(id).put(payload).array());
        return this;
    }

    RawHttp2Client number(int type, int id, int number) {
        return frame(type, 0, id, ByteBuffer.allocate(4).putInt(number).array());
    }

    /** A request's head; fields are names and values in turn. */
    RawHttp2Client head(int id, boolean end, String method, String path, String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", method);
        literal(block, ":scheme", "http");
        literal(block, ":path", path);
        literal(block, ":authority", "example.org");
        return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), id, lines(block, fields));
    }

    static byte[] lines(ByteArrayOutputStream block, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            literal(block, fields[i], fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        for (String text : new String[] {name, value}) {
            int length = text.length();
            block.write(Math.min(length, 127));
            for (int rest = length - 127; length >= 127; rest >>>= 7) {
                block.write(rest > 127 ? rest & 127 | 128 : rest);
                if (rest <= 127) {
                    break;
                }
            }
            block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    RawHttp2Client flush() throws IOException {
        out.writeTo(socket.getOutputStream());
        out.reset();
        return this;
    }

    /** Ends the client's side; the server may go on. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    /** As {@link #flush}; the server may have closed the connection, and what it said is what the test looks at. */
    RawHttp2Client flushUntilClosed() {
        try {
            flush();
        } catch (IOException e) {
            out.reset();
        }
        return this;
    }

    Frame next() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int id = in.readInt();
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        return new Frame(lengthAndType & 0xff, flags, id, payload);
    }

    /** The next frame of a type; others are passed over. Heads are decoded in any case. */
    Frame next(int type) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.type() == type) {
                return frame;
            }
            if (frame.type() == HEADERS) {
                fields(frame);
            }
        }
    }

    String fields(Frame head) {
        return DecodedFields.of(decoder, head.payload(), MUCH);
    }

    /** The body from here on to the stream's end. */
    String body() throws IOException {
        StringBuilder body = new StringBuilder();
        Frame frame;
        do {
            frame = next(DATA);
            body.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
        } while (!frame.ends());
        return body.toString();
    }

    /** Whether the server ends the connection without another word. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
