package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import millrace.http.RawClient;
import millrace.http.RawClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents many times as large as the whole heap of the server, which is another process. */
@Timeout(180)
class JsonMemoryTest {
    private static final int HEAP_MIB = 24;
    private static final int DOCUMENT_BYTES = 100_000_000;
    private static Process server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        String path = System.getProperty("jdk.module.path") + ":" + System.getProperty("java.class.path") + ":"
                + Path.of("target", "test-classes").toAbsolutePath();
        server = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx" + HEAP_MIB + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED", "-cp", path, SmallHeapServer.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        port = Integer.parseInt(new BufferedReader(new InputStreamReader(server.getInputStream())).readLine());
    }

    @AfterAll
    static void stop() {
        server.destroyForcibly();
    }

    /** Sends a document, until it is refused if it is. */
    private static Answer post(String path, String first, String repeated, String last) throws Exception {
        String piece = utf8(repeated).repeat(65_536 / utf8(repeated).length());
        int pieces = DOCUMENT_BYTES / piece.length();
        long length = first.length() + (long) pieces * piece.length() + last.length();
        try (RawClient client = new RawClient(port)) {
            client.send("POST /" + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + first);
            Thread sender = Thread.ofVirtual().start(() -> {
                boolean open = true;
                for (int i = 0; i < pieces && open; i++) {
                    open = client.sendUntilClosed(piece);
                }
                client.sendUntilClosed(last);
            });
            client.socket.setSoTimeout(120_000);
            Answer answer = client.answer();
            client.socket.close();
            sender.join();
            return answer;
        }
    }

    /** A byte for each character, as {@link RawClient} sends them. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[]        | ,[[],[]]       | ]
            [{}        | ,{"name":"é"}  | ]
            {"k":1     | ,"key":[1,2]   | }
            [""        | ,"some text"   | ]
            1          | ' '            | ' '
            """)
    void aHundredMegabytesPassAsEvents(String first, String repeated, String last) throws Exception {
        Answer answer = post("events", first, repeated, last);
        assertTrue(answer.status() == 200 && answer.body().startsWith("{\"events\":"), answer::body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            events | depth        | ''   | [
            events | numberLength | 1    | 7
            events | stringLength | '"'  | x
            events | nameLength   | {"   | x
            tree   | members      | [1   | ,1
            tree   | members      | [1   | ,[]
            tree   | depth        | ''   | {"a":
            tree   | numberLength | -0.  | 3
            small  | bytes        | ''   | ' '
            """)
    void aHundredMegabytesBeyondALimitAreRefused(String path, String limit, String first, String repeated)
            throws Exception {
        Answer answer = post(path, first, repeated, "");
        assertTrue(answer.body().contains("\"limit\":\"" + limit + "\""), answer::body);
    }

    @Test
    void aHundredMegabytesAreAnsweredWhileTheyAreMade() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(120_000);
            String request = "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            String end = "";
            for (int n = socket.getInputStream().read(buffer); n > 0; n = socket.getInputStream().read(buffer)) {
                bytes += n;
                end += new String(buffer, Math.max(0, n - 10), Math.min(n, 10), StandardCharsets.UTF_8);
                end = end.substring(Math.max(0, end.length() - 10));
            }
            assertEquals("]\r\n0\r\n\r\n", end.substring(end.indexOf(']')));
            assertTrue(bytes > DOCUMENT_BYTES, bytes + " bytes");
        }
    }
}
