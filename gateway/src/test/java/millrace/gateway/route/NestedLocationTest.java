package millrace.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a location within another one has of it, and what not. */
@Timeout(60)
class NestedLocationTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("html/a/files"));
        Files.writeString(folder.resolve("html/a/files/x"), "file");
    }

    private TestGateway start(String around, String within) throws Exception {
        return TestGateway.start(folder, "root " + folder.resolve("html") + "; location /a/ { " + around
                + " location /a/files/ { " + within + " } }", "");
    }

    @Test
    void whatAnswersAroundDoesNotAnswerWithin() throws Exception {
        for (String within : new String[] {"", "add_header X-Any 1;", "if ($arg_a) { }", "limit_except GET { }", "sendfile off;"}) {
            try (TestGateway gateway = start("empty_gif;", within)) {
                assertTrue(gateway.get("/a/", "").contains("image/gif"));
                assertTrue(gateway.get("/a/files/x?a=1", "").endsWith("\r\n\r\nfile"), within);
            }
        }
    }

    @Test
    void whatIsNotForAllMethodsAroundMayBeWithin() throws Exception {
        try (TestGateway gateway = start("empty_gif; limit_except GET { deny all; }", "empty_gif;")) {
            assertEquals(" 403", status(gateway, "/a/"));
            assertEquals(" 405", status(gateway, "/a/files/"));
        }
    }

    @Test
    void whatIsInternalAroundIsInternalWithin() throws Exception {
        try (TestGateway gateway = start("internal;", "")) {
            assertTrue(gateway.get("/a/files/x", "").startsWith("HTTP/1.1 404 "));
        }
    }

    private static String status(TestGateway gateway, String path) throws IOException {
        return TestGateway.ask(gateway.socket(), "POST " + path + " HTTP/1.0\r\nContent-Length: 0\r\n\r\n").substring(8, 12);
    }
}
