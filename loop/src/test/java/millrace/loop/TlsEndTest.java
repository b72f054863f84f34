package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import millrace.loop.tls.TlsSession;
import millrace.os.Errno;
import millrace.os.OsException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that end an encrypted connection as they should not, or do on it what few do. */
@Timeout(600)
class TlsEndTest {
    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** {@code printf ... | openssl s_client} does so, and whoever ends only his side of TCP. */
    @ParameterizedTest
    @EnumSource
    void whoEndsHisSideWithoutAWordIsAnsweredYet(PollerKind kind) throws Exception {
        ConnectionTest.Echo echo = new ConnectionTest.Echo();
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket plain = LoopFixture.client(fixture.listen(tls.acceptor(echo)))) {
            SSLSocket client = TlsFixture.on(plain);
            client.startHandshake();
            client.getOutputStream().write("hello".getBytes());
            plain.shutdownOutput();
            assertEquals("hello", new String(client.getInputStream().readAllBytes()));
            assertNull(LoopFixture.await(echo.closed));
        }
    }

    /** Most browsers leave so. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionIsGoneOnWithAfterAnEndWithoutAWord(String protocol) throws Exception {
        tls.context.sessions(100, 300, new byte[] {1});
        LinkedBlockingQueue<Boolean> resumed = new LinkedBlockingQueue<>();
        ConnectionTest.Echo echo = new ConnectionTest.Echo() {
            @Override
            public void onSecured(Connection connection) {
                resumed.add(connection.tls().isResumed());
            }
        };
        SSLContext trusting = TlsFixture.trusting();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            Listener listener = fixture.listen(tls.acceptor(echo));
            for (int i = 0; i < 2; i++) {
                try (Socket plain = LoopFixture.client(listener)) {
                    SSLSocket client = (SSLSocket) trusting.getSocketFactory()
                            .createSocket(plain, "localhost", plain.getPort(), true);
                    client.setEnabledProtocols(new String[] {protocol});
                    client.getOutputStream().write(1);
                    assertEquals(1, client.getInputStream().read());
                    plain.shutdownOutput();
                    assertEquals(i == 1, resumed.poll(60, TimeUnit.SECONDS));
                }
            }
        }
    }

    /** After an end with a word OpenSSL answers that end to whoever writes, too, and not the reset. */
    @ParameterizedTest
    @EnumSource
    void whatIsStillToBeWrittenToWhoHasEndedAndGoneClosesTheConnection(PollerKind kind) throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        CompletableFuture<IOException> closed = new CompletableFuture<>();
        StreamHandler writer = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                connection.write(new byte[32 << 20]); // More than the kernel takes from who is not read.
                return length;
            }

            @Override
            public void onEnd(Connection connection) {
                ended.complete(true);
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                closed.complete(cause == null ? new IOException("without a cause") : cause);
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket plain = LoopFixture.client(fixture.listen(tls.acceptor(writer)))) {
            SSLSocket client = TlsFixture.on(plain);
            client.getOutputStream().write(1);
            assertEquals(0, client.getInputStream().read());
            client.shutdownOutput();
            assertTrue(LoopFixture.await(ended));
            plain.setSoLinger(true, 0);
            plain.close();
            assertTrue(LoopFixture.await(closed) instanceof OsException, "" + closed.join());
        }
    }

    @Test
    void aResetDuringTheHandshakeClosesTheConnectionAndNoMore() throws Exception {
        ConnectionTest.Echo echo = new ConnectionTest.Echo();
        CompletableFuture<Connection> begun = new CompletableFuture<>();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            Listener listener = fixture.listen(connection -> {
                tls.secure(connection);
                begun.complete(connection);
                return echo;
            });
            try (Socket client = LoopFixture.client(listener)) {
                client.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});
                assertNotNull(LoopFixture.await(begun));
                client.setSoLinger(true, 0);
            }
            IOException cause = LoopFixture.await(echo.closed);
            assertTrue(cause instanceof OsException os && os.errno() == Errno.ECONNRESET.number(), "" + cause);
        }
    }

    /** New keys are such a thing: who asks for one has to be answered, and there may be no room for that. */
    @ParameterizedTest
    @EnumSource
    void readingGoesOnWhenWhatItHasToAnswerCanBeWritten(PollerKind kind) throws Exception {
        Owing session = new Owing();
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Listener listener = fixture.listen(connection -> {
                session.fd = connection.fd();
                connection.secure(session);
                return new ConnectionTest.Echo();
            });
            try (Socket client = LoopFixture.client(listener)) {
                client.getOutputStream().write("hello".getBytes());
                assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
                assertTrue(session.owed);
            }
        }
    }

    /** Nobody asks for anything then but the relay. */
    @ParameterizedTest
    @EnumSource
    void aRelayGoesOnReadingWhenWhatReadingHasToAnswerCanBeWritten(PollerKind kind) throws Exception {
        Owing session = new Owing();
        Relay relay = new Relay((_, _, _) -> {});
        CompletableFuture<Connection> sink = new CompletableFuture<>();
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Listener to = fixture.listen(connection -> {
                sink.complete(connection);
                return new ConnectionTest.Echo();
            });
            try (Socket reader = LoopFixture.client(to)) {
                Connection far = LoopFixture.await(sink);
                Listener from = fixture.listen(connection -> {
                    session.fd = connection.fd();
                    connection.secure(session);
                    relay.start(connection, far, Relay.UNTIL_END);
                    return new ConnectionTest.Echo();
                });
                try (Socket client = LoopFixture.client(from)) {
                    client.getOutputStream().write("hello".getBytes());
                    assertEquals("hello", new String(reader.getInputStream().readNBytes(5)));
                    assertTrue(session.owed);
                }
            }
        }
    }

    /** Encrypts nothing; once, reading has to wait until the descriptor is writable. */
    private static final class Owing implements TlsSession {
        volatile boolean owed;
        int fd;
        private boolean wantsWrite;
        private int kept;

        @Override
        public int receive(MemorySegment buffer, int length) {
            int received = kept > 0 ? kept : millrace.os.Socket.receive(fd, buffer, length);
            wantsWrite = received > 0 && !owed;
            owed |= wantsWrite;
            kept = wantsWrite ? received : 0; // They are in the buffer, which nobody else fills here.
            return wantsWrite ? -Errno.EAGAIN.number() : received;
        }

        @Override
        public boolean wantsWrite() {
            return wantsWrite;
        }

        @Override
        public int handshake() {
            return 1;
        }

        @Override
        public int send(MemorySegment bytes, int length) {
            return millrace.os.Socket.send(fd, bytes, length);
        }

        @Override
        public void feed(byte[] bytes, int offset, int length) {
            throw new AssertionError("nothing was read before");
        }

        @Override
        public boolean hasPending() {
            return false;
        }

        @Override
        public boolean isDrained() {
            return false;
        }

        @Override
        public void endFollows() {
            // There are no words for it.
        }

        @Override
        public int end() {
            return 0;
        }

        @Override
        public IOException failure(int result) {
            return new OsException("use a descriptor", -result);
        }

        @Override
        public void close() {
            fd = -1;
        }

        @Override
        public String protocol() {
            return null;
        }

        @Override
        public String cipher() {
            return null;
        }

        @Override
        public String serverName() {
            return null;
        }

        @Override
        public String applicationProtocol() {
            return null;
        }

        @Override
        public boolean isResumed() {
            return false;
        }

        @Override
        public boolean isTruncated() {
            return false;
        }
    }
}
