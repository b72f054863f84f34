package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.exchange.Phase;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several loops and one socket. */
@Timeout(60)
class AcceptTurnTest {
    /** Says which loop serves. */
    private static final Feature WHERE = registry -> registry.phase(Phase.CONTENT, x -> {
        x.reply().sendWhole(200, "text/plain", new byte[] {(byte) ('0' + x.loop().index())});
        return Phase.DONE;
    });

    @TempDir
    Path folder;

    private Gateway gateway;
    private final List<SocketChannel> clients = new ArrayList<>();

    private void start(String http) throws Exception {
        List<Feature> all = new ArrayList<>(List.of(WHERE));
        all.addAll(Features.all());
        String text = "events {} http { access_log off; " + http + " server { listen unix:" + folder.resolve("socket") + "; } }";
        Configuration configuration = Configuration.read(Registry.of(all), Source.ofText(folder, text));
        gateway = Gateway.open(configuration, PollerKind.EPOLL_ET, 2, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        for (SocketChannel client : clients) {
            client.close();
        }
        gateway.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = TestGateway.connect(folder.resolve("socket"));
        clients.add(client);
        return client;
    }

    /** @return which loop has answered */
    private static char ask(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        String text = "";
        while (text.indexOf("\r\n\r\n") < 0 || text.endsWith("\r\n\r\n")) {
            assertTrue(client.read(answer) > 0, text);
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
        return text.charAt(text.length() - 1);
    }

    @Test
    void fewClientsAreServedByOneLoop() throws Exception {
        start("");
        for (int i = 0; i < 10; i++) {
            assertEquals('0', ask(connect()));
        }
    }

    @Test
    void manyClientsAreSharedOut() throws Exception {
        start("");
        for (int i = 0; i < 100; i++) {
            ask(connect());
        }
        long first = gateway.loops().get(0).traffic().open();
        long second = gateway.loops().get(1).traffic().open();
        assertEquals(100, first + second);
        assertTrue(Math.abs(first - second) <= 17, first + " and " + second);
    }

    @Test
    void aPortThatIsLeftIsLeftByAllLoopsWhoeversTurnItIs() throws Exception {
        start("");
        Set<Character> loops = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            loops.add(ask(connect()));
        }
        assertEquals(Set.of('0', '1'), loops);
        var left = gateway.quit().toCompletableFuture();
        for (SocketChannel client : clients) {
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
        left.get(30, TimeUnit.SECONDS);
    }
}
