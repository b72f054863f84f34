package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLSocket;
import millrace.loop.tls.TlsFacts;
import millrace.os.Ssl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream promises when it is encrypted, with the JDK's TLS on the other side. */
class TlsTest {
    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** Also tells how its connection has ended. */
    private static final class Echo extends ConnectionTest.Echo {
        final CompletableFuture<Boolean> truncated = new CompletableFuture<>();

        @Override
        public void onEnd(Connection connection) {
            truncated.complete(connection.tls().isTruncated());
            connection.end();
        }
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void echoesAndClosesWhenBothSidesHaveEnded(PollerKind kind) throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(kind);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(echo))))) {
            client.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
            client.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
            assertNull(LoopFixture.await(echo.closed));
            assertFalse(LoopFixture.await(echo.truncated));
        }
    }

    @ParameterizedTest
    @EnumSource
    void muchComesBackAsItWasSent(PollerKind kind) throws Exception {
        byte[] sent = random(5_000_000);
        try (LoopFixture fixture = new LoopFixture(kind);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(new Echo()))))) {
            client.startHandshake();
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> read(client, sent.length));
            client.getOutputStream().write(sent);
            assertArrayEquals(sent, LoopFixture.await(received));
        }
    }

    static byte[] read(Socket from, int length) {
        try {
            return from.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tellsWhatBothHaveAgreedOn(String protocol) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        StreamHandler handler = new ConnectionTest.Echo() {
            @Override
            public void onSecured(Connection connection) {
                TlsFacts facts = connection.tls();
                told.complete(facts.protocol() + " " + facts.cipher() + " " + facts.isResumed());
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(handler))))) {
            client.setEnabledProtocols(new String[] {protocol});
            client.startHandshake();
            String text = LoopFixture.await(told);
            assertTrue(text.startsWith(protocol + " ") && text.endsWith(" false"), text);
            assertEquals(protocol, client.getSession().getProtocol());
        }
    }

    /** Each byte of each record arrives by itself, in both directions. */
    @ParameterizedTest
    @EnumSource
    void recordsMayBeSplitAtEveryByte(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind);
                Drip drip = new Drip((InetSocketAddress) fixture.listen(tls.acceptor(new Echo())).address());
                SSLSocket client = TlsFixture.on(drip.client())) {
            client.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
        }
    }

    @Test
    void aConnectionThatBreaksOffIsToldFromOneThatEnds() throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket plain = LoopFixture.client(fixture.listen(tls.acceptor(echo)))) {
            SSLSocket client = TlsFixture.on(plain);
            client.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
            plain.shutdownOutput();
            assertTrue(LoopFixture.await(echo.truncated));
        }
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeIsNoMystery() throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(tls.acceptor(echo)))) {
            client.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});
            client.shutdownOutput();
            IOException cause = LoopFixture.await(echo.closed);
            assertEquals("peer closed connection in SSL handshake", cause.getMessage());
        }
    }

    @Test
    void whatIsNoHandshakeIsRefusedInTheLibrarysWords() throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(tls.acceptor(echo)))) {
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
            IOException cause = LoopFixture.await(echo.closed);
            assertTrue(cause.getMessage().startsWith("SSL_do_handshake() failed (SSL: error:")
                    && cause.getMessage().endsWith(":http request)"), cause.getMessage());
        }
    }

    @Test
    void anyBytesInPlaceOfAHandshakeCostTheConnectionAndNoMore() throws Exception {
        Random random = new Random(7);
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            Listener listener = fixture.listen(tls.acceptor(new Echo()));
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[1 + random.nextInt(600)];
                random.nextBytes(bytes);
                bytes[0] = 0x16;
                if (bytes.length > 5 && random.nextBoolean()) {
                    // Right on the outside: a record of the right length with a client's first message.
                    byte[] head = {0x16, 3, 1, (byte) (bytes.length - 5 >> 8), (byte) (bytes.length - 5), 1, 0};
                    System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
                }
                try (Socket client = LoopFixture.client(listener)) {
                    client.getOutputStream().write(bytes);
                    client.shutdownOutput();
                    drain(client);
                }
            }
            try (SSLSocket client = TlsFixture.on(LoopFixture.client(listener))) {
                client.getOutputStream().write(1);
                assertEquals(1, client.getInputStream().read());
            }
        }
    }

    private static void drain(Socket client) {
        try {
            client.getInputStream().readAllBytes();
        } catch (IOException reset) {
            assertNotNull(reset.getMessage(), "a reset is as good as an end");
        }
    }

    @Test
    void aThousandHandshakesLeaveNoNativeMemory() throws Exception {
        long before = Ssl.live();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            Listener listener = fixture.listen(tls.acceptor(new Echo()));
            var factory = TlsFixture.trusting().getSocketFactory();
            for (int i = 0; i < 1_000; i++) {
                Socket plain = LoopFixture.client(listener);
                try (SSLSocket client = (SSLSocket) factory.createSocket(plain, "localhost", plain.getPort(), true)) {
                    client.startHandshake();
                }
            }
        }
        assertEquals(before, Ssl.live());
    }

    @Test
    void aConnectionGoesOnEncryptedAfterSomethingInTheClear() throws Exception {
        StreamHandler handler = new ConnectionTest.Echo() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                if (connection.tls() == null && buffer[offset] == '.') {
                    tls.secure(connection);
                    return 1;
                }
                return super.onData(connection, buffer, offset, length);
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket plain = LoopFixture.client(fixture.listen(_ -> handler))) {
            plain.getOutputStream().write('.');
            try (SSLSocket client = TlsFixture.on(plain)) {
                client.getOutputStream().write("secret".getBytes());
                assertEquals("secret", new String(client.getInputStream().readNBytes(6)));
            }
        }
    }

    @Test
    void cannotBeEncryptedTwice() throws Exception {
        CompletableFuture<Connection> open = new CompletableFuture<>();
        StreamHandler handler = new ConnectionTest.Echo() {
            @Override
            public void onSecured(Connection connection) {
                open.complete(connection);
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                SSLSocket client = TlsFixture.on(LoopFixture.client(fixture.listen(tls.acceptor(handler))))) {
            client.startHandshake();
            Connection connection = LoopFixture.await(open);
            var refused = assertThrows(ExecutionException.class, () -> fixture.on(() -> {
                tls.secure(connection);
                return null;
            }));
            assertEquals("too late for a handshake", refused.getCause().getMessage());
        }
    }
}
