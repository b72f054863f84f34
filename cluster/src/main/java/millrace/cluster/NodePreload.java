package millrace.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The script that Node loads before a worker's app ({@code worker.cjs}; its comment says what it does), as a file, and the
 * variable that makes Node load it. Any thread.
 */
final class NodePreload {
    static final String VARIABLE = "NODE_OPTIONS";

    private NodePreload() {}

    /**
     * The variable's value for a worker.
     *
     * @param options what the app's environment has there, or {@code null}
     */
    static String options(String options) throws IOException {
        String path = file().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return (options == null ? "" : options) + " --require \"" + path + "\"";
    }

    static Path file() throws IOException {
        byte[] script = PreloadFolder.script("worker.cjs");
        String name = "worker-" + Integer.toHexString(Arrays.hashCode(script)) + ".cjs";
        return PreloadFolder.file(PreloadFolder.folder("node"), name, script);
    }
}
