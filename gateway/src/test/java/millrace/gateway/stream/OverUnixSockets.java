package millrace.gateway.stream;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** For tests that are client and upstream of a gateway's stream themselves, by Unix sockets in a folder of each test. */
@Timeout(120)
abstract class OverUnixSockets {
    @TempDir
    Path folder;

    UnixEnds ends;

    @BeforeEach
    void listen() throws IOException {
        ends = new UnixEnds(folder);
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }
}
