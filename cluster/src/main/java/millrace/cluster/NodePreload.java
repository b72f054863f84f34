package millrace.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The script that Node loads before a worker's app ({@code worker.cjs}; its comment says what it does), as a file, and the
 * variable that makes Node load it. Any thread.
 */
final class NodePreload {
    static final String VARIABLE = "NODE_OPTIONS";

    /** {@code --permission}, and in earlier versions {@code --experimental-permission}. */
    private static final String PERMISSION = "-permission";

    private NodePreload() {}

    /**
     * The variable's value for a worker.
     *
     * @param options what the app's environment has there, or {@code null}
     * @param command of the app
     */
    static String options(String options, List<String> command) throws IOException {
        String own = options == null ? "" : options;
        String path = file().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        // Node with its permission model on would end for want of the right to read it.
        boolean restricted = own.contains(PERMISSION) || command.stream().anyMatch(word -> word.endsWith(PERMISSION));
        return own + (restricted ? " --allow-fs-read=\"" + path + "\"" : "") + " --require \"" + path + "\"";
    }

    static Path file() throws IOException {
        byte[] script = PreloadFolder.script("worker.cjs");
        String name = "worker-" + Integer.toHexString(Arrays.hashCode(script)) + ".cjs";
        return PreloadFolder.file(PreloadFolder.folder("node"), name, script);
    }
}
