package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import millrace.bench.client.ErrorKind;
import millrace.bench.measure.Tally;
import millrace.bench.measure.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual users of servers that are not as they should be. */
@Timeout(120)
class ScenarioFaultsTest {
    private static void assertIterations(long passed, long failed, ScenarioResult result) {
        Tally tally = result.outcome().totals().tallies().get("iterations");
        assertEquals(passed, tally.passed(), tally::toString);
        assertEquals(failed, tally.failed(), tally::toString);
    }

    @Test
    void aServerThatIsNotThereEndsARunByIterations() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ScenarioResult result = Scenario.of("""
                load: {users: 2, iterations: 4}
                requests: [{get: /}]
                """).url("http://127.0.0.1:" + port).threshold("errors<1%").run();
        assertFalse(result.isKept());
        assertIterations(0, 4, result);
        assertEquals(0, result.outcome().totals().answered());
    }

    /** A connection that a server spoils while its user pauses is made anew, and the user goes on. */
    @Test
    void whoPausesLosesNothingWithTheConnection() throws IOException {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokjunk".getBytes(US_ASCII);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket client = server.accept()) {
                        client.getInputStream().read(new byte[1000]);
                        client.getOutputStream().write(answer);
                        client.getInputStream().read(); // Until the client has gone.
                    } catch (IOException e) {
                        assert server.isClosed() || e instanceof SocketException : e;
                    }
                }
            });
            ScenarioResult result = Scenario.of("""
                    load: {users: 1, iterations: 3}
                    requests: [{get: /a}, {sleep: 1ms}, {get: /b}, {sleep: 1ms}]
                    """).url("http://127.0.0.1:" + server.getLocalPort()).run();
            Totals totals = result.outcome().totals();
            assertIterations(3, 0, result);
            assertEquals(6, totals.answered(), totals::toString);
            assertEquals(6, totals.errors(ErrorKind.UNASKED), totals::toString);
            assertEquals(6, totals.allErrors(), totals::toString);
        }
    }
}
