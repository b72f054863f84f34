package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are passed on as they come. */
@Timeout(60)
class UnbufferedBodyTest {
    @TempDir
    Path folder;

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

    /** Says what each read of its socket brought, and answers at the end of the body. */
    private RawUpstream upstream(String end) throws Exception {
        return RawUpstream.start(talk -> {
            byte[] bytes = new byte[64 << 10];
            String all = "";
            while (!all.endsWith(end)) {
                int length = talk.socket().getInputStream().read(bytes);
                if (length < 0) {
                    return;
                }
                String piece = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
                received.add(piece);
                all += piece;
            }
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
    }

    private ProxyFixture gateway(RawUpstream upstream) throws Exception {
        return new ProxyFixture(folder, "server { LISTEN; client_max_body_size 0; location / { proxy_request_buffering off; proxy_http_version 1.1; "
                + "proxy_pass http://127.0.0.1:" + upstream.port() + "; } }");
    }

    private static void say(SocketChannel to, String text) throws Exception {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String next() throws Exception {
        return received.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void whatCameWithTheHeadLeavesWithTheHead() throws Exception {
        try (RawUpstream upstream = upstream("56789"); ProxyFixture gateway = gateway(upstream);
                SocketChannel client = gateway.connect()) {
            say(client, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\n01234");
            String first = next();
            assertTrue(first.startsWith("POST / HTTP/1.1\r\n") && first.endsWith("\r\n\r\n01234"), first);
            say(client, "56789");
            assertEquals("56789", next());
            assertTrue(ProxyFixture.readAll(client).endsWith("ok"));
        }
    }

    @Test
    void chunksThatCameWithTheHeadLeaveWithItAsOne() throws Exception {
        try (RawUpstream upstream = upstream("0\r\n\r\n"); ProxyFixture gateway = gateway(upstream);
                SocketChannel client = gateway.connect()) {
            say(client, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\n01\r\n3\r\n234\r\n");
            String first = next();
            assertTrue(first.startsWith("POST / HTTP/1.1\r\n") && first.endsWith("\r\n\r\n5\r\n01234\r\n"), first);
            say(client, "1\r\n5\r\n0\r\n\r\n");
            assertEquals("1\r\n5\r\n0\r\n\r\n", next());
            assertTrue(ProxyFixture.readAll(client).endsWith("ok"));
        }
    }

    @Test
    void aLongBodyArrivesWholeWhenMoreCameThanFitsWhileTheUpstreamWasConnectedTo() throws Exception {
        String body = "0123456789".repeat(300_000) + "end";
        try (RawUpstream upstream = upstream("end"); ProxyFixture gateway = gateway(upstream);
                SocketChannel client = gateway.connect()) {
            String head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
            ByteBuffer all = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.ISO_8859_1));
            while (all.hasRemaining()) {
                client.write(all);
            }
            assertTrue(ProxyFixture.readAll(client).endsWith("ok"));
            String there = String.join("", received);
            assertEquals(body, there.substring(there.indexOf("\r\n\r\n") + 4));
        }
    }
}
