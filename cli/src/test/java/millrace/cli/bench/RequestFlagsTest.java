package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import millrace.http.HttpServer;
import millrace.os.Proc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flags that say what is asked, and whom. */
@Timeout(120)
class RequestFlagsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return BenchCommand.run(List.of(words), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    @Test
    void aFormIsPosted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("picture.txt"), "the file's content");
        Path form = Files.writeString(folder.resolve("form.json"), """
                {"a \\"b\\"": {"type": "text", "value": "a value"}, "c": {"type": "file", "path": "%s",
                 "options": {"filename": "other.txt"}}}""".formatted(file));
        AtomicReference<String> lastMethod = new AtomicReference<>();
        AtomicReference<String> type = new AtomicReference<>();
        AtomicReference<String> body = new AtomicReference<>();
        var server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            type.set(exchange.getRequestHeaders().getFirst("content-type"));
            lastMethod.set(exchange.getRequestMethod());
            body.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(0, run("-a", "2", "-c", "1", "-n", "-F", form.toString(), url), err.toString(UTF_8));
        } finally {
            server.stop(0);
        }
        String boundary = type.get().substring("multipart/form-data; boundary=".length());
        assertEquals("POST", lastMethod.get());
        assertEquals("""
                --%1$s
                Content-Disposition: form-data; name="a %%22b%%22"

                a value
                --%1$s
                Content-Disposition: form-data; name="c"; filename="other.txt"
                Content-Type: text/plain

                the file's content
                --%1$s--
                """.formatted(boundary).replace("\n", "\r\n"), body.get());
    }

    @Test
    void whatABrowserHasRecordedIsSentInTurnAsFarAsItWentToThisServer(@TempDir Path folder) throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (HttpServer server = HttpServer.listen(0, (request, response) -> {
            seen.add(request.method() + " " + request.target() + " " + request.header("x-a"));
            response.send("hello");
        })) {
            Path har = Files.writeString(folder.resolve("har.json"), """
                    {"log": {"entries": [
                      {"request": {"method": "GET", "url": "%1$sone?a=b#c", "headers": [
                        {"name": ":authority", "value": "x"}, {"name": "X-A", "value": "1"},
                        {"name": "content-length", "value": "9"}]}},
                      {"request": {"method": "GET", "url": "https://cdn.example/x.js", "headers": []}},
                      {"request": {"method": "GET", "url": "data:text/plain,x", "headers": []}},
                      {"request": {"method": "POST", "url": "%1$stwo", "headers": [],
                        "postData": {"text": "a body"}}}]}}""".formatted(url(server)));
            assertEquals(0, run("-a", "5", "-c", "1", "-n", "--har", har.toString(), url(server)),
                    err.toString(UTF_8));
        }
        assertEquals(List.of("GET /one?a=b 1", "POST /two null", "GET /one?a=b 1", "POST /two null",
                "GET /one?a=b 1"), seen);
        assertTrue(err.toString(UTF_8).contains("Left out: requests to https://cdn.example"), err.toString(UTF_8));
    }

    @Test
    void aServerThatIsStartedIsFoundByItsPortAndEnded(@TempDir Path folder) throws IOException {
        Path pid = folder.resolve("pid");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(0, run("--on-port", "-a", "20", "-c", "2", "-n", "/", "--", "sh", "-c", "echo $$ > " + pid
                + "; exec " + java + " -XX:TieredStopAtLevel=1 -m jdk.httpserver -b 127.0.0.1 -p 0 -o none -d "
                + folder), err.toString(UTF_8));
        assertTrue(out.toString(UTF_8).contains("20 sent, 20 answered"), out.toString(UTF_8));
        assertFalse(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).isPresent());
    }

    @Test
    void whatAServersCommandHasStartedIsEndedWithIt(@TempDir Path folder) throws IOException {
        Path pid = folder.resolve("pid");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(0, run("--on-port", "-a", "20", "-c", "2", "-n", "/", "--", "sh", "-c", "(sh -c 'echo $$ > " + pid
                + "; exec " + java + " -XX:TieredStopAtLevel=1 -m jdk.httpserver -b 127.0.0.1 -p 0 -o none -d "
                + folder + "'); :"), err.toString(UTF_8));
        Proc server = Proc.of(Integer.parseInt(Files.readString(pid).strip()));
        assertTrue(server == null || server.state() == 'Z', () -> server.toString()); // Its parent is gone too.
    }

    @Test
    void failuresOfConnectionsArePrintedOneByOneIfThatIsAskedFor() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertEquals(0, run("--debug", "-a", "3", "-n", "http://127.0.0.1:" + port));
        assertEquals(3, err.toString(UTF_8).lines().filter(line -> line.startsWith("connect: ")).count());
    }
}
