package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands before the head of an answer, and behind its body. */
@Timeout(60)
class TrailersTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir
    Path folder;

    private String answerTo(String said, String more, String request) throws Exception {
        Path own = Files.createTempDirectory(folder, "one");
        try (RawUpstream upstream = RawUpstream.start(talk -> {
                    talk.head();
                    talk.say(said);
                });
                ProxyFixture gateway = new ProxyFixture(own, "server { LISTEN; location / { " + more
                        + " proxy_pass http://127.0.0.1:" + upstream.port() + "; } }")) {
            return gateway.ask(request);
        }
    }

    private static String bodyOf(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void fieldsBehindAnAnswerGoToTheClientWhenTheyAreAskedFor() throws Exception {
        String said = OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 12\r\nContent-Type: a/b\r\nDate: x\r\n\r\n";
        String passed = answerTo(said, "proxy_pass_trailers on; proxy_buffering off;", GET);
        assertEquals("2\r\nok\r\n0\r\nX-Sum: 12\r\n\r\n", bodyOf(passed));
        assertEquals("2\r\nok\r\n0\r\n\r\n", bodyOf(answerTo(said, "", GET)));
        String forged = answerTo(said.replace("Date", "Content-Length"), "proxy_pass_trailers on;", GET);
        assertFalse(forged.contains("X-Sum") || forged.endsWith("0\r\n\r\n"), forged);
        String old = answerTo(said, "proxy_pass_trailers on;", GET.replace("HTTP/1.1", "HTTP/1.0"));
        assertEquals("ok", bodyOf(old));
    }

    @Test
    void addedTrailersFollowABodyWhoseLengthIsKnown() throws Exception {
        String long100k = "0123456789".repeat(10_000);
        String said = OK + "Content-Length: 100000\r\n\r\n" + long100k;
        String answer = answerTo(said, "add_trailer X-Bytes $upstream_response_length; add_trailer X-Sent $sent_trailer_x_bytes; "
                + "add_trailer X-None ''; add_trailer ETag x;", GET);
        assertFalse(answer.contains("Content-Length"), answer.substring(0, 300));
        assertTrue(answer.endsWith("\r\n0\r\nX-Bytes: 100000\r\nX-Sent: 100000\r\nETag: x\r\n\r\n"), answer.substring(99_000));
    }

    @Test
    void repliesThatAreErrorsOrHaveNoBodyGetOnlyWhatTheyMay() throws Exception {
        String error = answerTo("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno", "add_trailer X-A a;", GET);
        assertTrue(error.contains("Content-Length: 2\r\n") && error.endsWith("\r\n\r\nno"), error);
        String always = answerTo("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno", "add_trailer X-A a always;", GET);
        assertTrue(always.endsWith("2\r\nno\r\n0\r\nX-A: a\r\n\r\n"), always);
        String head = answerTo(OK + "Content-Length: 2\r\n\r\n", "add_trailer X-A a always;", GET.replace("GET", "HEAD"));
        assertTrue(head.contains("Content-Length: 2\r\n") && head.endsWith("\r\n\r\n") && !head.contains("X-A"), head);
        assertFalse(answerTo("HTTP/1.1 204 No\r\n\r\n", "add_trailer X-A a always;", GET).contains("X-A"));
    }

    @Test
    void earlyHintsGoToTheClientIfItWantsThem() throws Exception {
        String said = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\nLink: </a.css>\r\nDate: x\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nok";
        String answer = answerTo(said, "early_hints 1 $http_x_hints;", GET.replace("Host", "X-Hints: y\r\nHost"));
        assertTrue(answer.startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nok"), answer);
        assertTrue(answerTo(said, "early_hints 1 $http_x_hints;", GET).startsWith(OK));
        assertTrue(answerTo(said, "early_hints 0;", GET).startsWith(OK));
        assertTrue(answerTo(said, "", GET).startsWith(OK));
        String old = answerTo(said, "early_hints 1;", GET.replace("HTTP/1.1", "HTTP/1.0"));
        assertTrue(old.startsWith(OK), old);
    }

    @Test
    void hintsWithoutAnAnswerAre502() throws Exception {
        String answer = answerTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", "early_hints 1;", GET);
        assertTrue(answer.startsWith("HTTP/1.1 103 ") && answer.contains("\r\n\r\nHTTP/1.1 502 "), answer);
    }
}
