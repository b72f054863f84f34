package millrace.gateway.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An end of a connection of HTTP/2, frame by frame, for what no honest peer does. */
final class FrameTalk {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** {@code :status: 200} and {@code 103}. */
    static final byte[] OK = {(byte) 0x88};
    static final byte[] HINTS = {0x08, 3, '1', '0', '3'};

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int ACK = 1;
    private static final int INITIAL_WINDOW = 4;

    private final DataInputStream in;
    private final OutputStream out;

    // What the gateway allows, of one stream and of all.
    private int streamWindow = 65_535;
    private int window = 65_535;

    /** A frame. */
    record Frame(int type, int flags, int stream, byte[] payload) {}

    private FrameTalk(InputStream from, OutputStream to) {
        in = new DataInputStream(from);
        out = to;
    }

    /** A client's end: says the preface, and settings: numbers and values in turn. */
    static FrameTalk ask(SocketChannel gateway, int... settings) throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(gateway));
        FrameTalk frames = new FrameTalk(in, Channels.newOutputStream(gateway));
        frames.out.write(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
        frames.settings(settings);
        return frames;
    }

    /** Reads the gateway's preface, and answers with settings: numbers and values in turn. */
    static FrameTalk begin(RawUpstream.Talk talk, int... settings) throws IOException {
        FrameTalk frames = new FrameTalk(talk.socket().getInputStream(), talk.socket().getOutputStream());
        byte[] preface = frames.in.readNBytes(PREFACE.length());
        if (!new String(preface, StandardCharsets.ISO_8859_1).equals(PREFACE)) {
            throw new IOException("not the preface of HTTP/2");
        }
        frames.settings(settings);
        return frames;
    }

    void settings(int... settings) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < settings.length; i += 2) {
            payload.write(0);
            payload.write(settings[i]);
            payload.writeBytes(number(settings[i + 1]));
        }
        send(SETTINGS, 0, 0, payload.toByteArray());
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    /** A field that no table has. */
    static byte[] field(String name, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0);
        text(block, name);
        text(block, value);
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        if (text.length() < 127) {
            block.write(text.length());
        } else {
            block.write(127);
            int rest = text.length() - 127;
            for (; rest > 127; rest >>>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] block(byte[]... fields) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : fields) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >>> 16);
        frame.write(payload.length >>> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(number(stream));
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
    }

    void send(int type, int flags, int stream, String payload) throws IOException {
        send(type, flags, stream, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A whole answer. */
    void answer(int stream, String body) throws IOException {
        send(HEADERS, END_HEADERS, stream, OK);
        send(DATA, END_STREAM, stream, body);
    }

    /** GOAWAY, by which the gateway learns which streams were looked at. */
    void goAway(int last) throws IOException {
        send(GOAWAY, 0, 0, block(number(last), number(0)));
    }

    /** The next frame of a type; others are passed over. */
    Frame next(int type) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.type == type) {
                return frame;
            }
        }
    }

    Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
        heed(frame);
        return frame;
    }

    private void heed(Frame frame) {
        ByteBuffer payload = ByteBuffer.wrap(frame.payload);
        while (frame.type == SETTINGS && payload.hasRemaining()) {
            boolean its = payload.getShort() == INITIAL_WINDOW;
            int value = payload.getInt();
            streamWindow = its ? value : streamWindow;
        }
        if (frame.type == WINDOW_UPDATE && frame.stream == 0) {
            window += payload.getInt();
        } else if (frame.type == WINDOW_UPDATE) {
            streamWindow += payload.getInt();
        }
    }

    /**
     * Sends a body until the gateway does not open the windows any more, or there is no more of it.
     *
     * @return how many bytes were sent
     */
    int sendUntilHeld(int stream, int most) throws IOException {
        int sent = 0;
        while (sent < most) {
            int length = Math.min(16_384, Math.min(window, streamWindow));
            if (length == 0) {
                ping();
                if (Math.min(window, streamWindow) == 0) {
                    return sent;
                }
            } else {
                send(DATA, 0, stream, new byte[length]);
                sent += length;
                window -= length;
                streamWindow -= length;
            }
        }
        return sent;
    }

    /** Returns when the gateway has read all that was sent before. */
    void ping() throws IOException {
        send(PING, 0, 0, new byte[8]);
        while ((next(PING).flags & ACK) == 0) {
            continue; // That was the gateway's own.
        }
    }

    /** The number of the stream of the next request whose end has come. */
    int request() throws IOException {
        Frame frame = next(HEADERS);
        int stream = frame.stream;
        while ((frame.flags & END_STREAM) == 0) {
            frame = next();
            frame = frame.type == DATA ? frame : new Frame(frame.type, 0, 0, frame.payload);
        }
        return stream;
    }

    /** Until the gateway closes. */
    void waitForEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
