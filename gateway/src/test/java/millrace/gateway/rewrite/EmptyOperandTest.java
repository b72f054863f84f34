package millrace.gateway.rewrite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmptyOperandTest {
    @TempDir
    Path folder;

    @Test
    void aVariableMayBeComparedWithNothing() throws Exception {
        String server = "if ($arg_a = \"\") { return 402; } if ( $arg_b != '' ) { return 403; } return 401;";
        try (TestGateway gateway = TestGateway.start(folder, server, "")) {
            String end = " HTTP/1.0\r\n\r\n";
            assertTrue(TestGateway.ask(gateway.socket(), "GET /" + end).startsWith("HTTP/1.1 402 "));
            assertTrue(TestGateway.ask(gateway.socket(), "GET /?a=1&b=2" + end).startsWith("HTTP/1.1 403 "));
            assertTrue(TestGateway.ask(gateway.socket(), "GET /?a=1" + end).startsWith("HTTP/1.1 401 "));
        }
    }
}
