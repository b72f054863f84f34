package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Frames in any order, right and wrong, cut anywhere: nothing throws, no exchange and no connection is left behind. */
class Http2SessionFuzzTest {
    private static final int SESSIONS = 150;
    private static final int MOST_FRAMES = 60;

    private static final String[] FIELDS = {"content-length", "5", "cookie", "a=b", "te", "trailers", "te", "gzip",
        "host", "example.org", "host", "other", "X", "y", "connection", "close", "expect", "100-continue",
        ":path", "/b", "x", "a\nb"};

    private final Random random = new Random(7540);
    private int nextId;

    private static void answer(Request request, Response response) throws HttpException {
        switch (request.path()) {
            case "/echo" -> Servers.echo(request, response);
            case "/late" -> request.loop().immediate(() -> response.send("late"));
            case "/large" -> response.send(new byte[200_000]);
            case "/throws" -> throw new HttpException(418, "on purpose");
            case "/pieces" -> {
                response.write("one");
                request.loop().immediate(() -> {
                    response.write("two");
                    response.trailer("x", "y");
                    response.end();
                });
            }
            default -> response.send("fine");
        }
    }

    @Test
    void whateverComesEndsInOrder() throws Exception {
        Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
        try (Logged _ = Logged.by("millrace.http", logged::add);
                HttpServer server = Servers.start(Http2SessionFuzzTest::answer)) {
            for (int i = 0; i < SESSIONS; i++) {
                session(server);
            }
            try (RawHttp2Client honest = new RawHttp2Client(server)) {
                honest.head(1, true, "GET", "/").flush();
                assertEquals("fine", honest.body());
            }
            // All clients have gone. In less than timeouts.send: nobody may be waited for that cannot take anything.
            server.stop(Duration.ofMinutes(2)).toCompletableFuture().get(50, TimeUnit.SECONDS);
        }
        assertEquals("", String.join("\n", logged.stream().map(r -> r.getMessage() + " " + r.getThrown()).toList()));
    }

    private void session(HttpServer server) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(all, 4, 0, 0, random.nextBoolean() ? new byte[0] : setting());
        nextId = 1;
        for (int frames = random.nextInt(MOST_FRAMES); frames > 0; frames--) {
            add(all);
        }
        byte[] bytes = all.toByteArray();
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            Thread reader = Thread.startVirtualThread(() -> drain(socket));
            OutputStream out = socket.getOutputStream();
            int step = 1 << random.nextInt(14);
            for (int p = 0; p < length; ) {
                int part = Math.min(length - p, 1 + random.nextInt(step));
                out.write(bytes, p, part);
                p += part;
                step = Math.max(step, length / 50); // Bounded in system calls.
            }
            if (random.nextBoolean()) {
                socket.shutdownOutput();
                reader.join();
            }
        } catch (IOException e) {
            nextId = 1; // The server has ended it, as it may.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            Thread.yield(); // Reset, or closed by this side: either is an end.
        }
    }

    private void add(ByteArrayOutputStream all) {
        int some = 2 * random.nextInt(Math.max(1, nextId / 2 + 1)) + 1;
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5 -> {
                boolean whole = random.nextInt(8) > 0;
                frame(all, 1, (random.nextBoolean() ? 1 : 0) | (whole ? 4 : 0), nextId, head());
                if (!whole) {
                    frame(all, 9, 4, nextId, new byte[0]);
                }
                nextId += 2;
            }
            case 6, 7, 8, 9 -> frame(all, 0, random.nextInt(2), some, data());
            case 10 -> frame(all, 0, 8 | random.nextInt(2), some, new byte[1 + random.nextInt(100)]);
            case 11 -> frame(all, 3, 0, some, new byte[4]);
            case 12 -> frame(all, 4, 0, 0, setting());
            case 13 -> frame(all, 8, 0, random.nextBoolean() ? 0 : some,
                    ByteBuffer.allocate(4).putInt(random.nextInt() >>> 1 + random.nextInt(31)).array());
            case 14 -> frame(all, 1, 5, some, block("x-trailer", "v"));
            default -> frame(all, random.nextInt(12), random.nextInt(256) & ~4, random.nextInt(4),
                    new byte[random.nextInt(20)]);
        }
    }

    private byte[] data() {
        return new byte[random.nextInt(6) * random.nextInt(2000)];
    }

    private byte[] setting() {
        int what = 1 + random.nextInt(6);
        int value = switch (what) {
            case 1, 4, 6 -> random.nextInt(100_000) * random.nextInt(2);
            case 5 -> 16_384 + random.nextInt(1000);
            default -> random.nextInt(2);
        };
        return ByteBuffer.allocate(6).putShort((short) what).putInt(value).array();
    }

    private byte[] head() {
        String[] paths = {"/", "/echo", "/late", "/large", "/throws", "/pieces", "nowhere", "http://other/"};
        String[] fields = {":method", random.nextInt(5) == 0 ? "HEAD" : "POST", ":scheme", "http",
            ":path", paths[random.nextInt(paths.length)], ":authority", "example.org", "x-plain", "yes"};
        if (random.nextInt(3) == 0) {
            int odd = 2 * random.nextInt(FIELDS.length / 2);
            fields[8] = FIELDS[odd];
            fields[9] = FIELDS[odd + 1];
        }
        return block(fields);
    }

    private byte[] block(String... fields) {
        return RawHttp2Client.lines(new ByteArrayOutputStream(), fields);
    }

    private static void frame(ByteArrayOutputStream all, int type, int flags, int id, byte[] payload) {
        all.writeBytes(ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type).put((byte) flags).putInt(id).put(payload).array());
    }
}
