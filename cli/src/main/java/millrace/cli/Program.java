package millrace.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command that runs an app, found by the app's name.
 *
 * @param command an absolute path, and arguments
 * @param speaksCluster whether it may speak the cluster protocol: Node does, and Java on this library
 */
public record Program(List<String> command, boolean speaksCluster) {

    /** {@code .ts} works from this version of Node on; before {@link #STRIPS_UNASKED} it takes a flag. */
    private static final NodeVersion STRIPS_TYPES = new NodeVersion(22, 6);

    private static final NodeVersion STRIPS_UNASKED = new NodeVersion(22, 18);

    public Program {
        command = List.copyOf(command);
    }

    /**
     * @param app absolute path of a file that exists
     * @param flags for the interpreter
     */
    public static Program of(Path app, List<String> flags, SearchPath path) throws Failure, IOException {
        return switch (extension(app)) {
            case "js", "mjs", "cjs" -> interpreted(node(path), flags, app, true);
            case "ts", "mts", "cts" -> typeScript(app, flags, path);
            case "java" -> new Program(JavaProgram.ofSource(app, flags), true);
            case "jar" -> new Program(JavaProgram.ofJar(app, flags), true);
            case "py" -> interpreted(
                    need(path, "python3", "apt-get install python3"), flags, app, false);
            case "sh" -> interpreted(need(path, "bash", "apt-get install bash"), flags, app, false);
            default -> executable(app, flags);
        };
    }

    private static String extension(Path app) {
        String name = app.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Program interpreted(Path interpreter, List<String> flags, Path app, boolean speaksCluster) {
        List<String> command = new ArrayList<>();
        command.add(interpreter.toString());
        command.addAll(flags);
        command.add(app.toString());
        return new Program(command, speaksCluster);
    }

    private static Path node(SearchPath path) throws Failure {
        return need(path, "node", "apt-get install nodejs, or https://nodejs.org");
    }

    private static Path need(SearchPath path, String interpreter, String remedy) throws Failure {
        Optional<Path> found = path.find(interpreter);
        if (found.isEmpty()) {
            throw Failure.of(interpreter + " is needed to run it, and is not on the PATH. Install it: " + remedy);
        }
        return found.get();
    }

    private static Program typeScript(Path app, List<String> flags, SearchPath path) throws Failure, IOException {
        Path node = node(path);
        NodeVersion version = NodeVersion.of(node);
        if (version.isBefore(STRIPS_TYPES)) {
            throw Failure.of("Node runs TypeScript from " + STRIPS_TYPES + " on, and " + node + " is " + version
                    + ". Install a later one, or compile to JavaScript and start that.");
        }
        List<String> all = new ArrayList<>(flags);
        if (version.isBefore(STRIPS_UNASKED)) {
            all.addFirst("--experimental-strip-types");
        }
        return interpreted(node, all, app, true);
    }

    private static Program executable(Path app, List<String> flags) throws Failure, IOException {
        if (!flags.isEmpty()) {
            throw Failure.usage("--interpreter-args: " + app.getFileName() + " is run without an interpreter");
        }
        if (!Files.isExecutable(app)) {
            throw Failure.of(app + " is not executable, and its name does not say what runs it (.js, .java, .py, …)."
                    + " If it is a program: chmod +x " + app);
        }
        return new Program(List.of(app.toString()), firstLine(app).contains("node"));
    }

    /** Of a script; a binary has none. */
    private static String firstLine(Path app) throws IOException {
        byte[] start = new byte[128];
        int length;
        try (var in = Files.newInputStream(app)) {
            length = in.readNBytes(start, 0, start.length);
        }
        String text = new String(start, 0, length, StandardCharsets.ISO_8859_1);
        return text.startsWith("#!") ? text.lines().findFirst().orElseThrow() : "";
    }
}
