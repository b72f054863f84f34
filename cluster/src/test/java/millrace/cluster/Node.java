package millrace.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apps for Node, unmodified in that they know nothing of this project. */
public final class Node {
    private static final String[] PATH = System.getenv("PATH").split(":");

    private Node() {}

    /** An app from the test resources; skips the test where there is no Node. */
    public static AppSpec app(String script, String... arguments) {
        assumeTrue(isInstalled(), "SKIPPED: node is not in PATH; install Node 18 or later to run this test");
        try {
            URL url = Node.class.getResource(script);
            List<String> command = new ArrayList<>(List.of("node", Path.of(url.toURI()).toString()));
            command.addAll(List.of(arguments));
            return AppSpec.of(script, command)
                    .withStop(new StopPolicy(TimeUnit.SECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(20)));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isInstalled() {
        for (String folder : PATH) {
            if (Files.isExecutable(Path.of(folder, "node"))) {
                return true;
            }
        }
        return false;
    }

    /** A port that was free a moment ago. */
    static int freePort() {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
