package millrace.manager.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import millrace.manager.Home;
import org.junit.jupiter.api.Test;

final class DaemonClientTest {
    /** The kernel answers a request that has not been read with a reset, not with an end. */
    @Test
    void aDaemonThatDiesBeforeItHasReadTheRequestIsSpokenOfInWords() throws Exception {
        Home home = new Home(Files.createTempDirectory("millrace-test"));
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(home.socket()));
            try (DaemonClient client = DaemonClient.connect(home);
                    SocketChannel daemon = door.accept()) {
                CompletableFuture<DaemonException> refused = CompletableFuture.supplyAsync(
                        () -> assertThrows(DaemonException.class, () -> client.call("ping", Map.of())));
                daemon.read(ByteBuffer.allocate(1));
                daemon.close();
                assertEquals(
                        "the daemon has ended before the ping was done; its log says why",
                        refused.join().getMessage());
            }
        }
        Files.delete(home.socket());
        Files.delete(home.folder());
    }
}
