package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel moves by itself has to be encrypted here, and arrives all the same. */
class TlsRelayTest {
    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    @Test
    void aFileIsReadAndEncrypted() throws Exception {
        byte[] content = TlsTest.random(1_000_000);
        Path file = folder.resolve("file");
        Files.write(file, content);
        StreamHandler handler = new ConnectionTest.Echo() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                try {
                    connection.write("before ".getBytes());
                    connection.write(FileRegion.open(file));
                    connection.write(" behind".getBytes());
                    connection.finish();
                } catch (IOException e) {
                    connection.abort(e);
                }
                return length;
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(handler))))) {
            client.getOutputStream().write(1);
            byte[] all = client.getInputStream().readAllBytes();
            assertEquals("before ", new String(all, 0, 7));
            assertArrayEquals(content, Arrays.copyOfRange(all, 7, 7 + content.length));
            assertEquals(" behind", new String(all, 7 + content.length, all.length - 7 - content.length));
        }
    }

    /** Two clients of the loop's own, through a relay that would splice if it could. */
    @Test
    void aRelayOfEncryptedConnectionsCopies() throws Exception {
        byte[] sent = TlsTest.random(3_000_000);
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            Listener echo = fixture.listen(tls.acceptor(new ConnectionTest.Echo()));
            Listener door = fixture.listen(tls.acceptor(new Passing(echo)));
            try (SSLSocket client = TlsFixture.on(LoopFixture.client(door))) {
                client.startHandshake();
                CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> TlsTest.read(client, sent.length));
                OutputStream out = client.getOutputStream();
                out.write(sent);
                assertArrayEquals(sent, LoopFixture.await(received));
                InputStream in = client.getInputStream();
                client.shutdownOutput();
                assertEquals(-1, in.read());
            }
        }
    }
}
