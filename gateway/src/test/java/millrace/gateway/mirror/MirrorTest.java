package millrace.gateway.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import millrace.gateway.body.RequestBody;
import millrace.gateway.config.Feature;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.server.TestGateway;
import millrace.http.codec.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MirrorTest {
    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch slowIsAsked = new CountDownLatch(1);
    private volatile Runnable release = () -> { };

    private int answer(Exchange x) {
        RequestBody body = RequestBody.of(x);
        Output text = new Output(16);
        if (body != null) {
            body.writeTo(text);
        }
        seen.add(x.method() + " " + x.uri() + (x.args().isPresent() ? "?" + x.args() : "") + " "
                + new String(text.bytes(), 0, text.length(), StandardCharsets.ISO_8859_1));
        if (x.uri().is("/slow")) {
            release = () -> x.loop().events().execute(() -> x.finish(500));
            slowIsAsked.countDown();
            return Phase.WAIT;
        }
        x.reply().sendWhole(200, "text/plain", "answer".getBytes(StandardCharsets.ISO_8859_1));
        return Phase.DONE;
    }

    private TestGateway start(String lines) throws Exception {
        Feature answers = registry -> registry.phase(Phase.CONTENT, this::answer);
        return TestGateway.start(folder, lines, "", answers);
    }

    @Test
    void copiesHaveTheMethodTheArgumentsAndTheBody() throws Exception {
        String lines = "location / { mirror /one; mirror /two; location /off { mirror off; } } location /one {} location /two {}";
        try (TestGateway gateway = start(lines)) {
            String answer = TestGateway.ask(gateway.socket(),
                    "POST /a?b HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nxyz");
            assertTrue(answer.endsWith("answer"), answer);
            assertEquals(List.of("POST /one?b xyz", "POST /two?b xyz", "POST /a?b xyz"), seen);
            seen.clear();
            gateway.get("/off", "");
            assertEquals(List.of("GET /off "), seen);
        }
    }

    @Test
    void aSlowCopyHoldsUpNoAnswerButTheNextRequest() throws Exception {
        try (TestGateway gateway = start("location / { mirror /slow; } location /slow {} location /next {}");
                SocketChannel client = TestGateway.connect(gateway.socket())) {
            send(client, "/first");
            assertTrue(read(client).endsWith("answer"));
            assertTrue(slowIsAsked.await(30, TimeUnit.SECONDS));
            send(client, "/next");
            release.run();
            assertTrue(read(client).endsWith("answer"));
            assertEquals(List.of("GET /slow ", "GET /first ", "GET /next "), seen);
        }
    }

    @Test
    void theActionAfterARequestDoesNotShowInItsAnswer() throws Exception {
        try (TestGateway gateway = start("location / { post_action /after; } location /after {}")) {
            String answer = gateway.get("/a", "");
            assertEquals("answer", answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertEquals(List.of("GET /a ", "GET /after "), seen);
        }
    }

    private static void send(SocketChannel client, String path) throws IOException {
        client.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Until the whole answer is here. */
    private static String read(SocketChannel client) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(4096);
        String text = "";
        while (!text.endsWith("answer")) {
            assertTrue(client.read(answer) >= 0, text);
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
        return text;
    }
}
