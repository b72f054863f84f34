package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Place;
import millrace.gateway.config.Statement;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCheckTest {
    private static final Place PLACE = new Place("x", 1);

    private static Statement line(String name, String... args) {
        return new Statement(name, List.of(args), null, PLACE);
    }

    private static Match match(Statement... lines) throws ConfigException {
        return MatchLines.read(new Statement("match", List.of("m"), List.of(lines), PLACE));
    }

    @Test
    void aPeerIsOutAfterFailsInARowAndBackAfterPassesInARow() {
        Fixture fixture = new Fixture().server().server();
        HealthSpec spec = new HealthSpec();
        spec.fails = 2;
        spec.passes = 2;
        Peer first = fixture.group().peers().getFirst();
        HealthMonitor monitor = new HealthMonitor(fixture.group(), first, spec);
        assertFalse(monitor.failed(0));
        assertFalse(monitor.passed(0));
        assertFalse(monitor.failed(0));
        assertTrue(monitor.failed(0));
        assertEquals(List.of(2, 2), fixture.requests(2));
        assertFalse(monitor.passed(0));
        assertTrue(monitor.passed(0));
        assertTrue(fixture.requests(2).contains(1));
    }

    @Test
    void aMandatoryCheckKeepsNewPeersOutUntilTheyPass() throws ConfigException {
        Configuration c = UpstreamFeatureTest.read("upstream u { server 127.0.0.1:81; server 127.0.0.1:82; } "
                + "match ok { status 200; } server { location / { proxy_pass http://u/x; "
                + "health_check mandatory match=ok interval=1s; } }");
        Upstream upstream = Upstreams.of(c).named("u");
        Selection selection = new Selection(() -> 0).begin(upstream.group());
        assertNull(selection.next());
        HealthChecks.Check check = HealthChecks.of(c).getFirst();
        assertEquals(1_000, check.spec().intervalMillis);
        new HealthMonitor(upstream.group(), upstream.group().peers().get(1), check.spec()).passed(0);
        assertEquals("127.0.0.1:82", selection.begin(upstream.group()).next().name());
    }

    @Test
    void aCheckNeedsAnUpstream() {
        assertEquals(
                "\"health_check\" needs a \"proxy_pass\" to an upstream in the same location",
                assertThrows(
                                ConfigException.class,
                                () -> UpstreamFeatureTest.read("server { location / { health_check; } }"))
                        .problem());
    }

    /** What a real server's bytes do to a probe; empty says that the peer is fine. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 204 No Content~~|",
                "HTTP/1.0 302 Found~Content-Length: 3~~abc|",
                "HTTP/1.1 500 No~Content-Length: 0~~|its answer does not match, status 500",
                "SSH-2.0-x~~|its answer is no HTTP: BAD_STATUS_LINE",
                "HTTP/1.1 2|it closed the connection without an answer"
            })
    void probesAreAnsweredByRealServers(String bytes, String wrong) throws Exception {
        assertEquals(Optional.ofNullable(wrong), probe(bytes, Match.DEFAULT));
    }

    @Test
    void statusFieldsAndBodyMustAllMatch() throws Exception {
        Match match = match(
                line("status", "200-299", "304"),
                line("header", "X-Kind", "=", "web"),
                line("header", "!", "X-Broken"),
                line("header", "Server", "!~", "old"),
                line("body", "~", "fi+ne"),
                line("body", "!~", "wrong"));
        String head = "HTTP/1.1 200 OK~X-Kind: web~Server: new~";
        assertEquals(Optional.empty(), probe(head + "~it is fiiine", match));
        assertEquals(Optional.of("its body does not match"), probe(head + "~it is fine and wrong", match));
        assertEquals(Optional.of("its body does not match"), probe(head + "~", match));
        String broken = "its answer does not match, status 200";
        assertEquals(Optional.of(broken), probe(head + "X-Broken: 1~~fine", match));
        assertEquals(Optional.of(broken), probe("HTTP/1.1 200 OK~X-Kind: web~Server: old~~fine", match));
        assertEquals(Optional.of(broken), probe("HTTP/1.1 200 OK~Server: new~~fine", match));
    }

    @Test
    void aPortWhereNobodyListensIsAFailure() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        String wrong = probe(port, Match.DEFAULT).orElseThrow();
        assertTrue(wrong.contains("refused"), wrong);
    }

    private static Optional<String> probe(String answer, Match match) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = Thread.ofVirtual().start(() -> answer(server, answer.replace("~", "\r\n")));
            Optional<String> told = probe(server.getLocalPort(), match);
            thread.join();
            return told;
        }
    }

    private static void answer(ServerSocket server, String bytes) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            String seen = "";
            while (!seen.endsWith("\r\n\r\n")) {
                seen += (char) in.read();
            }
            assertEquals("GET / HTTP/1.0\r\nHost: u\r\nConnection: close\r\n\r\n", seen);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<String> probe(int port, Match match) throws Exception {
        HealthSpec spec = new HealthSpec();
        spec.timeoutMillis = 20_000;
        Peer peer = Group.of("u", List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), null)
                .peers()
                .getFirst();
        CompletableFuture<Optional<String>> told = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.open("probe", PollerKind.EPOLL)) {
            loop.start();
            loop.execute(() -> HttpProbe.send(
                    loop, peer, "u", spec, match, wrong -> told.complete(Optional.ofNullable(wrong))));
            return told.get(30, TimeUnit.SECONDS);
        }
    }
}
