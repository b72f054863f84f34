package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and either side that breaks in the middle: it costs that request, and no other. */
@Timeout(120)
class FaultsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path folder;

    private interface OnDisk {
        void run(Path disk) throws Exception;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    /** A file system of 256 KiB. */
    private void onSmallDisk(OnDisk test) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()) == 0, "cannot mount here: not root?");
        try {
            test.run(disk);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 1 << 20; i++) {
                    out.write(new byte[512]);
                }
            });
        }
    }

    /** Who asks for /large gets a body that has no end as long as somebody takes it. */
    private static void answer(RawUpstream.Talk talk) throws IOException {
        for (String head = talk.head(); !head.isEmpty(); head = talk.head()) {
            if (!head.startsWith("GET /large ")) {
                talk.say(OK);
                continue;
            }
            talk.say("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                talk.say("0123456789abcdef".repeat(2048));
            }
        }
    }

    private ProxyFixture gateway(RawUpstream upstream, String http) throws Exception {
        return new ProxyFixture(folder, http + " server { LISTEN; location / { proxy_pass http://127.0.0.1:" + upstream.port()
                + "; } location /asis { proxy_request_buffering off; proxy_pass http://127.0.0.1:" + upstream.port() + "; } }");
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static void say(SocketChannel to, String text) throws IOException {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void awaitLog(ProxyFixture gateway, String text) throws Exception {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (!gateway.errors().contains(text)) {
                WatchKey changed = watch.take();
                changed.pollEvents();
                changed.reset();
            }
        }
    }

    @Test
    void aFullDiskUnderABodyIs500AndThenThereIsRoomAgain() throws Exception {
        onSmallDisk(disk -> {
            try (RawUpstream upstream = RawUpstream.start(FaultsTest::answer);
                    ProxyFixture gateway = gateway(upstream, "client_body_buffer_size 1k; client_body_temp_path " + disk + ";")) {
                String answer = gateway.ask(post("/", 900_000) + "b".repeat(900_000));
                assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
                assertTrue(gateway.errors().contains("(28: No space left on device)"), gateway.errors());
                assertTrue(gateway.ask(post("/", 100_000) + "b".repeat(100_000)).endsWith("ok"));
                assertEquals(0, Files.getFileStore(disk).getTotalSpace() - Files.getFileStore(disk).getUsableSpace());
            }
        });
    }

    @Test
    void aFullDiskUnderAnAnswerBreaksItOffAndThenThereIsRoomAgain() throws Exception {
        onSmallDisk(disk -> {
            try (RawUpstream upstream = RawUpstream.start(FaultsTest::answer);
                    ProxyFixture gateway = gateway(upstream, "proxy_temp_path " + disk + ";");
                    SocketChannel client = gateway.connect()) {
                say(client, "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                // The client takes nothing until the disk is full.
                awaitLog(gateway, "(28: No space left on device)");
                String answer = ProxyFixture.readAll(client);
                assertTrue(answer.startsWith("HTTP/1.1 200 ") && !answer.endsWith("\r\n0\r\n\r\n"), () -> "it has an end");
                assertTrue(gateway.get("/").endsWith("ok"));
                assertEquals(0, Files.getFileStore(disk).getTotalSpace() - Files.getFileStore(disk).getUsableSpace());
            }
        });
    }

    @Test
    void whatWasKeptOfAnAnswerReachesTheClientAlsoWhenTheUpstreamBreaks() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        int length = 4 << 20;
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(length - 3) + "end");
                    await(kept);
                });
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { sub_filter nothing else; "
                        + "sub_filter_types *; proxy_pass http://127.0.0.1:" + upstream.port() + "; } }");
                SocketChannel client = gateway.connect()) {
            say(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            awaitLog(gateway, "is buffered to a temporary file");
            kept.countDown();
            awaitLog(gateway, "upstream prematurely closed connection while reading upstream");
            String answer = ProxyFixture.readAll(client);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer.substring(0, 20));
            assertEquals(length - 3, answer.chars().filter(c -> c == 'x').count());
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFullDiskUnderTheAccessLogCostsNoRequest() throws Exception {
        onSmallDisk(disk -> {
            try (RawUpstream upstream = RawUpstream.start(FaultsTest::answer);
                    ProxyFixture gateway = new ProxyFixture(folder, "log_format f $uri; server { LISTEN; access_log " + disk
                            + "/log f; location / { proxy_pass http://127.0.0.1:" + upstream.port() + "; } }")) {
                assertTrue(gateway.get("/before").endsWith("ok"));
                fill(disk.resolve("filler"));
                String path = "/" + "x".repeat(8_000);
                for (int i = 0; i < 3; i++) {
                    assertTrue(gateway.get(path).endsWith("ok"));
                }
                assertTrue(gateway.troubles().peek().contains("(28: No space left on device), lines are lost"));
            }
        });
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyTakesItsUpstreamAlong() throws Exception {
        LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    String head = talk.head();
                    if (head.startsWith("POST")) {
                        said.add("head");
                        // All there is, up to the end.
                        said.add(new String(talk.socket().getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
                    } else {
                        talk.say(OK);
                    }
                });
                ProxyFixture gateway = gateway(upstream, "")) {
            try (SocketChannel client = gateway.connect()) {
                say(client, post("/asis", 1000) + "0123456789");
                assertEquals("head", said.poll(60, TimeUnit.SECONDS));
            }
            assertEquals("0123456789", said.poll(60, TimeUnit.SECONDS));
            try (SocketChannel client = gateway.connect()) {
                say(client, post("/", 1000) + "0123456789");
            }
            assertTrue(gateway.get("/").endsWith("ok"));
            assertEquals(null, said.poll(), "half a body is nobody's, where it is read to its end first");
        }
    }

    private void resetAfter(String first, int length) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    if (talk.head().startsWith("GET /ok ")) {
                        talk.say(OK);
                        return;
                    }
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + first);
                    await(arrived);
                    talk.reset();
                });
                ProxyFixture gateway = gateway(upstream, "");
                SocketChannel client = gateway.connect()) {
            say(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            ByteBuffer answer = ByteBuffer.allocate(first.length() + 1000);
            while (!new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1).endsWith("end")) {
                assertTrue(client.read(answer) > 0);
            }
            arrived.countDown();
            assertEquals("", ProxyFixture.readAll(client));
            assertTrue(gateway.errors().contains("(104: Connection reset by peer) while reading upstream"), gateway.errors());
            assertTrue(gateway.get("/ok").endsWith("ok"));
        }
    }

    @Test
    void anUpstreamThatResetsInTheMiddleOfItsAnswerEndsTheClientsConnection() throws Exception {
        resetAfter("0123end", 1000);
    }

    @Test
    void soItIsWhenTheKernelMovesTheAnswer() throws Exception {
        resetAfter("0123456789".repeat(30_000) + "end", 10_000_000);
    }
}
