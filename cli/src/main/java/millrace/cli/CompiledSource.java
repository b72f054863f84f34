package millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of a source program, kept in the user's cache folder with a list of the files they were made from.
 *
 * @param classes folder of class files
 */
record CompiledSource(Path classes, String mainClass) {
    /** First line: version of Java and the main class. One line a source file follows: time, size, path. */
    private static final String MANIFEST = "made-from";

    /**
     * Compiles, if the classes of last time are not those of now.
     *
     * @param compiler command of a {@link SourceCompiler}
     */
    static CompiledSource of(Path source, List<String> compiler) throws IOException, Failure {
        Path folder = cache().resolve(source.getFileName() + "-" + Integer.toHexString(source.hashCode()));
        Path classes = folder.resolve("classes");
        Path manifest = folder.resolve(MANIFEST);
        if (Files.exists(manifest)) {
            List<String> lines = Files.readAllLines(manifest);
            String main = mainClass(lines.getFirst());
            if (main != null && isUnchanged(lines.subList(1, lines.size()))) {
                return new CompiledSource(classes, main);
            }
            // First, so that a compilation that is cut short leaves nothing that looks whole.
            Files.delete(manifest);
        }
        Files.createDirectories(classes);
        compile(source, classes, manifest, compiler);
        return new CompiledSource(classes, mainClass(Files.readAllLines(manifest).getFirst()));
    }

    private static void compile(Path source, Path classes, Path manifest, List<String> compiler)
            throws IOException, Failure {
        System.err.println("millrace  compiling " + source.getFileName());
        List<String> command = new ArrayList<>(compiler);
        command.addAll(List.of(source.toString(), classes.toString(), manifest.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw Failure.of(source + " does not compile");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted while compiling " + source);
        }
    }

    /** One of Java, one of the path to modules: classes made for other ones are not those of now. */
    static String header(String mainClass) {
        return Runtime.version() + " " + System.getProperty("jdk.module.path") + "\t" + mainClass;
    }

    private static String mainClass(String header) {
        String main = header.substring(header.indexOf('\t') + 1);
        return header.equals(header(main)) ? main : null;
    }

    static String line(Path source) throws IOException {
        return Files.getLastModifiedTime(source).toMillis() + " " + Files.size(source) + " " + source;
    }

    private static boolean isUnchanged(List<String> lines) throws IOException {
        for (String line : lines) {
            Path source = Path.of(line.split(" ", 3)[2]);
            if (!Files.exists(source) || !line(source).equals(line)) {
                return false;
            }
        }
        return true;
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg != null && xdg.startsWith("/")
                ? Path.of(xdg, "millrace", "java")
                : Path.of(System.getProperty("user.home"), ".cache", "millrace", "java");
    }
}
