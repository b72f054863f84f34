package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that closes a kept connection just when a request is on its way there. */
@Timeout(60)
class StaleConnectionTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";

    @TempDir
    Path folder;

    private final AtomicInteger connections = new AtomicInteger();

    /** Serves one request of each connection, and closes at the sight of a second. */
    private void closesAtTheSecond(RawUpstream.Talk talk) throws IOException {
        connections.incrementAndGet();
        talk.head();
        talk.say(OK);
        talk.head();
    }

    private void resetsAtTheSecond(RawUpstream.Talk talk) throws IOException {
        closesAtTheSecond(talk);
        talk.reset();
    }

    private static String group(RawUpstream... upstreams) {
        StringBuilder lines = new StringBuilder("upstream u { keepalive 4;");
        for (RawUpstream each : upstreams) {
            lines.append(" server 127.0.0.1:").append(each.port()).append(" max_fails=1 fail_timeout=1h;");
        }
        return lines + " } server { LISTEN; add_header X-A $upstream_addr; location / { proxy_pass http://u; }"
                + " location /off { proxy_pass http://u; proxy_next_upstream off; }"
                + " location /post { proxy_pass http://u; proxy_next_upstream error non_idempotent; } }";
    }

    private void servesAllOnFreshConnections(RawUpstream upstream) throws Exception {
        try (upstream; ProxyFixture gateway = new ProxyFixture(folder, group(upstream))) {
            String peer = "127.0.0.1:" + upstream.port();
            assertTrue(gateway.get("/").contains("X-A: " + peer + "\r\n"));
            for (int i = 2; i < 5; i++) {
                String answer = gateway.get("/");
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                assertTrue(answer.contains("X-A: " + peer + ", " + peer + "\r\n"), answer);
                assertEquals(i, connections.get());
            }
        }
    }

    @Test
    void aClosedOneIsReplacedByAFreshOne() throws Exception {
        servesAllOnFreshConnections(RawUpstream.start(this::closesAtTheSecond));
    }

    @Test
    void soIsOneThatIsReset() throws Exception {
        servesAllOnFreshConnections(RawUpstream.start(this::resetsAtTheSecond));
    }

    @Test
    void thePeerIsNotBlamed() throws Exception {
        RawUpstream one = RawUpstream.start(this::closesAtTheSecond);
        RawUpstream two = RawUpstream.start(this::closesAtTheSecond);
        try (one; two; ProxyFixture gateway = new ProxyFixture(folder, group(one, two))) {
            for (int i = 0; i < 20; i++) {
                String answer = gateway.get("/");
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                // Each has its turn all the while.
                assertTrue(answer.contains(":" + (i % 2 == 0 ? one : two).port() + "\r\n"), answer);
            }
            assertFalse(gateway.errors().contains("temporarily disabled"), gateway.errors());
        }
    }

    @Test
    void aFreshOneThatFailsLeadsToTheNextPeer() throws Exception {
        RawUpstream broken = RawUpstream.start(talk -> {
            if (talk.number() == 0) {
                closesAtTheSecond(talk);
            }
        });
        RawUpstream good = RawUpstream.start(this::closesAtTheSecond);
        try (broken; good; ProxyFixture gateway = new ProxyFixture(folder, group(broken, good))) {
            for (int i = 0; i < 6; i++) {
                String answer = gateway.get("/");
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
            assertTrue(gateway.errors().contains("temporarily disabled"), gateway.errors());
        }
    }

    @Test
    void whatMayNotBeRepeatedIsNotAndThePeerStays() throws Exception {
        RawUpstream one = RawUpstream.start(this::closesAtTheSecond);
        RawUpstream two = RawUpstream.start(this::closesAtTheSecond);
        try (one; two; ProxyFixture gateway = new ProxyFixture(folder, group(one, two))) {
            String post = " HTTP/1.0\r\nContent-Length: 0\r\n\r\n";
            gateway.get("/");
            gateway.get("/");
            assertTrue(gateway.ask("POST /" + post).startsWith("HTTP/1.1 502 "));
            assertTrue(gateway.get("/off").startsWith("HTTP/1.1 502 "));
            assertEquals(2, connections.get());
            assertTrue(gateway.ask("POST /post" + post).startsWith("HTTP/1.1 200 "));
            assertTrue(gateway.ask("POST /post" + post).startsWith("HTTP/1.1 200 "));
            assertFalse(gateway.errors().contains("temporarily disabled"), gateway.errors());
        }
    }
}
