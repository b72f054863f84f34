package millrace.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import millrace.http.hpack.FieldSink;
import millrace.http.hpack.HpackDecoder;

/** A browser's end of a connection of HTTP/2, as far as WebSockets need it. */
final class TunnelClient implements AutoCloseable {
    static final int ENABLE_CONNECT_PROTOCOL = 8;
    static final int INITIAL_WINDOW = 4;

    private final SocketChannel channel;
    private final HpackDecoder decoder = new HpackDecoder();
    final FrameTalk frames;

    TunnelClient(SocketChannel channel, int... settings) throws IOException {
        this.channel = channel;
        frames = FrameTalk.ask(channel, settings);
    }

    /** What everybody has for WebSockets, and more lines of the location. */
    static String configuration(int port, String more) {
        return "map $http_upgrade $connection_upgrade { default upgrade; '' close; } http2 on; server { LISTEN; location / {"
                + " proxy_pass http://127.0.0.1:" + port + "; proxy_http_version 1.1;"
                + " proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; " + more
                + " } location = /alive { return 200 yes; } }";
    }

    static String key(String head) {
        int at = head.indexOf("Sec-WebSocket-Key: ") + 19;
        return head.substring(at, head.indexOf("\r\n", at));
    }

    /** An upstream's agreement (RFC 6455 section 4.2.2). */
    static String agreement(String head) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key(head) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    /** An upstream that agrees to whatever it is asked. */
    static RawUpstream agreeing(RawUpstream.Script then) throws IOException {
        return RawUpstream.start(talk -> {
            talk.say(agreement(talk.head()));
            then.play(talk);
        });
    }

    /** A client whose WebSocket an upstream has agreed to. */
    static TunnelClient open(ProxyFixture gateway, int... settings) throws IOException {
        TunnelClient client = new TunnelClient(gateway.connect(), settings).ask(1, "/chat");
        String answer = client.answer();
        if (!answer.startsWith(":status: 200\n")) {
            throw new IOException(answer);
        }
        return client;
    }

    /** Whether the gateway offers tunnels: by its first frame. */
    boolean isOffered() throws IOException {
        ByteBuffer settings = ByteBuffer.wrap(frames.next(FrameTalk.SETTINGS).payload());
        boolean offered = false;
        while (settings.hasRemaining()) {
            offered |= settings.getShort() == ENABLE_CONNECT_PROTOCOL & settings.getInt() == 1;
        }
        return offered;
    }

    /** Asks for a WebSocket; further fields are names and values in turn. */
    TunnelClient ask(int stream, String path, String... more) throws IOException {
        return connect(stream, "websocket", path, more);
    }

    TunnelClient connect(int stream, String protocol, String path, String... more) throws IOException {
        String[] usual = {":method", "CONNECT", ":protocol", protocol, ":scheme", "http", ":path", path, ":authority", "localhost",
            "sec-websocket-version", "13"};
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        fields(block, usual);
        fields(block, more);
        frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, block.toByteArray());
        return this;
    }

    private static void fields(ByteArrayOutputStream block, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            block.writeBytes(FrameTalk.field(fields[i], fields[i + 1]));
        }
    }

    /** The fields of the next answer, a line each; a last line that says so when the stream ends with them. */
    String answer() throws IOException {
        FrameTalk.Frame head = frames.next(FrameTalk.HEADERS);
        StringBuilder lines = new StringBuilder();
        FieldSink sink = new FieldSink(new byte[256]) {
            @Override
            protected void field(int nameStart, int nameEnd, int valueStart, int valueEnd) {
                lines.append(new String(bytes(), nameStart, valueEnd - nameStart, StandardCharsets.ISO_8859_1)).append('\n');
            }

            @Override
            protected void overflow() {
                throw new IllegalStateException("too long a head");
            }
        };
        decoder.decode(head.payload(), 0, head.payload().length, 1 << 16, sink);
        return lines + (isEnd(head) ? "end\n" : "");
    }

    static boolean isEnd(FrameTalk.Frame frame) {
        return (frame.flags() & FrameTalk.END_STREAM) != 0;
    }

    void send(int stream, byte[] bytes) throws IOException {
        frames.send(FrameTalk.DATA, 0, stream, bytes);
    }

    void send(int stream, String text) throws IOException {
        send(stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** So many bytes of a stream, in whatever frames they come; windows are opened as far as that. */
    byte[] read(int stream, int count) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() < count) {
            FrameTalk.Frame frame = data(stream);
            if (frame.type() != FrameTalk.DATA) {
                throw new IOException("the gateway has ended it: " + frame.type() + " " + Arrays.toString(frame.payload()));
            }
            read.writeBytes(frame.payload());
            allow(stream, frame.payload().length);
        }
        return read.toByteArray();
    }

    String text(int stream, int count) throws IOException {
        return new String(read(stream, count), StandardCharsets.ISO_8859_1);
    }

    /** The next frame of a stream that is either DATA or its end. */
    FrameTalk.Frame data(int stream) throws IOException {
        while (true) {
            FrameTalk.Frame frame = frames.next();
            boolean its = frame.stream() == stream && (frame.type() == FrameTalk.DATA || frame.type() == FrameTalk.RST_STREAM);
            if (its || frame.type() == FrameTalk.GOAWAY && ByteBuffer.wrap(frame.payload()).getInt(4) != 0) {
                return frame;
            }
        }
    }

    /** Opens a window, and that of the connection. */
    void allow(int stream, int more) throws IOException {
        if (more > 0) {
            frames.send(FrameTalk.WINDOW_UPDATE, 0, stream, FrameTalk.number(more));
            frames.send(FrameTalk.WINDOW_UPDATE, 0, 0, FrameTalk.number(more));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
