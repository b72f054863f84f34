package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Groups whose requests wait for a peer: one that has failed at all of them waits, too. */
@Timeout(60)
class WaitingAfterFailureTest {
    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    private RawUpstream failing(int times) throws Exception {
        return RawUpstream.start(talk -> {
            talk.head();
            if (asked.incrementAndGet() > times) {
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            }
        });
    }

    private ProxyFixture before(RawUpstream upstream, String queue) throws Exception {
        return new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + upstream.port() + " max_fails=0; " + queue
                + " } server { LISTEN; location / { proxy_pass http://u; } "
                + "location /once { proxy_pass http://u; proxy_next_upstream_tries 1; } }");
    }

    @Test
    void itIsServedWhenThePeerIsBack() throws Exception {
        try (RawUpstream upstream = failing(3);
                ProxyFixture gateway = before(upstream, "queue 10 timeout=30s;")) {
            assertTrue(gateway.get("/").startsWith("HTTP/1.1 200 "), gateway.errors());
            assertEquals(4, asked.get());
        }
    }

    @Test
    void notForEver() throws Exception {
        try (RawUpstream upstream = failing(Integer.MAX_VALUE);
                ProxyFixture gateway = before(upstream, "queue 10 timeout=30s;")) {
            assertTrue(gateway.get("/").startsWith("HTTP/1.1 502 "), gateway.errors());
            assertEquals(20, asked.get());
        }
    }

    @Test
    void norWhereTheConfigurationSaysNoOrTheRequestMayHaveBeenActedOn() throws Exception {
        try (RawUpstream upstream = failing(Integer.MAX_VALUE);
                ProxyFixture gateway = before(upstream, "queue 10 timeout=30s;")) {
            assertTrue(gateway.get("/once").startsWith("HTTP/1.1 502 "), gateway.errors());
            assertTrue(gateway.ask("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n").startsWith("HTTP/1.1 502 "));
            assertEquals(2, asked.get());
        }
    }

    @Test
    void withoutAQueueTheFailureIsTheAnswer() throws Exception {
        try (RawUpstream upstream = failing(1);
                ProxyFixture gateway = before(upstream, "")) {
            assertTrue(gateway.get("/").startsWith("HTTP/1.1 502 "), gateway.errors());
            assertEquals(1, asked.get());
        }
    }
}
