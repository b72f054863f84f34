package millrace.http.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import millrace.http.RawClient;
import millrace.http.RawClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs for the JDK's server find when they run on Millrace. */
class MillraceProviderTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private HttpServer server;

    @BeforeEach
    void create() throws IOException {
        server = new MillraceProvider().createHttpServer(ANY_PORT, 0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private RawClient client() throws IOException {
        return new RawClient(server.getAddress().getPort());
    }

    static void answer(HttpExchange exchange, String text) throws IOException {
        exchange.sendResponseHeaders(200, text.length());
        exchange.getResponseBody().write(text.getBytes());
        exchange.close();
    }

    @Test
    void theLongestContextThatFitsAnswers() throws Exception {
        server.createContext("/", exchange -> answer(exchange, "root"));
        server.createContext("/a", exchange -> answer(exchange, "a " + exchange.getHttpContext().getPath()));
        server.createContext("/a/b/", exchange -> answer(exchange, "b"));
        HttpContext late = server.createContext("/late");
        late.setHandler(exchange -> answer(exchange, "late"));
        server.start();
        try (RawClient client = client()) {
            assertEquals("root", client.get("/x").answer().body());
            assertEquals("a /a", client.get("/a/b?c").answer().body());
            assertEquals("b", client.get("/a/b/c").answer().body());
            assertEquals("late", client.get("/late").answer().body());
            server.removeContext("/a");
            assertEquals("root", client.get("/a").answer().body());
            server.removeContext("/");
            assertEquals(404, client.get("/a").answer().status());
        }
        assertThrows(IllegalArgumentException.class, () -> server.removeContext("/a"));
        assertThrows(IllegalArgumentException.class, () -> server.createContext("/late"));
    }

    @Test
    void filtersRunInOrderAndShareAttributes() throws Exception {
        HttpContext context = server.createContext("/", exchange -> answer(exchange,
                exchange.getAttribute("trace") + "3" + exchange.getHttpContext().getAttributes().get("of")));
        context.getAttributes().put("of", "/3");
        context.getFilters().add(Filter.beforeHandler("one", exchange -> exchange.setAttribute("trace", "1")));
        context.getFilters().add(Filter.beforeHandler("two",
                exchange -> exchange.setAttribute("trace", exchange.getAttribute("trace") + "2")));
        server.start();
        try (RawClient client = client()) {
            assertEquals("123/3", client.get("/").answer().body());
            assertEquals("123/3", client.get("/").answer().body(), "attributes are of one exchange");
        }
    }

    /** As a URI its first segment is a host: who guards paths before us would see another path than the contexts do. */
    @Test
    void aTargetThatBeginsWithTwoSlashesIsRefused() throws Exception {
        server.createContext("/", exchange -> answer(exchange, "root"));
        server.createContext("/secret", exchange -> answer(exchange, "secret"));
        server.start();
        try (RawClient client = client()) {
            assertEquals(400, client.get("//host/secret").answer().status());
        }
    }

    @Test
    void anAuthenticatorAsksAndLetsIn() throws Exception {
        HttpContext context = server.createContext("/", exchange -> answer(exchange,
                exchange.getPrincipal().getUsername()));
        context.setAuthenticator(new BasicAuthenticator("realm") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("u") && password.equals("p");
            }
        });
        server.start();
        String known = Base64.getEncoder().encodeToString("u:p".getBytes());
        try (RawClient client = client()) {
            Answer asked = client.get("/").answer();
            assertEquals(401, asked.status());
            assertTrue(asked.field("www-authenticate").contains("realm"));
            client.send("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + known + "\r\n\r\n");
            assertEquals("u", client.answer().body());
        }
    }

    @Test
    void withoutAnExecutorHandlersRunOneAfterTheOtherOnOneThread() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        server.createContext("/", exchange -> {
            threads.add(Thread.currentThread());
            answer(exchange, "x");
        });
        assertNull(server.getExecutor());
        server.start();
        try (RawClient one = client();
                RawClient two = client()) {
            for (int i = 0; i < 10; i++) {
                one.get("/");
                two.get("/");
                assertEquals("x", one.answer().body());
                assertEquals("x", two.answer().body());
            }
        }
        assertEquals(1, threads.size());
    }

    @Test
    void theExecutorIsTheOneThatWasSetAndARejectionIs503() throws Exception {
        Executor direct = task -> {
            throw new RejectedExecutionException("full");
        };
        server.setExecutor(direct);
        assertSame(direct, server.getExecutor());
        server.createContext("/", exchange -> answer(exchange, "x"));
        server.start();
        assertThrows(IllegalStateException.class, () -> server.setExecutor(null));
        try (RawClient client = client()) {
            assertEquals(503, client.get("/").answer().status());
        }
    }

    @Test
    void requestsThatComeBeforeTheStartWaitForIt() throws Exception {
        server.createContext("/", exchange -> answer(exchange, "x"));
        try (RawClient client = client()) {
            client.get("/");
            server.start();
            assertEquals("x", client.answer().body());
        }
        assertThrows(IllegalStateException.class, server::start);
    }

    @Test
    void addressesAndProtocolAreTold() throws Exception {
        server.createContext("/", exchange -> answer(exchange, exchange.getProtocol() + " "
                + exchange.getRemoteAddress().getPort() + " " + exchange.getLocalAddress().getPort()));
        server.start();
        try (RawClient client = client()) {
            String expected = client.socket.getLocalPort() + " " + server.getAddress().getPort();
            assertEquals("HTTP/1.1 " + expected, client.get("/").answer().body());
            assertEquals("HTTP/1.0 " + expected, client.send("GET / HTTP/1.0\r\n\r\n").answer().body());
        }
    }

    @Test
    void theJdksOwnFileHandlerAndClientWork(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("big.txt"), "0123456789".repeat(50_000));
        server.createContext("/", SimpleFileServer.createFileHandler(folder));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest list = HttpRequest.newBuilder(base).build();
            assertTrue(client.send(list, BodyHandlers.ofString()).body().contains("big.txt"));
            HttpRequest file = HttpRequest.newBuilder(base.resolve("big.txt")).build();
            assertEquals(500_000, client.send(file, BodyHandlers.ofString()).body().length());
            HttpRequest head = HttpRequest.newBuilder(base.resolve("big.txt")).HEAD().build();
            assertEquals(500_000, client.send(head, BodyHandlers.discarding()).headers()
                    .firstValueAsLong("content-length").orElse(-1));
            HttpRequest missing = HttpRequest.newBuilder(base.resolve("nothing")).build();
            assertEquals(404, client.send(missing, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void anAddressInUseIsABindExceptionAndHttpsIsAClearError() {
        assertThrows(BindException.class, () -> new MillraceProvider().createHttpServer(server.getAddress(), 0));
        assertThrows(BindException.class, () -> server.bind(ANY_PORT, 0));
        IOException e = assertThrows(IOException.class, () -> new MillraceProvider().createHttpsServer(ANY_PORT, 0));
        assertTrue(e.getMessage().contains("HTTPS"));
    }

    @Test
    void anExistingProgramRunsOnMillraceByAPropertyAlone() throws Exception {
        String path = System.getProperty("jdk.module.path") + ":" + System.getProperty("java.class.path") + ":"
                + Path.of("target", "test-classes").toAbsolutePath();
        Process program = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcom.sun.net.httpserver.HttpServerProvider=millrace.http.jdk.MillraceProvider",
                        "-cp", path, "legacy.HelloProgram"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(program.getInputStream()))) {
            String[] line = out.readLine().split(" ");
            assertEquals("millrace.http.jdk.JdkServer", line[0]);
            try (RawClient client = new RawClient(Integer.parseInt(line[1]))) {
                assertEquals("hello /x", client.get("/x").answer().body());
            }
        } finally {
            program.destroyForcibly();
        }
    }
}
