package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The apps that are reloaded under a load, and how two workers of each are started. */
enum LossApp {
    PLAIN("plain.js"),
    GRACEFUL("graceful.js"),
    UVICORN("uvicorn"),
    GUNICORN("gunicorn"),
    JAVA("Hello.java"),
    /** The plain app behind our reverse proxy; PM2 has none. */
    GATED("gateway");

    private final String label;

    LossApp(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether a manager can run it so. */
    boolean isFor(String tool) {
        return this != GATED || tool.equals("millrace");
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(LossApp::label).toList();
    }

    /** What a manager's own command line says to start two. PM2 runs Python and Java as they come: one process has the port. */
    List<String> start(String tool, Path here, Path script, int port) throws IOException {
        boolean ours = tool.equals("millrace");
        return switch (this) {
            case PLAIN -> node(here, "plain.js", script);
            case GATED -> with(node(here, "plain.js", script), List.of("--scheduling", "gateway"));
            case GRACEFUL -> with(node(here, "graceful.js", script), List.of("--wait-ready"));
            case UVICORN -> ours
                    ? python(here, "uvicorn", port, "--fd", "3", "web:app")
                    : alone(here, "uvicorn", "--port", String.valueOf(port), "web:app");
            case GUNICORN -> ours
                    ? python(here, "gunicorn", port, "--threads", "4", "wsgi:app")
                    : alone(here, "gunicorn", "--bind", "127.0.0.1:" + port, "--threads", "4", "wsgi:app");
            case JAVA -> ours
                    ? named(example(here, script, port).toString(), "-i", "2")
                    : named("java", "--interpreter", "none", "--", "-cp", here.resolveSibling("target/dist/lib") + "/*",
                            example(here, script, port).toString());
        };
    }

    private static List<String> node(Path here, String app, Path script) throws IOException {
        Files.copy(here.resolve("manager").resolve(app), script);
        return named(script.toString(), "-i", "2");
    }

    private static List<String> python(Path here, String server, int port, String... args) {
        List<String> start = named("/usr/bin/" + server, "--interpreter", "/usr/bin/python3", "--cwd",
                here.resolve("manager").toString(), "-i", "2", "--listen", "127.0.0.1:" + port, "--");
        return with(start, List.of(args));
    }

    private static List<String> alone(Path here, String server, String... args) {
        List<String> start = named("/usr/bin/" + server, "--interpreter", "/usr/bin/python3", "--cwd",
                here.resolve("manager").toString(), "--");
        return with(start, List.of(args));
    }

    /** The example, on the port of this measure. */
    private static Path example(Path here, Path script, int port) throws IOException {
        String source = Files.readString(here.resolveSibling("examples/hello/Hello.java"));
        return Files.writeString(script.resolveSibling("Hello.java"), source.replace("8080", String.valueOf(port)));
    }

    private static List<String> named(String script, String... options) {
        return with(List.of("start", script, "--name", "app"), List.of(options));
    }

    private static List<String> with(List<String> start, List<String> more) {
        List<String> all = new ArrayList<>(start);
        all.addAll(more);
        return all;
    }
}
