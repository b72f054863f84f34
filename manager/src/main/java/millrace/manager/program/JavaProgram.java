package millrace.manager.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The command of a Java worker. It runs on the JDK that runs the primary, with the same flags, so that it starts from
 * the same cache; with Millrace's modules, so that the app may import them; and with its HTTP server in place of the
 * JDK's.
 */
final class JavaProgram {
    /** File with the flags, written by the launcher. Without one (in tests) the modules are this process's own. */
    private static final String FLAGS = System.getProperty("millrace.jvm.args");

    /** Where modules are, and which: of this process, or of the one that has started it on a class path. */
    private static final String MODULE_PATH =
            System.getProperty("millrace.module.path", System.getProperty("jdk.module.path"));

    private static final String MODULES = System.getProperty("millrace.modules", ownModules());

    private static final String SERVER =
            "-Dcom.sun.net.httpserver.HttpServerProvider=millrace.http.jdk.MillraceProvider";

    private JavaProgram() {}

    static List<String> ofJar(Script script) {
        List<String> words = server(script.interpreterArgs());
        words.addAll(script.interpreterArgs());
        words.add("-jar");
        words.add(script.file().toString());
        return script.command(words);
    }

    /** Compiles first: once for all workers, and only when something has changed since the last time. */
    static List<String> ofSource(Script script, Consumer<String> notes) throws ProgramException, IOException {
        CompiledSource compiled = CompiledSource.of(script.file(), compiler(), notes);
        List<String> words = server(script.interpreterArgs());
        words.add("-cp");
        words.add(withClassPath(compiled.classes(), script.environment().get("CLASSPATH")));
        words.addAll(script.interpreterArgs());
        words.add(compiled.mainClass());
        return script.command(words);
    }

    private static List<String> server(List<String> flags) {
        List<String> command = java();
        if (hasFlags() || isHere("millrace.http")) {
            command.add(SERVER);
        }
        if (flags.stream().anyMatch(flag -> flag.matches("-XX:\\+Use[A-Za-z0-9]+GC"))) {
            // Two collectors are an error; the user's is the one.
            command.add("-XX:-UseSerialGC");
        }
        return command;
    }

    /** The compiler is a process of its own: it would leave 100 MB behind in this one. */
    private static List<String> compiler() {
        List<String> command = java();
        command.add(SourceCompiler.class.getName());
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (hasFlags()) {
            command.add("@" + FLAGS);
        } else {
            command.addAll(List.of("--module-path", MODULE_PATH, "--add-modules", MODULES,
                    "--enable-native-access=millrace.os", "-XX:+UseSerialGC"));
        }
        return command;
    }

    private static boolean hasFlags() {
        return FLAGS != null && Files.exists(Path.of(FLAGS));
    }

    /** What tells the code that Java programs run on from any other: the same here and in the compiler's process. */
    static String origin() {
        return hasFlags() ? FLAGS : String.valueOf(MODULE_PATH);
    }

    private static String ownModules() {
        return ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .filter(name -> name.startsWith("millrace."))
                .collect(Collectors.joining(","));
    }

    static boolean isHere(String module) {
        return List.of(MODULES.split(",")).contains(module);
    }

    /** The user's own libraries, as the java command takes them. */
    private static String withClassPath(Path classes, String libraries) {
        return libraries == null || libraries.isEmpty() ? classes.toString() : classes + ":" + libraries;
    }
}
