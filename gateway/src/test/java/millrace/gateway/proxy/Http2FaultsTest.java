package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What upstreams do that speak HTTP/2 badly, or not to the end. */
@Timeout(60)
class Http2FaultsTest {
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    private static final int INITIAL_WINDOW = 4;

    @TempDir
    Path folder;

    /** What one connection does once a request has come. */
    private interface Script {
        void play(FrameTalk frames, int stream) throws IOException;
    }

    private static RawUpstream upstream(Script script) throws IOException {
        return RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            script.play(frames, frames.request());
        });
    }

    private static RawUpstream honest() throws IOException {
        return upstream((frames, stream) -> {
            frames.answer(stream, "honest");
            frames.waitForEnd();
        });
    }

    /** With two upstreams, the first of which is asked first. */
    private ProxyFixture gateway(RawUpstream first, RawUpstream second, String more) throws Exception {
        String other = second == null ? "" : "server 127.0.0.1:" + second.port() + " backup; ";
        return new ProxyFixture(Files.createTempDirectory(folder, "g"), "upstream u { server 127.0.0.1:" + first.port() + " max_fails=0; " + other + "keepalive 2; } "
                + "server { LISTEN; location / { proxy_pass http://u; proxy_http_version 2; " + more + " } }");
    }

    private void fails(Script script, String status, String words) throws Exception {
        try (RawUpstream upstream = upstream(script); ProxyFixture gateway = gateway(upstream, null, "")) {
            String answer = gateway.get("/");
            assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
            assertTrue(gateway.errors().contains(words), gateway.errors());
        }
    }

    private static String post(String body) {
        return "POST / HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void reset(FrameTalk frames, int stream, int code) throws IOException {
        frames.send(FrameTalk.RST_STREAM, 0, stream, FrameTalk.number(code));
    }

    @Test
    void aResetBeforeTheAnswerIsABadGateway() throws Exception {
        fails((frames, stream) -> {
            reset(frames, stream, INTERNAL_ERROR);
            frames.waitForEnd();
        }, "502", "upstream rejected request with error 2 while reading response header from upstream");
    }

    @Test
    void aRefusedRequestGoesToTheNextPeerWhateverItsMethod() throws Exception {
        try (RawUpstream first = upstream((frames, stream) -> {
            reset(frames, stream, REFUSED_STREAM);
            frames.waitForEnd();
        }); RawUpstream second = honest(); ProxyFixture gateway = gateway(first, second, "")) {
            assertTrue(gateway.ask(post("body")).endsWith("honest"));
        }
    }

    @Test
    void aRequestThatAPeerSawNoMoreIsRepeatedEvenIfItWasPassedOnAsItCame() throws Exception {
        try (RawUpstream first = upstream((frames, stream) -> {
            frames.goAway(0);
            frames.waitForEnd();
        }); RawUpstream second = honest(); ProxyFixture gateway = gateway(first, second, "proxy_request_buffering off;")) {
            assertTrue(gateway.ask(post("body")).endsWith("honest"));
        }
    }

    @Test
    void aPeerThatLeavesMayEndItsAnswerAndIsNotAskedAgainOnThatConnection() throws Exception {
        LinkedBlockingQueue<Integer> connections = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            connections.add(talk.number());
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.OK);
            frames.goAway(stream);
            frames.send(FrameTalk.DATA, FrameTalk.END_STREAM, stream, "ok");
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, null, "")) {
            assertTrue(gateway.get("/").endsWith("\r\n\r\nok"));
            assertTrue(gateway.get("/").endsWith("\r\n\r\nok"));
            assertEquals("[0, 1]", connections.toString());
        }
    }

    @Test
    void aKeptConnectionWhosePeerLeavesIsReplacedUnnoticed() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            frames.answer(stream, "ok" + talk.number());
            stream = frames.request();
            frames.goAway(1);
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, null, "")) {
            assertTrue(gateway.get("/").endsWith("ok0"));
            assertTrue(gateway.ask(post("body")).endsWith("ok1"));
        }
    }

    @Test
    void theRestOfABodyThatAPeerDoesNotWantIsNotMissed() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.next(FrameTalk.HEADERS).stream();
            frames.next(FrameTalk.DATA);
            frames.answer(stream, "enough"); // Before the rest of the body, which the window keeps back.
            reset(frames, stream, 0);
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, null, "")) {
            assertTrue(gateway.ask(post("body".repeat(20_000))).endsWith("enough"));
        }
    }

    @Test
    void anAnswerThatIsCutOffIsNotTakenForAWholeOne() throws Exception {
        Script closes = (frames, stream) -> {
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.OK);
            frames.send(FrameTalk.DATA, 0, stream, "half");
        };
        Script resets = (frames, stream) -> {
            closes.play(frames, stream);
            reset(frames, stream, INTERNAL_ERROR);
            frames.waitForEnd();
        };
        Script lies = (frames, stream) -> {
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream,
                    FrameTalk.block(FrameTalk.OK, FrameTalk.field("content-length", "5")));
            frames.send(FrameTalk.DATA, FrameTalk.END_STREAM, stream, "half");
            frames.waitForEnd();
        };
        String ask = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (Script script : new Script[] {closes, resets}) {
            try (RawUpstream upstream = upstream(script); ProxyFixture gateway = gateway(upstream, null, "proxy_buffering off;")) {
                String answer = gateway.ask(ask);
                assertTrue(answer.endsWith("4\r\nhalf\r\n"), answer); // Without the last chunk.
            }
        }
        try (RawUpstream upstream = upstream(lies); ProxyFixture gateway = gateway(upstream, null, "proxy_buffering off;")) {
            String answer = gateway.ask(ask);
            assertTrue(answer.contains("content-length: 5") || answer.contains("Content-Length: 5"), answer);
            assertTrue(answer.length() - answer.indexOf("\r\n\r\n") - 4 < 5, answer);
        }
    }

    @Test
    void garbageIsABadGateway() throws Exception {
        fails((frames, stream) -> {
            frames.send(FrameTalk.SETTINGS, 0, 1, "");
            frames.waitForEnd();
        }, "502", "upstream sent invalid http2 frame: SETTINGS of a stream while reading response header");
        fails((frames, stream) -> {
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, "\377\377\377\377\377");
            frames.waitForEnd();
        }, "502", "upstream sent invalid http2 frame: a field block cannot be decoded");
        fails((frames, stream) -> {
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.field("no", "status"));
            frames.waitForEnd();
        }, "502", "upstream sent invalid http2 response while reading response header");
    }

    @Test
    void anUpstreamOfHttp1IsABadGateway() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            talk.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            talk.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
        }); ProxyFixture gateway = gateway(upstream, null, "")) {
            assertTrue(gateway.get("/").startsWith("HTTP/1.1 502"));
            assertTrue(gateway.errors().contains("upstream sent invalid http2 frame"), gateway.errors());
        }
    }

    @Test
    void anyBytesLeadToAnAnswer() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            int type = random.nextInt(12);
            int flags = random.nextInt(256);
            try (RawUpstream upstream = upstream((frames, stream) -> frames.send(type, flags, stream, bytes));
                    ProxyFixture gateway = gateway(upstream, null, "")) {
                String answer = gateway.get("/");
                assertTrue(answer.startsWith("HTTP/1.1 "), "seed " + seed + ": " + answer);
            }
        }
    }

    @Test
    void aHeadBeyondTheBufferIsABadGateway() throws Exception {
        fails((frames, stream) -> {
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream,
                    FrameTalk.block(FrameTalk.OK, FrameTalk.field("x", "y".repeat(8000))));
            frames.waitForEnd();
        }, "502", "upstream sent too big header while reading response header from upstream");
        fails((frames, stream) -> {
            frames.send(FrameTalk.HEADERS, 0, stream, FrameTalk.OK);
            for (int i = 0; i < 100; i++) {
                frames.send(FrameTalk.CONTINUATION, 0, stream, FrameTalk.field("x", "y".repeat(8000)));
            }
            frames.waitForEnd();
        }, "502", "upstream sent invalid http2 frame: CONTINUATION_FLOOD");
    }

    @Test
    void aWindowThatStaysClosedIsATimeOut() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> FrameTalk.begin(talk, INITIAL_WINDOW, 0).waitForEnd());
                ProxyFixture gateway = gateway(upstream, null, "proxy_send_timeout 100ms;")) {
            // Longer than what may be sent before the peer has said anything.
            assertTrue(gateway.ask(post("body".repeat(20_000))).startsWith("HTTP/1.1 504"));
            assertTrue(gateway.errors().contains("upstream timed out (110: Connection timed out) while sending request"),
                    gateway.errors());
        }
    }

    @Test
    void silenceIsATimeOut() throws Exception {
        try (RawUpstream upstream = upstream((frames, stream) -> frames.waitForEnd());
                ProxyFixture gateway = gateway(upstream, null, "proxy_read_timeout 100ms;")) {
            assertTrue(gateway.get("/").startsWith("HTTP/1.1 504"));
        }
    }
}
