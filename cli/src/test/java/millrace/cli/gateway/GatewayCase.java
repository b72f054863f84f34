package millrace.cli.gateway;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a folder of its own, and a port for it, which are gone after each test. */
abstract class GatewayCase {
    @TempDir
    Path folder;

    StartedGateway gateway;
    int port;

    @BeforeEach
    void prepare() throws IOException {
        gateway = new StartedGateway(folder);
        port = StartedGateway.freePort();
    }

    @AfterEach
    void close() {
        gateway.close();
    }
}
