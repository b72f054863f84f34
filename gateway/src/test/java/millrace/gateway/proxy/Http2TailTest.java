package millrace.gateway.proxy;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left to send when a connection of HTTP/2 has come to its end. */
@Timeout(120)
class Http2TailTest {
    private static final int INITIAL_WINDOW = 4;
    private static final int MUCH = 64 << 20;

    @TempDir
    Path folder;

    @Test
    void aClientThatTakesNothingOfItHoldsItsConnectionNoLongerThanTheSendTime() throws Exception {
        Files.write(folder.resolve("large"), new byte[MUCH]);
        try (ProxyFixture gateway = new ProxyFixture(folder, "http2 on; send_timeout 300ms; lingering_timeout 300ms; "
                        + "server { LISTEN; root " + folder + "; }");
                SocketChannel channel = gateway.connect()) {
            FrameTalk client = FrameTalk.ask(channel, INITIAL_WINDOW, MUCH);
            client.send(FrameTalk.WINDOW_UPDATE, 0, 0, FrameTalk.number(MUCH));
            client.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS | FrameTalk.END_STREAM, 1,
                    FrameTalk.block(FrameTalk.field(":method", "GET"), FrameTalk.field(":scheme", "http"),
                            FrameTalk.field(":path", "/large"), FrameTalk.field(":authority", "localhost")));
            client.next(FrameTalk.DATA);
            // PING is of no stream: the connection fails, with much of the answer queued.
            client.send(FrameTalk.PING, 0, 1, new byte[8]);
            gateway.gateway().quit().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
