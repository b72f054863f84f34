package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import millrace.os.OsException;
import org.junit.jupiter.api.Test;

/** {@code pass}: a connection goes from one door of the process to another. */
class HandOverTest extends OverUnixSockets {
    private String door(String name) {
        return "unix:" + folder.resolve(name);
    }

    private String http(String text) {
        return " http { access_log off; server { listen " + door("http") + "; location / { return 200 " + text + "; } } }";
    }

    private static String get(SocketChannel client) throws Exception {
        UnixEnds.send(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return UnixEnds.receive(client, 4096);
    }

    @Test
    void aConnectionIsServedByHttp() throws Exception {
        ends.startBlocks(TestStream.block(ends.text("pass " + door("http") + "; access_log " + folder.resolve("access.log") + " f;",
                "log_format f x;")) + http("hello"));
        String answer = get(ends.connect());
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("hello"), answer);
        assertEquals("", Files.readString(folder.resolve("access.log")), "whoever serves it writes the log");
    }

    @Test
    void whatWasLookedAtBeforeIsNotLostOnTheWay() throws Exception {
        ends.startBlocks(TestStream.block("map $ssl_preread_server_name $to { default " + door("http") + "; } "
                + ends.text("ssl_preread on; pass $to;", "")) + http("hello"));
        assertTrue(get(ends.connect()).endsWith("hello"));
    }

    @Test
    void anotherDoorOfStreamTakesItUnlessItGoesRound() throws Exception {
        ends.start("pass " + door("second") + ";", "server { listen " + door("second") + "; return second; } server { listen "
                + door("round") + "; pass " + door("round") + "; }");
        assertEquals("second", UnixEnds.receive(ends.connect(), 100));
        assertEquals("", UnixEnds.receive(ends.connect("round"), 100));
        assertTrue(Files.readString(folder.resolve("error.log")).contains("stream pass cycle"));
    }

    @Test
    void theClientIsKnownWhereverItIsPassedTo() throws Exception {
        String door = " listen " + door("told") + " proxy_protocol; set_real_ip_from unix:;";
        ends.startBlocks(TestStream.block("server {" + door + " pass " + door("second") + "; } server { listen " + door("second")
                + "; return '$remote_addr $proxy_protocol_server_port'; } server {" + door.replace("told", "web") + " pass "
                + door("http") + "; }") + http("'$remote_addr $proxy_protocol_server_port'"));
        String header = "PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\n";
        SocketChannel client = ends.connect("told");
        UnixEnds.send(client, header);
        assertEquals("192.0.2.1 5678", UnixEnds.receive(client, 100));
        SocketChannel browser = ends.connect("web");
        UnixEnds.send(browser, header);
        String answer = get(browser);
        assertTrue(answer.endsWith("192.0.2.1 5678"), answer);
    }

    @Test
    void whereNobodyListensTheConnectionEnds() throws Exception {
        ends.start("pass " + door("nobody") + ";", "");
        assertEquals("", UnixEnds.receive(ends.connect(), 100));
        assertTrue(Files.readString(folder.resolve("error.log")).contains("port not found for \"" + door("nobody") + "\""));
    }

    @Test
    void aReloadThatFailsLeavesTheDoorToWhoHasIt() throws Exception {
        TestStream running = ends.start("return old;", "");
        String otherKind = " http { server { listen " + door("door") + "; } server { listen " + door("no/such/folder") + "; } }";
        assertThrows(OsException.class, () -> running.reloadBlocks(otherKind));
        for (int i = 0; i < 5; i++) {
            assertEquals("old", UnixEnds.receive(ends.connect(), 100));
        }
    }

    @Test
    void afterAReloadItGoesWhereThatDoorLeadsNow() throws Exception {
        String stream = TestStream.block(ends.text("pass " + door("http") + ";", ""));
        TestStream running = ends.startBlocks(stream + http("old"));
        assertTrue(get(ends.connect()).endsWith("old"));
        running.reloadBlocks(stream + http("new"));
        assertTrue(get(ends.connect()).endsWith("new"));
        running.reloadBlocks(stream);
        assertEquals("", UnixEnds.receive(ends.connect(), 100));
    }
}
