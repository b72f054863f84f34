package millrace.gateway.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import millrace.gateway.server.TestGateway;
import millrace.os.Proc;
import millrace.os.Rlimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RequestBodyTest {
    @TempDir
    Path folder;

    private TestGateway gateway;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private void start(String lines) throws Exception {
        String server = "access_log off; client_body_temp_path " + folder + "/temp 1 2; " + lines;
        gateway = TestGateway.start(folder, server, "", BodyAnswers.feature(() -> begun.complete(null)));
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private SocketChannel connect() throws IOException {
        return TestGateway.connect(gateway.socket());
    }

    private String ask(String request) throws IOException {
        return TestGateway.ask(gateway.socket(), request);
    }

    private static String rest(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1 << 20);
        while (channel.read(answer) >= 0) {
            assertTrue(answer.hasRemaining());
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }

    private static String head(String path, String fields) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n\r\n";
    }

    private static String plain(String path, String body) {
        return head(path, "Content-Length: " + body.length()) + body;
    }

    private static String chunked(String path, String body) {
        return head(path, "Transfer-Encoding: chunked") + Integer.toHexString(body.length()) + "\r\n" + body
                + "\r\n0\r\n\r\n";
    }

    private static String body(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("temp"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aSmallBodyIsInMemoryAndALargeOneInAFileWithoutAName() throws Exception {
        start("client_body_buffer_size 10;");
        assertEquals("10 null <0123456789>", body(ask(plain("/", "0123456789"))));
        assertEquals("10 null <0123456789>", body(ask(chunked("/", "0123456789"))));
        assertEquals("0 null <>", body(ask(plain("/", ""))));
        String large = body(ask(plain("/", "01234567890")));
        assertTrue(large.matches("11 " + folder + "/temp/\\d/\\d\\d/\\d{10} <>"), large);
        assertTrue(body(ask(chunked("/", "x".repeat(100_000)))).startsWith("100000 "));
        assertEquals(List.of(), files());
    }

    @Test
    void filesStayWhenTheyAreWanted() throws Exception {
        start("client_body_in_file_only on;");
        String answer = body(ask(plain("/", "0123456789")));
        assertEquals("0123456789", Files.readString(Path.of(answer.split(" ")[1])));
        assertEquals(1, files().size());
    }

    @Test
    void filesThatAreToBeCleanedGoWithTheRequest() throws Exception {
        start("client_body_in_file_only clean;");
        assertTrue(body(ask(plain("/", "0123456789"))).startsWith("10 " + folder));
        assertEquals(List.of(), files());
    }

    @Test
    void aNamedLocationLimitsOnlyBodiesOfUnknownLength() throws Exception {
        start("location / { try_files /none @n; } location @n { client_max_body_size 5; }");
        assertTrue(body(ask(plain("/", "0123456789"))).startsWith("10 "));
        assertTrue(ask(chunked("/", "0123456789")).startsWith("HTTP/1.1 413 "));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedByItsLengthOrAsItComes() throws Exception {
        start("client_max_body_size 10;");
        assertTrue(body(ask(plain("/", "0123456789"))).startsWith("10 "));
        assertTrue(ask(head("/", "Content-Length: 11\r\nExpect: 100-continue")).startsWith("HTTP/1.1 413 "));
        assertTrue(ask(chunked("/", "01234567890")).startsWith("HTTP/1.1 413 "));
        assertTrue(ask(chunked("/stream", "01234567890")).startsWith("HTTP/1.1 413 "));
        String log = Files.readString(folder.resolve("error.log"));
        assertTrue(log.contains("client intended to send too large body: 11 bytes"), log);
        assertTrue(log.contains("client intended to send too large chunked body: 11 bytes"), log);
    }

    @Test
    void aBodyIsPassedOnAsSlowlyAsItIsTaken() throws Exception {
        start("client_body_buffer_size 10;");
        assertEquals("10 null <0123456789>", body(ask(plain("/stream", "0123456789"))));
        assertEquals("1000 null <>", body(ask(chunked("/stream", "x".repeat(1000)))));
    }

    @Test
    void chunksThatComeTogetherArePassedOnTogether() throws Exception {
        start("");
        String chunks = "2\r\nab\r\n1\r\nc\r\n3;x=y\r\ndef\r\n0\r\n\r\n";
        assertEquals("6 null <abcdef> of 1", body(ask(head("/pieces", "Transfer-Encoding: chunked") + chunks)));
        assertEquals("6 null <abcdef>", body(ask(head("/stream", "Transfer-Encoding: chunked") + chunks)));
        assertEquals("6 null <abcdef>", body(ask(head("/", "Transfer-Encoding: chunked") + chunks)));
    }

    @Test
    void whatIsNoChunkIsRefused() throws Exception {
        start("");
        String broken = head("/", "Transfer-Encoding: chunked") + "4\r\nSEE-THIS\r\n0\r\n\r\n";
        assertTrue(ask(broken).startsWith("HTTP/1.1 400 "));
        assertTrue(ask(broken.replace("POST /", "POST /stream")).startsWith("HTTP/1.1 400 "));
        assertTrue(ask(broken.replace("POST /", "POST /ignore")).startsWith("HTTP/1.1 400 "));
    }

    @Test
    void aClientThatWaitsForPermissionGetsIt() throws Exception {
        start("");
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(head("/", "Content-Length: 3\r\nExpect: 100-continue").getBytes()));
            ByteBuffer permission = ByteBuffer.allocate("HTTP/1.1 100 Continue\r\n\r\n".length());
            while (permission.hasRemaining()) {
                assertTrue(channel.read(permission) > 0);
            }
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", new String(permission.array()));
            channel.write(ByteBuffer.wrap("abc".getBytes()));
            assertEquals("3 null <abc>", body(rest(channel)));
        }
    }

    @Test
    void whoAsksForPermissionToSendNothingGetsItToo() throws Exception {
        start("");
        String answer = ask(head("/", "Content-Length: 0\r\nExpect: 100-continue"));
        assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "), answer);
    }

    @Test
    void aClientThatIsTooSlowIsTold() throws Exception {
        start("client_body_timeout 10ms;");
        assertTrue(ask(head("/", "Content-Length: 3") + "ab").startsWith("HTTP/1.1 408 "));
    }

    @Test
    void aClientThatResetsInTheMiddleLeavesNothingBehind() throws Exception {
        start("client_body_buffer_size 10; client_body_in_file_only clean;");
        ask(plain("/", "warm up"));
        int before = Proc.descriptors((int) ProcessHandle.current().pid());
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap((head("/", "Content-Length: 1000") + "x".repeat(500)).getBytes()));
            begun.get(30, TimeUnit.SECONDS);
        }
        assertTrue(gateway.gateway().quit().toCompletableFuture().thenApply(all -> true).get(30, TimeUnit.SECONDS));
        assertEquals(List.of(), files());
        // The listening socket is gone as well.
        assertTrue(Proc.descriptors((int) ProcessHandle.current().pid()) <= before);
    }

    @Test
    void aFullDiskIsAnsweredAndTheGatewayGoesOn() throws Exception {
        start("client_body_buffer_size 10; client_max_body_size 0;");
        ask(plain("/", "warm up, which writes a file"));
        Rlimit.Range before = Rlimit.FSIZE.get(0);
        Rlimit.FSIZE.set(0, new Rlimit.Range(1 << 16, before.hard()));
        try {
            String answer = ask(plain("/", "x".repeat(200_000)));
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertEquals("3 null <abc>", body(ask(plain("/", "abc"))));
        } finally {
            Rlimit.FSIZE.set(0, before);
        }
        assertEquals(List.of(), files());
        String log = Files.readString(folder.resolve("error.log"));
        assertTrue(log.contains("[crit]") && log.contains(" failed (27: File too large), client: "), log);
    }

    @Test
    void aFolderThatCannotBeMadeIsAnswered() throws Exception {
        start("client_body_in_file_only on;");
        Files.createFile(folder.resolve("temp"));
        assertTrue(ask(plain("/", "abc")).startsWith("HTTP/1.1 500 "));
    }

    @Test
    void aBodyThatNobodyReadsDoesNotCostTheConnection() throws Exception {
        start("");
        String request = "POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde";
        String answer = ask(request + request + plain("/", "last"));
        assertEquals(4, answer.split("HTTP/1.1 200 ").length, answer);
        assertFalse(answer.contains(" 400 "), answer);
    }
}
