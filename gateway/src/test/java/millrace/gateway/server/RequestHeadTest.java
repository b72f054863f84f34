package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import millrace.gateway.config.Feature;
import millrace.gateway.exchange.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the directives about heads let pass. */
@Timeout(60)
class RequestHeadTest {
    /** Tells which field X_a or X-a it has seen, in a body of unknown length. */
    private static final Feature TELL = registry -> registry.phase(Phase.CONTENT, x -> {
        boolean seen = x.head().fields().get("X_a") != null;
        x.reply().send();
        x.reply().write(new byte[] {(byte) (seen ? '1' : '0')}, 0, 1);
        x.reply().end();
        return Phase.DONE;
    });

    @TempDir
    Path folder;

    private void expect(String status, String body, String directives, String head) throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, directives, "", TELL)) {
            String answer = TestGateway.ask(gateway.socket(), head + "Host: a\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " ") && answer.endsWith(body), answer);
        }
    }

    @Test
    void aLineThatFitsIntoNoBufferIsRefusedTheFirstByNameOthersAsABadRequest() throws Exception {
        String small = "client_header_buffer_size 128; large_client_header_buffers 4 256;";
        String line = "GET / HTTP/1.1\r\n";
        expect("200", "\r\n0\r\n\r\n", small.replace("256", "1k"), line + "A: " + "x".repeat(300) + "\r\n");
        expect("400", "", small, line + "A: " + "x".repeat(300) + "\r\n");
        expect("414", "", small, "GET /" + "x".repeat(300) + " HTTP/1.1\r\n");
        expect("400", "", small, line + ("A: " + "x".repeat(200) + "\r\n").repeat(6));
    }

    @Test
    void tooLargeAHeadIsNamedInThePageAndAnAsteriskIsNoPath() throws Exception {
        expect("400", "<hr>millrace\n</body>\n</html>\n", "", "OPTIONS * HTTP/1.1\r\n");
        try (TestGateway gateway = TestGateway.start(folder, "", "")) {
            String answer = TestGateway.ask(gateway.socket(), "GET / HTTP/1.1\r\nA: " + "x".repeat(9000) + "\r\n\r\n");
            assertTrue(answer.contains("<h1>400 Request Header Or Cookie Too Large</h1>"), answer);
        }
    }

    @Test
    void anAnswerToTheOldestProtocolHasNoHead() throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, "location / { return 200 body; } location /r { return 301 /; }", "")) {
            assertEquals("body", TestGateway.ask(gateway.socket(), "GET /\r\n"));
            String page = TestGateway.ask(gateway.socket(), "GET /r\r\nHost: a\r\n\r\n");
            assertTrue(page.startsWith("<!doctype html>") && page.endsWith("</html>\n"), page);
        }
    }

    @Test
    void whatComesInOnePieceWithTheLastRequestDoesNotCostItsAnswer() throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, "location / { return 200 body; }", "")) {
            String request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            String answer = TestGateway.ask(gateway.socket(), request + "GET /second HTTP/1.1\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n") && answer.endsWith("\r\n\r\nbody"), answer);
        }
    }

    @Test
    void aCodingThatIsNotServedIsToldFromOneThatIsToldTwice() throws Exception {
        String head = "POST / HTTP/1.1\r\n";
        for (String coding : new String[] {"chunked, identity", "chunked, chunked", "gzip, chunked", "identity", "x"}) {
            expect("501", "", "", head + "Transfer-Encoding: " + coding + "\r\n");
        }
        expect("400", "", "", head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    }

    @Test
    void fieldsAreCounted() throws Exception {
        expect("400", "", "max_headers 3;", "GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\n");
        expect("200", "0", "max_headers 4;", "GET / HTTP/1.0\r\nA: 1\r\nB: 2\r\n");
    }

    @Test
    void underscoresAreLeftOutUnlessTheyAreAllowed() throws Exception {
        String head = "GET / HTTP/1.0\r\nX_a: 1\r\n";
        expect("200", "0", "", head);
        expect("200", "1", "underscores_in_headers on;", head);
        expect("200", "1", "ignore_invalid_headers off;", head);
    }

    @Test
    void chunksMayBeForbidden() throws Exception {
        expect("200", "\r\n\r\n0", "chunked_transfer_encoding off;", "GET / HTTP/1.1\r\n");
        expect("200", "\r\n0\r\n\r\n", "", "GET / HTTP/1.1\r\n");
    }
}
