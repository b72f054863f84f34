package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last words of a handshake, the first answer and the end leave together: nothing of them may be lost or wait. */
class TlsGatheringTest {
    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** Answers whatever comes with the same bytes, and leaves. */
    private static final class Answering implements StreamHandler {
        final CompletableFuture<IOException> closed = new CompletableFuture<>();
        final CompletableFuture<Boolean> waits = new CompletableFuture<>();
        private final byte[] answer;

        Answering(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            connection.write(answer);
            connection.finish();
            connection.loop().execute(() -> waits.complete(connection.isOpen())); // After the end of this turn.
            return length;
        }

        @Override
        public void onClosed(Connection connection, IOException cause) {
            closed.complete(cause);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSmallAnswerThatIsTheLastComesWithTheEnd(PollerKind kind) throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            Answering handler = new Answering("hello".getBytes());
            try (LoopFixture fixture = new LoopFixture(kind);
                    SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(handler))))) {
                client.setEnabledProtocols(new String[] {protocol});
                client.getOutputStream().write(1);
                assertEquals("hello", new String(client.getInputStream().readAllBytes()));
                assertNull(LoopFixture.await(handler.closed));
            }
        }
    }

    /** A record and the end do not fit into the socket's buffer, and the client is slow to read. */
    @ParameterizedTest
    @EnumSource
    void whatTheKernelDoesNotTakeAtOnceComesLater(PollerKind kind) throws Exception {
        byte[] answer = TlsTest.random(16_000);
        Answering handler = new Answering(answer);
        try (LoopFixture fixture = new LoopFixture(kind); Socket plain = tls.narrow(fixture, handler)) {
            SSLSocket client = TlsFixture.on(plain);
            client.getOutputStream().write(1);
            assertTrue(LoopFixture.await(handler.waits), "all of it was taken");
            assertArrayEquals(answer, client.getInputStream().readAllBytes());
            assertNull(LoopFixture.await(handler.closed));
        }
    }

    /** A server that speaks first need not be asked before what the client waits for is sent. */
    @ParameterizedTest
    @EnumSource
    void theFirstWordMayBeTheServers(PollerKind kind) throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            ConnectionTest.Echo greeting = new ConnectionTest.Echo() {
                @Override
                public void onSecured(Connection connection) {
                    connection.write("welcome".getBytes());
                }
            };
            try (LoopFixture fixture = new LoopFixture(kind);
                    SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(greeting))))) {
                client.setEnabledProtocols(new String[] {protocol});
                client.startHandshake();
                assertEquals("welcome", new String(client.getInputStream().readNBytes(7)));
            }
        }
    }
}
