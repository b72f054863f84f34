package millrace.bench;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;

/** One connection of a server of HTTP/2 that does to it what a test wants, frame by frame. One thread. */
final class CannedHttp2 {
    private static final int PREFACE_BYTES = 24;
    static final int HEADERS = 1;
    static final int SETTINGS = 4;
    static final int ACK = 1;
    private static final String HELLO = "000000040000000000";

    private final DataInputStream in;
    private final OutputStream out;

    /** What it read last. */
    int type;
    int flags;
    int stream;
    byte[] payload;

    interface Deed {
        void on(CannedHttp2 client) throws Exception;
    }

    /** A server that does this to each connection. */
    static CannedServer server(Deed deed) throws IOException {
        return new CannedServer(client -> deed.on(new CannedHttp2(client)));
    }

    /** Twenty requests over one connection, four at a time. */
    static Bench bench(CannedServer server) {
        return Bench.of(server.url()).http2().connections(1).timeout(Duration.ofSeconds(60)).pipelining(4).amount(20);
    }

    CannedHttp2(Socket client) throws IOException {
        this(client, HELLO);
    }

    /** @param hello the settings that it begins with */
    CannedHttp2(Socket client, String hello) throws IOException {
        in = new DataInputStream(client.getInputStream());
        out = client.getOutputStream();
        in.readFully(new byte[PREFACE_BYTES]);
        write(hello);
    }

    void write(String hex) throws IOException {
        out.write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** A frame, with its length reckoned. */
    void frame(int kind, int bits, int id, String hex) throws IOException {
        String text = hex.replace(" ", "");
        write(String.format("%06x%02x%02x%08x", text.length() / 2, kind, bits, id) + text);
    }

    /** Reads up to the next head of a request; {@code false} at the end. */
    boolean nextRequest() throws IOException {
        return nextOf(HEADERS, 0);
    }

    /** Reads up to the next frame of a type, with all of these flags; {@code false} at the end. */
    boolean nextOf(int wanted, int bits) throws IOException {
        do {
            try {
                int first = in.readInt();
                flags = in.readUnsignedByte();
                stream = in.readInt();
                type = first & 0xff;
                payload = new byte[first >>> 8];
                in.readFully(payload);
            } catch (EOFException e) {
                return false; // The client has left.
            }
        } while (type != wanted || (flags & bits) != bits);
        return true;
    }

    /** 200, and no body. */
    void answer(int id) throws IOException {
        frame(HEADERS, 0x5, id, "88");
    }
}
