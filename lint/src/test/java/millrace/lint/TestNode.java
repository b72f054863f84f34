package millrace.lint;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The node of this machine, which the tests of JavaScript need. */
public final class TestNode {
    private TestNode() {}

    public static Path path() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> fail("node is not on PATH: apt-get install nodejs"));
    }
}
