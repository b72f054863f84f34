package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslContext;
import millrace.os.SslException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The network may cut what a peer sends at any byte, in a handshake or behind it: whichever end a loop is, the records are the
 * same. The peer is OpenSSL: its command, or another loop.
 */
@Timeout(600)
class TlsCutTest {
    @TempDir
    static Path folder;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TlsFixture.make(folder);
    }

    /** Answers lines with the same, and ends after two. */
    private static final class Lines implements StreamHandler {
        private int lines;

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            int end = offset;
            while (end < offset + length && buffer[end] != '\n') {
                end++;
            }
            if (end == offset + length) {
                return 0;
            }
            connection.write(buffer, offset, end + 1 - offset);
            if (++lines == 2) {
                connection.finish();
                return length;
            }
            return end + 1 - offset;
        }
    }

    private static Listener server(LoopFixture fixture) throws Exception {
        return fixture.listen(connection -> {
            tls.secure(connection);
            return new Lines();
        });
    }

    @ParameterizedTest
    @CsvSource({"EPOLL", "EPOLL_ET"})
    void aServerReadsWhateverPiecesOneCutMakes(PollerKind kind) throws Exception {
        SslContext context = SslContext.create();
        try (LoopFixture fixture = new LoopFixture(kind); LoopFixture other = new LoopFixture(PollerKind.EPOLL);
                CutRelay relay = new CutRelay(fixture, (InetSocketAddress) server(fixture).address(), false)) {
            assertEquals("123\n", ask(other, relay, context));
            int all = relay.bytes.get();
            assertTrue(all > 300, all + " bytes of a client");
            for (int cut = 1; cut < all; cut++) {
                relay.cut = cut;
                assertEquals("123\n", ask(other, relay, context), "cut at " + cut);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL,tls1_3", "EPOLL,tls1_2", "EPOLL_ET,tls1_3", "EPOLL_ET,tls1_2", "SELECT,tls1_3", "POLL,tls1_3"})
    void aServerReadsByteByByteWhatOpensslSays(PollerKind kind, String version) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind);
                CutRelay relay = new CutRelay(fixture, (InetSocketAddress) server(fixture).address(), false)) {
            relay.cut = CutRelay.EACH_BYTE;
            Process openssl = new ProcessBuilder("openssl", "s_client", "-quiet", "-" + version, "-connect",
                    "127.0.0.1:" + relay.address().getPort()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                BufferedReader said = new BufferedReader(new InputStreamReader(openssl.getInputStream()));
                for (String line : new String[] {"one", "two"}) {
                    openssl.getOutputStream().write((line + "\n").getBytes());
                    openssl.getOutputStream().flush();
                    assertEquals(line, said.readLine());
                }
                assertEquals(null, said.readLine());
                assertTrue(openssl.waitFor(60, TimeUnit.SECONDS));
            } finally {
                openssl.destroyForcibly();
            }
        }
    }

    /** {@code openssl s_server -rev}: answers each line backwards. */
    private record Backwards(Process process, InetSocketAddress address) implements AutoCloseable {
        static Backwards start(String... options) throws Exception {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            ProcessBuilder command = new ProcessBuilder("openssl", "s_server", "-rev", "-accept", "127.0.0.1:" + port, "-cert",
                    folder.resolve("test.crt").toString(), "-key", folder.resolve("test.key").toString());
            command.command().addAll(List.of(options));
            Process process = command.redirectErrorStream(true).start();
            BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
            for (String line = said.readLine(); !line.startsWith("ACCEPT"); line = said.readLine()) {
                assertTrue(process.isAlive(), line);
            }
            Thread.startVirtualThread(() -> drain(process.getInputStream()));
            return new Backwards(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        /** Else it would have to wait for somebody to read. */
        private static void drain(InputStream said) {
            try {
                said.transferTo(OutputStream.nullOutputStream());
            } catch (IOException over) {
                Thread.currentThread().interrupt(); // The process has been ended.
            }
        }

        @Override
        public void close() throws Exception {
            process.destroyForcibly().waitFor();
        }
    }

    /** Says a line, and hears one. */
    private static final class Client implements StreamHandler {
        final CompletableFuture<String> heard = new CompletableFuture<>();

        @Override
        public void onSecured(Connection connection) {
            connection.write("123\n".getBytes());
        }

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            if (length < 4) {
                return 0;
            }
            heard.complete(new String(buffer, offset, length));
            connection.finish();
            return length;
        }

        @Override
        public void onClosed(Connection connection, IOException cause) {
            heard.completeExceptionally(cause == null ? new IOException("closed") : cause);
        }
    }

    private static String ask(LoopFixture fixture, CutRelay relay, SslContext context) throws Exception {
        Client client = new Client();
        fixture.loop.execute(() -> Connector.connect(fixture.loop, relay.address(), 0, connection -> {
            try {
                connection.secure(OpenSslSession.client(context, connection.fd(), "localhost"));
            } catch (SslException e) {
                connection.abort(e);
            }
            return client;
        }));
        return LoopFixture.await(client.heard);
    }

    @ParameterizedTest
    @CsvSource({"EPOLL,-tls1_3", "EPOLL_ET,-tls1_3", "EPOLL_ET,-tls1_2", "SELECT,-tls1_3", "POLL,-tls1_2"})
    void aClientReadsByteByByteWhatOpensslSays(PollerKind kind, String version) throws Exception {
        try (Backwards server = Backwards.start(version); LoopFixture fixture = new LoopFixture(kind);
                CutRelay relay = new CutRelay(fixture, server.address, true)) {
            relay.cut = CutRelay.EACH_BYTE;
            assertEquals("321\n", ask(fixture, relay, SslContext.create()));
        }
    }

    @Test
    void aClientReadsWhateverPiecesOneCutMakes() throws Exception {
        SslContext context = SslContext.create();
        try (Backwards server = Backwards.start(); LoopFixture fixture = new LoopFixture(PollerKind.EPOLL_ET);
                CutRelay relay = new CutRelay(fixture, server.address, true)) {
            assertEquals("321\n", ask(fixture, relay, context));
            int all = relay.bytes.get();
            assertTrue(all > 700, all + " bytes of a server");
            for (int cut = 1; cut < all; cut++) {
                relay.cut = cut;
                assertEquals("321\n", ask(fixture, relay, context), "cut at " + cut);
            }
        }
    }
}
