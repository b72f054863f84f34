package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import millrace.gateway.Features;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.loop.PollerKind;
import millrace.os.Ssl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes that do not go as they should, and those that meet a reload. */
@Timeout(600)
class TlsDoorTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates.in(folder, "localhost", "other.example");
    }

    private static Socket connect(int port) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
        return socket;
    }

    /** The head of a record that never comes to its end. */
    private static final byte[] BEGINNING = {0x16, 3, 1, 2, 0, 1};

    @Test
    void aHandshakeThatIsNotGoneOnWithEndsWithTheTimeForAHead() throws Exception {
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + port + " ssl; "
                + "client_header_timeout 1s; " + identity("localhost") + "}")) {
            try (Socket client = connect(port)) {
                client.getOutputStream().write(BEGINNING);
                assertEquals(-1, client.getInputStream().read());
            }
            // One that says nothing at all is no better.
            try (Socket client = connect(port)) {
                assertEquals(-1, client.getInputStream().read());
            }
            assertTrue(gateway.get("/", "").endsWith("plain"));
            String log = Files.readString(folder.resolve("error.log"));
            assertTrue(log.contains("client timed out (110: Connection timed out) while SSL handshaking"), log);
        }
    }

    @Test
    void aResetDuringTheHandshakeIsALineInTheLogAndNoMore() throws Exception {
        int port = freePort();
        long before = Ssl.live();
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + port + " ssl; "
                + identity("localhost") + "return 200 $connections_active; }")) {
            for (int i = 0; i < 50; i++) {
                Socket client = connect(port);
                client.getOutputStream().write(BEGINNING);
                client.setSoLinger(true, 0);
                client.close();
            }
            // Some were reset before the gateway has seen a byte. The last handshake comes after all of them on the one loop.
            try (SSLSocket client = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
                client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
                String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(said.endsWith("\r\n\r\n1"), said);
            }
            assertNoneLeft(before);
        }
    }

    @Test
    void aClientThatHasConnectedBeforeItsPortWasNotEncryptedAnyMoreIsServedInTheClear() throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(port, " ssl; " + identity("localhost")), PollerKind.EPOLL_ET, 1, Map.of());
        try (Socket client = connect(port); Socket other = connect(port)) {
            gateway.reload(configuration(port, "; "));
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(said.startsWith("HTTP/1.1 200 "), said);
            other.getOutputStream().write(BEGINNING);
            assertTrue(new String(other.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).contains(" 400 "));
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    private static Configuration configuration(int port, String rest) throws Exception {
        return Configuration.read(Registry.of(Features.all()), Source.ofText(folder, "events {} error_log " + folder
                + "/error.log; http { server { listen 127.0.0.1:" + port + rest + "return 200 ok; } }"));
    }

    /** Each reload shows another certificate, while clients of two threads come and go. */
    @Test
    void reloadsWithOtherCertificatesFailNoHandshakeAndLeaveNothingBehind() throws Exception {
        int port = freePort();
        long before = Ssl.live();
        List<Configuration> both = List.of(configuration(port, " ssl; " + identity("localhost")),
                configuration(port, " ssl; " + identity("other.example")));
        Gateway gateway = Gateway.open(both.get(0), PollerKind.EPOLL_ET, 2, Map.of());
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    served.addAndGet(ask(port));
                }
            }));
        }
        try {
            for (int i = 1; i <= 20; i++) {
                int seen = served.get();
                gateway.reload(both.get(i % 2));
                while (served.get() < seen + 4 && clients.stream().noneMatch(CompletableFuture::isDone)) {
                    Thread.onSpinWait();
                }
            }
            enough.set(true);
            for (CompletableFuture<Void> each : clients) {
                each.get(300, TimeUnit.SECONDS);
            }
            assertNoneLeft(before);
        } finally {
            enough.set(true);
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void aReplacedCertificateIsShownAfterAReloadAndABrokenOneLeavesAllAsItWas() throws Exception {
        int port = freePort();
        String rest = " ssl; " + identity("shown") + "keepalive_timeout 1h; ";
        List<String> names = List.of("first", "second", "third", "fourth", "fifth");
        Certificates.in(folder, names.toArray(String[]::new));
        replace("localhost");
        Gateway gateway = Gateway.open(configuration(port, rest), PollerKind.EPOLL_ET, 1, Map.of());
        try (SSLSocket kept = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            for (String name : names) {
                askKept(kept);
                replace(name);
                gateway.reload(configuration(port, rest));
                assertEquals("CN=" + name, shown(port));
            }
            Files.writeString(folder.resolve("shown.crt"), "no certificate\n");
            ConfigException refused = assertThrows(ConfigException.class, () -> configuration(port, rest));
            assertTrue(refused.getMessage().contains("cannot load certificate"), refused.getMessage());
            assertEquals("CN=fifth", shown(port));
            Files.copy(folder.resolve("first.crt"), folder.resolve("shown.crt"), StandardCopyOption.REPLACE_EXISTING);
            assertThrows(ConfigException.class, () -> configuration(port, rest), "the key is that of another");
            assertEquals("CN=fifth", shown(port));
            askKept(kept);
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    private static void replace(String name) throws Exception {
        for (String end : List.of(".crt", ".key")) {
            Files.copy(folder.resolve(name + end), folder.resolve("shown" + end), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String shown(int port) throws Exception {
        try (SSLSocket client = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    private static void askKept(SSLSocket kept) throws Exception {
        kept.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
        StringBuilder said = new StringBuilder();
        while (!said.toString().endsWith("\r\n\r\nok")) {
            int next = kept.getInputStream().read();
            assertTrue(next >= 0, "the connection was ended after: " + said);
            said.append((char) next);
        }
    }

    /** All clients have gone: the gateway notices that in its own time. What others have left may go meanwhile, too. */
    private static void assertNoneLeft(long before) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (Ssl.live() > before && System.nanoTime() < deadline) {
            Thread.yield();
        }
        assertTrue(Ssl.live() <= before, Ssl.live() + " instead of " + before);
    }

    /** One request on a connection of its own. */
    private static int ask(int port) {
        try (SSLSocket client = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(said.endsWith("\r\n\r\nok"), said);
            return 1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        return context;
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
