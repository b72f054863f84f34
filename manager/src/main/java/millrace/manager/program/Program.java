package millrace.manager.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.loop.pool.Lane;

/**
 * The command that runs a script.
 *
 * @param command an absolute path, and arguments
 * @param environment what the kind of program wants to find in its environment, unless its user has said otherwise
 */
public record Program(List<String> command, Kind kind, Map<String, String> environment) {

    /** What is known of how a program behaves. */
    public enum Kind {
        NODE,
        /** On this library's JDK, modules and HTTP server. */
        JAVA,
        PYTHON,
        OTHER
    }

    /** {@code .ts} works from this version of Node on; before {@link #STRIPS_UNASKED} it takes a flag. */
    private static final NodeVersion STRIPS_TYPES = new NodeVersion(22, 6);

    private static final NodeVersion STRIPS_UNASKED = new NodeVersion(22, 18);

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Finds it. Java is compiled, by a process of its own, when its source has changed: so this may take seconds.
     *
     * @param notes gets a line for each thing that a waiting user may like to know
     */
    public static Program of(Script script, Consumer<String> notes) throws ProgramException, IOException {
        SearchPath path = SearchPath.of(script.environment());
        if (script.interpreter() != null) {
            return script.interpreter().equals(Script.NONE)
                    ? executable(script)
                    : interpreted(Interpreter.named(script.interpreter(), script.directory(), path), script);
        }
        return switch (script.extension()) {
            case "ts", "mts", "cts" -> typeScript(script, path);
            case "java" -> new Program(JavaProgram.ofSource(script, notes), Kind.JAVA, Map.of());
            case "jar" -> new Program(JavaProgram.ofJar(script), Kind.JAVA, Map.of());
            default -> {
                Interpreter interpreter = Interpreter.OF_ENDINGS.get(script.extension());
                yield interpreter == null ? byContent(script, path) : interpreted(interpreter.find(path), script);
            }
        };
    }

    /**
     * The same for a loop, which must not wait. The work is done by the lane; the stage completes on the loop that calls
     * this, exceptionally as {@link #of(Script, Consumer)} throws.
     *
     * @param lane of a pool for calls that wait
     */
    public static CompletionStage<Program> of(Script script, Consumer<String> notes, Lane lane) {
        return lane.submit(() -> of(script, notes));
    }

    /** Whether it may speak the cluster protocol: Node does, and Java on this library. */
    public boolean speaksCluster() {
        return kind == Kind.NODE || kind == Kind.JAVA;
    }

    private static Program interpreted(Path interpreter, Script script) {
        List<String> words = new ArrayList<>();
        words.add(interpreter.toString());
        words.addAll(script.interpreterArgs());
        if (script.extension().equals("jar")
                && interpreter.endsWith("java")
                && !script.interpreterArgs().contains("-jar")) {
            words.add("-jar");
        }
        words.add(script.file().toString());
        Kind kind = Interpreter.kind(interpreter);
        // Else what it prints comes in pieces of 8 KiB, and what it last printed not at all if it is killed.
        boolean buffers = kind == Kind.PYTHON && !script.environment().containsKey("PYTHONUNBUFFERED");
        return new Program(script.command(words), kind, buffers ? Map.of("PYTHONUNBUFFERED", "1") : Map.of());
    }

    /** Bun if it is there; else Node, if it can. */
    private static Program typeScript(Script script, SearchPath path) throws ProgramException, IOException {
        Optional<Path> bun = Interpreter.BUN.search(path);
        if (bun.isPresent()) {
            return interpreted(bun.get(), script);
        }
        Path node = Interpreter.NODE.find(path);
        NodeVersion version = NodeVersion.of(node);
        if (version.isBefore(STRIPS_TYPES)) {
            throw new ProgramException("Node runs TypeScript from " + STRIPS_TYPES + " on, and " + node + " is " + version
                    + ". Install a later one, or Bun (" + Interpreter.BUN.remedy()
                    + "), or compile to JavaScript and start that.");
        }
        if (!version.isBefore(STRIPS_UNASKED)) {
            return interpreted(node, script);
        }
        List<String> flags = new ArrayList<>(script.interpreterArgs());
        flags.addFirst("--experimental-strip-types");
        return interpreted(node, script.withInterpreterArgs(flags));
    }

    /** The name says nothing: a program that runs by itself, else a text, which is taken for JavaScript. */
    private static Program byContent(Script script, SearchPath path) throws ProgramException, IOException {
        boolean text = !Files.isExecutable(script.file()) && script.extension().isEmpty() && isText(script.file());
        return text ? interpreted(Interpreter.NODE.find(path), script) : executable(script);
    }

    private static Program executable(Script script) throws ProgramException, IOException {
        Path file = script.file();
        if (!script.interpreterArgs().isEmpty()) {
            throw new ProgramException("--interpreter-args: " + file.getFileName() + " is run without an interpreter");
        }
        if (!Files.isExecutable(file)) {
            throw new ProgramException(file + " is not executable, and its name does not say what runs it (.js, .java,"
                    + " .py, …). If it is a program: chmod +x " + file);
        }
        Kind kind = firstLine(file).contains("node") ? Kind.NODE : Kind.OTHER;
        return new Program(script.command(List.of(file.toString())), kind, Map.of());
    }

    /** Neither binary nor a script that names its interpreter, which only wants to be made executable. */
    private static boolean isText(Path file) throws IOException {
        String start = start(file);
        return !start.isBlank() && start.indexOf('\0') < 0 && !start.startsWith("#!");
    }

    /** Of a script; a binary has none. */
    private static String firstLine(Path file) throws IOException {
        String start = start(file);
        return start.startsWith("#!") ? start.lines().findFirst().orElseThrow() : "";
    }

    private static String start(Path file) throws IOException {
        byte[] start = new byte[512];
        int length;
        try (var in = Files.newInputStream(file)) {
            length = in.readNBytes(start, 0, start.length);
        }
        return new String(start, 0, length, StandardCharsets.ISO_8859_1);
    }
}
