package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.os.Errno;
import millrace.os.OsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of {@code stream} over datagrams: the test itself is client and upstream. */
@Timeout(120)
class UdpStreamTest {
    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int door;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(socket);
        return socket;
    }

    private TestStream start(DatagramSocket upstream, String rest) throws Exception {
        return start("127.0.0.1", "proxy_pass 127.0.0.1:" + upstream.getLocalPort() + "; " + rest);
    }

    private TestStream start(String host, String server, Feature... own) throws Exception {
        for (;;) {
            try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0))) {
                door = free.getLocalPort();
            }
            try {
                TestStream stream = TestStream.startBlocks(folder, TestStream.block(server(host, server)), own);
                open.add(stream);
                return stream;
            } catch (OsException taken) {
                // By somebody else in between.
                assertEquals(Errno.EADDRINUSE.number(), taken.errno());
            }
        }
    }

    private String server(String host, String server) {
        return "server { listen " + host + ":" + door + " udp; " + server + " }";
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private void ask(DatagramSocket client, String text) throws IOException {
        send(client, text, new InetSocketAddress(InetAddress.getLoopbackAddress(), door));
    }

    /** Answers once. */
    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aSessionLastsForSeveralDatagramsOfOneClient() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "");
        DatagramSocket client = socket();
        SocketAddress gateway = null;
        for (int i = 0; i < 5; i++) {
            ask(client, "question " + i);
            DatagramPacket question = receive(upstream);
            assertEquals("question " + i, text(question));
            assertEquals(gateway == null ? question.getSocketAddress() : gateway, question.getSocketAddress());
            gateway = question.getSocketAddress();
            send(upstream, "answer " + i, gateway);
            assertEquals("answer " + i, text(receive(client)));
        }
    }

    @Test
    void clientsHaveSessionsOfTheirOwn() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "");
        DatagramSocket one = socket();
        DatagramSocket other = socket();
        ask(one, "one");
        SocketAddress first = receive(upstream).getSocketAddress();
        ask(other, "other");
        SocketAddress second = receive(upstream).getSocketAddress();
        assertNotEquals(first, second);
        send(upstream, "to one", first);
        send(upstream, "to other", second);
        assertEquals("to one", text(receive(one)));
        assertEquals("to other", text(receive(other)));
    }

    @Test
    void aSessionIsOverWhenItsAnswersHaveCome() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_responses 1;");
        DatagramSocket client = socket();
        ask(client, "a");
        DatagramPacket first = receive(upstream);
        send(upstream, "A", first.getSocketAddress());
        assertEquals("A", text(receive(client)));
        ask(client, "b");
        assertNotEquals(first.getSocketAddress(), receive(upstream).getSocketAddress());
    }

    @Test
    void afterSoManyRequestsAnotherSessionBegins() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_requests 2;");
        DatagramSocket client = socket();
        ask(client, "1");
        SocketAddress first = receive(upstream).getSocketAddress();
        ask(client, "2");
        assertEquals(first, receive(upstream).getSocketAddress());
        ask(client, "3");
        assertNotEquals(first, receive(upstream).getSocketAddress());
        send(upstream, "late", first);
        assertEquals("late", text(receive(client)));
    }

    @Test
    void aDatagramOfNoBytesIsOne() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_responses 1;");
        DatagramSocket client = socket();
        ask(client, "");
        DatagramPacket nothing = receive(upstream);
        assertEquals("", text(nothing));
        send(upstream, "", nothing.getSocketAddress());
        assertEquals("", text(receive(client)));
    }

    @Test
    void theAnswerComesFromTheAddressThatWasAsked() throws Exception {
        DatagramSocket upstream = socket();
        start("0.0.0.0", "proxy_pass 127.0.0.1:" + upstream.getLocalPort() + ";");
        DatagramSocket client = socket();
        List<SocketAddress> sessions = new ArrayList<>();
        for (String host : List.of("127.0.0.2", "127.0.0.3")) {
            InetSocketAddress asked = new InetSocketAddress(InetAddress.getByName(host), door);
            send(client, "who?", asked);
            DatagramPacket question = receive(upstream);
            sessions.add(question.getSocketAddress());
            send(upstream, "me", question.getSocketAddress());
            assertEquals(asked, receive(client).getSocketAddress());
        }
        assertNotEquals(sessions.getFirst(), sessions.getLast());
    }

    @Test
    void aPortThatAReloadHasDroppedCanBeTakenAgainWhileSessionsWait() throws Exception {
        DatagramSocket upstream = socket();
        String pass = "proxy_pass 127.0.0.1:" + upstream.getLocalPort() + ";";
        TestStream stream = start("127.0.0.1", pass);
        DatagramSocket client = socket();
        ask(client, "before");
        SocketAddress old = receive(upstream).getSocketAddress();
        stream.reload("server { listen unix:" + folder.resolve("other") + "; return a; }");
        stream.reload(server("127.0.0.1", pass));
        ask(client, "after");
        SocketAddress young = receive(upstream).getSocketAddress();
        assertNotEquals(old, young);
        send(upstream, "late", old);
        assertEquals("late", text(receive(client)));
        send(upstream, "soon", young);
        assertEquals("soon", text(receive(client)));
    }

    @Test
    void theFirstDatagramTellsOfTheClient() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_protocol on;");
        DatagramSocket client = socket();
        ask(client, "one");
        assertEquals("PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort() + " " + door + "\r\none",
                text(receive(upstream)));
        ask(client, "two");
        assertEquals("two", text(receive(upstream)));
    }

    @Test
    void aDatagramThatIsTooLongWithItsHeaderIsNoFaultOfThePeer() throws Exception {
        DatagramSocket upstream = socket();
        String peer = "server 127.0.0.1:" + upstream.getLocalPort() + " max_fails=1 fail_timeout=1h;";
        TestStream stream = start("127.0.0.1", "proxy_pass u; proxy_protocol on; proxy_responses 1; } upstream u { "
                + peer + " server 127.0.0.1:1 down;");
        DatagramSocket client = socket();
        ask(client, "x".repeat(65_507));
        ask(client, "short");
        assertTrue(text(receive(upstream)).endsWith("\r\nshort"));
        assertTrue(stream.log("error.log").contains("EMSGSIZE"), stream.log("error.log"));
    }

    @Test
    void aRateHoldsWholeDatagramsUpInBothDirections() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_upload_rate 500; proxy_download_rate 500;");
        DatagramSocket client = socket();
        String large = "x".repeat(800);
        long began = System.nanoTime();
        ask(client, large);
        ask(client, "up");
        SocketAddress session = receive(upstream).getSocketAddress();
        assertEquals("up", text(receive(upstream)));
        long firstHalf = System.nanoTime();
        send(upstream, large, session);
        send(upstream, "down", session);
        assertEquals(large, text(receive(client)));
        assertEquals("down", text(receive(client)));
        // Only the lower bounds are promised: a second each, less the part of one that had passed.
        assertTrue(firstHalf - began > 100_000_000L, firstHalf - began + " ns");
    }

    @Test
    void aSessionThatBreaksAsItBeginsIsOver() throws Exception {
        Feature broken = registry -> registry.directive("break_down", Context.SERVER_IN_STREAM)
                .doc("Breaks.")
                .args(0, 0)
                .set((scope, s) -> StreamFeature.handler(scope, s, x -> {
                    throw new IllegalStateException("as the test wants it");
                }));
        TestStream stream = start("127.0.0.1", "break_down;", broken);
        DatagramSocket client = socket();
        ask(client, "a");
        ask(client, "b");
        while (stream.gateway().loops().getFirst().traffic().allAccepted() < 2) {
            Thread.onSpinWait();
        }
        stream.gateway().quit().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
