package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of upstreams that two readers could understand differently, or that have no end. */
@Timeout(60)
class OddAnswersTest {
    @TempDir
    Path folder;

    private String errors;

    private static String server(RawUpstream upstream, String more) {
        return "upstream u { keepalive 4; server 127.0.0.1:" + upstream.port() + "; } server { LISTEN; " + more
                + " location / { proxy_pass http://u; } }";
    }

    /** What the client gets when each connection is answered so, once, and then closed. */
    private String answerTo(String said) throws Exception {
        Path own = Files.createTempDirectory(folder, "one");
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say(said);
                });
                ProxyFixture gateway = new ProxyFixture(own, server(upstream, ""))) {
            String answer = gateway.get("/");
            errors = gateway.errors();
            return answer;
        }
    }

    private void refused(String said) throws Exception {
        String answer = answerTo(said);
        assertTrue(answer.startsWith("HTTP/1.1 502 "), said + "\n" + answer);
    }

    @Test
    void whoseEndIsInDoubtAreRefused() throws Exception {
        String ok = "HTTP/1.1 200 OK\r\n";
        refused(ok + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx");
        refused(ok + "Content-Length: 1, 1\r\n\r\nx");
        refused(ok + "Content-Length: +1\r\n\r\nx");
        refused(ok + "Content-Length: 99999999999999999999\r\n\r\nx");
        refused(ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused(ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused(ok + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n");
        refused(ok + "Transfer-Encoding: gzip\r\n\r\nx");
        refused(ok + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
        refused(ok + "Content-Length : 1\r\n\r\nx");
        refused(ok + "X-A: b\r\n Content-Length: 1\r\n\r\nx");
        refused(ok + "X-A: b\0c\r\nContent-Length: 1\r\n\r\nx");
        refused(ok + "X-A: b\rContent-Length: 1\r\n\r\nx");
        refused(ok + " Content-Length: 1\r\n\r\nx");
        refused(ok + ": 1\r\n\r\nx");
    }

    @Test
    void thatAreNoHttp1AreRefused() throws Exception {
        refused("<html>this is HTTP/0.9</html>");
        refused("HTTP/2.0 200 OK\r\nContent-Length: 1\r\n\r\nx");
        refused("HTTP/1.1 2000 OK\r\nContent-Length: 1\r\n\r\nx");
        refused("HTTP/1.1 20 OK\r\nContent-Length: 1\r\n\r\nx");
        refused("HTTP/1.1 000 OK\r\nContent-Length: 1\r\n\r\nx");
        refused("\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        refused("SSH-2.0-OpenSSH_9\r\n");
        refused("");
    }

    @Test
    void anUpgradeThatNobodyAskedForIsRefused() throws Exception {
        refused("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    }

    @Test
    void interimAnswersArePassedOverButNotForEver() throws Exception {
        String hundred = "HTTP/1.1 100 Continue\r\n\r\n";
        String answer = answerTo(hundred + "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\nx"), answer);
        assertFalse(answer.contains("Link"), answer);
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    while (true) {
                        talk.say(hundred);
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream, ""))) {
            assertTrue(gateway.get("/").startsWith("HTTP/1.1 502 "));
        }
    }

    @Test
    void chunksWithoutEndOrFormBreakOff() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String body : new String[] {"1;" + "a".repeat(1 << 20), "fffffffffffffffff\r\n", "-1\r\nx", "1\r\nxy0\r\n\r\n",
                "0x1\r\nx\r\n0\r\n\r\n", "1\r\nx\r\n0\r\n" + "a: b\r\n".repeat(100_000) + "\r\n"}) {
            String answer = answerTo(head + body);
            // Nothing of the end reaches the client but that it has ended.
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.length() < 1000, () -> answer.substring(0, 1000));
            assertTrue(errors.contains("upstream sent invalid chunked response"), errors);
        }
    }

    @Test
    void bytesBehindTheBodyAreNotTheNextAnswer() throws Exception {
        String one = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    while (!talk.head().isEmpty()) {
                        talk.say(one + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream, ""))) {
            for (int i = 0; i < 5; i++) {
                assertTrue(gateway.get("/").endsWith("\r\n\r\none"));
            }
            assertTrue(gateway.errors().contains("upstream sent more data than specified"), gateway.errors());
        }
    }

    @Test
    void aBodyBehindAnAnswerToHeadIsNotTheNextAnswer() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    for (String head = talk.head(); !head.isEmpty(); head = talk.head()) {
                        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + (head.startsWith("HEAD") ? "evil" : "good"));
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream, ""))) {
            for (int i = 0; i < 5; i++) {
                gateway.ask("HEAD / HTTP/1.0\r\n\r\n");
                assertTrue(gateway.get("/").endsWith("\r\n\r\ngood"));
            }
        }
    }

    @Test
    void aFieldOfWhichThereIsOneIsSentOnce() throws Exception {
        String answer = answerTo("HTTP/1.1 200 OK\r\nExpires: a\r\nETag: a\r\nExpires: b\r\nETag: b\r\nContent-Type: a/a\r\n"
                + "Content-Type: b/b\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n");
        assertTrue(answer.contains("Expires: a\r\nETag: a\r\nContent-Type: a/a\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n"), answer);
        assertFalse(answer.contains("Expires: b"), answer);
    }

    @Test
    void aBodyGoesOnInTheAnswerWhenTheClientHasAskedForMore() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream, ""));
                SocketChannel client = gateway.connect()) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            String answer = ProxyFixture.readAll(client);
            assertTrue(answer.endsWith("\r\n\r\nd\r\nuntil the end\r\n0\r\n\r\n"), answer);
        }
    }

    @Test
    void theVariableOfACookieReadsItAsClientsDo() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nSet-Cookie: other=x\r\nSet-Cookie: tc = two words ; Path=/\r\n"
                            + "Set-Cookie: empty= ; a\r\nContent-Length: 0\r\n\r\n");
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream,
                        "add_header X-C \"<$upstream_cookie_tc><$upstream_cookie_empty>\";"))) {
            String answer = gateway.get("/");
            assertTrue(answer.contains("X-C: <two words><>\r\n"), answer);
        }
    }

    @Test
    void aNameInAVariableIsFoundWhereTheConfigurationHasItAlready() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                });
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + upstream.port()
                        + "; } server { LISTEN; location / { proxy_pass http://localhost:" + upstream.port() + "; } "
                        + "location /by { proxy_pass http://$arg_to; } }")) {
            assertTrue(gateway.get("/by?to=localhost:" + upstream.port()).endsWith("\r\n\r\nx"), gateway.errors());
            assertTrue(gateway.get("/by?to=u").endsWith("\r\n\r\nx"), gateway.errors());
            // Neither of these is the block.
            assertEquals("HTTP/1.1 502", gateway.get("/by?to=u:81").substring(0, 12));
            assertEquals("HTTP/1.1 502", gateway.get("/by?to=localhost:81").substring(0, 12));
        }
    }

    @Test
    void whatAVariableBringsInEndsNoRequestLine() throws Exception {
        StringBuilder heads = new StringBuilder();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    heads.append(talk.head());
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream,
                        "location /by/ { proxy_pass http://u$uri; proxy_set_header X-U $uri; }"))) {
            gateway.get("/by/%0d%0aX-Evil:%20a%0d%0a%0d%0aGET%20/evil%20HTTP/1.1%0d%0a");
            assertTrue(heads.toString().startsWith("GET /by/%0D%0AX-Evil:%20a%0D%0A%0D%0AGET%20/evil%20HTTP/1.1%0D%0A HTTP/1.1\r\n"),
                    heads::toString);
            assertFalse(heads.toString().contains("\nX-Evil") || heads.toString().contains("\nGET"), heads::toString);
        }
    }

    @Test
    void theFileOfASlowClientDoesNotGrowPastItsLimit() throws Exception {
        byte[] piece = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.ISO_8859_1);
        int pieces = 200;
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < pieces; i++) {
                        talk.say("10000\r\n" + new String(piece, StandardCharsets.ISO_8859_1) + "\r\n");
                    }
                    talk.say("0\r\n\r\n");
                });
                ProxyFixture gateway = new ProxyFixture(folder, server(upstream, "proxy_max_temp_file_size 1m;"));
                SocketChannel client = gateway.connect()) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            long body = (long) pieces * piece.length;
            long length = 0;
            // One file after the other: each is as long as the limit says, and a client that lags gets several.
            for (int files = 1; files <= 3; files++) {
                while (gateway.errors().split("is buffered to a temporary file", -1).length <= files) {
                    Thread.onSpinWait();
                }
                length += take(client, 2 << 20);
            }
            length += take(client, Long.MAX_VALUE);
            assertTrue(length > body && length < body + 1000, "all of it arrives, and no more");
        }
    }

    /** How much of so much came before the end. */
    private static long take(SocketChannel client, long most) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(20_000);
        long length = 0;
        while (length < most && client.read(buffer.clear()) >= 0) {
            length += buffer.position();
        }
        return length;
    }

    @Test
    void endWhereTheMethodSaysThatTheUpstreamWasAskedWith() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            for (String head = talk.head(); !head.isEmpty(); head = talk.head()) {
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (head.startsWith("HEAD") ? "" : "hello"));
            }
        }); ProxyFixture gateway = new ProxyFixture(folder, server(upstream, "proxy_method $arg_m;"))) {
            for (String method : new String[] {"GET", "HEAD"}) {
                String answer = gateway.ask(method + " /?m=HEAD HTTP/1.0\r\n\r\n");
                assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\n"), answer);
            }
            assertTrue(gateway.ask("HEAD /?m=GET HTTP/1.0\r\n\r\n").endsWith("\r\n\r\n"));
            assertTrue(gateway.ask("GET /?m=GET HTTP/1.0\r\n\r\n").endsWith("\r\n\r\nhello"));
            assertFalse(gateway.errors().contains("more data"), gateway.errors());
        }
    }
}
